//! Scanning all records, each with what its lineage means for it.
//!
//! Most agreements are linked to no other. So each record is visited as if it were alone, and those that succeed
//! others are set aside. Which records are succeeded is known at the end; they are found again with the help of the
//! id and offset of every few records. Then the linked records are read once more, and their results replace the
//! first ones. Memory does not grow with the number of records that are not linked, except for the results.

use super::record::Record;
use super::registry_file::RegistryFile;
use crate::domain::{Agreement, Day, Id, LineageContext, Lineages, SuccessionFacts, Tenure};
use crate::error::Result;

/// How many records one entry of the index covers.
const RECORDS_PER_ENTRY: usize = 8;

/// An agreement with what its lineage means for it, as [`RegistryFile::scan_with_lineage`] passes it to its closure.
#[derive(Debug)]
pub struct Visit<'s> {
    /// The record.
    pub record: &'s Record<'s>,
    /// The agreement with the values that hold on the day.
    pub agreement: Agreement,
    /// Its dated facts on the day.
    pub tenure: Tenure,
    /// What its lineage means for it.
    pub context: LineageContext,
    linked: Option<&'s Linked<'s>>,
}

/// The records that are linked to others.
#[derive(Debug)]
struct Linked<'s> {
    reading: &'s RegistryFile,
    today: Day,
    lineages: Lineages,
    /// Their offsets, by id.
    offsets: Vec<(u64, Id)>,
}

/// A record that succeeds others.
struct Successor {
    offset: u64,
    id: Id,
    succeeds: Vec<Id>,
    facts: SuccessionFacts,
}

/// What a thread collects from its part of the file.
struct Part<T> {
    /// The results, each with the offset of its record.
    results: Vec<(u64, T)>,
    /// The results of one record.
    current: Vec<T>,
    successors: Vec<Successor>,
    /// The offset and id of every few records.
    index: Vec<(u64, Box<str>)>,
    count: usize,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self {
            results: Vec::new(),
            current: Vec::new(),
            successors: Vec::new(),
            index: Vec::new(),
            count: 0,
        }
    }
}

impl Visit<'_> {
    /// Returns true if the agreement succeeds others or is succeeded.
    #[must_use]
    pub fn is_linked(&self) -> bool {
        self.linked.is_some()
    }

    /// Returns the dated facts and the context of another agreement of the lineage; `None` if there is no such
    /// agreement.
    pub fn relative(&self, id: &Id) -> Result<Option<(Tenure, LineageContext)>> {
        let Some(Linked { reading, today, lineages, offsets }) = self.linked else {
            return Ok(None);
        };
        let Ok(index) = offsets.binary_search_by(|(_, linked)| linked.cmp(id)) else {
            return Ok(None);
        };
        let found = reading.scan_some(&offsets[index..=index], |record, found| {
            found.push(Tenure::on(&record.agreement()?, *today));
            Ok(())
        })?;
        Ok(found.into_iter().next().map(|tenure| (tenure, lineages.context_of(id))))
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
            part.add(record.offset(), record.id());
            let tenure = Tenure::from_values(&agreement);
            let facts = SuccessionFacts::new(&tenure, today);
            if !agreement.succeeds.is_empty() {
                let Agreement { id, succeeds, .. } = agreement;
                part.successors.push(Successor { offset: record.offset(), id, succeeds, facts });
                return Ok(());
            }
            let context = facts.alone();
            visit(Visit { record, agreement, tenure, context, linked: None }, &mut part.current)?;
            part.results.extend(part.current.drain(..).map(|item| (record.offset(), item)));
            Ok(())
        })?;
        self.set_verified();
        let (mut results, mut successors, mut index) = (Vec::new(), Vec::new(), Vec::new());
        for mut part in parts {
            results.append(&mut part.results);
            successors.append(&mut part.successors);
            index.append(&mut part.index);
        }
        if !successors.is_empty() {
            let linked = self.linked(successors, &index, today)?;
            drop(index);
            let is_linked = |offset: &u64| {
                linked.offsets.binary_search_by(|(linked, _)| linked.cmp(offset)).is_ok()
            };
            results.retain(|(offset, _)| !is_linked(offset));
            results.extend(self.scan_some(&linked.offsets, |record, results| {
                let agreement = record.agreement()?.into_values_on(today);
                let tenure = Tenure::from_values(&agreement);
                let context = linked.lineages.context_of(&agreement.id);
                let mut items = Vec::new();
                let linked = Some(&linked);
                visit(Visit { record, agreement, tenure, context, linked }, &mut items)?;
                results.extend(items.into_iter().map(|item| (record.offset(), item)));
                Ok(())
            })?);
            // Stable, so that the results of one record stay in their order.
            results.sort_by_key(|(offset, _)| *offset);
        }
        Ok(results.into_iter().map(|(_, item)| item).collect())
    }

    /// Returns the records that succeed others, and those that are succeeded.
    fn linked(
        &self,
        successors: Vec<Successor>,
        index: &[(u64, Box<str>)],
        today: Day,
    ) -> Result<Linked<'_>> {
        let mut lineages = Lineages::default();
        let mut offsets = Vec::with_capacity(successors.len());
        for Successor { offset, id, succeeds, facts } in successors {
            lineages.add(&id, &succeeds, facts);
            offsets.push((offset, id));
        }
        let required = lineages.required().into_iter().filter_map(|id| {
            let before = index.partition_point(|(_, first)| **first <= *id.as_str());
            let (offset, _) = index.get(before.checked_sub(1)?)?;
            Some((*offset, id))
        });
        let required: Vec<(u64, Id)> = required.collect();
        let found = self.scan_some(&required, |record, found| {
            let agreement = record.agreement()?;
            let facts = SuccessionFacts::new(&Tenure::on(&agreement, today), today);
            found.push((record.offset(), agreement.id, facts));
            Ok(())
        })?;
        for (offset, id, facts) in found {
            lineages.add(&id, &[], facts);
            offsets.push((offset, id));
        }
        lineages.build();
        // The order of the offsets is that of the ids.
        offsets.sort_unstable_by_key(|(offset, _)| *offset);
        Ok(Linked { reading: self, today, lineages, offsets })
    }
}

impl<T> Part<T> {
    /// Counts a record, and adds it to the index if it is the first of its entry.
    fn add(&mut self, offset: u64, id: &str) {
        if self.count.is_multiple_of(RECORDS_PER_ENTRY) {
            self.index.push((offset, id.into()));
        }
        self.count += 1;
    }
}
