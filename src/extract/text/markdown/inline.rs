//! The text of a paragraph of Markdown: emphasis, links, pictures, escapes, and tags of HTML.

use std::collections::HashMap;
use std::ops::Range;

use super::super::page::PageBuilder;
use super::super::plain::for_each_line;
use super::super::raw::LineJoint;

/// The longest address of a link, in bytes.
const MAX_ADDRESS_BYTES: usize = 1000;

/// A link or picture in a paragraph.
#[derive(Debug, Clone)]
struct InlineLink {
    /// The offset of the bracket that ends its text.
    close: usize,
    /// The offset after it.
    end: usize,
    /// Its address.
    url: String,
    /// True for the mark of a note, which is not shown.
    is_note: bool,
}

/// Reads the text of paragraphs.
#[derive(Debug)]
pub(super) struct InlineReader<'f> {
    file: &'f str,
    /// The addresses of links by their labels.
    labels: HashMap<String, String>,
}

impl<'f> InlineReader<'f> {
    /// Returns a reader for a file.
    pub(super) fn new(file: &'f str) -> Self {
        let mut labels = HashMap::new();
        for_each_line(file, |range| {
            let line = file[range].trim();
            if let Some((label, url)) =
                line.strip_prefix('[').and_then(|rest| rest.split_once("]:"))
            {
                let url =
                    url.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
                labels.entry(label.to_lowercase()).or_insert_with(|| url.to_owned());
            }
        });
        Self { file, labels }
    }

    /// Writes the lines of a paragraph, and returns the offset up to which its last element hides text.
    pub(super) fn write(&self, page: &mut PageBuilder<'f>, lines: &[Range<usize>]) -> usize {
        let found = self.links(lines);
        let mut writer = InlineWriter { file: self.file, page, links: found, open: Vec::new() };
        let mut resume_at = 0;
        for (index, line) in lines.iter().enumerate() {
            let mut offset = line.start.max(resume_at);
            while offset < line.end {
                offset = writer.step(offset, line);
            }
            resume_at = resume_at.max(offset);
            if let Some(next) = lines.get(index + 1) {
                writer.end_line(line, next.start);
            }
        }
        if resume_at > lines.last().map_or(0, |line| line.end) { resume_at } else { 0 }
    }

    /// Returns the links of a paragraph by the offsets of their first brackets.
    fn links(&self, lines: &[Range<usize>]) -> HashMap<usize, InlineLink> {
        let mut found = HashMap::new();
        let mut open: Vec<usize> = Vec::new();
        let Some(end) = lines.last().map(|line| line.end) else { return found };
        for line in lines {
            let mut is_escaped = false;
            for (offset, byte) in (line.start..).zip(self.file[line.clone()].bytes()) {
                match byte {
                    b'\\' => is_escaped = !is_escaped,
                    _ if is_escaped => is_escaped = false,
                    b'[' => open.push(offset),
                    b']' => {
                        if let Some(start) = open.pop()
                            && let Some(link) = self.link(start, offset, end)
                        {
                            found.insert(start, link);
                        }
                    }
                    _ => {}
                }
            }
        }
        found
    }

    /// Returns the link whose text is between two brackets.
    fn link(&self, start: usize, close: usize, end: usize) -> Option<InlineLink> {
        let text = &self.file[start + 1..close];
        let after = &self.file[close + 1..end];
        if text.starts_with('^') && text.len() <= 20 {
            return Some(InlineLink { close, end: close + 1, url: String::new(), is_note: true });
        }
        if let Some(address) = after.strip_prefix('(') {
            let length = address_length(address)?;
            let inner = address[..length].trim();
            let url = inner.split_whitespace().next().unwrap_or_default().trim_matches(['<', '>']);
            return Some(InlineLink {
                close,
                end: close + 1 + length + 2,
                url: url.to_owned(),
                is_note: false,
            });
        }
        if self.labels.is_empty() || text.len() > MAX_ADDRESS_BYTES {
            return None;
        }
        let named = after.strip_prefix('[').and_then(|rest| {
            let length = rest.bytes().take(MAX_ADDRESS_BYTES).position(|byte| byte == b']')?;
            Some((&rest[..length], length + 2))
        });
        let (label, length) = match named {
            Some(("", length)) => (text, length),
            Some((label, length)) => (label, length),
            None => (text, 0),
        };
        let url = self.labels.get(&label.to_lowercase())?;
        Some(InlineLink { close, end: close + 1 + length, url: url.clone(), is_note: false })
    }
}

