//! The header of a registry: its owner and settings.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use super::duration::Duration;
use super::input;
use super::parse_error::{ParseError, deserialize_text};

/// What the file contains besides its agreements.
///
/// ```
/// use mou::domain::Header;
///
/// let header: Header = serde_json::from_str(r#"{ "owner": "GovTech" }"#).unwrap();
/// assert_eq!(header.owner.as_deref(), Some("GovTech"));
/// assert!(header.settings.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Header {
    /// Set when the registry is created; no other registry has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
    /// The party that keeps the registry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The settings.
    #[serde(default, skip_serializing_if = "Settings::is_empty")]
    pub settings: Settings,
}

/// What the user has set for a registry; what is absent has its usual value.
///
/// ```
/// use mou::domain::{Settings, Thresholds};
///
/// let settings: Settings = serde_json::from_str(r#"{ "within": "P3M", "lead": ["P30D"] }"#).unwrap();
/// assert_eq!(Thresholds::from_settings(&settings).within, "P3M".parse()?);
/// assert_eq!(settings.leads().len(), 1);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Settings {
    /// The window of `expiring`; usually six months.
    #[serde(default, deserialize_with = "either", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Lead>")]
    pub within: Option<Duration>,
    /// How long nothing has to be done until an agreement counts as dormant; usually a year.
    #[serde(default, deserialize_with = "either", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<Lead>")]
    pub dormant: Option<Duration>,
    /// The lead times of reminders and calendar alarms; usually six months and one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lead: Vec<Lead>,
    /// The size in bytes past which the log is rotated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log: Option<u64>,
}

/// A duration in the settings, where both spellings are read.
///
/// ```
/// use mou::domain::{Lead, Settings};
///
/// let usual: Vec<Lead> = Settings::default().leads();
/// assert!(usual.contains(&Lead("P1M".parse()?)));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Lead(pub Duration);

impl<'de> Deserialize<'de> for Lead {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "a duration such as `P6M` or `6m`")
    }
}

impl Settings {
    /// Returns true if no setting is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The default size of the log above which a new one is begun: about 2,000 commands.
    pub const DEFAULT_LOG_BYTES: u64 = 4 * 1024 * 1024;

    /// Returns the lead times of reminders and calendar alarms; by default six months and one.
    #[must_use]
    pub fn leads(&self) -> Vec<Lead> {
        if self.lead.is_empty() {
            return [6, 1].map(|months| Lead(Duration::from_months(months))).to_vec();
        }
        self.lead.clone()
    }
}

/// Reads an optional duration in either spelling.
fn either<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Duration>, D::Error> {
    Lead::deserialize(deserializer).map(|lead| Some(lead.0))
}

impl FromStr for Lead {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        input::parse_duration(text).map(Self)
    }
}

impl fmt::Display for Lead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(text: &str) -> Settings {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn durations_are_read_in_both_spellings_and_written_as_iso() {
        let iso = r#"{"within":"P3M","dormant":"P2Y","lead":["P6M","P2W"],"log":1000}"#;
        let read = settings(r#"{"within":"3m","dormant":"2 years","lead":["6M","2w"],"log":1000}"#);
        assert_eq!(read, settings(iso));
        assert_eq!(serde_json::to_string(&read).unwrap(), iso);
        let shown: Vec<String> = read.leads().iter().map(Lead::to_string).collect();
        assert_eq!(shown, ["P6M", "P2W"]);
        for (text, why) in [
            (r#"{"within":"soon"}"#, "`soon` is not a duration"),
            (r#"{"dormant":3}"#, "expected a duration such as `P6M` or `6m`"),
            (r#"{"lead":["0d"]}"#, "`0d` is of zero length"),
        ] {
            let refused = serde_json::from_str::<Settings>(text).unwrap_err().to_string();
            assert!(refused.contains(why), "{text}: {refused}");
        }
    }

    #[test]
    fn a_log_of_more_than_four_megabytes_is_set_aside() {
        assert_eq!(Settings::DEFAULT_LOG_BYTES, 4_194_304);
    }

    #[test]
    fn where_nothing_is_set_nothing_is_written_and_there_are_two_lead_times() {
        let bare = Header::default();
        assert!(bare.settings.is_empty());
        assert_eq!(serde_json::to_string(&bare).unwrap(), "{}");
        let shown: Vec<String> = bare.settings.leads().iter().map(Lead::to_string).collect();
        assert_eq!(shown, ["P6M", "P1M"]);
        let set = Header { settings: settings(r#"{"log":1}"#), ..bare };
        assert!(!set.settings.is_empty());
        assert_eq!(serde_json::to_string(&set).unwrap(), r#"{"settings":{"log":1}}"#);
    }
}
