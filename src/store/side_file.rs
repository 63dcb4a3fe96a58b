//! Other files: exports that are written for other programs, and hashes of documents.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::Store;
use super::path::{ResolvedPath, create_folder};
use super::read_error::FORMAT_NAME;
use super::replace::{NewMode, replace};
use crate::error::{Error, Result};
use crate::platform;

/// How often an export is repeated because another program replaced the file in between.
const MAX_REPEATS: usize = 3;

/// How many files whose names differ only by a number a folder may have.
const MAX_SAME_NAMES: usize = 10_000;

/// How the endings of the files beside the registry begin, besides its lock.
const OWN_ENDINGS: [&str; 3] = [".log.", ".reminders.", ".imports."];

/// How much of a file is read to see whether it is a registry.
const PROBE_BYTES: usize = 200;

/// How many bytes of a document are read at once.
const BLOCK_BYTES: usize = 64 * 1024;

impl Store {
    /// Returns the SHA-256 of the document at `path`, relative to the folder of the registry, in
    /// hexadecimal.
    ///
    /// Links are followed, but not out of that folder. Fails if there is no such regular file.
    pub fn hash_document(&self, path: &str) -> Result<String> {
        let target = ResolvedPath::find(&self.path().path)?;
        let folder = target.folder_to_open();
        let here = folder.join(path);
        let failed = |cause: io::Error| Error::io("cannot read the document", &here, &cause);
        let found = match (fs::canonicalize(&here), fs::canonicalize(folder)) {
            (Ok(found), Ok(folder)) if found.starts_with(&folder) => found,
            (Ok(_), Ok(_)) => {
                return Err(Error::failed(format!(
                    "the document `{path}` is a link to a file outside the folder of the registry"
                )));
            }
            (Err(cause), _) | (_, Err(cause)) if cause.kind() == ErrorKind::NotFound => {
                let folder = if folder.as_os_str() == "." {
                    "the current folder".to_owned()
                } else {
                    format!("`{}`", folder.display())
                };
                return Err(Error::failed(format!("there is no document `{path}` in {folder}"))
                    .with_hint(
                        "the path of a document is relative to the folder of the registry",
                    ));
            }
            (Err(cause), _) | (_, Err(cause)) => return Err(failed(cause)),
        };
        // Opening a device may have an effect, so that this is checked first.
        if !fs::metadata(&found).map_err(failed)?.is_file() {
            return Err(Error::failed(format!("the document `{path}` is not a regular file")));
        }
        // A pipe may take its place in between.
        let opened = platform::open_options().read(true).open(&found);
        hash_of(opened.map_err(failed)?).map_err(failed)
    }

    /// Returns the path of a file relative to the folder of the registry, links followed and with `/` between its
    /// parts. `None` if the file is not in that folder, or if one of them does not exist.
    pub fn document_path(&self, path: &Path) -> Result<Option<String>> {
        let target = ResolvedPath::find(&self.path().path)?;
        let found = fs::canonicalize(path).ok().zip(fs::canonicalize(target.folder_to_open()).ok());
        let inside = found.as_ref().and_then(|(file, folder)| file.strip_prefix(folder).ok());
        let parts = inside.map(|inside| {
            let parts = inside.components();
            parts.map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()
        });
        Ok(parts.flatten().map(|parts| parts.join("/")))
    }

    /// Replaces the file at `path`, links followed, by what `write` writes, or creates it with the mode of the umask.
    /// Returns the result of `write`, and warnings.
    ///
    /// `write` gets the old content, and may run again if the file is replaced in between. If it fails, nothing is
    /// written. A reader finds the old content or the new one. Fails for the files of this registry, and for any other
    /// registry: it would be lost.
    pub fn export<T>(
        &self,
        path: &Path,
        mut write: impl FnMut(Option<&[u8]>, &mut dyn Write) -> Result<T>,
    ) -> Result<(T, Vec<String>)> {
        let target = self.export_target(path)?;
        for _ in 0..=MAX_REPEATS {
            let loaded = target.load()?;
            let old = loaded.as_ref().map(|(bytes, _)| bytes.as_slice());
            if old.is_some_and(is_registry) {
                return Err(is_a_registry(path));
            }
            let mut bytes = Vec::new();
            let value = write(old, &mut bytes)?;
            let metadata = loaded.as_ref().map(|(_, metadata)| metadata);
            let write_bytes = |file: &mut File| file.write_all(&bytes);
            if let Some(warnings) =
                replace(&target, write_bytes, metadata, NewMode::Shared, Vec::new)?
            {
                return Ok((value, warnings));
            }
        }
        let shown = path.display();
        Err(Error::failed(format!("`{shown}` keeps being changed by another program"))
            .with_hint("try again later"))
    }

    /// Fails if [`Store::export`] would not write to `path`: for the files of this registry, for another registry, and
    /// if the file cannot be written.
    pub fn check_export(&self, path: &Path) -> Result<()> {
        let target = self.export_target(path)?;
        let old = target.load()?;
        if old.is_some_and(|(bytes, _)| is_registry(&bytes)) {
            return Err(is_a_registry(path));
        }
        Ok(())
    }

