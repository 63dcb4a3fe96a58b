//! The course of an agreement up to a day: its periods, and the events that changed its end.
//!
//! The course is a list of *stretches*. The first is what the agreement itself states (`end`, or
//! `term` from the first day); each renewal by event, and a notice, begins another. Within a
//! stretch the end moves on by automatic renewal; every end is counted from the stretch's anchor
//! with the summed months.

use super::counting::{self, Sum};
use super::date::{Date, Day};
use super::duration::Duration;
use super::event::Decision;
use super::status::End;
use super::tenure::{EventDates, EventEffect, Tenure};
use super::term::{Basis, Renewal, Term};

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

/// The state while the events are gone through.
struct Walk<'a> {
    tenure: &'a Tenure,
    stretches: Vec<Stretch>,
    course: Course,
    cause: Cause,
    used: u32,
    notice: Option<Given>,
    turns_at_most: Option<u32>,
    decision: Option<(Decision, Day)>,
    suspended: Option<Date>,
    termination: Option<Termination>,
    succeeded: Option<Day>,
}

impl<'a> Walk<'a> {
    fn begin(tenure: &'a Tenure, succeeded: Option<Day>) -> Self {
        let (cause, course) = match (tenure.end, tenure.term) {
            _ if tenure.is_pending() => (Cause::Pending, Course::Unknown),
            (Some(end), _) => {
                (Cause::StatedEnd, Course::Runs(Anchor::StatedEnd(end), Sum::default()))
            }
            (None, Some(Term::Indefinite)) => (Cause::Term, Course::Indefinite),
            (None, Some(Term::Lasting(term))) => {
                let course = tenure.first_day().map_or(Course::Unknown, |first| {
                    Course::Runs(Anchor::FirstDay(first, tenure.basis), term.into())
                });
                (Cause::Term, course)
            }
            (None, None) => (Cause::Term, Course::Unknown),
        };
        Self {
            tenure,
            stretches: Vec::new(),
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
        let turns = self.turns(day);
        let next = match (event.end, event.term, event.from) {
            (Some(end), _, _) => Course::Runs(Anchor::StatedEnd(end), Sum::default()),
            (None, Some(Term::Indefinite), None) if !self.has_last_end() => return,
            (None, Some(Term::Indefinite), _) => Course::Indefinite,
            (None, Some(Term::Lasting(term)), Some(from)) => {
                Course::Runs(Anchor::FirstDay(from, self.tenure.basis), term.into())
            }
            (None, Some(Term::Lasting(term)), None) => match self.carried_on(turns, term) {
                Some(course) => course,
                None => return,
            },
            (None, None, _) => Course::Unknown,
        };
        // Nothing but notice and termination sets an end while coming into effect is pending (S12).
        let next = if self.tenure.is_pending() { Course::Unknown } else { next };
        self.close(turns);
        self.close_notice();
        self.begin_stretch(Cause::Renewed(place), next, turns);
        self.notice = None;
        self.turns_at_most = None;
        self.decision = None;
    }

    /// Returns true if there is a last end that a renewal can continue from (S24).
    fn has_last_end(&self) -> bool {
        match self.notice {
            Some(given) => given.end.is_some(),
            None => matches!(self.course, Course::Runs(..)),
        }
    }

    /// Returns the course with `term` added to the sum; `None` where there is no last end.
    fn carried_on(&self, turns: u32, term: Duration) -> Option<Course> {
        if let Some(given) = self.notice {
            return given.end.map(|end| Course::Runs(Anchor::StatedEnd(end), term.into()));
        }
        match self.course {
            Course::Unknown | Course::Indefinite => None,
            Course::Runs(anchor, sum) => {
                Some(Course::Runs(anchor, self.with_turns(sum, turns).and(term, 1)))
            }
        }
    }

    /// Sets the end that a notice sets, unless the agreement has ended by then.
    ///
    /// Only the first notice counts; but one that leaves the end unknown does not keep a later one
    /// from saying when it is.
    fn give_notice(&mut self, place: usize, event: EventDates) {
        let day = event.counts_from();
        let turns = self.turns(day);
        let current = self.end_at(turns);
        let first_counts = self.notice.is_some_and(|given| given.end.is_some());
        if first_counts || current.date().is_some_and(|end| day > end.last()) {
            return;
        }
        let own = event.end.or(match event.term {
            Some(Term::Lasting(term)) => counting::last_date(event.on, term.into(), Basis::From),
            Some(Term::Indefinite) | None => None,
        });
        let (end, last_turn) = match (own, current) {
            (Some(own), _) => (Some(self.at_most_possible(own, day)), turns),
            (None, End::On(_)) => {
                let last_turn = self.last_turn_after_notice(turns, day);
                (self.end_at(last_turn).date(), last_turn)
            }
            (None, End::Unknown | End::Indefinite) => {
                let notice = self.tenure.notice;
                let end = notice
                    .and_then(|notice| counting::last_date(event.on, notice.into(), Basis::From));
                (end, turns)
            }
        };
        self.notice = Some(Given { event: place, on: event.on, end, period_end: current });
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
    fn last_turn_after_notice(&self, turns: u32, day: Day) -> u32 {
        let Some(notice) = self.tenure.notice else {
            return turns;
        };
        let is_in_time = |turns: u32| {
            let end = self.end_at(turns).date();
            end.is_none_or(|end| counting::is_notice_in_time(day, notice, end))
        };
        let last = self.last_turn(day);
        first_turn(turns, last, is_in_time).unwrap_or_else(|| last.unwrap_or(turns))
    }

    fn finish(mut self, today: Day) -> Life {
        // Automatic renewals continue up to the last day that a termination sets (S33).
        let last_day = self.termination.map(|termination| termination.last_day);
        let until = last_day.map_or(today, |last| last.last().min(today));
        let turns = self.turns(until);
        let previous_end = turns.checked_sub(1).and_then(|before| self.end_at(before).date());
        let will_renew =
            self.notice.is_none() && self.termination.is_none() && self.renews_after(turns, until);
        let decision = self
            .decision
            .filter(|(_, on)| previous_end.is_none_or(|end| *on > end.last()))
            .map(|(decision, _)| decision);
        let runs_out = last_day.map(|last| self.end_at(self.turns(last.last())));
        let last_end = self.close(turns);
        let notice_end = self.close_notice();
        let end = match last_day {
            None => notice_end.unwrap_or(last_end),
            Some(last) => match notice_end.or(runs_out) {
                Some(End::On(end)) if end.last() < last.first() => End::On(end),
                _ => End::On(last),
            },
        };
        if let Some(termination) = self.termination {
            let course = Course::Runs(Anchor::StatedEnd(termination.last_day), Sum::default());
            let cause = Cause::Terminated(termination.event);
            self.stretches.push(Stretch { cause, course, turns: 0, end });
        }
        Life {
            first: self.tenure.first_day(),
            stretches: self.stretches,
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

    /// Ends the stretch of the notice that holds, if there is one, and returns the end that it sets.
    fn close_notice(&mut self) -> Option<End> {
        let given = self.notice?;
        let (course, end) = match given.end {
            None => (Course::Unknown, End::Unknown),
            Some(end) => (Course::Runs(Anchor::StatedEnd(end), Sum::default()), End::On(end)),
        };
        self.stretches.push(Stretch { cause: Cause::Notice(given), course, turns: 0, end });
        Some(end)
    }

    /// Ends the stretch after so many automatic renewals, and returns its end.
    fn close(&mut self, turns: u32) -> End {
        let end = self.end_at(turns);
        self.stretches.push(Stretch { cause: self.cause, course: self.course, turns, end });
        end
    }

    fn begin_stretch(&mut self, cause: Cause, course: Course, turns: u32) {
        self.used = self.used.saturating_add(turns);
        self.cause = cause;
        self.course = course;
    }
}

impl Walk<'_> {
    /// Returns how many automatic renewals the stretch has seen by `day`.
    fn turns(&self, day: Day) -> u32 {
        let last = self.last_turn_ever();
        if last == Some(0) {
            return 0;
        }
        let day = self.capped(day);
        let over = |turns: u32| self.end_at(turns).date().is_none_or(|end| day <= end.last());
        first_turn(0, last, over).unwrap_or_else(|| last.unwrap_or_default())
    }

    /// Returns the day up to which automatic renewals go on: not past the day before another
    /// agreement took its place.
    fn capped(&self, day: Day) -> Day {
        self.succeeded.map_or(day, |taken| day.min(taken.pred_opt().unwrap_or(taken)))
    }

    /// Tells whether a further automatic renewal follows the one numbered `turns`, as of `day`.
    fn renews_after(&self, turns: u32, day: Day) -> bool {
        self.last_turn(day).is_none_or(|last| turns < last)
    }

    /// Returns the number of the last automatic renewal that is still possible on `day`; `None`
    /// where there is no last one.
    fn last_turn(&self, day: Day) -> Option<u32> {
        match self.succeeded {
            Some(taken) if taken <= day => Some(self.turns(day)),
            _ => self.last_turn_ever(),
        }
    }

    fn last_turn_ever(&self) -> Option<u32> {
        let Some(Renewal { max, .. }) = self.tenure.automatic_renewal() else {
            return Some(0);
        };
        if !matches!(self.course, Course::Runs(..)) {
            return Some(0);
        }
        let left = max.map(|max| max.get().saturating_sub(self.used));
        match (left, self.turns_at_most) {
            (Some(left), Some(most)) => Some(left.min(most)),
            (left, most) => left.or(most),
        }
    }

    /// Returns the end of the stretch after so many automatic renewals.
    fn end_at(&self, turns: u32) -> End {
        match self.course {
            Course::Unknown => End::Unknown,
            Course::Indefinite => End::Indefinite,
            Course::Runs(anchor, sum) => {
                anchor.end_after(self.with_turns(sum, turns)).map_or(End::Unknown, End::On)
            }
        }
    }

    fn with_turns(&self, sum: Sum, turns: u32) -> Sum {
        self.tenure.automatic_renewal().map_or(sum, |renewal| sum.and(renewal.every, turns.into()))
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
