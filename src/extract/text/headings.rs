//! The heading of a formal text, which is often set in several lines.

use super::lines::{is_capitals, is_open};
use super::raw::LaidBlock;
use super::raw::LineRole;

/// What an instrument is called at the start of its heading.
const FORMAL_STARTS: [&str; 36] = [
    "memorandum of",
    "memoranda of",
    "memorandum on",
    "mou between",
    "mou on",
    "agreement between",
    "agreement on",
    "agreement for",
    "agreement concerning",
    "agreement of",
    "cooperation agreement",
    "co-operation agreement",
    "framework agreement",
    "partnership agreement",
    "letter of intent",
    "statement of intent",
    "declaration of intent",
    "joint declaration of intent",
    "joint declaration on",
    "arrangement between",
    "arrangement on",
    "administrative arrangement",
    "technical arrangement",
    "cooperation arrangement",
    "protocol of",
    "protocol on",
    "protocol between",
    "protocol for",
    "cooperation programme",
    "programme of cooperation",
    "executive programme",
    "working arrangement",
    "exchange of letters",
    "general agreement",
    "bilateral agreement",
    "collaboration agreement",
];

/// Verbs of headlines, which the heading of a formal text does not have.
const HEADLINE_VERBS: [&str; 24] = [
    "sign",
    "signs",
    "signed",
    "signing",
    "ink",
    "inks",
    "inked",
    "seal",
    "seals",
    "strengthen",
    "strengthens",
    "boost",
    "boosts",
    "renew",
    "renews",
    "renewed",
    "agree",
    "agrees",
    "announce",
    "announces",
    "announced",
    "will",
    "has",
    "have",
];

/// Words between the parts of a heading.
const CONNECTIVE_WORDS: [&str; 15] = [
    "between",
    "and",
    "of",
    "on",
    "concerning",
    "for",
    "regarding",
    "in",
    "with",
    "to",
    "the",
    "by",
    "about",
    "among",
    "relating",
];

/// Words that open a heading inside a text.
const SECTION_WORDS: [&str; 26] = [
    "preamble",
    "article",
    "articles",
    "section",
    "objective",
    "objectives",
    "purpose",
    "purposes",
    "background",
    "introduction",
    "whereas",
    "recitals",
    "parties",
    "clause",
    "part",
    "paragraph",
    "scope",
    "chapter",
    "definitions",
    "participants",
    "signed",
    "done",
    "dated",
    "date",
    "draft",
    "annex",
];

/// The most blocks of a heading.
const MAX_HEADING_BLOCKS: usize = 24;

/// The most words of one block of a heading.
const MAX_HEADING_WORDS: usize = 60;

/// Returns true if a text is the heading of a formal text: `Memorandum of Understanding between X and Y`.
pub(super) fn is_formal_title(text: &str) -> bool {
    let lower = text
        .split_whitespace()
        .take(MAX_HEADING_WORDS)
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase();
    let lower = ["the ", "a ", "draft ", "model "]
        .iter()
        .fold(&*lower, |rest, start| rest.strip_prefix(start).unwrap_or(rest));
    let is_short = [
        "memorandum of understanding",
        "mou",
        "memorandum of agreement",
        "memorandum of cooperation",
        "agreement",
        "letter of intent",
        "arrangement",
        "protocol",
    ]
    .contains(&lower);
    let has_verb = || {
        lower
            .split(|letter: char| !letter.is_alphanumeric())
            .any(|word| HEADLINE_VERBS.contains(&word))
    };
    (is_short || FORMAL_STARTS.iter().any(|start| lower.starts_with(start)))
        && !has_verb()
        && !text.trim_end().ends_with('.')
}

/// Joins the blocks that are the heading of a formal text.
pub(super) fn join_formal_headings(text: &str, blocks: Vec<LaidBlock>) -> Vec<LaidBlock> {
    let mut joined: Vec<LaidBlock> = Vec::with_capacity(blocks.len());
    // The number of blocks in the heading that is being joined.
    let mut count = 0;
    for block in blocks {
        let part = first_text(text, &block);
        if count > 0
            && count < MAX_HEADING_BLOCKS
            && let Some(heading) =
                joined.last_mut().filter(|heading| continues(text, heading, &block))
        {
            heading.pieces.extend(block.pieces);
            heading.is_bold &= block.is_bold;
            count += 1;
            continue;
        }
        count = usize::from(can_join(&block) && is_short(text, &block) && is_formal_title(part));
        joined.push(block);
    }
    joined
}

fn can_join(block: &LaidBlock) -> bool {
    matches!(block.role, LineRole::Text | LineRole::Heading | LineRole::Headline)
        && !block.is_likely_furniture
}

fn is_short(text: &str, block: &LaidBlock) -> bool {
    let words = block.pieces.iter().flat_map(|piece| text[piece.clone()].split_whitespace());
    words.take(MAX_HEADING_WORDS).count() < MAX_HEADING_WORDS
}

fn first_text<'t>(text: &'t str, block: &LaidBlock) -> &'t str {
    block.pieces.first().map_or("", |piece| text[piece.clone()].trim())
}

fn word(text: Option<&str>) -> String {
    text.unwrap_or_default().trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase()
}

/// Returns true if a block continues a heading.
fn continues(text: &str, heading: &LaidBlock, block: &LaidBlock) -> bool {
    let last = heading.pieces.last().map_or("", |piece| text[piece.clone()].trim());
    let next = first_text(text, block);
    if !can_join(block)
        || !is_short(text, block)
        || is_formal_title(next)
        || next.ends_with(['.', ';', ':'])
    {
        return false;
    }
    let looks_alike = is_heading_like(next, block);
    let first_word = word(next.split_whitespace().next());
    let is_connective = |word: &str| CONNECTIVE_WORDS.contains(&word);
    let is_open_heading =
        is_open(last) || is_connective(&word(last.split_whitespace().next_back()));
    if is_open_heading {
        return looks_alike || next.split_whitespace().count() <= 12;
    }
    if is_connective(&first_word) && first_word != "the" {
        return looks_alike || next.split_whitespace().count() <= 12;
    }
    let is_section = SECTION_WORDS.contains(&first_word.as_str())
        || first_word.starts_with(|letter: char| letter.is_ascii_digit());
    // The subject may be in several lines: `COOPERATION ON MINERALS` / `SUPPLY CHAINS AND INVESTMENTS`.
    heading.pieces.len() > 1
        && looks_alike
        && !is_section
        && next.split_whitespace().nth(2).is_some()
        && is_heading_like(last, heading)
        && !next.ends_with(',')
        && (block.is_bold == heading.is_bold || is_capitals(next) == is_capitals(last))
        && is_capitals(next)
}

fn is_heading_like(text: &str, block: &LaidBlock) -> bool {
    block.is_bold || block.role != LineRole::Text || is_capitals(text)
}
