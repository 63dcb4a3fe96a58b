//! A record of a list, as it is to be printed.

use std::cmp::Ordering;

use crate::domain::Text;
use crate::render;
use crate::report::table::{self, Cell};

/// A record of a list, made ready to be printed: so little is held of it, and it can be made in any
/// thread.
#[derive(Debug)]
pub(crate) struct Row {
    /// By what the list is sorted, if by anything but the order in which the records come.
    pub(crate) key: Option<Box<Key>>,
    /// What is printed.
    pub(crate) content: Content,
}

/// By what a list is sorted.
#[derive(Debug)]
pub(crate) struct Key {
    /// What counts first.
    pub(crate) order: Vec<Cell<'static>>,
    /// What counts then.
    pub(crate) id: Text,
}

/// What is printed of a record.
#[derive(Debug)]
pub(crate) enum Content {
    /// Its cells, which are laid out together with those of the others.
    Cells(render::Row),
    /// A text of its own.
    Text(Box<str>),
}

impl Row {
    /// Tells which of two comes first: by the order, of which the first is turned round where that is
    /// `descending`, then by id. What is absent comes last.
    pub(crate) fn compare(&self, other: &Self, descending: bool) -> Ordering {
        let (Some(one), Some(other)) = (&self.key, &other.key) else { return Ordering::Equal };
        table::compare(&one.order, &other.order, descending).then_with(|| one.id.cmp(&other.id))
    }
}
