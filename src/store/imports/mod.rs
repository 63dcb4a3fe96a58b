//! The memory of imports: what each row of a sheet said when it was imported last.
//!
//! It is a JSON document beside the registry, with one profile and one row on a line:
//!
//! ```json
//! {
//!   "format": "mou-imports",
//!   "version": 1,
//!   "uid": "…",
//!   "profiles": [
//!     {"source":"mous.xlsx","group":1,"headings":["Partner","Expiry"],"columns":["partner","end"],"keys":[],"flags":[],"used":1}
//!   ],
//!   "rows": [
//!     {"profile":0,"key":"…","id":"ku-2024","cells":["Kyoto University","2027"],"entry":12}
//!   ]
//! }
//! ```
//!
//! It is written under the lock, after the registry. A program that is killed in between leaves the older memory: then
//! a cell of which it does not know what it said is never taken over a value of the registry, but reported.
//! A row has several lines if its cells changed: those of an import that is undone count no longer, and those
//! before it count again. Without the file the registry is complete.

mod log_state;
pub(super) mod update;

use std::collections::HashMap;
use std::fs::{self, Metadata};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use self::log_state::LogState;
use super::line_file::open_to_read;
use super::path::ResolvedPath;
use crate::domain::Id;
use crate::error::{Error, Result};
use crate::platform;

/// The value of `format`.
const MEMORY_FORMAT: &str = "mou-imports";

/// The version of the format that is written.
const MEMORY_VERSION: u64 = 1;

/// How a sheet was read when it was imported last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProfile {
    /// The name of the file, without its folder.
    pub source: String,
    /// The sheet that it describes. Several profiles describe one sheet if its columns or the flags changed.
    pub group: u64,
    /// The headings of the columns.
    pub headings: Vec<String>,
    /// What each column holds, as a mapping says it: `partner`, `fields.Seal`, `-`.
    pub columns: Vec<String>,
    /// The headings of the columns by which rows are found again; none if that is not one column.
    pub keys: Vec<String>,
    /// The flags that are used again: each with its value behind it.
    pub flags: Vec<String>,
    /// How many imports there were before its last one: of two profiles, the higher number is the later one.
    #[serde(default)]
    pub used: u64,
    /// What was said about the layout of the sheet, such as its footers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layout: Vec<String>,
}

impl ImportProfile {
    /// Returns the sheet of the workbook, if one is named.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        let mut pairs = self.flags.chunks_exact(2);
        pairs.find(|pair| pair[0] == "--sheet").map(|pair| pair[1].as_str())
    }
}

/// What a row of a sheet said when it was imported last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedRow {
    /// The index of its profile.
    pub profile: usize,
    /// The text by which it is found again.
    pub key: String,
    /// The id of its agreement then.
    pub id: Id,
    /// Its cells, in the order of the headings of the profile.
    pub cells: Vec<String>,
    /// The entry of the log that the import made; `None` if the row is not to be undone.
    pub entry: Option<u64>,
}

/// The rows and profiles of earlier imports.
#[derive(Debug, Default)]
pub struct ImportMemory {
    /// The profiles.
    pub profiles: Vec<ImportProfile>,
    /// Why the file is not used, if it is there.
    problem: Option<String>,
    path: PathBuf,
    /// Whether the file must not be replaced.
    is_locked: bool,
    /// What the files were when they were read.
    files: [Option<Metadata>; 2],
    uid: Option<String>,
    bytes: Vec<u8>,
    rows: Vec<RowPlace>,
    /// The rows that count, by the hashes of their keys and of their cells.
    by_key: Vec<(u64, u32)>,
    by_cells: Vec<(u64, u32)>,
    log: LogState,
}

/// A line of the file, and what has to be known of all of them.
#[derive(Debug, Clone, Copy)]
struct RowPlace {
    start: usize,
    length: u32,
    profile: u32,
    entry: Option<u64>,
    /// The hash of the group and the id: lines that agree in it are versions of one row.
    row: u64,
    counts: bool,
}

