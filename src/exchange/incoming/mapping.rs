//! What each column of a table holds: as it is mapped, else as its name says.

use super::column::{self, Target};
use super::rejects::REASON;
use super::table::{DERIVED, Table};
use crate::domain::Field;
use crate::error::{Error, Result};

/// What was said of columns by name.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    entries: Vec<(String, Target)>,
}

impl Mapping {
    /// Adds what `Their column=field` says.
    ///
    /// Fails without an equals sign, and where what follows the last one is no field, and none of
    /// `partner`, `country`, `years`, `months`, `validity`, `fields.NAME` and `-`.
    pub fn add(&mut self, text: &str) -> Result<()> {
        let accepted = "accepted is \"Their column=field\", the field by its name, or partner, \
                        country, years, months, validity, fields.NAME or - (not read)";
        let Some((name, field)) = text.rsplit_once('=') else {
            return Err(Error::usage(format!("`--map` cannot be `{text}`; {accepted}")));
        };
        let target: Target = field.trim().parse().map_err(|why| {
            Error::usage(format!("`--map` cannot be `{text}`: {why}; {accepted}"))
        })?;
        self.entries.push((name.trim().to_owned(), target));
        Ok(())
    }

    /// Adds what the lines of a kept mapping say; blank ones and those that begin with `#` are
    /// passed over.
    pub fn add_lines(&mut self, text: &str) -> Result<()> {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty() && !line.starts_with('#'))
            .try_for_each(|line| self.add(line))
    }

    /// Tells whether nothing is mapped.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the names of the columns that are mapped.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.entries.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Returns what each column of the table holds. What is known of none goes to a field of its
    /// own, unless it is to be dropped; one by which rows are known again never is.
    ///
    /// Fails where a mapped column is not there, and where two hold the same field of one value.
    pub fn targets(
        &self,
        table: &Table,
        drop_unmapped: bool,
        keys: &[usize],
    ) -> Result<Vec<Target>> {
        let mut mapped: Vec<Option<Target>> = vec![None; table.columns.len()];
        for (name, target) in &self.entries {
            let at = place(table, name).ok_or_else(|| missing(table, "--map", name))?;
            mapped[at] = Some(target.clone());
        }
        let has_parties = table.columns.iter().any(|name| name == Field::Parties.name());
        let mut targets = Vec::with_capacity(mapped.len());
        for (at, (name, mapped)) in table.columns.iter().zip(mapped).enumerate() {
            // Our own derived column says less than the parties beside it, or all there is.
            let is_derived = DERIVED.contains(&name.as_str());
            let is_reason = name == REASON && at + 1 == table.columns.len();
            let of_name = match column::called(name) {
                // Who mends the rows that were not taken leaves the reasons beside them.
                None if is_reason => Some(Target::Nothing),
                Some(Target::Partner) if is_derived && has_parties => Some(Target::Nothing),
                // Of these only what `mou` wrote is read; `Activities` of others are a text.
                Some(Target::Field(Field::Events | Field::Activities | Field::Conflicts))
                    if called_otherwise(name) =>
                {
                    None
                }
                other => other,
            };
            targets.push(match mapped.or(of_name) {
                Some(target) => target,
                None if drop_unmapped && !keys.contains(&at) => Target::Nothing,
                None => Target::Own(name.clone()),
            });
        }
        refuse_rivals(table, &targets)?;
        Ok(targets)
    }
}

/// Returns where the column stands that is called so: to the letter, else but for case, blanks and
/// punctuation.
#[must_use]
pub fn place(table: &Table, name: &str) -> Option<usize> {
    let exact = table.columns.iter().position(|column| column == name);
    let plain = column::plain(name);
    exact.or_else(|| table.columns.iter().position(|column| column::plain(column) == plain))
}

/// Returns the complaint that `flag` names a column that is not there.
#[must_use]
pub fn missing(table: &Table, flag: &str, name: &str) -> Error {
    let columns: Vec<String> =
        table.columns.iter().take(40).map(|column| format!("`{column}`")).collect();
    Error::usage(format!("`{flag}`: {} has no column `{name}`", table.name))
        .with_hint(format!("it has {}", columns.join(", ")))
}

/// Tells whether the name is not spelled as a field is.
fn called_otherwise(name: &str) -> bool {
    name.parse::<Field>().is_err()
}

fn refuse_rivals(table: &Table, targets: &[Target]) -> Result<()> {
    for (at, target) in targets.iter().enumerate() {
        let is_shared = match target {
            Target::Field(field) => matches!(
                field,
                Field::Parties | Field::Areas | Field::Tags | Field::Related | Field::Signatories
            ),
            Target::Partner | Target::Nothing => true,
            Target::Country | Target::TermIn(_) | Target::Validity | Target::Own(_) => false,
        };
        let first = targets.iter().position(|other| other == target).unwrap_or(at);
        if first < at && !is_shared {
            let (one, other) = (&table.columns[first], &table.columns[at]);
            return Err(Error::usage(format!(
                "the columns `{one}` and `{other}` would both be `{target}`"
            ))
            .with_hint(format!("`--map \"{other}=fields.{other}\"` keeps one as it is")));
        }
    }
    Ok(())
}
