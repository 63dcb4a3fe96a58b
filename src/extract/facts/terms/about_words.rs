//! Words that show what a sentence on the time in force is about.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::exchange::import::cell::words_by_meaning;

/// What a noun is for the time in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TermNoun {
    /// An agreement.
    Agreement,
    /// A word for the agreement if nothing else is near.
    Loose,
    /// What may have a term of its own.
    Other,
    /// What may have a term of its own, but is not what `it` means in the next sentence.
    Action,
}

/// The nouns that may have a term, by word.
pub(super) static TERM_NOUNS: LazyLock<HashMap<&'static str, TermNoun>> = LazyLock::new(|| {
    let words = words_by_meaning(include_str!("../words/term_nouns.txt"));
    words
        .filter_map(|(meaning, word)| {
            let noun = match meaning {
                "agreement" => TermNoun::Agreement,
                "loose agreement" => TermNoun::Loose,
                "other" => TermNoun::Other,
                "action" => TermNoun::Action,
                _ => return None,
            };
            Some((word, noun))
        })
        .collect()
});

/// What is done together under an agreement.
pub(super) const JOINT_WORK_WORDS: [&str; 11] = [
    "work",
    "works",
    "activity",
    "activities",
    "plan",
    "plans",
    "exchange",
    "exchanges",
    "visits",
    "agenda",
    "roadmap",
];

pub(super) const MODAL_VERBS: [&str; 12] = [
    "will", "shall", "should", "would", "must", "may", "can", "could", "might", "cannot", "ought",
    "to",
];

pub(super) const AUXILIARY_VERBS: [&str; 14] = [
    "will", "shall", "should", "would", "must", "may", "can", "is", "are", "was", "were", "has",
    "have", "had",
];

pub(super) const PREPOSITION_WORDS: [&str; 34] = [
    "of",
    "on",
    "for",
    "between",
    "with",
    "in",
    "to",
    "concerning",
    "regarding",
    "under",
    "by",
    "at",
    "from",
    "through",
    "as",
    "pursuant",
    "according",
    "during",
    "following",
    "since",
    "unless",
    "subject",
    "upon",
    "after",
    "before",
    "within",
    "among",
    "against",
    "if",
    "signed",
    "dated",
    "when",
    "once",
    "without",
];

pub(super) const DETERMINER_WORDS: [&str; 22] = [
    "the",
    "this",
    "a",
    "an",
    "such",
    "its",
    "their",
    "our",
    "both",
    "present",
    "said",
    "new",
    "current",
    "above",
    "aforesaid",
    "aforementioned",
    "these",
    "latest",
    "present",
    "each",
    "that",
    "renewed",
];

/// Words that cannot stand between an article and its noun.
pub(super) const NO_ADJECTIVES: [&str; 60] = [
    "of", "on", "for", "between", "with", "in", "to", "under", "by", "at", "from", "through", "as",
    "the", "this", "a", "an", "and", "or", "but", "which", "that", "who", "will", "shall", "is",
    "are", "was", "were", "has", "have", "had", "may", "can", "be", "it", "they", "its", "their",
    "our", "notice", "period", "term", "duration", "after", "before", "ago", "prior", "if", "not",
    "signed", "sign", "into", "until", "we", "he", "she", "when", "where", "while",
];

/// Words in the headings of clauses on the time in force.
pub(super) const TERM_HEADINGS: [&str; 16] = [
    "duration",
    "term",
    "termination",
    "validity",
    "force",
    "commencement",
    "final",
    "effective",
    "discontinuation",
    "expiry",
    "renewal",
    "effect",
    "period",
    "amendment",
    "withdrawal",
    "terms",
];
