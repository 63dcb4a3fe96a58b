//! The one JSON file: read, change, lock, replace.
//!
//! A file is replaced whole or not at all, and a change is acknowledged only when it is on the disk.
//! Readers take no lock and make nothing. A log beside the file remembers what was done to it, so
//! that it can be told and undone.

mod canonical;
mod commit;
mod compose;
mod history;
mod lineage_scan;
mod lock;
mod path;
mod plain;
mod read_error;
mod record;
mod records;
mod registry_file;
mod replace;
mod side_file;
mod staged_record;
#[cfg(test)]
mod tests;
mod transaction;
mod undo;
mod unknown;

use std::path::PathBuf;

pub use self::commit::Committed;
use self::commit::{commit, open, prepare};
pub use self::history::{EntryKind, History, HistoryEntry, RecordHistory, Stamp, Version};
pub use self::lineage_scan::Visit;
pub use self::lock::Locking;
pub use self::path::RegistryPath;
use self::path::ResolvedPath;
pub use self::read_error::refuse_other_version;
pub use self::record::Record;
pub use self::registry_file::RegistryFile;
pub use self::transaction::{Change, Mode, Transaction};
pub use self::undo::Reverted;
use self::undo::{Direction, prepare_revert};
pub use self::unknown::parse_record;
use crate::domain::Header;
use crate::error::{Error, Result};
use crate::json::scan;
pub use crate::json::{SyntaxError, node};

/// A registry in its place.
#[derive(Debug, Clone)]
pub struct Store {
    place: RegistryPath,
    locking: Locking,
}

impl Store {
    /// Returns the registry at `place`, which need not be there; nothing is looked at yet.
    #[must_use]
    pub fn new(place: RegistryPath, locking: Locking) -> Self {
        Self { place, locking }
    }

    /// Returns where the registry is.
    #[must_use]
    pub fn place(&self) -> &RegistryPath {
        &self.place
    }

    /// Reads the registry. Takes no lock and makes nothing.
    ///
    /// A default registry that is not there reads as empty. Fails where a named one is not there,
    /// and where the file is no sound registry of a version that is known.
    pub fn read(&self) -> Result<RegistryFile> {
        let reading = self.read_to_pass()?;
        reading.verify_if_short()?;
        Ok(reading)
    }

    /// Reads the registry as [`Self::read`] does, for one who [passes](RegistryFile::scan) over all of its
    /// records and reads each: that verifies them, and those of a short file need not be read before.
    pub fn read_to_pass(&self) -> Result<RegistryFile> {
        let target = ResolvedPath::find(&self.place.path)?;
        open(&self.place.path, &target)?.map_or_else(|| self.missing(), |(reading, _)| Ok(reading))
    }

    fn missing(&self) -> Result<RegistryFile> {
        if self.place.named {
            let shown = self.place.path.display();
            return Err(Error::failed(format!("there is no registry `{shown}`"))
                .with_hint("`mou init` makes a new one there, and so does `mou add`"));
        }
        RegistryFile::nothing(&self.place.path, Header::default())
    }

    /// Reads every record in full; fails on the first that breaks a form.
    pub fn verify(&self) -> Result<()> {
        self.read_to_pass()?.verify()
    }

    /// Returns the copies that sync clients have left beside the registry because it was changed on
    /// two machines.
    pub fn conflict_copies(&self) -> Result<Vec<PathBuf>> {
        Ok(ResolvedPath::find(&self.place.path)?.conflict_copies())
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
        mut f: impl FnMut(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<Committed<T>> {
        let new_head = Header { uid: Some(new_uid()?), ..Header::default() };
        let target = ResolvedPath::find(&self.place.path)?;
        commit(&self.place, self.locking, &target, stamp, mode, |target| {
            prepare(&self.place.path, target, &new_head, (false, mode), &mut f)
        })
    }

    /// Creates a registry that has this header and no records. If the header has no `uid`, it gets one.
    ///
    /// Fails if the file exists.
    pub fn create(&self, stamp: &Stamp, mode: Mode, head: &Header) -> Result<Committed<()>> {
        let mut new_head = head.clone();
        if new_head.uid.is_none() {
            new_head.uid = Some(new_uid()?);
        }
        let target = ResolvedPath::find(&self.place.path)?;
        commit(&self.place, self.locking, &target, stamp, mode, |target| {
            prepare(&self.place.path, target, &new_head, (true, mode), &mut |transaction| {
                if transaction.exists() {
                    let shown = self.place.path.display();
                    return Err(Error::failed(format!("there is a registry `{shown}` already"))
                        .with_hint("`mou config` changes what it says of itself"));
                }
                Ok(())
            })
        })
    }

    /// Reads the history of the registry from its log.
    ///
    /// A damaged log never makes this fail: the warnings say what cannot be read. A damaged registry is a
    /// warning too; a named registry that does not exist is an error. Takes no lock and creates nothing.
    pub fn log(&self) -> Result<History> {
        let target = ResolvedPath::find(&self.place.path)?;
        History::read(&target, || self.read())
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
        let target = ResolvedPath::find(&self.place.path)?;
        commit(&self.place, self.locking, &target, stamp, mode, |target| {
            prepare_revert(&self.place.path, target, count, direction)
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
