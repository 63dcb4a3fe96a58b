//! The areas of cooperation.

mod items;
mod phrases;
mod vocabulary;

use std::ops::Range;

use super::{TextContext, agreements::DraftSubject};
use crate::domain::Text;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::tokens::{NameToken, tokens};
use crate::extract::proposal::Fact;
use crate::extract::text::BlockKind;
use items::{aims, is_clause, list_items, shortened};
use phrases::{AreaSource, introduces_list, is_area_heading, list_start};

/// The greatest number of areas of one agreement.
const MAX_AREAS: usize = 24;

/// Returns the areas of cooperation, one for each item, in the order of the text.
#[must_use]
pub fn areas(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<Fact<Text>> {
    let text = context.source.text.as_str();
    let mut found =
        AreaFinder { context, subject, bullets: Vec::new(), lists: Vec::new(), topics: Vec::new() };
    found.read();
    let mut ranges = found.bullets;
    if ranges.is_empty() {
        ranges = found.lists;
        ranges.extend(found.topics);
        ranges.sort_by_key(|range| range.start);
    }
    let mut facts: Vec<Fact<Text>> = Vec::new();
    for range in ranges {
        let value = one_line(&text[range.clone()]);
        let is_known = facts.iter().any(|fact| contains(&fact.value, &value));
        if !is_known && facts.len() < MAX_AREAS {
            facts.push(Fact::stated(Text::from(value), range));
        }
    }
    facts
}

/// The places in the text that name areas, from the best source to the weakest.
struct AreaFinder<'r, 'a> {
    context: &'r TextContext<'a>,
    subject: &'r DraftSubject,
    /// Items of lists below `areas`, `will:` and the like, and of clauses below such a heading.
    bullets: Vec<Range<usize>>,
    /// Lists in a sentence after `areas such as` or `covers`.
    lists: Vec<Range<usize>>,
    /// What follows `cooperation in`.
    topics: Vec<Range<usize>>,
}

impl AreaFinder<'_, '_> {
    /// Reads the sentences that speak of the agreement.
    fn read(&mut self) {
        let text = self.context.source.text.as_str();
        let mut is_in_list = false;
        let mut list_end = ListEnd::default();
        let mut is_below_heading = false;
        let mut block = None;
        for &index in &self.subject.scope {
            let sentence = &self.context.sentences[index];
            let is_first = block != Some(sentence.sentence.block);
            block = Some(sentence.sentence.block);
            match sentence.sentence.kind {
                BlockKind::Furniture
                | BlockKind::Headline
                | BlockKind::Caption
                | BlockKind::Cell => continue,
                _ if sentence.sentence.is_speech() => continue,
                BlockKind::Heading => {
                    is_below_heading = is_area_heading(&text[sentence.sentence.range.clone()]);
                    is_in_list = is_below_heading;
                    continue;
                }
                _ => {}
            }
            let tokens = tokens(text, &sentence.sentence, &sentence.nations);
            let is_item = sentence.sentence.kind == BlockKind::Item;
            if !is_item {
                list_end = ListEnd::default();
            }
            if is_item && is_in_list {
                if !is_first || list_end.is_over(&tokens) {
                    continue;
                }
                if is_below_heading && list_start(&tokens, 0).is_some() {
                    self.read_lists(sentence, &tokens, index, is_below_heading);
                } else {
                    self.bullets.extend(shortened(sentence, &tokens));
                }
                continue;
            }
            if is_below_heading && is_first && !is_item && is_clause(&tokens) {
                self.bullets.extend(shortened(sentence, &tokens));
                continue;
            }
            is_in_list = is_below_heading
                || introduces_list(&tokens, self.is_about(sentence, &tokens, index));
            if !is_item && !tokens.last().is_some_and(|token| token.is_mark(':')) {
                self.read_lists(sentence, &tokens, index, is_below_heading);
            }
        }
    }

    /// Reads the lists in a sentence.
    fn read_lists(
        &mut self,
        sentence: &ReadSentence,
        tokens: &[NameToken<'_>],
        index: usize,
        is_below_heading: bool,
    ) {
        let mut start = 0;
        while let Some((source, begin, end)) = list_start(tokens, start) {
            start = end;
            if tokens[begin].key == "these" && !self.speaks_of_areas(index) {
                continue;
            }
            let is_about = is_below_heading || self.is_about(sentence, tokens, index);
            if !is_about || sentence.sentence.is_in_speech(tokens[begin].range.start) {
                continue;
            }
            let items = match source {
                AreaSource::Aim => aims(sentence, tokens, end),
                _ => list_items(sentence, tokens, end),
            };
            match source {
                AreaSource::List if is_below_heading => self.bullets.extend(items),
                AreaSource::List => self.lists.extend(items),
                AreaSource::Topic | AreaSource::Aim => self.topics.extend(items),
            }
        }
    }

    /// Returns true if the sentence before one speaks of areas or activities: `in several areas. These include …`
    fn speaks_of_areas(&self, index: usize) -> bool {
        let before = index.checked_sub(1).map(|before| &self.context.sentences[before].sentence);
        let text = before.map_or("", |before| &self.context.source.text[before.range.clone()]);
        ["areas", "fields", "sectors", "activities", "themes"]
            .iter()
            .any(|word| text.contains(word))
    }

    /// Returns true if a sentence speaks of this agreement, not of another.
    fn is_about(&self, sentence: &ReadSentence, tokens: &[NameToken<'_>], index: usize) -> bool {
        if index == self.subject.sentence {
            return true;
        }
        if !sentence.instruments.is_empty() {
            return sentence.instruments.iter().any(|instrument| !instrument.is_other);
        }
        tokens.iter().take(14).any(|token| {
            matches!(
                token.key.as_str(),
                "it" | "agreement"
                    | "partnership"
                    | "collaboration"
                    | "cooperation"
                    | "co-operation"
                    | "areas"
                    | "parties"
                    | "participants"
                    | "sides"
                    | "countries"
                    | "institutions"
                    | "universities"
                    | "organisations"
                    | "organizations"
                    | "agencies"
                    | "pact"
                    | "deal"
                    | "accord"
                    | "document"
                    | "these"
                    | "this"
                    | "both"
                    | "memorandum"
                    | "objectives"
                    | "two"
                    | "they"
            )
        })
    }
}

/// Where a list of items with semicolons ends: at the item with a full stop.
#[derive(Default)]
struct ListEnd {
    has_semicolons: bool,
    is_over: bool,
}

impl ListEnd {
    /// Returns true if an item comes after the end of the list, such as the heading below it.
    fn is_over(&mut self, tokens: &[NameToken<'_>]) -> bool {
        let was_over = self.is_over;
        let ends_with = |mark: char| tokens.iter().rev().take(2).any(|token| token.is_mark(mark));
        self.is_over |= self.has_semicolons && ends_with('.');
        self.has_semicolons |= ends_with(';');
        was_over
    }
}

/// Returns true if a text has another in it, whatever their case.
fn contains(text: &str, part: &str) -> bool {
    text.to_lowercase().contains(&part.to_lowercase())
}

/// Returns words with one space between them.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