#[derive(Deserialize)]
struct MemoryDocument<'b> {
    format: String,
    version: u64,
    #[serde(default)]
    uid: Option<String>,
    #[serde(default)]
    profiles: Vec<ImportProfile>,
    #[serde(default, borrow)]
    rows: Vec<&'b RawValue>,
}

/// The members of a row that are read when the file is opened.
#[derive(Deserialize)]
struct RowHead<'b> {
    profile: u32,
    key: String,
    id: Id,
    #[serde(borrow)]
    cells: &'b RawValue,
    #[serde(default)]
    entry: Option<u64>,
}

impl ImportMemory {
    /// Reads the memory of the registry at `target` with this `uid`, unless nothing was written since `previous` was
    /// read.
    pub(super) fn load(
        target: &ResolvedPath,
        uid: Option<&str>,
        previous: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        let files = [target.imports().path, target.log()].map(|path| fs::metadata(path).ok());
        if let Some(previous) = previous
            && previous.uid.as_deref() == uid
            && previous.files.iter().zip(&files).all(|(old, new)| match (old, new) {
                (Some(old), Some(new)) => platform::is_unchanged(old, new),
                (old, new) => old.is_none() && new.is_none(),
            })
        {
            return Arc::clone(previous);
        }
        let mut memory = Self::read(&target.imports(), uid);
        memory.log = LogState::read(target, uid);
        memory.uid = uid.map(str::to_owned);
        memory.files = files;
        memory.path = target.imports().path;
        memory.choose();
        Arc::new(memory)
    }

    fn read(file: &ResolvedPath, uid: Option<&str>) -> Self {
        let unusable = |problem: String| Self { problem: Some(problem), ..Self::default() };
        let shown = file.path.display();
        let bytes = match read_all(file) {
            Ok(Some(bytes)) => bytes,
            Ok(None) => return Self::default(),
            Err(cause) => {
                let error = Error::io("cannot read", &file.path, &cause);
                return Self { is_locked: true, ..unusable(error.to_string()) };
            }
        };
        let read = match serde_json::from_slice::<MemoryDocument<'_>>(&bytes) {
            Ok(document) if document.format != MEMORY_FORMAT => {
                Err(format!("`{shown}` is not a memory of imports"))
            }
            Ok(document) if document.version > MEMORY_VERSION => {
                let version = document.version;
                let problem = format!("`{shown}` has version {version}, which is newer");
                return Self { is_locked: true, ..unusable(problem) };
            }
            Ok(document) if document.uid.as_deref() != uid => {
                Err(format!("`{shown}` belongs to another registry"))
            }
            Ok(document) => {
                let base = bytes.as_ptr().addr();
                let profiles = &document.profiles;
                let rows = document.rows.iter().map(|row| RowPlace::new(row, base, profiles));
                let rows: Option<Vec<_>> = rows.collect();
                rows.map(|rows| (document.profiles, rows))
                    .ok_or_else(|| format!("`{shown}` is damaged"))
            }
            Err(why) => Err(format!("`{shown}` is damaged: {why}")),
        };
        match read {
            Ok((profiles, rows)) => {
                let hashes = |hash: fn(&(RowPlace, u64, u64)) -> u64| {
                    let hashes = rows.iter().zip(0..).map(|(row, index)| (hash(row), index));
                    hashes.collect::<Vec<(u64, u32)>>()
                };
                let (by_key, by_cells) = (hashes(|row| row.1), hashes(|row| row.2));
                let rows = rows.into_iter().map(|(place, ..)| place).collect();
                Self { profiles, bytes, rows, by_key, by_cells, ..Self::default() }
            }
            Err(problem) => unusable(problem),
        }
    }

    /// Finds the rows that count: the latest line of each whose import is not undone.
    fn choose(&mut self) {
        let mut latest: HashMap<u64, usize> = HashMap::with_capacity(self.rows.len());
        for (index, place) in self.rows.iter().enumerate() {
            if place.entry.is_none_or(|entry| !self.log.undone.contains(&entry)) {
                latest.insert(place.row, index);
            }
        }
        for index in latest.into_values() {
            self.rows[index].counts = true;
        }
        for list in [&mut self.by_key, &mut self.by_cells] {
            list.retain(|(_, index)| self.rows[*index as usize].counts);
            list.sort_unstable();
        }
    }

    /// Returns the rows that count, by number, each with the index of its profile.
    pub fn rows(&self) -> impl Iterator<Item = (usize, usize)> {
        let rows = self.rows.iter().enumerate().filter(|(_, place)| place.counts);
        rows.map(|(row, place)| (row, place.profile as usize))
    }

    /// Returns a row by number.
    ///
    /// Fails if the memory was changed since it was read.
    pub fn row(&self, row: usize) -> Result<RememberedRow> {
        let text = self.rows.get(row).map(|place| place.text(&self.bytes)).unwrap_or_default();
        serde_json::from_slice(text).map_err(|_| Error::damaged("a row of the memory of imports"))
    }

    /// Returns the rows of a profile with this key.
    pub fn with_key(&self, profile: usize, key: &str) -> impl Iterator<Item = usize> {
        found(&self.by_key, key_hash(index_of(profile), key))
    }

    /// Returns the rows of a profile with these cells.
    pub fn with_cells(&self, profile: usize, cells: &[String]) -> impl Iterator<Item = usize> {
        let text = serde_json::to_string(cells).unwrap_or_default();
        found(&self.by_cells, cells_hash(index_of(profile), &text))
    }

    /// Returns the id that `id` was changed to since, by `edit --id`.
    #[must_use]
    pub fn new_id<'m>(&'m self, id: &'m Id) -> &'m Id {
        let mut new = id;
        // Each step is later than the last one, but a log can be damaged.
        for _ in 0..=self.log.renamed.len() {
            match self.log.renamed.get(new) {
                Some(next) => new = next,
                None => break,
            }
        }
        new
    }

    /// Returns why the file is not used, if it is there.
    #[must_use]
    pub fn problem(&self) -> Option<&str> {
        self.problem.as_deref()
    }

    /// Returns true if the file must not be replaced: it is not one that this program could have written.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.is_locked
    }

    /// Returns why earlier imports are not known, although the log has some.
    #[must_use]
    pub fn missing(&self) -> Option<String> {
        let is_missing = self.files[0].is_none() && self.log.has_import;
        is_missing.then(|| format!("`{}` is missing", self.path.display()))
    }
}

