//! The sheets that agreements go out in, one row at a time.

use crate::commands::progress::Progress;
use crate::domain::Day;
use crate::exchange::workbook::{WorkbookCell, WorkbookSheet, column_parts};
use crate::report::activities::{self, ListedActivity};
use crate::report::agreements;
use crate::report::listing;
use crate::report::listing::ListedAgreement;
use crate::report::table::{self, Column};

/// The columns that a person looks for first; in a workbook they stand before the others.
const FIRST: [&str; 8] = ["id", "title", "kind", "partners", "status", "ends", "act_by", "flags"];

/// How long the record of an agreement may be without a cell that has to be parted: half of what a
/// cell holds, for in a list of texts two letters may stand for one.
const SHORT: usize = 16_000;

/// Returns the sheets of a workbook: the agreements, whole, and their parties, events and
/// activities for people.
pub(super) fn of_workbook<'a>(
    entries: &'a [&'a ListedAgreement],
    today: Day,
    progress: &'a mut Progress<'_>,
) -> Vec<WorkbookSheet<'a>> {
    let of_name =
        |name: &str| agreements::AGREEMENT_COLUMNS.iter().find(|column| column.name == name);
    let first = FIRST.iter().filter_map(|name| of_name(name));
    let others =
        agreements::AGREEMENT_COLUMNS.iter().filter(|column| !FIRST.contains(&column.name));
    let columns: Vec<&'static Column<ListedAgreement>> = first.chain(others).collect();
    let of_activities: Vec<&'static Column<ListedActivity>> =
        activities::ACTIVITY_COLUMNS.iter().collect();
    let of_parts = |sheet: table::Sheet<'_>| {
        sheet.rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect::<Vec<_>>()
    };
    let (parties, events) = (listing::parties(&[]).columns, listing::events(&[]).columns);
    let activities = of_activities.iter().map(|column| column.name).collect();
    vec![
        with_parts(
            "Agreements",
            columns.iter().map(|column| column.name).collect(),
            entries,
            Some(progress),
            move |entry| vec![row(entry, &columns)],
        ),
        with_parts("Parties", parties, entries, None, move |entry| {
            of_parts(listing::parties(&[entry]))
        }),
        with_parts("Events", events, entries, None, move |entry| {
            of_parts(listing::events(&[entry]))
        }),
        with_parts("Activities", activities, entries, None, move |entry| {
            let listed = ListedActivity::of(&entry.agreement, None, today, |_| true);
            listed.iter().map(|activity| row(activity, &of_activities)).collect()
        }),
    ]
}

/// Returns the sheet of the rows that there are for each agreement; long ones are looked at first, for
/// how many cells their texts need.
fn with_parts<'a>(
    name: &'static str,
    columns: Vec<&'static str>,
    entries: &'a [&'a ListedAgreement],
    progress: Option<&'a mut Progress<'_>>,
    rows: impl Fn(&'a ListedAgreement) -> Vec<Vec<WorkbookCell>> + 'a,
) -> WorkbookSheet<'a> {
    let long = entries.iter().filter(|entry| entry.stored.len() > SHORT);
    let parts = column_parts(columns.len(), long.flat_map(|entry| rows(entry)));
    let rows: Box<dyn Iterator<Item = Vec<WorkbookCell>> + 'a> = match progress {
        Some(progress) => Box::new(told(entries, progress).flat_map(rows)),
        None => Box::new(entries.iter().copied().flat_map(rows)),
    };
    WorkbookSheet { name, columns, parts, rows }
}

/// Returns the entries, and shows how many are done.
fn told<'a>(
    entries: &'a [&'a ListedAgreement],
    progress: &'a mut Progress<'_>,
) -> impl Iterator<Item = &'a ListedAgreement> + 'a {
    entries.iter().copied().zip(0..).map(|(entry, done)| {
        progress.tick(done);
        entry
    })
}

fn row<T>(record: &T, columns: &[&'static Column<T>]) -> Vec<WorkbookCell> {
    let columns = columns.iter();
    columns
        .map(|column| match column.json_value(record) {
            None => cell(column.cell(record)),
            Some(value) => written(|text| table::store_json(value, text)),
        })
        .collect()
}

fn cell(cell: table::Cell<'_>) -> WorkbookCell {
    match cell {
        table::Cell::Absent => WorkbookCell::Empty,
        table::Cell::Date(date) if date.is_certain_day() => WorkbookCell::Day(date.first()),
        table::Cell::Number(number) => WorkbookCell::Number(number),
        table::Cell::Text(text) => WorkbookCell::Text(text.into_owned()),
        table::Cell::Date(_) | table::Cell::List(_) => {
            written(|text| table::store_cell(&cell, text))
        }
    }
}

/// Returns the cell of what is written to a text.
fn written(write: impl FnOnce(&mut String)) -> WorkbookCell {
    let mut text = String::new();
    write(&mut text);
    if text.is_empty() { WorkbookCell::Empty } else { WorkbookCell::Text(text) }
}
