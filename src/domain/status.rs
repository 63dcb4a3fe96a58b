//! What an agreement is on a day, in one word, and what is to be noticed about it.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};

use super::date::Date;
use super::id::Id;
use super::malformed::Malformed;

/// The status of an agreement on a day, the first of these that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// All of them, in the order in which they are tried.
    pub const ALL: [Self; 7] = [
        Self::Terminated,
        Self::Draft,
        Self::Upcoming,
        Self::Succeeded,
        Self::Expired,
        Self::Suspended,
        Self::Active,
    ];

    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Terminated => "terminated",
            Self::Draft => "draft",
            Self::Upcoming => "upcoming",
            Self::Succeeded => "succeeded",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Active => "active",
        }
    }

    /// Tells whether the agreement is in force: active or suspended.
    #[must_use]
    pub fn is_in_force(self) -> bool {
        matches!(self, Self::Active | Self::Suspended)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Status {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::ALL
            .into_iter()
            .find(|status| status.word() == text)
            .ok_or_else(|| Malformed::new(format!("`{text}` is not a status")))
    }
}

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// Something to be noticed about an agreement on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    /// Its act-by date or last day lies in the registry's window, and nothing is settled.
    Expiring,
    /// Its act-by date is past, and it will renew by itself.
    NoticeMissed,
    /// The current period began by itself.
    AutoRenewed,
    /// Its end is neither known nor indefinite.
    EndUnknown,
    /// It ran out, nothing followed, and nobody decided that it should.
    Lapsed,
    /// Nothing has been done under it for long.
    Dormant,
    /// What to do at the end of the current period is decided.
    Decided,
    /// An activity of its own is overdue.
    ObligationOverdue,
    /// A review day has come, and nobody has looked at it since the one before.
    ReviewDue,
    /// A merge left fields to be resolved.
    Conflict,
}

impl Flag {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Expiring,
        Self::NoticeMissed,
        Self::AutoRenewed,
        Self::EndUnknown,
        Self::Lapsed,
        Self::Dormant,
        Self::Decided,
        Self::ObligationOverdue,
        Self::ReviewDue,
        Self::Conflict,
    ];

    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Expiring => "expiring",
            Self::NoticeMissed => "notice-missed",
            Self::AutoRenewed => "auto-renewed",
            Self::EndUnknown => "end-unknown",
            Self::Lapsed => "lapsed",
            Self::Dormant => "dormant",
            Self::Decided => "decided",
            Self::ObligationOverdue => "obligation-overdue",
            Self::ReviewDue => "review-due",
            Self::Conflict => "conflict",
        }
    }
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Flag {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::ALL
            .into_iter()
            .find(|flag| flag.word() == text)
            .ok_or_else(|| Malformed::new(format!("`{text}` is not a flag")))
    }
}

impl Serialize for Flag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// The last day of the current period, as far as it is known.
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
    /// Returns the last day, where there is one and it is known.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        match self {
            Self::Unknown | Self::Indefinite => None,
            Self::On(date) => Some(date),
        }
    }
}

impl fmt::Display for End {
    /// Writes the day, `indefinite`, or nothing where it is not known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => Ok(()),
            Self::Indefinite => f.write_str("indefinite"),
            Self::On(date) => date.fmt(f),
        }
    }
}

/// What follows from the facts of an agreement on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its status.
    pub status: Status,
    /// The last day of its current period; unknown for a draft.
    pub ends: End,
    /// The day by which to act; while upcoming or in force.
    pub act_by: Option<Date>,
    /// Days until it ends; negative when past.
    pub ends_in_days: Option<i64>,
    /// Days until the act-by date; negative when past.
    pub act_in_days: Option<i64>,
    /// The signed agreements that succeed it, sorted by id.
    pub succeeded_by: Vec<Id>,
    /// Days since the latest thing done in its lineage, or since it began; while active.
    pub idle_days: Option<i64>,
    /// What is to be noticed, in the order of [`Flag::ALL`].
    pub flags: Vec<Flag>,
}

impl Standing {
    /// Tells whether `flag` is raised.
    #[must_use]
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }
}
