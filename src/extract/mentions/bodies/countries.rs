//! The country of a body: from the words before, after and in its name.

use std::ops::Range;
use std::sync::LazyLock;

use super::finder::Finder;
use super::vocabulary::{BODY_WORDS, is_company_form, is_company_noun, is_generic_body};
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::mentions::nations::NationKind;

/// Words after `in Cork, Ireland` if that is the seat of a body.
static WORDS_AFTER_SEATS: LazyLock<WordList> =
    LazyLock::new(|| section(BODY_WORDS, "words after seats"));

/// The most words between a country and the name that it belongs to.
const MAX_WORDS_BETWEEN: usize = 4;

impl Finder<'_> {
    /// Returns the country that follows a mention: after a comma, in brackets or directly.
    pub(super) fn country_after(&self, end: usize, has_short: bool) -> Option<(usize, usize)> {
        let is_noun = |index: usize| {
            self.nation(index).is_some_and(|nation| nation.kind != NationKind::Adjective)
        };
        if self.reading.lower(end) == "," {
            // `the City of Hull, the Netherlands, and`
            let nation = end + 1 + usize::from(self.reading.lower(end + 1) == "the");
            let after = self.names.nation_end(nation).filter(|_| is_noun(nation))?;
            if nation > end + 1 {
                return (self.reading.lower(after) == ",").then_some((nation, after));
            }
            // `the ministry, Singapore and Shanghai will`: a list of states.
            let is_bare = |index: usize| {
                self.names.nation_end(index).is_some_and(|end| {
                    !self.names.is_name_word(end) && !self.reading.is_one_of(end, &["'s", "'"])
                })
            };
            let joins_states = self.reading.is_one_of(after, &["and", "&"])
                && is_noun(after + 1)
                && is_bare(after + 1);
            if self.reading.is_one_of(after, &["'s", "'"])
                || self.names.is_name_word(after)
                || joins_states
            {
                return None;
            }
            // `, Hanoi, Vietnam`
            let further = (self.reading.lower(after) == ",")
                .then(|| self.names.nation_end(after + 1))
                .flatten()
                .filter(|_| {
                    is_noun(after + 1)
                        && self.nation(end + 1).is_some_and(|n| n.kind != NationKind::Country)
                });
            return Some(further.map_or((end + 1, after), |further| (after + 1, further)));
        }
        if self.reading.lower(end) == "(" {
            let after = self.names.nation_end(end + 1)?;
            return (self.reading.lower(after) == ")").then_some((end + 1, after + 1));
        }
        // `Harbour Institute of Technology (HIT) Weiwei, China`: the town of a campus.
        let town_end = end + 1;
        let is_town = has_short
            && self.names.is_name_word(end)
            && !self.names.is_kind(end)
            && !self.names.nations.contains_key(&end)
            && self.reading.lower(town_end) == ","
            && is_noun(town_end + 1);
        if is_town {
            return Some((town_end + 1, self.names.nation_end(town_end + 1)?));
        }
        let is_of = has_short && self.reading.lower(end) == "of";
        let nation =
            if is_of { end + 1 + usize::from(self.reading.lower(end + 1) == "the") } else { end };
        let after = self.names.nation_end(nation).filter(|_| has_short && is_noun(nation))?;
        Some((nation, after))
    }

    /// Returns the country after `in` if it is the seat of the body and not a place of what happens: more of the list
    /// or the verb follows.
    pub(super) fn seat_after(&self, end: usize) -> Option<(usize, usize)> {
        let is_place = |index: usize| {
            self.nation(index).is_some_and(|nation| nation.kind != NationKind::Adjective)
        };
        let mut nation = end + 1 + usize::from(self.reading.lower(end + 1) == "the");
        if self.reading.lower(end) != "in" || !is_place(nation) {
            return None;
        }
        let mut after = self.names.nation_end(nation)?;
        if self.reading.lower(after) == "," && is_place(after + 1) {
            nation = after + 1;
            after = self.names.nation_end(nation)?;
        }
        let next = after + usize::from(self.reading.lower(after) == ",");
        WORDS_AFTER_SEATS.contains(self.reading.lower(next)).then_some((nation, after))
    }

    /// Returns the country at the end of `Ministry of Justice of Georgia`, and the number of the last `of`.
    pub(super) fn country_at_end(&self, words: &Range<usize>) -> Option<(usize, usize)> {
        let nation =
            words.clone().rev().find(|&index| self.names.nation_end(index) == Some(words.end))?;
        let of = (words.start..nation).rev().find(|&index| self.reading.lower(index) == "of")?;
        let is_direct =
            of + 1 == nation || (of + 2 == nation && self.reading.lower(of + 1) == "the");
        let before = self.reading.lower(of - 1);
        let is_company = is_company_form(before) || is_company_noun(before);
        let has_field = is_company
            || (words.start..of).any(|index| self.reading.is_one_of(index, &["of", "for"]));
        // The official name of the country is part of the name: `of the Republic of Turkey`.
        let is_official = (nation..words.end).any(|index| self.reading.lower(index) == "of")
            || self.reading.is_one_of(of - 1, &["republic", "kingdom", "sultanate", "state"]);
        (is_direct && has_field && !is_official).then_some((nation, of))
    }

    /// Returns the country before a name: `Denmark's Energinet`, `the Danish energy company Ørsted`.
    pub(super) fn owner(&self, start: usize) -> Option<usize> {
        let ends_at = |end: usize| {
            (end.saturating_sub(5)..end).find(|&index| self.names.nation_end(index) == Some(end))
        };
        if start >= 2 && self.reading.is_one_of(start - 1, &["'s", "'"]) {
            return ends_at(start - 1);
        }
        if start >= 1 && self.reading.lower(start - 1).ends_with("-based") {
            return ends_at(start);
        }
        // `the United States (U.S.) Geological Survey`
        if start >= 4
            && self.reading.lower(start - 1) == ")"
            && self.reading.lower(start - 3) == "("
        {
            return ends_at(start - 3);
        }
        // `its Japanese counterpart, the National Center`
        let before = start
            - (0..start.min(2))
                .take_while(|back| self.reading.is_one_of(start - back - 1, &["the", ","]))
                .count();
        if before < start
            && self.reading.is_one_of(before.wrapping_sub(1), &["counterpart", "partner"])
        {
            return ends_at(before - 1);
        }
        if start == 0 || !is_generic_body(self.reading.lower(start - 1)) {
            return None;
        }
        (1..=MAX_WORDS_BETWEEN).find_map(|back| {
            let end = start.checked_sub(back)?;
            let is_plain = (end..start).all(|index| {
                self.reading.kind(index).is_some()
                    && !self.reading.is_one_of(index, &[",", "and", "with", "in", "of"])
            });
            let end = end - usize::from(end > 0 && self.reading.is_one_of(end - 1, &["'s", "'"]));
            ends_at(end).filter(|_| is_plain)
        })
    }

    /// Returns the country that the name itself has: after `of` rather than at the start.
    pub(super) fn country_in_name(
        &self,
        words: &Range<usize>,
    ) -> Option<(&'static str, Range<usize>)> {
        // An adjective says so only at the start: `Indian Council`, and not `Musqueam Indian Band`.
        let is_said = |index: &usize| {
            let is_adjective =
                self.nation(*index).is_some_and(|nation| nation.kind == NationKind::Adjective);
            let before = index.wrapping_sub(1);
            !is_adjective
                || *index == words.start
                || self.reading.is_one_of(
                    before,
                    &["royal", "national", "federal", "the", "of", "all", "new", "state", "first"],
                )
        };
        let places: Vec<usize> = words
            .clone()
            .filter(|index| self.names.nations.contains_key(index))
            .filter(is_said)
            .collect();
        let is_sent = self.reading.is_one_of(words.start, &["embassy", "consulate"]);
        let is_after_of = |index: &usize| {
            let before = index.wrapping_sub(1);
            let before =
                if self.reading.lower(before) == "the" { before.wrapping_sub(1) } else { before };
            self.reading.is_one_of(before, &["of", "in"])
        };
        let last = places.iter().rev().copied().find(is_after_of).filter(|_| !is_sent);
        let index = last.or_else(|| places.first().copied())?;
        self.country(index)
    }
}
