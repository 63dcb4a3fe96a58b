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
    /// It stands at `until`, else `on`, else `from`, once it has begun; an undated one at `known_by`, and an ongoing
    /// one without `until` at `known_by` where that is later and has come. Planned and cancelled
    /// ones never count.
    #[must_use]
    pub fn counts_on(&self, today: Day) -> Option<Day> {
        if matches!(self.status, Some(Progress::Planned | Progress::Cancelled)) {
            return None;
        }
        let has_come = |date: &Date| date.first() <= today;
        let stands_at = self.day.filter(|_| self.begins.is_some_and(|begins| has_come(&begins)));
        let known_by = self.known_by.filter(has_come);
        let date = match self.day {
            None => known_by,
            Some(_) if self.status == Some(Progress::Ongoing) && !self.has_until => {
                stands_at.max(known_by)
            }
            Some(_) => stands_at,
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
