//! An entry of the log: a command, and what it changed in each record.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::domain::Id;
use crate::json::strict;
use crate::store::canonical::record_text::canonical_text;
use crate::store::transaction::TextChange;

/// The text between the members of an entry and the sum of what is before it.
const SUM_MEMBER: &str = r#","sum":""#;

/// The text after the sum.
const LINE_END: &str = r#""}"#;

/// Room for the change of a record that was added, with a long id.
const TYPICAL_CHANGE_BYTES: usize = 128;

/// Who changes a registry, when, and by which command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The time, by RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// The command line, word by word.
    pub command: Vec<String>,
}

/// A command in the log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// Its number, by which other entries name it.
    #[serde(rename = "n")]
    pub number: u64,
    /// The time, by RFC 3339.
    pub at: String,
    /// Who.
    pub who: String,
    /// The command line, word by word.
    pub command: Vec<String>,
    /// The `uid` of the registry: another registry may have had this name before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) uid: Option<String>,
    /// Whether it created the registry.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub created: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    undoes: Vec<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    redoes: Vec<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::store) changes: Vec<RecordChange>,
    /// Whether it is undone, and not redone since. The log does not say this; it is found when the log is read.
    #[serde(skip)]
    pub is_undone: bool,
}

/// What a command changed in a record; in the other members of the document if there is no id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordChange {
    /// The id of the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) before: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) after: Option<Digest>,
    /// What the record was afterwards. The log has only a hash of it; it is found when the log is read.
    #[serde(skip)]
    pub after_version: Version,
}

/// A version of a record, if it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Version {
    /// There was none.
    Nothing,
    /// Its text in the file.
    Text(Arc<str>),
    /// It is not known, for example because something that is not in the log changed the record later.
    #[default]
    Lost,
}

/// What a command was in the history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum EntryKind {
    /// A change of its own.
    #[default]
    Change,
    /// It undid the entries of these numbers, the last one first.
    Undo(Vec<u64>),
    /// It redid the entries of these numbers, the earliest one first.
    Redo(Vec<u64>),
}

impl LogEntry {
    /// Returns the entry for changes of texts. Its number, and who made it, are set later.
    pub(in crate::store) fn new(
        changes: &[TextChange],
        created: bool,
        uid: Option<String>,
        kind: EntryKind,
    ) -> Self {
        let changes = changes.iter().map(|TextChange { id, before, after }| RecordChange {
            id: id.clone(),
            before: before.clone(),
            after: after.as_ref().map(|text| Digest::of(text.as_bytes())),
            after_version: Version::Lost,
        });
        let (undoes, redoes) = match kind {
            EntryKind::Change => (Vec::new(), Vec::new()),
            EntryKind::Undo(numbers) => (numbers, Vec::new()),
            EntryKind::Redo(numbers) => (Vec::new(), numbers),
        };
        Self { uid, created, undoes, redoes, changes: changes.collect(), ..Self::default() }
    }

    pub(in crate::store) fn stamped(mut self, stamp: &Stamp) -> Self {
        self.at.clone_from(&stamp.at);
        self.who.clone_from(&stamp.who);
        self.command.clone_from(&stamp.command);
        self
    }

    /// Returns whether it was a change, an undo or a redo.
    #[must_use]
    pub fn kind(&self) -> EntryKind {
        match (self.undoes.as_slice(), self.redoes.as_slice()) {
            ([], []) => EntryKind::Change,
            ([], redoes) => EntryKind::Redo(redoes.to_vec()),
            (undoes, _) => EntryKind::Undo(undoes.to_vec()),
        }
    }

    /// Returns true if the entry is an undo or a redo, which is logged even if no record differs.
    pub(in crate::store) fn reverts(&self) -> bool {
        !self.undoes.is_empty() || !self.redoes.is_empty()
    }

    /// Returns the command as a person would type it.
    #[must_use]
    pub fn command_line(&self) -> String {
        let quoted: Vec<Cow<'_, str>> = self.command.iter().map(|word| quoted(word)).collect();
        quoted.join(" ")
    }

    /// Returns the changes of records.
    pub fn record_changes(&self) -> impl Iterator<Item = &RecordChange> {
        self.changes.iter().filter(|change| change.id.is_some())
    }

    /// Returns the change of the document without its records, if there is one.
    #[must_use]
    pub fn header_change(&self) -> Option<&RecordChange> {
        self.changes.iter().find(|change| change.id.is_none())
    }

    /// Returns the changes that `undo` and `redo` revert: not that the registry was created.
    pub(in crate::store) fn revertible_changes(&self) -> impl Iterator<Item = &RecordChange> {
        self.changes.iter().filter(|change| change.id.is_some() || !self.created)
    }

    /// Returns the line of the log, with its line end.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.changes.len() * TYPICAL_CHANGE_BYTES);
        serde_json::to_writer(&mut bytes, self).expect("a line has texts as names and cannot fail");
        bytes.pop();
        let sum = sha256_of(&bytes);
        for part in [SUM_MEMBER, &sum, LINE_END, "\n"] {
            bytes.extend_from_slice(part.as_bytes());
        }
        bytes
    }

    /// Reads a line without its line end. Returns `None` if it was changed since it was written.
    pub(super) fn from_bytes(line: &[u8]) -> Option<Self> {
        let rest = line.strip_suffix(LINE_END.as_bytes())?;
        let (rest, sum) = rest.split_at_checked(rest.len().checked_sub(SUM_LETTERS)?)?;
        let body = rest.strip_suffix(SUM_MEMBER.as_bytes())?;
        if sha256_of(body).as_bytes() != sum {
            return None;
        }
        strict::from_slice(line).ok()
    }

    /// Returns the number at the start of a line, even if the rest is damaged.
    pub(super) fn number_of(line: &[u8]) -> Option<u64> {
        let rest = line.strip_prefix(br#"{"n":"#)?;
        let end = rest.iter().position(|byte| !byte.is_ascii_digit())?;
        std::str::from_utf8(rest.get(..end)?).ok()?.parse().ok()
    }
}

/// The letters of a sum.
const SUM_LETTERS: usize = 64;

/// Returns the SHA-256 of `bytes` in hexadecimal.
#[must_use]
pub fn sha256_of(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// The SHA-256 of a text. The log has it in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(in crate::store) struct Digest(#[serde(with = "hex::serde")] [u8; 32]);

impl Digest {
    pub(in crate::store) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Returns true if `text` is the record that had this digest when it was written; its whitespace may
    /// differ.
    pub(in crate::store) fn matches(&self, text: &str) -> bool {
        *self == Self::of(text.as_bytes()) || *self == Self::of(canonical_text(text).as_bytes())
    }
}

/// Returns the word in quotes if it means something to a shell.
fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./:,=+@%?~".contains(letter);
    if !word.is_empty() && !word.starts_with('~') && word.chars().all(is_plain) {
        return Cow::Borrowed(word);
    }
    if !word.contains(['"', '\\', '$', '`', '!']) {
        return Cow::Owned(format!("\"{word}\""));
    }
    Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
}
