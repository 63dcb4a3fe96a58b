//! What follows from the facts of an agreement on a day.

use strum::VariantArray;

use super::agreement::Agreement;
use super::agreement_dates::Succession;
use super::counting::{self, MonthsAndDays};
use super::date::{Date, Day};
use super::duration::Duration;
use super::event::{Decision, Event, EventKind};
use super::id::Id;
use super::life::{Life, NoticeGiven, first_match};
use super::registry::Settings;
use super::status::{End, Flag, Status};
use super::term::Basis;

/// The names of the members that JSON derives for an agreement: the columns, then those that only JSON has.
pub const DERIVED_MEMBERS: [&str; 11] = [
    "status",
    "ends",
    "act_by",
    "ends_in_days",
    "act_in_days",
    "partners",
    "succeeded_by",
    "idle_days",
    "flags",
    "lineage",
    "reminders",
];

/// The names of the columns that are derived for an agreement, in their order.
pub const DERIVED_COLUMNS: &[&str] = DERIVED_MEMBERS.split_at(9).0;

/// What follows from the facts of an agreement on a day.
///
/// ```
/// use mou::domain::{Agreement, Date, Flag, LineageContext, Status, Term, Thresholds};
///
/// let today = "2025-03-01".parse::<Date>()?.first();
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.term = Some(Term::Lasting("P3Y".parse()?));
/// agreement.notice = Some("P3M".parse()?);
/// let context = LineageContext::default();
/// let standing = agreement.standing(&context, today, &Thresholds::DEFAULT_THRESHOLDS);
/// assert_eq!(standing.status, Status::Active);
/// assert_eq!(standing.ends.date(), Some("2025-07-04".parse()?));
/// assert_eq!(standing.act_by, Some("2025-04-04".parse()?));
/// assert!(standing.has(Flag::Expiring));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
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
    /// The flags, in the order of [`Flag`].
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
    /// Returns true if `flag` is raised.
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

/// The thresholds against which flags are raised.
///
/// ```
/// use mou::domain::{Settings, Thresholds};
///
/// let usual = Thresholds::from_settings(&Settings::default());
/// assert_eq!(usual, Thresholds::DEFAULT_THRESHOLDS);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thresholds {
    /// The window of `expiring`.
    pub within: Duration,
    /// How long nothing has to be done until an agreement counts as dormant.
    pub dormant: Duration,
}

impl Thresholds {
    /// The thresholds of a registry that sets none: six months, and a year.
    pub const DEFAULT_THRESHOLDS: Self =
        Self { within: Duration::from_months(6), dormant: Duration::from_years(1) };

    /// Returns the thresholds of the settings, with defaults for those not set.
    #[must_use]
    pub fn from_settings(settings: &Settings) -> Self {
        Self {
            within: settings.within.unwrap_or(Self::DEFAULT_THRESHOLDS.within),
            dormant: settings.dormant.unwrap_or(Self::DEFAULT_THRESHOLDS.dormant),
        }
    }
}

/// What the other agreements of a registry mean for one, as seen on a day.
///
/// ```
/// use mou::domain::{Date, LineageContext, Succession};
///
/// let day = "2022-07-04".parse::<Date>()?.first();
/// let context = LineageContext {
///     successors: vec![("gds-2022".parse()?, Succession::From(day))],
///     last_done: None,
/// };
/// assert!(context.successor(day).is_some());
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
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

/// What follows from the facts of an agreement. It must have the values that hold on the day: see
/// [`Agreement::on`].
impl Agreement {
    /// Returns what follows from its facts on `today`.
    #[must_use]
    pub fn standing(
        &self,
        context: &LineageContext,
        today: Day,
        thresholds: &Thresholds,
    ) -> Standing {
        self.standing_in(&self.life(context, today), context, today, thresholds)
    }

    /// Returns the life of the agreement up to `today`.
    #[must_use]
    pub fn life(&self, context: &LineageContext, today: Day) -> Life {
        Life::up_to(self, today, context.successor(today).map(|(_, day)| day))
    }

