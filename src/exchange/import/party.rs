//! Parties and countries, as sheets write them.

use std::borrow::Cow;
use std::collections::HashMap;

use super::cell::means_empty;
use super::text_rules::{decode_entities, plain_name};
use crate::domain::{ParseError, Party, Text, country_code, input};

/// The partners in a cell.
#[derive(Debug, Default)]
pub(super) struct Partners {
    pub(super) parties: Vec<Party>,
    /// Whether a code in square brackets is not one of a country, so that the cell is kept as text.
    pub(super) has_unknown_country: bool,
    /// Whether one of the names may be a list of names.
    pub(super) may_be_more: bool,
}

/// Parses the partners of a cell, which are separated by semicolons or line breaks. Placeholders such as
/// `TBD` are no partners.
///
/// A name is taken as it is written, without a country in square brackets and a short name in round
/// ones that looks like one (`IIT`, `GovTech`, not `Lyon`). Commas and `and` do not separate: names
/// contain them too.
pub(super) fn partners(text: &str) -> Partners {
    let mut partners = Partners::default();
    for name in names(text) {
        if means_empty(&name) {
            continue;
        }
        let (party, is_unknown) = partner(&name);
        partners.may_be_more |= may_be_several(&party.name);
        partners.has_unknown_country |= is_unknown;
        partners.parties.push(party);
    }
    partners
}

/// What separates the names of a list within one line.
const NAME_SEPARATORS: [&str; 6] = [", ", " / ", " & ", " and ", "、", "，"];

/// The words of which a name has one.
const INSTITUTION_WORDS: [&str; 9] = [
    "university",
    "universidad",
    "universidade",
    "université",
    "universität",
    "college",
    "institute",
    "ministry",
    "大学",
];

/// Returns true if the name may be a list of names: `A, B and C`, `A / B`. It may still be one name,
/// such as `Ministry of Health, Labour and Welfare`.
pub(super) fn may_be_several(name: &str) -> bool {
    let has_and = || name.contains(" and ") || name.contains(" & ");
    let commas = name.matches([',', '，', '、']).count();
    if name.contains(" / ") || commas > 1 || commas == 1 && has_and() {
        return true;
    }
    if !NAME_SEPARATORS.iter().any(|separator| name.contains(separator)) {
        return false;
    }
    let mut parts = vec![name.to_lowercase()];
    for separator in NAME_SEPARATORS {
        parts = parts.iter().flat_map(|part| part.split(separator)).map(str::to_owned).collect();
    }
    let is_institution = |part: &&String| INSTITUTION_WORDS.iter().any(|word| part.contains(word));
    parts.iter().filter(is_institution).count() > 1
}

/// Returns the names in a cell, which are separated by semicolons or line breaks: with the characters of
/// HTML decoded, in composed form and with single spaces.
pub(super) fn names(text: &str) -> Vec<String> {
    let decoded = decode_entities(text);
    let names = items(&decoded).into_iter().map(|name| plain_name(&name).into_owned());
    names.filter(|name| !name.is_empty()).collect()
}

/// Returns the items of a cell, which are separated by semicolons or line breaks. A line that ends in a comma
/// continues on the next line.
pub(super) fn items(text: &str) -> Vec<Cow<'_, str>> {
    let items: Vec<Cow<'_, str>> = if text.contains(['\n', '\r']) {
        let lines = lines(text);
        lines
            .into_iter()
            .flat_map(|line| match line {
                Cow::Borrowed(line) => input::split_list(line),
                Cow::Owned(line) => {
                    let items = input::split_list(&line).into_iter();
                    items.map(|item| Cow::Owned(item.into_owned())).collect()
                }
            })
            .collect()
    } else {
        input::split_list(text)
    };
    // `1) A; 2) B`
    let bare: Option<Vec<&str>> =
        items.iter().zip(1..).map(|(item, number)| without_number(item, number)).collect();
    match bare {
        Some(bare) if bare.len() > 1 => {
            bare.into_iter().map(|item| Cow::Owned(item.to_owned())).collect()
        }
        _ => items,
    }
}

/// Returns the lines of a cell; those of a numbered or dashed list without number and dash.
fn lines(text: &str) -> Vec<Cow<'_, str>> {
    let mut joined: Vec<Cow<'_, str>> = Vec::new();
    let mut count = 0;
    for line in text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()) {
        let is_item = without_number(line, count + 1).is_some();
        match joined.last_mut() {
            Some(last) if last.ends_with([',', '，', '、']) && !is_item => {
                last.to_mut().push(' ');
                last.to_mut().push_str(line);
            }
            _ => {
                joined.push(Cow::Borrowed(line));
                count += 1;
            }
        }
    }
    let bare = joined.iter().zip(1..).map(|(line, number)| without_number(line, number));
    let bare: Option<Vec<String>> = bare.map(|line| line.map(str::to_owned)).collect();
    let lines = match bare {
        Some(bare) if bare.len() > 1 => bare.into_iter().map(Cow::Owned).collect(),
        _ => joined,
    };
    let without_comma = |line: Cow<'_, str>| match line.strip_suffix([',', '，', '、']) {
        Some(line) => Cow::Owned(line.trim_end().to_owned()),
        None => Cow::Owned(line.into_owned()),
    };
    lines.into_iter().map(without_comma).collect()
}

/// Returns the text behind the number (`2.`, `2)` or `(2)`) or the dash of a list item.
fn without_number(line: &str, number: usize) -> Option<&str> {
    let dashed = line.strip_prefix(['-', '–', '•', '*', '·']);
    let numbered = || {
        let line = line.strip_prefix('(').unwrap_or(line);
        let behind = line.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let digits = &line[..line.len() - behind.len()];
        behind.strip_prefix(['.', ')']).filter(|_| digits == number.to_string())
    };
    let item = dashed.or_else(numbered)?.trim_start();
    (!item.is_empty()).then_some(item)
}

