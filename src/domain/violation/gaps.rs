//! What matters and is not known.

use super::{Case, Finding, Rule};
use crate::domain::stated::Stated;
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
    if status != Status::Draft && case.tenure.signed.and_then(Stated::date).is_none() {
        let message = match (agreement.signed, agreement.end) {
            (None, Some(end)) => format!("ends on {end} but has no day of signing"),
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
        let message = format!("has one party only, {}", party.short_or_name());
        findings.push(case.to_edit(Rule::OneParty, message, "--add-party PARTY"));
    }
}
