//! A transaction: the changes that a command stages before they are written.
//!
//! A command reads from the transaction as if its changes were already made, and stages whole agreements. Nothing
//! is written before the command succeeds, so that it makes all of its changes or none. At the end
//! each staged agreement is compared with its record: of a record that differs, only the members that changed are
//! replaced, so that unknown members and the spelling of the others stay.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::canonical::record_text::{new_record_text, node_of, read_back};
use super::imports::update::MemoryUpdate;
use super::node::{Member, Node};
use super::plain::RECORDS_MEMBER;
use super::read_error::{FORMAT_NAME, FORMAT_VERSION};
use super::record::Record;
use super::registry_file::RegistryFile;
use super::reminder_memory::ChangedId;
use super::staged_record::{MovedActivity, StagedRecord};
use crate::domain::{Activity, Agreement, Header, Id};
use crate::error::{Error, Result};

/// Whether a change is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is written.
    Apply,
    /// It is written, and all that changed is returned, to be reported.
    Report,
    /// It is prepared; nothing is written or created.
    Try,
}

/// A registry with the changes that a command stages.
///
/// Nothing is written here; all that is staged is written at once, or none of it.
#[derive(Debug)]
pub struct Transaction<'r> {
    pub(super) registry: &'r RegistryFile,
    head: Header,
    /// By id; `None` if the record is removed.
    pub(super) staged: BTreeMap<Id, Option<StagedRecord>>,
    /// Whether the registry is created even if there are no records.
    creates: bool,
    /// What is remembered of an import.
    memory: Option<MemoryUpdate>,
    changed_ids: Vec<ChangedId>,
    /// The first failure of a method that cannot return it.
    failure: OnceLock<Error>,
}

/// What a command changed in one record.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The id of the record.
    pub id: Id,
    /// The agreement before; `None` if it was added.
    pub before: Option<Agreement>,
    /// The agreement after; `None` if it was removed.
    pub after: Option<Agreement>,
}

/// The text of a record before and after a change; of the other members of the document if there is no
/// id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextChange {
    /// The id of the record.
    pub id: Option<Id>,
    /// The text before; `None` if it was added.
    pub before: Option<Arc<str>>,
    /// The text after; `None` if it was removed.
    pub after: Option<String>,
}

/// The result of a transaction.
#[derive(Debug)]
pub(super) struct StagedChanges {
    pub(super) head: Header,
    /// Sorted: the document first, then the records by id.
    pub(super) texts: Vec<TextChange>,
    /// By id.
    pub(super) changes: Vec<Change>,
    /// What is remembered of an import.
    pub(super) memory: Option<MemoryUpdate>,
    /// The ids under which reminders are remembered, and the new ones.
    pub(super) changed_ids: Vec<ChangedId>,
}

impl<'r> Transaction<'r> {
    pub(super) fn new(registry: &'r RegistryFile) -> Self {
        let head = registry.head().clone();
        let (staged, failure) = (BTreeMap::new(), OnceLock::new());
        let (memory, changed_ids) = (None, Vec::new());
        Self { registry, head, staged, creates: false, memory, changed_ids, failure }
    }

    /// Returns the header of the registry.
    #[must_use]
    pub fn head(&self) -> &Header {
        &self.head
    }

    /// Returns the header of the registry, to be changed.
    pub fn head_mut(&mut self) -> &mut Header {
        &mut self.head
    }

