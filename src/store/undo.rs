//! Undo and redo of commands, by the texts in the log.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::canonical::record_text::{canonical_text, read_back};
use super::commit::{PreparedChange, load};
use super::history::{EntryKind, LogEntry, LogFile, RecordChange, UndoStack, Version};
use super::node::Node;
use super::path::ResolvedPath;
use super::registry_file::RegistryFile;
use super::reminder_memory::ChangedId;
use super::transaction::{Change, Mode, StagedChanges, TextChange};
use crate::domain::{Agreement, Header, Id};
use crate::error::{Error, Result};

/// A command that was undone or redone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reverted {
    /// Its number in the log.
    pub number: u64,
    /// The command, as a person would type it.
    pub command_line: String,
    /// The records that it had changed.
    pub ids: Vec<Id>,
}

/// Whether commands are undone or redone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// The last commands are undone.
    Undo,
    /// Undone commands are redone.
    Redo,
}

/// The texts of each record in the log; `None` is the document without its records.
type Texts<'m> = BTreeMap<Option<&'m Id>, Vec<&'m Arc<str>>>;

/// The version that each record is to have.
type Staged<'m> = BTreeMap<Option<&'m Id>, Version>;

/// Prepares the undo or redo of `count` commands of the registry that messages call `shown`.
pub(super) fn prepare_revert(
    shown: &Path,
    target: &ResolvedPath,
    count: usize,
    direction: Direction,
    mode: Mode,
) -> Result<PreparedChange<Vec<Reverted>>> {
    let (registry, file) = load(shown, target, &Header::default())?;
    let registry = &registry;
    if !registry.exists() {
        let nothing = format!("there is nothing to {}", direction.verb());
        let shown = shown.display();
        return Err(Error::no_registry(format!("{nothing}: there is no registry `{shown}`")));
    }
    let log = LogFile::read(target);
    registry.verify_for_change()?;
    let uid = registry.head().uid.as_deref();
    let stack = UndoStack::new(&log, uid, |id| Version::now(registry, id));
    let chosen = stack.choose(count, direction)?;
    let texts = texts_of(&log);
    let mut staged = Staged::new();
    let mut reverted = Vec::with_capacity(chosen.len());
    for entry in &chosen {
        for change in entry.revertible_changes() {
            let id = change.id.as_ref();
            let now = staged.entry(id).or_insert_with(|| Version::now(registry, id));
            *now = direction.step(entry, change, now, &texts)?;
        }
        reverted.push(Reverted {
            number: entry.number,
            command_line: entry.command_line(),
            ids: entry.changes.iter().filter_map(|change| change.id.clone()).collect(),
        });
    }
    let staged = staged_changes(registry, &staged)?;
    let numbers = reverted.iter().map(|reverted| reverted.number).collect();
    let kind = match direction {
        Direction::Undo => EntryKind::Undo(numbers),
        Direction::Redo => EntryKind::Redo(numbers),
    };
    let mut prepared = PreparedChange::new(registry, file, reverted, staged, kind, mode)?;
    prepared.committed.warnings.extend(log.warnings.iter().cloned());
    Ok(prepared)
}

impl UndoStack<'_> {
    /// Returns the next `count` entries, in the order in which they are reverted.
    fn choose(&self, count: usize, direction: Direction) -> Result<Vec<&LogEntry>> {
        let (indexes, ends) = match direction {
            Direction::Undo => (&self.undo, &self.undo_ends),
            Direction::Redo => (&self.redo, &self.redo_ends),
        };
        if count <= indexes.len() {
            let next = indexes.iter().rev().take(count);
            return Ok(next.filter_map(|index| Some(self.entries.get(*index)?.0)).collect());
        }
        let verb = direction.verb();
        let why = ends.as_ref().map_or_else(String::new, |why| format!(": {why}"));
        Err(match indexes.len() {
            0 => Error::failed(format!("there is nothing to {verb}{why}"))
                .with_hint("`mou log` shows what was done"),
            1 => Error::failed(format!("there is one command to {verb}, not {count}{why}"))
                .with_hint(format!("`mou {verb}`")),
            there => {
                Error::failed(format!("there are {there} commands to {verb}, not {count}{why}"))
                    .with_hint(format!("`mou {verb} {there}`"))
            }
        })
    }
}

