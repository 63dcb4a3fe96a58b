//! Dates that are known to the day, the month or the year, or that are recorded as unknown.

use std::cmp::{Ordering, Reverse};
use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::parse_error::{ParseError, deserialize_text};

/// A calendar day of the proleptic Gregorian calendar, in the years 1 to 9999.
///
/// ```
/// use mou::domain::{Date, Day};
///
/// let last: Day = "2024-02".parse::<Date>()?.last();
/// assert_eq!(last.to_string(), "2024-02-29");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub type Day = NaiveDate;

/// How much of a date is known.
///
/// ```
/// use mou::domain::{Date, Precision};
///
/// assert_eq!("2020-10".parse::<Date>()?.precision(), Precision::Month);
/// assert_eq!("2019".parse::<Date>()?.precision(), Precision::Year);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// Only the year: `2022`.
    Year,
    /// The year and the month: `2022-07`.
    Month,
    /// The day: `2022-07-04`.
    Day,
}

/// The qualification of a date that is not certain (EDTF level 1 qualifiers, at its end).
///
/// ```
/// use mou::domain::{Date, Doubt};
///
/// assert_eq!("2020-10?".parse::<Date>()?.doubt(), Some(Doubt::Uncertain));
/// assert_eq!("2020~".parse::<Date>()?.doubt(), Some(Doubt::Approximate));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// `?`: the source is doubtful.
    Uncertain,
    /// `~`: the date is an estimate.
    Approximate,
}

/// A date as precisely as it is known: `2022-07-04`, `2022-07` or `2022`, each with an optional
/// `?` (uncertain) or `~` (approximate).
///
/// The form is EDTF level 0 (Library of Congress, Extended Date/Time Format, 2019) with the
/// qualifiers of level 1. Every `Date` lies in the years 1 to 9999, and is as precise as it was
/// given: a month never becomes its first day.
///
/// # Comparisons
///
/// Dates are sorted by the first day that they may mean, then by the last, so `2022-07-01` comes
/// before `2022-07`, which comes before `2022-07-02`.
///
/// ```
/// use mou::domain::Date;
///
/// let signed: Date = "2020-10".parse()?;
/// assert_eq!(signed.first().to_string(), "2020-10-01");
/// assert_eq!(signed.last().to_string(), "2020-10-31");
/// assert_eq!(signed.to_string(), "2020-10");
/// assert!("2022-02-30".parse::<Date>().is_err());
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    first: Day,
    precision: Precision,
    doubt: Option<Doubt>,
}

