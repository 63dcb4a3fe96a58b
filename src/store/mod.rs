//! The one JSON file: read, change, lock, replace.
//!
//! A file is replaced whole or not at all, and a change is acknowledged only when it is on the disk.
//! Readers take no lock and make nothing. A log beside the file remembers what was done to it, so
//! that it can be told and undone.

mod arrival;
mod beside;
mod change;
mod draft;
mod export;
mod field;
mod finish;
mod flush;
mod lineage_scan;
mod lock;
mod log;
mod lookup;
mod paper;
mod patch;
mod place;
mod raw;
mod reading;
mod ready;
mod record;
mod records;
mod refusal;
mod replace;
mod revision;
mod scribe;
mod splice;
mod spool;
mod staged;
#[cfg(test)]
mod tests;
mod text;
mod tidy;
mod unknown;
mod whole;

use std::fs::Metadata;
use std::path::PathBuf;

pub use self::draft::{Change, Draft};
pub use self::lineage_scan::Visit;
pub use self::lock::Locking;
pub use self::log::{Deed, Entry, History, Taken, Trail, Version};
pub use self::place::Place;
use self::place::Target;
pub use self::raw::RawRecord;
pub use self::reading::Reading;
pub use self::record::Record;
use self::records::WINDOW;
pub use self::refusal::refuse_other_version;
use crate::domain::Head;
use crate::error::{Error, Result};
pub use crate::json::{Fault, document};
use crate::json::{fault, scan};

/// A registry in its place.
#[derive(Debug, Clone)]
pub struct Store {
    place: Place,
    locking: Locking,
}

/// Who changes a registry, when, and by which command: what the log says of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The time, by RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// The command line, word by word.
    pub command: Vec<String>,
}

/// Whether a change is made or only worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It is written.
    Apply,
    /// It is worked out; nothing at all is written or made.
    Try,
}

/// What came of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome<T> {
    /// What the command made of it.
    pub value: T,
    /// How many records changed.
    pub changed: usize,
    /// What changed, by id; of records that were not there in a trial alone.
    pub changes: Vec<Change>,
    /// What the registry says of itself, before and after, where that changed.
    pub head: Option<(Head, Head)>,
    /// Whether the registry is new.
    pub created: bool,
    /// What the user has to know beside.
    pub warnings: Vec<String>,
}

impl Store {
    /// Returns the registry at `place`, which need not be there; nothing is looked at yet.
    #[must_use]
    pub fn new(place: Place, locking: Locking) -> Self {
        Self { place, locking }
    }

    /// Returns where the registry is.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// Reads the registry. Takes no lock and makes nothing.
    ///
    /// A default registry that is not there reads as empty. Fails where a named one is not there,
    /// and where the file is no sound registry of a version that is known.
    pub fn read(&self) -> Result<Reading> {
        let reading = self.read_to_pass()?;
        reading.verify_if_short()?;
        Ok(reading)
    }

    /// Reads the registry as [`Self::read`] does, for one who [passes](Reading::pass) over all of its
    /// records and reads each: that verifies them, and those of a short file need not be read before.
    pub fn read_to_pass(&self) -> Result<Reading> {
        let target = Target::find(&self.place.path)?;
        self.open(&target)?.map_or_else(|| self.missing(), |(reading, _)| Ok(reading))
    }

    /// Reads the registry at `target`, and returns what its file was then; nothing where there is none.
    /// The records are not verified yet.
    fn open(&self, target: &Target) -> Result<Option<(Reading, Metadata)>> {
        let Some((file, metadata)) = target.open()? else { return Ok(None) };
        let opened = Reading::of_file(&self.place.path, file, metadata.clone(), WINDOW)?;
        if let Some(reading) = opened {
            return Ok(Some((reading, metadata)));
        }
        let Some(loaded) = target.load()? else { return Ok(None) };
        let reading = Reading::of_bytes(&self.place.path, loaded.bytes)?;
        Ok(Some((reading, loaded.metadata)))
    }

    fn missing(&self) -> Result<Reading> {
        if self.place.named {
            let shown = self.place.path.display();
            return Err(Error::failed(format!("there is no registry `{shown}`"))
                .with_hint("`mou init` makes a new one there, and so does `mou add`"));
        }
        Reading::nothing(&self.place.path, Head::default())
    }

    /// Reads every record in full; fails on the first that breaks a form.
    pub fn verify(&self) -> Result<()> {
        self.read_to_pass()?.verify()
    }

    /// Returns the copies that sync clients have left beside the registry because it was changed on
    /// two machines.
    pub fn conflict_copies(&self) -> Result<Vec<PathBuf>> {
        Ok(Target::find(&self.place.path)?.conflict_copies())
    }

    /// Changes the registry as `make` says, and makes it where there is none.
    ///
    /// `make` works on what stands in the file under the lock. It runs again where somebody else
    /// replaced the file meanwhile, and may run once before the lock is taken, so that a command
    /// that is refused makes no lock: it must not do anything but change the draft. Nothing is
    /// written where it fails, or where nothing differs afterwards.
    pub fn change<T>(
        &self,
        stamp: &Stamp,
        mode: Mode,
        mut make: impl FnMut(&mut Draft<'_>) -> Result<T>,
    ) -> Result<Outcome<T>> {
        let fresh = Head { uid: Some(new_uid()?), ..Head::default() };
        let target = Target::find(&self.place.path)?;
        self.carry_out(&target, stamp, mode, |target| {
            self.work_out(target, &fresh, (false, mode), &mut make)
        })
    }

    /// Makes a registry that has this head and no records; one without a `uid` gets one.
    ///
    /// Fails where there is a file already.
    pub fn create(&self, stamp: &Stamp, mode: Mode, head: &Head) -> Result<Outcome<()>> {
        let mut fresh = head.clone();
        if fresh.uid.is_none() {
            fresh.uid = Some(new_uid()?);
        }
        let target = Target::find(&self.place.path)?;
        self.carry_out(&target, stamp, mode, |target| {
            self.work_out(target, &fresh, (true, mode), &mut |draft| {
                if draft.exists() {
                    let shown = self.place.path.display();
                    return Err(Error::failed(format!("there is a registry `{shown}` already"))
                        .with_hint("`mou config` changes what it says of itself"));
                }
                Ok(())
            })
        })
    }
}

/// Returns a `uid` for a new registry; fails where the system has no random numbers to give.
fn new_uid() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|cause| {
        Error::failed(format!("there are no random numbers for a `uid`: {cause}"))
    })?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid().to_string())
}
