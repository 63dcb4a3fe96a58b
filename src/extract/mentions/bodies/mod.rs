//! Organisations, states and governments.

mod countries;
mod finder;
mod mention;
mod names;
mod parents;
mod plurals;
mod shorts;

use super::nations::nations;
use super::people::PersonMention;
use super::reading::Reading;
use crate::extract::sentences::Sentence;
use finder::Finder;

pub use countries::is_generic_body;
pub use mention::{BodyKind, BodyMention};

/// Finds the bodies that a sentence names; what is part of a person's title is not one.
#[must_use]
pub fn bodies(text: &str, sentence: &Sentence, people: &[PersonMention]) -> Vec<BodyMention> {
    let reading = Reading::new(text, sentence);
    let nations = nations(text, sentence.range.clone());
    let finder = Finder::new(&reading, &nations, people);
    let mut found: Vec<BodyMention> = Vec::new();
    let mut index = 0;
    while index < reading.words.len() {
        let (mentions, next) = finder.mentions(index);
        found.extend(mentions);
        index = next.max(index + 1);
    }
    parents::join_parents(&reading, &mut found);
    found
}

#[cfg(test)]
mod tests;
