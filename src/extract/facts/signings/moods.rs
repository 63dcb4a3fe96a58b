//! Whether a signing was done, is planned, or is that of another instrument.

use std::sync::LazyLock;

use super::mention::{SigningForm, SigningMood};
use crate::extract::facts::headlines::is_headline;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::dates::WrittenForm;
use crate::extract::mentions::instruments::InstrumentMention;
use crate::extract::mentions::lists::{WordList, lines, section};
use crate::extract::mentions::reading::Reading;
use crate::extract::sentences::WordKind;

const WORD_LISTS: &str = include_str!("../words/signings.txt");

static FUTURE_VERBS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "future verbs"));
static PLAN_WORDS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "plan words"));
static PLAN_WORDS_OF_NOUNS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "plan words of nouns"));
static EARLIER_WORDS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "earlier words"));
static ASIDE_WORDS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "aside words"));
static MEETING_VERBS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "meeting verbs"));

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

/// The most words between a verb of reporting and what it reports.
const MAX_REPORT_WORDS: usize = 14;

/// A line without a full stop that is shorter is a headline.
const MAX_LINE_WORDS: usize = 22;

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
    if is_planned(reading, sentence, word, (instrument, form)) {
        return SigningMood::Planned;
    }
    let mention = &sentence.instruments[instrument];
    let start = reading.index_at(mention.range.start);
    if mention.is_other
        || is_elsewhere(reading, sentence, earlier_phrases, word, start)
        || is_mentioned_aside(reading, start, word, form) && !is_of_day(sentence, mention)
    {
        return SigningMood::Other;
    }
    SigningMood::Done
}

/// Returns true if the words around a signing word say that it is still to come.
fn is_planned(
    reading: &Reading<'_>,
    sentence: &ReadSentence,
    word: usize,
    (instrument, form): (usize, SigningForm),
) -> bool {
    match form {
        SigningForm::Noun => is_planned_noun(reading, word),
        SigningForm::Announced => {
            let mention = &sentence.instruments[instrument];
            is_announced_plan(reading, word, reading.index_at(mention.range.start))
        }
        SigningForm::Active | SigningForm::Passive => is_planned_verb(reading, sentence, word),
    }
}

/// Returns true for `will witness the signing`, `the proposed signing` and `the signing will be held`.
fn is_planned_noun(reading: &Reading<'_>, word: usize) -> bool {
    let before = |back: usize| word.checked_sub(back).map_or("", |index| reading.lower(index));
    let is_future = (1..=8)
        .take_while(|&back| before(back) != ",")
        .any(|back| FUTURE_VERBS.contains(before(back)) && !is_month(reading, word, back));
    let is_plan = is_future || (1..=12).any(|back| PLAN_WORDS_OF_NOUNS.contains(before(back)));
    // `will attend the conference and, on Friday, witness the signing`
    let is_attended_later = (1..=8).any(|back| {
        FUTURE_VERBS.contains(before(back))
            && !is_month(reading, word, back)
            && (1..back).any(|verb| ATTENDING_VERBS.contains(&before(verb)))
    });
    // `are signing an MoU on Friday`
    let is_progressive = reading.lower(word) == "signing"
        && (1..=3).any(|back| matches!(before(back), "are" | "is"))
        && (word..word + MAX_CLAUSE_WORDS).any(|index| {
            reading.is_one_of(index, &["tomorrow", "next", "soon", "later", "upcoming"])
                || (reading.lower(index) == "on" && reading.lower(index + 1).ends_with("day"))
        });
    is_plan || is_attended_later || is_progressive || is_held_later(reading, word)
}

