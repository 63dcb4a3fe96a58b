//! A body that a sentence names.

use std::ops::Range;

/// What a body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyKind {
    /// A ministry, an agency, a university, a company, an association, …
    Organisation,
    /// A state, a region or a city that is named alone.
    State,
    /// The government of one.
    Government,
    /// A name without a word that says what it is: a company, but also a programme or an event. It is a body only if
    /// its position in the sentence says so.
    Name,
}

/// A body that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyMention {
    /// The whole mention, with its short name and country.
    pub range: Range<usize>,
    /// Its name.
    pub name: Range<usize>,
    /// Its name, if the text does not have it in one piece: `University of Bergen` for the second of `the
    /// Universities of Oslo and Bergen`.
    pub composed_name: Option<String>,
    /// Its short name, from brackets.
    pub short: Option<Range<usize>>,
    /// Its country (ISO 3166-1 alpha-2), with the words that say so.
    pub country: Option<(&'static str, Range<usize>)>,
    /// True if the name itself says the country.
    pub is_country_in_name: bool,
    /// What it is.
    pub kind: BodyKind,
}

impl BodyMention {
    /// Returns the name as it is written, on one line.
    #[must_use]
    pub fn name_in(&self, text: &str) -> String {
        let written = || text[self.name.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        self.composed_name.clone().unwrap_or_else(written)
    }
}
