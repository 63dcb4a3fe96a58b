//! The words of a sentence, by number.

use std::ops::Range;

use crate::extract::sentences::{TextSentence, Word, WordKind, is_capitalised, is_upper_case};

/// The words of a sentence with their small letters.
pub struct Reading<'a> {
    /// The plain text.
    pub text: &'a str,
    /// The words.
    pub words: &'a [Word],
    /// The words in small letters, with straight apostrophes.
    lower: Vec<String>,
    /// True if the sentence is a heading in capitals.
    pub is_in_capitals: bool,
}

impl<'a> Reading<'a> {
    /// Reads the words of a sentence.
    #[must_use]
    pub fn new(text: &'a str, sentence: &'a TextSentence) -> Self {
        let words = sentence.words.as_slice();
        let written = words.iter().filter(|word| word.kind == WordKind::Word);
        let (mut capitals, mut others) = (0, 0);
        for word in written.map(|word| word.of(text)) {
            if is_upper_case(word) {
                capitals += 1;
            } else if word.chars().any(char::is_lowercase) {
                others += 1;
            }
        }
        let lower = words.iter().map(|word| {
            let lower = word.of(text).to_lowercase().replace('’', "'");
            if word.kind == WordKind::Possessive { lower.replace('”', "'") } else { lower }
        });
        let lower = lower.collect();
        Self { text, words, lower, is_in_capitals: capitals > 2 && others * 5 < capitals }
    }

    /// Returns a word as written; empty after the last one.
    #[must_use]
    pub fn word(&self, index: usize) -> &'a str {
        self.words.get(index).map_or("", |word| word.of(self.text))
    }

    /// Returns a word in small letters; empty after the last one.
    #[must_use]
    pub fn lower(&self, index: usize) -> &str {
        self.lower.get(index).map_or("", String::as_str)
    }

    /// Returns true if a word is one of these, which are in small letters.
    #[must_use]
    pub fn is_one_of(&self, index: usize, words: &[&str]) -> bool {
        words.contains(&self.lower(index))
    }

    /// Returns true if these words, in small letters, are the words from a number on.
    #[must_use]
    pub fn is_phrase(&self, index: usize, phrase: &str) -> bool {
        phrase.split(' ').enumerate().all(|(offset, word)| self.lower(index + offset) == word)
    }

    /// Returns what kind of word it is, if there is one.
    #[must_use]
    pub fn kind(&self, index: usize) -> Option<WordKind> {
        self.words.get(index).map(|word| word.kind)
    }

    /// Returns true if a capital begins the word, or is in it.
    #[must_use]
    pub fn has_capital(&self, index: usize) -> bool {
        let word = self.word(index);
        match self.kind(index) {
            Some(WordKind::Word) => is_capitalised(word) || word.chars().any(char::is_uppercase),
            Some(WordKind::Number) => word.chars().any(char::is_uppercase),
            _ => false,
        }
    }

    /// Returns the place of some words in the text.
    #[must_use]
    pub fn range(&self, words: Range<usize>) -> Range<usize> {
        let start = self.words.get(words.start).map_or(0, |word| word.range.start);
        let end = words.end.checked_sub(1).and_then(|last| self.words.get(last));
        start..end.map_or(start, |word| word.range.end.max(start))
    }

    /// Returns the number of the first word that starts at an offset or after it.
    #[must_use]
    pub fn index_at(&self, offset: usize) -> usize {
        self.words.partition_point(|word| word.range.start < offset)
    }
}
