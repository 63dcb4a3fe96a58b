//! The cells of a sheet, in little memory.

use super::package::too_large;
use crate::error::Result;
use crate::exchange::import::input_file::MAX_INPUT_BYTES;
use crate::exchange::import::rows::{MAX_COLUMNS, MAX_TABLE_CELLS};

/// The most rows of a sheet.
pub(super) const MAX_SHEET_ROWS: u32 = 1 << 20;

/// The row and the column of a cell, from 0.
pub(super) type CellPosition = (u32, u32);

/// What the text of a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StoredKind {
    /// A text, a number, or a day.
    Text,
    /// A day of which the sheet shows only the month.
    Month,
    /// A day of which the sheet shows only the year.
    Year,
    /// A formula without a stored result.
    NoResult,
    /// An error value.
    ErrorValue,
}

/// A text in a [`CellStore`].
#[derive(Debug, Clone, Copy)]
pub(super) struct TextSpan {
    start: u32,
    length: u32,
}

/// A cell in a [`CellStore`].
#[derive(Debug, Clone, Copy)]
pub(super) struct StoredCell {
    pub(super) row: u32,
    column: u16,
    pub(super) kind: StoredKind,
    text: TextSpan,
}

/// Cells whose texts are kept in one piece, each shared text once.
#[derive(Debug, Default)]
pub(super) struct CellStore {
    /// The name of the file in messages.
    name: String,
    texts: String,
    cells: Vec<StoredCell>,
    /// The bytes of the texts of all cells, shared ones as often as they occur.
    text_bytes: u64,
}

impl StoredCell {
    /// Returns the index of the column.
    pub(super) fn column(self) -> u32 {
        u32::from(self.column)
    }

    fn position(self) -> CellPosition {
        (self.row, self.column())
    }
}

impl CellStore {
    /// Returns a store without cells for the file of this name.
    pub(super) fn new(name: &str) -> Self {
        Self { name: format!("`{name}`"), ..Self::default() }
    }

    /// Keeps a text; fails if there are too many.
    pub(super) fn add_text(&mut self, text: &str) -> Result<TextSpan> {
        let start = self.texts.len();
        if (start + text.len()) as u64 > MAX_INPUT_BYTES {
            return Err(self.too_much_text());
        }
        self.texts.push_str(text);
        // Both are within the limit above.
        let span = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        Ok(TextSpan { start: span(start), length: span(text.len()) })
    }

    /// Adds a cell; fails if the sheet is too large.
    pub(super) fn add(
        &mut self,
        (row, column): CellPosition,
        kind: StoredKind,
        text: TextSpan,
    ) -> Result<()> {
        if row >= MAX_SHEET_ROWS {
            return Err(too_large(&self.name, &format!("more than {MAX_SHEET_ROWS} rows")));
        }
        let Some(column) =
            u16::try_from(column).ok().filter(|column| usize::from(*column) < MAX_COLUMNS)
        else {
            return Err(too_large(&self.name, &format!("more than {MAX_COLUMNS} columns")));
        };
        if self.cells.len() as u64 >= MAX_TABLE_CELLS {
            return Err(too_large(&self.name, &format!("more than {MAX_TABLE_CELLS} cells")));
        }
        // One shared text in every cell would be more than any memory holds.
        self.text_bytes += u64::from(text.length);
        if self.text_bytes > MAX_INPUT_BYTES {
            return Err(self.too_much_text());
        }
        self.cells.push(StoredCell { row, column, kind, text });
        Ok(())
    }

    fn too_much_text(&self) -> crate::error::Error {
        too_large(&self.name, &format!("more than {} MB of text", MAX_INPUT_BYTES >> 20))
    }

    /// Sorts the cells by row and column; of two at one place, the first is kept.
    pub(super) fn sort(&mut self) {
        if !self.cells.is_sorted_by_key(|cell| cell.position()) {
            self.cells.sort_by_key(|cell| cell.position());
        }
        self.cells.dedup_by_key(|cell| cell.position());
        self.cells.shrink_to_fit();
    }

    /// Returns all cells.
    pub(super) fn cells(&self) -> &[StoredCell] {
        &self.cells
    }

    /// Returns the text of a cell.
    pub(super) fn text(&self, cell: StoredCell) -> &str {
        let start = cell.text.start as usize;
        self.texts.get(start..start + cell.text.length as usize).unwrap_or_default()
    }

    /// Returns true if the cell holds nothing but spaces.
    pub(super) fn is_blank(&self, cell: StoredCell) -> bool {
        self.text(cell).trim().is_empty()
    }

    fn index_of(&self, position: CellPosition) -> Option<usize> {
        self.cells.binary_search_by_key(&position, |cell| cell.position()).ok()
    }

    /// Returns the text of the cell at a place. The cells must be sorted.
    pub(super) fn text_at(&self, position: CellPosition) -> Option<&str> {
        let index = self.index_of(position)?;
        self.cells.get(index).map(|cell| self.text(*cell))
    }

    /// Gives a formula without a result this text. The cells must be sorted.
    pub(super) fn set_result(&mut self, position: CellPosition, text: &str) -> Result<()> {
        let Some(index) = self.index_of(position) else { return Ok(()) };
        if self.cells[index].kind == StoredKind::NoResult {
            let text = self.add_text(text)?;
            let cell = &mut self.cells[index];
            (cell.kind, cell.text) = (StoredKind::Text, text);
        }
        Ok(())
    }
}
