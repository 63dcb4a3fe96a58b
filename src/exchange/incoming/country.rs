//! The names of countries, as sheets write them.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::search::fold;

/// Each line a country: its two letters (ISO 3166-1 alpha-2) and the names that it goes by, from the
/// table of country codes of the time zone database, which is in the public domain, and with the
/// names that the United Nations and everyday English use, its official name and its three letters.
///
/// A table of our own, because the registers of ISO 3166 in code hold official names alone, and a
/// sheet says `South Korea`, `UK` or `Viet Nam`.
const COUNTRIES: &str = include_str!("countries.tsv");

static BY_NAME: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut by_name = HashMap::new();
    for line in COUNTRIES.lines() {
        let mut names = line.split('\t');
        let Some(letters) = names.next() else { continue };
        by_name.insert(plain(letters), letters);
        for name in names {
            by_name.insert(plain(name), letters);
        }
    }
    by_name
});

/// Returns the two letters of the country of this name, or that has these two or three letters; case,
/// accents, blanks and punctuation are ignored.
///
/// ```
/// use mou::exchange::incoming::country;
///
/// assert_eq!(country::called("South Korea"), Some("KR"));
/// assert_eq!(country::called("côte d’ivoire"), Some("CI"));
/// assert_eq!(country::called("sg"), Some("SG"));
/// assert_eq!(country::called("EST"), Some("EE"));
/// assert_eq!(country::called("Federal Republic of Germany"), Some("DE"));
/// assert_eq!(country::called("Scotland"), Some("GB"));
/// assert_eq!(country::called("Korea"), None);
/// assert_eq!(country::called("Multilateral"), None);
/// ```
#[must_use]
pub fn called(name: &str) -> Option<&'static str> {
    BY_NAME.get(&plain(name)).copied()
}

fn plain(name: &str) -> String {
    fold(name).replace('&', "and").chars().filter(|letter| letter.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_of_one_country() {
        assert_eq!(COUNTRIES.lines().count(), 249);
        let mut seen: HashMap<String, &str> = HashMap::new();
        for line in COUNTRIES.lines() {
            let (letters, _) = line.split_once('\t').unwrap();
            for name in line.split('\t') {
                let other = seen.insert(plain(name), letters);
                assert!(other.is_none_or(|other| other == letters), "{name}");
            }
        }
    }
}
