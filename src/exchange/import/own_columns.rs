//! The columns of files that `mou` wrote.

use crate::domain::{DERIVED_MEMBERS, Field};

/// The names of derived columns and members, which an import ignores: all but the last of [`DERIVED_MEMBERS`].
pub(super) const IGNORED_COLUMNS: &[&str] = DERIVED_MEMBERS.split_at(10).0;

/// Returns true if the names are those of a file that `mou` wrote.
pub(super) fn are_own_columns<T: AsRef<str>>(columns: &[T]) -> bool {
    let is_own = |name: &str| name.parse::<Field>().is_ok() || IGNORED_COLUMNS.contains(&name);
    columns.iter().any(|name| name.as_ref() == Field::Id.name())
        && columns.iter().all(|name| is_own(name.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_is_in_own_form_if_all_its_names_are() {
        assert!(are_own_columns(&["id", "title", "ends", "flags"]));
        assert!(!are_own_columns(&["title", "ends"]));
        assert!(!are_own_columns(&["id", "title", "Budget"]));
        assert!(!are_own_columns(&["ID", "title"]));
    }
}
