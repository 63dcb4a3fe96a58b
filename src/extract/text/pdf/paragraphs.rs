//! From the lines of the pages of a PDF to paragraphs.

use std::collections::{HashMap, HashSet};

use super::lines::PageLine;
use crate::extract::text::lines::{is_closed, marker};

/// The distance of lines in a paragraph is at most this multiple of the usual one.
const MAX_PITCH_RATIO: f64 = 1.28;

/// The usual distance of lines, in sizes of the font, if a PDF does not show it, and the most that it can be.
const DEFAULT_PITCH: f64 = 1.4;
const MAX_PITCH: f64 = 2.6;

/// Fonts differ in size if one is larger by this factor.
const MAX_SIZE_RATIO: f64 = 1.12;

/// Lines further away than this belong to another part of the page.
const MARGIN_LINES: usize = 12;

/// How a line follows the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LineStep {
    /// The paragraph goes on, and the line before was full.
    Wrapped,
    /// The paragraph goes on, but the line before ended on purpose.
    Broken,
    /// A paragraph begins.
    Paragraph,
}

/// Returns the text of the pages: a blank line between paragraphs, each of them in one line unless its lines were
/// broken on purpose, without the words that every page repeats and the numbers of pages.
pub(super) fn text_of(pages: Vec<Vec<PageLine>>) -> String {
    let lines = without_running_lines(pages);
    let hyphens = HyphenUse::new(&lines);
    let pitch = usual_pitch(&lines);
    let mut text = String::new();
    for (index, (_, line)) in lines.iter().enumerate() {
        let step = index.checked_sub(1).map(|before| step(&lines, before, pitch));
        match step {
            None => {}
            Some(LineStep::Paragraph) => text.push_str("\n\n"),
            Some(LineStep::Broken) => text.push('\n'),
            Some(LineStep::Wrapped) => hyphens.join(&mut text, &line.text),
        }
        text.push_str(&line.text);
    }
    text
}

/// Returns how the line after this one follows it.
fn step(lines: &[(usize, PageLine)], index: usize, pitch: f64) -> LineStep {
    let ((page, line), (next_page, next)) = (&lines[index], &lines[index + 1]);
    if line.has_columns != next.has_columns || !is_same_size(line, next) {
        return LineStep::Paragraph;
    }
    let is_full = !line.has_columns && is_full(lines, index);
    let is_item = marker(&next.text).is_some();
    let is_word_divided = ends_in_hyphen(&line.text);
    if page != next_page || !is_below(line, next) {
        // The next page or column: a sentence may go on there.
        let goes_on = is_full && !is_item && !is_closed(&line.text);
        return if goes_on { LineStep::Wrapped } else { LineStep::Paragraph };
    }
    let is_near = next.top - line.top <= pitch * MAX_PITCH_RATIO * line.size.max(next.size);
    let is_indented = next.left > line.left + 0.8 * line.size && is_closed(&line.text);
    if !is_near || (is_indented && is_full) {
        return LineStep::Paragraph;
    }
    let is_new_item = is_item && (is_closed(&line.text) || next.left < line.left - 0.3 * line.size);
    if is_word_divided || (is_full && !is_new_item) { LineStep::Wrapped } else { LineStep::Broken }
}

/// Returns true if the next line is the next one down the page.
fn is_below(line: &PageLine, next: &PageLine) -> bool {
    next.top > line.top + 0.5 * line.size.min(next.size)
        && next.left < line.right
        && line.left < next.right
}

fn is_same_size(line: &PageLine, next: &PageLine) -> bool {
    line.size.max(next.size) <= line.size.min(next.size) * MAX_SIZE_RATIO
}

