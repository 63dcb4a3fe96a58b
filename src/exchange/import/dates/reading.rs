//! Reading one date, or the two dates of a validity.

use chrono::Datelike;

use super::clock::{Clock, OtherDay};
use super::column::DateColumn;
use super::era::{Era, WrittenYear, check_days, common_year, likely_year};
use super::form::{DateForm, DateOrder, MonthAndDay, WrittenDate, parse_form};
use super::period::{PeriodForm, split_period};
use super::tokens::date_tokens;
use crate::domain::{Date, Day, Precision, back, day_after};
use crate::exchange::import::serial::from_serial;
use crate::exchange::import::unread::{FaultKind, Unread};

/// The first year of a date in a sheet, unless another one is named.
pub const DEFAULT_MIN_YEAR: i32 = 1800;

/// How many years after this one a date in a sheet may be.
const MAX_YEARS_AHEAD: i32 = 100;

/// How the dates of one column are read.
#[derive(Debug, Clone)]
pub struct DateRules {
    /// The order of the numbers of a date, if it is named.
    pub order: Option<DateOrder>,
    /// Whether the workbook counts its days from 1904.
    pub has_1904_dates: bool,
    /// The first year that is read.
    pub min_year: i32,
    /// The day on which the sheet is read; its year gives the last year that is read.
    pub today: Day,
    /// What the column says as a whole.
    pub column: DateColumn,
}

/// A cell of a date column, as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateReading {
    /// The date; `None` if the text means none, such as `31.12.9999` or `0000-00-00`.
    pub date: Option<Date>,
    /// What a note says about it.
    pub note: Option<DateNote>,
}

/// What a note says about a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateNote {
    /// It has a time of day, which is ignored.
    Time,
    /// It is a number: the days that a spreadsheet counts.
    Serial,
    /// Its year is one of another era, which is named and was converted.
    Era,
}

/// The first and the last day in a cell of a validity, a term or an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first day, if the cell has one.
    pub start: Option<Date>,
    /// The last day; `None` if it means none, such as `31.12.9999`.
    pub end: Option<Date>,
    /// What a note says about one of the dates.
    pub note: Option<DateNote>,
}

/// Reads the text of a cell as a date.
///
/// Relative dates such as `today` are not read; `unknown` is not a date here. Fails with the kind of
/// the fault and what a report says about it: both readings, the likely year, the days of the month.
pub fn read_date(text: &str, rules: &DateRules) -> Result<DateReading, Unread> {
    if let Some(date) =
        plain_day(text).filter(|date| rules.check_year(date.first().year(), None).is_ok())
    {
        return Ok(DateReading { date: Some(date), note: None });
    }
    let not_a_date = Unread::new(FaultKind::NotADate);
    let Some(tokens) = date_tokens(text) else { return Err(not_a_date) };
    match parse_form(&tokens) {
        Ok(form) => rules.read(&form),
        Err(why)
            if why == not_a_date
                && matches!(split_period(&tokens), Some(Ok(PeriodForm::Range(..)))) =>
        {
            Err(Unread::new(FaultKind::SpanOfTime))
        }
        Err(why) => Err(why),
    }
}

/// Reads two dates (`01.05.2020 - 30.04.2025`, `2020-2025`) or a last day in words (`Till 12-05-2027`,
/// `hasta 2025`).
///
/// Returns `None` if the text has neither form; a single date has neither.
#[must_use]
pub fn read_period(text: &str, rules: &DateRules) -> Option<Result<Validity, Unread>> {
    if plain_day(text).is_some() {
        return None;
    }
    let tokens = date_tokens(text)?;
    match parse_form(&tokens) {
        Err(Unread { kind: FaultKind::NotADate | FaultKind::SpanOfTime, .. }) => {}
        _ => return None,
    }
    Some(split_period(&tokens)?.and_then(|form| rules.read_form(&form)))
}

/// Returns the day of `2020-07-28`, the most frequent form.
fn plain_day(text: &str) -> Option<Date> {
    let date = (text.len() == "2020-07-28".len()).then(|| text.parse::<Date>().ok())??;
    // A database stores the year 1 if there is no date.
    (date.is_certain_day() && date.first().year() > 1).then_some(date)
}

