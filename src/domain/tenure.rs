//! The dated facts of an agreement.

use super::activity::{Activity, Progress};
use super::agreement::Agreement;
use super::date::{Date, Day};
use super::duration::Duration;
use super::event::{Decision, Event, EventKind};
use super::stated::Stated;
use super::term::{Basis, Renewal, Term};

/// The dated facts of an agreement: all that its status and its dates on a day follow from.
#[derive(Debug, Clone, PartialEq)]
pub struct Tenure {
    /// The day of signing; where the agreement states none and every party has its own, the latest.
    pub signed: Option<Stated>,
    /// The stated day of coming into effect.
    pub effective: Option<Stated>,
    /// The stated term.
    pub term: Option<Term>,
    /// The stated last day.
    pub end: Option<Date>,
    /// How the term is counted.
    pub basis: Basis,
    /// Automatic renewal.
    pub renewal: Option<Renewal>,
    /// The length of notice.
    pub notice: Option<Duration>,
    /// How often it is to be looked at.
    pub review: Option<Duration>,
    /// What happened to it, in the order of the file.
    pub events: Vec<Happening>,
    /// What was done under it.
    pub deeds: Vec<Deed>,
    /// Whether a merge left fields to be resolved.
    pub conflict: bool,
}

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

impl Tenure {
    /// Returns the first day: the stated one, else the day of signing. `None` where it is not known.
    ///
    /// `effective: unknown` does not fall back on the day of signing.
    #[must_use]
    pub fn first_day(&self) -> Option<Date> {
        self.effective.or(self.signed).and_then(Stated::date)
    }

    /// Returns the events that have happened by `today`, by the day from which they count, those of
    /// one day in the order of the file; the number is the place in the file.
    #[must_use]
    pub fn events_by(&self, today: Day) -> Vec<(usize, Happening)> {
        let mut events: Vec<_> = self
            .events
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, event)| event.counts_from() <= today)
            .collect();
        events.sort_by_key(|(_, event)| event.counts_from());
        events
    }

    /// Tells whether the agreement is a draft on `today`: nothing of `signed`, `effective` and
    /// `end` is recorded and no event has happened yet, or the day of signing is still to come.
    #[must_use]
    pub fn is_draft_on(&self, today: Day) -> bool {
        if let Some(Stated::On(signed)) = self.signed {
            return signed.first() > today;
        }
        self.signed.is_none()
            && self.effective.is_none()
            && self.end.is_none()
            && !self.events.iter().any(|event| event.counts_from() <= today)
    }

    /// Returns from when this agreement takes the place of those that it succeeds, as seen on
    /// `today`; `None` where it follows nothing: a draft, or terminated on or before its first day.
    ///
    /// That is its first day, though not before the day of signing, both at their first possible
    /// day; what is not known counts as past.
    #[must_use]
    pub fn takes_over_from(&self, today: Day) -> Option<Day> {
        if self.is_draft_on(today) {
            return None;
        }
        let first = self.first_day();
        let terminated = self
            .events
            .iter()
            .filter(|event| event.kind == HappeningKind::Terminated)
            .map(Happening::counts_from)
            .filter(|day| *day <= today)
            .min();
        if let (Some(first), Some(ended)) = (first, terminated)
            && ended <= first.first()
        {
            return None;
        }
        let signed = self.signed.and_then(Stated::date);
        let known = [first, signed].into_iter().flatten().map(Date::first).max();
        Some(known.unwrap_or(Day::MIN))
    }

    /// Returns the latest day on which something was done, as seen on `today`.
    #[must_use]
    pub fn last_done(&self, today: Day) -> Option<Day> {
        self.deeds.iter().filter_map(|deed| deed.counts_on(today)).max()
    }
}

impl Happening {
    /// Returns the day from which the event counts: the first that its date may mean, but for a
    /// termination the last, because what is claimed to be over is claimed late.
    #[must_use]
    pub fn counts_from(&self) -> Day {
        match self.kind {
            HappeningKind::Terminated => self.on.last(),
            _ => self.on.first(),
        }
    }
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

impl From<&Agreement> for Tenure {
    fn from(agreement: &Agreement) -> Self {
        Self {
            signed: signing_day(agreement),
            effective: agreement.effective,
            term: agreement.term,
            end: agreement.end,
            basis: agreement.basis,
            renewal: agreement.renewal,
            notice: agreement.notice,
            review: agreement.review,
            events: agreement.events.iter().map(Happening::from).collect(),
            deeds: agreement.activities.iter().map(Deed::from).collect(),
            conflict: !agreement.conflicts.is_empty(),
        }
    }
}

/// Returns the day of signing: the stated one, else the latest of the parties' own where each has
/// one, else unknown where an end is stated.
pub(super) fn signing_day(agreement: &Agreement) -> Option<Stated> {
    let of_parties = || {
        let own: Option<Vec<Stated>> = agreement.parties.iter().map(|party| party.signed).collect();
        own?.into_iter().max()
    };
    let by_its_end = || agreement.end.map(|_| Stated::Unknown);
    agreement.signed.or_else(of_parties).or_else(by_its_end)
}

impl From<&Event> for Happening {
    fn from(event: &Event) -> Self {
        Self {
            kind: match event.kind {
                EventKind::Renewed => HappeningKind::Renewed,
                EventKind::Amended => HappeningKind::Amended,
                EventKind::Notice => HappeningKind::Notice,
                EventKind::Suspended => HappeningKind::Suspended,
                EventKind::Resumed => HappeningKind::Resumed,
                EventKind::Terminated => HappeningKind::Terminated,
                EventKind::Decided => HappeningKind::Decided(event.decision),
                EventKind::Remark(_) => HappeningKind::Remark,
            },
            on: event.on,
            from: event.from,
            term: event.term,
            end: event.end,
        }
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
