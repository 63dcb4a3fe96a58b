//! The bodies for which people sign.

use std::ops::Range;

use super::candidates::{PartyCandidate, PartySource, candidates};
use crate::domain::usual_country_name;
use crate::extract::facts::TextContext;
use crate::extract::facts::agreements::DraftSubject;
use crate::extract::facts::groups::{Group, GroupRole};
use crate::extract::facts::headlines::is_headline;
use crate::extract::facts::signings::SigningMood;
use crate::extract::facts::statements::Statement;
use crate::extract::mentions::ReadSentence;
use crate::extract::mentions::bodies::{BodyKind, BodyMention};
use crate::extract::mentions::nations::{NationKind, NationMention, nations};
use crate::extract::mentions::people::PersonMention;
use crate::extract::text::BlockKind;

/// Returns the bodies for which the persons in the sentences about the signing sign.
pub(super) fn signers(context: &TextContext<'_>, subject: &DraftSubject) -> PartySource {
    let mut found: Vec<PartyCandidate> = Vec::new();
    let mut is_after_list = false;
    for &index in &subject.scope {
        let sentence = &context.sentences[index];
        if sentence.sentence.is_speech() || is_headline(sentence) {
            continue;
        }
        let statement = context.statement(index);
        let signing = signing_place(statement);
        let is_item = sentence.sentence.kind == BlockKind::Item && is_after_list;
        let text = &context.source.text[sentence.sentence.range.clone()];
        is_after_list = (signing.is_some() && text.trim_end().ends_with(':')) || is_item;
        let Some(end) = signing.or_else(|| is_item.then_some(sentence.sentence.range.end)) else {
            continue;
        };
        let mut bodies = Vec::new();
        for person in &sentence.people {
            let is_in_part =
                index != subject.sentence || subject.part.contains(&person.range.start);
            if !is_in_part
                || person.range.start > end
                || sentence.sentence.is_in_speech(person.range.start)
            {
                continue;
            }
            let Some(place) = person.body.as_ref() else {
                bodies.extend(state_of_minister(context, sentence, person));
                continue;
            };
            let body = sentence
                .bodies
                .iter()
                .find(|body| body.range.start < place.end && place.start < body.range.end);
            bodies.extend(
                body.map(PartyCandidate::new)
                    .or_else(|| nation_body(context, place))
                    .or_else(|| bracketed_body(context, place)),
            );
        }
        // `the rector of A, Jane Doe`, where the person is not known to be the rector.
        for group in statement.groups.iter().filter(|group| group.role == GroupRole::Office) {
            let is_in_part = index != subject.sentence
                || group
                    .bodies
                    .iter()
                    .all(|&body| subject.part.contains(&sentence.bodies[body].range.start));
            let offices = candidates(statement, &group.bodies);
            bodies.extend(
                offices.into_iter().filter(|party| is_in_part && party.body.range.start < end),
            );
        }
        bodies.sort_by_key(|party| party.body.range.start);
        if bodies.len() >= 2 && !is_item {
            return bodies;
        }
        found.extend(bodies);
    }
    found
}

/// Returns the bodies of the lines above the signatures: `For the Government of Peru:`.
pub(super) fn signature_lines(context: &TextContext<'_>, subject: &DraftSubject) -> PartySource {
    let mut found = Vec::new();
    for &index in &subject.scope {
        let sentence = &context.sentences[index];
        let words = &sentence.sentence.words;
        if words.len() > 18 || sentence.bodies.is_empty() {
            continue;
        }
        let statement = context.statement(index);
        let group = statement
            .groups
            .first()
            .filter(|group| group.role == GroupRole::For && group.words.start <= 4);
        let is_line =
            group.is_some_and(|group| group.words.end + 2 >= statement.reading.words.len());
        if let Some(group) = group.filter(|_| is_line) {
            found.extend(candidates(statement, &group.bodies));
        }
    }
    found
}

/// Returns the state that the office of a person names: `Uzbekistan’s Deputy Minister`.
fn nation_body(context: &TextContext<'_>, place: &Range<usize>) -> Option<PartyCandidate> {
    let nation = nations(&context.source.text, place.clone()).into_iter().next()?;
    let is_adjective = nation.kind == NationKind::Adjective;
    let composed_name =
        is_adjective.then(|| usual_country_name(nation.country).map(str::to_owned)).flatten();
    let body = BodyMention {
        range: nation.range.clone(),
        name: nation.range.clone(),
        composed_name,
        short: None,
        country: Some((nation.country, nation.range)),
        is_country_in_name: true,
        kind: BodyKind::State,
    };
    Some(PartyCandidate::new(&body))
}