impl DateRules {
    fn read_form(&self, form: &PeriodForm) -> Result<Validity, Unread> {
        let (start, end) = match form {
            PeriodForm::Until(end) => (None, self.read(end)?),
            PeriodForm::Range(start, end) => (Some(self.read(start)?), self.read(end)?),
        };
        let first = start.and_then(|start| start.date);
        if let Some(one) = first
            && let Some(other) = end.date
            && other.last() < one.first()
        {
            let detail = "the last day is before the first";
            return Err(Unread::with_detail(FaultKind::Contradiction, detail));
        }
        let note = start.and_then(|start| start.note).or(end.note);
        Ok(Validity { start: first, end: end.date, note })
    }

    fn read(&self, form: &DateForm) -> Result<DateReading, Unread> {
        match form {
            DateForm::Zeros => Ok(DateReading { date: None, note: None }),
            DateForm::Serial(serial) => {
                let day = from_serial(f64::from(*serial), self.has_1904_dates);
                let date = day
                    .and_then(|(day, _)| Date::from_day(day))
                    .ok_or_else(|| Unread::new(FaultKind::NotADate))?;
                self.check_year(date.first().year(), None)?;
                Ok(DateReading { date: Some(date), note: Some(DateNote::Serial) })
            }
            DateForm::Written(date) => self.read_written(date),
        }
    }

    fn read_written(&self, written: &WrittenDate) -> Result<DateReading, Unread> {
        let Some(year) = self.read_years(&written.years)? else {
            return Ok(DateReading { date: None, note: None });
        };
        let (month, day) = match written.rest {
            MonthAndDay::Known(month, day) => (month, day),
            MonthAndDay::NextYear(month) => {
                if self.column.has_spans() {
                    return Err(span_or_month(year, month));
                }
                (Some(month), None)
            }
            MonthAndDay::FirstOrTenth if self.column.keeps_zeros() => (Some(1), None),
            MonthAndDay::FirstOrTenth => {
                let detail = format!("January {year}, or October {year} if it is a number");
                return Err(Unread::with_detail(FaultKind::NotADate, detail));
            }
            MonthAndDay::EitherOrder(one, other) => match self.order {
                Some(DateOrder::DayFirst) if !self.column.contradicts(DateOrder::DayFirst) => {
                    (Some(other), Some(one))
                }
                Some(DateOrder::MonthFirst) if !self.column.contradicts(DateOrder::MonthFirst) => {
                    (Some(one), Some(other))
                }
                _ => match self.weekday_reading(written, year, one, other) {
                    Some((month, day)) => (Some(month), Some(day)),
                    None => return Err(two_readings(year, one, other)),
                },
            },
        };
        let date = Date::from_parts(year, month, day).ok_or_else(|| no_such_day(year, month))?;
        for era in written.years.iter().filter_map(|year| year.era) {
            check_days(era, date)?;
        }
        let date = date.with_doubt(written.doubt);
        check_weekday(written, date)?;
        check_instant(written, date)?;
        let is_other_era = |year: &WrittenYear| !matches!(year.era, None | Some(Era::Common));
        let note = if written.years.iter().any(is_other_era) {
            Some(DateNote::Era)
        } else {
            written.clock.map(|_| DateNote::Time)
        };
        Ok(DateReading { date: Some(date), note })
    }

    /// Returns the month and the day if only one of two readings has the day of the week that is written, and
    /// no order is named.
    fn weekday_reading(
        &self,
        written: &WrittenDate,
        year: i32,
        one: u32,
        other: u32,
    ) -> Option<(u32, u32)> {
        let weekday = written.weekday.filter(|_| self.order.is_none())?;
        let has_weekday = |(month, day): (u32, u32)| {
            let day = Day::from_ymd_opt(year, month, day);
            day.is_some_and(|day| day.weekday().number_from_monday() == weekday)
        };
        match [(other, one), (one, other)] {
            [first, second] if has_weekday(first) && !has_weekday(second) => Some(first),
            [first, second] if has_weekday(second) && !has_weekday(first) => Some(second),
            _ => None,
        }
    }