/// Returns true for `the signing will be held`, `is scheduled for Friday` and `was postponed`.
fn is_held_later(reading: &Reading<'_>, word: usize) -> bool {
    const HELD_WORDS: [&str; 10] = [
        "held",
        "place",
        "attended",
        "followed",
        "signed",
        "conducted",
        "organised",
        "organized",
        "happen",
        "occur",
    ];
    const TIME_WORDS: [&str; 12] = [
        "for", "on", "in", "at", "later", "next", "soon", "tomorrow", "this", "before", "during",
        "after",
    ];
    let is_be = |index: usize| {
        reading.is_one_of(
            index,
            &["is", "are", "was", "were", "been", "be", ",", "now", "currently", "originally"],
        )
    };
    (word + 1..word + 1 + MAX_CLAUSE_WORDS).take_while(|&index| reading.lower(index) != ";").any(
        |index| {
            let is_will = reading.is_one_of(index, &["will", "shall"])
                && reading.is_one_of(index + 1, &["be", "take", "happen", "occur"])
                && (reading.is_one_of(index + 1, &["happen", "occur"])
                    || reading.is_one_of(index + 2, &HELD_WORDS));
            let is_scheduled = reading.is_one_of(
                index,
                &["scheduled", "planned", "slated", "due", "expected", "foreseen", "set"],
            ) && is_be(index - 1)
                && (reading.is_one_of(index + 1, &TIME_WORDS)
                    || (reading.lower(index + 1) == "to"
                        && (index + 2..index + 5).any(|at| reading.is_one_of(at, &HELD_WORDS))));
            let is_put_off = reading
                .is_one_of(index, &["postponed", "delayed", "cancelled", "canceled", "deferred"])
                && (1..=3).any(|back| is_be(index - back.min(index)));
            is_will || is_scheduled || is_put_off
        },
    )
}

/// Returns true for `agreed to sign an MoU` and `approved the signing of an MoU`: what follows the verb is a plan.
fn is_announced_plan(reading: &Reading<'_>, word: usize, instrument: usize) -> bool {
    let is_approval = ["approv", "adopt", "clear", "authori"]
        .iter()
        .any(|start| reading.lower(word).starts_with(start));
    let is_agreed = reading.lower(word).starts_with("agree")
        && (word + 1..instrument.max(word + 1)).any(|index| {
            reading.lower(index) == "to"
                && reading.kind(index + 1) == Some(WordKind::Word)
                && !reading.is_one_of(index + 1, &["a", "an", "the", "this", "new", "their", "its"])
        });
    let has_infinitive = (word + 1..instrument.max(word + 1)).any(|index| {
        reading.lower(index) == "to"
            && reading.is_one_of(
                index + 1,
                &["sign", "ink", "conclude", "enter", "initial", "finalise", "finalize"],
            )
    });
    is_approval || is_agreed || has_infinitive
}

/// Returns true if the words before a verb of signing say that it is still to come.
fn is_planned_verb(reading: &Reading<'_>, sentence: &ReadSentence, word: usize) -> bool {
    let before = |back: usize| word.checked_sub(back).map_or("", |index| reading.lower(index));
    let is_future = (1..=4).any(|back| {
        FUTURE_VERBS.contains(before(back))
            && !is_month(reading, word, back)
            && !(1..back).any(|near| before(near) == ",")
    });
    // `has not yet been signed`, but not `not only signed`
    let is_open = (1..=4).take_while(|&back| !matches!(before(back), "," | ";")).any(|back| {
        matches!(before(back), "not" | "yet" | "hasn't" | "haven't" | "wasn't" | "without")
            && !(1..back).any(|near| matches!(before(near), "only" | "just" | "merely"))
    });
    if is_future || is_open || is_condition(reading, word) {
        return true;
    }
    let is_be_signed = before(1) == "be";
    // `to enter into and sign`
    let is_joined = before(1) == "and" && (2..=5).any(|back| before(back) == "to");
    let is_infinitive = before(1) == "to"
        || is_joined
        || (is_be_signed && before(2) == "to")
        || (matches!(before(1), "formally" | "officially" | "jointly" | "soon")
            && before(2) == "to");
    if !is_infinitive {
        // `resolved that an MoU be signed`
        return is_be_signed;
    }
    // `authorised the mayor, Jane Doe, to sign`
    let is_after_aside = is_joined || before(2) == ",";
    let is_plan = (2..=12)
        .take_while(|&back| {
            before(back) != ";"
                && (is_after_aside || before(back) != ",")
                && (is_joined || before(back) != "and")
        })
        .any(|back| {
            // `will become the seventh nation to sign an MoU`
            PLAN_WORDS.contains(before(back))
                || (FUTURE_VERBS.contains(before(back))
                    && matches!(before(back - 1), "become" | "be"))
        });
    let is_be_to = matches!(before(2), "is" | "are" | "yet")
        || is_be_signed && matches!(before(3), "is" | "are" | "yet");
    // `the MoU to be signed`, but not `the first MoU to be signed`
    let comma = usize::from(before(3) == ",");
    let is_reduced = is_be_signed
        && word.checked_sub(3 + comma).is_some_and(|index| {
            let offset = reading.words[index].range.start;
            sentence.instruments.iter().any(|one| one.range.contains(&offset))
        })
        && !(4..=9).any(|back| {
            matches!(before(back), "first" | "second" | "third" | "latest" | "last" | "only")
        });
    is_plan || is_be_to || is_reduced || is_headline(sentence) || is_headline_future(reading, word)
}