    /// Returns true if the file exists.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.registry.exists()
    }

    /// Stages the memory of imports. It is written after the registry, also if nothing differs there.
    pub fn remember(&mut self, memory: MemoryUpdate) {
        self.memory = Some(memory).filter(|memory| !memory.is_empty());
    }

    /// Creates the registry if it does not exist, even without records.
    pub(super) fn create(&mut self) {
        self.creates = true;
    }

    /// Stages `agreement`: adds it, or replaces the one that has its id. If that is not possible, the
    /// change fails in the end.
    pub fn put(&mut self, agreement: Agreement) {
        let text = new_record_text(&agreement);
        if read_back(&text).as_ref() != Some(&agreement) {
            self.fail(not_written(self.registry.path(), &another(&agreement.id)));
        }
        match self.staged.entry(agreement.id) {
            Entry::Occupied(mut entry) => {
                let staged = match entry.get_mut().take() {
                    Some(old) => StagedRecord {
                        text,
                        is_complete: false,
                        renumbered: Vec::new(),
                        renamed_party: None,
                        ..old
                    },
                    // A record that is added after it was removed is another one.
                    None => StagedRecord { text, ..StagedRecord::default() },
                };
                entry.insert(Some(staged));
            }
            Entry::Vacant(entry) => {
                let is_new = !is_in_file(self.registry, entry.key().as_str(), &self.failure);
                let origin = (!is_new).then(|| entry.key().clone());
                entry.insert(Some(StagedRecord {
                    text,
                    origin,
                    is_new,
                    ..StagedRecord::default()
                }));
            }
        }
    }

    /// Stages `agreement` as [`Self::put`] does; its activities at these indexes get these numbers and
    /// keep their unknown members.
    pub fn put_renumbered(&mut self, agreement: Agreement, numbers: Vec<(usize, NonZeroU32)>) {
        let id = agreement.id.clone();
        self.put(agreement);
        if let Some(Some(staged)) = self.staged.get_mut(id.as_str()) {
            staged.renumbered = numbers;
        }
    }

    /// Stages `agreement` as [`Self::put`] does. Its party `old` is called `new` from now on, and keeps its
    /// unknown members.
    pub fn put_with_renamed_party(&mut self, agreement: Agreement, old: &str, new: &str) {
        let id = agreement.id.clone();
        self.put(agreement);
        if let Some(Some(staged)) = self.staged.get_mut(id.as_str()) {
            staged.renamed_party = Some((old.into(), new.into()));
        }
    }

    /// Stages the complete text of a record, with its unknown members. It replaces the record that has its
    /// id.
    pub fn put_text(&mut self, id: &Id, text: String) {
        if read_back(&text).is_none_or(|agreement| agreement.id != *id) {
            self.fail(not_written(self.registry.path(), &another(id)));
        }
        let origin = Some(id.clone());
        let staged = StagedRecord { text, is_complete: true, origin, ..StagedRecord::default() };
        self.staged.insert(id.clone(), Some(staged));
    }

    /// Returns the ids of all records, sorted.
    pub fn ids(&self) -> Result<Vec<Id>> {
        self.registry.ids().map(|ids| self.with_staged(ids, ""))
    }

    /// Returns the ids with this prefix, sorted.
    pub fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>> {
        self.registry.ids_with_prefix(prefix).map(|ids| self.with_staged(ids, prefix))
    }

    fn with_staged(&self, mut ids: Vec<Id>, prefix: &str) -> Vec<Id> {
        ids.retain(|id| !self.staged.contains_key(id));
        let staged = self.staged.iter().filter(|(_, staged)| staged.is_some()).map(|(id, _)| id);
        ids.extend(staged.filter(|id| id.as_str().starts_with(prefix)).cloned());
        ids.sort_unstable();
        ids
    }

    /// Returns the agreement with this id as it is staged, or as it is in the file.
    pub fn get(&self, id: &str) -> Result<Option<Agreement>> {
        match self.staged.get(id) {
            Some(staged) => staged.as_ref().map(StagedRecord::agreement).transpose(),
            None => self.registry.find(id)?.map(|record| record.agreement()).transpose(),
        }
    }

    /// Returns all links, in any order: the id of an agreement, and one that it succeeds.
    pub fn links(&self) -> Result<Vec<(Id, Id)>> {
        let mut links = self.registry.links()?;
        links.retain(|(id, _)| !self.staged.contains_key(id));
        for staged in self.staged.values().flatten() {
            let Agreement { id, succeeds, .. } = staged.agreement()?;
            links.extend(succeeds.into_iter().map(|prior| (id.clone(), prior)));
        }
        Ok(links)
    }

    /// Calls `visit` for every agreement once, in id order. [`Self::gather`] is faster: it uses several
    /// threads.
    pub fn visit(&self, mut visit: impl FnMut(&Agreement)) -> Result<()> {
        self.registry.verify_for_change()?;
        let mut staged = self.staged.iter().peekable();
        self.registry.in_order(|record| {
            while let Some((_, staged)) = staged.next_if(|(id, _)| id.as_str() < record.id()) {
                visit_staged(staged.as_ref(), &mut visit)?;
            }
            match staged.next_if(|(id, _)| id.as_str() == record.id()) {
                Some((_, staged)) => visit_staged(staged.as_ref(), &mut visit),
                None => record.agreement().map(|agreement| visit(&agreement)),
            }
        })?;
        staged.try_for_each(|(_, staged)| visit_staged(staged.as_ref(), &mut visit))
    }

    /// Calls `visit` for every agreement, on several threads, and returns the collected items in id order.
    ///
    /// `visit` may be called again for all agreements: it must only add to its list.
    pub fn gather<T: Send>(
        &self,
        visit: impl Fn(&Agreement, &mut Vec<T>) + Sync,
    ) -> Result<Vec<T>> {
        let gather = |agreement: &Agreement, gathered: &mut Vec<(Id, T)>| {
            let mut items = Vec::new();
            visit(agreement, &mut items);
            gathered.extend(items.into_iter().map(|item| (agreement.id.clone(), item)));
        };
        let mut gathered = self.registry.verify_with(|record, agreement, gathered| {
            if !self.staged.contains_key(record.id()) {
                gather(&agreement, gathered);
            }
            Ok(())
        })?;
        for staged in self.staged.values().flatten() {
            gather(&staged.agreement()?, &mut gathered);
        }
        // Stable: the items of one agreement keep their order.
        gathered.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(gathered.into_iter().map(|(_, item)| item).collect())
    }

    /// Returns the record of this id in the file, without staged changes.
    pub fn read(&self, id: &str) -> Result<Option<Record<'r>>> {
        self.registry.find(id)
    }

    /// Stages the removal of a record. Returns true if there was one.
    pub fn remove(&mut self, id: &Id) -> bool {
        let was_there = self.contains(id.as_str());
        self.staged.insert(id.clone(), None);
        was_there
    }

    /// Gives a record another id; it keeps its unknown members. The caller must change the links to it.
    ///
    /// Fails if there is no record `old`, or if there is a record `new`.
    pub fn rename(&mut self, old: &Id, new: &Id) -> Result<()> {
        if self.contains(new.as_str()) {
            return Err(Error::failed(format!("there is a record `{new}` already")));
        }
        let mut agreement = self.get(old.as_str())?.ok_or_else(|| no_record(old))?;
        agreement.id = new.clone();
        let staged = match self.staged.insert(old.clone(), None).flatten() {
            Some(staged) => staged,
            None => StagedRecord { origin: Some(old.clone()), ..StagedRecord::default() },
        };
        let text = new_record_text(&agreement);
        let staged = StagedRecord { text, is_complete: false, is_new: false, ..staged };
        self.staged.insert(new.clone(), Some(staged));
        self.changed_ids.push((old.to_string(), new.to_string()));
        Ok(())
    }

    /// Moves an activity from one agreement to another, with its unknown members. Returns its number
    /// there: the highest number plus one.
    ///
    /// Fails if the activity or one of the agreements does not exist, or if there is no higher number.
    pub fn move_activity(&mut self, from: &Id, n: NonZeroU32, to: &Id) -> Result<NonZeroU32> {
        let mut source = self.get(from.as_str())?.ok_or_else(|| no_record(from))?;
        let mut target = self.get(to.as_str())?.ok_or_else(|| no_record(to))?;
        let index = source.activities.iter().position(|activity| activity.n == n);
        let index =
            index.ok_or_else(|| Error::not_found(format!("there is no activity `{from}/{n}`")))?;
        let number = Activity::next_number(&target.activities)
            .ok_or_else(|| Error::failed(format!("there is no free activity number in `{to}`")))?;
        let activity = source.activities.remove(index);
        target.activities.push(Activity { n: number, ..activity });
        self.put(source);
        self.put(target);
        if let Some(Some(staged)) = self.staged.get_mut(to.as_str()) {
            staged.moved.push(MovedActivity { from: from.clone(), old_number: n, number });
        }
        self.changed_ids.push((format!("{from}/{n}"), format!("{to}/{number}")));
        Ok(number)
    }

    /// Returns true if there is a record of this id. If that cannot be found out, the change fails in the
    /// end.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        match self.staged.get(id) {
            Some(staged) => staged.is_some(),
            None => is_in_file(self.registry, id, &self.failure),
        }
    }

    fn fail(&self, error: Error) {
        self.failure.get_or_init(|| error);
    }

    /// Returns the texts that must be written. A registry that does not exist is created if there is a record to
    /// write, or after [`Self::create`].
    ///
    /// The changes of new records are not returned for [`Mode::Apply`]: there may be very many.
    pub(super) fn finish(self, mode: Mode) -> Result<StagedChanges> {
        if let Some(failure) = self.failure.into_inner() {
            return Err(failure);
        }
        let registry = self.registry;
        let (mut texts, mut changes) = (Vec::with_capacity(self.staged.len()), Vec::new());
        for (id, staged) in self.staged {
            match staged {
                Some(staged) if staged.is_new => {
                    if mode != Mode::Apply {
                        let after = Some(staged.agreement()?);
                        changes.push(Change { id: id.clone(), before: None, after });
                    }
                    texts.push(TextChange { id: Some(id), before: None, after: Some(staged.text) });
                }
                staged => {
                    if let Some((text, change)) = changed(registry, id, staged)? {
                        texts.push(text);
                        changes.push(change);
                    }
                }
            }
        }
        let old_head = if registry.exists() { registry.head() } else { &Header::default() };
        let is_created = !registry.exists() && (self.creates || !texts.is_empty());
        if is_created || self.head != *registry.head() {
            let mut members = registry.members().clone();
            members.patch(&document_of(old_head), &document_of(&self.head));
            let before = registry.exists().then(|| registry.members().print().into());
            texts.insert(0, TextChange { id: None, before, after: Some(members.print()) });
        }
        let (memory, changed_ids) = (self.memory, self.changed_ids);
        Ok(StagedChanges { head: self.head, texts, changes, memory, changed_ids })
    }
}

