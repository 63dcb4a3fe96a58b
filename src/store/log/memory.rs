//! The lines of the log, as far as they can be read.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, ErrorKind};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use super::super::place::Target;
use super::line::Line;
use crate::error::Error;

/// What the log remembers, oldest first.
#[derive(Debug, Default)]
pub(super) struct Memory {
    pub(super) items: Vec<Item>,
    pub(super) warnings: Vec<String>,
}

/// A line of the log, or the place of what is lost.
#[derive(Debug)]
pub(super) enum Item {
    Line(Line),
    /// Why something is missing here, as half a sentence.
    Gap(String),
}

impl Memory {
    /// Reads the log of `target` and the one before it. What cannot be read costs itself alone.
    pub(super) fn of(target: &Target) -> Self {
        let mut memory = Self::default();
        // The newer one first: were it set aside in between, it would be read twice, and not never.
        let newer = memory.read(&target.log());
        let mut older = memory.read(&target.older_log());
        if let Some(Item::Line(first)) = newer.first() {
            let twice = |item: &Item| matches!(item, Item::Line(line) if line == first);
            let end = older.iter().position(twice).unwrap_or(older.len());
            older.truncate(end);
        }
        let mut last = None;
        for item in older.into_iter().chain(newer) {
            if let Item::Line(line) = &item {
                memory.note_missing(last, line.number);
                last = Some(line.number);
            } else {
                // Its number is not known, and so it is not missed.
                last = None;
            }
            memory.items.push(item);
        }
        memory
    }

    /// Puts a gap where numbers are left out; what comes before the first one was set aside.
    fn note_missing(&mut self, last: Option<u64>, number: u64) {
        let Some(last) = last else {
            if number > 1 && self.items.is_empty() {
                self.items.push(Item::Gap(format!("the log goes back to entry {number} only")));
            }
            return;
        };
        if number > last.saturating_add(1) {
            let missing = match (last + 1, number - 1) {
                (first, end) if first == end => format!("entry {first} is missing from the log"),
                (first, end) => format!("entries {first} to {end} are missing from the log"),
            };
            self.warnings.push(missing.clone());
            self.items.push(Item::Gap(missing));
        }
    }

    fn read(&mut self, path: &Path) -> Vec<Item> {
        let mut items = Vec::new();
        let shown = path.display();
        let file = match open_to_read(path) {
            Ok(Some(file)) => file,
            Ok(None) => return items,
            Err(cause) => {
                let what = Error::io("cannot read the log", path, &cause).to_string();
                self.warnings.push(what.clone());
                items.push(Item::Gap(what));
                return items;
            }
        };
        let mut damaged = Vec::new();
        let mut lines = BufReader::new(file);
        let mut number = 0_usize;
        loop {
            let mut line = Vec::new();
            match lines.read_until(b'\n', &mut line) {
                Ok(0) => break,
                Ok(_) => {}
                Err(cause) => {
                    let what = Error::io("cannot read the log", path, &cause).to_string();
                    self.warnings.push(what.clone());
                    items.push(Item::Gap(what));
                    break;
                }
            }
            number += 1;
            let text = line.strip_suffix(b"\n").unwrap_or(&line);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            if let Some(line) = Line::of_bytes(text) {
                items.push(Item::Line(line));
            } else if !text.is_empty() {
                damaged.push(number);
                items.push(Item::Gap(format!("line {number} of `{shown}` is damaged")));
            }
        }
        match damaged.as_slice() {
            [] => {}
            [line] => self.warnings.push(format!("line {line} of `{shown}` is damaged")),
            [first, ..] => self.warnings.push(format!(
                "{} lines of `{shown}` are damaged, line {first} first",
                damaged.len()
            )),
        }
        items
    }

    /// Returns the lines that could be read.
    pub(super) fn lines(&self) -> impl Iterator<Item = &Line> {
        self.items.iter().filter_map(|item| match item {
            Item::Line(line) => Some(line),
            Item::Gap(_) => None,
        })
    }
}

/// Opens a log to be read, where there is one; never a link, a folder or a device.
pub(super) fn open_to_read(path: &Path) -> io::Result<Option<File>> {
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK);
    match options.open(path) {
        Ok(file) if file.metadata()?.is_file() => Ok(Some(file)),
        Ok(_) => Err(io::Error::other("it is not a regular file")),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) if cause.raw_os_error() == Some(libc::ELOOP) => {
            Err(io::Error::other("it is a link"))
        }
        Err(cause) => Err(cause),
    }
}
