//! A text that knows where each of its characters is in a file.

use std::ops::Range;

/// A part of the text that comes from one place in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct SpelledRun {
    /// Where it starts in the text; it ends where the next one starts.
    text_start: u32,
    /// Where it starts in the file.
    file_start: u32,
    /// The bytes in the file if they differ from those of the text, such as `&amp;`; `None` if they are the same.
    file_bytes: Option<u32>,
}

/// A text, with the place in the file of each character.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SpelledText {
    text: String,
    runs: Vec<SpelledRun>,
}

/// Returns an offset as it is stored; a text is never longer than this.
fn stored(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl SpelledText {
    /// Returns the text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the length of the text in bytes.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Removes the text from an offset on.
    pub(super) fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        self.runs.truncate(self.runs.partition_point(|run| (run.text_start as usize) < length));
    }

    /// Appends text that the file has at `file_start`.
    pub(super) fn push(&mut self, text: &str, file_start: usize) {
        if text.is_empty() {
            return;
        }
        let continues = self.runs.last().is_some_and(|run| {
            run.file_bytes.is_none()
                && run.file_start as usize + (self.text.len() - run.text_start as usize)
                    == file_start
        });
        if !continues {
            self.push_run(file_start, None);
        }
        self.text.push_str(text);
    }

    /// Appends text that the file spells otherwise, at `file`; an empty range is for what the file does not have.
    pub(super) fn push_as(&mut self, text: &str, file: &Range<usize>) {
        if !text.is_empty() {
            self.push_run(file.start, Some(file.len()));
            self.text.push_str(text);
        }
    }

    fn push_run(&mut self, file_start: usize, file_bytes: Option<usize>) {
        self.runs.push(SpelledRun {
            text_start: stored(self.text.len()),
            file_start: stored(file_start),
            file_bytes: file_bytes.map(stored),
        });
    }

    /// Appends a range of another text of the same file.
    pub(super) fn append(&mut self, other: &Self, range: &Range<usize>) {
        let mut index = other.run_at(range.start);
        let mut start = range.start;
        while start < range.end {
            let Some(run) = other.runs.get(index) else { return };
            let next = other.runs.get(index + 1);
            let end = next.map_or(other.text.len(), |next| next.text_start as usize).min(range.end);
            let text = &other.text[start..end];
            match run.file_bytes {
                None => {
                    self.push(text, run.file_start as usize + (start - run.text_start as usize));
                }
                Some(bytes) => {
                    let file = run.file_start as usize;
                    self.push_as(text, &(file..file + bytes as usize));
                }
            }
            start = end;
            index += 1;
        }
    }

    /// Returns the index of the run that an offset of the text is in.
    fn run_at(&self, offset: usize) -> usize {
        self.runs.partition_point(|run| run.text_start as usize <= offset).saturating_sub(1)
    }

    /// Returns the place in the file of the character at an offset of the text.
    fn character_origin(&self, offset: usize) -> Range<usize> {
        let Some(run) = self.runs.get(self.run_at(offset)) else { return 0..0 };
        let start = run.file_start as usize;
        if let Some(bytes) = run.file_bytes {
            return start..start + bytes as usize;
        }
        let start = start + (offset - run.text_start as usize);
        let length = self.text[offset..].chars().next().map_or(0, char::len_utf8);
        start..start + length
    }

    /// Returns the place in the file of a range of the text, from its first character to its last, with the markup
    /// between them. The range must lie on character boundaries.
    pub(super) fn origin(&self, range: &Range<usize>) -> Range<usize> {
        let last = self.text[range.clone()].chars().next_back().map_or(0, char::len_utf8);
        let first = self.character_origin(range.start);
        if last == 0 {
            return first.start..first.start;
        }
        let last = self.character_origin(range.end - last);
        first.start.min(last.start)..first.end.max(last.end)
    }
}

/// Returns the largest character boundary up to an offset.
pub(super) fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origin_is_the_place_in_the_file_with_the_whole_spelling() {
        // The file is `A &amp; B\r\nC`, the text `A & B C`.
        let mut spelled = SpelledText::default();
        spelled.push("A ", 0);
        spelled.push_as("&", &(2..7));
        spelled.push(" ", 7);
        spelled.push("B", 8);
        spelled.push_as(" ", &(9..11));
        spelled.push("C", 11);
        assert_eq!(spelled.text(), "A & B C");
        for (range, origin) in
            [(0..7, 0..12), (2..3, 2..7), (0..3, 0..7), (2..5, 2..9), (4..6, 8..11), (3..3, 7..7)]
        {
            assert_eq!(spelled.origin(&range), origin, "{range:?}");
        }
        let mut part = SpelledText::default();
        part.append(&spelled, &(2..6));
        part.append(&spelled, &(0..1));
        assert_eq!(part.text(), "& B A");
        assert_eq!(part.origin(&(0..4)), 2..11);
        assert_eq!(part.origin(&(4..5)), 0..1);
        assert_eq!(SpelledText::default().origin(&(0..0)), 0..0);
    }
}
