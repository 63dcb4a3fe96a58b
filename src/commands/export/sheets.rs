//! The rows of an export: lines of CSV and TSV, JSON objects, and the sheets of a workbook.

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::commands::Context;
use crate::commands::filters::Selection;
use crate::commands::progress::ProgressLine;
use crate::domain::{Cell, Day, Query};
use crate::error::{Error, Result};
use crate::exchange::csv::{BYTE_ORDER_MARK, CsvStyle, csv_row, tsv_row};
use crate::exchange::workbook::{WorkbookSheet, column_parts};
use crate::render::agreement;
use crate::render::json::{self, ArrayPretty, Object};
use crate::report::activities::{self, ListedActivity};
use crate::report::agreements;
use crate::report::listing::{self, ListedAgreement};
use crate::report::table::{self, Column};

/// The format of an export, named by the extension of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString, strum::VariantNames)]
#[strum(ascii_case_insensitive, serialize_all = "lowercase")]
pub(super) enum ExportFormat {
    Csv,
    Tsv,
    Xlsx,
    Json,
    Jsonl,
    Ics,
}

/// The first columns of the sheet of agreements: those that a person needs most.
const LEADING_COLUMNS: [&str; 8] =
    ["id", "title", "kind", "partners", "status", "ends", "act_by", "flags"];

/// A record up to this length has no text that exceeds a cell: half the limit of a cell, since a list
/// of texts may need two letters for one.
const MAX_UNSPLIT_BYTES: usize = 16_000;

/// What of each agreement is written, and how.
pub(super) struct ExportLayout {
    pub(super) format: ExportFormat,
    /// The columns that were asked for, or all.
    pub(super) columns: Vec<&'static Column<ListedAgreement>>,
    pub(super) has_chosen_columns: bool,
    pub(super) separator: u8,
    pub(super) has_byte_order_mark: bool,
}

impl ExportLayout {
    /// Returns the names of the columns.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.columns.iter().map(|column| column.name).collect()
    }

    /// Returns an agreement as JSON.
    fn object(&self, entry: &ListedAgreement) -> Result<Object> {
        let mut object = agreement::object(entry)?;
        if self.has_chosen_columns {
            object.select(&self.names());
        }
        Ok(object)
    }

    fn row<C>(
        &self,
        cells: impl IntoIterator<Item = C>,
        write: impl Fn(C, &mut String),
    ) -> Result<String> {
        let style = CsvStyle::Spreadsheet(self.separator);
        match self.format {
            ExportFormat::Tsv => Ok(tsv_row(style, cells, write)),
            _ => csv_row(style, cells, write),
        }
    }
}

/// Returns the agreements that the query selects, each as a row of the sheet or as a JSON object.
pub(super) fn rows(
    layout: &ExportLayout,
    query: &Query,
    context: &mut Context<'_>,
) -> Result<Vec<Vec<u8>>> {
    let reading = context.read_to_pass()?;
    let progress = Mutex::new(ProgressLine::new(context.env, context.is_quiet(), "agreements"));
    let done = AtomicU64::new(0);
    let format = layout.format;
    let needs_text = !matches!(format, ExportFormat::Csv | ExportFormat::Tsv);
    let selected = Selection::of(query, needs_text).scan(&reading, context, |entry, rows| {
        let done = done.fetch_add(1, Ordering::Relaxed);
        if let Ok(mut progress) = progress.try_lock() {
            progress.tick(done);
        }
        let store =
            |column: &&Column<ListedAgreement>, text: &mut String| column.store(entry, text);
        rows.push(match format {
            ExportFormat::Csv | ExportFormat::Tsv => {
                layout.row(&layout.columns, store)?.into_bytes()
            }
            ExportFormat::Json => layout.object(entry)?.to_pretty(1).into_bytes(),
            _ => json::lines(&[layout.object(entry)?]).into_bytes(),
        });
        Ok(())
    })?;
    Ok(selected.items)
}

/// Writes the rows; in a sheet first the names of the columns.
pub(super) fn write_rows(
    layout: &ExportLayout,
    rows: Vec<Vec<u8>>,
    out: &mut impl Write,
) -> Result<()> {
    let lost = |cause: std::io::Error| Error::output(&cause);
    let mut write = |bytes: &[u8]| out.write_all(bytes).map_err(lost);
    let format = layout.format;
    if matches!(format, ExportFormat::Csv | ExportFormat::Tsv) {
        if layout.has_byte_order_mark {
            write(BYTE_ORDER_MARK.as_bytes())?;
        }
        let name = |name: &str, text: &mut String| text.push_str(name);
        write(layout.row(layout.names(), name)?.as_bytes())?;
    }
    let mut array = ArrayPretty::default();
    for row in rows {
        if format == ExportFormat::Json {
            write(array.push(&String::from_utf8_lossy(&row)).as_bytes())?;
        } else {
            write(&row)?;
        }
    }
    if format == ExportFormat::Json { write(array.end().as_bytes()) } else { Ok(()) }
}

