//! A record of a list, as it is to be printed.

use std::cmp::Ordering;

use crate::report::table::{self, Cell};

/// A record of a list, made ready to be printed: so little is held of it, and it can be made in any
/// thread.
#[derive(Debug)]
pub(crate) struct Row {
    /// The id of the record; empty where it is neither printed nor sorted by.
    pub(crate) id: String,
    /// By what the list is sorted, before the id.
    pub(crate) order: Vec<Cell>,
    /// What is printed.
    pub(crate) content: Content,
}

/// What is printed of a record.
#[derive(Debug)]
pub(crate) enum Content {
    /// Its id alone.
    Id,
    /// Its cells, which are laid out together with those of the others.
    Cells(Vec<Cell>),
    /// A text of its own.
    Text(Box<str>),
}

impl Row {
    /// Tells which of two comes first: by the order, of which the first is turned round where that is
    /// `descending`, then by id. What is absent comes last.
    pub(crate) fn compare(&self, other: &Self, descending: bool) -> Ordering {
        table::compare(&self.order, &other.order, descending).then_with(|| self.id.cmp(&other.id))
    }
}
