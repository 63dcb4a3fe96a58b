//! What the columns of a table are taken to hold.

use std::collections::HashSet;

use crate::domain::Field;
use crate::error::{Error, Result};
use crate::exchange::incoming::column::Target;
use crate::exchange::incoming::mapping::{self, Mapping};
use crate::exchange::incoming::table::Table;

/// The most columns that are named in a message.
const MOST_NAMED: usize = 40;

/// What the columns of a table hold, and by which of them rows are known again.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) targets: Vec<Target>,
    pub(super) keys: Vec<usize>,
    /// Whether the columns are those of a file that `mou` wrote.
    pub(super) is_ours: bool,
}

impl Plan {
    /// Works out what the columns hold.
    ///
    /// Fails where a column that is named is not there, and where none is told to hold who the
    /// agreements are with, or what they are called.
    pub(super) fn of(
        table: &Table,
        mapping: &Mapping,
        drop_unmapped: bool,
        keys: &[String],
    ) -> Result<Self> {
        let place = |name: &String| {
            mapping::place(table, name).ok_or_else(|| mapping::missing(table, "--key", name))
        };
        // A document without records has no columns, and nothing is to be told of it.
        if table.columns.is_empty() {
            return Ok(Self { targets: Vec::new(), keys: Vec::new(), is_ours: table.is_ours });
        }
        let keys = keys.iter().map(place).collect::<Result<Vec<usize>>>()?;
        let targets = mapping.targets(table, drop_unmapped, &keys)?;
        if let Some(idle) = keys.iter().find(|at| targets.get(**at) == Some(&Target::Nothing)) {
            let name = table.columns.get(*idle).map(String::as_str).unwrap_or_default();
            return Err(Error::usage(format!("`--key`: the column `{name}` is not read")));
        }
        let names_one = |target: &Target| {
            let names = [Field::Id, Field::Title, Field::Parties].map(Target::Field);
            *target == Target::Partner || names.contains(target)
        };
        if !targets.iter().any(names_one) {
            return Err(nameless(table));
        }
        Ok(Self { targets, keys, is_ours: table.is_ours })
    }

    /// Returns the members that are not kept of records which `mou` wrote: those that are derived, and
    /// those of columns that are not to be read.
    pub(super) fn skipped<'t>(&self, table: &'t Table) -> HashSet<&'t str> {
        let columns = table.columns.iter().zip(&self.targets);
        let idle = columns.filter(|(_, target)| **target == Target::Nothing);
        let idle = idle.map(|(name, _)| name.as_str());
        idle.chain(table.derived.iter().copied()).collect()
    }

    /// Tells whether agreements are known again by their ids.
    pub(super) fn is_by_id(&self) -> bool {
        let is_id = |at: &usize| self.targets.get(*at) == Some(&Target::Field(Field::Id));
        self.keys.is_empty() || self.keys.iter().all(is_id)
    }

    /// Returns the column of ids, where rows without one have to wait for those that have one.
    pub(super) fn waits_for(&self) -> Option<usize> {
        let is_id = |target: &Target| *target == Target::Field(Field::Id);
        self.targets.iter().position(is_id).filter(|_| self.keys.is_empty())
    }
}

fn nameless(table: &Table) -> Error {
    let shown = table.columns.iter().take(MOST_NAMED).map(|name| format!("`{name}`"));
    let shown = shown.collect::<Vec<_>>().join(", ");
    let error = Error::failed(format!(
        "{} has no column that is told to be the partner, the parties or the title",
        table.name
    ));
    if let Some(row) = table.likely_head() {
        return error
            .with_hint(format!("row {row} looks like the names of the columns: `--head {row}`"));
    }
    if !table.beside.is_empty() {
        return table.hinted(error);
    }
    error.with_hint(format!("`--map \"Their column=partner\"` says which it is; it has {shown}"))
}
