//! The form of one date in a text, before any rule about it is applied.

use super::clock::{Clock, split_clock};
use super::era::WrittenYear;
use super::parts::{DateNumber, ParsedParts};
use super::tokens::{DateToken, Number};
use crate::domain::Doubt;
use crate::exchange::import::unread::{FaultKind, Unread};

/// The order in which a sheet writes the numbers of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::Display)]
pub enum DateOrder {
    /// `28/7/2020`.
    #[strum(serialize = "dmy")]
    DayFirst,
    /// `7/28/2020`.
    #[strum(serialize = "mdy")]
    MonthFirst,
    /// `2020/7/28`.
    #[strum(serialize = "ymd")]
    YearFirst,
}

/// What a text has the form of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DateForm {
    /// A date.
    Written(WrittenDate),
    /// The day number of a spreadsheet.
    Serial(u32),
    /// A date that means none: `0000-00-00`.
    Zeros,
}

/// A date as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct WrittenDate {
    /// The year; several if it is written in more than one era.
    pub(super) years: Vec<WrittenYear>,
    /// The month and the day.
    pub(super) rest: MonthAndDay,
    /// The order of its numbers, if they can be read in one order only.
    pub(super) shows: Option<DateOrder>,
    /// The day of the week, from Monday, 1.
    pub(super) weekday: Option<u32>,
    /// The time of day.
    pub(super) clock: Option<Clock>,
    /// The doubt behind it.
    pub(super) doubt: Option<Doubt>,
}

/// The month and the day as they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum MonthAndDay {
    /// As far as they are known.
    Known(Option<u32>, Option<u32>),
    /// Two numbers up to 12, each of which may be the month.
    EitherOrder(u32, u32),
    /// A month that is also the next year with two digits: `2010-11`.
    NextYear(u32),
    /// January, or October if the text was a number and has lost its zero: `2020.1`.
    FirstOrTenth,
}

/// Returns the form of a date; fails if the text has none, or one that is never read.
pub(super) fn parse_form(tokens: &[DateToken]) -> Result<DateForm, Unread> {
    let not_a_date = || Unread::new(FaultKind::NotADate);
    if number_count(tokens) == 0 {
        return Err(not_a_date());
    }
    let (tokens, clock) = split_clock(tokens).ok_or_else(not_a_date)?;
    let (tokens, doubt) = match tokens {
        [before @ .., DateToken::Mark('?')] => (before, Some(Doubt::Uncertain)),
        [before @ .., DateToken::Mark('~')] => (before, Some(Doubt::Approximate)),
        _ => (tokens, None),
    };
    let tokens = tokens.strip_suffix(&[DateToken::Space]).unwrap_or(tokens);
    let mut parts = ParsedParts::collect(tokens)?;
    if let Some(year) = parts.foreign_year {
        return Ok(written(vec![year], MonthAndDay::Known(None, None), None));
    }
    let bracketed_years = std::mem::take(&mut parts.bracketed_years);
    let weekday = parts.weekday;
    let is_numeric = parts.is_numeric();
    // In Korean and Japanese, a wave behind a date in numbers begins a span.
    let has_dashes =
        parts.numbers.iter().all(|number| matches!(number.separator, None | Some('-')));
    if doubt == Some(Doubt::Approximate) && is_numeric && !has_dashes {
        return Err(not_a_date());
    }
    let form = if is_numeric { from_numbers(&parts)? } else { from_words(parts)? };
    let DateForm::Written(mut date) = form else {
        return if doubt.is_none() && bracketed_years.is_empty() {
            Ok(form)
        } else {
            Err(not_a_date())
        };
    };
    if is_decimal(tokens) && date.rest == MonthAndDay::Known(Some(1), None) {
        date.rest = MonthAndDay::FirstOrTenth;
    }
    let has_day =
        matches!(date.rest, MonthAndDay::Known(_, Some(_)) | MonthAndDay::EitherOrder(..));
    if !has_day && (clock.is_some() || weekday.is_some()) {
        return Err(not_a_date());
    }
    date.years.extend(bracketed_years);
    date.weekday = weekday;
    date.clock = clock;
    date.doubt = doubt;
    Ok(DateForm::Written(date))
}

/// Returns how many numbers there are; every date has one at least.
pub(super) fn number_count(tokens: &[DateToken]) -> usize {
    tokens.iter().filter(|token| matches!(token, DateToken::Number(_))).count()
}

