//! The functions of Unix.

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::{
    DirBuilderExt, FileExt, MetadataExt, OpenOptionsExt, PermissionsExt, fchown,
};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::ExitStatus;

use rustix::process::{Resource, Rlimit, setrlimit};
use tempfile::{Builder, NamedTempFile};

/// The mode of a file for its owner alone.
const PRIVATE_MODE: u32 = 0o600;

/// The mode of a folder for its owner alone.
const PRIVATE_FOLDER_MODE: u32 = 0o700;

/// The mode from which the umask takes away.
const SHARED_MODE: u32 = 0o666;

/// Calls `f`, during which Ctrl-C does not end this program: while an editor runs, Ctrl-C is for the editor.
#[expect(unsafe_code, reason = "the standard library has no function for signals")]
pub(crate) fn without_interrupts<T>(f: impl FnOnce() -> T) -> T {
    let old = hold_interrupts();
    let value = f();
    if old != libc::SIG_ERR {
        // SAFETY: this is what was set before.
        unsafe { libc::signal(libc::SIGINT, old) };
    }
    value
}

/// From now on Ctrl-C does not end this program: it is about to replace a file, and only has to report it. A
/// program that is ended by Ctrl-C has changed nothing.
pub(crate) fn finish_despite_interrupts() {
    // Unit tests change files and are not about to end.
    if !cfg!(test) {
        hold_interrupts();
    }
}

/// Makes Ctrl-C do nothing in this program; returns what it did.
#[expect(unsafe_code, reason = "the standard library has no function for signals")]
fn hold_interrupts() -> libc::sighandler_t {
    // The programs that are run inherit an ignored signal, but not a handler.
    let handler = do_nothing as extern "C" fn(libc::c_int) as libc::sighandler_t;
    // SAFETY: the handler does nothing, so it may run at any time.
    let old = unsafe { libc::signal(libc::SIGINT, handler) };
    if old == libc::SIG_IGN {
        // SAFETY: an ignored signal needs no handler.
        unsafe { libc::signal(libc::SIGINT, libc::SIG_IGN) };
    }
    old
}

extern "C" fn do_nothing(_: libc::c_int) {}

/// Returns true if a program was ended by Ctrl-C, also if a shell reports that.
pub(crate) fn is_interrupted(status: ExitStatus) -> bool {
    status.signal() == Some(libc::SIGINT) || status.code() == Some(128 + libc::SIGINT)
}

/// Returns true if nobody replaced or wrote a file between two reads of its metadata.
pub(crate) fn is_unchanged(one: &Metadata, other: &Metadata) -> bool {
    let state = |file: &Metadata| {
        let times = (file.mtime(), file.mtime_nsec(), file.ctime(), file.ctime_nsec());
        (file.dev(), file.ino(), file.size(), times)
    };
    state(one) == state(other)
}

/// Returns true if an open file is the one at `path`.
pub(crate) fn is_at(file: &File, path: &Path) -> bool {
    let id = |metadata: io::Result<Metadata>| metadata.map(|file| (file.dev(), file.ino())).ok();
    let opened = id(file.metadata());
    opened.is_some() && opened == id(fs::symlink_metadata(path))
}

/// Returns true if a file has several names (hard links). `metadata` is that of the file at `path`.
pub(crate) fn has_several_names(_: &Path, metadata: &Metadata) -> bool {
    metadata.nlink() > 1
}

/// Returns the permission bits of a file; `None` if the system has no such thing.
#[expect(clippy::unnecessary_wraps, reason = "other systems have no such bits")]
pub(crate) fn mode_of(metadata: &Metadata) -> Option<u32> {
    Some(metadata.mode() & 0o7777)
}

/// Returns options to open a file, which do not wait: opening a pipe would wait for the other end.
pub(crate) fn open_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags(libc::O_NONBLOCK);
    options
}

/// Returns options as [`open_options`] does, but a path that ends in a link is not opened.
pub(crate) fn open_options_without_link() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW);
    options
}

/// Returns true if a path has a loop of links, or ends in a link that was refused.
pub(crate) fn is_link_error(cause: &io::Error) -> bool {
    cause.raw_os_error() == Some(libc::ELOOP)
}

