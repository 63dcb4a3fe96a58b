//! The phrases that areas of cooperation follow.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::extract::mentions::lists::lines;
use crate::extract::mentions::people::tokens::NameToken;

/// How surely what follows a phrase is an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AreaSource {
    /// `areas such as`, `covers`
    List,
    /// `cooperation in`
    Topic,
    /// `aims to promote`
    Aim,
}

/// A phrase without its first word, with what follows it.
type AreaPhrase = (AreaSource, Vec<&'static str>);

/// The phrases by their first word, the longest first; `…` is up to eight words.
static AREA_PHRASES: LazyLock<HashMap<&'static str, Vec<AreaPhrase>>> = LazyLock::new(|| {
    let lists = [
        (AreaSource::List, include_str!("lists.txt")),
        (AreaSource::Topic, include_str!("topics.txt")),
        (AreaSource::Aim, include_str!("aims.txt")),
    ];
    let mut phrases: HashMap<&'static str, Vec<AreaPhrase>> = HashMap::new();
    for (source, list) in lists {
        for line in lines(list) {
            let mut words = line.split(' ');
            let first = words.next().unwrap_or_default();
            phrases.entry(first).or_default().push((source, words.collect()));
        }
    }
    for list in phrases.values_mut() {
        list.sort_by_key(|(_, words)| std::cmp::Reverse(words.len()));
    }
    phrases
});

/// The greatest number of words that `…` in a phrase may be.
const MAX_OPEN_WORDS: usize = 8;

/// Finds the next phrase that areas follow: its source, where it begins and the index after it.
pub(super) fn list_start(
    tokens: &[NameToken<'_>],
    start: usize,
) -> Option<(AreaSource, usize, usize)> {
    (start..tokens.len()).find_map(|index| {
        let phrases = AREA_PHRASES.get(tokens[index].key.as_str())?;
        phrases.iter().find_map(|(source, words)| {
            let end = phrase_end(tokens, index + 1, words)?;
            (end < tokens.len()).then_some((*source, index, end))
        })
    })
}

/// Returns the index after a phrase at this place.
fn phrase_end(tokens: &[NameToken<'_>], start: usize, words: &[&str]) -> Option<usize> {
    let Some((&first, rest)) = words.split_first() else { return Some(start) };
    if first == "…" {
        let stops = |token: &NameToken<'_>| matches!(token.text, "." | ";" | ":");
        return (start..tokens.len().min(start + MAX_OPEN_WORDS + 1))
            .take_while(|&index| index == start || !stops(&tokens[index - 1]))
            .find_map(|index| phrase_end(tokens, index, rest));
    }
    (tokens.get(start)?.key == first).then(|| phrase_end(tokens, start + 1, rest)).flatten()
}

/// Returns true if a heading announces areas of cooperation.
pub(super) fn is_area_heading(heading: &str) -> bool {
    let heading = heading.to_lowercase();
    let is_of_areas = ["area", "scope", "field", "form"].iter().any(|word| heading.contains(word));
    let is_of_cooperation =
        ["cooperation", "co-operation", "collaboration", "activit", "partnership", "focus"]
            .iter()
            .any(|word| heading.contains(word));
    is_of_areas
        && (is_of_cooperation
            || heading.split_whitespace().count() <= 3 && !heading.contains("form"))
}

/// Returns true if a sentence that ends with a colon announces a list of areas.
pub(super) fn introduces_list(tokens: &[NameToken<'_>], is_about: bool) -> bool {
    let Some((last, rest)) = tokens.split_last() else { return false };
    let before = rest.last().map_or("", |token| token.key.as_str());
    let is_open = matches!(last.text, "," | "-" | "–")
        && matches!(before, "are" | "include" | "following" | "of");
    if !last.is_mark(':') && !is_open {
        return false;
    }
    let has = |words: &[&str]| tokens.iter().any(|token| words.contains(&token.key.as_str()));
    if has(&[
        "by",
        "signatories",
        "witnessed",
        "mous",
        "agreements",
        "memoranda",
        "documents",
        "contact",
        "attended",
    ]) && has(&["signed", "signatories", "witnessed", "contact", "attended", "between"])
    {
        return false;
    }
    has(&["areas", "area", "fields", "sectors", "field", "themes", "priorities", "scope"])
        || is_about
            && (matches!(
                before,
                "will"
                    | "to"
                    | "include"
                    | "includes"
                    | "including"
                    | "covers"
                    | "cover"
                    | "on"
                    | "through"
                    | "for"
                    | "shall"
                    | "in"
                    | "support"
                    | "as"
                    | "by"
            ) || has(&[
                "cooperate",
                "collaborate",
                "cooperation",
                "collaboration",
                "activities",
                "following",
                "objectives",
                "initiatives",
                "agreed",
                "aims",
                "intend",
                "focus",
            ]))
}
