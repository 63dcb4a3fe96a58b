//! The course of an agreement up to a day: its periods, and the events that changed its end.
//!
//! The course is a list of *periods*. The first is what the agreement itself states (`end`, or
//! `term` from the first day); each renewal by event, and a notice, begins another. Within a
//! period the end moves on by automatic renewal; every end is counted from the period's anchor
//! with the summed months.

use super::counting::{self, MonthsAndDays};
use super::date::{Date, Day};
use super::duration::Duration;
use super::event::Decision;
use super::status::End;
use super::tenure::{EventDates, EventEffect, Tenure};
use super::term::{Basis, Renewal, Term};

/// Where the count of a period starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountStart {
    /// The first day of a term, counted under this basis.
    FirstDay(Date, Basis),
    /// A stated end: what follows is counted from the day after it, that day included.
    StatedEnd(Date),
}

impl Period {
    /// Returns the end of the same period, counted with the other basis, or from a stated end itself
    /// instead of the day after it; `None` if that is the same day.
    #[must_use]
    pub fn other_reading(&self, renewal: Option<Renewal>) -> Option<Date> {
        let PeriodEnd::Runs(anchor, sum) = self.course else { return None };
        let sum =
            renewal.map_or(sum, |renewal| sum.plus(renewal.every, self.automatic_renewals.into()));
        let other = match anchor {
            CountStart::FirstDay(first, basis) => counting::last_date(first, sum, basis.other()),
            CountStart::StatedEnd(end) => counting::last_date(end, sum, Basis::From),
        };
        other.filter(|other| End::On(*other) != self.end)
    }
}

impl CountStart {
    /// Returns the end that is `sum` from the anchor; `None` past the year 9999.
    #[must_use]
    pub fn end_after(self, sum: MonthsAndDays) -> Option<Date> {
        match self {
            Self::FirstDay(first, basis) => counting::last_date(first, sum, basis),
            Self::StatedEnd(end) => counting::last_date_after(end, sum),
        }
    }
}

/// How the end of a period is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodEnd {
    /// It is not known.
    Unknown,
    /// There is none.
    Indefinite,
    /// It is counted: the anchor, and what is summed from it before any automatic renewal.
    Runs(CountStart, MonthsAndDays),
}

/// What began a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodCause {
    /// The agreement states an end.
    StatedEnd,
    /// The agreement states a term, or no term.
    Term,
    /// Coming into effect is pending, so that nothing is counted yet.
    Pending,
    /// It was renewed by the event at this place in the file.
    Renewed(usize),
    /// Notice was given.
    Notice(NoticeGiven),
    /// It was terminated by the event at this place in the file.
    Terminated(usize),
}

/// A part of the course between two events that changed the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// What began it.
    pub cause: PeriodCause,
    /// How its end is found.
    pub course: PeriodEnd,
    /// How many automatic renewals it has seen by the day that is asked about, or by the event
    /// that ended it.
    pub automatic_renewals: u32,
    /// The end of its last period.
    pub end: End,
}

/// A notice that has been given and holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeGiven {
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
    /// The periods so far, oldest first; one at least.
    pub periods: Vec<Period>,
    /// The last day of the current period.
    pub end: End,
    /// The last day of the period before, where the current one began by itself.
    pub previous_end: Option<Date>,
    /// Whether a further automatic renewal is to come.
    pub will_renew: bool,
    /// The notice that holds.
    pub notice: Option<NoticeGiven>,
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
        let mut walk = LifeBuilder::begin(tenure, succeeded);
        for (place, event) in tenure.events_by(today) {
            walk.meet(place, event);
        }
        walk.finish(today)
    }
}

/// The state while the events are gone through.
struct LifeBuilder<'a> {
    tenure: &'a Tenure,
    periods: Vec<Period>,
    course: PeriodEnd,
    cause: PeriodCause,
    used: u32,
    notice: Option<NoticeGiven>,
    turns_at_most: Option<u32>,
    decision: Option<(Decision, Day)>,
    suspended: Option<Date>,
    termination: Option<Termination>,
    succeeded: Option<Day>,
}

