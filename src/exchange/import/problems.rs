//! What an import reports: cells that could not be read, and how the others were read.

use std::collections::BTreeMap;
use std::fmt;

use super::dates::DateOrder;
use super::rows::{ImportTable, column_letters};
use super::unread::{FaultKind, Unread};
use crate::domain::Date;

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
    sheet: Option<String>,
}

impl CellLabels {
    /// Returns the names of the cells of `table`.
    #[must_use]
    pub fn new(table: &ImportTable) -> Self {
        Self {
            columns: table.columns.clone(),
            positions: table.positions.clone(),
            sheet: table.sheet.clone(),
        }
    }

    /// Returns the name of the column at `index`.
    #[must_use]
    pub fn column(&self, index: usize) -> &str {
        self.columns.get(index).map(String::as_str).unwrap_or_default()
    }

    /// Returns the letters of the column at `index` in the sheet.
    fn letters(&self, index: usize) -> String {
        column_letters(self.positions.get(index).copied().unwrap_or(index))
    }

    /// Returns the name of a cell.
    #[must_use]
    pub fn cell(&self, row: u64, column: usize) -> String {
        let name = self.column(column);
        match &self.sheet {
            Some(sheet) => format!("{sheet}!{}{row} (`{name}`)", self.letters(column)),
            None => format!("row {row}, column `{name}`"),
        }
    }
}

/// How cells were read, counted by column.
#[derive(Debug, Clone, Default)]
pub struct ImportNotes {
    counts: BTreeMap<(usize, NoteKind), (u64, String)>,
}

/// What a note says about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NoteKind {
    /// A word that means that the cell has no value.
    Empty,
    /// A number that is the day number of a spreadsheet.
    Serial,
    /// A time of day, which is not kept.
    Time,
    /// A remark behind the term, which is kept as a field.
    Remark,
    /// Members that are not known, which are not kept.
    Unknown,
    /// A country in a row with several parties.
    Country,
    /// One name that may be a list of names.
    OneName,
}

impl ImportNotes {
    /// Counts a cell; the first one is the example.
    pub fn add(&mut self, column: usize, kind: NoteKind, example: impl FnOnce() -> String) {
        self.counts.entry((column, kind)).or_insert_with(|| (0, example())).0 += 1;
    }

    /// Returns a sentence for each column and kind.
    #[must_use]
    pub fn sentences(&self, columns: &[String]) -> Vec<String> {
        let sentences = self.counts.iter().map(|((column, kind), (count, example))| {
            let name = columns.get(*column).map(String::as_str).unwrap_or_default();
            let cells = if *count == 1 { "cell" } else { "cells" };
            let what = match kind {
                NoteKind::Empty => "counts as empty",
                NoteKind::Serial => "is the serial number of a date in a spreadsheet",
                NoteKind::Time => "has a time of day, which is ignored",
                NoteKind::Remark => "has a remark, which is kept as a field",
                NoteKind::Unknown => "contains unknown keys, which are ignored",
                NoteKind::Country => "is kept as a field, because the party is not clear",
                NoteKind::OneName => {
                    "is read as one name; separate several names by semicolons or line breaks"
                }
            };
            format!("column `{name}`, {count} {cells}: `{example}` {what}")
        });
        sentences.collect()
    }
}

/// What the dates of a table say about the order of their numbers.
#[derive(Debug, Clone, Default)]
pub struct DateEvidence {
    /// The first cell with two readings: its name, its text and the readings.
    pub first_ambiguous: Option<(String, String, Date, Date)>,
    /// The number of cells with two readings.
    pub ambiguous_count: u64,
    /// The first cell that can only have the day first: its name and its text.
    day_first: Option<(String, String)>,
    /// The first cell that can only have the month first.
    month_first: Option<(String, String)>,
}

impl DateEvidence {
    /// Keeps the first cell that can be read in one order only.
    pub(super) fn add(&mut self, order: DateOrder, place: impl FnOnce() -> String, text: &str) {
        let kept = match order {
            DateOrder::DayFirst => &mut self.day_first,
            DateOrder::MonthFirst | DateOrder::YearFirst => &mut self.month_first,
        };
        kept.get_or_insert_with(|| (place(), text.to_owned()));
    }

    /// Counts a cell with two readings.
    pub(super) fn add_ambiguous(
        &mut self,
        place: impl FnOnce() -> String,
        text: &str,
        readings: (Date, Date),
    ) {
        let (one, other) = readings;
        self.first_ambiguous.get_or_insert_with(|| (place(), text.to_owned(), one, other));
        self.ambiguous_count += 1;
    }

    /// Returns a warning if some dates can only have the day first and others only the month.
    #[must_use]
    pub fn mixed_orders(&self) -> Option<String> {
        let ((day_place, day), (month_place, month)) =
            self.day_first.as_ref().zip(self.month_first.as_ref())?;
        Some(format!(
            "the date orders are mixed: `{day}` ({day_place}) has the day first and `{month}` \
             ({month_place}) the month; each was read in the only possible way"
        ))
    }

    /// Returns the hint on how to read the dates with two readings, if there are any.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        self.first_ambiguous.as_ref()?;
        let only = |(place, text): &(String, String), first: &str| {
            format!("`{text}` ({place}) can only have the {first} first")
        };
        Some(match (&self.day_first, &self.month_first) {
            (Some(cell), None) => format!("{}: `--date-order dmy`", only(cell, "day")),
            (None, Some(cell)) => format!("{}: `--date-order mdy`", only(cell, "month")),
            (Some(day), Some(month)) => {
                format!(
                    "the date orders are mixed: {}, {}; with `--date-order` and `--rejects \
                        FILE`, rows in one order are imported and the others are written to FILE",
                    only(day, "day"),
                    only(month, "month")
                )
            }
            (None, None) => "`--date-order dmy` or `--date-order mdy` states the order".to_owned(),
        })
    }
}
