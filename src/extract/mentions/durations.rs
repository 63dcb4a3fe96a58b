//! Lengths of time as texts write them: `3 years`, `five (5) years`, `three-year`, `ninety days`.

use std::ops::Range;

use super::time_words::{TimeWord, number_in_words, time_word};
use super::tokens::{Token, tokens};
use crate::domain::Duration;
use crate::extract::sentences::TextSentence;

/// A length of time that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurationMention {
    /// Its place.
    pub range: Range<usize>,
    /// The length; `None` if words and figures contradict each other: `five (3) years`.
    pub duration: Option<Duration>,
}

/// Finds the lengths of time that a sentence names.
#[must_use]
pub fn durations(text: &str, sentence: &TextSentence) -> Vec<DurationMention> {
    find(&tokens(text, sentence.range.clone()))
}

/// A count of a unit, such as `five years`.
struct Part {
    /// The count in the unit; `None` if words and figures contradict each other.
    count: Option<u32>,
    /// The letter of the unit in ISO 8601.
    unit: char,
    /// The index of the token behind it.
    end: usize,
}

/// Words between a number and its unit that do not change the length.
const WORDS_BEFORE_A_UNIT: &[&str] = &[
    "full",
    "calendar",
    "consecutive",
    "successive",
    "whole",
    "further",
    "additional",
    "more",
    "academic",
    "complete",
    "contract",
    "extra",
    "continuous",
    "other",
];

/// Words before `year` that make it a length without a number: `another year`.
const ARTICLES: &[&str] = &["a", "an", "another"];

fn find(tokens: &[Token<'_>]) -> Vec<DurationMention> {
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let Some(part) = part_at(tokens, index).filter(|_| !is_end_of_range(tokens, index)) else {
            index += 1;
            continue;
        };
        let (mut end, mut length) = (part.end, vec![(part.unit, part.count)]);
        // `1 year and 6 months`
        let joint = [",", "and"].iter().filter(|joint| is(tokens, end, &[joint])).count();
        if let Some(next) = part_at(tokens, end + joint)
            && rank(next.unit) > rank(part.unit)
            && next.unit != 'D'
        {
            length.push((next.unit, next.count));
            end = next.end;
        }
        let range = tokens[index].range.start..tokens[end - 1].range.end;
        found.push(DurationMention { range, duration: duration_of(&length) });
        index = end;
    }
    found
}

fn rank(unit: char) -> Option<usize> {
    "YMWD".find(unit)
}

fn duration_of(parts: &[(char, Option<u32>)]) -> Option<Duration> {
    let mut text = "P".to_owned();
    for (unit, count) in parts {
        text.push_str(&(*count)?.to_string());
        text.push(*unit);
    }
    text.parse().ok()
}

