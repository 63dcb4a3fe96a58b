//! What a sentence says of an instrument: its signings, its lists of bodies, and which bodies are parties by them.

use std::ops::Range;
use std::sync::LazyLock;

use super::groups::{Group, GroupRole, groups};
use super::signings::{SigningForm, SigningMention, signings};
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::instruments::InstrumentMention;
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::mentions::reading::Reading;

/// The lists of words.
const WORD_LISTS: &str = include_str!("words/statements.txt");

static CONTENT_NOUNS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "content nouns"));

static PURPOSE_WORDS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "purpose words"));

static PARTNER_VERBS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "partner verbs"));

static CLAUSE_OPENERS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "clause openers"));

/// A sentence with its signings and lists of bodies.
pub struct Statement<'a> {
    /// The number of the sentence.
    pub index: usize,
    /// The sentence.
    pub sentence: &'a ReadSentence,
    /// Its words.
    pub reading: Reading<'a>,
    /// Its signings.
    pub signings: Vec<SigningMention>,
    /// Its lists of bodies.
    pub groups: Vec<Group>,
}

static UNDERTAKING_VERBS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "undertaking verbs"));

/// The most words between the subject of a clause and the signing word.
const MAX_SUBJECT_DISTANCE: usize = 45;

impl<'a> Statement<'a> {
    /// Reads the sentence with this number; `text` is the plain text.
    #[must_use]
    pub fn new(text: &'a str, sentence: &'a ReadSentence, index: usize) -> Self {
        let reading = Reading::new(text, &sentence.sentence);
        let signings = signings(&reading, sentence);
        let groups = groups(&reading, sentence);
        Self { index, sentence, reading, signings, groups }
    }

    /// Returns the words of an instrument.
    #[must_use]
    pub fn instrument_words(&self, instrument: &InstrumentMention) -> Range<usize> {
        self.reading.index_at(instrument.range.start)..self.reading.index_at(instrument.range.end)
    }

    /// Returns the lists of bodies that are parties to an instrument by what the sentence says, the best first.
    #[must_use]
    pub fn parties(
        &self,
        instrument: usize,
        signing: Option<&SigningMention>,
        part: &Range<usize>,
    ) -> Vec<Vec<usize>> {
        let Some(mention) = self.sentence.instruments.get(instrument) else { return Vec::new() };
        let words = self.instrument_words(mention);
        let part = self.reading.index_at(part.start)..self.reading.index_at(part.end);
        let mut sources = Vec::new();
        sources.extend(self.between(&words, signing, &part));
        let Some(signing) = signing else { return sources };
        let with = self.with(&words, signing, &part);
        let by = self.by(signing, &words, &part);
        let represented = self.represented(&part);
        // `A’s consul signed for B, and C’s minister signed for D`
        sources.extend((represented.len() > 1).then(|| represented.concat()));
        let subject = self.subject(signing).or_else(|| represented.first().cloned());
        match signing.form {
            SigningForm::Passive if !by.is_empty() => {
                sources.push([by, with].concat());
            }
            _ => {
                let subject = subject.unwrap_or_default();
                let with = if with.is_empty() && subject.len() == 1 {
                    let partners = self.purpose(&words, &part);
                    if partners.is_empty() { self.partnered(signing, &part) } else { partners }
                } else {
                    with
                };
                let named = [subject, with].concat();
                sources.extend((!named.is_empty()).then_some(named));
                sources.extend((!by.is_empty()).then_some(by));
            }
        }
        let offices = self.offices(signing);
        sources.extend((offices.len() > 1).then_some(offices));
        let represented = represented.concat();
        sources.extend((represented.len() > 1).then_some(represented));
        sources
    }

    /// Returns the bodies whose officers sign: `the rector of A, Jane Doe, and the president of B`.
    fn offices(&self, signing: &SigningMention) -> Vec<usize> {
        let groups = self.groups.iter().filter(|group| {
            group.role == GroupRole::Office
                && group.words.end <= signing.word
                && signing.word - group.words.end <= MAX_SUBJECT_DISTANCE
        });
        groups.flat_map(|group| group.bodies.clone()).collect()
    }

