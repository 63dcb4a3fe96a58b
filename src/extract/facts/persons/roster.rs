//! Everybody whom the text names, to complete a name such as `Mr Kok`.

use std::collections::HashMap;

use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::PersonMention;
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::text::BlockKind;

/// A name in the text, with the mentions that matter.
struct NameEntry<'a> {
    words: Vec<String>,
    first: &'a PersonMention,
    office: Option<&'a PersonMention>,
}

/// The names of the persons of a text, by each of their words.
pub(super) struct Roster<'a> {
    text: &'a str,
    names: Vec<NameEntry<'a>>,
    by_word: HashMap<String, Vec<usize>>,
}

/// A name, completed from the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FullName<'a> {
    /// The mention with the longer name, if there is one.
    pub(super) longer: Option<&'a PersonMention>,
    /// The mention with the best office, if the given one has none or only half a name.
    pub(super) office: Option<&'a PersonMention>,
}

/// The greatest number of names that are looked at for one word.
const MAX_NAMES_PER_WORD: usize = 50;

impl<'a> Roster<'a> {
    /// Returns the persons of a text.
    #[must_use]
    pub(super) fn new(text: &'a str, sentences: &'a [ReadSentence]) -> Self {
        let mut known: HashMap<Vec<String>, usize> = HashMap::new();
        let mut roster = Self { text, names: Vec::new(), by_word: HashMap::new() };
        let people = sentences
            .iter()
            .filter(|sentence| sentence.sentence.kind != BlockKind::Furniture)
            .flat_map(|sentence| &sentence.people);
        for person in people {
            let words = name_words(&text[person.name.clone()]);
            let index = *known.entry(words.clone()).or_insert_with(|| {
                for word in &words {
                    let names = roster.by_word.entry(word.clone()).or_default();
                    if names.len() < MAX_NAMES_PER_WORD && names.last() != Some(&roster.names.len())
                    {
                        names.push(roster.names.len());
                    }
                }
                roster.names.push(NameEntry { words, first: person, office: None });
                roster.names.len() - 1
            });
            let entry = &mut roster.names[index];
            let length =
                |mention: &PersonMention| mention.title.as_ref().map_or(0, ExactSizeIterator::len);
            if length(person) > entry.office.map_or(0, length) {
                entry.office = Some(person);
            }
        }
        roster
    }

    /// Returns true if somebody of this office has one name only: `Crown Prince Aksel`.
    fn is_royal(&self, person: &PersonMention) -> bool {
        const ROYAL_OFFICES: &[&str] =
            &["prince", "princess", "king", "queen", "emperor", "empress", "emir", "pope"];
        person.title.as_ref().is_some_and(|title| {
            let title = self.text[title.clone()].to_lowercase();
            ROYAL_OFFICES.iter().any(|office| title.ends_with(office))
        })
    }

    /// Returns the longer name of a person and the mention that gives the office. None for a name of one word that
    /// the text completes nowhere, or in several ways.
    #[must_use]
    pub(super) fn full_name(&self, person: &PersonMention) -> Option<FullName<'a>> {
        let words = name_words(&self.text[person.name.clone()]);
        let others: Vec<&NameEntry<'a>> = words
            .last()
            .and_then(|word| self.by_word.get(word))
            .into_iter()
            .flatten()
            .map(|&index| &self.names[index])
            .filter(|other| words.iter().all(|word| other.words.contains(word)))
            .collect();
        let longest = others.iter().copied().max_by_key(|other| other.words.len());
        let is_half = words.len() < 2 || words.iter().all(|word| word.chars().nth(1).is_none());
        let longer = longest.filter(|long| {
            let is_only =
                others.iter().all(|other| other.words.iter().all(|word| long.words.contains(word)));
            let has_ends = words.first() == long.words.first() || words.last() == long.words.last();
            is_only && long.words.len() > words.len() && (is_half || has_ends)
        });
        // `Mr Panariti, Minister of Agriculture` is known by the office, and `Mr Mori` by nothing.
        let name_start = person.name.start - person.range.start;
        let is_known = person.title.is_some()
            && words.len() == 1
            && self.text[person.range.clone()][..name_start].trim_end().len() > 1
            && others.len() <= 1
            && person.title.as_ref().is_some_and(|title| title.start > person.name.end);
        if is_half && longer.is_none() && !self.is_royal(person) && !is_known {
            return None;
        }
        let needs_office = person.title.is_none() || is_half;
        let office = longer
            .and_then(|long| long.office)
            .or_else(|| {
                others
                    .iter()
                    .filter(|other| other.words.len() >= words.len())
                    .find_map(|other| other.office)
            })
            .filter(|_| needs_office);
        Some(FullName { longer: longer.map(|long| long.first), office })
    }
}

/// Returns the words of a name in lower case, without letters after it.
#[must_use]
pub(super) fn name_words(name: &str) -> Vec<String> {
    let lists = WordLists::get();
    name.split(|char: char| char.is_whitespace() || matches!(char, '.' | ',' | '(' | ')'))
        .filter(|word| !word.is_empty())
        .filter(|word| {
            let capitals = word.chars().filter(|char| char.is_uppercase()).count();
            capitals < 2 || !lists.is_letters(&word.to_lowercase())
        })
        .map(|word| word.to_lowercase().replace('’', "'"))
        .collect()
}
