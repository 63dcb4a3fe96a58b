//! What the columns of a table hold: as the user maps them, else as their headings say.

use std::collections::BTreeSet;

use super::super::cell::SheetCell;
use super::super::own_columns::IGNORED_COLUMNS;
use super::super::rows::{HEADER_SEARCH_ROWS, ImportTable};
use super::super::values::takes_objects;
use super::import_column::{ImportColumn, STATUS_FIELD};
use super::recognise::{likely_column, normalized, recognise, renewal_column};
use super::words::unit_of;

use crate::domain::{Field, Id};
use crate::error::{Error, Result};
use crate::json::node::Node;

/// The heading of the last column of a file of rejected rows.
pub const REASON_COLUMN: &str = "reason";

/// The most columns that a message names.
const MAX_NAMED_COLUMNS: usize = 40;

/// The most columns that are searched for headings further down.
const MAX_SEARCHED_COLUMNS: usize = 200;

/// The columns that `mou` derives and that no other register has: beside one of them, `status` and
/// `ends` are derived too.
const DERIVED_MARKS: [&str; 4] = ["ends", "act_by", "flags", "status"];

/// The columns that the user mapped, by heading.
#[derive(Debug, Clone, Default)]
pub struct ColumnMapping {
    entries: Vec<(String, ImportColumn)>,
}

impl ColumnMapping {
    /// Adds a mapping `Heading=FIELD`.
    ///
    /// Fails if there is no equals sign, or if the text after the last one is neither a field nor
    /// one of the other words that [`ImportColumn`] parses.
    pub fn add(&mut self, text: &str) -> Result<()> {
        let accepted = "write \"Their column=field\", where field is the name of a field, \
            partner, country, years, months, unit, validity, status, reference, link, fields.NAME, \
            or - to skip the column";
        let Some((heading, field)) = text.rsplit_once('=') else {
            return Err(Error::bad_value(format!("`--map`: `{text}` is not accepted; {accepted}")));
        };
        let column = field.trim().parse().map_err(|why| {
            Error::bad_value(format!("`--map`: `{text}` is not accepted: {why}; {accepted}"))
        })?;
        self.entries.push((heading.trim().to_owned(), column));
        Ok(())
    }

    /// Adds the mappings of a file, one on each line; skips blank lines and those that begin with `#`.
    pub fn add_lines(&mut self, text: &str) -> Result<()> {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .try_for_each(|line| self.add(line))
    }

    /// Returns the mappings as they are typed.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.entries.iter().map(|(heading, column)| format!("{heading}={column}")).collect()
    }

    /// Returns the headings of the mapped columns.
    #[must_use]
    pub fn headings(&self) -> Vec<&str> {
        self.entries.iter().map(|(heading, _)| heading.as_str()).collect()
    }

    /// Returns true if the column at `index` is mapped.
    #[must_use]
    pub fn has(&self, table: &ImportTable, index: usize) -> bool {
        self.entries.iter().any(|(heading, _)| index_of(table, heading) == Some(index))
    }

    /// Returns true if a value inside the objects of a column is mapped: `supplier.name`.
    fn goes_into(&self, heading: &str) -> bool {
        let is_inside =
            |path: &str| path.strip_prefix(heading).is_some_and(|inside| inside.starts_with('.'));
        self.entries.iter().any(|(path, _)| is_inside(path))
    }

    /// Returns what each column of the table holds. A column that is not known is a field of the
    /// user's own; with `drop_unmapped` it is not read, unless it is one of the `keys`.
    ///
    /// Fails if a mapped column is missing.
    pub fn columns(
        &self,
        table: &ImportTable,
        drop_unmapped: bool,
        keys: &[usize],
    ) -> Result<Vec<ImportColumn>> {
        let mut mapped: Vec<Option<ImportColumn>> = vec![None; table.columns.len()];
        for (heading, column) in &self.entries {
            let index =
                index_of(table, heading).ok_or_else(|| missing_column(table, "--map", heading))?;
            let heading = &table.columns[index];
            mapped[index] = Some(match column {
                ImportColumn::Reference(_) => ImportColumn::Reference(heading.clone()),
                ImportColumn::Field(Field::Renewal) => renewal_column(heading),
                other => other.clone(),
            });
        }
        let mut columns = Vec::with_capacity(mapped.len());
        for (index, (heading, mapped)) in table.columns.iter().zip(mapped).enumerate() {
            let recognised = match mapped {
                Some(column) => Some(column),
                // What is mapped inside an object counts instead of the whole.
                None if self.goes_into(heading) => None,
                None => recognised_in(table, index)?,
            };
            columns.push(match recognised {
                Some(column) => column,
                None if drop_unmapped && !keys.contains(&index) => ImportColumn::Ignored,
                None => ImportColumn::Own(heading.clone()),
            });
        }
        Ok(columns)
    }
}

