//! The parties of a formal text.

use super::candidates::{PartyCandidate, PartySource, candidates};
use crate::extract::facts::TextContext;
use crate::extract::facts::agreements::formal_heading;
use crate::extract::facts::groups::GroupRole;
use crate::extract::mentions::bodies::BodyKind;

/// Returns the parties of a formal text: as its preamble names them, otherwise as its heading does.
pub(super) fn formal(context: &TextContext<'_>) -> PartySource {
    let Some(heading) = formal_heading(context) else { return Vec::new() };
    let mut in_heading: PartySource = Vec::new();
    'lines: for index in heading.sentences.clone() {
        let statement = context.statement(index);
        let topic = (0..statement.reading.words.len()).find(|&word| {
            statement.reading.is_one_of(word, &["concerning", "regarding", "relating", "on"])
                || (statement.reading.lower(word) == "for" && word == 0)
        });
        let end = topic.map_or(usize::MAX, |word| statement.reading.words[word].range.start);
        // `Framework for Securing Supply`: the words of its topic name no party.
        let topics = statement.sentence.instruments.iter().filter(|_| {
            (0..statement.reading.words.len()).all(|word| {
                !statement.reading.is_one_of(word, &["between", "among", "amongst", "by"])
            })
        });
        let topics: Vec<_> = topics.map(|instrument| instrument.range.clone()).collect();
        let is_topic = |start: usize| topics.iter().any(|topic| topic.contains(&start));
        let bodies = statement
            .sentence
            .bodies
            .iter()
            .filter(|body| body.range.start < end && !is_topic(body.range.start));
        in_heading.extend(bodies.map(PartyCandidate::new));
        if topic.is_some() && in_heading.len() > 1 {
            break 'lines;
        }
    }
    let start = heading.sentences.end;
    let end = (start + MAX_PREAMBLE_SENTENCES).min(context.sentences.len());
    let mut defined: PartySource = Vec::new();
    for index in start..end {
        let statement = context.statement(index);
        let reading = &statement.reading;
        let is_definition = (0..reading.words.len()).any(|word| {
            reading.is_one_of(word, &["hereinafter", "hereafter", "participants"])
                || DEFINITION_PHRASES.iter().any(|phrase| reading.is_phrase(word, phrase))
        });
        let group = statement.groups.iter().find(|group| {
            group.bodies.len() >= 2
                && matches!(group.role, GroupRole::Between | GroupRole::DraftSubject)
        });
        let begins = statement.groups.iter().find(|group| {
            let is_named = |&body: &usize| statement.sentence.bodies[body].kind != BodyKind::Name;
            group.words.start <= 3 && group.bodies.len() >= 2 && group.bodies.iter().any(is_named)
        });
        let is_between = group.is_some_and(|group| group.role == GroupRole::Between)
            && !statement.sentence.instruments.is_empty();
        if let Some(group) = group.filter(|_| is_definition || is_between).or(begins) {
            let preamble = candidates(statement, &group.bodies);
            if in_heading.len() < 2 || preamble.len() >= in_heading.len() {
                return preamble;
            }
        }
        let first =
            statement.groups.first().filter(|group| group.words.start <= 6 && is_definition);
        defined.extend(
            first.map(|group| candidates(statement, &group.bodies[..1])).unwrap_or_default(),
        );
    }
    [in_heading, defined].into_iter().find(|source| source.len() >= 2).unwrap_or_default()
}

/// Phrases of a sentence that says who a party is.
const DEFINITION_PHRASES: [&str; 16] = [
    "referred to as",
    "by and between",
    "have agreed",
    "have reached",
    "represented by",
    "represented herein by",
    "represented in this",
    "acting through",
    "having its",
    "having their",
    "with its principal",
    "with its registered",
    "with its seat",
    "with its headquarters",
    "with its office",
    "with offices at",
];

/// The most sentences after the heading of a formal text that its preamble has.
const MAX_PREAMBLE_SENTENCES: usize = 14;
