//! What is asked of the file system beside reading and replacing.

use std::fs::{File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::Path;

/// The mode of what is made where nothing stands yet.
pub(super) const PRIVATE: u32 = 0o600;

/// Tells whether nobody replaced or wrote a file between two looks at it.
pub(super) fn is_same(one: &Metadata, other: &Metadata) -> bool {
    let marks = |file: &Metadata| {
        let written = (file.mtime(), file.mtime_nsec(), file.ctime(), file.ctime_nsec());
        (file.dev(), file.ino(), file.size(), written)
    };
    marks(one) == marks(other)
}

/// Tells whether nobody wrote to an open file between two looks at it; it may have got or lost names.
pub(super) fn is_unwritten(one: &Metadata, other: &Metadata) -> bool {
    let marks = |file: &Metadata| (file.size(), file.mtime(), file.mtime_nsec());
    marks(one) == marks(other)
}

/// Makes the names in a folder durable.
///
/// Some file systems have no such thing for a folder, and say so.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    match File::open(folder)?.sync_all() {
        Err(cause) if matches!(cause.raw_os_error(), Some(libc::EINVAL | libc::ENOTSUP)) => Ok(()),
        synced => synced,
    }
}

/// Opens a file beside the registry to read and write, never through a link, and makes it where
/// there is none, with the mode and the group of the registry.
pub(super) fn open_beside(path: &Path, registry: Option<&Metadata>) -> io::Result<File> {
    let mode = registry.map_or(PRIVATE, |registry| registry.mode() & 0o666);
    let mut options = OpenOptions::new();
    options.read(true).write(true).mode(mode);
    options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    match options.clone().create_new(true).open(path) {
        Ok(file) => {
            if let Some(registry) = registry {
                // Where the group cannot be given, that of the folder stands.
                let _ = fchown(&file, None, Some(registry.gid()));
            }
            // The umask may have taken bits away.
            file.set_permissions(Permissions::from_mode(mode))?;
            Ok(file)
        }
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
            let file = options.open(path)?;
            if file.metadata()?.is_file() {
                return Ok(file);
            }
            Err(io::Error::other("not a regular file"))
        }
        Err(cause) => Err(cause),
    }
}
