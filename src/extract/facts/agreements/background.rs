//! Sentences about agreements of another time, and texts about one that is still to come.

use super::candidates::Candidate;
use crate::domain::{Day, days_between};
use crate::extract::facts::TextContext;
use crate::extract::facts::headlines::is_headline;
use crate::extract::facts::signings::SigningMood;
use crate::extract::mentions::dates::WrittenForm;

/// The most days between the signings of two agreements that one text reports.
const MAX_DAYS_APART: i64 = 60;

/// Returns true if a sentence has a date long before the text, and the main one has none.
pub(super) fn is_older(context: &TextContext<'_>, candidate: &Candidate, main: &Candidate) -> bool {
    let Some(date) = latest_date(context, candidate.sentence) else { return false };
    let reference = latest_date(context, main.sentence).or(context.published);
    reference.is_some_and(|reference| is_long_before(date, reference))
}

/// Returns for each candidate whether it is about another agreement long before the text: `a first MoU`, or one that was
/// signed while this one is still planned.
pub(super) fn background(context: &TextContext<'_>, candidates: &[Candidate]) -> Vec<bool> {
    let dates: Vec<Option<Day>> = candidates
        .iter()
        .map(|candidate| {
            let date = latest_date(context, candidate.sentence).filter(|_| candidate.rank <= 3);
            date.filter(|date| context.published.is_none_or(|published| *date <= published))
        })
        .collect();
    let latest = dates.iter().flatten().max().copied();
    let is_first = |candidate: &Candidate| {
        let statement = context.statement(candidate.sentence);
        let instrument = &statement.sentence.instruments[candidate.instrument];
        let start = statement.instrument_words(instrument).start;
        (1..=3).filter_map(|back| start.checked_sub(back)).any(|word| {
            statement.reading.is_one_of(word, &["first", "initial", "original", "earlier"])
        })
    };
    let is_planned = |candidate: &&Candidate| {
        candidate.signing.as_ref().is_some_and(|signing| signing.mood == SigningMood::Planned)
    };
    let plan = candidates.iter().find(is_planned).map(|candidate| candidate.sentence);
    let is_after_plan = |candidate: &Candidate, date: Day| {
        plan.is_some_and(|plan| plan < candidate.sentence)
            && context.published.is_some_and(|published| is_long_before(date, published))
    };
    let is_background = |(candidate, date): (&Candidate, &Option<Day>)| {
        date.is_some_and(|date| {
            let is_earlier = latest.is_some_and(|latest| is_long_before(date, latest));
            is_earlier && is_first(candidate) || is_after_plan(candidate, date)
        })
    };
    candidates.iter().zip(&dates).map(is_background).collect()
}

/// Returns the latest day of the dates that a sentence writes in full.
fn latest_date(context: &TextContext<'_>, sentence: usize) -> Option<Day> {
    let dates = context.sentences[sentence].dates.iter();
    dates
        .filter_map(|date| match date.written {
            WrittenForm::Full(date, _) => Some(date.last()),
            _ => None,
        })
        .max()
}

fn is_long_before(date: Day, reference: Day) -> bool {
    days_between(date, reference) > MAX_DAYS_APART
}

/// Returns for each candidate whether other sentences say that what it reports is still to come: a headline or a
/// remark about the signing, where the text itself says that it `will` be signed and nowhere that it was.
pub(super) fn overruled(context: &TextContext<'_>, candidates: &[Candidate]) -> Vec<bool> {
    let is_headline = |candidate: &Candidate| is_headline(&context.sentences[candidate.sentence]);
    let is_mood = |candidate: &Candidate, mood| {
        candidate.signing.as_ref().is_some_and(|signing| signing.mood == mood)
    };
    let is_verb = |candidate: &Candidate| {
        candidate.signing.as_ref().is_some_and(|signing| signing.form.is_verb())
    };
    let is_plan = |candidate: &Candidate| {
        is_mood(candidate, SigningMood::Planned)
            && (candidate.party_count > 0 || is_verb(candidate))
    };
    // `A hosts B and signs an MoU` is a headline, whatever its block is.
    let is_present = |candidate: &Candidate| {
        let reading = &context.statement(candidate.sentence).reading;
        let word = candidate.signing.as_ref().map(|signing| signing.word);
        word.is_some_and(|word| reading.is_one_of(word, &["sign", "signs", "ink", "inks"]))
    };
    let is_report = |candidate: &Candidate| {
        is_mood(candidate, SigningMood::Done)
            && is_verb(candidate)
            && !is_headline(candidate)
            && !is_present(candidate)
    };
    let has_plan = candidates.iter().any(|candidate| !is_headline(candidate) && is_plan(candidate));
    let is_only_planned = has_plan && !candidates.iter().any(is_report);
    let is_weak =
        |candidate: &Candidate| is_mood(candidate, SigningMood::Done) && !is_report(candidate);
    candidates.iter().map(|candidate| is_only_planned && is_weak(candidate)).collect()
}

/// The lines of an invitation say these things, each with a colon after it.
const INVITATION_LABELS: [&str; 4] = ["who", "what", "when", "where"];

/// The fewest of them that show that a text is an invitation.
const MIN_LABELS: usize = 3;

/// Returns true if a text invites to a signing: it says who, what, when and where, and nowhere that something was signed.
pub(super) fn is_invitation(context: &TextContext<'_>) -> bool {
    let has_label = |label: &str| {
        context.sentences.iter().any(|sentence| {
            let mut words =
                sentence.sentence.words.iter().map(|word| word.of(&context.source.text));
            let is_first = words.next().is_some_and(|word| word.eq_ignore_ascii_case(label));
            is_first && words.next() == Some(":")
        })
    };
    let labels = INVITATION_LABELS.iter().filter(|label| has_label(label)).count();
    labels >= MIN_LABELS && !is_reported(context)
}

/// Returns true if a sentence says that something was signed.
fn is_reported(context: &TextContext<'_>) -> bool {
    (0..context.sentences.len()).any(|index| {
        !context.sentences[index].instruments.is_empty()
            && context
                .statement(index)
                .signings
                .iter()
                .any(|signing| signing.mood == SigningMood::Done && signing.form.is_verb())
    })
}
