//! What was done or is planned under an agreement.

use super::{TextContext, agreements::DraftSubject, terms::StatedTerms};
use crate::extract::proposal::{AttributedActivity, Fact};

/// Returns what the text says was done or is planned under the agreement or its predecessor.
#[must_use]
pub fn activities(
    context: &TextContext<'_>,
    subject: &DraftSubject,
    terms: &StatedTerms,
) -> Vec<Fact<AttributedActivity>> {
    let _ = (context, subject, terms);
    Vec::new()
}
