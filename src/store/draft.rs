//! A change in the making: what is to stand in the registry, before it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::OnceLock;

use serde::Deserialize;

use super::arrival::Arrived;
use super::raw::RawRecord;
use super::reading::Reading;
use super::record::Record;
use super::revision::{Revision, document_of, first_its_id, record_text, text_of};
use super::staged::Staged;
use crate::domain::{Activity, Agreement, Head, Id};
use crate::error::{Error, Result};

/// A registry in the hands of a command that changes it.
///
/// Nothing is written here; what is staged is written all at once, or not at all.
#[derive(Debug)]
pub struct Draft<'r> {
    reading: &'r Reading,
    head: Head,
    /// What is staged for an id: a record, or that there is to be none.
    staged: BTreeMap<Id, Option<Staged>>,
    /// Why a record could not be looked up, where [`Draft::contains`] could not say so.
    trouble: OnceLock<Error>,
}

/// What a command changed in one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The id of the record.
    pub id: Id,
    /// What it was; nothing where it was added.
    pub before: Option<Agreement>,
    /// What it is; nothing where it was removed.
    pub after: Option<Agreement>,
}

impl<'r> Draft<'r> {
    pub(super) fn new(reading: &'r Reading) -> Self {
        let head = reading.head().clone();
        Self { reading, head, staged: BTreeMap::new(), trouble: OnceLock::new() }
    }

