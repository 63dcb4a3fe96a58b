//! States, regions and cities that are named alone.

use super::finder::Finder;
use super::mention::{BodyKind, BodyMention};
use super::vocabulary::GROUPS_OF_BODIES;
use crate::extract::mentions::nations::NationKind;
use crate::extract::sentences::WordKind;

impl Finder<'_> {
    /// Returns the state, region or city that is named alone.
    pub(super) fn state(&self, start: usize, end: usize) -> Option<(BodyMention, usize)> {
        let nation = self.nation(start)?;
        if nation.kind == NationKind::Adjective || self.reading.is_one_of(end, &["'s", "'"]) {
            return None;
        }
        // `the United States (U.S.) Geological Survey`
        let is_of_name = self.reading.lower(end) == "("
            && self.names.nation_end(end + 1).is_some_and(|close| {
                self.reading.lower(close) == ")" && self.names.is_name_word(close + 1)
            });
        let is_alias = start > 1
            && self.reading.lower(start - 1) == "("
            && self.reading.lower(end) == ")"
            && self.names.nation_end(end + 1).is_none()
            && (start.saturating_sub(5)..start)
                .any(|index| self.names.nation_end(index) == Some(start - 1));
        if is_of_name || is_alias || self.is_of_group(end) {
            return None;
        }
        // `Gdansk, Poland, and Turku, Finland`
        let of_city = self.nation(end + 1).filter(|country| {
            nation.kind == NationKind::City
                && country.kind == NationKind::Country
                && country.country == nation.country
                && self.reading.lower(end) == ","
        });
        let after = of_city.and_then(|_| self.names.nation_end(end + 1)).unwrap_or(end);
        let after = self.definition_end(after).unwrap_or(after);
        let range = self.reading.range(start..end);
        let body = BodyMention {
            range: self.reading.range(start..after),
            name: range.clone(),
            composed_name: None,
            short: None,
            // The states of a federation are parties without a country.
            country: (nation.kind != NationKind::Region).then_some((nation.country, range)),
            is_country_in_name: true,
            kind: BodyKind::State,
        };
        Some((body, after))
    }

    /// Returns the number after brackets that say what a state is called: `(the “United States” or “U.S.”)`.
    fn definition_end(&self, open: usize) -> Option<usize> {
        let close = (open + 1..open + 14).find(|&index| self.reading.lower(index) == ")")?;
        let is_plain = |index: usize| {
            self.reading.kind(index) == Some(WordKind::Punctuation)
                || self.reading.has_capital(index)
                || self.reading.is_one_of(
                    index,
                    &[
                        "the",
                        "or",
                        "and",
                        "of",
                        "together",
                        "hereinafter",
                        "hereafter",
                        "referred",
                        "to",
                        "as",
                    ],
                )
        };
        let is_quoted = self.reading.word(open + 1).starts_with(['"', '“', '‘'])
            || self.reading.word(open + 2).starts_with(['"', '“', '‘']);
        let is_definition =
            is_quoted || self.reading.is_one_of(open + 1, &["hereinafter", "hereafter"]);
        (self.reading.lower(open) == "(" && is_definition && (open + 1..close).all(is_plain))
            .then_some(close + 1)
    }

    fn is_group_noun(&self, index: usize) -> bool {
        GROUPS_OF_BODIES.contains(self.reading.lower(index))
    }

    /// Returns true for a word in small letters that is no small word of a list.
    fn is_small(&self, index: usize) -> bool {
        self.reading.kind(index) == Some(WordKind::Word)
            && !self.reading.has_capital(index)
            && !self
                .reading
                .is_one_of(index, &["and", "sign", "to", "in", "on", "of", "have", "will"])
    }

    /// Returns true if a noun follows a list of states whose bodies are meant: `Hong Kong and Macau customs`.
    fn is_of_group(&self, end: usize) -> bool {
        let mut end = end;
        for _ in 0..12 {
            let mut noun = end;
            while noun < end + 2 && self.is_small(noun) && !self.is_group_noun(noun) {
                noun += 1;
            }
            if self.is_small(noun) && self.is_group_noun(noun) {
                return true;
            }
            let next = end + 1 + usize::from(self.reading.lower(end + 1) == "and");
            let Some(after) = self.names.nation_end(next) else { return false };
            if !self.reading.is_one_of(end, &[",", "and", "&"]) {
                return false;
            }
            end = after;
        }
        false
    }
}
