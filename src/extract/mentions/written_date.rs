//! What a date in a text means, as it is written and on the day of the text.

use std::ops::Range;

use chrono::{Datelike, Weekday};

use crate::domain::{Date, Day, Doubt, Precision, days_before, latest_weekday};
use crate::extract::proposal::Certainty;

/// A date as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateForm {
    /// A year, a month or a day with its year; with the weekday that is written beside it.
    Full(Date, Option<Weekday>),
    /// A day or a month without a year: `3 May`, `in January this year`; with the weekday beside it.
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
    /// `last Thursday`: in the week before that of the text, or in its own; unknown unless both are one day.
    LastWeekday(Weekday),
    /// The first and the last of several days or years: `22–24 May 2023`, `2024–2028`.
    Span(Date, Date),
    /// Numbers that mean two dates, day first and month first: `04/07/2022`.
    TwoReadings(Date, Date),
}

/// A date that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateMention {
    /// Its place, without a preposition.
    pub range: Range<usize>,
    /// What is written.
    pub written: DateForm,
}

impl DateMention {
    /// Returns the date, and how it is known. A date without a year is in the year of the text, unless that is
    /// after the text. A date that contradicts the weekday beside it is uncertain.
    ///
    /// Returns `None` if it is relative and the day of the text is not known, if it means several days, or if it
    /// can be read in two ways.
    #[must_use]
    pub fn resolve(&self, published: Option<Day>) -> Option<(Date, Certainty)> {
        let date = match self.written {
            DateForm::Full(date, _) => return Some((self.qualified(date), Certainty::Stated)),
            DateForm::WithoutYear { month, day, .. } => {
                let published = published?;
                let date = Date::from_parts(published.year(), Some(month), day)?;
                (date.first() <= published).then(|| self.qualified(date))?
            }
            DateForm::DaysBefore(days) => Date::from_day(days_before(published?, days)?)?,
            DateForm::Weekday(weekday) => Date::from_day(latest_weekday(weekday, published?)?)?,
            DateForm::LastWeekday(weekday) => {
                let published = published?;
                let is_in_last_week =
                    weekday.num_days_from_monday() > published.weekday().num_days_from_monday();
                let latest = latest_weekday(weekday, published).filter(|_| is_in_last_week)?;
                Date::from_day(latest)?
            }
            DateForm::Span(..) | DateForm::TwoReadings(..) => return None,
        };
        Some((date, Certainty::Resolved))
    }

    /// Returns the weekday beside the date if `date` is another day of the week.
    #[must_use]
    pub fn other_weekday(&self, date: Date) -> Option<Weekday> {
        let (DateForm::Full(_, weekday) | DateForm::WithoutYear { weekday, .. }) = self.written
        else {
            return None;
        };
        weekday.filter(|weekday| {
            date.precision() == Precision::Day && date.first().weekday() != *weekday
        })
    }

    /// Returns the date, uncertain if the weekday beside it is another one.
    fn qualified(&self, date: Date) -> Date {
        date.with_doubt(self.other_weekday(date).map(|_| Doubt::Uncertain))
    }
}
