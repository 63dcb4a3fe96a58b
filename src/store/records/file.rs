//! An open file, and where its records begin and end.

use std::fs::{File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};

use memchr::memmem::Finder;

use super::window::{
    BOUNDARY, LIST_END, LIST_START, RECORD_END, RECORD_INDENT, RECORD_START, Stop, Window,
};
use crate::platform::{is_unwritten, read_exact_at};
use crate::store::path::MAX_READS;

/// The bytes in which the first record is searched, first the smaller number: the header is mostly short.
const HEAD_BYTES: [u64; 2] = [4 * 1024, 64 * 1024];

/// The size of the window of a thread; it grows if one record is longer.
pub(in crate::store) const WINDOW_BYTES: usize = 64 * 1024;

/// A short file has at most this many windows.
const SHORT_FILE_WINDOWS: u64 = 4;

/// The spaces before the bracket of a record.
pub(in crate::store) const INDENT_BYTES: u64 = RECORD_INDENT as u64;

/// The size of a boundary.
pub(in crate::store) const BOUNDARY_BYTES: u64 = BOUNDARY.len() as u64;

/// The records of a file that is canonical, as far as is known.
#[derive(Debug)]
pub(in crate::store) struct Records {
    /// The path for messages.
    pub(super) path: PathBuf,
    pub(super) file: File,
    /// The metadata of the file when it was opened.
    metadata: Metadata,
    /// From the first line of the first record to the end of the last.
    pub(super) body: Range<u64>,
    pub(super) window: usize,
    /// Finders of the end of a record, and of the bytes between two.
    pub(super) close: Finder<'static>,
    pub(super) between: Finder<'static>,
}

impl Records {
    /// Returns the records of an open file, and the rest of the document with an empty list in their place. Returns
    /// `None` if the file is not canonical.
    pub(in crate::store) fn open(
        shown: &Path,
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
            path: shown.to_owned(),
            file,
            metadata,
            body: start..end,
            window,
            close: Finder::new(RECORD_END),
            between: Finder::new(&[RECORD_END, BOUNDARY, RECORD_START].concat()).into_owned(),
        };
        Ok(Some((records, rest)))
    }

    /// Returns the whole file as it is now. Reads again if it changes while it is read.
    pub(in crate::store) fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut left = MAX_READS;
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
    pub(in crate::store) fn body(&self) -> Range<u64> {
        self.body.clone()
    }

    /// Returns another handle of the file.
    pub(in crate::store) fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Returns true if the file is so short that all of it can be read whenever a part is.
    pub(in crate::store) fn is_short(&self) -> bool {
        self.metadata.len() <= SHORT_FILE_WINDOWS * self.window as u64
    }

    /// Returns an empty window of at most `size` bytes at `base`.
    pub(super) fn window(&self, base: u64, size: usize) -> Window<'_> {
        Window::new(&self.file, base, self.body.end, size.min(self.window))
    }

    /// Fails if the file was changed since it was opened.
    pub(super) fn check_still(&self) -> Result<(), Stop> {
        if is_unwritten(&self.metadata, &self.file.metadata()?) {
            Ok(())
        } else {
            Err(Stop::NotCanonical)
        }
    }
}