    /// Returns what follows from these facts on `today`, given their life up to it.
    pub(super) fn standing_in(
        &self,
        life: &Life,
        context: &LineageContext,
        today: Day,
        thresholds: &Thresholds,
    ) -> Standing {
        let status = self.status_in(life, today);
        let mut standing = Standing {
            status,
            ends: End::Unknown,
            act_by: None,
            ends_in_days: None,
            act_in_days: None,
            succeeded_by: context.successors.iter().map(|(id, _)| id.clone()).collect(),
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
            context.last_done.map_or(began, |done| done.max(began))
        });
        if status == Status::Active {
            standing.idle_days = idle_since.map(|since| (today - since).num_days());
        }
        let lapse = life.decision == Some(Decision::Lapse);
        standing.settled =
            standing.end_is_declared || context.settles() || (lapse && !life.will_renew);
        let is_past = standing.act_by.is_some_and(|act_by| act_by.last() < today);
        standing.notice_still_in_time =
            is_past && life.will_renew && self.is_notice_in_time(life, today) == Some(true);
        self.raise_flags(&mut standing, life, idle_since, today, thresholds);
        standing
    }

    /// Returns the first status that fits.
    fn status_in(&self, life: &Life, today: Day) -> Status {
        let is_past = |given: NoticeGiven| given.end.is_some_and(|end| end.last() < today);
        let is_over = |index: usize| self.events[index].terminates_from() <= today;
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

    /// Raises the flags, in the order in which they are shown; the rest of the standing is there.
    fn raise_flags(
        &self,
        standing: &mut Standing,
        life: &Life,
        idle_since: Option<Day>,
        today: Day,
        thresholds: &Thresholds,
    ) {
        let status = standing.status;
        let in_force = status.is_in_force();
        // `will_renew` is false once notice is given or a termination counts.
        let missed =
            in_force && life.will_renew && self.is_notice_in_time(life, today) == Some(false);
        let dormant_before = || counting::back(today, thresholds.dormant);
        let lapse = life.decision == Some(Decision::Lapse);
        let holds = |flag: Flag, standing: &Standing| match flag {
            Flag::NoticeMissed => missed,
            Flag::Expiring => {
                in_force
                    && standing.ends_within(today, counting::window_end(today, thresholds.within))
            }
            Flag::AutoRenewed => in_force && life.previous_end.is_some(),
            Flag::EndUnknown => {
                (in_force || status == Status::Upcoming)
                    && !self.is_pending()
                    && standing.ends == End::Unknown
            }
            Flag::Pending => status == Status::Upcoming && self.is_pending(),
            Flag::Lapsed => status == Status::Expired && standing.succeeded_by.is_empty() && !lapse,
            Flag::Dormant => {
                let early = |since| dormant_before().is_some_and(|before| since <= before);
                status == Status::Active && idle_since.is_some_and(early)
            }
            Flag::Decided => {
                let open = in_force || matches!(status, Status::Upcoming | Status::Expired);
                open && life.decision.is_some()
            }
            Flag::ObligationOverdue => {
                self.activities.iter().any(|activity| activity.is_overdue(today))
            }
            Flag::ReviewDue => in_force && self.is_review_due(life, today),
            Flag::Conflict => !self.conflicts.is_empty(),
        };
        standing.flags =
            Flag::VARIANTS.iter().copied().filter(|flag| holds(*flag, standing)).collect();
    }

    /// Returns the first review day that is not past.
    fn next_review(&self, today: Day) -> Option<Date> {
        let is_past = |date: Date| date.last() < today;
        self.review_day(self.review_days(is_past)? + 1)
    }

    /// Returns true if a review day has come, and there was no review after the one before it, or since the first
    /// day.
    fn is_review_due(&self, life: &Life, today: Day) -> bool {
        let come = self.review_days(|date| date.first() <= today).unwrap_or_default();
        come > 0 && life.end.date().is_none() && self.is_review_missing(come, today)
    }

    /// Returns the latest review day that is wholly past, if there was no review after the one before it, or since
    /// the first day. For agreements in force without a known end.
    #[must_use]
    pub fn missed_review(&self, today: Day) -> Option<Date> {
        let past = self.review_days(|date| date.last() < today).filter(|past| *past > 0)?;
        self.review_day(past).filter(|_| self.is_review_missing(past, today))
    }

    /// Returns true if no review counts for the review day with this number.
    fn is_review_missing(&self, number: u32, today: Day) -> bool {
        let before = if number == 1 { None } else { self.review_day(number - 1) };
        let counts = |day: Day| match before {
            Some(review) => day > review.last(),
            None => self.first_day().is_some_and(|first| day >= first.first()),
        };
        let activities = self.activities.iter().filter(|activity| activity.is_review());
        let is_event = |event: &Event| {
            matches!(event.kind, EventKind::Amended | EventKind::Decided | EventKind::Renewed)
        };
        let events = self.events_by(today).into_iter().filter(|(_, event)| is_event(event));
        !activities.filter_map(|activity| activity.counts_on(today)).any(counts)
            && !events.map(|(_, event)| event.counts_from()).any(counts)
    }

    /// Returns the latest review day that has come; `None` if there is none.
    #[must_use]
    pub fn latest_review_day(&self, today: Day) -> Option<Date> {
        let come = self.review_days(|date| date.first() <= today)?;
        if come > 0 { self.review_day(come) } else { None }
    }

    /// Returns the review day with this number, from 1; `None` past the year 9999.
    fn review_day(&self, number: u32) -> Option<Date> {
        let sum = MonthsAndDays::default().plus(self.review?, number.into());
        counting::last_date(self.first_day()?, sum, Basis::From)
    }

    /// Returns how many review days there are for which `matches` returns true, which it must do up to some day;
    /// `None` if there are no review days.
    fn review_days(&self, matches: impl Fn(Date) -> bool) -> Option<u32> {
        self.first_day().zip(self.review)?;
        let is_over = |number: u32| !self.review_day(number).is_some_and(&matches);
        first_match(1, None, is_over).map(|first| first - 1)
    }
}

#[cfg(test)]
mod tests;
