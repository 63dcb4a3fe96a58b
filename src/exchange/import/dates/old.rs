//! The former reading of dates, until all callers use the new one.

use calamine::{ExcelDateTime, ExcelDateTimeType};
use chrono::Datelike;

use super::form::DateOrder;
use super::reading::DateNote;
use crate::domain::{Date, Day, input};

/// How a cell of a date column reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateCell {
    /// A date, and what a note says about it.
    Date(Date, Option<DateNote>),
    /// A date that means none, such as `31.12.9999` or `0000-00-00`.
    Empty,
    /// One of two dates: the day first, or the month.
    Either(Date, Date),
    /// No date, for this reason.
    Unreadable(String),
}

/// Parses the text of a cell as a date.
///
/// Numbers with the day or the month first are read in `order`; without it, only if there is one way
/// to read them. Relative dates such as `today` are not read. With `has_1904_dates` the workbook
/// counts its days from 1904.
#[must_use]
pub fn parse_date(text: &str, order: Option<DateOrder>, has_1904_dates: bool) -> DateCell {
    let text = text.trim();
    if let Ok(date) = text.parse::<Date>() {
        return empty_date(date).unwrap_or(DateCell::Date(date, None));
    }
    if let Some(date) = before_time(text) {
        return match parse_date(date, order, has_1904_dates) {
            DateCell::Date(date, None) => DateCell::Date(date, Some(DateNote::Time)),
            other => other,
        };
    }
    if !text.contains(char::is_alphabetic) {
        return parse_numbers(text, order, has_1904_dates);
    }
    parse_words(text)
}

/// Returns the date before a time of day: `2020-07-28T10:00:00Z`, `2020-07-28 00:00:00`,
/// `7/28/2020 12:00:00 AM`.
fn before_time(text: &str) -> Option<&str> {
    let at = text.find([' ', 'T']).filter(|at| text.as_bytes()[..*at].iter().all(u8::is_ascii))?;
    let (date, time) = (&text[..at], text[at + 1..].trim());
    let half = time.len().checked_sub(2).and_then(|at| time.get(at..)).unwrap_or_default();
    let is_half = half.eq_ignore_ascii_case("am") || half.eq_ignore_ascii_case("pm");
    let time = if is_half { time[..time.len() - 2].trim_end() } else { time };
    let (hour, rest) = time.split_once(':')?;
    let is_hour = (1..=2).contains(&hour.len()) && hour.bytes().all(|b| b.is_ascii_digit());
    let is_rest =
        rest.len() >= 2 && rest.bytes().all(|b| b.is_ascii_digit() || b":.+-Z".contains(&b));
    let is_date = date.len() > 5 && date.bytes().all(|b| b.is_ascii_digit() || b"/.-".contains(&b));
    (is_hour && is_rest && is_date).then_some(date)
}

/// Returns `Empty` for the years that databases store if there is no date.
fn empty_date(date: Date) -> Option<DateCell> {
    matches!(date.first().year(), 1 | 9999).then_some(DateCell::Empty)
}

/// Words in a date that add nothing to the rest.
const DATE_FILLER_WORDS: [&str; 9] =
    ["of", "the", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Parses `4 July 2022`, `July 4, 2022`, `28-Jul-2020`, `July 28th, 2020`, `Sept. 2021`, `Tuesday, 28th
/// of July 2020`.
fn parse_words(text: &str) -> DateCell {
    let mut plain = String::with_capacity(text.len());
    for word in text.split([' ', '\t', '\n', '\r', '\u{a0}', ',', '-', '/']) {
        let word = word.trim_end_matches('.');
        if word.is_empty()
            || DATE_FILLER_WORDS.iter().any(|filler| word.eq_ignore_ascii_case(filler))
        {
            continue;
        }
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(without_ordinal(word));
    }
    let is_relative = text.starts_with('+')
        || ["today", "yesterday", "tomorrow"].iter().any(|day| text.eq_ignore_ascii_case(day));
    if is_relative {
        return DateCell::Unreadable(format!("`{text}` is not a date"));
    }
    match input::parse_date(&plain, Day::default()) {
        Ok(date) => empty_date(date).unwrap_or(DateCell::Date(date, None)),
        Err(_) if has_short_year(&plain) => {
            DateCell::Unreadable(format!("`{text}` is not a date: a year has four digits"))
        }
        Err(why) => DateCell::Unreadable(match input::parse_date(text, Day::default()) {
            Err(why) => why.to_string(),
            Ok(_) => why.to_string(),
        }),
    }
}

/// Returns true if the text is a day, a month by name and two digits, as in `28 Jul 20`.
fn has_short_year(plain: &str) -> bool {
    let words: Vec<&str> = plain.split(' ').collect();
    let is_short = |word: &str| word.len() == 2 && word.bytes().all(|b| b.is_ascii_digit());
    let is_day = |word: &str| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit());
    let is_month = |word: &str| word.bytes().all(|b| b.is_ascii_alphabetic());
    let [one, other, year] = words.as_slice() else { return false };
    is_short(year.trim_start_matches(['\'', '’']))
        && (is_day(one) && is_month(other) || is_month(one) && is_day(other))
}

