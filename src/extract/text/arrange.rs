//! From lines to blocks: joins what belongs together, separates what does not, and brings columns into order.

use std::collections::HashSet;
use std::ops::Range;

use super::columns;
use super::headings::join_formal_headings;
use super::lines::{
    goes_on, is_closed, is_open, is_picture_credit, is_picture_file, is_whole_paragraph, marker,
    starts_small, wrap_columns,
};
use super::raw::{LaidBlock, LineJoint, LineRole, RawLine, RawText};
use super::spelled::SpelledText;

/// Blocks as one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ArrangedText {
    /// The text: the blocks, with a blank line between them, and one space between words.
    pub(super) spelled: SpelledText,
    /// The blocks, with their places in the text.
    pub(super) blocks: Vec<(Range<usize>, LaidBlock)>,
    /// For each word of a raw text with links: its place there, and where it starts in the text.
    placed: Vec<(Range<usize>, usize)>,
}

/// Arranges the lines of a file.
pub(super) fn arrange(raw: &RawText) -> ArrangedText {
    let lines = separate(raw);
    let blocks = columns::arrange(
        raw.spelled.text(),
        join_formal_headings(raw.spelled.text(), join(raw, lines)),
    );
    let mut arranged = ArrangedText::default();
    let mut writer = WordWriter { raw, known_words: None };
    for mut block in blocks {
        strip_marker(raw.spelled.text(), &mut block);
        let length = arranged.spelled.len();
        if length > 0 {
            arranged.spelled.push_as("\n\n", &(0..0));
        }
        let start = arranged.spelled.len();
        writer.write(&mut arranged, &block.pieces);
        if arranged.spelled.len() == start {
            arranged.spelled.truncate(length);
        } else {
            arranged.blocks.push((start..arranged.spelled.len(), block));
        }
    }
    arranged.placed.sort_by_key(|(piece, _)| piece.start);
    arranged
}

impl ArrangedText {
    /// Returns the place in the text of a range of the raw text; `None` if nothing of it is there.
    pub(super) fn place_of(&self, raw: &Range<usize>) -> Option<Range<usize>> {
        let first = self.placed.partition_point(|(piece, _)| piece.end <= raw.start);
        let last =
            self.placed.partition_point(|(piece, _)| piece.start < raw.end).checked_sub(1)?;
        let (first, start) = self.placed.get(first)?;
        let start = start + raw.start.saturating_sub(first.start);
        let (last, last_start) = self.placed.get(last)?;
        let end = last_start + raw.end.min(last.end).saturating_sub(last.start);
        (start < end).then_some(start..end)
    }
}

/// Divides lines that contain the name of a picture file, which is a line of its own in any format, and the day that
/// some archives write before the text.
fn separate(raw: &RawText) -> Vec<RawLine> {
    let text = raw.spelled.text();
    let mut lines = Vec::with_capacity(raw.lines.len());
    for line in &raw.lines {
        let part = &text[line.range.clone()];
        let mut rest = RawLine { range: line.range.clone(), ..line.clone() };
        if lines.is_empty()
            && let Some(length) = archive_day(part)
        {
            let end = rest.range.start + length;
            lines.push(RawLine { range: rest.range.start..end, ..rest.clone() });
            rest.range.start = end;
            rest.joint = LineJoint::Block;
        }
        let mut before: Option<&str> = None;
        let mut start = rest.range.start;
        for piece in text[rest.range.clone()].split_inclusive('\n') {
            if before.is_some_and(|before| {
                is_block_end(before, piece, rest.range.start == line.range.start)
            }) {
                lines.push(RawLine { range: rest.range.start..start, ..rest.clone() });
                rest.range.start = start;
                rest.joint = LineJoint::Block;
            }
            before = Some(piece);
            start += piece.len();
        }
        lines.push(rest);
    }
    lines
}

