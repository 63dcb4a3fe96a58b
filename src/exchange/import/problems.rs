//! What an import reports: cells that could not be read, and how the others were read.

use std::collections::BTreeMap;
use std::fmt;

use super::rows::{ImportTable, column_letters};
use super::unread::{FaultKind, Unread};

/// A cell or a row that was not read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The index of the column, if one cell is the problem.
    pub column: Option<usize>,
    /// The number of the row.
    pub row: u64,
    /// The row or the cell, as messages name it.
    pub place: String,
    /// The text of the cell; empty if the whole row is the problem.
    pub text: String,
    /// Why it is not read.
    pub unread: Unread,
}

impl Problem {
    /// Returns a problem of a whole row.
    #[must_use]
    pub fn in_row(row: u64, kind: FaultKind, detail: impl Into<String>) -> Self {
        let unread = Unread::with_detail(kind, detail);
        Self { column: None, row, place: row_label(row), text: String::new(), unread }
    }

    /// Returns the problem of the cell at `column` of a row.
    pub(super) fn in_cell(
        labels: &CellLabels,
        row: u64,
        column: usize,
        text: &str,
        unread: Unread,
    ) -> Self {
        let place = labels.cell(row, column);
        Self { column: Some(column), row, place, text: text.to_owned(), unread }
    }

    /// Returns the reason as a sentence that quotes the cell, without its place.
    #[must_use]
    pub fn reason(&self) -> String {
        let Unread { kind, detail } = &self.unread;
        match (self.text.is_empty(), detail.is_empty()) {
            _ if kind.has_sentence() && !detail.is_empty() => detail.clone(),
            (true, true) => kind.title().to_owned(),
            (true, false) => format!("{}: {detail}", kind.title()),
            (false, true) => format!("`{}` is {}", self.text, kind.title()),
            (false, false) => format!("`{}` is {}: {detail}", self.text, kind.title()),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason())
    }
}

/// Returns the name of a row in messages.
#[must_use]
pub fn row_label(row: u64) -> String {
    format!("row {row}")
}

/// The names of columns and cells in messages.
#[derive(Debug, Clone)]
pub struct CellLabels {
    columns: Vec<String>,
    /// The columns of the sheet in which the columns are.
    positions: Vec<usize>,
    /// Whether cells are named by letters and number.
    has_addresses: bool,
    /// The sheet before each address, if there is one.
    sheet: Option<String>,
}

impl CellLabels {
    /// Returns the names of the cells of `table`; `names_sheet` puts the sheet before each address.
    #[must_use]
    pub fn new(table: &ImportTable, names_sheet: bool) -> Self {
        Self {
            columns: table.columns.clone(),
            positions: table.positions.clone(),
            has_addresses: table.sheet.is_some(),
            sheet: table.sheet.clone().filter(|_| names_sheet),
        }
    }

    /// Returns the heading of the column at `index`.
    #[must_use]
    pub fn column(&self, index: usize) -> &str {
        self.columns.get(index).map(String::as_str).unwrap_or_default()
    }

    /// Returns true if cells are named as in a spreadsheet, `F8`.
    #[must_use]
    pub fn has_addresses(&self) -> bool {
        self.has_addresses
    }

    /// Returns the letters of the column at `index` in the sheet.
    fn letters(&self, index: usize) -> String {
        column_letters(self.positions.get(index).copied().unwrap_or(index))
    }

    /// Returns the column as a spreadsheet names it; in a text file its heading.
    #[must_use]
    pub fn column_label(&self, index: usize) -> String {
        if self.has_addresses { self.letters(index) } else { format!("`{}`", self.column(index)) }
    }

    /// Returns the name of a cell: `F8`, in a text file ``row 8, column `Signed on` ``.
    #[must_use]
    pub fn cell(&self, row: u64, column: usize) -> String {
        if self.has_addresses {
            return self.in_column(row, column);
        }
        format!("{}, column `{}`", row_label(row), self.column(column))
    }

    /// Returns the name of a cell whose column is already named: `F8`, in a text file `row 8`.
    #[must_use]
    pub fn in_column(&self, row: u64, column: usize) -> String {
        match &self.sheet {
            _ if !self.has_addresses => row_label(row),
            Some(sheet) => format!("{sheet}!{}{row}", self.letters(column)),
            None => format!("{}{row}", self.letters(column)),
        }
    }

