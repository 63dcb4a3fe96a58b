//! The parties of a registry: how often each is named, and which one is meant by a text.

use std::collections::BTreeMap;

use serde::Serialize;

use super::listing::ListedAgreement;
use super::table::{Cell, Column};
use crate::domain::search::{self, SearchWord};
use crate::domain::{Date, Party, Text, input};

/// A party across all agreements.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedParty {
    /// Its name.
    pub name: Text,
    /// Its short name: the first one that is recorded, by the id of the agreement.
    pub short: Option<Text>,
    /// Its country: the first one that is recorded.
    pub country: Option<Text>,
    /// How many agreements name it.
    pub agreements: usize,
    /// How many of them are in force with it.
    pub in_force: usize,
    /// The next last day of those in force.
    pub next_end: Option<Date>,
}

/// The columns of a list of parties, unless others are chosen.
pub const DEFAULT_PARTY_COLUMNS: [&str; 6] =
    ["name", "short", "country", "agreements", "in_force", "next_end"];

/// All columns of parties.
pub static PARTY_COLUMNS: [Column<ListedParty>; 6] = [
    Column::text("name", |party| Cell::Text(party.name.as_str().into())),
    Column::text("short", |party| Cell::given(party.short.as_ref())),
    Column::text("country", |party| Cell::given(party.country.as_ref())),
    Column::number("agreements", |party| Cell::number(i64::try_from(party.agreements).ok())),
    Column::number("in_force", |party| Cell::number(i64::try_from(party.in_force).ok())),
    Column::text("next_end", |party| Cell::date(party.next_end)),
];

/// One agreement that names a party.
#[derive(Debug)]
pub struct PartyMention {
    party: Party,
    is_in_force: bool,
    end: Option<Date>,
}

impl PartyMention {
    /// Returns the mentions in an agreement, one for each of its parties.
    #[must_use]
    pub fn all_in(entry: &ListedAgreement) -> Vec<Self> {
        let is_in_force = entry.standing.status.is_in_force();
        let mentions = entry.agreement.parties.iter().map(|party| Self {
            party: party.clone(),
            is_in_force: is_in_force && party.belongs_on(entry.day),
            end: entry.standing.ends.date(),
        });
        mentions.collect()
    }
}

impl ListedParty {
    /// Returns the parties of these mentions, which are in the order of the ids, sorted by name.
    #[must_use]
    pub fn all_of(mentions: impl IntoIterator<Item = PartyMention>) -> Vec<Self> {
        let mut parties: BTreeMap<Text, Self> = BTreeMap::new();
        for PartyMention { party, is_in_force, end } in mentions {
            let listed = parties.entry(party.name.clone()).or_insert_with(|| Self {
                name: party.name,
                short: None,
                country: None,
                agreements: 0,
                in_force: 0,
                next_end: None,
            });
            listed.short = listed.short.take().or(party.short);
            listed.country = listed.country.take().or(party.country);
            listed.agreements += 1;
            if is_in_force {
                listed.in_force += 1;
                listed.next_end = earlier(listed.next_end, end);
            }
        }
        parties.into_values().collect()
    }

    /// Returns true if all words are in the name, the short name or the country.
    #[must_use]
    pub fn matches(&self, words: &[SearchWord]) -> bool {
        let texts = [Some(&self.name), self.short.as_ref(), self.country.as_ref()];
        words.iter().all(|word| texts.iter().flatten().any(|text| word.is_in(text)))
    }
}

/// Returns the earlier of two dates that may be absent.
pub(super) fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    one.into_iter().chain(other).min_by_key(|date| (date.first(), date.last()))
}

/// The names of the parties of a registry, to find the one that is meant by a text.
#[derive(Debug, Default)]
pub struct PartyNames {
    /// The short names and the country of each, by name.
    parties: BTreeMap<Text, PartyEntry>,
}

#[derive(Debug, Default)]
struct PartyEntry {
    /// Without repetitions, in the order of the ids.
    shorts: Vec<Text>,
    country: Option<Text>,
}

