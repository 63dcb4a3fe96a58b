//! The blocks of a text.

use std::ops::Range;

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
