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

pub use self::entry::{EntryKind, LogEntry, RecordChange, Stamp, Version, sha256_of};
pub(super) use self::log_file::{LogFile, append};
pub(super) use self::verify::UndoStack;
use super::path::ResolvedPath;
use super::registry_file::RegistryFile;
use crate::error::Result;

/// What was done to a registry, as far as it is in its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The commands whose changes were made, oldest first.
    pub entries: Vec<LogEntry>,
    /// What could not be read.
    pub warnings: Vec<String>,
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
        let verified = |(index, (entry, made)): (usize, (&LogEntry, Vec<Version>))| {
            let mut entry = entry.clone();
            entry.is_undone = undone.contains(&index);
            for (change, made) in entry.changes.iter_mut().zip(made) {
                change.after_version = made;
            }
            entry
        };
        Ok(Self { entries: entries.into_iter().enumerate().map(verified).collect(), warnings })
    }
}
