//! How long an agreement is to last, and how that is counted and renewed.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::duration::Duration;
use super::parse_error::{ParseError, deserialize_text};

/// The term of an agreement: a duration, or `indefinite`.
///
/// An agreement that states no term has none of these: indefinite and not known are two things.
///
/// ```
/// use mou::domain::Term;
///
/// assert_eq!("P3Y".parse::<Term>()?.in_words(), "3 years");
/// assert_eq!("indefinite".parse::<Term>()?, Term::Indefinite);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// In force until somebody ends it: `indefinite`.
    Indefinite,
    /// In force for a length of time: `P3Y`.
    Lasting(Duration),
}

impl Term {
    /// Returns the term in English: `3 years`, `indefinite`.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::Indefinite => self.to_string(),
            Self::Lasting(duration) => duration.in_words(),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Indefinite => f.write_str("indefinite"),
            Self::Lasting(duration) => duration.fmt(f),
        }
    }
}

impl FromStr for Term {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        if text == "indefinite" { Ok(Self::Indefinite) } else { text.parse().map(Self::Lasting) }
    }
}

impl Serialize for Term {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Term {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_text(deserializer, "a duration such as `P3Y`, or `indefinite`")
    }
}

/// Whether the first day is left out of the count of a term, or counted.
///
/// ```
/// use mou::domain::{Basis, Date, MonthsAndDays, last_day};
///
/// let first = "2022-07-04".parse::<Date>()?.first();
/// let year = MonthsAndDays { months: 12, days: 0 };
/// let last = |basis| last_day(first, year, basis).map(|day| day.to_string());
/// assert_eq!(last(Basis::From).as_deref(), Some("2023-07-04"));
/// assert_eq!(last(Basis::Including).as_deref(), Some("2023-07-03"));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::Display,
    strum::EnumString,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", parse_err_fn = not_a_basis, parse_err_ty = ParseError)]
pub enum Basis {
    /// The first day is left out: a year from 4 July ends on 4 July.
    #[default]
    From,
    /// The first day is counted: a year from 4 July ends on 3 July.
    Including,
}

impl Basis {
    /// Returns the other basis.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::From => Self::Including,
            Self::Including => Self::From,
        }
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(super) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

fn not_a_basis(text: &str) -> ParseError {
    ParseError::new(format!("`{text}` is neither `from` nor `including`"))
}

/// How a renewal comes about.
///
/// ```
/// use mou::domain::RenewalBy;
///
/// assert_eq!("agreement".parse(), Ok(RenewalBy::Agreement));
/// ```
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Default,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::Display,
    strum::EnumString,
    strum::VariantNames,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", parse_err_fn = not_a_way, parse_err_ty = ParseError)]
pub enum RenewalBy {
    /// `itself`: automatically, unless notice is given.
    #[default]
    Itself,
    /// `agreement`: only if the parties agree; nothing renews automatically.
    Agreement,
}

impl RenewalBy {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

fn not_a_way(text: &str) -> ParseError {
    ParseError::new(format!("`{text}` is neither `itself` nor `agreement`"))
}

/// Renewal for successive periods.
///
/// ```
/// use mou::domain::Renewal;
///
/// let renewal = Renewal::automatic("P1Y".parse()?);
/// assert_eq!(renewal.in_words(), "1 year at a time, automatically");
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Renewal {
    /// The length of each period, which may differ from the first term.
    pub every: Duration,
    /// How it comes about; automatically if absent.
    #[serde(default, skip_serializing_if = "RenewalBy::is_default")]
    pub by: RenewalBy,
    /// How many times at most; without it, any number of times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<NonZeroU32>,
}

impl Renewal {
    /// Returns an automatic renewal for periods of this length, any number of times.
    #[must_use]
    pub fn automatic(every: Duration) -> Self {
        Self { every, by: RenewalBy::Itself, max: None }
    }
}

impl Renewal {
    /// Returns the renewal in English: `1 year at a time, by agreement, at most 3 times`.
    #[must_use]
    pub fn in_words(self) -> String {
        let by = match self.by {
            RenewalBy::Itself => ", automatically",
            RenewalBy::Agreement => ", by agreement",
        };
        format!("{} at a time{by}{}", self.every.in_words(), self.limit())
    }

    fn limit(self) -> String {
        match self.max.map(NonZeroU32::get) {
            None => String::new(),
            Some(1) => ", at most once".to_owned(),
            Some(max) => format!(", at most {max} times"),
        }
    }
}

impl fmt::Display for Renewal {
    /// Writes `P1Y`, `P1Y, by agreement`, or `P1Y, at most 3 times`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.every.fmt(f)?;
        if self.by == RenewalBy::Agreement {
            f.write_str(", by agreement")?;
        }
        f.write_str(&self.limit())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_a_basis_and_a_renewal_are_stored_as_they_are_written() {
        for text in ["\"indefinite\"", "\"P3Y\"", "\"P18M\""] {
            let term: Term = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&term).unwrap(), text);
            assert_eq!(format!("\"{term}\""), text);
        }
        for (text, why) in [
            ("\"Indefinite\"", "`Indefinite` is not a duration"),
            ("3", "expected a duration such as `P3Y`, or `indefinite`"),
        ] {
            let refused = serde_json::from_str::<Term>(text).unwrap_err().to_string();
            assert!(refused.contains(why), "{refused}");
        }
        assert_eq!("from".parse(), Ok(Basis::From));
        assert_eq!("including".parse(), Ok(Basis::Including));
        assert!(Basis::From.is_default() && !Basis::Including.is_default());
        let refused = "between".parse::<Basis>().unwrap_err().to_string();
        assert_eq!(refused, "`between` is neither `from` nor `including`");
        for (text, told) in
            [(r#"{"every":"P1Y"}"#, "P1Y"), (r#"{"every":"P6M","max":1}"#, "P6M, at most once")]
        {
            let renewal: Renewal = serde_json::from_str(text).unwrap();
            assert_eq!(renewal.to_string(), told);
            assert_eq!(serde_json::to_string(&renewal).unwrap(), text);
        }
        assert!(serde_json::from_str::<Renewal>(r#"{"every":"P6M","max":0}"#).is_err());
    }
}
