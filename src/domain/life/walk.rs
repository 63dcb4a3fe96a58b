//! Going through the events of an agreement, one after the other.

use super::periods::first_turn;
use super::{Anchor, Cause, Course, Given, Life, Stretch, Termination};
use crate::domain::counting::{self, Sum};
use crate::domain::date::{Date, Day};
use crate::domain::duration::Duration;
use crate::domain::event::Decision;
use crate::domain::status::End;
use crate::domain::tenure::{EventDates, EventEffect, Tenure};
use crate::domain::term::{Basis, Term};

/// The state while the events are gone through.
pub(super) struct Walk<'a> {
    pub(super) tenure: &'a Tenure,
    stretches: Vec<Stretch>,
    pub(super) course: Course,
    cause: Cause,
    pub(super) used: u32,
    notice: Option<Given>,
    pub(super) turns_at_most: Option<u32>,
    decision: Option<(Decision, Day)>,
    suspended: Option<Date>,
    pub(super) termination: Option<Termination>,
    pub(super) succeeded: Option<Day>,
}

impl<'a> Walk<'a> {
    pub(super) fn begin(tenure: &'a Tenure, succeeded: Option<Day>) -> Self {
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

    pub(super) fn meet(&mut self, place: usize, event: EventDates) {
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

    pub(super) fn finish(mut self, today: Day) -> Life {
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
