//! Sharing the records of a file among threads.

use std::ops::Range;
use std::thread;

use super::file::Records;
use super::window::{BOUNDARY, RECORD_END, Stop, Window};

/// At most this many threads share the records of a file.
const MAX_THREADS: u64 = 4;

/// A thread is started for at least this many windows.
const WINDOWS_PER_THREAD: u64 = 8;

/// The size of the window in which the first record of a part is searched.
pub(super) const PROBE_BYTES: usize = 8 * 1024;

impl Records {
    /// Calls `work` for each part of the records, on a thread of its own, and returns the results in the order of
    /// the file.
    pub(super) fn in_parts<T: Send>(
        &self,
        work: impl Fn(Range<u64>) -> Result<T, Stop> + Sync,
    ) -> Result<Vec<T>, Stop> {
        let mut parts = self.parts()?.into_iter();
        let first = parts.next().unwrap_or_else(|| self.body());
        let work = &work;
        thread::scope(|scope| {
            let spawn = |part: Range<u64>| {
                let run = {
                    let part = part.clone();
                    move || work(part)
                };
                // If the system has no more threads, this one does the work.
                (thread::Builder::new().spawn_scoped(scope, run).ok(), part)
            };
            let others: Vec<_> = parts.map(spawn).collect();
            let mut done = vec![work(first)];
            for (other, part) in others {
                done.push(match other {
                    Some(other) => {
                        other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                    }
                    None => work(part),
                });
            }
            done.into_iter().collect()
        })
    }

    /// Returns the parts of the records, one for each thread.
    ///
    /// Their number does not depend on the machine, so that what is done at their borders does not either.
    pub(super) fn parts(&self) -> Result<Vec<Range<u64>>, Stop> {
        let length = self.body.end - self.body.start;
        let count = (length / (WINDOWS_PER_THREAD * self.window as u64)).clamp(1, MAX_THREADS);
        let mut parts = Vec::new();
        let mut start = self.body.start;
        let mut window = self.window(start, PROBE_BYTES);
        for part in 1..count {
            let middle = self.body.start + length / count * part;
            if let Some(next) = self.record_after(&mut window, middle.max(start), self.body.end)? {
                parts.push(start..next);
                start = next;
            }
        }
        parts.push(start..self.body.end);
        Ok(parts)
    }

    /// Returns the offset of the first record after `at` that has a record before it; `None` if there is none
    /// before `limit`. `window` is moved on the way.
    pub(super) fn record_after(
        &self,
        window: &mut Window<'_>,
        at: u64,
        limit: u64,
    ) -> Result<Option<u64>, Stop> {
        let mut at = window.go_to(at)?;
        loop {
            if let Some(found) = self.between.find(window.from(at)) {
                let start = window.base + (at + found + RECORD_END.len() + BOUNDARY.len()) as u64;
                return Ok(Some(start).filter(|start| *start < limit));
            }
            let length = window.from(at).len();
            let behind = at + (length + 1).saturating_sub(self.between.needle().len());
            if window.base + (at + length) as u64 >= limit || !window.move_on(behind)? {
                return Ok(None);
            }
            at = 0;
        }
    }
}

/// Returns the items of all parts in one list.
pub(in crate::store) fn joined<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let mut lists = lists.into_iter();
    let mut all = lists.next().unwrap_or_default();
    lists.for_each(|mut list| all.append(&mut list));
    all
}
