//! The signing of an instrument in a sentence.

mod mention;
mod moods;

use std::sync::LazyLock;

use super::headlines::is_headline;
use moods::{earlier_phrases, mood};

use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::mentions::reading::Reading;
pub use mention::{SigningForm, SigningMention, SigningMood};

/// The lists of words.
const WORD_LISTS: &str = include_str!("../words/signings.txt");

static DONE_VERBS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "done verbs"));

static PRESENT_VERBS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "present verbs"));

static SIGNING_NOUNS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "signing nouns"));

static ANNOUNCING_VERBS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "announcing verbs"));

/// Signing words that have other meanings too; the instrument must be near.
static WEAK_VERBS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "weak verbs"));

static CLAUSE_BREAKS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "clause breaks"));

/// The most words between a signing word and its instrument.
const MAX_DISTANCE: usize = 24;

/// Finds the signings in a sentence; none in direct speech.
#[must_use]
pub fn signings(reading: &Reading<'_>, sentence: &ReadSentence) -> Vec<SigningMention> {
    if sentence.instruments.is_empty() {
        return Vec::new();
    }
    let earlier = earlier_phrases(reading);
    let mut found: Vec<SigningMention> = Vec::new();
    for word in 0..reading.words.len() {
        let range = reading.words[word].range.clone();
        if sentence.sentence.is_in_speech(range.start) {
            continue;
        }
        let Some((instrument, form)) = instrument_of(reading, sentence, word) else { continue };
        let mood = mood(reading, sentence, &earlier, word, (instrument, form));
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
    let is_done = DONE_VERBS.contains(lower);
    let is_present = PRESENT_VERBS.contains(lower);
    let is_noun = SIGNING_NOUNS.contains(lower);
    let is_announcing = ANNOUNCING_VERBS.contains(lower);
    if !(is_done || is_present || is_noun || is_announcing) {
        return None;
    }
    if is_of_effect(reading, word) || is_of_negotiation(reading, word) {
        return None;
    }
    // `Mutual Exchange Agreement`: a noun in a title.
    let is_weak = WEAK_VERBS.contains(lower);
    if is_weak && word > 0 && reading.has_capital(word) && !is_headline(sentence) {
        return None;
    }
    let words_of = |index: usize| {
        let range = &sentence.instruments[index].range;
        (index, reading.index_at(range.start)..reading.index_at(range.end))
    };
    let start = reading.words[word].range.start;
    let next = sentence.instruments.partition_point(|instrument| instrument.range.start <= start);
    let after = (next < sentence.instruments.len())
        .then(|| words_of(next))
        .filter(|(_, words)| words.start - word <= MAX_DISTANCE);
    let before = next
        .checked_sub(1)
        .map(words_of)
        .filter(|(_, words)| words.end <= word && word - words.end <= MAX_DISTANCE);
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
    if let Some((index, words)) = object {
        // `entered a partnership with B through a new MoU`
        let is_means = (1..=3).any(|back| {
            reading.is_one_of(words.start.wrapping_sub(back), &["through", "via", "by"])
        });
        let is_near = words.start - word <= 9 || is_means;
        return (!is_weak || is_near).then_some((index, SigningForm::Active));
    }
    // `the MoU they signed`, `an MoU signed by A`
    let near = before.filter(|(_, words)| word - words.end <= 8 && is_done);
    near.map(|(index, _)| (index, SigningForm::Passive))
}

/// Returns true for `negotiations on an MoU were concluded`, which is no signing.
fn is_of_negotiation(reading: &Reading<'_>, word: usize) -> bool {
    const NEGOTIATION_NOUNS: [&str; 8] = [
        "negotiations",
        "negotiation",
        "talks",
        "discussions",
        "consultations",
        "deliberations",
        "work",
        "drafting",
    ];
    let lower = reading.lower(word);
    let is_end = ["conclu", "final"].iter().any(|start| lower.starts_with(start));
    let is_in_clause = |index: &usize| !reading.is_one_of(*index, &[",", ";", ":", "and"]);
    let before = (0..word).rev().take(MAX_DISTANCE).take_while(is_in_clause);
    let behind = (word + 1..word + 5).take_while(is_in_clause);
    if !is_end || before.chain(behind).any(|index| reading.is_one_of(index, &NEGOTIATION_NOUNS)) {
        return is_end;
    }
    // `Negotiations on an MoU between A and B were concluded`
    let is_topic = |index: usize| {
        reading.is_one_of(index + 1, &["on", "for", "about", "over", "regarding", "towards"])
            && reading.is_one_of(index, &NEGOTIATION_NOUNS)
            || reading.is_one_of(index, &["text", "draft", "wording"])
                && reading.lower(index + 1) == "of"
    };
    let is_in_sentence = |index: &usize| !reading.is_one_of(*index, &[",", ";", ":"]);
    (0..word).rev().take(2 * MAX_DISTANCE).take_while(is_in_sentence).any(is_topic)
}

/// Returns true for `effective upon signature`, which does not say that there was one, and for `entered into force`.
fn is_of_effect(reading: &Reading<'_>, word: usize) -> bool {
    const WORDS_BEFORE: [&str; 9] =
        ["upon", "from", "date", "after", "on", "last", "final", "following", "since"];
    let is_force = reading.lower(word).starts_with("enter")
        && (word + 1..word + 5)
            .any(|index| reading.is_one_of(index, &["force", "effect", "operation", "vigour"]));
    if is_force {
        return true;
    }
    // `a term beginning upon the signing`, but not `following the signing`
    let is_start = reading.lower(word) == "signing"
        && (1..=2)
            .any(|back| word.checked_sub(back).is_some_and(|index| reading.lower(index) == "upon"));
    if is_start {
        return true;
    }
    reading.is_one_of(word, &["signature", "execution"])
        && (1..=3).any(|back| {
            word.checked_sub(back).is_some_and(|index| WORDS_BEFORE.contains(&reading.lower(index)))
        })
}

/// Returns true if the verb is part of a passive: `was signed`, `signed by`.
fn is_passive(reading: &Reading<'_>, word: usize) -> bool {
    let has_by = reading.lower(word + 1) == "by";
    let is_form_of_be = |index: usize| {
        reading.is_one_of(index, &["was", "were", "is", "are", "be", "been", "being", "got"])
    };
    has_by || (1..=3).any(|back| word.checked_sub(back).is_some_and(is_form_of_be))
}

/// Returns true if nothing between a verb and an instrument starts another clause, not even another verb of signing:
/// `under the treaty signed in 2015, A and B signed an MoU`.
fn is_object(reading: &Reading<'_>, verb: usize, instrument: usize) -> bool {
    let is_verb = |index: usize| {
        reading.is_one_of(index, &["signed", "signs", "inked", "inks"])
            && !reading.is_one_of(index - 1, &["and", "or", ",", "jointly", "a", "the"])
    };
    let mut words = verb + 1..instrument;
    words.all(|index| {
        (!CLAUSE_BREAKS.contains(reading.lower(index)) && !is_verb(index))
            || (reading.lower(index) == ":" && index == instrument - 1)
    })
}
