//! What each column of a table holds: as the user maps it, else as its heading says.

use super::columns::{ImportColumn, normalized, recognise};
use super::rows::{DERIVED_COLUMNS, ImportTable};
use crate::domain::Field;
use crate::error::{Error, Result};

/// The heading of the last column of a file of rejected rows.
pub const REASON_COLUMN: &str = "reason";

/// The most columns that a message names.
const MAX_NAMED_COLUMNS: usize = 40;

/// The columns that the user mapped, by heading.
#[derive(Debug, Clone, Default)]
pub struct ColumnMapping {
    entries: Vec<(String, ImportColumn)>,
}

impl ColumnMapping {
    /// Adds a mapping `Heading=FIELD`.
    ///
    /// Fails if there is no equals sign, or if the text after the last one is neither a field nor
    /// `partner`, `country`, `years`, `months`, `validity`, `fields.NAME` or `-`.
    pub fn add(&mut self, text: &str) -> Result<()> {
        let accepted = "accepted is \"Their column=field\", the field by its name, or partner, \
                        country, years, months, validity, fields.NAME or - (not read)";
        let Some((heading, field)) = text.rsplit_once('=') else {
            return Err(Error::usage(format!("`--map` cannot be `{text}`; {accepted}")));
        };
        let column = field.trim().parse().map_err(|why| {
            Error::usage(format!("`--map` cannot be `{text}`: {why}; {accepted}"))
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

    /// Returns the headings of the mapped columns.
    #[must_use]
    pub fn headings(&self) -> Vec<&str> {
        self.entries.iter().map(|(heading, _)| heading.as_str()).collect()
    }

    /// Returns what each column of the table holds. A column that is not known is a field of the
    /// user's own; with `drop_unmapped` it is not read, unless it is one of the `keys`.
    ///
    /// Fails if a mapped column is missing, or if two columns are the same field of one value.
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
            mapped[index] = Some(column.clone());
        }
        let mut columns = Vec::with_capacity(mapped.len());
        for (index, (heading, mapped)) in table.columns.iter().zip(mapped).enumerate() {
            columns.push(match mapped.or_else(|| recognise_in(table, index)) {
                Some(column) => column,
                None if drop_unmapped && !keys.contains(&index) => ImportColumn::Ignored,
                None => ImportColumn::Own(heading.clone()),
            });
        }
        refuse_repeated(table, &columns)?;
        Ok(columns)
    }
}

/// Returns what the heading at `index` says, given the other columns of the table.
fn recognise_in(table: &ImportTable, index: usize) -> Option<ImportColumn> {
    let heading = table.columns[index].as_str();
    match recognise(heading) {
        // A corrected file of rejected rows may still have the reasons.
        None if heading == REASON_COLUMN && index + 1 == table.columns.len() => {
            Some(ImportColumn::Ignored)
        }
        // The derived column says less than the parties beside it.
        Some(ImportColumn::Partner)
            if DERIVED_COLUMNS.contains(&heading)
                && table.columns.iter().any(|name| name == Field::Parties.name()) =>
        {
            Some(ImportColumn::Ignored)
        }
        // Only what `mou` wrote is read as these; `Activities` in other sheets is a text.
        Some(ImportColumn::Field(Field::Events | Field::Activities | Field::Conflicts))
            if heading.parse::<Field>().is_err() =>
        {
            None
        }
        recognised => recognised,
    }
}

fn refuse_repeated(table: &ImportTable, columns: &[ImportColumn]) -> Result<()> {
    for (index, column) in columns.iter().enumerate() {
        let first = columns.iter().position(|other| other == column).unwrap_or(index);
        if first < index && !column.can_repeat() {
            let (one, other) = (&table.columns[first], &table.columns[index]);
            return Err(Error::usage(format!(
                "the columns `{one}` and `{other}` would both be `{column}`"
            ))
            .with_hint(format!("`--map \"{other}=fields.{other}\"` keeps one as it is")));
        }
    }
    Ok(())
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
    Error::usage(format!("`{flag}`: {} has no column `{heading}`", table.name))
        .with_hint(format!("it has {}", quoted_columns(table)))
}

/// Returns the names of the first columns, for a message.
#[must_use]
pub fn quoted_columns(table: &ImportTable) -> String {
    let columns = table.columns.iter().take(MAX_NAMED_COLUMNS);
    columns.map(|column| format!("`{column}`")).collect::<Vec<_>>().join(", ")
}
