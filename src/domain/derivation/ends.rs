//! How the last day follows, period by period.

use super::{Step, or_not_known};
use crate::domain::agreement::Agreement;
use crate::domain::counting::{
    self, CORRESPONDING_DATE_RULE, CORRESPONDING_DATE_SOURCES, FIRST_DAY_INCLUDED_SOURCES,
    MonthsAndDays, RENEWAL_SOURCES,
};
use crate::domain::date::Date;
use crate::domain::event::Event;
use crate::domain::life::{CountStart, NoticeGiven, Period, PeriodCause, PeriodEnd};
use crate::domain::status::End;
use crate::domain::term::{Basis, Term};

impl Agreement {
    /// Returns the step that explains the end of a period before any automatic renewal.
    pub(super) fn period_end_step(&self, period: &Period, before: Option<&Period>) -> Step {
        let base = match period.course {
            PeriodEnd::Unknown => End::Unknown,
            PeriodEnd::Indefinite => End::Indefinite,
            PeriodEnd::Runs(start, sum) => start.end_after(sum).map_or(End::Unknown, End::On),
        };
        let result = or_not_known(&base.to_string());
        match period.cause {
            PeriodCause::StatedEnd => {
                let by_term = match (self.term, self.first_day()) {
                    (Some(Term::Lasting(term)), Some(first)) => {
                        counting::last_date(first, term.into(), self.basis)
                    }
                    _ => None,
                };
                let differs = by_term.filter(|date| Some(*date) != self.end);
                Step::new(
                    "last day",
                    result,
                    "the stated end, which takes precedence over the \
                    term",
                )
                .from("end", self.end)
                .from("term", self.term)
                .or(differs.map(|date| format!("{date}, by the term alone")))
            }
            PeriodCause::Term => self.term_step(period.course, base),
            PeriodCause::Renewed(index) => self.renewed_step(index, period.course, before, &result),
            PeriodCause::Pending => Step::new(
                "last day",
                result,
                "coming into effect is pending: nothing is counted yet",
            )
            .from("term", self.term)
            .from("end", self.end),
            PeriodCause::Notice(given) => self.notice_step(given, &result),
            PeriodCause::Terminated(index) => self.terminated_step(index, period, before),
        }
    }

    fn term_step(&self, course: PeriodEnd, base: End) -> Step {
        let result = or_not_known(&base.to_string());
        let step = |rule: &str| {
            Step::new("last day", &result, rule)
                .from("first day", self.first_day())
                .from("term", self.term)
                .from(
                    "basis",
                    Some(self.basis)
                        .filter(|basis| *basis == Basis::Including)
                        .map(|_| "including"),
                )
        };
        match (self.term, course) {
            (Some(Term::Indefinite), _) => {
                step("the term is indefinite: in force until somebody ends it")
            }
            (Some(Term::Lasting(_)), PeriodEnd::Runs(..)) if base == End::Unknown => {
                step("the term runs past the year 9999")
            }
            (Some(Term::Lasting(_)), PeriodEnd::Runs(start, sum)) => counted(step(""), start, sum),
            (Some(Term::Lasting(_)), _) => {
                step("a term gives no end if its first day is not known")
            }
            (None, _) => step("neither a term nor an end is recorded"),
        }
    }

    /// Returns the step that explains how automatic renewals moved the end of a period.
    pub(super) fn automatic_renewal_step(&self, period: &Period) -> Step {
        let often = period.automatic_renewals;
        let times = if often == 1 { "once".to_owned() } else { format!("{often} times") };
        let every = self.renewal.map(|renewal| renewal.every.in_words()).unwrap_or_default();
        let from = match period.course {
            PeriodEnd::Runs(CountStart::FirstDay(first, _), sum) => {
                format!(
                    "from {first} with the summed terms, {} and {often} × {every}",
                    length_in_words(sum)
                )
            }
            PeriodEnd::Runs(CountStart::StatedEnd(end), _) => {
                format!("from the day after the stated end {end}, that day included")
            }
            PeriodEnd::Unknown | PeriodEnd::Indefinite => String::new(),
        };
        Step::new(
            "last day",
            or_not_known(&period.end.to_string()),
            format!(
                "renewed automatically {times}; every end is counted {from}, \
                 never from the result of an earlier count"
            ),
        )
        .from("renewal", self.renewal)
        .by(match period.course {
            PeriodEnd::Runs(CountStart::StatedEnd(_), _) => RENEWAL_SOURCES,
            _ => sources(self.basis),
        })
        .or(period
            .other_reading(self.automatic_renewal())
            .map(|date| in_other_reading(date, period.course)))
    }

