//! The life of an agreement up to a day: its periods, and the events that changed its end.
//!
//! The agreement states the first period by its `end`, or by its `term` from the first day. Each recorded renewal
//! begins another period, and so do a notice and a termination. Automatic renewals move the end within a period. Every
//! end is counted from the start of the count with the sum of the terms, never from an earlier result.

use super::agreement::Agreement;
use super::counting::{self, MonthsAndDays};
use super::date::{Date, Day};
use super::event::{Decision, Event, EventKind};
use super::status::End;
use super::term::{Basis, Renewal, Term};

/// Where the count of a period starts.
///
/// ```
/// use mou::domain::{Basis, CountStart, MonthsAndDays};
///
/// let start = CountStart::FirstDay("2022-07-04".parse()?, Basis::From);
/// let three_years = MonthsAndDays { months: 36, days: 0 };
/// assert_eq!(start.end_after(three_years), Some("2025-07-04".parse()?));
/// assert_eq!(start.other_end_after(three_years), Some("2025-07-03".parse()?));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountStart {
    /// The first day of a term, counted under this basis.
    FirstDay(Date, Basis),
    /// A stated end: what follows is counted from the day after it, that day included.
    StatedEnd(Date),
}

impl Period {
    /// Returns the end of the period in the [other reading](CountStart::other_end_after); `None` if that is the same
    /// day.
    #[must_use]
    pub fn other_reading(&self, renewal: Option<Renewal>) -> Option<Date> {
        let PeriodEnd::Runs(start, sum) = self.course else { return None };
        let sum =
            renewal.map_or(sum, |renewal| sum.plus(renewal.every, self.automatic_renewals.into()));
        start.other_end_after(sum).filter(|other| End::On(*other) != self.end)
    }
}

impl CountStart {
    /// Returns the end after `sum`; `None` past the year 9999.
    #[must_use]
    pub fn end_after(self, sum: MonthsAndDays) -> Option<Date> {
        match self {
            Self::FirstDay(first, basis) => counting::last_date(first, sum, basis),
            Self::StatedEnd(end) => counting::last_date_after(end, sum),
        }
    }

    /// Returns the end after `sum` in the other reading: with the other basis, or from a stated end itself instead of
    /// the day after it.
    #[must_use]
    pub fn other_end_after(self, sum: MonthsAndDays) -> Option<Date> {
        match self {
            Self::FirstDay(first, basis) => counting::last_date(first, sum, basis.other()),
            Self::StatedEnd(end) => counting::last_date(end, sum, Basis::From),
        }
    }
}

/// How the end of a period is found.
///
/// ```
/// use mou::domain::{Agreement, Date, Life, PeriodEnd, Term};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let course = |agreement: &Agreement| Life::up_to(agreement, today, None).periods[0].course;
/// assert_eq!(course(&agreement), PeriodEnd::Unknown);
/// agreement.term = Some(Term::Indefinite);
/// assert_eq!(course(&agreement), PeriodEnd::Indefinite);
/// agreement.term = Some(Term::Lasting("P3Y".parse()?));
/// assert!(matches!(course(&agreement), PeriodEnd::Runs(..)));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodEnd {
    /// It is not known.
    Unknown,
    /// There is none.
    Indefinite,
    /// It is counted: from where, and the sum of the terms before any automatic renewal.
    Runs(CountStart, MonthsAndDays),
}

impl PeriodEnd {
    /// Returns a stated end.
    fn at(end: Date) -> Self {
        Self::Runs(CountStart::StatedEnd(end), MonthsAndDays::default())
    }
}

/// What began a period.
///
/// An index is that of an event of the agreement, in the order of the file.
///
/// ```
/// use mou::domain::{Agreement, Date, Event, EventKind, Life, PeriodCause, Term};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.term = Some(Term::Lasting("P3Y".parse()?));
/// let mut renewed = Event::new(EventKind::Renewed, "2025-06-01".parse()?);
/// renewed.term = Some(Term::Lasting("P1Y".parse()?));
/// agreement.events.push(renewed);
/// let life = Life::up_to(&agreement, "2025-06-02".parse::<Date>()?.first(), None);
/// let causes: Vec<PeriodCause> = life.periods.iter().map(|period| period.cause).collect();
/// assert_eq!(causes, [PeriodCause::Term, PeriodCause::Renewed(0)]);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PeriodCause {
    /// The agreement states an end.
    StatedEnd,
    /// The agreement states a term, or no term.
    Term,
    /// Coming into effect is pending, so that nothing is counted yet.
    Pending,
    /// It was renewed by the event with this index in the file.
    Renewed(usize),
    /// Notice was given.
    Notice(NoticeGiven),
    /// It was terminated by the event with this index in the file.
    Terminated(usize),
}

