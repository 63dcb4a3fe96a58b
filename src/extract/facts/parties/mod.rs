//! The parties of an agreement.

mod candidates;
mod coreference;
mod preamble;
mod signers;
mod sources;

use std::collections::HashSet;

use super::{TextContext, agreements::DraftSubject};
use crate::domain::Party;
use crate::extract::mentions::bodies::{BodyKind, BodyMention, is_nameless};
use crate::extract::mentions::people::lists::WordLists;
use crate::extract::proposal::Fact;

use candidates::{PartyCandidate, PartySource};
use coreference::{coreference, generic_between};
use signers::{represented, signature_lines, signers};
use sources::{
    agencies, announced, cooperation, headline, own_sentence, partnership, signed_elsewhere, under,
};

/// The most parties that an agreement has.
const MAX_PARTIES: usize = 60;

/// Returns the parties, in the order of the text.
#[must_use]
pub fn parties(context: &TextContext<'_>, subject: &DraftSubject) -> Vec<Fact<Party>> {
    let found = found(context, subject).into_iter().take(MAX_PARTIES);
    let mut parties: Vec<Fact<Party>> = Vec::new();
    for party in found.map(|party| party.into_fact(context)) {
        // Under its short name it may have no country.
        if parties.iter().all(|known| known.value != party.value) {
            parties.push(party);
        }
    }
    parties
}

/// Returns the parties as the best place of the text names them.
fn found(context: &TextContext<'_>, subject: &DraftSubject) -> PartySource {
    if subject.is_formal {
        return distinct(context, preamble::formal(context));
    }
    if let Some(pair) = announced(context, subject) {
        return distinct(context, pair);
    }
    if let Some(pair) = generic_between(context, subject) {
        return distinct(context, pair);
    }
    let own = own_sentence(context, subject);
    let mut sources: Vec<PartySource> = own.clone();
    sources.extend(coreference(context, subject, &own));
    sources.extend(represented(context, subject, &own));
    sources.extend(signed_elsewhere(context, subject));
    sources.extend(partnership(context, subject));
    let signers = signers(context, subject);
    sources.push(signers.clone());
    sources.push(signature_lines(context, subject));
    sources.extend(under(context, subject));
    sources.extend(headline(context, subject));
    sources.extend(cooperation(context, subject));
    let sources: Vec<PartySource> =
        sources.into_iter().map(|source| distinct(context, source)).collect();
    let Some(best) = sources.iter().find(|source| source.len() >= 2) else {
        // `B’s president Jane Doe signed an MoU with A`
        let joined = distinct(context, [signers.clone(), own.concat()].concat());
        if joined.len() == 2 && signers.len() == 1 {
            return joined;
        }
        // One party alone: as the sentence itself or the headline names it.
        let named = own.into_iter().chain(headline(context, subject)).chain([signers]);
        let mut named = named.map(|source| distinct(context, source));
        return named.find(|source| !source.is_empty()).unwrap_or_default();
    };
    if best.iter().all(PartyCandidate::is_state) && subject.partner.is_none() {
        // The bodies that sign come before the states in whose name they do.
        let is_of_bodies = |source: &&PartySource| {
            source.len() >= 2 && !source.iter().any(PartyCandidate::is_state)
        };
        let of_states = || agencies(context, subject, best);
        if let Some(bodies) = sources.iter().find(is_of_bodies).cloned().or_else(of_states) {
            return bodies;
        }
        return fuller_states(context, best.clone(), &signers);
    }
    best.iter().map(|party| body_of_office(context, subject, party)).collect()
}

/// Returns the one body of a state in the text, where only the office of a person names the state: `the Librarian of
/// Canada`, in a text about the national library.
fn body_of_office(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    party: &PartyCandidate,
) -> PartyCandidate {
    let Some(country) = party.country(context).filter(|_| party.is_state()) else {
        return party.clone();
    };
    let start = party.body.range.start;
    let mut people = subject.scope.iter().flat_map(|&index| &context.sentences[index].people);
    let is_of_office = people.any(|person| {
        person.body.as_ref().is_some_and(|body| body.contains(&start))
            && person
                .title
                .as_ref()
                .is_some_and(|title| !is_of_government(&context.source.text[title.clone()]))
    });
    if !is_of_office {
        return party.clone();
    }
    let bodies = context.sentences.iter().flat_map(|sentence| &sentence.bodies);
    let mut own = bodies.filter(|body| {
        body.kind == BodyKind::Organisation
            && body.country.as_ref().is_some_and(|(other, _)| *other == country)
    });
    let identity = |body: &BodyMention| context.known.identity(&body.name_in(&context.source.text));
    let Some(first) = own.next() else { return party.clone() };
    if own.any(|body| identity(body) != identity(first)) {
        return party.clone();
    }
    PartyCandidate::new(first)
}

/// Returns true for an office that speaks for a state: a minister, a president, an ambassador.
fn is_of_government(title: &str) -> bool {
    let title = title.to_lowercase();
    [
        "minister",
        "president",
        "secretary",
        "ambassador",
        "king",
        "prince",
        "commissioner",
        "premier",
    ]
    .iter()
    .any(|office| title.contains(office))
}

/// Returns the states under the longer names that the offices of the signatories give them.
fn fuller_states(
    context: &TextContext<'_>,
    states: PartySource,
    signers: &[PartyCandidate],
) -> PartySource {
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
fn distinct(context: &TextContext<'_>, source: PartySource) -> PartySource {
    let mut seen: HashSet<(String, Option<&str>)> = HashSet::new();
    source
        .into_iter()
        .filter(|party| {
            let name = party.name(context);
            let country = party.body.country.as_ref().map(|(country, _)| *country);
            let is_person = party.body.kind == BodyKind::Name
                && (context.known.is_person(&name) || is_like_person(&party.body, &name));
            let country = country.filter(|_| !party.body.is_country_in_name);
            let is_nameless = is_nameless(&name) && party.body.short.is_none();
            !is_person && !is_nameless && seen.insert((context.known.identity(&name), country))
        })
        .collect()
}

/// Returns true if a name of two or three words begins with a given name, and nothing says that it is a body.
fn is_like_person(body: &BodyMention, name: &str) -> bool {
    let lists = WordLists::get();
    let words: Vec<String> = name.split(' ').map(str::to_lowercase).collect();
    body.short.is_none()
        && (2..=3).contains(&words.len())
        && lists.is_given(&words[0])
        && words[1..].iter().all(|word| {
            word.chars().all(|letter| letter.is_alphabetic() || matches!(letter, '-' | '\'' | '’'))
                && !lists.is_noun(word)
        })
        && !lists.is_body_like_person(&[words[0].as_str(), words[1].as_str()])
}

#[cfg(test)]
mod tests;
