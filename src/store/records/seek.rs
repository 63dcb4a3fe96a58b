//! Finding a record by its id.

use std::cmp::Ordering;
use std::ops::ControlFlow;

use super::file::Records;
use super::parallel::PROBE_BYTES;
use super::window::{RECORD_START, Stop, Window, id_of};
use crate::domain::MAX_ID_CHARS;
use crate::store::record::Record;

/// The search is linear below this size.
const MIN_SEARCH_BYTES: u64 = 16 * 1024;

impl Records {
    /// Finds the record with this id by binary search. Returns it, and its offset; if there is none, the offset of the
    /// record before which it would be.
    pub(in crate::store) fn seek(&self, id: &str) -> Result<(u64, Option<Record<'_>>), Stop> {
        let (mut low, mut high) = (self.body.start, self.body.end);
        let mut window = self.window(low, PROBE_BYTES);
        while high - low > MIN_SEARCH_BYTES.min(self.window as u64) {
            let middle = low + (high - low) / 2;
            let Some(start) = self.record_after(&mut window, middle, high)? else {
                high = middle;
                continue;
            };
            match id_at(&mut window, start)?.cmp(id) {
                Ordering::Less => low = start,
                Ordering::Greater => high = start,
                Ordering::Equal => (low, high) = (start, start),
            }
        }
        let (mut offset, mut found) = (self.body.end, None);
        self.walk_in(&mut window, low..self.body.end, |record| {
            if record.id() < id {
                return Ok(ControlFlow::Continue(()));
            }
            offset = record.offset();
            if record.id() == id {
                let text = record.text().to_owned();
                found = Some(Record::new(&self.path, id.to_owned(), text, offset));
            }
            Ok(ControlFlow::Break(()))
        })?;
        Ok((offset, found))
    }

    /// Returns the ids with this prefix, sorted.
    pub(in crate::store) fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<String>, Stop> {
        let mut found = Vec::new();
        let (start, _) = self.seek(prefix)?;
        self.walk(start..self.body.end, |record| {
            if !record.id().starts_with(prefix) {
                return Ok(ControlFlow::Break(()));
            }
            found.push(record.id().to_owned());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(found)
    }
}

/// Returns the id of the record at the offset `start`.
fn id_at<'w>(window: &'w mut Window<'_>, start: u64) -> Result<&'w str, Stop> {
    let mut at = window.go_to(start)?;
    let mut has_more = true;
    while has_more && window.from(at).len() <= RECORD_START.len() + MAX_ID_CHARS {
        has_more = window.move_on(at)?;
        at = 0;
    }
    id_of(window.from(at)).ok_or(Stop::NotCanonical)
}