/// A part of the life between two events that changed the end.
///
/// ```
/// use mou::domain::{Agreement, Date, Life, Renewal, Term};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.term = Some(Term::Lasting("P1Y".parse()?));
/// agreement.renewal = Some(Renewal::automatic("P1Y".parse()?));
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let period = &Life::up_to(&agreement, today, None).periods[0];
/// assert_eq!(period.automatic_renewals, 1);
/// assert_eq!(period.end.date(), Some("2024-07-04".parse()?));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// What began it.
    pub cause: PeriodCause,
    /// How its end is found.
    pub course: PeriodEnd,
    /// How many automatic renewals there were by the day, or by the event that ended it.
    pub automatic_renewals: u32,
    /// Its end after these renewals.
    pub end: End,
}

/// The notice that counts.
///
/// Its end is never later than the end of that period, unless the notice states a later one.
///
/// ```
/// use mou::domain::{Agreement, Date, Event, EventKind, Life, Term};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.term = Some(Term::Indefinite);
/// agreement.notice = Some("P3M".parse()?);
/// agreement.events.push(Event::new(EventKind::Notice, "2024-05-31".parse()?));
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let notice = Life::up_to(&agreement, today, None).notice.unwrap();
/// assert_eq!((notice.event, notice.on), (0, "2024-05-31".parse()?));
/// assert_eq!(notice.end, Some("2024-08-31".parse()?));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoticeGiven {
    /// The index of the event in the file.
    pub event: usize,
    /// The day on which it was given.
    pub on: Date,
    /// The end that it sets, if that is known.
    pub end: Option<Date>,
    /// The last day of the period in which it was given.
    pub period_end: End,
}

/// The life of an agreement up to a day.
///
/// ```
/// use mou::domain::{Agreement, Date, Life, PeriodCause, Term};
///
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.term = Some(Term::Lasting("P3Y".parse()?));
/// let life = Life::up_to(&agreement, today, None);
/// assert_eq!(life.first, Some("2022-07-04".parse()?));
/// assert_eq!(life.end.date(), Some("2025-07-04".parse()?));
/// assert!(life.periods.iter().any(|period| period.cause == PeriodCause::Term));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// The first day, if it is known.
    pub first: Option<Date>,
    /// The periods so far, oldest first; one at least.
    pub periods: Vec<Period>,
    /// The last day of the current period.
    pub end: End,
    /// The last day of the period before, if the current one began automatically.
    pub previous_end: Option<Date>,
    /// Whether a further automatic renewal will follow.
    pub will_renew: bool,
    /// The notice that counts.
    pub notice: Option<NoticeGiven>,
    /// The latest decision for the current period.
    pub decision: Option<Decision>,
    /// Since when it is suspended.
    pub suspended: Option<Date>,
    /// The index of the termination that counts, whether its last day is past or not.
    pub termination: Option<usize>,
    /// The day from which another agreement succeeds it, if that has come.
    pub succeeded: Option<Day>,
}

impl Life {
    /// Returns the life of an agreement up to `today`. `succeeded` is the day from which another agreement succeeds
    /// it, if that has come.
    #[must_use]
    pub fn up_to(agreement: &Agreement, today: Day, succeeded: Option<Day>) -> Self {
        let mut builder = LifeBuilder::begin(agreement, succeeded);
        for (index, event) in agreement.events_by(today) {
            builder.apply(index, event);
        }
        builder.build(today)
    }
}

