//! What one thread makes, another makes use of, and the first takes back.

use std::sync::mpsc::{Receiver, Sender, channel};

/// Batches that were made use of. They are dropped where they were made: freed in another thread than the
/// one that goes on allocating, each piece would make the two wait for each other.
#[derive(Debug)]
pub(crate) struct Returned<T>(Receiver<Vec<T>>);

impl<T> Returned<T> {
    /// Returns the way back, and what comes by it.
    pub(crate) fn channel() -> (Sender<Vec<T>>, Self) {
        let (give_back, done) = channel();
        (give_back, Self(done))
    }

    /// Drops what has come back, and returns the room of a batch of it; else that for `size`.
    pub(crate) fn room(&self, size: usize) -> Vec<T> {
        let mut done = self.0.try_iter().map(|mut batch| {
            batch.clear();
            batch
        });
        let first = done.next();
        done.for_each(drop);
        first.unwrap_or_else(|| Vec::with_capacity(size))
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;

    #[test]
    fn what_comes_back_is_dropped_and_its_room_is_used_again() {
        let thing = Rc::new(());
        let (give_back, returned) = Returned::channel();
        assert_eq!(returned.room(3).capacity(), 3);
        for size in [7, 5] {
            let mut batch = Vec::with_capacity(size);
            batch.push(Rc::clone(&thing));
            give_back.send(batch).unwrap();
        }
        let room = returned.room(3);
        assert_eq!((room.len(), room.capacity(), Rc::strong_count(&thing)), (0, 7, 1));
        give_back.send(vec![Rc::clone(&thing)]).unwrap();
        assert_eq!(returned.room(0).capacity(), 1);
        assert_eq!(Rc::strong_count(&thing), 1);
    }
}
