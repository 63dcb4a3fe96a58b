//! The bodies that nouns and pronouns mean: `the two centres`, `the University`, `they`.

use std::sync::LazyLock;

use super::candidates::{PartyCandidate, PartySource, candidates};
use crate::extract::facts::TextContext;
use crate::extract::facts::agreements::DraftSubject;
use crate::extract::facts::groups::{Group, GroupRole};
use crate::extract::facts::headlines::is_headline;
use crate::extract::facts::signings::{SigningForm, SigningMood};
use crate::extract::facts::statements::Statement;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::bodies::{BodyKind, BodyMention, is_generic_body};
use crate::extract::mentions::lists::{WordList, section};
use crate::extract::text::BlockKind;

/// The lists of words.
const WORD_LISTS: &str = include_str!("../words/coreference.txt");

static PLURAL_NOUNS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "plural nouns"));

/// Returns the bodies that the subject of the signing means: `the two centres`, `the University`, `they`.
pub(super) fn coreference(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    own: &[PartySource],
) -> Vec<PartySource> {
    let Some(signing) = subject.signing.as_ref() else { return Vec::new() };
    let statement = context.statement(subject.sentence);
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
        return before_sentence(context, statement, verb).into_iter().collect();
    }
    let single = own.iter().find(|source| source.len() == 1);
    let Some(single) = single else { return Vec::new() };
    if subject.partner.is_some()
        || statement.signings.iter().any(|signing| signing.form == SigningForm::Passive)
    {
        // `A signed two MoUs. They were signed with B and C.`
        let first = before_single(context, statement, single)
            .or_else(|| topic_before(context, statement, single));
        return first.map(|first| [vec![first], single.clone()].concat()).into_iter().collect();
    }
    // `The University signed an MoU with B`, if the text says which university.
    let first = noun_before(context, statement, verb, single);
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

/// Returns the one body that the sentence before this one is about: `A has a new partner. A memorandum with B was`.
fn topic_before(
    context: &TextContext<'_>,
    statement: &Statement<'_>,
    partners: &PartySource,
) -> Option<PartyCandidate> {
    let is_with = statement.groups.iter().any(|group| group.role == GroupRole::With);
    let before = context.statement(statement.index.checked_sub(1).filter(|_| is_with)?);
    let group = before.groups.first()?;
    let is_topic =
        group.role == GroupRole::DraftSubject && group.words.start <= 1 && group.bodies.len() == 1;
    let topic = candidates(before, &group.bodies).into_iter().next().filter(|_| is_topic)?;
    let identity = |party: &PartyCandidate| context.known.identity(&party.name(context));
    let is_partner = partners.iter().any(|party| identity(party) == identity(&topic));
    (topic.body.kind == BodyKind::Organisation && !is_partner).then_some(topic)
}

/// Returns the parties of `between the university and B`, if the text says which university.
pub(super) fn generic_between(
    context: &TextContext<'_>,
    subject: &DraftSubject,
) -> Option<PartySource> {
    let statement = context.statement(subject.sentence);
    let reading = &statement.reading;
    let (group, noun) = statement.groups.iter().find_map(|group| {
        let before = group.words.start.checked_sub(1)?;
        let and = before.checked_sub(usize::from(reading.lower(before) == "the"))?;
        let noun = and.checked_sub(1)?;
        let is_between = reading.lower(and) == "and"
            && is_body_noun(reading.lower(noun))
            && reading.is_one_of(noun.wrapping_sub(1), &["the", "our"])
            && reading.lower(noun.wrapping_sub(2)) == "between";
        (group.bodies.len() == 1 && is_between).then_some((group, noun))
    })?;
    let second = candidates(statement, &group.bodies);
    let first = only_one_with(context, reading.lower(noun), statement.index, &second)
        .map(|body| PartyCandidate::new(&body));
    Some(first.into_iter().chain(second).collect())
}