    /// Returns the bodies in whose name somebody signs: `on behalf of A`.
    fn represented(&self, part: &Range<usize>) -> Vec<Vec<usize>> {
        let groups = self.groups.iter();
        let groups = groups.filter(|group| {
            let before = group.words.start.saturating_sub(4)..group.words.start;
            group.role == GroupRole::For
                && part.contains(&group.words.start)
                && before.into_iter().any(|index| {
                    self.reading.lower(index) == "behalf"
                        || self.reading.lower(index) == "for"
                            && (self.is_signed_for(index) || self.follows_person(index))
                })
        });
        groups.map(|group| group.bodies.clone()).collect()
    }

    /// Returns true for `Jane Doe for A` and `Jane Doe, for A`.
    fn follows_person(&self, preposition: usize) -> bool {
        self.sentence.people.iter().any(|person| {
            let end = self.reading.index_at(person.range.end);
            end == preposition || end + 1 == preposition && self.reading.lower(end) == ","
        })
    }

    /// Returns true for `signed for` and `signed the memorandum for`.
    fn is_signed_for(&self, preposition: usize) -> bool {
        const INSTRUMENT_WORDS: [&str; 12] = [
            "the",
            "a",
            "this",
            "memorandum",
            "of",
            "understanding",
            "mou",
            "agreement",
            "arrangement",
            "document",
            "(",
            ")",
        ];
        let mut words = (preposition.saturating_sub(9)..preposition).rev();
        let verb = words.find(|&index| !self.reading.is_one_of(index, &INSTRUMENT_WORDS));
        verb.is_some_and(|verb| self.reading.is_one_of(verb, &["signed", "signs", "signing"]))
    }

    /// Returns who does what under an instrument: `Under the MoU, A and B will …`.
    #[must_use]
    pub fn under(&self) -> Option<&Group> {
        let instrument =
            self.sentence.instruments.first().filter(|instrument| !instrument.is_other)?;
        let words = self.instrument_words(instrument);
        let opener = (0..words.start)
            .rev()
            .take(3)
            .find(|&word| self.reading.is_one_of(word, &["under", "through", "with", "by"]))?;
        let group = self.groups.iter().find(|group| {
            group.role == GroupRole::DraftSubject
                && group.words.start >= words.end
                && group.bodies.len() >= 2
        })?;
        let has_verb = (group.words.end..group.words.end + 4)
            .any(|word| UNDERTAKING_VERBS.contains(self.reading.lower(word)));
        (opener <= 3 && has_verb).then_some(group)
    }

    /// Returns the bodies after `between`, behind the instrument or the signing word.
    fn between(
        &self,
        instrument: &Range<usize>,
        signing: Option<&SigningMention>,
        part: &Range<usize>,
    ) -> Option<Vec<usize>> {
        let group = self.groups.iter().find(|group| {
            let before = self.preposition(group).unwrap_or_default();
            // `on Legal Cooperation between A and B` is part of the title; `to improve relations between` is not.
            // So is `to set up a ferry between`.
            let has_aim = (instrument.end..before).any(|index| {
                self.reading.lower(index) == "to"
                    && !self.reading.has_capital(index + 1)
                    && index + 2 < before
            });
            let content = before > instrument.end + 3
                && (has_aim || CONTENT_NOUNS.contains(self.reading.lower(before - 1)));
            let is_signed_between = signing.is_some_and(|signing| {
                signing.word < before
                    && before - signing.word <= 16
                    && before > instrument.end
                    && !has_aim
            });
            let is_near = before >= instrument.start.min(before)
                && before >= instrument.start
                && before - instrument.start <= 30;
            group.role == GroupRole::Between
                && part.contains(&group.words.start)
                && ((is_near && !content) || is_signed_between)
        })?;
        Some(group.bodies.clone())
    }

    /// Returns the number of the preposition before a list.
    fn preposition(&self, group: &Group) -> Option<usize> {
        (0..8).filter_map(|back| group.words.start.checked_sub(back + 1)).find(|&index| {
            self.reading.is_one_of(index, &["between", "among", "amongst", "with", "by"])
        })
    }

    /// Returns the partners after `with`, behind the signing word.
    fn with(
        &self,
        instrument: &Range<usize>,
        signing: &SigningMention,
        part: &Range<usize>,
    ) -> Vec<usize> {
        let is_partner = |group: &&Group| {
            let preposition = self.preposition(group).unwrap_or(group.words.start);
            let is_behind = preposition > signing.word.min(instrument.start);
            let start = if preposition > instrument.start {
                instrument.end.min(preposition)
            } else {
                signing.word + 1
            };
            let start =
                if preposition > signing.word { start.max(signing.word + 1) } else { start };
            group.role == GroupRole::With
                && is_behind
                && part.contains(&group.words.start)
                && preposition.saturating_sub(start) <= MAX_SUBJECT_DISTANCE
                && !self.has_purpose(start..preposition)
        };
        let groups: Vec<&Group> = self.groups.iter().filter(is_partner).collect();
        groups.first().map_or_else(Vec::new, |group| group.bodies.clone())
    }

