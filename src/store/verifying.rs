//! Verifying that every record is sound.

use std::sync::atomic::Ordering;

use super::reading::Reading;
use super::record::Record;
use super::records::{Records, Stop};
use crate::error::Result;

impl Reading {
    /// Verifies every record in full, and fails on the first that breaks a form.
    pub fn verify(&self) -> Result<()> {
        self.pass(|record, _: &mut Vec<()>| record.facts().map(drop))?;
        self.note_verified();
        Ok(())
    }

    /// Verifies every record in full as [`Self::verify`] does, before a change. A file in which a record
    /// is not written as it would be is read whole from then on, and is so written anew.
    pub(super) fn verify_to_change(&self) -> Result<()> {
        let passed = |records: &Records| {
            records.pass(&|slice, _: &mut Vec<()>| {
                let is_tidy = Record::laid(self, slice).is_tidy().map_err(Stop::Failed)?;
                if is_tidy { Ok(()) } else { Err(Stop::Unlike) }
            })
        };
        self.in_either_form(passed, |whole| {
            for at in 0..whole.places.len() {
                Record::held(self, whole, at).agreement()?;
            }
            Ok(Vec::new())
        })?;
        self.note_verified();
        Ok(())
    }

    fn note_verified(&self) {
        if let Some(laid) = self.laid() {
            laid.is_verified.store(true, Ordering::Relaxed);
        }
    }

    pub(super) fn verify_once(&self) -> Result<()> {
        match self.laid() {
            Some(laid) if !laid.is_verified.load(Ordering::Relaxed) => self.verify(),
            _ => Ok(()),
        }
    }
}
