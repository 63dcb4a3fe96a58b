//! The renewal clause of an agreement.

use std::ops::Range;

use super::about::TermSentence;
use super::notice::is_whole;
use super::pattern::PatternText;
use crate::domain::{Duration, RenewalBy, Term};
use crate::extract::facts::agreements::DraftSubject;
use crate::extract::proposal::{Fact, StatedRenewal};

/// How many words behind the renewal its length may be.
const MAX_WORDS_TO_LENGTH: usize = 16;

/// Returns the renewal that a sentence states; none for a mere possibility.
pub(super) fn renewal(
    text: &TermSentence<'_, '_>,
    subject: &DraftSubject,
    has_term: bool,
    term: Option<Term>,
) -> Option<Fact<StatedRenewal>> {
    let count = text.reader.tokens.len();
    (0..count).find_map(|index| {
        let is_renewal = is_renewal_word(text, index) || is_further_period(text, index);
        let is_speech =
            text.reader.sentence.sentence.is_in_speech(text.reader.tokens[index].range.start);
        if !is_renewal || is_speech || is_past(text, subject, index) {
            return None;
        }
        let is_about = has_term
            || text.is_about(start_of_verb(text, index))
            || text.has_agreement(&(index + 1..index + 6))
            || text.is_in_section();
        let (by, tokens) = by(text, index).filter(|_| is_about)?;
        let (every, length) = every(text, index, term);
        if every.is_none() && is_mere_possibility(text, index) {
            return None;
        }
        let end = length.map_or(tokens.end, |length| length.end.max(tokens.end));
        let quotation = text.reader.range(tokens.start.min(index)..end.max(index + 1));
        Some(Fact::stated(StatedRenewal { every, by }, quotation))
    })
}

/// Returns true for `with the possibility of renewal`.
fn is_mere_possibility(text: &TermSentence<'_, '_>, index: usize) -> bool {
    (index.saturating_sub(5)..index).any(|before| {
        text.reader.is(before, &["possibility", "option", "opportunity", "possible", "potential"])
    })
}

/// Returns true for `renewed`, `extended`, `renewable` and the like, but not for `renewable energy`.
fn is_renewal_word(text: &TermSentence<'_, '_>, index: usize) -> bool {
    let word = text.word(index);
    let is_word = ["renew", "extended", "extendable", "extensible", "extension", "prolong"]
        .iter()
        .any(|start| word.starts_with(start))
        || (matches!(word, "extend" | "extends") && is_before_agreement(text, index));
    let is_adjective = text.reader.is(
        index + 1,
        &[
            "energy",
            "energies",
            "power",
            "sources",
            "resources",
            "hydrogen",
            "fuels",
            "fuel",
            "technology",
            "technologies",
            "electricity",
            "commitment",
            "interest",
            "efforts",
            "partnership",
            "focus",
            "momentum",
            "sense",
            "heat",
            "gas",
        ],
    );
    is_word && !is_adjective
}

fn is_before_agreement(text: &TermSentence<'_, '_>, index: usize) -> bool {
    text.has_agreement(&(index + 1..index + 6)) || text.reader.is(index + 1, &["for", "its", "it"])
}

/// Returns true for `for a further two years`, whose renewal word is left out.
fn is_further_period(text: &TermSentence<'_, '_>, index: usize) -> bool {
    text.reader.is(index, &["further", "additional", "another"])
        && (index.saturating_sub(2)..index).any(|before| text.reader.is(before, &["for"]))
        && text
            .lengths()
            .any(|(tokens, _)| tokens.start.saturating_sub(4) <= index && index < tokens.end)
}

/// Returns where the verb of a renewal word begins: `shall be automatically renewed`.
fn start_of_verb(text: &TermSentence<'_, '_>, index: usize) -> usize {
    const PART_WORDS: [&str; 17] = [
        "shall",
        "will",
        "may",
        "can",
        "could",
        "be",
        "is",
        "are",
        "automatically",
        "tacitly",
        "also",
        "thereafter",
        "then",
        "been",
        "subsequently",
        "further",
        "and",
    ];
    let mut start = index;
    while start > 0 && text.reader.is(start - 1, &PART_WORDS) {
        start -= 1;
    }
    if text.reader.is(start, &["and"]) { start + 1 } else { start }
}

/// Returns true if it was renewed already, or if that is the signing that the text reports.
fn is_past(text: &TermSentence<'_, '_>, subject: &DraftSubject, index: usize) -> bool {
    let token = &text.reader.tokens[index].range;
    let is_signing = subject.signing.as_ref().is_some_and(|signing| signing.start == token.start);
    let before = index.saturating_sub(6)..index;
    let is_not = (index.saturating_sub(3)..index)
        .any(|at| text.reader.is(at, &["not", "never", "been", "was", "were", "had"]));
    let is_form = text.word(index) == "renewed"
        || text.word(index) == "extended"
        || text.word(index) == "prolonged";
    let has_modal =
        before.clone().any(|at| {
            text.reader.is(
                at,
                &[
                    "may",
                    "can",
                    "could",
                    "shall",
                    "will",
                    "be",
                    "is",
                    "are",
                    "automatically",
                    "tacitly",
                    "unless",
                ],
            )
        }) || text.reader.is(index + 1, &["automatically", "tacitly", "for", "by", "every", "on"]);
    is_signing || is_not || (is_form && !has_modal)
}

