//! A sentence whose phrases of place are read, and how far a phrase goes.

use super::words::PlaceWords;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::mentions::people::tokens::{NameToken, NameTokenKind};

/// The greatest number of tokens of a place.
const MAX_PLACE_TOKENS: usize = 24;

/// A sentence whose phrases are read.
pub(super) struct PlaceLine<'a> {
    /// The sentence.
    pub(super) sentence: &'a ReadSentence,
    /// Its tokens.
    pub(super) tokens: &'a [NameToken<'a>],
}

impl PlaceLine<'_> {
    /// Returns the word of an index in lower case; of an index after the last one, nothing.
    pub(super) fn key(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| token.key.as_str())
    }

    /// Returns true if the token is in the mention of a person.
    pub(super) fn is_in_person(&self, index: usize) -> bool {
        let offset = self.tokens[index].range.start;
        self.sentence.people.iter().any(|person| person.range.contains(&offset))
    }

    /// Returns true if the token is part of a person, or of the title of an instrument.
    pub(super) fn is_taken(&self, index: usize) -> bool {
        let offset = self.tokens[index].range.start;
        let mut titles =
            self.sentence.instruments.iter().filter_map(|instrument| instrument.title.as_ref());
        self.is_in_person(index) || titles.any(|title| title.contains(&offset))
    }

    /// Returns true if the token is part of a date.
    pub(super) fn is_date(&self, index: usize) -> bool {
        let Some(token) = self.tokens.get(index) else { return false };
        self.sentence.dates.iter().any(|date| date.range.contains(&token.range.start))
    }

    /// Returns the index after an article.
    pub(super) fn skip_article(&self, index: usize) -> usize {
        let is_article = self.tokens.get(index).is_some_and(|token| {
            // The article of `The Hague` is part of the name.
            matches!(token.text, "the" | "a" | "an" | "its" | "their" | "his" | "her")
        });
        index + usize::from(is_article)
    }

    /// Returns the index after the words of a place.
    pub(super) fn place_end(&self, start: usize) -> usize {
        let words = PlaceWords::get();
        let lists = WordLists::get();
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
                // `town hall`, `university campus`
                NameTokenKind::Word
                    if words.is_venue(self.key(index + 1)) && lists.is_noun(key) =>
                {
                    true
                }
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
