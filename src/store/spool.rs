//! Texts that wait to be written.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use super::log::Digest;
use crate::error::{Error, Result};

/// How many bytes wait in memory; more go to a file without a name, which ends with the program.
const IN_MEMORY: usize = 1024 * 1024;

/// Texts that wait to be written, out of memory where there are many.
#[derive(Debug, Default)]
pub(super) struct Spool {
    /// What came last.
    memory: Vec<u8>,
    /// What came before that, and how long it is.
    file: Option<File>,
    length: u64,
    /// Whether there is no place for a file, or no more: then memory has to do.
    has_no_file: bool,
}

/// A text that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Waiting {
    /// Where it waits.
    pub(super) place: Place,
    /// By which the log is to know it.
    pub(super) digest: Digest,
}

/// Where a text waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    start: u64,
    length: u32,
}

impl Place {
    /// Returns how many bytes wait there.
    pub(super) fn length(self) -> u64 {
        self.length.into()
    }
}

impl Spool {
    /// Puts a text in.
    pub(super) fn put(&mut self, text: &str) -> Result<Waiting> {
        let is_full = self.memory.len() + text.len() > IN_MEMORY && !self.memory.is_empty();
        if is_full && !self.has_no_file && self.spill().is_err() {
            self.has_no_file = true;
        }
        let start = self.length + self.memory.len() as u64;
        self.memory.extend_from_slice(text.as_bytes());
        let length = u32::try_from(text.len());
        let length = length.map_err(|_| Error::failed("a record has more than 4 GB"))?;
        Ok(Waiting { place: Place { start, length }, digest: Digest::of(text.as_bytes()) })
    }

    /// Moves what is in memory to the file.
    fn spill(&mut self) -> io::Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            None => tempfile::tempfile()?,
        };
        let file = self.file.insert(file);
        file.write_all_at(&self.memory, self.length)?;
        self.length += self.memory.len() as u64;
        self.memory.clear();
        Ok(())
    }

    /// Returns a text.
    pub(super) fn get(&self, waiting: &Waiting) -> io::Result<String> {
        let mut bytes = Vec::new();
        self.read(waiting.place, &mut bytes)?;
        String::from_utf8(bytes).map_err(|_| io::ErrorKind::InvalidData.into())
    }

    /// Tells whether no text waits in a file.
    pub(super) fn is_in_memory(&self) -> bool {
        self.length == 0
    }

    /// Adds the text that waits there to `bytes`.
    pub(super) fn read(&self, place: Place, bytes: &mut Vec<u8>) -> io::Result<()> {
        let (behind, length) = (bytes.len(), usize::try_from(place.length));
        bytes.resize(behind.saturating_add(length.unwrap_or(usize::MAX)), 0);
        let bytes = &mut bytes[behind..];
        match (place.start.checked_sub(self.length), &self.file) {
            (Some(start), _) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX);
                let kept = self.memory.get(start..start + bytes.len());
                bytes.copy_from_slice(kept.ok_or(io::ErrorKind::UnexpectedEof)?);
            }
            (None, Some(file)) => file.read_exact_at(bytes, place.start)?,
            (None, None) => return Err(io::ErrorKind::NotFound.into()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comes_out(mut spool: Spool) -> Spool {
        let text = |n: usize| format!("{n} {}", "é".repeat(n * 97 % 5_000));
        let waiting: Vec<Waiting> = (0..500).map(|n| spool.put(&text(n)).unwrap()).collect();
        for (n, waiting) in waiting.iter().enumerate() {
            assert_eq!(spool.get(waiting).unwrap(), text(n));
            assert_eq!(waiting.digest, Digest::of(text(n).as_bytes()));
        }
        spool
    }

    #[test]
    fn what_was_put_in_comes_out_whether_it_is_in_memory_or_in_the_file() {
        let spool = comes_out(Spool::default());
        assert!(spool.file.is_some());
        assert!(spool.memory.len() <= IN_MEMORY);
    }

    #[test]
    fn where_there_is_no_place_for_a_file_memory_does() {
        let spool = comes_out(Spool { has_no_file: true, ..Spool::default() });
        assert!(spool.file.is_none());
        // One that has become unwritable keeps what it has, and takes no more.
        let read_only = File::open(std::env::current_exe().unwrap()).unwrap();
        let spool = comes_out(Spool { file: Some(read_only), ..Spool::default() });
        assert!(spool.has_no_file && spool.length == 0);
    }
}
