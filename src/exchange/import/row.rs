//! Reading the rows of a table.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::cell::{SheetCell, means_empty};
use super::column_facts::ColumnFacts;
use super::columns::{ImportColumn, STATUS_FIELD};
use super::dates::{DateCell, DateNote, DateOrder, parse_date};
use super::imported_row::ImportedRow;
use super::json::has_unknown_member;
use super::party;
use super::problems::{CellLabels, DateEvidence, ImportNotes, NoteKind, Problem};
use super::rows::{ImportTable, SheetRow};
use super::term::{is_indefinite, read_term};
use super::unread::{FaultKind, Unread};
use super::values::{
    add_items, is_list, is_text_list, joined, json_of_text, list_items, set_json, set_text,
    texts_of,
};
use crate::domain::search::is_same;
use crate::domain::{Agreement, Date, Day, Field, Party, RecordedDate, Term, country_code};
use crate::json::node::Node;

/// The separator of the texts of several key columns.
pub const KEY_SEPARATOR: &str = "\u{1f}";

/// How the rows of a table are read.
#[derive(Debug, Clone)]
pub struct RowRules {
    /// What each column holds.
    pub columns: Vec<ImportColumn>,
    /// The order of the numbers of dates.
    pub date_order: Option<DateOrder>,
    /// Whether an empty cell clears its field.
    pub empty_clears: bool,
    /// The columns by which rows are matched to agreements.
    pub keys: Vec<usize>,
    /// The values for every row.
    pub constants: Agreement,
    /// The fields of the constants.
    pub given: BTreeSet<Field>,
    /// Whether cells that are not read are kept as text.
    pub keep_unread: bool,
    /// The first year of a date.
    pub min_year: i32,
    /// Today, for the last year of a date.
    pub today: Day,
    /// What the columns say as a whole.
    pub facts: ColumnFacts,
}

/// The first year of a date, unless `--min-year` gives another.
pub const DEFAULT_MIN_YEAR: i32 = 1800;

/// Reads rows, and collects notes about them.
#[derive(Debug)]
pub struct RowReader<'r> {
    rules: &'r RowRules,
    labels: &'r CellLabels,
    is_own_form: bool,
    has_1904_dates: bool,
    derived: &'static [&'static str],
    /// How cells were read.
    pub notes: ImportNotes,
    /// What the dates say about their order.
    pub evidence: DateEvidence,
}

impl<'r> RowReader<'r> {
    /// Returns a reader for the rows of `table`.
    #[must_use]
    pub fn new(table: &ImportTable, rules: &'r RowRules, labels: &'r CellLabels) -> Self {
        Self {
            rules,
            labels,
            is_own_form: table.is_own_form,
            has_1904_dates: table.has_1904_dates,
            derived: table.derived,
            notes: ImportNotes::default(),
            evidence: DateEvidence::default(),
        }
    }

    /// Reads a row; the cells that are not read are listed in it.
    ///
    /// Fails if the problem is the whole row.
    pub fn read(&mut self, row: &SheetRow) -> Result<ImportedRow, Vec<Problem>> {
        if let Some(fault) = &row.fault {
            return Err(vec![Problem::in_row(row.number, FaultKind::CellCount, fault.clone())]);
        }
        let rules = self.rules;
        let mut imported =
            ImportedRow::new(row, &rules.constants, rules.given.clone(), self.is_own_form);
        let mut problems = Vec::new();
        for (index, (cell, column)) in row.cells.iter().zip(&rules.columns).enumerate() {
            let cell = typed_cell(column, cell);
            if let Err(unread) = self.read_cell(index, column, &cell, &mut imported, row) {
                imported.unread.push(self.problem(row.number, index, &cell.text(), unread));
            }
        }
        let term = imported.agreement.term;
        if imported.is_without_end && term != Some(Term::Indefinite) {
            let term = term.map(|term| term.to_string()).unwrap_or_default();
            let reason = format!("it is without an end, and has the term `{term}`");
            problems.push(Problem::in_row(row.number, FaultKind::Contradiction, reason));
        }
        if rules.keep_unread {
            for problem in imported.unread.clone() {
                if let Some(index) = problem.column {
                    imported.keep(index, self.labels.column(index), &problem.text);
                }
            }
        }
        let has_unknown = |record: &Arc<Node>| {
            imported.has_extra_members || has_unknown_member(record, self.derived)
        };
        imported.record = imported.record.take().filter(has_unknown);
        if let Some(first) = rules.keys.first() {
            let agreement = &imported.agreement;
            let texts = rules.keys.iter().filter_map(|index| rules.columns.get(*index));
            let texts: Vec<String> = texts
                .map(|column| column.key_text(agreement, imported.id(), &agreement.parties))
                .collect();
            if texts.iter().all(String::is_empty) {
                let unread = Unread::new(FaultKind::EmptyKey);
                problems.push(self.problem(row.number, *first, "", unread));
            }
            imported.key = Some(texts.join(KEY_SEPARATOR));
        }
        if problems.is_empty() { Ok(imported) } else { Err(problems) }
    }

