//! The status of an agreement on a day, and its flags.

use std::fmt;

use serde::Serialize;

use super::date::Date;
use super::parse_error::ParseError;

/// The status of an agreement on a day, the first of these that fits.
///
/// ```
/// use mou::domain::Status;
///
/// assert_eq!(Status::Succeeded.word(), "succeeded");
/// assert!(Status::Suspended.is_in_force());
/// assert!(!Status::Expired.is_in_force());
/// ```
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
    strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_fn = not_a_status, parse_err_ty = ParseError)]
pub enum Status {
    /// Somebody ended it.
    Terminated,
    /// Not signed yet.
    Draft,
    /// Signed, its first day still to come.
    Upcoming,
    /// Another took its place.
    Succeeded,
    /// It ran out.
    Expired,
    /// On hold.
    Suspended,
    /// In force.
    Active,
}

impl Status {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.into()
    }

    /// Returns true if the agreement is in force: active or suspended.
    #[must_use]
    pub fn is_in_force(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }
}

fn not_a_status(text: &str) -> ParseError {
    ParseError::new(format!("`{text}` is not a status"))
}

/// A flag of an agreement on a day.
///
/// ```
/// use mou::domain::Flag;
///
/// assert_eq!(Flag::NoticeMissed.word(), "notice-missed");
/// ```
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
    strum::VariantNames,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case", parse_err_fn = not_a_flag, parse_err_ty = ParseError)]
pub enum Flag {
    /// Its act-by date or last day lies in the registry's window, and nothing is settled.
    Expiring,
    /// Its act-by date is past, and it will renew automatically.
    NoticeMissed,
    /// The current period began automatically.
    AutoRenewed,
    /// Its end is neither known nor indefinite.
    EndUnknown,
    /// Signed, but a condition for coming into effect is not yet met.
    Pending,
    /// It ran out, nothing followed, and nobody decided that it should.
    Lapsed,
    /// Nothing has been done under it for long.
    Dormant,
    /// What to do at the end of the current period is decided.
    Decided,
    /// An activity of its own is overdue.
    ObligationOverdue,
    /// A review day has come, and there was no review since the one before.
    ReviewDue,
    /// A merge left fields to be resolved.
    Conflict,
}

impl Flag {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.into()
    }
}

fn not_a_flag(text: &str) -> ParseError {
    ParseError::new(format!("`{text}` is not a flag"))
}

/// The last day of the current period, as far as it is known.
///
/// ```
/// use mou::domain::End;
///
/// let end = End::On("2025-07-04".parse()?);
/// assert_eq!(end.date(), Some("2025-07-04".parse()?));
/// assert_eq!(End::Indefinite.date(), None);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// Not known.
    Unknown,
    /// None: in force until somebody ends it.
    Indefinite,
    /// The last day.
    On(Date),
}

impl End {
    /// Returns the last day; `None` if there is none or it is not known.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Unknown | Self::Indefinite => None,
            Self::On(date) => Some(date),
        }
    }
}

impl fmt::Display for End {
    /// Writes the day, `indefinite`, or nothing if it is not known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Indefinite => f.write_str("indefinite"),
            Self::On(date) => date.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray;

    use super::*;

    #[test]
    fn every_status_and_every_flag_reads_as_it_is_written() {
        let words =
            ["draft", "upcoming", "active", "suspended", "expired", "terminated", "succeeded"];
        let mut known: Vec<String> = Status::VARIANTS.iter().map(ToString::to_string).collect();
        known.sort();
        let mut wanted = words;
        wanted.sort_unstable();
        assert_eq!(known, wanted);
        for status in Status::VARIANTS.iter().copied() {
            assert_eq!(status.to_string().parse(), Ok(status));
            assert_eq!(serde_json::to_string(&status).unwrap(), format!("\"{status}\""));
            let in_force = matches!(status, Status::Active | Status::Suspended);
            assert_eq!(status.is_in_force(), in_force, "{status}");
        }
        assert_eq!("Active".parse::<Status>().unwrap_err().to_string(), "`Active` is not a status");
        let flags = [
            "expiring",
            "notice-missed",
            "auto-renewed",
            "end-unknown",
            "pending",
            "lapsed",
            "dormant",
            "decided",
            "obligation-overdue",
            "review-due",
            "conflict",
        ];
        assert_eq!(Flag::VARIANTS.iter().map(ToString::to_string).collect::<Vec<_>>(), flags);
        for flag in Flag::VARIANTS.iter().copied() {
            assert_eq!(flag.to_string().parse(), Ok(flag));
            assert_eq!(serde_json::to_string(&flag).unwrap(), format!("\"{flag}\""));
        }
        assert_eq!("late".parse::<Flag>().unwrap_err().to_string(), "`late` is not a flag");
    }

    #[test]
    fn an_end_is_written_as_far_as_it_is_known() {
        let on: Date = "2025-07".parse().unwrap();
        for (end, told, date) in [
            (End::Unknown, "", None),
            (End::Indefinite, "indefinite", None),
            (End::On(on), "2025-07", Some(on)),
        ] {
            assert_eq!((end.to_string().as_str(), end.date()), (told, date));
        }
    }
}
