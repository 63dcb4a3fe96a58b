//! Agreements that go out one after another: a row of a sheet each, or a JSON object.

use std::io::Write;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Format;
use crate::commands::Context;
use crate::commands::filters::Selection;
use crate::commands::progress::Progress;
use crate::domain::Query;
use crate::error::{Error, Result};
use crate::exchange::csv::{CsvStyle, csv_row, tsv_row};
use crate::render::agreement;
use crate::render::json::{self, ArrayPretty};
use crate::report::agreements;
use crate::report::listing::ListedAgreement;
use crate::report::table::Column;

/// Returns the agreements that the query lets through, each as it is to be written.
pub(super) fn rows(
    format: Format,
    query: &Query,
    context: &mut Context<'_>,
) -> Result<Vec<Vec<u8>>> {
    let reading = context.read_to_pass()?;
    let progress = Mutex::new(Progress::new(context.env, context.is_quiet(), "agreements"));
    let done = AtomicU64::new(0);
    let needs_text = !matches!(format, Format::Csv | Format::Tsv);
    Selection::of(query, needs_text).scan(&reading, context, |entry, rows| {
        let done = done.fetch_add(1, Ordering::Relaxed);
        if let Ok(mut progress) = progress.try_lock() {
            progress.tick(done);
        }
        let columns = agreements::AGREEMENT_COLUMNS.iter();
        let store = |column: &Column<ListedAgreement>, text: &mut String| column.store(entry, text);
        rows.push(match format {
            Format::Csv => csv_row(CsvStyle::Spreadsheet, columns, store)?.into_bytes(),
            Format::Tsv => tsv_row(CsvStyle::Spreadsheet, columns, store).into_bytes(),
            Format::Json => agreement::object(entry)?.to_pretty(1).into_bytes(),
            _ => json::lines(&[agreement::object(entry)?]).into_bytes(),
        });
        Ok(())
    })
}

/// Writes the agreements one after another; in a sheet, `begin` and the names of the columns before.
pub(super) fn write_rows(
    format: Format,
    begin: &str,
    rows: Vec<Vec<u8>>,
    out: &mut impl Write,
) -> Result<()> {
    let lost = |cause: std::io::Error| Error::output(&cause);
    let mut write = |bytes: &[u8]| out.write_all(bytes).map_err(lost);
    let columns = agreements::AGREEMENT_COLUMNS.iter();
    let name = |column: &Column<ListedAgreement>, text: &mut String| text.push_str(column.name);
    match format {
        Format::Csv => {
            write(begin.as_bytes())?;
            write(csv_row(CsvStyle::Spreadsheet, columns, name)?.as_bytes())?;
        }
        Format::Tsv => {
            write(begin.as_bytes())?;
            write(tsv_row(CsvStyle::Spreadsheet, columns, name).as_bytes())?;
        }
        _ => {}
    }
    let mut array = ArrayPretty::default();
    for row in rows {
        if format == Format::Json {
            write(array.push(&String::from_utf8_lossy(&row)).as_bytes())?;
        } else {
            write(&row)?;
        }
    }
    if format == Format::Json { write(array.end().as_bytes()) } else { Ok(()) }
}