/// Creates a file to read and write, with the read and write bits of `like` and its group, if that is
/// allowed; without `like` for its owner alone. Fails if there is anything at `path`.
pub(crate) fn create_like(path: &Path, like: Option<&Metadata>) -> io::Result<File> {
    let mode = like.map_or(PRIVATE_MODE, |like| like.mode() & SHARED_MODE);
    let mut options = open_options_without_link();
    let file = options.read(true).write(true).create_new(true).mode(mode).open(path)?;
    if let Some(like) = like {
        let _ = fchown(&file, None, Some(like.gid()));
    }
    // The umask may have taken bits away.
    file.set_permissions(Permissions::from_mode(mode))?;
    Ok(file)
}

/// Syncs standard output if it is a regular file.
pub(crate) fn sync_output() -> io::Result<()> {
    let output = File::from(io::stdout().as_fd().try_clone_to_owned()?);
    if output.metadata()?.is_file() { output.sync_all() } else { Ok(()) }
}

/// Creates a folder for its owner alone, and those above it.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(PRIVATE_FOLDER_MODE).create(path)
}

/// Gives a file the owner, the group and the mode of another one, if that is allowed. Returns false if the
/// group is not the same; then the group gets no more rights than everybody.
pub(crate) fn copy_owner_and_mode(file: &File, old: &Metadata) -> io::Result<bool> {
    let mut mode = old.mode() & 0o7777;
    let new = file.metadata()?;
    let keeps_group = new.gid() == old.gid() || fchown(file, None, Some(old.gid())).is_ok();
    if !keeps_group {
        mode = (mode & !0o070) | ((mode & 0o007) << 3);
    }
    if new.uid() != old.uid() {
        // Only root may give a file away.
        let _ = fchown(file, Some(old.uid()), None);
    }
    file.set_permissions(Permissions::from_mode(mode))?;
    Ok(keeps_group)
}

/// Makes a file readable and writable for its owner alone, whatever the umask is.
pub(crate) fn set_private(file: &File) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(PRIVATE_MODE))
}

/// Lets the umask decide who may read the temporary file.
pub(crate) fn let_umask_decide(builder: &mut Builder<'_, '_>) {
    builder.permissions(Permissions::from_mode(SHARED_MODE));
}

/// Makes the names in a folder durable. Does nothing if the file system cannot do so.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    match File::open(path)?.sync_all() {
        Err(cause) if matches!(cause.raw_os_error(), Some(libc::EINVAL | libc::ENOTSUP)) => Ok(()),
        synced => synced,
    }
}

/// Reads bytes at an offset of a file. Fails if there are fewer.
pub(crate) fn read_exact_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    file.read_exact_at(bytes, offset)
}

/// Renames a temporary file to `path`, and replaces the file there.
pub(super) fn persist(file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.persist(path).map(drop).map_err(|refused| refused.error)
}

/// Returns true if the file system cannot refuse to replace a file.
pub(super) fn can_not_refuse_existing(cause: &io::Error) -> bool {
    let lacking = [libc::EINVAL, libc::ENOSYS, libc::ENOTSUP, libc::EPERM];
    cause.raw_os_error().is_some_and(|cause| lacking.contains(&cause))
}

/// Returns false: a file that another program has open can still be replaced.
pub(crate) fn is_in_use(_: &io::Error) -> bool {
    false
}

/// Returns `None`: the words of the system are used.
pub(crate) fn words_of(_: &io::Error, _: Option<&Path>) -> Option<&'static str> {
    None
}

/// The editor if none is set.
pub(crate) const LAST_EDITOR: Option<&str> = None;

/// The endings of scripts that may be left out where a program is named.
pub(crate) const SCRIPT_ENDINGS: [&str; 0] = [];

/// The command that creates a folder and those above it.
pub(crate) const MAKE_FOLDER_COMMAND: &str = "mkdir -p";

/// Returns true: every terminal understands the escapes of colours.
pub(crate) fn enable_colors() -> bool {
    true
}

/// Limits the memory of this process and its time on the processor. A process that needs more is ended by the
/// system, and leaves no file with its memory. A limit that the system does not have is left out.
pub(crate) fn limit_resources(memory_bytes: u64, processor_seconds: u64) {
    let set = |resource, limit| {
        let limit = Rlimit { current: Some(limit), maximum: Some(limit) };
        // It fails if the limit is lower already.
        let _ = setrlimit(resource, limit);
    };
    #[cfg(not(target_os = "openbsd"))] // which has only the limit of the next line
    set(Resource::As, memory_bytes);
    set(Resource::Data, memory_bytes);
    set(Resource::Cpu, processor_seconds);
    set(Resource::Core, 0);
}
