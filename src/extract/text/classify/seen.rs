//! What a block looks like to a reader: a heading, a caption, a line with an address.

use super::super::arrange::LaidBlock;
use super::super::full_day::{full_days, is_month};
use super::super::headings::is_formal_title;
use super::super::lines::{is_capitals, is_closed};
use super::super::raw::LineRole;

/// The most words of a caption.
pub(super) const MAX_CAPTION_WORDS: usize = 90;

/// A block with as many words is a paragraph of a text.
pub(super) const MIN_PARAGRAPH_WORDS: usize = 25;

/// The most words of a heading in a text without markup.
pub(super) const MAX_HEADING_WORDS: usize = 14;

/// The most words of a heading that is bold, or in capitals.
pub(super) const MAX_MARKED_HEADING_WORDS: usize = 60;

/// The most words of a line that may be furniture by its first words.
pub(super) const MAX_LINE_WORDS: usize = 14;

/// A block as a reader sees it.
pub(super) struct SeenBlock<'t> {
    /// Its text.
    pub(super) text: &'t str,
    /// Its start in lower case, with straight apostrophes.
    pub(super) lower: String,
    /// The number of its words, up to one more than a caption has.
    pub(super) words: usize,
    /// True if it ends as a sentence or a label does.
    pub(super) is_closed: bool,
}

impl<'t> SeenBlock<'t> {
    /// Returns the block with this text.
    pub(super) fn new(text: &'t str) -> Self {
        let words = text.split_whitespace().take(MAX_CAPTION_WORDS + 1).count();
        let start = &text[..super::super::floor(text, MAX_LOWER_BYTES)];
        Self {
            text,
            lower: start.to_lowercase().replace('’', "'"),
            words,
            is_closed: is_closed(text),
        }
    }

    /// Returns true if it is a paragraph of running text.
    pub(super) fn is_paragraph(&self) -> bool {
        self.words >= MIN_PARAGRAPH_WORDS
            || (self.words >= 12 && self.text.ends_with(['.', '”', '"']))
    }
}

/// The start of a block that is compared with lists of words.
const MAX_LOWER_BYTES: usize = 600;

/// Returns true for the name of an editorial office or a reporter in a line of its own.
pub(super) fn is_byline(block: &SeenBlock<'_>) -> bool {
    let ends =
        ["bureau", "correspondent", "correspondents", "reporter", "reporters", "staff writer"];
    block.words <= 5 && ends.iter().any(|end| block.lower.ends_with(end))
}

/// Returns true for `New Delhi, Apr 7 (IANS) The Supreme Court …`: the start of a text, which is no headline.
pub(super) fn starts_with_dateline(text: &str) -> bool {
    let Some((place, rest)) = text.split_once(", ") else { return false };
    let mut words = rest.split_whitespace();
    let (first, second) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let is_number = |word: &str| {
        let word = word.trim_end_matches([',', '.', ':']);
        (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_day = (is_month(first) && is_number(second)) || (is_number(first) && is_month(second));
    place.split_whitespace().count() <= 4 && is_day
}

/// Returns true for `About ESA` and for paragraphs such as `About ESA: The European Space Agency is …`.
pub(super) fn starts_about(block: &SeenBlock<'_>) -> bool {
    let Some(rest) = block.lower.strip_prefix("about ") else { return false };
    let is_name = block.text[block.text.len().min(6)..].trim_start().starts_with(|letter: char| {
        letter.is_uppercase() || letter.is_ascii_digit() || matches!(letter, '“' | '"')
    });
    (is_name || rest.starts_with("the "))
        && (block.words <= MAX_HEADING_WORDS && !block.text.ends_with('.') || rest.contains(": "))
}

/// Returns true for `IN WITNESS WHEREOF …`, `Signed at …` and `Done at …`.
pub(super) fn opens_signature_part(lower: &str) -> bool {
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
pub(super) fn is_caption(block: &SeenBlock<'_>) -> bool {
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
pub(super) fn is_address_line(block: &SeenBlock<'_>) -> bool {
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
pub(super) fn is_breadcrumb(text: &str) -> bool {
    let marks = text.matches(['>', '»', '›', '→']);
    marks.count() >= 1 && !text.ends_with('.') && text.split_whitespace().count() <= MAX_LINE_WORDS
}

pub(super) fn is_heading(
    block: &SeenBlock<'_>,
    laid: &LaidBlock,
    next: Option<&SeenBlock<'_>>,
) -> bool {
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
