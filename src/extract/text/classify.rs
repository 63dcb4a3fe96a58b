//! What each block is: a headline, a paragraph, a caption, or no part of the text.

use std::ops::Range;

use super::arrange::LaidBlock;
use super::columns::opens_signature;
use super::full_day::full_days;
use super::furniture::{self, FurnitureList};
use super::headings::is_formal_title;
use super::lines::{is_capitals, is_closed, is_picture_credit, is_picture_file};
use super::published::is_day_line;
use super::raw::LineRole;
use super::{Block, BlockKind};

/// The most words of a line that may be furniture by its first words.
const MAX_LINE_WORDS: usize = 14;

/// The most words of a longer line that may be furniture by its first words.
const MAX_LONG_LINE_WORDS: usize = 45;

/// The most words of a heading in a text without markup.
const MAX_HEADING_WORDS: usize = 14;

/// The most words of a line in the part where the parties sign.
const MAX_SIGNATURE_WORDS: usize = 22;

/// The most words of a heading that is bold, or in capitals.
const MAX_MARKED_HEADING_WORDS: usize = 60;

/// The most words of a headline.
const MAX_HEADLINE_WORDS: usize = 40;

/// A block with so many words is a paragraph of a text.
const MIN_PARAGRAPH_WORDS: usize = 25;

/// The most words of a caption.
const MAX_CAPTION_WORDS: usize = 90;

/// The most words of an item with a number in a list without sentences.
const MAX_SHORT_ITEM_WORDS: usize = 15;

/// What the blocks after a heading or label belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PageSection {
    /// The text.
    Body,
    /// Other texts, or offers of the page.
    Aside,
    /// Whom to ask.
    Contacts,
    /// A description of a body.
    About,
    /// What follows the end of a press release.
    AfterEnd,
    /// The part where the parties sign.
    Signatures,
}

/// A block as a reader sees it.
struct SeenBlock<'t> {
    text: &'t str,
    lower: String,
    words: usize,
    is_closed: bool,
}

impl<'t> SeenBlock<'t> {
    fn new(text: &'t str) -> Self {
        let words = text.split_whitespace().take(MAX_CAPTION_WORDS + 1).count();
        let start = &text[..super::floor(text, MAX_LOWER_BYTES)];
        Self {
            text,
            lower: start.to_lowercase().replace('’', "'"),
            words,
            is_closed: is_closed(text),
        }
    }

    /// Returns true if it is a paragraph of running text.
    fn is_paragraph(&self) -> bool {
        self.words >= MIN_PARAGRAPH_WORDS
            || (self.words >= 12 && self.text.ends_with(['.', '”', '"']))
    }
}

/// The start of a block that is compared with lists of words.
const MAX_LOWER_BYTES: usize = 600;

/// Decides what blocks are, one after the other.
struct Classifier {
    section: PageSection,
    has_headline: bool,
    /// True after the first block that is part of the text.
    has_text: bool,
    headline: String,
    /// The number that continues the current list, and what its items are.
    list: Option<(u32, BlockKind)>,
    /// True if the last block was a picture.
    follows_picture: bool,
    /// The running text so far and in all, in bytes.
    body_bytes: (usize, usize),
    kinds: Vec<BlockKind>,
    is_aside: Vec<bool>,
}

