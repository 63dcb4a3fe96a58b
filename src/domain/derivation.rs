//! How each date of an agreement comes about: inputs, rule, source, and the other reading.
//!
//! Nothing is computed here a second time: the steps tell what [`Life`] and [`Standing`] found.

use super::counting::{self, CORRESPONDING_DATE, CORRESPONDING_DATE_SOURCES, Sum};
use super::date::{Date, Day, Precision};
use super::life::{Anchor, Cause, Course, Life, Stretch};
use super::standing::{Spans, Standing, Surroundings};
use super::stated::Stated;
use super::status::{End, Flag, Status};
use super::tenure::{Happening, Tenure};
use super::term::{Basis, Term};

/// How one fact comes about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is derived: `first day`, `last day`, `act by`, `status`, or a flag.
    pub fact: String,
    /// What it is; `not known` where it is not.
    pub result: String,
    /// What it follows from, each by its name in the record.
    pub inputs: Vec<(String, String)>,
    /// The rule, as a sentence without its full stop.
    pub rule: String,
    /// Where the rule comes from, where that is not the record itself.
    pub source: Option<&'static str>,
    /// How else it may be read, and what it would be then.
    pub other: Option<String>,
}

const NOT_KNOWN: &str = "not known";

impl Step {
    fn new(fact: impl Into<String>, result: impl ToString, rule: impl Into<String>) -> Self {
        Self {
            fact: fact.into(),
            result: result.to_string(),
            inputs: Vec::new(),
            rule: rule.into(),
            source: None,
            other: None,
        }
    }

    fn from(mut self, name: &str, value: Option<impl ToString>) -> Self {
        if let Some(value) = value {
            self.inputs.push((name.to_owned(), value.to_string()));
        }
        self
    }

    fn by(mut self, source: &'static str) -> Self {
        self.source = Some(source);
        self
    }

    fn or(mut self, other: Option<String>) -> Self {
        self.other = other;
        self
    }
}

impl Tenure {
    /// Returns how each date of the agreement comes about on `today`, in the order in which they
    /// follow from each other.
    #[must_use]
    pub fn derivation(&self, around: &Surroundings, today: Day, spans: &Spans) -> Vec<Step> {
        let life = self.life(around, today);
        let standing = self.standing(around, today, spans);
        let mut steps = vec![self.first_day_step()];
        for (place, stretch) in life.stretches.iter().enumerate() {
            let before = place.checked_sub(1).map(|before| &life.stretches[before]);
            steps.push(self.stretch_step(stretch, before));
            if stretch.turns > 0 {
                steps.push(self.turns_step(stretch));
            }
        }
        if let Some(terminated) = life.terminated {
            steps.push(
                Step::new(
                    "last day",
                    or_not_known(&standing.ends.to_string()),
                    "a terminated agreement ends the day before, or on its computed last day where \
                     that is earlier",
                )
                .from("terminated", Some(terminated)),
            );
        }
        steps.extend(self.act_by_step(&life, &standing));
        steps.push(status_step(self, &life, &standing, around, today));
        steps.extend(standing.flags.iter().map(|flag| flag_step(*flag, &life, &standing, spans)));
        steps
    }

    fn first_day_step(&self) -> Step {
        let step = |result: &dyn ToString, rule: &str| {
            Step::new("first day", result.to_string(), rule)
                .from("signed", self.signed)
                .from("effective", self.effective)
        };
        match (self.effective, self.signed) {
            (Some(Stated::On(date)), _) => {
                step(&date, "the stated day of coming into effect").or(partial_start(date))
            }
            (Some(Stated::Unknown), _) => step(
                &NOT_KNOWN,
                "the day of coming into effect is recorded as unknown, and the day of signing does \
                 not stand in for it",
            ),
            (None, Some(Stated::On(date))) => {
                step(&date, "no day of coming into effect is recorded: the day of signing")
                    .or(partial_start(date))
            }
            (None, Some(Stated::Unknown)) => {
                step(&NOT_KNOWN, "it was signed on a day that is not known")
            }
            (None, None) => step(&NOT_KNOWN, "no day of signing or coming into effect is recorded"),
        }
    }

