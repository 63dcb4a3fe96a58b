//! Where names end: at a short name in brackets, before the verb of a heading in capitals, or at a small word that
//! goes on with something else.

use std::ops::Range;

use super::names::Names;
use crate::extract::sentences::{WordKind, is_upper_case};

/// The most words of a name before its short name in brackets.
const MAX_WORDS_TO_SHORT_NAME: usize = 24;

/// The most words of a list of fields after the first one.
const MAX_LIST_WORDS: usize = 10;

impl Names<'_> {
    /// Returns the number after a name that `and` joins, if the short name in brackets has the initials of both parts:
    /// `Ethiopian Chamber of Commerce and Sectorial Association (ECCSA)`.
    pub(super) fn end_by_initials(&self, start: usize, end: usize) -> Option<usize> {
        let is_joined = self.reading.is_one_of(end, &["and", "&"]) && self.is_name_word(end + 1);
        let further = is_joined.then(|| self.part(end + 1, start))?;
        let short = self.reading.word(further + 1);
        let is_short = self.reading.lower(further) == "("
            && self.reading.lower(further + 2) == ")"
            && self.is_acronym(further + 1)
            && short.chars().all(char::is_uppercase);
        let is_in = |initials: &str| {
            let mut rest = initials.chars();
            short.chars().all(|letter| rest.any(|initial| initial == letter))
        };
        let (first, second) = (self.initials(start..end), self.initials(end + 1..further));
        let begins = first.chars().next() == short.chars().next();
        (is_short
            && begins
            && !is_in(&second)
            && (is_in(&(first.clone() + &second)) || short.starts_with(&first)))
        .then_some(further)
    }

    /// Returns the number after a name whose short name in brackets has exactly its initials, whatever joins its words:
    /// `Committee on Energy Efficiency, Innovation and Certification (CEEIC)`.
    pub(super) fn end_by_short_name(&self, start: usize, end: usize) -> Option<usize> {
        let is_small = |index: usize| {
            self.reading.is_one_of(index, &["and", "for", "of", "on", "in", "the", "&", ","])
        };
        let is_inside = |&index: &usize| self.has_name_capital(index) || is_small(index);
        let limit = start + MAX_WORDS_TO_SHORT_NAME;
        let last = (end..limit).find(|index| !is_inside(index)).unwrap_or(limit);
        (end + 1..=last).find(|&open| {
            // `(CEEIC)`, `(VCU - CEEIC)`, `, CEEIC,`
            let of_parent = self.reading.is_one_of(open + 2, &["-", "–", "/"]);
            let word = if of_parent { open + 3 } else { open + 1 };
            let short = self.reading.word(word);
            let closes = match self.reading.lower(open) {
                "(" => self.reading.is_one_of(word + 1, &[")", ",", ";", "or"]),
                "," => self.reading.is_one_of(word + 1, &[",", "and", ".", "signed", ""]),
                _ => false,
            };
            closes
                && self.is_acronym(word)
                && is_upper_case(short)
                && self.initials(start..open) == short
        })
    }

    /// Returns the number after a name of another language whose fields commas and `y` join: `Servicio Nacional de
    /// Sanidad, Inocuidad y Calidad`.
    pub(super) fn end_by_foreign_list(&self, start: usize, end: usize) -> Option<usize> {
        let is_foreign = (start..end).any(|index| {
            self.reading.is_one_of(index, &["de", "del", "da", "do", "des", "di", "della", "für"])
        });
        if !is_foreign || self.reading.lower(end) != "," {
            return None;
        }
        let is_part =
            |&index: &usize| self.has_name_capital(index) || self.reading.lower(index) == ",";
        let and = (end + 1..end + MAX_LIST_WORDS).find(|index| !is_part(index))?;
        let joins = self.reading.is_one_of(and, &["y", "e", "et", "und", "i"]);
        (joins && self.is_name_word(and + 1)).then(|| self.part(and + 1, start))
    }

    /// Returns the first letters of the words with a capital.
    pub(super) fn initials(&self, words: Range<usize>) -> String {
        let words = words.filter(|&index| self.reading.has_capital(index));
        words.filter_map(|index| self.reading.word(index).chars().next()).collect()
    }

    /// Returns true for a word with a capital that is not the name of a person.
    fn has_name_capital(&self, index: usize) -> bool {
        self.reading.has_capital(index) && self.is_person.get(index) != Some(&true)
    }

    /// Returns the number after a name in a heading in capitals, where verbs look like names: `NORLAND COLLEGE WIDENS ITS
    /// NETWORK`.
    pub(super) fn end_in_capitals(&self, start: usize, end: usize) -> usize {
        let kind = (start + 1..end).find(|&index| self.is_plain_kind(index)).map(|kind| kind + 1);
        let continues = |&index: &usize| {
            index < end
                && !self.is_kind(index)
                && !self.nations.contains_key(&index)
                && !self.is_listed_topic(index)
                && self.reading.kind(index) == Some(WordKind::Word)
                && !self
                    .reading
                    .is_one_of(index, &["of", "for", "and", "the", "on", "at", "in", "de", "la"])
        };
        kind.filter(continues).unwrap_or(end)
    }

    /// Returns true if `&` joins two bodies: `Friends of Peru & Ruiz Associates`, not `Ministry of Trade & Industry`.
    pub(super) fn are_two(&self, start: usize, end: usize) -> bool {
        let has_of = (start..end).any(|index| self.reading.lower(index) == "of");
        let further = (end + 1..end + 5).take_while(|&index| self.is_name_word(index));
        has_of
            && !self.is_topic(end + 1)
            && further.clone().skip(1).any(|index| self.is_plain_kind(index))
    }

    /// Returns true if a unit of the body so far follows a possessive, and the body is no state.
    pub(super) fn is_unit_after(&self, start: usize, end: usize) -> bool {
        let is_nation = (start..end).any(|index| self.nation_end(index) == Some(end));
        let mut further = (end + 1..end + 6).take_while(|&index| self.is_name_word(index));
        !is_nation && further.any(|index| self.is_plain_kind(index))
    }

    /// Returns true for a school that is named after somebody, and no `of` says what else it is called after.
    pub(super) fn is_school(&self, index: usize) -> bool {
        self.reading.is_one_of(index, &["university", "college", "school", "academy", "hospital"])
            && self.reading.has_capital(index)
            && self.reading.lower(index + 1) != "of"
    }

    /// Returns true if a name so far is that of a saint, and a body that is named after two of them follows.
    pub(super) fn is_saint(&self, start: usize, end: usize) -> bool {
        let is_saint = self
            .reading
            .is_one_of(start, &["st", "st.", "sts", "sts.", "ss", "ss.", "saint", "saints"]);
        let mut words = (end + 1..end + 5).take_while(|&index| self.is_name_word(index));
        is_saint
            && end <= start + 3
            && !(start..end).any(|index| self.is_kind(index))
            && words.any(|index| self.is_kind(index))
    }
}
