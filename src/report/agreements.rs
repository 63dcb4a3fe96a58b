//! The columns of agreements: the stored fields and the derived ones, by the same names as in JSON.

use std::sync::LazyLock;

use super::listing::ListedAgreement;
use super::table::{Cell, Column};
use crate::domain::DERIVED_COLUMNS;

/// The columns that a list of agreements has unless others are named.
pub const DEFAULT_AGREEMENT_COLUMNS: [&str; 6] =
    ["id", "title", "partners", "status", "ends", "act_by"];

/// Returns true if these are the names of a sheet with all columns, perhaps from an earlier version with fewer
/// fields.
#[must_use]
pub fn is_complete_sheet(names: &[&str]) -> bool {
    let is_known = |name: &&str| AGREEMENT_COLUMNS.iter().any(|column| column.name == *name);
    let has = |name: &&str| names.contains(name);
    names.iter().all(is_known) && has(&"id") && DERIVED_COLUMNS.iter().all(has)
}

/// All columns of agreements: the fields in the order of the file, then what is derived.
pub static AGREEMENT_COLUMNS: LazyLock<Vec<Column<ListedAgreement>>> = LazyLock::new(|| {
    let derived: [Column<ListedAgreement>; 9] = [
        Column::text("status", |entry| Cell::Text(entry.standing.status.word().into())),
        Column::text("ends", |entry| match entry.standing.ends.date() {
            Some(date) => Cell::Date(date),
            None => Cell::full(entry.standing.ends.to_string()),
        }),
        Column::text("act_by", |entry| Cell::date(entry.standing.act_by)),
        Column::number("ends_in_days", |entry| Cell::number(entry.standing.ends_in_days)),
        Column::number("act_in_days", |entry| Cell::number(entry.standing.act_in_days)),
        Column::text("partners", |entry| Cell::texts(&entry.partners)),
        Column::text("succeeded_by", |entry| Cell::list(&entry.standing.succeeded_by)),
        Column::number("idle_days", |entry| Cell::number(entry.standing.idle_days)),
        Column::text("flags", |entry| Cell::list(&entry.standing.flags)),
    ];
    Column::fields(|entry: &ListedAgreement| &entry.agreement).chain(derived).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_with_all_derived_columns_is_complete() {
        let all: Vec<&str> = AGREEMENT_COLUMNS.iter().map(|column| column.name).collect();
        assert_eq!(&all[all.len() - DERIVED_COLUMNS.len()..], DERIVED_COLUMNS);
        assert!(is_complete_sheet(&all));
        let earlier: Vec<&str> = all.iter().copied().filter(|name| *name != "lead").collect();
        assert!(is_complete_sheet(&earlier));
        assert!(!is_complete_sheet(&[&all[..], &["remarks"]].concat()));
        assert!(!is_complete_sheet(&["id", "title", "parties", "signed", "status"]));
    }
}
