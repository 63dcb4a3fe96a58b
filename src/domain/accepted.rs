//! Findings of `check` that a person has accepted.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::Date;
use super::text::Text;

/// A finding of `check` that a person has accepted. It is no longer listed.
///
/// ```
/// use mou::domain::{AcceptedFinding, Finding, Rule};
///
/// let today = "2024-06-01".parse::<mou::domain::Date>()?;
/// let accepted = [AcceptedFinding { rule: "no-contact".into(), on: today, note: None }];
/// let found = Finding::new(&"gds-2022".parse()?, Rule::NoContact, "nobody is in charge", "mou edit");
/// assert!(found.is_accepted(&accepted, today.first()));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
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
