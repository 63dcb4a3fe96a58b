//! Builds the lines of a page from its text and its elements, for HTML and for HTML inside Markdown.

use std::ops::Range;

use super::elements::ElementStack;
use super::entities::entity;
use super::metadata::{PageMetadata, own_title};
use super::raw::{LineJoint, LineRole, RawLine, RawText};
use super::tags::{HtmlTag, TagReader};
use super::{PublishedFrom, TextLink};
use crate::domain::Date;

/// Where a line is on the page.
#[derive(Debug, Clone, Copy, Default)]
struct LinePlace {
    is_in_main: bool,
    article: u32,
}

/// Builds the lines of a page.
#[derive(Debug, Default)]
pub(super) struct PageBuilder<'f> {
    file: &'f str,
    raw: RawText,
    tags: TagReader,
    elements: ElementStack,
    line_start: usize,
    joint: LineJoint,
    /// What the current block of Markdown is.
    block_role: LineRole,
    /// True between `**` and `**`.
    is_marked_bold: bool,
    has_letters: bool,
    has_plain_letters: bool,
    /// Where the raised text starts in the raw text.
    raised_start: Option<usize>,
    /// Where the current link starts in the raw text, and its address.
    link: Option<(usize, String)>,
    places: Vec<LinePlace>,
    /// The place of the `title` element in the file.
    page_title: Option<Range<usize>>,
    metadata: PageMetadata,
}

impl<'f> PageBuilder<'f> {
    /// Returns a builder for a file.
    pub(super) fn new(file: &'f str) -> Self {
        Self { file, ..Self::default() }
    }

    /// Appends text that the file has at `range`.
    pub(super) fn text(&mut self, range: Range<usize>) {
        let state = self.elements.state();
        if state.is_skipped {
            return;
        }
        if !state.is_preformatted {
            self.push(&range);
            return;
        }
        let mut start = range.start;
        for line in self.file[range].split_inclusive('\n') {
            self.push(&(start..start + line.len()));
            if line.ends_with('\n') {
                self.end_line(LineJoint::Line);
            }
            start += line.len();
        }
    }

    fn push(&mut self, range: &Range<usize>) {
        let text = &self.file[range.clone()];
        self.note_letters(text);
        self.raw.spelled.push(text, range.start);
    }

    /// Appends characters that the file spells otherwise, at `range`.
    pub(super) fn characters(&mut self, characters: &str, range: &Range<usize>) {
        if !self.elements.state().is_skipped {
            self.note_letters(characters);
            self.raw.spelled.push_as(characters, range);
        }
    }

    fn note_letters(&mut self, text: &str) {
        if self.has_letters && self.has_plain_letters {
            return;
        }
        if text.contains(char::is_alphanumeric) {
            self.has_letters = true;
            self.has_plain_letters |= !(self.is_marked_bold || self.elements.state().is_bold);
        }
    }

    /// Appends text of the file with its references to characters replaced.
    pub(super) fn text_with_entities(&mut self, range: &Range<usize>) {
        let mut offset = range.start;
        while offset < range.end {
            let rest = &self.file[offset..range.end];
            let plain = rest.find('&').unwrap_or(rest.len());
            self.text(offset..offset + plain);
            offset += plain;
            if offset < range.end {
                offset += self.entity_at(offset);
            }
        }
    }

    /// Appends the character that a reference at an offset of the file spells, and returns its length. It must have `&`
    /// there.
    pub(super) fn entity_at(&mut self, offset: usize) -> usize {
        if let Some((length, characters)) = entity(&self.file[offset..]) {
            self.characters(&characters, &(offset..offset + length));
            length
        } else {
            self.text(offset..offset + 1);
            1
        }
    }

    /// Ends the current block, and begins one that is `role` unless its elements say more.
    pub(super) fn begin_block(&mut self, role: LineRole) {
        self.end_line(LineJoint::Block);
        self.block_role = role;
        self.is_marked_bold = false;
    }

    /// Begins or ends bold text of Markdown.
    pub(super) fn toggle_bold(&mut self) {
        self.is_marked_bold = !self.is_marked_bold;
    }

    /// Returns true if the current line has no text yet.
    pub(super) fn is_line_empty(&self) -> bool {
        self.raw.spelled.text()[self.line_start..].trim().is_empty()
    }