impl Direction {
    fn verb(self) -> &'static str {
        match self {
            Self::Undo => "undo",
            Self::Redo => "redo",
        }
    }

    fn done(self) -> &'static str {
        match self {
            Self::Undo => "undone",
            Self::Redo => "redone",
        }
    }

    /// Returns the version of a record after the change is undone or redone. Fails if `now` is not the
    /// version that the command made, or found.
    fn step(
        self,
        entry: &LogEntry,
        change: &RecordChange,
        now: &Version,
        texts: &Texts<'_>,
    ) -> Result<Version> {
        let is_as_left = match self {
            Self::Undo => change.made(now),
            Self::Redo => change.found(now),
        };
        let has_version = match self {
            Self::Undo => change.after.is_some(),
            Self::Redo => change.before.is_some(),
        };
        if !is_as_left {
            return Err(self.refused(entry, change.id.as_ref(), now, has_version));
        }
        if self == Self::Undo {
            return Ok(Version::from_text(change.before.as_ref()));
        }
        let Some(after) = &change.after else {
            return Ok(Version::Nothing);
        };
        let known = texts.get(&change.id.as_ref()).into_iter().flatten();
        known.into_iter().find(|text| after.matches(text)).map_or_else(
            || {
                Err(Error::failed(format!(
                    "`{}` cannot be redone: its result for {} is no longer in the log",
                    entry.command_line(),
                    name(change.id.as_ref())
                )))
            },
            |text| Ok(Version::Text(Arc::clone(text))),
        )
    }

    fn refused(self, entry: &LogEntry, id: Option<&Id>, now: &Version, has_version: bool) -> Error {
        let what = match (now, has_version) {
            (Version::Nothing, _) => "no longer exists",
            (_, false) => "exists again",
            _ => "has since been changed outside the log",
        };
        let command = entry.command_line();
        let error =
            Error::failed(format!("`{command}` cannot be {}: {} {what}", self.done(), name(id)));
        match id {
            Some(id) => error.with_hint(format!("`mou log {id}` shows what was done to it")),
            None => error.with_hint("`mou log` shows what was done"),
        }
    }
}

/// Returns the name of a record in messages.
fn name(id: Option<&Id>) -> String {
    id.map_or_else(|| "the header of the registry".to_owned(), |id| format!("record `{id}`"))
}

/// Returns the texts of the log, by record.
fn texts_of(log: &LogFile) -> Texts<'_> {
    let mut texts = Texts::new();
    for change in log.entries().flat_map(|entry| &entry.changes) {
        if let Some(before) = &change.before {
            texts.entry(change.id.as_ref()).or_default().push(before);
        }
    }
    texts
}

/// Returns the changes that give each record its staged version.
fn staged_changes(registry: &RegistryFile, staged: &Staged<'_>) -> Result<StagedChanges> {
    let (mut texts, mut changes) = (Vec::new(), Vec::new());
    let mut head = registry.head().clone();
    for (id, version) in staged {
        let now = Version::now(registry, *id);
        if *version == now {
            continue;
        }
        let before = now.shared_text();
        let Some(id) = *id else {
            let unreadable = || unreadable(None);
            let text = version.text().ok_or_else(unreadable)?;
            head = version.head().ok_or_else(unreadable)?;
            let after = Node::parse(text).map_err(|_| unreadable())?.print();
            texts.push(TextChange { id: None, before, after: Some(after) });
            continue;
        };
        let text = version.text().map(canonical_text);
        let after = text.as_deref().map(|text| read_back(text).ok_or_else(|| unreadable(Some(id))));
        let after = after.transpose()?;
        texts.push(TextChange { id: Some(id.clone()), before, after: text });
        let before = registry.find(id.as_str())?.map(|record| record.agreement()).transpose()?;
        changes.push(Change { id: id.clone(), before, after });
    }
    let changed_ids = changed_id(&changes).into_iter().collect();
    Ok(StagedChanges { head, texts, changes, memory: None, changed_ids })
}

/// Returns the old and the new id, if what is reverted gave a record another id: then one record is removed, and one
/// is added.
fn changed_id(changes: &[Change]) -> Option<ChangedId> {
    let mut removed = changes.iter().filter(|change| change.after.is_none());
    let mut added = changes.iter().filter(|change| change.before.is_none());
    let (old, new) = (removed.next()?, added.next()?);
    let (before, after) = (old.before.clone()?, new.after.as_ref()?);
    let is_same = Agreement { id: new.id.clone(), ..before } == *after;
    let is_only = removed.next().is_none() && added.next().is_none();
    (is_same && is_only).then(|| (old.id.to_string(), new.id.to_string()))
}

fn unreadable(id: Option<&Id>) -> Error {
    Error::failed(format!("the log entry of {} cannot be read", name(id)))
}
