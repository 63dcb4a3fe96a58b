//! The parties of an agreement.

mod candidates;
mod known;
mod sources;

use super::{Context, agreements::Subject};
use crate::domain::Party;
use crate::extract::proposal::Fact;

use candidates::PartyCandidate;
use known::KnownBodies;

/// The most parties that an agreement has.
const MAX_PARTIES: usize = 60;

/// Returns the parties, in the order of the text.
#[must_use]
pub fn parties(context: &Context<'_>, subject: &Subject) -> Vec<Fact<Party>> {
    let known = KnownBodies::new(context);
    let found: Vec<PartyCandidate> = sources::parties(context, subject, &known);
    found.into_iter().take(MAX_PARTIES).map(|party| party.into_fact(context, &known)).collect()
}
