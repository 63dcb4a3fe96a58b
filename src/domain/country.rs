//! Countries: their codes and names.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::search::fold;

/// The countries, one on each line: the two letters (ISO 3166-1 alpha-2), then the names.
///
/// The names are those of the table of country codes of the time zone database, which is in the
/// public domain, the names of the United Nations and of everyday English, the official name and the
/// three letters. Crates for ISO 3166 have only official names, but a sheet says `South Korea`, `UK`
/// or `Viet Nam`.
const COUNTRY_NAMES: &str = include_str!("countries.tsv");

static COUNTRIES_BY_NAME: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    for line in COUNTRY_NAMES.lines() {
        let letters = line.split('\t').next().unwrap_or_default();
        by_name.extend(line.split('\t').map(|name| (normalized_country(name), letters)));
    }
    by_name
});

/// The codes, to ask quickly whether there is one.
static COUNTRY_CODES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| COUNTRY_NAMES.lines().filter_map(|line| line.split('\t').next()).collect());

/// Returns true if these are the two letters of a country, in capitals (ISO 3166-1 alpha-2).
///
/// ```
/// use mou::domain::is_country_code;
///
/// assert!(is_country_code("GB"));
/// assert!(!is_country_code("UK") && !is_country_code("gb") && !is_country_code("ZZ"));
/// ```
#[must_use]
pub fn is_country_code(text: &str) -> bool {
    COUNTRY_CODES.contains(text)
}

/// Returns the two letters of the country with this name or these two or three letters, without
/// regard to case, accents, spaces and punctuation.
///
/// ```
/// use mou::domain::country_code;
///
/// assert_eq!(country_code("South Korea"), Some("KR"));
/// assert_eq!(country_code("côte d’ivoire"), Some("CI"));
/// assert_eq!(country_code("sg"), Some("SG"));
/// assert_eq!(country_code("EST"), Some("EE"));
/// assert_eq!(country_code("Federal Republic of Germany"), Some("DE"));
/// assert_eq!(country_code("Scotland"), Some("GB"));
/// assert_eq!(country_code("Korea"), None);
/// assert_eq!(country_code("Multilateral"), None);
/// ```
#[must_use]
pub fn country_code(name: &str) -> Option<&'static str> {
    let code = COUNTRY_CODES.get(name).copied();
    code.or_else(|| COUNTRIES_BY_NAME.get(&normalized_country(name)).copied())
}

/// Returns the usual name of each country.
pub fn usual_country_names() -> impl Iterator<Item = &'static str> {
    COUNTRY_NAMES.lines().filter_map(|line| line.split('\t').nth(1))
}

/// Returns the usual name of the country with these two letters.
#[must_use]
pub fn usual_country_name(letters: &str) -> Option<&'static str> {
    let mut lines = COUNTRY_NAMES.lines().map(|line| line.split('\t'));
    lines.find_map(|mut names| {
        names.next().filter(|code| *code == letters).and_then(|_| names.next())
    })
}

/// Returns every name of every country with its two letters, the codes among the names too.
pub fn country_names() -> impl Iterator<Item = (&'static str, &'static str)> {
    COUNTRY_NAMES
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .flat_map(|(letters, names)| names.split('\t').map(move |name| (letters, name)))
}

fn normalized_country(name: &str) -> String {
    fold(name).replace('&', "and").chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_belongs_to_one_country() {
        assert_eq!(COUNTRY_NAMES.lines().count(), 249);
        let mut seen: HashMap<String, &str> = HashMap::new();
        for line in COUNTRY_NAMES.lines() {
            let (letters, _) = line.split_once('\t').unwrap();
            for name in line.split('\t') {
                let other = seen.insert(normalized_country(name), letters);
                assert!(other.is_none_or(|other| other == letters), "{name}");
            }
        }
    }
}