    /// Returns true if the words lead to the purpose of an agreement, or to another event.
    fn has_purpose(&self, mut words: Range<usize>) -> bool {
        words.any(|index| PURPOSE_WORDS.contains(self.reading.lower(index)))
    }

    /// Returns the one partner that the purpose names: `signed an MoU to collaborate with B`.
    fn purpose(&self, instrument: &Range<usize>, part: &Range<usize>) -> Vec<usize> {
        let group = self.groups.iter().find(|group| {
            let preposition = self.preposition(group).unwrap_or_default();
            group.role == GroupRole::With
                && part.contains(&group.words.start)
                && preposition > instrument.end
                && preposition - instrument.end <= 12
                && PARTNER_VERBS.contains(self.reading.lower(preposition - 1))
        });
        group
            .filter(|group| group.bodies.len() == 1)
            .map_or_else(Vec::new, |group| group.bodies.clone())
    }

    /// Returns the one partner before the signing word: `A partners with B, signs MoU`.
    fn partnered(&self, signing: &SigningMention, part: &Range<usize>) -> Vec<usize> {
        const JOINING_VERBS: [&str; 10] = [
            "partners",
            "partnered",
            "up",
            "hands",
            "forces",
            "collaborates",
            "collaborated",
            "ties",
            "teams",
            "links",
        ];
        let group = self.groups.iter().find(|group| {
            let preposition = self.preposition(group).unwrap_or_default();
            group.role == GroupRole::With
                && part.contains(&group.words.start)
                && group.words.end <= signing.word
                && preposition > 0
                && self.reading.is_one_of(preposition - 1, &JOINING_VERBS)
        });
        group.map_or_else(Vec::new, |group| group.bodies.clone())
    }

    /// Returns the bodies after `by`, behind the signing word.
    fn by(
        &self,
        signing: &SigningMention,
        instrument: &Range<usize>,
        part: &Range<usize>,
    ) -> Vec<usize> {
        let is_signer = |group: &&Group| {
            let preposition = self.preposition(group).unwrap_or_default();
            let is_near = preposition > signing.word && preposition - signing.word <= 12;
            group.role == GroupRole::By
                && part.contains(&group.words.start)
                && is_near
                && (preposition > instrument.start || preposition - signing.word <= 4)
                && !self.has_purpose(signing.word + 1..preposition)
        };
        self.groups.iter().find(is_signer).map_or_else(Vec::new, |group| group.bodies.clone())
    }

    /// Returns the bodies that are the subject of a signing word.
    fn subject(&self, signing: &SigningMention) -> Option<Vec<usize>> {
        let before = |group: &&Group| {
            group.role == GroupRole::DraftSubject
                && group.words.end <= signing.word
                && signing.word - group.words.end <= MAX_SUBJECT_DISTANCE
        };
        let group = self.groups.iter().rfind(before)?;
        let is_place = self.is_after_date_or_place(group);
        (!is_place && self.reaches(group.words.end..signing.word)).then(|| group.bodies.clone())
    }

    /// Returns true for `Paris, France` at the start of a sentence: a dateline.
    fn is_after_date_or_place(&self, group: &Group) -> bool {
        let next = self.reading.lower(group.words.end);
        group.words.start == 0
            && matches!(next, "–" | "—" | "-" | ":" | "(")
            && group.bodies.len() == 1
    }

    /// Returns true if a subject can belong to a verb after these words.
    fn reaches(&self, words: Range<usize>) -> bool {
        let mut depth = 0_i32;
        let mut commas = 0;
        for index in words.clone() {
            match self.reading.lower(index) {
                "(" => depth += 1,
                ")" => depth -= 1,
                "," => commas += 1,
                lower if depth == 0 && commas % 2 == 0 && CLAUSE_OPENERS.contains(lower) => {
                    return false;
                }
                ";" | "." => return false,
                _ => {}
            }
        }
        true
    }
}
