//! The memory of the reminders that were given: a file beside the registry with one line for each.
//!
//! A line is one JSON object:
//!
//! ```json
//! {"id":"gds-govtech-2022","kind":"act-by","deadline":"2025-07-04","lead":"P6M","given":"2025-01-04"}
//! ```
//!
//! Reminders are given again rather than lost: lines are appended and synced when the output was written in full. If the
//! file is missing or damaged, that costs only what it remembered. The lock of the registry is held from before the
//! reading until the lines are synced, so that of two runs at once only one gives a reminder.

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::PathBuf;

use super::line_file::{LineFile, open_to_read};
use super::path::ResolvedPath;
use super::replace::{NewMode, replace};
use crate::domain::{Date, Day, Duration, GivenReminder, ReminderKey, back};
use crate::error::{Error, Result};
use crate::platform;

/// A larger file is written anew without its old lines, if these are more than half of it.
const MAX_MEMORY_BYTES: usize = 1 << 20;

/// A line is old if its deadline was this long before the day on which reminders are given.
const OLD_AFTER: Duration = Duration::from_years(5);

/// How each line of the file begins.
const LINE_START: &[u8] = br#"{"id":""#;

/// The reminders that were given, as far as they are remembered.
#[derive(Debug, Default)]
pub struct ReminderMemory {
    given: HashSet<ReminderKey>,
    /// The path of the file, for people.
    pub path: PathBuf,
    /// What could not be read.
    pub warnings: Vec<String>,
    bytes: Vec<u8>,
    /// The file when it was read; `None` if there is none.
    file: Option<Metadata>,
}

/// An id that was changed: the old one and the new one, of an agreement or of an activity.
pub(super) type ChangedId = (String, String);

impl ReminderMemory {
    /// Returns true if there is a file.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.file.is_some()
    }

    /// Returns true if the reminder was given.
    #[must_use]
    pub fn has(&self, key: &ReminderKey) -> bool {
        self.given.contains(key)
    }

    /// Returns the reminders that were given by the id of the agreement, those of each in the order in which they were
    /// given.
    #[must_use]
    pub fn by_agreement(&self) -> BTreeMap<String, Vec<GivenReminder>> {
        let mut by_agreement: BTreeMap<String, Vec<GivenReminder>> = BTreeMap::new();
        for reminder in lines_of(&self.bytes).filter_map(parse_line) {
            let agreement = reminder.id.split('/').next().unwrap_or_default().to_owned();
            by_agreement.entry(agreement).or_default().push(reminder);
        }
        by_agreement
    }

    /// Reads the memory of `target`. A line that cannot be read does not affect the others.
    pub(super) fn read(target: &ResolvedPath) -> Self {
        let path = target.reminders().path;
        let mut memory = Self { path: path.clone(), ..Self::default() };
        let read = open_to_read(&path).and_then(|file| {
            let Some(mut file) = file else { return Ok(()) };
            memory.file = Some(file.metadata()?);
            file.read_to_end(&mut memory.bytes).map(drop)
        });
        match read {
            Ok(()) => memory.parse(),
            Err(cause) => {
                let what = Error::io("cannot read", &path, &cause);
                memory.warnings.push(format!("reminders may be given again: {what}"));
            }
        }
        memory
    }

    fn parse(&mut self) {
        let mut damaged = Vec::new();
        for (line, number) in lines_of(&self.bytes).zip(1_usize..) {
            if let Some(reminder) = parse_line(line) {
                self.given.insert(reminder.into_key());
            } else if !line.trim_ascii().is_empty() {
                damaged.push(number);
            }
        }
        let shown = self.path.display();
        let warning = match damaged.as_slice() {
            [] => return,
            [line] => format!(
                "line {line} of `{shown}` is damaged; its reminder is given again if it still applies"
            ),
            [first, ..] => format!(
                "{} lines of `{shown}` are damaged, line {first} first; their reminders are given \
                 again if they still apply",
                damaged.len()
            ),
        };
        self.warnings.push(warning);
    }

    /// Returns the lines that stay if the file has to be written anew on the day `today`; `None` if lines can be
    /// appended to it.
    ///
    /// That is because the last line was cut off by a crash, or because more than half of a large file is old.
    fn lines_to_keep(&self, today: Date) -> Option<Vec<u8>> {
        let end = self.bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
        let (whole, last) = self.bytes.split_at(end);
        let is_ours = last.starts_with(LINE_START) || LINE_START.starts_with(last);
        let is_cut_off = !last.is_empty() && parse_line(last).is_none() && is_ours;
        if self.bytes.len() <= MAX_MEMORY_BYTES {
            return is_cut_off.then(|| whole.to_vec());
        }
        let lines = if is_cut_off { whole } else { &self.bytes };
        let limit = back(today.first(), OLD_AFTER).unwrap_or(Day::MIN);
        let is_old = |line: &[u8]| parse_line(line).is_some_and(|it| it.deadline.last() < limit);
        let kept: Vec<u8> = lines
            .split_inclusive(|byte| *byte == b'\n')
            .filter(|line| !is_old(line))
            .flatten()
            .copied()
            .collect();
        (is_cut_off || kept.len() < lines.len() / 2).then_some(kept)
    }

    /// Adds the reminders to the file of `target`, and syncs it. Does nothing if there are none.
    pub(super) fn add(&self, target: &ResolvedPath, given: &[GivenReminder]) -> Result<()> {
        let Some(first) = given.first() else { return Ok(()) };
        let registry = fs::metadata(&target.path).ok();
        let mut lines = Vec::new();
        for reminder in given {
            lines.extend(line_of(reminder));
        }
        let added = if let Some(mut kept) = self.lines_to_keep(first.given) {
            kept.extend(lines);
            self.replace(target, &kept)
        } else {
            let path = &self.path;
            let appended =
                LineFile::open(path, registry.as_ref()).and_then(|file| file.append(lines));
            appended.map(drop).map_err(|cause| Error::io("cannot write", path, &cause))
        };
        added.map_err(|error| error.with_suffix("; these reminders will be given again"))
    }

    /// Replaces the file of `target`.
    fn replace(&self, target: &ResolvedPath, lines: &[u8]) -> Result<()> {
        let file = target.reminders();
        if self.file.as_ref().is_some_and(|old| platform::has_several_names(&file.path, old)) {
            let cause = io::Error::other("it has two names (a hard link)");
            return Err(Error::io("cannot write", &file.path, &cause));
        }
        let registry = fs::metadata(&target.path).ok();
        let mode = registry.as_ref().map_or(NewMode::Private, NewMode::Like);
        let write = |file: &mut File| file.write_all(lines);
        let replaced = replace(&file, write, self.file.as_ref(), mode, Vec::new)?;
        let shown = file.path.display();
        replaced
            .map(drop)
            .ok_or_else(|| Error::failed(format!("`{shown}` was changed by another program")))
    }
}

