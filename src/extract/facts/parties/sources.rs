//! Where a text says who the parties are, the best places first.

use std::collections::HashSet;

use super::candidates::PartyCandidate;
use super::known::KnownBodies;
use crate::extract::facts::Context;
use crate::extract::facts::agreements::{Subject, formal_heading};
use crate::extract::facts::groups::{Group, GroupRole};
use crate::extract::facts::signings::{SigningForm, SigningMood};
use crate::extract::facts::statements::{Statement, is_headline};
use crate::extract::mentions::bodies::{BodyKind, BodyMention};
use crate::extract::text::BlockKind;

/// What one place of a text says of the parties.
type Source = Vec<PartyCandidate>;

/// The most sentences after the heading of a formal text that its preamble has.
const MAX_PREAMBLE_SENTENCES: usize = 14;

/// Returns the parties of an agreement.
pub(super) fn parties(context: &Context<'_>, subject: &Subject, known: &KnownBodies) -> Source {
    if subject.is_formal {
        return distinct(context, known, formal(context));
    }
    let own = own_sentence(context, subject);
    let mut sources: Vec<Source> = own.clone();
    sources.extend(coreference(context, subject, known, &own));
    sources.extend(signed_elsewhere(context, subject));
    let signers = signers(context, subject);
    sources.push(signers.clone());
    sources.push(signature_lines(context, subject));
    sources.extend(under(context, subject));
    sources.extend(headline(context, subject));
    sources.extend(cooperation(context, subject));
    let sources: Vec<Source> =
        sources.into_iter().map(|source| distinct(context, known, source)).collect();
    let Some(best) = sources.iter().find(|source| source.len() >= 2) else {
        return sources.into_iter().find(|source| !source.is_empty()).unwrap_or_default();
    };
    if best.iter().all(PartyCandidate::is_state) && subject.partner.is_none() {
        // The bodies that sign come before the states in whose name they do.
        let is_of_bodies =
            |source: &&Source| source.len() >= 2 && !source.iter().any(PartyCandidate::is_state);
        if let Some(bodies) = sources.iter().find(is_of_bodies) {
            return bodies.clone();
        }
        return fuller_states(context, best.clone(), &signers);
    }
    best.clone()
}

/// Returns the states under the longer names that the offices of the signatories give them.
fn fuller_states(context: &Context<'_>, states: Source, signers: &[PartyCandidate]) -> Source {
    let country = |party: &PartyCandidate| party.body.country.as_ref().map(|(country, _)| *country);
    states
        .into_iter()
        .map(|state| {
            let longer = signers.iter().find(|signer| {
                signer.body.kind == BodyKind::State
                    && country(signer) == country(&state)
                    && signer.name(context).len() > state.name(context).len()
            });
            longer.cloned().unwrap_or(state)
        })
        .collect()
}

/// Returns the candidates without repetitions, persons and names that are no parties.
fn distinct(context: &Context<'_>, known: &KnownBodies, source: Source) -> Source {
    let mut seen: HashSet<(String, Option<&str>)> = HashSet::new();
    source
        .into_iter()
        .filter(|party| {
            let name = party.name(context);
            let country = party.body.country.as_ref().map(|(country, _)| *country);
            let is_person = party.body.kind == BodyKind::Name && known.is_person(&name);
            let country = country.filter(|_| !party.body.is_country_in_name);
            !is_person && seen.insert((known.identity(&name), country))
        })
        .collect()
}

fn candidates(statement: &Statement<'_>, bodies: &[usize]) -> Source {
    bodies.iter().map(|&index| PartyCandidate::new(&statement.sentence.bodies[index])).collect()
}

/// Returns what the sentence about the agreement itself says.
fn own_sentence(context: &Context<'_>, subject: &Subject) -> Vec<Source> {
    let statement = Statement::new(context, subject.sentence);
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
                *body == partner || !group.is_some_and(|group| group.bodies.contains(body))
            });
            if !source.contains(&partner) {
                source.push(partner);
            }
        }
    }
    sources.iter().map(|bodies| candidates(&statement, bodies)).collect()
}

/// Returns what other sentences about the agreement say of its signing.
fn signed_elsewhere(context: &Context<'_>, subject: &Subject) -> Vec<Source> {
    let mut found = Vec::new();
    for &index in subject.scope.iter().filter(|&&index| index != subject.sentence) {
        let sentence = &context.sentences[index];
        let is_headline = is_headline(sentence);
        if sentence.instruments.is_empty() || is_headline || sentence.sentence.is_speech() {
            continue;
        }
        let statement = Statement::new(context, index);
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
            found.extend(sources.iter().map(|bodies| candidates(&statement, bodies)));
        }
    }
    found
}

