//! Bringing a long file to the disk while it is written.

use std::fs::File;
use std::io;
use std::panic::resume_unwind;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

/// How many bytes are brought to the disk at a time: what is shorter is not worth a thread.
pub(super) const PORTION: u64 = 16 * 1024 * 1024;

/// How often it is looked how long the file has become.
const PAUSE: Duration = Duration::from_millis(5);

/// Lets `write` write to a file, and brings what it has written to the disk meanwhile: whoever syncs the
/// file then has less to wait for. Where no thread can be had it is only written.
///
/// Fails where `write` does, and where the disk does not take what was written: a later sync might not
/// tell.
pub(super) fn write_flushing(
    out: &mut File,
    write: impl FnOnce(&mut File) -> io::Result<()>,
) -> io::Result<()> {
    let file = out.try_clone()?;
    thread::scope(|scope| {
        let (end, is_over) = sync_channel::<()>(0);
        let work = move || flush(&is_over, || Ok(file.metadata()?.len()), || file.sync_data());
        let thread = thread::Builder::new().name("flush".to_owned()).spawn_scoped(scope, work);
        let written = write(out);
        drop(end);
        let joined =
            thread.map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic)));
        written.and(joined.unwrap_or(Ok(())))
    })
}

/// Brings a file of this length to the disk portion by portion, until it is over.
fn flush(
    is_over: &Receiver<()>,
    length: impl Fn() -> io::Result<u64>,
    sync: impl Fn() -> io::Result<()>,
) -> io::Result<()> {
    let mut done = 0;
    while is_over.recv_timeout(PAUSE) == Err(RecvTimeoutError::Timeout) {
        let length = length()?;
        if length >= done + PORTION {
            sync()?;
            done = length;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::io::Write;

    use super::*;

    #[test]
    fn what_is_written_is_in_the_file_and_a_failure_is_told() {
        let mut file = tempfile::tempfile().unwrap();
        let block = vec![b'x'; 1024 * 1024];
        let blocks = PORTION / 1024 / 1024 + 4;
        let written =
            write_flushing(&mut file, |file| (0..blocks).try_for_each(|_| file.write_all(&block)));
        assert!(written.is_ok());
        assert_eq!(file.metadata().unwrap().len(), PORTION + 4 * 1024 * 1024);
        let failed = write_flushing(&mut file, |_| Err(io::Error::other("full")));
        assert_eq!(failed.unwrap_err().to_string(), "full");
    }

    #[test]
    fn each_portion_is_brought_to_the_disk_and_a_disk_that_does_not_take_one_is_told_of() {
        let (end, is_over) = sync_channel::<()>(0);
        let end = Cell::new(Some(end));
        let (looks, syncs) = (Cell::new(0), Cell::new(0));
        let length = || {
            looks.set(looks.get() + 1);
            Ok(looks.get() * PORTION / 2)
        };
        let sync = || {
            syncs.set(syncs.get() + 1);
            if syncs.get() == 3 {
                drop(end.take());
            }
            Ok(())
        };
        flush(&is_over, length, sync).unwrap();
        assert_eq!((looks.get(), syncs.get()), (6, 3));

        let (_end, is_over) = sync_channel::<()>(0);
        let failed = flush(&is_over, || Ok(PORTION), || Err(io::Error::other("no room")));
        assert_eq!(failed.unwrap_err().to_string(), "no room");
    }
}
