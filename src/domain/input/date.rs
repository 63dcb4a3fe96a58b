//! Dates, as a person types them.

use super::duration::parse_duration;
use crate::domain::counting::{back, last_day};
use crate::domain::date::{Date, Day, Doubt, Precision, RecordedDate, why_none};
use crate::domain::parse_error::ParseError;
use crate::domain::term::Basis;

/// What [`parse_date`] accepts.
pub const ACCEPTED_DATES: &str =
    "a date such as 2022-07-04, 2022-07, 2022, `4 July 2022`, today or +3m";

/// What [`parse_day`] accepts.
pub const ACCEPTED_DAYS: &str = "one whole day such as 2022-07-04, `4 July 2022`, today or +3m";

/// What [`parse_recorded_date`] accepts.
pub const ACCEPTED_RECORDED_DATES: &str =
    "a date such as 2022-07-04, 2022-07, 2022, `4 July 2022` or today, or unknown";

/// What [`parse_effective_date`] accepts.
pub const ACCEPTED_EFFECTIVE_DATES: &str =
    "a date such as 2022-07-04, 2022-07, 2022, `4 July 2022` or today, or unknown or pending";

/// Reads a date as a person types it: `2022-07-04`, `2022-07`, `2022`, `4 July 2022`, `4 Jul 2022`,
/// `July 4, 2022`, `July 2022`, each with an optional `?` or `~`; `today`, `yesterday`, `tomorrow`;
/// `+3m`, `-1y`, counted from `today`, to the last day of a month that is too short. Capitals or not.
///
/// Fails on anything else, on what is not on the calendar, and past the years 1 to 9999. What could
/// be two days, such as `04/07/2022`, is refused with both.
///
/// ```
/// use mou::domain::{Date, Day, input};
///
/// let today: Day = "2022-08-31".parse::<Date>()?.first();
/// assert_eq!(input::parse_date("July 4, 2022", today)?.to_string(), "2022-07-04");
/// assert_eq!(input::parse_date("+6m", today)?.to_string(), "2023-02-28");
/// assert_eq!(
///     input::parse_date("04/07/2022", today).unwrap_err().to_string(),
///     "`04/07/2022` could be 2022-07-04 or 2022-04-07",
/// );
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub fn parse_date(text: &str, today: Day) -> Result<Date, ParseError> {
    let text = text.trim();
    for (word, beside) in
        [("today", Some(today)), ("yesterday", today.pred_opt()), ("tomorrow", today.succ_opt())]
    {
        if text.eq_ignore_ascii_case(word) {
            return beside.and_then(Date::from_day).ok_or_else(|| beyond(text));
        }
    }
    if let Some(length) = text.strip_prefix(['+', '-']) {
        let length = parse_duration(length).map_err(|why| no_date(text, &format!(": {why}")))?;
        let there = if text.starts_with('+') {
            last_day(today, length.into(), Basis::From)
        } else {
            back(today, length)
        };
        return there.and_then(Date::from_day).ok_or_else(|| beyond(text));
    }
    let (plain, doubt) = match text.strip_suffix('?') {
        Some(plain) => (plain.trim_end(), Some(Doubt::Uncertain)),
        None => match text.strip_suffix('~') {
            Some(plain) => (plain.trim_end(), Some(Doubt::Approximate)),
            None => (text, None),
        },
    };
    let (year, month, day) = parts_of(text, plain)?;
    Date::from_parts(year, month, day)
        .map(|date| date.with_doubt(doubt))
        .ok_or_else(|| no_date(text, &why_none(year, month)))
}

/// Reads one whole, certain day, as [`parse_date`] does.
///
/// Fails if [`parse_date`] does, and on a month, a year, and what is marked `?` or `~`.
pub fn parse_day(text: &str, today: Day) -> Result<Day, ParseError> {
    let date = parse_date(text, today)?;
    if date.is_certain_day() {
        return Ok(date.first());
    }
    let text = text.trim();
    Err(ParseError::new(match (date.precision(), date.doubt()) {
        (Precision::Year, _) => format!("`{text}` is a year, not one day"),
        (Precision::Month, _) => format!("`{text}` is a month, not one day"),
        (Precision::Day, Some(Doubt::Approximate)) => {
            format!("`{text}` is an approximate day, not a certain one")
        }
        (Precision::Day, _) => format!("`{text}` is not certain to be that day"),
    }))
}

