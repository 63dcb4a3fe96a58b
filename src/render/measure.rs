//! How much of a terminal's line a text takes.
//!
//! A terminal's line has cells; an East Asian character or an emoji takes two, a combining mark
//! none. Widths are those of the unicode-width crate for each user-perceived character, added up.
//! (Of a whole string that crate counts some Arabic pairs as one, which only a few terminals
//! draw so.) The text is taken to have no control characters: [`super::escape::visible`] first.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Returns the cells that `text` takes.
///
/// ```
/// use mou::render::measure::width;
///
/// assert_eq!(width("MoU"), 3);
/// assert_eq!(width("東京"), 4);
/// assert_eq!(width("👩\u{200d}💻"), 2);
/// ```
#[must_use]
pub fn width(text: &str) -> usize {
    plain_width(text)
        .or_else(|| text.chars().map(simple_width).sum())
        .unwrap_or_else(|| text.graphemes(true).map(grapheme_width).sum())
}

/// Returns the cells that `text` takes where each letter of it takes one, and is one that is shown as
/// it is; nothing where there is another among them. Most text is Latin, and has no other.
pub(super) fn plain_width(text: &str) -> Option<usize> {
    // All of a text is looked at at once; stopping at the first that is not meant takes longer.
    if text.bytes().fold(true, |is, byte| is & matches!(byte, b' '..=b'~')) {
        return Some(text.len());
    }
    let (mut width, mut rest) = (0, text);
    loop {
        let run = rest.bytes().take_while(|byte| matches!(byte, b' '..=b'~')).count();
        width += run;
        let mut letters = rest.get(run..)?.chars();
        match letters.next() {
            None => return Some(width),
            Some('\u{ae}'..='\u{2ff}' | '–' | '’') => width += 1,
            Some(_) => return None,
        }
        rest = letters.as_str();
    }
}

/// Returns the width of a character that stands for itself whatever its neighbours are.
///
/// Most text has no other, and finding user-perceived characters takes ten times as long.
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

/// Returns the cells of a user-perceived character: no single code point takes more than two,
/// though unicode-width gives a Khmer sign three.
fn grapheme_width(grapheme: &str) -> usize {
    let single = grapheme.chars().nth(1).is_none();
    let cells = grapheme.width();
    if single { cells.min(2) } else { cells }
}

/// Returns `text` cut to `limit` cells, the cut marked with `mark` where there is room for it.
///
/// ```
/// use mou::render::measure::cut;
///
/// assert_eq!(cut("Memorandum", 10, "…"), "Memorandum");
/// assert_eq!(cut("Memorandum", 6, "…"), "Memor…");
/// ```
#[must_use]
pub fn cut(text: &str, limit: usize, mark: &str) -> String {
    if width(text) <= limit { text.to_owned() } else { marked(text, limit, mark) }
}

/// Returns as much of `text` as fits `limit` cells with `mark` behind it.
pub(super) fn marked(text: &str, limit: usize, mark: &str) -> String {
    let mark = if width(mark) <= limit { mark } else { "" };
    let room = limit - width(mark);
    let mut kept = String::new();
    let mut used = 0;
    for (unit, cells) in units(text, limit) {
        if used + cells > room {
            break;
        }
        kept.push_str(unit);
        used += cells;
    }
    kept.truncate(kept.trim_end().len());
    kept + mark
}

/// Returns the pieces that may not be broken, and their widths: user-perceived characters, or
/// where one of those is wider than `limit` (a run of Hangul jamo can be) its code points, each
/// with what takes no cell of its own.
pub(super) fn units(text: &str, limit: usize) -> impl Iterator<Item = (&str, usize)> {
    text.graphemes(true)
        .flat_map(
            move |grapheme| {
                if grapheme_width(grapheme) <= limit { vec![grapheme] } else { parts(grapheme) }
            },
        )
        .map(|unit| (unit, grapheme_width(unit)))
}

fn parts(mut grapheme: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    while !grapheme.is_empty() {
        let takes_cells = |&(_, letter): &(usize, char)| letter.width().unwrap_or(0) > 0;
        let next = grapheme.char_indices().skip(1).find(takes_cells);
        let end = next.map_or(grapheme.len(), |(at, _)| at);
        let (part, rest) = grapheme.split_at_checked(end).unwrap_or((grapheme, ""));
        parts.push(part);
        grapheme = rest;
    }
    parts
}

#[cfg(test)]
mod tests {
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
    fn what_counts_as_plain_is_shown_as_it_is_and_takes_one_cell() {
        let letters = ('\0'..=char::MAX).map(String::from);
        let plain: Vec<String> = letters.filter(|text| plain_width(text).is_some()).collect();
        for text in &plain {
            assert!(!text.chars().any(is_hidden), "{text:?}");
            assert_eq!((plain_width(text), text.width()), (Some(1), 1), "{text:?}");
            assert_eq!(format!("é{text}").graphemes(true).count(), 2, "{text:?}");
        }
        assert_eq!(plain_width(&plain.concat()), Some(plain.len()));
    }

    #[test]
    fn what_counts_as_simple_is_measured_the_same() {
        let letters = ('\0'..=char::MAX).filter_map(|letter| Some((letter, simple_width(letter)?)));
        for (letter, cells) in letters {
            // A simple character after each kind of simple character begins one of its own.
            for before in ["a", "é", "東", "한", "ァ"] {
                let pair = format!("{before}{letter}");
                assert_eq!(pair.graphemes(true).count(), 2, "{pair:?}");
            }
            assert_eq!(letter.width(), Some(cells), "{letter:?}");
        }
    }

    #[test]
    fn no_code_point_takes_more_than_two_cells() {
        for letter in '\0'..=char::MAX {
            assert!(width(letter.encode_utf8(&mut [0; 4])) <= 2, "{letter:?}");
        }
    }

    #[test]
    fn a_cut_is_marked_where_there_is_room_and_never_goes_through_a_character() {
        let cases = [
            ("short", 5, "…", "short"),
            ("longer text", 7, "…", "longer…"),
            ("longer text", 8, "…", "longer…"),
            ("日本国", 5, "…", "日本…"),
            ("日本国", 4, "…", "日…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "…", "e\u{301}…"),
            ("word", 2, "...", "wo"),
            ("word", 0, "…", ""),
        ];
        for (text, limit, mark, left) in cases {
            assert_eq!(cut(text, limit, mark), left, "{text:?} in {limit}");
        }
    }
}
