//! What every rule may read.

use super::known::KnownBodies;
use crate::domain::Day;
use crate::extract::mentions::ReadSentence;
use crate::extract::text::SourceText;

/// What every rule may read.
#[derive(Debug, Clone, Copy)]
pub struct TextContext<'a> {
    /// The text.
    pub source: &'a SourceText,
    /// Its sentences with what they name.
    pub sentences: &'a [ReadSentence],
    /// The day of the text.
    pub published: Option<Day>,
    /// The bodies that it names, under all their names.
    pub known: &'a KnownBodies,
}
