//! What is found in the links between records: contradictions, and frameworks that are over.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Rule};
use super::record::{CheckedAgreement, is_before};
use crate::domain::date::{Date, Day};
use crate::domain::id::Id;
use crate::domain::standing::{LineageContext, Standing};
use crate::domain::status::{End, Status};

/// The links between the agreements of a registry, to find what is wrong with them.
///
/// The caller must [note](Self::note) each agreement that succeeds another or is succeeded, is under another, or is
/// related to itself, and then the [missing](Self::missing) frameworks.
///
/// ```
/// use mou::domain::{Agreement, CheckedAgreement, Date, Header, LineageContext, LinkEnd, Links, Rule};
///
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// agreement.under = Some("frame-2020".parse()?);
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let (context, head) = (LineageContext::default(), Header::default());
/// let mut links = Links::default();
/// links.note(LinkEnd::new(&CheckedAgreement::new(&agreement, &context, today, &head)));
/// assert!(links.missing().contains("frame-2020"));
/// assert_eq!(links.findings()[0].rule, Rule::DanglingLink);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Default)]
pub struct Links {
    ends: BTreeMap<Id, LinkEnd>,
}

/// An agreement that has links, or to which there are.
///
/// [`Links`] has an example.
#[derive(Debug)]
pub struct LinkEnd {
    id: Id,
    first_day: Option<Date>,
    succeeds: Vec<Id>,
    under: Option<Id>,
    is_related_to_itself: bool,
    is_in_force: bool,
    /// How it ended, if it is over.
    end: Option<FrameworkEnd>,
}

/// How a framework ended that is over on a day: expired, terminated or succeeded.
#[derive(Debug)]
struct FrameworkEnd {
    status: Status,
    last_day: End,
    successor: Option<Id>,
    /// The day on which it was over.
    since: Option<Day>,
}

impl LinkEnd {
    /// Returns the links of an agreement.
    #[must_use]
    pub fn new(checked: &CheckedAgreement<'_>) -> Self {
        let agreement = checked.agreement;
        let id = &agreement.id;
        Self {
            id: id.clone(),
            first_day: agreement.first_day(),
            succeeds: agreement.succeeds.clone(),
            under: agreement.under.clone(),
            is_related_to_itself: agreement.related.iter().any(|related| related == id.as_str()),
            is_in_force: checked.standing.status.is_in_force(),
            end: FrameworkEnd::new(&checked.standing, checked.context, checked.today),
        }
    }
}

impl FrameworkEnd {
    /// Returns how an agreement ended; `None` if it is not over on `today`.
    fn new(standing: &Standing, context: &LineageContext, today: Day) -> Option<Self> {
        let status = standing.status;
        let is_over = matches!(status, Status::Expired | Status::Terminated | Status::Succeeded);
        is_over.then(|| {
            let successor = context.successor(today);
            let since = match (status, successor) {
                (Status::Succeeded, Some((_, day))) => Some(day),
                _ => standing.ends.date().map(Date::last),
            };
            let successor = successor.map(|(id, _)| id.clone());
            Self { status, last_day: standing.ends, successor, since }
        })
    }

    /// Returns the finding in the agreement `id`, which is in force under `framework`.
    fn finding(&self, id: &Id, framework: &Id) -> Finding {
        let last_day = match self.last_day {
            End::On(date) => format!("last day {date}"),
            End::Indefinite => "indefinite".to_owned(),
            End::Unknown => "last day not known".to_owned(),
        };
        let status = self.status;
        let message = format!("is in force under `{framework}`, which is {status} ({last_day})");
        let successor = self.successor.as_ref().filter(|successor| *successor != id);
        let other = successor.map_or("ID", Id::as_str);
        let finding =
            Finding::to_edit(id, Rule::FrameworkOver, message, &format!("--under {other}"));
        finding.since(self.since)
    }
}

impl Links {
    /// Notes an agreement.
    pub fn note(&mut self, end: LinkEnd) {
        self.ends.insert(end.id.clone(), end);
    }

    /// Returns the frameworks that are not noted.
    #[must_use]
    pub fn missing(&self) -> BTreeSet<Id> {
        let frameworks = self.ends.values().filter_map(|end| end.under.as_ref());
        frameworks.filter(|id| !self.ends.contains_key(*id)).cloned().collect()
    }

