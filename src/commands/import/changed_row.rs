//! Updating the agreement of a row: what changed in the sheet since the last import is taken.

use std::collections::BTreeSet;

use super::again::{columns_of, is_kept_name};
use super::rows::{RowImport, RowLine, Staged};
use super::sheet_memory::KnownRow;
use crate::domain::{Agreement, Field, RecordedDate};
use crate::error::Result;
use crate::exchange::import::cell::{SheetCell, means_empty};
use crate::exchange::import::columns::ImportColumn;
use crate::exchange::import::imported_row::ImportedRow;
use crate::exchange::import::reconcile::{ReconcileRules, Reconciled, ValueChange};
use crate::exchange::import::rows::SheetRow;
use crate::exchange::import::unread::FaultKind;

impl RowImport<'_, '_, '_> {
    /// Stages the row of an agreement that the registry has.
    pub(super) fn stage_changed(
        &mut self,
        row: &SheetRow,
        imported: &ImportedRow,
        known: Option<KnownRow>,
        before: Agreement,
    ) -> Result<()> {
        self.index.claim(&before.id);
        let id = before.id.clone();
        if self.table.is_own_form {
            let after = imported.update(&before, &self.index.parties, self.rules.today);
            let changes = own_changes(&before, &after);
            let changes = self.placed(changes, row, None);
            if self.put(row, imported.record.as_deref(), Some(before), after)? != Staged::Refused {
                self.again.add_changes(&id, &changes);
            }
            return Ok(());
        }
        let base = self.base_of(known.as_ref(), &before);
        let is_filled = |name: &str| {
            let mut columns = self.plan.columns.iter().enumerate();
            columns.any(|(index, _)| {
                is_kept_name(name, self.labels.column(index)) && !row.is_empty_at(index)
            })
        };
        let rules = ReconcileRules {
            known: &self.index.parties,
            owner: self.index.owner.as_ref(),
            takes_theirs: self.rules.takes_theirs,
            today: self.rules.today,
        };
        let Reconciled { agreement, changes, conflicts, other_signing } =
            rules.reconcile(base.as_ref(), imported, &before, is_filled);
        if let Some((old, new)) = other_signing {
            let detail = format!("`{id}` was signed on {old}, and the row says {new}");
            return self.refuse(row, FaultKind::OtherSigningDate, detail);
        }
        let texts = self.line_texts(row, known.as_ref(), &conflicts);
        let changes = self.placed(changes, row, known.as_ref());
        let staged = self.put(row, imported.record.as_deref(), Some(before), agreement)?;
        if staged == Staged::Refused {
            return Ok(());
        }
        self.again.add_changes(&id, &changes);
        for (conflict, cell) in self.placed(conflicts, row, known.as_ref()) {
            self.again.add_conflict(&id, &conflict, cell, known.is_some());
        }
        if known.is_none() {
            self.again.count_unremembered();
        }
        let key = self.plan.row_key(imported);
        self.remember(staged, RowLine { known, key, id, texts });
        Ok(())
    }

    /// Returns the row as it was imported last, read by the rules of that import.
    fn base_of(&self, known: Option<&KnownRow>, record: &Agreement) -> Option<ImportedRow> {
        let known = known?;
        let mut row = known.row.clone();
        for (index, column) in self.plan.columns.iter().enumerate() {
            let Some(SheetCell::Text(text)) = row.cells.get(index) else { continue };
            // A text that is still kept beside an unknown value was not read then.
            let is_kept = || {
                record.fields.iter().any(|(name, kept)| {
                    kept.trim() == text.trim() && is_kept_name(name, self.labels.column(index))
                })
            };
            if !text.trim().is_empty() && has_no_value(column, record) && is_kept() {
                let text = text.clone();
                row.cells[index] = SheetCell::Unread { text, kind: FaultKind::NotAValue };
            }
        }
        let reader = self.base_readers.get(known.source)?;
        let mut base = reader.read(&row).ok()?;
        let unread = std::mem::take(&mut base.unread);
        reader.keep(&unread, &mut base);
        Some(base)
    }

    /// Returns the texts that are remembered of a row: those that were taken. An empty cell that means nothing, and one
    /// in conflict, leave what was said before.
    fn line_texts(
        &mut self,
        row: &SheetRow,
        known: Option<&KnownRow>,
        conflicts: &[ValueChange],
    ) -> Vec<String> {
        let mut texts = self.texts(row);
        let then = known.map(|known| self.texts(&known.row)).unwrap_or_default();
        if !self.rules.empty_clears {
            for (index, old) in then.iter().enumerate() {
                let is_emptied =
                    row.is_empty_at(index) && !old.trim().is_empty() && !means_empty(old);
                if is_emptied && self.plan.columns[index] != ImportColumn::Ignored {
                    texts[index].clone_from(old);
                    self.again.add_emptied(self.labels.cell(row.number, index));
                }
            }
        }
        for conflict in conflicts {
            let columns: Vec<usize> =
                columns_of(self.plan, &self.table.columns, conflict).collect();
            let old = |index: usize| then.get(index).cloned().unwrap_or_default();
            let is_changed = |index: &usize| old(*index) != texts[*index];
            let changed: Vec<usize> = columns.iter().copied().filter(is_changed).collect();
            // By other rules the same text has another meaning, which is not known yet.
            let (columns, keeps_old) =
                if changed.is_empty() { (columns, false) } else { (changed, true) };
            for index in columns {
                texts[index] = if keeps_old { old(index) } else { String::new() };
            }
        }
        texts
    }

    /// Returns the changes with the cells that they come from, as messages name them.
    fn placed(
        &self,
        changes: Vec<ValueChange>,
        row: &SheetRow,
        known: Option<&KnownRow>,
    ) -> Vec<(ValueChange, Option<String>)> {
        let (now, then) = (self.texts(row), known.map(|known| self.texts(&known.row)));
        let place = |change: &ValueChange| {
            let columns: Vec<usize> = columns_of(self.plan, &self.table.columns, change).collect();
            let is_changed =
                |index: &&usize| then.as_ref().is_some_and(|then| then[**index] != now[**index]);
            let is_filled = |index: &&usize| !now[**index].trim().is_empty();
            let found =
                columns.iter().find(is_changed).or_else(|| columns.iter().find(is_filled))?;
            Some(self.labels.cell(row.number, *found))
        };
        let placed = changes.into_iter().map(|change| {
            let cell = place(&change);
            (change, cell)
        });
        placed.collect()
    }
}

