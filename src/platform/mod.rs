//! Everything that differs between Unix and Windows, without any policy.

#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

use std::fs::Metadata;
use std::io::{self, ErrorKind};
use std::path::Path;

use tempfile::{NamedTempFile, PersistError};

#[cfg(unix)]
pub(crate) use self::unix::{
    LAST_EDITOR, MAKE_FOLDER_COMMAND, SCRIPT_ENDINGS, copy_owner_and_mode, create_folder,
    create_like, enable_colors, finish_despite_interrupts, has_several_names, is_at, is_in_use,
    is_interrupted, is_link_error, is_unchanged, let_umask_decide, limit_resources, mode_of,
    open_options, open_options_without_link, read_exact_at, set_private, sync_folder, sync_output,
    without_interrupts, words_of,
};
#[cfg(unix)]
use self::unix::{can_not_refuse_existing, persist};
#[cfg(windows)]
pub(crate) use self::windows::{
    LAST_EDITOR, MAKE_FOLDER_COMMAND, SCRIPT_ENDINGS, copy_owner_and_mode, create_folder,
    create_like, enable_colors, finish_despite_interrupts, has_several_names, is_at, is_in_use,
    is_interrupted, is_link_error, is_unchanged, let_umask_decide, limit_resources, mode_of,
    open_options, open_options_without_link, read_exact_at, set_private, sync_folder, sync_output,
    without_interrupts, words_of,
};
#[cfg(windows)]
use self::windows::{can_not_refuse_existing, persist};

/// Returns true if nobody wrote to an open file between two reads of its metadata. Its names may have
/// changed.
pub(crate) fn is_unwritten(one: &Metadata, other: &Metadata) -> bool {
    one.len() == other.len() && one.modified().ok() == other.modified().ok()
}

/// Renames a temporary file to `path`, and replaces the file there if `replaces` is set. Returns false if it
/// is not set and there is a file.
pub(crate) fn rename(file: NamedTempFile, path: &Path, replaces: bool) -> io::Result<bool> {
    if replaces {
        return persist(file, path).map(|()| true);
    }
    match file.persist_noclobber(path) {
        Ok(_) => Ok(true),
        Err(PersistError { error, .. }) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        // Not every file system can refuse to replace a file.
        Err(PersistError { error, file }) if can_not_refuse_existing(&error) => {
            persist(file, path).map(|()| true)
        }
        Err(PersistError { error, .. }) => Err(error),
    }
}
