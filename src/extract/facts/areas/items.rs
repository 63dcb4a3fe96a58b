//! The items of a list of areas, each shortened to its noun phrase.

use std::ops::Range;

use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::mentions::people::tokens::NameToken;

/// The greatest number of words of an area.
const MAX_AREA_WORDS: usize = 22;

/// The greatest number of words that a list of areas is read for.
const MAX_LIST_TOKENS: usize = 120;

/// Words that an area does not begin with.
const LEADING_WORDS: &[&str] = &[
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
    "topics",
    "relating",
    "related",
    "exploring",
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
const CLOSING_WORDS: &[&str] = &[
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
    "since",
    "during",
    "but",
    "it",
    "if",
    "so",
    "because",
    "when",
];

/// Words that end an item which names no area: `a wide range of areas`.
const GENERIC_ENDS: &[&str] = &[
    "areas",
    "area",
    "field",
    "fields",
    "activities",
    "matters",
    "sectors",
    "sphere",
    "spheres",
    "interests",
    "interest",
    "aspects",
    "levels",
    "issues",
    "manner",
    "ways",
    "side",
    "sides",
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
    "paragraph",
    "article",
    "section",
    "clause",
    "background",
    "basis",
    "note",
    "notes",
    "contact",
    "contacts",
    "general",
    "particular",
    "future",
    "order",
    "activities",
];

/// Verbs that make a clause of words, and no area: `Nothing was said about it`.
const FINITE_VERBS: &[&str] = &[
    "was", "were", "is", "are", "has", "have", "had", "said", "says", "took", "takes", "signed",
    "will", "would", "can", "could", "did", "does",
];

/// Nouns that say nothing of what is done in common: `strengthen bilateral relations`.
const GENERAL_OBJECTS: &[&str] = &[
    "ties",
    "relations",
    "relationship",
    "relationships",
    "cooperation",
    "co-operation",
    "collaboration",
    "partnership",
    "partnerships",
    "links",
    "friendship",
    "understanding",
    "engagement",
    "interaction",
    "bonds",
    "efforts",
    "goals",
    "objectives",
    "exchanges",
    "contacts",
    "communication",
    "coordination",
    "opportunities",
    "interests",
    "commitment",
    "capabilities",
    "capacity",
    "capacities",
    "agenda",
    "framework",
    "countries",
    "nations",
    "sides",
    "parties",
    "work",
    "role",
    "position",
    "presence",
    "way",
    "process",
    "activities",
    "implementation",
];

/// Pairs of nouns that are one field.
const FIXED_PAIRS: &[(&str, &str)] = &[
    ("research", "development"),
    ("science", "technology"),
    ("search", "rescue"),
    ("food", "agriculture"),
    ("oil", "gas"),
    ("arts", "culture"),
    ("culture", "arts"),
    ("law", "order"),
    ("health", "safety"),
    ("monitoring", "evaluation"),
    ("education", "training"),
    ("training", "education"),
    ("teaching", "research"),
    ("youth", "sports"),
    ("youth", "sport"),
    ("trade", "investment"),
    ("agriculture", "food"),
    ("peace", "security"),
    ("supply", "demand"),
    ("operation", "maintenance"),
    ("design", "development"),
    ("water", "sanitation"),
    ("safety", "security"),
    ("testing", "certification"),
    ("planning", "management"),
    ("collections", "conservation"),
    ("management", "conservation"),
    ("students", "staff"),
    ("students", "teachers"),
    ("information", "communication"),
];

/// Returns the items of a list that begins at an index, each as a place in the text.
pub(super) fn list_items(
    sentence: &ReadSentence,
    tokens: &[NameToken<'_>],
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
    let segments = if has_semicolons {
        segments
    } else {
        divided(tokens, pair(tokens, joined(tokens, segments)))
    };
    let mut items = Vec::new();
    for segment in segments {
        let is_last = matches!(tokens[segment.start].key.as_str(), "and" | "or");
        let (range, is_cut) = item(sentence, tokens, segment);
        items.extend(range);
        // After `and` or a relative clause the list is over; what follows the next comma is another clause.
        if !has_semicolons && (is_last || is_cut) {
            break;
        }
    }
    items
}

/// Returns the item of a bullet. Of a clause such as `The Participants intend to share information, …` it is the verb
/// with its object.
pub(super) fn shortened(sentence: &ReadSentence, tokens: &[NameToken<'_>]) -> Option<Range<usize>> {
    if !sentence.people.is_empty() || sentence.sentence.is_speech() {
        return None;
    }
    let stops = |token: &NameToken<'_>| matches!(token.text, ";" | ":");
    let end = tokens.iter().position(stops).unwrap_or(tokens.len());
    if tokens.first().is_some_and(|token| matches!(token.key.as_str(), "other" | "any")) {
        return None;
    }
    if !is_clause(tokens) {
        return item_range(tokens, 0..end.min(3 * MAX_AREA_WORDS), 2 * MAX_AREA_WORDS);
    }
    let verb = tokens.iter().take(10).position(|token| {
        matches!(token.key.as_str(), "will" | "shall" | "may" | "to" | "should" | "can")
    })?;
    let start = skip_leading(tokens, verb + 1, end);
    let end = (start + 2..end).find(|&index| ends_item(tokens, index)).unwrap_or(end);
    item_range(tokens, start..end, MAX_AREA_WORDS)
}

/// Returns the fields that an aim names: of `promote trade, investment and tourism` three, and of `strengthen ties
/// between the countries` none.
pub(super) fn aims(
    sentence: &ReadSentence,
    tokens: &[NameToken<'_>],
    start: usize,
) -> Vec<Range<usize>> {
    let items = list_items(sentence, tokens, start);
    let is_field = |range: &Range<usize>| {
        let inside: Vec<_> = tokens
            .iter()
            .filter(|token| range.contains(&token.range.start) && token.is_word())
            .collect();
        let is_general = |token: &&NameToken<'_>| GENERAL_OBJECTS.contains(&token.key.as_str());
        (1..=5).contains(&inside.len()) && !inside.iter().any(is_general)
    };
    if items.len() >= 2 && items.iter().all(is_field) { items } else { Vec::new() }
}

/// Returns true if tokens are a clause of a formal text: `The Participants intend to …`
pub(super) fn is_clause(tokens: &[NameToken<'_>]) -> bool {
    tokens
        .iter()
        .take(6)
        .any(|token| matches!(token.key.as_str(), "participants" | "parties" | "sides"))
}

/// Returns true if a token divides two items of a list with commas: a comma, or `as well as`, `but also`.
fn is_separator(tokens: &[NameToken<'_>], index: usize, end: usize) -> bool {
    let key =
        |at: usize| tokens.get(at).filter(|_| at < end).map_or("", |token| token.key.as_str());
    tokens[index].is_mark(',')
        || key(index) == "as" && key(index + 1) == "well" && key(index + 2) == "as"
        || key(index) == "but" && key(index + 1) == "also"
}

/// Returns the index after a list: the end of the clause, or the words that are no part of it.
fn list_end(sentence: &ReadSentence, tokens: &[NameToken<'_>], start: usize) -> usize {
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
fn joined(tokens: &[NameToken<'_>], segments: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut joined: Vec<Range<usize>> = Vec::new();
    let mut is_open = false;
    let is_gerund = |index: usize| {
        let first = skip_leading(tokens, index, tokens.len());
        tokens.get(first).is_some_and(|token| token.key.ends_with("ing") && token.key.len() > 5)
    };
    // In `building skills, and adopting standards for information, data and software` a gerund begins each item.
    let has_gerunds = segments.first().is_some_and(|first| is_gerund(first.start))
        && segments.iter().skip(1).any(|segment| is_gerund(segment.start));
    for segment in segments {
        let has = |word: &str| tokens[segment.clone()].iter().any(|token| token.key == word);
        let begins = tokens[segment.start].key == "including";
        let is_inner = has_gerunds && !is_gerund(segment.start);
        if let Some(last) = joined.last_mut().filter(|_| is_open || begins || is_inner) {
            last.end = segment.end;
            is_open = is_open && !has("and");
        } else {
            is_open = has("including") && !has("and");
            joined.push(segment);
        }
    }
    joined
}

/// Divides the only segment of a list at `and` if two fields are joined: `maritime security and disaster relief`.
fn pair(tokens: &[NameToken<'_>], segments: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let [only] = segments.as_slice() else { return segments };
    let end = (only.start..only.end).find(|&index| ends_item(tokens, index)).unwrap_or(only.end);
    let ands: Vec<usize> = (only.start..end).filter(|&at| tokens[at].key == "and").collect();
    let [and] = ands.as_slice() else { return segments };
    let and = *and;
    let is_bare = |words: Range<usize>| {
        (1..=3).contains(&words.len())
            && tokens[words].iter().all(|token| {
                token.is_word()
                    && !matches!(
                        token.key.as_str(),
                        "of" | "for"
                            | "in"
                            | "on"
                            | "to"
                            | "with"
                            | "between"
                            | "the"
                            | "its"
                            | "their"
                    )
            })
    };
    let right_end = (and + 1..end).find(|&at| !tokens[at].is_word()).unwrap_or(end);
    let is_fixed = and > only.start
        && FIXED_PAIRS
            .contains(&(tokens[and - 1].key.as_str(), tokens[right_end - 1].key.as_str()));
    // `digital and green skills`: the adjective has no noun of its own.
    let has_noun = and == only.start + 1 && right_end == and + 2
        || and > only.start + 1
        || WordLists::get().is_noun(&tokens[only.start].key) && right_end == and + 2;
    if is_bare(only.start..and) && is_bare(and + 1..right_end) && !is_fixed && has_noun {
        vec![only.start..and, and + 1..only.end]
    } else {
        segments
    }
}

/// Divides the last segment of a list at the `and` before the last item.
fn divided(tokens: &[NameToken<'_>], mut segments: Vec<Range<usize>>) -> Vec<Range<usize>> {
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

/// Returns the place of an item, without what leads to it and what follows its noun phrase, and whether words were
/// left out that end the list.
fn item(
    sentence: &ReadSentence,
    tokens: &[NameToken<'_>],
    segment: Range<usize>,
) -> (Option<Range<usize>>, bool) {
    let start = skip_leading(tokens, segment.start, segment.end);
    let end = (start..segment.end).find(|&index| ends_item(tokens, index));
    let range = item_range(tokens, start..end.unwrap_or(segment.end), MAX_AREA_WORDS);
    let range = range.filter(|range| {
        let meets = |other: &Range<usize>| other.start < range.end && range.start < other.end;
        !(sentence.people.iter().any(|person| meets(&person.range))
            || sentence.dates.iter().any(|date| meets(&date.range))
            || sentence.bodies.iter().any(|body| body.range.start == range.start)
            || sentence.instruments.iter().any(|other| range.contains(&other.range.start)))
    });
    (range, end.is_some_and(|end| tokens[end].is_word()))
}

/// Returns true if the noun phrase of an item ends before the token.
fn ends_item(tokens: &[NameToken<'_>], index: usize) -> bool {
    let key = |at: usize| tokens.get(at).map_or("", |token| token.key.as_str());
    match key(index) {
        "(" => true,
        "to" => tokens.get(index + 1).is_some_and(|next| {
            next.is_word()
                && !next.is_capital()
                && !next.key.ends_with("ing")
                && !matches!(next.key.as_str(), "the" | "each" | "their")
        }),
        "and" => matches!(key(index + 1), "other" | "others" | "more"),
        "in" | "at" => key(index + 1) == "the" && matches!(key(index + 2), "presence" | "earliest"),
        word => CLOSING_WORDS.contains(&word),
    }
}

/// Returns the place of the words of an item, if they can be an area.
fn item_range(tokens: &[NameToken<'_>], item: Range<usize>, limit: usize) -> Option<Range<usize>> {
    let start = skip_leading(tokens, item.start, item.end);
    let words = tokens.get(start..item.end)?;
    let last = words.iter().rposition(|token| {
        token.is_word() && !matches!(token.key.as_str(), "and" | "or" | "of" | "the" | "in")
    })?;
    let words = &words[..=last];
    let count = words.iter().filter(|token| token.is_word()).count();
    let first = words.first()?;
    let is_generic = GENERIC_ENDS.contains(&words[last].key.as_str()) && count <= 4;
    let is_clause = words
        .iter()
        .take_while(|token| !matches!(token.key.as_str(), "which" | "that" | "who" | "where"))
        .any(|token| FINITE_VERBS.contains(&token.key.as_str()));
    let is_nothing = is_generic
        || is_clause
        || NO_AREAS.contains(&first.key.as_str()) && count <= 3
        || first.is_nation && count <= 2;
    (count <= limit && !is_nothing && first.is_word())
        .then(|| first.range.start..words[last].range.end)
}

/// Returns the index after words that an item does not begin with.
fn skip_leading(tokens: &[NameToken<'_>], start: usize, end: usize) -> usize {
    let count = tokens
        .get(start..end)
        .unwrap_or_default()
        .iter()
        .take_while(|token| {
            LEADING_WORDS.contains(&token.key.as_str())
                || LEADING_WORDS.contains(&token.text)
                || token.text.len() == 1 && !token.is_capital()
        })
        .count();
    start + count
}
