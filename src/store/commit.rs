//! Committing a change: it is prepared on the current content of the file, verified, and written.
//!
//! A change is prepared before the lock is taken only if the lock file would have to be created, or if nothing
//! is written anyway: a command that is refused then leaves no files. Under the lock it is prepared again
//! only if the file is another one by then. Programs that do not use the lock, such as sync clients, can still
//! replace the file; this is checked until the rename, and the change is repeated on the new content.

use std::fs::Metadata;
use std::path::Path;

use super::compose::NewContent;
use super::history::{EntryKind, LogEntry, Stamp, append};
use super::imports::update::MemoryUpdate;
use super::lock::{Lock, Locking};
use super::path::{RegistryPath, ResolvedPath};
use super::records::WINDOW_BYTES;
use super::registry_file::RegistryFile;
use super::reminder_memory::{ChangedId, change_ids};
use super::replace::{NewMode, is_overtaken, replace, sweep};
use super::transaction::{Change, Mode, StagedChanges, TextChange, Transaction};
use crate::domain::{Header, Settings};
use crate::error::{Error, Result};

/// How often a change is repeated because the file was replaced in between.
const MAX_REPEATS: usize = 3;

/// A change that is verified and not yet written.
pub(super) struct PreparedChange<T> {
    pub(super) committed: Committed<T>,
    /// The file that the change was prepared on; `None` if there was none.
    file: Option<Metadata>,
    /// `None` if nothing in the registry changes.
    content: Option<NewContent>,
    entry: LogEntry,
    max_log_bytes: u64,
    /// What is remembered of an import, to be written after the registry.
    memory: Option<MemoryUpdate>,
    changed_ids: Vec<ChangedId>,
}

/// The result of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Committed<T> {
    /// What the command returned.
    pub value: T,
    /// How many records changed.
    pub changed: usize,
    /// The changes by id; those of new records not for [`Mode::Apply`].
    pub changes: Vec<Change>,
    /// The same changes as texts, that of the header first; none for [`Mode::Apply`].
    pub texts: Vec<TextChange>,
    /// The header before and after, if it changed.
    pub head: Option<(Header, Header)>,
    /// Whether the registry is new.
    pub created: bool,
    /// Warnings for the user.
    pub warnings: Vec<String>,
}

/// Prepares a change and writes it. `prepare` may run more than once.
pub(super) fn commit<T>(
    path: &RegistryPath,
    locking: Locking,
    stamp: &Stamp,
    mode: Mode,
    mut prepare: impl FnMut(&ResolvedPath) -> Result<PreparedChange<T>>,
) -> Result<Committed<T>> {
    let target = &ResolvedPath::find(&path.path)?;
    let creates_lock = !locking.off && !target.has_lock();
    let mut early = None;
    if mode == Mode::Try || creates_lock {
        let prepared = prepare(target)?;
        if mode == Mode::Try || prepared.is_empty() {
            return Ok(prepared.committed);
        }
        early = Some(prepared);
    }
    target.check_writable()?;
    target.make_folder(path.named)?;
    let mut warnings = Vec::new();
    let _lock = lock(target, locking, stamp, &mut warnings)?;
    let mut had_file = false;
    for _ in 0..=MAX_REPEATS {
        // A change that was prepared before the lock was taken is used if the file is still the same.
        let prepared = match early.take() {
            Some(prepared) if !is_overtaken(target, prepared.file.as_ref())? => prepared,
            _ => prepare(target)?,
        };
        if prepared.is_empty() {
            return Ok(prepared.committed.warned(warnings));
        }
        if had_file && prepared.file.is_none() {
            let shown = path.path.display();
            let message = format!("`{shown}` was removed by another program during the change");
            return Err(Error::failed(message));
        }
        had_file = prepared.file.is_some();
        if let Some(committed) = write(target, stamp, prepared)? {
            warnings.extend(target.conflict_copies().iter().map(|copy| {
                format!(
                    "`{}` contains changes of a sync client that were not \
                    merged",
                    copy.display()
                )
            }));
            return Ok(committed.warned(warnings));
        }
    }
    let shown = path.path.display();
    Err(Error::failed(format!("`{shown}` keeps being changed by another program"))
        .with_hint("try again later"))
}

/// Takes the lock, unless it is off, and removes the temporary files of killed runs.
pub(super) fn lock(
    target: &ResolvedPath,
    locking: Locking,
    stamp: &Stamp,
    warnings: &mut Vec<String>,
) -> Result<Option<Lock>> {
    if locking.off {
        let shown = target.shown.display();
        warnings.push(format!("continuing without a lock on `{shown}`"));
        return Ok(None);
    }
    let registry = std::fs::metadata(&target.path).ok();
    let lock = Lock::take(target, registry.as_ref(), locking.timeout, &stamp.command)?;
    sweep(target);
    Ok(Some(lock))
}

