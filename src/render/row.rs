//! A row of cells in little memory.

use std::borrow::Cow;

use super::escape::visible;
use super::width::{plain_width, width};
use super::{Cell, Tone};

/// The cells of a row, as a person reads them: control characters are [made visible](visible).
///
/// They are in one text and are measured once, because a list may have hundreds of thousands of rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    text: Box<str>,
    cells: Box<[CellSpan]>,
}

/// The size of the text of most rows.
const ROW_BYTES: usize = 224;

/// A cell of a row: its length in the text, its width and its tone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CellSpan {
    length: u32,
    width: u32,
    tone: Tone,
}

/// A cell of a row with its text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shown<'r> {
    /// The text.
    pub(super) text: &'r str,
    /// Its width in columns.
    pub(super) width: usize,
    /// Its tone.
    pub(super) tone: Tone,
}

impl Row {
    /// Returns the cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = Shown<'_>> {
        let mut rest = &*self.text;
        self.cells.iter().map(move |CellSpan { length, width, tone }| {
            let (text, after) = rest.split_at(*length as usize);
            rest = after;
            Shown { text, width: *width as usize, tone: *tone }
        })
    }
}

impl<'t> FromIterator<Cell<'t>> for Row {
    fn from_iter<I: IntoIterator<Item = Cell<'t>>>(cells: I) -> Self {
        let mut row = String::with_capacity(ROW_BYTES);
        let number = |number: usize| u32::try_from(number).expect("a cell has less than 4 GiB");
        let cells = cells.into_iter().map(|Cell { text, tone }| {
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
        let row: Row = cells.clone().map(|(text, tone)| Cell::toned(*text, tone)).collect();
        let read: Vec<_> = row.cells().collect();
        assert_eq!(read.len(), texts.len());
        for (cell, (text, tone)) in read.iter().zip(cells) {
            let shown = visible(text);
            assert_eq!((cell.text, cell.width, cell.tone), (&*shown, width(&shown), tone));
        }
        assert_eq!(Row::default().cells().count(), 0);
    }
}