    /// Returns the year in the common era; `None` if it means that there is no date.
    fn read_years(&self, years: &[WrittenYear]) -> Result<Option<i32>, Unread> {
        let mut first = None;
        for written in years {
            let year = match written.era {
                // The years that databases store if there is no date.
                None if written.digits == 4 && matches!(written.number, 1 | 9999) => {
                    return Ok(None);
                }
                None if written.digits <= 2 => return Err(Unread::new(FaultKind::ShortYear)),
                None if written.digits != 4 => return Err(self.out_of_range(written.number)),
                None => i32::try_from(written.number).unwrap_or(i32::MAX),
                Some(era) => common_year(era, written.number, self.today)?,
            };
            self.check_year(year, written.era)?;
            match first {
                None => first = Some(year),
                Some(first) if first == year => {}
                Some(first) => {
                    let detail = format!("the years are {first} and {year}");
                    return Err(Unread::with_detail(FaultKind::Contradiction, detail));
                }
            }
        }
        Ok(first)
    }

    fn check_year(&self, year: i32, era: Option<Era>) -> Result<(), Unread> {
        if (self.min_year..=self.max_year()).contains(&year) {
            return Ok(());
        }
        let is_common = matches!(era, None | Some(Era::Common));
        let written = u32::try_from(year).ok().filter(|_| is_common);
        Err(self.out_of_range(written.unwrap_or_default()))
    }

    fn max_year(&self) -> i32 {
        self.today.year() + MAX_YEARS_AHEAD
    }

    fn out_of_range(&self, year: u32) -> Unread {
        let detail = likely_year(year, self.today)
            .unwrap_or_else(|| format!("years run from {} to {}", self.min_year, self.max_year()));
        Unread::with_detail(FaultKind::YearOutOfRange, detail)
    }
}

fn two_readings(year: i32, one: u32, other: u32) -> Unread {
    let dates =
        [(other, one), (one, other)].map(|(month, day)| Day::from_ymd_opt(year, month, day));
    let dates: Vec<String> = dates.into_iter().flatten().map(in_words).collect();
    Unread::with_detail(FaultKind::TwoReadings, dates.join(" or "))
}

fn in_words(day: Day) -> String {
    day.format("%-d %B %Y").to_string()
}

fn span_or_month(year: i32, month: u32) -> Unread {
    let as_month = Day::from_ymd_opt(year, month, 1).map(|day| day.format("%B %Y").to_string());
    let detail = format!("{year} to {} or {}", year + 1, as_month.unwrap_or_default());
    Unread::with_detail(FaultKind::SpanOfTime, detail)
}

fn no_such_day(year: i32, month: Option<u32>) -> Unread {
    let month = Date::from_parts(year, month, None).filter(|_| month.is_some());
    let detail = month.map_or_else(
        || "months run from 1 to 12".to_owned(),
        |month| format!("that month has {} days", month.last().day()),
    );
    Unread::with_detail(FaultKind::NoSuchDay, detail)
}

/// Fails if the day of the week that is written is not that of the date: one of them is wrong.
fn check_weekday(written: &WrittenDate, date: Date) -> Result<(), Unread> {
    let Some(weekday) = written.weekday.filter(|_| date.precision() == Precision::Day) else {
        return Ok(());
    };
    let day = date.first();
    if day.weekday().number_from_monday() == weekday {
        return Ok(());
    }
    let detail = format!("{} is a {}", in_words(day), day.format("%A"));
    Err(Unread::with_detail(FaultKind::Contradiction, detail))
}

/// Fails if the date is an instant in UTC that may be another day in the time zone of the sheet.
fn check_instant(written: &WrittenDate, date: Date) -> Result<(), Unread> {
    let Some(other) = written.clock.and_then(Clock::other_day) else { return Ok(()) };
    let day = date.first();
    let days = match other {
        OtherDay::Before => ("P1D".parse().ok().and_then(|one| back(day, one)), Some(day)),
        OtherDay::After => (Some(day), day_after(day)),
    };
    let detail = match days {
        (Some(one), Some(other)) => format!("{one} or {other}"),
        _ => String::new(),
    };
    Err(Unread::with_detail(FaultKind::TwoDays, detail))
}
