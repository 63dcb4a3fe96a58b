//! Staging rows: each adds an agreement, or updates the one that it is matched to.

use std::collections::{HashMap, HashSet};

use super::again::ImportedAgain;
use super::plan::ImportPlan;
use super::registry_index::{DuplicateKey, RegistryIndex};
use super::sheet_memory::{KnownRow, SheetMemory, texts_of};
use super::summary::ImportSummary;
use crate::commands::progress::ProgressLine;
use crate::commands::validate;
use crate::domain::{Agreement, Day, Id, LineageContext, Party, Thresholds};
use crate::error::Result;
use crate::exchange::import::cell::SheetCell;
use crate::exchange::import::columns::{ImportColumn, STATUS_FIELD};
use crate::exchange::import::imported_row::ImportedRow;
use crate::exchange::import::problems::{CellLabels, CellNote, NoteKind, Problem, row_label};
use crate::exchange::import::read_ahead::read_ahead;
use crate::exchange::import::rejects::Rejects;
use crate::exchange::import::row::{KEY_SEPARATOR, RowReader};
use crate::exchange::import::rows::{ImportTable, SheetRow};
use crate::exchange::import::status::status_meaning;
use crate::exchange::import::unread::FaultKind;
use crate::json::node::Node;
use crate::store::{RememberedRow, Transaction};

/// How rows are staged.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command")]
pub(super) struct StagingRules {
    pub(super) allow_duplicates: bool,
    pub(super) keep_unread: bool,
    /// Whether the rows that are not taken go to a file.
    pub(super) has_rejects: bool,
    pub(super) empty_clears: bool,
    /// Whether the sheet wins every conflict.
    pub(super) takes_theirs: bool,
    pub(super) today: Day,
}

/// Stages rows in a transaction, one at a time.
pub(super) struct RowImport<'t, 'd, 'r> {
    pub(super) table: &'t ImportTable,
    pub(super) plan: &'t ImportPlan,
    pub(super) labels: &'t CellLabels,
    pub(super) reader: &'t RowReader<'t>,
    /// The readers of remembered rows, one for each profile of the memory.
    pub(super) base_readers: Vec<RowReader<'t>>,
    pub(super) memory: SheetMemory,
    pub(super) transaction: &'d mut Transaction<'r>,
    pub(super) rejects: Option<&'d mut Rejects>,
    pub(super) rules: StagingRules,
    pub(super) index: RegistryIndex,
    /// The members that are not kept of records that `mou` wrote.
    pub(super) skipped_members: HashSet<&'t str>,
    /// The rows with links, which are validated when all agreements are staged.
    pub(super) linked: Vec<LinkedRow>,
    /// The agreements whose rows are no longer in the sheet, by their parties and titles.
    pub(super) vanished: Option<HashMap<DuplicateKey, Id>>,
    pub(super) summary: ImportSummary,
    /// The last row above with a partner, and the text of its cell.
    pub(super) last_partner: Option<(u64, String)>,
    /// The row that is being staged.
    pub(super) row: StagedRow,
    pub(super) again: ImportedAgain,
}

/// What is known of the row that is being staged.
#[derive(Debug, Default)]
pub(super) struct StagedRow {
    /// The cells that were not read, and the faults of the row.
    pub(super) problems: Vec<Problem>,
    /// How its cells were read.
    notes: Vec<CellNote>,
}

/// A row whose agreement has links.
pub(super) struct LinkedRow {
    pub(super) number: u64,
    /// The row, if it is written to the rejects should it be refused.
    pub(super) row: Option<Box<SheetRow>>,
    pub(super) before: Option<Box<Agreement>>,
    pub(super) id: Id,
    pub(super) line: Option<Box<RowLine>>,
}

/// What is remembered of a row.
pub(super) struct RowLine {
    pub(super) known: Option<KnownRow>,
    pub(super) key: String,
    pub(super) id: Id,
    pub(super) texts: Vec<String>,
}

