//! The time of day behind a date.

use super::tokens::{DateToken, Number};
use super::words::{DateWord, meanings};

/// A time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// The hour, from 0 to 24.
    pub(super) hour: u32,
    /// The minute.
    pub(super) minute: u32,
    /// The second.
    pub(super) second: u32,
    /// Whether there is a fraction of a second other than zero.
    pub(super) has_fraction: bool,
    /// Whether it is a time in UTC.
    pub(super) is_utc: bool,
}

/// The day beside the one that is written, which an instant in UTC may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OtherDay {
    /// The day before.
    Before,
    /// The day after.
    After,
}

/// The first hour in UTC that is midnight of the next day somewhere further east.
const FIRST_EASTERN_HOUR: u32 = 11;

/// The hour in UTC before which a day ends somewhere further west.
const LAST_WESTERN_HOUR: u32 = 12;

impl Clock {
    /// Returns the other day that an instant in UTC may mean: it may be midnight, or the end of a day,
    /// in another time zone.
    pub(super) fn other_day(self) -> Option<OtherDay> {
        if !self.is_utc {
            return None;
        }
        let is_quarter = self.minute.is_multiple_of(15) && self.second == 0 && !self.has_fraction;
        let is_before_quarter = self.minute % 15 == 14
            && (self.second == 59 || (self.second == 0 && !self.has_fraction));
        if is_quarter && (FIRST_EASTERN_HOUR..24).contains(&self.hour) {
            Some(OtherDay::After)
        } else if is_before_quarter && self.hour < LAST_WESTERN_HOUR {
            Some(OtherDay::Before)
        } else {
            None
        }
    }
}

/// Returns the parts before a time of day at the end, and that time; all parts if there is none.
///
/// `None` if there is a time that is not one.
pub(super) fn split_clock(tokens: &[DateToken]) -> Option<(&[DateToken], Option<Clock>)> {
    if let Some(split) = split_basic_clock(tokens) {
        return Some(split);
    }
    let Some(colon) = tokens.iter().position(|token| *token == DateToken::Mark(':')) else {
        return Some((tokens, None));
    };
    let [before @ .., DateToken::Number(hour)] = tokens.get(..colon)? else { return None };
    let Some(DateToken::Number(minute)) = tokens.get(colon + 1) else { return None };
    let mut rest = tokens.get(colon + 2..)?;
    let mut second = Number { value: 0, digits: 2 };
    let mut has_fraction = false;
    if let [DateToken::Mark(':'), DateToken::Number(number), after @ ..] = rest {
        second = *number;
        rest = after;
        if let [DateToken::Mark('.' | ','), DateToken::Number(fraction), after @ ..] = rest {
            has_fraction = fraction.value != 0;
            rest = after;
        }
    }
    let (before, early_half) = split_words_before(before);
    let (rest, late_half) = split_half(rest);
    let hour = hour_of(*hour, early_half.or(late_half))?;
    let is_time =
        minute.digits == 2 && second.digits == 2 && minute.value < 60 && second.value <= 60;
    let is_end_of_day = (hour, minute.value, second.value, has_fraction) == (24, 0, 0, false);
    if !is_time || (hour > 23 && !is_end_of_day) {
        return None;
    }
    let is_utc = is_utc_zone(rest)?;
    let (minute, second) = (minute.value, second.value);
    Some((before, Some(Clock { hour, minute, second, has_fraction, is_utc })))
}

/// Splits off `T101500Z` behind the eight digits of a date.
fn split_basic_clock(tokens: &[DateToken]) -> Option<(&[DateToken], Option<Clock>)> {
    let [
        DateToken::Number(Number { digits: 8, .. }),
        DateToken::Word(word),
        DateToken::Number(time),
        zone @ ..,
    ] = tokens
    else {
        return None;
    };
    let number = match time.digits {
        4 => time.value * 100,
        6 => time.value,
        _ => return None,
    };
    let (hour, minute, second) = (number / 10_000, number / 100 % 100, number % 100);
    if word != "t" || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let is_utc = is_utc_zone(zone)?;
    Some((&tokens[..1], Some(Clock { hour, minute, second, has_fraction: false, is_utc })))
}