    fn problem(&self, row: u64, column: usize, text: &str, unread: Unread) -> Problem {
        Problem::in_cell(self.labels, row, column, text, unread)
    }

    fn read_cell(
        &mut self,
        index: usize,
        column: &ImportColumn,
        cell: &SheetCell,
        to: &mut ImportedRow,
        row: &SheetRow,
    ) -> Result<(), Unread> {
        if *column == ImportColumn::Ignored {
            return Ok(());
        }
        // In own form, a text is taken to the letter; a date or a term is never `NA`.
        let is_literal = self.is_own_form && column.is_free_text();
        let text = match cell {
            SheetCell::Text(text) if is_literal => text.as_str(),
            SheetCell::Text(text) => text.trim(),
            SheetCell::Json(value) => return self.read_json(index, column, value, to),
            SheetCell::Unread { kind, .. } => return Err(Unread::new(*kind)),
        };
        let is_own_id = self.is_own_form && *column == ImportColumn::Field(Field::Id);
        let means_empty = !is_literal && !is_own_id && means_empty(text);
        if means_empty {
            self.notes.add(index, NoteKind::Empty, || text.to_owned());
        }
        if text.is_empty() || means_empty {
            return if self.rules.empty_clears { clear(column, to) } else { Ok(()) };
        }
        match column {
            ImportColumn::Ignored | ImportColumn::Unit => {}
            ImportColumn::Own(name) | ImportColumn::Reference(name) => to.set_own(name, text),
            ImportColumn::Status => to.set_own(STATUS_FIELD, text),
            ImportColumn::AutomaticRenewal | ImportColumn::RenewalTerm | ImportColumn::Link => {
                to.set_own(self.labels.column(index), text);
            }
            ImportColumn::Period => self.read_end(index, text, to)?,
            ImportColumn::Partner => {
                let partners = party::partners(text);
                if let [one] = partners.as_slice()
                    && party::may_be_several(&one.name)
                {
                    self.notes.add(index, NoteKind::OneName, || text.to_owned());
                }
                to.add_parties(partners);
                to.names_partners = true;
            }
            ImportColumn::Country => self.read_country(index, text, to, row)?,
            ImportColumn::TermIn(unit) => self.read_term(index, text, Some(unit), to)?,
            ImportColumn::Validity => self.read_validity(index, text, to)?,
            ImportColumn::Field(Field::Term) => self.read_term(index, text, None, to)?,
            ImportColumn::Field(Field::End) => self.read_end(index, text, to)?,
            ImportColumn::Field(field @ (Field::Signed | Field::Effective)) => {
                let text = if is_same("unknown", text) {
                    RecordedDate::Unknown.to_string()
                } else {
                    let Some(date) = self.read_date(index, text, to.number)? else { return Ok(()) };
                    date.to_string()
                };
                set_text(*field, &text, true, &mut to.agreement)?;
                to.given.insert(*field);
            }
            ImportColumn::Field(field) => self.read_field(index, *field, text, to)?,
        }
        Ok(())
    }