/// Returns true if the record has no value that a column of this kind gives.
fn has_no_value(column: &ImportColumn, record: &Agreement) -> bool {
    let has_date = |date: Option<RecordedDate>| date.and_then(RecordedDate::date).is_some();
    match column {
        ImportColumn::Field(Field::Signed) => !has_date(record.signed),
        ImportColumn::Field(Field::Effective) => !has_date(record.effective),
        ImportColumn::Field(Field::End) | ImportColumn::Validity | ImportColumn::Period => {
            record.end.is_none() && record.term.is_none()
        }
        ImportColumn::Field(field) => {
            field.spec().is_equal(record, &Agreement::new(record.id.clone(), ""))
        }
        ImportColumn::TermIn(_) | ImportColumn::Unit => record.term.is_none(),
        ImportColumn::AutomaticRenewal | ImportColumn::RenewalTerm => record.renewal.is_none(),
        _ => false,
    }
}

/// Returns what a row that `mou` wrote changed.
fn own_changes(before: &Agreement, after: &Agreement) -> Vec<ValueChange> {
    let change = |field: Field, name: &str, old: String, new: String| ValueChange {
        name: name.to_owned(),
        field,
        base: String::new(),
        sheet: new.clone(),
        here: old,
        after: new,
    };
    let mut changes = Vec::new();
    for field in Field::ALL_FIELDS {
        if field != Field::Fields && !field.spec().is_equal(before, after) {
            let (old, new) = (field.text(before), field.text(after));
            changes.push(change(field, field.name(), old, new));
        }
    }
    let names: BTreeSet<&String> = before.fields.keys().chain(after.fields.keys()).collect();
    for name in names {
        let text = |facts: &Agreement| facts.fields.get(name).cloned().unwrap_or_default();
        let (old, new) = (text(before), text(after));
        if old != new {
            changes.push(change(Field::Fields, name, old, new));
        }
    }
    changes
}
