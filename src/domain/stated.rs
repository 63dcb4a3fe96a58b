//! A date that may be stated as not known.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::date::Date;
use super::malformed::Malformed;
use super::text_form;

/// The day of signing or of coming into effect: a date, or `unknown` where it is known that there
/// was such a day but not which.
///
/// That is more than an absent date, which says nothing at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stated {
    /// There was such a day, and it is not known: `unknown`.
    Unknown,
    /// The date, as precisely as it is known.
    On(Date),
}

impl Stated {
    /// Returns the date, where it is known.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Unknown => None,
            Self::On(date) => Some(date),
        }
    }
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("unknown"),
            Self::On(date) => date.fmt(f),
        }
    }
}

impl FromStr for Stated {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        if text == "unknown" { Ok(Self::Unknown) } else { text.parse().map(Self::On) }
    }
}

impl Serialize for Stated {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        text_form::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Stated {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text_form::deserialize(deserializer, "a date or `unknown`")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_stated_by_its_date_or_as_unknown() {
        for (text, date) in
            [("unknown", None), ("2022-07", Some("2022-07")), ("2022?", Some("2022?"))]
        {
            let stated: Stated = text.parse().unwrap();
            assert_eq!(stated.to_string(), text);
            assert_eq!(stated.date().map(|date| date.to_string()).as_deref(), date);
            let stored = serde_json::to_string(&stated).unwrap();
            assert_eq!(stored, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Stated>(&stored).unwrap(), stated);
        }
        let refused = "Unknown".parse::<Stated>().unwrap_err().to_string();
        assert_eq!(refused, "`Unknown` is not a date");
        let refused = serde_json::from_str::<Stated>("2022").unwrap_err().to_string();
        assert!(refused.contains("expected a date or `unknown`"), "{refused}");
    }
}