/// Why a text does not name exactly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameError {
    /// It names none.
    Unknown,
    /// It may be any of these.
    Ambiguous(Vec<String>),
}

impl PartyNames {
    /// Returns the names of these parties, which are in the order of the ids.
    #[must_use]
    pub fn new(parties: impl IntoIterator<Item = Party>) -> Self {
        let mut names = Self::default();
        for Party { name, short, country, .. } in parties {
            let entry = names.parties.entry(name).or_default();
            if let Some(short) = short.filter(|short| !entry.shorts.contains(short)) {
                entry.shorts.push(short);
            }
            entry.country = entry.country.take().or(country);
        }
        names
    }

    /// Returns the names and short names.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let names = self.parties.iter();
        names.flat_map(|(name, entry)| std::iter::once(name).chain(&entry.shorts)).map(Text::as_str)
    }

    /// Returns the party that `typed` names: by its name, else by its short name, else by one of them if
    /// case and accents are ignored, else by a part of one of them. A party may also be typed in full, as
    /// `Name (SHORT) [CC]`.
    ///
    /// Fails if there is none, or more than one.
    pub fn find<'s>(&'s self, typed: &str) -> Result<Party, NameError> {
        let found = self.find_name(typed.trim());
        let in_full = || match input::parse_party(typed) {
            Ok(party) if party.name != typed.trim() => self.find_name(&party.name),
            _ => Err(NameError::Unknown),
        };
        let by_part = || {
            let word = SearchWord::from(typed);
            let is_part = |text: &Text| !typed.trim().is_empty() && word.is_in(text);
            let has_part =
                |name: &Text, entry: &PartyEntry| is_part(name) || entry.shorts.iter().any(is_part);
            self.only(&self.matching(has_part))
        };
        let mut found = found;
        for find in [&in_full as &dyn Fn() -> Result<&'s Text, NameError>, &by_part] {
            if found == Err(NameError::Unknown) {
                found = find();
            }
        }
        found.map(|name| self.party(name))
    }

    /// Returns the party with this name and what is recorded of it.
    fn party(&self, name: &Text) -> Party {
        let entry = self.parties.get(name);
        Party {
            name: name.clone(),
            short: entry.and_then(|entry| entry.shorts.first()).cloned(),
            country: entry.and_then(|entry| entry.country.clone()),
            ..Party::default()
        }
    }

    /// Returns the other parties that have this name or short name, whatever the case.
    #[must_use]
    pub fn others_called(&self, text: &str, name: &str) -> Vec<&Text> {
        let folded = search::fold(text);
        let is_called = |(other, entry): &(&Text, &PartyEntry)| {
            other.as_str() != name && is_called(&folded, other, entry)
        };
        self.parties.iter().filter(is_called).map(|(name, _)| name).collect()
    }

    fn find_name(&self, typed: &str) -> Result<&Text, NameError> {
        if let Some((name, _)) = self.parties.get_key_value(typed) {
            return Ok(name);
        }
        let folded = search::fold(typed);
        let by_short = self.matching(|_, entry| entry.shorts.iter().any(|short| short == typed));
        let found = if by_short.is_empty() {
            self.matching(|name, entry| is_called(&folded, name, entry))
        } else {
            by_short
        };
        self.only(&found)
    }

    /// Returns the only one of the names. Fails if there are none or several.
    fn only<'s>(&self, names: &[&'s Text]) -> Result<&'s Text, NameError> {
        match names {
            [only] => Ok(only),
            [] => Err(NameError::Unknown),
            several => {
                let several = several.iter().map(|name| self.party(name).to_string());
                Err(NameError::Ambiguous(several.collect()))
            }
        }
    }

    fn matching(&self, matches: impl Fn(&Text, &PartyEntry) -> bool) -> Vec<&Text> {
        let found = self.parties.iter().filter(|(name, entry)| matches(name, entry));
        found.map(|(name, _)| name).collect()
    }
}

fn is_called(folded: &str, name: &str, entry: &PartyEntry) -> bool {
    search::is_same(folded, name) || entry.shorts.iter().any(|short| search::is_same(folded, short))
}
