//! What is done under an agreement.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU32;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::date::{Date, Day};
use super::parse_error::ParseError;
use super::reference::Reference;
use super::text::Text;

/// A collaboration activity or an obligation under an agreement.
///
/// ```
/// use std::num::NonZeroU32;
///
/// use mou::domain::{Activity, Date, Progress};
///
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let mut report = Activity::new(NonZeroU32::MIN, "Yearly report");
/// report.due = Some("2024-05-31".parse()?);
/// report.status = Some(report.usual_progress(today));
/// assert_eq!(report.status, Some(Progress::Planned));
/// assert!(report.is_overdue(today));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Activity {
    /// Its number, unique in its agreement: one past the highest when it was added.
    pub n: NonZeroU32,
    /// Title.
    pub title: Text,
    /// What it is: `meeting`, `visit`, `exchange`, `training`, `pilot`, `review`, `workshop`,
    /// `working-group`, `report`, or any other word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Text>,
    /// The day, where it took or takes one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The first day, where it takes several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day, if it takes several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The due date of an obligation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Date>,
    /// The status; none counts as done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Progress>,
    /// The date of the source, for what has no date of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_by: Option<Date>,
    /// Areas of cooperation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<Text>,
    /// Who took part.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Text>,
    /// Where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Text>,
    /// Outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Text>,
    /// Where the facts come from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Contact person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Text>,
    /// Remarks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<Text>,
    /// The user's own fields.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
}

impl Activity {
    /// The usual kinds. A record may have any other word.
    pub const USUAL_KINDS: [&str; 9] = [
        "workshop",
        "meeting",
        "visit",
        "exchange",
        "training",
        "pilot",
        "review",
        "working-group",
        "report",
    ];

    /// Returns an activity that has a number and a title and nothing more.
    #[must_use]
    pub fn new(n: NonZeroU32, title: impl Into<Text>) -> Self {
        Self {
            n,
            title: title.into(),
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

    /// Returns the number of a new activity: one more than the highest. `None` if there is no higher number.
    #[must_use]
    pub fn next_number(beside: &[Self]) -> Option<NonZeroU32> {
        let highest = beside.iter().map(|activity| activity.n).max();
        highest.map_or(Some(NonZeroU32::MIN), |highest| highest.checked_add(1))
    }

    /// Returns the default progress: planned if `due` is recorded or one of its dates is after `today`; else done.
    #[must_use]
    pub fn usual_progress(&self, today: Day) -> Progress {
        let days = [self.on, self.from, self.until];
        let is_to_come = days.into_iter().flatten().any(|day| day.first() > today);
        if self.due.is_some() || is_to_come { Progress::Planned } else { Progress::Done }
    }

    /// Returns the date of the activity: its `until`, else `on`, else `from`.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        self.until.or(self.on).or(self.from)
    }

    /// Returns the date on which the activity begins: its `from`, else `on`, else `until`.
    #[must_use]
    pub fn begins(&self) -> Option<Date> {
        self.from.or(self.on).or(self.until)
    }

    /// Returns true if the activity is a review.
    #[must_use]
    pub fn is_review(&self) -> bool {
        self.kind.as_deref() == Some("review")
    }

    /// Returns the day at which the activity counts as done, as seen on `today`: its last possible
    /// day, but not after today. `None` if it does not count or has not come.
    ///
    /// It counts at `until`, else `on`, else `from`, once it has begun; an undated one at `known_by`,
    /// and an ongoing one without `until` at `known_by` if the last possible day of that is later and
    /// its first possible day has come. Planned and cancelled ones never count (S44).
    #[must_use]
    pub fn counts_on(&self, today: Day) -> Option<Day> {
        if matches!(self.status, Some(Progress::Planned | Progress::Cancelled)) {
            return None;
        }
        let has_come = |date: &Date| date.first() <= today;
        let own = self.day().filter(|_| self.begins().is_some_and(|begins| has_come(&begins)));
        let known_by = self.known_by.filter(has_come);
        let is_open = self.status == Some(Progress::Ongoing) && self.until.is_none();
        let date = match (self.day(), known_by) {
            (None, known_by) => known_by,
            (Some(day), Some(known_by)) if is_open && known_by.last() > day.last() => {
                Some(known_by)
            }
            (Some(_), _) => own,
        };
        date.map(|date| date.last().min(today))
    }

    /// Returns true if the activity is overdue on `today`: planned or ongoing past the last possible
    /// day of its `due`, or planned, without `due`, past the last possible day of its own date.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        match self.status {
            Some(Progress::Planned) => self.due.or(self.day()),
            Some(Progress::Ongoing) => self.due,
            Some(Progress::Done | Progress::Cancelled) | None => None,
        }
        .is_some_and(|date| date.last() < today)
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
///
/// ```
/// use mou::domain::Progress;
///
/// assert_eq!("ongoing".parse(), Ok(Progress::Ongoing));
/// assert_eq!(Progress::Done.to_string(), "done");
/// ```
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::Display,
    strum::EnumString,
    strum::VariantNames,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase", parse_err_fn = not_a_progress, parse_err_ty = ParseError)]
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

fn not_a_progress(text: &str) -> ParseError {
    ParseError::new(format!("`{text}` is not the status of an activity"))
}

#[cfg(test)]
mod tests {
    use strum::VariantNames;

