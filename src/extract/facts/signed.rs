//! When an agreement was signed.

use super::{Context, agreements::Subject};
use crate::domain::RecordedDate;
use crate::extract::proposal::Fact;

/// Returns the signing date: `unknown` if it was signed on a day that the text does not state, absent if it is not
/// known to be signed.
#[must_use]
pub fn signed(
    context: &Context<'_>,
    subject: &Subject,
    notes: &mut Vec<String>,
) -> Option<Fact<RecordedDate>> {
    let _ = (context, subject, notes);
    None
}
