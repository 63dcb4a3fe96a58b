//! What every file that is read becomes: columns with names, and rows.

use std::collections::HashMap;
use std::sync::Arc;

use super::cell::{Cell, stands_for_nothing};
use super::source::{Format, Source};
use super::{column, delimited, json, workbook};
use crate::domain::Field;
use crate::error::{Error, Result};
use crate::json::document::Node;

/// The most columns that are read: those of the largest sheet.
pub(super) const MOST_COLUMNS: usize = 16_384;

/// The names of the derived columns and members, which an import passes over.
pub const DERIVED: [&str; 10] = [
    "status",
    "ends",
    "act_by",
    "ends_in_days",
    "act_in_days",
    "partners",
    "succeeded_by",
    "idle_days",
    "flags",
    "lineage",
];

/// Columns with names, and rows.
pub struct Table {
    /// The file, and the sheet where it has several, as messages name it.
    pub name: String,
    /// The names of the columns, each other.
    pub columns: Vec<String>,
    /// Whether `mou` wrote it: every cell is then what it says, to the letter.
    pub is_ours: bool,
    /// The members of the records that are not stored, of JSON that `mou` wrote.
    pub derived: &'static [&'static str],
    /// Whether the workbook counts its days from 1904.
    pub since_1904: bool,
    /// The sheet, where places in it are named by letter and number: `Sheet!C17`.
    pub sheet: Option<String>,
    /// The other sheets of the workbook.
    pub beside: Vec<String>,
    /// The names as they stand in the head.
    pub(super) head: Arc<[String]>,
    pub(super) body: Body,
}

/// What reads the rows below the head from the first, whenever it is called.
pub(super) type Body = Box<dyn Fn() -> Result<Rows> + Send + Sync>;

/// The rows of a table, one after another.
pub type Rows = Box<dyn Iterator<Item = Result<Row>>>;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number, as a spreadsheet shows it: the head has number 1.
    pub number: u64,
    /// Its cells, one for each column.
    pub cells: Vec<Cell>,
    /// What is wrong with the row as a whole.
    pub fault: Option<String>,
    /// The record as it is written, if `mou` wrote it as JSON: it may hold what no version knows.
    pub record: Option<Arc<Node>>,
}

impl Row {
    /// Tells whether nothing stands in the cell at this place, or what stands for nothing.
    #[must_use]
    pub fn is_blank_at(&self, place: usize) -> bool {
        match self.cells.get(place) {
            Some(Cell::Text(text)) => text.trim().is_empty() || stands_for_nothing(text),
            Some(cell) => cell.is_blank(),
            None => true,
        }
    }
}

/// How a file is to be read.
#[derive(Debug, Clone, Default)]
pub struct Reading<'a> {
    /// The encoding, where the file is neither UTF-8 nor marked.
    pub encoding: Option<&'a str>,
    /// The sheet of a workbook; the first without it.
    pub sheet: Option<&'a str>,
    /// The row in which the names of the columns stand.
    pub head: Option<u64>,
    /// The way to the records in a JSON document: `releases.0.contracts`.
    pub records: Option<&'a str>,
    /// The columns that are mapped by name: of values inside values, `period.startDate`.
    pub paths: Vec<&'a str>,
    /// Whether what is not known of a record that `mou` wrote is left out.
    pub drops_unknown: bool,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("columns", &self.columns).finish_non_exhaustive()
    }
}

impl Table {
    /// Reads the head of a file; its rows are read when they are asked for.
    pub fn read(source: &Source, reading: &Reading<'_>) -> Result<Self> {
        refuse_idle(source, reading)?;
        match source.format() {
            Format::Delimited => delimited::table(source, reading),
            Format::Xlsx | Format::Ods => workbook::table(source, reading),
            Format::Json | Format::JsonLines => json::table(source, reading),
        }
    }

    /// Returns the table that has these names at its head.
    pub(super) fn of(name: String, head: Vec<String>, body: Body) -> Result<Self> {
        if head.len() > MOST_COLUMNS {
            return Err(Error::failed(format!(
                "{name} has {} columns, and the most that are read are {MOST_COLUMNS}",
                head.len()
            )));
        }
        let columns = distinct(&head);
        let is_ours = are_ours(&columns);
        Ok(Self {
            name,
            columns,
            is_ours,
            derived: &[],
            since_1904: false,
            sheet: None,
            beside: Vec::new(),
            head: head.into(),
            body,
        })
    }