/// Returns true if the first word of the next line has no room at the end of this one.
fn is_full(lines: &[(usize, PageLine)], index: usize) -> bool {
    let (page, line) = &lines[index];
    let first_word = lines
        .get(index + 1)
        .map_or(0.0, |(_, next)| next.first_word_right.unwrap_or(next.right) - next.left);
    let is_beside = |(other_page, other): &&(usize, PageLine)| {
        other_page == page
            && !other.has_columns
            && is_same_size(line, other)
            && other.left < line.right
            && line.left < other.right
    };
    let (before, after) = lines.split_at(index);
    // A line of another column or of the whole width ends the part of the page that counts.
    let near = |found: &[&PageLine]| found.iter().map(|line| line.right).fold(line.right, f64::max);
    let before: Vec<&PageLine> =
        before.iter().rev().take(MARGIN_LINES).take_while(is_beside).map(|(_, it)| it).collect();
    let after: Vec<&PageLine> =
        after.iter().take(MARGIN_LINES).take_while(is_beside).map(|(_, it)| it).collect();
    let margin = near(&before).max(near(&after));
    line.right + first_word + 0.2 * line.size > margin - 0.5 * line.size
}

/// Returns the distance of lines within paragraphs, in sizes of the font.
fn usual_pitch(lines: &[(usize, PageLine)]) -> f64 {
    let pairs = lines.windows(2).enumerate().filter_map(|(index, pair)| {
        let [(page, line), (next_page, next)] = pair else { return None };
        let follows = page == next_page && is_below(line, next) && is_same_size(line, next);
        let pitch = (next.top - line.top) / line.size.max(next.size);
        (follows && pitch < MAX_PITCH && is_full(lines, index)).then_some(pitch)
    });
    let mut pitches: Vec<f64> = pairs.collect();
    pitches.sort_by(f64::total_cmp);
    // Some full lines are the last of their paragraph, so the usual distance is among the smaller ones.
    pitches.get(pitches.len() / 4).copied().unwrap_or(DEFAULT_PITCH)
}

/// Returns the lines with the numbers of their pages, without the numbers of pages and the lines that more than one page
/// has at its top or bottom.
fn without_running_lines(pages: Vec<Vec<PageLine>>) -> Vec<(usize, PageLine)> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for page in &pages {
        let is_outer = outer_lines(page);
        let outer: HashSet<String> =
            page.iter().filter(|line| is_outer(line)).map(running_key).collect();
        for key in outer {
            *counts.entry(key).or_default() += 1;
        }
    }
    let mut kept = Vec::new();
    for (number, page) in pages.into_iter().enumerate() {
        let is_outer = outer_lines(&page);
        let is_running = |line: &PageLine| {
            is_outer(line)
                && (is_page_mark(&line.text) || counts.get(&running_key(line)) > Some(&1))
        };
        kept.extend(page.into_iter().filter(|line| !is_running(line)).map(|line| (number, line)));
    }
    kept
}

/// Returns which lines are the first two or the last two of a page.
fn outer_lines(page: &[PageLine]) -> impl Fn(&PageLine) -> bool + use<> {
    let mut tops: Vec<f64> = page.iter().map(|line| line.top).collect();
    tops.sort_by(f64::total_cmp);
    let second = tops.iter().take(2).next_back().copied().unwrap_or_default();
    let last_but_one = tops.iter().rev().take(2).next_back().copied().unwrap_or_default();
    move |line| line.top <= second || line.top >= last_but_one
}

/// Returns the words and the place of a line, without digits: the number of the page differs.
fn running_key(line: &PageLine) -> String {
    let words: String = line.text.chars().filter(|letter| !letter.is_ascii_digit()).collect();
    format!("{:.0} {words}", line.top)
}

