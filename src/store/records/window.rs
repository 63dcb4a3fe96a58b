//! A part of the file, held in memory.

use std::fs::File;
use std::io;

use crate::platform::read_exact_at;

/// A part of the file, held in memory; it moves on over the file and grows where it has to.
///
/// Reading into the same memory again is several times faster than reading all of a file: that memory
/// is in the processor's cache, and the system has no new pages to make.
#[derive(Debug)]
pub(super) struct Window<'f> {
    file: &'f File,
    /// Where in the file it begins.
    pub(super) base: u64,
    /// Where in the file it is not to go past.
    limit: u64,
    bytes: Vec<u8>,
    length: usize,
}

impl<'f> Window<'f> {
    /// Returns an empty window of `size` bytes that begins at `base`.
    pub(super) fn new(file: &'f File, base: u64, limit: u64, size: usize) -> Self {
        Self { file, base, limit, bytes: vec![0; size.max(1)], length: 0 }
    }

    /// Returns what it holds from `at` on.
    pub(super) fn from(&self, at: usize) -> &[u8] {
        self.bytes.get(at..self.length).unwrap_or_default()
    }

    /// Tells whether it holds all up to its limit.
    pub(super) fn is_at_end(&self) -> bool {
        self.base + self.length as u64 == self.limit
    }

    /// Lets go of what it holds before `at`, reads on behind the rest, and tells whether there was
    /// anything to read.
    pub(super) fn move_on(&mut self, at: usize) -> io::Result<bool> {
        self.bytes.copy_within(at..self.length, 0);
        self.base += at as u64;
        self.length -= at;
        if self.length == self.bytes.len() {
            self.bytes.resize(self.length * 2, 0);
        }
        let left = self.limit - self.base - self.length as u64;
        let room = self.bytes.get_mut(self.length..).unwrap_or_default();
        let wanted = usize::try_from(left).map_or(room.len(), |left| left.min(room.len()));
        let room = room.get_mut(..wanted).unwrap_or_default();
        read_exact_at(self.file, room, self.base + self.length as u64)?;
        self.length += wanted;
        Ok(wanted > 0)
    }

    /// Goes to `start` in the file, and returns where that is in the window.
    pub(super) fn go_to(&mut self, start: u64) -> io::Result<usize> {
        let within = start.checked_sub(self.base).and_then(|at| usize::try_from(at).ok());
        if let Some(at) = within.filter(|at| *at < self.length) {
            return Ok(at);
        }
        (self.base, self.length) = (start, 0);
        self.move_on(0)?;
        Ok(0)
    }
}