impl<'a> LifeBuilder<'a> {
    fn begin(tenure: &'a Tenure, succeeded: Option<Day>) -> Self {
        let (cause, course) = match (tenure.end, tenure.term) {
            _ if tenure.is_pending() => (PeriodCause::Pending, PeriodEnd::Unknown),
            (Some(end), _) => (
                PeriodCause::StatedEnd,
                PeriodEnd::Runs(CountStart::StatedEnd(end), MonthsAndDays::default()),
            ),
            (None, Some(Term::Indefinite)) => (PeriodCause::Term, PeriodEnd::Indefinite),
            (None, Some(Term::Lasting(term))) => {
                let course = tenure.first_day().map_or(PeriodEnd::Unknown, |first| {
                    PeriodEnd::Runs(CountStart::FirstDay(first, tenure.basis), term.into())
                });
                (PeriodCause::Term, course)
            }
            (None, None) => (PeriodCause::Term, PeriodEnd::Unknown),
        };
        Self {
            tenure,
            periods: Vec::new(),
            course,
            cause,
            used: 0,
            notice: None,
            turns_at_most: None,
            decision: None,
            suspended: None,
            termination: None,
            succeeded,
        }
    }

    fn meet(&mut self, place: usize, event: EventDates) {
        match event.kind {
            EventEffect::Suspended => {
                self.suspended.get_or_insert(event.on);
            }
            EventEffect::Resumed => self.suspended = None,
            // A termination is final (S34).
            _ if self.termination.is_some() => {}
            EventEffect::Renewed => self.renew(place, event),
            EventEffect::Notice => self.give_notice(place, event),
            EventEffect::Terminated => {
                self.termination = Some(Termination {
                    event: place,
                    on: event.on,
                    last_day: event.last_day(),
                    takes_effect: event.terminates_from(),
                });
            }
            EventEffect::Decided(Some(decision)) => {
                self.decision = Some((decision, event.counts_from()));
            }
            EventEffect::Decided(None) | EventEffect::Amended | EventEffect::Remark => {}
        }
    }

    /// Carries the agreement on: with a stated end, a term from a day, or a term added to the sum.
    fn renew(&mut self, place: usize, event: EventDates) {
        let day = event.counts_from();
        let automatic_renewals = self.automatic_renewals(day);
        let next = match (event.end, event.term, event.from) {
            (Some(end), _, _) => {
                PeriodEnd::Runs(CountStart::StatedEnd(end), MonthsAndDays::default())
            }
            (None, Some(Term::Indefinite), None) if !self.has_last_end() => return,
            (None, Some(Term::Indefinite), _) => PeriodEnd::Indefinite,
            (None, Some(Term::Lasting(term)), Some(from)) => {
                PeriodEnd::Runs(CountStart::FirstDay(from, self.tenure.basis), term.into())
            }
            (None, Some(Term::Lasting(term)), None) => {
                match self.carried_on(automatic_renewals, term) {
                    Some(course) => course,
                    None => return,
                }
            }
            (None, None, _) => PeriodEnd::Unknown,
        };
        // Nothing but notice and termination sets an end while coming into effect is pending (S12).
        let next = if self.tenure.is_pending() { PeriodEnd::Unknown } else { next };
        self.close(automatic_renewals);
        self.close_notice();
        self.begin_stretch(PeriodCause::Renewed(place), next, automatic_renewals);
        self.notice = None;
        self.turns_at_most = None;
        self.decision = None;
    }

    /// Returns true if there is a last end that a renewal can continue from (S24).
    fn has_last_end(&self) -> bool {
        match self.notice {
            Some(given) => given.end.is_some(),
            None => matches!(self.course, PeriodEnd::Runs(..)),
        }
    }

    /// Returns the course with `term` added to the sum; `None` where there is no last end.
    fn carried_on(&self, automatic_renewals: u32, term: Duration) -> Option<PeriodEnd> {
        if let Some(given) = self.notice {
            return given.end.map(|end| PeriodEnd::Runs(CountStart::StatedEnd(end), term.into()));
        }
        match self.course {
            PeriodEnd::Unknown | PeriodEnd::Indefinite => None,
            PeriodEnd::Runs(anchor, sum) => Some(PeriodEnd::Runs(
                anchor,
                self.with_turns(sum, automatic_renewals).plus(term, 1),
            )),
        }
    }

