//! When an agreement was signed.

mod date_words;
mod event;
mod formal;
mod openings;
mod sentence;
#[cfg(test)]
mod tests;
mod ties;

use super::TextContext;
use super::agreements::DraftSubject;
use crate::domain::{Date, Doubt, Precision, RecordedDate, days_between};
use crate::extract::mentions::dates::WrittenForm;
use crate::extract::proposal::Fact;
use crate::extract::text::BlockKind;
use ties::{DateTie, SigningDate};

/// How many days before the text a month or a year may end in which it was signed; what is older is background.
const MAX_DAYS_SINCE_MONTH: i64 = 366;

/// The greatest number of dates of one signing; more are found only in a text that repeats itself.
const MAX_DATES: usize = 200;

/// How many sentences above an item of a list its introduction is sought.
const MAX_SENTENCES_OF_LIST: usize = 40;

/// Returns the signing date: `unknown` if it was signed on a day that the text does not state, absent if it is not
/// known to be signed.
#[must_use]
pub fn signed(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    notes: &mut Vec<String>,
) -> Option<Fact<RecordedDate>> {
    if subject.is_planned || is_only_approved(context, subject) {
        return None;
    }
    let mut found = if subject.is_formal {
        formal::signing_dates(context, notes)
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
        let event = event::event_day(context, subject);
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
    context: &TextContext<'_>,
    subject: &DraftSubject,
    notes: &mut Vec<String>,
) -> Vec<SigningDate> {
    let mut order = vec![subject.sentence];
    order.extend(subject.scope.iter().copied().filter(|index| *index != subject.sentence));
    let mut found = Vec::new();
    for index in order {
        if found.len() >= MAX_DATES {
            break;
        }
        let sentence = &context.sentences[index];
        let is_out = matches!(sentence.sentence.kind, BlockKind::Furniture | BlockKind::Headline);
        if sentence.dates.is_empty() || is_out && index != subject.sentence {
            continue;
        }
        found.extend(sentence::dates(context, subject, index, notes));
    }
    found.retain(|date| {
        date.date.precision() == Precision::Day
            || context
                .published
                .is_none_or(|day| days_between(date.date.last(), day) <= MAX_DAYS_SINCE_MONTH)
    });
    if found.is_empty() {
        found = introduced_dates(context, subject, notes);
    }
    if found.is_empty() {
        found = formal::closing_dates(context, subject);
    }
    if found.is_empty() {
        found = formal::labelled_dates(context, subject);
    }
    found
}

/// Returns the dates that the sentence before a list gives to all agreements of the list: `On Monday they signed:`.
fn introduced_dates(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    notes: &mut Vec<String>,
) -> Vec<SigningDate> {
    let first = subject.sentence.saturating_sub(MAX_SENTENCES_OF_LIST);
    for index in (first..subject.sentence).rev() {
        let sentence = &context.sentences[index];
        let text = context.source.text[sentence.sentence.range.clone()].trim_end();
        let is_introduction =
            text.ends_with(':') || sentence.instruments.iter().any(|one| one.is_plural);
        if sentence.dates.is_empty() || !is_introduction {
            continue;
        }
        let dates = sentence::introduced_dates(context, index, notes);
        if !dates.is_empty() {
            return dates;
        }
    }
    Vec::new()
}

/// Returns true if the text says only that the signing was approved.
fn is_only_approved(context: &TextContext<'_>, subject: &DraftSubject) -> bool {
    let Some(signing) = &subject.signing else { return false };
    let word = context.source.text[signing.clone()].to_lowercase();
    ["approv", "adopt", "clear", "authori"].iter().any(|start| word.starts_with(start))
}

/// Returns the day of the text if it says near the subject that the agreement is announced today.
fn announced_today(
    context: &TextContext<'_>,
    subject: &DraftSubject,
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
        let reader = context.tokens(index);
        let mention = reader.sentence.dates.iter().find(|mention| {
            let date = reader.tokens_of(&mention.range);
            mention.written == WrittenForm::DaysBefore(0)
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
