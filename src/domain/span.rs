//! A span of days as people say it.

/// Spans of fewer days than this are said in days.
const MIN_DAYS_IN_MONTHS: u64 = 60;

/// Spans of fewer months than this are said in months.
const MIN_MONTHS_IN_YEARS: u64 = 24;

/// The months and the days of 400 years, after which the calendar repeats.
const MONTHS_AND_DAYS_OF_400_YEARS: (u64, u64) = (4_800, 146_097);

/// Months differ in length, so a whole number of months may have up to this many days fewer than its average.
const SLACK_DAYS: u64 = 3;

/// A span of days in words: days below 60, then months below 24, then years.
///
/// Months and years are those that are complete, so that a date is never said to be farther away than it is.
/// A span that lacks at most three days counts as complete, because the months of a calendar differ.
///
/// ```
/// use mou::domain::Span;
///
/// assert_eq!(Span::of_days(59).to_string(), "59 days");
/// assert_eq!(Span::of_days(365).to_string(), "12 months");
/// assert_eq!(Span::of_days(1672).to_string(), "4 years");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// How many units.
    pub count: u64,
    /// The unit.
    pub unit: SpanUnit,
}

/// The unit of a span in words.
///
/// ```
/// use mou::domain::{Span, SpanUnit};
///
/// assert_eq!(Span { count: 3, unit: SpanUnit::Months }.to_string(), "3 months");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpanUnit {
    /// Days.
    Days,
    /// Months.
    Months,
    /// Years.
    Years,
}

impl Span {
    /// Returns the span of this many days.
    #[must_use]
    pub const fn of_days(days: u64) -> Self {
        if days < MIN_DAYS_IN_MONTHS {
            return Self { count: days, unit: SpanUnit::Days };
        }
        let (months, per_days) = MONTHS_AND_DAYS_OF_400_YEARS;
        let months = days.saturating_add(SLACK_DAYS).saturating_mul(months) / per_days;
        if months < MIN_MONTHS_IN_YEARS {
            Self { count: months, unit: SpanUnit::Months }
        } else {
            Self { count: months / 12, unit: SpanUnit::Years }
        }
    }
}

impl SpanUnit {
    /// Returns the word for several.
    #[must_use]
    pub const fn plural(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Months => "months",
            Self::Years => "years",
        }
    }
}

impl std::fmt::Display for Span {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let units = self.unit.plural();
        let unit = if self.count == 1 { units.trim_end_matches('s') } else { units };
        write!(f, "{} {unit}", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Basis, Date, MonthsAndDays, last_date};

    #[test]
    fn span_changes_its_unit_at_60_days_and_at_24_months() {
        for (days, words) in [
            (0, "0 days"),
            (1, "1 day"),
            (2, "2 days"),
            (59, "59 days"),
            (60, "2 months"),
            (88, "2 months"),
            (92, "3 months"),
            (365, "12 months"),
            (513, "16 months"),
            (727, "23 months"),
            (730, "2 years"),
            (731, "2 years"),
            (1_000, "2 years"),
            (1_672, "4 years"),
            (3_358, "9 years"),
            (3_651_694, "9998 years"),
        ] {
            assert_eq!(Span::of_days(days).to_string(), words, "{days} days");
        }
    }

    #[test]
    fn span_of_whole_months_is_that_many_months_from_any_day() {
        for start in ["2023-01-31", "2024-02-29", "2023-03-01", "1896-07-15", "2099-12-31"] {
            let first: Date = start.parse().unwrap();
            for months in 2..=600 {
                let end = last_date(first, MonthsAndDays { months, days: 0 }, Basis::From);
                let days = end.unwrap().days_from(first.first());
                let span = Span::of_days(days.unsigned_abs());
                let expected = match (days, months) {
                    (..60, _) => (days.unsigned_abs(), SpanUnit::Days),
                    (_, ..24) => (months, SpanUnit::Months),
                    _ => (months / 12, SpanUnit::Years),
                };
                assert_eq!((span.count, span.unit), expected, "{months} months from {start}");
            }
        }
    }
}