    /// Checks that there is a folder at `path`. If there is nothing, creates it for its owner alone, unless it is a
    /// dry run. Fails if there is something else.
    pub fn make_folder(&self, path: &Path, is_dry_run: bool) -> Result<()> {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Ok(()),
            Ok(_) => Err(Error::failed(format!("`{}` is not a folder", path.display()))),
            Err(cause) if cause.kind() == ErrorKind::NotFound && is_dry_run => Ok(()),
            Err(cause) if cause.kind() == ErrorKind::NotFound => create_folder(path),
            Err(cause) => Err(Error::io("cannot read", path, &cause)),
        }
    }

    /// Checks that there is a folder at `path`. If there is nothing, creates it with the mode of the umask, and those
    /// above it. Fails if there is something else.
    pub fn make_shared_folder(&self, path: &Path) -> Result<()> {
        self.make_folder(path, true)?;
        fs::create_dir_all(path)
            .map_err(|cause| Error::io("cannot create the folder", path, &cause))
    }

    /// Returns the path in a folder that [`Self::write_new`] would write to: `name`, or if there is a file already, the
    /// same with a number.
    #[must_use]
    pub fn new_path(&self, folder: &Path, name: &str) -> PathBuf {
        numbered(folder, name).find(|path| fs::symlink_metadata(path).is_err()).unwrap_or_default()
    }

    /// Writes new files into a folder, all or none, and syncs them. Returns their paths: the names, with a number if
    /// there is a file already. No file is ever replaced, and a reader finds a file whole or not at all.
    pub fn write_new(&self, folder: &Path, files: &[(String, Vec<u8>)]) -> Result<Vec<PathBuf>> {
        let mut written = Vec::new();
        for (name, bytes) in files {
            match write_one(folder, name, bytes) {
                Ok(path) => written.push(path),
                Err(error) => {
                    // The caller takes them for unwritten and writes them again later.
                    for path in &written {
                        let _ = fs::remove_file(path);
                    }
                    return Err(error);
                }
            }
        }
        Ok(written)
    }

    /// Returns the resolved path of an export. Fails if it is a file of this registry, or cannot be written.
    fn export_target(&self, path: &Path) -> Result<ResolvedPath> {
        let target = ResolvedPath::find(path)?;
        if self.is_own(&target)? {
            let shown = path.display();
            return Err(Error::failed(format!("`{shown}` belongs to the registry"))
                .with_hint("name another file"));
        }
        target.check_writable()?;
        target.make_folder(true)?;
        Ok(target)
    }

    /// Returns true if a path leads to the registry, or to a file that mou keeps beside it.
    fn is_own(&self, target: &ResolvedPath) -> Result<bool> {
        let registry = ResolvedPath::find(&self.path().path)?;
        let folder = |target: &ResolvedPath| fs::canonicalize(target.folder_to_open()).ok();
        if folder(&registry).is_none() || folder(&registry) != folder(target) {
            return Ok(false);
        }
        let (Some(own), Some(name)) = (registry.path.file_name(), target.path.file_name()) else {
            return Ok(false);
        };
        let own = own.to_string_lossy();
        let stem = own.strip_suffix(".json").unwrap_or(&own);
        let name = name.to_string_lossy();
        let ending = name.strip_prefix(stem).unwrap_or_default();
        let is_beside = OWN_ENDINGS.iter().any(|own| ending.starts_with(own));
        Ok(name == own || name == format!("{own}.lock") || is_beside)
    }
}

/// Writes a new file, under the first free name.
fn write_one(folder: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf> {
    for path in numbered(folder, name) {
        // Anything is in the way: a folder, or a link to a file that does not exist.
        if fs::symlink_metadata(&path).is_ok() {
            continue;
        }
        let target = ResolvedPath::find(&path)?;
        let write = |file: &mut File| file.write_all(bytes);
        if replace(&target, write, None, NewMode::Shared, Vec::new)?.is_some() {
            return Ok(path);
        }
    }
    Err(Error::failed(format!("there are too many files `{name}` in `{}`", folder.display())))
}

/// Returns the paths for a name in a folder: `mail.eml`, `mail-2.eml` and so on.
fn numbered(folder: &Path, name: &str) -> impl Iterator<Item = PathBuf> {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let numbers = (2..=MAX_SAME_NAMES).map(move |number| format!("{stem}-{number}.{ending}"));
    std::iter::once(name.to_owned()).chain(numbers).map(|name| folder.join(name))
}

fn is_a_registry(path: &Path) -> Error {
    let shown = path.display();
    Error::failed(format!("`{shown}` is a registry, which an export must not replace"))
        .with_hint("use another name; to copy a registry, copy its file")
}

fn is_registry(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(bytes.get(..PROBE_BYTES).unwrap_or(bytes));
    head.trim_start_matches('\u{feff}').trim_start().starts_with('{')
        && head.contains(&format!("\"{FORMAT_NAME}\""))
}

fn hash_of(mut file: File) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; BLOCK_BYTES];
    loop {
        let length = file.read(&mut piece)?;
        let Some(read) = piece.get(..length).filter(|read| !read.is_empty()) else {
            break;
        };
        hash.update(read);
    }
    Ok(hex::encode(hash.finalize()))
}
