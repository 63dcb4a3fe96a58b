//! A signing that a sentence names.

use std::ops::Range;

/// What a sentence says of a signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningMood {
    /// It was done.
    Done,
    /// It is still to come.
    Planned,
    /// It is the signing of another instrument, at another time.
    Other,
}

/// How the sentence says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningForm {
    /// `A signed an MoU`.
    Active,
    /// `an MoU was signed`, `an MoU signed by A`.
    Passive,
    /// `the signing of an MoU`.
    Noun,
    /// `A announced an MoU`.
    Announced,
}

impl SigningForm {
    /// Returns true for a verb of signing, in the active or the passive.
    #[must_use]
    pub fn is_verb(self) -> bool {
        matches!(self, Self::Active | Self::Passive)
    }
}

/// A signing that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningMention {
    /// The number of the signing word.
    pub word: usize,
    /// Its place in the text.
    pub range: Range<usize>,
    /// The number of the instrument among those of the sentence.
    pub instrument: usize,
    /// What the sentence says of it.
    pub mood: SigningMood,
    /// How it says it.
    pub form: SigningForm,
}
