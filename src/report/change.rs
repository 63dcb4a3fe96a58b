//! What differs between two versions of an agreement, in words.

use crate::domain::{Agreement, Field};

/// A field that differs, with its values before and after as a person types them; absent is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: Field,
    /// What it was.
    pub old: String,
    /// What it is.
    pub new: String,
}

/// Returns the fields that differ, in the order of the file. A missing version has no fields.
#[must_use]
pub fn differences(before: Option<&Agreement>, after: Option<&Agreement>) -> Vec<Difference> {
    let text =
        |field: Field, of: Option<&Agreement>| of.map_or_else(String::new, |of| field.text(of));
    Field::ALL
        .into_iter()
        .map(|field| Difference { field, old: text(field, before), new: text(field, after) })
        .filter(|difference| difference.old != difference.new)
        .collect()
}
