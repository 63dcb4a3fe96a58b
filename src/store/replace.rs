//! Replacing a file atomically.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};

use tempfile::Builder;

use super::path::{ResolvedPath, TEMPORARY_LETTERS, TEMPORARY_SUFFIX};
use crate::error::{Error, Result};
use crate::platform;

/// Who may read a new file.
#[derive(Debug, Clone, Copy)]
pub(super) enum NewMode<'f> {
    /// Its owner alone, whatever the umask.
    Private,
    /// As the umask says.
    Shared,
    /// Who may read this one.
    Like(&'f Metadata),
}

/// Replaces the file, which was `old` when it was read, by what `write` writes. Returns warnings; `None` if the
/// file was replaced since it was read, and nothing was done.
///
/// A reader finds the old text or the new one. After a failure the file is unchanged, and no temporary file
/// is left. The one exception is a folder that cannot be synced after the rename: then the error says that
/// the change is in the file. `just_before` is called before the rename, when the temporary file is synced.
pub(super) fn replace(
    target: &ResolvedPath,
    write: impl FnOnce(&mut File) -> io::Result<()>,
    old: Option<&Metadata>,
    mode: NewMode<'_>,
    just_before: impl FnOnce() -> Vec<String>,
) -> Result<Option<Vec<String>>> {
    let failed = |cause: io::Error| cannot_write(target, &cause);
    let mut builder = Builder::new();
    if matches!(mode, NewMode::Shared) {
        platform::let_umask_decide(&mut builder);
    }
    let mut file = builder
        .prefix(&target.temporary_prefix())
        .suffix(TEMPORARY_SUFFIX)
        .rand_bytes(TEMPORARY_LETTERS)
        .tempfile_in(target.folder_to_open())
        .map_err(failed)?;
    write(file.as_file_mut()).map_err(failed)?;
    let mut warnings = copy_owner(file.as_file(), old, mode, target).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    if is_overtaken(target, old)? {
        return Ok(None);
    }
    platform::finish_despite_interrupts();
    warnings.extend(just_before());
    if is_overtaken(target, old)?
        || !platform::rename(file, &target.path, old.is_some()).map_err(failed)?
    {
        return Ok(None);
    }
    platform::sync_folder(target.folder_to_open()).map_err(|cause| {
        let shown = target.shown.display();
        let cause = Error::io("cannot sync the folder", target.folder_to_open(), &cause);
        Error::failed(format!(
            "the change is in `{shown}`, but a power failure may still undo it: {cause}"
        ))
    })?;
    Ok(Some(warnings))
}

/// Gives the new file the owner, the group and the mode of the old one, if that is allowed; without an old
/// one, what `mode` says. Returns warnings.
fn copy_owner(
    file: &File,
    old: Option<&Metadata>,
    mode: NewMode<'_>,
    target: &ResolvedPath,
) -> io::Result<Vec<String>> {
    let Some(old) = old else {
        match mode {
            NewMode::Private => platform::set_private(file)?,
            NewMode::Shared => {}
            // If the group cannot be set, the mode is narrowed.
            NewMode::Like(other) => {
                let _ = platform::copy_owner_and_mode(file, other)?;
            }
        }
        return Ok(Vec::new());
    };
    let shown = target.shown.display();
    let mut warnings = Vec::new();
    if !platform::copy_owner_and_mode(file, old)? {
        warnings.push(format!("the group of `{shown}` could not be kept"));
    }
    if platform::has_several_names(&target.path, old) {
        warnings.push(format!(
            "`{shown}` had another name (a hard link), which still has the old \
                content"
        ));
    }
    Ok(warnings)
}

/// Returns true if the file is no longer `old`, which it was when it was read.
pub(super) fn is_overtaken(target: &ResolvedPath, old: Option<&Metadata>) -> Result<bool> {
    match (fs::symlink_metadata(&target.path), old) {
        (Ok(now), Some(old)) => Ok(!platform::is_unchanged(&now, old)),
        (Ok(_), None) => Ok(true),
        (Err(cause), old) if cause.kind() == ErrorKind::NotFound => Ok(old.is_some()),
        (Err(cause), _) => Err(cannot_write(target, &cause)),
    }
}

/// Removes the temporary files of killed runs. The caller must hold the lock.
pub(super) fn sweep(target: &ResolvedPath) {
    for name in target.neighbours().filter(|name| target.is_temporary(name)) {
        let path = target.folder.join(name);
        if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_file()) {
            // A file that cannot be removed does no harm.
            let _ = fs::remove_file(path);
        }
    }
}

fn cannot_write(target: &ResolvedPath, cause: &io::Error) -> Error {
    let error = Error::io("cannot write", &target.shown, cause);
    if cause.kind() == ErrorKind::ResourceBusy {
        return error.with_hint("if it is mounted as a single file, mount the folder instead");
    }
    error
}
