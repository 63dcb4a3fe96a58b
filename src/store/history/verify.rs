//! Which changes of the log came into effect, what they made of each record, and what can be undone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::entry::{EntryKind, LogEntry, RecordChange, Version};
use super::log_file::{LogFile, LogLine};
use crate::domain::{Agreement, Header, Id};
use crate::json::strict;
use crate::store::canonical::record_text::canonical_text;
use crate::store::registry_file::RegistryFile;

impl Version {
    pub(in crate::store) fn from_text(text: Option<&Arc<str>>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(Arc::clone(text)))
    }

    /// Returns the current version of a record; of the other members of the document if there is no id.
    pub(in crate::store) fn now(registry: &RegistryFile, id: Option<&Id>) -> Self {
        match id {
            Some(id) => match registry.find(id.as_str()) {
                Ok(Some(record)) => Self::Text(record.text().into()),
                Ok(None) => Self::Nothing,
                // A record that cannot be read counts as changed: nothing is undone on top of it.
                Err(_) => Self::Lost,
            },
            None if registry.exists() => Self::Text(registry.members().print().into()),
            None => Self::Nothing,
        }
    }

    /// Returns the text, to be shared.
    pub(in crate::store) fn shared_text(&self) -> Option<Arc<str>> {
        match self {
            Self::Text(text) => Some(Arc::clone(text)),
            Self::Nothing | Self::Lost => None,
        }
    }

    /// Returns the text; `None` if there is none, or if it is not known.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Nothing | Self::Lost => None,
        }
    }

    /// Returns the agreement; `None` if it is not known, or if this is not the version of an agreement.
    #[must_use]
    pub fn agreement(&self) -> Option<Agreement> {
        self.text().and_then(|text| strict::from_str(text).ok())
    }

    /// Returns the header, if this is a version of the document.
    #[must_use]
    pub fn head(&self) -> Option<Header> {
        self.text().and_then(|text| strict::from_str(text).ok())
    }
}

impl RecordChange {
    /// Returns what the record was before.
    #[must_use]
    pub fn before_version(&self) -> Version {
        Version::from_text(self.before.as_ref())
    }

    /// Returns true if `version` is what the command made of the record.
    pub(in crate::store) fn made(&self, version: &Version) -> bool {
        match (&self.after, version) {
            (Some(digest), Version::Text(text)) => digest.matches(text),
            (None, Version::Nothing) => true,
            _ => false,
        }
    }

    /// Returns true if `version` is what the command found.
    pub(in crate::store) fn found(&self, version: &Version) -> bool {
        match (&self.before, version) {
            (Some(before), Version::Text(text)) => {
                before == text || canonical_text(before) == canonical_text(text)
            }
            (None, Version::Nothing) => true,
            _ => false,
        }
    }
}

/// Returns for each line the versions that it made of its records, in the order of its changes; `None` for a gap,
/// and for an entry whose change was never made.
///
/// `now` returns the current version of a record. From there the history is followed back: what a later
/// change found is what the earlier change of this record made. If a record is as a change found it, the
/// change was not made, unless a later change may be lost in a gap.
fn verify(lines: &[&LogLine], now: impl Fn(Option<&Id>) -> Version) -> Vec<Option<Vec<Version>>> {
    // A version of each record, and how many gaps there are after it.
    let mut later: BTreeMap<Option<&Id>, (Version, usize)> = BTreeMap::new();
    let mut gaps = 0;
    let mut verified: Vec<Option<Vec<Version>>> = Vec::with_capacity(lines.len());
    for line in lines.iter().rev() {
        let LogLine::Entry(entry) = line else {
            gaps += 1;
            verified.push(None);
            continue;
        };
        let mut made = Vec::with_capacity(entry.changes.len());
        let mut is_untouched = !entry.changes.is_empty();
        for change in &entry.changes {
            let id = change.id.as_ref();
            let (version, seen) = later.entry(id).or_insert_with(|| (now(id), 0));
            let is_made = change.made(version);
            is_untouched &= !is_made && *seen == gaps && change.found(version);
            made.push(if is_made { version.clone() } else { Version::Lost });
        }
        if is_untouched {
            verified.push(None);
            continue;
        }
        for change in &entry.changes {
            later.insert(change.id.as_ref(), (Version::from_text(change.before.as_ref()), gaps));
        }
        verified.push(Some(made));
    }
    verified.reverse();
    verified
}

