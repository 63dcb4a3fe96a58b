//! Columns and rows of cells: what tables and Markdown are made from.

use std::borrow::Cow;

use super::Tone;
use super::escape::visible;
use super::width::{plain_width, width};
use crate::report::table;

/// The size of the text of most rows.
const ROW_BYTES: usize = 224;

/// Named columns and rows of cells.
///
/// A row may be short (the rest is empty) or long (the rest is ignored).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// The columns, from left to right.
    pub columns: Vec<GridColumn>,
    /// The rows, from top to bottom.
    pub rows: Vec<GridRow>,
    /// The names of the columns that are hidden before all others, in this order.
    pub hidden_first: &'static [&'static str],
    /// The names of the columns that are not hidden from eighty columns on, nor below unless they are also
    /// in `hidden_first`.
    pub kept: &'static [&'static str],
}

/// The name and the alignment of a column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GridColumn {
    /// The name, as in the header.
    pub name: String,
    /// True if the cells are aligned to the right, as numbers are.
    pub is_number: bool,
}

/// The text and the tone of a cell that is added to a row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GridCell<'t> {
    /// The text as stored; empty if there is none.
    pub text: Cow<'t, str>,
    /// Its tone.
    pub tone: Tone,
}

/// The cells of a row, as a person reads them: control characters are [made visible](visible).
///
/// They are in one text and are measured once, because a list may have hundreds of thousands of rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GridRow {
    text: Box<str>,
    cells: Box<[CellSpan]>,
}

/// A cell of a row: its length in the text, its width and its tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CellSpan {
    length: u32,
    width: u32,
    tone: Tone,
}

/// A cell of a row with its text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ShownCell<'r> {
    /// The text.
    pub(super) text: &'r str,
    /// Its width in columns.
    pub(super) width: usize,
    /// Its tone.
    pub(super) tone: Tone,
}

impl Grid {
    /// Returns a grid without rows.
    #[must_use]
    pub fn new(columns: Vec<GridColumn>) -> Self {
        Self { columns, ..Self::default() }
    }

    /// Returns the cells of `row`, one for each column.
    pub(super) fn cells<'r>(&self, row: &'r GridRow) -> impl Iterator<Item = ShownCell<'r>> {
        row.cells().chain(std::iter::repeat(ShownCell::default())).take(self.columns.len())
    }
}

impl<'t> GridCell<'t> {
    /// Returns the cell of the column of this name; a status has its tone.
    #[must_use]
    pub fn from_cell(cell: table::Cell<'t>, column: &str) -> Self {
        let text = cell.shown();
        let tone = if column == "status" { Tone::from_status(&text) } else { Tone::Plain };
        Self { text, tone }
    }
}

impl GridRow {
    /// Returns the cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = ShownCell<'_>> {
        let mut rest = &*self.text;
        self.cells.iter().map(move |CellSpan { length, width, tone }| {
            let (text, after) = rest.split_at(*length as usize);
            rest = after;
            ShownCell { text, width: *width as usize, tone: *tone }
        })
    }
}

impl<'t> FromIterator<GridCell<'t>> for GridRow {
    fn from_iter<I: IntoIterator<Item = GridCell<'t>>>(cells: I) -> Self {
        let mut row = String::with_capacity(ROW_BYTES);
        let number = |number: usize| u32::try_from(number).expect("a cell has less than 4 GiB");
        let cells = cells.into_iter().map(|GridCell { text, tone }| {
            let plain = plain_width(&text);
            let shown = if plain.is_some() { Cow::Borrowed(&*text) } else { visible(&text) };
            let width = plain.unwrap_or_else(|| width(&shown));
            row.push_str(&shown);
            CellSpan { length: number(shown.len()), width: number(width), tone }
        });
        let cells = cells.collect();
        Self { text: row.into(), cells }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_of_a_row_are_read_as_they_are_shown() {
        let texts = ["", "x", "Córdoba", "日本", "a\u{1b}[1m\nb", &"x".repeat(200_000)];
        let cells = texts.iter().zip([Tone::Plain, Tone::Good].into_iter().cycle());
        let row: GridRow =
            cells.clone().map(|(text, tone)| GridCell { text: (*text).into(), tone }).collect();
        let read: Vec<_> = row.cells().collect();
        assert_eq!(read.len(), texts.len());
        for (cell, (text, tone)) in read.iter().zip(cells) {
            let shown = visible(text);
            assert_eq!((cell.text, cell.width, cell.tone), (&*shown, width(&shown), tone));
        }
        assert_eq!(GridRow::default().cells().count(), 0);
    }
}
