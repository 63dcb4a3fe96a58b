//! Named columns and rows of cells.

use std::borrow::Cow;

use super::Tone;
use super::row::{Row, Shown};

/// Named columns and rows of cells: what every tabular format is made from.
///
/// A row may be short (the rest is empty) or long (the rest is left out). The first column is the one by
/// which a row is called: formats that run out of space keep it whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
}

/// A column: its name and its side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// The name, as in the header.
    pub name: String,
    /// Whether the cells stand to the right, as numbers do.
    pub right: bool,
}

/// A cell: its text and how it is to be taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell<'t> {
    /// The text as stored; empty where nothing is known.
    pub text: Cow<'t, str>,
    /// How the text is to be taken.
    pub tone: Tone,
}

impl Column {
    /// Returns a column of text.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), right: false }
    }

    /// Returns a column of numbers.
    #[must_use]
    pub fn number(name: impl Into<String>) -> Self {
        Self { name: name.into(), right: true }
    }
}

impl<'t> Cell<'t> {
    /// Returns a cell without anything to remark.
    #[must_use]
    pub fn new(text: impl Into<Cow<'t, str>>) -> Self {
        Self { text: text.into(), tone: Tone::Plain }
    }

    /// Returns a cell in `tone`.
    #[must_use]
    pub fn toned(text: impl Into<Cow<'t, str>>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
}

impl Grid {
    /// Returns a grid without rows.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Returns the cells of `row`, one for each column.
    pub(super) fn cells<'r>(&self, row: &'r Row) -> impl Iterator<Item = Shown<'r>> {
        row.cells().chain(std::iter::repeat(Shown::default())).take(self.columns.len())
    }
}
