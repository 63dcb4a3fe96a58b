//! What the scanners of the formats make of a file: lines of text with what the markup says of them.

use std::ops::Range;

use strum::Display;

use super::spelled::SpelledText;
use crate::domain::Date;

/// What the markup says that a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum LineRole {
    /// No more than text.
    #[default]
    Text,
    /// The title of the page.
    Headline,
    /// A heading.
    Heading,
    /// An item of a list without numbers.
    Item,
    /// An item of a list with numbers.
    Numbered(u32),
    /// The text of a picture.
    Caption,
    /// A cell of a table.
    Cell(TableCell),
    /// A part of the page that is not the text, such as a navigation element.
    Furniture,
}

/// A place in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct TableCell {
    /// The number of the table in the file.
    pub(super) table: u32,
    /// The row, from 0.
    pub(super) row: u32,
    /// The column, from 0.
    pub(super) column: u32,
}

/// How a line follows the line before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum LineJoint {
    /// A blank line, or the edge of an element: another block.
    #[default]
    Block,
    /// A line break that the markup asks for; mostly another block.
    Break,
    /// The end of a line of plain text; it may go on in this one.
    Line,
}

/// A line of text, which may contain line breaks that divide words only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RawLine {
    /// Its place in the raw text.
    pub(super) range: Range<usize>,
    /// What the markup says that it is.
    pub(super) role: LineRole,
    /// How it follows the line before it.
    pub(super) joint: LineJoint,
    /// True if all of it is bold or underlined.
    pub(super) is_bold: bool,
    /// True if it is probably no part of the text, by the name of its element or by its place.
    pub(super) is_likely_furniture: bool,
}

/// A file as lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct RawText {
    /// The text without its markup.
    pub(super) spelled: SpelledText,
    /// Its lines.
    pub(super) lines: Vec<RawLine>,
    /// Its links; their ranges are places in the raw text.
    pub(super) links: Vec<TextLink>,
    /// The title that the markup gives.
    pub(super) title: Option<String>,
    /// The address that the page gives for itself.
    pub(super) url: Option<String>,
    /// The day that the markup gives.
    pub(super) published: Option<(Date, PublishedFrom)>,
}

/// Lines that are one block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LaidBlock {
    /// Their places in the raw text, in order.
    pub(super) pieces: Vec<Range<usize>>,
    /// What the markup says that it is.
    pub(super) role: LineRole,
    /// True if all of it is bold or underlined.
    pub(super) is_bold: bool,
    /// True if it is probably no part of the text.
    pub(super) is_likely_furniture: bool,
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

/// A link in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLink {
    /// The place of its text in the plain text.
    pub range: Range<usize>,
    /// Its address.
    pub url: String,
}