/// Returns the sheets of a workbook: the agreements with all fields, then their parties, events and
/// activities for people. Only the first, with the chosen columns, if some were chosen.
pub(super) fn sheets<'a>(
    layout: &ExportLayout,
    entries: &'a [&'a ListedAgreement],
    today: Day,
    progress: &'a mut ProgressLine<'_>,
) -> Vec<WorkbookSheet<'a>> {
    let of_name =
        |name: &str| agreements::AGREEMENT_COLUMNS.iter().find(|column| column.name == name);
    let first = LEADING_COLUMNS.iter().filter_map(|name| of_name(name));
    let others = agreements::AGREEMENT_COLUMNS
        .iter()
        .filter(|column| !LEADING_COLUMNS.contains(&column.name));
    let columns: Vec<&'static Column<ListedAgreement>> = if layout.has_chosen_columns {
        layout.columns.clone()
    } else {
        first.chain(others).collect()
    };
    let of_activities: Vec<&'static Column<ListedActivity>> =
        activities::ACTIVITY_COLUMNS.iter().collect();
    let of_parts = |sheet: table::Sheet<'_>| {
        sheet
            .rows
            .into_iter()
            .map(|row| row.into_iter().map(stored_cell).collect())
            .collect::<Vec<_>>()
    };
    let (parties, events) = (listing::parties(&[]).columns, listing::events(&[]).columns);
    let activities = of_activities.iter().map(|column| column.name).collect();
    let agreements = sheet(
        "Agreements",
        columns.iter().map(|column| column.name).collect(),
        entries,
        Some(progress),
        move |entry| vec![row(entry, &columns)],
    );
    if layout.has_chosen_columns {
        return vec![agreements];
    }
    vec![
        agreements,
        sheet("Parties", parties, entries, None, move |entry| of_parts(listing::parties(&[entry]))),
        sheet("Events", events, entries, None, move |entry| of_parts(listing::events(&[entry]))),
        sheet("Activities", activities, entries, None, move |entry| {
            let listed = ListedActivity::matching(&entry.agreement, None, today, |_| true);
            listed.iter().map(|activity| row(activity, &of_activities)).collect()
        }),
    ]
}

/// Returns the sheet of the rows of each agreement. The long records are read first, to find out how
/// many cells their texts need.
fn sheet<'a>(
    name: &'static str,
    columns: Vec<&'static str>,
    entries: &'a [&'a ListedAgreement],
    progress: Option<&'a mut ProgressLine<'_>>,
    rows: impl Fn(&'a ListedAgreement) -> Vec<Vec<Cell<'static>>> + 'a,
) -> WorkbookSheet<'a> {
    let long = entries.iter().filter(|entry| entry.stored.len() > MAX_UNSPLIT_BYTES);
    let parts = column_parts(columns.len(), long.flat_map(|entry| rows(entry)));
    let rows: Box<dyn Iterator<Item = Vec<Cell<'static>>> + 'a> = match progress {
        Some(progress) => Box::new(with_progress(entries, progress).flat_map(rows)),
        None => Box::new(entries.iter().copied().flat_map(rows)),
    };
    WorkbookSheet { name, columns, parts, rows }
}

/// Returns the entries, and shows how many are done.
fn with_progress<'a>(
    entries: &'a [&'a ListedAgreement],
    progress: &'a mut ProgressLine<'_>,
) -> impl Iterator<Item = &'a ListedAgreement> + 'a {
    entries.iter().copied().zip(0..).map(|(entry, done)| {
        progress.tick(done);
        entry
    })
}

fn row<T>(record: &T, columns: &[&'static Column<T>]) -> Vec<Cell<'static>> {
    let columns = columns.iter();
    columns
        .map(|column| match column.json_value(record) {
            None => stored_cell(column.cell(record)),
            Some(value) => written(|text| table::store_json(value, text)),
        })
        .collect()
}

/// Returns the cell in the form that an import reads back.
fn stored_cell(cell: Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Absent => Cell::Absent,
        Cell::Date(date) => Cell::Date(date),
        Cell::Number(number) => Cell::Number(number),
        Cell::Text(text) => Cell::Text(text.into_owned().into()),
        Cell::List(_) => written(|text| table::store_cell(&cell, text)),
    }
}

/// Returns the cell of what is written to a text.
fn written(write: impl FnOnce(&mut String)) -> Cell<'static> {
    let mut text = String::new();
    write(&mut text);
    Cell::full(text)
}
