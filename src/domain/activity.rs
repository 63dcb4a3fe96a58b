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
}

impl fmt::Display for Activity {
    /// Writes the activity in one line: its number, title and day.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.n, self.title)?;
        self.day().or(self.due).map_or(Ok(()), |day| write!(f, " ({day})"))
    }
}

/// How far an activity is.
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
        let today: Day = "2024-06-15".parse().unwrap();
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
            assert_eq!(activity(members).usual_progress(today), progress, "{members}");
        }
    }

    #[test]
    fn it_stands_at_its_end_else_its_day_else_its_beginning() {
        for (members, day, told) in [
            ("", None, "3 Visit"),
            (r#", "due": "2024-05""#, None, "3 Visit (2024-05)"),
            (r#", "from": "2024-02", "due": "2024-05""#, Some("2024-02"), "3 Visit (2024-02)"),
            (r#", "from": "2024-02", "on": "2024-03""#, Some("2024-03"), "3 Visit (2024-03)"),
            (r#", "on": "2024-03", "until": "2024-04""#, Some("2024-04"), "3 Visit (2024-04)"),
        ] {
            let activity = activity(members);
            assert_eq!(activity.day(), day.map(|day| day.parse().unwrap()), "{members}");
            assert_eq!(activity.to_string(), told, "{members}");
        }
    }

    #[test]
    fn a_planned_one_is_overdue_past_its_day() {
        let today: Day = "2024-06-15".parse().unwrap();
        for (members, is_overdue) in [
            (r#", "status": "planned", "due": "2024-06-14""#, true),
            (r#", "status": "planned", "due": "2024-06-15""#, false),
            (r#", "status": "done", "due": "2024-06-14""#, false),
        ] {
            assert_eq!(activity(members).is_overdue(today), is_overdue, "{members}");
        }
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
