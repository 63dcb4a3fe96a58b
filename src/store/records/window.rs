//! A part of the file in memory, and where a record ends in it and the next one begins.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use super::Stop;
use crate::domain::{Id, LONGEST_ID};

/// What stands before the line of the first record.
pub(super) const LIST_START: &[u8] = b"\n  \"agreements\": [\n";
/// How a record begins, from the start of its line to its id.
pub(super) const RECORD_START: &[u8] = b"    {\n      \"id\": \"";
/// The blanks before the bracket of a record.
pub(super) const INDENT: usize = 4;
/// How a record ends.
pub(super) const RECORD_END: &[u8] = b"\n    }";
/// What stands between two records.
pub(super) const BOUNDARY: &[u8] = b",\n";
/// What stands behind the last record.
pub(super) const LIST_END: &[u8] = b"\n  ]\n}\n";

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
        self.file.read_exact_at(room, self.base + self.length as u64)?;
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

/// A record where it stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Slice<'w> {
    /// Where its line begins in the file.
    pub(in crate::store) start: u64,
    /// Its id.
    pub(in crate::store) id: &'w str,
    /// Its text, from bracket to bracket.
    pub(in crate::store) text: &'w str,
}

impl<'w> Slice<'w> {
    /// Reads the record whose line begins at `start` in the file, and whose bytes from there to behind
    /// its bracket are these.
    pub(super) fn of(start: u64, bytes: &'w [u8]) -> Result<Self, Stop> {
        let id = id_of(bytes).ok_or(Stop::NotCanonical)?;
        let text = bytes.get(INDENT..).and_then(|text| simdutf8::basic::from_utf8(text).ok());
        Ok(Self { start, id, text: text.ok_or(Stop::NotCanonical)? })
    }

    /// Returns where its text ends in the file.
    pub(in crate::store) fn end(&self) -> u64 {
        self.start + (INDENT + self.text.len()) as u64
    }
}

/// Returns the id of the record whose line begins here; nothing where none does.
pub(super) fn id_of(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.strip_prefix(RECORD_START)?;
    let rest = rest.get(..=LONGEST_ID).unwrap_or(rest);
    let id = rest.get(..memchr::memchr(b'"', rest)?)?;
    std::str::from_utf8(id).ok().filter(|id| Id::is_formed(id))
}
