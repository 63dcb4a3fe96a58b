//! Staging rows: each adds an agreement, or updates the one that it is matched to.

use std::collections::HashSet;

use super::plan::ImportPlan;
use super::registry_index::{DuplicateKey, RegistryIndex};
use super::summary::ImportSummary;
use crate::commands::progress::ProgressLine;
use crate::commands::validate;
use crate::domain::{Agreement, Day, Id, LineageContext, Party, Thresholds};
use crate::error::Result;
use crate::exchange::import::columns::{ImportColumn, STATUS_FIELD};
use crate::exchange::import::imported_row::ImportedRow;
use crate::exchange::import::problems::{CellNote, NoteKind, Problem, row_label};
use crate::exchange::import::rejects::Rejects;
use crate::exchange::import::row::{KEY_SEPARATOR, RowReader};
use crate::exchange::import::rows::{ImportTable, SheetRow};
use crate::exchange::import::status::status_meaning;
use crate::exchange::import::unread::FaultKind;
use crate::json::node::Node;
use crate::store::Transaction;

/// Stages rows in a transaction, one at a time.
pub(super) struct RowImport<'t, 'd, 'r> {
    pub(super) table: &'t ImportTable,
    pub(super) plan: &'t ImportPlan,
    pub(super) reader: RowReader<'t>,
    pub(super) transaction: &'d mut Transaction<'r>,
    pub(super) rejects: Option<&'d mut Rejects>,
    pub(super) allow_duplicates: bool,
    pub(super) keep_unread: bool,
    /// Whether the rows that are not taken go to a file.
    pub(super) has_rejects: bool,
    pub(super) today: Day,
    pub(super) index: RegistryIndex,
    /// The members that are not kept of records that `mou` wrote.
    pub(super) skipped_members: HashSet<&'t str>,
    /// The rows with links, which are validated when all agreements are staged.
    pub(super) linked: Vec<LinkedRow>,
    pub(super) summary: ImportSummary,
    /// The problems of the row that is being staged.
    pub(super) problems: Vec<Problem>,
}

/// A row whose agreement has links.
pub(super) struct LinkedRow {
    number: u64,
    /// The row, if it is written to the rejects should it be refused.
    row: Option<Box<SheetRow>>,
    before: Option<Box<Agreement>>,
    id: Id,
}