impl Date {
    /// Returns the date of one certain day; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn from_day(day: Day) -> Option<Self> {
        (1..=9999).contains(&day.year()).then_some(Self {
            first: day,
            precision: Precision::Day,
            doubt: None,
        })
    }

    /// Returns the date with the precision of the given parts; `None` if there is no such month or day, or if the
    /// year is not in 1 to 9999.
    #[must_use]
    pub fn from_parts(year: i32, month: Option<u32>, day: Option<u32>) -> Option<Self> {
        let precision = match (month, day) {
            (None, None) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
            (None, Some(_)) => return None,
        };
        let first = Day::from_ymd_opt(year, month.unwrap_or(1), day.unwrap_or(1))?;
        (1..=9999).contains(&year).then_some(Self { first, precision, doubt: None })
    }

    /// Returns the first day that the date may mean.
    #[must_use]
    pub fn first(self) -> Day {
        self.first
    }

    /// Returns the last day that the date may mean.
    #[must_use]
    pub fn last(self) -> Day {
        let next = match self.precision {
            Precision::Day => return self.first,
            Precision::Month => Months::new(1),
            Precision::Year => Months::new(12),
        };
        self.first
            .checked_add_months(next)
            .and_then(|after| after.checked_sub_days(Days::new(1)))
            .unwrap_or(self.first)
    }

    /// Returns how much of the date is known.
    #[must_use]
    pub fn precision(self) -> Precision {
        self.precision
    }

    /// Returns how the date is qualified, if it is.
    #[must_use]
    pub fn doubt(self) -> Option<Doubt> {
        self.doubt
    }

    /// Returns the same date, qualified by `doubt`.
    #[must_use]
    pub fn with_doubt(self, doubt: Option<Doubt>) -> Self {
        Self { doubt, ..self }
    }

    /// Returns true if the date is one certain day.
    #[must_use]
    pub fn is_certain_day(self) -> bool {
        self.precision == Precision::Day && self.doubt.is_none()
    }

    /// Returns the date of `day` with the precision and doubt of this one; `None` outside the years 1 to 9999.
    ///
    /// The result of a count from a partial date is cut to its precision in this way.
    #[must_use]
    pub fn at_precision_of(self, day: Day) -> Option<Self> {
        let month = (self.precision >= Precision::Month).then(|| day.month());
        let of_month = (self.precision == Precision::Day).then(|| day.day());
        Self::from_parts(day.year(), month, of_month).map(|cut| cut.with_doubt(self.doubt))
    }

    /// Returns the days from `day` to this date: to its first possible day if that is later, 0 within its possible
    /// days, and a negative number from its last possible day if that is earlier.
    #[must_use]
    pub fn days_from(self, day: Day) -> i64 {
        if day < self.first {
            (self.first - day).num_days()
        } else {
            (self.last() - day).num_days().min(0)
        }
    }

    /// Returns the date with its preposition, for a sentence: `on 2024-08-01`, `in 2024-08`, `in 2024`.
    ///
    /// ```
    /// let date: mou::domain::Date = "2024-08?".parse()?;
    /// assert_eq!(date.with_preposition(), "in 2024-08?");
    /// # Ok::<(), mou::domain::ParseError>(())
    /// ```
    #[must_use]
    pub fn with_preposition(self) -> String {
        let preposition = if self.precision == Precision::Day { "on" } else { "in" };
        format!("{preposition} {self}")
    }

    /// Returns true if any day that the date may mean lies in `from` to `to`, both included.
    #[must_use]
    pub fn lies_within(self, from: Day, to: Day) -> bool {
        self.first <= to && self.last() >= from
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |date: &Self| {
            (date.first, Reverse(date.precision), date.doubt.map(|doubt| doubt as u8))
        };
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = *b"0000-00-00?";
        for (number, digits) in [
            (self.first.year().unsigned_abs(), 0..4),
            (self.first.month(), 5..7),
            (self.first.day(), 8..10),
        ] {
            let mut rest = number;
            for digit in text[digits].iter_mut().rev() {
                *digit += u8::try_from(rest % 10).unwrap_or_default();
                rest /= 10;
            }
        }
        let mut length = match self.precision {
            Precision::Year => 4,
            Precision::Month => 7,
            Precision::Day => 10,
        };
        if let Some(doubt) = self.doubt {
            text[length] = match doubt {
                Doubt::Uncertain => b'?',
                Doubt::Approximate => b'~',
            };
            length += 1;
        }
        f.write_str(std::str::from_utf8(&text[..length]).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for Date {
    type Err = ParseError;

    /// Reads `YYYY-MM-DD`, `YYYY-MM` or `YYYY` in ASCII digits, with `?` or `~` behind it.
    fn from_str(text: &str) -> Result<Self, ParseError> {
        let (plain, doubt) = match text.as_bytes().last() {
            Some(b'?') => (&text[..text.len() - 1], Some(Doubt::Uncertain)),
            Some(b'~') => (&text[..text.len() - 1], Some(Doubt::Approximate)),
            _ => (text, None),
        };
        let Some((year, month, day)) = digits_of(plain) else {
            return Err(ParseError::new(format!("`{text}` is not a date")));
        };
        Self::from_parts(year, month, day).map(|date| date.with_doubt(doubt)).ok_or_else(|| {
            ParseError::new(format!("`{text}` is not a date{}", why_none(year, month)))
        })
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "a date such as `2022-07-04`, `2022-07` or `2022`")
    }
}

/// Returns the numbers of `YYYY[-MM[-DD]]`; `None` if the text has another form.
fn digits_of(plain: &str) -> Option<(i32, Option<u32>, Option<u32>)> {
    let bytes = plain.as_bytes();
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let digits = bytes.get(range)?;
        digits.iter().try_fold(0, |sum, digit| {
            digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0'))
        })
    };
    let dash = |at: usize| bytes.get(at) == Some(&b'-');
    let year = i32::try_from(number(0..4)?).ok()?;
    match bytes.len() {
        4 => Some((year, None, None)),
        7 if dash(4) => Some((year, Some(number(5..7)?), None)),
        10 if dash(4) && dash(7) => Some((year, Some(number(5..7)?), Some(number(8..10)?))),
        _ => None,
    }
}

/// Returns why there is no such day, as the end of a sentence.
pub(super) fn why_none(year: i32, month: Option<u32>) -> String {
    if !(1..=9999).contains(&year) {
        return ": years run from 0001 to 9999".to_owned();
    }
    let Some(length) = month.and_then(|month| length_of_month(year, month)) else {
        return ": months run from 01 to 12".to_owned();
    };
    format!(": that month has {length} days")
}

fn length_of_month(year: i32, month: u32) -> Option<u32> {
    Date::from_parts(year, Some(month), None).map(|date| date.last().day())
}

/// The day of signing or of coming into effect: a date, or a statement that it is not known or not
/// reached yet.
///
/// An absent date states nothing.
///
/// ```
/// use mou::domain::RecordedDate;
///
/// let signed: RecordedDate = "2022-07".parse()?;
/// assert_eq!(signed.date(), Some("2022-07".parse()?));
/// let unknown: RecordedDate = "unknown".parse()?;
/// assert_eq!(unknown.date(), None);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordedDate {
    /// There was such a day, and it is not known: `unknown`.
    Unknown,
    /// It is signed, but a condition for coming into effect is not met yet: `pending`. Only
    /// `effective` can have this value.
    Pending,
    /// The date, as precisely as it is known.
    Known(Date),
}

