//! Phrases of place in a sentence: `at Mulungushi Hall, Lusaka`, `on the sidelines of the African Union Summit`.

use std::ops::Range;

use super::words::PlaceWords;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::nations::{NationKind, nations};
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::mentions::people::tokens::{NameToken, NameTokenKind};

/// What a place is, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PlaceKind {
    /// A city, a region or a country.
    City,
    /// An event.
    Event,
    /// A building, a campus, an address.
    Venue,
}

/// A phrase of place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PlacePhrase {
    /// Its place in the text, without the preposition and the article.
    pub(super) range: Range<usize>,
    /// What it names.
    pub(super) kind: PlaceKind,
    /// True if it names a city too.
    pub(super) has_city: bool,
}

/// The greatest number of tokens of a place.
const MAX_PLACE_TOKENS: usize = 24;

/// The greatest number of words between a verb and its object.
const MAX_OBJECT_WORDS: usize = 5;

/// Returns the phrases that say where something was signed.
pub(super) fn phrases(sentence: &ReadSentence, tokens: &[NameToken<'_>]) -> Vec<PlacePhrase> {
    let reader = PhraseReader { sentence, tokens };
    let Some(anchor) = reader.anchor() else { return Vec::new() };
    let mut phrases = Vec::new();
    let mut index = 0;
    let mut is_in_topic = false;
    while index < tokens.len() {
        let token = &tokens[index];
        if reader.ends_clause(index, anchor) {
            break;
        }
        if reader.is_date(index)
            || matches!(token.key.as_str(), "today" | "yesterday" | "held" | "place" | "hosted")
        {
            is_in_topic = false;
        }
        let start = reader
            .preposition(index)
            .filter(|&start| is_sidelines(reader.key(start)) || !reader.is_taken(index));
        let phrase = start.and_then(|start| {
            let is_first = index < anchor && !reader.begins_sentence(index);
            (!is_first && !sentence.sentence.is_in_speech(token.range.start))
                .then(|| reader.phrase(index, start, is_in_topic))
                .flatten()
        });
        if let Some((phrase, end)) = phrase {
            phrases.push(phrase);
            is_in_topic = false;
            index = end;
            continue;
        }
        if index > anchor && reader.begins_topic(index) {
            is_in_topic = true;
        }
        index += 1;
    }
    phrases
}

/// Returns true if the word is what an event has beside it: `on the sidelines of the Summit`.
fn is_sidelines(word: &str) -> bool {
    matches!(word, "sidelines" | "margins" | "fringes" | "margin")
}

/// A sentence whose phrases are read.
struct PhraseReader<'a> {
    sentence: &'a ReadSentence,
    tokens: &'a [NameToken<'a>],
}