/// Returns true for `once the MoU is signed`, `before they sign` and `if it is signed`.
fn is_condition(reading: &Reading<'_>, word: usize) -> bool {
    let before = |back: usize| word.checked_sub(back).map_or("", |index| reading.lower(index));
    let is_present = matches!(reading.lower(word), "sign" | "signs" | "conclude" | "concludes")
        || matches!(before(1), "is" | "are")
        || matches!(before(1), "once" | "when" | "if" | "until" | "unless");
    is_present
        && (1..=10)
            .take_while(|&back| !matches!(before(back), "," | ";" | ":"))
            .any(|back| matches!(before(back), "once" | "if" | "until" | "unless" | "whether"))
}

/// Returns true if the word so far before another one is the month in `on 3 May signed`.
fn is_month(reading: &Reading<'_>, word: usize, back: usize) -> bool {
    word.checked_sub(back).is_some_and(|index| index > 0 && reading.word(index) == "May")
}

/// Returns true for `Oslo and Bergen to sign MoU` and, in a line without a full stop, `police and university to sign`.
fn is_headline_future(reading: &Reading<'_>, word: usize) -> bool {
    let before = word.saturating_sub(2);
    let is_line = reading.words.len() < MAX_LINE_WORDS
        && !matches!(reading.lower(reading.words.len() - 1), "." | "!" | "?" | ":");
    let is_past = |index: usize| {
        reading.is_one_of(index, &["was", "were", "met", "visited", "gathered", "came"])
    };
    let has_verb = |index: usize| {
        reading.is_one_of(index, &["is", "are", "has", "have", "had"])
            || reading.lower(index).ends_with("ed")
    };
    let words = before.saturating_sub(MAX_CLAUSE_WORDS)..before;
    reading.lower(word.saturating_sub(1)) == "to"
        && (reading.has_capital(before) || is_line && !words.clone().any(has_verb))
        && !words.clone().any(is_past)
}

/// Returns true if the words around say that it was done at another time or place.
fn is_elsewhere(
    reading: &Reading<'_>,
    sentence: &ReadSentence,
    earlier_phrases: &[usize],
    word: usize,
    instrument: usize,
) -> bool {
    // `The first MoU was signed`: that the instrument is one of the text's own is known already.
    let is_near = (1..=3)
        .filter_map(|back| word.checked_sub(back))
        .filter(|&index| !(reading.lower(index) == "had" && is_reported(reading, sentence, index)))
        .any(|index| index + 1 != instrument && EARLIER_WORDS.contains(reading.lower(index)));
    let next = earlier_phrases.partition_point(|&index| index + MAX_CLAUSE_WORDS < word);
    let has_phrase =
        earlier_phrases.get(next).is_some_and(|&index| index < word + MAX_CLAUSE_WORDS);
    let is_where = (0..word).rev().take(14).any(|index| {
        (reading.lower(index) == "where" && !is_meeting_before(reading, index))
            || (reading.lower(index) == "that"
                && reading.is_one_of(index.wrapping_sub(1), &["declaration"]))
    });
    is_near || has_phrase || is_where || is_of_others(reading, word)
}

