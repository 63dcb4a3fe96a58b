//! How the last day comes about, stretch by stretch.

use super::{Step, or_not_known};
use crate::domain::counting::{
    self, CORRESPONDING_DATE, CORRESPONDING_DATE_SOURCES, FIRST_DAY_INCLUDED_SOURCES,
    RENEWAL_SOURCES, Sum,
};
use crate::domain::life::{Anchor, Cause, Course, Given, Stretch};
use crate::domain::status::End;
use crate::domain::tenure::{EventDates, Tenure};
use crate::domain::term::{Basis, Term};

impl Tenure {
    /// Tells how the end of a stretch comes about before any automatic renewal.
    pub(super) fn stretch_step(&self, stretch: &Stretch, before: Option<&Stretch>) -> Step {
        let base = match stretch.course {
            Course::Unknown => End::Unknown,
            Course::Indefinite => End::Indefinite,
            Course::Runs(anchor, sum) => anchor.end_after(sum).map_or(End::Unknown, End::On),
        };
        let result = or_not_known(&base.to_string());
        match stretch.cause {
            Cause::StatedEnd => {
                let by_term = match (self.term, self.first_day()) {
                    (Some(Term::Lasting(term)), Some(first)) => {
                        counting::last_date(first, term.into(), self.basis)
                    }
                    _ => None,
                };
                let differs = by_term.filter(|date| Some(*date) != self.end);
                Step::new("last day", result, "the stated end, which beats what a term gives")
                    .from("end", self.end)
                    .from("term", self.term)
                    .or(differs.map(|date| format!("{date}, by the term alone")))
            }
            Cause::Term => self.term_step(stretch.course, base),
            Cause::Renewed(place) => self.renewed_step(place, stretch.course, before, &result),
            Cause::Pending => Step::new(
                "last day",
                result,
                "coming into effect is pending: nothing is counted yet",
            )
            .from("term", self.term)
            .from("end", self.end),
            Cause::Notice(given) => self.notice_step(given, &result),
            Cause::Terminated(place) => self.terminated_step(place, stretch, before),
        }
    }

    fn term_step(&self, course: Course, base: End) -> Step {
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
            (Some(Term::Lasting(_)), Course::Runs(..)) if base == End::Unknown => {
                step("the term runs past the year 9999")
            }
            (Some(Term::Lasting(_)), Course::Runs(anchor, sum)) => {
                counted(step(""), anchor, sum, self.basis)
            }
            (Some(Term::Lasting(_)), _) => {
                step("a term gives no end if its first day is not known")
            }
            (None, _) => step("neither a term nor an end is recorded"),
        }
    }

    /// Tells how automatic renewals moved the end of a stretch on.
    pub(super) fn turns_step(&self, stretch: &Stretch) -> Step {
        let often = stretch.turns;
        let times = if often == 1 { "once".to_owned() } else { format!("{often} times") };
        let every = self.renewal.map(|renewal| renewal.every.in_words()).unwrap_or_default();
        let from = match stretch.course {
            Course::Runs(Anchor::FirstDay(first, _), sum) => {
                format!(
                    "from {first} with the summed terms, {} and {often} × {every}",
                    sum_in_words(sum)
                )
            }
            Course::Runs(Anchor::StatedEnd(end), _) => {
                format!("from the day after the stated end {end}, that day included")
            }
            Course::Unknown | Course::Indefinite => String::new(),
        };
        Step::new(
            "last day",
            or_not_known(&stretch.end.to_string()),
            format!(
                "renewed automatically {times}; every end is counted {from}, \
                 never from the result of an earlier count"
            ),
        )
        .from("renewal", self.renewal)
        .by(match stretch.course {
            Course::Runs(Anchor::StatedEnd(_), _) => RENEWAL_SOURCES,
            _ => sources(self.basis),
        })
        .or(stretch.other_reading(self.automatic_renewal()).map(|date| {
            match stretch.course {
                Course::Runs(Anchor::FirstDay(_, Basis::From), _) => {
                    format!("{date}, if the first day is counted")
                }
                Course::Runs(Anchor::FirstDay(_, Basis::Including), _) => {
                    format!("{date}, if the first day is left out")
                }
                _ => format!("{date}, if it is counted from the stated end itself"),
            }
        }))
    }

    fn renewed_step(
        &self,
        place: usize,
        course: Course,
        before: Option<&Stretch>,
        result: &str,
    ) -> Step {
        let event = self.events.get(place);
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
            Course::Unknown => step("renewed without a term or an end: no longer known".to_owned()),
            Course::Indefinite => step("renewed for an indefinite term".to_owned()),
            Course::Runs(..) if stated => step("renewed with a stated end".to_owned()),
            Course::Runs(Anchor::FirstDay(first, basis), sum) => {
                let counted_from = event.and_then(|event| event.from);
                let rule = if counted_from.is_some() {
                    format!("renewed: the term is counted from {first}")
                } else {
                    format!(
                        "renewed: the term is added to those before, {} in all, counted from the \
                         original first day {first}",
                        sum_in_words(sum)
                    )
                };
                counted(step(rule), Anchor::FirstDay(first, basis), sum, basis)
            }
            Course::Runs(Anchor::StatedEnd(end), _) => step(format!(
                "renewed: the term is counted from the day after the last end {end}, that day \
                 included"
            ))
            .by(RENEWAL_SOURCES),
        }
    }

    fn notice_step(&self, given: Given, result: &str) -> Step {
        let event: Option<&EventDates> = self.events.get(given.event);
        let own = event.is_some_and(|event| event.end.is_some() || event.term.is_some());
        let is_capped = event.and_then(|event| event.end).is_some_and(|end| Some(end) != given.end);
        let rule = match given.period_end {
            _ if own && is_capped => {
                "notice was given with the day on which it takes effect, and does not lengthen the \
                 agreement"
            }
            _ if own => "notice was given with the day on which it takes effect",
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

    fn terminated_step(&self, place: usize, stretch: &Stretch, before: Option<&Stretch>) -> Step {
        let event = self.events.get(place);
        let sets = event.map(EventDates::last_day);
        let rule = if sets.map(End::On) == Some(stretch.end) {
            "the last day that the termination sets"
        } else {
            "it ran out before the last day that the termination sets"
        };
        Step::new("last day", or_not_known(&stretch.end.to_string()), rule)
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

/// Completes a step that tells a count from a first day, with the reading under the other basis.
fn counted(mut step: Step, anchor: Anchor, sum: Sum, basis: Basis) -> Step {
    let Anchor::FirstDay(first, _) = anchor else { return step };
    let (rule, other, meant) = match basis {
        Basis::From => {
            (CORRESPONDING_DATE.to_owned(), Basis::Including, "if the first day is counted")
        }
        Basis::Including => (
            "the first day is counted: the last day is the day before the corresponding date, or \
             the last day of the month if there is none"
                .to_owned(),
            Basis::From,
            "if the first day is left out",
        ),
    };
    step.rule = if step.rule.is_empty() { rule } else { format!("{}; {rule}", step.rule) };
    let reading = counting::last_date(first, sum, other)
        .filter(|date| date.to_string() != step.result)
        .map(|date| format!("{date}, {meant}"));
    step.by(sources(basis)).or(reading)
}

fn sum_in_words(sum: Sum) -> String {
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
