//! Several bodies in one phrase, and names in small letters.

use std::ops::Range;
use std::sync::LazyLock;

use super::finder::Finder;
use super::mention::{BodyKind, BodyMention};
use super::names::Name;
use super::vocabulary::{BODY_WORDS, SMALL_KINDS};
use crate::domain::usual_country_name;
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::mentions::nations::NationKind;
use crate::extract::sentences::WordKind;

/// Nouns in small letters that begin the name of a body.
static PLAIN_KINDS: LazyLock<WordList> = LazyLock::new(|| section(BODY_WORDS, "plain kinds"));

/// Kinds of bodies of a place, in small letters, with their plurals.
const PLACE_KINDS: [(&str, &str); 8] = [
    ("port authority", "port authorities"),
    ("city government", "city governments"),
    ("municipal government", "municipal governments"),
    ("provincial government", "provincial governments"),
    ("state government", "state governments"),
    ("city council", "city councils"),
    ("county council", "county councils"),
    ("national parliament", "national parliaments"),
];

impl Finder<'_> {
    /// Returns the governments that adjectives name: `the Kenyan and Rwandan governments`.
    pub(super) fn governments(&self, start: usize) -> Option<(Vec<BodyMention>, usize)> {
        let mut owners = Vec::new();
        let mut index = start;
        loop {
            let end = self.names.nation_end(index)?;
            owners.push(index);
            index = if self.reading.is_one_of(end, &["'s", "'"]) { end + 1 } else { end };
            let joined = self.reading.is_one_of(index, &["and", ",", "&"]);
            if !joined {
                break;
            }
            index += 1 + usize::from(self.reading.lower(index + 1) == "and");
            index += usize::from(self.reading.lower(index) == "the");
        }
        let is_government = self.reading.is_one_of(index, &["government", "governments"]);
        let is_one = owners.len() == 1;
        let is_written_as_name = is_one
            && self.reading.has_capital(index)
            && self.nation(start)?.kind != NationKind::Adjective;
        if !is_government || is_written_as_name {
            return None;
        }
        let last = self.reading.range(index..index + 1);
        let government = |&owner: &usize| {
            let nation = self.nation(owner)?;
            let range = nation.range.start..if is_one { last.end } else { nation.range.end };
            let name = match nation.kind {
                NationKind::Adjective => usual_country_name(nation.country)?.to_owned(),
                _ => self.reading.text[nation.range.clone()].to_owned(),
            };
            Some(BodyMention {
                name: range.clone(),
                range,
                composed_name: Some(format!("Government of {name}")),
                short: None,
                country: Some((nation.country, nation.range.clone())),
                is_country_in_name: true,
                kind: BodyKind::Government,
            })
        };
        Some((owners.iter().filter_map(government).collect(), index + 1))
    }

    /// Returns the bodies of a plural: `the Universities of Oslo and Bergen`.
    pub(super) fn several(&self, name: &Name) -> Option<(Vec<BodyMention>, usize)> {
        let plural = name.words.clone().find(|&index| self.names.plural_kind(index).is_some())?;
        let one = self.names.plural_kind(plural)?;
        if self.reading.lower(plural + 1) != "of" {
            return None;
        }
        let before = self.reading.range(name.words.start..plural);
        let prefix = if plural == name.words.start { "" } else { &self.reading.text[before] };
        let skip_article = |index: usize| index + usize::from(self.reading.lower(index) == "the");
        let mut start = skip_article(plural + 2);
        let mut bodies = Vec::new();
        let mut topic: Option<Range<usize>> = None;
        loop {
            let end = self.complement_end(start)?;
            let nation_at =
                (start..end).rev().find(|&index| self.names.nation_end(index) == Some(end));
            let complement = self.reading.range(start..end);
            // `Ministries of Health of Peru and Ecuador`: the field belongs to all of them.
            let field = match nation_at {
                Some(nation) if nation > start => {
                    let field_end = (start..nation)
                        .rev()
                        .find(|&i| self.reading.lower(i) == "of")
                        .unwrap_or(nation);
                    topic = Some(self.reading.range(start..field_end));
                    topic.clone()
                }
                Some(_) => topic.clone(),
                None => None,
            };
            let words = &self.reading.text[field.unwrap_or_else(|| complement.clone())];
            let article =
                if self.reading.lower(start.wrapping_sub(1)) == "the" { "the " } else { "" };
            let country = nation_at
                .or_else(|| (start..end).find(|index| self.names.nations.contains_key(index)))
                .or_else(|| {
                    (name.words.start..plural).find(|index| self.names.nations.contains_key(index))
                })
                .and_then(|index| self.nation(index))
                .map(|nation| (nation.country, nation.range.clone()));
            let kind =
                if one == "Government" { BodyKind::Government } else { BodyKind::Organisation };
            let first = if bodies.is_empty() { name.words.start } else { start };
            bodies.push(BodyMention {
                range: self.reading.range(first..end),
                name: self.reading.range(first..end),
                composed_name: Some(
                    format!("{} {one} of {article}{words}", prefix.trim()).trim().to_owned(),
                ),
                short: None,
                country,
                is_country_in_name: true,
                kind,
            });
            let is_comma = self.reading.lower(end) == ",";
            let separator = end + usize::from(is_comma && self.reading.lower(end + 1) == "and");
            if !self.reading.is_one_of(separator, &["and", ",", "&"]) {
                return (bodies.len() > 1).then_some((bodies, end));
            }
            let next = skip_article(separator + 1);
            let is_new = self
                .complement_end(next)
                .is_none_or(|end| (next..end).any(|index| self.names.is_kind(index)));
            if is_new {
                return (bodies.len() > 1).then_some((bodies, end));
            }
            start = next;
        }
    }

    /// Returns the number after the name in a list after a plural.
    fn complement_end(&self, start: usize) -> Option<usize> {
        let name = self.names.name(start)?;
        let and = (name.words.clone()).find(|&index| self.reading.is_one_of(index, &["and", ","]));
        Some(and.unwrap_or(name.words.end))
    }

    /// Returns the bodies whose name is written in small letters: `the ministry of health of Peru`, `the governments of
    /// Peru and Chile`.
    pub(super) fn plain(&self, start: usize) -> Option<(Vec<BodyMention>, usize)> {
        if self.names.is_person.get(start) == Some(&true) {
            return None;
        }
        if let Some(found) = self.small_ministry(start) {
            return Some(found);
        }
        if !PLAIN_KINDS.contains(self.reading.lower(start)) {
            return None;
        }
        let kind = start + usize::from(self.reading.lower(start + 1) == "court");
        let is_court = self.reading.is_one_of(start, &["supreme", "apex"]);
        if self.reading.lower(kind + 1) != "of" || is_court != (kind > start) {
            return None;
        }
        let is_government = self.reading.lower(start).starts_with("government");
        let is_plural = self.reading.lower(start) == "governments";
        let has_field = self.reading.is_one_of(start, &["ministry", "department"]);
        let longest = if has_field { 12 } else { 3 };
        let is_inside = |index: usize| {
            self.reading.kind(index) == Some(WordKind::Word) || self.reading.lower(index) == ","
        };
        let nation = (kind + 2..kind + 2 + longest)
            .take_while(|&index| is_inside(index))
            .find(|&index| self.names.nations.contains_key(&index) && self.is_after_of(index))?;
        let end = self.names.nation_end(nation)?;
        let body = |nation: usize, first: usize| {
            let (country, place) = self.country(nation)?;
            let end = self.names.nation_end(nation)?;
            let article = if self.reading.lower(nation - 1) == "the" { "the " } else { "" };
            let country_name = &self.reading.text[place.clone()];
            Some(BodyMention {
                range: self.reading.range(first..end),
                name: self.reading.range(first..end),
                composed_name: is_government
                    .then(|| format!("Government of {article}{country_name}")),
                short: None,
                country: Some((country, place)),
                is_country_in_name: true,
                kind: if is_government { BodyKind::Government } else { BodyKind::Organisation },
            })
        };
        let mut bodies: Vec<BodyMention> = body(nation, start).into_iter().collect();
        let mut end = end;
        if self.reading.lower(end) == "(" && self.reading.lower(end + 2) == ")" {
            // The short name of the country or of the body.
            if let Some(body) = bodies.last_mut().filter(|_| self.names.is_acronym(end + 1)) {
                body.short = Some(self.reading.range(end + 1..end + 2));
            }
            end += 3;
        }
        while is_plural && self.reading.is_one_of(end, &["and", ",", "&"]) {
            let skip =
                |index: usize, word: &str| index + usize::from(self.reading.lower(index) == word);
            let next = skip(skip(end + 1, "and"), "the");
            let Some(after) = self.names.nation_end(next) else { break };
            bodies.extend(body(next, next));
            end = after;
        }
        Some((bodies, end))
    }

    /// Returns the bodies of places whose kind is written in small letters: `the city government of Cagayan de Oro`,
    /// `the port authorities of Rotterdam and Hull`.
    pub(super) fn plain_place(&self, start: usize) -> Option<(Vec<BodyMention>, usize)> {
        let kind = PLACE_KINDS.iter().find(|(one, several)| {
            self.reading.is_phrase(start, one) || self.reading.is_phrase(start, several)
        });
        let (one, several) = kind.filter(|_| self.names.is_person.get(start) != Some(&true))?;
        let is_plural = self.reading.is_phrase(start, several);
        if self.reading.lower(start + 2) != "of" {
            return None;
        }
        let mut bodies = Vec::new();
        let mut place = start + 3 + usize::from(self.reading.lower(start + 3) == "the");
        let mut first = start;
        loop {
            let end = self.complement_end(place)?;
            let country = (place..end).find_map(|index| self.country(index));
            let named = &self.reading.text[self.reading.range(place..end)];
            bodies.push(BodyMention {
                range: self.reading.range(first..end),
                name: self.reading.range(first..end),
                composed_name: is_plural.then(|| format!("{one} of {named}")),
                short: None,
                is_country_in_name: country.is_some(),
                country,
                kind: BodyKind::Organisation,
            });
            let is_joined = is_plural && self.reading.is_one_of(end, &["and", ",", "&"]);
            let next = end + 1 + usize::from(self.reading.lower(end + 1) == "and");
            if !is_joined || !self.names.is_name_word(next) {
                return Some((bodies, end));
            }
            first = next;
            place = next;
        }
    }

    /// Returns the ministries whose name is written in small letters with the field first: `the Egyptian education
    /// ministry`, `the health department of the Sindh government`, `the foreign ministries of Peru and Chile`.
    fn small_ministry(&self, start: usize) -> Option<(Vec<BodyMention>, usize)> {
        let reading = self.reading;
        let is_small = |index: usize| {
            reading.kind(index) == Some(WordKind::Word)
                && !reading.has_capital(index)
                && self.names.is_person.get(index) != Some(&true)
        };
        let is_field = |index: usize| is_small(index) && self.names.is_listed_topic(index);
        if !is_field(start) || start > 0 && is_field(start - 1) {
            return None;
        }
        let kind = (start + 1..start + 6)
            .take_while(|&index| is_small(index))
            .find(|&index| SMALL_KINDS.contains(reading.lower(index)))?;
        if !(start..kind).all(|index| is_field(index) || reading.lower(index) == "and") {
            return None;
        }
        let after_of = kind + 2 + usize::from(reading.lower(kind + 2) == "the");
        let nation = self.names.nation_end(after_of).filter(|_| reading.lower(kind + 1) == "of");
        let is_plural = self.names.plural_kind(kind).is_some();
        let field = &reading.text[reading.range(start..kind)];
        let one = |first: usize, nation: usize, end: usize| {
            let country = self.country(nation)?;
            Some(BodyMention {
                range: reading.range(first..end),
                name: reading.range(if is_plural { first..end } else { start..kind + 1 }),
                composed_name: is_plural.then(|| format!("{field} ministry")),
                short: None,
                country: Some(country),
                is_country_in_name: false,
                kind: BodyKind::Organisation,
            })
        };
        if is_plural {
            let mut end = nation?;
            let mut bodies: Vec<BodyMention> = one(start, after_of, end).into_iter().collect();
            while reading.is_one_of(end, &["and", ",", "&"]) {
                let next = end + 1 + usize::from(reading.is_one_of(end + 1, &["and", "the"]));
                let Some(after) = self.names.nation_end(next) else { break };
                bodies.extend(one(next, next, after));
                end = after;
            }
            return Some((bodies, end));
        }
        if let Some(end) = nation.filter(|&end| reading.lower(end) != "government") {
            return Some((one(start, after_of, end).into_iter().collect(), end));
        }
        // `of the Sindh government` belongs to the name.
        let government = (after_of..after_of + 4)
            .find(|&index| reading.lower(index) == "government")
            .filter(|_| reading.lower(kind + 1) == "of" && reading.has_capital(after_of));
        let end = government.map_or(kind + 1, |government| government + 1);
        let is_level = start > 0
            && reading.is_one_of(
                start - 1,
                &["union", "federal", "state", "provincial", "national", "central"],
            );
        let first = start - usize::from(is_level);
        let before = first.checked_sub(1);
        let adjective = before.and_then(|before| {
            (before.saturating_sub(2)..=before)
                .find(|&index| self.names.nation_end(index) == Some(first))
        });
        let owner = self.owner(first).or(adjective);
        let begin = owner.unwrap_or(first);
        let body = BodyMention {
            range: reading.range(begin..end),
            name: reading.range(first..end),
            composed_name: None,
            short: None,
            country: owner.and_then(|owner| self.country(owner)),
            is_country_in_name: false,
            kind: BodyKind::Organisation,
        };
        Some((vec![body], end))
    }

    /// Returns true if `of`, and perhaps an article, precede a word.
    fn is_after_of(&self, index: usize) -> bool {
        let before = index.wrapping_sub(1);
        let before =
            if self.reading.lower(before) == "the" { before.wrapping_sub(1) } else { before };
        self.reading.lower(before) == "of"
    }
}