/// Returns the blocks with their kinds, and whether each belongs to another text on the page. `has_headline`: the markup
/// gives a title.
pub(super) fn classify(
    text: &str,
    blocks: &[(Range<usize>, LaidBlock)],
    has_headline: bool,
) -> (Vec<Block>, Vec<bool>) {
    let seen: Vec<SeenBlock<'_>> =
        blocks.iter().map(|(range, _)| SeenBlock::new(&text[range.clone()])).collect();
    let total =
        seen.iter().filter(|block| block.is_paragraph()).map(|block| block.text.len()).sum();
    let mut classifier = Classifier {
        section: PageSection::Body,
        has_headline,
        has_text: false,
        headline: String::new(),
        list: None,
        follows_picture: false,
        body_bytes: (0, total),
        kinds: Vec::with_capacity(blocks.len()),
        is_aside: Vec::with_capacity(blocks.len()),
    };
    for (index, (block, (_, laid))) in seen.iter().zip(blocks).enumerate() {
        let next = seen.get(index + 1);
        let kind = classifier.kind(block, laid, next);
        let is_aside = kind == BlockKind::Furniture
            && (classifier.section == PageSection::Aside
                || laid.role == LineRole::Furniture
                || laid.is_likely_furniture);
        classifier.has_text |= !matches!(kind, BlockKind::Furniture | BlockKind::Caption);
        classifier.kinds.push(kind);
        classifier.is_aside.push(is_aside);
        classifier.follows_picture = is_picture_file(block.text);
        if block.is_paragraph() {
            classifier.body_bytes.0 += block.text.len();
        }
    }
    let kinds = classifier.kinds.into_iter();
    let found =
        kinds.zip(blocks).map(|(kind, (range, _))| Block { range: range.clone(), kind }).collect();
    (found, classifier.is_aside)
}

impl Classifier {
    fn kind(
        &mut self,
        block: &SeenBlock<'_>,
        laid: &LaidBlock,
        next: Option<&SeenBlock<'_>>,
    ) -> BlockKind {
        if laid.role == LineRole::Furniture || laid.is_likely_furniture {
            return BlockKind::Furniture;
        }
        if laid.role == LineRole::Headline && is_formal_title(block.text) {
            // The title of the page is the heading of the formal text.
            return BlockKind::Heading;
        }
        if laid.role == LineRole::Headline {
            self.has_headline = true;
            self.headline.clone_from(&block.lower);
            return BlockKind::Headline;
        }
        if let LineRole::Cell(_) = laid.role {
            let is_text =
                self.section != PageSection::Aside && block.text.contains(char::is_alphanumeric);
            return if is_text { BlockKind::Cell } else { BlockKind::Furniture };
        }
        if let Some(kind) = self.of_section(block, laid) {
            return kind;
        }
        if let Some(kind) = self.furniture_or_caption(block, laid) {
            return kind;
        }
        if let Some(kind) = self.headline(block, laid, next) {
            return kind;
        }
        let number = if let LineRole::Numbered(number) = laid.role { Some(number) } else { None };
        let is_numbered_heading = (laid.is_bold || is_capitals(block.text))
            && block.words <= MAX_HEADING_WORDS
            && !block.is_closed;
        if number.is_some() && is_numbered_heading {
            self.open_section(block);
            return BlockKind::Heading;
        }
        if let Some(number) = number {
            return self.numbered(number, block);
        }
        if laid.role == LineRole::Item {
            return BlockKind::Item;
        }
        if let Some(kind) = self.signature(block) {
            return kind;
        }
        if is_heading(block, laid, next) {
            self.open_section(block);
            return BlockKind::Heading;
        }
        if self.section == PageSection::About || starts_about(block) {
            return BlockKind::Boilerplate;
        }
        BlockKind::Paragraph
    }

    /// Returns what a block is because of the section that it is in; ends the section if the block is not in it.
    fn of_section(&mut self, block: &SeenBlock<'_>, laid: &LaidBlock) -> Option<BlockKind> {
        let is_short = block.words <= MAX_HEADING_WORDS && !block.text.ends_with('.');
        match self.section {
            PageSection::Aside => {
                let (before, total) = self.body_bytes;
                // After the larger part of the text, teasers of other texts may be as long as paragraphs.
                let is_end = before * 3 >= total * 2;
                if is_end || !block.is_paragraph() {
                    return Some(BlockKind::Furniture);
                }
                self.section = PageSection::Body;
                None
            }
            PageSection::Contacts | PageSection::AfterEnd if is_short => {
                let is_new = starts_about(block)
                    || laid.role == LineRole::Heading
                    || ["note", "background", "annex", "about"]
                        .iter()
                        .any(|start| block.lower.starts_with(start));
                if !is_new {
                    return Some(BlockKind::Furniture);
                }
                self.section = PageSection::Body;
                None
            }
            PageSection::Contacts => {
                self.section = PageSection::Body;
                None
            }
            _ => None,
        }
    }