/// Returns true for `2020.1`, which is also how a spreadsheet shows the number 2020.10.
fn is_decimal(tokens: &[DateToken]) -> bool {
    matches!(
        tokens,
        [DateToken::Number(_), DateToken::Mark('.'), DateToken::Number(Number { digits: 1, .. })]
    )
}

fn written(years: Vec<WrittenYear>, rest: MonthAndDay, shows: Option<DateOrder>) -> DateForm {
    DateForm::Written(WrittenDate { years, rest, shows, weekday: None, clock: None, doubt: None })
}

/// The reason of a date that has a day and a month, and no year with four digits.
const YEAR_MISSING: &str = "the year is missing";

/// Returns the date of a text with the name of a month, or with signs such as 年 behind its numbers.
fn from_words(parts: ParsedParts) -> Result<DateForm, Unread> {
    let not_a_date = || Unread::new(FaultKind::NotADate);
    let ParsedParts { mut years, month, mut day, numbers, .. } = parts;
    let mut small = Vec::new();
    for number in &numbers {
        if number.may_be_year() && years.is_empty() {
            years.push((*number).into());
        } else if number.digits <= 2 && number.era.is_none() {
            small.push(*number);
        } else {
            return Err(not_a_date());
        }
    }
    match (years.is_empty(), small.as_slice()) {
        (false, []) => {}
        (false, [number]) if day.is_none() => day = Some(number.value),
        (true, [_, _]) if month.is_some() && day.is_none() => {
            return Err(Unread::new(FaultKind::ShortYear));
        }
        (true, [number]) if month.is_some() => {
            // `Jul-20` is a month of a year without its century, `20 July` a day without a year.
            let is_year =
                day.is_some() || (number.digits == 2 && number.is_after_month && !number.is_day);
            return Err(if is_year {
                Unread::new(FaultKind::ShortYear)
            } else {
                Unread::with_detail(FaultKind::NotADate, YEAR_MISSING)
            });
        }
        (true, []) if month.is_some() && day.is_some() => {
            return Err(Unread::with_detail(FaultKind::NotADate, YEAR_MISSING));
        }
        _ => return Err(not_a_date()),
    }
    if month.is_none() && day.is_some() {
        return Err(not_a_date());
    }
    Ok(written(years, MonthAndDay::Known(month, day), None))
}

/// Returns the date of a text of numbers with one kind of sign between them.
fn from_numbers(parts: &ParsedParts) -> Result<DateForm, Unread> {
    let numbers = parts.numbers.as_slice();
    let not_a_date = || Unread::new(FaultKind::NotADate);
    let mut separators = numbers.iter().skip(1).map(|number| number.separator);
    let separator = separators.next().flatten();
    let is_spaced = separator == Some(' ');
    let is_even = separators.all(|other| other == separator);
    let is_known = matches!(separator, Some('/' | '-' | '.' | ' '));
    if !is_even || (numbers.len() > 1 && !is_known) {
        return Err(not_a_date());
    }
    if numbers.len() > 1 && numbers.iter().all(|number| number.value == 0) {
        return Ok(DateForm::Zeros);
    }
    match *numbers {
        [number] => from_one_number(number),
        // A program may write every number with a fraction.
        [number, DateNumber { value: 0, digits: 1, .. }] if separator == Some('.') => {
            from_one_number(number)
        }
        // A fraction is the time of day.
        [number @ DateNumber { digits: 5, era: None, .. }, _] if separator == Some('.') => {
            Ok(DateForm::Serial(number.value))
        }
        // `H1 2020` is the first half of a year.
        [one, other] if one.has_letter && other.may_be_year() => {
            Err(Unread::new(FaultKind::SpanOfTime))
        }
        [one, other] if !is_spaced => from_two_numbers(one, other),
        [year, month, day] if year.may_be_year() && month.is_short() && day.is_short() => {
            Ok(written(vec![year.into()], known(month.value, day.value)?, None))
        }
        [one, other, year] if year.may_be_year() && one.is_short() && other.is_short() => {
            from_either_order(one, other, year)
        }
        [one, other, year] if [one, other, year].iter().all(DateNumber::is_short) && !is_spaced => {
            Err(Unread::new(FaultKind::ShortYear))
        }
        _ => Err(not_a_date()),
    }
}

