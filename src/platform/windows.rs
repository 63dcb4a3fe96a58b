//! The functions of Windows. A file gets the access rights of its folder there; what `mou` stores is in
//! the profile of the user, which others cannot read.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::windows::fs::{FileExt, MetadataExt, OpenOptionsExt};
use std::os::windows::io::AsHandle;
use std::path::Path;
use std::process::ExitStatus;
use std::thread;
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};
use winapi_util::console::Console;
use winapi_util::file::{Information, information};

/// `FILE_FLAG_OPEN_REPARSE_POINT`: a link is opened itself.
const OPEN_REPARSE_POINT_FLAG: u32 = 0x0020_0000;

/// `FILE_FLAG_BACKUP_SEMANTICS`: a folder can be opened.
const BACKUP_SEMANTICS_FLAG: u32 = 0x0200_0000;

/// `ERROR_ACCESS_DENIED`: somebody has the file open, or it may not be written.
const ACCESS_DENIED_ERROR: i32 = 5;

/// `ERROR_SHARING_VIOLATION`: somebody has the file open.
const SHARING_VIOLATION_ERROR: i32 = 32;

/// `ERROR_LOCK_VIOLATION`: somebody has locked a part of the file.
const LOCK_VIOLATION_ERROR: i32 = 33;

/// `ERROR_CANT_RESOLVE_FILENAME`: a loop of links.
const LINK_LOOP_ERROR: i32 = 1921;

/// `STATUS_CONTROL_C_EXIT`: a program was ended by Ctrl-C.
const CONTROL_C_EXIT: i32 = 0xC000_013A_u32.cast_signed();

/// How often a file is replaced again that somebody has open, which takes a second: virus scanners and indexers open
/// new files for a moment.
const MAX_REPLACE_TRIES: u32 = 24;

/// The pause before the first repetition; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(1);

/// The longest pause: a program that often reads the file leaves short gaps.
const LONGEST_PAUSE: Duration = Duration::from_millis(50);

/// Calls `f`. An editor with its own window gets Ctrl-C alone.
pub(crate) fn without_interrupts<T>(f: impl FnOnce() -> T) -> T {
    f()
}

/// Does nothing: Ctrl-C ends a program here, and the file has its old or its new content.
pub(crate) fn finish_despite_interrupts() {}

/// Returns true if a program was ended by Ctrl-C.
pub(crate) fn is_interrupted(status: ExitStatus) -> bool {
    status.code() == Some(CONTROL_C_EXIT)
}

/// Returns true if nobody replaced or wrote a file between two reads of its metadata.
pub(crate) fn is_unchanged(one: &Metadata, other: &Metadata) -> bool {
    let state = |file: &Metadata| (file.file_size(), file.last_write_time(), file.creation_time());
    state(one) == state(other)
}

/// Returns true if an open file is the one at `path`.
pub(crate) fn is_at(file: &File, path: &Path) -> bool {
    let flags = OPEN_REPARSE_POINT_FLAG | BACKUP_SEMANTICS_FLAG;
    let there = OpenOptions::new().access_mode(0).custom_flags(flags).open(path);
    let id = |found: Information| (found.volume_serial_number(), found.file_index());
    let opened = information(file).map(id).ok();
    opened.is_some() && opened == there.and_then(|there| information(&there)).map(id).ok()
}

/// Returns true if a file has several names (hard links). `metadata` is that of the file at `path`.
pub(crate) fn has_several_names(path: &Path, _: &Metadata) -> bool {
    let opened = OpenOptions::new().access_mode(0).open(path);
    opened.and_then(|file| information(&file)).is_ok_and(|found| found.number_of_links() > 1)
}

/// Returns the permission bits of a file; `None` if the system has no such thing.
pub(crate) fn mode_of(_: &Metadata) -> Option<u32> {
    None
}

/// Returns options to open a file. Opening a file never waits here.
pub(crate) fn open_options() -> OpenOptions {
    OpenOptions::new()
}

/// Returns options as [`open_options`] does, but a link is opened itself, which is not a regular file.
pub(crate) fn open_options_without_link() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags(OPEN_REPARSE_POINT_FLAG);
    options
}

/// Returns true if a path has a loop of links, or ends in a link that was refused.
pub(crate) fn is_link_error(cause: &io::Error) -> bool {
    cause.raw_os_error() == Some(LINK_LOOP_ERROR)
}

/// Creates a file to read and write. Fails if there is anything at `path`.
pub(crate) fn create_like(path: &Path, _: Option<&Metadata>) -> io::Result<File> {
    open_options_without_link().read(true).write(true).create_new(true).open(path)
}

/// Syncs standard output if it is a regular file.
pub(crate) fn sync_output() -> io::Result<()> {
    let output = File::from(io::stdout().as_handle().try_clone_to_owned()?);
    // A console has no metadata.
    if output.metadata().is_ok_and(|metadata| metadata.is_file()) {
        output.sync_all()
    } else {
        Ok(())
    }
}

