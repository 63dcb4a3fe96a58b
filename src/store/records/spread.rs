//! How many threads there is room for, and where they begin.
//!
//! Linux may begin a thread on the processor of the one that made it, and move it once it finds that one
//! busier than others: that takes some milliseconds, in which ten thousand agreements are read by the first
//! thread alone. So a thread that finds itself there leaves for another processor, and is free from then
//! on, as any thread is, to be moved to where the system likes.

#[cfg(target_os = "linux")]
use std::thread;

#[cfg(target_os = "linux")]
use rustix::io;
#[cfg(target_os = "linux")]
use rustix::thread::{CpuSet, sched_getaffinity, sched_getcpu, sched_setaffinity};

/// The processor on which a thread makes others.
#[derive(Debug, Clone, Copy)]
pub(super) struct Maker(usize);

#[cfg(target_os = "linux")]
impl Maker {
    /// Returns the processor of the calling thread.
    pub(super) fn here() -> Self {
        Self(sched_getcpu())
    }

    /// Moves the calling thread away from here, if it is here; `nth` is how many were made before it, each
    /// of which has a processor of its own as long as there are enough.
    ///
    /// A thread that may not move stays.
    pub(super) fn leave(self, nth: usize) {
        if sched_getcpu() == self.0 {
            let _ = self.leave_for(nth);
        }
    }

    /// Lets those that were made here begin, so that they leave.
    pub(super) fn give_way() {
        thread::yield_now();
    }

    fn leave_for(self, nth: usize) -> io::Result<()> {
        let all = sched_getaffinity(None)?;
        let Some(other) = self.other(nth, &all) else { return Ok(()) };
        let mut one = CpuSet::new();
        one.set(other);
        sched_setaffinity(None, &one)?;
        sched_setaffinity(None, &all)
    }

    /// Returns the `nth` of these processors that is not this one. They are counted from it on, so that
    /// programs that run at one time do not all choose the same.
    fn other(self, nth: usize, all: &CpuSet) -> Option<usize> {
        let next = (self.0 + 1..CpuSet::MAX_CPU).chain(0..self.0);
        let others: Vec<usize> = next.filter(|processor| all.is_set(*processor)).collect();
        others.iter().cycle().nth(nth).copied()
    }
}

/// Returns on how many processors the program may run.
///
/// What share of their time it may have is not asked for: that takes twenty calls more, which is longer
/// than a short file takes to be read.
#[cfg(target_os = "linux")]
pub(super) fn processors() -> u64 {
    sched_getaffinity(None).map_or(1, |all| all.count().into())
}

/// Returns on how many processors the program may run.
#[cfg(not(target_os = "linux"))]
pub(super) fn processors() -> u64 {
    std::thread::available_parallelism().map_or(1, usize::from) as u64
}

/// Elsewhere the system is taken to know best.
#[cfg(not(target_os = "linux"))]
impl Maker {
    pub(super) fn here() -> Self {
        Self(0)
    }

    pub(super) fn leave(self, _: usize) {}

    pub(super) fn give_way() {}
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;

    fn set_of(these: &[usize]) -> CpuSet {
        let mut set = CpuSet::new();
        for processor in these {
            set.set(*processor);
        }
        set
    }

    #[test]
    fn each_thread_has_a_processor_of_its_own_while_there_are_enough() {
        let four = set_of(&[0, 1, 2, 3]);
        let of_one: Vec<_> = (0..4).map(|nth| Maker(1).other(nth, &four)).collect();
        assert_eq!(of_one, [Some(2), Some(3), Some(0), Some(2)]);
        assert_eq!(Maker(3).other(0, &four), Some(0));
        assert_eq!(Maker(0).other(0, &set_of(&[0, 70])), Some(70));
        assert_eq!(Maker(0).other(0, &set_of(&[0])), None);
    }

    #[test]
    fn a_thread_that_has_left_may_go_anywhere_again() {
        let all = sched_getaffinity(None).unwrap();
        for nth in 0..5 {
            let left = thread::spawn(move || {
                Maker::here().leave(nth);
                sched_getaffinity(None).unwrap()
            });
            assert_eq!(left.join().unwrap(), all);
        }
    }
}
