//! Days with their year in a short text, such as the line that says when a page was published.

use std::ops::Range;

use chrono::Datelike;

use crate::domain::Date;
use crate::domain::input::month_called;

/// A day that a text writes out with its year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FullDay {
    /// Its place in the text, with the weekday before it.
    pub(super) range: Range<usize>,
    /// The day; `None` if it is ambiguous such as `03/04/2023`, does not exist, or is no such weekday.
    pub(super) day: Option<Date>,
}

const WEEKDAY_NAMES: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Returns true if a word is the name of a month, or an abbreviation of it.
pub(super) fn is_month(word: &str) -> bool {
    month_called(word.trim_end_matches(['.', ','])).is_some()
}

/// Returns the number of a weekday from 1, by its name or an abbreviation of three letters or more.
fn weekday_number(word: &str) -> Option<u32> {
    let lower = word.to_lowercase();
    let matches = |name: &&str| lower.len() >= 3 && name.starts_with(&lower);
    (1..).zip(&WEEKDAY_NAMES).find(|(_, name)| matches(name)).map(|(number, _)| number)
}

/// A run of digits or of letters.
#[derive(Debug, Clone, Copy)]
struct DayToken<'t> {
    start: usize,
    text: &'t str,
}

impl DayToken<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Returns the number if the number of its digits is in a range.
    fn number(&self, digits: Range<usize>) -> Option<u32> {
        let is_number = digits.contains(&self.text.len())
            && self.text.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| self.text.parse().ok())?
    }
}

fn tokens(text: &str) -> Vec<DayToken<'_>> {
    let kind = |letter: char| {
        if letter.is_ascii_digit() { 1 } else { u8::from(letter.is_alphabetic()) * 2 }
    };
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut previous = 0;
    for (offset, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        let kind = kind(letter);
        if kind != previous {
            if previous != 0 {
                tokens.push(DayToken { start, text: &text[start..offset] });
            }
            start = offset;
            previous = kind;
        }
    }
    tokens
}

/// Returns the days with their year that a text has, in order.
pub(super) fn full_days(text: &str) -> Vec<FullDay> {
    let tokens = tokens(text);
    let mut days = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let Some((count, day)) = day_at(text, &tokens[index..]) else {
            index += 1;
            continue;
        };
        let mut start = tokens[index].start;
        let mut day = day;
        if let Some(before) = index.checked_sub(1).map(|before| tokens[before]) {
            let gap = &text[before.end()..start];
            let is_near = gap.len() <= 4
                && gap.chars().all(|letter| letter.is_whitespace() || ",.(".contains(letter));
            if let Some(weekday) = weekday_number(before.text).filter(|_| is_near) {
                start = before.start;
                day = day.filter(|day| day.first().weekday().number_from_monday() == weekday);
            }
        }
        days.push(FullDay { range: start..tokens[index + count - 1].end(), day });
        index += count;
    }
    days
}

/// Returns the number of tokens of the day at the start of some, and the day.
fn day_at(text: &str, tokens: &[DayToken<'_>]) -> Option<(usize, Option<Date>)> {
    let first = tokens.first()?;
    let gap = |index: usize| text[tokens[index].end()..tokens[index + 1].start].trim();
    let year_of = |index: usize| {
        let year = tokens.get(index)?.number(4..5).filter(|year| (1900..2200).contains(year))?;
        // `12 March 20081` and `2023-05` have more digits.
        i32::try_from(year).ok()
    };
    if let Some(year) = year_of(0) {
        let (month, day) = (tokens.get(1)?.number(1..3)?, tokens.get(2)?.number(1..3)?);
        let is_plain = matches!((gap(0), gap(1)), ("-", "-") | ("/", "/") | (".", "."));
        return is_plain.then(|| (3, Date::from_parts(year, Some(month), Some(day))));
    }
    if let Some(number) = first.number(1..3) {
        let mut next = 1;
        if tokens
            .get(next)
            .is_some_and(|token| matches!(&*token.text.to_lowercase(), "st" | "nd" | "rd" | "th"))
        {
            next += 1;
        }
        if next == 2 && tokens.get(next).is_some_and(|token| token.text.eq_ignore_ascii_case("of"))
        {
            next += 1;
        }
        let month = tokens.get(next)?;
        let is_joined = |gap: &str| matches!(gap, "" | "," | "." | "-" | "/" | "–");
        if let Some(month) = month_called(month.text) {
            let year = year_of(next + 1)?;
            let is_day = (0..=next).all(|index| is_joined(gap(index)));
            return is_day.then(|| (next + 2, Date::from_parts(year, Some(month), Some(number))));
        }
        let second = month.number(1..3).filter(|_| next == 1)?;
        let year = year_of(2)?;
        if !matches!((gap(0), gap(1)), ("-", "-") | ("/", "/") | (".", ".")) {
            return None;
        }
        let (day, month) = match (number, second) {
            (day, month) if day > 12 || day == month => (day, month),
            (month, day) if day > 12 => (day, month),
            _ => return Some((3, None)),
        };
        return Some((3, Date::from_parts(year, Some(month), Some(day))));
    }
    let month = month_called(first.text)?;
    let number = tokens.get(1)?.number(1..3)?;
    let mut next = 2;
    if tokens
        .get(next)
        .is_some_and(|token| matches!(&*token.text.to_lowercase(), "st" | "nd" | "rd" | "th"))
    {
        next += 1;
    }
    let year = year_of(next)?;
    let is_day = (0..next).all(|index| matches!(gap(index), "" | "," | "." | "-" | ".,"));
    is_day.then(|| (next + 1, Date::from_parts(year, Some(month), Some(number))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_with_their_years_are_found() {
        for (text, days) in [
            ("12 Mar 2008 Posted in Press releases", &["12 Mar 2008=2008-03-12"][..]),
            ("Fri, Jun 14, 2019 - 12:56 PM", &["Fri, Jun 14, 2019=2019-06-14"]),
            ("Published: Monday 1st of May, 2023.", &["Monday 1st of May, 2023=2023-05-01"]),
            ("19 SEPTEMBER 2017", &["19 SEPTEMBER 2017=2017-09-19"]),
            ("2021-10-07 22:10:40-04:00", &["2021-10-07=2021-10-07"]),
            ("2023/05/03", &["2023/05/03=2023-05-03"]),
            ("13/04/2023 and 04/13/2023", &["13/04/2023=2023-04-13", "04/13/2023=2023-04-13"]),
            ("03/04/2023", &["03/04/2023=?"]),
            ("05.05.2023", &["05.05.2023=2023-05-05"]),
            ("12-Mar-2008", &["12-Mar-2008=2008-03-12"]),
            ("Sept. 3, 2020", &["Sept. 3, 2020=2020-09-03"]),
            ("September 3rd, 2020", &["September 3rd, 2020=2020-09-03"]),
            ("Monday, 3 May 2023", &["Monday, 3 May 2023=?"]),
            ("31 February 2023", &["31 February 2023=?"]),
            ("May 2023", &[]),
            ("3 May", &[]),
            ("4 to 5 October 2013", &["5 October 2013=2013-10-05"]),
            ("in 2023, 12 members; ma 3 2020", &[]),
            ("", &[]),
        ] {
            let found: Vec<String> = full_days(text)
                .into_iter()
                .map(|found| {
                    let day = found.day.map_or("?".to_owned(), |day| day.to_string());
                    format!("{}={day}", &text[found.range])
                })
                .collect();
            assert_eq!(found, days, "{text}");
        }
    }
}
