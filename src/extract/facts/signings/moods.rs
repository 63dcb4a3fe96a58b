//! Whether a signing was done, is planned, or is that of another instrument.

use std::sync::LazyLock;

use super::mention::{SigningForm, SigningMood};
use crate::extract::facts::headlines::is_headline;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::lists::{WordList, lines, section};
use crate::extract::mentions::reading::Reading;

const WORD_LISTS: &str = include_str!("../words/signings.txt");

static FUTURE_VERBS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "future verbs"));
static PLAN_WORDS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "plan words"));
static PLAN_WORDS_OF_NOUNS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "plan words of nouns"));
static EARLIER_WORDS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "earlier words"));
static ASIDE_WORDS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "aside words"));

/// Phrases for another time than that of the text.
static EARLIER_PHRASES: LazyLock<Vec<&str>> =
    LazyLock::new(|| lines(include_str!("../words/earlier.txt")).collect());

/// What people do at a signing.
const ATTENDING_VERBS: [&str; 11] = [
    "witness",
    "attend",
    "oversee",
    "host",
    "include",
    "see",
    "feature",
    "celebrate",
    "mark",
    "join",
    "preside",
];

/// The most words before or after a signing word that say when it was.
const MAX_CLAUSE_WORDS: usize = 40;

/// Returns the numbers of the words at which a phrase for another time starts.
pub(super) fn earlier_phrases(reading: &Reading<'_>) -> Vec<usize> {
    let starts = |index: &usize| {
        EARLIER_PHRASES.iter().any(|phrase| {
            phrase.starts_with(reading.lower(*index)) && reading.is_phrase(*index, phrase)
        })
    };
    (0..reading.words.len()).filter(starts).collect()
}

/// Returns whether the signing was done, is planned, or is that of another instrument.
pub(super) fn mood(
    reading: &Reading<'_>,
    sentence: &ReadSentence,
    earlier_phrases: &[usize],
    word: usize,
    (instrument, form): (usize, SigningForm),
) -> SigningMood {
    if is_planned(reading, sentence, word, form) {
        return SigningMood::Planned;
    }
    let mention = &sentence.instruments[instrument];
    let start = reading.index_at(mention.range.start);
    if mention.is_other
        || is_elsewhere(reading, earlier_phrases, word)
        || is_mentioned_aside(reading, start, word, form)
    {
        return SigningMood::Other;
    }
    SigningMood::Done
}

/// Returns true if the words before a signing word say that it is still to come.
fn is_planned(
    reading: &Reading<'_>,
    sentence: &ReadSentence,
    word: usize,
    form: SigningForm,
) -> bool {
    let before = |back: usize| word.checked_sub(back).map_or("", |index| reading.lower(index));
    // `on 3 May signed`
    let is_month = |back: usize| {
        word.checked_sub(back).is_some_and(|index| index > 0 && reading.word(index) == "May")
    };
    if form == SigningForm::Noun {
        // `The ministers will witness the signing of an MoU`
        let is_future = (1..=8)
            .take_while(|&back| before(back) != ",")
            .any(|back| FUTURE_VERBS.contains(before(back)));
        let is_plan = is_future || (1..=12).any(|back| PLAN_WORDS_OF_NOUNS.contains(before(back)));
        let is_held_later = (word..word + 24).any(|index| {
            reading.lower(index) == "will"
                && reading.is_one_of(index + 1, &["be", "take"])
                && reading.is_one_of(
                    index + 2,
                    &["held", "place", "attended", "followed", "signed", "conducted", "organised"],
                )
        });
        // `will witness the signing`
        let is_attended_later = (1..=8).any(|back| {
            FUTURE_VERBS.contains(before(back))
                && !is_month(back)
                && (1..back).any(|verb| ATTENDING_VERBS.contains(&before(verb)))
        });
        return is_plan || is_held_later || is_attended_later;
    }
    if (1..=4).any(|back| {
        FUTURE_VERBS.contains(before(back))
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
    let is_plan = (2..=5).any(|back| PLAN_WORDS.contains(before(back)));
    let is_be_to = matches!(before(2), "is" | "are" | "yet")
        || before(1) == "be" && matches!(before(3), "is" | "are" | "yet");
    is_plan || is_be_to || is_headline(sentence) || is_headline_future(reading, word)
}

/// Returns true for `Oslo and Bergen to sign MoU`: the infinitive follows a name.
fn is_headline_future(reading: &Reading<'_>, word: usize) -> bool {
    let before = word.saturating_sub(2);
    reading.lower(word.saturating_sub(1)) == "to"
        && reading.has_capital(before)
        && !(before.saturating_sub(MAX_CLAUSE_WORDS)..before).any(|index| {
            reading.is_one_of(index, &["was", "were", "met", "visited", "gathered", "came"])
        })
}

/// Returns true if the words around say that it was done at another time or place.
fn is_elsewhere(reading: &Reading<'_>, earlier_phrases: &[usize], word: usize) -> bool {
    let is_near = (1..=3).any(|back| {
        word.checked_sub(back).is_some_and(|index| EARLIER_WORDS.contains(reading.lower(index)))
    });
    let next = earlier_phrases.partition_point(|&index| index + MAX_CLAUSE_WORDS < word);
    let has_phrase =
        earlier_phrases.get(next).is_some_and(|&index| index < word + MAX_CLAUSE_WORDS);
    let is_where = (0..word).rev().take(14).any(|index| {
        reading.lower(index) == "where"
            || (reading.lower(index) == "that"
                && reading.is_one_of(index.wrapping_sub(1), &["declaration"]))
    });
    is_near || has_phrase || is_where
}

/// Returns true if the instrument is named only for what another one does with it: `to implement the MoU signed`.
fn is_mentioned_aside(reading: &Reading<'_>, start: usize, word: usize, form: SigningForm) -> bool {
    let first = if form == SigningForm::Noun { start.min(word) } else { start };
    let is_reduced = form == SigningForm::Passive && word > start;
    let is_noun = form == SigningForm::Noun;
    (is_reduced || is_noun)
        && (1..=6).any(|back| {
            first.checked_sub(back).is_some_and(|index| ASIDE_WORDS.contains(reading.lower(index)))
        })
}
