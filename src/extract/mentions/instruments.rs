//! Memoranda, letters of intent, agreements and other instruments.

use std::ops::Range;

use crate::extract::sentences::Sentence;

/// An instrument that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstrumentMention {
    /// Its place: the instrument word, or the whole title if it is named by its title.
    pub range: Range<usize>,
    /// Its kind as a record has it: `MoU`, `MoC`, `LoI`, `agreement`, `cooperation programme`, …
    pub kind: String,
    /// Its title as written, such as `Memorandum of Understanding on Legal Cooperation`.
    pub title: Option<Range<usize>>,
    /// True if the word is in the plural.
    pub is_plural: bool,
    /// True if it is another instrument than the one the text is about: `first`, `previous`, `existing`, ….
    pub is_other: bool,
}

/// Finds the instruments that a sentence names.
#[must_use]
pub fn instruments(text: &str, sentence: &Sentence) -> Vec<InstrumentMention> {
    let _ = (text, sentence);
    Vec::new()
}
