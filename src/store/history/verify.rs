//! Which changes of the log came into effect, what they made of each record, and what can be undone.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::entry::{EntryKind, LogEntry, RecordChange};
use super::log_file::{LogFile, LogLine};
use crate::domain::{Agreement, Head, Id};
use crate::json::strict;
use crate::store::reading::Reading;
use crate::store::tidy::record_text::canonical_text;

/// A record at some time, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Version {
    /// There was none.
    Nothing,
    /// Its text, as it stood in the file.
    Text(Arc<str>),
    /// It was changed later by something that is not in the log.
    Lost,
}

impl Version {
    pub(in crate::store) fn from_text(text: Option<&Arc<str>>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(Arc::clone(text)))
    }

    /// Returns the version that stands in the registry; of the members of the document where there
    /// is no id.
    pub(in crate::store) fn now(reading: &Reading, id: Option<&Id>) -> Self {
        match id {
            Some(id) => match reading.find(id.as_str()) {
                Ok(Some(record)) => Self::Text(record.text().into()),
                Ok(None) => Self::Nothing,
                // What cannot be read is as good as changed: nothing is undone on top of it.
                Err(_) => Self::Lost,
            },
            None if reading.exists() => Self::Text(reading.members().print().into()),
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

    /// Returns the agreement that it was; none where it is not known, and where it is none.
    #[must_use]
    pub fn agreement(&self) -> Option<Agreement> {
        self.text().and_then(|text| strict::from_str(text).ok())
    }

    /// Returns what the registry said of itself, where this is a version of that.
    #[must_use]
    pub fn head(&self) -> Option<Head> {
        self.text().and_then(|text| strict::from_str(text).ok())
    }
}

impl RecordChange {
    /// Tells whether `version` is what the command made of the record.
    pub(in crate::store) fn made(&self, version: &Version) -> bool {
        match (&self.after, version) {
            (Some(digest), Version::Text(text)) => digest.matches(text),
            (None, Version::Nothing) => true,
            _ => false,
        }
    }

    /// Tells whether `version` is what the command found.
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

/// Returns for each line what it made of its records, in the order of its changes; none for a line
/// whose change never came to be, and for a gap.
///
/// `now` tells what stands in the registry. From there the history is followed back: what a later
/// change found is what the earlier one made, if that was the earlier one's. Where a later change
/// may be lost in a gap, what a change found standing there again says nothing against it.
pub(in crate::store) fn verify(
    items: &[&LogLine],
    now: impl Fn(Option<&Id>) -> Version,
) -> Vec<Option<Vec<Version>>> {
    // A version of each record, and how many gaps there are after it.
    let mut later: BTreeMap<Option<&Id>, (Version, usize)> = BTreeMap::new();
    let mut gaps = 0;
    let mut judged: Vec<Option<Vec<Version>>> = Vec::with_capacity(items.len());
    for item in items.iter().rev() {
        let LogLine::Entry(line) = item else {
            gaps += 1;
            judged.push(None);
            continue;
        };
        let mut made = Vec::with_capacity(line.changes.len());
        let mut is_untouched = !line.changes.is_empty();
        for trace in &line.changes {
            let id = trace.id.as_ref();
            let (version, seen) = later.entry(id).or_insert_with(|| (now(id), 0));
            let is_made = trace.made(version);
            is_untouched &= !is_made && *seen == gaps && trace.found(version);
            made.push(if is_made { version.clone() } else { Version::Lost });
        }
        if is_untouched {
            judged.push(None);
            continue;
        }
        for trace in &line.changes {
            later.insert(trace.id.as_ref(), (Version::from_text(trace.before.as_ref()), gaps));
        }
        judged.push(Some(made));
    }
    judged.reverse();
    judged
}

/// The lines of the log that came to be, and where each stands between undo and redo.
///
/// The numbers are places in [`Self::entries`].
#[derive(Debug)]
pub(in crate::store) struct UndoStack<'m> {
    /// The lines of this registry, each with what it made of its records.
    pub(in crate::store) entries: Vec<(&'m LogEntry, Vec<Version>)>,
    /// What can be undone, the next one last.
    pub(in crate::store) undo: Vec<usize>,
    /// What can be redone, the next one last.
    pub(in crate::store) redo: Vec<usize>,
    /// What is undone, also where it cannot be redone any more.
    pub(in crate::store) undone: BTreeSet<usize>,
    /// Why there is nothing to undo before the first one that can be.
    pub(in crate::store) undo_ends: Option<String>,
    /// Why there is nothing to redo after the last one that can be.
    pub(in crate::store) redo_ends: Option<String>,
    /// How many lines belong to another registry that stood here.
    pub(in crate::store) strange: usize,
}

impl<'m> UndoStack<'m> {
    /// Follows the log of the registry that has this `uid`. `verify` returns for each of its lines what
    /// [`verify`] returns.
    pub(in crate::store) fn new(
        log: &'m LogFile,
        uid: Option<&str>,
        verify: impl FnOnce(&[&'m LogLine]) -> Vec<Option<Vec<Version>>>,
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
            strange: log.lines.len() - own.len(),
        };
        for (line, made) in own.iter().zip(verify(&own)) {
            match (line, made) {
                (LogLine::Gap(why), _) => stack.end(why.clone()),
                (LogLine::Entry(entry), Some(made)) => stack.follow(entry, made),
                (LogLine::Entry(_), None) => {}
            }
        }
        stack
    }

    /// Ends what can be undone or redone here: something else may have happened at this place.
    fn end(&mut self, why: String) {
        self.undo.clear();
        self.redo.clear();
        self.redo_ends = None;
        self.undo_ends = Some(why);
    }

    fn follow(&mut self, line: &'m LogEntry, made: Vec<Version>) {
        let place = self.entries.len();
        self.entries.push((line, made));
        match line.kind() {
            EntryKind::Change => {
                if !self.redo.is_empty() {
                    self.redo.clear();
                    self.redo_ends =
                        Some(format!("`{}` came after the last undo", line.command_line()));
                }
                if line.created {
                    self.end(format!("`{}` made the registry, which stays", line.command_line()));
                }
                if line.retraceable().next().is_some() {
                    self.undo.push(place);
                }
            }
            EntryKind::Undo(numbers) => {
                for number in numbers {
                    if let Some(place) = take(&self.entries, &mut self.undo, number) {
                        self.redo.push(place);
                        self.undone.insert(place);
                        self.redo_ends = None;
                    }
                }
            }
            EntryKind::Redo(numbers) => {
                let known: Vec<usize> = numbers
                    .iter()
                    .filter_map(|number| take(&self.entries, &mut self.redo, *number))
                    .collect();
                for place in &known {
                    self.undone.remove(place);
                }
                if known.len() == numbers.len() {
                    self.undo.extend(known);
                } else {
                    // What it put back is no longer in the log; it holds all of that itself.
                    self.undo.push(place);
                }
            }
        }
    }
}

/// Takes the last place that has this number off `places`.
fn take(
    lines: &[(&LogEntry, Vec<Version>)],
    places: &mut Vec<usize>,
    number: u64,
) -> Option<usize> {
    let has_number = |place: &usize| lines.get(*place).is_some_and(|(l, _)| l.number == number);
    places.iter().rposition(has_number).map(|at| places.remove(at))
}
