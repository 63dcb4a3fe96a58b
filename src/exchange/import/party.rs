//! Parties and countries, as sheets write them.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::domain::{ParseError, Party, Text, input};

/// Parses the partners of a cell, which are separated by semicolons or line breaks.
///
/// A name is taken as it is written, without a country in square brackets and a short name in round
/// ones that looks like one (`IIT`, `GovTech`, not `Lyon`). Commas and `and` do not separate: names
/// contain them too.
pub(super) fn partners(text: &str) -> Vec<Party> {
    items(text).iter().map(|name| partner(name)).collect()
}

/// Returns true if the name may be a list of names: `A, B and C`, `A / B`. It may still be one name,
/// such as `Ministry of Health, Labour and Welfare`.
pub(super) fn may_be_several(name: &str) -> bool {
    let has_and = || name.contains(" and ") || name.contains(" & ");
    name.contains(" / ") || name.contains(", ") && has_and()
}

/// Returns the items of a cell, which are separated by semicolons or line breaks.
pub(super) fn items(text: &str) -> Vec<Cow<'_, str>> {
    if text.contains(['\n', '\r']) {
        return lines(text).into_iter().flat_map(input::split_list).collect();
    }
    input::split_list(text)
}

/// Returns the lines of a cell; those of a numbered or dashed list without number and dash.
fn lines(text: &str) -> Vec<&str> {
    let lines: Vec<&str> =
        text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect();
    let bare = lines.iter().zip(1..).map(|(line, number)| without_number(line, number));
    match bare.collect::<Option<Vec<&str>>>() {
        Some(bare) if bare.len() > 1 => bare,
        _ => lines,
    }
}

/// Returns the text behind the number (`2.`, `2)` or `(2)`) or the dash of a list item.
fn without_number(line: &str, number: usize) -> Option<&str> {
    let dashed = line.strip_prefix(['-', '–', '•', '*', '·']);
    let numbered = || {
        let line = line.strip_prefix('(').unwrap_or(line);
        line.strip_prefix(&number.to_string())?.strip_prefix(['.', ')'])
    };
    let item = dashed.or_else(numbered)?.trim_start();
    (!item.is_empty()).then_some(item)
}

/// Parses a party as a person types it. A country that does not exist is refused in a file that mou wrote; in
/// another it stays in the name, so that the row is kept.
pub(super) fn parse(text: &str, is_own_form: bool) -> Result<Party, ParseError> {
    input::parse_party(text).or_else(|why| {
        let without_country =
            text.trim_end().strip_suffix(']').and_then(|rest| rest.rsplit_once('['));
        let is_readable = without_country.is_some_and(|(rest, _)| input::parse_party(rest).is_ok());
        if is_own_form || !is_readable {
            return Err(why);
        }
        Ok(Party { name: text.trim().into(), ..Party::default() })
    })
}

fn partner(text: &str) -> Party {
    match input::parse_party(text) {
        // `[GB]` is written only as `mou` does.
        Ok(party) if party.country.is_some() => party,
        Ok(party) if party.short.as_deref().is_none_or(looks_short) => party,
        Ok(_) | Err(_) => Party { name: text.into(), ..Party::default() },
    }
}

fn looks_short(short: &str) -> bool {
    let is_word = !short.contains(char::is_whitespace);
    is_word && short.chars().filter(|letter| letter.is_uppercase()).count() >= 2
}

/// The known parties, by name and short name in lower case: those of the registry, then those of
/// earlier rows.
#[derive(Debug, Default)]
pub struct KnownParties {
    by_name: HashMap<String, Party>,
    by_short: HashMap<String, Party>,
}

impl KnownParties {
    /// Adds the parties whose names are not known yet.
    pub fn add(&mut self, parties: &[Party]) {
        for party in parties {
            let name = party.name.to_lowercase();
            if self.by_name.contains_key(&name) {
                continue;
            }
            let known = Party {
                name: party.name.clone(),
                short: party.short.clone(),
                country: party.country.clone(),
                ..Party::default()
            };
            if let Some(short) = &party.short {
                self.by_short.entry(short.to_lowercase()).or_insert_with(|| known.clone());
            }
            self.by_name.insert(name, known);
        }
    }

    /// Returns the party with the name, short name and country of the known party whose name or short
    /// name it has.
    #[must_use]
    pub fn recognise(&self, mut party: Party) -> Party {
        let name = party.name.to_lowercase();
        if let Some(known) = self.by_name.get(&name).or_else(|| self.by_short.get(&name)) {
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

    /// Returns the parties of a row for a record that has `old` ones: those stay as they are, with a
    /// new short name or country if the row gives one.
    #[must_use]
    pub fn update(&self, old: &[Party], given: &[Party]) -> Vec<Party> {
        let updated = given.iter().map(|party| {
            let known = self.recognise(party.clone());
            let Some(old) = old.iter().find(|old| old.is_called(&party.name)) else {
                return known;
            };
            let differs = |new: &Option<Text>, old: &Option<Text>, known: &Option<Text>| {
                new.is_some() && new != old && known != old
            };
            let mut updated = old.clone();
            if differs(&party.short, &old.short, &known.short) {
                updated.short.clone_from(&party.short);
            }
            if differs(&party.country, &old.country, &known.country) {
                updated.country.clone_from(&party.country);
            }
            updated.role = party.role.clone().or(updated.role);
            updated.signed = party.signed.or(updated.signed);
            updated.joined = party.joined.or(updated.joined);
            updated.left = party.left.or(updated.left);
            updated
        });
        updated.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partner_name_is_taken_without_short_name_and_country() {
        for (text, expected) in [
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
            assert_eq!(format!("{}|{short}|{country}", party.name), expected);
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
    fn party_of_a_record_keeps_what_the_row_does_not_give() {
        let known = KnownParties::default();
        let old =
            [Party { role: Some("host".into()), ..input::parse_party("Kyoto (KU) [JP]").unwrap() }];
        let named = |text| [input::parse_party(text).unwrap()];
        assert_eq!(known.update(&old, &named("kyoto")), old);
        assert_eq!(known.update(&old, &named("KU")), old);
        assert_eq!(known.update(&old, &named("Kyoto (KU2)"))[0].to_string(), "Kyoto (KU2) [JP]");
        assert_eq!(known.update(&old, &named("Tartu"))[0].to_string(), "Tartu");
    }
}
