//! Contradictions between records.

use std::collections::{BTreeMap, BTreeSet};

use super::circles::{Circle, circles};
use super::{Finding, Rule, is_before};
use crate::domain::agreement::Agreement;
use crate::domain::date::Date;
use crate::domain::id::Id;
use crate::domain::tenure::Tenure;

/// The links between the agreements of a registry, to find what contradicts itself in them.
///
/// It is to be told of each agreement that succeeds another or is succeeded, is under another, or is
/// related to itself; of those that others are under it is enough to [know](Self::know).
#[derive(Debug, Default)]
pub struct Links {
    ends: BTreeMap<Id, LinkEnd>,
    known: BTreeSet<Id>,
}

/// An agreement that has links, or to which there are.
#[derive(Debug)]
pub struct LinkEnd {
    id: Id,
    first_day: Option<Date>,
    succeeds: Vec<Id>,
    under: Option<Id>,
    is_related_to_itself: bool,
}

impl LinkEnd {
    /// Returns an agreement of these dated facts as such an end.
    #[must_use]
    pub fn of(agreement: &Agreement, tenure: &Tenure) -> Self {
        let id = &agreement.id;
        Self {
            id: id.clone(),
            first_day: tenure.first_day(),
            succeeds: agreement.succeeds.clone(),
            under: agreement.under.clone(),
            is_related_to_itself: agreement.related.iter().any(|related| related == id.as_str()),
        }
    }
}

impl Links {
    /// Takes note of an agreement.
    pub fn note(&mut self, end: LinkEnd) {
        self.ends.insert(end.id.clone(), end);
    }

    /// Returns the agreements that others are under, and of which nothing is known yet.
    #[must_use]
    pub fn unknown(&self) -> BTreeSet<Id> {
        let frameworks = self.ends.values().filter_map(|end| end.under.as_ref());
        frameworks.filter(|id| !self.is_known(id)).cloned().collect()
    }

    /// Takes note that there is such an agreement.
    pub fn know(&mut self, id: Id) {
        self.known.insert(id);
    }

    fn is_known(&self, id: &Id) -> bool {
        self.ends.contains_key(id) || self.known.contains(id)
    }

    /// Returns what is found, by id: in each agreement on its own, then the circles that they make.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (id, end) in &self.ends {
            self.look(id, end, &mut findings);
        }
        for circle in circles(&self.ends, |end| end.succeeds.as_slice()) {
            findings.extend(told(&circle, "succeeds", |id| format!("--remove-succeeds {id}")));
        }
        for circle in circles(&self.ends, |end| end.under.as_slice()) {
            findings.extend(told(&circle, "is under", |_| "--clear under".to_owned()));
        }
        findings
    }

    fn look(&self, id: &Id, end: &LinkEnd, findings: &mut Vec<Finding>) {
        for prior in &end.succeeds {
            let remove = format!("--remove-succeeds {prior}");
            if prior == id {
                findings.push(Finding::to_edit(id, Rule::LinkToItself, "succeeds itself", &remove));
                continue;
            }
            let Some(before) = self.ends.get(prior) else {
                let message = format!("succeeds `{prior}`, which is not in the registry");
                findings.push(Finding::to_edit(id, Rule::DanglingLink, message, &remove));
                continue;
            };
            if let (Some(first), Some(earlier)) = (end.first_day, before.first_day)
                && is_before(first, earlier)
            {
                let message =
                    format!("begins on {first}, before `{prior}`, which it succeeds, on {earlier}");
                findings.push(Finding::to_edit(id, Rule::SuccessorFirst, message, &remove));
            }
        }
        if let Some(framework) = &end.under {
            let clear = "--clear under";
            if framework == id {
                findings.push(Finding::to_edit(id, Rule::LinkToItself, "is under itself", clear));
            } else if !self.is_known(framework) {
                let message = format!("is under `{framework}`, which is not in the registry");
                findings.push(Finding::to_edit(id, Rule::DanglingLink, message, clear));
            }
        }
        if end.is_related_to_itself {
            let remove = format!("--remove-related {id}");
            findings.push(Finding::to_edit(
                id,
                Rule::LinkToItself,
                "is related to itself",
                &remove,
            ));
        }
    }
}

/// Tells of a circle, which is mended by cutting its first link.
fn told(circle: &Circle<'_>, verb: &str, flags: impl Fn(&Id) -> String) -> Option<Finding> {
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
    Some(Finding::to_edit(first, Rule::Circle, message, &flags(others.first()?)))
}