    /// Returns the address of a cell for programs, which also get its heading: `F8`, in a text file `row 8`.
    #[must_use]
    pub fn address(&self, row: u64, column: Option<usize>) -> String {
        column.map_or_else(|| row_label(row), |column| self.in_column(row, column))
    }

    /// Returns the names of cells in a list: in a text file, a column is named only where it changes.
    #[must_use]
    pub fn list(&self, cells: impl IntoIterator<Item = (u64, usize)>) -> Vec<String> {
        let mut last = None;
        let name = |(row, column)| {
            if last.replace(column) == Some(column) {
                self.in_column(row, column)
            } else {
                self.cell(row, column)
            }
        };
        cells.into_iter().map(name).collect()
    }
}

/// The most cells that are kept as examples of one kind of note.
const MAX_NOTE_EXAMPLES: usize = 1_000;

/// A cell that was read in a way that is worth a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellNote {
    /// What the note says.
    pub kind: NoteKind,
    /// The index of the column.
    pub column: usize,
    /// The number of the row.
    pub row: u64,
    /// The text of the cell.
    pub text: String,
    /// What the note says about this cell, such as the date that it was read as; may be empty.
    pub detail: String,
}

/// What a note says about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NoteKind {
    /// A word that means that the cell has no value.
    Empty,
    /// A country that is not known, which is kept as text.
    Country,
    /// Countries that cannot be given to the partners of the row, which are kept as text.
    CountryCount,
    /// A row without a signing date, which is recorded as `unknown`. The detail is the reason.
    UnknownSigning,
    /// A row without a signing date, which is recorded as a draft.
    Draft,
    /// A signed row whose cell for the first day is empty, though others are filled.
    NoFirstDay,
    /// A status that the dates contradict. The detail is the derived one.
    Status,
    /// A renewal whose length is not stated, which is the length of the term. The detail says it.
    AssumedRenewal,
    /// A remark beside a value, which is kept as text.
    Remark,
    /// A renewal that the sheet does not say to be automatic, which is kept as text.
    Renewal,
    /// An end that is kept as text, because the agreement renews for a length that is not known.
    UnclaimedEnd,
    /// A term that leads to another end than the one in the row.
    OtherEnd,
    /// A number that is the day number of a spreadsheet. The detail is the date.
    Serial,
    /// A date of another era. The detail is the date.
    Era,
    /// A time of day, which is not kept.
    Time,
    /// One name that may be a list of names.
    OneName,
    /// Members that are not known, which are not kept.
    Unknown,
}

impl NoteKind {
    /// Returns true if the note is about the row as a whole.
    #[must_use]
    pub fn is_of_row(self) -> bool {
        matches!(self, Self::UnknownSigning | Self::Draft | Self::NoFirstDay)
    }
}

/// The cells with one kind of note in one column, or in all columns.
#[derive(Debug, Clone, Default)]
pub struct CellsWithNote {
    /// The number of cells.
    pub count: usize,
    /// The first cells.
    pub examples: Vec<CellNote>,
}

/// How cells were read, by kind of note. Words for empty cells are counted by column.
#[derive(Debug, Clone, Default)]
pub struct ImportNotes {
    cells: BTreeMap<(NoteKind, Option<usize>), CellsWithNote>,
}

impl ImportNotes {
    /// Counts a cell.
    pub fn add(&mut self, note: CellNote) {
        let column = (note.kind == NoteKind::Empty).then_some(note.column);
        let cells = self.cells.entry((note.kind, column)).or_default();
        cells.count += 1;
        if cells.examples.len() < MAX_NOTE_EXAMPLES {
            cells.examples.push(note);
        }
    }

    /// Returns the first cells of all kinds.
    pub fn all(&self) -> impl Iterator<Item = &CellNote> {
        self.cells.values().flat_map(|cells| &cells.examples)
    }

    /// Returns the cells with a note of this kind: of all columns, or of each column in turn.
    pub fn of_kind(&self, kind: NoteKind) -> impl Iterator<Item = &CellsWithNote> {
        self.cells.range((kind, None)..=(kind, Some(usize::MAX))).map(|(_, cells)| cells)
    }
}
