//! Organisations, states and governments.

mod countries;
mod ends;
mod finder;
mod kinds;
mod mention;
mod names;
mod parents;
mod plurals;
mod shorts;
mod states;
mod vocabulary;

use super::nations::NationMention;
use super::people::PersonMention;
use super::reading::Reading;
use crate::extract::sentences::TextSentence;
use finder::Finder;

pub use mention::{BodyKind, BodyMention};
pub use vocabulary::{is_generic_body, is_nameless};

/// Finds the bodies that a sentence names; what is part of a person's title is not one.
#[must_use]
pub fn bodies(
    text: &str,
    sentence: &TextSentence,
    people: &[PersonMention],
    nations: &[NationMention],
) -> Vec<BodyMention> {
    let reading = Reading::new(text, sentence);
    let finder = Finder::new(&reading, nations, people);
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
