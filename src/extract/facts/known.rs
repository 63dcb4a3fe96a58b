//! The bodies that a text names, under all their names.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::readable::is_in_capitals;
use crate::domain::search::fold;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::bodies::BodyMention;

/// A body with what the text says of it in all places.
#[derive(Debug, Clone, Default)]
pub struct KnownBody {
    /// The name as it is written, not in capitals if there is a choice.
    pub name: String,
    /// The short name, with its place.
    pub short: Option<(String, Range<usize>)>,
    /// The country of the body that has the short name, if the text gives it: there may be a `Ministry of Education` in
    /// each of two states.
    pub short_country: Option<&'static str>,
    /// The countries that the text gives it, with the words that say so.
    pub countries: Vec<(&'static str, Range<usize>)>,
    /// The first place where it is named in full.
    pub first: Range<usize>,
}

/// The bodies of a text, by name and short name in small letters.
#[derive(Debug)]
pub struct KnownBodies {
    by_name: HashMap<String, KnownBody>,
    /// The full names by the short ones.
    full_names: HashMap<String, String>,
    /// The words in capitals that the text uses, with their first place.
    acronyms: HashMap<String, Range<usize>>,
    /// The names of persons, and each word of them.
    people: HashSet<String>,
}

impl KnownBodies {
    /// Reads the names of all bodies in a text.
    #[must_use]
    pub fn new(text: &str, sentences: &[ReadSentence]) -> Self {
        let mut known = Self {
            by_name: HashMap::new(),
            full_names: HashMap::new(),
            acronyms: HashMap::new(),
            people: HashSet::new(),
        };
        for sentence in sentences {
            for body in &sentence.bodies {
                known.insert(text, body);
            }
            for person in &sentence.people {
                let name = key(&text[person.name.clone()]);
                known.people.extend(name.split(' ').map(str::to_owned));
                known.people.insert(name);
            }
            for word in &sentence.sentence.words {
                let written = word.of(text);
                let capitals = written.chars().filter(|letter| letter.is_uppercase()).count();
                if capitals >= 2 && written.len() <= 12 && !written.contains('.') {
                    known.acronyms.entry(written.to_owned()).or_insert_with(|| word.range.clone());
                }
            }
        }
        known.read_initials();
        known
    }

    /// Takes the initials of a name, where the text uses them as a word, for the short name of the body, unless several
    /// bodies have the same.
    fn read_initials(&mut self) {
        let mut by_initials: HashMap<String, Option<&String>> = HashMap::new();
        for (name, body) in &self.by_name {
            let is_one = |place: &mut Option<&String>| *place = None;
            let initials = initials(&body.name);
            if is_short_name(&initials) && self.acronyms.contains_key(&initials) {
                by_initials.entry(initials).and_modify(is_one).or_insert(Some(name));
            }
        }
        for (initials, name) in by_initials {
            if let Some(name) = name {
                self.full_names.entry(key(&initials)).or_insert_with(|| name.clone());
            }
        }
    }

    fn insert(&mut self, text: &str, body: &BodyMention) {
        let name = body.name_in(text);
        let entry = self.by_name.entry(key(&name)).or_insert_with(|| KnownBody {
            name: name.clone(),
            first: body.name.clone(),
            ..KnownBody::default()
        });
        if is_in_capitals(&entry.name) && !is_in_capitals(&name) {
            entry.name.clone_from(&name);
        }
        entry.countries.extend(body.country.clone());
        if let Some(short) = body.short.clone() {
            let written = text[short.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
            if entry.short.is_none() {
                entry.short = Some((written.clone(), short));
                entry.short_country = body.country.as_ref().map(|(country, _)| *country);
            }
            self.full_names.entry(key(&written)).or_insert_with(|| key(&name));
        }
    }

    /// Returns the body with a name or a short name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&KnownBody> {
        let name = key(name);
        let full = self.full_names.get(&name).unwrap_or(&name);
        self.by_name.get(full)
    }

    /// Returns a short name without the number of a footnote behind it, if the text also has it without: `CERN1`.
    #[must_use]
    pub fn without_footnote<'n>(&self, name: &'n str) -> &'n str {
        let short = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
        let is_one = name.len() == short.len() + 1 && short.len() >= 3;
        if is_one && self.acronyms.contains_key(short) { short } else { name }
    }

    /// Returns what a body is known by, to see whether two names are of the same body.
    #[must_use]
    pub fn identity(&self, name: &str) -> String {
        let name = key(name);
        self.full_names.get(&name).unwrap_or(&name).clone()
    }

    /// Returns true if it is the name of a person, or a word of one.
    #[must_use]
    pub fn is_person(&self, name: &str) -> bool {
        self.people.contains(&key(name))
    }

    /// Returns the initials of a name if the text uses them as a word.
    #[must_use]
    pub fn initials(&self, name: &str) -> Option<(String, Range<usize>)> {
        let initials = initials(name);
        let place = self.acronyms.get(&initials).filter(|_| is_short_name(&initials))?;
        let is_taken = self.full_names.get(&key(&initials)).is_some_and(|full| *full != key(name));
        (!is_taken).then(|| (initials, place.clone()))
    }
}

/// Returns true for initials that are long enough for a short name and not those of a country in every text.
fn is_short_name(initials: &str) -> bool {
    initials.len() >= 3 && !matches!(initials, "USA" | "UAE")
}

/// Returns the first letters of the words of a name that begin with a capital.
fn initials(name: &str) -> String {
    let words = name.split([' ', '-', '/']).filter(|word| {
        word.chars().next().is_some_and(char::is_uppercase)
            && !matches!(*word, "The" | "Of" | "And")
    });
    words.filter_map(|word| word.chars().next()).collect()
}

/// Returns a name to compare: without case, accents and marks.
#[must_use]
pub fn key(name: &str) -> String {
    let folded = fold(name).replace('&', "and");
    let words = folded.split(|letter: char| !letter.is_alphanumeric() && !"'’".contains(letter));
    words.filter(|word| !word.is_empty() && *word != "the").collect::<Vec<_>>().join(" ")
}
