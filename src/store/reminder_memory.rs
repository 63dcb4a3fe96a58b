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

use std::collections::HashMap;
use std::io::{self, Read};
use std::path::PathBuf;

use super::line_file::{LineFile, open_to_read};
use super::path::ResolvedPath;
use crate::domain::{Date, GivenReminder, ReminderKey};
use crate::error::{Error, Result};

/// The reminders that were given, as far as they are remembered.
#[derive(Debug, Default)]
pub struct ReminderMemory {
    given: HashMap<ReminderKey, Date>,
    /// The path of the file, for people.
    pub path: PathBuf,
    /// True if there is a file.
    pub exists: bool,
    /// What could not be read.
    pub warnings: Vec<String>,
}

impl ReminderMemory {
    /// Returns true if the reminder was given.
    #[must_use]
    pub fn has(&self, key: &ReminderKey) -> bool {
        self.given.contains_key(key)
    }

    /// Returns the reminders that were given, each with the day of that, in no order.
    pub fn given(&self) -> impl Iterator<Item = (&ReminderKey, Date)> {
        self.given.iter().map(|(key, given)| (key, *given))
    }

    /// Reads the memory of `target`. A line that cannot be read does not affect the others.
    pub(super) fn read(target: &ResolvedPath) -> Self {
        let path = target.reminders();
        let mut memory = Self { path: path.clone(), ..Self::default() };
        let read = open_to_read(&path).and_then(|file| {
            let mut bytes = Vec::new();
            memory.exists = file.is_some();
            file.map_or(Ok(0), |mut file| file.read_to_end(&mut bytes))?;
            Ok(bytes)
        });
        match read {
            Ok(bytes) => memory.parse(&bytes),
            Err(cause) => {
                let what = Error::io("cannot read", &path, &cause);
                memory.warnings.push(format!("reminders may be given again: {what}"));
            }
        }
        memory
    }

    fn parse(&mut self, bytes: &[u8]) {
        let mut damaged = Vec::new();
        for (line, number) in bytes.split(|byte| *byte == b'\n').zip(1_usize..) {
            let line = line.trim_ascii();
            if line.is_empty() {
                continue;
            }
            match serde_json::from_slice::<GivenReminder>(line) {
                Ok(reminder) => {
                    let given = reminder.given;
                    self.given.entry(reminder.into_key()).or_insert(given);
                }
                Err(_) => damaged.push(number),
            }
        }
        let shown = self.path.display();
        let warning = match damaged.as_slice() {
            [] => return,
            [line] => format!(
                "line {line} of `{shown}` is damaged: its reminder is given again if it still applies"
            ),
            [first, ..] => format!(
                "{} lines of `{shown}` are damaged, line {first} first: their reminders are given \
                 again if they still apply",
                damaged.len()
            ),
        };
        self.warnings.push(warning);
    }
}

/// Appends the reminders to the memory of `target`, and syncs it. Does nothing if there are none.
pub(super) fn remember(target: &ResolvedPath, given: &[GivenReminder]) -> Result<()> {
    if given.is_empty() {
        return Ok(());
    }
    let append = || {
        let mut lines = Vec::new();
        for reminder in given {
            serde_json::to_writer(&mut lines, reminder).map_err(io::Error::from)?;
            lines.push(b'\n');
        }
        let registry = std::fs::metadata(&target.path).ok();
        LineFile::open(&target.reminders(), registry.as_ref())?.append(lines).map(drop)
    };
    append().map_err(|cause| {
        Error::io("cannot write", &target.reminders(), &cause)
            .with_suffix("; these reminders will be given again")
    })
}
