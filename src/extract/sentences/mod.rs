//! Sentences and words, as ranges of the plain text.
//!
//! The rules of Unicode (UAX 29) end a sentence after `Mr.` and `No. 7`, so the splitter is written here.

mod abbreviations;
mod speech;
mod split;
mod words;

use std::ops::Range;

use super::text::{BlockKind, SourceText};

pub use words::{Word, WordKind, is_capitalised, is_upper_case};

/// A sentence, or a heading, a bullet or a caption that is no sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextSentence {
    /// Its place in the plain text.
    pub range: Range<usize>,
    /// The index of its block in [`SourceText::blocks`].
    pub block: usize,
    /// What its block is.
    pub kind: BlockKind,
    /// Its words, in order.
    pub words: Vec<Word>,
    /// The parts of it that are direct speech, with their quotation marks, in order. A title or a short name in
    /// quotation marks is none.
    pub speech: Vec<Range<usize>>,
}

impl TextSentence {
    /// Returns the index of the word at an offset of the plain text, or of the next word if there is a space; `None`
    /// after the last word.
    #[must_use]
    pub fn word_at(&self, offset: usize) -> Option<usize> {
        let index = self.words.partition_point(|word| word.range.end <= offset);
        (index < self.words.len()).then_some(index)
    }

    /// Returns the words that lie wholly in a range of the plain text.
    #[must_use]
    pub fn words_in(&self, range: &Range<usize>) -> &[Word] {
        let start = self.words.partition_point(|word| word.range.start < range.start);
        let end = self.words.partition_point(|word| word.range.end <= range.end);
        self.words.get(start..end).unwrap_or_default()
    }

    /// Returns true if the offset of the plain text is in direct speech.
    #[must_use]
    pub fn is_in_speech(&self, offset: usize) -> bool {
        self.speech.iter().any(|part| part.contains(&offset))
    }

    /// Returns true if all its words are direct speech.
    #[must_use]
    pub fn is_speech(&self) -> bool {
        let is_mark = |word: &&Word| word.kind == WordKind::Punctuation;
        !self.speech.is_empty()
            && self
                .words
                .iter()
                .filter(|word| !is_mark(word))
                .all(|word| self.is_in_speech(word.range.start))
    }
}

/// Divides the text into sentences, in order.
#[must_use]
pub fn sentences(source: &SourceText) -> Vec<TextSentence> {
    let mut sentences = Vec::new();
    for (index, block) in source.blocks.iter().enumerate() {
        let speech = speech::speech(&source.text, &block.range);
        let mut next_speech = 0;
        let ranges = split::split(&source.text, &block.range);
        for range in ranges.into_iter().flat_map(|range| split::shorter(&source.text, range)) {
            while speech.get(next_speech).is_some_and(|part| part.end <= range.start) {
                next_speech += 1;
            }
            let parts = speech.iter().skip(next_speech).take_while(|part| part.start < range.end);
            let speech =
                parts.map(|part| part.start.max(range.start)..part.end.min(range.end)).collect();
            let words = words::words(&source.text, &range);
            sentences.push(TextSentence { range, block: index, kind: block.kind, words, speech });
        }
    }
    sentences
}
