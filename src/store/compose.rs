//! The new content of a registry: it is built from pieces of the old file and new records, verified, and written.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;

use super::canonical::record_text::read_back;
use super::node::{Node, break_line};
use super::plain::{PlainFile, RECORDS_MEMBER};
use super::read_error::check_version;
use super::records::{BOUNDARY_BYTES, INDENT_BYTES, Records};
use super::registry_file::RegistryFile;
use super::transaction::{TextChange, not_written};
use crate::domain::Header;
use crate::error::{Error, Result};
use crate::json::strict;

/// How much is written at a time.
const BLOCK_BYTES: usize = 64 * 1024;

/// The text before the next record, if there are records before it.
const RECORD_SEPARATOR: &str = ",\n    ";

/// The new content of a registry, as pieces of old and new text.
#[derive(Debug, Default)]
pub(super) struct NewContent {
    /// The text before the records.
    before: String,
    pieces: Vec<Piece>,
    /// The text after the records.
    after: String,
    /// The old file, if there are pieces of it.
    old: Option<File>,
    /// Whether the records that do not change are written anew too.
    is_rewritten: bool,
}

#[derive(Debug)]
enum Piece {
    /// A record.
    New(String),
    /// Consecutive records of the old file, from the first bracket to the last.
    Old(Range<u64>),
}

impl NewContent {
    /// Builds the content of a registry with these changes, which are sorted: the document first, then
    /// the records by id.
    ///
    /// Records that do not change are copied byte for byte. In a file that is not canonical, their
    /// whitespace is corrected.
    pub(super) fn new(registry: &RegistryFile, changes: Vec<TextChange>) -> Result<Self> {
        let mut content = Self::default();
        let mut members = registry.members().clone();
        let mut changes = changes.into_iter().peekable();
        if let Some(change) = changes.next_if(|change| change.id.is_none()) {
            let unreadable = |_| not_written(registry.path(), "the header differs");
            members = Node::parse(&change.after.unwrap_or_default()).map_err(unreadable)?;
        }
        match registry.records() {
            Some(records) => content.splice(registry, records, changes)?,
            None => content.merge(registry.whole()?, changes),
        }
        let mut has_records = false;
        for (index, member) in members.members().iter().enumerate() {
            let text = if has_records { &mut content.after } else { &mut content.before };
            text.push(if index == 0 { '{' } else { ',' });
            break_line(1, text);
            text.push_str(member.spelled());
            text.push_str(": ");
            if has_records || member.name() != RECORDS_MEMBER {
                member.value.print_at(1, text);
                continue;
            }
            has_records = true;
            if content.pieces.is_empty() {
                content.before.push_str("[]");
            } else {
                content.before.push_str("[\n    ");
                content.after.push_str("\n  ]");
            }
        }
        content.after.push_str("\n}\n");
        Ok(content)
    }

    /// Adds the changed records, and between them the old ones.
    fn splice(
        &mut self,
        registry: &RegistryFile,
        records: &Records,
        changes: impl Iterator<Item = TextChange>,
    ) -> Result<()> {
        let (first, end) = (records.body().start + INDENT_BYTES, records.body().end);
        // The bracket of the first record that is not yet copied.
        let mut from = first;
        for TextChange { id, after, .. } in changes {
            let id = id.as_ref().map_or("", |id| id.as_str());
            let (start, old) = records.seek(id).map_err(|_| registry.changed())?;
            self.old(from..if start == end { end } else { (start - BOUNDARY_BYTES).max(from) });
            from = match old {
                None if start == end => end,
                None => start + INDENT_BYTES,
                Some(old) => {
                    let behind = start + INDENT_BYTES + old.text().len() as u64;
                    if behind == end { end } else { behind + BOUNDARY_BYTES + INDENT_BYTES }
                }
            };
            self.pieces.extend(after.map(Piece::New));
        }
        self.old(from..end);
        let file = records.handle();
        self.old = Some(file.map_err(|cause| Error::io("cannot read", registry.path(), &cause))?);
        Ok(())
    }

    /// Adds all records of a file that is held in memory, with the changes.
    fn merge(&mut self, whole: &PlainFile, changes: impl Iterator<Item = TextChange>) {
        self.is_rewritten = !whole.spans.is_empty();
        let mut changes = changes.peekable();
        for (index, span) in whole.spans.iter().enumerate() {
            let is_up_to_here =
                |change: &TextChange| change.id.as_ref().is_some_and(|id| id.as_str() <= &*span.id);
            let mut is_changed = false;
            while let Some(TextChange { id, after, .. }) = changes.next_if(is_up_to_here) {
                is_changed = id.is_some_and(|id| id.as_str() == &*span.id);
                self.pieces.extend(after.map(Piece::New));
            }
            if is_changed {
                continue;
            }
            self.pieces.push(Piece::New(whole.record(index).canonical_text()));
        }
        self.pieces.extend(changes.filter_map(|change| change.after).map(Piece::New));
    }

    /// Adds records of the old file, if there are any in this range.
    fn old(&mut self, range: Range<u64>) {
        if !range.is_empty() {
            self.pieces.push(Piece::Old(range));
        }
    }

    /// Reads the content as it will be read from the file. Fails unless it is a registry with this header.
    ///
    /// The text of each changed record was read when it was made, and the old records were read before
    /// the change was prepared; a record that is written anew without a change is read here.
    pub(super) fn verify(&self, registry: &RegistryFile, head: &Header) -> Result<()> {
        let refused = |why: &str| Err(not_written(registry.path(), why));
        let is_unreadable = |piece: &Piece| match piece {
            Piece::New(text) => read_back(text).is_none(),
            Piece::Old(_) => false,
        };
        if self.is_rewritten && self.pieces.iter().any(is_unreadable) {
            return refused("a record cannot be read");
        }
        let around = [self.before.as_str(), self.after.as_str()];
        let around = around.join(if self.pieces.is_empty() { "" } else { "{}" });
        check_version(registry.path(), &around)?;
        let read_head: Option<Header> = strict::from_str(&around).ok();
        if Node::parse(&around).is_err() || read_head.as_ref() != Some(head) {
            return refused("the header differs");
        }
        Ok(())
    }

    /// Writes the content to a file. The system copies the pieces of the old one.
    pub(super) fn write_to(&self, out: &mut File) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(BLOCK_BYTES, out);
        out.write_all(self.before.as_bytes())?;
        for (index, piece) in self.pieces.iter().enumerate() {
            if index > 0 {
                out.write_all(RECORD_SEPARATOR.as_bytes())?;
            }
            match (piece, &self.old) {
                (Piece::New(text), _) => out.write_all(text.as_bytes())?,
                (Piece::Old(range), Some(old)) => {
                    out.flush()?;
                    let mut old = old;
                    old.seek(SeekFrom::Start(range.start))?;
                    let length = range.end - range.start;
                    if io::copy(&mut old.take(length), &mut out)? != length {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                (Piece::Old(_), None) => return Err(io::ErrorKind::NotFound.into()),
            }
        }
        out.write_all(self.after.as_bytes())?;
        out.flush()
    }
}