    fn stretch_step(&self, stretch: &Stretch, before: Option<&Stretch>) -> Step {
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
            (Some(Term::Lasting(_)), Course::Runs(anchor, sum)) if base == End::Unknown => {
                let _ = (anchor, sum);
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

    fn turns_step(&self, stretch: &Stretch) -> Step {
        let times = stretch.turns;
        let times = if times == 1 { "once".to_owned() } else { format!("{times} times") };
        let from = match stretch.course {
            Course::Runs(Anchor::FirstDay(first, _), sum) => {
                format!(
                    "from {first} with the summed term, {} and {times} the renewal",
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

    fn act_by_step(&self, life: &Life, standing: &Standing) -> Option<Step> {
        let act_by = standing.act_by?;
        let step = |rule: &str| Step::new("act by", act_by, rule);
        let weekend = counting::friday_before(act_by)
            .map(|friday| format!("on a weekend: the Friday before is {friday}"));
        Some(match (life.end, self.notice) {
            (End::On(_), _) if life.notice.is_some() => {
                step("notice is given: nothing is to be done before the last day")
            }
            (End::On(end), Some(notice)) => step(
                "the last day of the current period less the notice, counted back in the same way",
            )
            .from("last day", Some(end))
            .from("notice", Some(notice))
            .by(CORRESPONDING_DATE_SOURCES)
            .or(weekend),
            (End::On(end), None) => {
                step("no length of notice is recorded: the last day of the current period")
                    .from("last day", Some(end))
                    .or(weekend)
            }
            (End::Unknown | End::Indefinite, _) => {
                step("it has no known end: the next review that is not past")
                    .from("first day", life.first)
                    .from("review", self.review)
                    .or(weekend)
            }
        })
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

fn status_step(
    tenure: &Tenure,
    life: &Life,
    standing: &Standing,
    around: &Surroundings,
    today: Day,
) -> Step {
    let rule = match standing.status {
        Status::Terminated if life.terminated.is_some() => "somebody ended it",
        Status::Terminated => "the end that notice set is past",
        Status::Draft => match tenure.signed {
            Some(_) => "the day of signing is still to come",
            None => "no signing, no day of coming into effect, no end and no event is recorded yet",
        },
        Status::Upcoming => "it is signed, and its first day is still to come",
        Status::Succeeded => "an agreement that succeeds it has come into effect",
        Status::Expired => "its last day is past, in every reading of it",
        Status::Suspended => "it is on hold: suspended, and not resumed",
        Status::Active => match standing.ends {
            End::On(_) => "in force: its first day has come, and its last day is not past",
            End::Indefinite => "in force until somebody ends it",
            End::Unknown => "in force as far as is known: its end is not known",
        },
    };
    let taken =
        around.successors.iter().filter(|(_, from)| *from <= today).min_by_key(|(_, from)| *from);
    Step::new("status", standing.status, rule)
        .from("day asked about", Some(today))
        .from("last day", standing.ends.date())
        .from("suspended", life.suspended)
        .from("succeeded by", taken.map(|(id, _)| id))
}

fn flag_step(flag: Flag, life: &Life, standing: &Standing, spans: &Spans) -> Step {
    let step = |rule: String| Step::new("flag", flag, rule);
    match flag {
        Flag::Expiring => step(format!(
            "its act-by date or last day lies within {}, and nothing is settled",
            spans.within.in_words()
        )),
        Flag::NoticeMissed => {
            step("its act-by date is past, no notice was given, and it will renew by itself".into())
        }
        Flag::AutoRenewed => step("the current period began by itself".into())
            .from("last day of the period before", life.previous_end),
        Flag::EndUnknown => step("its end is neither known nor indefinite".into()),
        Flag::Lapsed => step(
            "it ran out, no signed agreement succeeds it, and nobody decided to let it lapse"
                .into(),
        ),
        Flag::Dormant => step(format!(
            "nothing was done in its lineage for {} or longer",
            spans.dormant.in_words()
        ))
        .from("idle days", standing.idle_days),
        Flag::Decided => step("what to do at the end of the current period is decided".into())
            .from("decision", life.decision),
        Flag::ObligationOverdue => step("an activity of its own is overdue".into()),
        Flag::ReviewDue => {
            step("a review day has come, and nobody has looked at it since the one before".into())
        }
        Flag::Conflict => step("a merge left fields to be resolved".into()),
    }
}

/// Tells the reading of a first day that is not one certain day.
fn partial_start(date: Date) -> Option<String> {
    if date.precision() == Precision::Day {
        return date.doubt().map(|_| "another day: the date is not certain".to_owned());
    }
    Some(format!(
        "any day from {} to {}; it counts from the first, and what ends is counted from the last",
        date.first(),
        date.last()
    ))
}

fn or_not_known(text: &str) -> String {
    if text.is_empty() { NOT_KNOWN.to_owned() } else { text.to_owned() }
}

fn sum_in_words(sum: Sum) -> String {
    let unit = |count: u64, unit: &str| {
        (count > 0).then(|| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
    };
    let parts = if sum.months % 12 == 0 {
        [unit(sum.months / 12, "year"), unit(sum.days, "day")]
    } else {
        [unit(sum.months, "month"), unit(sum.days, "day")]
    };
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