/// Returns true if two lines of one element are blocks of their own. `is_first`: no block ended before in it.
fn is_block_end(line: &str, next: &str, is_first: bool) -> bool {
    let is_alone = |line: &str| is_picture_file(line) || is_picture_credit(line);
    if is_alone(line) || is_alone(next) {
        return true;
    }
    if is_open(line) || starts_small(next) {
        return false;
    }
    let is_item = marker(next).is_some_and(|marker| {
        is_closed(line)
            || (marker.is_bullet && !next.trim_start().starts_with(['-', '–', '—', '*']))
    });
    let is_title = is_first && !is_closed(line) && line.split_whitespace().nth(4).is_some();
    is_item
        || (is_whole_paragraph(next) && (is_closed(line) || is_title))
        || (is_whole_paragraph(line) && is_closed(line))
}

/// Returns the length of ` date 2019-06-14 ` at the start of a text.
fn archive_day(text: &str) -> Option<usize> {
    let day = text.trim_start().strip_prefix("date ")?;
    let digits = day.get(..10)?;
    let has_form = digits.bytes().enumerate().all(|(index, byte)| match index {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    let end = text.len() - day.len() + 10;
    (has_form && text[end..].starts_with(' ')).then_some(end)
}

/// Joins lines to blocks.
fn join(raw: &RawText, lines: Vec<RawLine>) -> Vec<LaidBlock> {
    let text = raw.spelled.text();
    let columns = wrap_columns(raw);
    let archive_end = archive_day(text).unwrap_or(usize::MAX);
    let mut blocks: Vec<LaidBlock> = Vec::new();
    for line in lines {
        let part = &text[line.range.clone()];
        // A gap at the end of a line, and the other column in the next line.
        let gap = blocks.last_mut().filter(|block| {
            line.joint != LineJoint::Block
                && block.role == line.role
                && block.role == LineRole::Text
        });
        if let Some(last) = gap.and_then(|block| block.pieces.last_mut()).filter(|last| {
            last.end == line.range.start && columns::ends_in_gap(&text[(*last).clone()])
        }) {
            last.end = line.range.end;
            continue;
        }
        let continued = blocks.last_mut().filter(|block| {
            let last = block.pieces.last().cloned().unwrap_or_default();
            // The day that an archive writes first counts for the width of the line.
            let last = if last.start == archive_end { &text[..last.end] } else { &text[last] };
            block.role == line.role
                && match line.joint {
                    LineJoint::Block => false,
                    LineJoint::Break => {
                        starts_small(part)
                            && !is_closed(last)
                            && last.chars().count() >= MIN_BROKEN_COLUMNS
                    }
                    LineJoint::Line => !columns::has_columns(part) && goes_on(last, part, columns),
                }
        });
        match continued {
            Some(block) => {
                block.pieces.push(line.range);
                block.is_bold &= line.is_bold;
            }
            None => blocks.push(LaidBlock {
                pieces: vec![line.range],
                role: line.role,
                is_bold: line.is_bold,
                is_likely_furniture: line.is_likely_furniture,
            }),
        }
    }
    blocks
}

/// A line that breaks before this column does so on purpose.
const MIN_BROKEN_COLUMNS: usize = 40;

/// Removes the bullet or number from the start of a block, which becomes an item.
fn strip_marker(text: &str, block: &mut LaidBlock) {
    if !matches!(
        block.role,
        LineRole::Text | LineRole::Item | LineRole::Numbered(_) | LineRole::Heading
    ) {
        return;
    }
    for _ in 0..2 {
        let Some(first) = block.pieces.first_mut() else { return };
        let Some(found) = marker(&text[first.clone()]) else { return };
        first.start += found.length;
        if block.role == LineRole::Text {
            block.role = found.role;
        }
    }
}

/// The longest part of a word before a hyphen at the end of a line.
const MAX_DIVIDED_BYTES: usize = 60;

/// Writes the words of raw text with one space between them.
struct WordWriter<'r> {
    raw: &'r RawText,
    /// The words of the raw text in lower case, gathered when the first divided word is found.
    known_words: Option<HashSet<String>>,
}

/// Returns true for a character that is not seen, such as a zero-width space or a soft hyphen.
fn is_unseen(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{206f}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}' | '↩' | '\u{fff9}'..='\u{fffb}')
        || letter.is_control()
}

