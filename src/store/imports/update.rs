//! Writing the memory of imports.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::sync::Arc;

use serde::Serialize;

use super::{
    ImportMemory, ImportProfile, MEMORY_FORMAT, MEMORY_VERSION, RememberedRow, RowPlace, hash_of,
};
use crate::error::{Error, Result};
use crate::platform;
use crate::store::path::ResolvedPath;
use crate::store::replace::{NewMode, replace};

/// The most lines that are kept of one row: the versions of its cells that an undo may bring back.
const MAX_ROW_VERSIONS: usize = 8;

/// The memory of imports as it is after a change: the old one with new lines.
#[derive(Debug)]
pub struct MemoryUpdate {
    old: Arc<ImportMemory>,
    /// The `uid` of the registry.
    uid: Option<String>,
    /// The profiles.
    pub profiles: Vec<ImportProfile>,
    added: Vec<AddedLine>,
}

/// A new line, and the hash of its row.
#[derive(Debug)]
struct AddedLine {
    row: u64,
    /// The line without the entry and its end. There may be very many.
    start: Box<[u8]>,
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
        Self { old, uid, profiles, added: Vec::new() }
    }

    /// Adds what a row said now; its entry will be that of the change. If nothing in the registry changes, there is
    /// no entry: then the line replaces the one that counts.
    pub fn add(&mut self, row: &RememberedRow) {
        let RememberedRow { profile, key, id, cells, entry: _ } = row;
        let start = RowStart { profile: *profile, key, id: id.as_str(), cells };
        // Texts and numbers can always be written.
        let mut start = serde_json::to_vec(&start).unwrap_or_default();
        // The entry comes before the closing brace.
        start.pop();
        let group = self.profiles.get(*profile).map_or(0, |profile| profile.group);
        let row = hash_of((group, id.as_str()));
        self.added.push(AddedLine { row, start: start.into() });
    }

    /// Returns true if there is nothing to write.
    pub(in crate::store) fn is_empty(&self) -> bool {
        self.added.is_empty() && self.profiles == self.old.profiles
    }

    /// Replaces the file beside the registry, which has this metadata. `entry` is that of the change, if it
    /// made one. Returns warnings: the change itself is made.
    pub(in crate::store) fn write(&self, target: &ResolvedPath, entry: Option<u64>) -> Vec<String> {
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
        &self,
        target: &ResolvedPath,
        file: &ResolvedPath,
        entry: Option<u64>,
    ) -> Result<Vec<String>> {
        check_replaceable(file)?;
        let registry = fs::metadata(&target.path).ok();
        let mode = registry.as_ref().map_or(NewMode::Private, NewMode::Like);
        let write = |file: &mut File| self.write_to(file, entry);
        let warnings = replace(file, write, self.old.files[0].as_ref(), mode, Vec::new)?;
        warnings.ok_or_else(|| {
            let shown = file.path.display();
            Error::failed(format!("`{shown}` was changed by another program"))
        })
    }

    fn write_to(&self, file: &mut File, entry: Option<u64>) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(1 << 16, file);
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
        for line in &self.added {
            out.write_all(separator.as_bytes())?;
            separator = ",\n    ";
            out.write_all(&line.start)?;
            match entry.or_else(|| entries.get(&line.row).copied()) {
                Some(entry) => write!(out, ",\"entry\":{entry}}}")?,
                None => out.write_all(b"}")?,
            }
        }
        out.write_all(b"\n  ]\n}\n")?;
        out.flush()
    }

    /// Returns the old lines that stay, and for each new line the entry of the line that it replaces.
    fn kept(&self, is_change: bool) -> (Vec<RowPlace>, HashMap<u64, u64>) {
        let added: HashSet<u64> = self.added.iter().map(|line| line.row).collect();
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
