//! What needs action, and what matters and is not known.

use super::finding::{Finding, Rule};
use super::record::{CheckedAgreement, is_before};
use crate::domain::activity::{Activity, Progress};
use crate::domain::agreement::Agreement;
use crate::domain::counting;
use crate::domain::date::{Date, Day, RecordedDate};
use crate::domain::duration::Duration;
use crate::domain::id::Id;
use crate::domain::life::{Life, PeriodCause};
use crate::domain::party::Party;
use crate::domain::standing::Standing;
use crate::domain::status::{End, Flag, Status};
use crate::domain::term::{Basis, Term};

/// How long after its signing an agreement may be pending before that is due.
const PENDING_LIMIT: Duration = Duration::from_years(1);

/// Periods in which an agreement runs, each from its first possible day to its last.
///
/// ```
/// use mou::domain::{Agreement, Date, LineageContext, Term, periods};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.term = Some(Term::Lasting("P3Y".parse()?));
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let found = periods(&agreement, &LineageContext::default(), today);
/// let day = |text: &str| Ok::<_, mou::domain::ParseError>(text.parse::<Date>()?.first());
/// assert_eq!(found, [(day("2022-07-04")?, day("2025-07-04")?)]);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
pub type Periods = Vec<(Day, Day)>;

/// Adds what needs action. `periods_of` returns the [`periods`] of another agreement.
pub(super) fn find_due(
    checked: &CheckedAgreement<'_>,
    periods_of: &dyn Fn(&Id) -> Periods,
    findings: &mut Vec<Finding>,
) {
    let id = &checked.agreement.id;
    if checked.standing.has(Flag::Lapsed) {
        let flags = match checked.agreement.term {
            Some(Term::Lasting(term)) => format!("--term {term}"),
            Some(Term::Indefinite) | None => "--end DATE".to_owned(),
        };
        let on = checked.standing.ends.date().map(|end| format!(" {}", end.with_preposition()));
        let on = on.unwrap_or_default();
        let lapsed = checked.finding(
            Rule::Lapsed,
            format!("lapsed{on} without a successor or a decision"),
            format_args!("renew {id} {flags}, or mou decide {id} lapse --by NAME"),
        );
        findings.push(lapsed.since(checked.standing.ends.date().map(Date::last)));
    }
    if checked.standing.has(Flag::ReviewDue) {
        let review_due = checked.finding(
            Rule::ReviewDue,
            "is due for its review",
            format_args!("activity add {id} Review --kind review --on today"),
        );
        let review_day = checked.agreement.latest_review_day(checked.today);
        findings.push(review_due.since(review_day.map(Date::first)));
    }
    findings.extend(pending(checked));
    findings.extend(nobody_left(checked));
    let periods = periods(checked.agreement, &checked.life, &checked.standing);
    for activity in &checked.agreement.activities {
        let n = activity.n;
        let mut found = |finding: Finding| findings.push(Finding { activity: Some(n), ..finding });
        if activity.is_overdue(checked.today) {
            let by = activity.due.or(activity.day()).map(|day| format!(" by {day}"));
            let contact = activity.contact.as_ref().map(|contact| format!(", contact {contact}"));
            let (by, contact) = (by.unwrap_or_default(), contact.unwrap_or_default());
            let message = format!("`{}` was due{by}{contact}", activity.title);
            let overdue =
                checked.finding(Rule::Overdue, message, format_args!("activity done {id}/{n}"));
            found(overdue.since(activity.due.or(activity.day()).map(Date::last)));
        }
        if let Some(stray) = outside(checked, activity, &periods) {
            let fix_command = match agreement_of_stray(checked, periods_of, stray) {
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
            found(checked.finding(Rule::ActivityOutside, message, fix_command));
        }
    }
}

/// Returns the finding that the agreement was signed more than a year ago and is still pending.
fn pending(checked: &CheckedAgreement<'_>) -> Option<Finding> {
    if !checked.standing.has(Flag::Pending) {
        return None;
    }
    let signed = checked.agreement.signing_day().and_then(RecordedDate::date)?;
    let limit = counting::last_day(signed.last(), PENDING_LIMIT.into(), Basis::From)?;
    let on = signed.with_preposition();
    let message = format!("was signed {on}, more than a year ago, and is still pending");
    (limit < checked.today)
        .then(|| checked.to_edit(Rule::Pending, message, "--effective DATE").since(Some(limit)))
}

/// Returns the finding that the agreement is in force without a partner: none of the parties other than the
/// owner belongs to it on the day (S6). Without an owner, it is that at most one of several parties does.
fn nobody_left(checked: &CheckedAgreement<'_>) -> Option<Finding> {
    let parties = &checked.agreement.parties;
    let belongs = |party: &&Party| party.belongs_on(checked.today);
    if !checked.standing.status.is_in_force() || parties.iter().all(|party| belongs(&party)) {
        return None;
    }
    let others: Vec<&Party> =
        parties.iter().filter(|party| !party.is_owner(checked.owner)).collect();
    let left: Vec<&Party> = others.iter().copied().filter(belongs).collect();
    // Without an owner, one of the parties may be the one that keeps the registry.
    let own = usize::from(checked.owner.is_none());
    if others.len() <= own || left.len() > own {
        return None;
    }
    let who = match (left.as_slice(), checked.owner) {
        ([only, ..], _) => {
            format!("only {} is left of its {} parties", only.short_or_name(), others.len())
        }
        ([], Some(_)) => "no partner is left".to_owned(),
        ([], None) => "no party is left".to_owned(),
    };
    let days_left = parties.iter().filter_map(|party| party.left).map(Date::first);
    let finding = checked.finding(
        Rule::NobodyLeft,
        format!("is in force, but {who}"),
        format_args!("terminate {} --on DATE", checked.agreement.id),
    );
    Some(finding.since(days_left.filter(|day| *day <= checked.today).max()))
}

/// An activity outside every period.
#[derive(Clone, Copy)]
struct Stray {
    on: Date,
    is_before: bool,
}

/// Returns the periods in which the agreement runs, each from its first possible day to its last;
/// none of a draft. A renewal continues from the previous end, unless it is counted from a later day.
pub(super) fn periods(agreement: &Agreement, life: &Life, standing: &Standing) -> Periods {
    if standing.status == Status::Draft {
        return Vec::new();
    }
    let mut periods = Vec::new();
    let mut begins = life.first.map_or(Day::MIN, Date::first);
    for period in &life.periods {
        let from = match period.cause {
            PeriodCause::Renewed(place) => agreement.events.get(place).and_then(|event| event.from),
            PeriodCause::StatedEnd
            | PeriodCause::Term
            | PeriodCause::Pending
            | PeriodCause::Notice(_)
            | PeriodCause::Terminated(_) => None,
        };
        begins = from.map_or(begins, Date::first);
        periods.push((begins, period.end.date().map_or(Day::MAX, Date::last)));
    }
    // Notice and termination are final.
    let over = match standing.ends {
        End::On(end) => end.last(),
        End::Unknown | End::Indefinite => Day::MAX,
    };
    periods.iter().map(|&(first, last)| (first, last.min(over))).collect()
}

/// Returns how the activity is outside every period, if that is certain; `None` for a cancelled one. A `due` after the
/// end is allowed, because it may be intended.
fn outside(
    checked: &CheckedAgreement<'_>,
    activity: &Activity,
    periods: &[(Day, Day)],
) -> Option<Stray> {
    if periods.is_empty() || activity.status == Some(Progress::Cancelled) {
        return None;
    }
    let begins = activity.begins()?;
    let ends = activity.day()?;
    let touches = |&(first, last): &(Day, Day)| begins.first() <= last && ends.last() >= first;
    if periods.iter().any(touches) {
        return None;
    }
    let is_before = checked.life.first.is_some_and(|first| ends.last() < first.first());
    Some(Stray { on: if is_before { ends } else { begins }, is_before })
}

/// Returns the agreement before or after this one under which the activity may belong.
fn agreement_of_stray<'a>(
    checked: &'a CheckedAgreement<'_>,
    periods_of: &dyn Fn(&Id) -> Periods,
    stray: Stray,
) -> Option<&'a Id> {
    let others =
        if stray.is_before { &checked.agreement.succeeds } else { &checked.standing.succeeded_by };
    others.iter().find(|other| {
        let mut periods = periods_of(other).into_iter();
        **other != checked.agreement.id
            && periods.any(|(first, last)| stray.on.lies_within(first, last))
    })
}

