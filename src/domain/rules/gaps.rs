//! What matters and is not known, or is unusual.

use super::{Case, Finding, Rule, is_before};
use crate::domain::date::Date;
use crate::domain::party::Party;
use crate::domain::recorded_date::RecordedDate;
use crate::domain::status::{End, Flag, Status};

pub(super) fn look(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let agreement = case.agreement;
    let status = case.standing.status;
    // An end that is not known also leaves the gap to a successor unknown.
    let is_end_missed = case.standing.has(Flag::EndUnknown)
        || (status == Status::Succeeded && case.standing.ends == End::Unknown);
    if is_end_missed {
        findings.push(case.to_edit(Rule::EndUnknown, "has no known end", "--end DATE"));
    }
    if status != Status::Draft && case.tenure.signed.and_then(RecordedDate::date).is_none() {
        let message = match (agreement.signed, agreement.end) {
            (None, Some(end)) => {
                format!("ends {} but has no day of signing", end.with_preposition())
            }
            (Some(_), _) => "was signed on a day that is not known".to_owned(),
            (None, None) => "has no day of signing".to_owned(),
        };
        findings.push(case.to_edit(Rule::SigningUnknown, message, "--signed DATE"));
    }
    let is_over = matches!(status, Status::Terminated | Status::Succeeded)
        || (status == Status::Expired && !case.standing.has(Flag::Lapsed));
    if !is_over && agreement.contact.as_ref().is_none_or(|contact| contact.trim().is_empty()) {
        findings.push(case.to_edit(Rule::NoContact, "has no contact", "--contact NAME"));
    }
    if let [party] = agreement.parties.as_slice() {
        let message = format!("has only one party, {}", party.short_or_name());
        findings.push(case.to_edit(Rule::OneParty, message, "--add-party PARTY"));
    }
    if status != Status::Draft {
        findings.extend(retroactive(case));
        parties_outside(case, findings);
    }
}

/// Returns the finding that the agreement is in effect from a day before it was signed.
fn retroactive(case: &Case<'_>) -> Option<Finding> {
    let signed = case.tenure.signed?.date()?;
    let effective = case.tenure.effective?.date()?;
    let on = signed.with_preposition();
    let message = format!("is in effect from {effective}, before it was signed {on}");
    is_before(effective, signed)
        .then(|| case.to_edit(Rule::Retroactive, message, "--effective DATE"))
}

/// Lists the parties that joined or left outside the life of the agreement, whatever days the partial dates
/// mean.
///
/// The life begins with the first signature or with the first day, whichever is earlier: a party may accede
/// before the agreement is in effect, and retroactive effect reaches back before the signing. If the day of
/// signing is not known, nothing is too early. The life lasts until the last day; if that is not known, or
/// if automatic renewal will follow, nothing is too late.
fn parties_outside(case: &Case<'_>, findings: &mut Vec<Finding>) {
    let parties = &case.agreement.parties;
    if parties.iter().all(|party| party.joined.is_none() && party.left.is_none()) {
        return;
    }
    let signed = case.tenure.signed.and_then(RecordedDate::date);
    let begins = signed.and_then(|signed| {
        let by_party = parties.iter().filter_map(|party| party.signed?.date());
        let first_day = case.tenure.first_day();
        by_party.chain(first_day).chain([signed]).min_by_key(|date| date.first())
    });
    let last_day = case.standing.ends.date().filter(|_| !case.life.will_renew);
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
        findings.push(case.to_edit(Rule::PartyOutside, message, &format!("{flag} PARTY=DATE")));
    };
    for party in parties {
        check(party, "join", party.joined, "--party-joined");
        check(party, "leave", party.left, "--party-left");
    }
}
