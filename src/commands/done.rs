//! What came of a change.

use crate::domain::Head;
use crate::store::Change;

/// What came of a change.
#[derive(Debug)]
pub(crate) struct Done<T> {
    /// What the command made of it.
    pub(crate) value: T,
    /// The records that differ, by id.
    pub(crate) changes: Vec<Change>,
    /// What the registry says of itself, before and after, where that differs.
    pub(crate) head: Option<(Head, Head)>,
    /// Whether it was written: neither a dry run nor without a difference.
    pub(crate) is_written: bool,
    /// Whether it was only tried.
    pub(crate) is_dry_run: bool,
}
