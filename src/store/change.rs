//! Making a change: worked out on what stands in the file, proved, and put in its place.

use super::draft::{Change, Draft};
use super::lock::Lock;
use super::place::Target;
use super::reading::Reading;
use super::replace::{NewMode, Replaced, replace, sweep};
use super::revision::Revision;
use super::{Mode, Outcome, Stamp, Store};
use crate::domain::Head;
use crate::error::{Error, Result};

/// How often a change is made again on what somebody else wrote meanwhile.
const MOST_REPEATS: usize = 3;

/// A change that is worked out and not written.
pub(super) struct Worked<T> {
    outcome: Outcome<T>,
    loaded: Option<std::fs::Metadata>,
    text: String,
    is_empty: bool,
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
        if mode == Mode::Try || makes_files {
            let worked = work(target)?;
            if mode == Mode::Try || worked.is_empty {
                return Ok(worked.outcome);
            }
        }
        target.check_writable()?;
        target.make_folder(self.place.named)?;
        let mut warnings = Vec::new();
        let _lock = self.lock(target, stamp, &mut warnings)?;
        let mut stood = false;
        for _ in 0..=MOST_REPEATS {
            let worked = work(target)?;
            if worked.is_empty {
                return Ok(worked.outcome.warned(warnings));
            }
            if stood && worked.loaded.is_none() {
                return Err(self.taken_away());
            }
            stood = worked.loaded.is_some();
            let written = worked.text.as_bytes();
            match replace(target, written, worked.loaded.as_ref(), NewMode::Private, Vec::new)? {
                Replaced::Overtaken => {}
                Replaced::Done(told) => {
                    warnings.extend(told);
                    warnings.extend(target.conflict_copies().iter().map(|copy| {
                        format!("`{}` holds changes that a sync client set aside", copy.display())
                    }));
                    return Ok(worked.outcome.warned(warnings));
                }
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
        let holder = format!("{} (`{}`)\n", std::process::id(), stamp.command.join(" "));
        let lock = Lock::take(target, registry.as_ref(), self.locking.timeout, &holder)?;
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
        creates: bool,
        make: &mut impl FnMut(&mut Draft<'_>) -> Result<T>,
    ) -> Result<Worked<T>> {
        let (reading, loaded) = match target.load()? {
            Some(loaded) => {
                (Reading::of_bytes(&self.place.path, loaded.bytes)?, Some(loaded.metadata))
            }
            None => (Reading::nothing(&self.place.path, fresh.clone())?, None),
        };
        reading.verify()?;
        let mut draft = Draft::new(&reading);
        let value = make(&mut draft)?;
        let head = draft.head().clone();
        let (revision, changes) = draft.finish(creates)?;
        let is_empty = revision.is_empty();
        let text = if is_empty { String::new() } else { reading.compose(&revision) };
        let outcome = Outcome {
            value,
            changes,
            head: (head != *reading.head()).then(|| (reading.head().clone(), head.clone())),
            created: !reading.exists() && !is_empty,
            warnings: Vec::new(),
        };
        if !is_empty {
            self.prove(&text, &head, &revision, &outcome.changes)?;
        }
        Ok(Worked { outcome, loaded, text, is_empty })
    }

    /// Reads what is about to be written, and fails unless it says what it is meant to.
    fn prove(
        &self,
        text: &str,
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
        let reading = Reading::of_bytes(shown, text.as_bytes().to_vec())
            .map_err(|error| refused(error.message()))?;
        if reading.head() != head {
            return Err(refused("what it says of itself is another"));
        }
        for change in changes {
            let here = reading.find(change.id.as_str());
            let agreement = here.map(|record| record.agreement()).transpose();
            let agreement = agreement.map_err(|error| refused(error.message()))?;
            let written = revision.records.get(change.id.as_str()).and_then(Option::as_deref);
            let text = here.map(|record| record.text());
            if agreement != change.after || text != written {
                return Err(refused(&format!("record `{}` is another", change.id)));
            }
        }
        Ok(())
    }
}

impl<T> Outcome<T> {
    fn warned(mut self, warnings: Vec<String>) -> Self {
        self.warnings.extend(warnings);
        self
    }
}
