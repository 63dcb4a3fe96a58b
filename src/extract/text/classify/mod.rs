//! What each block is: a headline, a paragraph, a caption, or no part of the text.

mod seen;

use std::ops::Range;

use super::block::{Block, BlockKind};
use super::columns::opens_signature;
use super::full_day::full_days;
use super::furniture::{self, FurnitureList};
use super::headings::is_formal_title;
use super::lines::{is_capitals, is_picture_credit, is_picture_file};
use super::published::is_day_line;
use super::raw::LaidBlock;
use super::raw::LineRole;
use seen::{
    MAX_CAPTION_WORDS, MAX_HEADING_WORDS, MAX_LINE_WORDS, SeenBlock, is_address_line,
    is_breadcrumb, is_byline, is_caption, is_heading, opens_signature_part, starts_about,
    starts_with_dateline,
};

/// The most words of the credit of a picture.
const MAX_CREDIT_WORDS: usize = 8;

/// The most words of a longer line that may be furniture by its first words.
const MAX_LONG_LINE_WORDS: usize = 45;

/// The most words of a line in the part where the parties sign.
const MAX_SIGNATURE_WORDS: usize = 22;

/// The most words of a headline.
const MAX_HEADLINE_WORDS: usize = 40;

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

/// How an item of a list ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ListItemEnd {
    /// With a semicolon: another item follows.
    Semicolon,
    /// In another way.
    Other,
}

/// The most words of an item in a list without marks.
const MAX_ITEM_WORDS: usize = 60;

/// Decides what blocks are, one after the other.
struct Classifier {
    section: PageSection,
    has_headline: bool,
    /// True after the first block that is part of the text.
    has_text: bool,
    headline: String,
    /// The number that continues the current list, and what its items are.
    list: Option<(u32, BlockKind)>,
    /// How the last item of a list without marks ended, or the line before the list.
    implied_list: Option<ListItemEnd>,
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
        implied_list: None,
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
        if kind == BlockKind::Paragraph && laid.role == LineRole::Text {
            classifier.implied_list = block.text.ends_with(':').then_some(ListItemEnd::Other);
        }
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
        if self.is_implied_item(block, laid) {
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
            // With more words, it is the caption too.
            return Some(if block.words > MAX_CREDIT_WORDS {
                BlockKind::Caption
            } else {
                BlockKind::Furniture
            });
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
            // `Press release – for immediate use`
            let mut parts = label.split(['–', '—', '|', '·', '•', ':']);
            let is_furniture = furniture::is_listed(FurnitureList::Exact, lower)
                || parts.all(|part| {
                    let mut parts = part.split(" - ");
                    parts.all(|part| furniture::is_listed(FurnitureList::Exact, part.trim()))
                })
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
        if is_byline(block) {
            return Some(BlockKind::Furniture);
        }
        if starts_with_dateline(block.text)
            || block.words > MAX_HEADLINE_WORDS
            || block.is_closed
            || is_formal_title(block.text)
        {
            // A text that starts with a sentence or a formal title has no headline.
            self.has_headline = true;
            return None;
        }
        // The name of the page above the headline.
        if block.words <= 3 && next.words > 3 && next.words <= MAX_HEADLINE_WORDS && !next.is_closed
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

    /// Returns true if a block is an item of a list without marks, after a line such as `The parties will:`.
    fn is_implied_item(&mut self, block: &SeenBlock<'_>, laid: &LaidBlock) -> bool {
        let Some(last) = self.implied_list else { return false };
        let is_marked = laid.is_bold || laid.role != LineRole::Text || is_capitals(block.text);
        let is_speech = block.text.starts_with(['“', '"', '‘', '\'']);
        let is_sentence = block.text.ends_with('.') && block.words > MAX_SHORT_ITEM_WORDS;
        let continues = last == ListItemEnd::Semicolon || !is_sentence;
        let is_item = !is_marked
            && !is_speech
            && continues
            && block.words <= MAX_ITEM_WORDS
            && !block.text.ends_with(':')
            && !block.text.contains(". ");
        let lower = block.lower.trim_end();
        self.implied_list = is_item.then(|| {
            let has_more =
                lower.ends_with(';') || lower.ends_with("; and") || lower.ends_with(", and");
            if has_more { ListItemEnd::Semicolon } else { ListItemEnd::Other }
        });
        is_item
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