impl RecordedDate {
    /// Returns the date if it is known.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Unknown | Self::Pending => None,
            Self::Known(date) => Some(date),
        }
    }
}

impl fmt::Display for RecordedDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Pending => f.write_str("pending"),
            Self::Known(date) => date.fmt(f),
        }
    }
}

impl FromStr for RecordedDate {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text {
            "unknown" => Ok(Self::Unknown),
            "pending" => Ok(Self::Pending),
            _ => text.parse().map(Self::Known),
        }
    }
}

/// Reads a day of signing: as [`RecordedDate`], but `pending` is refused, because only coming into effect
/// can be pending.
pub(super) fn signing<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<RecordedDate>, D::Error> {
    let stated = Option::<RecordedDate>::deserialize(deserializer)?;
    if stated == Some(RecordedDate::Pending) {
        return Err(serde::de::Error::custom(
            "`pending` is not a date; only `effective` can be pending",
        ));
    }
    Ok(stated)
}

impl Serialize for RecordedDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RecordedDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "a date, `unknown` or `pending`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_date_is_kept_as_precisely_as_it_was_given() {
        for text in [
            "2022-07-04",
            "2022-07",
            "2022",
            "2022-07-04?",
            "2022-07~",
            "2022?",
            "0001",
            "9999-12-31",
        ] {
            assert_eq!(date(text).to_string(), text);
        }
    }

    #[test]
    fn what_has_another_form_or_no_place_in_the_calendar_is_no_date() {
        for (text, reason) in [
            ("2022-02-30", "`2022-02-30` is not a date: that month has 28 days"),
            ("2022-13-01", "`2022-13-01` is not a date: months run from 01 to 12"),
            ("0000", "`0000` is not a date: years run from 0001 to 9999"),
            ("", "`` is not a date"),
            ("2022-7-4", "`2022-7-4` is not a date"),
            (" 2022-07-04", "` 2022-07-04` is not a date"),
            ("+2022-07-04", "`+2022-07-04` is not a date"),
            ("２０２２-07-04", "`２０２２-07-04` is not a date"),
            ("2022-07-04??", "`2022-07-04??` is not a date"),
            ("2022/07", "`2022/07` is not a date"),
            ("2022/07-04", "`2022/07-04` is not a date"),
            ("2022-07/04", "`2022-07/04` is not a date"),
            ("2022/07/04", "`2022/07/04` is not a date"),
            ("٢٠٢٢", "`٢٠٢٢` is not a date"),
        ] {
            assert_eq!(text.parse::<Date>().unwrap_err().to_string(), reason);
        }
    }

    #[test]
    fn days_run_to_the_first_possible_day_and_from_the_last() {
        let day = |text: &str| date(text).first();
        assert_eq!(date("2022-07").days_from(day("2022-06-29")), 2);
        assert_eq!(date("2022-07").days_from(day("2022-07-15")), 0);
        assert_eq!(date("2022-07").days_from(day("2022-08-02")), -2);
        assert_eq!(date("9999").last(), day("9999-12-31"));
    }

    #[test]
    fn dates_are_sorted_by_their_first_possible_day_then_the_last() {
        let mut dates = [
            "2022-07-02",
            "2022",
            "2022-07~",
            "2022-07",
            "2022-01-01",
            "2022-07-01?",
            "2022-07-01",
        ]
        .map(|text| text.parse::<Date>().unwrap());
        dates.sort();
        assert_eq!(
            dates.map(|date| date.to_string()),
            [
                "2022-01-01",
                "2022",
                "2022-07-01",
                "2022-07-01?",
                "2022-07",
                "2022-07~",
                "2022-07-02"
            ]
        );
    }
    #[test]
    fn a_day_is_stated_by_its_date_or_as_unknown() {
        for (text, date) in [
            ("unknown", None),
            ("pending", None),
            ("2022-07", Some("2022-07")),
            ("2022?", Some("2022?")),
        ] {
            let stated: RecordedDate = text.parse().unwrap();
            assert_eq!(stated.to_string(), text);
            assert_eq!(stated.date().map(|date| date.to_string()).as_deref(), date);
            let stored = serde_json::to_string(&stated).unwrap();
            assert_eq!(stored, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<RecordedDate>(&stored).unwrap(), stated);
        }
        let refused = "Unknown".parse::<RecordedDate>().unwrap_err().to_string();
        assert_eq!(refused, "`Unknown` is not a date");
        let refused = serde_json::from_str::<RecordedDate>("2022").unwrap_err().to_string();
        assert!(refused.contains("expected a date, `unknown` or `pending`"), "{refused}");
    }
}