/// Returns what the heading at `index` says, given the other columns of the table and its cells.
fn recognised_in(table: &ImportTable, index: usize) -> Result<Option<ImportColumn>> {
    let name = table.columns[index].as_str();
    let is_field = Field::ALL_FIELDS.iter().any(|field| field.name() == name);
    if table.derived.contains(&name) && !is_field {
        return Ok(Some(ImportColumn::Ignored));
    }
    let is_there = |name: &&str| table.columns.iter().any(|column| column == *name);
    if let Some(derived) = IGNORED_COLUMNS.iter().find(|derived| **derived == name) {
        let is_derived = match *derived {
            // The derived column says less than the parties beside it.
            "partners" => is_there(&Field::Parties.name()),
            "status" | "ends" => {
                let mut others = DERIVED_MARKS.iter().filter(|mark| *mark != derived);
                table.is_own_form || others.any(is_there)
            }
            _ => true,
        };
        if is_derived {
            return Ok(Some(ImportColumn::Ignored));
        }
    }
    // A corrected file of rejected rows may still have the reasons.
    if name == REASON_COLUMN && index + 1 == table.columns.len() {
        return Ok(Some(ImportColumn::Ignored));
    }
    // Of two columns with one heading, the first is read and the second kept.
    let heading = table.headings().get(index).map_or(name, String::as_str);
    let plain = normalized(heading);
    let mut before = table.headings().iter().take(index);
    if !table.is_own_form && before.any(|other| normalized(other) == plain) {
        return Ok(None);
    }
    let is_own_name = name.parse::<Field>().is_ok();
    Ok(match recognise(heading) {
        // Only what `mou` wrote is read as these; `Activities` in other sheets is a text.
        Some(ImportColumn::Field(
            Field::Events | Field::Activities | Field::Accepted | Field::Conflicts,
        )) if !is_own_name => None,
        Some(ImportColumn::Field(Field::Id)) if !table.is_own_form => {
            Some(if every_cell(table, index, is_id)? {
                ImportColumn::Field(Field::Id)
            } else {
                ImportColumn::Reference(name.to_owned())
            })
        }
        Some(ImportColumn::Unit) => {
            every_cell(table, index, |text| unit_of(text).is_some())?.then_some(ImportColumn::Unit)
        }
        Some(ImportColumn::Reference(_)) => Some(ImportColumn::Reference(name.to_owned())),
        recognised => recognised,
    })
}