/// Returns the body that a noun before a verb means: `The University signed`, if the text says which one.
fn noun_before(
    context: &TextContext<'_>,
    statement: &Statement<'_>,
    verb: usize,
    partners: &PartySource,
) -> Option<PartyCandidate> {
    let reading = &statement.reading;
    // `Plug Power stock is rising after the hydrogen company signed`
    let generic = (1..verb).rev().take(4).find(|&index| {
        is_generic_body(reading.lower(index)) && !reading.has_capital(index) && {
            let article = (index.saturating_sub(6)..index)
                .rev()
                .find(|&at| reading.is_one_of(at, &["the", "and", ","]) || reading.has_capital(at));
            article.is_some_and(|at| reading.lower(at) == "the" || reading.lower(at) == "and")
        }
    });
    if let Some(generic) = generic {
        let named = statement.groups.iter().find(|group| {
            group.words.end <= generic && group.words.start <= 1 && group.bodies.len() == 1
        });
        let named = named.and_then(|group| candidates(statement, &group.bodies).into_iter().next());
        let identity = |party: &PartyCandidate| context.known.identity(&party.name(context));
        let is_new = |party: &PartyCandidate| {
            !party.is_state() && partners.iter().all(|other| identity(other) != identity(party))
        };
        if let Some(party) = named.filter(is_new) {
            return Some(party);
        }
    }
    let noun = (1..verb).find(|&index| {
        reading.is_one_of(index - 1, &["the", "our", "this"]) && is_body_noun(reading.lower(index))
    })?;
    only_one_with(context, reading.lower(noun), statement.index, partners)
        .map(|body| PartyCandidate::new(&body))
}

/// Returns the body that a sentence before this one says has signed.
fn before_single(
    context: &TextContext<'_>,
    statement: &Statement<'_>,
    partners: &PartySource,
) -> Option<PartyCandidate> {
    (1..=MAX_SENTENCES_BEFORE).find_map(|back| {
        let index = statement.index.checked_sub(back)?;
        let sentence = &context.sentences[index];
        let is_plural = sentence.instruments.iter().any(|instrument| instrument.is_plural);
        if sentence.instruments.is_empty() || (!is_plural && back > 3) {
            return None;
        }
        let before = context.statement(index);
        let signing = before.signings.iter().find(|signing| signing.mood == SigningMood::Done)?;
        let is_subject = |group: &&Group| {
            group.role == GroupRole::DraftSubject && group.words.end <= signing.word
        };
        let group = before.groups.iter().rfind(is_subject).filter(|group| group.bodies.len() == 1);
        let named = group.and_then(|group| candidates(before, &group.bodies).into_iter().next());
        named.or_else(|| noun_before(context, before, signing.word, partners))
    })
}

/// Returns the last list of two bodies or more before the signing, in this sentence or one of the two before it.
fn before_sentence(
    context: &TextContext<'_>,
    statement: &Statement<'_>,
    verb: usize,
) -> Option<PartySource> {
    let is_list = |group: &&Group| {
        group.bodies.len() >= 2
            && matches!(group.role, GroupRole::DraftSubject | GroupRole::Between | GroupRole::By)
    };
    let own = statement.groups.iter().rfind(|group| group.words.end <= verb && is_list(group));
    if let Some(group) = own {
        return Some(candidates(statement, &group.bodies));
    }
    (1..=3).find_map(|back| {
        let index = statement.index.checked_sub(back)?;
        let before = context.statement(index);
        let is_out =
            before.sentence.sentence.kind == BlockKind::Furniture || is_headline(before.sentence);
        let group = before.groups.iter().find(|group| is_list(group) && !is_out)?;
        Some(candidates(before, &group.bodies))
    })
}

/// The most sentences between `A signed several agreements` and the sentence about one of them.
const MAX_SENTENCES_BEFORE: usize = 12;

/// Returns the one body whose name has this word, such as `university`, and that is no partner: named before a
/// sentence, or otherwise anywhere. `None` if there are several.
fn only_one_with(
    context: &TextContext<'_>,
    word: &str,
    sentence: usize,
    partners: &PartySource,
) -> Option<BodyMention> {
    let identity = |name: &str| context.known.identity(name);
    let partners: Vec<String> =
        partners.iter().map(|party| identity(&party.name(context))).collect();
    let only_one = |sentences: &[ReadSentence]| {
        let mut found: Option<(String, BodyMention)> = None;
        let bodies = sentences.iter().flat_map(|sentence| &sentence.bodies);
        for body in bodies.filter(|body| body.kind == BodyKind::Organisation) {
            let name = body.name_in(&context.source.text);
            if !name.split(' ').any(|part| part.eq_ignore_ascii_case(word)) {
                continue;
            }
            let name = identity(&name);
            if partners.contains(&name) {
                continue;
            }
            match &found {
                Some((other, _)) if *other != name => return None,
                Some(_) => {}
                None => found = Some((name, body.clone())),
            }
        }
        found.map(|(_, body)| body)
    };
    only_one(&context.sentences[..sentence]).or_else(|| only_one(context.sentences))
}