/// Returns the date of `2020`, `20200728`, `令和2` or the day number of a spreadsheet.
fn from_one_number(number: DateNumber) -> Result<DateForm, Unread> {
    let has_named_era = number.era.is_some() && !number.has_letter;
    match number.digits {
        5 if number.era.is_none() => Ok(DateForm::Serial(number.value)),
        // The basic form of ISO 8601; were it day, month and year, its month would be 19 or 20.
        8 if number.era.is_none() => {
            let year = WrittenYear { number: number.value / 10_000, digits: 4, era: None };
            let rest = known(number.value / 100 % 100, number.value % 100);
            // Any other number may have eight digits, too.
            let is_likely_date = (1800..2200).contains(&year.number);
            let why = |why| if is_likely_date { why } else { Unread::new(FaultKind::NotADate) };
            Ok(written(vec![year], rest.map_err(why)?, None))
        }
        3 | 4 if !number.has_letter => {
            Ok(written(vec![number.into()], MonthAndDay::Known(None, None), None))
        }
        1 | 2 if has_named_era => {
            Ok(written(vec![number.into()], MonthAndDay::Known(None, None), None))
        }
        _ => Err(Unread::new(FaultKind::NotADate)),
    }
}

/// Returns the date of `2020-07` or `7/2020`.
fn from_two_numbers(one: DateNumber, other: DateNumber) -> Result<DateForm, Unread> {
    let span = || Err(Unread::new(FaultKind::SpanOfTime));
    let dated = |year: DateNumber, rest| {
        let is_year_first = year == one && year.era.is_none();
        let shows = is_year_first.then_some(DateOrder::YearFirst);
        Ok(written(vec![year.into()], rest, shows))
    };
    if one.digits == 4 && other.digits == 4 {
        return span();
    }
    if one.may_be_year() && other.is_short() {
        let month = other.value;
        let is_next_year = one.era.is_none() && other.digits == 2 && (one.value + 1) % 100 == month;
        return match month {
            1..=12 if is_next_year => dated(one, MonthAndDay::NextYear(month)),
            1..=12 => dated(one, MonthAndDay::Known(Some(month), None)),
            0 if !is_next_year => dated(one, MonthAndDay::Known(None, None)),
            // `2012-13`, `2012-15` and `1999-00` are years.
            _ if is_next_year || (other.digits == 2 && month > one.value % 100) => span(),
            _ => Err(no_such_month()),
        };
    }
    if one.is_short() && other.may_be_year() {
        return match one.value {
            1..=12 => dated(other, MonthAndDay::Known(Some(one.value), None)),
            0 => dated(other, MonthAndDay::Known(None, None)),
            _ => Err(no_such_month()),
        };
    }
    if one.is_short() && other.is_short() {
        return Err(Unread::with_detail(FaultKind::NotADate, YEAR_MISSING));
    }
    Err(Unread::new(FaultKind::NotADate))
}

/// Returns the date of two numbers before a year.
fn from_either_order(
    one: DateNumber,
    other: DateNumber,
    year: DateNumber,
) -> Result<DateForm, Unread> {
    let years = vec![year.into()];
    let day_first = || known(other.value, one.value);
    let month_first = || known(one.value, other.value);
    let shown = |order: DateOrder, rest| Ok(written(years.clone(), rest, Some(order)));
    let is_day_first = one.is_day || (1..=12).contains(&other.value) && one.value > 12;
    let is_month_first = other.is_day || (1..=12).contains(&one.value) && other.value > 12;
    match (is_day_first, is_month_first) {
        (true, true) => Err(Unread::new(FaultKind::NotADate)),
        (true, false) => shown(DateOrder::DayFirst, day_first()?),
        (false, true) => shown(DateOrder::MonthFirst, month_first()?),
        // A day that is not known, with the month on either side.
        (false, false) if one.value == 0 => Ok(written(years, day_first()?, None)),
        (false, false) if other.value == 0 => Ok(written(years, month_first()?, None)),
        (false, false) if one.value > 12 => Err(no_such_month()),
        (false, false) if one.value == other.value => Ok(written(years, day_first()?, None)),
        (false, false) => {
            Ok(written(years, MonthAndDay::EitherOrder(one.value, other.value), None))
        }
    }
}

/// Returns a month and a day; a day of 0, or both, are not known.
fn known(month: u32, day: u32) -> Result<MonthAndDay, Unread> {
    let given = |number: u32| (number != 0).then_some(number);
    if month > 12 || (month == 0 && day != 0) {
        return Err(no_such_month());
    }
    Ok(MonthAndDay::Known(given(month), given(day)))
}

fn no_such_month() -> Unread {
    Unread::with_detail(FaultKind::NoSuchDay, "months run from 1 to 12")
}
