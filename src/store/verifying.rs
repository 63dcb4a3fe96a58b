//! Verifying that every record is sound.

use std::sync::atomic::{AtomicBool, Ordering};

use super::reading::Reading;
use super::record::Record;
use super::records::{Records, Slice, Stop, joined};
use crate::domain::Agreement;
use crate::error::Result;

/// What has been found out of the records of a reading.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Whether every record is sound and in its place.
    sound: AtomicBool,
    /// Whether each is written as it would be too, unless the file is read whole.
    ready: AtomicBool,
    /// Whether a change is to be made on them.
    changing: bool,
}

impl Reading {
    /// Verifies every record in full, and fails on the first that breaks a form.
    pub fn verify(&self) -> Result<()> {
        self.pass(|record, _: &mut Vec<()>| record.agreement().map(drop))?;
        self.set_verified();
        Ok(())
    }

    /// Notes that every record was read in full.
    pub(super) fn set_verified(&self) {
        self.known.sound.store(true, Ordering::Relaxed);
    }

    /// Verifies every record of a short file as [`Self::verify_once`] does: so little takes next to no time.
    pub(super) fn verify_if_short(&self) -> Result<()> {
        if self.records().is_some_and(Records::is_short) { self.verify_once() } else { Ok(()) }
    }

    /// Verifies every record in full, unless that has been done. Where a change is to be made, it gets
    /// [ready](Self::get_ready) for that.
    pub(super) fn verify_once(&self) -> Result<()> {
        if self.known.changing {
            return self.get_ready();
        }
        if self.laid().is_none() || self.known.sound.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.verify()
    }

    /// Takes note that a change is to be made on what is read, so that nothing is read twice to verify it.
    pub(super) fn expect_change(&mut self) {
        self.known.changing = true;
    }

    /// Verifies every record in full before a change, unless that has been done. A file in which a record
    /// is not written as it would be is read whole from then on, and is so written anew.
    pub(super) fn get_ready(&self) -> Result<()> {
        if self.known.ready.load(Ordering::Relaxed) {
            return Ok(());
        }
        self.get_ready_with(|_, _, _: &mut Vec<()>| Ok(())).map(drop)
    }

    /// Verifies every record as [`Self::get_ready`] does, and hands its agreement to `each` as
    /// [`Self::pass`] does.
    pub(super) fn get_ready_with<T: Send>(
        &self,
        each: impl Fn(&Record<'_>, Agreement, &mut Vec<T>) -> Result<()> + Sync,
    ) -> Result<Vec<T>> {
        let passed = |records: &Records| {
            let each = |slice: Slice<'_>, items: &mut Vec<T>| {
                let record = Record::laid(self, slice);
                let (agreement, is_canonical) =
                    record.agreement_and_form().map_err(Stop::Failed)?;
                if is_canonical {
                    each(&record, agreement, items).map_err(Stop::Failed)
                } else {
                    Err(Stop::Unlike)
                }
            };
            records.pass(&each)
        };
        let lists = self.in_either_form(passed, |whole| {
            let mut items = Vec::new();
            for at in 0..whole.places.len() {
                let record = Record::held(self, whole, at);
                each(&record, record.agreement()?, &mut items)?;
            }
            Ok(vec![items])
        })?;
        self.known.sound.store(true, Ordering::Relaxed);
        self.known.ready.store(true, Ordering::Relaxed);
        Ok(joined(lists))
    }
}
