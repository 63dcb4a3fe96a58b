//! The table that every imported file becomes: named columns and numbered rows.

use std::collections::HashMap;
use std::sync::Arc;

use super::layout::{LayoutNotes, SheetLayout, TableRows};
use super::own_columns::are_own_columns;
pub use super::sheet_row::{SheetRow, SheetRows};
use crate::error::{Error, Result};

/// The most columns of a table, as in the largest sheet of a workbook.
pub(super) const MAX_COLUMNS: usize = 16_384;

/// The most cells of a table.
pub(super) const MAX_TABLE_CELLS: u64 = 20_000_000;

/// How many rows are searched for the row of headings.
pub(super) const HEADER_SEARCH_ROWS: usize = 30;

/// Named columns, and rows.
pub struct ImportTable {
    /// The file, with the sheet if it has several, as in messages.
    pub name: String,
    /// The names of the columns, each once.
    pub columns: Vec<String>,
    /// Whether `mou` wrote the file: every cell is then read to the letter.
    pub is_own_form: bool,
    /// The members of the records that are derived, in JSON that `mou` wrote.
    pub derived: &'static [&'static str],
    /// Whether the workbook counts its days from 1904.
    pub has_1904_dates: bool,
    /// The name of the sheet, if its cells are named by letter and number: `Sheet!C17`.
    pub sheet: Option<String>,
    /// The other sheets of the workbook.
    pub other_sheets: Vec<String>,
    /// The number of the row of the headings.
    pub header_row: u64,
    /// The columns of the sheet in which the columns are; unnamed empty ones are left out.
    pub positions: Vec<usize>,
    header: Arc<[String]>,
    open: OpenRows,
    layout: Option<SheetLayout>,
}

/// Opens the rows below the header, from the first on, each time it is called, on any thread.
pub(super) type OpenRows = Box<dyn Fn() -> Result<SheetRows> + Sync>;

/// How a file is read.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions<'a> {
    /// The encoding of a text that is not UTF-8 and has no byte order mark.
    pub encoding: Option<&'a str>,
    /// The sheet of a workbook, else the first.
    pub sheet: Option<&'a str>,
    /// The row of the headings.
    pub header_row: Option<u64>,
    /// The path of the records in a JSON document: `releases.0.contracts`.
    pub records: Option<&'a str>,
    /// The names of the mapped columns, which may be paths into a record: `period.startDate`.
    pub mapped: Vec<&'a str>,
    /// Whether unknown members of a record that `mou` wrote are left out.
    pub drops_unknown: bool,
}

impl std::fmt::Debug for ImportTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ImportTable").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl ImportTable {
    /// Returns a table with these headings; fails if there are too many.
    pub(super) fn new(name: String, header: Vec<String>, open: OpenRows) -> Result<Self> {
        if header.len() > MAX_COLUMNS {
            return Err(Error::failed(format!(
                "{name} has {} columns; the limit is {MAX_COLUMNS}",
                header.len()
            )));
        }
        let positions: Vec<usize> = (0..header.len()).collect();
        let columns = unique_names(&header, &positions);
        Ok(Self {
            name,
            is_own_form: are_own_columns(&columns),
            columns,
            derived: &[],
            has_1904_dates: false,
            sheet: None,
            other_sheets: Vec::new(),
            header_row: 1,
            positions,
            header: header.into(),
            open,
            layout: None,
        })
    }

    /// Returns the table of a sheet whose columns are in these places.
    pub(super) fn with_positions(self, positions: Vec<usize>) -> Self {
        let columns = unique_names(&self.header, &positions);
        Self { columns, positions, ..self }
    }

    /// Returns the table of a sheet as people make it: with footers, section headings and merged cells.
    ///
    /// The rows of a file that `mou` wrote have none of these.
    pub(super) fn with_layout(self, layout: SheetLayout) -> Self {
        let layout = if self.is_own_form { SheetLayout::of_own_form(layout.known) } else { layout };
        Self { layout: Some(layout), ..self }
    }

    /// Lets a cell that is merged downwards count for every row of its range, in the columns with
    /// `true`.
    pub fn fill_merged_cells(&mut self, columns: Vec<bool>) {
        if let Some(layout) = &mut self.layout {
            layout.filled_columns = columns.into();
        }
    }

    /// Returns what was found in the rows, after all of them were read.
    #[must_use]
    pub fn layout_notes(&self) -> LayoutNotes {
        self.layout.as_ref().map(SheetLayout::notes).unwrap_or_default()
    }

    /// Adds a hint that names the other sheets, if there are any.
    #[must_use]
    pub fn with_sheet_hint(&self, error: Error) -> Error {
        with_sheet_hint(error, &self.other_sheets)
    }

    /// Returns the headings as they are in the file, with line breaks and repetitions.
    #[must_use]
    pub fn headings(&self) -> &[String] {
        &self.header
    }

    /// Opens the rows, from the first on; skips blank ones, repeated headers and footers.
    ///
    /// The rows end with an error if the table is too large.
    pub fn rows(&self) -> Result<SheetRows> {
        let header = Arc::clone(&self.header);
        let name = self.name.clone();
        let mut rest = MAX_TABLE_CELLS / (header.len() as u64).max(1);
        let rows = (self.open)()?.map(move |row| {
            if rest == 0 {
                let what = format!("it has more than {MAX_TABLE_CELLS} cells");
                return Err(Error::failed(format!("{name} is too large: {what}")));
            }
            rest -= 1;
            row
        });
        if let Some(layout) = self.layout.as_ref().filter(|_| !self.is_own_form) {
            return Ok(Box::new(TableRows::new(Box::new(rows), header, layout)));
        }
        let is_kept =
            move |row: &SheetRow| row.fault.is_some() || !(row.is_blank() || row.repeats(&header));
        Ok(Box::new(rows.filter(move |row| row.as_ref().map_or(true, &is_kept))))
    }
}

/// Adds a hint that names these sheets, if there are any.
pub(super) fn with_sheet_hint(error: Error, sheets: &[String]) -> Error {
    if sheets.is_empty() {
        return error;
    }
    let shown: Vec<String> = sheets.iter().map(|sheet| format!("`{sheet}`")).collect();
    error.with_hint(format!("`--sheet` selects another sheet: {}", shown.join(", ")))
}

/// Returns the headings with single spaces, an empty one as its letters, a repeated one numbered.
fn unique_names(header: &[String], positions: &[usize]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(header.len());
    let mut seen: HashMap<String, u32> = HashMap::new();
    for (name, position) in header.iter().zip(positions) {
        let mut plain = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if plain.is_empty() {
            plain = format!("column {}", column_letters(*position));
        }
        let mut name = plain.clone();
        let mut nth = seen.get(&plain).copied().unwrap_or(1);
        while seen.contains_key(&name) {
            nth += 1;
            name = format!("{plain} ({nth})");
        }
        seen.insert(plain, nth);
        seen.entry(name.clone()).or_insert(1);
        names.push(name);
    }
    names
}

/// Returns the letters of a column in a spreadsheet: `A`, …, `Z`, `AA`.
#[must_use]
pub fn column_letters(index: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = index + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn column_names_are_unique() {
        let head = ["Date", " Date\nof  signing", "", "Date"].map(str::to_owned);
        assert_eq!(
            unique_names(&head, &[0, 1, 2, 5]),
            ["Date", "Date of signing", "column C", "Date (2)"]
        );
        assert_eq!([0, 25, 26, 16_383].map(column_letters), ["A", "Z", "AA", "XFD"]);
    }
}
