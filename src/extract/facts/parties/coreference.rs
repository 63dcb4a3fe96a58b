//! The bodies that nouns and pronouns mean: `the two centres`, `the University`, `they`.

use std::sync::LazyLock;

use super::candidates::{PartyCandidate, PartySource, candidates};
use crate::extract::facts::Context;
use crate::extract::facts::agreements::Subject;
use crate::extract::facts::groups::{Group, GroupRole};
use crate::extract::facts::headlines::is_headline;
use crate::extract::facts::signings::{SigningForm, SigningMood};
use crate::extract::facts::statements::Statement;
use crate::extract::mentions::bodies::{BodyKind, BodyMention};
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::text::BlockKind;

/// The lists of words.
const WORD_LISTS: &str = include_str!("../words/coreference.txt");

static PLURAL_NOUNS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "plural nouns"));

/// Returns the bodies that the subject of the signing stands for: `the two centres`, `the University`, `they`.
pub(super) fn coreference(
    context: &Context<'_>,
    subject: &Subject,
    own: &[PartySource],
) -> Vec<PartySource> {
    let Some(signing) = subject.signing.as_ref() else { return Vec::new() };
    let statement = Statement::new(context, subject.sentence);
    let reading = &statement.reading;
    let verb = reading.index_at(signing.start);
    let start = verb.saturating_sub(16);
    let plural = (start..verb).rev().find(|&index| {
        let is_they = reading.is_one_of(index, &["they", "both"]);
        let before = index.saturating_sub(1);
        let is_noun = PLURAL_NOUNS.contains(reading.lower(index))
            && ((index.saturating_sub(4)..index).any(|word| {
                reading.is_one_of(word, &["the", "both", "two", "three", "four", "five"])
            }) || before == 0);
        is_they || is_noun
    });
    if plural.is_some() {
        return before_sentence(context, &statement, verb).into_iter().collect();
    }
    let single = own.iter().find(|source| source.len() == 1);
    let Some(single) = single else { return Vec::new() };
    if subject.partner.is_some()
        || statement.signings.iter().any(|signing| signing.form == SigningForm::Passive)
    {
        // `A signed two MoUs. They were signed with B and C.`
        let first = before_single(context, &statement);
        return first.map(|first| [vec![first], single.clone()].concat()).into_iter().collect();
    }
    // `The University signed an MoU with B`, if the text says which university.
    let first = noun_before(context, &statement, verb);
    first.map(|first| [vec![first], single.clone()].concat()).into_iter().collect()
}

fn is_body_noun(word: &str) -> bool {
    matches!(
        word,
        "university"
            | "institute"
            | "ministry"
            | "agency"
            | "council"
            | "authority"
            | "centre"
            | "center"
            | "college"
            | "bank"
            | "commission"
            | "department"
            | "society"
            | "association"
            | "foundation"
            | "board"
            | "bureau"
            | "office"
            | "academy"
            | "school"
            | "hospital"
            | "museum"
            | "library"
            | "port"
            | "chamber"
            | "federation"
            | "union"
            | "corporation"
            | "service"
            | "court"
            | "trust"
            | "fund"
            | "institution"
            | "organisation"
            | "organization"
            | "city"
            | "municipality"
    )
}

/// Returns the body that a noun before a verb means: `The University signed`, if the text says which one.
fn noun_before(
    context: &Context<'_>,
    statement: &Statement<'_>,
    verb: usize,
) -> Option<PartyCandidate> {
    let reading = &statement.reading;
    let noun = (1..verb).find(|&index| {
        reading.is_one_of(index - 1, &["the", "our", "this"]) && is_body_noun(reading.lower(index))
    })?;
    let before = statement.sentence.sentence.range.start;
    only_one_with(context, reading.lower(noun), before).map(|body| PartyCandidate::new(&body))
}

/// Returns the body that a sentence before this one says has signed.
fn before_single(context: &Context<'_>, statement: &Statement<'_>) -> Option<PartyCandidate> {
    (1..=MAX_SENTENCES_BEFORE).find_map(|back| {
        let index = statement.index.checked_sub(back)?;
        let sentence = &context.sentences[index];
        let is_plural = sentence.instruments.iter().any(|instrument| instrument.is_plural);
        if sentence.instruments.is_empty() || (!is_plural && back > 3) {
            return None;
        }
        let before = Statement::new(context, index);
        let signing = before.signings.iter().find(|signing| signing.mood == SigningMood::Done)?;
        let is_subject =
            |group: &&Group| group.role == GroupRole::Subject && group.words.end <= signing.word;
        let group = before.groups.iter().rfind(is_subject).filter(|group| group.bodies.len() == 1);
        let named = group.and_then(|group| candidates(&before, &group.bodies).into_iter().next());
        named.or_else(|| noun_before(context, &before, signing.word))
    })
}

/// Returns the last list of two bodies or more before the signing, in this sentence or one of the two before it.
fn before_sentence(
    context: &Context<'_>,
    statement: &Statement<'_>,
    verb: usize,
) -> Option<PartySource> {
    let is_list = |group: &&Group| {
        group.bodies.len() >= 2
            && matches!(group.role, GroupRole::Subject | GroupRole::Between | GroupRole::By)
    };
    let own = statement.groups.iter().rfind(|group| group.words.end <= verb && is_list(group));
    if let Some(group) = own {
        return Some(candidates(statement, &group.bodies));
    }
    (1..=3).find_map(|back| {
        let index = statement.index.checked_sub(back)?;
        let before = Statement::new(context, index);
        let is_out =
            before.sentence.sentence.kind == BlockKind::Furniture || is_headline(before.sentence);
        let group = before.groups.iter().find(|group| is_list(group) && !is_out)?;
        Some(candidates(&before, &group.bodies))
    })
}

/// The most sentences between `A signed several agreements` and the sentence about one of them.
const MAX_SENTENCES_BEFORE: usize = 12;

/// Returns the one body before an offset whose name has this word, such as `university`; `None` if there are several.
fn only_one_with(context: &Context<'_>, word: &str, before: usize) -> Option<BodyMention> {
    let text = &context.source.text;
    let mut found: Option<&BodyMention> = None;
    let sentences = context.sentences.iter();
    let bodies = sentences
        .take_while(|sentence| sentence.sentence.range.start < before)
        .flat_map(|sentence| &sentence.bodies);
    for body in
        bodies.filter(|body| body.kind == BodyKind::Organisation && body.range.start < before)
    {
        let name = body.name_in(text);
        if !name.split(' ').any(|part| part.eq_ignore_ascii_case(word)) {
            continue;
        }
        match found {
            Some(other)
                if context.known.identity(&other.name_in(text))
                    != context.known.identity(&name) =>
            {
                return None;
            }
            _ => found = found.or(Some(body)),
        }
    }
    found.cloned()
}
