//! Who writes down the records that were not there, while the command goes on.

use std::panic::resume_unwind;
use std::sync::mpsc::{SendError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

use super::revision::{lost, write_fresh};
use super::spool::{Spool, Waiting};
use super::tidy;
use crate::domain::Agreement;
use crate::error::{Error, Result};
use crate::json::strict;
use crate::returned::Returned;

/// How many records are handed over at a time. A command that makes fewer has no use for a thread.
const BATCH: usize = 128;

/// How many batches may wait for the thread: there is no use in being further ahead of it.
const AHEAD: usize = 4;

/// Writes down records that were not there: makes the text of each, reads it back, and puts it away
/// with its digest.
///
/// That costs as much as reading the rows of a sheet, and what comes of it is wanted in the end. So the
/// records are handed in batches to a thread, which takes them in their order. Who asks for a text
/// before the end waits until all are written down. Where no thread can be had the work is done
/// on the spot; what goes wrong in it is kept, and makes the change fail.
#[derive(Debug, Default)]
pub(super) struct Scribe(Mutex<Work>);

#[derive(Debug, Default)]
struct Work {
    ledger: Arc<Mutex<Ledger>>,
    /// How many records were taken on.
    count: usize,
    /// Those of them that are not handed over.
    batch: Vec<Agreement>,
    thread: Option<Thread>,
}

/// The thread that writes, and the way to it.
#[derive(Debug)]
struct Thread {
    batches: SyncSender<Vec<Agreement>>,
    /// The batches that are written down.
    done: Returned<Agreement>,
    handle: JoinHandle<()>,
}

/// What is written down.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    /// The texts.
    pub(super) spool: Spool,
    /// Where each of them is, in the order in which the records came.
    pub(super) waiting: Vec<Waiting>,
    trouble: Option<Error>,
    /// In which texts are made.
    buffer: String,
}

impl Scribe {
    /// Takes a record on, and returns its number.
    pub(super) fn put(&mut self, agreement: Agreement) -> usize {
        let work = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        let number = work.count;
        work.count += 1;
        work.batch.push(agreement);
        if work.batch.len() == BATCH {
            work.hand_over();
        }
        number
    }

    /// Returns the text of the record of this number.
    pub(super) fn text(&self, number: usize) -> Result<String> {
        let mut work = locked(&self.0);
        work.settle();
        work.ledger().text(number)
    }

    /// Returns what is written down of all records.
    pub(super) fn finish(self) -> Result<Ledger> {
        let mut work = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        work.settle();
        let mut ledger = std::mem::take(&mut *work.ledger());
        ledger.trouble.take().map_or(Ok(ledger), Err)
    }
}

impl Work {
    /// Hands the batch to the thread, which is made for the first one.
    fn hand_over(&mut self) {
        if self.thread.is_none() {
            self.thread = Thread::start(&self.ledger);
        }
        let room = self.thread.as_ref().map(|thread| thread.done.room(BATCH));
        let next = room.unwrap_or_else(|| Vec::with_capacity(BATCH));
        let batch = std::mem::replace(&mut self.batch, next);
        let sent = match &self.thread {
            Some(thread) => thread.batches.send(batch),
            None => Err(SendError(batch)),
        };
        if let Err(SendError(batch)) = sent {
            self.stop();
            self.ledger().write(&batch);
        }
    }

    /// Waits until all records are written down.
    fn settle(&mut self) {
        self.stop();
        let batch = std::mem::take(&mut self.batch);
        self.ledger().write(&batch);
    }

    /// Lets the thread end its work.
    fn stop(&mut self) {
        if let Some(Thread { batches, done, handle }) = self.thread.take() {
            drop(batches);
            done.wait();
            handle.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
    }

    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        locked(&self.ledger)
    }
}