    use super::*;

    fn activity(members: &str) -> Activity {
        serde_json::from_str(&format!(r#"{{ "n": 3, "title": "Visit"{members} }}"#)).unwrap()
    }

    fn today() -> Day {
        Day::from_ymd_opt(2024, 6, 15).unwrap()
    }

    #[test]
    fn the_next_number_is_one_past_the_highest() {
        let number = |n: u32| NonZeroU32::new(n).unwrap();
        let numbered = |numbers: &[u32]| -> Vec<Activity> {
            numbers.iter().map(|n| Activity::new(number(*n), String::new())).collect()
        };
        for (beside, next) in [
            (&[][..], Some(number(1))),
            (&[1], Some(number(2))),
            (&[7, 2], Some(number(8))),
            (&[u32::MAX], None),
        ] {
            assert_eq!(Activity::next_number(&numbered(beside)), next, "{beside:?}");
        }
    }

    #[test]
    fn what_is_to_come_or_due_is_planned_where_nobody_says_so() {
        for (members, progress) in [
            ("", Progress::Done),
            (r#", "on": "2024-06-14""#, Progress::Done),
            (r#", "on": "2024-06-15""#, Progress::Done),
            (r#", "on": "2024-06""#, Progress::Done),
            (r#", "on": "2024-06-16""#, Progress::Planned),
            (r#", "from": "2024-06-01", "until": "2024-06-16""#, Progress::Planned),
            (r#", "from": "2024-07""#, Progress::Planned),
            (r#", "due": "2020""#, Progress::Planned),
        ] {
            assert_eq!(activity(members).usual_progress(today()), progress, "{members}");
        }
    }

    #[test]
    fn it_stands_at_its_end_else_its_day_else_its_beginning() {
        for (members, day, shown) in [
            ("", None, "3 Visit"),
            (r#", "due": "2024-05""#, None, "3 Visit (2024-05)"),
            (r#", "from": "2024-02", "due": "2024-05""#, Some("2024-02"), "3 Visit (2024-02)"),
            (r#", "from": "2024-02", "on": "2024-03""#, Some("2024-03"), "3 Visit (2024-03)"),
            (r#", "on": "2024-03", "until": "2024-04""#, Some("2024-04"), "3 Visit (2024-04)"),
        ] {
            let activity = activity(members);
            assert_eq!(activity.day(), day.map(|day| day.parse().unwrap()), "{members}");
            assert_eq!(activity.to_string(), shown, "{members}");
        }
    }

    #[test]
    fn an_activity_counts_at_its_last_possible_day_once_it_has_begun() {
        for (members, counts_on) in [
            ("", None),
            (r#", "on": "2024-06-15""#, Some("2024-06-15")),
            (r#", "on": "2024-06-16""#, None),
            (r#", "on": "2024-06""#, Some("2024-06-15")),
            (r#", "on": "2024-05""#, Some("2024-05-31")),
            (r#", "from": "2024-01", "until": "2024-03-01""#, Some("2024-03-01")),
            (r#", "from": "2024-06-15", "until": "2024-08""#, Some("2024-06-15")),
            (r#", "from": "2024-06-16", "until": "2024-08""#, None),
            (r#", "until": "2024-07-01""#, None),
            (r#", "known_by": "2024-05""#, Some("2024-05-31")),
            (r#", "known_by": "2024-07""#, None),
            (r#", "on": "2024-01-01", "known_by": "2024-05""#, Some("2024-01-01")),
            (r#", "on": "2024-01-01", "status": "planned""#, None),
            (r#", "on": "2024-01-01", "status": "cancelled""#, None),
            (r#", "on": "2024-01-01", "status": "done""#, Some("2024-01-01")),
            (
                r#", "from": "2024-01-01", "known_by": "2024-05", "status": "ongoing""#,
                Some("2024-05-31"),
            ),
            (
                r#", "from": "2024-01-01", "known_by": "2023", "status": "ongoing""#,
                Some("2024-01-01"),
            ),
            // S44: the date of the source is later only if its last possible day is.
            (
                r#", "on": "2018", "known_by": "2018-11-06", "status": "ongoing""#,
                Some("2018-12-31"),
            ),
            (
                r#", "from": "2024-01-01", "known_by": "2025", "status": "ongoing""#,
                Some("2024-01-01"),
            ),
            (
                r#", "from": "2024-01-01", "until": "2024-02-01", "known_by": "2024-05",
                "status": "ongoing""#,
                Some("2024-02-01"),
            ),
        ] {
            assert_eq!(
                activity(members).counts_on(today()),
                counts_on.map(|day| day.parse().unwrap()),
                "{members}"
            );
        }
    }

    #[test]
    fn an_activity_is_overdue_past_its_last_possible_day() {
        for (members, is_overdue) in [
            (r#", "due": "2024-06-14""#, false),
            (r#", "due": "2024-06-14", "status": "done""#, false),
            (r#", "due": "2024-06-14", "status": "cancelled""#, false),
            (r#", "due": "2024-06-14", "status": "planned""#, true),
            (r#", "due": "2024-06-15", "status": "planned""#, false),
            (r#", "due": "2024-06", "status": "planned""#, false),
            (r#", "due": "2024-06-14", "status": "ongoing""#, true),
            (r#", "on": "2024-06-14", "status": "planned""#, true),
            (r#", "on": "2024-06-14", "status": "ongoing""#, false),
            (r#", "on": "2024-06-14", "due": "2024-07", "status": "planned""#, false),
            (r#", "status": "planned""#, false),
        ] {
            assert_eq!(activity(members).is_overdue(today()), is_overdue, "{members}");
        }
    }

    #[test]
    fn a_review_is_one_by_its_kind() {
        assert!(activity(r#", "kind": "review""#).is_review());
        assert!(!activity(r#", "kind": "visit""#).is_review());
        assert!(!activity("").is_review());
    }

    #[test]
    fn how_far_it_is_reads_as_it_is_written() {
        let all = [Progress::Planned, Progress::Ongoing, Progress::Done, Progress::Cancelled];
        assert_eq!(all.map(|progress| progress.to_string()), Progress::VARIANTS);
        for progress in all {
            assert_eq!(progress.to_string().parse(), Ok(progress));
            let stored = serde_json::to_string(&progress).unwrap();
            assert_eq!(stored, format!("\"{progress}\""));
        }
        let refusal = "Done".parse::<Progress>().unwrap_err().to_string();
        assert_eq!(refusal, "`Done` is not the status of an activity");
    }
}
