//! When an agreement was signed.

mod formal;
#[cfg(test)]
mod tests;
mod ties;

use std::ops::Range;

use super::Context;
use super::agreements::Subject;
use super::clauses::TokenReader;
use super::signings::{SigningForm, SigningMention, SigningMood, signings};
use crate::domain::{Date, Day, Doubt, Precision, RecordedDate, days_between};
use crate::extract::mentions::dates::{DateMention, WrittenDate};
use crate::extract::mentions::reading::Reading;
use crate::extract::proposal::{Certainty, Fact};
use crate::extract::text::BlockKind;
use ties::{DateTie, DateTies, SigningDate, SigningWord, days_note, means};

/// How many days before the text an event may have been whose day is that of the signing.
const MAX_DAYS_SINCE_EVENT: i64 = 7;

/// How many days before the text a signing may have been that only `the MoU signed on D` names.
const MAX_DAYS_SINCE_SIGNING: i64 = 92;

/// How many sentences an event may be away from the signing.
const SENTENCES_AROUND: usize = 3;

/// Returns the signing date: `unknown` if it was signed on a day that the text does not state, absent if it is not
/// known to be signed.
#[must_use]
pub fn signed(
    context: &Context<'_>,
    subject: &Subject,
    notes: &mut Vec<String>,
) -> Option<Fact<RecordedDate>> {
    if subject.is_planned {
        return None;
    }
    let mut found = if subject.is_formal {
        formal::signing_dates(context, subject, notes)
    } else {
        own_dates(context, subject, notes)
    };
    let (past, future): (Vec<_>, Vec<_>) = found
        .drain(..)
        .partition(|date| context.published.is_none_or(|day| date.date.first() <= day));
    if past.is_empty() {
        if let Some(date) = future.first() {
            notes.push(format!(
                "The text gives {} as the signing date, which is after the day of the text.",
                date.date
            ));
            return None;
        }
        let event = event_day(context, subject);
        return event.or_else(|| announced_today(context, subject, notes)).or_else(|| {
            let signing = subject.signing.clone().filter(|_| !subject.is_formal)?;
            Some(Fact::stated(RecordedDate::Unknown, signing))
        });
    }
    Some(choose(&past, notes))
}

/// Returns the fact for the best of the dates, with the other places that give the same date.
fn choose(found: &[SigningDate], notes: &mut Vec<String>) -> Fact<RecordedDate> {
    let best = best(found);
    let mut date = best.date;
    if let Some(weekday) = best.mention.other_weekday(date) {
        notes.push(format!(
            "The text says {}, but {} is a {}.",
            weekday_name(weekday),
            date.with_doubt(None),
            date.first().format("%A"),
        ));
    }
    let is_strong = |other: &&SigningDate| {
        other.tie == DateTie::Clause && other.date.is_certain_day() && date.is_certain_day()
    };
    if let Some(other) = found.iter().filter(is_strong).find(|other| other.date != date) {
        notes.push(format!("The text gives two signing dates: {date} and {}.", other.date));
        date = date.with_doubt(Some(Doubt::Uncertain));
    }
    if best.tie == DateTie::Announcement {
        notes.push(announcement_note(date));
    }
    let same = found.iter().filter(|other| other.date == best.date).map(|other| &other.quotation);
    let mut quotations = vec![best.quotation.clone()];
    quotations.extend(same.filter(|range| **range != best.quotation).cloned());
    Fact { value: RecordedDate::Known(date), certainty: best.certainty, quotations }
}

