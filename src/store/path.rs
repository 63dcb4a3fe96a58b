//! Where a registry is, and the files beside it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::platform;

/// The most bytes that a file name has on common file systems.
const MAX_NAME_BYTES: usize = 255;

/// How many links are followed: as many as Linux follows.
const MAX_LINKS: usize = 40;

/// How often a file is read if it changes while it is read.
pub(super) const MAX_READS: usize = 3;

/// The letters that `tempfile` puts into the name of a temporary file.
pub(super) const TEMPORARY_LETTERS: usize = 6;
/// What the names of temporary files end with.
pub(super) const TEMPORARY_SUFFIX: &str = ".tmp";

/// The path of a registry, and whether somebody gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryPath {
    /// The path of the registry, or of a link to it.
    pub path: PathBuf,
    /// Whether the path was given, by a flag or in the environment. The default registry is empty if it
    /// does not exist, and its folder is created; a named one must exist.
    pub named: bool,
}

/// The file that a path leads to if all links are followed. It may not exist.
#[derive(Debug, Clone)]
pub(super) struct ResolvedPath {
    /// The path as it was given, for messages.
    pub(super) shown: PathBuf,
    pub(super) path: PathBuf,
    pub(super) folder: PathBuf,
    name: OsString,
}

impl ResolvedPath {
    /// Follows the links from `path`: chains, relative ones, one to a file that does not exist.
    ///
    /// Fails for a loop, for anything but a regular file, and for a name that is too long for the files
    /// beside it.
    pub(super) fn find(path: &Path) -> Result<Self> {
        match fs::metadata(path) {
            Ok(metadata) if !metadata.is_file() => return Err(not_regular(path)),
            Ok(_) => {}
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            Err(cause) if platform::is_link_error(&cause) => return Err(is_loop(path)),
            Err(cause) => return Err(cannot_read(path, &cause)),
        }
        let mut here = path.to_owned();
        let mut links = 0;
        while fs::symlink_metadata(&here).is_ok_and(|metadata| metadata.is_symlink()) {
            links += 1;
            if links > MAX_LINKS {
                return Err(is_loop(path));
            }
            let to = fs::read_link(&here).map_err(|cause| cannot_read(path, &cause))?;
            here = folder_of(&here).join(to);
        }
        let Some(name) = here.file_name().map(OsStr::to_owned) else {
            return Err(not_regular(path));
        };
        let target =
            Self { shown: path.to_owned(), folder: folder_of(&here).to_owned(), path: here, name };
        let longest = target.side("", ".log.1.jsonl").as_os_str().len().max(target.temporary_len());
        if longest > MAX_NAME_BYTES {
            let room = MAX_NAME_BYTES - (longest - target.name.len());
            return Err(Error::failed(format!(
                "the name of `{}` is too long for the names of the lock and the log",
                path.display()
            ))
            .with_hint(format!("a name has at most {room} bytes")));
        }
        Ok(target)
    }

    fn temporary_len(&self) -> usize {
        self.temporary_prefix().len() + TEMPORARY_LETTERS + TEMPORARY_SUFFIX.len()
    }

    fn side(&self, before: &str, after: &str) -> OsString {
        let mut name = OsString::from(before);
        name.push(&self.name);
        name.push(after);
        name
    }

    pub(super) fn lock(&self) -> PathBuf {
        self.folder.join(self.side("", ".lock"))
    }

    /// Returns the path of the log: the name of the registry without `.json`, and its own ending.
    pub(super) fn log(&self) -> PathBuf {
        self.beside(".log.jsonl")
    }

    /// Returns the path of the log that was set aside last.
    pub(super) fn older_log(&self) -> PathBuf {
        self.beside(".log.1.jsonl")
    }

