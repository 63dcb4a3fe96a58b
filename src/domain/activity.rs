//! What is done under an agreement.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::{Date, Day};
use super::deed::Deed;
use super::malformed::Malformed;
use super::reference::Reference;

/// A collaboration activity or an obligation under an agreement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Activity {
    /// Its number, unique in its agreement: one past the highest when it was added.
    pub n: NonZeroU32,
    /// What it is called.
    pub title: String,
    /// What it is: `meeting`, `visit`, `exchange`, `training`, `pilot`, `review`, `workshop`,
    /// `working-group`, `report`, or any other word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The day, where it took or takes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The first day, where it takes several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day, where it takes several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// By when it is to be done, where it is an obligation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// How far it is; none counts as done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Progress>,
    /// The date of the source, for what has no date of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_by: Option<Date>,
    /// Areas of cooperation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<String>,
    /// Who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<String>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// What came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Where the facts come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// The user's own fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
}

impl Activity {
    /// Returns an activity that has a number and a title and nothing more.
    #[must_use]
    pub fn new(n: NonZeroU32, title: String) -> Self {
        Self {
            n,
            title,
            kind: None,
            on: None,
            from: None,
            until: None,
            due: None,
            status: None,
            known_by: None,
            areas: Vec::new(),
            participants: Vec::new(),
            place: None,
            outcome: None,
            references: Vec::new(),
            contact: None,
            notes: None,
            fields: BTreeMap::new(),
        }
    }

    /// Returns the number of the next activity beside these: one past the highest. `None` where there
    /// is no higher number.
    #[must_use]
    pub fn next_number(beside: &[Self]) -> Option<NonZeroU32> {
        let highest = beside.iter().map(|activity| activity.n).max();
        highest.map_or(Some(NonZeroU32::MIN), |highest| highest.checked_add(1))
    }

    /// Returns how far it is, where nobody says so: planned where there is something to do by some
    /// day, or one of its days is still to come on `today`; else done.
    #[must_use]
    pub fn usual_progress(&self, today: Day) -> Progress {
        let days = [self.on, self.from, self.until];
        let is_to_come = days.into_iter().flatten().any(|day| day.first() > today);
        if self.due.is_some() || is_to_come { Progress::Planned } else { Progress::Done }
    }

    /// The names of the fields that [`clear`](Self::clear) empties.
    pub const CLEARED: [&'static str; 14] = [
        "kind",
        "on",
        "from",
        "until",
        "due",
        "known_by",
        "areas",
        "participants",
        "place",
        "outcome",
        "references",
        "contact",
        "notes",
        "fields",
    ];

    /// Empties the field of this name. Returns whether there is one that can be empty: a number, a
    /// title and a status cannot.
    #[must_use]
    pub fn clear(&mut self, field: &str) -> bool {
        match field {
            "kind" => self.kind = None,
            "on" => self.on = None,
            "from" => self.from = None,
            "until" => self.until = None,
            "due" => self.due = None,
            "known_by" => self.known_by = None,
            "areas" => self.areas.clear(),
            "participants" => self.participants.clear(),
            "place" => self.place = None,
            "outcome" => self.outcome = None,
            "references" => self.references.clear(),
            "contact" => self.contact = None,
            "notes" => self.notes = None,
            "fields" => self.fields.clear(),
            _ => return false,
        }
        true
    }

    /// Returns the date at which the activity stands: its `until`, else `on`, else `from`.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.until.or(self.on).or(self.from)
    }

    /// Tells whether the activity is overdue on `today`: planned or ongoing past the last possible
    /// day of its `due`, or planned, without `due`, past the last possible day that it stands at.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        Deed::from(self).is_overdue(today)
    }
}

impl fmt::Display for Activity {
    /// Writes the activity in one line: its number, title and day.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.n, self.title)?;
        self.day().or(self.due).map_or(Ok(()), |day| write!(f, " ({day})"))
    }
}

/// How far an activity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Progress {
    /// `planned`: still to be done.
    Planned,
    /// `ongoing`: begun.
    Ongoing,
    /// `done`.
    Done,
    /// `cancelled`: will not be done.
    Cancelled,
}

impl Progress {
    /// The words for all of these.
    pub const WORDS: [&'static str; 4] = ["planned", "ongoing", "done", "cancelled"];
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Planned => "planned",
            Self::Ongoing => "ongoing",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        })
    }
}

impl FromStr for Progress {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        match text {
            "planned" => Ok(Self::Planned),
            "ongoing" => Ok(Self::Ongoing),
            "done" => Ok(Self::Done),
            "cancelled" => Ok(Self::Cancelled),
            _ => Err(Malformed::new(format!("`{text}` is not the status of an activity"))),
        }
    }
}