/// What an import did.
pub(super) struct ImportResult {
    pub(super) summary: ImportSummary,
    pub(super) again: ImportedAgain,
    pub(super) memory: SheetMemory,
}

/// What became of a row that was to be staged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Staged {
    Done,
    /// It is done when its links are validated.
    Linked,
    Refused,
}

impl RowImport<'_, '_, '_> {
    /// Stages all rows. In a sheet with ids, the rows without one come last: then all ids are known.
    pub(super) fn run(mut self, mut progress: ProgressLine<'_>) -> Result<ImportResult> {
        for id in self.memory.found_ids()? {
            self.index.claim(&id);
        }
        let (table, reader, id_column) = (self.table, self.reader, self.plan.id_column());
        let waits = |row: &SheetRow| id_column.is_some_and(|index| row.is_empty_at(index));
        let same = self.memory.same_rows();
        let mut has_waiting = false;
        for is_second in [false, true] {
            if is_second && !has_waiting {
                break;
            }
            let read = |row: SheetRow| {
                let is_needed = waits(&row) == is_second && !same.contains(&row.number);
                let read = is_needed.then(|| reader.read(&row));
                (row, read)
            };
            let open = || -> Box<dyn Iterator<Item = Result<_>>> {
                match table.rows() {
                    Ok(rows) => Box::new(rows.map(|row| row.map(read))),
                    Err(error) => Box::new(std::iter::once(Err(error))),
                }
            };
            read_ahead(open, |rows| -> Result<()> {
                for row in rows {
                    let (row, read) = row?;
                    if waits(&row) != is_second {
                        has_waiting = true;
                        continue;
                    }
                    progress.tick(self.summary.rows);
                    self.summary.rows += 1;
                    self.stage(&row, read)?;
                    self.keep_partner(&row);
                    self.summary.faults.add(&std::mem::take(&mut self.row.problems));
                }
                Ok(())
            })?;
        }
        for linked in std::mem::take(&mut self.linked) {
            self.validate_linked(linked)?;
        }
        let index = &self.index;
        let vanished = self
            .memory
            .vanished()
            .iter()
            .filter(|id| index.has_record(id) && !index.is_claimed(id));
        self.again.set_vanished(vanished.cloned().collect());
        Ok(ImportResult { summary: self.summary, again: self.again, memory: self.memory })
    }

    /// Stages a row. `read` is what it says, if it was read already.
    fn stage(
        &mut self,
        row: &SheetRow,
        read: Option<std::result::Result<ImportedRow, Vec<Problem>>>,
    ) -> Result<()> {
        if let Some(same) = self.memory.same(row.number)?
            && self.is_unchanged(&same, row.number)
        {
            self.summary.same += 1;
            return Ok(());
        }
        let known = self.memory.known(row.number, self.table.columns.len())?;
        let mut imported = match read.unwrap_or_else(|| self.reader.read(row)) {
            Ok(imported) => imported,
            Err(problems) => return self.reject(Some(row), problems),
        };
        self.forgive_known_cells(&mut imported, row, known.as_ref());
        self.row.notes = self.new_notes(&mut imported, row, known.as_ref());
        let key = imported.key.as_deref().or(imported.id().map(Id::as_str));
        if let Some(key) = key
            && let Some(first) = self.index.add_row_key(key, row.number)
        {
            let shown = key.replace(KEY_SEPARATOR, ", ");
            let detail = format!("`{shown}` also occurs in {}", row_label(first));
            return self.refuse(row, FaultKind::RepeatedKey, detail);
        }
        let before = match self.record_of(known.as_ref(), &imported)? {
            Ok(before) => before,
            Err(reason) => return self.refuse(row, FaultKind::SeveralMatches, reason),
        };
        if before.is_none()
            && let Some(mut problem) = imported.missing_partner.take()
        {
            if let Some((above, partner)) = &self.last_partner {
                problem.unread.detail = format!("{} has `{partner}`", row_label(*above));
            }
            imported.unread.push(problem);
        }
        if !imported.unread.is_empty() {
            let unread = std::mem::take(&mut imported.unread);
            for problem in &unread {
                if let Some(index) = problem.column {
                    imported.forget(&self.plan.columns[index]);
                }
            }
            // Without a file of rejects all rows are staged, so that all their faults are reported.
            if self.rules.has_rejects && !self.rules.keep_unread {
                return self.reject(Some(row), unread);
            }
            self.reader.keep(&unread, &mut imported);
            self.row.problems = unread;
        }
        match before {
            Some(before) => self.stage_changed(row, &imported, known, before),
            None => self.stage_new(row, &imported, known),
        }
    }

    /// Keeps the partner of a row, which a message about the next one may name.
    fn keep_partner(&mut self, row: &SheetRow) {
        let is_partner = |column: &ImportColumn| *column == ImportColumn::Partner;
        let partner = self.plan.columns.iter().position(is_partner);
        if let Some(SheetCell::Text(text)) = partner.and_then(|index| row.cells.get(index))
            && !text.trim().is_empty()
        {
            let last = self.last_partner.get_or_insert_default();
            last.0 = row.number;
            text.trim().clone_into(&mut last.1);
        }
    }

    /// Returns true if the row of an agreement that is still there did not change.
    fn is_unchanged(&mut self, same: &RememberedRow, row: u64) -> bool {
        let id = self.memory.new_id(&same.id);
        if !self.index.has_record(id) {
            return false;
        }
        let has_key = !self.plan.keys.is_empty() || self.plan.id_column().is_some();
        !has_key || self.index.add_row_key(&same.key, row).is_none()
    }

    /// Keeps the unread cells that did not change since the last import: they are not reported again.
    fn forgive_known_cells(
        &mut self,
        imported: &mut ImportedRow,
        row: &SheetRow,
        known: Option<&KnownRow>,
    ) {
        let Some(known) = known else { return };
        if imported.unread.is_empty() {
            return;
        }
        let (now, then) = (self.texts(row), self.texts(&known.row));
        let (old, new) = std::mem::take(&mut imported.unread)
            .into_iter()
            .partition(|problem| problem.column.is_some_and(|index| now[index] == then[index]));
        imported.unread = new;
        let old: Vec<Problem> = old;
        self.reader.keep(&old, imported);
    }

    /// Returns the notes about the cells that are new or changed.
    fn new_notes(
        &self,
        imported: &mut ImportedRow,
        row: &SheetRow,
        known: Option<&KnownRow>,
    ) -> Vec<CellNote> {
        let mut notes = std::mem::take(&mut imported.notes);
        if let Some(known) = known {
            let (now, then) = (self.texts(row), self.texts(&known.row));
            notes.retain(|note| !note.kind.is_of_row() && now[note.column] != then[note.column]);
        }
        notes
    }

    /// Adds the notes about the row, and one if the dates contradict the status in the sheet.
    fn add_notes(&mut self, row: &SheetRow, agreement: &Agreement) {
        for note in std::mem::take(&mut self.row.notes) {
            self.summary.notes.add(note);
        }
        let is_status = |column: &ImportColumn| *column == ImportColumn::Status;
        let Some(column) = self.plan.columns.iter().position(is_status) else { return };
        let Some(text) = agreement.fields.get(STATUS_FIELD) else { return };
        let Some(meaning) = status_meaning(text) else { return };
        let on_day = agreement.on(self.rules.today);
        let thresholds = Thresholds::from_settings(&self.transaction.head().settings);
        let standing = on_day.standing(&LineageContext::default(), self.rules.today, &thresholds);
        if meaning.contradicts(standing.status) {
            self.summary.notes.add(CellNote {
                kind: NoteKind::Status,
                column,
                row: row.number,
                text: text.clone(),
                detail: standing.status.to_string(),
            });
        }
    }

    pub(super) fn texts(&self, row: &SheetRow) -> Vec<String> {
        texts_of(row, &self.plan.columns)
    }

    /// Returns the record of a row: that of the last import, else the one that it is matched to.
    fn record_of(
        &self,
        known: Option<&KnownRow>,
        imported: &ImportedRow,
    ) -> Result<std::result::Result<Option<Agreement>, String>> {
        if let Some(known) = known {
            let id = self.memory.new_id(&known.remembered.id);
            if let Some(record) = self.transaction.get(id.as_str())? {
                return Ok(Ok(Some(record)));
            }
        }
        self.matched_record(imported)
    }

    /// Remembers a row that is staged; one with links when they are validated.
    pub(super) fn remember(&mut self, staged: Staged, line: RowLine) {
        match staged {
            Staged::Refused => {}
            Staged::Linked => {
                if let Some(linked) = self.linked.last_mut() {
                    linked.line = Some(Box::new(line));
                }
            }
            Staged::Done => {
                self.memory.remember(line.known.as_ref(), line.key, line.id, line.texts);
            }
        }
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
    pub(super) fn put(
        &mut self,
        row: &SheetRow,
        source: Option<&Node>,
        before: Option<Agreement>,
        after: Agreement,
    ) -> Result<Staged> {
        let skipped = &self.skipped_members;
        let record =
            match self.transaction.with_unknown(before.as_ref(), &after, source, skipped)? {
                Ok(record) => record,
                Err(reason) => {
                    self.refuse(row, FaultKind::Refused, reason)?;
                    return Ok(Staged::Refused);
                }
            };
        let mut staged = Staged::Done;
        let (is_new, is_same) = (before.is_none(), before.as_ref() == Some(&after));
        if is_same && record.is_none() {
            self.summary.same += 1;
            return Ok(staged);
        }
        if is_same {
            // Only unknown members differ, and they are not validated.
        } else if after.succeeds.is_empty() && after.under.is_none() {
            match validate::check(self.transaction, before.as_ref(), &after, self.rules.today) {
                Ok(warnings) => self.warn(row.number, warnings),
                Err(error) => {
                    self.refuse(row, FaultKind::Refused, error.message().to_owned())?;
                    return Ok(Staged::Refused);
                }
            }
        } else {
            let kept = self.rejects.is_some().then(|| Box::new(row.clone()));
            let (number, id) = (row.number, after.id.clone());
            let before = before.map(Box::new);
            self.linked.push(LinkedRow { number, row: kept, before, id, line: None });
            staged = Staged::Linked;
        }
        self.add_notes(row, &after);
        self.index.add_id(&after.id);
        if is_new {
            self.summary.added += 1;
        } else {
            self.summary.changed += 1;
        }
        match record {
            Some(record) => self.transaction.put_text(&after.id, record),
            None => self.transaction.put(after),
        }
        Ok(staged)
    }

    pub(super) fn warn(&mut self, row: u64, warnings: Vec<String>) {
        for warning in warnings {
            self.summary.warn(format!("{}: {warning}", row_label(row)));
        }
    }

    pub(super) fn refuse(&mut self, row: &SheetRow, kind: FaultKind, detail: String) -> Result<()> {
        self.reject(Some(row), vec![Problem::in_row(row.number, kind, detail)])
    }

    pub(super) fn reject(&mut self, row: Option<&SheetRow>, problems: Vec<Problem>) -> Result<()> {
        if let (Some(rejects), Some(row)) = (&mut self.rejects, row) {
            let reasons: Vec<String> = problems.iter().map(ToString::to_string).collect();
            rejects.add(row, &reasons.join("; "))?;
        }
        self.summary.rejected += 1;
        self.row.problems.extend(problems);
        Ok(())
    }
}
