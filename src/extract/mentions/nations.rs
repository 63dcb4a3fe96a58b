//! Countries, with the adjectives and other names that texts use for them.

use std::ops::Range;

/// A country that words name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NationMention {
    /// Its place.
    pub range: Range<usize>,
    /// The country: ISO 3166-1 alpha-2.
    pub country: &'static str,
}

/// Finds the countries that a part of the text names, by name, adjective or a well-known city.
#[must_use]
pub fn nations(text: &str, range: Range<usize>) -> Vec<NationMention> {
    let _ = (text, range);
    Vec::new()
}
