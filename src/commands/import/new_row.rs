//! Adding the agreement of a row that the registry does not have, unless it is like another.

use std::collections::HashMap;

use super::registry_index::{DuplicateKey, has_same_parties};
use super::rows::{RowImport, RowLine};
use super::sheet_memory::KnownRow;
use crate::domain::{Agreement, Id};
use crate::error::Result;
use crate::exchange::import::imported_row::ImportedRow;
use crate::exchange::import::problems::row_label;
use crate::exchange::import::rows::SheetRow;
use crate::exchange::import::unread::FaultKind;

impl RowImport<'_, '_, '_> {
    /// Stages the row of an agreement that the registry does not have.
    pub(super) fn stage_new(
        &mut self,
        row: &SheetRow,
        imported: &ImportedRow,
        known: Option<KnownRow>,
    ) -> Result<()> {
        let removed = known.as_ref().map(|known| known.remembered.id.clone());
        if let Some(id) = &removed
            && !self.rules.takes_theirs
        {
            self.again.add_removed(id, &row_label(row.number));
            return Ok(());
        }
        let has_key = imported.key.is_some() || imported.id().is_some();
        let has_id = imported.id().is_some();
        let record = imported.record.clone();
        let row_key = self.plan.row_key(imported);
        let owner = self.index.owner.as_ref();
        let mut agreement = imported.to_agreement(&self.index.parties, owner);
        if let Some(missing) = missing_field(&agreement) {
            self.row.problems.retain(|problem| problem.unread.kind != FaultKind::NoPartner);
            return self.refuse(row, FaultKind::Unidentified, missing.to_owned());
        }
        if !has_key && removed.is_none() {
            let key = DuplicateKey::new(&agreement, &self.plan.reference_of(&agreement));
            match self.like(&agreement, key)? {
                Likeness::Same(before) => {
                    return self.stage_changed(row, imported, known, *before);
                }
                Likeness::Like(detail) if self.rules.allow_duplicates => {
                    self.summary.warn(format!("{}: {detail}", row_label(row.number)));
                }
                Likeness::Like(detail) => {
                    return self.refuse(row, FaultKind::Duplicate, detail);
                }
                Likeness::Several(detail) => {
                    return self.refuse(row, FaultKind::SeveralMatches, detail);
                }
                Likeness::None => {}
            }
            self.index.add_row(key, row.number);
        }
        if !has_id {
            let owner = self.transaction.head().owner.as_deref();
            agreement.id = removed.unwrap_or_else(|| self.index.new_id(&agreement, owner));
        }
        self.index.parties.add(&agreement.parties);
        let id = agreement.id.clone();
        let texts = self.texts(row);
        let staged = self.put(row, record.as_deref(), None, agreement)?;
        self.remember(staged, RowLine { known, key: row_key, id, texts });
        Ok(())
    }

    /// Returns the record or the row that a new agreement is like, if it has no key.
    fn like(&mut self, agreement: &Agreement, key: DuplicateKey) -> Result<Likeness> {
        if let Some(row) = self.index.row_like(key) {
            let other = row_label(row);
            return Ok(Likeness::Like(format!(
                "it has the parties, the date and the title of {other}"
            )));
        }
        if let Some((id, has_more)) = self.index.record_like(key) {
            let record = self.transaction.get(id.as_str())?;
            if let Some(record) = record.filter(|record| has_same_parties(record, agreement))
                && !self.index.is_claimed(id)
            {
                if has_more {
                    let detail = format!("`{id}` and other agreements match");
                    return Ok(Likeness::Several(detail));
                }
                return Ok(Likeness::Same(Box::new(record)));
            }
            let detail = format!("it has the parties, the date and the title of `{id}`");
            return Ok(Likeness::Like(detail));
        }
        let vanished = match self.vanished.take() {
            Some(vanished) => vanished,
            None => self.vanished_titles()?,
        };
        let found = (!vanished.is_empty()).then(|| DuplicateKey::of_title(agreement));
        let found = found.and_then(|key| vanished.get(&key)).map(|id| {
            format!(
                "it has the parties and the title of `{id}`, whose row is no longer in the sheet"
            )
        });
        self.vanished = Some(vanished);
        Ok(found.map_or(Likeness::None, Likeness::Like))
    }

    /// Returns the agreements whose rows are no longer in the sheet, by their parties and titles.
    fn vanished_titles(&self) -> Result<HashMap<DuplicateKey, Id>> {
        let mut titles = HashMap::new();
        for id in self.memory.vanished() {
            if let Some(agreement) = self.transaction.get(id.as_str())? {
                titles.insert(DuplicateKey::of_title(&agreement), agreement.id);
            }
        }
        Ok(titles)
    }
}

/// Returns why a new agreement cannot be added, if it has no party or no title.
fn missing_field(agreement: &Agreement) -> Option<&'static str> {
    if agreement.parties.is_empty() {
        return Some("`--party` adds one to every row");
    }
    agreement.title.trim().is_empty().then_some("")
}

/// What a new agreement without a key is like.
enum Likeness {
    /// Nothing else.
    None,
    /// This agreement: it has the same parties, date and title.
    Same(Box<Agreement>),
    /// Another row or agreement; the reason why it is refused.
    Like(String),
    /// Several agreements.
    Several(String),
}
