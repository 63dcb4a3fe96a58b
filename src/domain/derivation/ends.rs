//! How the last day comes about, stretch by stretch.

use super::{Step, or_not_known};
use crate::domain::counting::{self, CORRESPONDING_DATE, CORRESPONDING_DATE_SOURCES, Sum};
use crate::domain::happening::Happening;
use crate::domain::life::{Anchor, Cause, Course, Stretch};
use crate::domain::status::End;
use crate::domain::tenure::Tenure;
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
            Cause::Notice(place) => self.notice_step(place, before, &result),
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
                step("a term gives no end where its first day is not known")
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
                "renewed by itself {times}, as nobody ended it in time; every end is counted {from}, \
                 never from the result of an earlier count"
            ),
        )
        .from("renewal", self.renewal)
        .by(CORRESPONDING_DATE_SOURCES)
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
            .by(CORRESPONDING_DATE_SOURCES),
        }
    }

    fn notice_step(&self, place: usize, before: Option<&Stretch>, result: &str) -> Step {
        let event: Option<&Happening> = self.events.get(place);
        let current = before.map_or(End::Unknown, |before| before.end);
        let own = event.is_some_and(|event| event.end.is_some() || event.term.is_some());
        let rule = match current {
            _ if own => "notice was given with the day on which it takes effect",
            End::On(date) if result == date.to_string() => {
                "notice was given in time: it ends with the period that ran"
            }
            End::On(_) => {
                "notice was given after the act-by date of the period that ran: it ends with the \
                 first period for which it was in time"
            }
            _ if self.notice.is_some() => {
                "notice was given of an agreement without a last day: it ends the length of notice \
                 after the day given, that day left out"
            }
            _ => "notice was given, and no length of notice is recorded",
        };
        Step::new("last day", result, rule)
            .from("notice given", event.map(|event| event.on))
            .from("notice", self.notice)
            .from("end", event.and_then(|event| event.end))
            .from("term", event.and_then(|event| event.term))
    }
}

/// Completes a step that tells a count from a first day, with the reading under the other basis.
fn counted(mut step: Step, anchor: Anchor, sum: Sum, basis: Basis) -> Step {
    let Anchor::FirstDay(first, _) = anchor else { return step };
    let (rule, other, meant) = match basis {
        Basis::From => {
            (CORRESPONDING_DATE.to_owned(), Basis::Including, "the first day is counted")
        }
        Basis::Including => (
            "the first day is counted: the last day is the day before the corresponding date, or \
             the last day of the month where there is none"
                .to_owned(),
            Basis::From,
            "the first day is left out",
        ),
    };
    step.rule = if step.rule.is_empty() { rule } else { format!("{}; {rule}", step.rule) };
    let reading = counting::last_date(first, sum, other)
        .filter(|date| date.to_string() != step.result)
        .map(|date| format!("{date}, where {meant}"));
    step.by(CORRESPONDING_DATE_SOURCES).or(reading)
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
