//! Terms and durations, as sheets write them.

use std::sync::LazyLock;

use super::cell::cell_words;
use crate::domain::{Duration, ParseError, Term, input};

static INDEFINITE_PHRASES: LazyLock<Vec<&str>> = LazyLock::new(|| cell_words("indefinite"));

/// The numbers in words, from one.
const NUMBER_WORDS: [&str; 10] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// Returns true if the words mean that there is no end: `Indefinite`, `perpetual`, `until terminated`.
#[must_use]
pub fn is_indefinite(text: &str) -> bool {
    let text = text.trim().trim_end_matches('.');
    INDEFINITE_PHRASES.iter().any(|words| text.eq_ignore_ascii_case(words))
}

/// Parses a term: `3 Years`, `Three (3) years`, `P3Y`, `Indefinite`. A remark about renewal is returned
/// with it: `5 years (auto-renewable)` is five years, and the remark does not say for how long it is
/// renewed.
///
/// A bare number counts `unit`, if the heading of the column names one.
pub fn parse_term(text: &str, unit: Option<&str>) -> Result<(Term, Option<String>), ParseError> {
    let text = text.trim();
    if is_indefinite(text) {
        return Ok((Term::Indefinite, None));
    }
    if let Some(unit) = unit
        && !text.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_digit())
    {
        return input::parse_term(&format!("{text} {unit}")).map(|term| (term, None));
    }
    let refused = match parse_duration(text) {
        Ok(length) => return Ok((Term::Lasting(length), None)),
        Err(refused) => refused,
    };
    if let Some((before, remark)) = text.strip_suffix(')').and_then(|inner| inner.split_once('(')) {
        if is_indefinite(before) {
            return Ok((Term::Indefinite, Some(remark.trim().to_owned())));
        }
        if let Ok(length) = parse_duration(before) {
            return Ok((Term::Lasting(length), Some(remark.trim().to_owned())));
        }
    }
    // `5 years, renewable` is read; the rest of `3 years from 2021` is more than a remark.
    let lengths = text.char_indices().filter(|(_, letter)| matches!(letter, ' ' | ',' | ';' | '-'));
    for (at, _) in lengths {
        let (before, rest) = text.split_at(at);
        let rest = rest.trim_start_matches([' ', ',', ';', '-', '–']);
        let is_renewal = ["renew", "auto", "extend", "extens"]
            .iter()
            .any(|word| rest.get(..word.len()).is_some_and(|rest| rest.eq_ignore_ascii_case(word)));
        if is_renewal && let Ok(length) = parse_duration(before) {
            return Ok((Term::Lasting(length), Some(rest.to_owned())));
        }
    }
    Err(refused)
}

/// Parses a duration as a person types it, also with its number in words.
pub fn parse_duration(text: &str) -> Result<Duration, ParseError> {
    let text = text.trim().trim_end_matches('.');
    input::parse_duration(text).or_else(|refused| {
        let in_digits = in_digits(text).ok_or_else(|| refused.clone())?;
        input::parse_duration(&in_digits).map_err(|_| refused)
    })
}

/// Returns the text with the number before the unit in digits: `Three years`, `three (3) years`, `3 (three) years`.
fn in_digits(text: &str) -> Option<String> {
    let (first, rest) = text.split_once([' ', '-'])?;
    let number = number(first)?;
    let rest = rest.trim_start();
    let rest = match rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((again, rest)) if self::number(again) == Some(number) => rest.trim_start(),
        Some(_) => return None,
        None => rest,
    };
    Some(format!("{number} {rest}"))
}

fn number(word: &str) -> Option<usize> {
    let written = NUMBER_WORDS.iter().position(|number| word.trim().eq_ignore_ascii_case(number));
    written.map(|at| at + 1).or_else(|| word.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_real_sheets_are_read_and_remarks_kept() {
        for (text, unit, term, remark) in [
            ("3 Years", None, "P3Y", None),
            ("18 months", None, "P18M", None),
            ("P3Y", None, "P3Y", None),
            ("Three years", None, "P3Y", None),
            ("three (3) years", None, "P3Y", None),
            ("5 (five) Years.", None, "P5Y", None),
            ("5 years (auto-renewable)", None, "P5Y", Some("auto-renewable")),
            (
                "3 Years (with automatic prolongation for the next one Year)",
                None,
                "P3Y",
                Some("with automatic prolongation for the next one Year"),
            ),
            ("5 years, renewable", None, "P5Y", Some("renewable")),
            ("3 Years - auto-renewable", None, "P3Y", Some("auto-renewable")),
            ("2 years renewable once", None, "P2Y", Some("renewable once")),
            ("Indefinite", None, "indefinite", None),
            ("Permanent", None, "indefinite", None),
            ("Until terminated", None, "indefinite", None),
            ("3", Some("years"), "P3Y", None),
            ("P18M", Some("years"), "P18M", None),
        ] {
            let read = parse_term(text, unit).unwrap();
            assert_eq!((read.0.to_string().as_str(), read.1.as_deref()), (term, remark), "{text}");
        }
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "Till consent",
            "3",
            "3 years from 1 January 2021",
            "Ongoing",
            "renewable",
            "3 (four) years",
            "long",
            "3-5 years",
            "(3 years)",
            "2025",
        ] {
            assert!(parse_term(text, None).is_err(), "{text}");
        }
    }
}