/// Returns the bodies that the subject of the signing stands for: `the two centres`, `the University`, `they`.
fn coreference(
    context: &Context<'_>,
    subject: &Subject,
    known: &KnownBodies,
    own: &[Source],
) -> Vec<Source> {
    const PLURALS: [&str; 30] = [
        "parties",
        "sides",
        "agencies",
        "ministries",
        "universities",
        "institutions",
        "institutes",
        "organisations",
        "organizations",
        "companies",
        "countries",
        "bodies",
        "centres",
        "centers",
        "nations",
        "partners",
        "ministers",
        "authorities",
        "banks",
        "cities",
        "governments",
        "entities",
        "groups",
        "associations",
        "councils",
        "schools",
        "departments",
        "firms",
        "states",
        "offices",
    ];
    let Some(signing) = subject.signing.as_ref() else { return Vec::new() };
    let statement = Statement::new(context, subject.sentence);
    let reading = &statement.reading;
    let verb = reading.index_at(signing.start);
    let start = verb.saturating_sub(16);
    let plural = (start..verb).rev().find(|&index| {
        let is_they = reading.is_one_of(index, &["they", "both"]);
        let before = index.saturating_sub(1);
        let is_noun = PLURALS.contains(&reading.lower(index))
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
        return before_single(context, &statement)
            .map(|first| [vec![first], single.clone()].concat())
            .into_iter()
            .collect();
    }
    // `The University signed an MoU with B`, if the text says which university.
    let noun = (1..verb).find(|&index| {
        reading.is_one_of(index - 1, &["the", "our", "this"])
            && reading.kind(index).is_some()
            && is_body_noun(reading.lower(index))
    });
    let before = statement.sentence.sentence.range.start;
    let body = noun.and_then(|noun| known.only_one_with(context, reading.lower(noun), before));
    body.map(|body| {
        let mut parties = vec![PartyCandidate::new(&body)];
        parties.extend(single.clone());
        parties
    })
    .into_iter()
    .collect()
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

/// Returns the body that a sentence before this one says has signed.
fn before_single(context: &Context<'_>, statement: &Statement<'_>) -> Option<PartyCandidate> {
    (1..=3).find_map(|back| {
        let before = Statement::new(context, statement.index.checked_sub(back)?);
        let signing = before.signings.iter().find(|signing| signing.mood == SigningMood::Done)?;
        let is_subject =
            |group: &&Group| group.role == GroupRole::Subject && group.words.end <= signing.word;
        let group =
            before.groups.iter().rfind(is_subject).filter(|group| group.bodies.len() == 1)?;
        candidates(&before, &group.bodies).into_iter().next()
    })
}

/// Returns the last list of two bodies or more before the signing, in this sentence or one of the two before it.
fn before_sentence(
    context: &Context<'_>,
    statement: &Statement<'_>,
    verb: usize,
) -> Option<Source> {
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

/// Returns the bodies for which the persons in the sentences about the signing sign.
fn signers(context: &Context<'_>, subject: &Subject) -> Source {
    let mut found: Vec<PartyCandidate> = Vec::new();
    let mut is_after_list = false;
    for &index in &subject.scope {
        let sentence = &context.sentences[index];
        if sentence.sentence.is_speech() || is_headline(sentence) {
            continue;
        }
        let statement = Statement::new(context, index);
        let signing = signing_place(&statement);
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
            let Some(place) = person.body.as_ref() else { continue };
            let body = sentence
                .bodies
                .iter()
                .find(|body| body.range.start < place.end && place.start < body.range.end);
            bodies.extend(body.map(PartyCandidate::new).or_else(|| nation_body(context, place)));
        }
        if bodies.len() >= 2 && !is_item {
            return bodies;
        }
        found.extend(bodies);
    }
    found
}

/// Returns the bodies of the lines above the signatures: `For the Government of Peru:`.
fn signature_lines(context: &Context<'_>, subject: &Subject) -> Source {
    let mut found = Vec::new();
    for &index in &subject.scope {
        let sentence = &context.sentences[index];
        let words = &sentence.sentence.words;
        if words.len() > 18 || sentence.bodies.is_empty() {
            continue;
        }
        let statement = Statement::new(context, index);
        let group = statement
            .groups
            .first()
            .filter(|group| group.role == GroupRole::For && group.words.start <= 4);
        let is_line =
            group.is_some_and(|group| group.words.end + 2 >= statement.reading.words.len());
        if let Some(group) = group.filter(|_| is_line) {
            found.extend(candidates(&statement, &group.bodies));
        }
    }
    found
}

/// Returns the state that the office of a person names: `Uzbekistan’s Deputy Minister`.
fn nation_body(context: &Context<'_>, place: &std::ops::Range<usize>) -> Option<PartyCandidate> {
    use crate::extract::mentions::nations::{NationKind, nations};
    let nation = nations(&context.source.text, place.clone()).into_iter().next()?;
    let is_adjective = nation.kind == NationKind::Adjective;
    let composed_name = is_adjective
        .then(|| crate::domain::usual_country_name(nation.country).map(str::to_owned))
        .flatten();
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
    let sign = (0..reading.words.len()).find(|&index| signs(index))?;
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

/// Returns who does what under the agreement: `Under the MoU, A and B will …`.
fn under(context: &Context<'_>, subject: &Subject) -> Vec<Source> {
    let mut found = Vec::new();
    for &index in &subject.scope {
        let sentence = &context.sentences[index];
        let Some(instrument) = sentence.instruments.first() else { continue };
        if sentence.sentence.is_speech() || instrument.is_other {
            continue;
        }
        let statement = Statement::new(context, index);
        let words = statement.instrument_words(instrument);
        let reading = &statement.reading;
        let opener = (0..words.start)
            .rev()
            .take(3)
            .find(|&word| reading.is_one_of(word, &["under", "through", "with", "by"]));
        let is_start = opener.is_some_and(|word| word <= 3);
        let group = statement.groups.iter().find(|group| {
            group.role == GroupRole::Subject
                && group.words.start >= words.end
                && group.bodies.len() >= 2
        });
        let Some(group) = group.filter(|_| is_start) else { continue };
        let has_verb = (group.words.end..group.words.end + 4).any(|word| {
            reading.is_one_of(
                word,
                &[
                    "will", "shall", "agree", "agreed", "intend", "have", "are", "aim", "plan",
                    "commit",
                ],
            )
        });
        if has_verb {
            found.push(candidates(&statement, &group.bodies));
        }
    }
    found
}

/// Returns the bodies that the headline says have signed.
fn headline(context: &Context<'_>, subject: &Subject) -> Vec<Source> {
    let mut found = Vec::new();
    for index in 0..context.sentences.len().min(30) {
        let sentence = &context.sentences[index];
        if !is_headline(sentence)
            || !subject.scope.contains(&index)
            || sentence.instruments.is_empty()
        {
            continue;
        }
        let statement = Statement::new(context, index);
        let range = sentence.sentence.range.clone();
        for number in 0..sentence.instruments.len() {
            let signing = statement.signings.iter().find(|signing| signing.instrument == number);
            let sources = statement.parties(number, signing, &range);
            found.extend(sources.iter().map(|bodies| candidates(&statement, bodies)));
        }
    }
    found
}

/// Returns the states between which the agreement improves cooperation, if nothing else names the parties.
fn cooperation(context: &Context<'_>, subject: &Subject) -> Vec<Source> {
    let mut found = Vec::new();
    for &index in &subject.scope {
        let sentence = &context.sentences[index];
        if sentence.instruments.is_empty() || sentence.sentence.is_speech() {
            continue;
        }
        let statement = Statement::new(context, index);
        let group = statement
            .groups
            .iter()
            .find(|group| group.role == GroupRole::Between && group.bodies.len() == 2);
        let has_other = statement.signings.iter().any(|signing| signing.mood == SigningMood::Other);
        found.extend(
            group.filter(|_| !has_other).map(|group| candidates(&statement, &group.bodies)),
        );
    }
    found
}

/// Returns the parties of a formal text: as its preamble names them, otherwise as its heading does.
fn formal(context: &Context<'_>) -> Source {
    let Some(heading) = formal_heading(context) else { return Vec::new() };
    let mut in_heading: Source = Vec::new();
    'lines: for index in heading.sentences.clone() {
        let statement = Statement::new(context, index);
        let topic = (0..statement.reading.words.len()).find(|&word| {
            statement.reading.is_one_of(word, &["concerning", "regarding", "relating", "on"])
                || (statement.reading.lower(word) == "for" && word == 0)
        });
        let end = topic.map_or(usize::MAX, |word| statement.reading.words[word].range.start);
        let bodies = statement.sentence.bodies.iter().filter(|body| body.range.start < end);
        in_heading.extend(bodies.map(PartyCandidate::new));
        if topic.is_some() && in_heading.len() > 1 {
            break 'lines;
        }
    }
    let start = heading.sentences.end;
    let end = (start + MAX_PREAMBLE_SENTENCES).min(context.sentences.len());
    let mut defined: Source = Vec::new();
    for index in start..end {
        let statement = Statement::new(context, index);
        let reading = &statement.reading;
        let is_definition = (0..reading.words.len()).any(|word| {
            reading.is_one_of(word, &["hereinafter", "hereafter", "participants"])
                || reading.is_phrase(word, "referred to as")
                || reading.is_phrase(word, "by and between")
                || reading.is_phrase(word, "have agreed")
                || reading.is_phrase(word, "have reached")
        });
        let group = statement.groups.iter().find(|group| {
            group.bodies.len() >= 2 && matches!(group.role, GroupRole::Between | GroupRole::Subject)
        });
        let begins =
            statement.groups.iter().find(|group| group.words.start <= 3 && group.bodies.len() >= 2);
        let is_between = group.is_some_and(|group| group.role == GroupRole::Between)
            && !statement.sentence.instruments.is_empty();
        if let Some(group) = group.filter(|_| is_definition || is_between).or(begins) {
            let preamble = candidates(&statement, &group.bodies);
            if in_heading.len() < 2 || preamble.len() >= in_heading.len() {
                return preamble;
            }
        }
        let first =
            statement.groups.first().filter(|group| group.words.start <= 6 && is_definition);
        defined.extend(
            first.map(|group| candidates(&statement, &group.bodies[..1])).unwrap_or_default(),
        );
    }
    [in_heading, defined].into_iter().find(|source| source.len() >= 2).unwrap_or_default()
}