fn without_ordinal(word: &str) -> &str {
    let digits = word.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
    let ending = &word[digits.len()..];
    let is_day = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let is_ordinal = ["st", "nd", "rd", "th"].iter().any(|end| ending.eq_ignore_ascii_case(end));
    if is_day && is_ordinal { digits } else { word }
}

/// The most digits of a number in a date, fractions of a day included.
const MAX_NUMBER_DIGITS: usize = 17;

/// Parses `28.7.2020`, `2020/7/28`, `20200728`, `7/2020` and the day number of a spreadsheet.
fn parse_numbers(text: &str, order: Option<DateOrder>, has_1904_dates: bool) -> DateCell {
    let unreadable = |why: &str| DateCell::Unreadable(format!("`{text}` is not a date{why}"));
    let (plain, doubt) = match text.strip_suffix('?') {
        Some(plain) => (plain, "?"),
        None => (text, ""),
    };
    let mut parts = Vec::with_capacity(3);
    let mut separators = plain.matches(['/', '.', '-']);
    let separator = separators.next();
    if separators.any(|other| Some(other) != separator) {
        return unreadable("");
    }
    for part in plain.split(['/', '.', '-']) {
        let part = part.trim();
        if part.is_empty()
            || part.len() > MAX_NUMBER_DIGITS
            || !part.bytes().all(|b| b.is_ascii_digit())
        {
            return unreadable("");
        }
        parts.push((part.len(), part.parse::<u32>().unwrap_or(u32::MAX)));
    }
    if parts.len() > 1 && parts.iter().all(|(_, number)| *number == 0) {
        return DateCell::Empty;
    }
    let date = |year: u32, month: u32, day: Option<u32>| {
        Date::from_parts(i32::try_from(year).ok()?, Some(month), day)
            .and_then(|date| format!("{date}{doubt}").parse().ok())
    };
    let only = |date: Option<Date>| match date {
        // The error for a typed date gives the reason, such as the days of that month.
        None => input::parse_date(text, Day::default())
            .map_or_else(|why| DateCell::Unreadable(why.to_string()), |_| unreadable("")),
        Some(date) => empty_date(date).unwrap_or(DateCell::Date(date, None)),
    };
    let settled = |date: Date, order: DateOrder| {
        empty_date(date).unwrap_or(DateCell::Date(date, Some(DateNote::Settles(order))))
    };
    match *parts.as_slice() {
        // A fraction is the time of day.
        [(5, serial)] | [(5, serial), _]
            if doubt.is_empty() && separator.is_none_or(|separator| separator == ".") =>
        {
            from_serial(serial, has_1904_dates)
                .map_or_else(|| unreadable(""), |date| DateCell::Date(date, Some(DateNote::Serial)))
        }
        // The basic form of ISO 8601; were it day, month and year, its month would be 19 or 20.
        [(8, number)] => only(date(number / 10_000, number / 100 % 100, Some(number % 100))),
        [(4, year), (1..=2, month), (1..=2, day)] => only(date(year, month, Some(day))),
        [(4, year), (1..=2, month)] | [(1..=2, month), (4, year)] => only(date(year, month, None)),
        [(1..=2, one), (1..=2, other), (4, year)] => {
            let (day_first, month_first) =
                (date(year, other, Some(one)), date(year, one, Some(other)));
            match order {
                Some(DateOrder::DayFirst) if day_first.is_some() => return only(day_first),
                Some(DateOrder::MonthFirst) if month_first.is_some() => return only(month_first),
                Some(order @ (DateOrder::DayFirst | DateOrder::MonthFirst)) => {
                    return unreadable(&format!(" in the order {order}"));
                }
                Some(DateOrder::YearFirst) | None => {}
            }
            match (day_first, month_first) {
                (Some(one), Some(other)) if one != other && empty_date(one).is_none() => {
                    DateCell::Either(one, other)
                }
                (Some(both), Some(_)) => only(Some(both)),
                (Some(date), None) => settled(date, DateOrder::DayFirst),
                (None, Some(date)) => settled(date, DateOrder::MonthFirst),
                (None, None) => unreadable(""),
            }
        }
        [(1..=2, _), (1..=2, _), (1..=2, _)] => unreadable(": a year has four digits"),
        _ => unreadable(""),
    }
}

