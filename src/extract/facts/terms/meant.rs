//! Whether the words of a pattern say what they seem to say.

use std::ops::Range;

use super::about::TermSentence;
use super::notice::is_whole;
use super::pattern::PatternText;
use crate::extract::facts::agreements::DraftSubject;

/// The most words from `renewed` to the term.
const WORDS_TO_RENEWED: usize = 40;

/// Returns true if the words of a match or shortly before it speak of a renewal to come.
pub(super) fn has_renewal(
    text: &TermSentence<'_, '_>,
    subject: &DraftSubject,
    tokens: &Range<usize>,
) -> bool {
    let is_renewed =
        |index: usize| text.word(index) == "renewed" && text.has_agreement(&(index + 1..index + 3));
    // `The renewed MoU will remain in effect for an additional five years`
    let follows_renewal = (tokens.start.saturating_sub(WORDS_TO_RENEWED)..tokens.start)
        .any(is_renewed)
        || subject.signing.as_ref().is_some_and(|signing| text.is_of_renewal(signing));
    (tokens.start.saturating_sub(4)..tokens.end).any(|index| {
        let word = text.word(index);
        let is_adjective =
            matches!(word, "renewable" | "extendable" | "renewed") && index > tokens.start;
        (word.starts_with("renew") || word.starts_with("exten") || word.starts_with("prolong"))
            && !is_adjective
            && !is_renewed(index)
            || !follows_renewal
                && text.reader.is(index, &["further", "another", "additional", "successive"])
                && !text.reader.is(index.wrapping_sub(1), &["the"])
    })
}

/// Returns true for the length of something else: `for a two-year pilot`.
pub(super) fn is_before_other_noun(text: &TermSentence<'_, '_>, length: &Range<usize>) -> bool {
    const PERIOD_NOUNS: [&str; 16] = [
        "period",
        "periods",
        "term",
        "terms",
        "duration",
        "timeframe",
        "span",
        "validity",
        "basis",
        "renewable",
        "initial",
        "and",
        "or",
        "from",
        "starting",
        "beginning",
    ];
    let is_adjective = length.clone().any(|index| text.reader.is(index, &["-"]))
        && !text.word(length.end - 1).ends_with('s');
    is_adjective
        && text
            .reader
            .tokens
            .get(length.end)
            .is_some_and(|next| next.is_word() && !next.is_any(&PERIOD_NOUNS))
        && !text.has_agreement(&(length.end..length.end + 4))
}

/// Returns true if the word at an index is the signing word: `renewed the MoU for three years`.
pub(super) fn is_renewal_signed(
    text: &TermSentence<'_, '_>,
    subject: &DraftSubject,
    index: usize,
) -> bool {
    let token = &text.reader.tokens[index].range;
    let is_signing = subject
        .signing
        .as_ref()
        .is_some_and(|signing| signing.start <= token.start && token.start < signing.end);
    let was_renewed = text.reader.is(index.wrapping_sub(1), &["been", "was"])
        && text.is_about(index.saturating_sub(2));
    is_signing || was_renewed
}

/// Returns true if the sentence states a length as the term before an index.
pub(super) fn has_length_term(text: &TermSentence<'_, '_>, index: usize) -> bool {
    text.lengths().any(|(tokens, _)| tokens.end <= index + 8 && is_whole(text, tokens))
}

/// Returns true if a length is before an index, as in `three years from the date of signature`.
pub(super) fn has_term_before(text: &TermSentence<'_, '_>, index: usize) -> bool {
    text.lengths().any(|(tokens, _)| tokens.end <= index && index - tokens.end <= 3)
}

/// Returns true if two dates are those of the agreement: behind `valid` and the like, or in a programme for them.
pub(super) fn is_span_meant(text: &TermSentence<'_, '_>, start: usize) -> bool {
    const FORCE_WORDS: [&str; 16] = [
        "valid",
        "force",
        "effect",
        "effective",
        "run",
        "runs",
        "last",
        "lasts",
        "concluded",
        "signed",
        "validity",
        "term",
        "duration",
        "period",
        "operate",
        "running",
    ];
    let in_force = (0..start).rev().take(12).find(|index| text.reader.is(*index, &FORCE_WORDS));
    in_force.is_some_and(|index| {
        text.is_about(start) || text.is_about(index) || text.is_agreement_throughout(start)
    }) || text.is_of_programme(start)
        || text.is_joint_work(start)
}