/// The entries whose changes were made, and which of them can be undone and redone.
///
/// The numbers are indexes of [`Self::entries`].
#[derive(Debug)]
pub(in crate::store) struct UndoStack<'m> {
    /// The entries of this registry, each with what it made of its records.
    pub(in crate::store) entries: Vec<(&'m LogEntry, Vec<Version>)>,
    /// What can be undone, the next one last.
    pub(in crate::store) undo: Vec<usize>,
    /// What can be redone, the next one last.
    pub(in crate::store) redo: Vec<usize>,
    /// What is undone, even if it can no longer be redone.
    pub(in crate::store) undone: BTreeSet<usize>,
    /// Why nothing can be undone before the first of [`Self::undo`].
    pub(in crate::store) undo_ends: Option<String>,
    /// Why nothing can be redone after the last of [`Self::redo`].
    pub(in crate::store) redo_ends: Option<String>,
    /// How many lines belong to another registry that had this name.
    pub(in crate::store) foreign_lines: usize,
}

impl<'m> UndoStack<'m> {
    /// Follows the log of the registry that has this `uid`. `now` returns the current version of a record.
    pub(in crate::store) fn new(
        log: &'m LogFile,
        uid: Option<&str>,
        now: impl Fn(Option<&Id>) -> Version,
    ) -> Self {
        let is_own = |line: &&LogLine| match line {
            LogLine::Entry(entry) => match (entry.uid.as_deref(), uid) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            },
            LogLine::Gap(_) => true,
        };
        let own: Vec<&LogLine> = log.lines.iter().filter(is_own).collect();
        let mut stack = Self {
            entries: Vec::with_capacity(own.len()),
            undo: Vec::new(),
            redo: Vec::new(),
            undone: BTreeSet::new(),
            undo_ends: None,
            redo_ends: None,
            foreign_lines: log.lines.len() - own.len(),
        };
        for (line, made) in own.iter().zip(verify(&own, now)) {
            match (line, made) {
                (LogLine::Gap(why), _) => stack.end(why.clone()),
                (LogLine::Entry(entry), Some(made)) => stack.follow(entry, made),
                (LogLine::Entry(_), None) => {}
            }
        }
        stack
    }

    /// Ends what can be undone or redone: at this point other changes may have been made.
    fn end(&mut self, why: String) {
        self.undo.clear();
        self.redo.clear();
        self.redo_ends = None;
        self.undo_ends = Some(why);
    }

    /// Adds an entry whose change was made.
    fn follow(&mut self, entry: &'m LogEntry, made: Vec<Version>) {
        let index = self.entries.len();
        self.entries.push((entry, made));
        match entry.kind() {
            EntryKind::Change => {
                if !self.redo.is_empty() {
                    self.redo.clear();
                    self.redo_ends =
                        Some(format!("`{}` came after the last undo", entry.command_line()));
                }
                if entry.created {
                    self.end(format!(
                        "`{}` created the registry, which cannot be \
                        undone",
                        entry.command_line()
                    ));
                }
                if entry.revertible_changes().next().is_some() {
                    self.undo.push(index);
                }
            }
            EntryKind::Undo(numbers) => {
                for number in numbers {
                    if let Some(index) = take(&self.entries, &mut self.undo, number) {
                        self.redo.push(index);
                        self.undone.insert(index);
                        self.redo_ends = None;
                    }
                }
            }
            EntryKind::Redo(numbers) => {
                let known: Vec<usize> = numbers
                    .iter()
                    .filter_map(|number| take(&self.entries, &mut self.redo, *number))
                    .collect();
                for index in &known {
                    self.undone.remove(index);
                }
                if known.len() == numbers.len() {
                    self.undo.extend(known);
                } else {
                    // The entries that it redid are no longer in the log; it has their texts itself.
                    self.undo.push(index);
                }
            }
        }
    }
}

/// Removes the last of the `indexes` that has this number, and returns it.
fn take(
    entries: &[(&LogEntry, Vec<Version>)],
    indexes: &mut Vec<usize>,
    number: u64,
) -> Option<usize> {
    let has_number =
        |index: &usize| entries.get(*index).is_some_and(|(entry, _)| entry.number == number);
    indexes.iter().rposition(has_number).map(|last| indexes.remove(last))
}
