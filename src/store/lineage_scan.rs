//! Scanning all records, each with what its lineage means for it.
//!
//! Most agreements are linked to no other, and for most successors the lineage means nothing. So each record is
//! visited as if it were alone, and what it contributes to a lineage is kept. With that the lineages are built, and
//! the records for which they mean something are visited again; the new results replace the first ones.

use std::cell::Cell;

use super::record::Record;
use super::registry_file::RegistryFile;
use crate::domain::{Agreement, Day, Id, LineageContext, Lineages, SuccessionFacts};
use crate::error::Result;

/// An agreement with what its lineage means for it, as [`RegistryFile::scan_with_lineage`] passes it to its closure.
#[derive(Debug)]
pub struct Visit<'s> {
    /// The record.
    pub record: &'s Record<'s>,
    /// The agreement with the values that hold on the day.
    pub agreement: Agreement,
    /// What its lineage means for it.
    pub context: LineageContext,
    lineage: LineageAccess<'s>,
}

/// Whether the lineage of a visited record can be asked for relatives.
#[derive(Debug)]
enum LineageAccess<'s> {
    /// Not yet. Asking makes the record be visited again.
    Pending(&'s Cell<bool>),
    Known(&'s Linked<'s>),
}

/// The records, and which are linked to others.
#[derive(Debug)]
struct Linked<'s> {
    registry: &'s RegistryFile,
    today: Day,
    lineages: Lineages,
    /// All records, by id.
    members: Vec<LinkedRecord>,
}

/// What is kept of a record.
#[derive(Debug)]
struct LinkedRecord {
    offset: u64,
    id: Id,
    facts: SuccessionFacts,
}

/// What a thread collects from its part of the file.
struct Part<T> {
    /// The results, each with the offset of its record.
    results: Vec<(u64, T)>,
    /// The results of one record.
    current: Vec<T>,
    members: Vec<LinkedRecord>,
    /// The indexes of the members that succeed others, and which.
    successors: Vec<(usize, Vec<Id>)>,
    /// The indexes of the members to be visited again, because relatives were asked for.
    asking: Vec<usize>,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self {
            results: Vec::new(),
            current: Vec::new(),
            members: Vec::new(),
            successors: Vec::new(),
            asking: Vec::new(),
        }
    }
}

impl Visit<'_> {
    /// Returns true if the agreement succeeds others or is succeeded.
    #[must_use]
    pub fn is_linked(&self) -> bool {
        !self.agreement.succeeds.is_empty() || matches!(self.lineage, LineageAccess::Known(_))
    }

    /// Returns another agreement of the lineage with the values that hold on the day, and its context; `None` if there
    /// is no such agreement.
    pub fn relative(&self, id: &Id) -> Result<Option<(Agreement, LineageContext)>> {
        let linked = match self.lineage {
            LineageAccess::Known(linked) => linked,
            LineageAccess::Pending(is_asking) => {
                is_asking.set(true);
                return Ok(None);
            }
        };
        let Some(member) = linked.member(id) else { return Ok(None) };
        let found =
            linked.registry.scan_some(&[(member.offset, id.clone())], |record, found| {
                found.push(record.agreement()?.into_values_on(linked.today));
                Ok(())
            })?;
        Ok(found.into_iter().next().map(|agreement| (agreement, linked.lineages.context_of(id))))
    }
}

impl RegistryFile {
    /// Calls `visit` for every agreement with what its lineage means for it on `today`, and returns the collected
    /// items in id order.
    ///
    /// `visit` is called from several threads, and more than once for some agreements: it must only add to
    /// its list. Fails if `visit` does, and if the file is damaged: every record is verified.
    pub fn scan_with_lineage<T: Send>(
        &self,
        today: Day,
        visit: impl Fn(Visit<'_>, &mut Vec<T>) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        let parts = self.scan_parts(|record, part: &mut Part<T>| {
            let agreement = record.agreement()?.into_values_on(today);
            let facts = SuccessionFacts::new(&agreement, today);
            let offset = record.offset();
            if !agreement.succeeds.is_empty() {
                part.successors.push((part.members.len(), agreement.succeeds.clone()));
            }
            let id = agreement.id.clone();
            let is_asking = Cell::new(false);
            let lineage = LineageAccess::Pending(&is_asking);
            let context = facts.alone();
            visit(Visit { record, agreement, context, lineage }, &mut part.current)?;
            if is_asking.get() {
                part.asking.push(part.members.len());
            }
            part.results.extend(part.current.drain(..).map(|item| (offset, item)));
            part.members.push(LinkedRecord { offset, id, facts });
            Ok(())
        })?;
        self.set_verified();
        let all = Part::join(parts);
        let mut results = all.results;
        if !all.successors.is_empty() {
            let linked = Linked::new(self, today, all.members, &all.successors);
            let again = linked.affected(&all.asking);
            let is_again = |offset: &u64| again.binary_search_by_key(offset, |(at, _)| *at).is_ok();
            results.retain(|(offset, _)| !is_again(offset));
            results.extend(self.scan_some(&again, |record, results| {
                let agreement = record.agreement()?.into_values_on(today);
                let context = linked.lineages.context_of(&agreement.id);
                let mut items = Vec::new();
                let lineage = LineageAccess::Known(&linked);
                visit(Visit { record, agreement, context, lineage }, &mut items)?;
                results.extend(items.into_iter().map(|item| (record.offset(), item)));
                Ok(())
            })?);
            // Stable, so that the results of one record stay in their order.
            results.sort_by_key(|(offset, _)| *offset);
        }
        Ok(results.into_iter().map(|(_, item)| item).collect())
    }
}

impl<'s> Linked<'s> {
    /// Returns the lineages of these records, of which some succeed others.
    fn new(
        registry: &'s RegistryFile,
        today: Day,
        members: Vec<LinkedRecord>,
        successors: &[(usize, Vec<Id>)],
    ) -> Self {
        let mut linked = Self { registry, today, lineages: Lineages::default(), members };
        for (index, succeeds) in successors {
            let LinkedRecord { id, facts, .. } = &linked.members[*index];
            linked.lineages.add(id, succeeds, *facts);
        }
        for id in linked.lineages.required() {
            if let Some(LinkedRecord { facts, .. }) = linked.member(&id) {
                let facts = *facts;
                linked.lineages.add(&id, &[], facts);
            }
        }
        linked.lineages.build();
        linked
    }

    fn member(&self, id: &Id) -> Option<&LinkedRecord> {
        let index = self.members.binary_search_by(|member| member.id.cmp(id)).ok()?;
        self.members.get(index)
    }

    /// Returns the offsets and ids of the records to be visited again: those for which their lineage means
    /// something, and those with these indexes.
    fn affected(&self, asking: &[usize]) -> Vec<(u64, Id)> {
        let affected = self.lineages.affected().filter_map(|id| self.member(id));
        let asking = asking.iter().filter_map(|index| self.members.get(*index));
        let again =
            affected.chain(asking).map(|LinkedRecord { offset, id, .. }| (*offset, id.clone()));
        let mut again: Vec<(u64, Id)> = again.collect();
        again.sort_unstable();
        again.dedup();
        again
    }
}

impl<T> Part<T> {
    /// Returns what all parts hold.
    fn join(parts: Vec<Self>) -> Self {
        let mut all = Self::default();
        for mut part in parts {
            let before = all.members.len();
            all.results.append(&mut part.results);
            all.members.append(&mut part.members);
            all.successors.extend(part.successors.into_iter().map(|(at, ids)| (before + at, ids)));
            all.asking.extend(part.asking.into_iter().map(|at| before + at));
        }
        all
    }
}
