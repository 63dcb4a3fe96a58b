//! Where a record ends and the next one begins.

use super::Stop;
use crate::domain::{Id, LONGEST_ID};

/// What stands before the line of the first record.
pub(super) const FIRST: &[u8] = b"\n  \"agreements\": [\n";
/// How a record begins, from the start of its line to its id.
pub(super) const OPEN: &[u8] = b"    {\n      \"id\": \"";
/// The blanks before the bracket of a record.
pub(super) const INDENT: usize = 4;
/// How a record ends.
pub(super) const CLOSE: &[u8] = b"\n    }";
/// What stands between two records.
pub(super) const SEAM: &[u8] = b",\n";
/// What stands behind the last record.
pub(super) const LAST: &[u8] = b"\n  ]\n}\n";

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
        let id = id_of(bytes).ok_or(Stop::Unlike)?;
        let text = bytes.get(INDENT..).and_then(|text| simdutf8::basic::from_utf8(text).ok());
        Ok(Self { start, id, text: text.ok_or(Stop::Unlike)? })
    }

    /// Returns where its text ends in the file.
    pub(in crate::store) fn end(&self) -> u64 {
        self.start + (INDENT + self.text.len()) as u64
    }
}

/// Returns the id of the record whose line begins here; nothing where none does.
pub(super) fn id_of(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.strip_prefix(OPEN)?;
    let rest = rest.get(..=LONGEST_ID).unwrap_or(rest);
    let id = rest.get(..memchr::memchr(b'"', rest)?)?;
    std::str::from_utf8(id).ok().filter(|id| Id::is_formed(id))
}