    /// Returns the path of a file beside the registry: the name of the registry without `.json`, and `ending`.
    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = match self.name.to_str() {
            Some(name) => name.strip_suffix(".json").unwrap_or(name).into(),
            None if self.path.extension() == Some(OsStr::new("json")) => {
                self.path.file_stem().unwrap_or_default().to_owned()
            }
            None => self.name.clone(),
        };
        name.push(ending);
        self.folder.join(name)
    }

    /// Returns the file that remembers imports. Its temporary files have the names of those of the registry, so
    /// that they are removed like those.
    pub(super) fn imports(&self) -> Self {
        self.memory(".imports.json")
    }

    /// Returns the file that remembers which reminders were given, as [`Self::imports`] does.
    pub(super) fn reminders(&self) -> Self {
        self.memory(".reminders.jsonl")
    }

    fn memory(&self, ending: &str) -> Self {
        let path = self.beside(ending);
        Self { shown: path.clone(), path, ..self.clone() }
    }

    /// Returns true if the lock exists, held or not.
    pub(super) fn has_lock(&self) -> bool {
        fs::symlink_metadata(self.lock()).is_ok()
    }

    /// Returns the beginning of the names of temporary files.
    pub(super) fn temporary_prefix(&self) -> OsString {
        self.side(".", ".")
    }

    /// Returns true if `name` is that of a temporary file of this registry.
    pub(super) fn is_temporary(&self, name: &OsStr) -> bool {
        name.as_encoded_bytes()
            .strip_prefix(self.temporary_prefix().as_encoded_bytes())
            .and_then(|rest| rest.strip_suffix(TEMPORARY_SUFFIX.as_bytes()))
            .is_some_and(|middle| {
                middle.len() == TEMPORARY_LETTERS && middle.iter().all(u8::is_ascii_alphanumeric)
            })
    }

    /// Returns true if `name` is that of a copy which a sync client made because the registry was changed on
    /// two machines.
    fn is_conflict_copy(&self, name: &OsStr) -> bool {
        let stem = self.path.file_stem().unwrap_or_default().as_encoded_bytes();
        let ending = self.path.extension().unwrap_or_default().as_encoded_bytes();
        let Some(rest) = name.as_encoded_bytes().strip_prefix(stem) else {
            return false;
        };
        rest.strip_suffix(ending)
            .filter(|middle| {
                middle.first().is_some_and(u8::is_ascii_punctuation) || middle.starts_with(b" ")
            })
            .is_some_and(|middle| {
                middle.to_ascii_lowercase().windows(8).any(|window| window == b"conflict")
            })
    }

    /// Returns the copies that sync clients left beside the registry, by name.
    pub(super) fn conflict_copies(&self) -> Vec<PathBuf> {
        let mut copies: Vec<PathBuf> = self
            .neighbours()
            .filter(|name| self.is_conflict_copy(name))
            .map(|name| self.folder.join(name))
            .collect();
        copies.sort();
        copies
    }

    /// Returns the names of the files in the folder; none if it cannot be read.
    pub(super) fn neighbours(&self) -> impl Iterator<Item = OsString> {
        fs::read_dir(self.folder_to_open())
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.file_name())
    }

    /// Returns the folder in a form that can be opened.
    pub(super) fn folder_to_open(&self) -> &Path {
        folder_to_open(&self.folder)
    }

    /// Opens the file to read it. Returns `None` only if it does not exist.
    pub(super) fn open(&self) -> Result<Option<(File, Metadata)>> {
        let failed = |cause: io::Error| cannot_read(&self.shown, &cause);
        // Opening a device may have an effect, so that this is checked first.
        match fs::metadata(&self.path) {
            Ok(metadata) if !metadata.is_file() => return Err(not_regular(&self.shown)),
            Ok(_) => {}
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(failed(cause)),
        }
        // A pipe may take its place in between.
        let file = match platform::open_options().read(true).open(&self.path) {
            Ok(file) => file,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(failed(cause)),
        };
        let metadata = file.metadata().map_err(failed)?;
        if !metadata.is_file() {
            return Err(not_regular(&self.shown));
        }
        Ok(Some((file, metadata)))
    }

    /// Reads the file, and its metadata. Returns `None` only if it does not exist. A file that changes while it is read is
    /// read again.
    pub(super) fn load(&self) -> Result<Option<(Vec<u8>, Metadata)>> {
        let failed = |cause: io::Error| cannot_read(&self.shown, &cause);
        let mut left = MAX_READS;
        loop {
            let Some((mut file, metadata)) = self.open()? else { return Ok(None) };
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(failed)?;
            let after = file.metadata().map_err(failed)?;
            left -= 1;
            if left == 0 || platform::is_unchanged(&metadata, &after) {
                return Ok(Some((bytes, metadata)));
            }
        }
    }

    /// Fails if the file exists and may not be written. Replacing it would still work: only the folder
    /// decides on that.
    pub(super) fn check_writable(&self) -> Result<()> {
        let Ok(metadata) = fs::metadata(&self.path) else {
            return Ok(());
        };
        if metadata.permissions().readonly() {
            let shown = self.shown.display();
            let Some(mode) = platform::mode_of(&metadata) else {
                return Err(Error::failed(format!("`{shown}` is read-only")));
            };
            return Err(Error::failed(format!("`{shown}` is read-only (mode {mode:04o})"))
                .with_hint(format!("`chmod u+w {shown}` makes it writable")));
        }
        platform::open_options()
            .write(true)
            .open(&self.path)
            .map(drop)
            .map_err(|cause| Error::io("cannot write", &self.shown, &cause))
    }

    /// Creates the folder of the default registry if it does not exist, for its owner alone. Fails if the
    /// folder of a named registry does not exist.
    pub(super) fn make_folder(&self, named: bool) -> Result<()> {
        let folder = self.folder_to_open();
        match fs::metadata(folder) {
            Ok(_) => return Ok(()),
            Err(cause) if cause.kind() == ErrorKind::NotFound && !named => {}
            Err(cause) if cause.kind() == ErrorKind::NotFound => {
                return Err(Error::failed(format!("there is no folder `{}`", folder.display()))
                    .with_hint(format!(
                        "`{} {}` creates it",
                        platform::MAKE_FOLDER_COMMAND,
                        folder.display()
                    )));
            }
            Err(cause) => return Err(Error::io("cannot read", folder, &cause)),
        }
        create_folder(folder)
    }
}

