//! Columns and rows, as they go out to a sheet, one row at a time.

mod delimited;
mod workbook;

pub use self::delimited::{csv_row, mark, tsv_row};
pub use self::workbook::{parts, workbook};
use crate::domain::Day;

/// A sheet: its name, the names of its columns, and its rows.
pub struct Sheet<'a> {
    /// What it is called, where it stands beside others.
    pub name: &'static str,
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// Into how many cells of a workbook the longest text of each column has to be parted; one, where
    /// nothing is said.
    pub parts: Vec<usize>,
    /// The rows, each with a cell for every column.
    pub rows: Box<dyn Iterator<Item = Vec<Cell>> + 'a>,
}

impl std::fmt::Debug for Sheet<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheet").field("columns", &self.columns).finish_non_exhaustive()
    }
}

/// A cell of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, in the form that is read back.
    Text(String),
    /// One certain day.
    Day(Day),
    /// A number.
    Number(i64),
}

impl Cell {
    /// Returns the cell as text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Day(day) => day.to_string(),
            Self::Number(number) => number.to_string(),
        }
    }
}
