//! An agreement that a text is about.

use std::ops::Range;

use crate::extract::proposal::Fact;

/// An agreement that the text is about, and where the text speaks of it.
#[derive(Debug, Clone, PartialEq)]
pub struct DraftSubject {
    /// Its kind.
    pub kind: Fact<String>,
    /// The sentence (index into `TextContext::sentences`) that says it was signed, or names it best.
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
    /// The partner of this agreement in a list of partners of several: its number among the bodies of the sentence.
    pub partner: Option<usize>,
    /// The sentence that announces this agreement together with others and names the body that all of them have in
    /// common; absent if the sentence of the agreement does so itself.
    pub announcement: Option<usize>,
}
