//! Proposals that say again in other words what another one says.

use crate::domain::{Party, RecordedDate, country_code};
use crate::extract::proposal::{Certainty, Fact, Proposal};

/// Returns the proposals without those that only repeat another one: a headline that names the states, or one party
/// alone, where the text goes on to name the bodies.
#[must_use]
pub fn distinct(mut proposals: Vec<Proposal>) -> Vec<Proposal> {
    let mut number = 0;
    while number < proposals.len() {
        let proposal = &proposals[number];
        let mut others = proposals.iter().enumerate().filter(|(other, _)| *other != number);
        if says_little(proposal) && others.any(|(_, other)| repeats(proposal, other)) {
            proposals.remove(number);
        } else {
            number += 1;
        }
    }
    proposals
}

/// Returns true if a proposal has no fact but its kind, its title and its parties.
fn says_little(proposal: &Proposal) -> bool {
    let has_day = proposal
        .signed
        .as_ref()
        .is_some_and(|signed| matches!(signed.value, RecordedDate::Known(_)));
    !has_day
        && proposal.signatories.is_empty()
        && proposal.place.is_none()
        && proposal.term.is_none()
        && proposal.end.is_none()
        && proposal.areas.is_empty()
}

/// Returns true if each party of a proposal is one of another that names more, or if a proposal names states and each
/// party is of the country of a body of the other.
fn repeats(proposal: &Proposal, other: &Proposal) -> bool {
    let is_party = |party: &Fact<Party>| {
        other.parties.iter().any(|known| known.value.name == party.value.name)
    };
    // A body without a country may be of any.
    let is_of_country = |party: &Fact<Party>, is_certain: bool| {
        let country = party.value.country.as_ref();
        other.parties.iter().any(|known| {
            let other = known.value.country.as_ref();
            country.is_some() && (other == country || other.is_none() && !is_certain)
        })
    };
    let has_own_title = proposal.title.certainty != Certainty::Composed;
    let is_shorter = !has_own_title && proposal.parties.len() < other.parties.len();
    let names_state =
        proposal.parties.iter().any(|party| is_state(&party.value) && !is_party(party));
    let has_bodies = other.parties.iter().any(|party| !is_state(&party.value));
    let has_all = |is_known: &dyn Fn(&Fact<Party>) -> bool| proposal.parties.iter().all(is_known);
    is_shorter && has_all(&is_party)
        || names_state
            && has_bodies
            && proposal.parties.len() <= other.parties.len()
            && has_all(&|party| is_party(party) || is_of_country(party, false))
            && proposal.parties.iter().any(|party| is_of_country(party, true))
}

/// Returns true for a state.
fn is_state(party: &Party) -> bool {
    party.country.is_some() && country_code(&party.name).is_some()
}
