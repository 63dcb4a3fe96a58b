//! What a workbook says about one sheet.

use super::cell_store::{CellPosition, CellStore};
use crate::error::{Error, Result};

/// A range of cells, from its first to its last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellRange {
    pub(super) first: CellPosition,
    pub(super) last: CellPosition,
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SheetName {
    pub(super) name: String,
    pub(super) is_hidden: bool,
}

/// The cells of a sheet, and what belongs to them.
#[derive(Debug, Default)]
pub(super) struct SheetContent {
    /// The name of the sheet.
    pub(super) sheet: String,
    /// The names of the other sheets.
    pub(super) other_sheets: Vec<String>,
    pub(super) has_1904_dates: bool,
    /// The cells, sorted by row and column.
    pub(super) cells: CellStore,
    pub(super) merged: Vec<CellRange>,
    /// The addresses behind cells; that of a range is one of each cell in it.
    pub(super) links: Vec<(CellRange, String)>,
    pub(super) comments: Vec<(CellPosition, String)>,
    /// The cells with a link to a place in the workbook, or with an address that a formula calculates.
    pub(super) unread_links: Vec<CellPosition>,
}

impl CellRange {
    /// Returns the range of one cell.
    pub(super) fn one(cell: CellPosition) -> Self {
        Self { first: cell, last: cell }
    }

    /// Returns the range between two of its corners.
    pub(super) fn between(one: CellPosition, other: CellPosition) -> Self {
        Self {
            first: (one.0.min(other.0), one.1.min(other.1)),
            last: (one.0.max(other.0), one.1.max(other.1)),
        }
    }

    /// Returns the range with this name, such as `A2:A5` or `B7`.
    pub(super) fn named(name: &str) -> Option<Self> {
        let (first, last) = name.split_once(':').unwrap_or((name, name));
        let place = super::formula::cell_position;
        Some(Self::between(place(first)?, place(last)?))
    }

    /// Returns true if the cell at this place is in the range.
    pub(super) fn contains(&self, (row, column): CellPosition) -> bool {
        (self.first.0..=self.last.0).contains(&row)
            && (self.first.1..=self.last.1).contains(&column)
    }

    /// Returns true if the range is one cell.
    pub(super) fn is_one(&self) -> bool {
        self.first == self.last
    }
}

impl SheetContent {
    /// Adds a link; one that leads to a place in the workbook has no address.
    pub(super) fn add_link(&mut self, range: CellRange, address: &str) {
        let address = address.trim();
        if address.is_empty() || address.starts_with('#') {
            self.unread_links.push(range.first);
        } else {
            self.links.push((range, address.to_owned()));
        }
    }
}

/// Returns the index of the named sheet, else of the first one that is not hidden.
pub(super) fn choose_sheet(
    file: &str,
    sheets: &[SheetName],
    wanted: Option<&str>,
) -> Result<usize> {
    let visible = || sheets.iter().position(|sheet| !sheet.is_hidden);
    let found = match wanted {
        Some(wanted) => {
            let wanted = wanted.to_lowercase();
            sheets.iter().position(|sheet| sheet.name.to_lowercase() == wanted)
        }
        None => visible().or((!sheets.is_empty()).then_some(0)),
    };
    found.ok_or_else(|| {
        let wanted = wanted.map(|wanted| format!(" `{wanted}`")).unwrap_or_default();
        let error = Error::failed(format!("`{file}` has no sheet{wanted}"));
        if sheets.is_empty() {
            return error;
        }
        let shown: Vec<String> = sheets.iter().map(|sheet| format!("`{}`", sheet.name)).collect();
        error.with_hint(format!("it has {}", shown.join(", ")))
    })
}
