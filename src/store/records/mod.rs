//! The file as a sequence of records: how it is read without being held.
//!
//! A registry as `mou` writes it is canonical JSON: its records stand one behind the other, sorted by
//! id, each from a line `    {` whose next line is its `id` to a line `    }`. What lies between two of
//! them is a *seam*: a comma and a line break. A line break cannot stand inside of a JSON text, so
//! that a seam is structure wherever it is seen. On that rests all that is done here:
//!
//! * a [pass](Records::pass) moves a window over the file, in as many threads as there are processors,
//!   and hands over record by record; what it needs of memory does not grow with the file;
//! * a record is [sought](Records::seek) by its id in a few steps, each of which halves what is left;
//! * the [links](Records::links) between records are found by looking for the one name that they have;
//! * a change copies what it does not touch, and needs to know nothing of it but where it stands.
//!
//! **What is verified.** A pass holds the beginning and the end of every record to the form of the
//! seams, the ids to their order, and the texts to UTF-8; its caller reads each record as JSON, and
//! with that the whole file is known to be sound. A search and the links verify what they hand over,
//! and the seams that they meet; of the rest they know what a pass before them knew.
//!
//! **What happens otherwise.** Whatever is not as described (edited by hand, minified, damaged, written
//! to while it is read) is [`Stop::NotCanonical`]: the caller then reads the whole file as any JSON document,
//! with the same results, or with the words for what is wrong.

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
use std::os::unix::fs::FileExt;

use memchr::memmem::Finder;

pub(super) use self::parallel::joined;
pub(super) use self::seek::Slot;
pub(super) use self::window::Slice;
use self::window::Window;
use self::window::{LIST_END, LIST_START, RECORD_END, RECORD_START};
use super::beside::is_unwritten;
use super::place::READINGS;
use crate::error::Error;

/// How much of the file is looked for the first record in: what stands before it is mostly short.
const HEAD_BYTES: [u64; 2] = [4 * 1024, 64 * 1024];

/// How much of the file is held at a time by a thread, unless one record is longer.
pub(super) const WINDOW: usize = 64 * 1024;

/// How many windows a short file has at the most.
const SHORT_FILE_WINDOWS: u64 = 4;

/// How many blanks stand before the bracket of a record.
pub(super) const INDENT: u64 = window::INDENT as u64;

/// How long a seam is.
pub(super) const SEAM: u64 = window::BOUNDARY.len() as u64;

/// The records of a file that is laid out as described above, as far as is known.
#[derive(Debug)]
pub(super) struct Records {
    file: File,
    /// What the file was when it was opened.
    metadata: Metadata,
    /// From the line of the first record to behind the bracket of the last.
    body: Range<u64>,
    window: usize,
    /// What finds the end of a record, and what stands between two.
    close: Finder<'static>,
    between: Finder<'static>,
}

/// Why records are not handed over any further.
#[derive(Debug)]
pub(super) enum Stop {
    /// The file is not laid out as it would be written.
    NotCanonical,
    /// The file cannot be read.
    Unreadable(io::Error),
    /// Who gets the records wants no more.
    Failed(Error),
}

impl From<io::Error> for Stop {
    fn from(cause: io::Error) -> Self {
        Self::Unreadable(cause)
    }
}

impl Records {
    /// Returns the records of an open file, and the rest of the document, with an empty list in their
    /// place; nothing where the file is not laid out as it would be written.
    pub(super) fn open(
        file: File,
        metadata: Metadata,
        window: usize,
    ) -> io::Result<Option<(Self, String)>> {
        let length = metadata.len();
        let (mut head, mut first) = (Vec::new(), None);
        for most in HEAD_BYTES {
            head.resize(usize::try_from(length.min(most)).unwrap_or_default(), 0);
            file.read_exact_at(&mut head, 0)?;
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
        file.read_exact_at(&mut tail, end - RECORD_END.len() as u64)?;
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

    /// Returns the whole file, as it is now; one that changes while it is read is read again.
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

    /// Returns where the records stand in the file: from the line of the first to behind the bracket
    /// of the last.
    pub(super) fn body(&self) -> Range<u64> {
        self.body.clone()
    }

    /// Returns another handle of the file.
    pub(super) fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Tells whether the file is so short that all of it can be read whenever anything of it is.
    pub(super) fn is_short(&self) -> bool {
        self.metadata.len() <= SHORT_FILE_WINDOWS * self.window as u64
    }

    /// Returns an empty window of at most so many bytes that begins there.
    fn window(&self, base: u64, size: usize) -> Window<'_> {
        Window::new(&self.file, base, self.body.end, size.min(self.window))
    }

    /// Fails where somebody has written to the file since it was opened.
    fn check_still(&self) -> Result<(), Stop> {
        if is_unwritten(&self.metadata, &self.file.metadata()?) {
            Ok(())
        } else {
            Err(Stop::NotCanonical)
        }
    }
}
