//! Writing the memory of imports.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Seek, Write};
use std::sync::Arc;

use serde::Serialize;
use tempfile::SpooledTempFile;

use super::{
    ImportMemory, ImportProfile, MEMORY_FORMAT, MEMORY_VERSION, RememberedRow, RowPlace, hash_of,
};
use crate::error::{Error, Result};
use crate::platform;
use crate::store::path::ResolvedPath;
use crate::store::replace::{NewMode, replace};

/// The most lines that are kept of one row: the versions of its cells that an undo may bring back.
const MAX_ROW_VERSIONS: usize = 8;

/// How many bytes of new lines are held in memory; more of them wait in a temporary file without a name.
const MAX_HELD_BYTES: usize = 1 << 20;

/// How much is read and written at a time.
const BLOCK_BYTES: usize = 1 << 16;

/// The memory of imports as it is after a change: the old one with new lines.
#[derive(Debug)]
pub struct MemoryUpdate {
    old: Arc<ImportMemory>,
    /// The `uid` of the registry.
    uid: Option<String>,
    /// The profiles.
    pub profiles: Vec<ImportProfile>,
    added: AddedLines,
}

/// The new lines, and the hashes of their rows.
#[derive(Debug)]
struct AddedLines {
    rows: Vec<u64>,
    /// The lines without their entries.
    starts: BufWriter<SpooledTempFile>,
    /// The first failure to write them.
    failure: Option<io::Error>,
}

/// A row without its entry.
#[derive(Serialize)]
struct RowStart<'r> {
    profile: usize,
    key: &'r str,
    id: &'r str,
    cells: &'r [String],
}

impl MemoryUpdate {
    /// Returns the memory as it is, for the registry with this `uid`.
    #[must_use]
    pub fn new(old: Arc<ImportMemory>, uid: Option<String>) -> Self {
        let profiles = old.profiles.clone();
        let starts = BufWriter::new(SpooledTempFile::new(MAX_HELD_BYTES));
        let added = AddedLines { rows: Vec::new(), starts, failure: None };
        Self { old, uid, profiles, added }
    }

    /// Adds what a row said now; its entry will be that of the change. If nothing in the registry changes, there is
    /// no entry: then the line replaces the one that counts.
    pub fn add(&mut self, row: &RememberedRow) {
        let RememberedRow { profile, key, id, cells, entry: _ } = row;
        let start = RowStart { profile: *profile, key, id: id.as_str(), cells };
        let group = self.profiles.get(*profile).map_or(0, |profile| profile.group);
        self.added.add(hash_of((group, id.as_str())), &start);
    }

    /// Returns true if there is nothing to write.
    pub(in crate::store) fn is_empty(&self) -> bool {
        self.added.rows.is_empty() && self.profiles == self.old.profiles
    }

    /// Replaces the file beside the registry, which has this metadata. `entry` is that of the change, if it
    /// made one. Returns warnings: the change itself is made.
    pub(in crate::store) fn write(
        mut self,
        target: &ResolvedPath,
        entry: Option<u64>,
    ) -> Vec<String> {
        let file = target.imports();
        if self.old.is_locked {
            return Vec::new();
        }
        match self.replace(target, &file, entry) {
            Ok(warnings) => warnings,
            Err(error) => vec![format!("this import is not remembered: {error}")],
        }
    }

    fn replace(
        &mut self,
        target: &ResolvedPath,
        file: &ResolvedPath,
        entry: Option<u64>,
    ) -> Result<Vec<String>> {
        check_replaceable(file)?;
        let registry = fs::metadata(&target.path).ok();
        let mode = registry.as_ref().map_or(NewMode::Private, NewMode::Like);
        let old = Arc::clone(&self.old);
        let write = |file: &mut File| self.write_to(file, entry);
        let warnings = replace(file, write, old.files[0].as_ref(), mode, Vec::new)?;
        warnings.ok_or_else(|| {
            let shown = file.path.display();
            Error::failed(format!("`{shown}` was changed by another program"))
        })
    }

