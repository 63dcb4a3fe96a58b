//! Putting together the text that a change leaves: what stood there, with the changes made in it.

use std::ops::Range;

use super::document::{Node, break_line};
use super::reading::Reading;
use super::record::Record;
use super::records::{INDENT, Records, SEAM, Slot};
use super::revision::{NewText, Revision, first_its_id, record_text};
use super::text::{BETWEEN, Piece, Text};
use super::whole::{RECORDS, Whole};
use crate::error::{Error, Result};

impl Reading {
    /// Returns the text of the registry with `revision` made in it.
    ///
    /// Records that do not change are copied byte for byte, unless the blanks in them are not those
    /// of the canonical form: then these are set right.
    pub(super) fn compose(&self, revision: &Revision) -> Result<Text> {
        let members = revision.members.as_ref().unwrap_or(self.members());
        let records = self.records();
        if records.is_none() && self.exists() {
            let whole = self.whole()?;
            // Where there are no records, all are new.
            if !whole.places.is_empty() {
                let composed = document(members, |text| self.revise(whole, revision, text))?;
                return Ok(Text { pieces: composed.pieces, ..Text::default() });
            }
        }
        let composed = document(members, |text| {
            if let Some(records) = records {
                return self.splice(records, revision, text);
            }
            revision.records.values().flatten().for_each(|new| text.new_record(new));
            Ok(())
        })?;
        let old = records.map(Records::handle).transpose();
        let old = old.map_err(|cause| Error::io("cannot read", self.path(), &cause))?;
        let proof = document(members, |text| {
            let new = revision.records.values().flatten();
            new.filter_map(NewText::text).for_each(|new| text.record(new));
            Ok(())
        })?;
        let proof = Text { pieces: proof.pieces, ..Text::default() }.to_prove().to_owned();
        Ok(Text { old, pieces: composed.pieces, proof: Some(proof) })
    }

    /// Writes all records, the changed ones as they are to be.
    fn revise(&self, whole: &Whole, revision: &Revision, text: &mut Composer) -> Result<()> {
        let mut revised = revision.records.iter().peekable();
        for (at, place) in whole.places.iter().enumerate() {
            let mut is_revised = false;
            while let Some((id, new)) = revised.next_if(|(id, _)| id.as_str() <= &*place.id) {
                is_revised = id.as_str() == &*place.id;
                if let Some(new) = new {
                    text.record(&revision.text(new)?);
                }
            }
            if !is_revised && place.is_canonical {
                text.record(whole.text_at(place));
            } else if !is_revised {
                text.record(&record_text(&first_its_id(
                    Record::held(self.path(), whole, at).node(),
                )));
            }
        }
        for new in revised.filter_map(|(_, new)| new.as_ref()) {
            text.record(&revision.text(new)?);
        }
        Ok(())
    }

    /// Writes the changed records, and between them the runs of those that do not change.
    fn splice(&self, records: &Records, revision: &Revision, text: &mut Composer) -> Result<()> {
        let (first, end) = (records.body().start + INDENT, records.body().end);
        // The bracket of the first record that is still to be copied.
        let mut from = first;
        for (id, new) in &revision.records {
            let Slot { start, text: old } = self.slot(id.as_str())?;
            let run = from..if start == end { end } else { (start - SEAM).max(from) };
            text.run(run);
            from = match old {
                None if start == end => end,
                None => start + INDENT,
                Some(old) => {
                    let behind = start + INDENT + old.len() as u64;
                    if behind == end { end } else { behind + SEAM + INDENT }
                }
            };
            if let Some(new) = new {
                text.new_record(new);
            }
        }
        text.run(from..end);
        Ok(())
    }
}

/// Returns a document that has these members, and the records that `records` writes.
fn document(members: &Node, records: impl FnOnce(&mut Composer) -> Result<()>) -> Result<Composer> {
    let mut text = Composer::default();
    let mut records = Some(records);
    for (at, member) in members.members().iter().enumerate() {
        text.new.push(if at == 0 { '{' } else { ',' });
        break_line(1, &mut text.new);
        text.new.push_str(member.spelled());
        text.new.push_str(": ");
        match records.take_if(|_| member.name() == RECORDS) {
            Some(records) => {
                records(&mut text)?;
                text.end();
            }
            None => member.value.print_at(1, &mut text.new),
        }
    }
    text.new.push_str("\n}\n");
    text.cut();
    Ok(text)
}

/// A text in the making.
#[derive(Default)]
struct Composer {
    pieces: Vec<Piece>,
    /// The piece that is being made.
    new: String,
    has_records: bool,
}

impl Composer {
    /// Adds a new record.
    fn record(&mut self, text: &str) {
        self.next();
        self.new.push_str(text);
    }

    /// Adds a new record, which may wait.
    fn new_record(&mut self, new: &NewText) {
        match new {
            NewText::Text(text) => self.record(text),
            NewText::Waiting(waiting) => {
                self.next();
                if self.new == BETWEEN {
                    self.new.clear();
                    self.pieces.push(Piece::Next(waiting.place));
                } else {
                    self.cut();
                    self.pieces.push(Piece::Waiting(waiting.place));
                }
            }
        }
    }

    /// Adds a run of old records, from bracket to bracket, if there are any.
    fn run(&mut self, run: Range<u64>) {
        if !run.is_empty() {
            self.next();
            self.cut();
            self.pieces.push(Piece::Old(run));
        }
    }

    /// Adds what stands before the next record.
    fn next(&mut self) {
        self.new.push(if self.has_records { ',' } else { '[' });
        break_line(2, &mut self.new);
        self.has_records = true;
    }

    /// Adds what stands behind the last record.
    fn end(&mut self) {
        if self.has_records {
            break_line(1, &mut self.new);
            self.new.push(']');
        } else {
            self.new.push_str("[]");
        }
    }

    /// Ends the piece that is being made.
    fn cut(&mut self) {
        self.pieces.push(Piece::New(std::mem::take(&mut self.new)));
    }
}