/// Returns the day with this number in a spreadsheet; `None` before March 1900, where the count is
/// off by one because Lotus 1-2-3 took 1900 for a leap year.
fn from_serial(serial: u32, has_1904_dates: bool) -> Option<Date> {
    let counted =
        ExcelDateTime::new(f64::from(serial), ExcelDateTimeType::DateTime, has_1904_dates);
    let (year, month, day, ..) = counted.to_ymd_hms_milli();
    Date::from_parts(i32::from(year), Some(u32::from(month)), Some(u32::from(day)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, order: Option<DateOrder>) -> String {
        match parse_date(text, order, false) {
            DateCell::Date(date, None) => date.to_string(),
            DateCell::Date(date, Some(note)) => format!("{date} {note:?}"),
            DateCell::Empty => "empty".to_owned(),
            DateCell::Either(one, other) => format!("{one} or {other}"),
            DateCell::Unreadable(why) => why,
        }
    }

    #[test]
    fn dates_of_real_sheets_are_read_if_there_is_one_way() {
        for (text, read) in [
            ("2020-07-28", "2020-07-28"),
            ("2020-07", "2020-07"),
            ("2020", "2020"),
            ("1897-05-15?", "1897-05-15?"),
            ("July 28, 2020", "2020-07-28"),
            ("February 20,2020", "2020-02-20"),
            ("Sept 07, 2021", "2021-09-07"),
            ("Sept. 7, 2021", "2021-09-07"),
            ("28th July 2020", "2020-07-28"),
            ("July 1st, 2020", "2020-07-01"),
            ("28-Jul-2020", "2020-07-28"),
            ("28/JUL/2020", "2020-07-28"),
            ("Jul-2020", "2020-07"),
            ("28.7.2020", "2020-07-28 Settles(DayFirst)"),
            ("12/31/2020", "2020-12-31 Settles(MonthFirst)"),
            ("4/4/2020", "2020-04-04"),
            ("2020/7/4", "2020-07-04"),
            ("2020.07.04", "2020-07-04"),
            ("07/2020", "2020-07"),
            ("2020-07-28 00:00:00", "2020-07-28 Time"),
            ("2011-06-30T23:59:00Z", "2011-06-30 Time"),
            ("44562", "2022-01-01 Serial"),
            ("44562.75", "2022-01-01 Serial"),
            ("20200728", "2020-07-28"),
            ("12th of March 2020", "2020-03-12"),
            ("Tuesday, 28 July 2020", "2020-07-28"),
            ("28/07/2020 00:00", "2020-07-28 Settles(DayFirst)"),
            ("7/28/2020 12:00:00 AM", "2020-07-28 Settles(MonthFirst)"),
            ("4/4/2020 9:30", "2020-04-04 Time"),
            ("31.12.9999", "empty"),
            ("12/31/9999", "empty"),
            ("1/2/9999", "empty"),
            ("9999-12-31", "empty"),
            ("0001-01-01", "empty"),
            ("01.01.0001", "empty"),
            ("0000-00-00", "empty"),
            ("00/00/0000", "empty"),
        ] {
            assert_eq!(shown(text, None), read, "{text}");
        }
    }

    #[test]
    fn what_reads_both_ways_is_read_only_in_an_order_that_is_named() {
        let either = "2020-07-04 or 2020-04-07";
        for (text, order, read) in [
            ("04/07/2020", None, either),
            ("4.7.2020", None, either),
            ("04-07-2020", Some(DateOrder::YearFirst), either),
            ("04/07/2020 00:00:00", None, either),
            ("04/07/2020", Some(DateOrder::DayFirst), "2020-07-04"),
            ("04/07/2020", Some(DateOrder::MonthFirst), "2020-04-07"),
            ("28/07/2020", Some(DateOrder::DayFirst), "2020-07-28"),
            (
                "28/07/2020",
                Some(DateOrder::MonthFirst),
                "`28/07/2020` is not a date in the order mdy",
            ),
        ] {
            assert_eq!(shown(text, order), read, "{text} {order:?}");
        }
    }

    #[test]
    fn two_digit_year_is_the_reason() {
        for text in ["28-Jul-20", "July 28, '20", "28/7/20"] {
            assert_eq!(
                shown(text, None),
                format!("`{text}` is not a date: a year has four digits")
            );
        }
    }

    #[test]
    fn other_texts_are_unreadable() {
        for text in [
            "Febrary 12, 2019",
            "1964-XX-16",
            "1981-09..1981-10",
            "2010-02-29",
            "10-24-1974 Revised on 05-01-1987",
            "04/07/22",
            "28072020",
            "20201301",
            "123456.5",
            "28/07/2020 25",
            "today",
            "+3m",
            "-1y",
            "Till consent",
            "1/2-2020",
            "3",
            "123456",
            "July 4",
            "31/31/2020",
            "2019-2024",
            "٢٠٢٠",
        ] {
            assert!(
                matches!(parse_date(text, None, false), DateCell::Unreadable(_)),
                "{text}: {}",
                shown(text, None)
            );
        }
    }
}
