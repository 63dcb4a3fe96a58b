//! The history of a registry, to be told.

use super::super::Store;
use super::super::place::Target;
use super::super::reading::Reading;
use super::command_line::command_line;
use super::judge::{Version, judge};
use super::line::{Deed, Line};
use super::memory::Memory;
use super::steps::Steps;
use crate::domain::Id;
use crate::error::{Kind, Result};

/// What was done to a registry, as far as its log remembers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History {
    /// The commands whose changes came to be, oldest first.
    pub entries: Vec<Entry>,
    /// What of the log could not be read.
    pub warnings: Vec<String>,
}

/// A command that changed a registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number, by which others name it.
    pub number: u64,
    /// The time, by RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// The command line, word by word.
    pub command: Vec<String>,
    /// Whether it was a change, an undo or a redo.
    pub deed: Deed,
    /// Whether it is undone, and not redone since.
    pub is_undone: bool,
    /// Whether it made the registry.
    pub created: bool,
    /// What the registry said of itself before and after, where that changed.
    pub head: Option<(Version, Version)>,
    /// The records that it changed.
    pub records: Vec<Trail>,
}

/// What a command made of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trail {
    /// The id of the record.
    pub id: Id,
    /// What it was.
    pub before: Version,
    /// What it was afterwards.
    pub after: Version,
}

impl Entry {
    /// Returns the command as a person would type it.
    #[must_use]
    pub fn command_line(&self) -> String {
        command_line(&self.command)
    }

    fn of(line: &Line, made: Vec<Version>, is_undone: bool) -> Self {
        let mut entry = Self {
            number: line.number,
            at: line.at.clone(),
            who: line.who.clone(),
            command: line.command.clone(),
            deed: line.deed(),
            is_undone,
            created: line.created,
            head: None,
            records: Vec::with_capacity(made.len()),
        };
        for (trace, after) in line.changes.iter().zip(made) {
            let before = Version::of(trace.before.as_ref());
            match &trace.id {
                Some(id) => entry.records.push(Trail { id: id.clone(), before, after }),
                None => entry.head = Some((before, after)),
            }
        }
        entry
    }
}

impl Line {
    pub(super) fn command_line(&self) -> String {
        command_line(&self.command)
    }
}

impl History {
    pub(super) fn read(store: &Store, target: &Target) -> Result<Self> {
        // The log comes first: a change that comes in between is then one that it does not know of.
        let memory = Memory::of(target);
        let mut warnings = Vec::new();
        let reading = match store.read() {
            Ok(reading) => Some(reading),
            // A registry that is damaged is when its history is wanted most.
            Err(error) if error.kind() == Kind::Damaged => {
                warnings.push(error.message().to_owned());
                None
            }
            Err(error) => return Err(error),
        };
        let uid = reading.as_ref().and_then(|reading| reading.head().uid.as_deref());
        let steps = Steps::of(&memory, uid, |items| judge(items, |id| now(reading.as_ref(), id)));
        warnings.extend(memory.warnings.iter().cloned());
        if steps.strange > 0 {
            let shown = target.log().display().to_string();
            warnings.push(format!(
                "`{shown}` also remembers another registry, which stood here before"
            ));
        }
        let Steps { lines, undone, .. } = steps;
        let entries = lines.into_iter().enumerate();
        let entries = entries.map(|(at, (line, made))| Entry::of(line, made, undone.contains(&at)));
        Ok(Self { entries: entries.collect(), warnings })
    }
}

fn now(reading: Option<&Reading>, id: Option<&Id>) -> Version {
    reading.map_or(Version::Lost, |reading| Version::now(reading, id))
}
