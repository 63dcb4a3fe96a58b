//! Persons with their offices.

use std::ops::Range;

use crate::extract::sentences::Sentence;

/// A person whom a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonMention {
    /// The whole mention, with the office.
    pub range: Range<usize>,
    /// The name, without honorifics and ranks.
    pub name: Range<usize>,
    /// The office, before or after the name.
    pub title: Option<Range<usize>>,
    /// The body or country that the office or the words around it name.
    pub body: Option<Range<usize>>,
}

/// Finds the persons whom a sentence names.
#[must_use]
pub fn people(text: &str, sentence: &Sentence) -> Vec<PersonMention> {
    let _ = (text, sentence);
    Vec::new()
}
