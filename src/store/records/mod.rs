//! The file as a sequence of records, read without holding it in memory.
//!
//! A canonical registry is a list of records, sorted by id. Each has a first line `    {`, then its `id`, and a last line
//! `    }`. Between two records is a *boundary*: a comma and a line break. A line break cannot occur in a JSON text, so
//! a boundary is structure wherever it occurs. All methods rely on it:
//!
//! * a [scan](Records::scan) moves a window over the file, on several threads; its memory does not grow with the file;
//! * a record is [found](Records::seek) by binary search for its id;
//! * [links](Records::links) are found by a byte search for the one name that they have;
//! * a change copies what it does not touch, and needs only the place of it.
//!
//! **What is verified.** A scan verifies the first and last lines of every record, the order of the ids, and UTF-8. Its
//! caller parses each record; then the whole file is known to be valid. A search and the links verify the
//! records that they return, and the boundaries on the way.
//!
//! **Other files.** Anything else (edited by hand, minified, damaged, changed while it is read) is
//! [`Stop::NotCanonical`]. The caller then reads the whole file as any JSON document, with the same results, or with an
//! error that says what is wrong.

mod links;
mod parallel;
mod scan;
mod seek;
#[cfg(test)]
mod tests;
mod window;

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;

use memchr::memmem::Finder;

pub(super) use self::parallel::joined;
pub(super) use self::seek::Slot;
pub(super) use self::window::Slice;
use self::window::Window;
use self::window::{LIST_END, LIST_START, RECORD_END, RECORD_START};
use super::path::READINGS;
use crate::error::Error;
use crate::platform::{is_unwritten, read_exact_at};

/// The bytes in which the first record is searched, first the smaller number: the header is mostly short.
const HEAD_BYTES: [u64; 2] = [4 * 1024, 64 * 1024];

/// The size of the window of a thread; it grows if one record is longer.
pub(super) const WINDOW: usize = 64 * 1024;

/// A short file has at most this many windows.
const SHORT_FILE_WINDOWS: u64 = 4;

/// The spaces before the bracket of a record.
pub(super) const INDENT: u64 = window::INDENT as u64;

/// The size of a boundary.
pub(super) const SEAM: u64 = window::BOUNDARY.len() as u64;

/// The records of a file that is canonical, as far as is known.
#[derive(Debug)]
pub(super) struct Records {
    file: File,
    /// The metadata of the file when it was opened.
    metadata: Metadata,
    /// From the first line of the first record to the end of the last.
    body: Range<u64>,
    window: usize,
    /// Finders of the end of a record, and of the bytes between two.
    close: Finder<'static>,
    between: Finder<'static>,
}

/// Why a scan or search was stopped.
#[derive(Debug)]
pub(super) enum Stop {
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

impl Records {
    /// Returns the records of an open file, and the rest of the document with an empty list in their place. Returns
    /// `None` if the file is not canonical.
    pub(super) fn open(
        file: File,
        metadata: Metadata,
        window: usize,
    ) -> io::Result<Option<(Self, String)>> {
        let length = metadata.len();
        let (mut head, mut first) = (Vec::new(), None);
        for most in HEAD_BYTES {
            head.resize(usize::try_from(length.min(most)).unwrap_or_default(), 0);
            read_exact_at(&file, &mut head, 0)?;
            first = memchr::memmem::find(&head, LIST_START);
            if first.is_some() || length <= most {
                break;
            }
        }
        let Some(at) = first else { return Ok(None) };
        let start = (at + LIST_START.len()) as u64;
        let end = length.saturating_sub(LIST_END.len() as u64);
        let mut tail = [0; RECORD_END.len() + LIST_END.len()];
        if end <= start {
            return Ok(None);
        }
        read_exact_at(&file, &mut tail, end - RECORD_END.len() as u64)?;
        if tail.strip_prefix(RECORD_END) != Some(LIST_END) {
            return Ok(None);
        }
        head.truncate(at);
        let Ok(head) = String::from_utf8(head) else { return Ok(None) };
        let rest = head + "\n  \"agreements\": []\n}\n";
        let records = Self {
            file,
            metadata,
            body: start..end,
            window,
            close: Finder::new(RECORD_END),
            between: Finder::new(&[RECORD_END, window::BOUNDARY, RECORD_START].concat())
                .into_owned(),
        };
        Ok(Some((records, rest)))
    }

    /// Returns the whole file as it is now. Reads again if it changes while it is read.
    pub(super) fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut left = READINGS;
        loop {
            let before = self.file.metadata()?;
            let mut file = &self.file;
            file.seek(SeekFrom::Start(0))?;
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            left -= 1;
            if left == 0 || is_unwritten(&before, &self.file.metadata()?) {
                return Ok(bytes);
            }
        }
    }

    /// Returns the range of the records in the file: from the first line of the first to the end of the last.
    pub(super) fn body(&self) -> Range<u64> {
        self.body.clone()
    }

    /// Returns another handle of the file.
    pub(super) fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Returns true if the file is so short that all of it can be read whenever a part is.
    pub(super) fn is_short(&self) -> bool {
        self.metadata.len() <= SHORT_FILE_WINDOWS * self.window as u64
    }

    /// Returns an empty window of at most `size` bytes at `base`.
    fn window(&self, base: u64, size: usize) -> Window<'_> {
        Window::new(&self.file, base, self.body.end, size.min(self.window))
    }

    /// Fails if the file was changed since it was opened.
    fn check_still(&self) -> Result<(), Stop> {
        if is_unwritten(&self.metadata, &self.file.metadata()?) {
            Ok(())
        } else {
            Err(Stop::NotCanonical)
        }
    }
}
