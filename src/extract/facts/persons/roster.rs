//! Everybody whom the text names, to complete a name such as `Mr Kok`.

use std::collections::HashMap;
use std::ops::Range;

use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::people::PersonMention;
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::text::BlockKind;

/// The persons of a text, by each word of their names.
pub struct Roster<'a> {
    text: &'a str,
    people: Vec<&'a PersonMention>,
    by_word: HashMap<String, Vec<usize>>,
}

/// A name, completed from the whole text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullName<'a> {
    /// The name.
    pub name: Range<usize>,
    /// The mention that it comes from, if that is another one.
    pub from: Option<&'a PersonMention>,
    /// The mention with the best office, if the first one has none.
    pub office: Option<&'a PersonMention>,
}

impl<'a> Roster<'a> {
    /// Returns the persons of a text.
    #[must_use]
    pub fn new(text: &'a str, sentences: &'a [ReadSentence]) -> Self {
        let people: Vec<_> = sentences
            .iter()
            .filter(|sentence| sentence.sentence.kind != BlockKind::Furniture)
            .flat_map(|sentence| &sentence.people)
            .collect();
        let mut by_word: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, person) in people.iter().enumerate() {
            for word in name_words(&text[person.name.clone()]) {
                let indexes = by_word.entry(word).or_default();
                if indexes.last() != Some(&index) {
                    indexes.push(index);
                }
            }
        }
        Self { text, people, by_word }
    }

    /// Returns the full name of a person, with the mention that gives the office. A name of one word that the text
    /// completes nowhere, or in several ways, has no full name.
    #[must_use]
    pub fn full_name(&self, person: &PersonMention) -> Option<FullName<'a>> {
        let words = name_words(&self.text[person.name.clone()]);
        let others: Vec<_> = words
            .last()
            .and_then(|word| self.by_word.get(word))
            .into_iter()
            .flatten()
            .map(|&index| self.people[index])
            .filter(|other| {
                let name = name_words(&self.text[other.name.clone()]);
                words.iter().all(|word| name.contains(word))
            })
            .collect();
        let longest = others.iter().copied().max_by_key(|other| {
            (name_words(&self.text[other.name.clone()]).len(), std::cmp::Reverse(other.name.start))
        });
        let is_short = words.len() < 2;
        let needs_more = is_short || words.iter().all(|word| word.chars().nth(1).is_none());
        let full = longest.filter(|full| {
            let all = name_words(&self.text[full.name.clone()]);
            all.len() > words.len()
                && others.iter().all(|other| {
                    name_words(&self.text[other.name.clone()]).iter().all(|word| all.contains(word))
                })
        });
        let name = match full {
            Some(full)
                if needs_more
                    || shares_ends(&words, &name_words(&self.text[full.name.clone()])) =>
            {
                full.name.clone()
            }
            _ if is_short => return None,
            _ => person.name.clone(),
        };
        let from = full.filter(|full| full.name == name);
        let has_office = person.title.is_some() && !is_short;
        let office = others
            .iter()
            .copied()
            .filter(|other| other.title.is_some())
            .max_by_key(|other| {
                (other.title.as_ref().map_or(0, Range::len), std::cmp::Reverse(other.name.start))
            })
            .filter(|_| !has_office);
        Some(FullName { name, from, office })
    }
}

/// Returns true if a name has the first or the last word of a longer one, so that it is a form of it.
fn shares_ends(short: &[String], long: &[String]) -> bool {
    short.first() == long.first() || short.last() == long.last()
}

/// Returns the words of a name in lower case, without letters after it.
#[must_use]
pub fn name_words(name: &str) -> Vec<String> {
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