/// Returns true for the `had` in `said on Tuesday that it had signed`: news that somebody gave on a day.
fn is_reported(reading: &Reading<'_>, sentence: &ReadSentence, had: usize) -> bool {
    const REPORTING_VERBS: [&str; 7] =
        ["said", "announced", "stated", "confirmed", "reported", "revealed", "disclosed"];
    let is_date = |index: usize| {
        let offset = reading.words.get(index).map(|word| word.range.start);
        offset.is_some_and(|offset| sentence.dates.iter().any(|date| date.range.contains(&offset)))
    };
    (had.saturating_sub(MAX_REPORT_WORDS)..had)
        .rev()
        .take_while(|&index| !reading.is_one_of(index, &[",", ";", ":"]))
        .find(|&index| reading.is_one_of(index, &REPORTING_VERBS))
        .is_some_and(|verb| is_date(verb + 1) || is_date(verb + 2))
}

/// Returns true if the clause before `where` says who met: `The mayors met in Riga, where they signed`.
fn is_meeting_before(reading: &Reading<'_>, place: usize) -> bool {
    let clause = place.saturating_sub(MAX_CLAUSE_WORDS)..place;
    let is_meeting = clause.clone().any(|index| MEETING_VERBS.contains(reading.lower(index)));
    let is_background = clause.into_iter().any(|index| {
        let lower = reading.lower(index);
        EARLIER_WORDS.contains(lower) || (ASIDE_WORDS.contains(lower) && lower != "based")
    });
    is_meeting && !is_background
}

/// Returns true for `other nations who have signed an MoU`.
fn is_of_others(reading: &Reading<'_>, word: usize) -> bool {
    let before = |back: usize| word.checked_sub(back).map_or("", |index| reading.lower(index));
    let is_relative = (1..=3).find(|&back| matches!(before(back), "who" | "which" | "that"));
    let is_perfect = (1..=2).any(|back| matches!(before(back), "have" | "has" | "had"));
    is_relative.filter(|_| is_perfect).is_some_and(|relative| {
        (relative + 1..=relative + 4)
            .any(|back| matches!(before(back), "other" | "others" | "several" | "many" | "among"))
    })
}

/// Returns true if a day beside the instrument is that of the text: `following the signing of an MoU this afternoon`.
fn is_of_day(sentence: &ReadSentence, instrument: &InstrumentMention) -> bool {
    sentence.dates.iter().any(|date| {
        matches!(date.written, WrittenForm::DaysBefore(0 | 1))
            && date.range.start > instrument.range.start
    })
}

/// Returns true if the instrument is named only for what another one does with it: `to implement the MoU signed`.
fn is_mentioned_aside(reading: &Reading<'_>, start: usize, word: usize, form: SigningForm) -> bool {
    let is_noun = form == SigningForm::Noun;
    let first = if is_noun { start.min(word) } else { start };
    if !is_noun && (form != SigningForm::Passive || word <= start) {
        return false;
    }
    // `After the meeting, two memoranda were signed` is no aside; `to implement the MoU, which was signed` is.
    let is_full = !is_noun
        && reading.is_one_of(word - 1, &["was", "were", "been", "is", "are"])
        && !(start..word).any(|index| reading.is_one_of(index, &["which", "that"]));
    // `The following MoUs were signed:`
    let is_list = |index: usize| index + 1 == first && reading.lower(index) == "following";
    let most = if is_full { 3 } else { 6 };
    (1..=most)
        .map_while(|back| first.checked_sub(back))
        .take_while(|&index| !is_full || reading.lower(index) != ",")
        .any(|index| ASIDE_WORDS.contains(reading.lower(index)) && !is_list(index))
}