fn is(tokens: &[Token<'_>], index: usize, words: &[&str]) -> bool {
    tokens.get(index).is_some_and(|token| token.is_any(words))
}

/// Returns true if the number is the second of two: `three to five years`, `3-5 years`.
fn is_end_of_range(tokens: &[Token<'_>], index: usize) -> bool {
    let is_number = |token: &Token<'_>| {
        token.is_digits() || matches!(time_word(&token.word), Some(TimeWord::Number(_)))
    };
    index > 1
        && (tokens[index - 1].is_any(&["to", "-", "or", "/"])
            || (tokens[index - 1].is_any(&[".", ","]) && tokens[index].is_joined))
        && is_number(&tokens[index - 2])
}

/// Reads a count and its unit at a place.
fn part_at(tokens: &[Token<'_>], index: usize) -> Option<Part> {
    let token = tokens.get(index)?;
    if token.is_any(ARTICLES) {
        return article(tokens, index);
    }
    if token.is_any(&["half"]) && is(tokens, index + 1, &["a"]) && is(tokens, index + 2, &["year"])
    {
        return Some(Part { count: Some(6), unit: 'M', end: index + 3 });
    }
    let (number, mut end) = number(tokens, index).filter(|(number, _)| *number > 0)?;
    let mut count = Some(number);
    // `five (5) years`, `5 (five) years`
    if is(tokens, end, &["("])
        && let Some((other, close)) = self::number(tokens, end + 1)
        && is(tokens, close, &[")"])
    {
        count = count.filter(|count| *count == other);
        end = close + 1;
    }
    // `one and a half years`, `2.5 years`
    let is_half =
        is(tokens, end, &["and"]) && is(tokens, end + 1, &["a"]) && is(tokens, end + 2, &["half"]);
    let is_decimal =
        is(tokens, end, &["."]) && is(tokens, end + 1, &["5"]) && tokens[end + 1].is_joined;
    if is_half {
        end += 3;
    } else if is_decimal {
        end += 2;
    }
    let (unit, times, end) = unit(tokens, end)?;
    if is_half || is_decimal {
        let months = count.map(|count| count.saturating_mul(12).saturating_add(6));
        return (unit == 'Y' && times == 1).then_some(Part { count: months, unit: 'M', end });
    }
    Some(Part { count: count.map(|count| count.saturating_mul(times)), unit, end })
}

/// `a year`, `another calendar year`, `a decade`
fn article(tokens: &[Token<'_>], index: usize) -> Option<Part> {
    let (unit, times, end) = unit(tokens, index + 1)?;
    let is_singular = !tokens[end - 1].word.ends_with('s');
    is_singular.then_some(Part { count: Some(times), unit, end })
}

/// Reads a number in figures or in words.
fn number(tokens: &[Token<'_>], index: usize) -> Option<(u32, usize)> {
    let token = tokens.get(index)?;
    let is_inside = token.is_joined && index > 0 && {
        let before = &tokens[index - 1];
        before.is_word() || before.is_any(&["$", "£", "€", "#", "/", ":", "_"])
    };
    if token.is_digits() {
        return (token.word.len() <= 4 && !is_inside)
            .then(|| token.number())?
            .map(|n| (n, index + 1));
    }
    let (number, used) = number_in_words(&tokens[index..])?;
    Some((number, index + used))
}

/// Reads a unit, with a hyphen or an adjective before it. Returns it with the index behind it.
fn unit(tokens: &[Token<'_>], index: usize) -> Option<(char, u32, usize)> {
    let mut index = index + usize::from(is(tokens, index, &["-"]));
    while is(tokens, index, WORDS_BEFORE_A_UNIT) {
        index += 1;
    }
    let Some(TimeWord::Unit(unit, times)) = time_word(&tokens.get(index)?.word) else {
        return None;
    };
    let end = index + 1;
    // `a 20-year-old university`, `90 days old`
    let after_hyphen = end + usize::from(is(tokens, end, &["-"]));
    if is(tokens, after_hyphen, &["old", "ago", "olds"]) {
        return None;
    }
    let is_year_long = after_hyphen > end && is(tokens, after_hyphen, &["long"]);
    Some((unit, times, if is_year_long { after_hyphen + 1 } else { end }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> String {
        let mentions = find(&tokens(text, 0..text.len()));
        let shown = mentions.iter().map(|mention| {
            let length = mention.duration.map_or("?".to_owned(), |length| length.to_string());
            format!("{} = {length}", &text[mention.range.clone()])
        });
        shown.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn lengths_of_time_are_read_as_they_are_written() {
        for (text, expected) in [
            ("for 3 years.", "3 years = P3Y"),
            ("for three years", "three years = P3Y"),
            ("period of five (5) years", "five (5) years = P5Y"),
            ("period of 5 (five) years", "5 (five) years = P5Y"),
            ("period of FIVE (5) YEARS", "FIVE (5) YEARS = P5Y"),
            ("period of five (3) years", "five (3) years = ?"),
            ("a three-year MoU", "three-year = P3Y"),
            ("a 3-year MoU", "3-year = P3Y"),
            ("a 3–year MoU", "3–year = P3Y"),
            ("a two year agreement", "two year = P2Y"),
            ("thirty-six months", "thirty-six months = P36M"),
            ("an 18-month term", "18-month = P18M"),
            ("ninety (90) days’ written notice", "ninety (90) days = P90D"),
            ("ninety (90) calendar days", "ninety (90) calendar days = P90D"),
            ("one hundred and twenty days", "one hundred and twenty days = P120D"),
            ("six months' notice", "six months = P6M"),
            ("1 year and 6 months", "1 year and 6 months = P1Y6M"),
            ("one year, six months", "one year, six months = P1Y6M"),
            ("one and a half years", "one and a half years = P18M"),
            ("2.5 years", "2.5 years = P30M"),
            ("half a year", "half a year = P6M"),
            ("for a year", "a year = P1Y"),
            ("for another year", "another year = P1Y"),
            ("for a further year", "a further year = P1Y"),
            ("for a further three years", "three years = P3Y"),
            ("for three further years", "three further years = P3Y"),
            ("for a decade", "a decade = P10Y"),
            ("two weeks", "two weeks = P2W"),
            ("a year-long accord", "a year-long = P1Y"),
            ("for 3 years and 30 days' notice", "3 years = P3Y; 30 days = P30D"),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_length_is_left_out() {
        for text in [
            "three to five years",
            "3-5 years",
            "two or three years",
            "30 working days",
            "a 20-year-old university",
            "ten years ago",
            "every year",
            "each year",
            "in its third year",
            "0 years",
            "1,500 years",
            "COVID19 years",
        ] {
            assert_eq!(found(text), "", "{text}");
        }
    }
}
