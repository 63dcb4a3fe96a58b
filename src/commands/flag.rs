//! The values of flags: parsed, or refused with the flag, the value and what to write.

use std::str::FromStr;
use std::time;

use crate::domain::{Date, Day, Duration, ParseError, Term, Text, input};
use crate::error::{Error, Result};
use crate::render::words;

/// Returns the error for a typed value that `flag` does not accept, with the reason.
pub(crate) fn refused(flag: &str, why: &ParseError, accepted: &str) -> Error {
    Error::bad_value(format!("`{flag}`: {why}; write {accepted}"))
}

/// Returns the error for a value that `flag` does not accept, with what to write instead.
pub(crate) fn not_accepted(flag: &str, value: &str, accepted: &str) -> Error {
    if value.is_empty() {
        return Error::bad_value(format!("`{flag}` is empty; write {accepted}"));
    }
    Error::bad_value(format!("`{flag}`: `{value}` is not accepted; write {accepted}"))
}

/// Returns the error for a word that `flag` does not know, with the words that it knows.
pub(crate) fn none_of(flag: &str, value: &str, known: &[&str]) -> Error {
    let accepted = words::list_or(known);
    let error = Error::bad_value(format!("`{flag}`: `{value}` is not accepted; use {accepted}"));
    let nearest = words::nearest(value, known.iter().copied());
    if nearest.is_empty() {
        return error;
    }
    error.with_hint(format!("did you mean {}?", words::ticked(&nearest)))
}

/// Parses a word, one of those that are `known`.
pub(crate) fn word<T: FromStr>(flag: &str, text: &str, known: &[&str]) -> Result<T> {
    text.parse().map_err(|_| none_of(flag, text, known))
}

/// Parses a date.
pub(crate) fn date(flag: &str, text: &str, today: Day) -> Result<Date> {
    input::parse_date(text, today).map_err(|why| refused(flag, &why, input::ACCEPTED_DATES))
}

/// Parses a date, if there is one.
pub(crate) fn optional_date(flag: &str, text: Option<&String>, today: Day) -> Result<Option<Date>> {
    text.map(|text| date(flag, text, today)).transpose()
}

/// Fails if the period of `--from` and `--to` ends before it begins.
pub(crate) fn check_period(from: Day, to: Day) -> Result<()> {
    if to < from {
        return Err(Error::bad_value(format!("`--to`: {to} is before `--from`, {from}")));
    }
    Ok(())
}

/// Parses a date; today if there is none.
pub(crate) fn date_or_today(flag: &str, text: Option<&String>, today: Day) -> Result<Date> {
    match text {
        Some(text) => date(flag, text, today),
        None => Date::from_day(today)
            .ok_or_else(|| Error::bad_value("today is not in the years 0001 to 9999")),
    }
}

/// Returns the text, if there is one. Fails if it is blank.
pub(crate) fn text(flag: &str, text: Option<&String>) -> Result<Option<Text>> {
    match text {
        Some(text) if text.trim().is_empty() => Err(Error::bad_value(format!(
            "`{flag}`: the value is blank; write a text that is not blank"
        ))),
        text => Ok(text.map(|text| text.as_str().into())),
    }
}

/// Parses a duration.
pub(crate) fn duration(flag: &str, text: &str) -> Result<Duration> {
    input::parse_duration(text).map_err(|why| refused(flag, &why, input::ACCEPTED_DURATIONS))
}

/// Parses a term: a duration or `indefinite`.
pub(crate) fn term(flag: &str, text: &str) -> Result<Term> {
    input::parse_term(text).map_err(|why| refused(flag, &why, input::ACCEPTED_TERMS))
}

/// Parses a whole number from 1 in plain digits; `T` is one of the types of non-zero numbers.
///
/// Fails with what is accepted, for [`not_accepted`]. Used as a value parser of flags.
pub(crate) fn whole_number<T: FromStr>(text: &str) -> std::result::Result<T, String> {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_digits { text.parse().ok() } else { None };
    number.ok_or_else(|| {
        let is_zero = text.bytes().all(|byte| byte == b'0');
        if is_digits && !is_zero { "a smaller whole number" } else { "a whole number from 1" }
            .into()
    })
}

/// Parses a time to wait: `10s` or `500ms`, but not `1m`.
pub(crate) fn seconds(flag: &str, text: &str) -> Result<time::Duration> {
    let number = |digits: &str| {
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse::<u64>().unwrap_or(u64::MAX / 1_000))
    };
    let milliseconds = text.strip_suffix("ms").and_then(number).map(time::Duration::from_millis);
    let seconds = || text.strip_suffix('s').and_then(number).map(time::Duration::from_secs);
    milliseconds
        .or_else(seconds)
        .ok_or_else(|| not_accepted(flag, text, "a number of seconds such as 10s"))
}

/// Parses a size: `1500000`, `500kB`, `5MB`, `4MiB`; not zero.
pub(crate) fn bytes(flag: &str, text: &str) -> Result<u64> {
    let text = text.trim();
    let (digits, unit) =
        text.split_at(text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len()));
    let unit: Option<u64> = match unit.trim_start().to_ascii_lowercase().as_str() {
        "" | "b" => Some(1),
        "kb" => Some(1_000),
        "mb" => Some(1_000_000),
        "gb" => Some(1_000_000_000),
        "kib" => Some(1 << 10),
        "mib" => Some(1 << 20),
        "gib" => Some(1 << 30),
        _ => None,
    };
    let number = digits.parse::<u64>().ok().filter(|number| *number > 0);
    number
        .zip(unit)
        .and_then(|(number, unit)| number.checked_mul(unit))
        .ok_or_else(|| not_accepted(flag, text, "a number of bytes such as 1500000, 500kB or 5MB"))
}
