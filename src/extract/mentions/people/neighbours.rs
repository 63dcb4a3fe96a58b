//! People whom the words around them do not show to be persons, but other people do: those of the same list, and the same
//! name elsewhere in the text.

use std::collections::{HashMap, HashSet};

use super::lists::WordLists;
use super::mention::{PersonMention, keys, mention};
use super::names::{NameEvidence, count_full_words, skip_name};
use super::tokens::{NameToken, NameTokenKind, tokens};
use crate::extract::mentions::nations::NationMention;
use crate::extract::sentences::TextSentence;

/// The most words of a name that nothing but its neighbour shows to be one.
const MAX_NAME_WORDS: usize = 5;

/// Adds the people whom `and` joins to one who is known: `Margareth Hagen and President Nagahiro Minato`.
pub(super) fn add_neighbours(tokens: &[NameToken<'_>], people: &mut Vec<PersonMention>) {
    let mut index = 0;
    while index < people.len() {
        let start = tokens.partition_point(|token| token.range.end <= people[index].range.start);
        let end = tokens.partition_point(|token| token.range.start < people[index].range.end);
        let next_start = people.get(index + 1).map(|next| next.range.start);
        if let Some(after) = name_after(tokens, end)
            && next_start.is_none_or(|next| tokens[after].range.start < next)
        {
            people.insert(index + 1, bare(tokens, after, next_start));
        }
        let joins_next = people.get(index + 1).is_some_and(|next| {
            let next = tokens.partition_point(|token| token.range.end <= next.range.start);
            tokens[end.min(next)..next].iter().all(is_joint)
        });
        let before = index.checked_sub(1).map_or(0, |before| people[before].range.end);
        match name_before(tokens, start, joins_next) {
            Some(name) if tokens[name].range.start >= before => {
                let limit = Some(people[index].range.start);
                people.insert(index, bare(tokens, name, limit));
            }
            _ => index += 1,
        }
    }
}

/// Returns the mention of the name that begins at a token; the office after it must end before a limit.
fn bare(tokens: &[NameToken<'_>], start: usize, limit: Option<usize>) -> PersonMention {
    let end = skip_name(tokens, start, NameEvidence::Weak);
    let (person, _) = mention(tokens, start, start..end, None);
    if limit.is_none_or(|limit| person.range.end <= limit) {
        return person;
    }
    let name = person.name;
    PersonMention { range: name.clone(), name, title: None, body: None }
}

/// Returns true for what may be between two people of a list.
fn is_joint(token: &NameToken<'_>) -> bool {
    matches!(token.key.as_str(), "," | "and" | "&")
}

/// Returns where the name begins that `and` joins to a person who ends at a token.
fn name_after(tokens: &[NameToken<'_>], end: usize) -> Option<usize> {
    let and = end + usize::from(tokens.get(end)?.is_mark(','));
    let start = and + 1;
    let is_joined = tokens.get(and).is_some_and(|token| token.key == "and");
    (is_joined && is_bare_name(tokens, start)).then_some(start)
}

/// Returns where the name begins that `and` joins to a person who begins at a token; a comma may do so if the list goes
/// on after the person.
fn name_before(tokens: &[NameToken<'_>], start: usize, joins_next: bool) -> Option<usize> {
    let joint = start.checked_sub(1)?;
    let is_and = tokens[joint].key == "and";
    let is_comma = joins_next && tokens[joint].is_mark(',');
    if !(is_and || is_comma) {
        return None;
    }
    let end = joint - usize::from(is_and && joint > 0 && tokens[joint - 1].is_mark(','));
    let first = end.saturating_sub(MAX_NAME_WORDS);
    let start = (first..end).find(|&index| {
        skip_name(tokens, index, NameEvidence::Weak) == end && is_bare_name(tokens, index)
    })?;
    let before = start.checked_sub(1).map(|before| &tokens[before]);
    // `University of Sri Jayewardenepura and Professor Silva`
    before
        .is_none_or(|token| {
            !token.is_capital()
                && token.kind != NameTokenKind::Possessive
                && !matches!(
                    token.key.as_str(),
                    "of" | "with" | "the" | "at" | "in" | "between" | "&"
                )
        })
        .then_some(start)
}

/// Returns true if a name of two words or more begins at a token, with nothing beside it.
fn is_bare_name(tokens: &[NameToken<'_>], start: usize) -> bool {
    let lists = WordLists::get();
    let end = skip_name(tokens, start, NameEvidence::Weak);
    let name = &tokens[start..end];
    let next = tokens.get(end);
    let is_plain = |token: &NameToken<'_>| {
        !token.is_all_capitals() && !token.text.chars().skip(1).any(char::is_uppercase)
            || token.is_initial()
            || token.text.contains(['-', '\'', '’'])
            || token.text.starts_with("Mc")
    };
    (2..=MAX_NAME_WORDS).contains(&name.len())
        && count_full_words(name) >= 2
        && name.iter().all(is_plain)
        && !lists.is_body_like_person(&keys(name))
        && next.is_none_or(|token| {
            !token.is_capital()
                && token.kind != NameTokenKind::Possessive
                && (!token.is_word() || lists.is_boundary(&token.key))
        })
}

/// The full names of the persons of a text, to find them again where nothing else shows that they are persons.
#[derive(Debug, Default)]
pub struct NamesOfPeople {
    by_first_word: HashMap<String, Vec<Vec<String>>>,
    /// The first words of the names that end with a word.
    by_last_word: HashMap<String, HashSet<String>>,
}

impl NamesOfPeople {
    /// Adds the persons of a sentence; of a name of one word nothing is known.
    pub fn extend(&mut self, text: &str, people: &[PersonMention]) {
        for person in people {
            let mut words = text[person.name.clone()].split_whitespace().map(str::to_owned);
            let Some(first) = words.next() else { continue };
            let rest: Vec<String> = words.collect();
            if let Some(last) = rest.last() {
                self.by_last_word.entry(last.clone()).or_default().insert(first.clone());
            }
            let names = self.by_first_word.entry(first).or_default();
            if !rest.is_empty() && names.len() < MAX_NAMES_PER_WORD && !names.contains(&rest) {
                names.push(rest);
            }
        }
    }

    /// Adds the persons of a sentence whom another one names in full.
    pub fn find(
        &self,
        text: &str,
        sentence: &TextSentence,
        nations: &[NationMention],
        people: &mut Vec<PersonMention>,
    ) {
        let words = &sentence.words;
        let is_known = |index: usize| {
            self.by_first_word.get(words[index].of(text)).is_some_and(|names| {
                names.iter().any(|name| {
                    name.iter().enumerate().all(|(offset, word)| {
                        words.get(index + 1 + offset).is_some_and(|other| other.of(text) == word)
                    })
                })
            })
        };
        // Most names are those of persons who were found here anyway.
        let is_taken = |index: usize| {
            let start = words[index].range.start;
            let next = people.partition_point(|person| person.range.start <= start);
            next > 0 && people[next - 1].range.end > start
        };
        let is_open = |index: &usize| !is_taken(*index) && is_known(*index);
        let places: Vec<usize> = (0..words.len()).filter(is_open).collect();
        self.add_surnames(text, sentence, people);
        if places.is_empty() {
            return;
        }
        let tokens = tokens(text, sentence, nations);
        for start in places {
            let place = &tokens[start].range;
            let next = people.partition_point(|person| person.range.start <= place.start);
            let is_taken = next > 0 && people[next - 1].range.end > place.start;
            let is_in_run = start > 0
                && (tokens[start - 1].is_capital() && !tokens[start - 1].is_small()
                    || tokens[start - 1].is_mark('&'));
            let limit = people.get(next).map(|person| person.range.start);
            if !is_taken && !is_in_run && is_bare_name(&tokens, start) {
                people.insert(next, bare(&tokens, start, limit));
            }
        }
    }
}

impl NamesOfPeople {
    /// Adds the persons whose last name alone `and` joins to another person: `Whitlock and Commission Chair Lavoie`.
    fn add_surnames(&self, text: &str, sentence: &TextSentence, people: &mut Vec<PersonMention>) {
        let words = &sentence.words;
        let is_word =
            |index: usize, word: &str| words.get(index).is_some_and(|at| at.of(text) == word);
        let starts: HashSet<usize> = people.iter().map(|person| person.range.start).collect();
        let ends: HashSet<usize> = people.iter().map(|person| person.range.end).collect();
        for (index, word) in words.iter().enumerate() {
            let is_last =
                self.by_last_word.get(word.of(text)).is_some_and(|names| names.len() == 1);
            if !is_last {
                continue;
            }
            let before_person = is_word(index + 1, "and")
                && words.get(index + 2).is_some_and(|next| starts.contains(&next.range.start));
            let after_person = index > 1
                && is_word(index - 1, "and")
                && ends.contains(&words[index - 2].range.end);
            let is_in_run = index > 0
                && words[index - 1].of(text).starts_with(|letter: char| letter.is_uppercase());
            let next = people.partition_point(|person| person.range.start <= word.range.start);
            let is_taken = next > 0 && people[next - 1].range.end > word.range.start;
            if (before_person || after_person) && !is_in_run && !is_taken {
                let range = word.range.clone();
                let person =
                    PersonMention { range: range.clone(), name: range, title: None, body: None };
                people.insert(next, person);
            }
        }
    }
}

/// The greatest number of names with the same first word.
const MAX_NAMES_PER_WORD: usize = 50;
