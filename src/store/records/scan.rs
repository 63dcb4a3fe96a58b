//! Visiting all records, or some of them.

use std::cmp::Ordering;
use std::ops::{ControlFlow, Range};

use super::file::Records;
use super::parallel::joined;
use super::window::{BOUNDARY, RECORD_END, RECORD_INDENT, RECORD_START, Stop, Window, record_of};
use crate::domain::Id;
use crate::store::record::Record;

/// The size of the window if some records are visited, most of which lie apart.
const SPARSE_WINDOW_BYTES: usize = 8 * 1024;

/// Fewer records than this are visited on one thread.
const MIN_RECORDS_TO_SHARE: usize = 256;

/// What was made of a part.
struct Done<A> {
    made: A,
    part: Range<u64>,
    /// The offset of the record after the last one.
    end: u64,
    first: String,
    last: String,
}

impl Records {
    /// Calls `visit` for every record, with what it made so far of the records of the same part. Returns what it
    /// made of each part, in id order.
    ///
    /// It is called on several threads.
    pub(in crate::store) fn scan<A: Default + Send>(
        &self,
        visit: &(impl Fn(Record<'_>, &mut A) -> Result<(), Stop> + Sync),
    ) -> Result<Vec<A>, Stop> {
        let done = self.in_parts(|part| {
            let mut made = A::default();
            let (mut first, mut last) = (String::new(), String::new());
            let end = self.walk(part.clone(), |record| {
                if last.is_empty() {
                    record.id().clone_into(&mut first);
                } else if record.id() <= last.as_str() {
                    return Err(Stop::NotCanonical);
                }
                record.id().clone_into(&mut last);
                visit(record, &mut made)?;
                Ok(ControlFlow::Continue(()))
            })?;
            Ok(Done { made, part, end, first, last })
        })?;
        self.check_still()?;
        let is_apart = |pair: &[Done<A>]| match pair {
            [one, next] => one.end == next.part.start && one.last < next.first,
            _ => true,
        };
        if !done.windows(2).all(is_apart)
            || done.last().is_none_or(|last| last.end != last.part.end)
        {
            return Err(Stop::NotCanonical);
        }
        Ok(done.into_iter().map(|done| done.made).collect())
    }

    /// Calls `each` for the records that begin in `range`, which begins with one, until it breaks. Returns the offset
    /// of the record after the last.
    pub(in crate::store) fn walk(
        &self,
        range: Range<u64>,
        each: impl FnMut(Record<'_>) -> Result<ControlFlow<()>, Stop>,
    ) -> Result<u64, Stop> {
        self.walk_in(&mut self.window(range.start, self.window), range, each)
    }

    /// Does so with this window.
    pub(super) fn walk_in(
        &self,
        window: &mut Window<'_>,
        range: Range<u64>,
        mut each: impl FnMut(Record<'_>) -> Result<ControlFlow<()>, Stop>,
    ) -> Result<u64, Stop> {
        let mut start = range.start;
        while start < range.end {
            let at = window.go_to(start)?;
            let record = self.record_at(window, at)?;
            let (next, flow) = (self.behind(&record), each(record)?);
            start = next;
            if flow.is_break() {
                break;
            }
        }
        Ok(start)
    }

    /// Calls `visit` for the records with these ids, if there are such records. Each id comes with the offset of
    /// its record or of one before it; both are sorted.
    pub(in crate::store) fn scan_some<T: Send>(
        &self,
        wanted: &[(u64, Id)],
        visit: &(impl Fn(Record<'_>, &mut Vec<T>) -> Result<(), Stop> + Sync),
    ) -> Result<Vec<T>, Stop> {
        let scan = |part: Range<u64>| {
            let mut items = Vec::new();
            let mut window = self.window(part.start, SPARSE_WINDOW_BYTES);
            let mut start = part.start;
            let first = wanted.partition_point(|(offset, _)| *offset < part.start);
            let own = wanted.iter().skip(first).take_while(|(offset, _)| *offset < part.end);
            for (offset, id) in own {
                start = start.max(*offset);
                while start < self.body.end {
                    let at = window.go_to(start)?;
                    let record = self.record_at(&mut window, at)?;
                    match record.id().cmp(id.as_str()) {
                        Ordering::Less => start = self.behind(&record),
                        Ordering::Equal => {
                            visit(record, &mut items)?;
                            break;
                        }
                        Ordering::Greater => break,
                    }
                }
            }
            Ok(items)
        };
        let done = if wanted.len() < MIN_RECORDS_TO_SHARE {
            vec![scan(self.body())?]
        } else {
            self.in_parts(scan)?
        };
        self.check_still()?;
        Ok(joined(done))
    }

    /// Returns the record that begins at the index `at` in the window. Moves the window if it must.
    fn record_at<'w>(&'w self, window: &'w mut Window<'_>, at: usize) -> Result<Record<'w>, Stop> {
        let mut at = at;
        let end = loop {
            if let Some(end) = self.end_in(window, at)? {
                break end;
            }
            if !window.move_on(at)? {
                return Err(Stop::NotCanonical);
            }
            at = 0;
        };
        let start = window.base + at as u64;
        record_of(&self.path, start, window.from(at).get(..end).unwrap_or_default())
    }

    /// Returns the length of the record that begins at the index `at` in the window; `None` if more of the file must be
    /// read for that.
    fn end_in(&self, window: &Window<'_>, at: usize) -> Result<Option<usize>, Stop> {
        let bytes = window.from(at);
        let Some(rest) = bytes.get(RECORD_START.len()..) else { return Ok(None) };
        if !bytes.starts_with(RECORD_START) {
            return Err(Stop::NotCanonical);
        }
        let Some(found) = self.close.find(rest) else { return Ok(None) };
        let end = RECORD_START.len() + found + RECORD_END.len();
        if window.base + (at + end) as u64 == self.body.end {
            return Ok(Some(end));
        }
        match bytes.get(end..end + BOUNDARY.len()) {
            Some(BOUNDARY) => Ok(Some(end)),
            Some(_) => Err(Stop::NotCanonical),
            None if window.is_at_end() => Err(Stop::NotCanonical),
            None => Ok(None),
        }
    }

    /// Returns the offset of the next record; after the last, the end of the records.
    pub(super) fn behind(&self, record: &Record<'_>) -> u64 {
        let end = record.offset() + (RECORD_INDENT + record.text().len()) as u64;
        if end == self.body.end { end } else { end + BOUNDARY.len() as u64 }
    }
}