/// The state between two events.
struct LifeBuilder<'a> {
    agreement: &'a Agreement,
    /// What is known so far; the ends are set last.
    life: Life,
    /// What began the current period.
    cause: PeriodCause,
    /// How its end is found.
    course: PeriodEnd,
    /// The automatic renewals in the periods before.
    used: u32,
    /// How many automatic renewals a notice leaves to the current period.
    max_renewals: Option<u32>,
    /// The day of the decision.
    decided_on: Option<Day>,
}

impl<'a> LifeBuilder<'a> {
    fn begin(agreement: &'a Agreement, succeeded: Option<Day>) -> Self {
        let first = agreement.first_day();
        let (cause, course) = match (agreement.end, agreement.term) {
            _ if agreement.is_pending() => (PeriodCause::Pending, PeriodEnd::Unknown),
            (Some(end), _) => (PeriodCause::StatedEnd, PeriodEnd::at(end)),
            (None, Some(Term::Indefinite)) => (PeriodCause::Term, PeriodEnd::Indefinite),
            (None, Some(Term::Lasting(term))) => {
                let course = first.map_or(PeriodEnd::Unknown, |first| {
                    PeriodEnd::Runs(CountStart::FirstDay(first, agreement.basis), term.into())
                });
                (PeriodCause::Term, course)
            }
            (None, None) => (PeriodCause::Term, PeriodEnd::Unknown),
        };
        let life = Life {
            first,
            periods: Vec::new(),
            end: End::Unknown,
            previous_end: None,
            will_renew: false,
            notice: None,
            decision: None,
            suspended: None,
            termination: None,
            succeeded,
        };
        Self { agreement, life, cause, course, used: 0, max_renewals: None, decided_on: None }
    }

    fn apply(&mut self, index: usize, event: &Event) {
        match event.kind {
            EventKind::Suspended => {
                self.life.suspended.get_or_insert(event.on);
            }
            EventKind::Resumed => self.life.suspended = None,
            // A termination is final (S34).
            _ if self.life.termination.is_some() => {}
            EventKind::Renewed => self.renew(index, event),
            EventKind::Notice => self.give_notice(index, event),
            EventKind::Terminated => self.life.termination = Some(index),
            EventKind::Decided if event.decision.is_some() => {
                self.life.decision = event.decision;
                self.decided_on = Some(event.counts_from());
            }
            EventKind::Decided | EventKind::Amended | EventKind::Remark(_) => {}
        }
    }

    /// Renews the agreement: with a stated end, a term from a day, or a term added to the sum.
    fn renew(&mut self, index: usize, event: &Event) {
        let day = event.counts_from();
        let automatic_renewals = self.automatic_renewals(day);
        let count = self.count_so_far(automatic_renewals);
        let next = match (event.end, event.term, event.from) {
            (Some(end), _, _) => PeriodEnd::at(end),
            (None, Some(Term::Indefinite), None) if count.is_none() => return,
            (None, Some(Term::Indefinite), _) => PeriodEnd::Indefinite,
            (None, Some(Term::Lasting(term)), Some(from)) => {
                PeriodEnd::Runs(CountStart::FirstDay(from, self.agreement.basis), term.into())
            }
            (None, Some(Term::Lasting(term)), None) => {
                let Some((start, sum)) = count else { return };
                PeriodEnd::Runs(start, sum.plus(term, 1))
            }
            (None, None, _) => PeriodEnd::Unknown,
        };
        // Nothing but notice and termination sets an end while coming into effect is pending (S12).
        let next = if self.agreement.is_pending() { PeriodEnd::Unknown } else { next };
        self.close(automatic_renewals);
        self.close_notice();
        self.used = self.used.saturating_add(automatic_renewals);
        self.cause = PeriodCause::Renewed(index);
        self.course = next;
        self.life.notice = None;
        self.max_renewals = None;
        self.life.decision = None;
    }

    /// Returns the start and the sum of the count that a renewal continues; `None` if there is no last end (S24).
    fn count_so_far(&self, automatic_renewals: u32) -> Option<(CountStart, MonthsAndDays)> {
        match (self.life.notice, self.course) {
            (Some(given), _) => Some((CountStart::StatedEnd(given.end?), MonthsAndDays::default())),
            (None, PeriodEnd::Runs(start, sum)) => {
                Some((start, self.with_renewals(sum, automatic_renewals)))
            }
            (None, PeriodEnd::Unknown | PeriodEnd::Indefinite) => None,
        }
    }

