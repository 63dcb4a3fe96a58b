//! Cells of records as a person reads them.

use super::{Cell, Tone};
use crate::report::table;

/// Returns a cell of the column of this name as a person reads it; a status carries the tone that fits
/// it.
#[must_use]
pub fn shown<'r>(cell: table::Cell<'r>, column: &str) -> Cell<'r> {
    let text = cell.shown();
    let tone = if column == "status" { Tone::from_status(&text) } else { Tone::Plain };
    Cell { text, tone }
}