impl PhraseReader<'_> {
    /// Returns the word of an index in lower case; of an index after the last one, nothing.
    fn key(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| token.key.as_str())
    }

    /// Returns the index of the first word that speaks of the signing.
    fn anchor(&self) -> Option<usize> {
        let is_sign = |index: usize| match self.key(index) {
            "signed" | "sign" | "signs" | "signing" | "inked" | "ink" | "inks" | "singed"
            | "inking" | "concluded" | "formalised" | "formalized" => !self.is_of_other(index),
            "ceremony" => true,
            "done" => index == 0,
            "entered" => self.key(index + 1) == "into",
            "put" => self.key(index + 2) == "names" || self.key(index + 2) == "signatures",
            _ => false,
        };
        (0..self.tokens.len()).find(|&index| is_sign(index) && !self.is_in_person(index))
    }

    /// Returns true if the verb belongs to another instrument: `where X and Y signed`, `the MoU signed in 2019`.
    fn is_of_other(&self, verb: usize) -> bool {
        let offset = self.tokens[verb].range.start;
        let instruments = &self.sentence.instruments;
        match instruments.iter().rfind(|instrument| instrument.range.end <= offset) {
            Some(before) => before.is_other && offset - before.range.end < 4,
            None => instruments.first().is_some_and(|after| {
                after.is_other && self.words_between(verb, after.range.start) <= MAX_OBJECT_WORDS
            }),
        }
    }

    /// Returns the number of words between a token and an offset after it.
    fn words_between(&self, index: usize, offset: usize) -> usize {
        self.tokens.partition_point(|token| token.range.start < offset).saturating_sub(index + 1)
    }

    /// Returns true if the token is in the mention of a person.
    fn is_in_person(&self, index: usize) -> bool {
        let offset = self.tokens[index].range.start;
        self.sentence.people.iter().any(|person| person.range.contains(&offset))
    }

    /// Returns true if the token is part of a person, or of the title of an instrument.
    fn is_taken(&self, index: usize) -> bool {
        let offset = self.tokens[index].range.start;
        let mut titles =
            self.sentence.instruments.iter().filter_map(|instrument| instrument.title.as_ref());
        self.is_in_person(index) || titles.any(|title| title.contains(&offset))
    }

    /// Returns true if the token is part of a date.
    fn is_date(&self, index: usize) -> bool {
        let Some(token) = self.tokens.get(index) else { return false };
        self.sentence.dates.iter().any(|date| date.range.contains(&token.range.start))
    }

    /// Returns true if the clause of the signing ends at the token.
    fn ends_clause(&self, index: usize, anchor: usize) -> bool {
        if index <= anchor {
            return false;
        }
        match self.key(index) {
            ";" => true,
            "where" | "whereas" => true,
            "which" | "who" => !matches!(self.key(index + 1), "was" | "were" | "took" | "is"),
            "said" | "says" => true,
            _ => false,
        }
    }

    /// Returns true if a phrase at the token begins the sentence, but for a date: `On 3 May, at the Summit, …`
    fn begins_sentence(&self, index: usize) -> bool {
        self.tokens[..index].iter().enumerate().all(|(at, token)| {
            self.is_date(at)
                || !token.is_word()
                || matches!(token.key.as_str(), "on" | "today" | "yesterday" | "the" | "of")
        })
    }

    /// Returns the index after a preposition of place.
    fn preposition(&self, index: usize) -> Option<usize> {
        match self.key(index) {
            "at" | "in" | "on"
                if matches!(
                    self.key(index + 1),
                    "sidelines" | "margins" | "fringes" | "margin"
                ) =>
            {
                (self.key(index + 2) == "of").then_some(index + 1)
            }
            "at" | "in" | "on"
                if self.key(index + 1) == "the"
                    && matches!(
                        self.key(index + 2),
                        "sidelines" | "margins" | "fringes" | "margin"
                    ) =>
            {
                (self.key(index + 3) == "of").then_some(index + 2)
            }
            "at" | "in" | "during" | "aboard" | "inside" => Some(index + 1),
            "on" if self.key(index + 2) == "campus" || self.key(index + 1) == "board" => {
                Some(index + 1)
            }
            _ => None,
        }
    }

    /// Returns the phrase after a preposition, if it names a place, and the index after it.
    fn phrase(
        &self,
        preposition: usize,
        start: usize,
        is_in_topic: bool,
    ) -> Option<(PlacePhrase, usize)> {
        let words = PlaceWords::get();
        let is_sidelines = is_sidelines(self.key(start));
        let noun = if is_sidelines { start + 2 } else { start };
        let noun = self.skip_article(noun);
        let end = self.place_end(noun);
        if end == noun {
            return None;
        }
        let tokens = &self.tokens[noun..end];
        let has = |test: &dyn Fn(&NameToken<'_>) -> bool| tokens.iter().any(test);
        let head = self.head_end(noun, end);
        let head_has = |test: &dyn Fn(&str) -> bool| {
            self.tokens[noun..head].iter().any(|token| test(&token.key))
        };
        let first = &self.tokens[noun];
        let is_named = has(&|token: &NameToken<'_>| token.is_capital());
        let has_city = has(&|token: &NameToken<'_>| token.is_nation);
        let is_address = first.kind == NameTokenKind::Number
            && has(&|token: &NameToken<'_>| words.is_venue(&token.key));
        let is_event = head_has(&|key| words.is_event(key))
            && self.tokens[noun..head].iter().any(NameToken::is_capital);
        let is_venue = is_address || head_has(&|key| words.is_venue(key));
        let preposition_key = self.key(preposition);
        let kind = if !is_named {
            return None;
        } else if is_sidelines || is_event && !(is_venue && !self.is_event_last(noun, head)) {
            if !self.is_named_event(noun, head) {
                return None;
            }
            PlaceKind::Event
        } else if preposition_key == "during" {
            return None;
        } else if is_venue {
            PlaceKind::Venue
        } else if self.is_city(noun, head, preposition, end) {
            PlaceKind::City
        } else {
            return None;
        };
        let is_allowed = is_sidelines || self.is_place_allowed(preposition, end, kind, is_in_topic);
        let begin = if is_sidelines { start } else { noun };
        let range = self.tokens[begin].range.start..self.tokens[end - 1].range.end;
        is_allowed.then_some((PlacePhrase { range, kind, has_city }, end))
    }

    /// Returns the index after an article.
    fn skip_article(&self, index: usize) -> usize {
        index
            + usize::from(matches!(
                self.key(index),
                "the" | "a" | "an" | "its" | "their" | "his" | "her"
            ))
    }

    /// Returns the index after the first noun phrase of a place: before `in`, `at`, `held`, a comma.
    fn head_end(&self, start: usize, end: usize) -> usize {
        (start..end)
            .find(|&index| matches!(self.key(index), "in" | "at" | "held" | ",") && index > start)
            .unwrap_or(end)
    }

    /// Returns true if the last word of a phrase that is a venue or an event is an event: `Convention Centre` is none.
    fn is_event_last(&self, start: usize, end: usize) -> bool {
        let words = PlaceWords::get();
        let end = (start..end).find(|&index| self.key(index) == "of").unwrap_or(end);
        (start..end)
            .rev()
            .find(|&index| words.is_event(self.key(index)) || words.is_venue(self.key(index)))
            .is_some_and(|index| words.is_event(self.key(index)))
    }

    /// Returns true if an event has a name of its own: `International Mediation Summit`, not `Tuesday's meeting`.
    fn is_named_event(&self, start: usize, end: usize) -> bool {
        let first = &self.tokens[start];
        let is_ordinal = first.kind == NameTokenKind::Number;
        let small = self.tokens[start..end]
            .iter()
            .filter(|token| token.is_word() && !token.is_capital())
            .filter(|token| {
                !matches!(
                    token.key.as_str(),
                    "of" | "the" | "for" | "and" | "on" | "to" | "de" | "annual" | "edition"
                )
            })
            .count();
        (first.is_capital()
            || is_ordinal
            || matches!(first.key.as_str(), "first" | "second" | "third" | "annual"))
            && small <= 1
            && self.tokens[start..end].iter().filter(|token| token.is_capital()).count() >= 1
    }

    /// Returns true if a phrase names a city, a region or a country, and not a language or a field.
    fn is_city(&self, start: usize, head: usize, preposition: usize, end: usize) -> bool {
        let lists = WordLists::get();
        let first = &self.tokens[start];
        if first.is_nation {
            let text: String =
                self.tokens[start..head].iter().map(|token| format!("{} ", token.text)).collect();
            let named = nations(&text, 0..text.len());
            return named.first().is_some_and(|nation| {
                nation.range.start == 0 && nation.kind != NationKind::Adjective
            }) && self.tokens[start..head]
                .iter()
                .all(|token| token.is_nation || !token.is_word() || token.is_capital());
        }
        let is_unknown = self.tokens[start..head].iter().all(|token| {
            token.is_capital()
                && !lists.is_noun(&token.key)
                && !token.is_small()
                && !token.is_all_capitals()
                || lists.is_particle(&token.key)
        });
        // The name of a town that is in no list: directly after the verb, before a date or before its country.
        let is_after_verb = preposition > 0
            && matches!(
                self.key(preposition - 1),
                "signed"
                    | "done"
                    | "held"
                    | "place"
                    | "ceremony"
                    | "inked"
                    | "it"
                    | "duplicate"
                    | "today"
                    | "yesterday"
            );
        let has_country = self.tokens[head..end].iter().any(|token| token.is_nation);
        is_unknown
            && head - start <= 3
            && (is_after_verb || has_country || self.is_before_date(end))
    }

    /// Returns true if a date follows, with a preposition or a comma before it or without.
    fn is_before_date(&self, index: usize) -> bool {
        let mut index = index;
        while matches!(self.key(index), "," | "on" | "this" | "last" | "(" | "the")
            && index < self.tokens.len()
        {
            index += 1;
        }
        self.is_date(index) || matches!(self.key(index), "today" | "yesterday")
    }

    /// Returns true if the words around a phrase let it be the place of the signing.
    fn is_place_allowed(
        &self,
        preposition: usize,
        end: usize,
        kind: PlaceKind,
        is_in_topic: bool,
    ) -> bool {
        let words = PlaceWords::get();
        let Some(before) = preposition.checked_sub(1).map(|index| &self.tokens[index]) else {
            return true;
        };
        let is_after_person = self.is_in_person(preposition - 1);
        let is_after = before.is_capital()
            || !before.is_word()
            || words.is_before(&before.key)
            || self.is_date(preposition - 1)
            || is_after_person;
        let is_settled = self.is_before_date(end);
        if !is_after && !(is_settled && self.key(preposition) == "at") {
            return false;
        }
        match kind {
            PlaceKind::City => {
                let is_after_body =
                    self.sentence.bodies.iter().any(|body| body.range.end == before.range.end);
                let ends = self
                    .tokens
                    .get(end)
                    .is_none_or(|token| matches!(token.text, "." | "," | ")"))
                    || matches!(self.key(end), "by" | "during" | "between" | "with" | "at" | "on");
                is_settled
                    || !is_in_topic && !is_after_body && (ends || words.is_before(&before.key))
            }
            PlaceKind::Event | PlaceKind::Venue => {
                !is_in_topic || is_settled || self.key(preposition) == "at" && before.is_mark(',')
            }
        }
    }

    /// Returns true if the words from the token on say what the instrument is for.
    fn begins_topic(&self, index: usize) -> bool {
        let next = self.key(index + 1);
        match self.key(index) {
            "to" => {
                !self.tokens.get(index + 1).is_some_and(NameToken::is_capital)
                    && !matches!(next, "the" | "witness")
            }
            "for" | "concerning" | "regarding" | "about" | "aimed" | "aiming" | "covering"
            | "that" | "enabling" | "relating" | "promoting" | "establishing" => true,
            "on" => {
                !self.is_date(index + 1)
                    && !(next == "the"
                        && matches!(self.key(index + 2), "sidelines" | "margins" | "occasion"))
                    && !matches!(next, "sidelines" | "behalf" | "board")
            }
            _ => false,
        }
    }

    /// Returns the index after the words of a place.
    fn place_end(&self, start: usize) -> usize {
        let words = PlaceWords::get();
        let mut index = start;
        let limit = self.tokens.len().min(start + MAX_PLACE_TOKENS);
        while index < limit {
            let token = &self.tokens[index];
            let key = token.key.as_str();
            let next = self.tokens.get(index + 1);
            let next_is_capital = next.is_some_and(NameToken::is_capital);
            if self.is_date(index)
                && !(token.kind == NameTokenKind::Number
                    && index > start
                    && self.is_year_of_event(index))
            {
                break;
            }
            let goes_on = match token.kind {
                NameTokenKind::Word if token.is_capital() => !self.begins_person(index, start),
                NameTokenKind::Word if words.is_venue(key) || words.is_event(key) => true,
                NameTokenKind::Word => match key {
                    "of" | "for" => {
                        next_is_capital || matches!(self.key(index + 1), "the" | "its" | "their")
                    }
                    "the" | "de" | "la" | "do" | "da" | "del" | "des" | "du" | "its" | "their" => {
                        index > start && next.is_some()
                    }
                    "and" | "on" => {
                        index > start
                            && next_is_capital
                            && self.tokens[index - 1].is_capital()
                            && !self.is_date(index + 1)
                            && !self.begins_person(index + 1, start)
                            && self.joins_event(start, index + 1)
                    }
                    "in" | "at" => index > start && self.is_inner_place(index + 1),
                    "held" => {
                        matches!(self.key(index + 1), "in" | "at") && self.is_inner_place(index + 2)
                    }
                    "official" | "main" | "annual" | "university" | "presidential" | "first"
                    | "second" | "third" | "edition" | "new" | "national" | "central" | "old"
                    | "royal" => true,
                    _ => false,
                },
                NameTokenKind::Number => {
                    index == start
                        || self.is_year_of_event(index)
                        || next_is_capital && !self.is_date(index)
                }
                NameTokenKind::Possessive => true,
                NameTokenKind::Mark(',') => self.goes_on_after_comma(start, index + 1),
                NameTokenKind::Mark('(') => {
                    let close = self.tokens.get(index + 2).is_some_and(|token| token.is_mark(')'));
                    if close && next_is_capital && index > start {
                        index += 2;
                    }
                    close && next_is_capital && index > start
                }
                NameTokenKind::Mark('&' | '-' | '–' | '/' | '’') => {
                    index > start && next_is_capital
                }
                NameTokenKind::Mark(_) => false,
            };
            if !goes_on {
                break;
            }
            index += 1;
        }
        while index > start
            && (!self.tokens[index - 1].is_word()
                && self.tokens[index - 1].kind != NameTokenKind::Number
                && !self.tokens[index - 1].is_mark(')')
                || matches!(
                    self.key(index - 1),
                    "of" | "the" | "for" | "and" | "on" | "in" | "at" | "its" | "held"
                ))
        {
            index -= 1;
        }
        index
    }

    /// Returns true if a year belongs to the name of an event: `Singapore Convention Week 2025`.
    fn is_year_of_event(&self, index: usize) -> bool {
        let words = PlaceWords::get();
        let is_year = self.tokens[index].text.len() == 4;
        is_year
            && index > 0
            && (words.is_event(self.key(index - 1)) || self.tokens[index - 1].is_all_capitals())
    }

    /// Returns true if an office or a person begins at the token.
    fn begins_person(&self, index: usize, start: usize) -> bool {
        let offset = self.tokens[index].range.start;
        index > start && self.sentence.people.iter().any(|person| person.range.start == offset)
    }

    /// Returns true if `and` inside the name of an event or a body joins words of it: `Trade and Investment Forum`.
    fn joins_event(&self, start: usize, index: usize) -> bool {
        let words = PlaceWords::get();
        let lists = WordLists::get();
        let has_head =
            (start..index).any(|at| words.is_event(self.key(at)) || words.is_venue(self.key(at)));
        lists.is_noun(self.key(index)) || !has_head
    }

    /// Returns true if a place follows `in` or `at` inside a place: `in Kitwe`, `at the university campus`.
    fn is_inner_place(&self, index: usize) -> bool {
        let at = self.skip_article(index);
        let Some(token) = self.tokens.get(at) else { return false };
        let words = PlaceWords::get();
        let lists = WordLists::get();
        let is_known = token.is_nation
            || self.tokens[at..]
                .iter()
                .take(5)
                .take_while(|token| token.is_capital())
                .any(|token| words.is_venue(&token.key));
        token.is_capital()
            && !self.is_date(at)
            && (is_known || !lists.is_noun(&token.key) && !token.is_small())
    }

    /// Returns true if a city, a country or a venue follows a comma inside a place.
    fn goes_on_after_comma(&self, start: usize, index: usize) -> bool {
        let at = index + usize::from(matches!(self.key(index), "in"));
        let at = self.skip_article(at);
        let Some(token) = self.tokens.get(at).filter(|token| token.is_capital()) else {
            return false;
        };
        if self.is_date(at)
            || self.begins_person(at, start)
            || self.sentence.bodies.iter().any(|body| {
                body.range.start == token.range.start && self.is_subject(body.range.end)
            })
        {
            return false;
        }
        let lists = WordLists::get();
        let words = PlaceWords::get();
        let run = self.tokens[at..].iter().take(6).take_while(|token| token.is_capital()).count();
        let run_words = &self.tokens[at..at + run];
        let is_place = token.is_nation || run_words.iter().any(|token| words.is_venue(&token.key));
        let is_town = run <= 2
            && run_words.iter().all(|token| {
                !lists.is_noun(&token.key) && !token.is_small() && !lists.is_head(&token.key)
            });
        let ends =
            self.tokens.get(at + run).is_none_or(|token| matches!(token.text, "," | "." | ")"))
                || matches!(
                    self.key(at + run),
                    "on" | "in" | "by" | "during" | "this" | "today" | "yesterday"
                )
                || self.is_date(at + run);
        ends && (is_place || is_town)
    }

    /// Returns true if a verb follows an offset, so that what ends there is a subject.
    fn is_subject(&self, offset: usize) -> bool {
        let next = self.tokens.partition_point(|token| token.range.start < offset);
        matches!(
            self.key(next),
            "and" | "signed" | "have" | "has" | "will" | "today" | "inked" | "sign"
        )
    }
}
