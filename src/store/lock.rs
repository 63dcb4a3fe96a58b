//! The lock beside the registry: one writer at a time.

use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::beside::open_beside;
use super::place::Target;
use crate::error::{Error, Result};

/// How a command that changes the registry keeps others out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locking {
    /// How long to wait for another one that has the lock.
    pub timeout: Duration,
    /// Whether to go on without a lock, where the file system has none.
    pub off: bool,
}

/// The pauses between two tries for the lock grow from this …
const SHORTEST_PAUSE: Duration = Duration::from_millis(1);
/// … to this.
const LONGEST_PAUSE: Duration = Duration::from_millis(10);

/// How often the file that was locked may turn out to be another than the one that stands there.
const MOST_REPLACED: usize = 100;

/// The most that is read of what the holder wrote about itself.
const LONGEST_NOTE: u64 = 1024;

/// The lock, held until it is dropped, or until the process is no more: the kernel owns it.
///
/// The file stays: were it deleted, two writers could hold locks on two files of one name.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of `target` for `holder`, a line for whoever waits; waits for it as long as
    /// `timeout`.
    pub(super) fn take(
        target: &Target,
        registry: Option<&Metadata>,
        timeout: Duration,
        holder: &str,
    ) -> Result<Self> {
        let path = target.lock();
        let mut waited = Duration::ZERO;
        let mut pause = SHORTEST_PAUSE;
        let mut replaced = 0;
        loop {
            let mut file =
                open_beside(&path, registry).map_err(|cause| cannot_open(&path, &cause))?;
            match file.try_lock() {
                Ok(()) if is_still_there(&file, &path) => {
                    // The note is for people; the lock holds without it, on a full disk too.
                    let _ = write_note(&mut file, holder);
                    return Ok(Self { _file: file });
                }
                // Some file systems never tell twice that a file is the same.
                Ok(()) if replaced == MOST_REPLACED => return Err(unsteady(&path)),
                Ok(()) => {
                    replaced += 1;
                    continue;
                }
                Err(TryLockError::WouldBlock) if waited >= timeout => {
                    return Err(held(target, &mut file));
                }
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(cause)) => return Err(unsupported(&path, &cause)),
            }
            drop(file);
            let next = pause.min(timeout.saturating_sub(waited));
            thread::sleep(next);
            waited += next;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

/// Tells whether the file that is locked is the one that others will find.
fn is_still_there(file: &File, path: &Path) -> bool {
    let here = file.metadata().map(|file| (file.dev(), file.ino()));
    let there = fs::symlink_metadata(path).map(|file| (file.dev(), file.ino()));
    here.is_ok_and(|here| there.is_ok_and(|there| here == there))
}

fn write_note(file: &mut File, holder: &str) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    file.write_all(holder.as_bytes())
}

fn held(target: &Target, file: &mut File) -> Error {
    let mut note = Vec::new();
    let _ = file.take(LONGEST_NOTE).read_to_end(&mut note);
    let note = String::from_utf8_lossy(&note);
    let holder = note.lines().next().filter(|line| !line.is_empty());
    let by =
        holder.map_or_else(|| "another process".to_owned(), |holder| format!("process {holder}"));
    Error::locked(format!("`{}` is locked by {by}", target.shown.display()))
        .with_hint("try again when it is done, or wait longer with `--lock-timeout`")
}

fn cannot_open(path: &Path, cause: &io::Error) -> Error {
    if cause.raw_os_error() == Some(libc::ELOOP) {
        return Error::failed(format!("the lock `{}` is a link", path.display()))
            .with_hint("remove it: a lock is a file of its own");
    }
    Error::io("cannot open the lock", path, cause)
}

fn unsteady(path: &Path) -> Error {
    Error::failed(format!("the lock `{}` is another file at every look", path.display()))
        .with_hint("`--no-lock` goes on without one: see that nobody else writes meanwhile")
}

fn unsupported(path: &Path, cause: &io::Error) -> Error {
    Error::io("the file system has no lock for", path, cause)
        .with_hint("`--no-lock` goes on without one: see that nobody else writes meanwhile")
}
