//! A lineage: its agreements, and the gaps and overlaps between them.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::listing::{ListedAgreement, Listing};
use crate::domain::{End, Id, Status, gap};

/// A lineage, oldest first, and the links in it.
#[derive(Debug)]
pub struct Chain<'r> {
    /// The agreements: predecessors before successors, then by first day.
    pub members: Vec<&'r ListedAgreement>,
    /// The links, in the order of the successors.
    pub links: Vec<Link>,
}

/// A successor and its predecessor, and the time between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The predecessor.
    pub prior: Id,
    /// The successor.
    pub successor: Id,
    /// The time between them.
    pub gap: Gap,
}

/// The time between the last day of an agreement and the first day of its successor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Gap {
    /// The days between: above 0 a gap, 0 seamless, below 0 an overlap. The minimum and the maximum
    /// differ if a date is partial.
    Days(RangeInclusive<i64>),
    /// It cannot be computed, for this reason.
    Unknown(String),
}

impl<'r> Chain<'r> {
    /// Returns the lineage of the agreement of this id.
    #[must_use]
    pub fn new(listing: &'r Listing, id: &Id) -> Self {
        let mut members: Vec<&ListedAgreement> =
            lineage(listing, id).iter().filter_map(|id| listing.get(id.as_str())).collect();
        members.sort_by_key(|entry| (first_day(entry), entry.agreement.id.clone()));
        let members = priors_first(members);
        let links = members.iter().flat_map(|successor| links_to(listing, successor)).collect();
        Self { members, links }
    }

    /// Returns the links of the agreement to its predecessors and successors.
    pub fn links_of(&self, id: &Id) -> impl Iterator<Item = &Link> {
        self.links.iter().filter(move |link| link.prior == *id || link.successor == *id)
    }
}

/// Returns `ids` and the ids linked to them, directly or not, in both directions. `links` are all pairs of an agreement
/// and its predecessor.
#[must_use]
pub fn linked(ids: &[Id], links: &[(Id, Id)]) -> BTreeSet<Id> {
    let both_ways = links.iter().flat_map(|(one, other)| [(one, other), (other, one)]);
    let mut neighbours: Vec<(&Id, &Id)> = both_ways.collect();
    neighbours.sort_unstable();
    let mut found: BTreeSet<Id> = ids.iter().cloned().collect();
    let mut open: Vec<&Id> = ids.iter().collect();
    while let Some(next) = open.pop() {
        let first = neighbours.partition_point(|(one, _)| *one < next);
        let own = neighbours.iter().skip(first).take_while(|(one, _)| *one == next);
        for (_, neighbour) in own {
            if found.insert((*neighbour).clone()) {
                open.push(neighbour);
            }
        }
    }
    found
}

/// Returns the ids of the lineage of the agreement of this id.
fn lineage(listing: &Listing, id: &Id) -> BTreeSet<Id> {
    let links = listing.entries.iter().flat_map(|entry| {
        priors(listing, entry).map(|prior| (entry.agreement.id.clone(), prior.clone()))
    });
    linked(std::slice::from_ref(id), &links.collect::<Vec<_>>())
}

/// Returns the predecessors of an agreement, without links to itself and to missing agreements.
fn priors<'e>(listing: &'e Listing, entry: &'e ListedAgreement) -> impl Iterator<Item = &'e Id> {
    let own = &entry.agreement.id;
    entry
        .agreement
        .succeeds
        .iter()
        .filter(move |prior| *prior != own && listing.get(prior.as_str()).is_some())
}

fn first_day(entry: &ListedAgreement) -> Option<crate::domain::Date> {
    entry.agreement.first_day()
}

/// Returns the agreements with each after its predecessors; those in a circle in the given order.
fn priors_first(mut open: Vec<&ListedAgreement>) -> Vec<&ListedAgreement> {
    let mut sorted = Vec::with_capacity(open.len());
    while !open.is_empty() {
        let is_free = |entry: &ListedAgreement| {
            !entry.agreement.succeeds.iter().any(|prior| {
                *prior != entry.agreement.id
                    && open.iter().any(|other| other.agreement.id == *prior)
            })
        };
        let next = open.iter().position(|entry| is_free(entry)).unwrap_or_default();
        sorted.push(open.remove(next));
    }
    sorted
}

fn links_to(listing: &Listing, successor: &ListedAgreement) -> Vec<Link> {
    priors(listing, successor)
        .filter_map(|prior| listing.get(prior.as_str()))
        .map(|prior| Link {
            prior: prior.agreement.id.clone(),
            successor: successor.agreement.id.clone(),
            gap: between(prior, successor),
        })
        .collect()
}

fn between(prior: &ListedAgreement, successor: &ListedAgreement) -> Gap {
    let (prior_id, successor_id) = (&prior.agreement.id, &successor.agreement.id);
    if successor.standing.status == Status::Draft {
        return Gap::Unknown(format!("{successor_id} is a draft"));
    }
    let ends = match prior.standing.ends {
        End::On(ends) => ends,
        End::Indefinite => return Gap::Unknown(format!("the end of {prior_id} is indefinite")),
        End::Unknown => return Gap::Unknown(format!("the end of {prior_id} is not known")),
    };
    if successor.agreement.is_pending() {
        return Gap::Unknown(format!("{successor_id} is pending"));
    }
    match first_day(successor) {
        Some(first) => Gap::Days(gap(ends, first)),
        None => Gap::Unknown(format!("the first day of {successor_id} is not known")),
    }
}