    fn furniture_or_caption(
        &mut self,
        block: &SeenBlock<'_>,
        laid: &LaidBlock,
    ) -> Option<BlockKind> {
        let lower = block.lower.trim();
        if is_picture_file(block.text) || !block.text.contains(char::is_alphanumeric) {
            if furniture::is_listed(FurnitureList::Ends, lower) {
                self.section = PageSection::AfterEnd;
            }
            return Some(BlockKind::Furniture);
        }
        if is_picture_credit(block.text) {
            return Some(self.credit(block));
        }
        if laid.role == LineRole::Caption || (is_caption(block) && block.words <= MAX_CAPTION_WORDS)
        {
            return Some(BlockKind::Caption);
        }
        if self.follows_picture
            && block.words <= MAX_CAPTION_WORDS
            && !full_days(block.text).iter().any(|day| day.range.len() == block.text.len())
        {
            return Some(BlockKind::Caption);
        }
        let label = lower
            .trim_end_matches([':', '…', '.', '»', '>', ' '])
            .trim_start_matches(['»', '>', ' ']);
        if block.words <= MAX_LINE_WORDS {
            if furniture::is_listed(FurnitureList::Ends, lower) {
                self.section = PageSection::AfterEnd;
                return Some(BlockKind::Furniture);
            }
            if furniture::is_listed(FurnitureList::Sections, label) {
                self.section = PageSection::Aside;
                return Some(BlockKind::Furniture);
            }
            if furniture::is_listed(FurnitureList::Contacts, label)
                || (furniture::starts_listed(FurnitureList::Contacts, lower) && lower.contains(':'))
            {
                self.section = PageSection::Contacts;
                return Some(BlockKind::Furniture);
            }
            let is_furniture = furniture::is_listed(FurnitureList::Exact, lower)
                || furniture::is_listed(FurnitureList::Exact, label)
                || furniture::starts_listed(FurnitureList::Lines, lower)
                || is_day_line(block.text)
                || is_address_line(block)
                || is_breadcrumb(block.text);
            if is_furniture {
                self.close_sign_off(block);
                return Some(BlockKind::Furniture);
            }
        }
        if block.words <= MAX_LONG_LINE_WORDS
            && furniture::starts_listed(FurnitureList::Long, lower)
        {
            if furniture::starts_listed(FurnitureList::Contacts, lower) {
                self.section = PageSection::Contacts;
            }
            return Some(BlockKind::Furniture);
        }
        None
    }

    /// The name of the publisher above the day at the end is no heading.
    fn close_sign_off(&mut self, block: &SeenBlock<'_>) {
        if is_day_line(block.text)
            && self.body_bytes.0 > 0
            && let Some(last) = self.kinds.last_mut().filter(|kind| **kind == BlockKind::Heading)
        {
            *last = BlockKind::Furniture;
        }
    }

    /// Returns what the credit of a picture is; the line before it is the caption.
    fn credit(&mut self, block: &SeenBlock<'_>) -> BlockKind {
        let has_caption = block.words > 8;
        if !has_caption && self.follows_picture {
            return BlockKind::Furniture;
        }
        if has_caption { BlockKind::Caption } else { BlockKind::Furniture }
    }

    fn headline(
        &mut self,
        block: &SeenBlock<'_>,
        laid: &LaidBlock,
        next: Option<&SeenBlock<'_>>,
    ) -> Option<BlockKind> {
        if self.has_headline {
            let is_repeated = !self.headline.is_empty()
                && block.lower == self.headline
                && !is_formal_title(block.text);
            return is_repeated.then_some(BlockKind::Headline);
        }
        if self.has_text || !matches!(laid.role, LineRole::Text | LineRole::Heading) {
            return None;
        }
        let next = next?;
        if block.words > MAX_HEADLINE_WORDS || block.is_closed || is_formal_title(block.text) {
            // A text that starts with a sentence or a formal title has no headline.
            self.has_headline = true;
            return None;
        }
        // The name of the page above the headline.
        if block.words <= 2 && next.words > 3 && next.words <= MAX_HEADLINE_WORDS && !next.is_closed
        {
            return Some(BlockKind::Furniture);
        }
        self.has_headline = true;
        self.headline.clone_from(&block.lower);
        Some(BlockKind::Headline)
    }