/// Returns the body that brackets after a name give, such as a town in no list: `Mayor Karin Åström (Lindholm)`.
fn bracketed_body(context: &TextContext<'_>, place: &Range<usize>) -> Option<PartyCandidate> {
    let text = &context.source.text;
    let name = &text[place.clone()];
    let is_bracketed = text[..place.start].ends_with('(') && text[place.end..].starts_with(')');
    let is_name = name.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    (is_bracketed && is_name).then(|| {
        let body = BodyMention {
            range: place.clone(),
            name: place.clone(),
            composed_name: None,
            short: None,
            country: None,
            is_country_in_name: false,
            kind: BodyKind::Name,
        };
        PartyCandidate::new(&body)
    })
}

/// Returns the state of a minister whose office is named without it here and with it elsewhere: `the Indian Defence
/// Minister`.
fn state_of_minister(
    context: &TextContext<'_>,
    sentence: &ReadSentence,
    person: &PersonMention,
) -> Option<PartyCandidate> {
    let text = &context.source.text;
    let title = &text[person.title.clone()?];
    let is_of_state =
        ["Minister", "President", "Secretary of State"].iter().any(|office| title.contains(office));
    let is_alone = !title.contains(',') && title.split_whitespace().nth(1).is_some();
    if !is_of_state || !is_alone {
        return None;
    }
    let of_others: Vec<&str> = sentence
        .people
        .iter()
        .filter_map(|other| other.body.clone())
        .flat_map(|body| nations(text, body))
        .map(|nation| nation.country)
        .collect();
    let mut found: Option<NationMention> = None;
    for (start, _) in text.match_indices(title).take(MAX_MENTIONS_OF_OFFICE) {
        let before = text[..start].trim_end();
        let word = before.rfind(char::is_whitespace).map_or(0, |space| space + 1);
        let Some(nation) = nations(text, word..before.len()).pop() else { continue };
        let is_direct = nation.range.start == word && nation.kind != NationKind::City;
        if !is_direct || of_others.contains(&nation.country) {
            continue;
        }
        if found.as_ref().is_some_and(|found| found.country != nation.country) {
            return None;
        }
        found = found.or(Some(nation));
    }
    nation_body(context, &found?.range)
}

/// The most places of a text at which the office of a minister is looked for.
const MAX_MENTIONS_OF_OFFICE: usize = 20;

/// Returns the end of the part of a sentence that names who signs, if it says that something was signed.
fn signing_place(statement: &Statement<'_>) -> Option<usize> {
    let reading = &statement.reading;
    let signs = |index: usize| {
        reading.is_one_of(index, &["sign", "signs", "signed", "signing", "inked", "signatories"])
            || reading.is_phrase(index, "representing the")
    };
    let is_other = statement.signings.iter().any(|signing| signing.mood == SigningMood::Other);
    let witness = (0..reading.words.len()).find(|&index| {
        reading.lower(index).starts_with("witness")
            || reading.is_phrase(index, "in the presence")
            || reading.lower(index).starts_with("attend")
    });
    let signing = statement.signings.first().map(|signing| signing.word);
    let sign = (0..reading.words.len()).find(|&index| signs(index)).or(signing)?;
    if is_other || witness.is_some_and(|witness| witness < sign) || is_witnessed(statement, sign) {
        return None;
    }
    let end = witness.map_or(statement.sentence.sentence.range.end, |witness| {
        reading.words[witness].range.start
    });
    Some(end)
}

/// Returns true for `the signing was witnessed by`.
fn is_witnessed(statement: &Statement<'_>, sign: usize) -> bool {
    statement.reading.lower(sign) == "signing"
        && (sign..sign + 4).any(|index| statement.reading.lower(index).starts_with("witness"))
}

/// Returns the parties that sentences after the one about the agreement name by who signs for them: `signed for A`.
pub(super) fn represented(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    own: &[PartySource],
) -> Vec<PartySource> {
    let mut found: PartySource =
        own.iter().find(|source| source.len() == 1).cloned().unwrap_or_default();
    for &index in subject.scope.iter().filter(|&&index| index != subject.sentence) {
        if context.sentences[index].bodies.is_empty()
            || context.sentences[index].sentence.is_speech()
        {
            continue;
        }
        let statement = context.statement(index);
        let signs_for = |group: &&Group| {
            let before =
                (group.words.start.saturating_sub(4)..group.words.start).collect::<Vec<_>>();
            let preposition = before
                .iter()
                .rev()
                .find(|&&word| statement.reading.is_one_of(word, &["for", "behalf"]));
            group.role == GroupRole::For
                && preposition.is_some_and(|&word| {
                    (word.saturating_sub(4)..word).any(|word| {
                        statement.reading.is_one_of(word, &["signed", "signs", "signing"])
                    })
                })
        };
        for group in statement.groups.iter().filter(signs_for) {
            found.extend(candidates(statement, &group.bodies));
        }
    }
    vec![found]
}
