//! A change in the making: what is to stand in the registry, before it is written.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::OnceLock;

use super::arrival::Arrived;
use super::raw::RawRecord;
use super::reading::Reading;
use super::record::Record;
use super::revision::{Revision, document_of, first_its_id, record_text};
use super::staged::Staged;
use crate::domain::{Activity, Agreement, Head, Id};
use crate::error::{Error, Result};

/// A registry in the hands of a command that changes it.
///
/// Nothing is written here; what is staged is written all at once, or not at all.
#[derive(Debug)]
pub struct Draft<'r> {
    pub(super) reading: &'r Reading,
    head: Head,
    /// What is staged for an id: a record, or that there is to be none.
    pub(super) staged: BTreeMap<Id, Option<Staged>>,
    /// Why a record could not be looked up, where [`Draft::contains`] could not say so.
    pub(super) trouble: OnceLock<Error>,
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
