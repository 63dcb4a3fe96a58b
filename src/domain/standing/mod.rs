//! What follows from the facts of an agreement on a day.

mod flags;
mod review;

use super::counting;
use super::date::{Date, Day};
use super::duration::Duration;
use super::event::Decision;
use super::head::Settings;
use super::id::Id;
use super::life::{Given, Life};
use super::status::{End, Flag, Status};
use super::tenure::Tenure;

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
    /// Whether nothing is left to act on: notice is given, a successor is signed, or it was decided
    /// to let it lapse and it would not renew by itself.
    pub settled: bool,
}

impl Standing {
    /// Tells whether `flag` is raised.
    #[must_use]
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// Tells whether it is in force, nothing is settled, and its act-by date or last day lies in
    /// `today` to `until`, both included.
    #[must_use]
    pub fn ends_within(&self, today: Day, until: Day) -> bool {
        let within = |date: Option<Date>| date.is_some_and(|date| date.lies_within(today, until));
        self.status.is_in_force()
            && !self.settled
            && (within(self.act_by) || within(self.ends.date()))
    }

    /// Tells whether it is to be acted on: it [ends within](Self::ends_within) the window, or
    /// notice was missed while the period still runs, and nothing is settled.
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

/// What the other agreements of a registry say of one, as seen on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Surroundings {
    /// The signed agreements that succeed it, sorted by id, and from when each takes its place.
    pub successors: Vec<(Id, Day)>,
    /// The latest day on which something was done in its lineage, itself included.
    pub last_done: Option<Day>,
}

impl Surroundings {
    /// Returns the day from which another agreement has taken its place by `today`.
    #[must_use]
    pub fn taken_over(&self, today: Day) -> Option<Day> {
        self.successors.iter().map(|(_, from)| *from).filter(|from| *from <= today).min()
    }
}

impl Tenure {
    /// Returns what follows from these facts on `today`.
    #[must_use]
    pub fn standing(&self, around: &Surroundings, today: Day, spans: &Spans) -> Standing {
        self.standing_in(&self.life(around, today), around, today, spans)
    }

    /// Returns the course of the agreement up to `today`.
    #[must_use]
    pub fn life(&self, around: &Surroundings, today: Day) -> Life {
        Life::up_to(self, today, around.taken_over(today))
    }

    /// Returns what follows from these facts on `today`, where their course up to it is known.
    pub(super) fn standing_in(
        &self,
        life: &Life,
        around: &Surroundings,
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
        };
        if status != Status::Draft {
            standing.ends = ends_in(life, status);
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
        standing.settled = life.notice.is_some()
            || !standing.succeeded_by.is_empty()
            || (lapse && !life.will_renew);
        self.raise_flags(&mut standing, life, idle_since, today, spans);
        standing
    }

    /// Returns the first status that fits.
    fn status_in(&self, life: &Life, today: Day) -> Status {
        let ended_by_notice = |given: Given| given.end.is_some_and(|end| end.last() < today);
        if life.terminated.is_some() || life.notice.is_some_and(ended_by_notice) {
            Status::Terminated
        } else if self.is_draft_on(today) {
            Status::Draft
        } else if life.first.is_some_and(|first| first.first() > today) {
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
        match (life.end, self.notice) {
            (End::On(end), Some(notice)) if life.notice.is_none() => counting::act_by(end, notice),
            (End::On(end), _) => Some(end),
            (End::Unknown | End::Indefinite, _) => self.next_review(today),
        }
    }
}

/// Returns the last day of the current period; of a terminated one the day before, or the computed
/// last day where that is wholly earlier.
fn ends_in(life: &Life, status: Status) -> End {
    let Some(terminated) = life.terminated.filter(|_| status == Status::Terminated) else {
        return life.end;
    };
    let before = if terminated.first() == terminated.last() {
        terminated.first().pred_opt().and_then(|day| terminated.at_precision_of(day))
    } else {
        Some(terminated)
    };
    match (life.end.date(), before) {
        (Some(end), Some(before)) if end.last() < before.first() => End::On(end),
        (_, Some(before)) => End::On(before),
        (_, None) => End::Unknown,
    }
}

#[cfg(test)]
mod tests;
