//! A file of any accepted format as plain text, with the place of each character in the file.

mod arrange;
mod classify;
mod columns;
mod full_day;
mod furniture;
mod headings;
mod lines;
mod plain;
mod published;
mod raw;
mod spelled;

use std::ops::Range;

use strum::Display;

use crate::domain::Date;
use arrange::arrange;
use classify::classify;
use published::published;
use raw::{LineRole, RawText};
use spelled::SpelledText;

/// The format of a text, recognised by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "lowercase")]
pub enum TextFormat {
    /// Plain text.
    Text,
    /// Markdown, with front matter or without.
    Markdown,
    /// HTML.
    Html,
    /// A Word document.
    Docx,
    /// A PDF with a text layer.
    Pdf,
    /// A message (RFC 5322).
    Eml,
}

/// Where the day of a text comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Display)]
#[strum(serialize_all = "lowercase")]
pub enum PublishedFrom {
    /// `--published`.
    #[strum(serialize = "--published")]
    Flag,
    /// `date` in the front matter of a Markdown file, or a `meta` element or a `time` element of a page.
    #[strum(serialize = "front matter")]
    FrontMatter,
    /// The `Date` header of a message.
    Header,
    /// A line of its own in the text, or a dateline.
    Dateline,
}

/// What a block of text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// The title of the page or file: a headline, which is never a source for the title of an agreement.
    Headline,
    /// A heading in the text.
    Heading,
    /// A paragraph.
    Paragraph,
    /// An item of a list.
    Item,
    /// The text below or beside a picture.
    Caption,
    /// A block in a signature block or a table: one cell.
    Cell,
    /// A description of a body at the end of a press release, such as `About X`: no source of facts, except for names.
    Boilerplate,
    /// Furniture of the page: navigation, other headlines, `Last updated`, contact lines. Never a source of facts.
    Furniture,
}

/// A block of the text: what is between two blank lines or inside one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its place in the plain text.
    pub range: Range<usize>,
    /// What it is.
    pub kind: BlockKind,
}

/// A link in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLink {
    /// The place of its text in the plain text.
    pub range: Range<usize>,
    /// Its address.
    pub url: String,
}

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
    /// The day that the text gives for itself, one whole day.
    pub published: Option<(Date, PublishedFrom)>,
    /// The plain text with the place of each character in the file; `None` if the offsets are those of the plain text.
    spelled: Option<SpelledText>,
    /// The file itself, where offsets are those of the file; otherwise empty.
    file: String,
}

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
    /// Reads a file. Fails with a sentence if it is no text in an accepted format.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let file = String::from_utf8(bytes.to_vec()).map_err(|_| "FILE is not text".to_owned())?;
        let raw = plain::scan(&file);
        Ok(Self::from_raw(TextFormat::Text, raw, Some(file), false))
    }

    /// Arranges the lines of a file. `file` is `None` if the offsets are those of the plain text. `is_hyphenated`: words
    /// at the ends of lines may be divided by a hyphen of the layout.
    fn from_raw(
        format: TextFormat,
        raw: RawText,
        file: Option<String>,
        is_hyphenated: bool,
    ) -> Self {
        let has_headline = raw.lines.iter().any(|line| line.role == LineRole::Headline);
        let arranged = arrange(&raw, is_hyphenated);
        let text = arranged.spelled.text();
        let (blocks, is_aside) = classify(text, &arranged.blocks, has_headline);
        let published = raw.published.or_else(|| published(text, &blocks, &is_aside));
        let headline = blocks.iter().find(|block| block.kind == BlockKind::Headline);
        let title = raw
            .title
            .clone()
            .or_else(|| headline.map(|block| text[block.range.clone()].to_owned()));
        let links = raw.links.iter().filter_map(|link| {
            arranged.place_of(&link.range).map(|range| TextLink { range, url: link.url.clone() })
        });
        let links = links.collect();
        let text = text.to_owned();
        let is_file = file.is_some();
        let spelled = is_file.then_some(arranged.spelled);
        Self {
            format,
            text,
            blocks,
            links,
            title,
            published,
            spelled,
            file: file.unwrap_or_default(),
        }
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
        let Some(spelled) = &self.spelled else {
            return Quotation {
                text: &self.text[range.clone()],
                start: range.start,
                end: range.end,
            };
        };
        let Range { start, end } = spelled.origin(&range);
        Quotation { text: &self.file[start..end], start, end }
    }

    /// Returns the line of the file, counted from 1, that an offset in the file lies in.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        let file = if self.spelled.is_some() { &self.file } else { &self.text };
        file[..floor(file, offset)].split('\n').count()
    }
}

/// Returns the largest character boundary up to an offset.
fn floor(text: &str, offset: usize) -> usize {
    (0..=offset.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}
