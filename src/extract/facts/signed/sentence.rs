//! The dates that one sentence gives to a signing.

use std::ops::Range;

use super::date_words::means;
use super::ties::{DateTie, DateTies, SENTENCES_AROUND, SigningDate, SigningWord, days_note};
use crate::domain::{Precision, days_between};
use crate::extract::facts::TextContext;
use crate::extract::facts::agreements::DraftSubject;
use crate::extract::facts::clauses::TokenReader;
use crate::extract::facts::signings::{SigningForm, SigningMention, SigningMood};

/// How many days before the text a signing may have been that only `the MoU signed on D` names.
const MAX_DAYS_SINCE_SIGNING: i64 = 92;

/// The words of signings in a sentence.
struct WordsOfSigning {
    /// Those of the agreement in question.
    own: Vec<SigningWord>,
    /// Those of other instruments.
    others: Vec<Range<usize>>,
}

/// Returns the dates of a sentence that belong to the signing of the subject, the nearest to a signing word first.
pub(super) fn dates(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    index: usize,
    notes: &mut Vec<String>,
) -> Vec<SigningDate> {
    let reader = context.tokens(index);
    let sentence = &context.sentences[index];
    let named = &context.statement(index).signings;
    let is_main = index == subject.sentence;
    let mut words = words_of_signing(subject, reader, named, is_main);
    let is_near = index.abs_diff(subject.sentence) <= SENTENCES_AROUND;
    let is_elsewhere = named.iter().any(|signing| signing.mood != SigningMood::Done);
    if !is_elsewhere && (is_main || is_near) {
        words.own.extend(ceremonies(reader, &words.others, is_main));
    }
    if is_near && words.own.is_empty() && (is_main || !follows_other(context, subject, index)) {
        words.own.extend(verbs(reader, named, is_main));
    }
    let ties =
        DateTies { reader, own: words.own, others: words.others, published: context.published };
    let whole = sentence.sentence.range.clone();
    let mut dates = ties.dates(if is_main { &subject.part } else { &whole });
    // One day for all agreements of the sentence: `signed an MoU on A and an MoU on B on 2 June`.
    let is_one_signing = named.len() <= 1 || named.iter().all(|one| one.range == named[0].range);
    if is_main && dates.is_empty() && is_one_signing {
        dates = ties.dates(&whole);
    }
    if !is_main {
        dates.retain(|date| {
            date.tie == DateTie::Clause && is_plausible(context, reader, named, date)
        });
    }
    nearest(reader, dates, notes)
}

/// Returns the dates that a sentence gives to the agreements that it introduces.
pub(super) fn introduced_dates(
    context: &TextContext<'_>,
    index: usize,
    notes: &mut Vec<String>,
) -> Vec<SigningDate> {
    let reader = context.tokens(index);
    let sentence = &context.sentences[index];
    let named = &context.statement(index).signings;
    if named.iter().any(|signing| signing.mood == SigningMood::Planned) {
        return Vec::new();
    }
    let mut own: Vec<SigningWord> = (0..reader.tokens.len())
        .filter(|index| is_signing_verb(reader, *index) && !is_future(reader, *index))
        .map(|index| SigningWord { tokens: index..index + 1, is_noun: false, is_participle: false })
        .collect();
    own.extend(ceremonies(reader, &[], true));
    let ties = DateTies { reader, own, others: Vec::new(), published: context.published };
    nearest(reader, ties.dates(&sentence.sentence.range), notes)
}

/// Returns the dates with the nearest first, without those that contradict it.
fn nearest(
    reader: &TokenReader<'_>,
    mut dates: Vec<SigningDate>,
    notes: &mut Vec<String>,
) -> Vec<SigningDate> {
    if is_joint_list(reader, &dates) {
        // Each party signed on its own; it is signed when the last one has signed.
        notes.push(days_note(&dates));
        dates.reverse();
    } else {
        dates.sort_by_key(|date| (date.tie, date.distance));
    }
    if let Some(first) = dates.first().cloned() {
        dates.retain(|date| date.date.lies_within(first.date.first(), first.date.last()));
    }
    dates
}

