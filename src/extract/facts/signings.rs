//! The signing of an instrument in a sentence.

use std::ops::Range;

use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::reading::Reading;

/// What a sentence says of a signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningMood {
    /// It was done.
    Done,
    /// It is still to come.
    Planned,
    /// It is the signing of another instrument, at another time.
    Other,
}

/// How the sentence says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigningForm {
    /// `A signed an MoU`.
    Active,
    /// `an MoU was signed`, `an MoU signed by A`.
    Passive,
    /// `the signing of an MoU`.
    Noun,
    /// `A announced an MoU`.
    Announced,
}

/// A signing that a sentence names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningMention {
    /// The number of the signing word.
    pub word: usize,
    /// Its place in the text.
    pub range: Range<usize>,
    /// The number of the instrument among those of the sentence.
    pub instrument: usize,
    /// What the sentence says of it.
    pub mood: SigningMood,
    /// How it says it.
    pub form: SigningForm,
}

const DONE_VERBS: [&str; 20] = [
    "signed",
    "singed",
    "inked",
    "concluded",
    "renewed",
    "formalised",
    "formalized",
    "penned",
    "sealed",
    "exchanged",
    "executed",
    "finalised",
    "finalized",
    "initialled",
    "entered",
    "struck",
    "extended",
    "joined",
    "revised",
    "updated",
];

const PRESENT_VERBS: [&str; 22] = [
    "sign",
    "signs",
    "ink",
    "inks",
    "renew",
    "renews",
    "conclude",
    "concludes",
    "formalise",
    "formalises",
    "formalize",
    "formalizes",
    "seal",
    "seals",
    "pen",
    "pens",
    "enter",
    "enters",
    "exchange",
    "exchanges",
    "join",
    "joins",
];

const NOUNS: [&str; 12] = [
    "signing",
    "signature",
    "inking",
    "conclusion",
    "renewal",
    "signatories",
    "signatory",
    "renewing",
    "concluding",
    "entering",
    "execution",
    "sealing",
];

const ANNOUNCING_VERBS: [&str; 16] = [
    "announced",
    "announce",
    "announces",
    "agreed",
    "agree",
    "agrees",
    "established",
    "establish",
    "establishes",
    "reached",
    "reach",
    "unveiled",
    "launched",
    "approved",
    "adopted",
    "partnered",
];

/// The most words between a signing word and its instrument.
const MAX_DISTANCE: usize = 24;

/// Finds the signings in a sentence; none in direct speech.
#[must_use]
pub fn signings(reading: &Reading<'_>, sentence: &ReadSentence) -> Vec<SigningMention> {
    let mut found: Vec<SigningMention> = Vec::new();
    for word in 0..reading.words.len() {
        let range = reading.words[word].range.clone();
        if sentence.sentence.is_in_speech(range.start) {
            continue;
        }
        let Some((instrument, form)) = instrument_of(reading, sentence, word) else { continue };
        let mood = mood(reading, sentence, word, instrument, form);
        let range = reading.range(word..word + if is_into(reading, word) { 2 } else { 1 });
        found.push(SigningMention { word, range, instrument, mood, form });
    }
    found
}

fn is_into(reading: &Reading<'_>, word: usize) -> bool {
    reading.lower(word + 1) == "into"
}

/// Returns the instrument that a word says was signed, and how.
fn instrument_of(
    reading: &Reading<'_>,
    sentence: &ReadSentence,
    word: usize,
) -> Option<(usize, SigningForm)> {
    let lower = reading.lower(word);
    let is_done = DONE_VERBS.contains(&lower);
    let is_present = PRESENT_VERBS.contains(&lower);
    let is_noun = NOUNS.contains(&lower);
    let is_announcing = ANNOUNCING_VERBS.contains(&lower);
    if !(is_done || is_present || is_noun || is_announcing) {
        return None;
    }
    if is_of_effect(reading, word) {
        return None;
    }
    let places = || {
        sentence.instruments.iter().enumerate().map(|(index, instrument)| {
            (
                index,
                reading.index_at(instrument.range.start)..reading.index_at(instrument.range.end),
            )
        })
    };
    let after =
        places().find(|(_, words)| words.start > word && words.start - word <= MAX_DISTANCE);
    let before =
        places().filter(|(_, words)| words.end <= word && word - words.end <= MAX_DISTANCE).last();
    if is_announcing {
        let after = after
            .filter(|(_, words)| words.start - word <= 8 && is_object(reading, word, words.start));
        return after.map(|(index, _)| (index, SigningForm::Announced));
    }
    let is_passive = is_done && is_passive(reading, word);
    if is_noun {
        let direct = after.filter(|(_, words)| is_object(reading, word, words.start));
        let instrument = direct.or_else(|| before.filter(|(_, words)| word - words.end <= 3));
        return instrument.map(|(index, _)| (index, SigningForm::Noun));
    }
    if is_passive {
        return before.or(after).map(|(index, _)| (index, SigningForm::Passive));
    }
    let object = after.filter(|(_, words)| is_object(reading, word, words.start));
    if let Some((index, _)) = object {
        let is_weak = matches!(
            lower,
            "enter"
                | "enters"
                | "entered"
                | "entering"
                | "join"
                | "joins"
                | "joined"
                | "extended"
                | "updated"
                | "exchanged"
                | "exchange"
        );
        let is_near = places().any(|(other, words)| other == index && words.start - word <= 9);
        return (!is_weak || is_near).then_some((index, SigningForm::Active));
    }
    // `the MoU they signed`, `an MoU signed by A`
    let near = before.filter(|(_, words)| word - words.end <= 8 && is_done);
    near.map(|(index, _)| (index, SigningForm::Passive))
}

