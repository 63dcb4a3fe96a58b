//! What every rule may read.

use std::cell::OnceCell;

use super::clauses::TokenReader;
use super::known::KnownBodies;
use super::statements::Statement;
use crate::domain::Day;
use crate::extract::mentions::ReadSentence;
use crate::extract::text::SourceText;

/// What every rule may read.
#[derive(Clone, Copy)]
pub struct TextContext<'a> {
    /// The text.
    pub source: &'a SourceText,
    /// Its sentences with what they name.
    pub sentences: &'a [ReadSentence],
    /// The day of the text.
    pub published: Option<Day>,
    /// The bodies that it names, under all their names.
    pub known: &'a KnownBodies,
    /// What was made of each sentence, so that no rule has to read it again.
    pub readings: &'a [SentenceReadings<'a>],
}

/// What was made of a sentence when a rule first asked for it.
#[derive(Default)]
pub struct SentenceReadings<'a> {
    statement: OnceCell<Statement<'a>>,
    tokens: OnceCell<TokenReader<'a>>,
}

impl<'a> TextContext<'a> {
    /// Returns what a sentence says of an instrument.
    #[must_use]
    pub fn statement(&self, index: usize) -> &'a Statement<'a> {
        let new = || Statement::new(&self.source.text, &self.sentences[index], index);
        self.readings[index].statement.get_or_init(new)
    }

    /// Returns a sentence as tokens.
    #[must_use]
    pub fn tokens(&self, index: usize) -> &'a TokenReader<'a> {
        let new = || TokenReader::new(&self.source.text, &self.sentences[index]);
        self.readings[index].tokens.get_or_init(new)
    }
}
