//! What the columns of a table say as a whole, before its first row is read.

use super::cell::{SheetCell, means_empty};
use super::columns::ImportColumn;
use super::dates::{DEFAULT_MIN_YEAR, DateColumn, DateRules, read_date};
use super::party;
use super::rows::ImportTable;
use super::term::is_unit;
use super::text_rules::plain_code;
use super::unread::FaultKind;
use crate::domain::{Day, Field, country_code};
use crate::error::Result;

/// What each column says as a whole.
#[derive(Debug, Clone, Default)]
pub struct ColumnFacts {
    columns: Vec<ColumnFact>,
    unit_column: Option<usize>,
}

/// What one column says as a whole.
#[derive(Debug, Clone, Default)]
pub struct ColumnFact {
    /// The number of cells with a value.
    pub filled_count: u64,
    /// What its dates say together.
    pub dates: DateColumn,
    /// The number of cells of an own column that are dates.
    date_count: u64,
    /// Whether every filled cell is a unit of time.
    has_other_units: bool,
    /// The number of countries that are two-letter codes; `NA` is none of them.
    country_codes: u64,
    /// The number of countries other than `NA` that are not such codes.
    other_countries: u64,
}

/// What has to be known of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NeededFact {
    None,
    Dates,
    Countries,
    Units,
    /// Whether a column of the user's own holds dates.
    OwnDates,
}

impl NeededFact {
    fn of(column: &ImportColumn) -> Self {
        match column {
            ImportColumn::Field(Field::Signed | Field::Effective | Field::End | Field::Term)
            | ImportColumn::TermIn(_)
            | ImportColumn::Validity
            | ImportColumn::Period => Self::Dates,
            ImportColumn::Country => Self::Countries,
            ImportColumn::Unit => Self::Units,
            ImportColumn::Own(_) => Self::OwnDates,
            _ => Self::None,
        }
    }
}

impl ColumnFacts {
    /// Reads the cells of the columns that have to be known as a whole. In own form, none have.
    pub fn new(table: &ImportTable, columns: &[ImportColumn]) -> Result<Self> {
        let mut facts =
            Self { columns: vec![ColumnFact::default(); columns.len()], unit_column: None };
        let needed: Vec<(usize, NeededFact)> = columns
            .iter()
            .map(NeededFact::of)
            .enumerate()
            .filter(|(_, needed)| *needed != NeededFact::None)
            .collect();
        if table.is_own_form || needed.is_empty() {
            return Ok(facts);
        }
        for row in table.rows()? {
            let row = row?;
            for (index, needed) in &needed {
                if let Some(SheetCell::Text(text)) = row.cells.get(*index) {
                    facts.columns[*index].add(*needed, row.number, text);
                }
            }
        }
        let is_unit_column = |(index, needed): &&(usize, NeededFact)| {
            let fact = &facts.columns[*index];
            *needed == NeededFact::Units && fact.filled_count > 0 && !fact.has_other_units
        };
        facts.unit_column = needed.iter().find(is_unit_column).map(|(index, _)| *index);
        Ok(facts)
    }

    /// Returns what the column at `index` says.
    #[must_use]
    pub fn column(&self, index: usize) -> Option<&ColumnFact> {
        self.columns.get(index)
    }

    /// Returns true if the column is one of the user's own, and more than half of its filled cells are
    /// dates.
    #[must_use]
    pub fn is_mostly_dates(&self, index: usize) -> bool {
        self.column(index).is_some_and(|fact| fact.date_count * 2 > fact.filled_count)
    }

    /// Returns the column of units, if all its filled cells are units.
    #[must_use]
    pub fn unit_column(&self) -> Option<usize> {
        self.unit_column
    }

    /// Returns true if the countries of the column are two-letter codes, so that `NA` is Namibia.
    #[must_use]
    pub fn has_country_codes(&self, index: usize) -> bool {
        self.column(index).is_some_and(|fact| fact.country_codes > 0 && fact.other_countries == 0)
    }
}

impl ColumnFact {
    fn add(&mut self, needed: NeededFact, row: u64, text: &str) {
        let text = plain_code(text);
        if text.is_empty() || means_empty(&text) && needed != NeededFact::Countries {
            return;
        }
        self.filled_count += 1;
        match needed {
            NeededFact::None => {}
            NeededFact::Dates => self.dates.add(row, &text),
            NeededFact::OwnDates => self.date_count += u64::from(is_date(&text)),
            NeededFact::Units => self.has_other_units |= !is_unit(&text),
            NeededFact::Countries => {
                for name in party::items(&text).iter().filter(|name| !means_empty(name)) {
                    if name.len() == 2 && country_code(name).is_some() {
                        self.country_codes += 1;
                    } else {
                        self.other_countries += 1;
                    }
                }
            }
        }
    }
}

/// The longest text that may be a date, in bytes.
const MAX_DATE_BYTES: usize = 60;

/// Returns true if the text is a date and not just a number, such as an amount or a year.
fn is_date(text: &str) -> bool {
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','));
    if text.len() > MAX_DATE_BYTES || !has_digit || is_number {
        return false;
    }
    let rules = DateRules {
        order: None,
        has_1904_dates: false,
        min_year: DEFAULT_MIN_YEAR,
        today: Day::MAX,
        column: DateColumn::default(),
    };
    match read_date(text, &rules) {
        Ok(reading) => reading.date.is_some(),
        Err(why) => why.kind == FaultKind::TwoReadings,
    }
}
