//! What a draft shows: what is staged, over what stands in the file.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::record::Record;
use super::transaction::{StagedRecord, Transaction};
use crate::domain::{Agreement, Id};
use crate::error::{Error, Result};
use crate::json::strict;

impl Transaction<'_> {
    /// Returns the ids of all records, sorted.
    pub fn ids(&self) -> Result<Vec<Id>> {
        Ok(self.with_staged(self.reading.ids()?, |_| true))
    }

    /// Returns the ids that begin so, sorted.
    pub fn beginning(&self, prefix: &str) -> Result<Vec<Id>> {
        let read = self.reading.beginning(prefix)?;
        Ok(self.with_staged(read, |id| id.as_str().starts_with(prefix)))
    }

    fn with_staged(&self, read: Vec<Id>, is_meant: impl Fn(&Id) -> bool) -> Vec<Id> {
        if self.staged.is_empty() {
            return read;
        }
        let mut ids: BTreeSet<Id> = read.into_iter().collect();
        for (id, staged) in self.staged.iter().filter(|(id, _)| is_meant(id)) {
            if staged.is_some() {
                ids.insert(id.clone());
            } else {
                ids.remove(id);
            }
        }
        ids.into_iter().collect()
    }

    /// Returns the agreement of this id, as it is staged, or as it stands in the file.
    pub fn get(&self, id: &str) -> Result<Option<Agreement>> {
        match self.staged.get(id) {
            Some(None) => Ok(None),
            Some(Some(staged)) => staged.agreement().map(Some),
            None => self.reading.find(id)?.map(|record| record.agreement()).transpose(),
        }
    }

    /// Returns all links between the records, in no order: one, and one that it succeeds.
    pub fn links(&self) -> Result<Vec<(Id, Id)>> {
        let mut links = self.reading.links()?;
        links.retain(|(id, _)| !self.staged.contains_key(id));
        for staged in self.staged.values().flatten() {
            let Agreement { id, succeeds, .. } = staged.agreement()?;
            links.extend(succeeds.into_iter().map(|prior| (id.clone(), prior)));
        }
        Ok(links)
    }

    /// Shows every record to `look`, by id, read as `T`: the whole [`Agreement`], or a type with some of
    /// its fields. Where one thread is not needed, [`Self::gather`] is quicker.
    pub fn visit<T>(&self, mut look: impl FnMut(&T) -> Result<()>) -> Result<()>
    where
        T: for<'t> Deserialize<'t>,
    {
        self.reading.get_ready()?;
        let mut staged = self.staged.iter().peekable();
        self.reading.in_order(|record| {
            let mut is_staged = false;
            while let Some((id, staged)) = staged.next_if(|(id, _)| id.as_str() <= record.id()) {
                is_staged = id.as_str() == record.id();
                if let Some(staged) = staged {
                    look(&read_staged(staged)?)?;
                }
            }
            if is_staged { Ok(()) } else { look(&record.read()?) }
        })?;
        staged
            .filter_map(|(_, staged)| staged.as_ref())
            .try_for_each(|staged| look(&read_staged(staged)?))
    }

    /// Shows every record to `pick`, read as `T`: the whole [`Agreement`], or a type with some of its
    /// fields. Returns what that adds to its list, in the order of the ids.
    ///
    /// `pick` is called from several threads, and may be called again: it must do nothing else.
    pub fn gather<T, R>(&self, pick: impl Fn(&T, &mut Vec<R>) + Sync) -> Result<Vec<R>>
    where
        T: for<'t> Deserialize<'t>,
        R: Send,
    {
        self.reading.get_ready()?;
        let gathered = self.reading.scan(|record, gathered| {
            self.pick_of(record, gathered, |picked| {
                pick(&record.read()?, picked);
                Ok(())
            })
        })?;
        self.with_picked(gathered, |staged, picked| {
            pick(&read_staged(staged)?, picked);
            Ok(())
        })
    }

    /// Shows every agreement to `pick` as [`Self::gather`] does. What is read of the file is
    /// verified on the way, and need not be read again for that.
    pub fn gather_facts<R: Send>(
        &self,
        pick: impl Fn(&Agreement, &mut Vec<R>) + Sync,
    ) -> Result<Vec<R>> {
        let gathered = self.reading.get_ready_with(|record, agreement, gathered| {
            self.pick_of(record, gathered, |picked| {
                pick(&agreement, picked);
                Ok(())
            })
        })?;
        self.with_picked(gathered, |staged, picked| {
            pick(&read_staged(staged)?, picked);
            Ok(())
        })
    }

    /// Picks of a record that stands in the file, unless another is staged in its place.
    fn pick_of<R>(
        &self,
        record: &Record<'_>,
        gathered: &mut Vec<(Id, R)>,
        pick: impl FnOnce(&mut Vec<R>) -> Result<()>,
    ) -> Result<()> {
        if self.staged.contains_key(record.id()) {
            return Ok(());
        }
        let mut picked = Vec::new();
        pick(&mut picked)?;
        for picked in picked {
            let id = record.id().parse::<Id>();
            gathered.push((id.map_err(|why| Error::damaged(why.to_string()))?, picked));
        }
        Ok(())
    }

    /// Adds what is picked of the records that are staged, and returns all by id.
    fn with_picked<R>(
        &self,
        mut gathered: Vec<(Id, R)>,
        pick: impl Fn(&StagedRecord, &mut Vec<R>) -> Result<()>,
    ) -> Result<Vec<R>> {
        for (id, staged) in &self.staged {
            let Some(staged) = staged else { continue };
            let mut picked = Vec::new();
            pick(staged, &mut picked)?;
            gathered.extend(picked.into_iter().map(|picked| (id.clone(), picked)));
        }
        // Stable: what is picked of one record stays in its order.
        gathered.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(gathered.into_iter().map(|(_, picked)| picked).collect())
    }
}

/// Returns what a staged record holds as `T`.
fn read_staged<T: DeserializeOwned>(staged: &StagedRecord) -> Result<T> {
    strict::from_str(&staged.text)
        .map_err(|cause| Error::failed(format!("what is staged does not read back: {cause}")))
}
