//! The areas of cooperation.

use super::{Context, agreements::Subject};
use crate::domain::Text;
use crate::extract::proposal::Fact;

/// Returns the areas of cooperation, one for each item, in the order of the text.
#[must_use]
pub fn areas(context: &Context<'_>, subject: &Subject) -> Vec<Fact<Text>> {
    let _ = (context, subject);
    Vec::new()
}
