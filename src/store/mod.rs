//! The one JSON file: read, change, lock, replace.
//!
//! A change goes to the disk in these steps:
//!
//! 1. A command stages its changes in a [`Transaction`], which sees the current content.
//! 2. The new content is built from the old bytes and the staged records, and verified (`compose`).
//! 3. The lock is taken, so that there is one writer at a time (`lock`). If the file was replaced since step 1,
//!    everything is done again.
//! 4. The content is written to a temporary file beside the registry and synced (`replace`).
//! 5. An entry with the old texts is appended to the log and synced, so that the change can be undone (`history`).
//! 6. The temporary file is renamed to the registry, and the folder is synced. Only then the command reports success.
//!
//! So a reader finds the old content or the new one, never a part of it. Readers take no lock and create nothing.

mod canonical;
mod commit;
mod compose;
mod history;
mod imports;
mod line_file;
mod lineage_scan;
mod lock;
mod path;
mod plain;
mod read_error;
mod record;
mod records;
mod registry_file;
mod reminder_memory;
mod replace;
mod side_file;
mod staged_record;
#[cfg(test)]
mod tests;
mod transaction;
mod undo;
mod unknown_members;
mod user_settings;

use std::path::PathBuf;
use std::sync::Arc;

pub use self::commit::Committed;
use self::commit::{commit, lock, open, prepare};
pub use self::history::{EntryKind, History, LogEntry, RecordChange, Stamp, Version, sha256_of};
pub use self::imports::update::MemoryUpdate;
pub use self::imports::{ImportMemory, ImportProfile, RememberedRow};
pub use self::lineage_scan::Visit;
pub use self::lock::Locking;
pub use self::path::RegistryPath;
use self::path::ResolvedPath;
pub use self::read_error::refuse_other_version;
pub use self::record::Record;
pub use self::registry_file::RegistryFile;
pub use self::reminder_memory::ReminderMemory;
pub use self::transaction::{Change, Mode, TextChange, Transaction};
pub use self::undo::Reverted;
use self::undo::{Direction, prepare_revert};
pub use self::unknown_members::parse_record;
pub use self::user_settings::UserSettingsFile;
use crate::domain::{GivenReminder, Header};
use crate::error::{Error, Result};
use crate::json::scan;
pub use crate::json::{SyntaxError, node};

/// The registry at a path, which may not exist yet.
#[derive(Debug, Clone)]
pub struct Store {
    path: RegistryPath,
    locking: Locking,
}

impl Store {
    /// Returns the store of the registry at `path`. Reads nothing yet.
    #[must_use]
    pub fn new(path: RegistryPath, locking: Locking) -> Self {
        Self { path, locking }
    }

    /// Returns the path of the registry.
    #[must_use]
    pub fn path(&self) -> &RegistryPath {
        &self.path
    }

    /// Reads the registry. Takes no lock and creates nothing.
    ///
    /// A default registry that does not exist is empty. Fails if a named one does not exist, and if the file is
    /// not a valid registry of a known version.
    pub fn read(&self) -> Result<RegistryFile> {
        let registry = self.read_to_pass()?;
        registry.verify_if_short()?;
        Ok(registry)
    }

    /// Reads the registry as [`Self::read`] does, but verifies no records. For callers that
    /// [scan](RegistryFile::scan) and parse all of them, which verifies them too.
    pub fn read_to_pass(&self) -> Result<RegistryFile> {
        let target = ResolvedPath::find(&self.path.path)?;
        open(&self.path.path, &target)?.map_or_else(|| self.missing(), |(registry, _)| Ok(registry))
    }

    /// Returns true if there is a file at the path of the registry.
    pub fn exists(&self) -> Result<bool> {
        Ok(ResolvedPath::find(&self.path.path)?.path.exists())
    }

    /// Reads the memory of the imports into the registry with this `uid`. It is empty if there is none. `previous` is
    /// returned if nothing was written since it was read.
    ///
    /// A memory that cannot be read is none; [`ImportMemory::problem`] says why. Takes no lock.
    pub fn import_memory(
        &self,
        uid: Option<&str>,
        previous: Option<&Arc<ImportMemory>>,
    ) -> Result<Arc<ImportMemory>> {
        let target = ResolvedPath::find(&self.path.path)?;
        Ok(ImportMemory::load(&target, uid, previous))
    }

    /// Returns the error for a registry that does not exist.
    #[must_use]
    pub fn no_registry(&self) -> Error {
        let shown = self.path.path.display();
        Error::no_registry(format!("there is no registry `{shown}`"))
            .with_hint("`mou init` or `mou add` creates it")
    }

    fn missing(&self) -> Result<RegistryFile> {
        if self.path.named {
            return Err(self.no_registry());
        }
        RegistryFile::nothing(&self.path.path, Header::default())
    }

    /// Returns the copies that sync clients left beside the registry because it was changed on two machines.
    pub fn conflict_copies(&self) -> Result<Vec<PathBuf>> {
        Ok(ResolvedPath::find(&self.path.path)?.conflict_copies())
    }

