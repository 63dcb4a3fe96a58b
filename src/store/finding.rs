//! Finding records by their ids, and by what they say of each other.

use std::ops::ControlFlow;

use super::reading::Reading;
use super::record::Record;
use super::records::{Records, Slot, Stop};
use crate::domain::{Agreement, Id};
use crate::error::Result;

impl Reading {
    /// Hands every record to `each`, by id, in one thread and once. Fails where `each` does, and where the
    /// file is not what it was when it was verified.
    pub(super) fn in_order(&self, mut each: impl FnMut(&Record<'_>) -> Result<()>) -> Result<()> {
        if let Some(records) = self.records() {
            let walked = records.walk(records.body(), |slice| {
                each(&Record::laid(self, slice)).map_err(Stop::Failed)?;
                Ok(ControlFlow::Continue(()))
            });
            return walked.map(drop).map_err(|stop| match stop {
                Stop::Failed(error) => error,
                Stop::Unlike | Stop::Unreadable(_) => self.changed(),
            });
        }
        let whole = self.whole()?;
        (0..whole.places.len()).try_for_each(|at| each(&Record::held(self, whole, at)))
    }

    /// Returns the ids of all records, in their order.
    pub fn ids(&self) -> Result<Vec<Id>> {
        self.pass(|record, ids| {
            ids.extend(record.id().parse::<Id>().ok());
            Ok(())
        })
    }

    /// Tells whether there are no records.
    pub fn is_empty(&self) -> Result<bool> {
        self.in_either_form(|_| Ok(false), |whole| Ok(whole.places.is_empty()))
    }

    /// Returns the ids that begin so, in their order. Fails like [`Self::find`].
    pub fn beginning(&self, prefix: &str) -> Result<Vec<Id>> {
        let texts = self.in_either_form(
            |records| records.beginning(prefix),
            |whole| {
                let first = whole.places.partition_point(|place| place.id.as_ref() < prefix);
                let rest = whole.places.iter().skip(first).map(|place| place.id.to_string());
                Ok(rest.take_while(|id| id.starts_with(prefix)).collect())
            },
        )?;
        if texts.is_empty() {
            self.verify_once()?;
        }
        Ok(texts.iter().filter_map(|id| id.parse().ok()).collect())
    }

    /// Returns all links between the records, in no order: one, and one that it succeeds.
    ///
    /// Only the records that succeed others are verified.
    pub fn links(&self) -> Result<Vec<(Id, Id)>> {
        self.in_either_form(Records::links, |whole| {
            let mut links = Vec::new();
            for at in 0..whole.places.len() {
                let record = Record::held(self, whole, at);
                let Agreement { id, succeeds, .. } = record.agreement()?;
                links.extend(succeeds.into_iter().map(|prior| (id.clone(), prior)));
            }
            Ok(links)
        })
    }

    /// Returns the record that has this very id.
    ///
    /// The record is verified, and of the others no more than their order asks for; before it says that
    /// there is none it has verified all of them once.
    pub fn find(&self, id: &str) -> Result<Option<Record<'_>>> {
        if let Some(laid) = self.laid() {
            match self.found(id, laid.records.seek(id)) {
                Ok(Some(record)) => return Ok(Some(record)),
                Ok(None) => {
                    self.verify_once()?;
                    if self.laid().is_some() {
                        return Ok(None);
                    }
                }
                Err(stop) => self.read_whole(stop)?,
            }
        }
        let whole = self.whole()?;
        Ok(whole.find(id).map(|at| Record::held(self, whole, at)))
    }

    fn found(
        &self,
        id: &str,
        slot: std::result::Result<Slot, Stop>,
    ) -> std::result::Result<Option<Record<'_>>, Stop> {
        let Slot { start, text } = slot?;
        let Some(text) = text else { return Ok(None) };
        let record = Record::laid_apart(self, id, start, text);
        record.agreement().map_err(Stop::Failed)?;
        Ok(Some(record))
    }

    /// Returns where the record of this id stands in the file, or would stand. Fails where the file is
    /// not, or no longer, read record by record.
    pub(super) fn slot(&self, id: &str) -> Result<Slot> {
        let records = self.records().ok_or_else(|| self.changed())?;
        records.seek(id).map_err(|_| self.changed())
    }
}
