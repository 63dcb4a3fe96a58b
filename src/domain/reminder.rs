//! What a reminder is about: a deadline, and how long before it. By this a reminder is known again.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date::Date;
use super::duration::Duration;
use super::parse_error::{ParseError, deserialize_text};

/// What a deadline is.
///
/// ```
/// use mou::domain::DeadlineKind;
///
/// assert_eq!(serde_json::to_string(&DeadlineKind::ActBy).unwrap(), "\"act-by\"");
/// ```
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineKind {
    /// The act-by date of an agreement; without a notice period that is its last day.
    ActBy,
    /// The next review of an agreement without a known end.
    Review,
    /// The day by which an obligation is due.
    Obligation,
    /// The last day of an agreement that has lapsed.
    End,
}

/// When a reminder comes due.
///
/// Two leads are equal if they are equally long, however they are written.
///
/// ```
/// use mou::domain::ReminderLead;
///
/// assert_eq!("P1Y".parse::<ReminderLead>()?, "P12M".parse()?);
/// assert_eq!("passed".parse::<ReminderLead>()?, ReminderLead::Passed);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub enum ReminderLead {
    /// This long before the deadline.
    Before(Duration),
    /// On the day after the deadline: `passed`.
    Passed,
}

/// The lead of a reminder for a deadline that has passed.
const PASSED_LEAD: &str = "passed";

impl ReminderLead {
    /// Returns what makes two leads the same: `P1Y` and `P12M` are one length.
    fn length(self) -> Option<(u32, u32)> {
        match self {
            Self::Before(lead) => Some((lead.months(), lead.days())),
            Self::Passed => None,
        }
    }
}

impl PartialEq for ReminderLead {
    fn eq(&self, other: &Self) -> bool {
        self.length() == other.length()
    }
}

impl Eq for ReminderLead {}

impl Hash for ReminderLead {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.length().hash(state);
    }
}

impl fmt::Display for ReminderLead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Before(lead) => lead.fmt(f),
            Self::Passed => f.write_str(PASSED_LEAD),
        }
    }
}

impl FromStr for ReminderLead {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if text == PASSED_LEAD { Ok(Self::Passed) } else { text.parse().map(Self::Before) }
    }
}

impl Serialize for ReminderLead {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ReminderLead {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "a duration such as `P6M`, or `passed`")
    }
}

/// What makes a reminder the same as another one. A deadline that moves brings new reminders.
///
/// ```
/// use mou::domain::{DeadlineKind, GivenReminder, ReminderKey, ReminderLead};
///
/// let key = ReminderKey {
///     id: "gds-2022".into(),
///     kind: DeadlineKind::ActBy,
///     deadline: "2025-04-04".parse()?,
///     lead: ReminderLead::Before("P30D".parse()?),
/// };
/// let given = GivenReminder::new(key.clone(), "2025-03-05".parse()?);
/// assert_eq!(given.into_key(), key);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReminderKey {
    /// The id of the agreement, or of the obligation as `<agreement>/<n>`.
    pub id: String,
    /// What the deadline is.
    pub kind: DeadlineKind,
    /// The deadline.
    pub deadline: Date,
    /// How long before the deadline it comes due.
    pub lead: ReminderLead,
}

/// A reminder that was given: one line of the file in which they are remembered.
///
/// ```
/// use mou::domain::{DeadlineKind, GivenReminder};
///
/// let line = r#"{"id":"a","kind":"review","deadline":"2025-01-31","lead":"P6M","given":"2024-08-01"}"#;
/// let given: GivenReminder = serde_json::from_str(line)?;
/// assert_eq!(given.kind, DeadlineKind::Review);
/// assert_eq!(serde_json::to_string(&given)?, line);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenReminder {
    /// The id of the agreement, or of the obligation as `<agreement>/<n>`.
    pub id: String,
    /// What the deadline is.
    pub kind: DeadlineKind,
    /// The deadline.
    pub deadline: Date,
    /// How long before the deadline it came due.
    pub lead: ReminderLead,
    /// The day on which it was given.
    pub given: Date,
}

impl GivenReminder {
    /// Returns the record that the reminder `key` was given on the day `given`.
    #[must_use]
    pub fn new(key: ReminderKey, given: Date) -> Self {
        let ReminderKey { id, kind, deadline, lead } = key;
        Self { id, kind, deadline, lead, given }
    }

    /// Returns what makes the reminder the same as another one.
    #[must_use]
    pub fn into_key(self) -> ReminderKey {
        let Self { id, kind, deadline, lead, given: _ } = self;
        ReminderKey { id, kind, deadline, lead }
    }
}
