//! Columns and rows, as they go out to a sheet.

mod delimited;
mod workbook;

pub use self::delimited::{csv, tsv};
pub use self::workbook::workbook;
use crate::domain::Day;

/// A sheet: its name, the names of its columns, and its rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// What it is called, where it stands beside others.
    pub name: &'static str,
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
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
