//! The display width of text, and text wrapped into lines that fit a terminal.
//!
//! A line of a terminal has columns; an East Asian character or an emoji takes two, a combining mark
//! none. Widths are those of the unicode-width crate for each grapheme cluster, added up.
//! (Of a whole string, that crate counts some Arabic pairs as one, as only a few terminals do.)
//! The text must not contain control characters: call [`super::escape::visible`] first.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A word that is too long for a line starts on the current line if at least this much is left of it.
const MIN_WORD_COLUMNS: usize = 6;

/// The indentation of the further lines of a text.
const HANGING_COLUMNS: usize = 2;

/// Returns the number of columns that `text` takes.
///
/// ```
/// use mou::render::width::width;
///
/// assert_eq!(width("MoU"), 3);
/// assert_eq!(width("東京"), 4);
/// assert_eq!(width("👩\u{200d}💻"), 2);
/// ```
#[must_use]
pub fn width(text: &str) -> usize {
    plain_width(text).unwrap_or_else(|| text.graphemes(true).map(grapheme_width).sum())
}

/// Returns the number of columns that `text` takes if all its characters are simple, else `None`.
/// No simple character is hidden.
pub(super) fn plain_width(text: &str) -> Option<usize> {
    // Testing all bytes at once is faster than stopping at the first that is not ASCII.
    if text.bytes().fold(true, |is_ascii, byte| is_ascii & matches!(byte, b' '..=b'~')) {
        return Some(text.len());
    }
    text.chars().map(simple_width).sum()
}

/// Returns the display width of a character that never combines with its neighbours, else `None`.
///
/// Most text has only such characters, and finding grapheme clusters takes ten times as long.
fn simple_width(letter: char) -> Option<usize> {
    match letter {
        ' '..='~'
        | '\u{a0}'..='\u{ac}'
        | '\u{ae}'..='\u{2ff}'
        | '\u{370}'..='\u{482}'
        | '\u{1e00}'..='\u{1fff}'
        | '\u{2010}'..='\u{2027}' => Some(1),
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | '\u{4e00}'..='\u{9fff}' | '가'..='힣' => Some(2),
        _ => None,
    }
}

/// Returns the number of columns of a grapheme cluster. A single code point takes at most two, though
/// unicode-width gives a Khmer sign three.
fn grapheme_width(grapheme: &str) -> usize {
    let is_single = grapheme.chars().nth(1).is_none();
    let columns = grapheme.width();
    if is_single { columns.min(2) } else { columns }
}

/// Returns `text` cut to `columns` columns, with `ellipsis` at its end if something was cut.
///
/// ```
/// use mou::render::width::shorten;
///
/// assert_eq!(shorten("University of Tartu", 12, "…"), "University…");
/// assert_eq!(shorten("東京大学", 7, "…"), "東京大…");
/// assert_eq!(shorten("Tartu", 12, "…"), "Tartu");
/// ```
#[must_use]
pub fn shorten<'t>(text: &'t str, columns: usize, ellipsis: &str) -> Cow<'t, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let ellipsis = if width(ellipsis) <= columns { ellipsis } else { "" };
    let room = columns - width(ellipsis);
    let mut used = 0;
    let kept = text.graphemes(true).take_while(|grapheme| {
        used += grapheme_width(grapheme);
        used <= room
    });
    let kept: String = kept.collect();
    Cow::Owned(kept.trim_end_matches(' ').to_owned() + ellipsis)
}

/// Wraps `text` into lines of at most `rest` columns, the first of at most `first`.
///
/// Lines break at spaces; a word is broken only if it is longer than `rest`. There is always a first
/// line; it is empty if no word fits. A `rest` below two counts as two.
///
/// ```
/// use mou::render::width::wrap;
///
/// assert_eq!(wrap("memorandum of understanding", 13, 13), ["memorandum of", "understanding"]);
/// ```
#[must_use]
pub fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    if text.is_empty() || (first > 0 && width(text) <= first) {
        return vec![text.to_owned()];
    }
    let mut lines = WrappedLines {
        done: Vec::new(),
        line: String::new(),
        used: 0,
        limit: first,
        rest: rest.max(2),
    };
    let mut spaces = 0;
    for (number, word) in text.split(' ').enumerate() {
        spaces += usize::from(number > 0);
        if !word.is_empty() {
            lines.add_word(word, std::mem::take(&mut spaces));
        }
    }
    lines.done.push(lines.line);
    lines.done
}

/// The most columns of a part of a text that is kept on one line as a whole.
const MAX_WHOLE_COLUMNS: usize = 40;

/// A space at which no line breaks.
const GLUE_SPACE: &str = "\u{a0}";

/// Returns `text` so that [`wrapped_whole`] keeps it on one line, if it is short; of a long text, only the parts in
/// back-ticks are kept whole.
#[must_use]
pub fn whole(text: &str) -> String {
    if width(text) <= MAX_WHOLE_COLUMNS {
        return text.replace(' ', GLUE_SPACE);
    }
    let parts = text.split('`').enumerate().map(|(number, part)| {
        let is_quoted = number % 2 == 1;
        if is_quoted && width(part) <= MAX_WHOLE_COLUMNS {
            part.replace(' ', GLUE_SPACE)
        } else {
            part.to_owned()
        }
    });
    parts.collect::<Vec<_>>().join("`")
}

