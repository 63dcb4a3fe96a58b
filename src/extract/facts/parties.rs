//! The parties of an agreement.

use super::{Context, agreements::Subject};
use crate::domain::Party;
use crate::extract::proposal::Fact;

/// Returns the parties, in the order of the text.
#[must_use]
pub fn parties(context: &Context<'_>, subject: &Subject) -> Vec<Fact<Party>> {
    let _ = (context, subject);
    Vec::new()
}