/// Creates a folder for its owner alone, and those above it, and syncs them.
pub(super) fn create_folder(folder: &Path) -> Result<()> {
    let failed = |cause: io::Error| Error::io("cannot create the folder", folder, &cause);
    let missing: Vec<&Path> = folder.ancestors().take_while(|folder| !folder.exists()).collect();
    platform::create_folder(folder).map_err(failed)?;
    for made in missing {
        platform::sync_folder(folder_to_open(folder_of(made))).map_err(failed)?;
    }
    Ok(())
}

/// Opens a file beside the registry to read and write, never through a link. If it does not exist, it is
/// created with the mode and the group of the registry.
pub(super) fn open_beside(path: &Path, registry: Option<&Metadata>) -> io::Result<File> {
    match platform::create_like(path, registry) {
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
            let file = platform::open_options_without_link().read(true).write(true).open(path)?;
            if file.metadata()?.is_file() {
                return Ok(file);
            }
            Err(io::Error::other("not a regular file"))
        }
        created => created,
    }
}

fn not_regular(path: &Path) -> Error {
    Error::failed(format!("`{}` is not a regular file", path.display()))
}

fn is_loop(path: &Path) -> Error {
    Error::failed(format!("`{}` is a circular link", path.display()))
}

fn cannot_read(path: &Path, cause: &io::Error) -> Error {
    Error::io("cannot read", path, cause)
}

pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

pub(super) fn folder_to_open(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}
