//! Going through the events of an agreement, one after the other.

use super::periods::first_turn;
use super::{Anchor, Cause, Course, Given, Life, Stretch};
use crate::domain::counting::{self, Sum};
use crate::domain::date::{Date, Day};
use crate::domain::duration::Duration;
use crate::domain::event::Decision;
use crate::domain::happening::{Happening, HappeningKind};
use crate::domain::status::End;
use crate::domain::tenure::Tenure;
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
    pub(super) terminated: Option<Date>,
    pub(super) succeeded: Option<Day>,
}

impl<'a> Walk<'a> {
    pub(super) fn begin(tenure: &'a Tenure, succeeded: Option<Day>) -> Self {
        let (cause, course) = match (tenure.end, tenure.term) {
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
            terminated: None,
            succeeded,
        }
    }

    pub(super) fn meet(&mut self, place: usize, event: Happening) {
        match event.kind {
            HappeningKind::Renewed => self.renew(place, event),
            HappeningKind::Notice => self.give_notice(place, event),
            HappeningKind::Suspended => {
                self.suspended.get_or_insert(event.on);
            }
            HappeningKind::Resumed => self.suspended = None,
            HappeningKind::Terminated => self.terminated = Some(event.on),
            HappeningKind::Decided(Some(decision)) => {
                self.decision = Some((decision, event.counts_from()));
            }
            HappeningKind::Decided(None) | HappeningKind::Amended | HappeningKind::Remark => {}
        }
    }

    /// Carries the agreement on: with a stated end, a term from a day, or a term added to the sum.
    fn renew(&mut self, place: usize, event: Happening) {
        let day = event.counts_from();
        let turns = self.turns(day);
        let next = match (event.end, event.term, event.from) {
            (Some(end), _, _) => Course::Runs(Anchor::StatedEnd(end), Sum::default()),
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
        self.close(turns);
        self.begin_stretch(Cause::Renewed(place), next, turns);
        self.notice = None;
        self.turns_at_most = None;
        self.decision = None;
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
    fn give_notice(&mut self, place: usize, event: Happening) {
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
        let end = match (own, current) {
            (Some(own), End::On(current)) if !self.renews_after(turns, day) => {
                Some(own.min(current))
            }
            (Some(own), _) => Some(own),
            (None, End::On(_)) => self.end_by_notice(turns, day),
            (None, End::Unknown | End::Indefinite) => self
                .tenure
                .notice
                .and_then(|notice| counting::last_date(event.on, notice.into(), Basis::From)),
        };
        self.notice = Some(Given { event: place, on: event.on, end });
        self.turns_at_most = Some(turns);
    }

    /// Returns the end of the first period whose act-by date is not past on `day`; of the last
    /// possible period, where no other is left; of the current one where no notice is recorded.
    fn end_by_notice(&self, turns: u32, day: Day) -> Option<Date> {
        let current = self.end_at(turns).date();
        let Some(notice) = self.tenure.notice else {
            return current;
        };
        let in_time = |turns: u32| match self.end_at(turns).date() {
            None => true,
            Some(end) => counting::act_by(end, notice).is_some_and(|act_by| day <= act_by.last()),
        };
        let last = self.last_turn(day);
        first_turn(turns, last, in_time).map_or(current, |turns| self.end_at(turns).date())
    }

    pub(super) fn finish(mut self, today: Day) -> Life {
        let until = self.terminated.map_or(today, |on| {
            let before = on.first().pred_opt().unwrap_or(on.first());
            before.min(today)
        });
        let turns = self.turns(until);
        let previous_end = turns.checked_sub(1).and_then(|before| self.end_at(before).date());
        let will_renew = self.notice.is_none() && self.renews_after(turns, until);
        let decision = self
            .decision
            .filter(|(_, on)| previous_end.is_none_or(|end| *on > end.last()))
            .map(|(decision, _)| decision);
        let last_end = self.close(turns);
        let end = match self.notice {
            Some(given) => given.end.map_or(End::Unknown, End::On),
            None => last_end,
        };
        if let Some(given) = self.notice {
            let course = given.end.map_or(Course::Unknown, |end| {
                Course::Runs(Anchor::StatedEnd(end), Sum::default())
            });
            let cause = Cause::Notice(given.event);
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
            terminated: self.terminated,
            succeeded: self.succeeded,
        }
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
