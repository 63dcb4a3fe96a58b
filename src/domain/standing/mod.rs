//! What follows from the facts of an agreement on a day.

mod flags;
mod review;

use super::counting;
use super::date::{Date, Day};
use super::duration::Duration;
use super::event::Decision;
use super::head::Settings;
use super::id::Id;
use super::life::{Given, Life, Termination};
use super::status::{End, Flag, Status};
use super::tenure::{Succession, Tenure};

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
    /// What is to be noticed, in the order of [`Flag`].
    pub flags: Vec<Flag>,
    /// Whether nothing is left to decide: notice is given, a termination counts, a successor is
    /// signed that is not pending, or `lapse` is decided and no automatic renewal would follow (S38).
    pub settled: bool,
    /// Whether notice or a termination sets the last day.
    pub end_is_declared: bool,
    /// Whether the act-by date is past, an automatic renewal would follow, and notice on this day
    /// would still be in time (S39).
    pub notice_still_in_time: bool,
}

impl Standing {
    /// Tells whether `flag` is raised.
    #[must_use]
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// Returns true if the agreement is in force and not settled, and its act-by date or last day is
    /// inside the window from `today` to `until`, or its act-by date is past and notice today would
    /// still be in time (S39).
    #[must_use]
    pub fn ends_within(&self, today: Day, until: Day) -> bool {
        let within = |date: Option<Date>| date.is_some_and(|date| date.lies_within(today, until));
        self.status.is_in_force()
            && !self.settled
            && (within(self.act_by) || within(self.ends.date()) || self.notice_still_in_time)
    }

    /// Returns true if the agreement is in force and its last day, set by notice or a termination, is
    /// inside the window from `today` to `until`.
    #[must_use]
    pub fn ends_as_declared(&self, today: Day, until: Day) -> bool {
        let ends = self.ends.date();
        self.status.is_in_force()
            && self.end_is_declared
            && ends.is_some_and(|end| end.lies_within(today, until))
    }

    /// Returns true if `expiring` lists the agreement for the window from `today` to `until`: it
    /// [ends within](Self::ends_within) it, or notice was missed, and it is not settled (S39).
    #[must_use]
    pub fn is_to_act_on(&self, today: Day, until: Day) -> bool {
        self.ends_within(today, until) || (self.has(Flag::NoticeMissed) && !self.settled)
    }
}

/// The spans against which flags are raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spans {
    /// The window of `expiring`.
    pub within: Duration,
    /// How long nothing has to be done until an agreement counts as dormant.
    pub dormant: Duration,
}

impl Spans {
    /// The spans of a registry that sets none: six months, and a year.
    pub const USUAL: Self = Self { within: Duration::of_months(6), dormant: Duration::of_years(1) };

    /// Returns the spans that the settings give, with the usual ones where they give none.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self {
            within: settings.within.unwrap_or(Self::USUAL.within),
            dormant: settings.dormant.unwrap_or(Self::USUAL.dormant),
        }
    }
}

/// What the other agreements of a registry mean for one, as seen on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LineageContext {
    /// The signed agreements that succeed it, sorted by id, and when each takes effect.
    pub successors: Vec<(Id, Succession)>,
    /// The latest day on which something was done in its lineage, itself included.
    pub last_done: Option<Day>,
}

impl LineageContext {
    /// Returns the successor that took effect first, and from which day, if that has come by
    /// `today` (S35).
    #[must_use]
    pub fn successor(&self, today: Day) -> Option<(&Id, Day)> {
        let successors = self.successors.iter();
        successors
            .filter_map(|(id, succession)| Some((id, succession.taken_effect(today)?)))
            .min_by_key(|(_, day)| *day)
    }

    /// Returns true if a signed successor is not pending (S38).
    fn settles(&self) -> bool {
        self.successors.iter().any(|(_, succession)| *succession != Succession::Pending)
    }
}

impl Tenure {
    /// Returns what follows from these facts on `today`.
    #[must_use]
    pub fn standing(&self, around: &LineageContext, today: Day, spans: &Spans) -> Standing {
        self.standing_in(&self.life(around, today), around, today, spans)
    }

    /// Returns the course of the agreement up to `today`.
    #[must_use]
    pub fn life(&self, around: &LineageContext, today: Day) -> Life {
        Life::up_to(self, today, around.successor(today).map(|(_, day)| day))
    }

    /// Returns what follows from these facts on `today`, where their course up to it is known.
    pub(super) fn standing_in(
        &self,
        life: &Life,
        around: &LineageContext,
        today: Day,
        spans: &Spans,
    ) -> Standing {
        let status = self.status_in(life, today);
        let mut standing = Standing {
            status,
            ends: End::Unknown,
            act_by: None,
            ends_in_days: None,
            act_in_days: None,
            succeeded_by: around.successors.iter().map(|(id, _)| id.clone()).collect(),
            idle_days: None,
            flags: Vec::new(),
            settled: false,
            end_is_declared: life.notice.is_some() || life.termination.is_some(),
            notice_still_in_time: false,
        };
        if status != Status::Draft {
            standing.ends = life.end;
            standing.ends_in_days = standing.ends.date().map(|date| date.days_from(today));
        }
        if status == Status::Upcoming || status.is_in_force() {
            standing.act_by = self.act_by_in(life, today);
            standing.act_in_days = standing.act_by.map(|date| date.days_from(today));
        }
        let idle_since = life.first.map(|first| {
            let began = first.last().min(today);
            around.last_done.map_or(began, |done| done.max(began))
        });
        if status == Status::Active {
            standing.idle_days = idle_since.map(|since| (today - since).num_days());
        }
        let lapse = life.decision == Some(Decision::Lapse);
        standing.settled =
            standing.end_is_declared || around.settles() || (lapse && !life.will_renew);
        let is_past = standing.act_by.is_some_and(|act_by| act_by.last() < today);
        standing.notice_still_in_time =
            is_past && life.will_renew && self.is_notice_in_time(life, today) == Some(true);
        self.raise_flags(&mut standing, life, idle_since, today, spans);
        standing
    }

    /// Returns the first status that fits.
    fn status_in(&self, life: &Life, today: Day) -> Status {
        let is_past = |given: Given| given.end.is_some_and(|end| end.last() < today);
        let is_over = |termination: Termination| termination.takes_effect <= today;
        if life.termination.is_some_and(is_over) || life.notice.is_some_and(is_past) {
            Status::Terminated
        } else if self.is_draft_on(today) {
            Status::Draft
        } else if self.is_pending() || life.first.is_some_and(|first| first.first() > today) {
            Status::Upcoming
        } else if life.succeeded.is_some() {
            Status::Succeeded
        } else if life.end.date().is_some_and(|end| end.last() < today) {
            Status::Expired
        } else if life.suspended.is_some() {
            Status::Suspended
        } else {
            Status::Active
        }
    }

    fn act_by_in(&self, life: &Life, today: Day) -> Option<Date> {
        if life.termination.is_some() || self.is_pending() {
            return None;
        }
        match (life.end, self.notice) {
            (End::On(end), Some(notice)) if life.notice.is_none() => counting::act_by(end, notice),
            (End::On(end), _) => Some(end),
            (End::Unknown | End::Indefinite, _) => self.next_review(today),
        }
    }

    /// Returns whether notice given on `today` would be in time for the current period; `None` if no
    /// notice period is recorded or the end is not a date (S27).
    pub(super) fn is_notice_in_time(&self, life: &Life, today: Day) -> Option<bool> {
        let (end, notice) = (life.end.date()?, self.notice?);
        Some(counting::is_notice_in_time(today, notice, end))
    }
}

#[cfg(test)]
mod tests;
