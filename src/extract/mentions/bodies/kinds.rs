//! What a body is, by the words of its name, and offices that are none.

use std::ops::Range;

use super::finder::Finder;
use super::mention::BodyKind;
use super::names::{Name, Names};
use super::vocabulary::{OFFICE_NOUNS, PERSONAL_OFFICES};
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::sentences::is_upper_case;

/// Adjectives of regions, which are no names of bodies.
const REGIONAL_ADJECTIVES: [&str; 20] = [
    "nordic",
    "baltic",
    "african",
    "asian",
    "european",
    "arab",
    "caribbean",
    "pacific",
    "latin",
    "western",
    "eastern",
    "northern",
    "southern",
    "scandinavian",
    "mediterranean",
    "balkan",
    "middle",
    "atlantic",
    "arctic",
    "ibero-american",
];

impl Finder<'_> {
    /// Returns what the body is; `None` if a single word at the start of a sentence is no name.
    pub(super) fn kind(&self, words: &Range<usize>) -> Option<BodyKind> {
        let is_one = words.len() == 1;
        if let Some(kind) = words.clone().find(|&index| self.names.is_kind(index)) {
            let is_head =
                |index: usize| index + 1 == words.end || self.reading.lower(index + 1) == "of";
            let governs = |index: usize| {
                self.reading.is_one_of(index, &["government", "republic", "kingdom"])
                    && is_head(index)
            };
            let is_european_union =
                words.len() == 2 && self.reading.is_phrase(words.start, "european union");
            if is_european_union || governs(kind) || governs(words.end - 1) {
                return Some(BodyKind::Government);
            }
            return (!is_one || is_upper_case(self.reading.word(kind)))
                .then_some(BodyKind::Organisation);
        }
        if words.clone().any(|index| self.names.plural_kind(index).is_some()) && is_one {
            return None;
        }
        if is_one && self.reading.word(words.start) == "EU" {
            return Some(BodyKind::Government);
        }
        let is_acronym = words.clone().any(|index| self.names.is_acronym(index));
        let is_adjective = || self.reading.lower(words.start).ends_with("al");
        // `Boosting the economy is the aim of`
        let is_gerund = words.start == 0
            && self.reading.lower(words.start).ends_with("ing")
            && self.reading.is_one_of(
                words.end,
                &["the", "a", "an", "its", "their", "our", "on", "for", "with", "to", "in"],
            );
        // `First, A and B signed`
        let is_ordinal = self.reading.is_one_of(words.start, &["first", "second", "third"]);
        let is_office = WordLists::get().is_head(self.reading.lower(words.start));
        let is_region = REGIONAL_ADJECTIVES.contains(&self.reading.lower(words.start));
        if is_one
            && !is_acronym
            && (self.names.is_listed_topic(words.start)
                || is_adjective()
                || is_region
                || is_office
                || is_gerund
                || is_ordinal)
        {
            return None;
        }
        Some(if is_acronym { BodyKind::Organisation } else { BodyKind::Name })
    }
}

/// Nouns for what a body says or does, which its name follows: `Statement of the Ministry`.
const DOCUMENT_NOUNS: [&str; 10] = [
    "statement",
    "declaration",
    "communique",
    "communiqué",
    "letter",
    "report",
    "message",
    "announcement",
    "visit",
    "meeting",
];

/// The most words of the fields of an office after the first one.
const MAX_FIELD_WORDS: usize = 12;

impl Names<'_> {
    /// Returns the number of the word after an office or a document, if a body follows it: `Rector of Comenius University`,
    /// `Statement of the Ministry of Law`.
    pub(super) fn after_office(&self, name: &Name) -> Option<usize> {
        let start = name.words.start;
        let of = name.words.clone().find(|&index| self.reading.lower(index) == "of")?;
        let is_plural = self.reading.is_one_of(
            start,
            &[
                "presidents",
                "ministers",
                "governors",
                "mayors",
                "ambassadors",
                "rectors",
                "heads",
                "leaders",
            ],
        );
        // `Joint Statement of the Ministry of Justice`
        let is_document = of > start && self.reading.is_one_of(of - 1, &DOCUMENT_NOUNS);
        let is_office = is_document
            || (is_plural || OFFICE_NOUNS.contains(self.reading.lower(start))) && of - start <= 3;
        let next = of + 1 + usize::from(self.reading.lower(of + 1) == "the");
        let has_kind = self.nations.contains_key(&next)
            || (of..name.words.end).any(|index| self.is_plain_kind(index));
        (is_office && has_kind).then_some(of + 1)
    }

    /// Returns the number of the word after the field of an office, which is no body: `Assistant Secretary for Insular
    /// Affairs`, `Deputy Chief of Mission of the Embassy`.
    pub(super) fn after_field(&self, name: &Name) -> Option<usize> {
        let start = name.words.start;
        let office = start.checked_sub(2).map(|office| self.reading.lower(office))?;
        let is_office = OFFICE_NOUNS.contains(office) || PERSONAL_OFFICES.contains(office);
        match self.reading.lower(start - 1) {
            "for" if is_office && name.kind.is_none() => {
                let is_field = |&index: &usize| {
                    self.is_name_word(index) || self.reading.is_one_of(index, &["and", ",", "&"])
                };
                let end = name.words.end;
                Some(
                    (end..end + MAX_FIELD_WORDS).take_while(is_field).last().map_or(end, |i| i + 1),
                )
            }
            "of" if matches!(office, "chief" | "head")
                && self.reading.lower(start) == "mission" =>
            {
                Some(start + 1)
            }
            _ => None,
        }
    }
}
