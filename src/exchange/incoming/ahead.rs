//! Reading rows ahead, in a thread of their own.

use std::sync::mpsc::{Receiver, Sender, SyncSender, sync_channel};
use std::thread;

use super::table::{Row, Rows};
use crate::error::Result;
use crate::returned::Returned;

/// How many rows are handed over at a time.
const BATCH: usize = 64;

/// How many batches may wait: there is no use in being further ahead.
const AHEAD: usize = 4;

/// Hands every row of `rows` to `each`, while a thread reads the rows behind it. Where no thread can be
/// had they are read one by one.
///
/// Fails where a row cannot be read, once `each` has had those before it, and where `each` does.
pub fn read_ahead(
    rows: &(impl Fn() -> Result<Rows> + Sync),
    mut each: impl FnMut(&Row) -> Result<()>,
) -> Result<()> {
    thread::scope(|scope| {
        let (send, batches) = sync_channel(AHEAD);
        let (give_back, done) = Returned::channel();
        let read = move || Reader { send, done }.read(rows);
        if thread::Builder::new().name("reader".to_owned()).spawn_scoped(scope, read).is_err() {
            return rows()?.try_for_each(|row| each(&row?));
        }
        hand_over(&batches, &give_back, each)
    })
}

/// Hands over what comes in batches.
fn hand_over(
    batches: &Receiver<Result<Vec<Row>>>,
    give_back: &Sender<Vec<Row>>,
    mut each: impl FnMut(&Row) -> Result<()>,
) -> Result<()> {
    for batch in batches {
        let batch = batch?;
        batch.iter().try_for_each(&mut each)?;
        // Who is done wants none back.
        let _ = give_back.send(batch);
    }
    Ok(())
}

/// What reads ahead.
struct Reader {
    send: SyncSender<Result<Vec<Row>>>,
    done: Returned<Row>,
}

impl Reader {
    /// Sends all rows, and what keeps the rest from being read.
    fn read(self, rows: &impl Fn() -> Result<Rows>) {
        if let Err(error) = self.send_rows(rows) {
            let _ = self.send.send(Err(error));
        }
    }

    fn send_rows(&self, rows: &impl Fn() -> Result<Rows>) -> Result<()> {
        let mut batch = Vec::with_capacity(BATCH);
        for row in rows()? {
            match row {
                Ok(row) => batch.push(row),
                Err(error) => {
                    let _ = self.send.send(Ok(batch));
                    return Err(error);
                }
            }
            if batch.len() == BATCH {
                let next = self.done.room(BATCH);
                if self.send.send(Ok(std::mem::replace(&mut batch, next))).is_err() {
                    // Nobody wants more.
                    return Ok(());
                }
            }
        }
        let _ = self.send.send(Ok(batch));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    /// As many rows, and behind them an error if there is to be one.
    fn rows(count: u64, fails: bool) -> Rows {
        let rows = (0..count)
            .map(|number| Ok(Row { number, cells: Vec::new(), fault: None, record: None }));
        let failing = fails.then(|| Err(Error::failed("no more")));
        Box::new(rows.chain(failing))
    }

    #[test]
    fn every_row_comes_in_its_order_and_what_keeps_others_from_coming_after_them() {
        for count in [0, 1, 63, 64, 65, 128, 1_000] {
            for fails in [false, true] {
                let mut come = Vec::new();
                let read = read_ahead(&|| Ok(rows(count, fails)), |row| {
                    come.push(row.number);
                    Ok(())
                });
                assert_eq!(come, (0..count).collect::<Vec<u64>>());
                let told = read.err().map(|error| error.message().to_owned());
                assert_eq!(told.as_deref(), fails.then_some("no more"));
            }
        }
        let never = || Err(Error::failed("no rows"));
        assert_eq!(read_ahead(&never, |_| Ok(())).unwrap_err().message(), "no rows");
    }

    #[test]
    fn who_wants_no_more_gets_no_more() {
        let endless = || -> Result<Rows> {
            Ok(Box::new(
                (0..)
                    .map(|number| Ok(Row { number, cells: Vec::new(), fault: None, record: None })),
            ))
        };
        let mut come = 0;
        let read = read_ahead(&endless, |row| {
            come += 1;
            if row.number == 1_000 { Err(Error::failed("enough")) } else { Ok(()) }
        });
        assert_eq!((come, read.unwrap_err().message()), (1_001, "enough"));
    }
}
