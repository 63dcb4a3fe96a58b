//! Headlines and headings.

use crate::extract::mentions::ReadSentence;
use crate::extract::sentences::WordKind;
use crate::extract::text::BlockKind;

/// The fewest words of a sentence, with a full stop at its end, that is no headline though its block is one.
const MIN_SENTENCE_WORDS: usize = 22;

/// Returns true for a headline or a heading, and not for a first sentence that is marked as one.
#[must_use]
pub fn is_headline(sentence: &ReadSentence) -> bool {
    let is_marked = matches!(sentence.sentence.kind, BlockKind::Headline | BlockKind::Heading);
    let words = &sentence.sentence.words;
    let ends_openly = words.last().is_some_and(|word| word.kind == WordKind::Word);
    is_marked && (words.len() < MIN_SENTENCE_WORDS || ends_openly)
}
