//! The names of bodies: runs of words with capitals, and the small words inside them.

use std::collections::HashMap;
use std::ops::Range;

use super::vocabulary::{
    BODY_KINDS, FOREIGN_SMALL_WORDS, HEADLINE_VERBS, NOT_ACRONYMS, NOT_BODIES, NOT_NAMES,
    NOUNS_BEFORE_ON, OFFICE_NOUNS, OWNERS_IN_NAMES, PERSONAL_OFFICES, PLURAL_KINDS, TOPIC_ENDINGS,
    TOPIC_WORDS, is_company_form,
};
use crate::extract::mentions::nations::{NationKind, NationMention};
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::mentions::reading::Reading;
use crate::extract::sentences::{WordKind, is_upper_case};

/// Endings of words that describe a body before its name: `Gabon-based`.
const DESCRIBING_ENDINGS: [&str; 5] = ["-based", "-led", "-owned", "-headquartered", "-listed"];

/// Kinds of bodies that are named by fields and a place: `Institute of Science and Technology Bombay`.
const SCHOOL_KINDS: [&str; 6] =
    ["university", "institute", "college", "academy", "school", "universiti"];

/// Offices that are bodies too: `the Information Commissioner`.
const OFFICES_OF_ONE: [&str; 5] =
    ["commissioner", "comptroller", "registrar", "ombudsman", "solicitor-general"];

/// The words of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    /// The numbers of its words.
    pub(super) words: Range<usize>,
    /// The number of the first word that says what kind of body it is.
    pub(super) kind: Option<usize>,
}

/// A sentence in which names are looked for.
pub(super) struct Names<'a> {
    pub(super) reading: &'a Reading<'a>,
    /// The countries, by the number of their first word, with the number after their last word.
    pub(super) nations: HashMap<usize, (usize, &'a NationMention)>,
    /// The words of persons, which belong to no name.
    pub(super) is_person: Vec<bool>,
}

