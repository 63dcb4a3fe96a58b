//! The new content of a registry: how it is put together, verified and written.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};
use std::ops::Range;

use super::document::{Node, break_line};
use super::reading::Reading;
use super::record::Record;
use super::records::{INDENT, Records, SEAM, Slot};
use super::refusal::check_version;
use super::tidy::record_text::{read_back, record_text};
use super::transaction::{TextChange, not_written};
use super::whole::{RECORDS, Whole};
use crate::domain::Head;
use crate::error::{Error, Result};
use crate::json::strict;

/// How much is written at a time.
const BLOCK_BYTES: usize = 64 * 1024;

/// The new content of a registry, as pieces of old and new text.
#[derive(Debug, Default)]
pub(super) struct NewContent {
    pieces: Vec<Piece>,
    /// The old file, if there are pieces of it.
    old: Option<File>,
    /// Whether the records that do not change are written anew too.
    is_rewritten: bool,
    has_records: bool,
}

#[derive(Debug)]
enum Piece {
    /// Text around and between the records.
    Between(Cow<'static, str>),
    /// A record.
    Record(String),
    /// Consecutive records of the old file, from the first bracket to the last.
    Old(Range<u64>),
}

impl NewContent {
    /// Builds the content of a registry with these changes, which are sorted: the document first, then
    /// the records by id.
    ///
    /// Records that do not change are copied byte for byte. In a file that is not canonical, their
    /// whitespace is corrected.
    pub(super) fn new(reading: &Reading, changes: Vec<TextChange>) -> Result<Self> {
        let mut content = Self::default();
        let mut members = reading.members().clone();
        let mut changes = changes.into_iter().peekable();
        if let Some(change) = changes.next_if(|change| change.id.is_none()) {
            let unreadable = |_| not_written(reading.path(), "its header is another");
            members = Node::parse(&change.after.unwrap_or_default()).map_err(unreadable)?;
        }
        let mut changes = Some(changes);
        let mut text = String::new();
        for (index, member) in members.members().iter().enumerate() {
            text.push(if index == 0 { '{' } else { ',' });
            break_line(1, &mut text);
            text.push_str(member.spelled());
            text.push_str(": ");
            match changes.take_if(|_| member.name() == RECORDS) {
                Some(changes) => {
                    content.between(std::mem::take(&mut text));
                    match reading.records() {
                        Some(records) => content.splice(reading, records, changes)?,
                        None => content.merge(reading, reading.whole()?, changes.peekable())?,
                    }
                    content.between(if content.has_records { "\n  ]" } else { "[]" });
                }
                None => member.value.print_at(1, &mut text),
            }
        }
        text.push_str("\n}\n");
        content.between(text);
        Ok(content)
    }

    /// Adds the changed records, and between them the old ones.
    fn splice(
        &mut self,
        reading: &Reading,
        records: &Records,
        changes: impl Iterator<Item = TextChange>,
    ) -> Result<()> {
        let (first, end) = (records.body().start + INDENT, records.body().end);
        // The bracket of the first record that is not yet copied.
        let mut from = first;
        for TextChange { id, after, .. } in changes {
            let Slot { start, text: old } =
                reading.slot(id.as_ref().map_or("", |id| id.as_str()))?;
            self.old(from..if start == end { end } else { (start - SEAM).max(from) });
            from = match old {
                None if start == end => end,
                None => start + INDENT,
                Some(old) => {
                    let behind = start + INDENT + old.len() as u64;
                    if behind == end { end } else { behind + SEAM + INDENT }
                }
            };
            after.into_iter().for_each(|text| self.record(text));
        }
        self.old(from..end);
        let file = records.handle();
        self.old = Some(file.map_err(|cause| Error::io("cannot read", reading.path(), &cause))?);
        Ok(())
    }

    /// Adds all records of a file that is held in memory, with the changes.
    fn merge(
        &mut self,
        reading: &Reading,
        whole: &Whole,
        mut changes: std::iter::Peekable<impl Iterator<Item = TextChange>>,
    ) -> Result<()> {
        self.is_rewritten = !whole.places.is_empty();
        for (index, place) in whole.places.iter().enumerate() {
            let is_up_to_here = |change: &TextChange| {
                change.id.as_ref().is_some_and(|id| id.as_str() <= &*place.id)
            };
            let mut is_changed = false;
            while let Some(TextChange { id, after, .. }) = changes.next_if(is_up_to_here) {
                is_changed = id.is_some_and(|id| id.as_str() == &*place.id);
                after.into_iter().for_each(|text| self.record(text));
            }
            if is_changed {
                continue;
            }
            self.record(if place.is_canonical {
                whole.text_at(place).to_owned()
            } else {
                record_text(Record::held(reading, whole, index).node())
            });
        }
        changes.filter_map(|change| change.after).for_each(|text| self.record(text));
        Ok(())
    }

    fn between(&mut self, text: impl Into<Cow<'static, str>>) {
        self.pieces.push(Piece::Between(text.into()));
    }

    fn record(&mut self, text: String) {
        self.separate();
        self.pieces.push(Piece::Record(text));
    }

    /// Adds records of the old file, if there are any in this range.
    fn old(&mut self, range: Range<u64>) {
        if !range.is_empty() {
            self.separate();
            self.pieces.push(Piece::Old(range));
        }
    }

    /// Adds the text before the next record.
    fn separate(&mut self) {
        self.between(if self.has_records { ",\n    " } else { "[\n    " });
        self.has_records = true;
    }

    /// Reads the content as it will be read from the file. Fails unless it is a registry with this header.
    ///
    /// The text of each changed record was read when it was made, and the old records when they were
    /// copied; records that are written anew without a change are read here.
    pub(super) fn verify(&self, reading: &Reading, head: &Head) -> Result<()> {
        let refused = |why: &str| Err(not_written(reading.path(), why));
        let mut around = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Between(text) => around.push_str(text),
                Piece::Record(text) if self.is_rewritten && read_back(text).is_none() => {
                    return refused("a record cannot be read");
                }
                Piece::Record(_) | Piece::Old(_) => around.push_str("{}"),
            }
        }
        check_version(reading.path(), &around)?;
        if Node::parse(&around).is_err()
            || strict::from_str::<Head>(&around).ok().as_ref() != Some(head)
        {
            return refused("what it says of itself is another");
        }
        Ok(())
    }

    /// Writes the content to a file. The system copies the pieces of the old one.
    pub(super) fn write_to(&self, out: &mut File) -> io::Result<()> {
        let mut out = BufWriter::with_capacity(BLOCK_BYTES, out);
        for piece in &self.pieces {
            match (piece, &self.old) {
                (Piece::Between(text), _) => out.write_all(text.as_bytes())?,
                (Piece::Record(text), _) => out.write_all(text.as_bytes())?,
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
        out.flush()
    }
}
