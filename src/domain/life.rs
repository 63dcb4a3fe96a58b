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
use super::tenure::{Happening, HappeningKind, Tenure};
use super::term::{Basis, Renewal, Term};

/// Where the count of a stretch starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// The first day of a term, counted under this basis.
    FirstDay(Date, Basis),
    /// A stated end: what follows is counted from the day after it, that day included.
    StatedEnd(Date),
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
    /// It was renewed by the event at this place in the file.
    Renewed(usize),
    /// Notice was given by the event at this place in the file.
    Notice(usize),
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
    /// When somebody ended it.
    pub terminated: Option<Date>,
    /// The day from which another agreement takes its place, where that has come.
    pub succeeded: Option<Day>,
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
    terminated: Option<Date>,
    succeeded: Option<Day>,
}

impl Life {
    /// Returns the course of `tenure` up to `today`, where `succeeded` is the day from which
    /// another agreement takes its place, if that has come.
    #[must_use]
    pub fn up_to(tenure: &Tenure, today: Day, succeeded: Option<Day>) -> Self {
        let mut walk = Walk::begin(tenure, succeeded);
        for (place, event) in tenure.events_by(today) {
            walk.meet(place, event);
            if walk.terminated.is_some() {
                break;
            }
        }
        walk.finish(today)
    }
}

impl<'a> Walk<'a> {
    fn begin(tenure: &'a Tenure, succeeded: Option<Day>) -> Self {
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

    fn meet(&mut self, place: usize, event: Happening) {
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

    fn finish(mut self, today: Day) -> Life {
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
        self.close(turns);
        let end = match self.notice {
            Some(given) => given.end.map_or(End::Unknown, End::On),
            None => self.end_at(turns),
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

    fn close(&mut self, turns: u32) {
        let end = self.end_at(turns);
        self.stretches.push(Stretch { cause: self.cause, course: self.course, turns, end });
    }

    fn begin_stretch(&mut self, cause: Cause, course: Course, turns: u32) {
        self.used = self.used.saturating_add(turns);
        self.cause = cause;
        self.course = course;
    }

    /// Returns how many automatic renewals the stretch has seen by `day`.
    fn turns(&self, day: Day) -> u32 {
        let day = self.capped(day);
        let over = |turns: u32| self.end_at(turns).date().is_none_or(|end| day <= end.last());
        let last = self.last_turn_ever();
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
        let Some(Renewal { max, .. }) = self.tenure.renewal else {
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
        self.tenure.renewal.map_or(sum, |renewal| sum.and(renewal.every, turns.into()))
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
