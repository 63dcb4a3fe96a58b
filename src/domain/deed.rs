//! The dated facts of an activity.

use super::activity::{Activity, Progress};
use super::date::{Date, Day};

/// The dated facts of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deed {
    /// How far it is.
    pub status: Option<Progress>,
    /// The day it stands at: `until`, else `on`, else `from`.
    pub day: Option<Date>,
    /// The day it begins: `from`, else `on`, else `until`.
    pub begins: Option<Date>,
    /// Whether its last day is recorded.
    pub has_until: bool,
    /// The date of its source.
    pub known_by: Option<Date>,
    /// Whether it is a review.
    pub is_review: bool,
    /// By when it is to be done.
    pub due: Option<Date>,
}

impl Deed {
    /// Returns the day at which the activity counts as done, as seen on `today`: its last possible
    /// day, but not after today. `None` where it does not count or has not come.
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
        let own = self.day.filter(|_| self.begins.is_some_and(|begins| has_come(&begins)));
        let known_by = self.known_by.filter(has_come);
        let is_open = self.status == Some(Progress::Ongoing) && !self.has_until;
        let date = match (self.day, known_by) {
            (None, known_by) => known_by,
            (Some(day), Some(known_by)) if is_open && known_by.last() > day.last() => {
                Some(known_by)
            }
            (Some(_), _) => own,
        };
        date.map(|date| date.last().min(today))
    }

    /// Tells whether the activity is overdue on `today`.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        match self.status {
            Some(Progress::Planned) => self.due.or(self.day),
            Some(Progress::Ongoing) => self.due,
            Some(Progress::Done | Progress::Cancelled) | None => None,
        }
        .is_some_and(|date| date.last() < today)
    }
}

impl From<&Activity> for Deed {
    fn from(activity: &Activity) -> Self {
        Self {
            status: activity.status,
            day: activity.day(),
            begins: activity.from.or(activity.on).or(activity.until),
            has_until: activity.until.is_some(),
            known_by: activity.known_by,
            is_review: activity.kind.as_deref() == Some("review"),
            due: activity.due,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deed(members: &str) -> Deed {
        let text = format!(r#"{{ "n": 1, "title": "Visit"{members} }}"#);
        Deed::from(&serde_json::from_str::<Activity>(&text).unwrap())
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn it_counts_at_its_last_possible_day_once_it_has_begun() {
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
            assert_eq!(deed(members).counts_on(day("2024-06-15")), counts_on.map(day), "{members}");
        }
    }

    #[test]
    fn it_is_overdue_past_its_last_possible_day() {
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
            assert_eq!(deed(members).is_overdue(day("2024-06-15")), is_overdue, "{members}");
        }
    }

    #[test]
    fn a_review_is_one_by_its_kind() {
        assert!(deed(r#", "kind": "review""#).is_review);
        assert!(!deed(r#", "kind": "visit""#).is_review);
        assert!(!deed("").is_review);
    }
}
