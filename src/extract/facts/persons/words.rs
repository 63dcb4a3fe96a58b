//! The words that say who signs and who witnesses.

/// Verbs of signing.
pub const SIGN_VERBS: &[&str] = &[
    "signed", "sign", "signs", "inked", "ink", "inks", "singed", "initialled", "initialed", "concluded", "penned",
    "executed", "renewed",
];

/// Participles of signing before `by`.
pub const SIGN_PARTICIPLES: &[&str] = &[
    "signed", "inked", "singed", "initialled", "initialed", "concluded", "executed", "penned", "formalised", "formalized",
    "sealed", "renewed", "entered",
];

/// Other participles before `by`.
pub const OTHER_PARTICIPLES: &[&str] = &[
    "hosted", "attended", "organised", "organized", "accompanied", "led", "headed", "announced", "issued", "given",
    "joined", "followed", "received", "welcomed", "supported", "facilitated", "presided", "chaired", "overseen",
    "graced", "opened", "delivered", "moderated", "introduced", "developed", "made", "created", "established", "funded",
    "approved", "sponsored", "held", "said", "launched", "coordinated", "co-ordinated", "convened", "exchanged",
    "presented", "published", "written", "taken", "posted", "supervised", "visited", "invited", "described", "proposed",
    "initiated", "implemented", "provided", "offered", "conducted", "addressed", "founded", "owned", "managed", "run",
    "produced", "inspired", "paid", "assisted", "arranged", "observed", "photographed", "inaugurated", "endorsed",
    "co-hosted", "co-chaired", "co-organised", "co-organized", "drafted", "negotiated", "brokered", "enabled", "driven",
];

/// Words that may be between two people of a list.
pub const LINK_WORDS: &[&str] = &[
    "and", "as", "well", "also", "along", "alongside", "together", "with", "both", "of", "for", "from", "the", "on",
    "behalf", "representing", "while", "whereas", "respectively", "his", "her", "its", "their", "at", "in", "to", "a",
    "then", "or", "de", "la", "du", "des", "y", "&", "left", "right", "centre", "center", "second", "third", "counterpart",
    "who", "following", "including", "namely", "respective", "other", "both",
];

/// Words that may be between the people who sign and the verb.
pub const SKIPPED_WORDS: &[&str] = &[
    "today", "yesterday", "also", "both", "jointly", "formally", "officially", "recently", "here", "respectively", "on",
    "behalf", "of", "for", "the", "have", "has", "had", "then", "this", "morning", "afternoon", "evening", "last", "in",
    "at", "his", "her", "their", "its", "respective", "countries", "country", "institutions", "organisations",
    "organizations", "governments", "sides", "who", "representing", "as", "and", "virtually", "electronically", "each",
    "to", "just", "earlier", "a", "an", "week", "month", "later", "subsequently", "duly", "having", "met", "hereby", "did",
    "with", "counterpart", "two", "de", "la", "du", "from", "by", "video", "during", "ceremony", "that", "it",
];

/// Returns true if a word is among others.
#[must_use]
pub fn is_in(words: &[&str], word: &str) -> bool {
    words.contains(&word)
}
