//! Lengths of time, as a person types them.

use crate::domain::duration::{Duration, Unit};
use crate::domain::parse_error::ParseError;
use crate::domain::term::Term;

/// What [`parse_duration`] accepts.
pub const ACCEPTED_DURATIONS: &str =
    "a duration such as 3y, 6m (months), 2w, 90d, 1y6m or `18 months`";

/// What [`parse_term`] accepts.
pub const ACCEPTED_TERMS: &str =
    "a duration such as 3y, 6m (months), 90d or `18 months`, or indefinite";

/// What [`parse_window`] accepts.
pub const ACCEPTED_WINDOWS: &str =
    "a duration such as 6m (months), 2w or 90d, or 0d for the day itself";

/// Reads a duration as a person types it: `3y`, `6m` (months), `2w`, `90d`, combined `1y6m`,
/// `18 months`, `1 year and 6 months`, or ISO 8601 `P1Y6M`; capitals or not.
///
/// The units stay those that were typed. Fails on anything else, on zero, and on more than 1,000
/// years.
///
/// ```
/// use mou::domain::input;
///
/// assert_eq!(input::parse_duration("18 months")?.to_string(), "P18M");
/// assert_eq!(input::parse_duration("1y6m")?.to_string(), "P1Y6M");
/// assert!(input::parse_duration("6h").is_err());
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub fn parse_duration(text: &str) -> Result<Duration, ParseError> {
    Duration::from_parts(text.trim(), &parts_of(text.trim())?)
}

/// Reads a term: a duration as [`parse_duration`] does, or `indefinite`, capitals or not.
///
/// Fails if [`parse_duration`] does.
pub fn parse_term(text: &str) -> Result<Term, ParseError> {
    if text.trim().eq_ignore_ascii_case("indefinite") {
        return Ok(Term::Indefinite);
    }
    parse_duration(text).map(Term::Lasting)
}

/// Reads how far a window reaches past its day, as [`parse_duration`] does; zero, such as `0d`, is
/// `None`: the day itself.
///
/// Fails if [`parse_duration`] does, except for zero.
pub fn parse_window(text: &str) -> Result<Option<Duration>, ParseError> {
    let parts = parts_of(text.trim())?;
    if parts.iter().all(|(count, _)| *count == 0) {
        return Ok(None);
    }
    Duration::from_parts(text.trim(), &parts).map(Some)
}

/// Reads the counts and units of a duration, one at least.
fn parts_of(text: &str) -> Result<Vec<(u64, Unit)>, ParseError> {
    let malformed = |why: &str| ParseError::new(format!("`{text}` is not a duration{why}"));
    let of_iso = text.strip_prefix(['P', 'p']);
    let mut rest = of_iso.unwrap_or(text);
    let mut parts: Vec<(u64, Unit)> = Vec::new();
    while !rest.is_empty() {
        let (digits, behind) = split_while(rest, |c| c.is_ascii_digit());
        if digits.is_empty() {
            return Err(malformed(""));
        }
        let (blanks, behind) = split_while(behind, char::is_whitespace);
        let (word, behind) = split_while(behind, char::is_alphabetic);
        let unit = match unit_called(word) {
            Ok(unit) => unit,
            Err(why) if behind.starts_with(['.', ',']) => {
                return Err(malformed(if word.is_empty() {
                    ": fractions are not accepted"
                } else {
                    why
                }));
            }
            Err(why) => return Err(malformed(why)),
        };
        let is_iso = || blanks.is_empty() && word.len() == 1;
        if of_iso.is_some() && !(is_iso() && parts.last().is_none_or(|last| last.1 < unit)) {
            return Err(malformed(""));
        }
        // A number that is too large is refused by `of_parts`.
        parts.push((digits.parse().unwrap_or(u64::MAX), unit));
        rest = if of_iso.is_some() { behind } else { past_conjunction(behind) };
    }
    if parts.is_empty() { Err(malformed("")) } else { Ok(parts) }
}

/// Returns the longest beginning of `text` whose characters all `belong`, and the rest.
fn split_while(text: &str, belongs: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|c| !belongs(c)).unwrap_or(text.len()))
}

/// Returns the rest after the comma, the "and" or the blanks between two parts. At the end they are
/// kept, and so refused.
fn past_conjunction(text: &str) -> &str {
    let bare = text.strip_prefix(',').unwrap_or(text).trim_start();
    let beyond = match bare.get(..4) {
        Some(word) if word.eq_ignore_ascii_case("and ") => {
            bare.get(4..).unwrap_or_default().trim_start()
        }
        _ => bare,
    };
    if beyond.is_empty() { text } else { beyond }
}