/// Wraps `text` into lines of `columns` columns, less `first` on the first line and `rest` on the others. Parts that are
/// [`whole`] stay on one line. Without `columns` there is one line.
#[must_use]
pub fn wrapped_whole(text: &str, columns: Option<usize>, first: usize, rest: usize) -> Vec<String> {
    let lines = match columns {
        Some(columns) => wrap(text, columns.saturating_sub(first), columns.saturating_sub(rest)),
        None => vec![text.to_owned()],
    };
    lines.into_iter().map(|line| line.replace(GLUE_SPACE, " ")).collect()
}

/// Returns the indentation of the further lines of `text` in lines of `limit` columns: none if it
/// would break a word that fits otherwise.
pub(super) fn hanging(text: &str, limit: usize) -> usize {
    let longest = text.lines().flat_map(|line| line.split(' ')).map(width).max().unwrap_or(0);
    let breaks = longest <= limit && longest + HANGING_COLUMNS > limit;
    if limit < 8 * HANGING_COLUMNS || breaks { 0 } else { HANGING_COLUMNS }
}

/// Lines that are being filled.
struct WrappedLines {
    done: Vec<String>,
    line: String,
    used: usize,
    limit: usize,
    rest: usize,
}

impl WrappedLines {
    /// Appends `word` after `spaces` spaces; starts a new line if it does not fit.
    fn add_word(&mut self, word: &str, spaces: usize) {
        let columns = width(word);
        let is_long = columns > self.rest;
        let needed = if is_long { MIN_WORD_COLUMNS.min(self.rest) } else { columns };
        // A combining mark takes no column, but needs one to be drawn in.
        if self.used + spaces + needed.max(usize::from(self.used == 0)) <= self.limit {
            self.add(&" ".repeat(spaces), spaces);
        } else {
            self.start_line();
        }
        if !is_long {
            return self.add(word, columns);
        }
        for grapheme in word.graphemes(true) {
            if grapheme_width(grapheme) <= self.rest {
                self.add(grapheme, grapheme_width(grapheme));
                continue;
            }
            // A run of Hangul jamo can be one grapheme cluster. A variation selector can widen a letter.
            for letter in grapheme.chars() {
                let columns = if letter.width().unwrap_or(0) > 0 { 2 } else { 0 };
                self.add(letter.encode_utf8(&mut [0; 4]), columns);
            }
        }
    }

    /// Appends `text`, on a new line if it does not fit.
    fn add(&mut self, text: &str, columns: usize) {
        if self.used + columns > self.limit {
            self.start_line();
        }
        self.line.push_str(text);
        self.used += columns;
    }

    fn start_line(&mut self) {
        self.done.push(std::mem::take(&mut self.line));
        self.used = 0;
        self.limit = self.rest;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::escape::is_hidden;

    #[test]
    fn widths_are_those_of_a_terminal() {
        let cases = [
            ("", 0),
            ("plain", 5),
            ("日本国", 6),
            ("e\u{301}", 1),
            ("👩\u{200d}👩\u{200d}👧", 2),
            ("🇸🇬🇬🇧", 4),
            ("❤\u{fe0f}", 2),
            ("لا", 2),
            ("한국", 4),
        ];
        for (text, cells) in cases {
            assert_eq!(width(text), cells, "{text:?}");
        }
    }

    #[test]
    fn simple_characters_are_shown_and_measured_as_they_are() {
        let letters = ('\0'..=char::MAX).filter_map(|letter| Some((letter, simple_width(letter)?)));
        for (letter, cells) in letters {
            // A simple character after each kind of simple character begins one of its own.
            for before in ["a", "é", "東", "한", "ァ"] {
                let pair = format!("{before}{letter}");
                assert_eq!(pair.graphemes(true).count(), 2, "{pair:?}");
            }
            assert_eq!(letter.width(), Some(cells), "{letter:?}");
            assert!(!is_hidden(letter), "{letter:?}");
        }
    }

    #[test]
    fn no_code_point_takes_more_than_two_cells() {
        for letter in '\0'..=char::MAX {
            assert!(width(letter.encode_utf8(&mut [0; 4])) <= 2, "{letter:?}");
        }
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        let cases: [(&str, usize, usize, &[&str]); 12] = [
            ("", 5, 5, &[""]),
            ("one two three", 7, 7, &["one two", "three"]),
            ("two  blanks", 20, 20, &["two  blanks"]),
            ("two  blanks", 6, 6, &["two", "blanks"]),
            ("1  on  two  lines", 8, 8, &["1  on", "two", "lines"]),
            ("  led  by blanks ", 10, 10, &["  led  by", "blanks"]),
            ("abcdefghij", 4, 4, &["abcd", "efgh", "ij"]),
            ("東京大学", 5, 5, &["東京", "大学"]),
            ("東❤\u{fe0f}🏽", 3, 3, &["東", "❤\u{fe0f}", "🏽"]),
            ("\u{301}", 0, 5, &["", "\u{301}"]),
            ("gds-govtech-2022", 4, 20, &["", "gds-govtech-2022"]),
            ("a 東京大学東京大学", 10, 10, &["a 東京大学", "東京大学"]),
        ];
        for (text, first, rest, lines) in cases {
            assert_eq!(wrap(text, first, rest), lines, "{text:?} in {first} and {rest}");
        }
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_its_limit_and_no_letter_is_lost(
            text in "\\PC{0,60}", first in 0_usize..20, rest in 2_usize..20
        ) {
            let text = super::super::escape::visible(&text).into_owned();
            let lines = wrap(&text, first, rest);
            for (number, line) in lines.iter().enumerate() {
                let limit = if number == 0 { first } else { rest };
                prop_assert!(width(line) <= limit, "{:?} in {}", line, limit);
            }
            prop_assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }
}
