//! The links to an agreement, and its successors.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{Agreement, Day, Field, Id, LineageContext, Succession};
use crate::error::Result;
use crate::store::{RegistryFile, Transaction};

/// Agreements to look some up in: those of the registry file, or of a transaction on it.
pub(crate) trait AgreementSource {
    /// Returns the ids that begin with `prefix`, sorted.
    fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>>;

    /// Returns the agreement with this id.
    fn get(&self, id: &str) -> Result<Option<Agreement>>;

    /// Returns all links, in any order: the id of an agreement, and one that it succeeds.
    fn links(&self) -> Result<Vec<(Id, Id)>>;

    /// Calls `visit` for every agreement, on several threads, and returns the collected items in id order.
    fn gather<T: Send>(&self, visit: impl Fn(&Agreement, &mut Vec<T>) + Sync) -> Result<Vec<T>>;
}

impl AgreementSource for RegistryFile {
    fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>> {
        Self::ids_with_prefix(self, prefix)
    }

    fn get(&self, id: &str) -> Result<Option<Agreement>> {
        self.find(id)?.map(|record| record.agreement()).transpose()
    }

    fn links(&self) -> Result<Vec<(Id, Id)>> {
        Self::links(self)
    }

    fn gather<T: Send>(&self, visit: impl Fn(&Agreement, &mut Vec<T>) + Sync) -> Result<Vec<T>> {
        self.scan(|record, items| record.agreement().map(|agreement| visit(&agreement, items)))
    }
}

impl AgreementSource for Transaction<'_> {
    fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>> {
        Self::ids_with_prefix(self, prefix)
    }

    fn get(&self, id: &str) -> Result<Option<Agreement>> {
        Self::get(self, id)
    }

    fn links(&self) -> Result<Vec<(Id, Id)>> {
        Self::links(self)
    }

    fn gather<T: Send>(&self, visit: impl Fn(&Agreement, &mut Vec<T>) + Sync) -> Result<Vec<T>> {
        Self::gather(self, visit)
    }
}

/// A link to an agreement from another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IncomingLink {
    /// The agreement that points.
    pub(crate) from: Id,
    /// The field that holds the link.
    pub(crate) field: Field,
    /// The agreement that it points at.
    pub(crate) to: Id,
}

impl IncomingLink {
    /// Returns the verb of a sentence about the link.
    pub(crate) fn verb(&self) -> &'static str {
        match self.field {
            Field::Succeeds => "succeeds",
            Field::Under => "is under",
            _ => "is related to",
        }
    }

    /// Returns the command that removes the link.
    pub(crate) fn removal(&self) -> String {
        let Self { from, field, to } = self;
        match field {
            Field::Under => format!("mou edit {from} --clear under"),
            _ => format!("mou edit {from} --remove-{field} {to}"),
        }
    }
}

/// Returns the links to the agreements with these ids, sorted by the id of the agreement that points.
pub(crate) fn to(ids: &BTreeSet<Id>, transaction: &Transaction<'_>) -> Result<Vec<IncomingLink>> {
    transaction.gather(|agreement, found| {
        let mut add = |field, to: &str| {
            if let Some(to) = ids.get(to) {
                found.push(IncomingLink { from: agreement.id.clone(), field, to: to.clone() });
            }
        };
        agreement.succeeds.iter().for_each(|prior| add(Field::Succeeds, prior.as_str()));
        agreement.under.iter().for_each(|framework| add(Field::Under, framework.as_str()));
        agreement.related.iter().for_each(|related| add(Field::Related, related));
    })
}

/// Points every link to `old` at `new`; returns the ids of the agreements that had one.
pub(crate) fn redirect(
    old: &Id,
    new: &Id,
    transaction: &mut Transaction<'_>,
) -> Result<BTreeSet<Id>> {
    let links = to(&BTreeSet::from([old.clone()]), transaction)?;
    let from: BTreeSet<Id> = links.into_iter().map(|link| link.from).collect();
    for id in &from {
        if let Some(mut agreement) = transaction.get(id.as_str())? {
            redirect_in(&mut agreement, old, new);
            transaction.put(agreement);
        }
    }
    Ok(from)
}

fn redirect_in(agreement: &mut Agreement, old: &Id, new: &Id) {
    for link in agreement.succeeds.iter_mut().chain(&mut agreement.under) {
        if link == old {
            link.clone_from(new);
        }
    }
    for related in &mut agreement.related {
        if related == old.as_str() {
            *related = new.as_str().into();
        }
    }
}

/// The successors of some agreements, by the id of what they succeed.
pub(crate) struct Successors {
    successors: BTreeMap<Id, Vec<Agreement>>,
}

impl Successors {
    /// Returns the agreements of `source` that succeed one of `priors`.
    pub(crate) fn of(source: &impl AgreementSource, priors: &[Id]) -> Result<Self> {
        let priors: BTreeSet<&Id> = priors.iter().collect();
        let mut successors: BTreeMap<Id, Vec<Agreement>> = BTreeMap::new();
        for (id, prior) in source.links()? {
            if id != prior
                && priors.contains(&prior)
                && let Some(agreement) = source.get(id.as_str())?
            {
                successors.entry(prior).or_default().push(agreement);
            }
        }
        Ok(Self { successors })
    }

    /// Adds a successor of `prior`.
    pub(crate) fn add(&mut self, prior: &Id, successor: Agreement) {
        self.successors.entry(prior.clone()).or_default().push(successor);
    }

    /// Returns the successors of the agreement with this id.
    pub(crate) fn successors_of(&self, id: &Id) -> &[Agreement] {
        self.successors.get(id).map_or(&[], Vec::as_slice)
    }

    /// Returns the lineage context of the agreement with this id: its successors on `day`.
    pub(crate) fn context_of(&self, id: &Id, day: Day) -> LineageContext {
        let mut successors: Vec<(Id, Succession)> = self
            .successors_of(id)
            .iter()
            .filter_map(|it| Some((it.id.clone(), it.on(day).succession(day)?)))
            .collect();
        successors.sort_by(|(one, _), (other, _)| one.cmp(other));
        LineageContext { successors, last_done: None }
    }
}