/// Returns the unit of this name, or why there is none.
fn unit_called(word: &str) -> Result<Unit, &'static str> {
    Ok(match word.to_ascii_lowercase().as_str() {
        "y" | "yr" | "yrs" | "year" | "years" => Unit::Years,
        "m" | "mo" | "mos" | "mth" | "mths" | "month" | "months" => Unit::Months,
        "w" | "wk" | "wks" | "week" | "weeks" => Unit::Weeks,
        "d" | "day" | "days" => Unit::Days,
        "" => return Err(": a number must be followed by its unit"),
        "h" | "hour" | "hours" | "min" | "minute" | "minutes" | "s" | "sec" | "second"
        | "seconds" => {
            return Err(": the shortest unit is a day");
        }
        _ => return Err(""),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_duration_is_written_in_the_units_that_were_typed() {
        for (typed, written) in [
            ("3y", "P3Y"),
            ("6m", "P6M"),
            ("6M", "P6M"),
            ("2w", "P2W"),
            ("90d", "P90D"),
            ("1y6m", "P1Y6M"),
            ("1y 6m", "P1Y6M"),
            ("6m1y", "P1Y6M"),
            ("P1Y6M", "P1Y6M"),
            ("p1y6m", "P1Y6M"),
            ("18 months", "P18M"),
            ("18 MONTHS", "P18M"),
            ("3 years", "P3Y"),
            ("3years", "P3Y"),
            ("1 yr", "P1Y"),
            ("1 year 6 months", "P1Y6M"),
            ("1 year and 6 months", "P1Y6M"),
            ("1 year, 6 months", "P1Y6M"),
            ("2 weeks", "P2W"),
            ("1 week 3 days", "P1W3D"),
            ("0y6m", "P6M"),
            ("  3y ", "P3Y"),
            ("003y", "P3Y"),
            ("1000y", "P1000Y"),
        ] {
            assert_eq!(parse_duration(typed).map(|read| read.to_string()), Ok(written.to_owned()));
        }
    }

    #[test]
    fn what_is_no_duration_is_refused_with_the_reason() {
        for (typed, reason) in [
            ("", "`` is not a duration"),
            ("P", "`P` is not a duration"),
            ("P1Y1Y", "`P1Y1Y` is not a duration"),
            ("P6M1Y", "`P6M1Y` is not a duration"),
            ("three years", "`three years` is not a duration"),
            ("3", "`3` is not a duration: a number must be followed by its unit"),
            ("3s", "`3s` is not a duration: the shortest unit is a day"),
            ("6h", "`6h` is not a duration: the shortest unit is a day"),
            ("6 minutes", "`6 minutes` is not a duration: the shortest unit is a day"),
            ("PT6H", "`PT6H` is not a duration"),
            ("1.5y", "`1.5y` is not a duration: fractions are not accepted"),
            ("1,5y", "`1,5y` is not a duration: fractions are not accepted"),
            ("½y", "`½y` is not a duration"),
            ("-3y", "`-3y` is not a duration"),
            ("+3y", "`+3y` is not a duration"),
            ("٣y", "`٣y` is not a duration"),
            ("3 fortnights", "`3 fortnights` is not a duration"),
            ("3y,", "`3y,` is not a duration"),
            ("3y and", "`3y and` is not a duration"),
            ("P6M1Y", "`P6M1Y` is not a duration"),
            ("P1Y 6M", "`P1Y 6M` is not a duration"),
            ("P3 years", "`P3 years` is not a duration"),
            ("0d", "`0d` is of zero length"),
            ("3y3y", "`3y3y` names a unit twice"),
            ("1001y", "`1001y` is longer than 1,000 years"),
            ("99999999999y", "`99999999999y` is longer than 1,000 years"),
            ("P9999999Y", "`P9999999Y` is longer than 1,000 years"),
            ("99999999999999999999999y", "`99999999999999999999999y` is longer than 1,000 years"),
        ] {
            assert_eq!(parse_duration(typed).unwrap_err().to_string(), reason);
        }
    }

    #[test]
    fn a_term_may_be_indefinite_and_a_window_may_be_the_day_itself() {
        assert_eq!(parse_term("Indefinite"), Ok(Term::Indefinite));
        assert_eq!(parse_term("3y").unwrap().to_string(), "P3Y");
        assert_eq!(parse_term("forever").unwrap_err().to_string(), "`forever` is not a duration");
        assert_eq!(parse_window("0d"), Ok(None));
        assert_eq!(parse_window("6m"), parse_duration("6m").map(Some));
        assert!(parse_window("").is_err());
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            years in 0_u32..=400, months in 0_u32..=4_000, weeks in 0_u32..=9_000, days in 0_u32..=90_000,
        ) {
            let parts = [(years, "Y"), (months, "M"), (weeks, "W"), (days, "D")];
            let typed: String = parts.map(|(count, unit)| format!("{count}{unit}")).concat();
            if let Ok(length) = parse_duration(&typed) {
                let written = length.to_string();
                prop_assert_eq!(parse_duration(&written), Ok(length));
                prop_assert_eq!(written.parse(), Ok(length));
                prop_assert_eq!(parse_duration(&length.in_words()), Ok(length));
                prop_assert_eq!(parse_term(&Term::Lasting(length).to_string()), Ok(Term::Lasting(length)));
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC*|[0-9PpyYmMwWdD ,and]*") {
            let _ = (parse_duration(&text), parse_term(&text), parse_window(&text));
        }
    }
}
