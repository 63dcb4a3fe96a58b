//! Dates as texts write them, relative days too.

use std::ops::Range;

use crate::domain::Date;
use crate::extract::sentences::Sentence;

/// A day of the week, 0 for Monday.
pub type Weekday = u8;

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WrittenDate {
    /// A year, a month or a day with its year; with the weekday that stands beside it.
    Full(Date, Option<Weekday>),
    /// A day or a month without a year: `3 May`, `in January this year`; with the weekday that stands beside it.
    WithoutYear {
        /// The month, 1 to 12.
        month: u32,
        /// The day of the month.
        day: Option<u32>,
        /// The weekday.
        weekday: Option<Weekday>,
    },
    /// So many days before the text: `today` and `this morning` 0, `yesterday` 1.
    DaysBefore(u32),
    /// The latest such weekday on or before the day of the text.
    Weekday(Weekday),
}

/// A date that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// Its place, without a preposition.
    pub range: Range<usize>,
    /// What is written.
    pub written: WrittenDate,
}

/// Finds the dates that a sentence names.
#[must_use]
pub fn dates(text: &str, sentence: &Sentence) -> Vec<DateMention> {
    let _ = (text, sentence);
    Vec::new()
}