impl RowImport<'_, '_, '_> {
    /// Stages all rows. In a sheet with ids, the rows without one come last: then all ids are known.
    pub(super) fn run(mut self, mut progress: ProgressLine<'_>) -> Result<ImportSummary> {
        let id_column = self.plan.id_column();
        let waits = |row: &SheetRow| id_column.is_some_and(|index| row.is_empty_at(index));
        let mut done = 0;
        let mut has_waiting = false;
        for is_second in [false, true] {
            if is_second && !has_waiting {
                break;
            }
            for row in self.table.rows()? {
                let row = row?;
                if waits(&row) != is_second {
                    has_waiting = true;
                    continue;
                }
                progress.tick(done);
                done += 1;
                self.summary.rows += 1;
                self.stage(&row)?;
                self.summary.faults.add(&std::mem::take(&mut self.problems));
            }
        }
        for linked in std::mem::take(&mut self.linked) {
            self.validate_linked(linked)?;
        }
        Ok(self.summary)
    }

    fn stage(&mut self, row: &SheetRow) -> Result<()> {
        let mut imported = match self.reader.read(row) {
            Ok(imported) => imported,
            Err(problems) => return self.reject(Some(row), problems),
        };
        let key = imported.key.as_deref().or(imported.id().map(Id::as_str));
        if let Some(key) = key
            && let Some(first) = self.index.add_row_key(key, row.number)
        {
            let shown = key.replace(KEY_SEPARATOR, ", ");
            let detail = format!("`{shown}`, also in {}", row_label(first));
            return self.refuse(row, FaultKind::RepeatedKey, detail);
        }
        let has_key = key.is_some();
        let before = match self.matched_record(&imported)? {
            Ok(before) => before,
            Err(reason) => return self.refuse(row, FaultKind::SeveralMatches, reason),
        };
        if before.is_none() {
            imported.unread.extend(imported.missing_partner.take());
        }
        if !imported.unread.is_empty() {
            let unread = imported.unread.clone();
            // Without a file of rejects all rows are staged, so that all their faults are reported.
            if self.has_rejects && !self.keep_unread {
                return self.reject(Some(row), unread);
            }
            self.problems.extend(unread);
            self.reader.keep_unread(&mut imported);
        }
        let notes = std::mem::take(&mut imported.notes);
        if let Some(before) = before {
            let after = imported.update(&before, &self.index.parties, self.today);
            return self.put(row, imported.record.as_deref(), Some(before), after, notes);
        }
        let has_id = imported.id().is_some();
        let record = imported.record.clone();
        let owner = self.index.owner.as_ref();
        let mut agreement = imported.into_agreement(&self.index.parties, owner);
        if let Some(missing) = missing_field(&agreement) {
            self.problems.retain(|problem| problem.unread.kind != FaultKind::NoPartner);
            return self.refuse(row, FaultKind::Unidentified, missing.to_owned());
        }
        if !has_key {
            let key = DuplicateKey::new(&agreement);
            if let Some(other) = self.index.duplicate(key) {
                if !self.allow_duplicates {
                    return self.refuse(row, FaultKind::Duplicate, other);
                }
                self.summary.warn(format!("{} is like {other}", row_label(row.number)));
            }
            self.index.add_row(key, row.number);
        }
        if !has_id {
            agreement.id = self.index.new_id(&agreement, self.transaction);
        }
        self.index.parties.add(&agreement.parties);
        self.put(row, record.as_deref(), None, agreement, notes)
    }

    /// Returns the record that the row is matched to, if there is one; or why the match is not clear.
    fn matched_record(
        &self,
        row: &ImportedRow,
    ) -> Result<std::result::Result<Option<Agreement>, String>> {
        let record = |id: Option<&Id>| match id {
            Some(id) => self.transaction.get(id.as_str()).map(Ok),
            None => Ok(Ok(None)),
        };
        let Some(key) = row.key.as_ref().filter(|_| !self.plan.is_by_id()) else {
            return record(row.id());
        };
        // A party may be recorded under the name in the row, or under its full name.
        let mut found = self.index.records(key);
        if found.is_empty() {
            let parties = row.agreement.parties.iter().cloned();
            let parties: Vec<Party> =
                parties.map(|party| self.index.parties.recognise(party)).collect();
            found = self.index.records(&self.plan.key_of(&row.agreement, row.id(), &parties));
        }
        if let [_, _, ..] = found {
            let several: Vec<String> = found.iter().map(|id| format!("`{id}`")).collect();
            let several = several.join(", ");
            return Ok(Err(format!("several agreements match: {several}")));
        }
        record(found.first())
    }

    /// Stages the agreement of a row; `source` is its record, if that has unknown members.
    fn put(
        &mut self,
        row: &SheetRow,
        source: Option<&Node>,
        before: Option<Agreement>,
        after: Agreement,
        notes: Vec<CellNote>,
    ) -> Result<()> {
        let skipped = &self.skipped_members;
        let record =
            match self.transaction.with_unknown(before.as_ref(), &after, source, skipped)? {
                Ok(record) => record,
                Err(reason) => return self.refuse(row, FaultKind::Refused, reason),
            };
        let (is_new, is_same) = (before.is_none(), before.as_ref() == Some(&after));
        if is_same && record.is_none() {
            self.summary.same += 1;
            return Ok(());
        }
        if is_same {
            // Only unknown members differ, and they are not validated.
        } else if after.succeeds.is_empty() && after.under.is_none() {
            match validate::check(self.transaction, before.as_ref(), &after, self.today) {
                Ok(warnings) => self.warn(row.number, warnings),
                Err(error) => {
                    return self.refuse(row, FaultKind::Refused, error.message().to_owned());
                }
            }
        } else {
            let kept = self.rejects.is_some().then(|| Box::new(row.clone()));
            let (number, id) = (row.number, after.id.clone());
            self.linked.push(LinkedRow { number, row: kept, before: before.map(Box::new), id });
        }
        for note in notes {
            self.summary.notes.add(note);
        }
        self.note_status(row.number, &after);
        if is_new {
            self.summary.added += 1;
        } else {
            self.summary.changed += 1;
        }
        match record {
            Some(record) => self.transaction.put_text(&after.id, record),
            None => self.transaction.put(after),
        }
        Ok(())
    }

    /// Adds a note if the dates contradict the status in the sheet.
    fn note_status(&mut self, row: u64, agreement: &Agreement) {
        let is_status = |column: &ImportColumn| *column == ImportColumn::Status;
        let Some(column) = self.plan.columns.iter().position(is_status) else { return };
        let Some(text) = agreement.fields.get(STATUS_FIELD) else { return };
        let Some(meaning) = status_meaning(text) else { return };
        let on_day = agreement.on(self.today);
        let context = LineageContext::default();
        let thresholds = Thresholds::from_settings(&self.transaction.head().settings);
        let status = on_day.standing(&context, self.today, &thresholds).status;
        if meaning.contradicts(status) {
            let (text, detail) = (text.clone(), status.to_string());
            self.summary.notes.add(CellNote { kind: NoteKind::Status, column, row, text, detail });
        }
    }

    /// Validates an agreement with links; if it is refused, its row is not staged any more.
    fn validate_linked(&mut self, linked: LinkedRow) -> Result<()> {
        let LinkedRow { number, row, before, id } = linked;
        let Some(after) = self.transaction.get(id.as_str())? else { return Ok(()) };
        match validate::check(self.transaction, before.as_deref(), &after, self.today) {
            Ok(warnings) => {
                self.warn(number, warnings);
                Ok(())
            }
            Err(error) => {
                if let Some(before) = before {
                    self.summary.changed -= 1;
                    self.transaction.put(*before);
                } else {
                    self.summary.added -= 1;
                    self.transaction.remove(&id);
                }
                let problem = Problem::in_row(number, FaultKind::UnknownLink, error.message());
                self.reject(row.as_deref(), vec![problem])?;
                self.summary.faults.add(&std::mem::take(&mut self.problems));
                Ok(())
            }
        }
    }

    fn warn(&mut self, row: u64, warnings: Vec<String>) {
        for warning in warnings {
            self.summary.warn(format!("{}: {warning}", row_label(row)));
        }
    }

    fn refuse(&mut self, row: &SheetRow, kind: FaultKind, detail: String) -> Result<()> {
        self.reject(Some(row), vec![Problem::in_row(row.number, kind, detail)])
    }

    fn reject(&mut self, row: Option<&SheetRow>, problems: Vec<Problem>) -> Result<()> {
        if let (Some(rejects), Some(row)) = (&mut self.rejects, row) {
            let reasons: Vec<String> = problems.iter().map(ToString::to_string).collect();
            rejects.add(row, &reasons.join("; "))?;
        }
        self.summary.rejected += 1;
        self.problems.extend(problems);
        Ok(())
    }
}

/// Returns why a new agreement cannot be added, if it has no party or no title.
fn missing_field(agreement: &Agreement) -> Option<&'static str> {
    if agreement.parties.is_empty() {
        return Some("`--party` adds one to every row");
    }
    agreement.title.trim().is_empty().then_some("")
}
