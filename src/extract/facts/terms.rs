//! How long an agreement holds: its effective date, term, end, renewal and notice period.

use super::{Context, agreements::Subject};
use crate::domain::{Date, Duration, RecordedDate, Term};
use crate::extract::proposal::{Fact, StatedRenewal};

/// What a text says of the time in force.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct StatedTerms {
    /// The effective date, if it is not the signing date.
    pub effective: Option<Fact<RecordedDate>>,
    /// True if it is left out because it is the signing date, or if a note says why it is not known.
    pub is_effective_settled: bool,
    /// The term.
    pub term: Option<Fact<Term>>,
    /// The last day.
    pub end: Option<Fact<Date>>,
    /// The renewal clause.
    pub renewal: Option<Fact<StatedRenewal>>,
    /// The notice period.
    pub notice: Option<Fact<Duration>>,
}

/// Returns what the text says of the time in force.
#[must_use]
pub fn terms(context: &Context<'_>, subject: &Subject, notes: &mut Vec<String>) -> StatedTerms {
    let _ = (context, subject, notes);
    StatedTerms::default()
}
