//! What needs action.

use super::{Case, Finding, Rule};
use crate::domain::activity::{Activity, Progress};
use crate::domain::counting;
use crate::domain::date::{Date, Day};
use crate::domain::duration::Duration;
use crate::domain::id::Id;
use crate::domain::life::{Life, PeriodCause};
use crate::domain::party::Party;
use crate::domain::recorded_date::RecordedDate;
use crate::domain::standing::Standing;
use crate::domain::status::{End, Flag, Status};
use crate::domain::tenure::Tenure;
use crate::domain::term::{Basis, Term};

/// How long after its signing an agreement may be pending before that is due.
const PENDING_LIMIT: Duration = Duration::of_years(1);

/// Periods in which an agreement runs, each from its first possible day to its last.
pub type Periods = Vec<(Day, Day)>;

pub(super) fn look(
    case: &Case<'_>,
    periods_of: &dyn Fn(&Id) -> Periods,
    findings: &mut Vec<Finding>,
) {
    let id = &case.agreement.id;
    if case.standing.has(Flag::Lapsed) {
        let flags = match case.tenure.term {
            Some(Term::Lasting(term)) => format!("--term {term}"),
            Some(Term::Indefinite) | None => "--end DATE".to_owned(),
        };
        let on = case.standing.ends.date().map(|end| format!(" {}", end.with_preposition()));
        let on = on.unwrap_or_default();
        findings.push(case.finding(
            Rule::Lapsed,
            format!("lapsed{on} without a successor or a decision"),
            format_args!("renew {id} {flags}, or mou decide {id} lapse --by NAME"),
        ));
    }
    if case.standing.has(Flag::ReviewDue) {
        findings.push(case.finding(
            Rule::ReviewDue,
            "is due for its review",
            format_args!("activity add {id} Review --kind review --on today"),
        ));
    }
    findings.extend(pending(case));
    findings.extend(nobody_left(case));
    let periods = periods(case.tenure, &case.life, &case.standing);
    for activity in &case.agreement.activities {
        let n = activity.n;
        let mut found = |finding: Finding| findings.push(Finding { activity: Some(n), ..finding });
        if activity.is_overdue(case.today) {
            let by = activity.due.or(activity.day()).map(|day| format!(" by {day}"));
            let contact = activity.contact.as_ref().map(|contact| format!(", contact {contact}"));
            let (by, contact) = (by.unwrap_or_default(), contact.unwrap_or_default());
            let message = format!("`{}` was due{by}{contact}", activity.title);
            found(case.finding(Rule::Overdue, message, format_args!("activity done {id}/{n}")));
        }
        if let Some(stray) = outside(case, activity, &periods) {
            let mend = match elsewhere(case, periods_of, stray) {
                Some(there) => format!("activity edit {id}/{n} --to {there}"),
                None => format!("activity edit {id}/{n} --on DATE"),
            };
            let message = format!(
                "`{}` is {}, {} the agreement {}",
                activity.title,
                stray.on.with_preposition(),
                if stray.is_before { "before" } else { "after" },
                if stray.is_before { "began" } else { "ended" },
            );
            found(case.finding(Rule::ActivityOutside, message, mend));
        }
    }
}

/// Returns the finding that the agreement was signed more than a year ago and is still pending.
fn pending(case: &Case<'_>) -> Option<Finding> {
    if !case.standing.has(Flag::Pending) {
        return None;
    }
    let signed = case.tenure.signed.and_then(RecordedDate::date)?;
    let limit = counting::last_day(signed.last(), PENDING_LIMIT.into(), Basis::From)?;
    let on = signed.with_preposition();
    let message = format!("was signed {on}, more than a year ago, and is still pending");
    (limit < case.today).then(|| case.to_edit(Rule::Pending, message, "--effective DATE"))
}

