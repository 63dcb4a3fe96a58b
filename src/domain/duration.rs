//! Lengths of time on the calendar: years, months, weeks and days.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::parse_error::{ParseError, deserialize_text};

/// A length of time in calendar units, kept as it was written: `P18M` and `P1Y6M` are two texts of
/// one length.
///
/// It is never zero and never longer than 1,000 years; there are no hours and no fractions
/// (ISO 8601-1:2019, 5.5.2, without the time part). Years are twelve months, weeks seven days;
/// months and days are never converted into each other.
///
/// ```
/// use mou::domain::Duration;
///
/// let term: Duration = "P1Y6M".parse()?;
/// assert_eq!((term.months(), term.days()), (18, 0));
/// assert_eq!(term.to_string(), "P1Y6M");
/// assert_eq!(term.in_words(), "1 year 6 months");
/// assert!("P0D".parse::<Duration>().is_err());
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Duration {
    years: u32,
    months: u32,
    weeks: u32,
    days: u32,
}

/// The units of a duration, from the longest to the shortest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Unit {
    Years,
    Months,
    Weeks,
    Days,
}

/// The days of 1,000 Gregorian years (400 years have 146,097), rounded up.
const LONGEST_IN_DAYS: u64 = 365_243;

impl Duration {
    /// Returns the sum of the parts. `text` is the typed text, for the message.
    ///
    /// Fails if it is zero or longer than 1,000 years, or if a unit occurs twice.
    pub(super) fn from_parts(text: &str, parts: &[(u64, Unit)]) -> Result<Self, ParseError> {
        let mut counts = [None; 4];
        for &(count, unit) in parts {
            let place = &mut counts[unit as usize];
            if place.replace(count).is_some() {
                return Err(ParseError::new(format!("`{text}` names a unit twice")));
            }
        }
        Self::from_counts(text, counts)
    }

    /// Returns the duration with these counts of years, months, weeks and days.
    ///
    /// Fails if it is zero or longer than 1,000 years.
    fn from_counts(text: &str, counts: [Option<u64>; 4]) -> Result<Self, ParseError> {
        let [years, months, weeks, days] = counts.map(Option::unwrap_or_default);
        let small = |count: u64| count <= LONGEST_IN_DAYS;
        let in_days = || (years * 12 + months) * 146_097 / 4_800 + weeks * 7 + days;
        if ![years, months, weeks, days].into_iter().all(small) || in_days() > LONGEST_IN_DAYS {
            return Err(ParseError::new(format!("`{text}` is longer than 1,000 years")));
        }
        if in_days() == 0 {
            return Err(ParseError::new(format!("`{text}` is of zero length")));
        }
        let whole = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
        Ok(Self {
            years: whole(years),
            months: whole(months),
            weeks: whole(weeks),
            days: whole(days),
        })
    }

    /// Returns a number of years, from 1 to 255.
    #[must_use]
    pub const fn from_years(years: u8) -> Self {
        Self { years: years as u32, months: 0, weeks: 0, days: 0 }
    }

    /// Returns a number of months, from 1 to 255.
    pub(super) const fn from_months(months: u8) -> Self {
        Self { years: 0, months: months as u32, weeks: 0, days: 0 }
    }

    /// Returns the months, twelve for each year: 0 to 12,000.
    #[must_use]
    pub fn months(self) -> u32 {
        self.years * 12 + self.months
    }

    /// Returns the days beside the months, seven for each week.
    #[must_use]
    pub fn days(self) -> u32 {
        self.weeks * 7 + self.days
    }

    /// Returns the duration as a person types it: `1y6m`.
    #[must_use]
    pub fn as_typed(self) -> String {
        self.to_string().trim_start_matches('P').to_lowercase()
    }

    /// Returns the length in English: `1 year 6 months`.
    #[must_use]
    pub fn in_words(self) -> String {
        let parts = [
            (self.years, "year"),
            (self.months, "month"),
            (self.weeks, "week"),
            (self.days, "day"),
        ];
        let words: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
            .collect();
        words.join(" ")
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("P")?;
        let parts = [(self.years, 'Y'), (self.months, 'M'), (self.weeks, 'W'), (self.days, 'D')];
        for (count, unit) in parts {
            if count > 0 {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

impl FromStr for Duration {
    type Err = ParseError;

    /// Reads the form of the file: `P3Y`, `P1Y6M`, `P2W`, `P90D`, in this order of units.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let malformed = || ParseError::new(format!("`{text}` is not a duration"));
        let mut rest = text.strip_prefix('P').ok_or_else(malformed)?;
        let (mut counts, mut last) = ([None; 4], None);
        while !rest.is_empty() {
            let end = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(malformed)?;
            let (digits, behind) = rest.split_at(end);
            let unit = match behind.as_bytes().first() {
                Some(b'Y') => Unit::Years,
                Some(b'M') => Unit::Months,
                Some(b'W') => Unit::Weeks,
                Some(b'D') => Unit::Days,
                _ => return Err(malformed()),
            };
            if digits.is_empty() || last >= Some(unit) {
                return Err(malformed());
            }
            counts[unit as usize] = Some(digits.parse().unwrap_or(u64::MAX));
            last = Some(unit);
            rest = &behind[1..];
        }
        if last.is_none() {
            return Err(malformed());
        }
        Self::from_counts(text, counts)
    }
}

impl Serialize for Duration {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Duration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "a duration such as `P3Y` or `P6M`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_kept_as_it_was_written() {
        for text in
            ["P3Y", "P18M", "P1Y6M", "P2W", "P90D", "P1Y2M3W4D", "P1000Y", "P12000M", "P365243D"]
        {
            assert_eq!(text.parse::<Duration>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn hours_fractions_zero_and_more_than_a_thousand_years_are_refused() {
        for (text, reason) in [
            ("P0D", "`P0D` is of zero length"),
            ("P1001Y", "`P1001Y` is longer than 1,000 years"),
            ("P9999999999999999999999Y", "`P9999999999999999999999Y` is longer than 1,000 years"),
            ("P365244D", "`P365244D` is longer than 1,000 years"),
            ("P1.5Y", "`P1.5Y` is not a duration"),
            ("PT5H", "`PT5H` is not a duration"),
            ("P", "`P` is not a duration"),
            ("P6M1Y", "`P6M1Y` is not a duration"),
            ("P1Y1Y", "`P1Y1Y` is not a duration"),
            ("3y", "`3y` is not a duration"),
            ("-P3Y", "`-P3Y` is not a duration"),
            ("P٣Y", "`P٣Y` is not a duration"),
        ] {
            assert_eq!(text.parse::<Duration>().unwrap_err().to_string(), reason);
        }
    }
}
