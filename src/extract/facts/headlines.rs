//! Headlines and headings.

use crate::extract::mentions::ReadSentence;
use crate::extract::text::BlockKind;

/// The fewest words of a sentence that is no headline though its block is one.
const MIN_SENTENCE_WORDS: usize = 22;

/// Returns true for a headline or a heading, and not for a first sentence that is marked as one.
#[must_use]
pub fn is_headline(sentence: &ReadSentence) -> bool {
    let is_marked = matches!(sentence.sentence.kind, BlockKind::Headline | BlockKind::Heading);
    is_marked && sentence.sentence.words.len() < MIN_SENTENCE_WORDS
}
