//! Parting the records among threads.

use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::seam::{CLOSE, SEAM};
use super::spread::{Maker, processors};
use super::window::Window;
use super::{Records, Stop};

/// The most threads that share the records of a file.
const MOST: u64 = 4;

/// How many bytes a thread is worth its making for, in windows.
const WORTH: u64 = 8;

/// How many parts a long file has for each thread, so that none has long to wait for another.
const EACH: u64 = 32;

/// How much is looked through at first for a record to begin a part with.
pub(super) const LOOK: usize = 8 * 1024;

impl Records {
    /// Works on the records in parts, which are shared among threads, and returns what came of them in
    /// the order of the file.
    pub(super) fn in_parts<T: Send>(
        &self,
        work: impl Fn(Range<u64>) -> Result<T, Stop> + Sync,
    ) -> Result<Vec<T>, Stop> {
        let (parts, threads) = self.parts()?;
        let next = AtomicUsize::new(0);
        let run = || {
            let mut done = Vec::new();
            while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
                let made = work(part.clone());
                if made.is_err() {
                    next.store(parts.len(), Ordering::Relaxed);
                }
                done.push((part.start, made));
            }
            done
        };
        let maker = Maker::here();
        let mut done = thread::scope(|scope| {
            let run_elsewhere = |nth| {
                maker.leave(nth);
                run()
            };
            // Where the system has no more threads to give, there are fewer.
            let spawn = |(_, nth)| {
                thread::Builder::new().spawn_scoped(scope, move || run_elsewhere(nth)).ok()
            };
            let others: Vec<_> = (1..threads).zip(0..).filter_map(spawn).collect();
            if !others.is_empty() {
                Maker::give_way();
            }
            let mut done = run();
            for other in others {
                done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            done
        });
        done.sort_by_key(|(start, _)| *start);
        done.into_iter().map(|(_, made)| made).collect()
    }

    /// Returns the parts of the records, and how many threads are to share them.
    ///
    /// A long file has several parts on one processor too: what is done at the borders between them does
    /// not depend on the machine.
    pub(super) fn parts(&self) -> Result<(Vec<Range<u64>>, u64), Stop> {
        let length = self.body.end - self.body.start;
        let worth = (length / (WORTH * self.window as u64)).clamp(1, MOST);
        let threads = if worth == 1 { 1 } else { worth.min(processors()) };
        let most = length / (2 * WORTH * self.window as u64);
        let count = if worth == 1 { 1 } else { most.clamp(threads, EACH * threads) };
        let mut parts = Vec::new();
        let mut start = self.body.start;
        let mut window = self.window(start, LOOK);
        for part in 1..count {
            let middle = self.body.start + length / count * part;
            if let Some(next) = self.record_after(&mut window, middle.max(start), self.body.end)? {
                parts.push(start..next);
                start = next;
            }
        }
        parts.push(start..self.body.end);
        Ok((parts, threads))
    }

    /// Returns where the line of the first record begins that has a record before it and is past `at`;
    /// nothing where there is none before `limit`. What is looked through is held in `window`.
    pub(super) fn record_after(
        &self,
        window: &mut Window<'_>,
        at: u64,
        limit: u64,
    ) -> Result<Option<u64>, Stop> {
        let mut at = window.go_to(at)?;
        loop {
            if let Some(found) = self.between.find(window.from(at)) {
                let start = window.base + (at + found + CLOSE.len() + SEAM.len()) as u64;
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

/// Makes one list of those of the parts.
pub(in crate::store) fn joined<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let mut lists = lists.into_iter();
    let mut all = lists.next().unwrap_or_default();
    lists.for_each(|mut list| all.append(&mut list));
    all
}