/// Parses a party as a person types it. A country that does not exist is refused in a file that mou wrote; in
/// another it stays in the name, so that the row is kept.
pub(super) fn parse(text: &str, is_own_form: bool) -> Result<Party, ParseError> {
    let decoded = if is_own_form { Cow::Borrowed(text) } else { decode_entities(text) };
    let text = if is_own_form { decoded.as_ref() } else { &*plain_name(&decoded) };
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

/// Returns the partner with this name, and whether it has a code in square brackets that is not one of a
/// country.
fn partner(text: &str) -> (Party, bool) {
    let (text, code) = match bracketed_code(text) {
        Some((name, code)) => (name, Some(code)),
        None => (text, None),
    };
    let country = code.and_then(country_code);
    let mut party = match input::parse_party(text) {
        Ok(party) if party.country.is_some() => party,
        Ok(party) if party.short.as_deref().is_none_or(looks_short) => party,
        Ok(_) | Err(_) => Party { name: text.into(), ..Party::default() },
    };
    if let Some(country) = country {
        party.country = Some(country.into());
    }
    (party, code.is_some() && country.is_none())
}

/// Returns the name and the two letters in square brackets behind it. Other texts in brackets belong to the
/// name: `University of X [formerly Y]`.
fn bracketed_code(text: &str) -> Option<(&str, &str)> {
    let (name, code) = text.strip_suffix(']')?.rsplit_once('[')?;
    let (name, code) = (name.trim_end(), code.trim());
    let is_code = code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase());
    (is_code && !name.is_empty()).then_some((name, code))
}

fn looks_short(short: &str) -> bool {
    let is_word = !short.contains(char::is_whitespace);
    is_word && short.chars().filter(|letter| letter.is_uppercase()).count() >= 2
}

/// Returns the form of a name in which names are compared: in lower case, composed and with single spaces.
#[must_use]
pub fn compared_name(name: &str) -> String {
    plain_name(name).to_lowercase()
}

/// Returns true if this is the name or the short name of the party, apart from case, composition and spaces.
#[must_use]
pub fn has_name(party: &Party, name: &str) -> bool {
    is_same_name(&party.name, name)
        || party.short.as_deref().is_some_and(|short| is_same_name(short, name))
}

fn is_same_name(one: &str, other: &str) -> bool {
    let (one, other) = (plain_name(one), plain_name(other));
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(&other);
    }
    one.to_lowercase() == other.to_lowercase()
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
            let name = compared_name(&party.name);
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
                self.by_short.entry(compared_name(short)).or_insert_with(|| known.clone());
            }
            self.by_name.insert(name, known);
        }
    }

    /// Returns the party with the name, short name and country of the known party whose name or short
    /// name it has.
    #[must_use]
    pub fn recognise(&self, mut party: Party) -> Party {
        let name = compared_name(&party.name);
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
            let Some(old) = old.iter().find(|old| has_name(old, &party.name)) else {
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
            let (party, _) = partner(text);
            let [short, country] = [party.short, party.country].map(Option::unwrap_or_default);
            assert_eq!(format!("{}|{short}|{country}", party.name), expected);
        }
        let names: Vec<Text> =
            partners("A; B and C\nD,\n E ;").parties.into_iter().map(|party| party.name).collect();
        assert_eq!(names, ["A", "B and C", "D, E"]);
        for (cell, names) in [
            ("1. A\n2. B\r\n3. C", vec!["A", "B", "C"]),
            ("(1) A\n\n(2) B", vec!["A", "B"]),
            ("- A\n- B", vec!["A", "B"]),
            ("1. FC Köln", vec!["1. FC Köln"]),
            ("1. FC Köln\nB", vec!["1. FC Köln", "B"]),
            ("1. A,\n2. B,\n3. C", vec!["A", "B", "C"]),
            ("1) A; 2) B", vec!["A", "B"]),
            ("1. A, Faculty,\n of Law\n2. B", vec!["A, Faculty, of Law", "B"]),
            ("Smith &amp; Sons", vec!["Smith & Sons"]),
            ("A\u{a0} B; TBD; -", vec!["A B"]),
        ] {
            let read: Vec<Text> =
                partners(cell).parties.into_iter().map(|party| party.name).collect();
            assert_eq!(read, names, "{cell}");
        }
    }

    #[test]
    fn code_that_is_not_one_of_a_country_is_no_part_of_the_name() {
        for (text, shown, is_unknown) in [
            ("Kyoto University [JP]", "Kyoto University [JP]", false),
            ("Kyoto University (KU) [ZZ]", "Kyoto University (KU)", true),
            ("University of X [formerly Y]", "University of X [formerly Y]", false),
        ] {
            let (party, has_unknown) = partner(text);
            assert_eq!((party.to_string().as_str(), has_unknown), (shown, is_unknown));
        }
    }

    #[test]
    fn name_that_may_be_several_is_recognised() {
        for (name, may_be) in [
            ("Ministry of Health, Labour and Welfare", true),
            ("A / B", true),
            ("A, B, C", true),
            ("University of Oslo and University of Bergen", true),
            ("Lund University, Sweden", false),
            ("Texas A&M University", false),
            ("Procter and Gamble", false),
            ("University of Science and Technology", false),
        ] {
            assert_eq!(may_be_several(name), may_be, "{name}");
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