fn words_of_signing(
    subject: &DraftSubject,
    reader: &TokenReader<'_>,
    named: &[SigningMention],
    is_main: bool,
) -> WordsOfSigning {
    let mut words = WordsOfSigning { own: Vec::new(), others: Vec::new() };
    let main = named.iter().find(|one| is_main && subject.signing.as_ref() == Some(&one.range));
    for signing in named {
        let tokens = reader.tokens_of(&signing.range);
        let is_own = if is_main {
            subject.signing.as_ref() == Some(&signing.range)
                || (subject.signing.is_none() && is_where(reader, tokens.start))
        } else {
            signing.mood == SigningMood::Done && is_about(subject, reader, signing)
        };
        if is_own {
            words.own.push(SigningWord {
                tokens,
                is_noun: signing.form == SigningForm::Noun,
                is_participle: is_participle(reader, signing),
            });
        } else if !main.is_some_and(|main| is_before_same(reader, main, signing)) {
            words.others.push(tokens);
        }
    }
    if is_main
        && words.own.is_empty()
        && let Some(signing) = &subject.signing
    {
        let tokens = reader.tokens_of(signing);
        words.own.push(SigningWord { tokens, is_noun: false, is_participle: false });
    }
    words
}

/// Returns true for the second word of `signed a revised MoU`, which is about the same instrument.
fn is_before_same(
    reader: &TokenReader<'_>,
    main: &SigningMention,
    signing: &SigningMention,
) -> bool {
    let instrument = &reader.sentence.instruments[signing.instrument].range;
    main.instrument == signing.instrument && signing.range.end <= instrument.start
}

/// Returns true if the sentence before names another instrument, which `it` may mean.
fn follows_other(context: &TextContext<'_>, subject: &DraftSubject, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).filter(|before| *before != subject.sentence) else {
        return false;
    };
    let instruments = &context.sentences[before].instruments;
    instruments.iter().any(|one| one.is_other || one.kind != subject.kind.value)
        && !instruments.iter().any(|one| !one.is_other && one.kind == subject.kind.value)
}

/// Returns true for `met in Riga, where they signed`.
fn is_where(reader: &TokenReader<'_>, verb: usize) -> bool {
    is_signing_verb(reader, verb)
        && (verb.saturating_sub(16)..verb).any(|index| reader.is(index, &["where", "wherein"]))
}

/// Returns true if two days are joined by `and`: `in Oslo on 4 May and in Riga on 6 May`.
fn is_joint_list(reader: &TokenReader<'_>, dates: &[SigningDate]) -> bool {
    let [first, second] = dates else { return false };
    let is_day = |date: &SigningDate| {
        date.tie == DateTie::Clause && date.date.precision() == Precision::Day && date.is_behind
    };
    let between =
        reader.tokens_of(&first.mention.range).end..reader.tokens_of(&second.mention.range).start;
    is_day(first)
        && is_day(second)
        && first.date < second.date
        && between.len() <= 12
        && reader.has_word(between, &["and"])
}

/// Returns true if a signing in another sentence is that of the subject: the same kind of instrument.
fn is_about(subject: &DraftSubject, reader: &TokenReader<'_>, signing: &SigningMention) -> bool {
    let Some(instrument) = reader.sentence.instruments.get(signing.instrument) else {
        return false;
    };
    // `signed the memorandum`, `inked the pact`
    let is_vague =
        |kind: &str| matches!(kind, "agreement" | "memorandum" | "pact" | "accord" | "arrangement");
    let is_same = instrument.kind == subject.kind.value
        || is_vague(&instrument.kind)
        || is_vague(&subject.kind.value);
    let first = reader.tokens_of(&instrument.range).start;
    let before = first.saturating_sub(3)..first;
    let is_indefinite = reader
        .has_word(before.clone(), &["a", "an", "another", "other", "similar"])
        && signing.form == SigningForm::Passive;
    // `signed their first MoU in 2011`, in the text about a later one.
    let is_first = reader.has_word(before, &["first", "initial", "original"]);
    is_same && !instrument.is_other && !is_indefinite && !is_first
}

/// Returns true unless the sentence only says `the MoU signed in 2019`, which may be another one.
fn is_plausible(
    context: &TextContext<'_>,
    reader: &TokenReader<'_>,
    named: &[SigningMention],
    date: &SigningDate,
) -> bool {
    if !named.iter().any(|signing| is_participle(reader, signing)) {
        return true;
    }
    date.date.precision() == Precision::Day
        && context
            .published
            .is_none_or(|day| days_between(date.date.first(), day) <= MAX_DAYS_SINCE_SIGNING)
}