    /// Returns what a block with a number is: a numbered paragraph of the text, or an item of a list.
    fn numbered(&mut self, number: u32, block: &SeenBlock<'_>) -> BlockKind {
        let continued = self.list.filter(|(next, _)| *next == number).map(|(_, kind)| kind);
        let kind = continued.unwrap_or_else(|| {
            let before = self.kinds.last();
            let is_short = block.words <= MAX_SHORT_ITEM_WORDS && !block.text.ends_with('.');
            let follows_text = matches!(before, Some(BlockKind::Paragraph | BlockKind::Item));
            if is_short || (follows_text && number <= 1) {
                BlockKind::Item
            } else {
                BlockKind::Paragraph
            }
        });
        self.list = Some((number.saturating_add(1), kind));
        kind
    }

    /// Returns what a block is in the part where the parties sign.
    fn signature(&mut self, block: &SeenBlock<'_>) -> Option<BlockKind> {
        let is_short = block.words <= MAX_SIGNATURE_WORDS && !block.text.ends_with('.');
        if opens_signature_part(&block.lower) && !is_formal_title(block.text) {
            self.section = PageSection::Signatures;
            return None;
        }
        if is_short && (self.section == PageSection::Signatures || opens_signature(block.text)) {
            self.section = PageSection::Signatures;
            return Some(BlockKind::Cell);
        }
        if self.section == PageSection::Signatures && block.is_paragraph() {
            self.section = PageSection::Body;
        }
        None
    }

    /// Begins the section that a heading names.
    fn open_section(&mut self, block: &SeenBlock<'_>) {
        self.section = if starts_about(block) { PageSection::About } else { PageSection::Body };
        self.list = None;
    }
}

/// Returns true for `About ESA` and for paragraphs such as `About ESA: The European Space Agency is …`.
fn starts_about(block: &SeenBlock<'_>) -> bool {
    let Some(rest) = block.lower.strip_prefix("about ") else { return false };
    let is_name = block.text[block.text.len().min(6)..].trim_start().starts_with(|letter: char| {
        letter.is_uppercase() || letter.is_ascii_digit() || matches!(letter, '“' | '"')
    });
    (is_name || rest.starts_with("the "))
        && (block.words <= MAX_HEADING_WORDS && !block.text.ends_with('.') || rest.contains(": "))
}

