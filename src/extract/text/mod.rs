//! A file of any accepted format as plain text, with the place of each character in the file.

mod arrange;
mod block;
mod classify;
mod columns;
mod docx;
mod elements;
mod entities;
mod full_day;
mod furniture;
mod headings;
mod html;
mod lines;
mod markdown;
mod message;
mod metadata;
mod page;
mod pdf;
mod plain;
mod published;
mod raw;
mod recognise;
mod spelled;
mod tags;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::domain::Date;
pub use block::{Block, BlockKind};
pub use pdf::{is_pdf, pdf_text};
pub use raw::{PublishedFrom, TextLink};
pub use recognise::TextFormat;

use arrange::arrange;
use classify::classify;
use message::Message;
use published::published;
use raw::{LineRole, RawLine, RawText};
use recognise::{DecodedText, SourceContent, recognise};
use spelled::SpelledText;

/// A file, read as plain text.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceText {
    /// Its format.
    pub format: TextFormat,
    /// The plain text: no markup, blocks divided by a blank line, `\n` at the ends of lines.
    pub text: String,
    /// Its blocks, in order; they do not overlap.
    pub blocks: Vec<Block>,
    /// Its links, in order.
    pub links: Vec<TextLink>,
    /// The title of the page, from the front matter or the head.
    pub title: Option<String>,
    /// The address that the page gives for itself.
    pub url: Option<String>,
    /// The day that the text gives for itself, one whole day.
    pub published: Option<(Date, PublishedFrom)>,
    /// Where the lines of the file start, after its byte order mark.
    line_starts: Vec<usize>,
    /// Where the characters are in the file; `None` if the offsets are those of the plain text.
    origin: Option<TextOrigin>,
}

/// A file, with the place in it of each character of the plain text.
#[derive(Debug, Clone, PartialEq)]
struct TextOrigin {
    /// The plain text.
    spelled: SpelledText,
    /// The file without its byte order mark.
    file: String,
    /// The length of the byte order mark.
    file_start: usize,
}

/// A larger file is refused.
const MAX_FILE_BYTES: usize = 20_000_000;

/// A piece of the file that bears out a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation<'a> {
    /// Exactly the bytes from `start` to `end`.
    pub text: &'a str,
    /// The byte offset of its start in the file.
    pub start: usize,
    /// The byte offset of its end in the file.
    pub end: usize,
}

