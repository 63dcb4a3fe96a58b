//! Terms and durations, as sheets write them.

use std::sync::LazyLock;

use super::cell::cell_words;
use super::renewal::{RenewalLength, RenewalReading};
use super::unread::{FaultKind, Unread};
use crate::domain::{Duration, ParseError, RenewalBy, Term, input};

static INDEFINITE_PHRASES: LazyLock<Vec<&str>> = LazyLock::new(|| cell_words("indefinite"));

/// The numbers in words, from one.
const NUMBER_WORDS: [&str; 10] =
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/// What the cell of a term says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermReading {
    /// The term; `None` if the cell says only how the agreement is renewed.
    pub term: Option<Term>,
    /// What it says about renewal.
    pub renewal: Option<RenewalReading>,
    /// The day from which it counts the term, if it says so.
    pub counted_from: Option<CountedFrom>,
    /// Whether the text says more than the fields can hold, so that it is kept beside them.
    pub is_kept: bool,
}

/// The day from which a cell counts a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountedFrom {
    /// The day of signing.
    Signing,
    /// The first day in effect.
    Effective,
}

/// Reads the cell of a term: `3 Years`, `Three (3) years`, `P3Y`, `Indefinite`, `5 years (auto-renewable)`.
/// A bare number counts `unit`, which may be any text that [`is_unit`].
///
/// Fails if a part of the text is not understood, or may move a date.
pub fn read_term(text: &str, unit: Option<&str>) -> Result<TermReading, Unread> {
    let (term, remark) = parse_term(text, unit).map_err(|_| Unread::new(FaultKind::NotATerm))?;
    let by = RenewalBy::Itself;
    let renewal =
        remark.as_ref().map(|_| RenewalReading::Renewed { by, length: RenewalLength::default() });
    Ok(TermReading { term: Some(term), renewal, counted_from: None, is_kept: remark.is_some() })
}

/// Returns true if the text is the name of a unit of time: `Years`, `meses`, `年`.
#[must_use]
pub fn is_unit(text: &str) -> bool {
    parse_duration(&format!("1 {text}")).is_ok()
}

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
