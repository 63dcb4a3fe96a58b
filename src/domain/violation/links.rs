//! Contradictions between records.

use std::collections::BTreeMap;

use super::circles::{Circle, circles};
use super::{Case, Finding, Rule, is_before};
use crate::domain::id::Id;

pub(super) fn look(
    case: &Case<'_>,
    registry: &BTreeMap<&Id, Case<'_>>,
    findings: &mut Vec<Finding>,
) {
    let agreement = case.agreement;
    for prior in &agreement.succeeds {
        let remove = format!("--remove-succeeds {prior}");
        if *prior == agreement.id {
            findings.push(case.to_edit(Rule::LinkToItself, "succeeds itself", &remove));
            continue;
        }
        let Some(before) = registry.get(prior) else {
            let message = format!("succeeds `{prior}`, which is not in the registry");
            findings.push(case.to_edit(Rule::DanglingLink, message, &remove));
            continue;
        };
        if let (Some(first), Some(earlier)) = (case.tenure.first_day(), before.tenure.first_day())
            && is_before(first, earlier)
        {
            let message =
                format!("begins on {first}, before `{prior}`, which it succeeds, on {earlier}");
            findings.push(case.to_edit(Rule::SuccessorFirst, message, &remove));
        }
    }
    if let Some(framework) = &agreement.under {
        if *framework == agreement.id {
            findings.push(case.to_edit(Rule::LinkToItself, "is under itself", "--clear under"));
        } else if !registry.contains_key(framework) {
            let message = format!("is under `{framework}`, which is not in the registry");
            findings.push(case.to_edit(Rule::DanglingLink, message, "--clear under"));
        }
    }
    if agreement.related.iter().any(|related| related == agreement.id.as_str()) {
        let remove = format!("--remove-related {}", agreement.id);
        findings.push(case.to_edit(Rule::LinkToItself, "is related to itself", &remove));
    }
}

/// Finds the circles of agreements that succeed, or are under, each other, each once.
pub(super) fn look_for_circles(registry: &BTreeMap<&Id, Case<'_>>, findings: &mut Vec<Finding>) {
    for circle in circles(registry, |case| case.agreement.succeeds.as_slice()) {
        findings
            .extend(told(registry, &circle, "succeeds", |id| format!("--remove-succeeds {id}")));
    }
    for circle in circles(registry, |case| case.agreement.under.as_slice()) {
        findings.extend(told(registry, &circle, "is under", |_| "--clear under".to_owned()));
    }
}

/// Tells of a circle, which is mended by cutting its first link.
fn told(
    registry: &BTreeMap<&Id, Case<'_>>,
    circle: &Circle<'_>,
    verb: &str,
    flags: impl Fn(&Id) -> String,
) -> Option<Finding> {
    let (first, others) = circle.begins.split_first()?;
    let is_whole = circle.begins.len() == circle.length;
    let back = is_whole.then_some(first);
    let way: Vec<String> = others.iter().chain(back).map(|id| format!("{verb} `{id}`")).collect();
    let message = format!(
        "{verb} itself in a circle of {}: {}{}",
        circle.length,
        way.join(", which "),
        if is_whole { "" } else { ", and so on" },
    );
    Some(registry.get(first)?.to_edit(Rule::Circle, message, &flags(others.first()?)))
}
