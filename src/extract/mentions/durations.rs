//! Lengths of time as texts write them: `3 years`, `five (5) years`, `three-year`, `ninety days`.

use std::ops::Range;

use crate::domain::Duration;
use crate::extract::sentences::Sentence;

/// A length of time that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurationMention {
    /// Its place.
    pub range: Range<usize>,
    /// The length.
    pub duration: Duration,
}

/// Finds the lengths of time that a sentence names.
#[must_use]
pub fn durations(text: &str, sentence: &Sentence) -> Vec<DurationMention> {
    let _ = (text, sentence);
    Vec::new()
}
