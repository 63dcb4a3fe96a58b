//! Whether what is about to be recorded of an agreement can be so.

use std::collections::BTreeSet;

use crate::domain::{
    Agreement, Day, Finding, Head, Id, Rule, Severity, Tenure, contradictions, findings,
};
use crate::error::{Error, Result};
use crate::store::Draft;

/// Fails where the agreement says what none can say; returns what is doubtful, in sentences.
///
/// What it said before already, where it was recorded so, is neither refused nor told again:
/// something else can be corrected all the same.
pub(crate) fn check(
    draft: &Draft<'_>,
    before: Option<&Agreement>,
    after: &Agreement,
    today: Day,
) -> Result<Vec<String>> {
    if before.is_some_and(|before| before.has_same_checked_fields(after)) {
        return Ok(Vec::new());
    }
    let of = |agreement: Option<&Agreement>| {
        agreement.and_then(|it| Tenure::from_values(it).off_the_calendar())
    };
    if let Some(why) = of(Some(after))
        && of(before).as_ref() != Some(&why)
    {
        return Err(Error::failed(format!("`{}` {why}", after.id)));
    }
    let known: BTreeSet<String> = match before {
        Some(before) => {
            errors(draft, before, today)?.into_iter().map(|found| found.message).collect()
        }
        None => BTreeSet::new(),
    };
    let mut doubts = Vec::new();
    for found in errors(draft, after, today)? {
        if known.contains(&found.message) {
            continue;
        }
        if is_refused(found.rule, after) {
            return Err(Error::failed(format!("`{}` {}", found.id(), found.message)));
        }
        doubts.push(format!("`{}` {}", found.id(), found.message));
    }
    Ok(doubts)
}

/// Returns the contradictions of the agreement, and with those that it is linked to.
fn errors(draft: &Draft<'_>, agreement: &Agreement, today: Day) -> Result<Vec<Finding>> {
    let is_alone = links(agreement).next().is_none()
        && agreement.related.iter().all(|related| related != agreement.id.as_str());
    if is_alone {
        return Ok(contradictions(agreement, today));
    }
    let mut around = vec![agreement.clone()];
    let mut seen = BTreeSet::from([agreement.id.clone()]);
    let mut ahead: Vec<Id> = links(agreement).cloned().collect();
    while let Some(id) = ahead.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        if let Some(linked) = draft.get(id.as_str())? {
            ahead.extend(links(&linked).cloned());
            around.push(linked);
        }
    }
    let mut found = findings(&around, today, &Head::default());
    found.retain(|found| {
        found.severity() == Severity::Error
            && (found.agreement == agreement.id || found.rule == Rule::Circle)
    });
    Ok(found)
}

fn links(agreement: &Agreement) -> impl Iterator<Item = &Id> {
    agreement.succeeds.iter().chain(&agreement.under)
}

fn is_refused(rule: Rule, agreement: &Agreement) -> bool {
    match rule {
        // Where one of the two is doubtful, so is the contradiction.
        Rule::EndBeforeStart => {
            let first = Tenure::from_values(agreement).first_day();
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