/// Returns true for `effective upon signature`, which does not say that there was one.
fn is_of_effect(reading: &Reading<'_>, word: usize) -> bool {
    const BEFORE: [&str; 9] =
        ["upon", "from", "date", "after", "on", "last", "final", "following", "since"];
    reading.is_one_of(word, &["signature", "execution"])
        && (1..=3).any(|back| {
            word.checked_sub(back).is_some_and(|index| BEFORE.contains(&reading.lower(index)))
        })
}

/// Returns true if the verb is part of a passive: `was signed`, `signed by`.
fn is_passive(reading: &Reading<'_>, word: usize) -> bool {
    let has_by = reading.lower(word + 1) == "by";
    let is_form_of_be = |index: usize| {
        reading
            .is_one_of(index, &["was", "were", "is", "are", "be", "been", "being", "was-", "got"])
    };
    has_by || (1..=3).any(|back| word.checked_sub(back).is_some_and(is_form_of_be))
}

/// Returns true if nothing between a verb and an instrument starts another clause.
fn is_object(reading: &Reading<'_>, verb: usize, instrument: usize) -> bool {
    const BREAKS: [&str; 14] = [
        ";",
        ":",
        "that",
        "which",
        "who",
        "because",
        "while",
        "said",
        "says",
        "where",
        "when",
        "under",
        "implement",
        "after",
    ];
    let mut words = verb + 1..instrument;
    words.all(|index| {
        !BREAKS.contains(&reading.lower(index))
            || (reading.lower(index) == ":" && index == instrument - 1)
    })
}

/// Returns whether the signing was done, is planned, or is that of another instrument.
fn mood(
    reading: &Reading<'_>,
    sentence: &ReadSentence,
    word: usize,
    instrument: usize,
    form: SigningForm,
) -> SigningMood {
    if is_planned(reading, word, form) {
        return SigningMood::Planned;
    }
    let mention = &sentence.instruments[instrument];
    let start = reading.index_at(mention.range.start);
    if mention.is_other
        || is_elsewhere(reading, word)
        || is_mentioned_aside(reading, start, word, form)
    {
        return SigningMood::Other;
    }
    SigningMood::Done
}

