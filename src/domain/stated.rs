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