/// Returns the finding that the agreement is in force without a partner: none of the parties other than the
/// owner belongs to it on the day (S6). Without an owner, it is that at most one of several parties does.
fn nobody_left(case: &Case<'_>) -> Option<Finding> {
    let parties = &case.agreement.parties;
    let belongs = |party: &&Party| party.belongs_on(case.today);
    if !case.standing.status.is_in_force() || parties.iter().all(|party| belongs(&party)) {
        return None;
    }
    let others: Vec<&Party> = parties.iter().filter(|party| !party.is_owner(case.owner)).collect();
    let left: Vec<&Party> = others.iter().copied().filter(belongs).collect();
    // Without an owner, one of the parties may be the one that keeps the registry.
    let own = usize::from(case.owner.is_none());
    if others.len() <= own || left.len() > own {
        return None;
    }
    let who = match (left.as_slice(), case.owner) {
        ([only, ..], _) => {
            format!("only {} is left of its {} parties", only.short_or_name(), others.len())
        }
        ([], Some(_)) => "no partner is left".to_owned(),
        ([], None) => "no party is left".to_owned(),
    };
    Some(case.finding(
        Rule::NobodyLeft,
        format!("is in force, but {who}"),
        format_args!("terminate {} --on DATE", case.agreement.id),
    ))
}

/// An activity outside every period.
#[derive(Clone, Copy)]
struct Stray {
    on: Date,
    is_before: bool,
}

/// Returns the periods in which the agreement runs, each from its first possible day to its last;
/// none of a draft. A renewal goes on from the end before, unless it is counted from a later day.
pub(super) fn periods(tenure: &Tenure, life: &Life, standing: &Standing) -> Periods {
    if standing.status == Status::Draft {
        return Vec::new();
    }
    let mut periods = Vec::new();
    let mut begins = life.first.map_or(Day::MIN, Date::first);
    for period in &life.periods {
        let from = match period.cause {
            PeriodCause::Renewed(place) => tenure.events.get(place).and_then(|event| event.from),
            PeriodCause::StatedEnd
            | PeriodCause::Term
            | PeriodCause::Pending
            | PeriodCause::Notice(_)
            | PeriodCause::Terminated(_) => None,
        };
        begins = from.map_or(begins, Date::first);
        periods.push((begins, period.end.date().map_or(Day::MAX, Date::last)));
    }
    // What ended it, notice or termination, ended it for good.
    let over = match standing.ends {
        End::On(end) => end.last(),
        End::Unknown | End::Indefinite => Day::MAX,
    };
    periods.iter().map(|&(first, last)| (first, last.min(over))).collect()
}

/// Returns how the activity lies outside every period, where it is certain that it does. One that
/// was cancelled lies nowhere, and what is to be done by a day after the end may be so by intent.
fn outside(case: &Case<'_>, activity: &Activity, periods: &[(Day, Day)]) -> Option<Stray> {
    if periods.is_empty() || activity.status == Some(Progress::Cancelled) {
        return None;
    }
    let begins = activity.from.or(activity.on).or(activity.until)?;
    let ends = activity.day()?;
    let touches = |&(first, last): &(Day, Day)| begins.first() <= last && ends.last() >= first;
    if periods.iter().any(touches) {
        return None;
    }
    let is_before = case.life.first.is_some_and(|first| ends.last() < first.first());
    Some(Stray { on: if is_before { ends } else { begins }, is_before })
}

/// Returns the agreement before or after this one under which the activity may belong.
fn elsewhere<'a>(
    case: &'a Case<'_>,
    periods_of: &dyn Fn(&Id) -> Periods,
    stray: Stray,
) -> Option<&'a Id> {
    let others =
        if stray.is_before { &case.agreement.succeeds } else { &case.standing.succeeded_by };
    others.iter().find(|other| {
        let holds =
            |&(first, last): &(Day, Day)| stray.on.first() <= last && stray.on.last() >= first;
        **other != case.agreement.id && periods_of(other).iter().any(holds)
    })
}