/// Returns how the renewal comes about, with the words that say so; `None` if they do not.
fn by(text: &TermSentence<'_, '_>, index: usize) -> Option<(RenewalBy, Range<usize>)> {
    let count = text.reader.tokens.len();
    let near = index.saturating_sub(8)..(index + 10).min(count);
    let automatic = near.clone().find(|at| {
        text.reader.is(*at, &["automatically", "automatic", "tacitly", "tacit", "itself"])
    });
    if let Some(word) = automatic {
        return Some((RenewalBy::Itself, word.min(index)..word.max(index) + 1));
    }
    if let Some(tokens) = consent(text, index) {
        return Some((RenewalBy::Agreement, tokens));
    }
    // `shall be renewed for successive periods of one year unless …`
    let start = start_of_verb(text, index);
    let is_certain = text.reader.is(start, &["shall", "will", "is"])
        && (index..count).any(|at| text.reader.is(at, &["unless"]));
    is_certain.then_some((RenewalBy::Itself, start..index + 1))
}

/// Returns the words that make a renewal depend on an agreement of the parties.
fn consent(text: &TermSentence<'_, '_>, index: usize) -> Option<Range<usize>> {
    let count = text.reader.tokens.len();
    let first = index.saturating_sub(14);
    let found = (first..count.min(index + 30)).find(|at| {
        let at = *at;
        let is_after =
            |words: &[&str]| (at.saturating_sub(3)..at).any(|before| text.reader.is(before, words));
        match text.word(at) {
            "consent" | "consents" | "consensus" | "concurrence" => true,
            "agreement" | "agreements" | "approval" | "decision" | "accord" | "understanding" => {
                text.reader.is(
                    at.wrapping_sub(1),
                    &[
                        "mutual",
                        "written",
                        "joint",
                        "common",
                        "by",
                        "upon",
                        "subsequent",
                        "further",
                        "bilateral",
                    ],
                ) && (!text.has_agreement(&(at..at + 1))
                    || text.reader.is(
                        at.wrapping_sub(1),
                        &["mutual", "written", "joint", "common", "by", "upon"],
                    ))
            }
            "agreed" | "agree" | "agrees" | "decide" | "desire" | "wish" | "want" => is_after(&[
                "mutually",
                "both",
                "parties",
                "participants",
                "sides",
                "if",
                "as",
                "jointly",
                "signatories",
                "unless",
                "they",
                "otherwise",
            ]),
            "letters" | "notes" => is_after(&["exchange"]),
            "parties" | "participants" | "sides" | "signatories" | "institutions" => {
                at > index
                    && is_after(&["by"])
                    && !(index..at)
                        .any(|between| text.reader.is(between, &["unless", "terminated"]))
            }
            _ => false,
        }
    })?;
    let is_other_clause = (index.min(found)..index.max(found)).any(|between| {
        text.reader.is(between, &[";", "terminated", "terminate", "amended", "notice"])
    });
    (!is_other_clause).then_some(index.min(found)..index.max(found) + 1)
}

/// Returns the length of each further period, with its words.
fn every(
    text: &TermSentence<'_, '_>,
    index: usize,
    term: Option<Term>,
) -> (Option<Duration>, Option<Range<usize>>) {
    const WORDS_BEFORE: [&str; 20] = [
        "for",
        "of",
        "every",
        "each",
        "by",
        "further",
        "additional",
        "successive",
        "another",
        "consecutive",
        "subsequent",
        "a",
        "an",
        "the",
        "one",
        "same",
        "new",
        "equal",
        "period",
        "with",
    ];
    let count = text.reader.tokens.len();
    for (tokens, mention) in text.lengths() {
        let is_behind = tokens.start + 2 > index && tokens.start <= index + MAX_WORDS_TO_LENGTH;
        let is_fitting = tokens.start > 0 && text.reader.is(tokens.start - 1, &WORDS_BEFORE)
            || text.reader.is(tokens.start, &["a", "an", "another", "one"]);
        if is_behind && is_fitting && is_whole(text, tokens) && !is_notice(text, tokens) {
            return (mention.duration, Some(tokens.clone()));
        }
        // `every five years`
        if is_behind && text.reader.is(tokens.start.wrapping_sub(1), &["every", "each"]) {
            return (mention.duration, Some(tokens.clone()));
        }
    }
    let near = index.saturating_sub(4)..(index + 14).min(count);
    for at in near {
        let is_yearly = text.reader.is(at, &["annually", "yearly"])
            || (text.reader.is(at, &["every", "each", "per"]) && text.word(at + 1) == "year")
            || (text.reader.is(at, &["annual", "yearly"]) && text.word(at + 1) == "basis")
            || text.reader.is_phrase(at, "year to year")
            || text.reader.is_phrase(at, "year - to - year")
            || text.reader.is_phrase(at, "year by year");
        if is_yearly {
            return (Some(Duration::from_years(1)), Some(at..at + 2));
        }
        let is_same =
            text.reader.is(at, &["same", "equal", "like", "identical", "similar", "equivalent"])
                && text.reader.is(
                    at + 1,
                    &["period", "periods", "term", "terms", "duration", "length", "lengths"],
                );
        if is_same && let Some(Term::Lasting(length)) = term {
            return (Some(length), Some(at..at + 2));
        }
    }
    (None, None)
}

/// Returns true if a length is that of a notice.
fn is_notice(text: &TermSentence<'_, '_>, length: &Range<usize>) -> bool {
    (length.end..length.end + 5)
        .any(|at| text.reader.is(at, &["notice", "prior", "advance", "before", "notification"]))
}