    fn write_to(&mut self, file: &mut File, entry: Option<u64>) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(BLOCK_BYTES, file);
        write!(out, "{{\n  \"format\": \"{MEMORY_FORMAT}\",\n  \"version\": {MEMORY_VERSION}")?;
        if let Some(uid) = &self.uid {
            write!(out, ",\n  \"uid\": {}", serde_json::to_string(uid)?)?;
        }
        out.write_all(b",\n  \"profiles\": [")?;
        for (index, profile) in self.profiles.iter().enumerate() {
            out.write_all(if index == 0 { b"\n    " } else { b",\n    " })?;
            serde_json::to_writer(&mut out, profile)?;
        }
        out.write_all(b"\n  ],\n  \"rows\": [")?;
        let (kept, entries) = self.kept(entry.is_some());
        let mut separator = "\n    ";
        for place in kept {
            out.write_all(separator.as_bytes())?;
            separator = ",\n    ";
            out.write_all(place.text(&self.old.bytes))?;
        }
        let (rows, mut starts) = self.added.read()?;
        let mut start = Vec::new();
        for row in rows {
            out.write_all(separator.as_bytes())?;
            separator = ",\n    ";
            start.clear();
            starts.read_until(b'\n', &mut start)?;
            // The entry comes before the closing brace.
            out.write_all(start.strip_suffix(b"}\n").ok_or(ErrorKind::UnexpectedEof)?)?;
            match entry.or_else(|| entries.get(row).copied()) {
                Some(entry) => write!(out, ",\"entry\":{entry}}}")?,
                None => out.write_all(b"}")?,
            }
        }
        out.write_all(b"\n  ]\n}\n")?;
        out.flush()
    }

    /// Returns the old lines that stay, and for each new line the entry of the line that it replaces.
    fn kept(&self, is_change: bool) -> (Vec<RowPlace>, HashMap<u64, u64>) {
        let added: HashSet<u64> = self.added.rows.iter().copied().collect();
        let is_undone = |place: &RowPlace| {
            place.entry.is_some_and(|entry| self.old.log.undone.contains(&entry))
        };
        let mut entries = HashMap::new();
        let mut versions: HashMap<u64, usize> = HashMap::new();
        let mut kept = Vec::with_capacity(self.old.rows.len());
        // The latest versions first.
        for place in self.old.rows.iter().rev() {
            // After a change nothing can be redone.
            if is_change && is_undone(place) {
                continue;
            }
            if added.contains(&place.row) {
                if !is_change && place.counts {
                    entries.extend(place.entry.map(|entry| (place.row, entry)));
                    continue;
                }
                let count = versions.entry(place.row).or_default();
                *count += 1;
                if *count >= MAX_ROW_VERSIONS {
                    continue;
                }
            }
            kept.push(*place);
        }
        kept.reverse();
        (kept, entries)
    }
}

impl AddedLines {
    fn add(&mut self, row: u64, start: &RowStart<'_>) {
        self.rows.push(row);
        let written = serde_json::to_writer(&mut self.starts, start).map_err(io::Error::from);
        if let Err(cause) = written.and_then(|()| self.starts.write_all(b"\n")) {
            self.failure.get_or_insert(cause);
        }
    }

    /// Returns the hashes of the rows, and the lines.
    fn read(&mut self) -> io::Result<(&[u64], impl BufRead)> {
        if let Some(cause) = self.failure.take() {
            return Err(cause);
        }
        self.starts.flush()?;
        let starts = self.starts.get_mut();
        starts.rewind()?;
        Ok((&self.rows, BufReader::with_capacity(BLOCK_BYTES, starts)))
    }
}

/// Fails for a link, and for a file with two names: only one of them would get the new content.
fn check_replaceable(file: &ResolvedPath) -> Result<()> {
    let cannot = |cause: &io::Error| Error::io("cannot write", &file.path, cause);
    let why = match fs::symlink_metadata(&file.path) {
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(cannot(&cause)),
        Ok(metadata) if metadata.is_symlink() => "it is a link",
        Ok(metadata) if !metadata.is_file() => "it is not a regular file",
        Ok(metadata) if platform::has_several_names(&file.path, &metadata) => {
            "it has two names (a hard link)"
        }
        Ok(_) => return Ok(()),
    };
    Err(cannot(&io::Error::other(why)))
}
