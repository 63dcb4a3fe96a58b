//! The words around a fact, on one line.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use crate::extract::SourceText;
use crate::render::escape::visible;
use crate::render::width::{shorten, width};
use crate::render::{Style, Tone};

/// The columns of a quotation if there is room for it.
pub(super) const QUOTATION_COLUMNS: usize = 60;

/// More bytes than this on each side of a fact are never shown.
const MAX_CONTEXT_BYTES: usize = 8 * QUOTATION_COLUMNS;

/// A quotation with the words of the same block before and after it.
pub(super) struct Snippet {
    before: String,
    fact: String,
    after: String,
}

impl Snippet {
    /// Returns the words at a range of the plain text, and those around them.
    pub(super) fn new(source: &SourceText, range: Range<usize>) -> Self {
        let text = &source.text;
        let index = source.blocks.partition_point(|block| block.range.end < range.end);
        let block = source.blocks.get(index).filter(|block| block.range.start <= range.start);
        let block = block.map_or_else(|| range.clone(), |block| block.range.clone());
        let near = range.start.saturating_sub(MAX_CONTEXT_BYTES)..=range.start;
        let start = near.into_iter().find(|at| text.is_char_boundary(*at)).unwrap_or(range.start);
        let far = range.end..=(range.end + MAX_CONTEXT_BYTES).min(text.len());
        let end = far.rev().find(|at| text.is_char_boundary(*at)).unwrap_or(range.end);
        let (start, end) = (start.max(block.start), end.min(block.end));
        let one_line = |text: &str| visible(&joined(text)).into_owned();
        Self {
            before: one_line(&text[start..range.start]),
            fact: one_line(&text[range.clone()]),
            after: one_line(&text[range.end..end]),
        }
    }

    /// Returns the quotation in at most `columns` columns, the fact in the middle and marked if colour may be
    /// written, and how many columns it has.
    pub(super) fn draw(&self, columns: usize, style: Style) -> (String, usize) {
        let ellipsis = style.ellipsis();
        let whole = self.fact.trim();
        if width(whole) > columns {
            let fact = shorten(whole, columns, ellipsis);
            return (style.paint(&fact, Tone::Heading), width(&fact));
        }
        let fact = whole;
        let room = columns - width(fact);
        let (before, after) = (width(&self.before), width(&self.after));
        // A side that needs less leaves its room to the other.
        let left = (room / 2).max(room.saturating_sub(after)).min(before);
        let right = room.saturating_sub(left).min(after);
        let before = end_of(&self.before, left, ellipsis);
        let after = shorten(&self.after, right, ellipsis);
        let columns = width(&before) + width(fact) + width(&after);
        let [before, after] = [before.as_str(), &*after].map(|side| style.paint(side, Tone::Faint));
        (format!("{before}{}{after}", style.paint(fact, Tone::Heading)), columns)
    }
}

/// Returns the text with each run of white space as one space.
fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for letter in text.chars() {
        if !letter.is_whitespace() {
            joined.push(letter);
        } else if !joined.ends_with(' ') {
            joined.push(' ');
        }
    }
    joined
}

/// Returns the end of a text in at most `columns` columns, after an ellipsis if something is left out.
fn end_of(text: &str, columns: usize, ellipsis: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let Some(room) = columns.checked_sub(width(ellipsis)) else { return String::new() };
    let mut used = 0;
    let kept = text.graphemes(true).rev().take_while(|grapheme| {
        used += width(grapheme);
        used <= room
    });
    let kept: usize = kept.map(str::len).sum();
    format!("{ellipsis}{}", text[text.len() - kept..].trim_start())
}
