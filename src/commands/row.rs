//! A record of a list, as it is to be printed.

use crate::report::sort_key::SortKey;

/// A record of a list, made ready to be printed: so little is held of it, and it can be made in any
/// thread.
#[derive(Debug)]
pub(crate) struct Row {
    /// By what the list is sorted; all are the same where it is sorted by nothing but the order in which
    /// the records come.
    pub(crate) key: SortKey,
    /// What is printed: its cells, [packed](crate::render::Row::packed), where they are laid out together
    /// with those of the others, and otherwise a text of its own.
    pub(crate) text: Box<str>,
}