/// Creates a folder, and those above it.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Gives a file the attributes of another one. Returns true: there is no group that could differ.
pub(crate) fn copy_owner_and_mode(file: &File, old: &Metadata) -> io::Result<bool> {
    file.set_permissions(old.permissions()).map(|()| true)
}

/// Does nothing: who may read a file is decided by its folder.
#[expect(clippy::unnecessary_wraps, reason = "this can fail on other systems")]
pub(crate) fn set_private(_: &File) -> io::Result<()> {
    Ok(())
}

/// Does nothing: who may read a file is decided by its folder.
pub(crate) fn let_umask_decide(_: &mut Builder<'_, '_>) {}

/// Does nothing: NTFS writes the names in a folder to its journal.
#[expect(clippy::unnecessary_wraps, reason = "this can fail on other systems")]
pub(crate) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

/// Reads bytes at an offset of a file, and moves its position. Fails if there are fewer.
pub(crate) fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    let (mut rest, mut offset) = (bytes, offset);
    while !rest.is_empty() {
        match file.seek_read(rest, offset) {
            Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
            Ok(length) => {
                rest = rest.get_mut(length..).unwrap_or_default();
                offset += length as u64;
            }
            Err(cause) if cause.kind() == ErrorKind::Interrupted => {}
            Err(cause) => return Err(cause),
        }
    }
    Ok(())
}

/// Renames a temporary file to `path`, and replaces the file there. Tries again for a second if somebody has it
/// open.
pub(super) fn persist(file: NamedTempFile, path: &Path) -> io::Result<()> {
    // The standard library can replace a file that others only read; `tempfile` cannot. The file stays open,
    // as its name may be given away by now.
    let (_file, temporary) = file.keep()?;
    let replaced = rename_with_patience(&temporary, path);
    if replaced.is_err() {
        let _ = fs::remove_file(temporary);
    }
    replaced
}

fn rename_with_patience(from: &Path, to: &Path) -> io::Result<()> {
    let mut pause = FIRST_PAUSE;
    for _ in 0..MAX_REPLACE_TRIES {
        match fs::rename(from, to) {
            Err(cause) if has_code(&cause, &[ACCESS_DENIED_ERROR, SHARING_VIOLATION_ERROR]) => {}
            renamed => return renamed,
        }
        thread::sleep(pause);
        pause = LONGEST_PAUSE.min(pause * 2);
    }
    fs::rename(from, to).map_err(|cause| {
        // Replacing an open file fails as if it were forbidden.
        let alone = OpenOptions::new().read(true).share_mode(0).open(to);
        alone.err().filter(is_in_use).unwrap_or(cause)
    })
}

/// Returns true if an operation failed because another program has the file open, or a part of it locked.
pub(crate) fn is_in_use(cause: &io::Error) -> bool {
    has_code(cause, &[SHARING_VIOLATION_ERROR, LOCK_VIOLATION_ERROR])
}

fn has_code(cause: &io::Error, codes: &[i32]) -> bool {
    cause.raw_os_error().is_some_and(|code| codes.contains(&code))
}

/// Returns what an error of the system is called on other systems: its own words are in the language of the
/// user, and differ between versions. `path` is what could not be read or written.
pub(crate) fn words_of(cause: &io::Error, path: Option<&Path>) -> Option<&'static str> {
    match cause.kind() {
        // A folder cannot be opened as a file.
        ErrorKind::PermissionDenied if path.is_some_and(Path::is_dir) => Some("is a directory"),
        ErrorKind::NotFound => Some("no such file or directory"),
        ErrorKind::PermissionDenied => Some("permission denied"),
        ErrorKind::AlreadyExists => Some("file exists"),
        ErrorKind::NotADirectory => Some("not a directory"),
        ErrorKind::IsADirectory => Some("is a directory"),
        ErrorKind::DirectoryNotEmpty => Some("directory not empty"),
        ErrorKind::StorageFull => Some("no space left on device"),
        ErrorKind::ReadOnlyFilesystem => Some("read-only file system"),
        ErrorKind::CrossesDevices => Some("invalid cross-device link"),
        _ => None,
    }
}

/// The editor if none is set.
pub(crate) const LAST_EDITOR: Option<&str> = Some("notepad");

/// The endings of scripts that may be left out where a program is named; `code` is such a script.
pub(crate) const SCRIPT_ENDINGS: [&str; 2] = [".cmd", ".bat"];

/// The command that creates a folder and those above it.
pub(crate) const MAKE_FOLDER_COMMAND: &str = "mkdir";

/// Makes the consoles of stdout and stderr understand the escapes of colours. Returns false if the console of
/// stdout cannot.
pub(crate) fn enable_colors() -> bool {
    let enable = |mut console: Console| console.set_virtual_terminal_processing(true);
    let _ = Console::stderr().and_then(enable);
    Console::stdout().and_then(enable).is_ok()
}

/// Returns false: Windows can always refuse to replace a file.
pub(super) fn can_not_refuse_existing(_: &io::Error) -> bool {
    false
}

/// Does nothing: the standard library cannot create a job, which is what has limits here.
pub(crate) fn limit_resources(_: u64, _: u64) {}
