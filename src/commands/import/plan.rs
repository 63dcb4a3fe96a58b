//! What the columns of a table hold, and how rows are matched to agreements.

use std::collections::{BTreeSet, HashSet};
use std::hash::{BuildHasher, RandomState};

use crate::domain::{Agreement, Field, Id, Party};
use crate::error::{Error, Result};
use crate::exchange::import::cell::SheetCell;
use crate::exchange::import::columns::{
    ColumnMapping, ImportColumn, index_of, likely_columns, likely_header_row, missing_column,
    object_columns, repeated_columns,
};
use crate::exchange::import::imported_row::ImportedRow;
use crate::exchange::import::nested::OPEN_CONTRACTING_KEY;
use crate::exchange::import::row::KEY_SEPARATOR;
use crate::exchange::import::rows::ImportTable;

/// What the columns hold, and which of them are keys.
#[derive(Debug)]
pub(super) struct ImportPlan {
    pub(super) columns: Vec<ImportColumn>,
    pub(super) keys: Vec<usize>,
    /// Whether `mou` wrote the file.
    pub(super) is_own_form: bool,
}

/// Why there is no plan for a table.
#[derive(Debug)]
pub(super) enum PlanError {
    /// This row is more likely the headings.
    OtherHeadings(u64),
    /// No column is the partner, the parties or the title; what other columns may be, by their index.
    Unidentified(Vec<(usize, ImportColumn)>),
    /// Two columns give one value. This says which, and lists the columns that may be kept as text instead.
    Repeated(Error, Vec<usize>),
    /// These columns hold objects, which no field of theirs can be.
    Objects(Vec<usize>),
    /// Another error, which says all.
    Other(Error),
}

impl From<Error> for PlanError {
    fn from(error: Error) -> Self {
        Self::Other(error)
    }
}

impl ImportPlan {
    /// Returns what the columns of `table` hold.
    ///
    /// Fails if a named column is missing, or if no column holds the partner, the parties or the title;
    /// in own form, an id is enough. `has_head` is true if the row of the headings was named.
    pub(super) fn new(
        table: &ImportTable,
        mapping: &ColumnMapping,
        drop_unmapped: bool,
        keys: &[String],
        has_head: bool,
    ) -> std::result::Result<Self, PlanError> {
        let is_own_form = table.is_own_form;
        // A document without records has no columns.
        if table.columns.is_empty() {
            return Ok(Self { columns: Vec::new(), keys: Vec::new(), is_own_form });
        }
        let is_sheet = !is_own_form && !has_head;
        if let Some(row) = is_sheet.then(|| likely_header_row(table)).flatten() {
            return Err(PlanError::OtherHeadings(row));
        }
        let key = |name: &String| {
            index_of(table, name).ok_or_else(|| missing_column(table, "--key", name))
        };
        let keys = keys.iter().map(key).collect::<Result<Vec<usize>>>()?;
        let columns = mapping.columns(table, drop_unmapped, &keys)?;
        refuse_repeated(table, mapping, &columns)?;
        if let Some(ignored) = keys.iter().find(|key| columns[**key] == ImportColumn::Ignored) {
            let name = &table.columns[*ignored];
            return Err(Error::bad_value(format!("`--key`: the column `{name}` is skipped")).into());
        }
        // The parties of an Open Contracting release are also those who only tendered.
        let has_tenderers = index_of(table, OPEN_CONTRACTING_KEY).is_some()
            && !mapping.headings().contains(&Field::Parties.name());
        let identifies = |column: &ImportColumn| match column {
            ImportColumn::Field(Field::Parties) => !has_tenderers,
            ImportColumn::Partner | ImportColumn::Field(Field::Title) => true,
            ImportColumn::Field(Field::Id) => is_own_form,
            _ => false,
        };
        if !columns.iter().any(identifies) {
            let likely = likely_columns(table, &columns);
            return Err(PlanError::Unidentified(likely));
        }
        let objects = if is_own_form { Vec::new() } else { object_columns(table, &columns)? };
        if !objects.is_empty() {
            return Err(PlanError::Objects(objects));
        }
        Ok(Self { columns, keys, is_own_form })
    }

