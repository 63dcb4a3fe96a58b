//! How each date of an agreement follows: inputs, rule, source, and the other reading.
//!
//! Nothing is computed a second time: the steps explain what [`Life`] and [`Standing`] found.

mod ends;

use super::agreement::Agreement;
use super::amendment::old_values;
use super::counting;
use super::date::{Date, Day, Precision, RecordedDate};
use super::event::{Event, EventKind};
use super::life::Life;
use super::standing::{LineageContext, Standing, Thresholds};
use super::status::{End, Flag, Status};
use super::term::RenewalBy;
use super::value::Value;

/// How one fact follows from others.
///
/// ```
/// use mou::domain::{Agreement, Date, LineageContext, Term, Thresholds};
///
/// let today = "2025-03-01".parse::<Date>()?.first();
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.term = Some(Term::Lasting("P3Y".parse()?));
/// agreement.notice = Some("P3M".parse()?);
/// let context = LineageContext::default();
/// let steps = agreement.derivation(&context, today, &Thresholds::DEFAULT_THRESHOLDS);
/// assert!(steps.iter().any(|step| step.result.starts_with("2025-07-04")));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What is derived: `amendment`, `first day`, `last day`, `renewal`, `act by`, `status`, or `flag`.
    pub fact: String,
    /// Its value, or `not known`.
    pub result: String,
    /// The values that it follows from, with their names in the record.
    pub inputs: Vec<(String, String)>,
    /// The rule, as a sentence without its full stop.
    pub rule: String,
    /// The source of the rule, if that is not the record itself.
    pub source: Option<&'static str>,
    /// Another reading of the rule, and its result.
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

impl Agreement {
    /// Returns how each date of the agreement follows on `today`. Each step comes after the steps it depends on.
    #[must_use]
    pub fn derivation(
        &self,
        context: &LineageContext,
        today: Day,
        thresholds: &Thresholds,
    ) -> Vec<Step> {
        let steps = self.events.iter().filter_map(|event| amendment_step(event, today));
        steps.chain(self.on(today).steps(context, today, thresholds)).collect()
    }
}

/// Returns the step of an amendment of dated fields; `None` for other events.
fn amendment_step(event: &Event, today: Day) -> Option<Step> {
    let mut changes = old_values(event).peekable();
    if event.kind != EventKind::Amended || changes.peek().is_none() {
        return None;
    }
    let rule = if event.counts_from() <= today {
        "the new values hold from this day, on earlier days the old ones"
    } else {
        "to come: the new values hold from this day, until then the old ones"
    };
    let shown = |value: Option<&Value>| value.map_or_else(|| "(none)".to_owned(), Value::to_string);
    let step = Step::new("amendment", event.on, rule);
    Some(changes.fold(step, |step, (field, old)| {
        let new = event.fields.get(field.name).and_then(|change| change.member("new"));
        step.from(field.name, Some(format!("{} → {}", shown(old), shown(new))))
    }))
}

impl Agreement {
    /// Returns how each date follows from the values that hold on `today`, which the agreement must have.
    fn steps(&self, context: &LineageContext, today: Day, thresholds: &Thresholds) -> Vec<Step> {
        let life = self.life(context, today);
        let standing = self.standing_in(&life, context, today, thresholds);
        let mut steps = vec![self.first_day_step()];
        for (index, period) in life.periods.iter().enumerate() {
            let before = index.checked_sub(1).map(|before| &life.periods[before]);
            steps.push(self.period_end_step(period, before));
            if period.automatic_renewals > 0 {
                steps.push(self.automatic_renewal_step(period));
            }
        }
        if let Some(renewal) = self.renewal.filter(|renewal| renewal.by == RenewalBy::Agreement) {
            let rule = "it renews only if the parties agree, and a renewal is recorded";
            steps.push(Step::new("renewal", "by agreement", rule).from("renewal", Some(renewal)));
        }
        steps.extend(self.act_by_step(&life, &standing));
        steps.push(status_step(self, &life, &standing, context, today));
        steps.extend(
            standing.flags.iter().map(|flag| flag_step(*flag, &life, &standing, thresholds)),
        );
        steps
    }

    fn first_day_step(&self) -> Step {
        let signed = self.signing_day();
        let step = |result: &dyn ToString, rule: &str| {
            Step::new("first day", result.to_string(), rule)
                .from("signed", signed)
                .from("effective", self.effective)
        };
        match (self.effective, signed) {
            (Some(RecordedDate::Known(date)), _) => {
                step(&date, "the stated effective date").or(partial_start(date))
            }
            (Some(RecordedDate::Pending), _) => step(
                &NOT_KNOWN,
                "it is signed, and a condition for coming into effect is not met yet",
            ),
            (Some(RecordedDate::Unknown), _) => step(
                &NOT_KNOWN,
                "the effective date is recorded as unknown, and the signing date is not used \
                    instead",
            ),
            (None, Some(RecordedDate::Known(date))) => {
                step(&date, "no effective date is recorded, so the signing date counts")
                    .or(partial_start(date))
            }
            (None, Some(RecordedDate::Unknown | RecordedDate::Pending)) => {
                step(&NOT_KNOWN, "it was signed on a day that is not known")
            }
            (None, None) => step(
                &NOT_KNOWN,
                "neither a signing date nor an effective date is \
                recorded",
            ),
        }
    }

