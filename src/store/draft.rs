//! A change in the making: what is to stand in the registry, before it is written.

use std::num::NonZeroU32;
use std::sync::OnceLock;

use super::arrival::Arrived;
use super::raw::RawRecord;
use super::reading::Reading;
use super::record::Record;
use super::revision::{first_its_id, record_text};
use super::scribe::Scribe;
use super::staged::{Made, Stage, Staged};
use crate::domain::{Activity, Agreement, Head, Id};
use crate::error::{Error, Result};

/// A registry in the hands of a command that changes it.
///
/// Nothing is written here; what is staged is written all at once, or not at all.
#[derive(Debug)]
pub struct Draft<'r> {
    pub(super) reading: &'r Reading,
    pub(super) head: Head,
    pub(super) staged: Stage,
    /// Why a record could not be looked up, where [`Draft::contains`] could not say so.
    pub(super) trouble: OnceLock<Error>,
    /// Who has the records that were not there.
    pub(super) scribe: Scribe,
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
        Self {
            reading,
            head,
            staged: Stage::default(),
            trouble: OnceLock::new(),
            scribe: Scribe::default(),
        }
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
    ///
    /// Where that cannot be done, the change fails in the end.
    pub fn put(&mut self, agreement: Agreement) {
        let id = agreement.id.clone();
        let origin = match self.staged.get_mut(id.as_str()) {
            Some(Some(Staged::Made(made))) => {
                (made.agreement, made.renumbered, made.text) = (agreement, Vec::new(), None);
                return;
            }
            // What was removed and comes again is another.
            Some(None) => return self.make(Made::new(agreement, None)),
            Some(Some(Staged::Fresh(_))) => None,
            None => self.stands(id.as_str()).then(|| id.clone()),
        };
        if origin.is_some() {
            return self.make(Made::new(agreement, origin));
        }
        let number = self.scribe.put(agreement);
        self.staged.insert(id, Some(Staged::Fresh(number)));
    }

    fn make(&mut self, made: Made) {
        self.staged.insert(made.agreement.id.clone(), Some(Staged::Made(Box::new(made))));
    }

    /// Returns what is in the making of the record of this id, where that is staged.
    fn made(&mut self, id: &str) -> Result<Option<&mut Made>> {
        if let Some(Some(Staged::Fresh(_))) = self.staged.get(id)
            && let Some(agreement) = self.get(id)?
        {
            self.make(Made::new(agreement, None));
        }
        Ok(match self.staged.get_mut(id) {
            Some(Some(Staged::Made(made))) => Some(made),
            _ => None,
        })
    }

    /// Stages `agreement` in the place of the one that has its id, whose activities at these places
    /// get these numbers and keep all that they hold.
    pub fn put_renumbered(&mut self, agreement: Agreement, numbers: Vec<(usize, NonZeroU32)>) {
        let id = agreement.id.clone();
        self.put(agreement);
        if let Some(Some(Staged::Made(made))) = self.staged.get_mut(id.as_str()) {
            made.renumbered = numbers;
        }
    }

    /// Stages the record that was read, with all that it holds, in the place of the one that has its
    /// id.
    pub fn put_raw(&mut self, raw: RawRecord) {
        let id = raw.agreement.id.clone();
        let text = record_text(&first_its_id(raw.node));
        self.make(Made { text: Some(text), ..Made::new(raw.agreement, Some(id)) });
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
        // What is staged fresh is made anew, so that there is one case the less.
        self.made(old.as_str())?;
        let mut made = match self.staged.get_mut(old.as_str()).map(Option::take) {
            Some(Some(Staged::Made(made))) => *made,
            Some(_) => return Err(no_record(old)),
            None => match self.reading.find(old.as_str())? {
                Some(record) => Made::new(record.agreement()?, Some(old.clone())),
                None => return Err(no_record(old)),
            },
        };
        made.agreement.id = new.clone();
        self.staged.insert(old.clone(), None);
        self.make(made);
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
        if let Some(made) = self.made(to.as_str())? {
            made.arrived.push(Arrived { from: from.clone(), was: n, n: number });
        }
        Ok(number)
    }
}

fn no_record(id: &Id) -> Error {
    Error::not_found(format!("there is no agreement `{id}`"))
}
