//! Reading the rows of a table.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::cell::{SheetCell, means_empty};
use super::column_facts::ColumnFacts;
use super::columns::{ImportColumn, STATUS_FIELD, recognise};
use super::dates::{DateOrder, DateRules};
use super::imported_row::ImportedRow;
use super::json::has_unknown_member;
use super::party;
use super::period_cells::PeriodValue;
use super::problems::{CellLabels, CellNote, NoteKind, Problem};
use super::renewal::read_notice;
use super::row_period::RowPeriod;
use super::rows::{ImportTable, SheetRow};
use super::term::unit_in_heading;
use super::text_rules::{decode_entities, plain_code, plain_name};
use super::unread::{FaultKind, Unread};
use super::values::{
    add_items, is_list, is_text_list, joined, json_of_text, list_items, set_json, set_text,
    texts_of,
};
use crate::domain::{Agreement, Day, Field, Party};
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
    /// The first year of a date.
    pub min_year: i32,
    /// Today, for the last year of a date.
    pub today: Day,
    /// What the columns say as a whole.
    pub facts: ColumnFacts,
}

/// Reads rows, and collects notes about them.
#[derive(Debug)]
pub struct RowReader<'r> {
    pub(super) rules: &'r RowRules,
    pub(super) labels: &'r CellLabels,
    pub(super) is_own_form: bool,
    derived: &'static [&'static str],
    /// How the dates of each column are read.
    pub(super) date_rules: Vec<DateRules>,
    /// The names of the fields that keep the texts of each column.
    pub(super) kept_names: Vec<String>,
    pub(super) unit_column: Option<usize>,
}

impl<'r> RowReader<'r> {
    /// Returns a reader for the rows of `table`.
    #[must_use]
    pub fn new(table: &ImportTable, rules: &'r RowRules, labels: &'r CellLabels) -> Self {
        let date_rules = |index: usize| DateRules {
            order: rules.date_order,
            has_1904_dates: table.has_1904_dates,
            min_year: rules.min_year,
            today: rules.today,
            column: rules.facts.column(index).map(|fact| fact.dates.clone()).unwrap_or_default(),
        };
        let kept_name =
            |(index, column): (usize, &ImportColumn)| kept_name(labels.column(index), column);
        Self {
            rules,
            labels,
            is_own_form: table.is_own_form,
            derived: table.derived,
            date_rules: (0..rules.columns.len()).map(date_rules).collect(),
            kept_names: rules.columns.iter().enumerate().map(kept_name).collect(),
            unit_column: rules.facts.unit_column(),
        }
    }