    fn read_json(
        &mut self,
        index: usize,
        column: &ImportColumn,
        value: &Node,
        to: &mut ImportedRow,
    ) -> Result<(), Unread> {
        if let ImportColumn::Field(field) = column
            && is_list(*field)
            && !is_text_list(*field)
            && let Some(texts) = texts_of(value)
        {
            return read_items(*field, &texts, to, self.is_own_form);
        }
        match column {
            ImportColumn::Field(field) => {
                let constants = std::mem::take(&mut to.agreement.parties);
                let extra = set_json(*field, value, &mut to.agreement);
                let parties = std::mem::replace(&mut to.agreement.parties, constants);
                let extra = extra.map_err(not_a_value)?;
                if *field == Field::Parties {
                    to.add_parties(parties);
                    to.has_whole_parties = self.is_own_form;
                }
                // The unknown members of a record that is kept need no note.
                if let Some(name) = extra.first_name.filter(|_| to.record.is_none()) {
                    self.notes.add(index, NoteKind::Unknown, || name);
                }
                to.has_extra_members |= extra.has_any;
                to.given.insert(*field);
            }
            ImportColumn::Own(name) => to.set_own(name, &value.compact()),
            ImportColumn::Ignored => {}
            _ => return Err(not_a_value(format!("`{}` is not a single text", value.compact()))),
        }
        Ok(())
    }

    /// Reads the countries of the partners of the row: one for each.
    fn read_country(
        &mut self,
        index: usize,
        text: &str,
        to: &mut ImportedRow,
        row: &SheetRow,
    ) -> Result<(), Unread> {
        let names = party::items(text);
        // The column of the partners may come after this one.
        let columns = self.rules.columns.iter().zip(&row.cells);
        let partners: Vec<Party> = columns
            .filter(|(column, _)| **column == ImportColumn::Partner)
            .flat_map(|(column, cell)| party::partners(&typed_cell(column, cell).text()))
            .collect();
        if partners.len() != names.len() || partners.is_empty() {
            self.notes.add(index, NoteKind::Country, || text.to_owned());
            to.keep(index, self.labels.column(index), text);
            return Ok(());
        }
        for (mut partner, name) in partners.into_iter().zip(names) {
            let letters = country_code(&name)
                .ok_or_else(|| not_a_value(format!("`{name}` is not a known country")))?;
            partner.country.get_or_insert_with(|| letters.into());
            let parties = &mut to.agreement.parties;
            match parties.iter_mut().find(|party| party.name == partner.name) {
                Some(party) => party.country = partner.country,
                None => parties.push(partner),
            }
        }
        Ok(())
    }

    /// Reads a field that needs no notes of its own: as JSON in the form of the registry, or as a
    /// person types it.
    fn read_field(
        &mut self,
        index: usize,
        field: Field,
        text: &str,
        to: &mut ImportedRow,
    ) -> Result<(), Unread> {
        if let Some(value) = json_of_text(field, text) {
            let value = value.map_err(not_a_value)?;
            return self.read_json(index, &ImportColumn::Field(field), &value, to);
        }
        match field {
            Field::Id => to.agreement.id = text.parse()?,
            Field::Parties => {
                let items = list_items(text, self.is_own_form);
                return read_items(field, &items, to, self.is_own_form);
            }
            _ => set_text(field, text, self.is_own_form, &mut to.agreement)?,
        }
        to.given.insert(field);
        Ok(())
    }

    fn read_term(
        &mut self,
        index: usize,
        text: &str,
        unit: Option<&str>,
        to: &mut ImportedRow,
    ) -> Result<(), Unread> {
        let name = self.labels.column(index);
        let reading = read_term(text, unit)?;
        if reading.is_kept || reading.renewal.is_some() {
            self.notes.add(index, NoteKind::Remark, || text.to_owned());
            to.keep(index, name, text);
        }
        to.agreement.term = reading.term;
        to.given.insert(Field::Term);
        Ok(())
    }

    fn read_end(&mut self, index: usize, text: &str, to: &mut ImportedRow) -> Result<(), Unread> {
        if is_indefinite(text) {
            if !to.given.contains(&Field::Term) || to.agreement.term.is_none() {
                to.agreement.term = Some(Term::Indefinite);
                to.given.insert(Field::Term);
            }
            to.cleared.insert(Field::End);
            to.is_without_end = true;
            return Ok(());
        }
        if let Some(end) = self.read_date(index, text, to.number)? {
            to.agreement.end = Some(end);
            to.given.insert(Field::End);
        }
        Ok(())
    }