    /// Returns the members that are not kept of records that `mou` wrote: derived ones, and those of
    /// columns that are not read.
    pub(super) fn skipped_members<'t>(&self, table: &'t ImportTable) -> HashSet<&'t str> {
        let columns = table.columns.iter().zip(&self.columns);
        let ignored = columns.filter(|(_, column)| **column == ImportColumn::Ignored);
        let ignored = ignored.map(|(name, _)| name.as_str());
        ignored.chain(table.derived.iter().copied()).collect()
    }

    /// Returns true if rows are matched to agreements by id.
    pub(super) fn is_by_id(&self) -> bool {
        self.keys.iter().all(|key| self.columns[*key] == ImportColumn::Field(Field::Id))
    }

    /// Returns the column of ids, if rows without an id must wait until all given ids are known.
    pub(super) fn id_column(&self) -> Option<usize> {
        let is_id = |column: &ImportColumn| *column == ImportColumn::Field(Field::Id);
        self.columns.iter().position(is_id).filter(|_| self.keys.is_empty())
    }

    /// Returns the keys of an agreement: with all parties, and without the owner of the registry, who
    /// is missing in a sheet of partners.
    pub(super) fn keys_of(&self, agreement: &Agreement, owner: Option<&str>) -> BTreeSet<String> {
        let is_owner = |party: &Party| owner.is_some_and(|owner| party.is_called(owner));
        let partners: Vec<Party> =
            agreement.parties.iter().filter(|party| !is_owner(party)).cloned().collect();
        let key = |parties: &[Party]| self.key_of(agreement, Some(&agreement.id), parties);
        [key(&agreement.parties), key(&partners)].into()
    }

    /// Takes a column of numbers as the key if no key is named and there are no ids, and if the column is filled in
    /// every row and never repeats. Returns its index.
    pub(super) fn choose_key(&mut self, table: &ImportTable) -> Result<Option<usize>> {
        if !self.keys.is_empty() || self.id_column().is_some() {
            return Ok(None);
        }
        let is_reference =
            |index: &usize| matches!(self.columns[*index], ImportColumn::Reference(_));
        let mut candidates: Vec<(usize, HashSet<u64>)> = (0..self.columns.len())
            .filter(is_reference)
            .map(|index| (index, HashSet::new()))
            .collect();
        if candidates.is_empty() {
            return Ok(None);
        }
        let hasher = RandomState::new();
        let mut has_rows = false;
        for row in table.rows()? {
            let row = row?;
            if row.fault.is_some() {
                continue;
            }
            has_rows = true;
            candidates.retain_mut(|(index, seen)| {
                let text = row.cells.get(*index).map(SheetCell::text).unwrap_or_default();
                !row.is_empty_at(*index) && seen.insert(hasher.hash_one(text.trim()))
            });
            if candidates.is_empty() {
                return Ok(None);
            }
        }
        let chosen = candidates.first().map(|(index, _)| *index).filter(|_| has_rows);
        self.keys.extend(chosen);
        Ok(chosen)
    }

    /// Returns the number of an agreement in the sheet, if the sheet has a column of numbers.
    pub(super) fn reference_of(&self, agreement: &Agreement) -> String {
        let names = self.columns.iter().filter_map(|column| match column {
            ImportColumn::Reference(name) => agreement.fields.get(name),
            _ => None,
        });
        names.cloned().collect::<Vec<_>>().join(KEY_SEPARATOR)
    }

    /// Returns the text by which a row is found again in the next sheet.
    pub(super) fn row_key(&self, row: &ImportedRow) -> String {
        if let Some(key) = &row.key {
            return key.clone();
        }
        if let Some(id) = row.id() {
            return id.to_string();
        }
        let (_, parties) = row.parties();
        let mut names: Vec<String> =
            parties.iter().map(|party| party.name.to_lowercase()).collect();
        names.sort();
        let signed = Field::Signed.text(&row.agreement);
        let title = row.agreement.title.trim().to_lowercase();
        let reference = self.reference_of(&row.agreement);
        [names.join("; "), signed, title, reference].join(KEY_SEPARATOR)
    }

    /// Returns the key of an agreement or a row with these parties.
    pub(super) fn key_of(&self, facts: &Agreement, id: Option<&Id>, parties: &[Party]) -> String {
        let texts = self.keys.iter().map(|key| self.columns[*key].key_text(facts, id, parties));
        texts.collect::<Vec<_>>().join(KEY_SEPARATOR)
    }
}

/// Fails if two columns give one value.
fn refuse_repeated(
    table: &ImportTable,
    mapping: &ColumnMapping,
    columns: &[ImportColumn],
) -> std::result::Result<(), PlanError> {
    let repeated = repeated_columns(columns);
    if repeated.is_empty() {
        return Ok(());
    }
    let pair = |(first, second): &(usize, usize)| {
        let [one, other] = [first, second].map(|index| &table.columns[*index]);
        format!("`{one}` and `{other}` would both be `{}`", columns[*second])
    };
    let pairs: Vec<String> = repeated.iter().map(pair).collect();
    let is_mapped = |index: usize| mapping.has(table, index);
    // The one that the user mapped stays.
    let other = |(first, second): &(usize, usize)| {
        if is_mapped(*second) && !is_mapped(*first) { *first } else { *second }
    };
    let others = repeated.iter().map(other).collect();
    let error = Error::usage(format!("the columns {}", pairs.join(", and ")));
    Err(PlanError::Repeated(error, others))
}
