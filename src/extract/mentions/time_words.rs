//! Months, days of the week, numbers in words and units of time, from a data file.

use std::collections::HashMap;
use std::sync::LazyLock;

use chrono::Weekday;

use super::lists::{WordList, word_list};
use super::tokens::Token;
use crate::exchange::import::cell::words_by_meaning;

/// What a word means in a date or a length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeWord {
    /// A month in English, 1 to 12.
    Month(u32),
    /// A month in another language, which counts only between a day and a year.
    ForeignMonth(u32),
    /// A day of the week.
    Weekday(Weekday),
    /// A short form, which counts only beside a date: `Fri`.
    ShortWeekday(Weekday),
    /// `first` to `twentieth`, and `thirtieth`.
    Ordinal(u32),
    /// A number below a hundred.
    Number(u32),
    /// `hundred` or `thousand`.
    Multiple(u32),
    /// So many years, months, weeks or days, with the letter of ISO 8601: `Y`, `M`, `W` or `D`.
    Unit(char, u32),
}

static TIME_WORDS: LazyLock<HashMap<&'static str, TimeWord>> = LazyLock::new(|| {
    let words = words_by_meaning(include_str!("words/time_words.txt"));
    words.filter_map(|(meaning, word)| Some((word, parse_meaning(meaning)?))).collect()
});

/// Words that make a number with four digits a year.
pub(super) static WORDS_BEFORE_A_YEAR: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("words/before_years.txt")));

/// Words before a weekday that is not the latest one.
pub(super) static WORDS_BEFORE_ANOTHER_WEEKDAY: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("words/before_other_weekdays.txt")));

/// Words after a weekday that is not the latest one.
pub(super) static WORDS_AFTER_ANOTHER_WEEKDAY: LazyLock<WordList> =
    LazyLock::new(|| word_list(include_str!("words/after_other_weekdays.txt")));

fn parse_meaning(meaning: &str) -> Option<TimeWord> {
    let (name, number) = meaning.rsplit_once(' ')?;
    let number: u32 = number.parse().ok()?;
    let weekday = || Weekday::try_from(u8::try_from(number).ok()?).ok();
    Some(match name {
        "month" => TimeWord::Month(number),
        "foreign month" => TimeWord::ForeignMonth(number),
        "weekday" => TimeWord::Weekday(weekday()?),
        "short weekday" => TimeWord::ShortWeekday(weekday()?),
        "ordinal" => TimeWord::Ordinal(number),
        "number" => TimeWord::Number(number),
        "hundred" | "thousand" => TimeWord::Multiple(number),
        "years" => TimeWord::Unit('Y', number),
        "months" => TimeWord::Unit('M', number),
        "weeks" => TimeWord::Unit('W', number),
        "days" => TimeWord::Unit('D', number),
        _ => return None,
    })
}

/// Returns what a word means in a date or a length of time.
#[must_use]
pub fn time_word(word: &str) -> Option<TimeWord> {
    TIME_WORDS.get(word).copied()
}

/// Reads a number in words at the beginning of the tokens: `ninety`, `twenty-four`, `one hundred and twenty`.
/// Returns it with the number of its tokens.
#[must_use]
pub fn number_in_words(tokens: &[Token<'_>]) -> Option<(u32, usize)> {
    let mut total = 0_u32;
    let mut part = 0_u32;
    let mut used = 0;
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        match time_word(&token.word) {
            // `twenty five`, but not `five five` and not `ten five`.
            Some(TimeWord::Number(number))
                if part.is_multiple_of(100)
                    || (part.is_multiple_of(10) && part % 100 >= 20 && number < 10) =>
            {
                part += number;
                used = index + 1;
            }
            Some(TimeWord::Multiple(100)) if (1..100).contains(&part) => {
                part *= 100;
                used = index + 1;
            }
            Some(TimeWord::Multiple(1000)) if part > 0 && total == 0 => {
                total = part * 1000;
                part = 0;
                used = index + 1;
            }
            _ if used > 0 && used == index && token.is_any(&["-", "and"]) => {}
            _ => break,
        }
        index += 1;
    }
    (used > 0).then_some((total + part, used))
}

/// Reads an ordinal number in words at the beginning of the tokens: `fourth`, `twenty-first`. Returns it with
/// the number of its tokens.
#[must_use]
pub fn ordinal_in_words(tokens: &[Token<'_>]) -> Option<(u32, usize)> {
    let ordinal = |index: usize| match time_word(&tokens.get(index)?.word) {
        Some(TimeWord::Ordinal(number)) => Some(number),
        _ => None,
    };
    if let Some(number) = ordinal(0) {
        return Some((number, 1));
    }
    let Some(TimeWord::Number(tens @ (20 | 30))) = time_word(&tokens.first()?.word) else {
        return None;
    };
    let index = if tokens.get(1)?.is("-") { 2 } else { 1 };
    let number = ordinal(index).filter(|number| *number < 10)?;
    Some((tens + number, index + 1))
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    #[test]
    fn every_line_has_a_known_meaning() {
        for (meaning, word) in words_by_meaning(include_str!("words/time_words.txt")) {
            assert!(parse_meaning(meaning).is_some(), "{meaning}: {word}");
            assert_eq!(time_word(word), parse_meaning(meaning), "`{word}` occurs twice");
        }
    }

    #[test]
    fn numbers_in_words_are_read_as_far_as_they_go() {
        for (text, expected) in [
            ("five years", Some((5, 1))),
            ("ninety days", Some((90, 1))),
            ("twenty-four months", Some((24, 3))),
            ("twenty four months", Some((24, 2))),
            ("one hundred and twenty days", Some((120, 4))),
            ("one hundred days", Some((100, 2))),
            ("two thousand and twenty-two", Some((2022, 6))),
            ("two thousand nineteen", Some((2019, 3))),
            ("one and two", Some((1, 1))),
            ("ten five", Some((10, 1))),
            ("hundred days", None),
            ("years", None),
        ] {
            assert_eq!(number_in_words(&tokens(text, 0..text.len())), expected, "{text}");
        }
    }
}
