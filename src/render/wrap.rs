//! Text in lines that fit a terminal.

use super::measure::{marked, units, width};

/// A word too long for any line is begun on a started line where at least this much is left of it.
const WORTHWHILE: usize = 6;

/// The further lines of a text are indented by this.
const HANGING: usize = 2;

/// Returns `text` in lines of at most `rest` cells, the first of at most `first`.
///
/// Breaks stand in place of blanks; a word is broken only where it is longer than `rest`. There is
/// always a first line; it is empty where nothing fits it. A `rest` below two counts as two.
///
/// ```
/// use mou::render::wrap::wrap;
///
/// assert_eq!(wrap("memorandum of understanding", 13, 13), ["memorandum of", "understanding"]);
/// ```
#[must_use]
pub fn wrap(text: &str, first: usize, rest: usize) -> Vec<String> {
    if text.is_empty() || (first > 0 && width(text) <= first) {
        return vec![text.to_owned()];
    }
    let mut lines =
        Lines { done: Vec::new(), line: String::new(), used: 0, limit: first, rest: rest.max(2) };
    let mut blanks = 0;
    for (number, word) in text.split(' ').enumerate() {
        blanks += usize::from(number > 0);
        if !word.is_empty() {
            lines.add_word(word, std::mem::take(&mut blanks));
        }
    }
    lines.done.push(lines.line);
    lines.done
}

/// Returns the first `count` lines (one at least) of what [`wrap`] returns for `limit`, a cut
/// marked with `mark`.
#[must_use]
pub fn wrap_to(text: &str, limit: usize, count: usize, mark: &str) -> Vec<String> {
    let mut lines = wrap(text, limit, limit);
    let count = count.max(1);
    if lines.len() > count {
        lines.truncate(count);
        if let Some(last) = lines.last_mut() {
            *last = last.trim_end().to_owned();
            let fits = width(last) + width(mark) <= limit;
            let whole =
                if fits { Some(last.as_str()) } else { last.rsplit_once(' ').map(|(all, _)| all) };
            *last =
                whole.map_or_else(|| marked(last, limit, mark), |whole| whole.to_owned() + mark);
        }
    }
    lines
}

/// Returns by how much the further lines of `text` are indented in lines of `limit` cells: by
/// nothing where that would break a word that fits without.
pub(super) fn hanging(text: &str, limit: usize) -> usize {
    let longest = text.lines().flat_map(|line| line.split(' ')).map(width).max().unwrap_or(0);
    let breaks = longest <= limit && longest + HANGING > limit;
    if limit < 8 * HANGING || breaks { 0 } else { HANGING }
}

/// Lines being filled.
struct Lines {
    done: Vec<String>,
    line: String,
    used: usize,
    limit: usize,
    rest: usize,
}

impl Lines {
    /// Adds a word that so many `blanks` part from what stands before it.
    fn add_word(&mut self, word: &str, blanks: usize) {
        let cells = width(word);
        let long = cells > self.rest;
        let needed = if long { WORTHWHILE.min(self.rest) } else { cells };
        // A mark that takes no cell still needs one to stand on.
        if self.used + blanks + needed.max(usize::from(self.used == 0)) <= self.limit {
            self.add(&" ".repeat(blanks), blanks);
        } else {
            self.turn();
        }
        if !long {
            return self.add(word, cells);
        }
        for (unit, cells) in units(word, self.rest) {
            if self.used + cells > self.limit {
                self.turn();
            }
            self.add(unit, cells);
        }
    }

    fn add(&mut self, text: &str, cells: usize) {
        self.line.push_str(text);
        self.used += cells;
    }

    fn turn(&mut self) {
        self.done.push(std::mem::take(&mut self.line));
        self.used = 0;
        self.limit = self.rest;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_break_at_blanks_and_long_words_anywhere() {
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

    #[test]
    fn lines_past_the_last_are_marked_as_cut() {
        assert_eq!(wrap_to("one two three four", 5, 2, "…"), ["one", "two…"]);
        assert_eq!(wrap_to("abcdefghij", 4, 2, "…"), ["abcd", "efg…"]);
        assert_eq!(wrap_to("one by two by three", 6, 2, "…"), ["one by", "two…"]);
        assert_eq!(wrap_to("one two", 5, 2, "…"), ["one", "two"]);
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