    /// Reads a row; the cells that are not read are listed in it.
    ///
    /// Fails if the problem is the whole row.
    pub fn read(&self, row: &SheetRow) -> Result<ImportedRow, Vec<Problem>> {
        if let Some(fault) = &row.fault {
            let has_other_count = fault.starts_with("it has ");
            let kind = if has_other_count { FaultKind::CellCount } else { FaultKind::Malformed };
            return Err(vec![Problem::in_row(row.number, kind, fault.clone())]);
        }
        let rules = self.rules;
        let mut imported =
            ImportedRow::new(row, &rules.constants, rules.given.clone(), self.is_own_form);
        let mut period = RowPeriod::new(rules.columns.contains(&ImportColumn::AutomaticRenewal));
        for (index, (cell, column)) in row.cells.iter().zip(&rules.columns).enumerate() {
            let cell = typed_cell(column, cell);
            let read = self.read_cell(index, column, &cell, &mut imported, &mut period, row);
            if let Err(unread) = read {
                imported.unread.push(self.problem(row.number, index, &cell.text(), unread));
            }
        }
        self.settle(period, row, &mut imported);
        self.settle_signing(row, &mut imported);
        self.add_links_and_comments(row, &mut imported);
        imported.missing_partner = self.missing_partner(&imported);
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
                return Err(vec![self.problem(row.number, *first, "", unread)]);
            }
            imported.key = Some(texts.join(KEY_SEPARATOR));
        }
        Ok(imported)
    }

    /// Keeps the texts of cells that were not read in the fields of the user's own.
    pub fn keep(&self, problems: &[Problem], row: &mut ImportedRow) {
        for problem in problems {
            if let Some(index) = problem.column.filter(|_| !problem.text.is_empty()) {
                row.keep(index, &self.kept_names[index], &problem.text);
            }
        }
    }

    fn problem(&self, row: u64, column: usize, text: &str, unread: Unread) -> Problem {
        Problem::in_cell(self.labels, row, column, text, unread)
    }

    /// Returns the problem that the row names no partner, though the sheet has a column for it.
    fn missing_partner(&self, row: &ImportedRow) -> Option<Problem> {
        let columns = &self.rules.columns;
        let partner = columns.iter().position(|column| *column == ImportColumn::Partner)?;
        let has_problem = row.unread.iter().any(|problem| {
            problem.column.is_some_and(|column| columns[column] == ImportColumn::Partner)
        });
        let is_missing = !self.is_own_form && !row.names_parties && !has_problem;
        is_missing.then(|| self.problem(row.number, partner, "", Unread::new(FaultKind::NoPartner)))
    }

    /// Compares the cells of the first day, the term, the end and the renewal.
    fn settle(&self, period: RowPeriod, row: &SheetRow, to: &mut ImportedRow) {
        let settled = period.settle(to);
        let text_at =
            |column: usize| row.cells.get(column).map(SheetCell::text).unwrap_or_default();
        for (column, _, unread) in settled.unread {
            to.unread.push(self.problem(to.number, column, &text_at(column), unread));
        }
        // What is kept is the text of the cell, not the plain form in which it is read.
        for (column, _) in settled.kept {
            to.keep(column, &self.kept_names[column], text_at(column).trim());
        }
        for (column, text, kind, detail) in settled.notes {
            to.notes.push(CellNote { kind, column, row: to.number, text, detail });
        }
    }

    fn read_cell(
        &self,
        index: usize,
        column: &ImportColumn,
        cell: &SheetCell,
        to: &mut ImportedRow,
        period: &mut RowPeriod,
        row: &SheetRow,
    ) -> Result<(), Unread> {
        if matches!(column, ImportColumn::Ignored) {
            return Ok(());
        }
        // In own form, a text is taken to the letter; a date or a term is never `NA`.
        let is_literal = self.is_own_form && column.is_free_text();
        let text = match cell {
            SheetCell::Text(text) if is_literal => Cow::Borrowed(text.as_str()),
            SheetCell::Text(text) if is_code(column) => plain_code(text),
            SheetCell::Text(text) => Cow::Borrowed(text.trim()),
            SheetCell::Json(value) => return self.read_json(index, column, value, to),
            SheetCell::Unread { text, kind } => match column {
                // Any text is a value of these columns.
                ImportColumn::Own(name) | ImportColumn::Reference(name) => {
                    to.set_own(name, text);
                    return Ok(());
                }
                _ => return Err(Unread::new(*kind)),
            },
        };
        let text = text.as_ref();
        let is_own_id = self.is_own_form && *column == ImportColumn::Field(Field::Id);
        let is_namibia = *column == ImportColumn::Country
            && text.eq_ignore_ascii_case(NAMIBIA_CODE)
            && self.rules.facts.has_country_codes(index);
        let is_word = !is_literal && !is_own_id && !matches!(column, ImportColumn::Own(_));
        let means_empty = is_word && !is_namibia && means_empty(text);
        if means_empty {
            to.note(index, NoteKind::Empty, text, "");
        }
        if text.is_empty() || means_empty {
            return if self.rules.empty_clears { clear(column, to) } else { Ok(()) };
        }
        match column {
            ImportColumn::Ignored => {}
            ImportColumn::Unit => {
                if self.unit_column != Some(index) {
                    to.keep(index, &self.kept_names[index], text);
                }
            }
            ImportColumn::Own(name) | ImportColumn::Reference(name) => to.set_own(name, text),
            ImportColumn::Status => to.set_own(STATUS_FIELD, text),
            ImportColumn::Link => self.read_link(index, text, to),
            ImportColumn::Partner => self.read_partners(index, text, to),
            ImportColumn::Country => self.read_country(index, text, to, row),
            ImportColumn::AutomaticRenewal | ImportColumn::RenewalTerm => {
                self.read_renewal(index, column, text, period)?;
            }
            ImportColumn::Field(Field::Renewal) if !self.is_own_form && !text.starts_with('{') => {
                self.read_renewal(index, column, text, period)?;
            }
            ImportColumn::TermIn(unit) => self.read_term(index, 1, text, Some(unit), period)?,
            ImportColumn::Field(Field::Term) => {
                self.read_term_beside(index, 0, text, row, period)?;
            }
            ImportColumn::Validity => self.read_validity(index, text, row, to, period)?,
            ImportColumn::Period => self.read_end(index, 1, text, to, period)?,
            ImportColumn::Field(Field::End) => self.read_end(index, 0, text, to, period)?,
            ImportColumn::Field(Field::Effective) => {
                if let Some(date) = self.read_recorded_date(index, text, to)? {
                    period.add(index, 0, text, PeriodValue::Effective(date));
                }
            }
            ImportColumn::Field(Field::Signed) => {
                if let Some(date) = self.read_recorded_date(index, text, to)? {
                    to.agreement.signed = Some(date);
                    to.given.insert(Field::Signed);
                }
            }
            ImportColumn::Field(Field::Notice) if !self.is_own_form => {
                let unit = unit_in_heading(self.labels.column(index));
                to.agreement.notice = Some(read_notice(text, unit)?);
                to.given.insert(Field::Notice);
            }
            ImportColumn::Field(field) => self.read_field(index, *field, text, to)?,
        }
        Ok(())
    }

    fn read_json(
        &self,
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
                    to.note(index, NoteKind::Unknown, &name, "");
                }
                to.has_extra_members |= extra.has_any;
                to.given.insert(*field);
            }
            ImportColumn::Own(name) | ImportColumn::Reference(name) => {
                to.set_own(name, &value.compact());
            }
            ImportColumn::Status => to.set_own(STATUS_FIELD, &value.compact()),
            ImportColumn::Ignored => {}
            _ => return Err(not_a_value(format!("`{}` is not a single text", value.compact()))),
        }
        Ok(())
    }

    /// Reads a field that needs no notes of its own: as JSON in the form of the registry, or as a
    /// person types it.
    fn read_field(
        &self,
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
            Field::Areas | Field::Tags if !self.is_own_form => {
                add_items(field, &party::names(text), &mut to.agreement)?;
            }
            Field::Contact if !self.is_own_form => {
                let name = plain_name(&decode_entities(text)).into_owned();
                set_text(field, &name, false, &mut to.agreement)?;
            }
            _ => set_text(field, text, self.is_own_form, &mut to.agreement)?,
        }
        to.given.insert(field);
        Ok(())
    }
}

