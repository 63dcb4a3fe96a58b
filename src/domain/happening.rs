//! The dated facts of an event.

use super::counting;
use super::date::{Date, Day};
use super::event::{Decision, Event, EventKind};
use super::term::Term;

/// The dated facts of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happening {
    /// What happened.
    pub kind: HappeningKind,
    /// When.
    pub on: Date,
    /// From when a renewal's term is counted.
    pub from: Option<Date>,
    /// The further term, or how long after a notice the agreement ends.
    pub term: Option<Term>,
    /// The new last day.
    pub end: Option<Date>,
}

/// What happened, as far as it changes a date or a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HappeningKind {
    /// Carried on.
    Renewed,
    /// Changed by an amendment.
    Amended,
    /// Notice was given.
    Notice,
    /// Put on hold.
    Suspended,
    /// No longer on hold.
    Resumed,
    /// Ended by somebody.
    Terminated,
    /// Decided what to do at the end of the period.
    Decided(Option<Decision>),
    /// Anything else.
    Remark,
}

impl Happening {
    /// Returns the day from which the event counts: the first that its date may mean. A termination
    /// without a last day counts from the last, because what is claimed to be over is claimed late
    /// (S8).
    #[must_use]
    pub fn counts_from(&self) -> Day {
        match (self.kind, self.end) {
            (HappeningKind::Terminated, None) => self.on.last(),
            _ => self.on.first(),
        }
    }

    /// Returns the last day in force that a termination sets: its `end`, or the day `on` (S32).
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.end.unwrap_or(self.on)
    }

    /// Returns the day from which a termination makes the status `terminated`: the day after its last
    /// day, or that day itself if it was declared on it, but not before the termination counts (S32).
    #[must_use]
    pub fn terminates_from(&self) -> Day {
        let last = self.last_day();
        let over =
            if last == self.on { Some(last.last()) } else { counting::day_after(last.last()) };
        over.map_or(Day::MAX, |over| over.max(self.counts_from()))
    }
}

impl HappeningKind {
    /// Returns what an event of this kind is; `decision` is what it says was decided.
    pub(super) fn of(kind: &EventKind, decision: Option<Decision>) -> Self {
        match kind {
            EventKind::Renewed => Self::Renewed,
            EventKind::Amended => Self::Amended,
            EventKind::Notice => Self::Notice,
            EventKind::Suspended => Self::Suspended,
            EventKind::Resumed => Self::Resumed,
            EventKind::Terminated => Self::Terminated,
            EventKind::Decided => Self::Decided(decision),
            EventKind::Remark(_) => Self::Remark,
        }
    }
}

impl From<&Event> for Happening {
    fn from(event: &Event) -> Self {
        Self {
            kind: HappeningKind::of(&event.kind, event.decision),
            on: event.on,
            from: event.from,
            term: event.term,
            end: event.end,
        }
    }
}
