//! Organisations, states and governments.

use std::ops::Range;

use super::people::PersonMention;
use crate::extract::sentences::Sentence;

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// A ministry, an agency, a university, a company, an association, …
    Organisation,
    /// A state, a region or a city that is named alone.
    State,
    /// The government of one.
    Government,
}

/// A body that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyMention {
    /// The whole mention, with its short name and country.
    pub range: Range<usize>,
    /// Its name.
    pub name: Range<usize>,
    /// Its short name, from brackets.
    pub short: Option<Range<usize>>,
    /// Its country (ISO 3166-1 alpha-2), with the words that say so.
    pub country: Option<(&'static str, Range<usize>)>,
    /// What it is.
    pub kind: BodyKind,
}

/// Finds the bodies that a sentence names; what is part of a person's title is not one.
#[must_use]
pub fn bodies(text: &str, sentence: &Sentence, people: &[PersonMention]) -> Vec<BodyMention> {
    let _ = (text, sentence, people);
    Vec::new()
}
