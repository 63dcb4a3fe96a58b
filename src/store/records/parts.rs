//! Parting the records among threads.

use std::ops::Range;
use std::thread;

use memchr::memmem;

use super::seam::{CLOSE, OPEN, SEAM};
use super::window::Window;
use super::{Records, Stop};

/// The most threads that share the records of a file.
const MOST: u64 = 4;

/// How many bytes a thread is worth its making for, in windows.
const WORTH: u64 = 2;

/// How much is looked through at first for a record to begin a part with.
const LOOK: usize = 8 * 1024;

impl Records {
    /// Works on the records in parts, each in a thread of its own, and returns what came of them in
    /// the order of the file.
    pub(super) fn in_parts<T: Send>(
        &self,
        work: impl Fn(Range<u64>) -> Result<T, Stop> + Sync,
    ) -> Result<Vec<T>, Stop> {
        let mut parts = self.parts()?;
        let last = parts.pop();
        thread::scope(|scope| {
            let work = &work;
            let spawn = |part: Range<u64>| {
                let own = part.clone();
                let spawned = thread::Builder::new().spawn_scoped(scope, move || work(own));
                spawned.map_err(|_| part)
            };
            let others: Vec<_> = parts.into_iter().map(spawn).collect();
            let last = last.map(work);
            let done = others.into_iter().map(|other| match other {
                Ok(thread) => {
                    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
                }
                // The system has no more threads to give.
                Err(part) => work(part),
            });
            done.chain(last).collect()
        })
    }

    /// Returns the parts of the records, one for each thread.
    fn parts(&self) -> Result<Vec<Range<u64>>, Stop> {
        let length = self.body.end - self.body.start;
        let worth = (length / (WORTH * self.window as u64)).clamp(1, MOST);
        // Asking for the processors takes longer than reading a short file.
        let processors = || thread::available_parallelism().map_or(1, usize::from) as u64;
        let count = if worth == 1 { 1 } else { worth.min(processors()) };
        let mut parts = Vec::new();
        let mut start = self.body.start;
        for part in 1..count {
            let middle = self.body.start + length / count * part;
            if let Some(next) = self.record_after(middle.max(start), self.body.end)? {
                parts.push(start..next);
                start = next;
            }
        }
        parts.push(start..self.body.end);
        Ok(parts)
    }

    /// Returns where the line of the first record begins that has a record before it and is past `at`;
    /// nothing where there is none before `limit`.
    pub(super) fn record_after(&self, at: u64, limit: u64) -> Result<Option<u64>, Stop> {
        let between = [CLOSE, SEAM, OPEN].concat();
        let finder = memmem::Finder::new(&between);
        let mut window = Window::new(&self.file, at, limit, LOOK.min(self.window));
        while window.move_on(window.from(0).len().saturating_sub(between.len()))? {
            if let Some(found) = finder.find(window.from(0)) {
                return Ok(Some(window.base + (found + CLOSE.len() + SEAM.len()) as u64));
            }
        }
        Ok(None)
    }
}

/// Makes one list of those of the parts.
pub(in crate::store) fn joined<T>(lists: Vec<Vec<T>>) -> Vec<T> {
    let mut lists = lists.into_iter();
    let mut all = lists.next().unwrap_or_default();
    lists.for_each(|mut list| all.append(&mut list));
    all
}