    /// Ends the current line; `joint` says how the next one follows it.
    pub(super) fn end_line(&mut self, joint: LineJoint) {
        let range = self.line_start..self.raw.spelled.len();
        self.line_start = range.end;
        if self.raw.spelled.text()[range.clone()].trim().is_empty() {
            // A blank line between two line breaks divides blocks.
            self.joint = LineJoint::Block;
            return;
        }
        let state = self.elements.state();
        let role = if state.role == LineRole::Text { self.block_role } else { state.role };
        self.raw.lines.push(RawLine {
            range,
            role,
            joint: self.joint,
            is_bold: self.has_letters && !self.has_plain_letters,
            is_likely_furniture: state.is_likely_furniture,
        });
        self.places.push(LinePlace { is_in_main: state.is_in_main, article: state.article });
        self.joint = joint;
        (self.has_letters, self.has_plain_letters) = (false, false);
    }

    /// Begins a link.
    pub(super) fn begin_link(&mut self, url: String) {
        self.link = Some((self.raw.spelled.len(), url));
    }

    /// Ends the current link.
    pub(super) fn end_link(&mut self) {
        if let Some((start, url)) = self.link.take() {
            let range = start..self.raw.spelled.len();
            let is_page = url.starts_with("http://") || url.starts_with("https://");
            if is_page && !self.raw.spelled.text()[range.clone()].trim().is_empty() {
                self.raw.links.push(TextLink { range, url });
            }
        }
    }

    /// Appends the text of a picture, if it is more than a name.
    pub(super) fn picture(&mut self, range: &Range<usize>) {
        let text = &self.file[range.clone()];
        if self.is_line_empty() && text.split_whitespace().nth(MIN_PICTURE_WORDS - 1).is_some() {
            self.end_line(LineJoint::Block);
            let role = std::mem::replace(&mut self.block_role, LineRole::Caption);
            self.text_with_entities(range);
            self.end_line(LineJoint::Block);
            self.block_role = role;
        }
    }

    /// Reads the tag at an offset of the file, which must have `<` there. Returns the offset after it, and after what it
    /// hides; `None` if it is only a character.
    pub(super) fn tag_at(&mut self, offset: usize) -> Option<usize> {
        let file = self.file;
        let tag = self.tags.tag(file, offset)?;
        let end = offset + tag.length;
        let name = tag.name.to_ascii_lowercase();
        if tag.is_end {
            self.close(&name);
            return Some(end);
        }
        if matches!(
            &*name,
            "script" | "style" | "textarea" | "title" | "xmp" | "noscript" | "iframe" | "template"
        ) {
            return Some(self.raw_text(&name, &tag, end));
        }
        self.open(&name, &tag);
        Some(end)
    }

    /// Reads the content of an element in which tags do not count, and returns the offset after it.
    fn raw_text(&mut self, name: &str, tag: &HtmlTag<'f>, start: usize) -> usize {
        let length = find_end_tag(&self.file[start..], name);
        let content = start..length.map_or(self.file.len(), |length| start + length);
        match name {
            "title" if self.page_title.is_none() && !self.elements.state().is_skipped => {
                self.page_title = Some(content.clone());
            }
            "script" if tag.raw_attribute("type").is_some_and(|kind| kind.contains("ld+json")) => {
                self.metadata.read_linked_data(&self.file[content.clone()]);
            }
            _ => {}
        }
        let rest = &self.file[content.end..];
        content.end + rest.find('>').map_or(rest.len(), |end| end + 1)
    }

    fn open(&mut self, name: &str, tag: &HtmlTag<'f>) {
        match name {
            "" | "wbr" => return,
            "br" => {
                if !self.elements.state().is_skipped {
                    self.end_line(LineJoint::Break);
                }
                return;
            }
            "img" => {
                if let Some(alt) = tag.raw_attribute("alt") {
                    let start = alt.as_ptr() as usize - self.file.as_ptr() as usize;
                    self.picture(&(start..start + alt.len()));
                }
                return;
            }
            "meta" => return self.metadata.read_meta(tag),
            "link" => {
                if tag.raw_attribute("rel") == Some("canonical") {
                    self.metadata.offer_url(tag.attribute("href"));
                }
                return;
            }
            "time" => self.metadata.read_time(tag, self.elements.state()),
            "a" => {
                self.end_link();
                self.begin_link(tag.attribute("href").unwrap_or_default());
            }
            "sup" => self.raised_start = Some(self.raw.spelled.len()),
            _ => {}
        }
        if ElementStack::is_block(name) {
            self.end_line(LineJoint::Block);
        }
        self.elements.open(name, tag);
    }

    fn close(&mut self, name: &str) {
        match name {
            "a" => self.end_link(),
            "sup" => self.drop_note_mark(),
            "br" => self.end_line(LineJoint::Break),
            _ => {}
        }
        if ElementStack::is_block(name) {
            self.end_line(LineJoint::Block);
        }
        self.elements.close(name);
    }

