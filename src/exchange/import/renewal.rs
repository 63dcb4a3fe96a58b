//! Renewals and notice periods, as sheets write them.

use std::num::NonZeroU32;

use super::unread::{FaultKind, Unread};
use crate::domain::{Duration, RenewalBy};

/// What a cell says about renewal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RenewalReading {
    /// It is not renewed: `no`.
    No,
    /// `yes`: automatic renewal in a column for that, and nothing certain in one headed only `Renewal`.
    Yes(RenewalLength),
    /// It is renewed automatically, or if the parties agree.
    Renewed {
        /// How it comes about.
        by: RenewalBy,
        /// For how long, and how often.
        length: RenewalLength,
    },
    /// Only a length, which is automatic renewal for that length.
    Length(RenewalLength),
}

/// For how long an agreement is renewed, and how often, as far as a cell states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RenewalLength {
    /// The length of each period.
    pub every: Option<Duration>,
    /// Whether each period has the length of the term.
    pub is_same: bool,
    /// How many times at most.
    pub max: Option<NonZeroU32>,
}

/// Reads the cell of a renewal column: yes or no, a length, or words such as `automatic` and `by
/// mutual consent`. A bare number counts `unit`.
///
/// Fails if a part of the text is not understood.
pub fn read_renewal(text: &str, unit: Option<&str>) -> Result<RenewalReading, Unread> {
    let _ = unit;
    super::term::parse_duration(text)
        .map(|every| {
            RenewalReading::Length(RenewalLength { every: Some(every), ..RenewalLength::default() })
        })
        .map_err(|_| Unread::new(FaultKind::NotARenewal))
}

/// Reads a notice period: `90 days`, `3 months' prior written notice`, `3 months before expiry`. A bare
/// number counts `unit`.
///
/// Fails if a part of the text is not understood.
pub fn read_notice(text: &str, unit: Option<&str>) -> Result<Duration, Unread> {
    let _ = unit;
    super::term::parse_duration(text).map_err(|_| Unread::new(FaultKind::NotANotice))
}