/// Gives the remembered reminders of `target` the new ids of what they are about, so that they are not given again.
/// Returns a warning if that fails.
pub(super) fn change_ids(target: &ResolvedPath, changed: &[ChangedId]) -> Option<String> {
    if changed.is_empty() {
        return None;
    }
    let memory = ReminderMemory::read(target);
    let mut lines = Vec::with_capacity(memory.bytes.len());
    let mut has_changed = false;
    for line in memory.bytes.split_inclusive(|byte| *byte == b'\n') {
        let renamed = parse_line(line).and_then(|reminder| {
            let id = new_id(&reminder.id, changed)?;
            Some(GivenReminder { id, ..reminder })
        });
        has_changed |= renamed.is_some();
        match renamed {
            Some(reminder) => lines.extend(line_of(&reminder)),
            None => lines.extend(line),
        }
    }
    if !has_changed {
        return None;
    }
    let replaced = memory.replace(target, &lines);
    replaced.err().map(|error| format!("reminders of it may be given again: {error}"))
}

/// Returns the new id of an agreement or an activity; `None` if it has the same as before.
fn new_id(id: &str, changed: &[ChangedId]) -> Option<String> {
    changed.iter().find_map(|(old, new)| {
        let rest = id.strip_prefix(old.as_str())?;
        (rest.is_empty() || rest.starts_with('/')).then(|| format!("{new}{rest}"))
    })
}

fn lines_of(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| *byte == b'\n')
}

fn parse_line(line: &[u8]) -> Option<GivenReminder> {
    serde_json::from_slice(line).ok()
}

fn line_of(reminder: &GivenReminder) -> Vec<u8> {
    let mut line = serde_json::to_vec(reminder).expect("texts and dates can be written");
    line.push(b'\n');
    line
}
