//! What the log says about imports: which entries are undone, and which ids were changed.
//!
//! Only the beginnings of its lines are read: the records of a large import would take most of the time. A damaged
//! line is skipped, as if it had never been there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use memchr::memmem;
use serde::Deserialize;

use crate::domain::Id;
use crate::store::line_file::open_to_read;
use crate::store::path::ResolvedPath;

/// The member of an entry that holds the records. It comes after those that are read here.
const CHANGES_MEMBER: &[u8] = br#","changes":["#;

/// The member that ends an entry without changes.
const SUM_MEMBER: &[u8] = br#","sum":""#;

/// The most bytes that are read of a line.
const MAX_LINE_BYTES: u64 = 4 << 20;

/// What the log says about imports.
#[derive(Debug, Default)]
pub(super) struct LogState {
    /// The numbers of the entries that are undone.
    pub(super) undone: BTreeSet<u64>,
    /// The ids that `edit --id` changed, by the old one.
    pub(super) renamed: BTreeMap<Id, Id>,
    /// Whether there is an import that is not undone.
    pub(super) has_import: bool,
}

/// The first members of an entry.
#[derive(Deserialize)]
struct EntryHead {
    n: u64,
    command: Vec<String>,
    #[serde(default)]
    uid: Option<String>,
    #[serde(default)]
    undoes: Vec<u64>,
    #[serde(default)]
    redoes: Vec<u64>,
}

/// The records of an entry.
#[derive(Deserialize)]
struct EntryChanges {
    changes: Vec<ChangeHead>,
}

/// A record of an entry: whether there was one before, and after.
#[derive(Deserialize)]
struct ChangeHead {
    #[serde(default)]
    id: Option<Id>,
    #[serde(default)]
    before: Option<serde::de::IgnoredAny>,
    #[serde(default)]
    after: Option<serde::de::IgnoredAny>,
}

/// What an entry means for the memory of imports.
#[derive(Debug)]
enum EntryMeaning {
    Import,
    Renaming(Id, Id),
}

impl LogState {
    /// Reads the log of `target`, and the one that was set aside, as far as they are of the registry with this
    /// `uid`.
    pub(super) fn read(target: &ResolvedPath, uid: Option<&str>) -> Self {
        let mut undone = BTreeSet::new();
        let mut meanings = BTreeMap::new();
        for path in [target.older_log(), target.log()] {
            visit_lines(&path, |line| {
                let Some((head, meaning)) = read_entry(line) else { return };
                if head.uid.as_deref().zip(uid).is_some_and(|(one, other)| one != other) {
                    return;
                }
                undone.extend(head.undoes);
                for number in head.redoes {
                    undone.remove(&number);
                }
                if let Some(meaning) = meaning {
                    meanings.insert(head.n, meaning);
                }
            });
        }
        meanings.retain(|number, _| !undone.contains(number));
        let mut state = Self { undone, ..Self::default() };
        for meaning in meanings.into_values() {
            match meaning {
                EntryMeaning::Import => state.has_import = true,
                EntryMeaning::Renaming(old, new) => {
                    // An id that was given back is the end of a chain.
                    state.renamed.remove(&new);
                    state.renamed.insert(old, new);
                }
            }
        }
        state
    }
}

/// Calls `visit` with each line, cut off at [`MAX_LINE_BYTES`]. Does nothing if the file cannot be read.
fn visit_lines(path: &Path, mut visit: impl FnMut(&[u8])) {
    let Ok(Some(file)) = open_to_read(path) else { return };
    let mut lines = BufReader::new(file);
    let mut line = Vec::new();
    loop {
        line.clear();
        match lines.by_ref().take(MAX_LINE_BYTES).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => visit(&line),
        }
        if !line.ends_with(b"\n") && lines.skip_until(b'\n').is_err() {
            return;
        }
    }
}

fn read_entry(line: &[u8]) -> Option<(EntryHead, Option<EntryMeaning>)> {
    let end = memmem::find(line, CHANGES_MEMBER).or_else(|| memmem::rfind(line, SUM_MEMBER))?;
    let mut beginning = line.get(..end)?.to_vec();
    beginning.push(b'}');
    let head: EntryHead = serde_json::from_slice(&beginning).ok()?;
    let has = |word: &str| head.command.iter().skip(1).any(|other| other == word);
    let meaning = if has("import") {
        Some(EntryMeaning::Import)
    } else if has("edit") {
        renaming(line)
    } else {
        None
    };
    Some((head, meaning))
}

/// Returns the old and the new id, if the entry of an `edit` removed one record and added one.
fn renaming(line: &[u8]) -> Option<EntryMeaning> {
    let EntryChanges { changes } = serde_json::from_slice(line).ok()?;
    let mut removed = changes.iter().filter(|change| change.after.is_none());
    let mut added = changes.iter().filter(|change| change.before.is_none());
    let (old, new) = (removed.next()?.id.clone()?, added.next()?.id.clone()?);
    (removed.next().is_none() && added.next().is_none()).then_some(EntryMeaning::Renaming(old, new))
}
