//! The items of a list of areas, each shortened to its noun phrase.

use std::ops::Range;

use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::tokens::Token;

/// The greatest number of words of an area.
const MAX_AREA_WORDS: usize = 22;

/// The greatest number of words that a list of areas is read for.
const MAX_LIST_TOKENS: usize = 120;

/// Words that an area does not begin with.
const LEADING: &[&str] = &[
    "the",
    "a",
    "an",
    "in",
    "on",
    "of",
    "and",
    "also",
    "both",
    "or",
    "other",
    "such",
    "as",
    "to",
    "their",
    "its",
    "for",
    "well",
    "cooperate",
    "collaborate",
    "cooperation",
    "collaboration",
    "continued",
    "but",
    "not",
    "only",
    "any",
    "areas",
    "various",
    "with",
    "that",
    "including",
    ":",
    "–",
    "-",
    "•",
    ",",
    "(",
    "“",
    "\"",
    "fields",
    "matters",
    "will",
    "shall",
];

/// Words that end the noun phrase of an area in a list.
const ENDING: &[&str] = &[
    "which",
    "that",
    "while",
    "aimed",
    "aiming",
    "where",
    "who",
    "thereby",
    "thus",
    "under",
    "between",
    "among",
    "whereby",
    "with",
    "according",
    "based",
    "through",
    "is",
    "are",
    "was",
    "were",
    "has",
    "have",
    "will",
    "would",
    "by",
    "helping",
    "enabling",
    "signed",
    "said",
    "within",
];

/// Words of which one alone is no area.
const NO_AREAS: &[&str] = &[
    "others",
    "other",
    "more",
    "etc",
    "beyond",
    "many",
    "things",
    "them",
    "it",
    "areas",
    "fields",
    "interest",
    "so",
    "some",
    "mutual",
    "common",
    "this",
    "these",
    "we",
    "i",
    "you",
    "they",
    "he",
    "she",
    "general",
    "particular",
    "future",
    "order",
    "activities",
];