    /// Removes raised text that is no more than the mark of a note, as against `19th`.
    fn drop_note_mark(&mut self) {
        let Some(start) = self.raised_start.take().filter(|start| *start >= self.line_start) else {
            return;
        };
        let raised = self.raw.spelled.text()[start..].trim();
        let is_mark = raised.len() <= MAX_NOTE_MARK_BYTES
            && raised.chars().all(|letter| !letter.is_alphabetic() || raised.chars().count() == 1);
        if is_mark {
            self.raw.spelled.truncate(start);
        }
    }

    /// Returns the lines of the page.
    pub(super) fn finish(mut self) -> RawText {
        self.end_link();
        self.end_line(LineJoint::Block);
        self.mark_outside();
        self.restore_likely_furniture();
        self.place_page_title();
        let mut raw = self.raw;
        let day = self.metadata.day();
        raw.published = raw.published.or(day.map(|day| (day, PublishedFrom::FrontMatter)));
        raw.title = raw.title.or(self.metadata.title);
        raw.url = raw.url.or(self.metadata.url);
        raw
    }

    /// Lines outside the main part of the page, or outside its only article, are probably no part of the text.
    fn mark_outside(&mut self) {
        let has_main = self.places.iter().any(|place| place.is_in_main);
        let mut articles: Vec<(u32, usize)> = Vec::new();
        for (place, line) in self.places.iter().zip(&self.raw.lines) {
            if place.article > 0 && (place.is_in_main || !has_main) {
                match articles.last_mut().filter(|(article, _)| *article == place.article) {
                    Some((_, bytes)) => *bytes += line.range.len(),
                    None => articles.push((place.article, line.range.len())),
                }
            }
        }
        let total: usize = articles.iter().map(|(_, bytes)| bytes).sum();
        // Of several articles, one is the text if it is much longer than the others.
        let main_article =
            articles.iter().find(|(_, bytes)| bytes * 2 > total).map(|(article, _)| *article);
        for (place, line) in self.places.iter().zip(&mut self.raw.lines) {
            let is_outside_main = has_main && !place.is_in_main;
            let is_other_article = main_article.is_some_and(|article| {
                place.article != article && (place.article > 0 || !has_main)
            });
            let is_headline = line.role == LineRole::Headline;
            line.is_likely_furniture |= (is_outside_main || is_other_article) && !is_headline;
        }
    }

    /// If hardly any text is left, what looks like furniture by its name is the text.
    fn restore_likely_furniture(&mut self) {
        let bytes = |is_likely: bool| -> usize {
            let lines = self.raw.lines.iter().filter(|line| line.role != LineRole::Furniture);
            lines
                .filter(|line| line.is_likely_furniture == is_likely)
                .map(|line| line.range.len())
                .sum()
        };
        let (kept, likely) = (bytes(false), bytes(true));
        if kept < MIN_TEXT_BYTES.min(likely) || kept * MIN_TEXT_SHARE < likely {
            for line in &mut self.raw.lines {
                line.is_likely_furniture = false;
            }
        }
    }

    /// Makes the title of the page the headline if it has no other.
    fn place_page_title(&mut self) {
        let is_headline =
            |line: &RawLine| line.role == LineRole::Headline && !line.is_likely_furniture;
        let Some(title) = self.page_title.clone() else { return };
        let headline = self.raw.lines.iter().any(is_headline);
        if headline {
            return;
        }
        let text = &self.file[title.clone()];
        let length = own_title(text).len();
        let start = self.raw.spelled.len();
        self.elements = ElementStack::default();
        self.line_start = start;
        self.text_with_entities(&(title.start..title.start + length));
        let range = start..self.raw.spelled.len();
        if !self.raw.spelled.text()[range.clone()].trim().is_empty() {
            let line = RawLine { range, role: LineRole::Headline, ..RawLine::default() };
            self.raw.lines.insert(0, line);
        }
    }

    /// Returns true if the page has no line yet.
    pub(super) fn is_empty(&self) -> bool {
        self.raw.lines.is_empty()
    }

    /// Gives the page a day and an address from its front matter.
    pub(super) fn set_metadata(&mut self, day: Option<Date>, url: Option<String>) {
        self.raw.published = day.map(|day| (day, PublishedFrom::FrontMatter));
        self.raw.url = url;
    }
}

/// The fewest words of the text of a picture that is more than a name.
const MIN_PICTURE_WORDS: usize = 4;

/// The longest mark of a note.
const MAX_NOTE_MARK_BYTES: usize = 6;

/// With less text than this left, what looks like furniture is the text.
const MIN_TEXT_BYTES: usize = 200;

/// The text is at least one part in this many of what looks like furniture.
const MIN_TEXT_SHARE: usize = 8;

/// Returns the offset of the end tag of an element.
fn find_end_tag(text: &str, name: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, b"</").find(|offset| {
        bytes
            .get(offset + 2..offset + 2 + name.len())
            .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
    })
}