/// Returns true for `IN WITNESS WHEREOF …`, `Signed at …` and `Done at …`.
fn opens_signature_part(lower: &str) -> bool {
    [
        "in witness whereof",
        "in witness thereof",
        "signed at",
        "signed in",
        "done at",
        "done in",
        "signed on",
        "signed this",
        "executed ",
        "signatures",
        "signed by the",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
}

/// Returns true if a block describes a picture.
fn is_caption(block: &SeenBlock<'_>) -> bool {
    const STARTS: [&str; 14] = [
        "photo caption",
        "caption:",
        "pictured",
        "in the photo",
        "in the picture",
        "(from left",
        "from left",
        "from l-r",
        "l-r",
        "l to r",
        "left to right",
        "(l-r",
        "(l to r",
        "photo shows",
    ];
    const CREDITS: [&str; 12] = [
        "credits:",
        "credit:",
        "photo:",
        "(photo",
        "photo by",
        "photo credit",
        "image courtesy",
        "photo courtesy",
        "image:",
        "picture:",
        "courtesy of",
        "photograph:",
    ];
    const MARKS: [&str; 14] = [
        "(left)",
        "(right)",
        "(centre)",
        "(center)",
        "(middle)",
        "(l)",
        "(r)",
        "from left)",
        "from right)",
        "(left to right",
        "(pictured",
        "(seated",
        ", left,",
        ", right,",
    ];
    let lower = &block.lower;
    if !lower.contains([':', '(', ',', '-', ' ']) {
        return false;
    }
    if STARTS.iter().any(|start| lower.starts_with(start)) {
        return true;
    }
    // The credit is at the end: `… on May 16, 2024. Credits: ESA`.
    let has_credit = CREDITS.iter().any(|credit| {
        lower
            .rfind(credit)
            .is_some_and(|offset| offset > 0 && lower[offset..].split_whitespace().count() <= 8)
    });
    let marks = MARKS.iter().filter(|mark| lower.contains(**mark)).take(2).count();
    let sentences = block.text.matches(". ").count();
    (has_credit && block.words <= MAX_CAPTION_WORDS)
        || (marks > 0 && sentences <= 2 && block.words <= 60)
}

/// Returns true for a line with an address, a telephone number or the address of a page, and little else.
fn is_address_line(block: &SeenBlock<'_>) -> bool {
    let has_address = block.text.split_whitespace().any(|word| {
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        (word.contains('@') && word.contains('.'))
            || word.starts_with("http")
            || word.starts_with("www.")
    });
    let is_domain = block.words == 1
        && block.text.contains('.')
        && !block.is_closed
        && block.text.chars().all(|letter| letter.is_ascii_lowercase() || ".-/".contains(letter));
    let digits = block.text.bytes().filter(u8::is_ascii_digit).count();
    let letters = block.text.chars().filter(|letter| letter.is_alphabetic()).count();
    let is_number = digits >= 7 && letters <= 12 && full_days(block.text).is_empty();
    is_domain || is_number || (has_address && !(block.words > 8 && block.text.ends_with('.')))
}

/// Returns true for `Home > News > Press releases`.
fn is_breadcrumb(text: &str) -> bool {
    let marks = text.matches(['>', '»', '›', '→']);
    marks.count() >= 1 && !text.ends_with('.') && text.split_whitespace().count() <= MAX_LINE_WORDS
}

fn is_heading(block: &SeenBlock<'_>, laid: &LaidBlock, next: Option<&SeenBlock<'_>>) -> bool {
    if laid.role == LineRole::Heading {
        return true;
    }
    let ends_sentence = block.text.ends_with(['.', ';', ',', '!', '?']);
    if ends_sentence {
        return false;
    }
    if (laid.is_bold || is_capitals(block.text)) && block.words <= MAX_MARKED_HEADING_WORDS {
        return true;
    }
    if is_formal_title(block.text) && block.words <= MAX_MARKED_HEADING_WORDS {
        return true;
    }
    let is_article =
        ["article ", "section ", "clause ", "annex ", "chapter ", "part "].iter().any(|start| {
            block.lower.strip_prefix(start).is_some_and(|rest| {
                let number = rest.split([' ', ':', '.', '-', '–']).next().unwrap_or_default();
                !number.is_empty()
                    && (number.bytes().all(|byte| byte.is_ascii_digit())
                        || number.bytes().all(|byte| b"ivxl".contains(&byte)))
            })
        });
    if is_article && block.words <= MAX_HEADING_WORDS {
        return true;
    }
    let Some(next) = next else { return false };
    // A short line above a paragraph: `Background`, `Notes to Editors`.
    let starts_high =
        block.text.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit());
    starts_high
        && block.words <= MAX_HEADING_WORDS
        && !block.text.ends_with(':')
        && next.is_paragraph()
        && is_title_case(block)
}

/// Returns true if the words of a line have capitals, or if it is very short.
fn is_title_case(block: &SeenBlock<'_>) -> bool {
    let long = block.text.split_whitespace().filter(|word| word.chars().count() > 3);
    let small = long.clone().filter(|word| word.starts_with(char::is_lowercase)).count();
    small * 4 <= long.count() || block.words <= 6
}
