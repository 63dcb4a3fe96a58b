//! The sheets that agreements go out in.

use crate::commands::progress::Progress;
use crate::domain::Day;
use crate::exchange::outgoing::{Cell, Table};
use crate::report::activities::{self, Listed};
use crate::report::agreements;
use crate::report::parts;
use crate::report::roll::Entry;
use crate::report::table::{self, Column, Sheet};

/// The columns that a person looks for first; in a workbook they stand before the others.
const FIRST: [&str; 8] = ["id", "title", "kind", "partners", "status", "ends", "act_by", "flags"];

/// Returns the agreements, whole: the stored fields in the order of the file, then what is derived.
pub(super) fn agreements(entries: &[&Entry], progress: &mut Progress<'_>) -> Table {
    let columns: Vec<&'static Column<Entry>> = agreements::COLUMNS.iter().collect();
    of_columns("Agreements", entries, &columns, progress)
}

/// Returns the sheets of a workbook: the agreements, whole, and their parties, events and
/// activities for people.
pub(super) fn of_workbook(
    entries: &[&Entry],
    today: Day,
    progress: &mut Progress<'_>,
) -> Vec<Table> {
    let of_name = |name: &str| agreements::COLUMNS.iter().find(|column| column.name == name);
    let first = FIRST.iter().filter_map(|name| of_name(name));
    let others = agreements::COLUMNS.iter().filter(|column| !FIRST.contains(&column.name));
    let columns: Vec<&'static Column<Entry>> = first.chain(others).collect();
    let listed: Vec<Listed> = entries
        .iter()
        .flat_map(|entry| Listed::of(&entry.agreement, &entry.stored, today, |_| true))
        .collect();
    let activities: Vec<&Listed> = listed.iter().collect();
    let of_activities: Vec<&'static Column<Listed>> = activities::COLUMNS.iter().collect();
    vec![
        of_columns("Agreements", entries, &columns, progress),
        of_sheet("Parties", parts::parties(entries)),
        of_sheet("Events", parts::events(entries)),
        of_columns("Activities", &activities, &of_activities, progress),
    ]
}

fn of_columns<T>(
    name: &'static str,
    records: &[&T],
    columns: &[&'static Column<T>],
    progress: &mut Progress<'_>,
) -> Table {
    let mut rows = Vec::with_capacity(records.len());
    for (record, done) in records.iter().zip(0..) {
        progress.tick(done);
        rows.push(columns.iter().map(|column| cell((column.cell)(record))).collect());
    }
    Table { name, columns: columns.iter().map(|column| column.name).collect(), rows }
}

fn of_sheet(name: &'static str, sheet: Sheet) -> Table {
    let rows = sheet.rows.into_iter().map(|row| row.into_iter().map(cell).collect());
    Table {
        name,
        columns: sheet.columns.iter().map(|(name, _)| *name).collect(),
        rows: rows.collect(),
    }
}

fn cell(cell: table::Cell) -> Cell {
    match cell {
        table::Cell::Absent => Cell::Empty,
        table::Cell::Date(date) if date.is_certain_day() => Cell::Day(date.first()),
        table::Cell::Number(number) => Cell::Number(number),
        table::Cell::Text(text) | table::Cell::Things { json: text, .. } => Cell::Text(text),
        table::Cell::Date(_) | table::Cell::List(_) => Cell::Text(cell.stored()),
    }
}