/// Reads a day of coming into effect: as [`parse_recorded_date`], or `pending`, capitals or not.
///
/// Fails if [`parse_date`] does.
pub fn parse_effective_date(text: &str, today: Day) -> Result<RecordedDate, ParseError> {
    if text.trim().eq_ignore_ascii_case("pending") {
        return Ok(RecordedDate::Pending);
    }
    parse_recorded_date(text, today)
}

/// Reads a date as [`parse_date`] does, or `unknown`, capitals or not.
///
/// Fails if [`parse_date`] does.
pub fn parse_recorded_date(text: &str, today: Day) -> Result<RecordedDate, ParseError> {
    if text.trim().eq_ignore_ascii_case("unknown") {
        return Ok(RecordedDate::Unknown);
    }
    parse_date(text, today).map(RecordedDate::Known)
}

fn beyond(text: &str) -> ParseError {
    ParseError::new(format!("`{text}` is not in the years 0001 to 9999"))
}

/// The months, as they are written out; three letters of each are enough.
const MONTH_NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A year, and as far as they are known its month and the day of that.
type Parts = (i32, Option<u32>, Option<u32>);

/// Parses the year, month and day of `plain`: `text` without its `?` or `~`.
fn parts_of(text: &str, plain: &str) -> Result<Parts, ParseError> {
    if plain.contains(char::is_alphabetic) {
        return parts_of_words(text, plain);
    }
    let separators: Vec<&str> = plain.matches(['-', '/', '.']).collect();
    let is_iso = separators.iter().all(|separator| *separator == "-");
    let is_even = separators.windows(2).all(|two| two[0] == two[1]);
    let numbers: Option<Vec<(usize, u32)>> = plain
        .split(['-', '/', '.'])
        .map(|digits| is_number(digits).then(|| (digits.len(), of(digits))))
        .collect();
    let Some(numbers) = numbers.filter(|_| is_even) else {
        return Err(no_date(text, ""));
    };
    match *numbers.as_slice() {
        [(4, year)] => Ok((as_year(year), None, None)),
        [(4, year), (2, month)] if is_iso => Ok((as_year(year), Some(month), None)),
        [(4, year), (2, month), (2, day)] if is_iso => Ok((as_year(year), Some(month), Some(day))),
        [(4, year), (1..=2, month), (1..=2, day)] => {
            Err(readings(text, &[(as_year(year), Some(month), Some(day))]))
        }
        [(4, year), (1..=2, month)] | [(1..=2, month), (4, year)] => {
            Err(readings(text, &[(as_year(year), Some(month), None)]))
        }
        [(1..=2, one), (1..=2, other), (4, year)] => {
            let year = as_year(year);
            Err(readings(text, &[(year, Some(other), Some(one)), (year, Some(one), Some(other))]))
        }
        [(1..=2, _), (1..=2, _), (1..=2, _)] => Err(no_date(text, ": a year has four digits")),
        _ => Err(no_date(text, "")),
    }
}

/// Reads `4 July 2022`, `July 4, 2022` or `July 2022`.
fn parts_of_words(text: &str, plain: &str) -> Result<Parts, ParseError> {
    let words: Vec<&str> = plain
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
        .collect();
    let (day, month, year) = match words.as_slice() {
        [month, year] if is_year(year) => (None, month_called(month), year),
        [day, month, year] if is_day(day) && is_year(year) => {
            (Some(day), month_called(month), year)
        }
        [month, day, year] if is_day(day) && is_year(year) => {
            (Some(day), month_called(month), year)
        }
        [one, other] if month_called(one).is_some() || month_called(other).is_some() => {
            return Err(no_date(text, ": the year is missing, in four digits"));
        }
        _ => return Err(no_date(text, "")),
    };
    let month = month.ok_or_else(|| no_date(text, ""))?;
    Ok((as_year(of(year)), Some(month), day.map(|day| of(day))))
}

/// Returns the number of the month of this name: whole, of three letters, or `Sept`.
#[must_use]
pub fn month_called(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let is_short = word.len() == 3 || word == "sept";
    (1..).zip(MONTH_NAMES).find_map(|(number, month)| {
        (month == word || (is_short && month.starts_with(&word))).then_some(number)
    })
}

fn is_number(digits: &str) -> bool {
    !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && is_number(word)
}

fn is_day(word: &str) -> bool {
    word.len() <= 2 && is_number(word)
}

/// Returns the number that the digits make; of more than it can hold, the largest.
fn of(digits: &str) -> u32 {
    digits.parse().unwrap_or(u32::MAX)
}

