//! Files beside the registry to which whole lines are appended: the log, and the memory of the reminders.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::path::{folder_of, folder_to_open, open_beside};
use crate::platform;

/// A file of lines, opened to append to it.
#[derive(Debug)]
pub(super) struct LineFile {
    pub(super) file: File,
    path: PathBuf,
    is_new: bool,
}

/// Lines that are appended and synced.
#[derive(Debug)]
pub(super) struct AppendedLines {
    file: File,
    from: u64,
    to: u64,
}

impl LineFile {
    /// Opens the file at `path`; creates it with the mode and the group of the registry. Fails for a link, a folder, a
    /// device, and a file with two names.
    pub(super) fn open(path: &Path, registry: Option<&Metadata>) -> io::Result<Self> {
        let is_new = fs::symlink_metadata(path).is_err_and(|why| why.kind() == ErrorKind::NotFound);
        let file = open_beside(path, registry).map_err(explained)?;
        if platform::has_several_names(path, &file.metadata()?) {
            return Err(io::Error::other("it has two names (a hard link)"));
        }
        Ok(Self { file, path: path.to_owned(), is_new })
    }

    /// Returns the length of the file in bytes.
    pub(super) fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// Appends `lines`, each with its line end, and syncs them. After a failure the file is as long as before.
    pub(super) fn append(mut self, mut lines: Vec<u8>) -> io::Result<AppendedLines> {
        let from = self.len()?;
        if from > 0 && last_byte(&mut self.file)? != b'\n' {
            // The line before was cut off; this one must not become part of it.
            lines.insert(0, b'\n');
        }
        self.file.seek(SeekFrom::End(0))?;
        let written =
            self.file.write_all(&lines).and_then(|()| self.file.sync_all()).and_then(|()| {
                let folder = folder_to_open(folder_of(&self.path));
                if self.is_new { platform::sync_folder(folder) } else { Ok(()) }
            });
        if let Err(cause) = written {
            let _ = self.file.set_len(from);
            return Err(cause);
        }
        Ok(AppendedLines { file: self.file, from, to: from + lines.len() as u64 })
    }
}

impl AppendedLines {
    /// Removes the lines, if nothing was appended since.
    pub(super) fn withdraw(self) {
        if self.file.metadata().is_ok_and(|file| file.len() == self.to) {
            let _ = self.file.set_len(self.from);
        }
    }
}

/// Opens a file of lines to read it. Returns `None` if there is none; fails for a link, a folder or a device.
pub(super) fn open_to_read(path: &Path) -> io::Result<Option<File>> {
    match platform::open_options_without_link().read(true).open(path) {
        Ok(file) if file.metadata()?.is_file() => Ok(Some(file)),
        Ok(_) => Err(io::Error::other("it is not a regular file")),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(explained(cause)),
    }
}

fn explained(cause: io::Error) -> io::Error {
    if platform::is_link_error(&cause) {
        return io::Error::other("it is a link");
    }
    if cause.kind() == ErrorKind::IsADirectory { io::Error::other("it is a folder") } else { cause }
}

fn last_byte(file: &mut File) -> io::Result<u8> {
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last[0])
}