    /// Returns what is found, by id: in each agreement on its own, then the circles that they make.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (id, end) in &self.ends {
            self.find_at(id, end, &mut findings);
        }
        for circle in circles(&self.ends, |end| end.succeeds.as_slice()) {
            findings.extend(circle_finding(&circle, "succeeds", |id| {
                format!("--remove-succeeds {id}")
            }));
        }
        for circle in circles(&self.ends, |end| end.under.as_slice()) {
            findings.extend(circle_finding(&circle, "is under", |_| "--clear under".to_owned()));
        }
        findings
    }

    fn find_at(&self, id: &Id, end: &LinkEnd, findings: &mut Vec<Finding>) {
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
                let (first, earlier) = (first.with_preposition(), earlier.with_preposition());
                let message =
                    format!("begins {first}, before its predecessor `{prior}`, {earlier}");
                findings.push(Finding::to_edit(id, Rule::SuccessorFirst, message, &remove));
            }
        }
        if let Some(framework) = &end.under {
            let clear = "--clear under";
            if framework == id {
                findings.push(Finding::to_edit(id, Rule::LinkToItself, "is under itself", clear));
            } else if !self.ends.contains_key(framework) {
                let message = format!("is under `{framework}`, which is not in the registry");
                findings.push(Finding::to_edit(id, Rule::DanglingLink, message, clear));
            } else if let Some(over) = self.ends.get(framework).and_then(|end| end.end.as_ref())
                && end.is_in_force
            {
                findings.push(over.finding(id, framework));
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

/// Returns the finding about a circle, fixed by removing its first link.
fn circle_finding(
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
    Some(Finding::to_edit(first, Rule::Circle, message, &flags(others.first()?)))
}

/// The most records of a circle that are named.
const MAX_NAMED_RECORDS: usize = 6;

/// A circle of links.
struct Circle<'a> {
    /// The record whose link closes the circle, and the next ones: all, or the first few of many.
    begins: Vec<&'a Id>,
    /// How many records it has.
    length: usize,
}

/// How far the links of a record have been followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Followed {
    /// It is at this place on the path that is being followed.
    OnPath(usize),
    /// They lead to no further record.
    Done,
}

/// Returns the circles that the links make, each from the record whose link closes it: one for every link back
/// to its own path, so that removing the first link of each leaves no circle. Links to itself and to a missing
/// record are ignored.
///
/// The path is a list instead of the stack, and only the first records of a circle are kept, because a lineage
/// can be as long as the registry.
fn circles<'a>(
    ends: &'a BTreeMap<Id, LinkEnd>,
    links: impl Fn(&'a LinkEnd) -> &'a [Id],
) -> Vec<Circle<'a>> {
    let mut followed: BTreeMap<&Id, Followed> = BTreeMap::new();
    let mut circles = Vec::new();
    // Most records have no links.
    let leads_on = |end: &'a LinkEnd| !links(end).is_empty();
    for (start, end) in ends.iter().filter(|(_, end)| leads_on(end)) {
        if followed.contains_key(start) {
            continue;
        }
        followed.insert(start, Followed::OnPath(0));
        let mut path = vec![(start, links(end).iter())];
        while let Some((id, rest)) = path.last_mut() {
            let id = *id;
            let Some(next) = rest.next() else {
                followed.insert(id, Followed::Done);
                path.pop();
                continue;
            };
            let there = ends.get_key_value(next).filter(|(next, end)| *next != id && leads_on(end));
            let Some((next, end)) = there else { continue };
            match followed.get(next) {
                Some(Followed::Done) => {}
                Some(&Followed::OnPath(since)) => {
                    let others = path[since..path.len() - 1].iter().map(|(id, _)| *id);
                    circles.push(Circle {
                        begins: [id].into_iter().chain(others).take(MAX_NAMED_RECORDS).collect(),
                        length: path.len() - since,
                    });
                }
                None => {
                    followed.insert(next, Followed::OnPath(path.len()));
                    path.push((next, links(end).iter()));
                }
            }
        }
    }
    circles
}
