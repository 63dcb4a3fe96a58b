//! Plain text as lines.

use super::entities::entity;
use super::raw::{LineJoint, RawLine, RawText};

/// The ends of lines, without `\r\n`.
const LINE_ENDS: [char; 7] = ['\n', '\r', '\u{b}', '\u{c}', '\u{85}', '\u{2028}', '\u{2029}'];

/// Calls `visit` for each line of a text: its range, without its end.
pub(super) fn for_each_line(text: &str, mut visit: impl FnMut(std::ops::Range<usize>)) {
    let mut start = 0;
    while start < text.len() {
        let end = text[start..].find(LINE_ENDS).map_or(text.len(), |found| start + found);
        visit(start..end);
        let is_crlf = text[end..].starts_with("\r\n");
        let length = text[end..].chars().next().map_or(0, char::len_utf8);
        start = end + if is_crlf { 2 } else { length };
    }
}

/// Appends a line. Text that was copied from a page may have references to characters.
fn push_line(raw: &mut RawText, line: &str, file_start: usize) {
    let mut offset = 0;
    while let Some(found) = line[offset..].find('&') {
        let at = offset + found;
        raw.spelled.push(&line[offset..at], file_start + offset);
        let length = if let Some((length, characters)) = entity(&line[at..]) {
            raw.spelled.push_as(&characters, &(file_start + at..file_start + at + length));
            length
        } else {
            raw.spelled.push("&", file_start + at);
            1
        };
        offset = at + length;
    }
    raw.spelled.push(&line[offset..], file_start + offset);
}

/// Reads plain text.
pub(super) fn scan(text: &str) -> RawText {
    let mut raw = RawText::default();
    let mut joint = LineJoint::Block;
    for_each_line(text, |range| {
        let line = &text[range.clone()];
        if line.trim().is_empty() {
            joint = LineJoint::Block;
            return;
        }
        let start = raw.spelled.len();
        push_line(&mut raw, line, range.start);
        let range = start..raw.spelled.len();
        raw.lines.push(RawLine { range, joint, ..RawLine::default() });
        joint = LineJoint::Line;
    });
    raw
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_at_every_kind_of_line_end() {
        let text = "a\nb\r\nc\rd\u{2028}e\n\n \r\n\u{c}f";
        let mut lines = Vec::new();
        for_each_line(text, |range| lines.push(&text[range]));
        assert_eq!(lines, ["a", "b", "c", "d", "e", "", " ", "", "f"]);
        let raw = scan(text);
        let joints: Vec<_> = raw.lines.iter().map(|line| line.joint == LineJoint::Block).collect();
        assert_eq!(joints, [true, false, false, false, false, true]);
        assert_eq!(raw.spelled.text(), "abcdef");
        assert_eq!(raw.spelled.origin(&(4..6)), 11..19);
    }
}
