//! The course of an agreement up to a day: its periods, and the events that changed its end.
//!
//! The course is a list of *stretches*. The first is what the agreement itself states (`end`, or
//! `term` from the first day); each renewal by event, and a notice, begins another. Within a
//! stretch the end moves on by automatic renewal; every end is counted from the stretch's anchor
//! with the summed months.

mod periods;
mod walk;

use self::walk::Walk;
use super::counting::{self, Sum};
use super::date::{Date, Day};
use super::event::Decision;
use super::status::End;
use super::tenure::Tenure;
use super::term::{Basis, Renewal};

/// Where the count of a stretch starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The first day of a term, counted under this basis.
    FirstDay(Date, Basis),
    /// A stated end: what follows is counted from the day after it, that day included.
    StatedEnd(Date),
}

impl Stretch {
    /// Returns the end of the same period, counted with the other basis, or from a stated end itself
    /// instead of the day after it; `None` if that is the same day.
    #[must_use]
    pub fn other_reading(&self, renewal: Option<Renewal>) -> Option<Date> {
        let Course::Runs(anchor, sum) = self.course else { return None };
        let sum = renewal.map_or(sum, |renewal| sum.and(renewal.every, self.turns.into()));
        let other = match anchor {
            Anchor::FirstDay(first, basis) => counting::last_date(first, sum, basis.other()),
            Anchor::StatedEnd(end) => counting::last_date(end, sum, Basis::From),
        };
        other.filter(|other| End::On(*other) != self.end)
    }
}

impl Anchor {
    /// Returns the end that is `sum` from the anchor; `None` past the year 9999.
    #[must_use]
    pub fn end_after(self, sum: Sum) -> Option<Date> {
        match self {
            Self::FirstDay(first, basis) => counting::last_date(first, sum, basis),
            Self::StatedEnd(end) => counting::last_date_after(end, sum),
        }
    }
}

/// How the end of a stretch is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It is not known.
    Unknown,
    /// There is none.
    Indefinite,
    /// It is counted: the anchor, and what is summed from it before any automatic renewal.
    Runs(Anchor, Sum),
}

/// What began a stretch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// The agreement states an end.
    StatedEnd,
    /// The agreement states a term, or no term.
    Term,
    /// Coming into effect is pending, so that nothing is counted yet.
    Pending,
    /// It was renewed by the event at this place in the file.
    Renewed(usize),
    /// Notice was given.
    Notice(Given),
    /// It was terminated by the event at this place in the file.
    Terminated(usize),
}

/// A part of the course between two events that changed the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// What began it.
    pub cause: Cause,
    /// How its end is found.
    pub course: Course,
    /// How many automatic renewals it has seen by the day that is asked about, or by the event
    /// that ended it.
    pub turns: u32,
    /// The end of its last period.
    pub end: End,
}

/// A notice that has been given and holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// The place of the event in the file.
    pub event: usize,
    /// The day on which it was given.
    pub on: Date,
    /// The end that it sets, where that is known.
    pub end: Option<Date>,
    /// The last day of the period in which it was given.
    pub period_end: End,
}

/// The termination that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Termination {
    /// The place of the event in the file.
    pub event: usize,
    /// The day on which it was agreed or declared.
    pub on: Date,
    /// The last day in force that it sets.
    pub last_day: Date,
    /// The day from which the status is `terminated`.
    pub takes_effect: Day,
}

/// The course of an agreement up to a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// The first day, where it is known.
    pub first: Option<Date>,
    /// The stretches so far, oldest first; one at least.
    pub stretches: Vec<Stretch>,
    /// The last day of the current period.
    pub end: End,
    /// The last day of the period before, where the current one began by itself.
    pub previous_end: Option<Date>,
    /// Whether a further automatic renewal is to come.
    pub will_renew: bool,
    /// The notice that holds.
    pub notice: Option<Given>,
    /// The latest decision for the current period.
    pub decision: Option<Decision>,
    /// Since when it is suspended.
    pub suspended: Option<Date>,
    /// The termination that counts, if its last day is past or not.
    pub termination: Option<Termination>,
    /// The day from which another agreement takes its place, where that has come.
    pub succeeded: Option<Day>,
}

impl Life {
    /// Returns the course of `tenure` up to `today`, where `succeeded` is the day from which
    /// another agreement takes its place, if that has come.
    #[must_use]
    pub fn up_to(tenure: &Tenure, today: Day, succeeded: Option<Day>) -> Self {
        let mut walk = Walk::begin(tenure, succeeded);
        for (place, event) in tenure.events_by(today) {
            walk.meet(place, event);
        }
        walk.finish(today)
    }
}