/// Returns true if the file has a record of this id, without staged changes. Stores the `failure` if there is one.
fn is_in_file(registry: &RegistryFile, id: &str, failure: &OnceLock<Error>) -> bool {
    match registry.find(id) {
        Ok(found) => found.is_some(),
        Err(error) => {
            failure.get_or_init(|| error);
            false
        }
    }
}

/// Calls `visit` with a staged agreement; does nothing if it is removed.
fn visit_staged(staged: Option<&StagedRecord>, visit: &mut impl FnMut(&Agreement)) -> Result<()> {
    staged.map_or(Ok(()), |staged| staged.agreement().map(|agreement| visit(&agreement)))
}

/// Returns the change of one record; `None` if the record stays as it is.
fn changed(
    registry: &RegistryFile,
    id: Id,
    staged: Option<StagedRecord>,
) -> Result<Option<(TextChange, Change)>> {
    let old = registry.find(id.as_str())?;
    let before = old.as_ref().map(Record::agreement).transpose()?;
    let after = staged.as_ref().map(StagedRecord::agreement).transpose()?;
    let is_same_record = staged.as_ref().is_none_or(|staged| {
        let is_same_text = || old.as_ref().is_some_and(|old| old.text() == staged.text);
        staged.origin.as_ref() == old.as_ref().map(|_| &id)
            && (!staged.is_complete || is_same_text())
    });
    if before == after && is_same_record {
        return Ok(None);
    }
    let text = staged.map(|staged| staged.complete_text(registry)).transpose()?;
    if text.as_deref().and_then(read_back) != after {
        return Err(not_written(registry.path(), &another(&id)));
    }
    let old_text = old.map(|old| Arc::from(old.text()));
    let text = TextChange { id: Some(id.clone()), before: old_text, after: text };
    Ok(Some((text, Change { id, before, after })))
}

/// Returns the members of a document that has this header and no records.
fn document_of(head: &Header) -> Node {
    let mut members = vec![
        Member::new("format", Node::text(FORMAT_NAME)),
        Member::new("version", Node::Scalar(FORMAT_VERSION.to_owned())),
    ];
    members.extend(node_of(head).members().iter().cloned());
    members.push(Member::new(RECORDS_MEMBER, Node::Array(Vec::new())));
    Node::Object(members)
}

/// Returns the error for a text that is not written because it does not say what it has to.
pub(super) fn not_written(shown: &Path, why: &str) -> Error {
    let shown = shown.display();
    Error::failed(format!("`{shown}` was not written: the new content cannot be read back: {why}"))
}

fn another(id: &Id) -> String {
    format!("record `{id}` is another")
}

fn no_record(id: &Id) -> Error {
    Error::not_found(format!("there is no agreement `{id}`"))
}
