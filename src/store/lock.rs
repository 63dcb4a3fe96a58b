//! The lock beside the registry: one writer at a time.

use std::fs::{File, Metadata, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::path::{ResolvedPath, open_beside};
use crate::error::{Error, Result};
use crate::platform;

/// How a command that changes the registry keeps others out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Locking {
    /// How long to wait if another process has the lock.
    pub timeout: Duration,
    /// Whether to continue without a lock, for file systems that have none.
    pub off: bool,
}

/// The pauses between two tries for the lock grow from this …
const SHORTEST_PAUSE: Duration = Duration::from_millis(1);
/// … to this.
const LONGEST_PAUSE: Duration = Duration::from_millis(10);

/// How often the lock file may be replaced while it is being locked.
const MAX_REPLACED: usize = 100;

/// The most bytes that the note of a holder may have, with its line end.
const MAX_NOTE_BYTES: usize = 1024;

/// The lock. It is released when it is dropped, or when the process ends: the kernel owns it.
///
/// The file is never deleted: otherwise two writers could hold locks on two files of one name.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of `target`, and waits for it until `timeout` has passed. `command` is what the note
    /// in the lock file says about the holder.
    pub(super) fn take(
        target: &ResolvedPath,
        registry: Option<&Metadata>,
        timeout: Duration,
        command: &[String],
    ) -> Result<Self> {
        let path = target.lock();
        let mut waited = Duration::ZERO;
        let mut pause = SHORTEST_PAUSE;
        let mut replaced = 0;
        loop {
            let mut file =
                open_beside(&path, registry).map_err(|cause| cannot_open(&path, &cause))?;
            match file.try_lock() {
                Ok(()) if platform::is_at(&file, &path) => {
                    // The note is for people; the lock holds without it, on a full disk too.
                    let _ = write_note(&mut file, &path, &note(command));
                    return Ok(Self { _file: file });
                }
                // On some file systems a file never has the same id twice.
                Ok(()) if replaced == MAX_REPLACED => return Err(unsteady(&path)),
                Ok(()) => {
                    replaced += 1;
                    continue;
                }
                Err(TryLockError::WouldBlock) if waited >= timeout => {
                    return Err(is_locked(target, &path, &mut file));
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

/// Returns the line that a holder writes about itself: the number of its process, and its command.
fn note(command: &[String]) -> String {
    let (begin, end) = (format!("{} (`", std::process::id()), "`)\n");
    let mut command = command.join(" ").replace(['\n', '\r'], " ");
    let room = MAX_NOTE_BYTES - begin.len() - end.len();
    while command.len() > room {
        command.pop();
    }
    [&begin, command.as_str(), end].concat()
}

/// Returns true if `line`, without its line end, is a [`note`].
fn is_note(line: &str) -> bool {
    let parts = line.strip_suffix("`)").and_then(|line| line.split_once(" (`"));
    parts.is_some_and(|(process, command)| {
        process.starts_with(|first: char| first.is_ascii_digit())
            && process.parse::<u32>().is_ok()
            && !command.is_empty()
            && !command.contains(['\n', '\r'])
    })
}

/// Returns the note in a lock file, an empty one if the file is empty. Returns `None` if the file holds
/// anything else, or has a second name: then it is not a lock file only.
fn read_note(file: &mut File, path: &Path) -> io::Result<Option<String>> {
    if platform::has_several_names(path, &file.metadata()?) {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.rewind()?;
    file.take(MAX_NOTE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_NOTE_BYTES {
        return Ok(None);
    }
    let note = String::from_utf8(bytes).ok();
    Ok(note.filter(|note| note.is_empty() || note.strip_suffix('\n').is_some_and(is_note)))
}

/// Writes a note into the locked file, in the place of the last one. Does nothing if the file is not a
/// lock file only.
fn write_note(file: &mut File, path: &Path, note: &str) -> io::Result<()> {
    if read_note(file, path)?.is_none() {
        return Ok(());
    }
    file.set_len(0)?;
    file.rewind()?;
    // Half a note would not be recognised as one, and stay for ever.
    file.write_all(note.as_bytes()).or_else(|cause| file.set_len(0).and(Err(cause)))
}

fn is_locked(target: &ResolvedPath, path: &Path, file: &mut File) -> Error {
    let note = read_note(file, path).ok().flatten().unwrap_or_default();
    let holder = note.lines().next();
    let by =
        holder.map_or_else(|| "another process".to_owned(), |holder| format!("process {holder}"));
    Error::locked(format!("`{}` is locked by {by}", target.shown.display()))
        .with_hint("try again when it has finished, or wait longer with `--lock-timeout`")
}

fn cannot_open(path: &Path, cause: &io::Error) -> Error {
    if platform::is_link_error(cause) {
        return Error::failed(format!("the lock `{}` is a link", path.display()))
            .with_hint("remove it; a lock must be a regular file");
    }
    Error::io("cannot open the lock", path, cause)
}

fn unsteady(path: &Path) -> Error {
    Error::failed(format!("the lock `{}` is replaced again and again", path.display())).with_hint(
        "`--no-lock` writes without a lock; make sure that nobody else writes at the \
            same time",
    )
}

fn unsupported(path: &Path, cause: &io::Error) -> Error {
    Error::io("the file system does not support a lock for", path, cause).with_hint(
        "`--no-lock` writes without a lock; make sure that nobody else writes at the \
            same time",
    )
}