/// Returns true if the words before a signing word say that it is still to come.
fn is_planned(reading: &Reading<'_>, word: usize, form: SigningForm) -> bool {
    const FUTURE: [&str; 9] =
        ["will", "would", "shall", "should", "may", "might", "must", "can", "could"];
    const PLANS: [&str; 40] = [
        "expected",
        "set",
        "due",
        "plan",
        "plans",
        "planned",
        "planning",
        "intend",
        "intends",
        "intended",
        "scheduled",
        "about",
        "ready",
        "hope",
        "hopes",
        "hoping",
        "want",
        "wants",
        "going",
        "aim",
        "aims",
        "decided",
        "prepare",
        "prepares",
        "preparing",
        "authorised",
        "authorized",
        "authorise",
        "approved",
        "approve",
        "invited",
        "likely",
        "wish",
        "wishes",
        "seek",
        "seeks",
        "seeking",
        "propose",
        "proposes",
        "agreed",
    ];
    const NOUN_PLANS: [&str; 30] = [
        "approved",
        "approves",
        "approve",
        "approval",
        "approving",
        "invite",
        "invites",
        "invited",
        "invitation",
        "upcoming",
        "forthcoming",
        "ahead",
        "proposed",
        "proposal",
        "proposes",
        "authorised",
        "authorized",
        "authorises",
        "cleared",
        "clears",
        "nod",
        "planned",
        "plans",
        "expected",
        "towards",
        "toward",
        "before",
        "await",
        "awaits",
        "pending",
    ];
    let before = |back: usize| word.checked_sub(back).map_or("", |index| reading.lower(index));
    if form == SigningForm::Noun {
        let is_plan = (1..=12).any(|back| NOUN_PLANS.contains(&before(back)));
        let is_held_later = (word..word + 24).any(|index| {
            reading.lower(index) == "will"
                && reading.is_one_of(index + 1, &["be", "take"])
                && reading.is_one_of(
                    index + 2,
                    &["held", "place", "attended", "followed", "signed", "conducted", "organised"],
                )
        });
        return is_plan || is_held_later;
    }
    let is_month = |back: usize| {
        word.checked_sub(back).is_some_and(|index| reading.word(index) == "May" && index > 0)
    };
    if (1..=4).any(|back| {
        FUTURE.contains(&before(back))
            && !is_month(back)
            && !(1..back).any(|near| before(near) == ",")
    }) {
        return true;
    }
    let is_to = before(1) == "to"
        || (before(1) == "be" && before(2) == "to")
        || (matches!(before(1), "formally" | "officially" | "jointly" | "soon")
            && before(2) == "to");
    if !is_to {
        return false;
    }
    let is_plan = (2..=5).any(|back| PLANS.contains(&before(back)));
    let is_be_to = matches!(before(2), "is" | "are" | "yet")
        || before(1) == "be" && matches!(before(3), "is" | "are" | "yet");
    is_plan || is_be_to || reading.lower(0) != "" && is_headline_future(reading, word)
}

/// Returns true for `Oslo and Bergen to sign MoU`: the infinitive follows a name.
fn is_headline_future(reading: &Reading<'_>, word: usize) -> bool {
    let before = word.saturating_sub(2);
    reading.lower(word.saturating_sub(1)) == "to"
        && reading.has_capital(before)
        && !(0..before).any(|index| {
            reading.is_one_of(index, &["was", "were", "met", "visited", "gathered", "came"])
        })
}

/// Returns true if the words around say that it was done at another time or place.
fn is_elsewhere(reading: &Reading<'_>, word: usize) -> bool {
    const BEFORE: [&str; 12] = [
        "previously",
        "originally",
        "earlier",
        "first",
        "initially",
        "had",
        "since",
        "formerly",
        "recall",
        "recalled",
        "once",
        "never",
    ];
    let is_near = (1..=3).any(|back| {
        word.checked_sub(back).is_some_and(|index| BEFORE.contains(&reading.lower(index)))
    });
    let phrases = [
        "earlier this year",
        "earlier this month",
        "earlier in the year",
        "last year",
        "last month",
        "years ago",
        "months ago",
        "in the past",
        "a year ago",
        "year earlier",
        "in previous years",
        "earlier in",
    ];
    let has_phrase = (0..reading.words.len())
        .any(|index| phrases.iter().any(|phrase| reading.is_phrase(index, phrase)));
    let is_where = (0..word).rev().take(14).any(|index| {
        reading.lower(index) == "where"
            || (reading.lower(index) == "that"
                && reading.is_one_of(index.wrapping_sub(1), &["declaration"]))
    });
    is_near || has_phrase || is_where
}

/// Returns true if the instrument is named only for what another one does with it: `to implement the MoU signed`.
fn is_mentioned_aside(reading: &Reading<'_>, start: usize, word: usize, form: SigningForm) -> bool {
    const ASIDES: [&str; 30] = [
        "implement",
        "implements",
        "implementing",
        "implementation",
        "pursuant",
        "framework",
        "accordance",
        "based",
        "building",
        "builds",
        "replaces",
        "replace",
        "replacing",
        "supersedes",
        "superseding",
        "follows",
        "following",
        "after",
        "since",
        "line",
        "extension",
        "basis",
        "successor",
        "amends",
        "amending",
        "besides",
        "anniversary",
        "extends",
        "expands",
        "continuation",
    ];
    let first = if form == SigningForm::Noun { start.min(word) } else { start };
    let is_reduced = form == SigningForm::Passive && word > start;
    let is_noun = form == SigningForm::Noun;
    (is_reduced || is_noun)
        && (1..=6).any(|back| {
            first.checked_sub(back).is_some_and(|index| ASIDES.contains(&reading.lower(index)))
        })
}
