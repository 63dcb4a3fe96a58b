//! How much of each agreement is looked at.

use crate::domain::{Missing, Query};

/// How much of each agreement is looked at; more costs more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// What an [outline](crate::domain::Outline) has.
    Outline,
    /// All of it.
    Whole,
    /// All of it, and its text as it is stored.
    Stored,
}

/// The columns of agreements that an outline fills.
const OF_OUTLINE: [&str; 23] = [
    "id",
    "title",
    "kind",
    "parties",
    "signed",
    "effective",
    "term",
    "end",
    "basis",
    "renewal",
    "notice",
    "review",
    "contact",
    "succeeds",
    "status",
    "ends",
    "act_by",
    "ends_in_days",
    "act_in_days",
    "partners",
    "succeeded_by",
    "idle_days",
    "flags",
];

impl Depth {
    /// Returns how much is to be looked at to fill the columns of agreements that have these names.
    pub fn of_columns(names: impl IntoIterator<Item = &'static str>) -> Self {
        let is_in_outline = |name: &str| OF_OUTLINE.contains(&name);
        if names.into_iter().all(is_in_outline) { Self::Outline } else { Self::Whole }
    }

    /// Returns how much is to be looked at to answer the query.
    #[must_use]
    pub fn of_query(query: &Query) -> Self {
        let is_in_outline = |missing: &Missing| match missing {
            Missing::Field(field) => OF_OUTLINE.contains(&field.name()),
            Missing::Ends => true,
        };
        let is_of_outline = query.areas.is_empty()
            && query.tags.is_empty()
            && query.fields.is_empty()
            && query.texts.is_empty()
            && query.words.is_empty();
        if is_of_outline && query.missing.iter().all(is_in_outline) {
            Self::Outline
        } else {
            Self::Whole
        }
    }
}
