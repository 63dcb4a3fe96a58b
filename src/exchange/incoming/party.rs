//! Parties, as sheets name them.

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt as _};

use super::remembered::Remembered;
use crate::domain::{Party, Text, typed};

/// Reads the parties of a cell, which stand between semicolons or on lines of their own.
///
/// In a column of partners a name is taken as it stands, but for what is surely not part of it: a
/// country in square brackets, and a short name in round ones that looks like one (`IIT`, `GovTech`,
/// not `Lyon`). Nothing else parts names: a comma and an `and` stand in names too.
pub(super) fn partners(text: &str) -> Vec<Party> {
    items(text).iter().map(|name| partner(name)).collect()
}

/// Partners that were read before: a sheet names most of them many times.
#[derive(Debug, Default)]
pub(super) struct Partners {
    read: Remembered<Party>,
}

impl Partners {
    /// Reads the parties of a cell, as [`partners`] does.
    pub(super) fn of(&mut self, text: &str) -> Vec<Party> {
        items(text).iter().map(|name| self.read.of(name, partner)).collect()
    }
}

/// Tells whether a name reads like several: `A, B and C`, `A / B`. It may be one all the same, such as
/// `Ministry of Health, Labour and Welfare`.
pub(super) fn may_be_several(name: &str) -> bool {
    let is_list = || name.contains(" and ") || name.contains(" & ");
    name.contains(" / ") || name.contains(", ") && is_list()
}

/// Returns the items of a cell, which stand between semicolons or on lines of their own.
pub(super) fn items(text: &str) -> Vec<Cow<'_, str>> {
    if text.contains(['\n', '\r']) {
        return lines(text).into_iter().flat_map(typed::items).collect();
    }
    typed::items(text)
}

/// Returns the lines of a cell, without the numbers or dashes before them where it is a list of such.
fn lines(text: &str) -> Vec<&str> {
    let lines: Vec<&str> =
        text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    let bare = lines.iter().zip(1..).map(|(line, number)| unlisted(line, number));
    match bare.collect::<Option<Vec<&str>>>() {
        Some(bare) if bare.len() > 1 => bare,
        _ => lines,
    }
}

/// Returns the item of a list behind its number, `2.`, `2)` or `(2)`, or behind its dash.
fn unlisted(line: &str, number: usize) -> Option<&str> {
    let dashed = line.strip_prefix(['-', '–', '•', '*', '·']);
    let numbered = || {
        let line = line.strip_prefix('(').unwrap_or(line);
        line.strip_prefix(&number.to_string())?.strip_prefix(['.', ')'])
    };
    let item = dashed.or_else(numbered)?.trim_start();
    (!item.is_empty()).then_some(item)
}

fn partner(text: &str) -> Party {
    let whole = || Party { name: text.into(), ..Party::default() };
    match typed::party(text) {
        // Whoever writes `[GB]` writes as `mou` does.
        Ok(party) if party.country.is_some() => party,
        Ok(party) if party.short.as_deref().is_none_or(looks_short) => party,
        Ok(_) | Err(_) => whole(),
    }
}

fn looks_short(short: &str) -> bool {
    let is_word = !short.contains(char::is_whitespace);
    is_word && short.chars().filter(|letter| letter.is_uppercase()).count() >= 2
}

/// The most names that are looked for as they are written.
const MOST_WRITTEN: usize = 8_192;

/// The parties that are known: those of the registry, then those of the rows before.
pub struct Known {
    names: HashMap<String, Party>,
    shorts: HashMap<String, Party>,
    /// Some of the names as they are written, which are looked for first.
    written: HashMap<Text, Party>,
}

impl std::fmt::Debug for Known {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Known").field("names", &self.names.len()).finish_non_exhaustive()
    }
}

impl Known {
    /// Returns that no party is known.
    #[must_use]
    pub fn none() -> Self {
        Self { names: HashMap::new(), shorts: HashMap::new(), written: HashMap::new() }
    }

    /// Comes to know parties, as [`Self::meet`] does each.
    pub fn meet_all(&mut self, parties: &[Party]) {
        for party in parties {
            self.meet(party);
        }
    }