    /// Changes the registry by `f`; creates it if it does not exist.
    ///
    /// `f` sees the current content. It may run twice: before the lock is taken, so that a command that is
    /// refused creates no lock, and again if the file was replaced in between. It must only change the
    /// transaction. Nothing is written if it fails, or if nothing differs afterwards.
    pub fn change<T>(
        &self,
        stamp: &Stamp,
        mode: Mode,
        f: impl FnMut(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<Committed<T>> {
        let new_head = Header { uid: Some(new_uid()?), ..Header::default() };
        self.change_with_head(stamp, mode, &new_head, f)
    }

    /// Creates a registry that has this header and no records. If the header has no `uid`, it gets one.
    ///
    /// Fails if the file exists.
    pub fn create(&self, stamp: &Stamp, mode: Mode, head: &Header) -> Result<Committed<()>> {
        let mut new_head = head.clone();
        if new_head.uid.is_none() {
            new_head.uid = Some(new_uid()?);
        }
        self.change_with_head(stamp, mode, &new_head, |transaction| {
            if transaction.exists() {
                let shown = self.path.path.display();
                return Err(Error::failed(format!("there is already a registry `{shown}`"))
                    .with_hint("`mou config` changes its settings"));
            }
            transaction.create();
            Ok(())
        })
    }

    /// Changes the registry by `f`. If it does not exist, it is created with the header `new_head`.
    fn change_with_head<T>(
        &self,
        stamp: &Stamp,
        mode: Mode,
        new_head: &Header,
        mut f: impl FnMut(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<Committed<T>> {
        commit(&self.path, self.locking, stamp, mode, |target| {
            prepare(&self.path.path, target, new_head, mode, &mut f)
        })
    }

    /// Reads the history of the registry from its log.
    ///
    /// A damaged log never makes this fail: the warnings say what cannot be read. A damaged registry is a
    /// warning too; a named registry that does not exist is an error. Takes no lock and creates nothing.
    pub fn log(&self) -> Result<History> {
        let target = ResolvedPath::find(&self.path.path)?;
        History::read(&target, || self.read())
    }

    /// Reads which reminders were given. Takes no lock and creates nothing.
    ///
    /// A damaged file never makes this fail: the warnings say what cannot be read.
    pub fn given_reminders(&self) -> Result<ReminderMemory> {
        Ok(ReminderMemory::read(&ResolvedPath::find(&self.path.path)?))
    }

    /// Gives reminders by `give`, which must write them in full and return them, and remembers them.
    ///
    /// The lock is held until that is done. Nothing is remembered if `give` fails. Fails if the registry does not exist
    /// or is damaged, before a lock is created, and if the memory cannot be written.
    pub fn give_reminders(
        &self,
        stamp: &Stamp,
        give: impl FnOnce(&RegistryFile, &ReminderMemory) -> Result<Vec<GivenReminder>>,
    ) -> Result<()> {
        let target = ResolvedPath::find(&self.path.path)?;
        if !self.locking.off && !target.has_lock() {
            self.read_to_pass()?.verify()?;
        }
        let mut warnings = Vec::new();
        let _lock = lock(&target, self.locking, stamp, &mut warnings)?;
        let mut memory = ReminderMemory::read(&target);
        warnings.append(&mut memory.warnings);
        memory.warnings = warnings;
        let given = give(&self.read_to_pass()?, &memory)?;
        memory.add(&target, &given)
    }

    /// Undoes the last `count` commands that are not undone: all of them, or none.
    ///
    /// Every record gets back the bytes that it had. Fails if a record is no longer what the command made
    /// of it, or if the log does not reach back far enough. If the command created the registry, the file
    /// and its header stay.
    pub fn undo(
        &self,
        stamp: &Stamp,
        mode: Mode,
        count: usize,
    ) -> Result<Committed<Vec<Reverted>>> {
        self.revert(stamp, mode, count, Direction::Undo)
    }

    /// Redoes the `count` commands that were undone last: all of them, or none.
    ///
    /// Fails like [`Self::undo`]. After another command nothing can be redone.
    pub fn redo(
        &self,
        stamp: &Stamp,
        mode: Mode,
        count: usize,
    ) -> Result<Committed<Vec<Reverted>>> {
        self.revert(stamp, mode, count, Direction::Redo)
    }

    fn revert(
        &self,
        stamp: &Stamp,
        mode: Mode,
        count: usize,
        direction: Direction,
    ) -> Result<Committed<Vec<Reverted>>> {
        commit(&self.path, self.locking, stamp, mode, |target| {
            prepare_revert(&self.path.path, target, count, direction, mode)
        })
    }
}

/// Returns a `uid` for a new registry. Fails if the system has no random numbers.
fn new_uid() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|cause| {
        Error::failed(format!("there are no random numbers for a `uid`: {cause}"))
    })?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
}