/// Returns true if the text may be the id of an agreement; a serial number is none.
fn is_id(text: &str) -> bool {
    text.parse::<Id>().is_ok() && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// Returns true if `holds` is true for the text of every filled cell of a column.
fn every_cell(table: &ImportTable, index: usize, holds: impl Fn(&str) -> bool) -> Result<bool> {
    for row in table.rows()? {
        let row = row?;
        let is_other = match row.cells.get(index) {
            Some(SheetCell::Text(text)) => !row.is_empty_at(index) && !holds(text.trim()),
            Some(SheetCell::Json(_) | SheetCell::Unread { .. }) => true,
            None => false,
        };
        if is_other {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Returns the columns that give the same field of one value: the index of the first, and that of each further
/// one.
#[must_use]
pub fn repeated_columns(columns: &[ImportColumn]) -> Vec<(usize, usize)> {
    let repeated = columns.iter().enumerate().filter(|(_, column)| !column.is_joined());
    let pairs = repeated.filter_map(|(index, column)| {
        let first = columns[..index].iter().position(|other| are_one_field(other, column));
        Some((first?, index))
    });
    pairs.collect()
}

/// Returns true if two columns give the value of one field.
fn are_one_field(one: &ImportColumn, other: &ImportColumn) -> bool {
    let is_term = |column: &ImportColumn| {
        matches!(column, ImportColumn::TermIn(_) | ImportColumn::Field(Field::Term))
    };
    let is_status = |column: &ImportColumn| match column {
        ImportColumn::Status => true,
        ImportColumn::Own(name) => name == STATUS_FIELD,
        _ => false,
    };
    match one {
        ImportColumn::Ignored => false,
        _ if is_term(one) => is_term(other),
        _ if is_status(one) => is_status(other),
        _ => one == other,
    }
}

/// Returns a row further down that is more likely the headings: with more known ones, two at least.
///
/// A banner above the headings, or a second row of them, is found in this way.
#[must_use]
pub fn likely_header_row(table: &ImportTable) -> Option<u64> {
    let is_known = |text: &str| recognise(text).is_some();
    let known = table.headings().iter().filter(|heading| is_known(heading)).count();
    let is_heading = |cell: &&SheetCell| match cell {
        SheetCell::Text(text) => is_known(text),
        SheetCell::Json(_) | SheetCell::Unread { .. } => false,
    };
    let rows = table.rows().ok()?.take(HEADER_SEARCH_ROWS).map_while(Result::ok);
    let counts = rows.map(|row| {
        let cells = row.cells.iter().take(MAX_SEARCHED_COLUMNS);
        (cells.filter(is_heading).count(), row.number)
    });
    let better = counts.filter(|(count, _)| *count > known.max(1));
    // The first of the best.
    better.reduce(|best, row| if row.0 > best.0 { row } else { best }).map(|(_, number)| number)
}

/// Returns what the columns that are not recognised may be: each with its index and a likely column.
#[must_use]
pub fn likely_columns(table: &ImportTable, columns: &[ImportColumn]) -> Vec<(usize, ImportColumn)> {
    let unknown =
        columns.iter().enumerate().filter(|(_, column)| matches!(column, ImportColumn::Own(_)));
    let mut likely: Vec<(usize, ImportColumn)> = Vec::new();
    for (index, _) in unknown {
        let Some(column) = table.headings().get(index).and_then(|heading| likely_column(heading))
        else {
            continue;
        };
        let is_taken = |other: &ImportColumn| are_one_field(other, &column);
        let is_taken =
            columns.iter().any(is_taken) || likely.iter().any(|(_, other)| is_taken(other));
        if column.is_joined() || !is_taken {
            likely.push((index, column));
        }
    }
    likely
}

/// Returns the columns that hold objects of JSON, as far as the first rows show, but are of a field that has
/// none.
pub fn object_columns(table: &ImportTable, columns: &[ImportColumn]) -> Result<Vec<usize>> {
    let mut found = BTreeSet::new();
    for row in table.rows()?.take(HEADER_SEARCH_ROWS) {
        let row = row?;
        let cells = row.cells.iter().zip(columns).enumerate();
        let objects = cells.filter(|(_, (cell, column))| {
            has_objects(cell) && !matches!(column, ImportColumn::Own(_) | ImportColumn::Ignored)
        });
        let refused = objects.filter(|(_, (_, column))| match column {
            ImportColumn::Field(field) => !takes_objects(*field),
            _ => true,
        });
        found.extend(refused.map(|(index, _)| index));
    }
    Ok(found.into_iter().collect())
}

fn has_objects(cell: &SheetCell) -> bool {
    match cell {
        SheetCell::Json(Node::Object(_)) => true,
        SheetCell::Json(Node::Array(items)) => matches!(items.first(), Some(Node::Object(_))),
        _ => false,
    }
}

/// Returns the index of the column with this heading: equal to the letter, else when normalized.
#[must_use]
pub fn index_of(table: &ImportTable, heading: &str) -> Option<usize> {
    let exact = table.columns.iter().position(|column| column == heading);
    let plain = normalized(heading);
    exact.or_else(|| table.columns.iter().position(|column| normalized(column) == plain))
}

/// Returns the error for a `flag` that names a column which the table does not have.
#[must_use]
pub fn missing_column(table: &ImportTable, flag: &str, heading: &str) -> Error {
    Error::bad_value(format!("`{flag}`: {} has no column `{heading}`", table.name))
        .with_hint(format!("it has {}", quoted_columns(table)))
}

/// Returns the names of the first columns, for a message.
#[must_use]
pub fn quoted_columns(table: &ImportTable) -> String {
    let columns = table.columns.iter().take(MAX_NAMED_COLUMNS);
    columns.map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
}
