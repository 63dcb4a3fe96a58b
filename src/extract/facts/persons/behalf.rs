//! Which party somebody signs for.

use std::ops::Range;

use crate::domain::{Party, Text};
use crate::extract::mentions::nations::nations;
use crate::extract::proposal::Fact;

/// The parties, with what they are recognised by.
pub(super) struct SignatoryParties<'a> {
    parties: &'a [Fact<Party>],
    words: Vec<Vec<String>>,
}

/// How well words name a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PartyMatch {
    /// By its country alone.
    Country,
    /// By a part of its name, or by a name that it is part of.
    Part,
    /// By its name or short name.
    Name,
}

impl<'a> SignatoryParties<'a> {
    /// Returns the names of the parties.
    #[must_use]
    pub(super) fn new(parties: &'a [Fact<Party>]) -> Self {
        let words = parties.iter().map(|party| plain_words(&party.value.name)).collect();
        Self { parties, words }
    }

    /// Returns the number of parties.
    #[must_use]
    pub(super) fn len(&self) -> usize {
        self.parties.len()
    }

    /// Returns how the record names a party: by its short name, or by its name.
    #[must_use]
    pub(super) fn label(&self, party: usize) -> Text {
        let party = &self.parties[party].value;
        party.short.clone().unwrap_or_else(|| party.name.clone())
    }

    /// Returns the party that words name, and how well; `None` if they name none or several equally well.
    #[must_use]
    pub(super) fn find(&self, body: &str) -> Option<(usize, PartyMatch)> {
        let body_words = plain_words(body);
        let countries = countries(body);
        let mut best: Option<(usize, PartyMatch)> = None;
        let mut is_ambiguous = false;
        for index in 0..self.parties.len() {
            let Some(found) = self.matches(index, body, &body_words, &countries) else { continue };
            match best {
                Some((_, before)) if before > found => {}
                Some((_, before)) if before == found => is_ambiguous = true,
                _ => {
                    best = Some((index, found));
                    is_ambiguous = false;
                }
            }
        }
        best.filter(|_| !is_ambiguous)
    }

    /// Returns how well words name a party.
    fn matches(
        &self,
        index: usize,
        body: &str,
        body_words: &[String],
        countries: &[&str],
    ) -> Option<PartyMatch> {
        let party = &self.parties[index].value;
        let name = &self.words[index];
        let short = party.short.as_ref().map(|short| plain_words(short)).unwrap_or_default();
        if body_words == name.as_slice() || !short.is_empty() && body_words == short.as_slice() {
            return Some(PartyMatch::Name);
        }
        let country = party.country.as_deref();
        let is_state = self.is_state(index);
        if is_state {
            return country
                .is_some_and(|country| countries == [country])
                .then_some(PartyMatch::Country);
        }
        let has_short = !short.is_empty() && contains(body_words, &short);
        let is_same_but_country = same_without_countries(body, &party.name);
        if has_short || is_same_but_country {
            return Some(PartyMatch::Name);
        }
        let is_part = !body_words.is_empty()
            && body_words.iter().any(|word| {
                word.chars().nth(3).is_some() || word.chars().all(char::is_alphanumeric)
            })
            && countries_only(body).is_none()
            && (contains(name, body_words)
                || contains(body_words, name)
                || short_parts(party, body));
        if is_part {
            return Some(PartyMatch::Part);
        }
        country.is_some_and(|country| countries == [country]).then_some(PartyMatch::Country)
    }

    /// Returns true if the party is a state or a government.
    fn is_state(&self, index: usize) -> bool {
        countries_only(&self.parties[index].value.name).is_some()
    }

    /// Returns true if words mean exactly the party, so that a title need not repeat them.
    #[must_use]
    pub(super) fn is_exactly(&self, party: usize, body: &str) -> bool {
        if self.is_state(party) {
            let country = self.parties[party].value.country.as_deref();
            return countries_only(body).is_some_and(|named| country == Some(named));
        }
        let words = plain_words(body);
        let value = &self.parties[party].value;
        let short = value.short.as_ref().map(|short| plain_words(short)).unwrap_or_default();
        words == self.words[party]
            || !short.is_empty() && words == short
            || same_without_countries(body, &value.name)
            || !short.is_empty() && {
                let rest: Vec<_> = plain_words(&without_countries(body));
                let name = plain_words(&without_countries(&value.name));
                rest == short
                    || rest.len() == name.len() + short.len()
                        && contains(&rest, &name)
                        && contains(&rest, &short)
            }
    }
}

/// Returns true if a part of the short name, such as `CCPIT` of `CCPIT/CCOIC Mediation Center`, is a word of a text.
fn short_parts(party: &Party, text: &str) -> bool {
    let Some(short) = &party.short else { return false };
    short
        .split(|char: char| !char.is_alphanumeric())
        .filter(|part| part.chars().filter(|char| char.is_uppercase()).count() >= 3)
        .any(|part| text.split(|char: char| !char.is_alphanumeric()).any(|word| word == part))
}

/// Returns the words of a name in lower case, without articles and what joins them.
fn plain_words(name: &str) -> Vec<String> {
    name.split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .filter(|word| !matches!(word.as_str(), "the" | "of" | "and" | "for" | "s"))
        .collect()
}

/// Returns true if words contain others, in order and without a gap.
fn contains(words: &[String], others: &[String]) -> bool {
    !others.is_empty() && words.windows(others.len()).any(|window| window == others)
}

/// Returns the countries that a text names, each once.
fn countries(text: &str) -> Vec<&'static str> {
    let mut countries: Vec<_> =
        nations(text, 0..text.len()).into_iter().map(|nation| nation.country).collect();
    countries.sort_unstable();
    countries.dedup();
    countries
}

/// Returns the country of a text that names nothing else: `Uzbekistan`, `the Government of India`.
fn countries_only(text: &str) -> Option<&'static str> {
    let countries = countries(text);
    let rest = plain_words(&without_countries(text));
    let is_form = |word: &String| {
        matches!(
            word.as_str(),
            "government"
                | "republic"
                | "kingdom"
                | "state"
                | "people"
                | "peoples"
                | "socialist"
                | "democratic"
                | "federal"
                | "islamic"
                | "arab"
                | "federation"
                | "commonwealth"
                | "sultanate"
                | "principality"
                | "royal"
        )
    };
    match countries.as_slice() {
        [country] if rest.iter().all(is_form) => Some(country),
        _ => None,
    }
}

/// Returns a text without the countries in it.
fn without_countries(text: &str) -> String {
    let mut rest = String::new();
    let mut start = 0;
    for nation in nations(text, 0..text.len()) {
        let Range { start: begin, end } = nation.range;
        if begin >= start {
            rest.push_str(&text[start..begin]);
            start = end;
        }
    }
    rest.push_str(&text[start..]);
    rest
}

/// Returns true if two names are the same but for the countries in them: `Ministry of Law` and `Singapore Ministry of Law`.
fn same_without_countries(first: &str, second: &str) -> bool {
    let countries = (countries(first), countries(second));
    let are_compatible =
        countries.0.is_empty() || countries.1.is_empty() || countries.0 == countries.1;
    let words = plain_words(&without_countries(first));
    are_compatible && !words.is_empty() && words == plain_words(&without_countries(second))
}
