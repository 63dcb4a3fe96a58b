//! Countries, with the adjectives and other names that texts use for them.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::lists::lines;
use crate::domain::{country_names, search::fold};

/// What kind of name names a country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NationKind {
    /// The name of the country.
    Country,
    /// Its adjective, such as `Danish`.
    Adjective,
    /// A part of it, such as `Guangdong` or `Texas`.
    Region,
    /// A city in it.
    City,
}

/// A country that words name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NationMention {
    /// Its place.
    pub range: Range<usize>,
    /// The country: ISO 3166-1 alpha-2.
    pub country: &'static str,
    /// What kind of name it is.
    pub kind: NationKind,
}

const ADJECTIVE_LIST: &str = include_str!("words/adjectives.tsv");
const REGION_LIST: &str = include_str!("words/regions.tsv");
const CITY_LIST: &str = include_str!("words/cities.tsv");
const OTHER_LANDS: &str = include_str!("words/other_lands.txt");

/// A name in the table: its words after the first one, and what it means; `None` if it names no country.
struct NationName {
    rest: Vec<String>,
    meaning: Option<(&'static str, NationKind)>,
}

/// The names by their first word, the longest first.
static NATIONS_BY_WORD: LazyLock<HashMap<String, Vec<NationName>>> = LazyLock::new(|| {
    let mut table: HashMap<String, Vec<NationName>> = HashMap::new();
    let mut insert = |name: &str, meaning| {
        let mut words = name.split_whitespace().map(normalized);
        if let Some(first) = words.next() {
            let names = table.entry(first).or_default();
            let rest: Vec<String> = words.collect();
            if names.iter().all(|name| name.rest != rest) {
                names.push(NationName { rest, meaning });
            }
        }
    };
    lines(OTHER_LANDS).for_each(|name| insert(name, None));
    for (code, name) in country_names().filter(|(_, name)| !is_code(name)) {
        insert(name, Some((code, NationKind::Country)));
    }
    let lists = [
        (ADJECTIVE_LIST, NationKind::Adjective),
        (REGION_LIST, NationKind::Region),
        (CITY_LIST, NationKind::City),
    ];
    for (list, kind) in lists {
        for line in lines(list) {
            let (code, names) = line.split_once('\t').unwrap_or_default();
            let code = crate::domain::country_code(code).unwrap_or_default();
            for name in names.split('\t').filter(|_| !code.is_empty()) {
                let is_name = name.contains(" of ") || NOUN_NAMES.contains(&name);
                let kind = if is_name && kind == NationKind::Adjective {
                    NationKind::Country
                } else {
                    kind
                };
                insert(name, Some((code, kind)));
            }
        }
    }
    for names in table.values_mut() {
        names.sort_by_key(|name| usize::MAX - name.rest.len());
    }
    table
});

/// Names among the adjectives that are nouns.
const NOUN_NAMES: [&str; 6] = ["Korea", "Turkiye", "Flanders", "HKSAR", "Mainland China", "U.K"];

/// The codes of countries that texts use as names.
const NAMES_IN_CAPITALS: [&str; 10] =
    ["UK", "US", "USA", "UAE", "PRC", "DRC", "ROK", "HK", "NZ", "PNG"];

/// Returns true for the two or three letters of a country, which are no name in a text.
fn is_code(name: &str) -> bool {
    name.len() <= 3 && name.chars().all(char::is_uppercase) && !NAMES_IN_CAPITALS.contains(&name)
}

/// Returns a word of a name without case, accents and full stops.
fn normalized(word: &str) -> String {
    let mut folded = fold(word);
    if !folded.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        folded = folded.replace('.', "").replace(['’', '‘'], "'").replace(['‐', '‑'], "-");
    }
    folded
}

/// Finds the countries that a part of the text names, by name, adjective or a well-known city.
#[must_use]
pub fn nations(text: &str, range: Range<usize>) -> Vec<NationMention> {
    let words = place_words(text, range);
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(word) = words.get(index) {
        let first = &text[word.clone()];
        // Most words have no capital, and need not be looked up.
        let name = is_written_as_name(first).then(|| longest(text, &words[index..])).flatten();
        let step = match name {
            Some((count, meaning)) => {
                let range = word.start..words[index + count - 1].end;
                found.extend(meaning.map(|(country, kind)| NationMention { range, country, kind }));
                count
            }
            None => 1,
        };
        index += step;
    }
    found
}

/// Returns true if the first letter is a capital, and all of them in a word as short as `US`.
fn is_written_as_name(word: &str) -> bool {
    let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
    if word.len() <= 3 && NAMES_IN_CAPITALS.iter().any(|name| name.eq_ignore_ascii_case(word)) {
        return letters.all(char::is_uppercase);
    }
    letters.next().is_some_and(char::is_uppercase)
}

/// Returns the longest name at the start of these words: how many words it has, and its meaning.
fn longest(
    text: &str,
    words: &[Range<usize>],
) -> Option<(usize, Option<(&'static str, NationKind)>)> {
    let names = NATIONS_BY_WORD.get(&normalized(&text[words.first()?.clone()]))?;
    let is_here = |name: &&NationName| {
        words.len() > name.rest.len()
            && name
                .rest
                .iter()
                .zip(&words[1..])
                .all(|(part, word)| *part == normalized(&text[word.clone()]))
            && is_unbroken(text, &words[..=name.rest.len()])
    };
    names.iter().find(is_here).map(|name| (name.rest.len() + 1, name.meaning))
}

/// Returns true if only white space lies between the words, or a comma as in `Washington, D.C.`.
fn is_unbroken(text: &str, words: &[Range<usize>]) -> bool {
    words.windows(2).all(|pair| {
        let gap = &text[pair[0].end..pair[1].start];
        let is_capital = text[pair[0].clone()].eq_ignore_ascii_case("Washington");
        gap.chars().all(|letter| letter.is_whitespace() || (is_capital && letter == ','))
    })
}

/// Returns the words of a part of the text; `Singapore-based` is `Singapore`.
fn place_words(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let part = &text[range.clone()];
    let is_letter = |letter: char| letter.is_alphanumeric() || ".'’‘-‐‑&".contains(letter);
    let mut words = Vec::new();
    let mut offset = 0;
    while offset < part.len() {
        let rest = &part[offset..];
        let Some(skip) = rest.find(is_letter) else { break };
        let word = &rest[skip..];
        let length = word.find(|letter| !is_letter(letter)).unwrap_or(word.len());
        let whole = &word[..length];
        let trimmed = without_ending(whole);
        let start = range.start
            + offset
            + skip
            + (whole.len() - whole.trim_start_matches(['\'', '‘', '’', '-', '.']).len());
        let end = range.start + offset + skip + trimmed.len();
        if start < end {
            words.push(start..end);
        }
        offset += skip + length;
    }
    words
}

/// Returns a word without the end of a possessive, `-based` and marks; the last full stop of `U.S.` stays.
fn without_ending(word: &str) -> &str {
    let word = word.trim_end_matches(['\'', '’', '‘', '-']);
    let word = ["'s", "’s", "'S", "’S", "-based", "-owned", "-led"]
        .into_iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    let is_abbreviation = word.trim_end_matches('.').contains('.');
    if is_abbreviation { word } else { word.trim_end_matches('.') }
}
