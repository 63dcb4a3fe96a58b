//! Findings of `check` that a person has accepted.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::text::Text;

/// A finding of `check` that a person has accepted. It is no longer listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AcceptedFinding {
    /// The rule that found it, such as `no-contact`. A word that no rule has is kept without effect.
    pub rule: Text,
    /// The day on which it was accepted. What comes due later is listed again.
    pub on: Date,
    /// Why it was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl fmt::Display for AcceptedFinding {
    /// Writes the rule, the day and the note: `no-contact on 2026-11-22: the office was closed`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.rule, self.on.with_preposition())?;
        self.note.as_ref().map_or(Ok(()), |note| write!(f, ": {note}"))
    }
}
