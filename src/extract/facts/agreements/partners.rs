//! The instruments and the partners that one sentence names side by side.

use super::candidates::Candidate;
use crate::extract::facts::groups::{Group, GroupRole};
use crate::extract::facts::statements::Statement;
use crate::extract::mentions::bodies::BodyKind;

/// Returns the instruments that one sentence names side by side: `a Memorandum on X and a Memorandum on Y`.
pub(super) fn coordinated(statement: &Statement<'_>, first: usize) -> Vec<usize> {
    let instruments = &statement.sentence.instruments;
    let mut found = vec![first];
    for index in first + 1..instruments.len() {
        let previous = statement.instrument_words(&instruments[*found.last().unwrap_or(&first)]);
        let words = statement.instrument_words(&instruments[index]);
        let reading = &statement.reading;
        let gap = previous.end..words.start;
        // `and a`, `as well as a new`, directly before the instrument.
        let article = (gap.start..gap.end)
            .rev()
            .take(4)
            .find(|&word| reading.is_one_of(word, &["a", "an", "another"]));
        let follows_semicolon = gap.end > gap.start
            && (reading.lower(gap.end - 1) == ";"
                || (reading.lower(gap.end - 1) == "and"
                    && gap.end > gap.start + 1
                    && reading.lower(gap.end - 2) == ";"));
        // Not `as an agreement to build` and `, creating an agreement`.
        let joins = follows_semicolon
            || article.and_then(|article| article.checked_sub(1)).is_some_and(|before| {
                let is_and = |word: usize| reading.is_one_of(word, &["and", ";", ",", "&"]);
                is_and(before)
                    || (reading.lower(before) == "as"
                        && reading.lower(before.wrapping_sub(1)) == "well")
                    || (reading.is_one_of(before, &["also", "then", "later", "signed"])
                        && before > 0
                        && is_and(before - 1))
            });
        let is_new = !instruments[index].is_other
            && !instruments[index].is_plural
            && !instruments[first].is_plural;

        let differs = instruments[index].kind != instruments[first].kind
            || (instruments[index].title.is_some() && instruments[first].title.is_some());
        let has_partner = statement.groups.iter().any(|group| {
            matches!(group.role, GroupRole::With | GroupRole::Between)
                && group.words.start >= words.end
        });
        if joins && is_new && (differs || has_partner) {
            found.push(index);
        }
    }
    found
}

/// Returns how many agreements of the same parties a sentence counts: `A and B signed two memoranda on X and on Y`.
pub(super) fn copies(statement: &Statement<'_>, candidate: &Candidate) -> usize {
    let part = statement.sentence.sentence.range.clone();
    let parties = statement.parties(candidate.instrument, candidate.signing.as_ref(), &part);
    let is_of_two = parties.first().is_some_and(|bodies| bodies.len() == 2);
    number(statement, candidate).filter(|_| is_of_two).unwrap_or(1)
}

/// Returns the number before the instruments of a sentence: `two memoranda`.
fn number(statement: &Statement<'_>, candidate: &Candidate) -> Option<usize> {
    const COUNT_WORDS: [&str; 4] = ["two", "three", "four", "five"];
    let instrument = &statement.sentence.instruments[candidate.instrument];
    let words = statement.instrument_words(instrument);
    let number = (words.start.saturating_sub(4)..words.start).find_map(|index| {
        COUNT_WORDS.iter().position(|number| *number == statement.reading.lower(index))
    });
    number.filter(|_| instrument.is_plural).map(|number| number + 2)
}

/// Returns the partners if the sentence names several agreements, one with each: `five MoUs with A, B and C`.
pub(super) fn partners(statement: &Statement<'_>, candidate: &Candidate) -> Vec<usize> {
    let instrument = &statement.sentence.instruments[candidate.instrument];
    if !instrument.is_plural {
        return Vec::new();
    }
    let words = statement.instrument_words(instrument);
    let number = number(statement, candidate);
    // `three MoUs between A and B, C and D`: the first one is common to all of them.
    let between = statement.groups.iter().find(|group| {
        group.role == GroupRole::Between
            && number.is_some_and(|number| number + 1 == group.bodies.len())
    });
    if let Some(between) = between {
        return between.bodies[1..].to_vec();
    }
    let with = statement.groups.iter().find(|group| {
        group.role == GroupRole::With && group.words.start >= words.end && group.bodies.len() > 1
    });
    if with.is_none() {
        return partners_before(statement, candidate, number);
    }
    let of_kind = |group: &Group, is_kind: fn(BodyKind) -> bool| -> Vec<usize> {
        let bodies = group.bodies.iter().copied();
        bodies.filter(|&index| is_kind(statement.sentence.bodies[index].kind)).collect()
    };
    with.map_or_else(Vec::new, |group| {
        // `two MoUs with VIT University, Vellore, and Chao Shan College`: two partners, and the seat of one.
        let organisations = of_kind(group, |kind| kind == BodyKind::Organisation);
        if number == Some(organisations.len()) {
            return organisations;
        }
        let bodies = of_kind(group, |kind| kind != BodyKind::State);
        if bodies.is_empty() { group.bodies.clone() } else { bodies }
    })
}

/// Returns the bodies that sign an agreement each with the same partner: `A, B and C signed memoranda with D`.
fn partners_before(
    statement: &Statement<'_>,
    candidate: &Candidate,
    number: Option<usize>,
) -> Vec<usize> {
    let Some(signing) = candidate.signing.as_ref() else { return Vec::new() };
    let has_partner = statement.groups.iter().any(|group| {
        group.role == GroupRole::With
            && group.words.start > signing.word
            && group.bodies.len() == 1
            && statement.sentence.bodies[group.bodies[0]].kind == BodyKind::Organisation
    });
    let subject = statement
        .groups
        .iter()
        .rfind(|group| group.role == GroupRole::DraftSubject && group.words.end <= signing.word);
    let bodies = subject.filter(|_| has_partner).map(|group| group.bodies.clone());
    let is_each = |bodies: &Vec<usize>| match number {
        Some(number) => number == bodies.len(),
        None => bodies.len() > 1,
    };
    bodies.filter(is_each).unwrap_or_default()
}
