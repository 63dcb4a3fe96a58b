//! A transaction: the changes that a command stages before they are written.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use super::canonical::record_text::{new_record_text, node_of, read_back, record_text};
use super::node::{Member, Node};
use super::plain::RECORDS_MEMBER;
use super::read_error::{FORMAT, VERSION};
use super::record::Record;
use super::registry_file::RegistryFile;
use crate::domain::{Activity, Agreement, Header, Id};
use crate::error::{Error, Result};

/// The member of a record that holds its activities.
const ACTIVITIES: &str = "activities";

/// Whether a change is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is written.
    Apply,
    /// It is prepared; nothing is written or created.
    Try,
}

/// A registry with the changes that a command stages.
///
/// Nothing is written here; all that is staged is written at once, or none of it.
#[derive(Debug)]
pub struct Transaction<'r> {
    pub(super) reading: &'r RegistryFile,
    head: Header,
    /// By id; `None` if the record is removed.
    pub(super) staged: BTreeMap<Id, Option<StagedRecord>>,
    /// The first failure of a method that cannot return it.
    failure: OnceLock<Error>,
}

/// A record to be written.
#[derive(Debug, Default)]
pub(super) struct StagedRecord {
    /// The agreement as a record of the file.
    pub(super) text: String,
    /// Whether `text` has the unknown members too, and replaces all of the record.
    is_complete: bool,
    /// The record of the file whose unknown members are kept.
    origin: Option<Id>,
    /// Whether the file is known to have no record of this id.
    is_new: bool,
    /// The activities that come from other records.
    moved: Vec<MovedActivity>,
    /// The activities of the origin that get other numbers, by their index in it.
    renumbered: Vec<(usize, NonZeroU32)>,
}

/// An activity that is moved between records; its unknown members move with it.
#[derive(Debug)]
struct MovedActivity {
    /// The record that it comes from.
    from: Id,
    /// Its number there.
    old_number: NonZeroU32,
    /// Its number in the record that it is moved to.
    number: NonZeroU32,
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
#[derive(Debug)]
pub(super) struct TextChange {
    pub(super) id: Option<Id>,
    pub(super) before: Option<Arc<str>>,
    pub(super) after: Option<String>,
}

/// The result of a transaction.
#[derive(Debug)]
pub(super) struct StagedChanges {
    pub(super) head: Header,
    /// Sorted: the document first, then the records by id.
    pub(super) texts: Vec<TextChange>,
    /// By id.
    pub(super) changes: Vec<Change>,
}

impl StagedRecord {
    /// Returns the agreement.
    pub(super) fn agreement(&self) -> Result<Agreement> {
        read_back(&self.text)
            .ok_or_else(|| Error::failed("a record that is to be written does not read back"))
    }

    /// Returns the text to be written: that of the origin, with the changes made in it.
    pub(super) fn complete_text(&self, reading: &RegistryFile) -> Result<String> {
        let origin = self.origin.as_ref().filter(|_| !self.is_complete);
        let origin = origin.map(|id| reading.find(id.as_str())).transpose()?;
        let Some(origin) = origin.flatten() else { return Ok(self.text.clone()) };
        let (mut node, mut before) = (origin.node(), origin.agreement()?);
        for (index, number) in &self.renumbered {
            if let Some(activity) = activities_of(&mut node).get_mut(*index) {
                renumber(activity, *number);
            }
            if let Some(activity) = before.activities.get_mut(*index) {
                activity.n = *number;
            }
        }
        for moved in &self.moved {
            moved.add_to(&mut node, &mut before, reading)?;
        }
        node.patch(&node_of(&before), &node_of(&self.agreement()?));
        Ok(record_text(node))
    }
}

impl MovedActivity {
    /// Adds the activity to a record as if it had always been there: to its text, as it is in the record
    /// that it comes from, and to the agreement that was read from the text.
    fn add_to(
        &self,
        node: &mut Node,
        agreement: &mut Agreement,
        reading: &RegistryFile,
    ) -> Result<()> {
        let Some(record) = reading.find(self.from.as_str())? else { return Ok(()) };
        let from = record.agreement()?;
        let Some(index) = from.activities.iter().position(|one| one.n == self.old_number) else {
            return Ok(());
        };
        let mut from_node = record.node();
        let Some(item) = activities_of(&mut from_node).get_mut(index) else { return Ok(()) };
        renumber(item, self.number);
        if node.get(ACTIVITIES).is_none()
            && let Node::Object(members) = node
        {
            members.push(Member::new(ACTIVITIES, Node::Array(vec![item.clone()])));
        } else if let Some(Node::Array(items)) = node.get_mut(ACTIVITIES) {
            items.push(item.clone());
        }
        agreement.activities.push(Activity { n: self.number, ..from.activities[index].clone() });
        Ok(())
    }
}

/// Returns the activities of a record.
fn activities_of(node: &mut Node) -> &mut [Node] {
    match node.get_mut(ACTIVITIES) {
        Some(Node::Array(items)) => items,
        _ => &mut [],
    }
}

/// Gives an activity another number.
fn renumber(activity: &mut Node, number: NonZeroU32) {
    if let Some(n) = activity.get_mut("n") {
        *n = Node::Scalar(number.to_string());
    }
}

impl<'r> Transaction<'r> {
    pub(super) fn new(reading: &'r RegistryFile) -> Self {
        let head = reading.head().clone();
        Self { reading, head, staged: BTreeMap::new(), failure: OnceLock::new() }
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
        self.reading.exists()
    }

