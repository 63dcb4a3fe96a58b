//! The day of the event at which an agreement was signed.

use std::ops::Range;

use super::date_words::means;
use super::ties::SENTENCES_AROUND;
use crate::domain::{Date, Day, RecordedDate, days_between};
use crate::extract::facts::TextContext;
use crate::extract::facts::agreements::DraftSubject;
use crate::extract::facts::clauses::TokenReader;
use crate::extract::mentions::dates::DateMention;
use crate::extract::proposal::{Certainty, Fact};
use crate::extract::text::BlockKind;

/// How many days before the text an event may have been whose day is that of the signing.
const MAX_DAYS_SINCE_EVENT: i64 = 7;

/// Returns the day of the event at which it was signed, if the text states it within three sentences.
pub(super) fn event_day(
    context: &TextContext<'_>,
    subject: &DraftSubject,
) -> Option<Fact<RecordedDate>> {
    let published = context.published?;
    if subject.is_formal {
        return None;
    }
    subject.signing.as_ref()?;
    let main = context.tokens(subject.sentence);
    let events = events(main, subject);
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
        let reader = context.tokens(index);
        let refers = |noun: &str| events.iter().any(|event| event == noun);
        let is_there = index + 1 == subject.sentence && main.is(0, &["there"]);
        let noun = (0..reader.tokens.len()).find(|index| {
            let word = reader.word(*index);
            (refers(word) && is_event(reader, *index)) || is_there && means("event", word)
        });
        let Some(noun) = noun else { continue };
        let Some((date, quotation)) = day_of_event(reader, noun, published) else { continue };
        // Two days: nothing is certain.
        if found.as_ref().is_some_and(|(other, _)| *other != date) {
            return None;
        }
        found = Some((date, quotation));
    }
    let (date, quotation) = found?;
    Some(Fact::new(RecordedDate::Known(date), Certainty::Inferred, quotation))
}

/// Returns the nouns of the events at which the sentence says that it was signed.
fn events(reader: &TokenReader<'_>, subject: &DraftSubject) -> Vec<String> {
    let part = reader.tokens_of(&subject.part);
    let starts = part.clone().filter(|index| {
        reader.is(*index, &["at", "during", "of", "sidelines", "margins", "alongside", "on"])
            // `Following the meeting, they signed`
            || *index == part.start && reader.is(*index, &["following", "after"])
    });
    let mut events = Vec::new();
    for start in starts {
        let noun = (start + 1..(start + 12).min(part.end)).find(|index| {
            is_event(reader, *index)
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
    let is_held = reader.has_word(noun..tokens.start.max(noun), &["on", "(", "fell", "was"])
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

/// Returns true for an event, or for a day with a name: `World Rivers Day`.
fn is_event(reader: &TokenReader<'_>, index: usize) -> bool {
    let is_named_day = reader.is(index, &["day"])
        && index > 0
        && reader.tokens[index].is_capitalised
        && reader.tokens[index - 1].is_capitalised;
    is_named_day || means("event", reader.word(index))
}