    /// Sets the end that a notice sets, unless the agreement has ended by then.
    ///
    /// Only the first notice counts; but one that leaves the end unknown does not keep a later one
    /// from saying when it is.
    fn give_notice(&mut self, place: usize, event: EventDates) {
        let day = event.counts_from();
        let automatic_renewals = self.automatic_renewals(day);
        let current = self.end_at(automatic_renewals);
        let first_counts = self.notice.is_some_and(|given| given.end.is_some());
        if first_counts || current.date().is_some_and(|end| day > end.last()) {
            return;
        }
        let own = event.end.or(match event.term {
            Some(Term::Lasting(term)) => counting::last_date(event.on, term.into(), Basis::From),
            Some(Term::Indefinite) | None => None,
        });
        let (end, last_turn) = match (own, current) {
            (Some(own), _) => (Some(self.at_most_possible(own, day)), automatic_renewals),
            (None, End::On(_)) => {
                let last_turn = self.last_turn_after_notice(automatic_renewals, day);
                (self.end_at(last_turn).date(), last_turn)
            }
            (None, End::Unknown | End::Indefinite) => {
                let notice = self.tenure.notice;
                let end = notice
                    .and_then(|notice| counting::last_date(event.on, notice.into(), Basis::From));
                (end, automatic_renewals)
            }
        };
        self.notice = Some(NoticeGiven { event: place, on: event.on, end, period_end: current });
        self.turns_at_most = Some(last_turn);
    }

    /// Returns the end that a notice states, or the end of the last period that is possible as of
    /// `day` if that is earlier: notice shortens, and never lengthens (S29, S30).
    fn at_most_possible(&self, own: Date, day: Day) -> Date {
        match self.last_turn(day).and_then(|last| self.end_at(last).date()) {
            Some(end) if end.last() < own.last() => end,
            _ => own,
        }
    }

    /// Returns the number of the automatic renewal with which the agreement ends after notice on
    /// `day`: that of the first period for which the notice is in time; of the last possible period
    /// if there is no such period; of the current one if no notice period is recorded (S28).
    fn last_turn_after_notice(&self, automatic_renewals: u32, day: Day) -> u32 {
        let Some(notice) = self.tenure.notice else {
            return automatic_renewals;
        };
        let is_in_time = |automatic_renewals: u32| {
            let end = self.end_at(automatic_renewals).date();
            end.is_none_or(|end| counting::is_notice_in_time(day, notice, end))
        };
        let last = self.last_turn(day);
        first_turn(automatic_renewals, last, is_in_time)
            .unwrap_or_else(|| last.unwrap_or(automatic_renewals))
    }

    fn finish(mut self, today: Day) -> Life {
        // Automatic renewals continue up to the last day that a termination sets (S33).
        let last_day = self.termination.map(|termination| termination.last_day);
        let until = last_day.map_or(today, |last| last.last().min(today));
        let automatic_renewals = self.automatic_renewals(until);
        let previous_end =
            automatic_renewals.checked_sub(1).and_then(|before| self.end_at(before).date());
        let will_renew = self.notice.is_none()
            && self.termination.is_none()
            && self.renews_after(automatic_renewals, until);
        let decision = self
            .decision
            .filter(|(_, on)| previous_end.is_none_or(|end| *on > end.last()))
            .map(|(decision, _)| decision);
        let runs_out = last_day.map(|last| self.end_at(self.automatic_renewals(last.last())));
        let last_end = self.close(automatic_renewals);
        let notice_end = self.close_notice();
        let end = match last_day {
            None => notice_end.unwrap_or(last_end),
            Some(last) => match notice_end.or(runs_out) {
                Some(End::On(end)) if end.last() < last.first() => End::On(end),
                _ => End::On(last),
            },
        };
        if let Some(termination) = self.termination {
            let course = PeriodEnd::Runs(
                CountStart::StatedEnd(termination.last_day),
                MonthsAndDays::default(),
            );
            let cause = PeriodCause::Terminated(termination.event);
            self.periods.push(Period { cause, course, automatic_renewals: 0, end });
        }
        Life {
            first: self.tenure.first_day(),
            periods: self.periods,
            end,
            previous_end,
            will_renew,
            notice: self.notice,
            decision,
            suspended: self.suspended,
            termination: self.termination,
            succeeded: self.succeeded,
        }
    }

    /// Ends the period of the notice that holds, if there is one, and returns the end that it sets.
    fn close_notice(&mut self) -> Option<End> {
        let given = self.notice?;
        let (course, end) = match given.end {
            None => (PeriodEnd::Unknown, End::Unknown),
            Some(end) => (
                PeriodEnd::Runs(CountStart::StatedEnd(end), MonthsAndDays::default()),
                End::On(end),
            ),
        };
        self.periods.push(Period {
            cause: PeriodCause::Notice(given),
            course,
            automatic_renewals: 0,
            end,
        });
        Some(end)
    }

    /// Ends the period after so many automatic renewals, and returns its end.
    fn close(&mut self, automatic_renewals: u32) -> End {
        let end = self.end_at(automatic_renewals);
        self.periods.push(Period {
            cause: self.cause,
            course: self.course,
            automatic_renewals,
            end,
        });
        end
    }