/// Returns the items of a list that begins at an index, each as a place in the text.
pub(super) fn list_items(
    sentence: &ReadSentence,
    tokens: &[Token<'_>],
    start: usize,
) -> Vec<Range<usize>> {
    let start = skip_leading(tokens, start, tokens.len());
    let end = list_end(sentence, tokens, start);
    let has_semicolons = tokens[start..end].iter().any(|token| token.is_mark(';'));
    let mut segments: Vec<Range<usize>> = Vec::new();
    let mut begin = start;
    for index in start..=end {
        let is_separator = index == end
            || if has_semicolons {
                tokens[index].is_mark(';')
            } else {
                is_separator(tokens, index, end)
            };
        if is_separator {
            if index > begin {
                segments.push(begin..index);
            }
            begin = index + 1;
        }
    }
    let segments =
        if has_semicolons { segments } else { divided(tokens, joined(tokens, segments)) };
    segments.into_iter().filter_map(|segment| item(sentence, tokens, segment)).collect()
}

/// Returns the item of a bullet, from an index on.
pub(super) fn shortened(
    sentence: &ReadSentence,
    tokens: &[Token<'_>],
    start: usize,
) -> Option<Range<usize>> {
    if !sentence.people.is_empty() || sentence.sentence.is_speech() {
        return None;
    }
    let end =
        tokens.iter().position(|token| matches!(token.text, ";" | ":")).unwrap_or(tokens.len());
    let end = tokens[..end]
        .iter()
        .rposition(|token| token.is_word() && token.key != "and")
        .map_or(start, |at| at + 1);
    let end = end.min(start + 2 * MAX_AREA_WORDS);
    item_range(tokens, start..end, 2 * MAX_AREA_WORDS)
}

/// Returns true if a token divides two items of a list with commas: a comma, or `as well as`, `but also`.
fn is_separator(tokens: &[Token<'_>], index: usize, end: usize) -> bool {
    let key =
        |at: usize| tokens.get(at).filter(|_| at < end).map_or("", |token| token.key.as_str());
    tokens[index].is_mark(',')
        || tokens[index].is_mark('(') && key(index + 2) == ")"
        || key(index) == "as" && key(index + 1) == "well" && key(index + 2) == "as"
        || key(index) == "but" && key(index + 1) == "also"
}

/// Returns the index after a list: the end of the clause, or the words that are no part of it.
fn list_end(sentence: &ReadSentence, tokens: &[Token<'_>], start: usize) -> usize {
    let limit = tokens.len().min(start + MAX_LIST_TOKENS);
    (start..limit)
        .find(|&index| {
            let token = &tokens[index];
            let next = tokens.get(index + 1).map_or("", |token| token.key.as_str());
            matches!(token.text, "." | "?" | "!" | "“" | "”" | "\"")
                || sentence.people.iter().any(|person| person.range.start == token.range.start)
                || token.key == "among" && matches!(next, "other" | "others")
                || token.key == "in"
                    && matches!(next, "order" | "support" | "line" | "accordance" | "addition")
                || token.key == "with" && next == "the"
                || token.key == "while"
                || token.is_mark('–')
                || token.is_mark('—')
                || index > start && token.key == "-"
        })
        .unwrap_or(limit)
}

/// Joins what follows `including` with the item before it.
fn joined(tokens: &[Token<'_>], segments: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    for segment in segments {
        let has = |word: &str| tokens[segment.clone()].iter().any(|token| token.key == word);
        let begins = tokens[segment.start].key == "including";
        if let Some(last) = joined.last_mut().filter(|_| is_open || begins) {
            last.end = segment.end;
            is_open = is_open && !has("and");
        } else {
            is_open = has("including") && !has("and");
            joined.push(segment);
        }
    }
    joined
}

/// Divides the last segment of a list at the `and` before the last item.
fn divided(tokens: &[Token<'_>], mut segments: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let count = segments.len();
    let Some(last) = segments.last().cloned() else { return segments };
    if count < 2 || tokens[last.start].key == "and" || tokens[last.start].key == "or" {
        return segments;
    }
    let ands: Vec<_> = last.clone().filter(|&index| tokens[index].key == "and").collect();
    let before_article = ands.iter().copied().find(|&index| {
        tokens.get(index + 1).is_some_and(|next| matches!(next.key.as_str(), "the" | "a" | "an"))
    });
    if let Some(and) = before_article
        .or(ands.last().copied())
        .filter(|&and| and > last.start && and + 1 < last.end)
    {
        segments.pop();
        segments.push(last.start..and);
        segments.push(and + 1..last.end);
    }
    segments
}

/// Returns the place of an item, without what leads to it and what follows its noun phrase.
fn item(
    sentence: &ReadSentence,
    tokens: &[Token<'_>],
    segment: Range<usize>,
) -> Option<Range<usize>> {
    let start = skip_leading(tokens, segment.start, segment.end);
    let end = (start + 1..segment.end)
        .find(|&index| {
            let key = tokens[index].key.as_str();
            ENDING.contains(&key)
                || key == "to"
                    && tokens.get(index + 1).is_some_and(|next| {
                        next.is_word() && !next.is_capital() && next.key != "the"
                    })
        })
        .unwrap_or(segment.end);
    let range = item_range(tokens, start..end, MAX_AREA_WORDS)?;
    let is_name = sentence
        .people
        .iter()
        .any(|person| person.range.start < range.end && range.start < person.range.end)
        || sentence
            .dates
            .iter()
            .any(|date| date.range.start < range.end && range.start < date.range.end)
        || sentence.bodies.iter().any(|body| body.range.start == range.start)
        || sentence
            .instruments
            .iter()
            .any(|other| other.range.start < range.end && range.start < other.range.end);
    (!is_name).then_some(range)
}

/// Returns the place of the words of an item, if they can be an area.
fn item_range(tokens: &[Token<'_>], item: Range<usize>, limit: usize) -> Option<Range<usize>> {
    let start = skip_leading(tokens, item.start, item.end);
    let words = tokens.get(start..item.end)?;
    let last = words.iter().rposition(|token| {
        token.is_word() && !matches!(token.key.as_str(), "and" | "or" | "of" | "the" | "in")
    })?;
    let words = &words[..=last];
    let count = words.iter().filter(|token| token.is_word()).count();
    let first = words.first()?;
    let is_nothing =
        NO_AREAS.contains(&first.key.as_str()) && count <= 3 || first.is_nation && count <= 2;
    (count <= limit && !is_nothing && first.is_word())
        .then(|| first.range.start..words[last].range.end)
}

/// Returns the index after words that an item does not begin with.
fn skip_leading(tokens: &[Token<'_>], start: usize, end: usize) -> usize {
    let count = tokens
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .take_while(|token| {
            LEADING.contains(&token.key.as_str())
                || LEADING.contains(&token.text)
                || token.text.len() == 1 && !token.is_capital()
        })
        .count();
    start + count
}