fn weekday_name(weekday: chrono::Weekday) -> &'static str {
    use chrono::Weekday;
    match weekday {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

/// Returns the best date: the strongest tie, then a day that fits the first of these, then the first.
fn best(found: &[SigningDate]) -> &SigningDate {
    let tie = found.iter().map(|date| date.tie).min().unwrap_or(DateTie::Clause);
    let tied: Vec<&SigningDate> = found.iter().filter(|date| date.tie == tie).collect();
    let first = tied.first().copied().unwrap_or(&found[0]);
    let is_day_in_it = |other: &&&SigningDate| {
        other.date.precision() == Precision::Day
            && first.date.precision() < Precision::Day
            && other.date.lies_within(first.date.first(), first.date.last())
    };
    let is_stated =
        |other: &&&SigningDate| other.date == first.date && other.certainty < first.certainty;
    tied.iter().find(is_day_in_it).or_else(|| tied.iter().find(is_stated)).copied().unwrap_or(first)
}

/// Returns the dates that the sentences about the agreement give to its signing, the best sentence first.
fn own_dates(
    context: &Context<'_>,
    subject: &Subject,
    notes: &mut Vec<String>,
) -> Vec<SigningDate> {
    let mut order = vec![subject.sentence];
    order.extend(subject.scope.iter().copied().filter(|index| *index != subject.sentence));
    let mut found = Vec::new();
    for index in order {
        let sentence = &context.sentences[index];
        let is_out = matches!(sentence.sentence.kind, BlockKind::Furniture | BlockKind::Headline);
        if sentence.dates.is_empty() || is_out && index != subject.sentence {
            continue;
        }
        found.extend(dates_of_sentence(context, subject, index, notes));
    }
    found
}

/// Returns the dates of one sentence that belong to the signing, the nearest to a signing word first.
fn dates_of_sentence(
    context: &Context<'_>,
    subject: &Subject,
    index: usize,
    notes: &mut Vec<String>,
) -> Vec<SigningDate> {
    let reader = TokenReader::new(context, index);
    let sentence = &context.sentences[index];
    let reading = Reading::new(&context.source.text, &sentence.sentence);
    let named = signings(&reading, sentence);
    let is_main = index == subject.sentence;
    let part = if is_main { subject.part.clone() } else { sentence.sentence.range.clone() };
    let mut own = Vec::new();
    let mut others = Vec::new();
    for signing in &named {
        let tokens = reader.tokens_of(&signing.range);
        let is_own = if is_main {
            subject.signing.as_ref() == Some(&signing.range)
        } else {
            signing.mood == SigningMood::Done && is_about(subject, &reader, signing)
        };
        if is_own {
            own.push(SigningWord {
                tokens,
                is_noun: signing.form == SigningForm::Noun,
                is_participle: is_participle(&reader, signing),
            });
        } else {
            others.push(tokens);
        }
    }
    if is_main
        && own.is_empty()
        && let Some(signing) = &subject.signing
    {
        own.push(SigningWord {
            tokens: reader.tokens_of(signing),
            is_noun: false,
            is_participle: false,
        });
    }
    let is_near = index.abs_diff(subject.sentence) <= SENTENCES_AROUND;
    let is_elsewhere = named.iter().any(|signing| signing.mood != SigningMood::Done);
    if !is_elsewhere && (is_main || is_near) {
        own.extend(ceremonies(&reader, &others));
    }
    let ties = DateTies { reader: &reader, own, others, published: context.published };
    let mut dates = ties.dates(&part);
    if is_joint_list(&reader, &dates) {
        // Each party signed on its own; it is signed when the last one has signed.
        notes.push(days_note(&dates));
        dates.reverse();
    } else {
        dates.sort_by_key(|date| (date.tie, date.distance));
    }
    if let Some(first) = dates.first().cloned() {
        dates.retain(|date| date.date.lies_within(first.date.first(), first.date.last()));
    }
    if !is_main {
        dates.retain(|date| {
            date.tie == DateTie::Clause && is_plausible(context, &reader, &named, date)
        });
    }
    dates
}

/// Returns true if two days are joined by `and`: `in Oslo on 4 May and in Riga on 6 May`.
fn is_joint_list(reader: &TokenReader<'_>, dates: &[SigningDate]) -> bool {
    let [first, second] = dates else { return false };
    let is_day =
        |date: &SigningDate| date.tie == DateTie::Clause && date.date.precision() == Precision::Day;
    let between =
        reader.tokens_of(&first.mention.range).end..reader.tokens_of(&second.mention.range).start;
    is_day(first)
        && is_day(second)
        && first.is_behind
        && second.is_behind
        && first.date < second.date
        && between.len() <= 12
        && reader.has_word(between, &["and"])
}

/// Returns true if a signing in another sentence is that of the subject: the same kind of instrument.
fn is_about(subject: &Subject, reader: &TokenReader<'_>, signing: &SigningMention) -> bool {
    let Some(instrument) = reader.sentence.instruments.get(signing.instrument) else {
        return false;
    };
    let is_same = instrument.kind == subject.kind.value
        || instrument.kind == "agreement"
        || subject.kind.value == "agreement";
    let first = reader.tokens_of(&instrument.range).start;
    let is_indefinite = (first.saturating_sub(3)..first)
        .any(|index| reader.is(index, &["a", "an", "another", "other", "similar"]))
        && signing.form == SigningForm::Passive;
    is_same && !instrument.is_other && !is_indefinite
}

/// Returns true unless the sentence only says `the MoU signed in 2019`, which may be another one.
fn is_plausible(
    context: &Context<'_>,
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
fn ceremonies(reader: &TokenReader<'_>, others: &[Range<usize>]) -> Vec<SigningWord> {
    let is_other = |index: usize| {
        let before = index.checked_sub(1).map_or("", |before| reader.word(before));
        means("other ceremony", before)
            || others.iter().any(|other| other.contains(&index))
            || (index.saturating_sub(4)..index)
                .any(|before| reader.is(before, &["since", "before", "ahead", "after", "for"]))
    };
    // `It was signed on …`, about what the sentence before names.
    let is_pronoun = reader.sentence.instruments.is_empty()
        && (reader.is(0, &["it", "this", "both", "they"])
            || reader.is_phrase(0, "the document")
            || reader.is_phrase(0, "the documents"));
    (0..reader.tokens.len())
        .filter(|index| {
            let is_noun = reader.is(*index, &["ceremony", "signing", "signings"]);
            let is_verb = is_pronoun
                && reader.is(*index, &["signed"])
                && (1..=2)
                    .any(|back| reader.is(index.wrapping_sub(back), &["was", "were", "been"]));
            is_verb || (is_noun && !is_other(*index))
        })
        .map(|index| SigningWord { tokens: index..index + 1, is_noun: true, is_participle: false })
        .collect()
}

/// Returns the day of the event at which it was signed, if the text states it within three sentences.
fn event_day(context: &Context<'_>, subject: &Subject) -> Option<Fact<RecordedDate>> {
    let published = context.published?;
    if subject.is_formal {
        return None;
    }
    subject.signing.as_ref()?;
    let main = TokenReader::new(context, subject.sentence);
    let events = events(&main, subject);
    let first = subject.sentence.saturating_sub(SENTENCES_AROUND);
    let last = (subject.sentence + SENTENCES_AROUND).min(context.sentences.len() - 1);
    let mut found: Option<(Date, Range<usize>)> = None;
    for index in first..=last {
        let sentence = &context.sentences[index];
        if index == subject.sentence
            || sentence.sentence.kind == BlockKind::Furniture
            || sentence.sentence.is_speech()
        {
            continue;
        }
        let reader = TokenReader::new(context, index);
        let refers = |noun: &str| events.iter().any(|event| event == noun);
        let is_there = index + 1 == subject.sentence && main.is(0, &["there"]);
        let noun = (0..reader.tokens.len()).find(|index| {
            let word = reader.word(*index);
            refers(word) || is_there && means("event", word)
        });
        let Some(noun) = noun else { continue };
        let Some((date, quotation)) = day_of_event(&reader, noun, published) else { continue };
        // Two days: nothing is certain.
        if found.as_ref().is_some_and(|(other, _)| *other != date) {
            return None;
        }
        found = Some((date, quotation));
    }
    let (date, quotation) = found?;
    Some(Fact::new(RecordedDate::Known(date), Certainty::Inferred, quotation))
}

/// Returns the day of the text if it says near the subject that the agreement is announced today.
fn announced_today(
    context: &Context<'_>,
    subject: &Subject,
    notes: &mut Vec<String>,
) -> Option<Fact<RecordedDate>> {
    if subject.is_formal {
        return None;
    }
    let main = &context.sentences[subject.sentence].sentence;
    let is_heading = matches!(main.kind, BlockKind::Headline | BlockKind::Heading);
    let last = if is_heading { subject.sentence + 2 } else { subject.sentence };
    let last = last.min(context.sentences.len() - 1);
    (subject.sentence..=last).find_map(|index| {
        let reader = TokenReader::new(context, index);
        let mention = reader.sentence.dates.iter().find(|mention| {
            let date = reader.tokens_of(&mention.range);
            mention.written == WrittenDate::DaysBefore(0)
                && !reader.sentence.sentence.is_in_speech(mention.range.start)
                && (date.start.saturating_sub(3)..date.end + 4)
                    .any(|index| reader.word(index).starts_with("announc"))
        })?;
        let (date, certainty) = mention.resolve(context.published)?;
        notes.push(announcement_note(date));
        let date = date.with_doubt(Some(Doubt::Uncertain));
        Some(Fact::new(RecordedDate::Known(date), certainty, mention.range.clone()))
    })
}

fn announcement_note(date: Date) -> String {
    format!("{} is the day of the announcement.", date.with_doubt(None))
}

/// Returns the nouns of the events at which the sentence says that it was signed.
fn events(reader: &TokenReader<'_>, subject: &Subject) -> Vec<String> {
    let part = reader.tokens_of(&subject.part);
    let starts = part.clone().filter(|index| {
        reader.is(*index, &["at", "during", "of", "sidelines", "margins", "alongside"])
    });
    let mut events = Vec::new();
    for start in starts {
        let noun = (start + 1..(start + 12).min(part.end)).find(|index| {
            means("event", reader.word(*index))
                && !(start + 1..*index).any(|between| reader.is(between, &[",", "last", "of"]))
        });
        events.extend(noun.map(|noun| reader.word(noun).to_owned()));
    }
    events
}

/// Returns the one day that a sentence gives to an event, if it is not after the text and at most a week before it.
fn day_of_event(
    reader: &TokenReader<'_>,
    noun: usize,
    published: Day,
) -> Option<(Date, Range<usize>)> {
    let days: Vec<&DateMention> = reader.sentence.dates.iter().collect();
    let [mention] = days[..] else { return None };
    let (date, _) = mention.resolve(Some(published))?;
    let tokens = reader.tokens_of(&mention.range);
    let is_held = reader.has_word(noun..tokens.start.max(noun), &["on", "("])
        || reader.has_word(0..tokens.start, &["on"]) && tokens.end <= noun;
    let is_future = reader.has_word(0..reader.tokens.len(), &["will", "shall", "would"]);
    let is_other = (noun..tokens.start.max(noun)).any(|index| {
        means("dated", reader.word(index))
            && !means("event verb", reader.word(index))
            && !reader.is_phrase(index, "took place")
            && !reader.is_phrase(index, "takes place")
    });
    let days = days_between(date.first(), published);
    let is_recent = date.is_certain_day() && (0..=MAX_DAYS_SINCE_EVENT).contains(&days);
    let quotation = reader.range(noun.min(tokens.start)..tokens.end.max(noun + 1));
    (is_held && !is_future && !is_other && is_recent).then_some((date, quotation))
}