    /// Comes to know a party, unless one of its names is known.
    pub fn meet(&mut self, party: &Party) {
        if self.written.contains_key(&party.name) {
            return;
        }
        let name = party.name.to_lowercase();
        if !self.names.contains_key(&name) {
            let known = Party {
                name: party.name.clone(),
                short: party.short.clone(),
                country: party.country.clone(),
                ..Party::default()
            };
            if let Some(short) = &party.short {
                self.shorts.entry(short.to_lowercase()).or_insert_with(|| known.clone());
            }
            self.names.insert(name.clone(), known);
        }
        if self.written.len() < MOST_WRITTEN
            && let Some(known) = self.names.get(&name)
        {
            self.written.insert(party.name.clone(), known.clone());
        }
    }

    /// Returns the party with the name, short name and country of the one that is known under its
    /// name, as a name or as a short name.
    #[must_use]
    pub fn recognise(&self, mut party: Party) -> Party {
        let found = self.written.get(&party.name).or_else(|| {
            let name = party.name.to_lowercase();
            self.names.get(&name).or_else(|| self.shorts.get(&name))
        });
        if let Some(known) = found {
            // Mostly these are the same texts, for which there is room already.
            party.name.clone_from(&known.name);
            if known.short.is_some() {
                party.short.clone_from(&known.short);
            }
            if known.country.is_some() {
                party.country.clone_from(&known.country);
            }
        }
        party
    }

    /// Returns the parties that a row names for a record that has `old` ones: those that it has
    /// already stay as they are, with a new short name or country where the row gives one.
    #[must_use]
    pub fn bring_up(&self, old: &[Party], named: &[Party]) -> Vec<Party> {
        let brought = named.iter().map(|party| {
            let is_it = |old: &&Party| old.is_called(&party.name);
            let Some(here) = old.iter().find(is_it) else { return self.recognise(party.clone()) };
            let known = self.recognise(party.clone());
            let differs = |new: &Option<Text>, old: &Option<Text>, known: &Option<Text>| {
                new.is_some() && new != old && known != old
            };
            let mut kept = here.clone();
            if differs(&party.short, &here.short, &known.short) {
                kept.short.clone_from(&party.short);
            }
            if differs(&party.country, &here.country, &known.country) {
                kept.country.clone_from(&party.country);
            }
            kept.role = party.role.clone().or(kept.role);
            kept.signed = party.signed.or(kept.signed);
            kept.joined = party.joined.or(kept.joined);
            kept.left = party.left.or(kept.left);
            kept
        });
        brought.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_taken_as_it_stands_but_for_a_short_one_and_a_country() {
        for (text, told) in [
            ("Kyoto University", "Kyoto University||"),
            (
                "African Intellectual Property Organization (OAPI)",
                "African Intellectual Property Organization|OAPI|",
            ),
            ("GovTech Singapore (GovTech) [SG]", "GovTech Singapore|GovTech|SG"),
            ("Bolivia (Plurinational State of)", "Bolivia (Plurinational State of)||"),
            ("A, B, and C (Multilateral)", "A, B, and C (Multilateral)||"),
            ("University of X [formerly Y]", "University of X [formerly Y]||"),
            ("Institute (open", "Institute (open||"),
        ] {
            let party = partner(text);
            let [short, country] = [party.short, party.country].map(Option::unwrap_or_default);
            assert_eq!(format!("{}|{short}|{country}", party.name), told);
        }
        let names: Vec<Text> =
            partners("A; B and C\nD,\n E ;").into_iter().map(|party| party.name).collect();
        assert_eq!(names, ["A", "B and C", "D,", "E"]);
        for (cell, names) in [
            ("1. A\n2. B\r\n3. C", vec!["A", "B", "C"]),
            ("(1) A\n\n(2) B", vec!["A", "B"]),
            ("- A\n- B", vec!["A", "B"]),
            ("1. FC Köln", vec!["1. FC Köln"]),
            ("1. FC Köln\nB", vec!["1. FC Köln", "B"]),
        ] {
            let read: Vec<Text> = partners(cell).into_iter().map(|party| party.name).collect();
            assert_eq!(read, names, "{cell}");
        }
    }

    #[test]
    fn a_party_that_a_record_has_keeps_what_the_row_does_not_say() {
        let known = Known::none();
        let old = [Party { role: Some("host".into()), ..typed::party("Kyoto (KU) [JP]").unwrap() }];
        let named = |text| [typed::party(text).unwrap()];
        assert_eq!(known.bring_up(&old, &named("kyoto")), old);
        assert_eq!(known.bring_up(&old, &named("KU")), old);
        assert_eq!(known.bring_up(&old, &named("Kyoto (KU2)"))[0].to_string(), "Kyoto (KU2) [JP]");
        assert_eq!(known.bring_up(&old, &named("Tartu"))[0].to_string(), "Tartu");
    }
}
