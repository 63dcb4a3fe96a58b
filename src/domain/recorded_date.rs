//! A date, or a statement that it is not known or not reached yet.

use std::fmt;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date::Date;
use super::parse_error::ParseError;
use super::text_form;

/// The day of signing or of coming into effect: a date, or a statement that it is not known or not
/// reached yet.
///
/// That is more than an absent date, which says nothing at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordedDate {
    /// There was such a day, and it is not known: `unknown`.
    Unknown,
    /// It is signed, but a condition for coming into effect is not met yet: `pending`. Only
    /// `effective` can have this value.
    Pending,
    /// The date, as precisely as it is known.
    Known(Date),
}

impl RecordedDate {
    /// Returns the date, where it is known.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Unknown | Self::Pending => None,
            Self::Known(date) => Some(date),
        }
    }
}

impl fmt::Display for RecordedDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::Pending => f.write_str("pending"),
            Self::Known(date) => date.fmt(f),
        }
    }
}

impl FromStr for RecordedDate {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        match text {
            "unknown" => Ok(Self::Unknown),
            "pending" => Ok(Self::Pending),
            _ => text.parse().map(Self::Known),
        }
    }
}

/// Reads a day of signing: as [`RecordedDate`], but `pending` is refused, because only coming into effect
/// can be pending.
pub(super) fn signing<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<RecordedDate>, D::Error> {
    let stated = Option::<RecordedDate>::deserialize(deserializer)?;
    if stated == Some(RecordedDate::Pending) {
        return Err(D::Error::custom("`pending` is not a date; only `effective` can be pending"));
    }
    Ok(stated)
}

impl Serialize for RecordedDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        text_form::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for RecordedDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text_form::deserialize(deserializer, "a date, `unknown` or `pending`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_stated_by_its_date_or_as_unknown() {
        for (text, date) in [
            ("unknown", None),
            ("pending", None),
            ("2022-07", Some("2022-07")),
            ("2022?", Some("2022?")),
        ] {
            let stated: RecordedDate = text.parse().unwrap();
            assert_eq!(stated.to_string(), text);
            assert_eq!(stated.date().map(|date| date.to_string()).as_deref(), date);
            let stored = serde_json::to_string(&stated).unwrap();
            assert_eq!(stored, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<RecordedDate>(&stored).unwrap(), stated);
        }
        let refused = "Unknown".parse::<RecordedDate>().unwrap_err().to_string();
        assert_eq!(refused, "`Unknown` is not a date");
        let refused = serde_json::from_str::<RecordedDate>("2022").unwrap_err().to_string();
        assert!(refused.contains("expected a date, `unknown` or `pending`"), "{refused}");
    }
}
