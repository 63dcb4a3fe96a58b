//! How each date of an agreement comes about: inputs, rule, source, and the other reading.
//!
//! Nothing is computed here a second time: the steps tell what [`Life`] and [`Standing`] found.

mod ends;

use super::counting::{self, CORRESPONDING_DATE_SOURCES};
use super::date::{Date, Day, Precision};
use super::life::Life;
use super::standing::{Spans, Standing, Surroundings};
use super::stated::Stated;
use super::status::{End, Flag, Status};
use super::tenure::Tenure;

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
    #[expect(clippy::needless_pass_by_value, reason = "most callers have made the text for it")]
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

#[cfg(test)]
mod tests;