/// Returns true for `the MoU signed`, where no comma and no verb is between the instrument and the word.
fn is_participle(reader: &TokenReader<'_>, signing: &SigningMention) -> bool {
    let instrument = &reader.sentence.instruments[signing.instrument].range;
    signing.form == SigningForm::Passive
        && instrument.end <= signing.range.start
        && reader.index_at(instrument.end) == reader.tokens_of(&signing.range).start
}

/// Returns the nouns `ceremony` and `signing` that speak of the signing.
fn ceremonies(
    reader: &TokenReader<'_>,
    others: &[Range<usize>],
    is_main: bool,
) -> Vec<SigningWord> {
    let is_other = |index: usize| {
        let before = index.checked_sub(1).map_or("", |before| reader.word(before));
        means("other ceremony", before)
            || others.iter().any(|other| other.contains(&index))
            || (index.saturating_sub(4)..index)
                .any(|before| reader.is(before, &["since", "before", "ahead", "after", "for"]))
    };
    (0..reader.tokens.len())
        .filter(|index| {
            (reader.is(*index, &["ceremony", "signing", "signings", "signatures"])
                || is_event_itself(reader, *index))
                && !is_other(*index)
                && (is_main || !is_any_ceremony(reader, *index))
        })
        .map(|index| SigningWord { tokens: index..index + 1, is_noun: true, is_participle: false })
        .collect()
}

/// Returns true for the subject of `The event was held on 10 September`, in a sentence that names no other one.
fn is_event_itself(reader: &TokenReader<'_>, index: usize) -> bool {
    index == 1
        && reader.is(0, &["the", "this"])
        && reader.is(1, &["event"])
        && reader.is(2, &["was", "took"])
        && reader.is(3, &["held", "place"])
}

/// Returns true for `a ceremony`, which may be any.
fn is_any_ceremony(reader: &TokenReader<'_>, index: usize) -> bool {
    let first = index.saturating_sub(3);
    reader.is(index, &["ceremony"])
        && reader.has_word(first..index, &["a", "an", "another"])
        && !reader.has_word(first..index + 5, &["signing", "signature", "sign"])
}

fn is_signing_verb(reader: &TokenReader<'_>, index: usize) -> bool {
    reader.is(index, &["signed", "singed", "inked", "initialled", "initialed", "concluded"])
}

/// Returns true if the words before a verb say that it is still to come.
fn is_future(reader: &TokenReader<'_>, verb: usize) -> bool {
    (verb.saturating_sub(4)..verb).any(|index| {
        reader.is(index, &["will", "shall", "would", "should", "to", "must", "had", "be", "not"])
    })
}

/// Returns the verbs of signing whose instrument is named elsewhere: `It was signed`, `signed the document`,
/// `signed for Samoa`.
fn verbs(reader: &TokenReader<'_>, named: &[SigningMention], is_main: bool) -> Vec<SigningWord> {
    const OBJECT_WORDS: [&str; 12] = [
        "document",
        "documents",
        "instrument",
        "instruments",
        "papers",
        "text",
        "deed",
        "it",
        "them",
        "pact",
        "deal",
        "paper",
    ];
    let is_free = named.is_empty() && reader.sentence.instruments.is_empty();
    let is_pronoun = reader.is(0, &["it", "this", "both", "they"])
        || reader.is_phrase(0, "the document")
        || reader.is_phrase(0, "the documents");
    let is_own = |index: usize| {
        let is_passive =
            (1..=2).any(|back| reader.is(index.wrapping_sub(back), &["was", "were", "been"]));
        let has_object = (index + 1..index + 5).any(|next| reader.is(next, &OBJECT_WORDS));
        let is_for = reader.is(index + 1, &["for"]) || reader.is_phrase(index + 1, "on behalf");
        // `Negotiations on an MoU were concluded`: of the signing it would be named with its instrument.
        let is_named_alone = is_main && !reader.is(index, &["concluded"]);
        is_named_alone || (is_free && ((is_passive && is_pronoun) || has_object || is_for))
    };
    (0..reader.tokens.len())
        .filter(|index| {
            is_signing_verb(reader, *index)
                && !is_future(reader, *index)
                && !named.iter().any(|one| reader.tokens_of(&one.range).contains(index))
                && is_own(*index)
        })
        .map(|index| SigningWord { tokens: index..index + 1, is_noun: false, is_participle: false })
        .collect()
}
