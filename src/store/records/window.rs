//! A part of the file in memory, and where a record ends in it and the next one begins.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::platform::read_exact_at;

use crate::domain::{Id, MAX_ID_CHARS};
use crate::error::Error;
use crate::store::record::Record;

/// The bytes before the first record.
pub(super) const LIST_START: &[u8] = b"\n  \"agreements\": [\n";
/// The start of a record, from its first line to its id.
pub(super) const RECORD_START: &[u8] = b"    {\n      \"id\": \"";
/// The spaces before the bracket of a record.
pub(super) const RECORD_INDENT: usize = 4;
/// The end of a record.
pub(super) const RECORD_END: &[u8] = b"\n    }";
/// The bytes between two records.
pub(super) const BOUNDARY: &[u8] = b",\n";
/// The bytes after the last record.
pub(super) const LIST_END: &[u8] = b"\n  ]\n}\n";

/// Why a scan or search was stopped.
#[derive(Debug)]
pub(in crate::store) enum Stop {
    /// The file is not canonical.
    NotCanonical,
    /// The file cannot be read.
    Unreadable(io::Error),
    /// The closure failed.
    Failed(Error),
}

impl From<io::Error> for Stop {
    fn from(cause: io::Error) -> Self {
        Self::Unreadable(cause)
    }
}

/// A part of the file in memory. It moves over the file, and grows if it must.
///
/// Reading into the same memory again is several times faster than reading all of a file: it stays in the processor's
/// cache, and no new pages are needed.
#[derive(Debug)]
pub(super) struct Window<'f> {
    file: &'f File,
    /// Its offset in the file.
    pub(super) base: u64,
    /// The offset in the file after which nothing is read.
    limit: u64,
    bytes: Vec<u8>,
    length: usize,
}

impl<'f> Window<'f> {
    /// Returns an empty window of `size` bytes that begins at `base`.
    pub(super) fn new(file: &'f File, base: u64, limit: u64, size: usize) -> Self {
        Self { file, base, limit, bytes: vec![0; size.max(1)], length: 0 }
    }

    /// Returns the bytes from the index `at` on.
    pub(super) fn from(&self, at: usize) -> &[u8] {
        self.bytes.get(at..self.length).unwrap_or_default()
    }

    /// Returns true if it reaches its limit.
    pub(super) fn is_at_end(&self) -> bool {
        self.base + self.length as u64 == self.limit
    }

    /// Drops the bytes before the index `at` and reads more after the rest. Returns false if there is nothing more to
    /// read.
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

    /// Moves to the offset `start` in the file, and returns its index in the window.
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

/// Returns the record with these bytes, from its first line at the offset `start` to its closing bracket.
pub(super) fn record_of<'w>(
    path: &'w Path,
    start: u64,
    bytes: &'w [u8],
) -> Result<Record<'w>, Stop> {
    let id = id_of(bytes).ok_or(Stop::NotCanonical)?;
    let text = bytes.get(RECORD_INDENT..).and_then(|text| simdutf8::basic::from_utf8(text).ok());
    Ok(Record::new(path, id, text.ok_or(Stop::NotCanonical)?, start))
}

/// Returns the id of the record that begins here; `None` if there is none.
pub(super) fn id_of(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.strip_prefix(RECORD_START)?;
    let rest = rest.get(..=MAX_ID_CHARS).unwrap_or(rest);
    let id = rest.get(..memchr::memchr(b'"', rest)?)?;
    std::str::from_utf8(id).ok().filter(|id| Id::is_formed(id))
}
