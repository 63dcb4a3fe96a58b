//! The log as a file: reading its lines, appending one, and setting the file aside.

use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::entry::LogEntry;
use crate::error::Error;
use crate::store::line_file::{AppendedLines, LineFile, open_to_read};
use crate::store::path::ResolvedPath;

/// The lines of the log, oldest first.
#[derive(Debug, Default)]
pub(in crate::store) struct LogFile {
    pub(in crate::store) lines: Vec<LogLine>,
    pub(in crate::store) warnings: Vec<String>,
}

/// A line of the log, or a gap.
#[derive(Debug)]
pub(in crate::store) enum LogLine {
    Entry(LogEntry),
    /// Why entries are missing here, as half a sentence.
    Gap(String),
}

impl LogFile {
    /// Reads the log of `target`, and the one that was set aside. A line that cannot be read does not affect
    /// the others.
    pub(in crate::store) fn read(target: &ResolvedPath) -> Self {
        let mut log = Self::default();
        // The newer one first: if it is set aside in between, it is read twice instead of never.
        let newer = log.read_lines(&target.log());
        let mut older = log.read_lines(&target.older_log());
        if let Some(LogLine::Entry(first)) = newer.first() {
            let is_first = |line: &LogLine| matches!(line, LogLine::Entry(entry) if entry == first);
            let end = older.iter().position(is_first).unwrap_or(older.len());
            older.truncate(end);
        }
        let mut last = None;
        for line in older.into_iter().chain(newer) {
            if let LogLine::Entry(entry) = &line {
                log.note_missing(last, entry.number);
                last = Some(entry.number);
            } else {
                // Its number is not known, and so nothing is missing after it.
                last = None;
            }
            log.lines.push(line);
        }
        log
    }

    /// Adds a gap if numbers are missing. Those before the first one were set aside.
    fn note_missing(&mut self, last: Option<u64>, number: u64) {
        let Some(last) = last else {
            if number > 1 && self.lines.is_empty() {
                self.lines.push(LogLine::Gap(format!("the log goes back to entry {number} only")));
            }
            return;
        };
        if number > last.saturating_add(1) {
            let missing = match (last + 1, number - 1) {
                (first, end) if first == end => format!("entry {first} is missing from the log"),
                (first, end) => format!("entries {first} to {end} are missing from the log"),
            };
            self.warnings.push(missing.clone());
            self.lines.push(LogLine::Gap(missing));
        }
    }

    fn read_lines(&mut self, path: &Path) -> Vec<LogLine> {
        let mut items = Vec::new();
        let shown = path.display();
        let file = match open_to_read(path) {
            Ok(Some(file)) => file,
            Ok(None) => return items,
            Err(cause) => {
                let what = Error::io("cannot read the log", path, &cause).to_string();
                self.warnings.push(what.clone());
                items.push(LogLine::Gap(what));
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
                    items.push(LogLine::Gap(what));
                    break;
                }
            }
            number += 1;
            let text = line.strip_suffix(b"\n").unwrap_or(&line);
            let text = text.strip_suffix(b"\r").unwrap_or(text);
            if let Some(line) = LogEntry::from_bytes(text) {
                items.push(LogLine::Entry(line));
            } else if !text.is_empty() {
                damaged.push(number);
                items.push(LogLine::Gap(format!("line {number} of `{shown}` is damaged")));
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

    /// Returns the entries that could be read.
    pub(in crate::store) fn entries(&self) -> impl Iterator<Item = &LogEntry> {
        self.lines.iter().filter_map(|line| match line {
            LogLine::Entry(entry) => Some(entry),
            LogLine::Gap(_) => None,
        })
    }
}

/// How much of the end of the log is read first to find its last number.
const FIRST_READ_BYTES: u64 = 4096;

/// Appends `entry` to the log of `target` with the next number, and syncs it. A log of more than `max_bytes`
/// is set aside first.
///
/// Returns warnings too. If the log cannot be written, the change is still made, but cannot be undone.
pub(in crate::store) fn append(
    target: &ResolvedPath,
    registry: Option<&Metadata>,
    max_bytes: u64,
    entry: &mut LogEntry,
) -> (Option<AppendedLines>, Vec<String>) {
    let mut warnings = Vec::new();
    match try_append(target, registry, max_bytes, entry, &mut warnings) {
        Ok(appended) => (Some(appended), warnings),
        Err(cause) => {
            let what = Error::io("cannot write the log", &target.log(), &cause);
            warnings.push(format!("this cannot be undone: {what}"));
            (None, warnings)
        }
    }
}

fn try_append(
    target: &ResolvedPath,
    registry: Option<&Metadata>,
    max_bytes: u64,
    entry: &mut LogEntry,
    warnings: &mut Vec<String>,
) -> io::Result<AppendedLines> {
    let path = target.log();
    let mut log = LineFile::open(&path, registry)?;
    if log.len()? > max_bytes {
        match fs::rename(&path, target.older_log()) {
            Ok(()) => log = LineFile::open(&path, registry)?,
            Err(cause) => {
                let what = Error::io("cannot set aside the log", &path, &cause);
                warnings.push(format!("the log keeps growing: {what}"));
            }
        }
    }
    let len = log.len()?;
    entry.number = next_number(&mut log.file, len, target)?;
    log.append(entry.to_bytes())
}

fn next_number(file: &mut File, len: u64, target: &ResolvedPath) -> io::Result<u64> {
    if let Some(last) = last_number(file, len)? {
        return Ok(last.saturating_add(1));
    }
    // Without the log that was set aside, the numbers begin again.
    let older = open_to_read(&target.older_log()).ok().flatten();
    let last = older.and_then(|mut older| {
        let len = older.metadata().ok()?.len();
        last_number(&mut older, len).ok()?
    });
    Ok(last.unwrap_or_default().saturating_add(1))
}

/// Returns the number of the last line in the `len` bytes of a log. Lines whose number is damaged are
/// counted.
fn last_number(file: &mut File, len: u64) -> io::Result<Option<u64>> {
    let mut length = FIRST_READ_BYTES;
    loop {
        let start = len.saturating_sub(length);
        file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
        Read::by_ref(file).take(len - start).read_to_end(&mut bytes)?;
        // The bytes before the first line end may be the rest of a line.
        let whole = bytes.iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |at| at + 1);
        let lines = bytes.get(if start == 0 { 0 } else { whole }..).unwrap_or_default();
        let mut unread = 0;
        for line in lines.rsplit(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            if let Some(number) = LogEntry::number_of(line) {
                return Ok(Some(number.saturating_add(unread)));
            }
            unread += 1;
        }
        if start == 0 {
            return Ok((unread > 0).then_some(unread));
        }
        length = length.saturating_mul(8);
    }
}
