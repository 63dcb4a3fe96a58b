//! An entry of the log: a command, and what it changed in each record.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::domain::Id;
use crate::json::strict;
use crate::store::canonical::record_text::canonical_text;
use crate::store::transaction::TextChange;

const SUM: &[u8] = br#","sum":""#;
const END: &[u8] = br#""}"#;

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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct LogEntry {
    #[serde(rename = "n")]
    pub(in crate::store) number: u64,
    pub(in crate::store) at: String,
    pub(in crate::store) who: String,
    pub(in crate::store) command: Vec<String>,
    /// The `uid` of the registry: another registry may have had this name before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) uid: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(in crate::store) created: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    undoes: Vec<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    redoes: Vec<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::store) changes: Vec<RecordChange>,
}

/// What a command changed in a record; in the other members of the document if there is no id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct RecordChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) id: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "shared")]
    pub(in crate::store) before: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) after: Option<Digest>,
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
        });
        let (undoes, redoes) = match kind {
            EntryKind::Change => (Vec::new(), Vec::new()),
            EntryKind::Undo(numbers) => (numbers, Vec::new()),
            EntryKind::Redo(numbers) => (Vec::new(), numbers),
        };
        Self {
            number: 0,
            at: String::new(),
            who: String::new(),
            command: Vec::new(),
            uid,
            created,
            undoes,
            redoes,
            changes: changes.collect(),
        }
    }

    pub(in crate::store) fn stamped(mut self, stamp: &Stamp) -> Self {
        self.at.clone_from(&stamp.at);
        self.who.clone_from(&stamp.who);
        self.command.clone_from(&stamp.command);
        self
    }

    pub(super) fn kind(&self) -> EntryKind {
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
    pub(in crate::store) fn command_line(&self) -> String {
        command_line(&self.command)
    }

    /// Returns the changes that `undo` and `redo` revert: not that the registry was created.
    pub(in crate::store) fn revertible_changes(&self) -> impl Iterator<Item = &RecordChange> {
        self.changes.iter().filter(|trace| trace.id.is_some() || !self.created)
    }

    /// Returns the line of the log, with its line end.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.changes.len() * TYPICAL_CHANGE_BYTES);
        serde_json::to_writer(&mut bytes, self).expect("a line has texts as names and cannot fail");
        bytes.pop();
        let sum = Digest::of(&bytes);
        bytes.extend_from_slice(SUM);
        bytes.extend_from_slice(sum.to_string().as_bytes());
        bytes.extend_from_slice(END);
        bytes.push(b'\n');
        bytes
    }

    /// Reads a line without its line end. Returns `None` if it is not what was written.
    pub(super) fn from_bytes(line: &[u8]) -> Option<Self> {
        let body = line.len().checked_sub(SUM.len() + DIGEST_LETTERS + END.len())?;
        let (body, rest) = line.split_at_checked(body)?;
        let sum = rest.strip_prefix(SUM)?.strip_suffix(END)?;
        if Digest::of(body).to_string().as_bytes() != sum {
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

/// The letters of a digest.
const DIGEST_LETTERS: usize = 64;

/// The SHA-256 of a text. The log has it in hexadecimal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Digest([u8; DIGEST_LETTERS / 2]);

impl Digest {
    pub(in crate::store) fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Returns the hexadecimal digits.
    fn letters(&self) -> [u8; DIGEST_LETTERS] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut letters = [0; DIGEST_LETTERS];
        for (pair, byte) in letters.chunks_exact_mut(2).zip(self.0) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        letters
    }

    /// Returns true if `text` is the record that had this digest when it was written; its whitespace may
    /// differ.
    pub(in crate::store) fn matches(&self, text: &str) -> bool {
        *self == Self::of(text.as_bytes()) || *self == Self::of(canonical_text(text).as_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.letters()).unwrap_or_default())
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(std::str::from_utf8(&self.letters()).unwrap_or_default())
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let letters = String::deserialize(deserializer)?;
        let pair = |at: usize| {
            let pair = letters.get(2 * at..2 * at + 2)?;
            let is_digit = |letter: u8| matches!(letter, b'0'..=b'9' | b'a'..=b'f');
            pair.bytes().all(is_digit).then(|| u8::from_str_radix(pair, 16).ok()).flatten()
        };
        let bytes: Option<Vec<u8>> = (0..DIGEST_LETTERS / 2).map(pair).collect();
        let bytes =
            bytes.filter(|_| letters.len() == DIGEST_LETTERS).and_then(|all| all.try_into().ok());
        bytes.map(Self).ok_or_else(|| serde::de::Error::custom("no SHA-256 in hexadecimal"))
    }
}

/// Returns the words as one line; those that mean something to a shell are quoted.
pub(super) fn command_line(words: &[String]) -> String {
    let quoted: Vec<Cow<'_, str>> = words.iter().map(|word| quoted(word)).collect();
    quoted.join(" ")
}

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

/// Serializes texts that the history shares.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde passes the field as it is")]
    pub(super) fn serialize<S: Serializer>(
        text: &Option<Arc<str>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        text.as_deref().serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Arc<str>>, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map(Arc::from))
    }
}