/// Runs a command on the current content of the registry, and prepares its change.
pub(super) fn prepare<T>(
    shown: &Path,
    target: &ResolvedPath,
    new_head: &Header,
    mode: Mode,
    f: &mut impl FnMut(&mut Transaction<'_>) -> Result<T>,
) -> Result<PreparedChange<T>> {
    let (registry, file) = load(shown, target, new_head)?;
    let mut transaction = Transaction::new(&registry);
    let value = f(&mut transaction)?;
    registry.verify_for_change()?;
    let staged = transaction.finish(mode)?;
    PreparedChange::new(&registry, file, value, staged, EntryKind::Change, mode)
}

/// Reads the registry at `target`, with the metadata of its file. Returns `None` if there is no file. The records
/// are not verified yet.
pub(super) fn open(
    shown: &Path,
    target: &ResolvedPath,
) -> Result<Option<(RegistryFile, Metadata)>> {
    let Some((file, metadata)) = target.open()? else { return Ok(None) };
    if let Some(registry) = RegistryFile::of_file(shown, file, metadata.clone(), WINDOW_BYTES)? {
        return Ok(Some((registry, metadata)));
    }
    let Some((bytes, metadata)) = target.load()? else { return Ok(None) };
    Ok(Some((RegistryFile::of_bytes(shown, bytes)?, metadata)))
}

/// Reads the current content of the file; if there is none, an empty registry with the header `new_head`.
/// Its records must be [verified](RegistryFile::verify_for_change) before a change is prepared.
pub(super) fn load(
    shown: &Path,
    target: &ResolvedPath,
    new_head: &Header,
) -> Result<(RegistryFile, Option<Metadata>)> {
    let (registry, file) = match open(shown, target)? {
        Some((registry, file)) => (registry, Some(file)),
        None => (RegistryFile::nothing(shown, new_head.clone())?, None),
    };
    registry.verify_if_short()?;
    Ok((registry, file))
}

impl<T> PreparedChange<T> {
    /// Builds the new content, and verifies it. `file` is what the file was when it was read.
    pub(super) fn new(
        registry: &RegistryFile,
        file: Option<Metadata>,
        value: T,
        staged: StagedChanges,
        kind: EntryKind,
        mode: Mode,
    ) -> Result<Self> {
        let StagedChanges { head, texts, changes, memory, changed_ids } = staged;
        let has_changes = !texts.is_empty();
        let committed = Committed {
            value,
            changed: texts.iter().filter(|text| text.id.is_some()).count(),
            changes,
            texts: if mode == Mode::Apply { Vec::new() } else { texts.clone() },
            head: (head != *registry.head()).then(|| (registry.head().clone(), head.clone())),
            created: !registry.exists() && has_changes,
            warnings: Vec::new(),
        };
        let entry = LogEntry::new(&texts, !registry.exists(), head.uid.clone(), kind);
        let mut content = None;
        if has_changes {
            let new = NewContent::new(registry, texts)?;
            new.verify(registry, &head)?;
            content = Some(new);
        }
        let max_log_bytes = registry.head().settings.log.unwrap_or(Settings::DEFAULT_LOG_BYTES);
        Ok(Self { committed, file, content, entry, max_log_bytes, memory, changed_ids })
    }

    /// Returns true if there is nothing to write, in the registry or in the files beside it.
    fn is_empty(&self) -> bool {
        self.content.is_none() && !self.entry.reverts() && self.memory.is_none()
    }
}

/// Writes a change to the log, then to the registry, and then to the memories of imports and reminders. Returns `None` if the registry
/// was replaced since it was read.
fn write<T>(
    target: &ResolvedPath,
    stamp: &Stamp,
    prepared: PreparedChange<T>,
) -> Result<Option<Committed<T>>> {
    let PreparedChange { committed, file, content, entry, max_log_bytes, memory, changed_ids } =
        prepared;
    let file = file.as_ref();
    let mut entry = entry.stamped(stamp);
    let remember =
        |number: Option<u64>| memory.map(|memory| memory.write(target, number)).unwrap_or_default();
    let Some(content) = content else {
        if !entry.reverts() {
            return Ok(Some(committed.warned(remember(None))));
        }
        let (_, warnings) = append(target, file, max_log_bytes, &mut entry);
        return Ok(Some(committed.warned(warnings)));
    };
    let mut appended = None;
    let replaced = replace(
        target,
        // The old file is closed before it is replaced.
        move |file| content.write_to(file),
        file,
        NewMode::Private,
        || {
            let (written, warnings) = append(target, file, max_log_bytes, &mut entry);
            appended = written;
            warnings
        },
    );
    // After the rename the change is in the file, and so its log entry stays even if something fails.
    let is_undone = match &replaced {
        Ok(warnings) => warnings.is_none(),
        Err(_) => is_overtaken(target, file).is_ok_and(|is_another| !is_another),
    };
    let is_logged = appended.is_some();
    if let Some(appended) = appended.filter(|_| is_undone) {
        appended.withdraw();
    }
    let Some(mut warnings) = replaced? else { return Ok(None) };
    warnings.extend(remember(is_logged.then_some(entry.number)));
    warnings.extend(change_ids(target, &changed_ids));
    Ok(Some(committed.warned(warnings)))
}

impl<T> Committed<T> {
    fn warned(mut self, warnings: Vec<String>) -> Self {
        self.warnings.extend(warnings);
        self
    }
}