    /// Sets the end that a notice sets, unless the agreement has ended by then.
    ///
    /// Only the first notice counts, but if that leaves the end unknown, a later one can set it.
    fn give_notice(&mut self, index: usize, event: &Event) {
        let day = event.counts_from();
        let automatic_renewals = self.automatic_renewals(day);
        let current = self.end_at(automatic_renewals);
        let first_counts = self.life.notice.is_some_and(|given| given.end.is_some());
        if first_counts || current.date().is_some_and(|end| day > end.last()) {
            return;
        }
        let own = event.end.or(match event.term {
            Some(Term::Lasting(term)) => counting::last_date(event.on, term.into(), Basis::From),
            Some(Term::Indefinite) | None => None,
        });
        let (end, last_renewal) = match (own, current) {
            (Some(own), _) => (Some(self.at_most_possible(own, day)), automatic_renewals),
            (None, End::On(_)) => {
                let last_renewal = self.last_renewal_after_notice(automatic_renewals, day);
                (self.end_at(last_renewal).date(), last_renewal)
            }
            (None, End::Unknown | End::Indefinite) => {
                let notice = self.agreement.notice;
                let end = notice
                    .and_then(|notice| counting::last_date(event.on, notice.into(), Basis::From));
                (end, automatic_renewals)
            }
        };
        self.life.notice =
            Some(NoticeGiven { event: index, on: event.on, end, period_end: current });
        self.max_renewals = Some(last_renewal);
    }

    /// Returns the end that a notice states, or the end of the last period that is possible as of
    /// `day` if that is earlier: notice shortens, and never lengthens (S29, S30).
    fn at_most_possible(&self, own: Date, day: Day) -> Date {
        match self.last_renewal(day).and_then(|last| self.end_at(last).date()) {
            Some(end) if end.last() < own.last() => end,
            _ => own,
        }
    }

    /// Returns the number of the automatic renewal with which the agreement ends after notice on
    /// `day`: that of the first period for which the notice is in time; of the last possible period
    /// if there is no such period; of the current one if no notice period is recorded (S28).
    fn last_renewal_after_notice(&self, automatic_renewals: u32, day: Day) -> u32 {
        let Some(notice) = self.agreement.notice else {
            return automatic_renewals;
        };
        let is_in_time = |automatic_renewals: u32| {
            let end = self.end_at(automatic_renewals).date();
            end.is_none_or(|end| counting::is_notice_in_time(day, notice, end))
        };
        let last = self.last_renewal(day);
        first_match(automatic_renewals, last, is_in_time)
            .unwrap_or_else(|| last.unwrap_or(automatic_renewals))
    }

    fn build(mut self, today: Day) -> Life {
        let termination = self.life.termination;
        // Automatic renewals continue up to the last day that a termination sets (S33).
        let last_day = termination.map(|index| self.agreement.events[index].last_day());
        let until = last_day.map_or(today, |last| last.last().min(today));
        let automatic_renewals = self.automatic_renewals(until);
        let previous_end =
            automatic_renewals.checked_sub(1).and_then(|before| self.end_at(before).date());
        self.life.will_renew = self.life.notice.is_none()
            && termination.is_none()
            && self.renews_after(automatic_renewals, until);
        // A decision is about the period in which it was made.
        let is_of_period = |on: Day| previous_end.is_none_or(|end| on > end.last());
        self.life.decision =
            self.life.decision.filter(|_| self.decided_on.is_some_and(is_of_period));
        self.life.previous_end = previous_end;
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
        if let (Some(index), Some(last)) = (termination, last_day) {
            self.add_period(PeriodCause::Terminated(index), PeriodEnd::at(last), 0, end);
        }
        self.life.end = end;
        self.life
    }

    /// Adds the period of the notice that counts, if there is one, and returns the end that it sets.
    fn close_notice(&mut self) -> Option<End> {
        let given = self.life.notice?;
        let course = given.end.map_or(PeriodEnd::Unknown, PeriodEnd::at);
        let end = given.end.map_or(End::Unknown, End::On);
        Some(self.add_period(PeriodCause::Notice(given), course, 0, end))
    }