/// Returns the rows with this hash in a sorted list.
fn found(list: &[(u64, u32)], hash: u64) -> impl Iterator<Item = usize> {
    let first = list.partition_point(|(other, _)| *other < hash);
    let found = list[first..].iter().take_while(move |(other, _)| *other == hash);
    found.map(|(_, row)| *row as usize)
}

impl RowPlace {
    /// Reads a row of a document that begins at `base`. Returns the hashes of its key and its cells too; `None` if
    /// it is not a row.
    fn new(row: &RawValue, base: usize, profiles: &[ImportProfile]) -> Option<(Self, u64, u64)> {
        let text = row.get();
        let head: RowHead<'_> = serde_json::from_str(text).ok()?;
        let group = profiles.get(head.profile as usize)?.group;
        let place = Self {
            start: text.as_ptr().addr() - base,
            length: u32::try_from(text.len()).ok()?,
            profile: head.profile,
            entry: head.entry,
            row: hash_of((group, head.id.as_str())),
            counts: false,
        };
        let cells = cells_hash(head.profile, head.cells.get());
        Some((place, key_hash(head.profile, &head.key), cells))
    }

    fn text<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        bytes.get(self.start..self.start + self.length as usize).unwrap_or_default()
    }
}

fn read_all(file: &ResolvedPath) -> io::Result<Option<Vec<u8>>> {
    let Some(mut opened) = open_to_read(&file.path)? else { return Ok(None) };
    let mut bytes = Vec::new();
    opened.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn key_hash(profile: u32, key: &str) -> u64 {
    hash_of((profile, "key", key))
}

fn cells_hash(profile: u32, cells: &str) -> u64 {
    hash_of((profile, "cells", cells))
}

fn index_of(profile: usize) -> u32 {
    u32::try_from(profile).unwrap_or(u32::MAX)
}

fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
