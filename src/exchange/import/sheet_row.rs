//! The rows of a sheet.

use std::sync::Arc;

use super::cell::{SheetCell, means_empty};
use crate::error::Result;
use crate::json::node::Node;

/// The rows of a table, in order.
pub type SheetRows = Box<dyn Iterator<Item = Result<SheetRow>>>;

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The number of the row, as a spreadsheet shows it: the header is usually 1.
    pub number: u64,
    /// The cells, one for each column.
    pub cells: Vec<SheetCell>,
    /// What is wrong with the row as a whole.
    pub fault: Option<String>,
    /// The record as written, in JSON that `mou` wrote: it may hold members that are not known.
    pub record: Option<Arc<Node>>,
    /// The addresses behind cells, by the index of the column.
    pub links: Vec<(usize, String)>,
    /// The comments on cells, by the index of the column.
    pub comments: Vec<(usize, String)>,
}

impl SheetRow {
    /// Returns a row with only these cells.
    #[must_use]
    pub fn new(number: u64, cells: Vec<SheetCell>) -> Self {
        Self { number, cells, fault: None, record: None, links: Vec::new(), comments: Vec::new() }
    }

    /// Returns true if the cell at `index` is missing, blank or means that there is no value.
    #[must_use]
    pub fn is_empty_at(&self, index: usize) -> bool {
        match self.cells.get(index) {
            Some(SheetCell::Text(text)) => text.trim().is_empty() || means_empty(text),
            Some(SheetCell::Json(_) | SheetCell::Unread { .. }) => false,
            None => true,
        }
    }

    /// Returns the cells that are not blank, each with the index of its column.
    pub(super) fn filled_cells(&self) -> impl Iterator<Item = (usize, &SheetCell)> {
        self.cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank())
    }

    /// Returns true if all cells are blank.
    pub(super) fn is_blank(&self) -> bool {
        self.filled_cells().next().is_none()
    }

    /// Returns true if the row repeats the header.
    pub(super) fn repeats(&self, header: &[String]) -> bool {
        let repeats = |(cell, name): (&SheetCell, &String)| match cell {
            SheetCell::Text(text) => text.trim().eq_ignore_ascii_case(name.trim()),
            SheetCell::Json(_) | SheetCell::Unread { .. } => false,
        };
        self.cells.len() == header.len() && self.cells.iter().zip(header).all(repeats)
    }
}