    /// Returns the row further down that looks like the head: where the names of several columns
    /// stand that are known.
    #[must_use]
    pub fn likely_head(&self) -> Option<u64> {
        let is_name = |cell: &&Cell| match cell {
            Cell::Text(text) => column::is_known(text),
            Cell::Json(_) => false,
        };
        let rows = self.rows().ok()?.take(HEADS).map_while(Result::ok);
        let mut heads = rows.filter(|row| row.cells.iter().filter(is_name).count() > 1);
        heads.next().map(|row| row.number)
    }

    /// Returns the error with a hint at the other sheets, where there are some.
    #[must_use]
    pub fn hinted(&self, error: Error) -> Error {
        with_sheets(error, &self.beside)
    }

    /// Reads the rows, from the first, whenever it is called; blank ones and repeated heads are
    /// passed over.
    pub fn rows(&self) -> Result<Rows> {
        let head = Arc::clone(&self.head);
        let is_idle = move |row: &Row| row.fault.is_none() && is_idle(row, &head);
        let rows = (self.body)()?;
        Ok(Box::new(rows.filter(move |row| row.as_ref().map_or(true, |row| !is_idle(row)))))
    }
}

/// How many rows are looked at for the names of the columns.
pub(super) const HEADS: usize = 30;

/// Returns the error with a hint at these sheets, where there are some.
pub(super) fn with_sheets(error: Error, sheets: &[String]) -> Error {
    if sheets.is_empty() {
        return error;
    }
    let shown: Vec<String> = sheets.iter().map(|sheet| format!("`{sheet}`")).collect();
    error.with_hint(format!("`--sheet` names another one: {}", shown.join(", ")))
}

/// Tells whether the names are those of a file that `mou` wrote.
pub(super) fn are_ours<T: AsRef<str>>(columns: &[T]) -> bool {
    let is_ours = |name: &str| name.parse::<Field>().is_ok() || DERIVED.contains(&name);
    columns.iter().any(|name| name.as_ref() == Field::Id.name())
        && columns.iter().all(|name| is_ours(name.as_ref()))
}

/// Tells whether the row is blank, or repeats the head.
fn is_idle(row: &Row, head: &[String]) -> bool {
    let repeats = |(cell, name): (&Cell, &String)| match cell {
        Cell::Text(text) => text.trim().eq_ignore_ascii_case(name.trim()),
        Cell::Json(_) => false,
    };
    row.cells.iter().all(Cell::is_blank)
        || (row.cells.len() == head.len() && row.cells.iter().zip(head).all(repeats))
}

/// Returns the names with one blank wherever there were blanks or line breaks, those of nameless
/// columns made of their letters, and those that stand there already numbered.
fn distinct(head: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(head.len());
    let mut seen: HashMap<String, u32> = HashMap::new();
    for (at, name) in head.iter().enumerate() {
        let mut plain = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if plain.is_empty() {
            plain = format!("column {}", letters(at));
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

/// Returns the letters that a spreadsheet gives to a column: `A`, …, `Z`, `AA`.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or_default()));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Refuses what says how another kind of file is to be read.
fn refuse_idle(source: &Source, reading: &Reading<'_>) -> Result<()> {
    let format = source.format();
    let is_workbook = matches!(format, Format::Xlsx | Format::Ods);
    let is_json = matches!(format, Format::Json | Format::JsonLines);
    let idle = [
        ("--encoding", reading.encoding.is_some() && is_workbook),
        ("--sheet", reading.sheet.is_some() && !is_workbook),
        ("--head", reading.head.is_some() && is_json),
        ("--records", reading.records.is_some() && !is_json),
    ];
    match idle.iter().find(|(_, is_idle)| *is_idle) {
        Some((flag, _)) => Err(Error::usage(format!(
            "`{flag}` says nothing of `{}`, which is {}",
            source.name(),
            match format {
                Format::Delimited => "text with separators",
                Format::Xlsx | Format::Ods => "a workbook",
                Format::Json | Format::JsonLines => "JSON",
            }
        ))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_names_each_another() {
        let head = ["Date", " Date\nof  signing", "", "Date"].map(str::to_owned);
        assert_eq!(distinct(&head), ["Date", "Date of signing", "column C", "Date (2)"]);
        assert_eq!([0, 25, 26, 16_383].map(letters), ["A", "Z", "AA", "XFD"]);
    }

    #[test]
    fn a_sheet_is_ours_where_all_its_names_are() {
        assert!(are_ours(&["id", "title", "ends", "flags"]));
        assert!(!are_ours(&["title", "ends"]));
        assert!(!are_ours(&["id", "title", "Budget"]));
        assert!(!are_ours(&["ID", "title"]));
    }
}