    /// Reads a term, or else a last day.
    fn read_validity(
        &mut self,
        index: usize,
        text: &str,
        to: &mut ImportedRow,
    ) -> Result<(), Unread> {
        if self.read_term(index, text, None, to).is_ok() {
            return Ok(());
        }
        self.read_end(index, text, to)
    }

    /// Reads a date; `None` if it is one that means no date.
    fn read_date(&mut self, index: usize, text: &str, row: u64) -> Result<Option<Date>, Unread> {
        if self.is_own_form
            && let Ok(date) = text.parse()
        {
            return Ok(Some(date));
        }
        let place = || self.labels.cell(row, index);
        match parse_date(text, self.rules.date_order, self.has_1904_dates) {
            DateCell::Date(date, note) => {
                let notes = &mut self.notes;
                match note {
                    Some(DateNote::Settles(order)) => self.evidence.add(order, place, text),
                    Some(DateNote::Serial) => {
                        notes.add(index, NoteKind::Serial, || format!("{text} ({date})"));
                    }
                    Some(DateNote::Time) => notes.add(index, NoteKind::Time, || text.to_owned()),
                    Some(DateNote::Era) | None => {}
                }
                Ok(Some(date))
            }
            DateCell::Empty => {
                self.notes.add(index, NoteKind::Empty, || text.to_owned());
                Ok(None)
            }
            DateCell::Either(one, other) => {
                self.evidence.add_ambiguous(place, text, (one, other));
                Err(Unread::with_detail(FaultKind::TwoReadings, format!("{one} or {other}")))
            }
            DateCell::Unreadable(_) => Err(Unread::new(FaultKind::NotADate)),
        }
    }
}

/// Returns the cell; a JSON list of partners or countries as a person types it.
fn typed_cell<'c>(column: &ImportColumn, cell: &'c SheetCell) -> Cow<'c, SheetCell> {
    if let SheetCell::Json(value) = cell
        && matches!(column, ImportColumn::Partner | ImportColumn::Country)
        && let Some(texts) = texts_of(value)
    {
        return Cow::Owned(SheetCell::Text(joined(&texts)));
    }
    Cow::Borrowed(cell)
}

/// Adds the items of a list, each as a person types it.
fn read_items(
    field: Field,
    items: &[String],
    to: &mut ImportedRow,
    is_own_form: bool,
) -> Result<(), Unread> {
    if field == Field::Parties {
        let parties: Result<Vec<Party>, _> =
            items.iter().map(|item| party::parse(item, is_own_form)).collect();
        to.add_parties(parties?);
        return Ok(());
    }
    add_items(field, items, &mut to.agreement)?;
    to.given.insert(field);
    Ok(())
}

fn not_a_value(reason: String) -> Unread {
    Unread::with_detail(FaultKind::NotAValue, reason)
}

/// Marks the field of an empty cell as cleared; fails for a field that must have a value.
fn clear(column: &ImportColumn, to: &mut ImportedRow) -> Result<(), Unread> {
    match column {
        ImportColumn::Own(name) | ImportColumn::Reference(name) => {
            to.cleared_own.push(name.clone());
        }
        ImportColumn::Status => to.cleared_own.push(STATUS_FIELD.to_owned()),
        ImportColumn::Field(Field::Id)
        | ImportColumn::Country
        | ImportColumn::Unit
        | ImportColumn::Link
        | ImportColumn::Ignored => {}
        ImportColumn::Field(Field::Title | Field::Parties) | ImportColumn::Partner => {
            let reason = "it cannot be empty, and `--empty-clears` would empty it";
            return Err(not_a_value(reason.to_owned()));
        }
        ImportColumn::TermIn(_) | ImportColumn::Validity => {
            to.cleared.insert(Field::Term);
        }
        ImportColumn::Period => to.cleared.extend([Field::Effective, Field::End]),
        ImportColumn::AutomaticRenewal | ImportColumn::RenewalTerm => {
            to.cleared.insert(Field::Renewal);
        }
        ImportColumn::Field(field) => {
            to.cleared.insert(*field);
        }
    }
    Ok(())
}
