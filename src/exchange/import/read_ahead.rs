//! Making items on a second thread, ahead of the one that takes them.

use std::sync::mpsc::sync_channel;
use std::thread;

/// How many items are sent at a time.
const BLOCK_ITEMS: usize = 128;

/// How many blocks of items may wait.
const MAX_WAITING_BLOCKS: usize = 4;

/// Calls `take` with the items that `open` returns, in their order, while a second thread makes the next ones.
/// If the system has no more threads, this one makes them.
pub fn read_ahead<T: Send, I: Iterator<Item = T>, R>(
    open: impl Fn() -> I + Sync,
    take: impl FnOnce(&mut dyn Iterator<Item = T>) -> R,
) -> R {
    thread::scope(|scope| {
        let (sender, receiver) = sync_channel(MAX_WAITING_BLOCKS);
        let open = &open;
        let make = move || {
            let mut items = open();
            loop {
                let block: Vec<T> = items.by_ref().take(BLOCK_ITEMS).collect();
                // Nobody receives any more if `take` has returned.
                if block.is_empty() || sender.send(block).is_err() {
                    return;
                }
            }
        };
        match thread::Builder::new().spawn_scoped(scope, make) {
            Ok(_) => take(&mut receiver.into_iter().flatten()),
            Err(_) => take(&mut open()),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_come_in_their_order_and_not_all_need_be_taken() {
        let all: Vec<u32> = read_ahead(|| 0..1_000, |items| items.collect());
        assert!(all.into_iter().eq(0..1_000));
        assert_eq!(read_ahead(|| 7_u32.., |items| items.next()), Some(7));
    }
}
