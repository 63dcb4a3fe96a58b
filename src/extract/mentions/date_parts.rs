//! The parts of dates: days, months and years among the tokens of a sentence.

use super::time_words::{TimeWord, number_in_words, ordinal_in_words, time_word};
use super::tokens::Token;

/// The years that a text may write.
pub(super) const WRITTEN_YEARS: std::ops::RangeInclusive<i32> = 1500..=2200;

/// Signs that, joined to a number, make it part of something else.
const JOINED_BEFORE_NO_DATE: &[&str] =
    &[".", ":", "/", "$", "£", "€", "¥", "#", "§", "+", "-", "_", "=", "?", "&", "@", "%"];

/// The tokens of a sentence, in which dates are read.
pub(super) struct DateTokens<'a> {
    /// The tokens.
    pub(super) tokens: &'a [Token<'a>],
}

impl<'a> DateTokens<'a> {
    /// Returns the token at a place.
    pub(super) fn token(&self, index: usize) -> Option<&Token<'a>> {
        self.tokens.get(index)
    }

    /// Returns true if the token at a place is one of these.
    pub(super) fn is(&self, index: usize, words: &[&str]) -> bool {
        self.token(index).is_some_and(|token| token.is_any(words))
    }

    /// Returns true if the token before a place is one of these.
    pub(super) fn is_before(&self, index: usize, words: &[&str]) -> bool {
        index > 0 && self.is(index - 1, words)
    }

    /// Returns true if no space separates the token from the one before it.
    pub(super) fn is_joined(&self, index: usize) -> bool {
        self.token(index).is_some_and(|token| token.is_joined)
    }

    /// Returns true if a joined number belongs to a longer one, an amount, an address or a code.
    pub(super) fn is_part_of_a_number(&self, index: usize) -> bool {
        let before = &self.tokens[index - 1];
        before.is_word()
            || before.is_digits()
            || before.is_any(JOINED_BEFORE_NO_DATE)
            || (before.is(",")
                && before.is_joined
                && index > 1
                && self.tokens[index - 2].is_digits())
    }

    /// Returns the number at a place if it has so many digits and is no part of a longer one.
    pub(super) fn number(
        &self,
        index: usize,
        digits: std::ops::RangeInclusive<usize>,
    ) -> Option<u32> {
        let token = self.token(index)?;
        token.number().filter(|_| digits.contains(&token.word.len()))
    }

    /// Returns true if a number ends here: no digits, letters or decimals follow it.
    pub(super) fn ends_number(&self, end: usize) -> bool {
        let Some(token) = self.token(end).filter(|token| token.is_joined) else { return true };
        let is_more = token.is_digits()
            || token.is_word()
            || token.is_any(&["%", "$", "€", "_", "@", "="])
            || (token.is_any(&[".", ",", "/", ":"])
                && self.token(end + 1).is_some_and(|next| next.is_joined && next.is_digits()));
        !is_more
    }

    /// Returns the year at a place, in figures or in words, with the index behind it.
    pub(super) fn year(&self, index: usize) -> Option<(i32, usize)> {
        let (number, end) = match self.number(index, 4..=4) {
            Some(number) if self.ends_number(index + 1) => (number, index + 1),
            Some(_) => return None,
            None => {
                let (number, used) = number_in_words(self.tokens.get(index..)?)?;
                (Some(number).filter(|number| *number >= 1000)?, index + used)
            }
        };
        let year = i32::try_from(number).ok().filter(|year| WRITTEN_YEARS.contains(year))?;
        Some((year, end))
    }

    /// Returns the year behind a day or a month, with what may be written between them.
    pub(super) fn year_behind(&self, index: usize) -> Option<(i32, usize)> {
        let mut start = index;
        if self.is(start, &[",", ".", "-"]) {
            start += 1;
        }
        if self.is(start, &["of", "in", "de", "del"]) {
            start += 1;
        }
        if self.is(start, &["the"]) && self.is(start + 1, &["year"]) {
            start += 2;
        }
        self.year(start)
    }

    /// Returns the day of the month at a place, as a number or in words.
    pub(super) fn day(&self, index: usize) -> Option<(u32, usize)> {
        let in_words = || ordinal_in_words(self.tokens.get(index..)?);
        let (day, used) = self.number(index, 1..=2).map(|day| (day, 1)).or_else(in_words)?;
        let mut end = index + used;
        if self.is_joined(end) && self.is(end, &["st", "nd", "rd", "th"]) {
            end += 1;
        }
        // `fourth (4th)`
        if self.is(end, &["("]) && self.number(end + 1, 1..=2) == Some(day) {
            let close = end + 2 + usize::from(self.is(end + 2, &["st", "nd", "rd", "th"]));
            if self.is(close, &[")"]) {
                end = close + 1;
            }
        }
        (1..=31).contains(&day).then_some((day, end))
    }

    /// Returns the month at a place, with the index behind it.
    pub(super) fn month(&self, index: usize) -> Option<(u32, usize)> {
        let Some(TimeWord::Month(month)) = time_word(&self.token(index)?.word) else {
            return None;
        };
        Some((month, index + 1))
    }
}
