//! Phrases of place in a sentence: `at Mulungushi Hall, Lusaka`, `on the sidelines of the African Union Summit`.

use std::ops::Range;

use super::line::PlaceLine;
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

/// The greatest number of words between a verb and its object.
const MAX_OBJECT_WORDS: usize = 5;

/// Returns the phrases that say where something was signed.
pub(super) fn phrases(sentence: &ReadSentence, tokens: &[NameToken<'_>]) -> Vec<PlacePhrase> {
    let reader = PlaceLine { sentence, tokens };
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
        let start =
            reader.preposition(index).filter(|&start| start > index + 1 || !reader.is_taken(index));
        let phrase = start.and_then(|start| {
            let is_meeting =
                index > 0 && matches!(reader.key(index - 1), "met" | "meeting" | "meet");
            let is_first = index < anchor && !is_meeting && !reader.begins_sentence(index);
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

impl PlaceLine<'_> {
    /// Returns the index of the first word that speaks of the signing.
    fn anchor(&self) -> Option<usize> {
        let is_sign = |index: usize| match self.key(index) {
            "signed" | "sign" | "signs" | "signing" | "inked" | "ink" | "inks" | "singed"
            | "inking" | "executed" | "sealed" | "concluded" | "formalised" | "formalized" => {
                !self.is_of_other(index)
            }
            "ceremony" => true,
            "pen" => self.key(index + 1) == "to" && self.key(index + 2) == "paper",
            "done" => index == 0,
            "entered" => self.key(index + 1) == "into",
            "put" | "affixed" | "appended" => (index + 1..index + 4)
                .any(|at| matches!(self.key(at), "names" | "signature" | "signatures")),
            _ => false,
        };
        (0..self.tokens.len()).find(|&index| is_sign(index) && !self.is_in_person(index))
    }

    /// Returns true if the verb belongs to another instrument: `where X and Y signed`, `the MoU signed in 2019`.
    fn is_of_other(&self, verb: usize) -> bool {
        let offset = self.tokens[verb].range.start;
        let instruments = &self.sentence.instruments;
        if self.is_in_relative_clause(verb) {
            return true;
        }
        match instruments.iter().rfind(|instrument| instrument.range.end <= offset) {
            Some(before) => before.is_other && offset - before.range.end < 4,
            None => instruments.first().is_some_and(|after| {
                after.is_other && self.words_between(verb, after.range.start) <= MAX_OBJECT_WORDS
            }),
        }
    }

    /// Returns true if others signed something else in a relative clause: `the Charter which eight states concluded`.
    fn is_in_relative_clause(&self, verb: usize) -> bool {
        let relative = (verb.saturating_sub(8)..verb)
            .rev()
            .find(|&index| matches!(self.key(index), "which" | "that"));
        let Some(relative) = relative.filter(|&relative| relative + 1 < verb) else { return false };
        let is_aux = |key: &str| {
            matches!(key, "was" | "were" | "has" | "have" | "been" | "is" | "are" | "they" | "it")
        };
        let has_subject = (relative + 1..verb).any(|index| !is_aux(self.key(index)));
        let before = relative.checked_sub(1).filter(|&before| self.tokens[before].is_capital());
        let is_instrument = |before: usize| {
            let place = self.tokens[before].range.start;
            self.sentence.instruments.iter().any(|instrument| instrument.range.contains(&place))
        };
        has_subject && before.is_some_and(|before| !is_instrument(before))
    }

    /// Returns the number of words between a token and an offset after it.
    fn words_between(&self, index: usize, offset: usize) -> usize {
        self.tokens.partition_point(|token| token.range.start < offset).saturating_sub(index + 1)
    }

    /// Returns true if the clause of the signing ends at the token.
    fn ends_clause(&self, index: usize, anchor: usize) -> bool {
        if index <= anchor {
            return false;
        }
        match self.key(index) {
            ";" | "where" | "whereas" | "said" | "says" => true,
            "which" | "who" => !matches!(self.key(index + 1), "was" | "were" | "took" | "is"),
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
            "at" | "in" | "on" if is_sidelines(self.key(self.skip_article(index + 1))) => {
                let start = self.skip_article(index + 1);
                (self.key(start + 1) == "of").then_some(start)
            }
            // `on the second day of the Fair`
            "on" if self.key(index + 3) == "day" && self.key(index + 4) == "of" => Some(index + 5),
            "on" if self.key(index + 2) == "occasion" && self.key(index + 3) == "of" => {
                Some(index + 4)
            }
            "in" if matches!(self.key(index + 1), "connection" | "conjunction")
                && self.key(index + 2) == "with" =>
            {
                Some(index + 3)
            }
            "at" | "in" | "during" | "aboard" | "inside" | "attending" => Some(index + 1),
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
        let noun = self.skip_day_of_event(self.skip_article(noun));
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
        // `the Chamber of Commerce in Ethiopia (AMCHAM)` is a body, and `the Rwandan capital` names no city.
        let is_no_name = self.tokens[end - 1].is_mark(')') && !is_event && !is_venue
            || self.key(end - 1) == "capital";
        let kind = if !is_named || is_no_name {
            return None;
        } else if is_sidelines || is_event && (!is_venue || self.is_event_last(noun, head)) {
            if !self.is_named_event(noun, head) {
                return None;
            }
            PlaceKind::Event
        } else if matches!(preposition_key, "during" | "attending") {
            return None;
        } else if is_venue {
            PlaceKind::Venue
        } else if self.is_city(noun, head, preposition, end) {
            PlaceKind::City
        } else {
            return None;
        };
        let is_occasion = start > preposition + 2 && matches!(self.key(start - 1), "of" | "with");
        let is_allowed = is_sidelines
            || is_occasion
            || preposition_key == "attending" && self.key(preposition.wrapping_sub(1)) == "while"
            || self.is_place_allowed(preposition, end, kind, is_in_topic);
        let begin = if is_sidelines { start } else { noun };
        let range = self.tokens[begin].range.start..self.tokens[end - 1].range.end;
        is_allowed.then_some((PlacePhrase { range, kind, has_city }, end))
    }

    /// Returns the index after the day of an event: `last week’s meeting of the Council`.
    fn skip_day_of_event(&self, start: usize) -> usize {
        let words = match self.key(start) {
            "last" | "this" if matches!(self.key(start + 1), "week" | "month" | "year") => 2,
            "today" | "yesterday" => 1,
            _ => return start,
        };
        let mark = self.tokens.get(start + words);
        let is_possessive = mark.is_some_and(|mark| mark.kind == NameTokenKind::Possessive);
        if is_possessive { start + words + 1 } else { start }
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
        let is_of_body = PlaceWords::get().is_event(&first.key) && self.key(start + 1) == "of";
        (first.is_capital()
            || is_ordinal
            || is_of_body
            || matches!(first.key.as_str(), "first" | "second" | "third" | "annual"))
            && small <= 1
            && self.tokens[start..end].iter().filter(|token| token.is_capital()).count() >= 1
    }

    /// Returns true if a phrase names a city, a region or a country, and not a language or a field.
    fn is_city(&self, start: usize, head: usize, preposition: usize, end: usize) -> bool {
        let lists = WordLists::get();
        let first = &self.tokens[start];
        if first.is_nation {
            let words: Vec<_> = self.tokens[start..head].iter().map(|token| token.text).collect();
            let text = words.join(" ");
            let named = nations(&text, 0..text.len());
            return named.first().is_some_and(|nation| {
                nation.range.start == 0 && nation.kind != NationKind::Adjective
            }) && self.tokens[start..head].iter().all(|token| {
                token.is_nation
                    || !token.is_word()
                    || token.is_capital() && !lists.is_head(&token.key)
            });
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
        let is_comma = preposition > 1 && self.tokens[preposition - 1].is_mark(',');
        let is_after_date =
            preposition > 0 && self.is_date(preposition - 1 - usize::from(is_comma));
        let has_country = self.tokens[head..end].iter().any(|token| token.is_nation);
        is_unknown
            && head - start <= 3
            && (is_after_verb || is_after_date || has_country || self.is_before_date(end))
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
        let is_named_day = is_settled && self.key(preposition) == "at";
        if !is_after && !is_named_day {
            return false;
        }
        match kind {
            PlaceKind::City => {
                let country = self.country_of_place(preposition + 1, end);
                let is_after_body = self.sentence.bodies.iter().any(|body| {
                    // `with the German Football Association in New Delhi`: no seat of its own.
                    let is_abroad = body
                        .country
                        .as_ref()
                        .is_some_and(|(own, _)| country.is_some_and(|country| country != *own));
                    body.range.end == before.range.end
                        && !is_abroad
                        && !self.is_instrument(body.range.start)
                });
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

    /// Returns the country that the words of a place name.
    fn country_of_place(&self, start: usize, end: usize) -> Option<&'static str> {
        let words: Vec<_> = self.tokens.get(start..end)?.iter().map(|token| token.text).collect();
        let text = words.join(" ");
        nations(&text, 0..text.len()).first().map(|nation| nation.country)
    }

    /// Returns true if the word at an offset begins the name of an instrument, or goes on with it.
    fn is_instrument(&self, offset: usize) -> bool {
        let index = self.tokens.partition_point(|token| token.range.start < offset);
        (index.saturating_sub(2)..=index).any(|index| {
            matches!(
                self.key(index),
                "memorandum"
                    | "agreement"
                    | "letter"
                    | "declaration"
                    | "statement"
                    | "accord"
                    | "protocol"
            )
        })
    }

    /// Returns true if the words from the token on say what the instrument is for.
    fn begins_topic(&self, index: usize) -> bool {
        let next = self.key(index + 1);
        match self.key(index) {
            "to" => {
                !self.tokens.get(index + 1).is_some_and(NameToken::is_capital)
                    && !matches!(
                        next,
                        "the" | "witness" | "it" | "them" | "a" | "an" | "this" | "their"
                    )
            }
            "for" | "concerning" | "regarding" | "about" | "aimed" | "aiming" | "covering"
            | "that" | "enabling" | "relating" | "promoting" | "establishing" => true,
            "on" => {
                let noun = self.key(self.skip_article(index + 1));
                let is_of_event = is_sidelines(noun)
                    || matches!(noun, "occasion" | "behalf" | "board" | "campus");
                !is_of_event && !self.is_date(index + 1)
            }
            _ => false,
        }
    }
}