/// The code of Namibia, which is also a word for an empty cell.
const NAMIBIA_CODE: &str = "NA";

/// Returns the name of the field that keeps the texts of a column: its heading, with the field if that does
/// not follow from it.
fn kept_name(heading: &str, column: &ImportColumn) -> String {
    let is_known = match (recognise(heading), column) {
        (_, ImportColumn::Own(name) | ImportColumn::Reference(name)) => return name.clone(),
        (Some(known), _) => known == *column,
        (None, _) => false,
    };
    if is_known { heading.to_owned() } else { format!("{heading} ({column})") }
}

/// Returns true if the cells of the column are dates, terms or codes.
fn is_code(column: &ImportColumn) -> bool {
    matches!(
        column,
        ImportColumn::Country
            | ImportColumn::TermIn(_)
            | ImportColumn::Validity
            | ImportColumn::Period
            | ImportColumn::Unit
            | ImportColumn::AutomaticRenewal
            | ImportColumn::RenewalTerm
            | ImportColumn::Field(
                Field::Id
                    | Field::Signed
                    | Field::Effective
                    | Field::End
                    | Field::Term
                    | Field::Renewal
                    | Field::Notice
                    | Field::Review
            )
    )
}

/// Returns the cell; a JSON list of partners or countries as a person types it.
pub(super) fn typed_cell<'c>(column: &ImportColumn, cell: &'c SheetCell) -> Cow<'c, SheetCell> {
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
