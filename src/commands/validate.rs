//! The checks before an agreement is written.

use std::collections::BTreeSet;

use crate::domain::{
    self, Agreement, Day, Finding, Header, Id, Rule, Severity, contradictions, findings,
};
use crate::error::{Error, Result};
use crate::store::Transaction;

/// Returns warnings about contradictions in `after`; fails if one of them must not be written.
///
/// Contradictions that `before` had are ignored, so that other fields can still be corrected.
pub(crate) fn check(
    transaction: &Transaction<'_>,
    before: Option<&Agreement>,
    after: &Agreement,
    today: Day,
) -> Result<Vec<String>> {
    if before.is_some_and(|before| before.has_same_checked_fields(after)) {
        return Ok(Vec::new());
    }
    let out_of_range = Agreement::out_of_range;
    if let Some(why) = out_of_range(after)
        && before.and_then(out_of_range).as_ref() != Some(&why)
    {
        return Err(Error::failed(format!("`{}` {why}", after.id)));
    }
    let earlier =
        before.map(|before| errors(transaction, before, today)).transpose()?.unwrap_or_default();
    let mut warnings = Vec::new();
    for finding in errors(transaction, after, today)? {
        if earlier.iter().any(|earlier| earlier.message == finding.message) {
            continue;
        }
        let sentence = format!("`{}` {}", finding.id(), finding.message);
        if is_refused(finding.rule, after) {
            return Err(Error::failed(sentence));
        }
        warnings.push(sentence);
    }
    Ok(warnings)
}

/// Returns warnings about dates in `after` that are likely to be typing errors, and that `before` did not have.
pub(crate) fn unlikely_dates(
    before: Option<&Agreement>,
    after: &Agreement,
    today: Day,
) -> Vec<String> {
    let known = before.map(|before| domain::unlikely_dates(before, today)).unwrap_or_default();
    let mut new = domain::unlikely_dates(after, today);
    new.retain(|sentence| !known.contains(sentence));
    new.iter().map(|sentence| format!("`{}`: {sentence}", after.id)).collect()
}

/// Returns the contradictions in the agreement, and between it and the agreements it links to.
fn errors(
    transaction: &Transaction<'_>,
    agreement: &Agreement,
    today: Day,
) -> Result<Vec<Finding>> {
    let is_alone = links(agreement).next().is_none()
        && agreement.related.iter().all(|related| related != agreement.id.as_str());
    if is_alone {
        return Ok(contradictions(agreement, today));
    }
    let mut linked = vec![agreement.clone()];
    let mut seen = BTreeSet::from([agreement.id.clone()]);
    let mut pending: Vec<Id> = links(agreement).cloned().collect();
    while let Some(id) = pending.pop() {
        if seen.insert(id.clone())
            && let Some(other) = transaction.get(id.as_str())?
        {
            pending.extend(links(&other).cloned());
            linked.push(other);
        }
    }
    let mut errors = findings(&linked, today, &Header::default());
    errors.retain(|finding| {
        finding.severity() == Severity::Error
            && (finding.agreement == agreement.id || finding.rule == Rule::Circle)
    });
    Ok(errors)
}

fn links(agreement: &Agreement) -> impl Iterator<Item = &Id> {
    agreement.succeeds.iter().chain(&agreement.under)
}

/// Returns true if an agreement that breaks the rule must not be written.
fn is_refused(rule: Rule, agreement: &Agreement) -> bool {
    match rule {
        // If one of the two dates is doubtful, the contradiction is, too.
        Rule::EndBeforeStart => {
            let first = agreement.first_day();
            [first, agreement.end].into_iter().flatten().all(|date| date.doubt().is_none())
        }
        Rule::NoTitle
        | Rule::NoParties
        | Rule::NamelessParty
        | Rule::CountryForm
        | Rule::LeftBeforeJoined
        | Rule::LinkToItself
        | Rule::DanglingLink
        | Rule::Circle => true,
        _ => false,
    }
}