/// Returns what only one thread at a time may look at. A panic in the other comes up where that is
/// waited for.
fn locked<T>(guarded: &Mutex<T>) -> MutexGuard<'_, T> {
    guarded.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Thread {
    /// Makes the thread; returns none where the system has none to give.
    fn start(ledger: &Arc<Mutex<Ledger>>) -> Option<Self> {
        let (batches, handed) = sync_channel::<Vec<Agreement>>(AHEAD);
        let (give_back, done) = Returned::channel();
        let ledger = Arc::clone(ledger);
        let work = move || {
            let mut ledger = locked(&ledger);
            for batch in handed {
                ledger.write(&batch);
                // Who is gone wants none back.
                let _ = give_back.send(batch);
            }
        };
        let handle = thread::Builder::new().name("scribe".to_owned()).spawn(work).ok()?;
        Some(Self { batches, done, handle })
    }
}

impl Ledger {
    /// Writes records down; after one that cannot be, no more.
    fn write(&mut self, batch: &[Agreement]) {
        for agreement in batch {
            if self.trouble.is_none() {
                self.trouble = self.write_one(agreement).err();
            }
        }
    }

    /// Lets the text of a record wait, once it is known to read back.
    fn write_one(&mut self, agreement: &Agreement) -> Result<()> {
        self.buffer.clear();
        write_fresh(&mut self.buffer, agreement);
        let text = self.buffer.as_str();
        let read = tidy::read(text).or_else(|| strict::from_str(text).ok());
        if read.as_ref() != Some(agreement) {
            return Err(Error::failed(format!("record `{}` does not read back", agreement.id)));
        }
        self.waiting.push(self.spool.put(text)?);
        Ok(())
    }

    fn text(&self, number: usize) -> Result<String> {
        match (self.waiting.get(number), &self.trouble) {
            (Some(waiting), _) => self.spool.get(waiting).map_err(|cause| lost(&cause)),
            (None, Some(trouble)) => Err(trouble.clone()),
            (None, None) => Err(Error::failed("a record was never written down")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(n: usize) -> Agreement {
        Agreement::new(format!("m-{n}").parse().unwrap(), format!("No. {n}"))
    }

    fn put(scribe: &mut Scribe, numbers: std::ops::Range<usize>) {
        for n in numbers {
            assert_eq!(scribe.put(agreement(n)), n);
        }
    }

    fn is_written(scribe: &Scribe, n: usize) {
        let read: Agreement = serde_json::from_str(&scribe.text(n).unwrap()).unwrap();
        assert_eq!(read, agreement(n));
    }

    #[test]
    fn every_record_is_written_down_in_its_order_whenever_it_is_asked_for() {
        let mut scribe = Scribe::default();
        put(&mut scribe, 0..BATCH * 10 + 5);
        for n in [BATCH * 10 + 4, 0, BATCH, BATCH - 1] {
            is_written(&scribe, n);
        }
        // Once more, behind what was asked for.
        put(&mut scribe, BATCH * 10 + 5..BATCH * 20);
        is_written(&scribe, BATCH * 12);
        put(&mut scribe, BATCH * 20..BATCH * 21 + 1);
        let ledger = scribe.finish().unwrap();
        assert_eq!(ledger.waiting.len(), BATCH * 21 + 1);
        for (n, waiting) in ledger.waiting.iter().enumerate() {
            let read: Agreement =
                serde_json::from_str(&ledger.spool.get(waiting).unwrap()).unwrap();
            assert_eq!(read, agreement(n));
        }
    }

    #[test]
    fn few_records_are_written_down_without_a_thread() {
        let mut scribe = Scribe::default();
        put(&mut scribe, 0..BATCH - 1);
        assert!(locked(&scribe.0).thread.is_none());
        put(&mut scribe, BATCH - 1..BATCH);
        assert!(locked(&scribe.0).thread.is_some());
    }

    #[test]
    fn a_record_that_does_not_read_back_is_told_in_the_end_and_where_it_is_asked_for() {
        let mut scribe = Scribe::default();
        put(&mut scribe, 0..BATCH);
        is_written(&scribe, 0);
        let told = "record `m-128` does not read back";
        locked(&scribe.0).ledger().trouble = Some(Error::failed(told));
        put(&mut scribe, BATCH..BATCH * 3);
        is_written(&scribe, BATCH - 1);
        assert_eq!(scribe.text(BATCH).unwrap_err().message(), told);
        assert_eq!(scribe.finish().unwrap_err().message(), told);
    }
}
