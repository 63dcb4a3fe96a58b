//! The sheets that agreements go out in.

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
pub(super) fn agreements(entries: &[&Entry]) -> Table {
    let columns: Vec<&Column<Entry>> = agreements::COLUMNS.iter().collect();
    table("Agreements", &Sheet::of(entries, &columns))
}

/// Returns the sheets of a workbook: the agreements, whole, and their parties, events and
/// activities for people.
pub(super) fn of_workbook(entries: &[&Entry], today: Day) -> Vec<Table> {
    let of_name = |name: &str| agreements::COLUMNS.iter().find(|column| column.name == name);
    let first = FIRST.iter().filter_map(|name| of_name(name));
    let others = agreements::COLUMNS.iter().filter(|column| !FIRST.contains(&column.name));
    let columns: Vec<&Column<Entry>> = first.chain(others).collect();
    let listed: Vec<Listed> =
        entries.iter().flat_map(|entry| Listed::of(entry, today, |_| true)).collect();
    let activities: Vec<&Listed> = listed.iter().collect();
    let of_activities: Vec<&Column<Listed>> = activities::COLUMNS.iter().collect();
    vec![
        table("Agreements", &Sheet::of(entries, &columns)),
        table("Parties", &parts::parties(entries)),
        table("Events", &parts::events(entries)),
        table("Activities", &Sheet::of(&activities, &of_activities)),
    ]
}

fn table(name: &'static str, sheet: &Sheet) -> Table {
    let rows = sheet.rows.iter().map(|row| row.iter().map(cell).collect());
    Table {
        name,
        columns: sheet.columns.iter().map(|(name, _)| *name).collect(),
        rows: rows.collect(),
    }
}

fn cell(cell: &table::Cell) -> Cell {
    match cell {
        table::Cell::Absent => Cell::Empty,
        table::Cell::Date(date) if date.is_certain_day() => Cell::Day(date.first()),
        table::Cell::Number(number) => Cell::Number(*number),
        _ => Cell::Text(cell.stored()),
    }
}