    /// Adds the current period with this number of automatic renewals, and returns its end.
    fn close(&mut self, automatic_renewals: u32) -> End {
        let end = self.end_at(automatic_renewals);
        self.add_period(self.cause, self.course, automatic_renewals, end)
    }

    fn add_period(
        &mut self,
        cause: PeriodCause,
        course: PeriodEnd,
        automatic_renewals: u32,
        end: End,
    ) -> End {
        self.life.periods.push(Period { cause, course, automatic_renewals, end });
        end
    }

    /// Returns the number of automatic renewals in the period by `day`.
    fn automatic_renewals(&self, day: Day) -> u32 {
        let last = self.last_renewal_ever();
        if last == Some(0) {
            return 0;
        }
        let day = self.capped(day);
        let over = |automatic_renewals: u32| {
            self.end_at(automatic_renewals).date().is_none_or(|end| day <= end.last())
        };
        first_match(0, last, over).unwrap_or_else(|| last.unwrap_or_default())
    }

    /// Returns the day up to which automatic renewals continue: at most the day before another agreement succeeded
    /// it.
    fn capped(&self, day: Day) -> Day {
        self.life.succeeded.map_or(day, |taken| day.min(taken.pred_opt().unwrap_or(taken)))
    }

    /// Returns true if a further automatic renewal follows the one numbered `automatic_renewals`, as of `day`.
    fn renews_after(&self, automatic_renewals: u32, day: Day) -> bool {
        self.last_renewal(day).is_none_or(|last| automatic_renewals < last)
    }

    /// Returns the number of the last automatic renewal that is still possible on `day`; `None` if there is no last
    /// one.
    fn last_renewal(&self, day: Day) -> Option<u32> {
        match self.life.succeeded {
            Some(taken) if taken <= day => Some(self.automatic_renewals(day)),
            _ => self.last_renewal_ever(),
        }
    }

    fn last_renewal_ever(&self) -> Option<u32> {
        let Some(Renewal { max, .. }) = self.agreement.automatic_renewal() else {
            return Some(0);
        };
        if !matches!(self.course, PeriodEnd::Runs(..)) {
            return Some(0);
        }
        let left = max.map(|max| max.get().saturating_sub(self.used));
        match (left, self.max_renewals) {
            (Some(left), Some(most)) => Some(left.min(most)),
            (left, most) => left.or(most),
        }
    }

    /// Returns the end of the period after this number of automatic renewals.
    fn end_at(&self, automatic_renewals: u32) -> End {
        match self.course {
            PeriodEnd::Unknown => End::Unknown,
            PeriodEnd::Indefinite => End::Indefinite,
            PeriodEnd::Runs(start, sum) => start
                .end_after(self.with_renewals(sum, automatic_renewals))
                .map_or(End::Unknown, End::On),
        }
    }

    fn with_renewals(&self, sum: MonthsAndDays, automatic_renewals: u32) -> MonthsAndDays {
        self.agreement
            .automatic_renewal()
            .map_or(sum, |renewal| sum.plus(renewal.every, automatic_renewals.into()))
    }
}

/// Returns the first number from `from` to `last` for which `matches` returns true; `None` if there is none. `matches`
/// must be false up to some number and true from there on.
///
/// The number is found by doubling and halving, so that daily renewals over centuries cost no more than yearly ones.
pub(super) fn first_match(
    from: u32,
    last: Option<u32>,
    matches: impl Fn(u32) -> bool,
) -> Option<u32> {
    let last = last.unwrap_or(u32::MAX);
    if from > last {
        return None;
    }
    let (mut low, mut step) = (from, 1);
    let mut high = from;
    while !matches(high) {
        if high == last {
            return None;
        }
        low = high + 1;
        high = high.saturating_add(step).min(last);
        step = step.saturating_mul(2);
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if matches(middle) {
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

    use super::first_match;

    #[test]
    fn the_first_match_is_found_wherever_it_is_and_not_past_the_last() {
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
            let matches = |turn| {
                tried.set(tried.get() + 1);
                turn >= begins
            };
            assert_eq!(first_match(from, last, matches), found, "{from} to {last:?}: {begins}");
            assert!(tried.get() < 80, "{} tries, {from} to {last:?}: {begins}", tried.get());
        }
    }
}