/// Returns true for `3`, `- 3 -`, `Page 3 of 7` and `3/7`.
fn is_page_mark(line: &str) -> bool {
    let lower = line.trim().to_lowercase();
    let parts =
        lower.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    let is_part = |part: &str| {
        matches!(part, "page" | "of")
            || (part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let count = parts.clone().count();
    (1..=4).contains(&count)
        && parts.clone().all(is_part)
        && parts.clone().any(|part| part.starts_with(|letter: char| letter.is_ascii_digit()))
}

/// The hyphens that only the end of a line has.
const LINE_END_HYPHENS: [char; 2] = ['\u{ad}', '\u{2010}'];

fn ends_in_hyphen(text: &str) -> bool {
    let mut letters = text.chars().rev();
    letters.next().is_some_and(|letter| letter == '-' || LINE_END_HYPHENS.contains(&letter))
        && letters.next().is_some_and(char::is_alphabetic)
}

/// How a PDF uses hyphens.
struct HyphenUse {
    /// The words with hyphens, in lower case.
    words: HashSet<String>,
    /// True if the hyphens at the ends of lines are other characters than those of words.
    has_own_at_line_ends: bool,
}

impl HyphenUse {
    fn new(lines: &[(usize, PageLine)]) -> Self {
        let texts = || lines.iter().map(|(_, line)| line.text.as_str());
        let words = texts().flat_map(|text| text.split(is_between_words));
        let words = words.filter(|word| word.contains('-')).map(str::to_lowercase).collect();
        let has_own_at_line_ends = texts().any(|text| text.ends_with(LINE_END_HYPHENS));
        Self { words, has_own_at_line_ends }
    }

    /// Prepares the end of `text` for a line that goes on with `next`: a blank, or no hyphen if it divides a word.
    fn join(&self, text: &mut String, next: &str) {
        if !(ends_in_hyphen(text) && next.starts_with(char::is_alphabetic)) {
            text.push(' ');
            return;
        }
        let hyphen = text.chars().next_back().map_or(0, char::len_utf8);
        let head = &text[..text.len() - hyphen];
        let head = head.rsplit(is_between_words).next().unwrap_or_default();
        let tail = next.split(is_between_words).next().unwrap_or_default();
        let is_in_word = || self.words.contains(&format!("{head}-{tail}").to_lowercase());
        let divides_word = if text.ends_with(LINE_END_HYPHENS) {
            true
        } else {
            !self.has_own_at_line_ends && next.starts_with(char::is_lowercase) && !is_in_word()
        };
        if divides_word {
            text.truncate(text.len() - hyphen);
        }
    }
}

fn is_between_words(letter: char) -> bool {
    !letter.is_alphanumeric() && letter != '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns lines of a font of 10 points, each 12 points below the one before it. `\n` is a line break, and a blank line
    /// moves down by half a line.
    fn page(left: f64, top: f64, text: &str) -> Vec<PageLine> {
        let mut lines = Vec::new();
        let mut top = top;
        for line in text.split('\n') {
            top += if line.is_empty() { 6.0 } else { 12.0 };
            let width = |text: &str| f64::from(u32::try_from(text.chars().count()).unwrap()) * 5.0;
            let first_word = line.split(' ').next().unwrap();
            let first_word_right = Some(left + width(first_word));
            let right = left + width(line);
            let text = line.to_owned();
            if !line.is_empty() {
                lines.push(PageLine {
                    text,
                    left,
                    right,
                    top,
                    size: 10.0,
                    first_word_right,
                    ..PageLine::default()
                });
            }
        }
        lines
    }

    #[test]
    fn lines_are_joined_where_the_next_word_has_no_room() {
        let text = "The Port of Tema and the Port of\nGhent signed a memorandum of under-\nstanding on the long-\n\n\
                    The long-term plan is a long-\nterm plan.\n\nTema Port\nHarbour Road\nTema";
        assert_eq!(
            text_of(vec![page(50.0, 100.0, text)]),
            "The Port of Tema and the Port of Ghent signed a memorandum of understanding on the long-\n\n\
             The long-term plan is a long-term plan.\n\nTema Port\nHarbour Road\nTema"
        );
    }

    #[test]
    fn sentence_goes_on_in_the_next_column_and_on_the_next_page() {
        let first = page(50.0, 0.0, "Press release");
        let left = page(50.0, 100.0, "The Port of Tema has\nsigned it with Kofi");
        let right = page(300.0, 100.0, "Mensah of Accra and\nwith the long list of");
        let foot = page(50.0, 700.0, "- 1 -");
        let second = page(50.0, 100.0, "partners that follow.");
        let head = page(50.0, 0.0, "Press release");
        let pages = vec![[first, left, right, foot].concat(), [head, second].concat()];
        assert_eq!(
            text_of(pages),
            "The Port of Tema has signed it with Kofi Mensah of Accra and with the long list of partners that follow."
        );
    }

    #[test]
    fn page_marks_are_numbers_of_pages_alone() {
        for mark in ["3", "- 3 -", "Page 3 of 7", "3/7"] {
            assert!(is_page_mark(mark), "{mark}");
        }
        for line in ["2023", "Page", "Article 3", "3 May"] {
            assert!(!is_page_mark(line), "{line}");
        }
    }
}