/// Adds what matters and is not known, or is unusual.
pub(super) fn find_gaps(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    let agreement = checked.agreement;
    let status = checked.standing.status;
    // An end that is not known also leaves the gap to a successor unknown.
    let is_end_missed = checked.standing.has(Flag::EndUnknown)
        || (status == Status::Succeeded && checked.standing.ends == End::Unknown);
    if is_end_missed {
        findings.push(checked.to_edit(Rule::EndUnknown, "has no known end", "--end DATE"));
    }
    if status != Status::Draft
        && checked.agreement.signing_day().and_then(RecordedDate::date).is_none()
    {
        let message = match (agreement.signed, agreement.end) {
            (None, Some(end)) => {
                format!("ends {} but has no day of signing", end.with_preposition())
            }
            (Some(_), _) => "was signed on a day that is not known".to_owned(),
            (None, None) => "has no day of signing".to_owned(),
        };
        findings.push(checked.to_edit(Rule::SigningUnknown, message, "--signed DATE"));
    }
    let is_over = matches!(status, Status::Terminated | Status::Succeeded)
        || (status == Status::Expired && !checked.standing.has(Flag::Lapsed));
    if !is_over && agreement.contact.as_ref().is_none_or(|contact| contact.trim().is_empty()) {
        findings.push(checked.to_edit(Rule::NoContact, "has no contact", "--contact NAME"));
    }
    if let [party] = agreement.parties.as_slice() {
        let message = format!("has only one party, {}", party.short_or_name());
        findings.push(checked.to_edit(Rule::OneParty, message, "--add-party PARTY"));
    }
    if status != Status::Draft {
        findings.extend(retroactive(checked));
        parties_outside(checked, findings);
    }
}