/// Returns true for a character between words.
fn is_gap(letter: char) -> bool {
    letter.is_whitespace()
}

impl WordWriter<'_> {
    fn write(&mut self, arranged: &mut ArrangedText, pieces: &[Range<usize>]) {
        let raw = self.raw;
        let text = raw.spelled.text();
        let start = arranged.spelled.len();
        // The raw range between the last word written and the next one.
        let mut gap: Option<Range<usize>> = None;
        let mut last_end = 0;
        for piece in pieces {
            if arranged.spelled.len() > start {
                gap = Some(last_end..piece.start);
            }
            let mut offset = piece.start;
            while offset < piece.end {
                let rest = &text[offset..piece.end];
                let word =
                    rest.find(|letter| is_gap(letter) || is_unseen(letter)).unwrap_or(rest.len());
                if word > 0 {
                    let range = offset..offset + word;
                    if let Some(gap) = gap.take() {
                        self.write_gap(&mut arranged.spelled, &gap, &range);
                    }
                    if !raw.links.is_empty() {
                        arranged.placed.push((range.clone(), arranged.spelled.len()));
                    }
                    arranged.spelled.append(&raw.spelled, &range);
                    offset = range.end;
                    last_end = offset;
                    continue;
                }
                let letter = rest.chars().next().unwrap_or_default();
                offset += letter.len_utf8();
                if is_gap(letter) && arranged.spelled.len() > start {
                    gap = Some(last_end..offset);
                }
            }
        }
    }

    /// Writes what divides a word from the word before it: mostly one space.
    fn write_gap(&mut self, out: &mut SpelledText, gap: &Range<usize>, next: &Range<usize>) {
        let raw = self.raw;
        let text = raw.spelled.text();
        let between = text.get(gap.clone());
        if between == Some(" ") {
            out.append(&raw.spelled, gap);
            return;
        }
        let is_line_end = between.is_none_or(|gap| gap.is_empty() || gap.contains('\n'));
        if is_line_end {
            let mut before = out.text().chars().rev();
            let divides =
                before.next() == Some('-') && before.next().is_some_and(char::is_alphabetic);
            if divides && text[next.clone()].starts_with(char::is_alphabetic) {
                if self.is_hyphen_of_layout(out.text(), &text[next.clone()]) {
                    out.truncate(out.len() - 1);
                }
                return;
            }
        }
        let last = text[..gap.start].chars().next_back().map_or(0, char::len_utf8);
        let end = raw.spelled.origin(&(gap.start - last..gap.start)).end;
        let start = raw.spelled.origin(&next.clone()).start;
        out.push_as(" ", &(end.min(start)..start));
    }

    /// Returns true if the hyphen at the end of `before` divides one word that goes on with `after`.
    fn is_hyphen_of_layout(&mut self, before: &str, after: &str) -> bool {
        if !after.starts_with(char::is_lowercase) {
            return false;
        }
        // Only the end of the text before counts, so that many hyphens take linear time.
        let start = before.len().saturating_sub(MAX_DIVIDED_BYTES);
        let head = before[super::spelled::floor(before, start)..].trim_end_matches('-');
        let head = head
            .rsplit(|letter: char| !letter.is_alphanumeric() && letter != '-')
            .next()
            .unwrap_or_default();
        let tail = after
            .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
            .next()
            .unwrap_or_default();
        let raw = self.raw;
        let known = self.known_words.get_or_insert_with(|| {
            let lines = raw.lines.iter().map(|line| &raw.spelled.text()[line.range.clone()]);
            let words = lines.flat_map(|line| {
                line.split(|letter: char| !letter.is_alphanumeric() && letter != '-')
            });
            words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
        });
        let is_known = |word: String| known.contains(&word.to_lowercase());
        if is_known(format!("{head}-{tail}")) {
            return false;
        }
        is_known(format!("{head}{tail}"))
    }
}
