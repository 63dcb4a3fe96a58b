//! Adding a line to the log, and setting the log aside where it has grown.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::super::beside::{open_beside, sync_folder};
use super::super::place::Target;
use super::line::Line;
use super::memory::open_to_read;
use crate::error::Error;

/// How much of the end of the log is looked at first for its last number.
const FIRST_LOOK: u64 = 4096;

/// A line that is on the disk.
#[derive(Debug)]
pub(in crate::store) struct Appended {
    file: File,
    from: u64,
    to: u64,
}

impl Appended {
    /// Takes the line out again, because its change is not going to be. Where that fails, its
    /// hashes tell.
    pub(in crate::store) fn withdraw(self) {
        if self.file.metadata().is_ok_and(|file| file.len() == self.to) {
            let _ = self.file.set_len(self.from);
        }
    }
}

/// Writes `line` to the end of the log of `target`, synced, under the next number; a log of more
/// than `most` bytes is set aside before.
///
/// Returns what is to be warned of. Without a line on the disk the change cannot be undone, and is
/// made all the same.
pub(in crate::store) fn append(
    target: &Target,
    registry: Option<&Metadata>,
    most: u64,
    line: &mut Line,
) -> (Option<Appended>, Vec<String>) {
    let mut warnings = Vec::new();
    match try_append(target, registry, most, line, &mut warnings) {
        Ok(appended) => (Some(appended), warnings),
        Err(cause) => {
            let what = Error::io("cannot write the log", &target.log(), &explained(cause));
            warnings.push(format!("this cannot be undone: {what}"));
            (None, warnings)
        }
    }
}

fn try_append(
    target: &Target,
    registry: Option<&Metadata>,
    most: u64,
    line: &mut Line,
    warnings: &mut Vec<String>,
) -> io::Result<Appended> {
    let path = target.log();
    let mut is_new = !is_there(&path);
    let mut file = open_log(&path, registry)?;
    let mut from = file.metadata()?.len();
    if from > most {
        match fs::rename(&path, target.older_log()) {
            Ok(()) => {
                file = open_log(&path, registry)?;
                from = file.metadata()?.len();
                is_new = true;
            }
            Err(cause) => {
                let what = Error::io("cannot set aside the log", &path, &cause);
                warnings.push(format!("the log goes on growing: {what}"));
            }
        }
    }
    line.number = next_number(&mut file, from, target)?;
    let mut bytes = line.to_bytes();
    if from > 0 && last_byte(&mut file)? != b'\n' {
        // The line before was cut off; it is not to take this one along.
        bytes.insert(0, b'\n');
    }
    file.seek(SeekFrom::End(0))?;
    let written = file
        .write_all(&bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| if is_new { sync_folder(&target.folder) } else { Ok(()) });
    if let Err(cause) = written {
        let _ = file.set_len(from);
        return Err(cause);
    }
    let to = from + bytes.len() as u64;
    Ok(Appended { file, from, to })
}

fn open_log(path: &Path, registry: Option<&Metadata>) -> io::Result<File> {
    let file = open_beside(path, registry)?;
    if file.metadata()?.nlink() > 1 {
        return Err(io::Error::other("it has two names (a hard link)"));
    }
    Ok(file)
}

fn explained(cause: io::Error) -> io::Error {
    match cause.raw_os_error() {
        Some(libc::ELOOP) => io::Error::other("it is a link"),
        Some(libc::EISDIR) => io::Error::other("it is a folder"),
        _ => cause,
    }
}

fn is_there(path: &Path) -> bool {
    !fs::symlink_metadata(path).is_err_and(|cause| cause.kind() == ErrorKind::NotFound)
}

fn next_number(file: &mut File, len: u64, target: &Target) -> io::Result<u64> {
    if let Some(last) = last_number(file, len)? {
        return Ok(last.saturating_add(1));
    }
    // Without the log that was set aside, counting begins anew.
    let older = open_to_read(&target.older_log()).ok().flatten();
    let last = older.and_then(|mut older| {
        let len = older.metadata().ok()?.len();
        last_number(&mut older, len).ok()?
    });
    Ok(last.unwrap_or_default().saturating_add(1))
}

/// Returns the number of the last line in the `len` bytes of a log, found from its end; lines that
/// have lost theirs are counted on.
fn last_number(file: &mut File, len: u64) -> io::Result<Option<u64>> {
    let mut look = FIRST_LOOK;
    loop {
        let start = len.saturating_sub(look);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        Read::by_ref(file).take(len - start).read_to_end(&mut bytes)?;
        // What stands before the first line end may be the rest of a line.
        let whole = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
        let lines = bytes.get(if start == 0 { 0 } else { whole }..).unwrap_or_default();
        let mut unread = 0;
        for line in lines.rsplit(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            if let Some(number) = Line::number_of(line) {
                return Ok(Some(number.saturating_add(unread)));
            }
            unread += 1;
        }
        if start == 0 {
            return Ok((unread > 0).then_some(unread));
        }
        look = look.saturating_mul(8);
    }
}

fn last_byte(file: &mut File) -> io::Result<u8> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last[0])
}