    /// Returns what the registry says of itself.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Returns what the registry says of itself, to be changed.
    pub fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }

    /// Tells whether there is a file already.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.reading.exists()
    }

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

    /// Tells whether there is a record of this id.
    ///
    /// Where that cannot be found out, the change fails in the end.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        match self.staged.get(id) {
            Some(staged) => staged.is_some(),
            None => match self.reading.find(id) {
                Ok(found) => found.is_some(),
                Err(error) => {
                    self.trouble.get_or_init(|| error);
                    false
                }
            },
        }
    }

    /// Returns the agreement of this id, as it is staged, or as it stands in the file.
    pub fn get(&self, id: &str) -> Result<Option<Agreement>> {
        match self.staged.get(id) {
            Some(staged) => Ok(staged.as_ref().map(|staged| staged.agreement.clone())),
            None => self.reading.find(id)?.map(|record| record.agreement()).transpose(),
        }
    }

    /// Returns all links between the records, in no order: one, and one that it succeeds.
    pub fn links(&self) -> Result<Vec<(Id, Id)>> {
        let mut links = self.reading.links()?;
        links.retain(|(id, _)| !self.staged.contains_key(id));
        for staged in self.staged.values().flatten() {
            let Agreement { id, succeeds, .. } = &staged.agreement;
            links.extend(succeeds.iter().map(|prior| (id.clone(), prior.clone())));
        }
        Ok(links)
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
        let mut gathered: Vec<(Id, R)> = self.reading.pass(|record, gathered| {
            if self.staged.contains_key(record.id()) {
                return Ok(());
            }
            let mut picked = Vec::new();
            pick(&record.read()?, &mut picked);
            let id = || record.id().parse().expect("the id of a record has the form of one");
            gathered.extend(picked.into_iter().map(|picked| (id(), picked)));
            Ok(())
        })?;
        for (id, staged) in &self.staged {
            let Some(staged) = staged else { continue };
            let text = text_of(&staged.agreement);
            let read = serde_json::from_str(&text).map_err(|cause| {
                Error::failed(format!("record `{id}` does not read back: {cause}"))
            })?;
            let mut picked = Vec::new();
            pick(&read, &mut picked);
            gathered.extend(picked.into_iter().map(|picked| (id.clone(), picked)));
        }
        // Stable: what is picked of one record stays in its order.
        gathered.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(gathered.into_iter().map(|(_, picked)| picked).collect())
    }

    /// Stages `agreement`: adds it, or puts it in the place of the one that has its id.
    pub fn put(&mut self, agreement: Agreement) {
        let id = agreement.id.clone();
        let (origin, arrived) = match self.staged.remove(id.as_str()) {
            Some(Some(staged)) => (staged.origin, staged.arrived),
            Some(None) => (None, Vec::new()),
            None => (self.contains(id.as_str()).then(|| id.clone()), Vec::new()),
        };
        let renumbered = Vec::new();
        self.staged.insert(id, Some(Staged { agreement, origin, arrived, renumbered, text: None }));
    }

    /// Stages `agreement` in the place of the one that has its id, whose activities at these places
    /// get these numbers and keep all that they hold.
    pub fn put_renumbered(&mut self, agreement: Agreement, numbers: Vec<(usize, NonZeroU32)>) {
        let id = agreement.id.clone();
        self.put(agreement);
        if let Some(Some(staged)) = self.staged.get_mut(id.as_str()) {
            staged.renumbered = numbers;
        }
    }

    /// Stages the record that was read, with all that it holds, in the place of the one that has its
    /// id.
    pub fn put_raw(&mut self, raw: RawRecord) {
        let id = raw.agreement.id.clone();
        let text = record_text(&first_its_id(raw.node));
        let staged = Staged {
            agreement: raw.agreement,
            origin: Some(id.clone()),
            arrived: Vec::new(),
            renumbered: Vec::new(),
            text: Some(text),
        };
        self.staged.insert(id, Some(staged));
    }

    /// Returns the record of this id as it stands in the file, whatever is staged.
    pub fn read(&self, id: &str) -> Result<Option<Record<'r>>> {
        self.reading.find(id)
    }

    /// Stages that there is to be no record of this id; tells whether there was one.
    pub fn remove(&mut self, id: &Id) -> bool {
        let was = self.contains(id.as_str());
        self.staged.insert(id.clone(), None);
        was
    }

    /// Gives a record another id; it keeps all that it holds. What points at it is the caller's.
    ///
    /// Fails where there is no record `old`, and where there is one `new`.
    pub fn rename(&mut self, old: &Id, new: &Id) -> Result<()> {
        if self.contains(new.as_str()) {
            return Err(Error::failed(format!("there is a record `{new}` already")));
        }
        let mut staged = match self.staged.remove(old.as_str()) {
            Some(Some(staged)) => staged,
            Some(None) => return Err(no_record(old)),
            None => match self.reading.find(old.as_str())? {
                Some(record) => Staged {
                    agreement: record.agreement()?,
                    origin: Some(old.clone()),
                    arrived: Vec::new(),
                    renumbered: Vec::new(),
                    text: None,
                },
                None => return Err(no_record(old)),
            },
        };
        staged.agreement.id = new.clone();
        self.staged.insert(old.clone(), None);
        self.staged.insert(new.clone(), Some(staged));
        Ok(())
    }

    /// Moves the activity of this number from one agreement to another, with all that it holds, and
    /// returns its number there: one past the highest.
    ///
    /// Fails where one of these is not there, and where there is no higher number.
    pub fn move_activity(&mut self, from: &Id, n: NonZeroU32, to: &Id) -> Result<NonZeroU32> {
        let mut left = self.get(from.as_str())?.ok_or_else(|| no_record(from))?;
        let mut entered = self.get(to.as_str())?.ok_or_else(|| no_record(to))?;
        let place = left.activities.iter().position(|activity| activity.n == n);
        let place =
            place.ok_or_else(|| Error::not_found(format!("there is no activity `{from}/{n}`")))?;
        let number = Activity::next_number(&entered.activities).ok_or_else(|| {
            Error::failed(format!("there is no number left for an activity of `{to}`"))
        })?;
        let activity = left.activities.remove(place);
        entered.activities.push(Activity { n: number, ..activity });
        self.put(left);
        self.put(entered);
        if let Some(Some(staged)) = self.staged.get_mut(to.as_str()) {
            staged.arrived.push(Arrived { from: from.clone(), was: n, n: number });
        }
        Ok(number)
    }

    /// Returns what is to be written, and the changes that it makes. A registry that is not there is
    /// made where there is something to write, or where the command `creates` it.
    pub(super) fn finish(self, creates: bool) -> Result<(Revision, Vec<Change>)> {
        if let Some(trouble) = self.trouble.into_inner() {
            return Err(trouble);
        }
        let mut revision = Revision::default();
        let mut changes = Vec::new();
        for (id, staged) in self.staged {
            let here = self.reading.find(id.as_str())?;
            let before = here.as_ref().map(Record::agreement).transpose()?;
            let after = staged.as_ref().map(|staged| &staged.agreement);
            let same_record = staged
                .as_ref()
                .is_none_or(|staged| staged.origin.as_ref() == here.as_ref().map(|_| &id));
            let given = staged.as_ref().and_then(|staged| staged.text.as_deref());
            let same_text =
                given.is_none_or(|text| here.as_ref().is_some_and(|here| here.text() == text));
            if before.as_ref() == after && same_record && same_text {
                continue;
            }
            let text = staged.as_ref().map(|staged| self.reading.revised(staged)).transpose()?;
            revision.records.insert(id.as_str().to_owned(), text);
            changes.push(Change { id, before, after: staged.map(|staged| staged.agreement) });
        }
        let was = if self.reading.exists() { self.reading.head() } else { &Head::default() };
        let is_new = !self.reading.exists() && (creates || !changes.is_empty());
        if is_new || self.head != *self.reading.head() {
            let mut members = self.reading.members().clone();
            members.patch(&document_of(was), &document_of(&self.head));
            revision.members = Some(members);
        }
        Ok((revision, changes))
    }
}

fn no_record(id: &Id) -> Error {
    Error::not_found(format!("there is no agreement `{id}`"))
}