    fn renewed_step(
        &self,
        index: usize,
        course: PeriodEnd,
        before: Option<&Period>,
        result: &str,
    ) -> Step {
        let event = self.events.get(index);
        let step = |rule: String| {
            Step::new("last day", result, rule)
                .from("last day before", before.map(|before| or_not_known(&before.end.to_string())))
                .from("renewed", event.map(|event| event.on))
                .from("term", event.and_then(|event| event.term))
                .from("from", event.and_then(|event| event.from))
                .from("end", event.and_then(|event| event.end))
        };
        let stated = event.is_some_and(|event| event.end.is_some());
        match course {
            PeriodEnd::Unknown => {
                step("renewed without a term or an end: no longer known".to_owned())
            }
            PeriodEnd::Indefinite => step("renewed for an indefinite term".to_owned()),
            PeriodEnd::Runs(..) if stated => step("renewed with a stated end".to_owned()),
            PeriodEnd::Runs(start @ CountStart::FirstDay(first, _), sum) => {
                let counted_from = event.and_then(|event| event.from);
                let rule = if counted_from.is_some() {
                    format!("renewed: the term is counted from {first}")
                } else {
                    format!(
                        "renewed: the term is added to those before, {} in all, counted from the \
                         original first day {first}",
                        length_in_words(sum)
                    )
                };
                counted(step(rule), start, sum)
            }
            PeriodEnd::Runs(CountStart::StatedEnd(end), _) => step(format!(
                "renewed: the term is counted from the day after the last end {end}, that day \
                 included"
            ))
            .by(RENEWAL_SOURCES),
        }
    }

    fn notice_step(&self, given: NoticeGiven, result: &str) -> Step {
        let event: Option<&Event> = self.events.get(given.event);
        let own = event.is_some_and(|event| event.end.is_some() || event.term.is_some());
        let is_capped = event.and_then(|event| event.end).is_some_and(|end| Some(end) != given.end);
        let rule = match given.period_end {
            _ if own && is_capped => {
                "the notice states its effective date, and does not extend the agreement"
            }
            _ if own => "the notice states its effective date",
            End::On(date) if Some(date) == given.end => match self.notice {
                Some(_) => {
                    "notice was given in time: the agreement ends with the period of the notice"
                }
                None => "no notice period is recorded: it ends with the period of the notice",
            },
            End::On(_) => {
                "notice was given too late for the period that ran: the agreement ends with the first \
                 period for which the notice is in time, or the last one that is possible"
            }
            _ if self.notice.is_some() => {
                "it had no last day: it ends the notice period after the day of the notice, which is \
                 not counted"
            }
            _ => "notice was given, and no notice period is recorded",
        };
        Step::new("last day", result, rule)
            .from("notice given", event.map(|event| event.on))
            .from("notice", self.notice)
            .from("last day of the period", given.period_end.date())
            .from("end", event.and_then(|event| event.end))
            .from("term", event.and_then(|event| event.term))
    }

    fn terminated_step(&self, index: usize, period: &Period, before: Option<&Period>) -> Step {
        let event = self.events.get(index);
        let sets = event.map(Event::last_day);
        let rule = if sets.map(End::On) == Some(period.end) {
            "the last day that the termination sets"
        } else {
            "it ran out before the last day that the termination sets"
        };
        Step::new("last day", or_not_known(&period.end.to_string()), rule)
            .from("last day before", before.map(|before| or_not_known(&before.end.to_string())))
            .from("terminated", event.map(|event| event.on))
            .from("end", event.and_then(|event| event.end))
    }
}

/// Returns the sources of a count with this basis.
fn sources(basis: Basis) -> &'static str {
    match basis {
        Basis::From => CORRESPONDING_DATE_SOURCES,
        Basis::Including => FIRST_DAY_INCLUDED_SOURCES,
    }
}

/// Completes the step of a count from a first day with its rule, its sources and the reading under the other basis.
fn counted(mut step: Step, start: CountStart, sum: MonthsAndDays) -> Step {
    let CountStart::FirstDay(_, basis) = start else { return step };
    let rule = match basis {
        Basis::From => CORRESPONDING_DATE_RULE,
        Basis::Including => {
            "the first day is counted: the last day is the day before the corresponding date, or \
             the last day of the month if there is none"
        }
    };
    step.rule =
        if step.rule.is_empty() { rule.to_owned() } else { format!("{}; {rule}", step.rule) };
    let other = start.other_end_after(sum).filter(|date| date.to_string() != step.result);
    step.by(sources(basis))
        .or(other.map(|date| in_other_reading(date, PeriodEnd::Runs(start, sum))))
}

/// Returns the end of a period in the other reading, and which reading that is.
fn in_other_reading(date: Date, course: PeriodEnd) -> String {
    let reading = match course {
        PeriodEnd::Runs(CountStart::FirstDay(_, Basis::From), _) => "the first day is counted",
        PeriodEnd::Runs(CountStart::FirstDay(_, Basis::Including), _) => {
            "the first day is left out"
        }
        _ => "it is counted from the stated end itself",
    };
    format!("{date}, if {reading}")
}

fn length_in_words(sum: MonthsAndDays) -> String {
    let unit = |count: u64, unit: &str| {
        (count > 0).then(|| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
    };
    let parts = if sum.months.is_multiple_of(12) {
        [unit(sum.months / 12, "year"), unit(sum.days, "day")]
    } else {
        [unit(sum.months, "month"), unit(sum.days, "day")]
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
