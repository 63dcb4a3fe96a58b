//! What is not understood of a file, and what is understood in a way that is worth a note.

use std::collections::BTreeMap;
use std::fmt;

use super::date::DateOrder;
use super::table::{Table, letters};
use crate::domain::Date;

/// Something in a row that is not understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The row.
    pub row: u64,
    /// The place of its column, where it is about one cell.
    pub column: Option<usize>,
    /// Where in the file: the row, and the column or the letters of the cell.
    pub place: String,
    /// Why, as a sentence that quotes the value.
    pub reason: String,
    /// Whether it is a date that reads both ways, which the order of the dates would settle.
    pub reads_both_ways: bool,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// Names places in a table.
#[derive(Debug, Clone)]
pub struct Places {
    columns: Vec<String>,
    sheet: Option<String>,
}

impl Places {
    /// Returns the places of `table`.
    #[must_use]
    pub fn of(table: &Table) -> Self {
        Self { columns: table.columns.clone(), sheet: table.sheet.clone() }
    }

    /// Returns the name of a column.
    #[must_use]
    pub fn name(&self, column: usize) -> &str {
        self.columns.get(column).map(String::as_str).unwrap_or_default()
    }

    /// Returns a row.
    #[must_use]
    pub fn row(&self, row: u64) -> String {
        format!("row {row}")
    }

    /// Returns a cell, by its row and the place of its column.
    #[must_use]
    pub fn cell(&self, row: u64, column: usize) -> String {
        let name = self.name(column);
        match &self.sheet {
            Some(sheet) => format!("{sheet}!{}{row} (`{name}`)", letters(column)),
            None => format!("row {row}, column `{name}`"),
        }
    }
}

/// What was understood, and how: counted by column.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    counts: BTreeMap<(usize, Kind), (u64, String)>,
}

/// What there is to note of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It holds a word that stands for nothing.
    Nothing,
    /// It holds a number, which is a spreadsheet's count of days.
    Serial,
    /// It holds a time of day, which is not kept.
    Time,
    /// It holds a remark behind the term, which is kept beside it.
    Remark,
    /// It holds members that are not known, which are not kept.
    Unknown,
    /// It holds a country, and the row has several parties.
    Country,
    /// It holds one name, which may be meant as several.
    OneName,
}

impl Notes {
    /// Counts a cell, with what stands in it.
    pub fn add(&mut self, column: usize, kind: Kind, example: impl FnOnce() -> String) {
        self.counts.entry((column, kind)).or_insert_with(|| (0, example())).0 += 1;
    }

    /// Returns a sentence for each kind and column.
    #[must_use]
    pub fn sentences(&self, columns: &[String]) -> Vec<String> {
        let told = self.counts.iter().map(|((column, kind), (count, example))| {
            let name = columns.get(*column).map(String::as_str).unwrap_or_default();
            let cells = if *count == 1 { "cell" } else { "cells" };
            let what = match kind {
                Kind::Nothing => "stands for nothing",
                Kind::Serial => "is a spreadsheet's count of days",
                Kind::Time => "has a time of day, which is not kept",
                Kind::Remark => "has a remark, which is kept among the fields",
                Kind::Unknown => "holds what is not known and not kept",
                Kind::Country => "is kept among the fields: it is not said of which party",
                Kind::OneName => {
                    "is taken as one name: several stand between semicolons or on lines of their own"
                }
            };
            format!("column `{name}`, {count} {cells}: `{example}` {what}")
        });
        told.collect()
    }
}

/// What a table tells of the order of its dates.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The first cell that reads both ways: where it is, what it holds, and the two readings.
    pub both: Option<(String, String, Date, Date)>,
    /// How many there are.
    pub count: u64,
    /// The first cell that can only have the day first.
    pub day_first: Option<(String, String)>,
    /// The first cell that can only have the month first.
    pub month_first: Option<(String, String)>,
}

impl Evidence {
    /// Keeps the first cell that can be read in one order only.
    pub fn settle(&mut self, order: DateOrder, place: impl FnOnce() -> String, text: &str) {
        let kept = match order {
            DateOrder::DayFirst => &mut self.day_first,
            DateOrder::MonthFirst | DateOrder::YearFirst => &mut self.month_first,
        };
        kept.get_or_insert_with(|| (place(), text.to_owned()));
    }

    /// Says that dates stand in both orders, where each can be read in one of them only.
    #[must_use]
    pub fn mixed(&self) -> Option<String> {
        let ((day_place, day), (month_place, month)) =
            self.day_first.as_ref().zip(self.month_first.as_ref())?;
        Some(format!(
            "the orders of dates are mixed: `{day}` ({day_place}) has the day first and `{month}` \
             ({month_place}) the month; each was read in the one way that it can be"
        ))
    }

    /// Says what settles how the dates are to be read, where something does.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        self.both.as_ref()?;
        let only = |(place, text): &(String, String), first: &str| {
            format!("`{text}` ({place}) can only have the {first} first")
        };
        Some(match (&self.day_first, &self.month_first) {
            (Some(cell), None) => format!("{}: `--date-order dmy`", only(cell, "day")),
            (None, Some(cell)) => format!("{}: `--date-order mdy`", only(cell, "month")),
            (Some(day), Some(month)) => {
                format!(
                    "the orders are mixed: {}, {}; with `--date-order` and `--rejects FILE` those of \
                     one come in, and the others go there",
                    only(day, "day"),
                    only(month, "month")
                )
            }
            (None, None) => "`--date-order dmy` or `--date-order mdy` says which".to_owned(),
        })
    }
}
