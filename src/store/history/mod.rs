//! The history: a log beside the registry with one line for each command.
//!
//! The log serves `mou log`, `undo` and `redo`; everything else works without it. If it is missing, cut off or damaged,
//! only its entries are lost. An entry is written and synced before the registry is replaced, so that every change
//! in the registry is in the log. If the program is killed between the two, the hashes show that the change was
//! never made, and the entry is skipped.
//!
//! A line is one JSON object:
//!
//! ```json
//! {"n":12,"at":"2025-01-04T09:00:00Z","who":"mei","command":["mou","renew","…"],"uid":"…",
//!  "changes":[{"id":"gds-govtech-2022","before":"{\n      \"id\": …","after":"<SHA-256>"}],
//!  "sum":"<SHA-256>"}
//! ```
//!
//! `before` is the former text of the record in the file, byte for byte, and `after` the hash of the new
//! text; an added record has no `before`, a removed one no `after`. The change without an `id` is that of the
//! members of the document without its records. `undoes` and `redoes` name the entries that a command
//! undid or redid; `created` means that it created the registry. `uid` is that of the registry, and `sum` the
//! hash of the line before it.

mod entry;
mod log_file;
mod verify;

use self::entry::command_line;
pub use self::entry::{EntryKind, Stamp};
pub(super) use self::entry::{LogEntry, RecordChange};
pub(super) use self::log_file::{LogFile, append};
pub(super) use self::verify::UndoStack;
pub use self::verify::Version;
use super::path::ResolvedPath;
use super::registry_file::RegistryFile;
use crate::domain::Id;
use crate::error::Result;

/// What was done to a registry, as far as it is in its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The commands whose changes were made, oldest first.
    pub entries: Vec<HistoryEntry>,
    /// What could not be read.
    pub warnings: Vec<String>,
}

/// A command that changed a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryEntry {
    /// Its number, by which others name it.
    pub number: u64,
    /// The time, by RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// The command line, word by word.
    pub command: Vec<String>,
    /// Whether it was a change, an undo or a redo.
    pub kind: EntryKind,
    /// Whether it is undone, and not redone since.
    pub is_undone: bool,
    /// Whether it created the registry.
    pub created: bool,
    /// The document without its records before and after, if it changed.
    pub head: Option<(Version, Version)>,
    /// The records that it changed.
    pub records: Vec<RecordHistory>,
}

/// What a command changed in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordHistory {
    /// The id of the record.
    pub id: Id,
    /// What it was.
    pub before: Version,
    /// What it was afterwards.
    pub after: Version,
}

impl HistoryEntry {
    /// Returns the command as a person would type it.
    #[must_use]
    pub fn command_line(&self) -> String {
        command_line(&self.command)
    }

    fn new(entry: &LogEntry, made: Vec<Version>, is_undone: bool) -> Self {
        let mut history = Self {
            number: entry.number,
            at: entry.at.clone(),
            who: entry.who.clone(),
            command: entry.command.clone(),
            kind: entry.kind(),
            is_undone,
            created: entry.created,
            head: None,
            records: Vec::with_capacity(made.len()),
        };
        for (change, after) in entry.changes.iter().zip(made) {
            let before = Version::from_text(change.before.as_ref());
            match &change.id {
                Some(id) => history.records.push(RecordHistory { id: id.clone(), before, after }),
                None => history.head = Some((before, after)),
            }
        }
        history
    }
}

impl History {
    /// Reads the log of `target`; `load` reads the registry.
    pub(super) fn read(
        target: &ResolvedPath,
        load: impl FnOnce() -> Result<RegistryFile>,
    ) -> Result<Self> {
        // The log is read first: a change that is made in between is then not in it.
        let log = LogFile::read(target);
        let mut warnings = Vec::new();
        let registry = match load() {
            Ok(registry) => Some(registry),
            // The history of a damaged registry is needed most.
            Err(error) if error.is_unreadable_registry() => {
                warnings.push(error.message().to_owned());
                None
            }
            Err(error) => return Err(error),
        };
        let uid = registry.as_ref().and_then(|registry| registry.head().uid.as_deref());
        let stack = UndoStack::new(&log, uid, |id| match &registry {
            Some(registry) => Version::now(registry, id),
            None => Version::Lost,
        });
        warnings.extend(log.warnings.iter().cloned());
        if stack.foreign_lines > 0 {
            let shown = target.log().display().to_string();
            warnings.push(format!(
                "`{shown}` also contains the history of another registry, which was here before"
            ));
        }
        let UndoStack { entries, undone, .. } = stack;
        let entries = entries
            .into_iter()
            .enumerate()
            .map(|(index, (entry, made))| HistoryEntry::new(entry, made, undone.contains(&index)));
        Ok(Self { entries: entries.collect(), warnings })
    }
}
