//! Putting a new file in the place of an old one, whole or not at all.

use std::fs::{self, File, Metadata, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};

use tempfile::{Builder, NamedTempFile, PersistError};

use super::beside::{PRIVATE, is_same, sync_folder};
use super::place::{TEMPORARY_LETTERS, TEMPORARY_SUFFIX, Target};
use crate::error::{Error, Result};

/// What became of a replacement.
#[derive(Debug)]
pub(super) enum Replaced {
    /// It is on the disk.
    Done(Vec<String>),
    /// Somebody else had written the file since it was read; nothing was done.
    Overtaken,
}

/// Who may read a file that stands where none stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NewMode {
    /// Its owner alone, whatever the umask.
    Private,
    /// Whoever the umask lets.
    Shared,
}

/// The mode from which the umask takes away.
const SHARED: u32 = 0o666;

/// Puts what `write` writes in the place of the file, which was `old` when it was read.
///
/// A reader finds the old text or the new one; after a failure the old one stands, and no temporary
/// file is left. The one exception is a folder that cannot be synced after the renaming: the error
/// then says that the change is in the file. `just_before` runs when the new text is on the disk
/// under its temporary name, before the renaming.
pub(super) fn replace(
    target: &Target,
    write: impl FnOnce(&mut File) -> io::Result<()>,
    old: Option<&Metadata>,
    mode: NewMode,
    just_before: impl FnOnce() -> Vec<String>,
) -> Result<Replaced> {
    let failed = |cause: io::Error| cannot_write(target, &cause);
    let mut builder = Builder::new();
    if mode == NewMode::Shared {
        builder.permissions(Permissions::from_mode(SHARED));
    }
    let mut file = builder
        .prefix(&target.temporary_prefix())
        .suffix(TEMPORARY_SUFFIX)
        .rand_bytes(TEMPORARY_LETTERS)
        .tempfile_in(target.folder_to_open())
        .map_err(failed)?;
    write(file.as_file_mut()).map_err(failed)?;
    let mut warnings = dress(file.as_file(), old, mode, target).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    if is_overtaken(target, old)? {
        return Ok(Replaced::Overtaken);
    }
    warnings.extend(just_before());
    if is_overtaken(target, old)? || !rename(file, target, old)? {
        return Ok(Replaced::Overtaken);
    }
    sync_folder(&target.folder).map_err(|cause| {
        let shown = target.shown.display();
        let told = Error::io("cannot sync the folder", target.folder_to_open(), &cause);
        Error::failed(format!(
            "the change is in `{shown}`, but may not outlast a power cut: {told}"
        ))
    })?;
    Ok(Replaced::Done(warnings))
}

/// Gives the new file the owner, the group and the mode of the old one, as far as that is allowed.
fn dress(
    file: &File,
    old: Option<&Metadata>,
    mode: NewMode,
    target: &Target,
) -> io::Result<Vec<String>> {
    let Some(old) = old else {
        if mode == NewMode::Private {
            file.set_permissions(Permissions::from_mode(PRIVATE))?;
        }
        return Ok(Vec::new());
    };
    let mut mode = old.mode() & 0o7777;
    let mut warnings = Vec::new();
    let new = file.metadata()?;
    if new.gid() != old.gid() && fchown(file, None, Some(old.gid())).is_err() {
        // What the old group was allowed is not for another group: it gets what everybody gets.
        mode = (mode & !0o070) | ((mode & 0o007) << 3);
        let shown = target.shown.display();
        warnings.push(format!("the group of `{shown}` could not be kept"));
    }
    if new.uid() != old.uid() {
        // Only root may give a file away; for others it is now theirs.
        let _ = fchown(file, Some(old.uid()), None);
    }
    file.set_permissions(Permissions::from_mode(mode))?;
    if old.nlink() > 1 {
        let shown = target.shown.display();
        warnings
            .push(format!("`{shown}` had another name (a hard link), which keeps the old text"));
    }
    Ok(warnings)
}

/// Tells whether the file is another one than `old`, which it was when it was read.
pub(super) fn is_overtaken(target: &Target, old: Option<&Metadata>) -> Result<bool> {
    match (fs::symlink_metadata(&target.path), old) {
        (Ok(now), Some(old)) => Ok(!is_same(&now, old)),
        (Ok(_), None) => Ok(true),
        (Err(cause), old) if cause.kind() == ErrorKind::NotFound => Ok(old.is_some()),
        (Err(cause), _) => Err(cannot_write(target, &cause)),
    }
}

/// Renames the temporary file, and tells whether it was; not where a registry has come to stand
/// where there was none.
fn rename(file: NamedTempFile, target: &Target, old: Option<&Metadata>) -> Result<bool> {
    let renamed = if old.is_some() {
        file.persist(&target.path)
    } else {
        match file.persist_noclobber(&target.path) {
            Err(PersistError { error, .. }) if error.kind() == ErrorKind::AlreadyExists => {
                return Ok(false);
            }
            // Not every file system can refuse to rename onto a file.
            Err(PersistError { error, file }) if is_lacking(&error) => file.persist(&target.path),
            renamed => renamed,
        }
    };
    renamed.map(|_| true).map_err(|refused| cannot_write(target, &refused.error))
}

fn is_lacking(cause: &io::Error) -> bool {
    let lacking = [libc::EINVAL, libc::ENOSYS, libc::ENOTSUP, libc::EPERM];
    cause.raw_os_error().is_some_and(|cause| lacking.contains(&cause))
}

/// Removes the temporary files that killed runs have left. Only for who holds the lock.
pub(super) fn sweep(target: &Target) {
    for name in target.neighbours().filter(|name| target.is_temporary(name)) {
        let path = target.folder.join(name);
        if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            // One that cannot be removed is in nobody's way.
            let _ = fs::remove_file(path);
        }
    }
}

fn cannot_write(target: &Target, cause: &io::Error) -> Error {
    let error = Error::io("cannot write", &target.shown, cause);
    if cause.kind() == ErrorKind::ResourceBusy {
        return error
            .with_hint("where it is mounted as a single file: mount the folder, not the file");
    }
    error
}
