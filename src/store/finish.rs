//! What a draft comes to.

use super::Mode;
use super::draft::{Change, Draft};
use super::record::Record;
use super::revision::{NewText, Revision, document_of, lost};
use super::scribe::Ledger;
use super::staged::Staged;
use crate::domain::Head;
use crate::error::Result;
use crate::json::strict;

impl Draft<'_> {
    /// Returns what is to be written, and the changes that it makes. A registry that is not there is
    /// made where there is something to write, or where the command `creates` it. Of records that were
    /// not there the changes are told in a trial alone: there may be very many.
    pub(super) fn finish(self, creates: bool, mode: Mode) -> Result<(Revision, Vec<Change>)> {
        if let Some(trouble) = self.trouble.into_inner() {
            return Err(trouble);
        }
        let Ledger { spool, waiting, .. } = self.scribe.finish()?;
        let mut revision = Revision { spool, ..Revision::default() };
        let mut changes = Vec::new();
        let staged = self.staged.into_sorted();
        let mut records = Vec::with_capacity(staged.len());
        for (id, staged) in staged {
            let record = match staged {
                Some(Staged::Fresh(number)) => {
                    let waiting = waiting[number];
                    if mode == Mode::Try {
                        let text = revision.spool.get(&waiting).map_err(|cause| lost(&cause))?;
                        let after = strict::from_str(&text).ok();
                        changes.push(Change { id: id.clone(), before: None, after });
                    }
                    records.push((id, Some(NewText::Waiting(waiting))));
                    continue;
                }
                Some(Staged::Made(record)) => Some(record),
                None => None,
            };
            let here = self.reading.find(id.as_str())?;
            let before = here.as_ref().map(Record::agreement).transpose()?;
            let after = record.as_ref().map(|record| &record.agreement);
            let same_record = record
                .as_ref()
                .is_none_or(|record| record.origin.as_ref() == here.as_ref().map(|_| &id));
            let given = record.as_ref().and_then(|record| record.text.as_deref());
            let same_text =
                given.is_none_or(|text| here.as_ref().is_some_and(|here| here.text() == text));
            if before.as_ref() == after && same_record && same_text {
                continue;
            }
            let text = record.as_ref().map(|record| self.reading.revised(record)).transpose()?;
            records.push((id.clone(), text.map(NewText::Text)));
            changes.push(Change { id, before, after: record.map(|record| record.agreement) });
        }
        revision.records = records.into_iter().collect();
        let was = if self.reading.exists() { self.reading.head() } else { &Head::default() };
        let is_new = !self.reading.exists() && (creates || !revision.records.is_empty());
        if is_new || self.head != *self.reading.head() {
            let mut members = self.reading.members().clone();
            members.patch(&document_of(was), &document_of(&self.head));
            revision.members = Some(members);
        }
        Ok((revision, changes))
    }
}