fn as_year(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Returns the error for a date that can be read in several ways: it lists them, year first.
fn readings(text: &str, possible: &[Parts]) -> ParseError {
    let mut dates: Vec<Date> = possible
        .iter()
        .filter_map(|&(year, month, day)| Date::from_parts(year, month, day))
        .collect();
    dates.dedup();
    match dates.as_slice() {
        [] => no_date(text, ""),
        [only] => ParseError::new(format!("`{text}` must be written {only}")),
        [one, other, ..] => ParseError::new(format!("`{text}` could be {one} or {other}")),
    }
}

/// Returns the complaint about `text`, with the reason behind it.
fn no_date(text: &str, why: &str) -> ParseError {
    ParseError::new(format!("`{text}` is not a date{why}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn today() -> Day {
        "2022-08-31".parse::<Date>().unwrap().first()
    }

    #[test]
    fn a_date_is_read_in_every_form_that_names_one_day_month_or_year() {
        for (typed, written) in [
            ("2022-07-04", "2022-07-04"),
            ("2022-07", "2022-07"),
            ("2022", "2022"),
            ("2022-07-04?", "2022-07-04?"),
            ("2022-07~", "2022-07~"),
            ("2022 ~", "2022~"),
            ("4 July 2022", "2022-07-04"),
            ("04 July 2022", "2022-07-04"),
            ("4 Jul 2022", "2022-07-04"),
            ("4 JULY 2022?", "2022-07-04?"),
            ("July 4, 2022", "2022-07-04"),
            ("July 4 2022", "2022-07-04"),
            ("july 4,2022~", "2022-07-04~"),
            ("July 2022", "2022-07"),
            ("July, 2022?", "2022-07?"),
            ("9 Sept 2022", "2022-09-09"),
            ("9 Sep 2022", "2022-09-09"),
            ("May 2022", "2022-05"),
            ("29 February 2024", "2024-02-29"),
            (" 2022-07-04 ", "2022-07-04"),
            ("today", "2022-08-31"),
            ("Yesterday", "2022-08-30"),
            ("tomorrow", "2022-09-01"),
            ("+3m", "2022-11-30"),
            ("+6m", "2023-02-28"),
            ("-1y", "2021-08-31"),
            ("+1m1d", "2022-10-01"),
            ("-2w", "2022-08-17"),
            ("+18 months", "2024-02-29"),
        ] {
            assert_eq!(
                parse_date(typed, today()).map(|read| read.to_string()),
                Ok(written.to_owned())
            );
        }
    }

    #[test]
    fn what_is_no_date_or_could_be_two_is_refused_with_the_reason() {
        for (typed, reason) in [
            ("", "`` is not a date"),
            ("?", "`?` is not a date"),
            ("04/07/2022", "`04/07/2022` could be 2022-07-04 or 2022-04-07"),
            ("04.07.2022", "`04.07.2022` could be 2022-07-04 or 2022-04-07"),
            ("04-07-2022", "`04-07-2022` could be 2022-07-04 or 2022-04-07"),
            ("4/7/2022", "`4/7/2022` could be 2022-07-04 or 2022-04-07"),
            ("04/07/2022?", "`04/07/2022?` could be 2022-07-04 or 2022-04-07"),
            ("25/12/2022", "`25/12/2022` must be written 2022-12-25"),
            ("12/25/2022", "`12/25/2022` must be written 2022-12-25"),
            ("04/04/2022", "`04/04/2022` must be written 2022-04-04"),
            ("2022/07/04", "`2022/07/04` must be written 2022-07-04"),
            ("2022-7-4", "`2022-7-4` must be written 2022-07-04"),
            ("2022.07", "`2022.07` must be written 2022-07"),
            ("07/2022", "`07/2022` must be written 2022-07"),
            ("32/13/2022", "`32/13/2022` is not a date"),
            ("04/07-2022", "`04/07-2022` is not a date"),
            ("04/07/22", "`04/07/22` is not a date: a year has four digits"),
            ("20220704", "`20220704` is not a date"),
            ("2022-02-30", "`2022-02-30` is not a date: that month has 28 days"),
            ("30 February 2024", "`30 February 2024` is not a date: that month has 29 days"),
            ("2022-13", "`2022-13` is not a date: months run from 01 to 12"),
            ("0000", "`0000` is not a date: years run from 0001 to 9999"),
            ("999999", "`999999` is not a date"),
            (
                "+262142-12-31",
                "`+262142-12-31` is not a date: `262142-12-31` is not a duration: a number must \
                    be followed by its unit",
            ),
            ("2022 - 07 - 04", "`2022 - 07 - 04` is not a date"),
            ("２０２２-07-04", "`２０２２-07-04` is not a date"),
            ("٤ July 2022", "`٤ July 2022` is not a date"),
            ("4 July", "`4 July` is not a date: the year is missing, in four digits"),
            ("July 4", "`July 4` is not a date: the year is missing, in four digits"),
            ("high noon", "`high noon` is not a date"),
            ("4 5", "`4 5` is not a date"),
            ("July 4, 22", "`July 4, 22` is not a date"),
            ("4 Juli 2022", "`4 Juli 2022` is not a date"),
            ("4 Ju 2022", "`4 Ju 2022` is not a date"),
            ("J 2022", "`J 2022` is not a date"),
            ("someday", "`someday` is not a date"),
            ("today?", "`today?` is not a date"),
            ("unknown", "`unknown` is not a date"),
            ("2022??", "`2022??` is not a date"),
            ("+", "`+` is not a date: `` is not a duration"),
            ("+3s", "`+3s` is not a date: `3s` is not a duration: the shortest unit is a day"),
            ("+0d", "`+0d` is not a date: `0d` is of zero length"),
            ("--1y", "`--1y` is not a date: `-1y` is not a duration"),
            ("+1000y+1000y", "`+1000y+1000y` is not a date: `1000y+1000y` is not a duration"),
        ] {
            assert_eq!(parse_date(typed, today()).unwrap_err().to_string(), reason);
        }
    }

    #[test]
    fn the_calendar_has_two_ends() {
        let first = "0001-01-01".parse::<Date>().unwrap().first();
        let last = "9999-12-31".parse::<Date>().unwrap().first();
        for (typed, today) in [
            ("yesterday", first),
            ("-1d", first),
            ("-1000y", first),
            ("tomorrow", last),
            ("+1d", last),
            ("+1000y", last),
        ] {
            let refused = parse_date(typed, today).unwrap_err().to_string();
            assert_eq!(refused, format!("`{typed}` is not in the years 0001 to 9999"));
        }
    }

    #[test]
    fn one_day_is_no_month_no_year_and_not_in_doubt() {
        assert_eq!(parse_day("4 July 2022", today()).unwrap().to_string(), "2022-07-04");
        assert_eq!(parse_day("today", today()), Ok(today()));
        for (typed, reason) in [
            ("2022-07", "`2022-07` is a month, not one day"),
            ("2022?", "`2022?` is a year, not one day"),
            ("2022-07-04?", "`2022-07-04?` is not certain to be that day"),
            ("2022-07-04~", "`2022-07-04~` is an approximate day, not a certain one"),
            ("2022-02-30", "`2022-02-30` is not a date: that month has 28 days"),
        ] {
            assert_eq!(parse_day(typed, today()).unwrap_err().to_string(), reason);
        }
    }

    #[test]
    fn a_stated_date_may_be_unknown() {
        assert_eq!(parse_recorded_date("Unknown", today()), Ok(RecordedDate::Unknown));
        assert_eq!(
            parse_recorded_date("2022-07", today()),
            parse_date("2022-07", today()).map(RecordedDate::Known)
        );
        assert_eq!(
            parse_recorded_date("never", today()).unwrap_err().to_string(),
            "`never` is not a date"
        );
    }

    fn any_date() -> impl Strategy<Value = Date> {
        let doubt =
            prop_oneof![Just(None), Just(Some(Doubt::Uncertain)), Just(Some(Doubt::Approximate)),];
        let month = proptest::option::of((1_u32..=12, proptest::option::of(1_u32..=31)));
        (1..=9999, month, doubt).prop_filter_map("no such day", |(year, month, doubt)| {
            Date::from_parts(year, month.map(|of| of.0), month.and_then(|of| of.1))
                .map(|date| date.with_doubt(doubt))
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(written in any_date()) {
            prop_assert_eq!(parse_date(&written.to_string(), today()), Ok(written));
            prop_assert_eq!(written.to_string().parse(), Ok(written));
            let stands = RecordedDate::Known(written);
            prop_assert_eq!(parse_recorded_date(&stands.to_string(), today()), Ok(stands));
        }

        #[test]
        fn no_text_makes_the_reader_panic(
            text in "\\PC*|[-+0-9/.?~ ]*|[0-9]{1,2} [A-Za-z]{3,9} [0-9]{1,5}",
        ) {
            let _ = (parse_date(&text, today()), parse_day(&text, today()), parse_recorded_date(&text, today()));
        }
    }
}