    fn act_by_step(&self, life: &Life, standing: &Standing) -> Option<Step> {
        let act_by = standing.act_by?;
        let step = |rule: &str| Step::new("act by", act_by, rule);
        let weekend = counting::friday_before(act_by)
            .filter(|_| !standing.settled)
            .map(|friday| format!("on a weekend: the Friday before is {friday}"));
        let other_end =
            life.periods.last().and_then(|last| last.other_reading(self.automatic_renewal()));
        Some(match (life.end, self.notice) {
            (End::On(_), _) if life.notice.is_some() => {
                step("notice is given: there is nothing to do before the last day")
            }
            (End::On(end), Some(notice)) => {
                let other = other_end.and_then(|end| counting::act_by(end, notice));
                let other =
                    other.map(|day| format!("{day}, if the last day is {}", shown(other_end)));
                let forward = counting::last_notice_in_time(end, notice)
                    .map(|day| format!("counted forward, notice on {day} is still in time"));
                step("the last day of the current period minus the notice period, counted back")
                    .from("last day", Some(end))
                    .from("notice", Some(notice))
                    .or(joined([forward, other, weekend]))
            }
            (End::On(end), None) => {
                let other =
                    other_end.map(|day| format!("{day}, with the other reading of the last day"));
                step("no notice period is recorded: the last day of the current period")
                    .from("last day", Some(end))
                    .or(joined([other, weekend]))
            }
            (End::Unknown | End::Indefinite, _) => {
                step("its end is not known or indefinite: the next review day that is not past")
                    .from("first day", life.first)
                    .from("review", self.review)
                    .or(weekend)
            }
        })
    }
}

fn shown(date: Option<Date>) -> String {
    date.map_or_else(|| NOT_KNOWN.to_owned(), |date| date.to_string())
}

/// Returns the readings as one text; `None` if there are none.
fn joined<const N: usize>(readings: [Option<String>; N]) -> Option<String> {
    let readings: Vec<String> = readings.into_iter().flatten().collect();
    (!readings.is_empty()).then(|| readings.join("; "))
}

fn status_step(
    agreement: &Agreement,
    life: &Life,
    standing: &Standing,
    context: &LineageContext,
    today: Day,
) -> Step {
    let rule = match standing.status {
        Status::Terminated if life.termination.is_some() => "a termination ended it",
        Status::Terminated => "the end that notice set is past",
        Status::Draft => match agreement.signing_day() {
            Some(_) => "the signing date is in the future",
            None => "no signing date, effective date, end or event is recorded yet",
        },
        Status::Upcoming if agreement.is_pending() => {
            "it is signed, and coming into effect is pending"
        }
        Status::Upcoming => "it is signed, and its first day is in the future",
        Status::Succeeded => "an agreement that succeeds it has come into effect",
        Status::Expired => "its last day is past, in every reading of it",
        Status::Suspended => "it is on hold: suspended, and not resumed",
        Status::Active => match standing.ends {
            End::On(_) => "in force: its first day has come, and its last day is not past",
            End::Indefinite => "in force until somebody ends it",
            End::Unknown => "in force as far as is known: its end is not known",
        },
    };
    let successor = context.successor(today).map(|(id, _)| id);
    Step::new("status", standing.status, rule)
        .from("day asked about", Some(today))
        .from("last day", standing.ends.date())
        .from("suspended", life.suspended)
        .from("succeeded by", successor)
}

fn flag_step(flag: Flag, life: &Life, standing: &Standing, thresholds: &Thresholds) -> Step {
    let step = |rule: String| Step::new("flag", flag, rule);
    match flag {
        Flag::Expiring if standing.notice_still_in_time => step(
            "its act-by date is past, it will renew automatically, and notice is still in time"
                .into(),
        ),
        Flag::Expiring => step(format!(
            "its act-by date or last day lies within {}, and nothing is settled",
            thresholds.within.in_words()
        )),
        Flag::NoticeMissed => {
            step("it is too late for notice, and the agreement will renew automatically".into())
        }
        Flag::AutoRenewed => step("the current period began by automatic renewal".into())
            .from("last day of the period before", life.previous_end),
        Flag::EndUnknown => step("its end is neither known nor indefinite".into()),
        Flag::Pending => {
            step("signed, but a condition for coming into effect is not yet met".into())
        }
        Flag::Lapsed => {
            step("it ran out without a signed successor or a decision to let it lapse".into())
        }
        Flag::Dormant => step(format!(
            "no activity is recorded for {} or longer, in this agreement or its predecessors",
            thresholds.dormant.in_words()
        ))
        .from("idle days", standing.idle_days),
        Flag::Decided => step("what to do at the end of the current period is decided".into())
            .from("decision", life.decision),
        Flag::ObligationOverdue => step("an activity of its own is overdue".into()),
        Flag::ReviewDue => step("a review date has passed without a recorded review".into()),
        Flag::Conflict => step("a merge left fields to be resolved".into()),
    }
}

/// Returns the other readings of a first day that is not one certain day.
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