impl SourceText {
    /// Reads a file that is no PDF. Fails with a sentence if it is no text in an accepted format; `FILE` in the sentence is
    /// the file.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        if bytes.len() > MAX_FILE_BYTES {
            return Err("FILE is over 20 MB".to_owned());
        }
        match recognise(bytes)? {
            SourceContent::Text(TextFormat::Eml, _) => {
                Self::from_message(&message::read(bytes)?).with_text()
            }
            SourceContent::Text(format, decoded) => {
                let raw = match format {
                    TextFormat::Html => html::scan(&decoded.text),
                    TextFormat::Markdown => markdown::scan(&decoded.text),
                    _ => plain::scan(&decoded.text),
                };
                Ok(Self::from_raw(format, raw, Some(decoded)))
            }
            SourceContent::Docx => {
                let page = docx::to_html(bytes)?;
                Self::from_raw(TextFormat::Docx, html::scan(&page), None).with_text()
            }
            SourceContent::Pdf => Err("FILE is a PDF, which another process must read".to_owned()),
        }
    }

    /// Reads the text of a PDF, as [`pdf_text`] returns it. Fails with a sentence if it is empty or not readable.
    pub fn from_pdf_text(text: &str) -> Result<Self, String> {
        pdf::check(text)?;
        Self::from_raw(TextFormat::Pdf, plain::scan(text), None).with_text()
    }

    /// Returns the text. Fails with a sentence if it is empty.
    fn with_text(self) -> Result<Self, String> {
        if self.text.contains(char::is_alphanumeric) {
            Ok(self)
        } else {
            Err("no text in FILE".to_owned())
        }
    }

    /// Reads the text of a message.
    fn from_message(message: &Message) -> Self {
        let mut raw =
            if message.is_html { html::scan(&message.body) } else { plain::scan(&message.body) };
        let subject = message.subject.trim();
        if !subject.is_empty() {
            for line in raw.lines.iter_mut().filter(|line| line.role == LineRole::Headline) {
                line.role = LineRole::Heading;
            }
            let start = raw.spelled.len();
            raw.spelled.push_as(subject, &(0..0));
            let range = start..raw.spelled.len();
            raw.lines.insert(0, RawLine { range, role: LineRole::Headline, ..RawLine::default() });
        }
        raw.published = message.day.map(|day| (day, PublishedFrom::Header)).or(raw.published);
        Self::from_raw(TextFormat::Eml, raw, None)
    }

    /// Arranges the lines of a file. `file` is `None` if the offsets are those of the plain text.
    fn from_raw(format: TextFormat, raw: RawText, file: Option<DecodedText>) -> Self {
        let has_headline = raw.lines.iter().any(|line| line.role == LineRole::Headline);
        let arranged = arrange(&raw);
        let text = arranged.spelled.text();
        let (blocks, is_aside) = classify(text, &arranged.blocks, has_headline);
        let published = raw.published.or_else(|| published(text, &blocks, &is_aside));
        let is_headline = |(index, _): &(usize, &Block)| {
            let role = arranged.blocks.get(*index).map(|(_, laid)| laid.role);
            role == Some(LineRole::Headline) || blocks[*index].kind == BlockKind::Headline
        };
        let headline = blocks.iter().enumerate().find(is_headline);
        let title = raw
            .title
            .clone()
            .or_else(|| headline.map(|(_, block)| text[block.range.clone()].to_owned()));
        let links = raw.links.iter().filter_map(|link| {
            arranged.place_of(&link.range).map(|range| TextLink { range, url: link.url.clone() })
        });
        let links = links.collect();
        let text = text.to_owned();
        let file = file.and_then(|file| Some((file.file_start?, file.text)));
        let origin = file.map(|(file_start, file)| TextOrigin {
            spelled: arranged.spelled,
            file,
            file_start,
        });
        let line_starts = line_starts(origin.as_ref().map_or(&text, |origin| &origin.file));
        Self { format, text, blocks, links, title, url: raw.url, published, line_starts, origin }
    }

    /// Returns a piece of the plain text. Within a block, one space divides the words, whatever the file has.
    #[must_use]
    pub fn slice(&self, range: &Range<usize>) -> &str {
        &self.text[range.clone()]
    }

    /// Returns the piece of the file that a range of the plain text comes from; markup inside it is part of the
    /// piece. The range must lie on character boundaries of the plain text, and not be empty.
    #[must_use]
    pub fn quotation(&self, range: Range<usize>) -> Quotation<'_> {
        let Some(origin) = &self.origin else {
            return Quotation {
                text: &self.text[range.clone()],
                start: range.start,
                end: range.end,
            };
        };
        let Range { start, end } = origin.spelled.origin(&range);
        let text = &origin.file[start..end];
        Quotation { text, start: start + origin.file_start, end: end + origin.file_start }
    }

    /// Returns the line of the file, counted from 1, that an offset in the file lies in.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        let file_start = self.origin.as_ref().map_or(0, |origin| origin.file_start);
        let offset = offset.saturating_sub(file_start);
        self.line_starts.partition_point(|start| *start <= offset)
    }
}

/// Returns the offsets at which the lines of a text start. A line may end with `\r\n` or with `\r` alone.
fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
        .filter(|end| bytes[*end] == b'\n' || bytes.get(end + 1) != Some(&b'\n'));
    std::iter::once(0).chain(ends.map(|end| end + 1)).collect()
}
