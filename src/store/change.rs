//! Making a change: worked out on what stands in the file, proved, and put in its place.

use std::fs::Metadata;

use super::draft::{Change, Draft};
use super::lock::Lock;
use super::log::{Deed, Line, append};
use super::place::Target;
use super::reading::Reading;
use super::record::Record;
use super::replace::{NewMode, Replaced, is_overtaken, replace, sweep};
use super::revision::{NewText, Revision};
use super::spool::Spool;
use super::text::Text;
use super::{Mode, Outcome, Stamp, Store};
use crate::domain::{Agreement, Head, Settings};
use crate::error::{Error, Result};
use crate::json::strict;

/// How often a change is made again on what somebody else wrote meanwhile.
const MOST_REPEATS: usize = 3;

/// A registry as a change finds it, and the file that it was read from.
pub(super) struct Base {
    pub(super) reading: Reading,
    loaded: Option<Metadata>,
}

/// A change that is worked out and not written.
pub(super) struct Worked<T> {
    pub(super) outcome: Outcome<T>,
    loaded: Option<Metadata>,
    text: Text,
    spool: Spool,
    is_empty: bool,
    line: Line,
    /// The size past which the log is set aside.
    log_size: u64,
}

impl<T> Worked<T> {
    /// Tells whether there is nothing to write, in the registry or in its log.
    fn is_idle(&self) -> bool {
        self.is_empty && !self.line.is_retracing()
    }
}

impl Store {
    /// Works a change out and writes it.
    pub(super) fn carry_out<T>(
        &self,
        target: &Target,
        stamp: &Stamp,
        mode: Mode,
        mut work: impl FnMut(&Target) -> Result<Worked<T>>,
    ) -> Result<Outcome<T>> {
        let makes_files = !self.locking.off && !target.has_lock();
        let mut early = None;
        if mode == Mode::Try || makes_files {
            let worked = work(target)?;
            if mode == Mode::Try || worked.is_idle() {
                return Ok(worked.outcome);
            }
            early = Some(worked);
        }
        target.check_writable()?;
        target.make_folder(self.place.named)?;
        let mut warnings = Vec::new();
        let _lock = self.lock(target, stamp, &mut warnings)?;
        let mut stood = false;
        for _ in 0..=MOST_REPEATS {
            // What was worked out before the lock was taken holds where the file is still the one
            // that it was worked out on; else what stands there now is read.
            let worked = match early.take() {
                Some(worked) if !is_overtaken(target, worked.loaded.as_ref())? => worked,
                _ => work(target)?,
            };
            if worked.is_idle() {
                return Ok(worked.outcome.warned(warnings));
            }
            if stood && worked.loaded.is_none() {
                return Err(self.taken_away());
            }
            stood = worked.loaded.is_some();
            if let Some(outcome) = write(target, stamp, worked)? {
                warnings.extend(target.conflict_copies().iter().map(|copy| {
                    format!("`{}` holds changes that a sync client set aside", copy.display())
                }));
                return Ok(outcome.warned(warnings));
            }
        }
        let shown = self.place.path.display();
        Err(Error::failed(format!("`{shown}` is being changed by another program all the time"))
            .with_hint("try again when it is at rest"))
    }

    fn lock(
        &self,
        target: &Target,
        stamp: &Stamp,
        warnings: &mut Vec<String>,
    ) -> Result<Option<Lock>> {
        if self.locking.off {
            let shown = self.place.path.display();
            warnings.push(format!("going on without a lock on `{shown}`"));
            return Ok(None);
        }
        let registry = std::fs::metadata(&target.path).ok();
        let lock = Lock::take(target, registry.as_ref(), self.locking.timeout, &stamp.command)?;
        sweep(target);
        Ok(Some(lock))
    }

    fn taken_away(&self) -> Error {
        let shown = self.place.path.display();
        Error::failed(format!("`{shown}` was removed by another program meanwhile"))
    }

