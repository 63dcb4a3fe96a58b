//! Which agreements a text is about, how each is called, and how it is related to others.

use std::ops::Range;

use super::Context;
use crate::domain::{Party, Reference, Text};
use crate::extract::proposal::{Fact, RelatedInstrument};

/// An agreement that the text is about, and where the text speaks of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// Its kind.
    pub kind: Fact<String>,
    /// The sentence (index into [`Context::sentences`]) that says it was signed, or names it best.
    pub sentence: usize,
    /// The place of the signing word in that sentence; absent in a formal text without one.
    pub signing: Option<Range<usize>>,
    /// True if it is only planned to be signed.
    pub is_planned: bool,
    /// True if the text is the agreement itself, not a report of it.
    pub is_formal: bool,
    /// The sentences that speak of this agreement: all for the only one of a text, otherwise its own.
    pub scope: Vec<usize>,
    /// The part of the sentence that speaks of this agreement, where one sentence speaks of several.
    pub part: Range<usize>,
}

/// Finds the agreements that the text is about, in order.
#[must_use]
pub fn subjects(context: &Context<'_>) -> Vec<Subject> {
    let _ = context;
    Vec::new()
}

/// Returns the title: as written, the heading of a formal text, or composed of the parties.
#[must_use]
pub fn title(context: &Context<'_>, subject: &Subject, parties: &[Fact<Party>]) -> Fact<Text> {
    let _ = (context, parties);
    Fact::composed(subject.kind.value.as_str().into())
}

/// Returns other instruments, campaigns and bodies that the text connects with the agreement.
#[must_use]
pub fn related(context: &Context<'_>, subject: &Subject) -> Vec<Fact<Text>> {
    let _ = (context, subject);
    Vec::new()
}

/// Returns the agreements that it follows.
#[must_use]
pub fn succeeds(context: &Context<'_>, subject: &Subject) -> Vec<Fact<RelatedInstrument>> {
    let _ = (context, subject);
    Vec::new()
}

/// Returns the framework that it implements.
#[must_use]
pub fn under(context: &Context<'_>, subject: &Subject) -> Option<Fact<RelatedInstrument>> {
    let _ = (context, subject);
    None
}

/// Returns the sources that the text links to.
#[must_use]
pub fn references(context: &Context<'_>) -> Vec<Fact<Reference>> {
    let _ = context;
    Vec::new()
}
