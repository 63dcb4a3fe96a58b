//! A file of any accepted format as plain text, with the place of each character in the file.

use std::ops::Range;

use strum::Display;

use crate::domain::Date;

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
    /// For each byte of `text`, its byte offset in the file (for docx, pdf and eml: in `text`).
    offsets: Vec<u32>,
    /// The file itself, where offsets are those of the file; otherwise the same as `text`.
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
        let file = String::from_utf8(bytes.to_vec()).map_err(|_| "it is not text".to_owned())?;
        let text = file.clone();
        let mut blocks = Vec::new();
        let mut start = 0;
        for part in text.split_inclusive("\n\n") {
            let trimmed = part.trim();
            if !trimmed.is_empty() {
                let at = start + (part.len() - part.trim_start().len());
                blocks.push(Block { range: at..at + trimmed.len(), kind: BlockKind::Paragraph });
            }
            start += part.len();
        }
        let offsets = (0..).take(text.len()).collect();
        Ok(Self {
            format: TextFormat::Text,
            text,
            blocks,
            links: Vec::new(),
            title: None,
            published: None,
            offsets,
            file,
        })
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
        let last = self.text[range.clone()].chars().next_back().map_or(0, char::len_utf8);
        let start = self.offsets[range.start] as usize;
        let end = self.offsets[range.end - last] as usize + last;
        Quotation { text: &self.file[start..end], start, end }
    }

    /// Returns the line of the file, counted from 1, that an offset in the file lies in.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.file.as_bytes()[..offset].iter().filter(|&&byte| byte == b'\n').count() + 1
    }
}