    /// Stages `agreement`: adds it, or replaces the one that has its id. If that is not possible, the
    /// change fails in the end.
    pub fn put(&mut self, agreement: Agreement) {
        let text = new_record_text(&agreement);
        if read_back(&text).as_ref() != Some(&agreement) {
            self.fail(not_written(self.reading.path(), &another(&agreement.id)));
        }
        let id = agreement.id;
        let staged = match self.staged.get_mut(id.as_str()) {
            Some(Some(staged)) => {
                let old = std::mem::take(staged);
                StagedRecord { text, is_complete: false, renumbered: Vec::new(), ..old }
            }
            // A record that is added after it was removed is another one.
            Some(None) => StagedRecord { text, ..StagedRecord::default() },
            None => {
                let is_new = !self.is_in_file(id.as_str());
                let origin = (!is_new).then(|| id.clone());
                StagedRecord { text, origin, is_new, ..StagedRecord::default() }
            }
        };
        self.staged.insert(id, Some(staged));
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

    /// Stages the complete text of a record, with its unknown members. It replaces the record that has its
    /// id.
    pub fn put_text(&mut self, id: &Id, text: String) {
        if read_back(&text).is_none_or(|agreement| agreement.id != *id) {
            self.fail(not_written(self.reading.path(), &another(id)));
        }
        let origin = Some(id.clone());
        let staged = StagedRecord { text, is_complete: true, origin, ..StagedRecord::default() };
        self.staged.insert(id.clone(), Some(staged));
    }

    /// Returns the record of this id in the file, without staged changes.
    pub fn read(&self, id: &str) -> Result<Option<Record<'r>>> {
        self.reading.find(id)
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
        let number = Activity::next_number(&target.activities).ok_or_else(|| {
            Error::failed(format!("there is no number left for an activity of `{to}`"))
        })?;
        let activity = source.activities.remove(index);
        target.activities.push(Activity { n: number, ..activity });
        self.put(source);
        self.put(target);
        if let Some(Some(staged)) = self.staged.get_mut(to.as_str()) {
            staged.moved.push(MovedActivity { from: from.clone(), old_number: n, number });
        }
        Ok(number)
    }

    /// Returns true if there is a record of this id. If that cannot be found out, the change fails in the
    /// end.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        match self.staged.get(id) {
            Some(staged) => staged.is_some(),
            None => self.is_in_file(id),
        }
    }

    /// Returns true if the file has a record of this id, without staged changes.
    fn is_in_file(&self, id: &str) -> bool {
        match self.reading.find(id) {
            Ok(found) => found.is_some(),
            Err(error) => {
                self.fail(error);
                false
            }
        }
    }

    fn fail(&self, error: Error) {
        self.failure.get_or_init(|| error);
    }

    /// Returns what is to be written. A registry that does not exist is created if there is a record to
    /// write, or if `creates` is set.
    ///
    /// The changes of new records are returned only for a trial: there may be very many.
    pub(super) fn finish(self, creates: bool, mode: Mode) -> Result<StagedChanges> {
        if let Some(failure) = self.failure.into_inner() {
            return Err(failure);
        }
        let reading = self.reading;
        let (mut texts, mut changes) = (Vec::with_capacity(self.staged.len()), Vec::new());
        for (id, staged) in self.staged {
            match staged {
                Some(staged) if staged.is_new => {
                    if mode == Mode::Try {
                        let after = Some(staged.agreement()?);
                        changes.push(Change { id: id.clone(), before: None, after });
                    }
                    texts.push(TextChange { id: Some(id), before: None, after: Some(staged.text) });
                }
                staged => {
                    if let Some((text, change)) = changed(reading, id, staged)? {
                        texts.push(text);
                        changes.push(change);
                    }
                }
            }
        }
        let old_head = if reading.exists() { reading.head() } else { &Header::default() };
        let is_created = !reading.exists() && (creates || !texts.is_empty());
        if is_created || self.head != *reading.head() {
            let mut members = reading.members().clone();
            members.patch(&document_of(old_head), &document_of(&self.head));
            let before = reading.exists().then(|| reading.members().print().into());
            texts.insert(0, TextChange { id: None, before, after: Some(members.print()) });
        }
        Ok(StagedChanges { head: self.head, texts, changes })
    }
}

/// Returns the change of one record; `None` if the record stays as it is.
fn changed(
    reading: &RegistryFile,
    id: Id,
    staged: Option<StagedRecord>,
) -> Result<Option<(TextChange, Change)>> {
    let old = reading.find(id.as_str())?;
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
    let text = staged.map(|staged| staged.complete_text(reading)).transpose()?;
    if text.as_deref().and_then(read_back) != after {
        return Err(not_written(reading.path(), &another(&id)));
    }
    let old_text = old.map(|old| Arc::from(old.text()));
    let text = TextChange { id: Some(id.clone()), before: old_text, after: text };
    Ok(Some((text, Change { id, before, after })))
}

/// Returns the members of a document that has this header and no records.
fn document_of(head: &Header) -> Node {
    let mut members = vec![
        Member::new("format", Node::text(FORMAT)),
        Member::new("version", Node::Scalar(VERSION.to_owned())),
    ];
    members.extend(node_of(head).members().iter().cloned());
    members.push(Member::new(RECORDS_MEMBER, Node::Array(Vec::new())));
    Node::Object(members)
}

/// Returns the error for a text that is not written because it does not say what it has to.
pub(super) fn not_written(shown: &Path, why: &str) -> Error {
    let shown = shown.display();
    Error::failed(format!("`{shown}` was not written: the new text does not read back: {why}"))
}

fn another(id: &Id) -> String {
    format!("record `{id}` is another")
}

fn no_record(id: &Id) -> Error {
    Error::not_found(format!("there is no agreement `{id}`"))
}