    /// Works out what a change makes of the registry as it stands now.
    pub(super) fn work_out<T>(
        &self,
        target: &Target,
        fresh: &Head,
        (creates, mode): (bool, Mode),
        make: &mut impl FnMut(&mut Draft<'_>) -> Result<T>,
    ) -> Result<Worked<T>> {
        let base = self.load(target, fresh)?;
        let reading = &base.reading;
        let mut draft = Draft::new(reading);
        let value = make(&mut draft)?;
        reading.get_ready()?;
        let head = draft.head().clone();
        let (revision, changes) = draft.finish(creates, mode)?;
        self.worked(base, value, &head, revision, changes, Deed::Change)
    }

    /// Reads what stands in the file now; where there is none, what is to be made with the head `fresh`.
    /// Its records are to be [made ready](Reading::get_ready) before the change is put together.
    pub(super) fn load(&self, target: &Target, fresh: &Head) -> Result<Base> {
        let (mut reading, loaded) = match self.open(target)? {
            Some((reading, loaded)) => (reading, Some(loaded)),
            None => (Reading::nothing(&self.place.path, fresh.clone())?, None),
        };
        reading.expect_change();
        reading.verify_if_short()?;
        Ok(Base { reading, loaded })
    }

    /// Puts together what is to be written, and proves it.
    pub(super) fn worked<T>(
        &self,
        base: Base,
        value: T,
        head: &Head,
        revision: Revision,
        changes: Vec<Change>,
        deed: Deed,
    ) -> Result<Worked<T>> {
        let Base { reading, loaded } = base;
        let is_empty = revision.is_empty();
        let text = if is_empty { Text::default() } else { reading.compose(&revision)? };
        let outcome = Outcome {
            value,
            changed: revision.records.len(),
            changes,
            head: (head != reading.head()).then(|| (reading.head().clone(), head.clone())),
            created: !reading.exists() && !is_empty,
            warnings: Vec::new(),
        };
        if !is_empty {
            self.prove(&text, head, &revision, &outcome.changes)?;
        }
        let line = Line::new(&reading, &revision, head.uid.clone(), deed)?;
        let log_size = reading.head().settings.log.unwrap_or(Settings::USUAL_LOG);
        Ok(Worked { outcome, loaded, text, spool: revision.spool, is_empty, line, log_size })
    }

    /// Reads what is about to be written, and fails unless it says what it is meant to: all of it, or,
    /// where the rest is copied from a file that has been verified, the new pieces of it.
    fn prove(
        &self,
        text: &Text,
        head: &Head,
        revision: &Revision,
        changes: &[Change],
    ) -> Result<()> {
        let shown = &self.place.path;
        let refused = |why: &str| {
            Error::failed(format!(
                "`{}` was not written: the new text does not read back: {why}",
                shown.display()
            ))
        };
        let bytes = text.to_prove().as_bytes().to_vec();
        let reading = Reading::of_bytes(shown, bytes).map_err(|error| refused(error.message()))?;
        if reading.head() != head {
            return Err(refused("what it says of itself is another"));
        }
        for (id, new) in &revision.records {
            let here = reading.find(id.as_str())?;
            let is_apart = text.is_spliced() && matches!(new, Some(NewText::Waiting(_)));
            let new = new.as_ref().filter(|_| !is_apart);
            let new = new.map(|new| revision.text(new)).transpose()?;
            if here.as_ref().map(Record::text) != new.as_deref() {
                return Err(refused(&format!("record `{id}` is another")));
            }
        }
        for change in changes {
            let new = revision.records.get(&change.id).and_then(Option::as_ref);
            let text = new.map(|new| revision.text(new)).transpose()?;
            let agreement = text.map(|text| strict::from_str::<Agreement>(&text)).transpose();
            if agreement.is_ok_and(|agreement| agreement == change.after) {
                continue;
            }
            return Err(refused(&format!("record `{}` is another", change.id)));
        }
        Ok(())
    }
}

/// Writes a change to the log and puts it in its place; returns none where somebody else had
/// written the file since it was read.
fn write<T>(target: &Target, stamp: &Stamp, worked: Worked<T>) -> Result<Option<Outcome<T>>> {
    let Worked { outcome, loaded, text, spool, is_empty, line, log_size } = worked;
    let loaded = loaded.as_ref();
    let mut line = line.stamped(stamp);
    if is_empty {
        let (_, warnings) = append(target, loaded, log_size, &mut line);
        return Ok(Some(outcome.warned(warnings)));
    }
    let mut appended = None;
    let replaced = replace(
        target,
        |file| text.write_to(&spool, file),
        loaded,
        NewMode::Private,
        || {
            let (written, warnings) = append(target, loaded, log_size, &mut line);
            appended = written;
            warnings
        },
    );
    // A failure after the renaming leaves the change, and so its line, in place.
    let is_undone = match &replaced {
        Ok(Replaced::Done(_)) => false,
        Ok(Replaced::Overtaken) => true,
        Err(_) => is_overtaken(target, loaded).is_ok_and(|is_another| !is_another),
    };
    if let Some(appended) = appended.filter(|_| is_undone) {
        appended.withdraw();
    }
    // What an import wrote is a hundred thousand pieces: the system takes them back at once, and soon.
    std::mem::forget((line, text));
    match replaced? {
        Replaced::Done(warnings) => Ok(Some(outcome.warned(warnings))),
        Replaced::Overtaken => Ok(None),
    }
}

impl<T> Outcome<T> {
    fn warned(mut self, warnings: Vec<String>) -> Self {
        self.warnings.extend(warnings);
        self
    }
}
