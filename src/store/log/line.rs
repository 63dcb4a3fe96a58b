//! A line of the log: a command, and what it did to each record.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::super::Stamp;
use super::super::reading::Reading;
use super::super::revision::{NewText, Revision};
use super::digest::{Digest, LETTERS};
use crate::domain::Id;
use crate::error::Result;
use crate::json::strict;

const SUM: &[u8] = br#","sum":""#;
const END: &[u8] = br#""}"#;

/// The bytes of what the log says of a record that was added, with a long id.
const USUAL_TRACE: usize = 128;

/// A command in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::store) struct Line {
    #[serde(rename = "n")]
    pub(super) number: u64,
    pub(super) at: String,
    pub(super) who: String,
    pub(super) command: Vec<String>,
    /// The `uid` of the registry: a registry of the same name may have stood here before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) uid: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) created: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    undoes: Vec<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    redoes: Vec<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) changes: Vec<Trace>,
}

/// What a command did to a record; to the other members of the document where there is no id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Trace {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<Id>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "shared")]
    pub(super) before: Option<Arc<str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<Digest>,
}

/// What a command was in the course of the history.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Deed {
    /// A change of its own.
    #[default]
    Change,
    /// It took back the entries of these numbers, the last one first.
    Undo(Vec<u64>),
    /// It put back the entries of these numbers, the earliest one first.
    Redo(Vec<u64>),
}

impl Line {
    /// Returns the line for `revision`, made in what `reading` holds; who made it is put in later. Fails
    /// where a record cannot be read.
    pub(in crate::store) fn new(
        reading: &Reading,
        revision: &Revision,
        uid: Option<String>,
        deed: Deed,
    ) -> Result<Self> {
        let head = revision.members.as_ref().map(|members| Trace {
            id: None,
            before: reading.exists().then(|| reading.members().print().into()),
            after: Some(Digest::of(members.print().as_bytes())),
        });
        let mut changes = Vec::with_capacity(revision.records.len() + 1);
        changes.extend(head);
        for (id, text) in &revision.records {
            // What waits is of records that were not there.
            let is_new = matches!(text, Some(NewText::Waiting(_)));
            let old = if is_new { None } else { reading.find(id.as_str())? };
            changes.push(Trace {
                id: Some(id.clone()),
                before: old.map(|record| record.text().into()),
                after: text.as_ref().map(NewText::digest),
            });
        }
        let (undoes, redoes) = match deed {
            Deed::Change => (Vec::new(), Vec::new()),
            Deed::Undo(numbers) => (numbers, Vec::new()),
            Deed::Redo(numbers) => (Vec::new(), numbers),
        };
        Ok(Self {
            number: 0,
            at: String::new(),
            who: String::new(),
            command: Vec::new(),
            uid,
            created: !reading.exists(),
            undoes,
            redoes,
            changes,
        })
    }

    pub(in crate::store) fn stamped(mut self, stamp: &Stamp) -> Self {
        self.at.clone_from(&stamp.at);
        self.who.clone_from(&stamp.who);
        self.command.clone_from(&stamp.command);
        self
    }

    pub(super) fn deed(&self) -> Deed {
        match (self.undoes.as_slice(), self.redoes.as_slice()) {
            ([], []) => Deed::Change,
            ([], redoes) => Deed::Redo(redoes.to_vec()),
            (undoes, _) => Deed::Undo(undoes.to_vec()),
        }
    }

    /// Tells whether the line has something to say where no record differs.
    pub(in crate::store) fn is_retracing(&self) -> bool {
        !self.undoes.is_empty() || !self.redoes.is_empty()
    }

    /// Returns what `undo` takes back and `redo` puts back of it: not that it made the registry.
    pub(super) fn retraceable(&self) -> impl Iterator<Item = &Trace> {
        self.changes.iter().filter(|trace| trace.id.is_some() || !self.created)
    }

    /// Returns the line as it stands in the log, with its line end.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.changes.len() * USUAL_TRACE);
        serde_json::to_writer(&mut bytes, self).expect("a line has texts as names and cannot fail");
        bytes.pop();
        let sum = Digest::of(&bytes);
        bytes.extend_from_slice(SUM);
        bytes.extend_from_slice(sum.to_string().as_bytes());
        bytes.extend_from_slice(END);
        bytes.push(b'\n');
        bytes
    }

    /// Reads a line without its line end; returns none where it is not what was written.
    pub(super) fn of_bytes(line: &[u8]) -> Option<Self> {
        let body = line.len().checked_sub(SUM.len() + LETTERS + END.len())?;
        let (body, rest) = line.split_at_checked(body)?;
        let sum = rest.strip_prefix(SUM)?.strip_suffix(END)?;
        if Digest::of(body).to_string().as_bytes() != sum {
            return None;
        }
        strict::from_slice(line).ok()
    }

    /// Returns the number that a line begins with, whatever follows it.
    pub(super) fn number_of(line: &[u8]) -> Option<u64> {
        let rest = line.strip_prefix(br#"{"n":"#)?;
        let end = rest.iter().position(|byte| !byte.is_ascii_digit())?;
        std::str::from_utf8(rest.get(..end)?).ok()?.parse().ok()
    }
}

/// Texts that the history shares.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[expect(clippy::ref_option, reason = "serde hands over the field as it is")]
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