impl Names<'_> {
    /// Returns true if the word can be part of a name.
    pub(super) fn is_name_word(&self, index: usize) -> bool {
        let word = self.reading.word(index);
        // `North Atlantic Treaty Organization`: an instrument in the name of a body.
        let is_before_kind =
            self.reading.is_one_of(index, &["treaty", "convention", "agreement", "protocol"])
                && self.reading.has_capital(index + 1)
                && self.reading.is_one_of(
                    index + 1,
                    &["organization", "organisation", "secretariat", "authority"],
                );
        // `All India Football Federation`
        let is_all = self.reading.lower(index) == "all" && self.nations.contains_key(&(index + 1));
        // `M.Petrov`, without a space
        let mut letters = word.chars();
        let is_initial = letters.next().is_some_and(char::is_uppercase)
            && letters.next() == Some('.')
            && letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase);
        self.reading.has_capital(index)
            && !is_initial
            && self.is_person.get(index) != Some(&true)
            && (!self.is_no_name(index) || is_before_kind || is_all)
            && !self.is_verb_of_headline(index)
            && !DESCRIBING_ENDINGS.iter().any(|ending| word.ends_with(ending))
            && !word.contains(['@', ':'])
            && !word.contains("www.")
    }

    fn is_no_name(&self, index: usize) -> bool {
        let lower = self.reading.lower(index);
        // `the Director-General of WHO`, `Stor Kraft AS`
        let word = self.reading.word(index);
        let is_form = || index > 0 && is_upper_case(word) && is_company_form(lower);
        let is_short_name = !self.reading.is_in_capitals && (word == "WHO" || is_form());
        !is_short_name
            && (NOT_NAMES.contains(lower) || NOT_NAMES.contains(lower.trim_end_matches('.')))
    }

    /// Returns true for a verb that a headline writes with a capital: `Partners With`, `Teams Up`, `Strengthens Ties`.
    fn is_verb_of_headline(&self, index: usize) -> bool {
        HEADLINE_VERBS.contains(self.reading.lower(index))
            && self
                .reading
                .is_one_of(index + 1, &["with", "up", "on", "hands", "forces", "ties", "in", "to"])
    }

    /// Returns the number after a country that starts at a word.
    pub(super) fn nation_end(&self, index: usize) -> Option<usize> {
        self.nations.get(&index).map(|(end, _)| *end)
    }

    /// Returns true for a noun that says what a body is.
    pub(super) fn is_kind(&self, index: usize) -> bool {
        let lower = self.reading.lower(index).trim_end_matches('.');
        BODY_KINDS.contains(lower) && !(OFFICES_OF_ONE.contains(&lower) && self.is_title(index))
    }

    /// Returns true for an office before the name of the person who holds it: `Commissioner Jane Doe`.
    fn is_title(&self, index: usize) -> bool {
        let next = index + 1;
        self.is_person.get(next) == Some(&true)
            || self.reading.has_capital(next)
                && !BODY_KINDS.contains(self.reading.lower(next))
                && !self.is_listed_topic(next)
                && !self.nations.contains_key(&next)
    }

    /// Returns true for a noun that says what a body is and is no field of work.
    pub(super) fn is_plain_kind(&self, index: usize) -> bool {
        self.is_kind(index) && !TOPIC_WORDS.contains(self.reading.lower(index))
    }

    /// Returns the singular if the word is the plural of a noun that says what a body is.
    pub(super) fn plural_kind(&self, index: usize) -> Option<&'static str> {
        let lower = self.reading.lower(index);
        PLURAL_KINDS.get(lower).copied().filter(|_| !BODY_KINDS.contains(lower))
    }

    /// Returns true for a word for a field of work.
    pub(super) fn is_topic(&self, index: usize) -> bool {
        let lower = self.reading.lower(index);
        let has_ending = || TOPIC_ENDINGS.iter().any(|ending| lower.ends_with(ending));
        self.reading.has_capital(index)
            && !self.nations.contains_key(&index)
            && (TOPIC_WORDS.contains(lower) || (has_ending() && !BODY_KINDS.contains(lower)))
    }

    /// Returns true for a word in the list of fields of work.
    pub(super) fn is_listed_topic(&self, index: usize) -> bool {
        TOPIC_WORDS.contains(self.reading.lower(index))
    }

    /// Returns the name that starts with a word.
    pub(super) fn name(&self, start: usize) -> Option<Name> {
        // `Representatives of the Port of Rotterdam`
        let is_group_of_people = self.reading.is_one_of(
            start,
            &[
                "representatives",
                "representative",
                "executives",
                "officials",
                "members",
                "delegates",
                "leaders",
                "researchers",
                "scientists",
                "heads",
                "experts",
            ],
        ) && self.reading.is_one_of(start + 1, &["of", "from"]);
        if !self.is_name_word(start) || is_group_of_people {
            return None;
        }
        let mut end = self.part(start, start);
        // `Medical College and Hospital`: the second noun has no name of its own.
        let is_second = self.is_plain_kind(end + 1) && self.reading.has_capital(end + 1);
        let is_alone = self.reading.is_one_of(start, &["library", "museum", "archives", "gallery"]);
        if self.is_plain_kind(end - 1)
            && (end > start + 1 || is_alone)
            && self.reading.is_one_of(end, &["and", "&"])
            && is_second
        {
            let second = self.part(end + 1, start);
            // `Library and Archives Canada`
            let has_nation = is_alone && self.nations.contains_key(&(second - 1));
            if second == end + 2 || has_nation || self.reading.is_one_of(end + 2, &["of", "for"]) {
                end = second;
            }
        }
        while let Some(further) = self.joined(start, end) {
            end = further;
        }
        end = self.end_by_initials(start, end).unwrap_or(end);
        end = self.end_by_foreign_list(start, end).unwrap_or(end);
        end = self.end_by_short_name(start, end).unwrap_or(end);
        if self.reading.is_in_capitals {
            end = self.end_in_capitals(start, end);
        }
        let kind = (start..end).find(|&index| self.is_kind(index));
        Some(Name { words: start..end, kind })
    }

    /// Returns the number after the words of a name that `and` and commas do not join; the whole name starts at
    /// `origin`.
    pub(super) fn part(&self, start: usize, origin: usize) -> usize {
        let mut end = self.nation_end(start).unwrap_or(start + 1);
        loop {
            if self.is_name_word(end)
                && !self.begins_next(start, end)
                && !self.begins_person(start, end)
            {
                end = self.nation_end(end).unwrap_or(end + 1);
            } else if let Some(next) = self.after_small_words(origin, end) {
                end = self.nation_end(next).unwrap_or(next + 1);
            } else if let Some(after) = self.quoted(end) {
                end = after;
            } else {
                return end;
            }
        }
    }

    /// Returns true if the name of a person follows the country at the end of a name without a comma: `the National
    /// Assembly of Hungary György Varga`.
    fn begins_person(&self, start: usize, end: usize) -> bool {
        let is_after_nation = (start + 1..end).any(|index| {
            self.nation_end(index) == Some(end) && self.reading.is_one_of(index - 1, &["of", "the"])
        });
        is_after_nation
            && WordLists::get().is_given(self.reading.lower(end))
            && self.reading.has_capital(end + 1)
            && !self.is_kind(end + 1)
    }

    /// Returns the number after a name in quotation marks that follows what the body is: `JSC “Uzbekistan Airways”`.
    fn quoted(&self, open: usize) -> Option<usize> {
        let is_mark = |index: usize| self.reading.is_one_of(index, &["\"", "“", "”", "«", "»"]);
        if !is_mark(open) || !self.is_kind(open - 1) || !self.is_name_word(open + 1) {
            return None;
        }
        let close = (open + 2..open + 9).find(|&index| is_mark(index))?;
        (open + 1..close)
            .all(|index| {
                self.reading.kind(index) != Some(WordKind::Punctuation)
                    || self.reading.is_one_of(index, &[".", "&", "-"])
            })
            .then_some(close + 1)
    }

    /// Returns true if the word begins the name of another body: there is a mark between the two.
    fn begins_next(&self, start: usize, end: usize) -> bool {
        end > start && self.reading.kind(end - 1) == Some(WordKind::Punctuation)
    }

    /// Returns the number of the word of a name after small words that are inside the name.
    fn after_small_words(&self, start: usize, end: usize) -> Option<usize> {
        let reading = self.reading;
        let is_name_at = |index: usize| self.is_name_word(index).then_some(index);
        let skip_article =
            |index: usize| if reading.lower(index) == "the" { index + 1 } else { index };
        let last = reading.lower(end - 1);
        match reading.lower(end) {
            "of" => is_name_at(skip_article(end + 1)),
            "for" | "against" if self.is_kind(end - 1) => is_name_at(skip_article(end + 1)),
            "on" if NOUNS_BEFORE_ON.contains(last) => is_name_at(skip_article(end + 1)),
            // `American University in Cairo`, `Manila Economic and Cultural Office in Taiwan`
            "in" if matches!(
                last,
                "university"
                    | "office"
                    | "embassy"
                    | "mission"
                    | "commerce"
                    | "chamber"
                    | "council"
            ) =>
            {
                let next = skip_article(end + 1);
                let has_short = self
                    .nation_end(next)
                    .is_some_and(|end| reading.lower(end) == "(" && self.is_acronym(end + 1));
                let is_abroad = has_short
                    || self.nations.get(&start).is_some_and(|(_, nation)| {
                        last != "university" || nation.kind == NationKind::Adjective
                    });
                is_name_at(next).filter(|next| is_abroad && self.nations.contains_key(next))
            }
            "at" => {
                let of_region = (start..end).rev().find_map(|index| self.nations.get(&index));
                is_name_at(end + 1)
                    .filter(|_| of_region.is_some_and(|(_, n)| n.kind == NationKind::Region))
            }
            "&" if self.are_two(start, end) => None,
            "&" => is_name_at(end + 1),
            // `St. Cyril and Methodius Library`
            "and" if self.is_saint(start, end) => is_name_at(end + 1),
            "the" if matches!(last, "save" | "feed" | "teach") => is_name_at(end + 1),
            // `CCPIT/CCOIC`, `Council / Chamber`, and not `Isro/ Department of Space`.
            "/" => is_name_at(end + 1).filter(|&next| {
                let is_spaced = |left: usize, right: usize| {
                    reading.words[left].range.end < reading.words[right].range.start
                };
                is_spaced(end - 1, end) == is_spaced(end, next)
            }),
            "'s" | "'" if OWNERS_IN_NAMES.contains(last) => is_name_at(end + 1),
            // `Taylor’s University`
            "'s" if self.is_school(end + 1)
                && end == start + 1
                && !self.nations.contains_key(&start) =>
            {
                is_name_at(end + 1)
            }
            // `the Hill Mission’s Research Foundation`, but `Peru’s Research Foundation`
            "'s" if end >= start + 2 && self.is_unit_after(start, end) => is_name_at(end + 1),
            // `Power Producers’ Association`
            "'" if last.ends_with('s') && self.is_plain_kind(end + 1) => is_name_at(end + 1),
            "'s" if last.len() > 2
                && end >= start + 2
                && reading.lower(end - 2).starts_with("st") =>
            {
                is_name_at(end + 1)
            }
            small if FOREIGN_SMALL_WORDS.contains(small) => {
                let is_small = |index: &usize| FOREIGN_SMALL_WORDS.contains(reading.lower(*index));
                let next = (end..end + 4).find(|index| !is_small(index))?;
                // `Universidad del Mar`, although `Mar` may be a month.
                (reading.has_capital(next) && self.is_person.get(next) != Some(&true))
                    .then_some(next)
            }
            _ => None,
        }
    }

    /// Returns the number after what `and` or commas join to a name.
    fn joined(&self, start: usize, end: usize) -> Option<usize> {
        if !self.is_topic(end - 1) {
            return None;
        }
        let kind = (start..end).rev().find(|&index| self.is_plain_kind(index));
        // `Ministry of Trade`: a field of work follows what the body is. `Patent`: the kind is still to come.
        let is_of_topic = kind.is_some_and(|kind| kind + 1 < end);
        if kind.is_some() && !is_of_topic {
            return None;
        }
        let mut position = end;
        for _ in 0..12 {
            let is_and = self.reading.is_one_of(position, &["and", "&"]);
            let is_comma = self.reading.lower(position) == ",";
            let after_comma = is_comma && self.reading.is_one_of(position + 1, &["and", "&"]);
            if !is_and && !is_comma {
                return None;
            }
            let mut next = if after_comma { position + 2 } else { position + 1 };
            if self.reading.lower(next) == "the" && is_of_topic {
                next += 1;
            }
            if !self.is_name_word(next) || self.nations.contains_key(&next) {
                return None;
            }
            let part_end = self.part(next, start);
            let first_end = (next..part_end)
                .find(|&i| self.reading.is_one_of(i, &["of", "for"]))
                .unwrap_or(part_end);
            let is_kind = |index: usize| {
                if is_of_topic {
                    self.is_plain_kind(index)
                        || (self.plural_kind(index).is_some() && !self.is_topic(index))
                } else {
                    self.is_kind(index)
                }
            };
            let has_kind = (next..first_end).any(is_kind);
            // `University of Science and Technology Meghalaya`
            let has_seat = is_of_topic
                && self.is_listed_topic(next)
                && first_end == next + 2
                && kind.is_some_and(|kind| self.reading.is_one_of(kind, &SCHOOL_KINDS));
            // `Securities and Futures Commission`: fields alone before `and` are no body.
            let is_of_fields = !is_of_topic
                && has_kind
                && (start..end).all(|index| self.is_listed_topic(index))
                && self.reading.kind(next) == Some(WordKind::Word);
            let is_topic = if is_of_topic {
                (self.is_topic(first_end - 1) || has_seat) && !has_kind
            } else {
                self.is_topic(next) || is_of_fields
            };
            if !is_topic || (self.is_acronym(next) && part_end == next + 1) {
                return None;
            }
            // `Airbus Defence and Space`: one more field, and nothing after it.
            let is_short_end = is_and && part_end == next + 1 && end > start + 1 && position == end;
            if is_and || after_comma {
                return (is_of_topic || has_kind || is_short_end).then_some(part_end);
            }
            position = part_end;
        }
        None
    }

    /// Returns true if the word alone is written as the short name of a body: `NASA`, `GovTech`.
    pub(super) fn is_acronym(&self, index: usize) -> bool {
        let word = self.reading.word(index).trim_end_matches('.');
        // `RECALLING the`, `DESIRING to`: a verb at the start of a clause of a preamble.
        let is_verb = word.len() >= 6
            && is_upper_case(word)
            && self.reading.is_one_of(
                index + 1,
                &["the", "that", "to", "their", "its", "on", "a", "an", "further", "also"],
            );
        if is_verb {
            return false;
        }
        let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
        let letters = word.chars().filter(|letter| letter.is_alphabetic()).count();
        let inner = word.chars().skip(1).any(char::is_uppercase);
        !self.reading.is_in_capitals
            && (2..=14).contains(&letters)
            && capitals >= 2
            && inner
            && (is_upper_case(word) || !word.contains(['-', '\'', '’']))
            && !NOT_ACRONYMS.contains(self.reading.lower(index).trim_end_matches('.'))
            && !self.nations.contains_key(&index)
    }

    /// Returns true if a short name in brackets would make a body of an event: `Global Tiger Forum (GTF)`.
    pub(super) fn can_be_body(&self, name: &Name) -> bool {
        self.reading.is_one_of(
            name.words.end - 1,
            &[
                "forum",
                "platform",
                "initiative",
                "programme",
                "program",
                "framework",
                "cooperation",
                "project",
                "dialogue",
                "mechanism",
                "council",
            ],
        )
    }

    /// Returns true if the words are the name of something else: an event, a document, a title.
    pub(super) fn is_no_body(&self, name: &Name) -> bool {
        let last = self.reading.lower(name.words.end - 1);
        let is_of_kind = name.kind.is_some_and(|kind| {
            kind + 1 < name.words.end && self.reading.is_one_of(kind + 1, &["of", "for", "on"])
        });
        let is_united_nations = self.reading.is_phrase(name.words.start, "united nations")
            || self.reading.is_phrase(name.words.start, "world food")
            || self.reading.word(name.words.start) == "UN";
        // `Minister of Justice of Georgia` is an office; `President’s Office` is a body.
        let begins_with_office = OFFICE_NOUNS.contains(self.reading.lower(name.words.start))
            && (name.words.start..name.words.end)
                .any(|index| self.reading.is_one_of(index, &["of", "for"]));
        // `FAO Director-General Qu Dongyu` is a person.
        let has_office = name.words.clone().any(|index| {
            OFFICE_NOUNS.contains(self.reading.lower(index))
                || PERSONAL_OFFICES.contains(self.reading.lower(index))
        });
        if has_office && name.kind.is_none() {
            return true;
        }
        begins_with_office || NOT_BODIES.contains(last) && !is_of_kind && !is_united_nations
    }
}