/// Returns the finding that the agreement is in effect from a day before it was signed.
fn retroactive(checked: &CheckedAgreement<'_>) -> Option<Finding> {
    let signed = checked.agreement.signing_day()?.date()?;
    let effective = checked.agreement.effective?.date()?;
    let on = signed.with_preposition();
    let message = format!("is in effect from {effective}, before it was signed {on}");
    is_before(effective, signed)
        .then(|| checked.to_edit(Rule::Retroactive, message, "--effective DATE"))
}

/// Lists the parties that joined or left outside the life of the agreement, whatever days the partial dates
/// mean.
///
/// The life begins with the first signature or with the first day, whichever is earlier: a party may accede
/// before the agreement is in effect, and retroactive effect reaches back before the signing. If the day of
/// signing is not known, nothing is too early. The life lasts until the last day; if that is not known, or
/// if automatic renewal will follow, nothing is too late.
fn parties_outside(checked: &CheckedAgreement<'_>, findings: &mut Vec<Finding>) {
    let parties = &checked.agreement.parties;
    if parties.iter().all(|party| party.joined.is_none() && party.left.is_none()) {
        return;
    }
    let signed = checked.agreement.signing_day().and_then(RecordedDate::date);
    let begins = signed.and_then(|signed| {
        let by_party = parties.iter().filter_map(|party| party.signed?.date());
        let first_day = checked.agreement.first_day();
        by_party.chain(first_day).chain([signed]).min_by_key(|date| date.first())
    });
    let last_day = checked.standing.ends.date().filter(|_| !checked.life.will_renew);
    let where_outside = |day: Date| match (begins, last_day) {
        (Some(begins), _) if is_before(day, begins) => {
            Some(format!("before the agreement began {}", begins.with_preposition()))
        }
        (_, Some(last)) if is_before(last, day) => Some(format!("after the last day, {last}")),
        _ => None,
    };
    let mut check = |party: &Party, verb: &str, day: Option<Date>, flag: &str| {
        let Some(day) = day else { return };
        let Some(outside) = where_outside(day) else { return };
        let on = day.with_preposition();
        let message = format!("has {} {verb} {on}, {outside}", party.name);
        findings.push(checked.to_edit(Rule::PartyOutside, message, &format!("{flag} PARTY=DATE")));
    };
    for party in parties {
        check(party, "join", party.joined, "--party-joined");
        check(party, "leave", party.left, "--party-left");
    }
}
