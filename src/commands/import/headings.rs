//! The headings of a sheet, by which it is known again.

use crate::exchange::import::columns::{REASON_COLUMN, normalized};
use crate::exchange::import::input_file::InputFile;
use crate::exchange::import::rows::ImportTable;
use crate::store::ImportProfile;

/// Returns the name by which a file is remembered.
pub(super) fn source_name(file: &InputFile) -> String {
    file.name().rsplit(['/', '\\']).next().unwrap_or_default().to_owned()
}

/// Returns the headings of a table, without the reasons of rejected rows.
pub(super) fn headings_of(table: &ImportTable) -> &[String] {
    match table.columns.split_last() {
        Some((last, others)) if last == REASON_COLUMN => others,
        _ => &table.columns,
    }
}

/// Returns the headings in a form that does not depend on their order.
pub(super) fn sorted_headings(headings: &[String]) -> Vec<String> {
    let mut sorted: Vec<String> = headings.iter().map(|heading| plain_heading(heading)).collect();
    sorted.sort();
    sorted
}

/// Returns a heading without case and spaces.
pub(super) fn plain_heading(heading: &str) -> String {
    let plain = normalized(heading);
    if plain.is_empty() { heading.trim().to_owned() } else { plain }
}

/// Returns true if two headings are the same but for case and spaces.
pub(super) fn is_same_heading(one: &str, other: &str) -> bool {
    plain_heading(one) == plain_heading(other)
}

/// Returns true if the table has the headings of the profile, in any order.
pub(super) fn has_headings(table: &ImportTable, profile: &ImportProfile) -> bool {
    sorted_headings(headings_of(table)) == sorted_headings(&profile.headings)
}
