//! A sentence as tokens, for the rules that look at single words around a date or a length of time.

use std::ops::Range;

use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::lists::WordList;
use crate::extract::mentions::tokens::{Token, tokens};

/// A sentence as tokens.
pub struct TokenReader<'a> {
    /// The tokens.
    pub tokens: Vec<Token<'a>>,
    /// The sentence with what it names.
    pub sentence: &'a ReadSentence,
}

impl<'a> TokenReader<'a> {
    /// Reads a sentence; `text` is the plain text.
    #[must_use]
    pub fn new(text: &'a str, sentence: &'a ReadSentence) -> Self {
        let tokens = tokens(text, sentence.sentence.range.clone());
        Self { tokens, sentence }
    }

    /// Returns the index of the token at an offset of the text, or of the next one.
    #[must_use]
    pub fn index_at(&self, offset: usize) -> usize {
        self.tokens.partition_point(|token| token.range.end <= offset)
    }

    /// Returns the tokens of a place in the text.
    #[must_use]
    pub fn tokens_of(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.index_at(range.start);
        let end = self.tokens.partition_point(|token| token.range.start < range.end);
        start..end.max(start)
    }

    /// Returns the place of some tokens, of which there must be one at least, in the text.
    #[must_use]
    pub fn range(&self, tokens: Range<usize>) -> Range<usize> {
        let end = self.sentence.sentence.range.end;
        let last = tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last));
        self.tokens.get(tokens.start).map_or(end, |token| token.range.start)
            ..last.map_or(end, |token| token.range.end)
    }

    /// Returns the word at an index, in lower case; empty outside the sentence.
    #[must_use]
    pub fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &*token.word)
    }

    /// Returns true if the token at an index is one of these.
    #[must_use]
    pub fn is(&self, index: usize, words: &[&str]) -> bool {
        words.contains(&self.word(index))
    }

    /// Returns true if the tokens from an index on are these words.
    #[must_use]
    pub fn is_phrase(&self, index: usize, phrase: &str) -> bool {
        phrase.split(' ').enumerate().all(|(offset, word)| self.word(index + offset) == word)
    }

    /// Returns the last of these tokens that is in a list.
    #[must_use]
    pub fn last_of(&self, tokens: Range<usize>, list: &WordList) -> Option<usize> {
        tokens.rev().find(|index| list.contains(self.word(*index)))
    }

    /// Returns true if one of these tokens is in a list.
    #[must_use]
    pub fn has(&self, tokens: Range<usize>, list: &WordList) -> bool {
        self.last_of(tokens, list).is_some()
    }

    /// Returns true if one of these tokens is one of these words.
    #[must_use]
    pub fn has_word(&self, mut tokens: Range<usize>, words: &[&str]) -> bool {
        tokens.any(|index| self.is(index, words))
    }
}