/// Returns the parts before the words between a date and its time: `T`, a comma, `at`, `오전`.
fn split_words_before(mut tokens: &[DateToken]) -> (&[DateToken], Option<DateWord>) {
    let mut half = None;
    while let [before @ .., last] = tokens {
        match last {
            DateToken::Space | DateToken::Mark(',') => {}
            DateToken::Word(word) if word == "t" => {}
            DateToken::Word(word) => match half_of(word) {
                Some(found) => half = Some(found),
                None if meanings(word).contains(&DateWord::At) => {}
                None => break,
            },
            _ => break,
        }
        tokens = before;
    }
    (tokens, half)
}

fn split_half(tokens: &[DateToken]) -> (&[DateToken], Option<DateWord>) {
    let rest = without_space(tokens);
    if let [DateToken::Word(word), after @ ..] = rest
        && let Some(half) = half_of(word)
    {
        let after = after.strip_prefix(&[DateToken::Mark('.')]).unwrap_or(after);
        return (after, Some(half));
    }
    (tokens, None)
}

fn half_of(word: &str) -> Option<DateWord> {
    let is_half = |meaning: &&DateWord| matches!(meaning, DateWord::Morning | DateWord::Afternoon);
    meanings(word).iter().find(is_half).copied()
}

fn hour_of(hour: Number, half: Option<DateWord>) -> Option<u32> {
    if hour.digits > 2 {
        return None;
    }
    match half {
        // Some programs write 24 hours and the half of the day.
        Some(_) if hour.value > 12 => Some(hour.value),
        Some(DateWord::Afternoon) => Some(hour.value % 12 + 12),
        Some(_) => Some(hour.value % 12),
        None => Some(hour.value),
    }
}

/// Returns whether a time zone is UTC; `None` if the text is not a time zone. Without one it is not.
fn is_utc_zone(tokens: &[DateToken]) -> Option<bool> {
    let tokens = without_space(tokens);
    let (name, offset) = match tokens {
        [] => return Some(false),
        [DateToken::Word(word), offset @ ..] => (word.as_str(), offset),
        offset => ("", offset),
    };
    if !name.is_empty() && !meanings(name).contains(&DateWord::Zone) {
        return None;
    }
    let is_utc = matches!(name, "" | "z" | "utc" | "gmt");
    let offset = without_zone_name(offset);
    let minutes = match offset {
        [] => return (!name.is_empty()).then_some(is_utc),
        [DateToken::Mark('+' | '-'), DateToken::Number(Number { value, digits: 1..=2 })] => {
            value * 60
        }
        [DateToken::Mark('+' | '-'), DateToken::Number(Number { value, digits: 4 })] => {
            value / 100 * 60 + value % 100
        }
        [
            DateToken::Mark('+' | '-'),
            DateToken::Number(Number { value: hours, digits: 1..=2 }),
            DateToken::Mark(':'),
            DateToken::Number(Number { value: minutes, digits: 2 }),
        ] => hours * 60 + minutes,
        _ => return None,
    };
    (minutes <= 18 * 60).then_some(is_utc && minutes == 0)
}

/// Returns the parts without a name in brackets behind them: `GMT+0900 (Japan Standard Time)`.
fn without_zone_name(tokens: &[DateToken]) -> &[DateToken] {
    let bracket = tokens.iter().position(|token| *token == DateToken::Mark('('));
    match bracket {
        Some(bracket) if bracket > 0 && tokens.last() == Some(&DateToken::Mark(')')) => {
            let tokens = &tokens[..bracket];
            tokens.strip_suffix(&[DateToken::Space]).unwrap_or(tokens)
        }
        _ => tokens,
    }
}

fn without_space(tokens: &[DateToken]) -> &[DateToken] {
    tokens.strip_prefix(&[DateToken::Space]).unwrap_or(tokens)
}