    fn begin_stretch(&mut self, cause: PeriodCause, course: PeriodEnd, automatic_renewals: u32) {
        self.used = self.used.saturating_add(automatic_renewals);
        self.cause = cause;
        self.course = course;
    }
}

impl LifeBuilder<'_> {
    /// Returns how many automatic renewals the period has seen by `day`.
    fn automatic_renewals(&self, day: Day) -> u32 {
        let last = self.last_turn_ever();
        if last == Some(0) {
            return 0;
        }
        let day = self.capped(day);
        let over = |automatic_renewals: u32| {
            self.end_at(automatic_renewals).date().is_none_or(|end| day <= end.last())
        };
        first_turn(0, last, over).unwrap_or_else(|| last.unwrap_or_default())
    }

    /// Returns the day up to which automatic renewals go on: not past the day before another
    /// agreement took its place.
    fn capped(&self, day: Day) -> Day {
        self.succeeded.map_or(day, |taken| day.min(taken.pred_opt().unwrap_or(taken)))
    }

    /// Returns true if a further automatic renewal follows the one numbered `automatic_renewals`, as of `day`.
    fn renews_after(&self, automatic_renewals: u32, day: Day) -> bool {
        self.last_turn(day).is_none_or(|last| automatic_renewals < last)
    }

    /// Returns the number of the last automatic renewal that is still possible on `day`; `None`
    /// where there is no last one.
    fn last_turn(&self, day: Day) -> Option<u32> {
        match self.succeeded {
            Some(taken) if taken <= day => Some(self.automatic_renewals(day)),
            _ => self.last_turn_ever(),
        }
    }

    fn last_turn_ever(&self) -> Option<u32> {
        let Some(Renewal { max, .. }) = self.tenure.automatic_renewal() else {
            return Some(0);
        };
        if !matches!(self.course, PeriodEnd::Runs(..)) {
            return Some(0);
        }
        let left = max.map(|max| max.get().saturating_sub(self.used));
        match (left, self.turns_at_most) {
            (Some(left), Some(most)) => Some(left.min(most)),
            (left, most) => left.or(most),
        }
    }

    /// Returns the end of the period after so many automatic renewals.
    fn end_at(&self, automatic_renewals: u32) -> End {
        match self.course {
            PeriodEnd::Unknown => End::Unknown,
            PeriodEnd::Indefinite => End::Indefinite,
            PeriodEnd::Runs(anchor, sum) => anchor
                .end_after(self.with_turns(sum, automatic_renewals))
                .map_or(End::Unknown, End::On),
        }
    }

    fn with_turns(&self, sum: MonthsAndDays, automatic_renewals: u32) -> MonthsAndDays {
        self.tenure
            .automatic_renewal()
            .map_or(sum, |renewal| sum.plus(renewal.every, automatic_renewals.into()))
    }
}

/// Returns the first number from `from` to `last` for which `holds`, which is false up to some
/// number and true from there on; `None` where it holds for none. Found by doubling and halving, so
/// that a day's renewal over centuries costs no more than a year's.
fn first_turn(from: u32, last: Option<u32>, holds: impl Fn(u32) -> bool) -> Option<u32> {
    let last = last.unwrap_or(u32::MAX);
    if from > last {
        return None;
    }
    let (mut low, mut step) = (from, 1);
    let mut high = from;
    while !holds(high) {
        if high == last {
            return None;
        }
        low = high + 1;
        high = high.saturating_add(step).min(last);
        step = step.saturating_mul(2);
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::first_turn;

    #[test]
    fn the_first_turn_is_found_wherever_it_is_and_not_past_the_last() {
        for (from, last, begins, found) in [
            (0, None, 0, Some(0)),
            (0, None, 1, Some(1)),
            (0, None, 1_000_000, Some(1_000_000)),
            (0, None, u32::MAX, Some(u32::MAX)),
            (3, None, 0, Some(3)),
            (3, Some(3), 3, Some(3)),
            (3, Some(3), 4, None),
            (4, Some(3), 0, None),
            (0, Some(10), 10, Some(10)),
            (0, Some(10), 11, None),
            (2, Some(9), 7, Some(7)),
        ] {
            let tried = Cell::new(0);
            let holds = |turn| {
                tried.set(tried.get() + 1);
                turn >= begins
            };
            assert_eq!(first_turn(from, last, holds), found, "{from} to {last:?}: {begins}");
            assert!(tried.get() < 80, "{} tries, {from} to {last:?}: {begins}", tried.get());
        }
    }
}
