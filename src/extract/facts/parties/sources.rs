//! What the sentences of a text say of the parties.

use std::sync::LazyLock;

use super::candidates::{PartySource, candidates};
use crate::extract::facts::TextContext;
use crate::extract::facts::agreements::DraftSubject;
use crate::extract::facts::groups::GroupRole;
use crate::extract::facts::headlines::is_headline;
use crate::extract::facts::signings::SigningMood;
use crate::extract::mentions::bodies::BodyKind;
use crate::extract::mentions::lists::{WordList, section};

/// The lists of words.
const WORD_LISTS: &str = include_str!("../words/partnerships.txt");

static PARTNERSHIP_NOUNS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "partnership nouns"));
static PARTNERSHIP_VERBS: LazyLock<WordList> =
    LazyLock::new(|| section(WORD_LISTS, "partnership verbs"));
static OLDER_WORDS: LazyLock<WordList> = LazyLock::new(|| section(WORD_LISTS, "older words"));

/// The most sentences before the one about the agreement that may announce it.
const MAX_SENTENCES_BEFORE: usize = 6;

/// Returns what the sentence about the agreement itself says.
pub(super) fn own_sentence(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<PartySource> {
    let statement = context.statement(subject.sentence);
    let instruments = &statement.sentence.instruments;
    let quoted = &subject.kind.quotations[0];
    let instrument =
        instruments.iter().position(|instrument| instrument.range == *quoted).or_else(|| {
            instruments.iter().position(|instrument| subject.part.contains(&instrument.range.start))
        });
    let Some(instrument) = instrument else { return Vec::new() };
    let signing = subject.signing.as_ref().and_then(|range| {
        statement.signings.iter().find(|signing| signing.range.start == range.start)
    });
    let mut sources = statement.parties(instrument, signing, &subject.part);
    if let Some(partner) = subject.partner {
        // One of several agreements: the subject of the sentence and this partner.
        let group = statement.groups.iter().find(|group| group.bodies.contains(&partner));
        for source in &mut sources {
            source.retain(|body| {
                let is_common = group.is_some_and(|group| {
                    group.role == GroupRole::Between && group.bodies.first() == Some(body)
                });
                *body == partner
                    || is_common
                    || !group.is_some_and(|group| group.bodies.contains(body))
            });
            if !source.contains(&partner) {
                source.push(partner);
            }
        }
    }
    sources.iter().map(|bodies| candidates(statement, bodies)).collect()
}

/// Returns the parties of one of several agreements that are announced together: as its item begins with them, the body
/// of the announcement with the partner of the item, or the parties that all of them have.
pub(super) fn announced(context: &TextContext<'_>, subject: &DraftSubject) -> Option<PartySource> {
    let announcement = context.statement(subject.announcement?);
    let common = || {
        let instrument = announcement.sentence.instruments.iter().position(|one| one.is_plural)?;
        let signing = announcement.signings.iter().find(|signing| signing.instrument == instrument);
        let part = announcement.sentence.sentence.range.clone();
        let parties = announcement.parties(instrument, signing, &part).into_iter().next()?;
        Some(candidates(announcement, &parties))
    };
    let statement = context.statement(subject.sentence);
    if let Some(partner) = subject.partner {
        return Some([common()?, candidates(statement, &[partner])].concat());
    }
    let own = own_sentence(context, subject).into_iter().find(|source| source.len() > 1);
    let first = || {
        let group = statement.groups.first().filter(|group| group.bodies.len() > 1);
        group.map(|group| candidates(statement, &group.bodies))
    };
    let is_bare = statement.groups.is_empty();
    own.or_else(first).or_else(|| common().filter(|parties| is_bare && parties.len() > 1))
}

/// Returns what other sentences about the agreement say of its signing.
pub(super) fn signed_elsewhere(
    context: &TextContext<'_>,
    subject: &DraftSubject,
) -> Vec<PartySource> {
    let mut found = Vec::new();
    for &index in subject.scope.iter().filter(|&&index| index != subject.sentence) {
        let sentence = &context.sentences[index];
        let is_headline = is_headline(sentence);
        if sentence.instruments.is_empty() || is_headline || sentence.sentence.is_speech() {
            continue;
        }
        let statement = context.statement(index);
        let range = sentence.sentence.range.clone();
        for (number, instrument) in sentence.instruments.iter().enumerate() {
            if instrument.is_other || instrument.is_plural {
                continue;
            }
            let mut signings =
                statement.signings.iter().filter(|signing| signing.instrument == number);
            let signing = signings.next();
            if signing.is_some_and(|signing| signing.mood == SigningMood::Other) {
                continue;
            }
            let sources = statement.parties(number, signing, &range);
            found.extend(sources.iter().map(|bodies| candidates(statement, bodies)));
        }
    }
    found
}

/// Returns the bodies that the headline says have signed.
pub(super) fn headline(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<PartySource> {
    let mut found = Vec::new();
    for index in 0..context.sentences.len().min(30) {
        let sentence = &context.sentences[index];
        if !is_headline(sentence)
            || !subject.scope.contains(&index)
            || sentence.instruments.is_empty()
        {
            continue;
        }
        let statement = context.statement(index);
        let range = sentence.sentence.range.clone();
        for number in 0..sentence.instruments.len() {
            let signing = statement.signings.iter().find(|signing| signing.instrument == number);
            let sources = statement.parties(number, signing, &range);
            found.extend(sources.iter().map(|bodies| candidates(statement, bodies)));
        }
    }
    found
}

/// Returns the states between which the agreement improves cooperation, if nothing else names the parties.
pub(super) fn cooperation(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<PartySource> {
    let mut found = Vec::new();
    for &index in &subject.scope {
        let sentence = &context.sentences[index];
        if sentence.bodies.len() < 2 || sentence.sentence.is_speech() {
            continue;
        }
        let statement = context.statement(index);
        let names_signing = (0..statement.reading.words.len())
            .any(|word| statement.reading.is_one_of(word, &["signing", "signed"]));
        if sentence.instruments.is_empty() && !names_signing {
            continue;
        }
        let group = statement
            .groups
            .iter()
            .find(|group| group.role == GroupRole::Between && group.bodies.len() == 2);
        let has_other = statement.signings.iter().any(|signing| signing.mood == SigningMood::Other);
        found
            .extend(group.filter(|_| !has_other).map(|group| candidates(statement, &group.bodies)));
    }
    found
}

/// Returns the bodies of the states that a headline or an introduction names instead of them: one of each state, in one
/// list of a sentence about the agreement.
pub(super) fn agencies(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    states: &PartySource,
) -> Option<PartySource> {
    let countries: Vec<Option<&str>> = states.iter().map(|state| state.country(context)).collect();
    let is_of_states = |bodies: &PartySource, has_all: bool| {
        let is_organisation = bodies.iter().all(|party| {
            let name = party.name(context).to_lowercase();
            let is_sent = ["embassy", "consulate", "high commission", "mission", "delegation"]
                .iter()
                .any(|kind| name.contains(kind));
            party.body.kind == BodyKind::Organisation && !is_sent
        });
        let own: Vec<&str> = bodies.iter().filter_map(|party| party.country(context)).collect();
        let is_each_one = (1..own.len()).all(|index| !own[..index].contains(&own[index]));
        let are_theirs = own.iter().all(|country| countries.contains(&Some(country)));
        let is_certain = !has_all || own.len() == bodies.len();
        is_organisation && is_each_one && are_theirs && is_certain && !own.is_empty()
    };
    subject.scope.iter().find_map(|&index| {
        let sentence = &context.sentences[index];
        if sentence.sentence.is_speech() || sentence.bodies.len() < states.len() {
            return None;
        }
        let statement = context.statement(index);
        let reading = &statement.reading;
        // `Joint Statement of the Ministry of Justice of A and the Ministry of Justice of B`
        let is_headline = is_headline(sentence);
        let is_about = !sentence.instruments.is_empty()
            || (0..reading.words.len())
                .any(|word| reading.is_one_of(word, &["agreed", "signed", "sign", "cooperation"]));
        let groups = statement.groups.iter().filter(|group| {
            let is_subject =
                matches!(group.role, GroupRole::Between | GroupRole::DraftSubject | GroupRole::By);
            group.bodies.len() == states.len() && (is_subject || is_headline)
        });
        let mut lists = groups.map(|group| candidates(statement, &group.bodies));
        lists.find(|bodies| is_of_states(bodies, is_headline)).filter(|_| is_about || is_headline)
    })
}

/// Returns who does what under the agreement: `Under the MoU, A and B will …`.
pub(super) fn under(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<PartySource> {
    let mut found = Vec::new();
    for &index in &subject.scope {
        let sentence = &context.sentences[index];
        if sentence.instruments.is_empty() || sentence.sentence.is_speech() {
            continue;
        }
        let statement = context.statement(index);
        found.extend(statement.under().map(|group| candidates(statement, &group.bodies)));
    }
    found
}

/// Returns the bodies that a sentence before the one about the agreement says will work together: `A has agreed a new
/// partnership with B`, `A and B have joined forces`.
pub(super) fn partnership(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<PartySource> {
    let first = subject.sentence.saturating_sub(MAX_SENTENCES_BEFORE);
    let mut found = Vec::new();
    for &index in subject.scope.iter().filter(|&&index| (first..subject.sentence).contains(&index))
    {
        let sentence = &context.sentences[index];
        let is_out = is_headline(sentence) || sentence.sentence.is_speech();
        if is_out || sentence.bodies.len() < 2 || !sentence.instruments.is_empty() {
            continue;
        }
        let statement = context.statement(index);
        let reading = &statement.reading;
        let has = |list: &WordList| {
            (0..reading.words.len()).find(|&word| list.contains(reading.lower(word)))
        };
        let verb = has(&PARTNERSHIP_VERBS).filter(|_| has(&OLDER_WORDS).is_none());
        let (Some(verb), Some(_)) = (verb, has(&PARTNERSHIP_NOUNS)) else { continue };
        let subject_group = statement
            .groups
            .iter()
            .rfind(|group| group.role == GroupRole::DraftSubject && group.words.end <= verb);
        let Some(subject_group) = subject_group else { continue };
        let mut bodies = subject_group.bodies.clone();
        let with = statement
            .groups
            .iter()
            .find(|group| group.role == GroupRole::With && group.words.start > verb);
        bodies.extend(with.into_iter().flat_map(|group| group.bodies.iter().copied()));
        found.extend((bodies.len() >= 2).then(|| candidates(statement, &bodies)));
    }
    found
}
