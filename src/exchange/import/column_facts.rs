//! What the columns of a table say as a whole, before its first row is read.

use super::cell::SheetCell;
use super::columns::ImportColumn;
use super::rows::ImportTable;
use crate::domain::country_code;
use crate::error::Result;

/// What each column says as a whole.
#[derive(Debug, Clone, Default)]
pub struct ColumnFacts {
    /// The number of rows.
    pub row_count: u64,
    columns: Vec<ColumnFact>,
}

/// What one column says as a whole.
#[derive(Debug, Clone, Default)]
pub struct ColumnFact {
    /// The number of cells with a text.
    pub filled_count: u64,
    /// The number of cells that are two-letter codes of countries; `NA` is none of them.
    pub country_codes: u64,
    /// The number of filled cells other than `NA` that are not such codes.
    pub other_texts: u64,
}

impl ColumnFacts {
    /// Reads the cells of the columns that have to be known as a whole.
    pub fn new(table: &ImportTable, columns: &[ImportColumn]) -> Result<Self> {
        let mut facts = Self { row_count: 0, columns: vec![ColumnFact::default(); columns.len()] };
        for row in table.rows()? {
            facts.row_count += 1;
            for ((cell, column), fact) in row?.cells.iter().zip(columns).zip(&mut facts.columns) {
                fact.add(column, cell);
            }
        }
        Ok(facts)
    }

    /// Returns what the column at `index` says.
    #[must_use]
    pub fn column(&self, index: usize) -> Option<&ColumnFact> {
        self.columns.get(index)
    }
}

impl ColumnFact {
    fn add(&mut self, column: &ImportColumn, cell: &SheetCell) {
        let SheetCell::Text(text) = cell else { return };
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.filled_count += 1;
        if *column == ImportColumn::Country && !text.eq_ignore_ascii_case("NA") {
            if text.len() == 2 && country_code(text).is_some() {
                self.country_codes += 1;
            } else {
                self.other_texts += 1;
            }
        }
    }
}