/// Returns the length of an address up to the bracket that ends it.
fn address_length(text: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (offset, byte) in text.bytes().enumerate().take(MAX_ADDRESS_BYTES) {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(offset),
            b')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Writes one paragraph.
struct InlineWriter<'p, 'f> {
    file: &'f str,
    page: &'p mut PageBuilder<'f>,
    links: HashMap<usize, InlineLink>,
    /// The links whose text is being written: where it ends, and where they end.
    open: Vec<(usize, usize)>,
}

/// The characters that may mean more than themselves.
const SPECIAL_CHARACTERS: [char; 11] = ['\\', '*', '_', '~', '`', '[', ']', '!', '<', '&', '{'];

impl InlineWriter<'_, '_> {
    /// Writes what is at an offset of a line, and returns the offset after it.
    fn step(&mut self, offset: usize, line: &Range<usize>) -> usize {
        let rest = &self.file[offset..line.end];
        let plain = rest.find(SPECIAL_CHARACTERS).unwrap_or(rest.len());
        if plain > 0 {
            self.page.text(offset..offset + plain);
            return offset + plain;
        }
        self.special(offset, line, rest).unwrap_or_else(|| {
            self.page.text(offset..offset + 1);
            offset + 1
        })
    }

    /// Reads a special character; returns `None` if it means itself.
    fn special(&mut self, offset: usize, line: &Range<usize>, rest: &str) -> Option<usize> {
        let first = rest.chars().next()?;
        let next = rest[1..].chars().next();
        let previous = self.file[line.start..offset].chars().next_back();
        match first {
            '\\' => {
                let mark = next.filter(char::is_ascii_punctuation)?;
                self.page.characters(mark.encode_utf8(&mut [0; 4]), &(offset..offset + 2));
                Some(offset + 2)
            }
            '*' | '_' | '~' | '`' => Some(self.emphasis(offset, rest, first, previous)),
            '!' => {
                let picture = self.links.get(&(offset + 1)).filter(|link| !link.is_note)?;
                self.page.picture(&(offset + 2..picture.close));
                Some(picture.end)
            }
            '[' => {
                let found = self.links.get(&offset)?;
                if found.is_note {
                    // `[^1]: ` starts the note itself.
                    let is_note_text = self.file[found.end..].starts_with(':');
                    return Some(found.end + usize::from(is_note_text));
                }
                self.open.push((found.close, found.end));
                self.page.begin_link(found.url.clone());
                Some(offset + 1)
            }
            ']' => {
                let (_, end) = self.open.pop_if(|(close, _)| *close == offset)?;
                self.page.end_link();
                Some(end)
            }
            '<' => self.address_in_angles(offset, rest).or_else(|| self.page.tag_at(offset)),
            '&' => Some(offset + self.page.entity_at(offset)),
            // `{:target="_blank"}`
            '{' if matches!(next, Some(':' | '%' | '{')) => {
                let end = rest.bytes().take(MAX_ADDRESS_BYTES).position(|byte| byte == b'}')?;
                let is_double = rest[end + 1..].starts_with('}');
                Some(offset + end + 1 + usize::from(is_double))
            }
            _ => None,
        }
    }

    /// Leaves out the marks of emphasis, unless they mean themselves, and returns the offset after them.
    fn emphasis(&mut self, offset: usize, rest: &str, mark: char, previous: Option<char>) -> usize {
        let length = rest.chars().take_while(|letter| *letter == mark).count();
        let next = rest[length..].chars().next();
        let is_blank = |letter: Option<char>| letter.is_none_or(char::is_whitespace);
        let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let is_plain = match mark {
            '*' => length == 1 && is_blank(previous) && is_blank(next),
            // `IMG_001.jpg`, and lines to sign on.
            '_' => {
                (is_letter(previous) && is_letter(next))
                    || length > 3
                    || (is_blank(previous) && is_blank(next))
            }
            '~' => length < 2,
            _ => false,
        };
        if is_plain {
            self.page.text(offset..offset + length);
            return offset + length;
        }
        if (2..=3).contains(&length) && matches!(mark, '*' | '_') {
            self.page.toggle_bold();
        }
        offset + length
    }

    /// Writes `<https://example.org>` and `<press@example.org>`.
    fn address_in_angles(&mut self, offset: usize, rest: &str) -> Option<usize> {
        let is_end = |byte| matches!(byte, b'<' | b'>') || u8::is_ascii_whitespace(&byte);
        let end = 1 + rest.bytes().skip(1).take(MAX_ADDRESS_BYTES).position(is_end)?;
        let inner = &rest[1..end];
        let is_page = inner.starts_with("http://") || inner.starts_with("https://");
        let is_address = is_page || (inner.contains('@') && !inner.contains(['=', '"']));
        if !rest[end..].starts_with('>') || !is_address {
            return None;
        }
        self.page.begin_link(inner.to_owned());
        self.page.text(offset + 1..offset + end);
        self.page.end_link();
        Some(offset + end + 1)
    }

    /// Writes the end of a line that another one of the paragraph follows.
    fn end_line(&mut self, line: &Range<usize>, next: usize) {
        let text = &self.file[line.clone()];
        if text.ends_with("  ") {
            self.page.end_line(LineJoint::Break);
        } else {
            self.page.characters("\n", &(line.end..next));
        }
    }
}
