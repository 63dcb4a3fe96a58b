//! Writing a workbook: filters, a frozen header, dates in date cells.

use std::borrow::Cow;
use std::io::{Cursor, Read};

use chrono::Datelike;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use crate::domain::{Cell, Date, Day};
use crate::error::{Error, Result};

/// The longest text of a cell.
const MAX_CELL_UTF16_UNITS: usize = 32_767;
/// The most rows of a sheet, including the header.
const MAX_ROWS: usize = 1_048_576;
/// The widest column.
const MAX_WIDTH_CHARS: usize = 60;
/// The widest column of JSON, which people do not read.
const MAX_JSON_WIDTH_CHARS: usize = 24;
/// The width of the filter button in a header cell.
const FILTER_BUTTON_CHARS: usize = 3;
/// The number format of dates.
const DATE_FORMAT: &str = "yyyy-mm-dd";

/// The document property by which an export recognises a workbook of its own.
const OWN_PROPERTY: &str = "mou";
/// The value of that property.
const FORMAT_NAME: &str = "sheet of agreements";
/// The part of a workbook with its properties.
const PROPERTIES_PART: &str = "docProps/custom.xml";
/// The properties of a workbook are read up to here.
const MAX_PROPERTIES_BYTES: u64 = 65_536;

/// A sheet: its name, its column names and its rows.
pub struct WorkbookSheet<'a> {
    /// The name of the sheet.
    pub name: &'static str,
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// How many cells the longest text of each column needs; one if a column is missing here.
    pub parts: Vec<usize>,
    /// The rows, each with a cell for every column.
    pub rows: Box<dyn Iterator<Item = Vec<Cell<'static>>> + 'a>,
}

impl std::fmt::Debug for WorkbookSheet<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkbookSheet").field("columns", &self.columns).finish_non_exhaustive()
    }
}

/// Returns a workbook with these sheets, `created` on the given day, so that equal sheets make equal
/// bytes.
///
/// Every text is written as text, never as a formula or a link. One certain day is a date cell from
/// March 1900 on: spreadsheets count earlier days differently. The rows are kept in a temporary file until they
/// are compressed, or in memory if no file can be made. Fails if a sheet would have too many rows.
pub fn workbook(sheets: Vec<WorkbookSheet<'_>>, created: Day) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let mut properties =
        DocProperties::new().set_title("Agreements").set_custom_property(OWN_PROPERTY, FORMAT_NAME);
    if let Some(created) = datetime(created) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    for sheet in sheets {
        let page = workbook.new_worksheet_with_constant_memory();
        let mut page = page.unwrap_or_else(|_| Worksheet::new());
        page.set_name(sheet.name).map_err(cannot)?;
        fill(&mut page, sheet)?;
        workbook.push_worksheet(page);
    }
    workbook.save_to_buffer().map_err(cannot)
}

/// Returns true if these are the bytes of a workbook that [`workbook`] made, whether it was changed since or
/// not.
#[must_use]
pub fn is_own_workbook(bytes: &[u8]) -> bool {
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
    let Ok(part) = archive.by_name(PROPERTIES_PART) else { return false };
    let mut properties = String::new();
    part.take(MAX_PROPERTIES_BYTES).read_to_string(&mut properties).is_ok()
        && properties.contains(&format!("name=\"{OWN_PROPERTY}\""))
        && properties.contains(FORMAT_NAME)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what maps an error")]
fn cannot(cause: XlsxError) -> Error {
    Error::failed(format!("cannot write the workbook: {cause}"))
}

/// Returns how many cells the longest text of each column needs in these rows.
#[must_use]
pub fn column_parts(columns: usize, rows: impl Iterator<Item = Vec<Cell<'static>>>) -> Vec<usize> {
    let mut parts = vec![1; columns];
    for row in rows {
        for (most, cell) in parts.iter_mut().zip(&row) {
            *most = (*most).max(text_parts(&text_of(cell)).len());
        }
    }
    parts
}

fn text_of<'c>(cell: &'c Cell<'_>) -> Cow<'c, str> {
    match cell {
        Cell::Text(text) => Cow::Borrowed(text),
        other => other.clone().shown(),
    }
}

/// Returns a text in pieces that fit into a cell, cut between letters.
fn text_parts(text: &str) -> Vec<&str> {
    if text.len() <= MAX_CELL_UTF16_UNITS {
        return vec![text];
    }
    let mut parts = Vec::new();
    let (mut begin, mut length) = (0, 0);
    for (at, letter) in text.char_indices() {
        if length + letter.len_utf16() > MAX_CELL_UTF16_UNITS {
            parts.push(&text[begin..at]);
            (begin, length) = (at, 0);
        }
        length += letter.len_utf16();
    }
    parts.push(&text[begin..]);
    parts
}

/// The formats of cells.
struct CellFormats {
    header: Format,
    /// For JSON, which is cut at the end of its cell. Other texts run over empty neighbours.
    cut: Format,
    dates: Format,
}

/// The sheet columns of one field: more than one if a text exceeds the limit of a cell.
struct ColumnSpan {
    first: u16,
    parts: u16,
    widest: usize,
}

fn fill(page: &mut Worksheet, sheet: WorkbookSheet<'_>) -> Result<()> {
    let formats = CellFormats {
        header: Format::new().set_bold(),
        cut: Format::new().set_align(FormatAlign::Fill),
        dates: Format::new().set_num_format(DATE_FORMAT).set_align(FormatAlign::Left),
    };
    let mut spans = Vec::with_capacity(sheet.columns.len());
    let mut columns = 0;
    for (index, name) in sheet.columns.iter().enumerate() {
        let parts = u16::try_from(sheet.parts.get(index).copied().unwrap_or(1)).unwrap_or(u16::MAX);
        for part in 0..parts {
            let name =
                if part == 0 { (*name).to_owned() } else { format!("{name} ({})", part + 1) };
            page.write_string_with_format(0, columns + part, &name, &formats.header)
                .map_err(cannot)?;
        }
        spans.push(ColumnSpan {
            first: columns,
            parts,
            widest: name.chars().count() + FILTER_BUTTON_CHARS,
        });
        columns = columns.saturating_add(parts);
    }
    let mut last = 0;
    for (row, number) in sheet.rows.zip(1_u32..) {
        if number as usize >= MAX_ROWS {
            let error = Error::failed(format!("a sheet holds {MAX_ROWS} rows at most"));
            return Err(error.with_hint("`mou export csv` has no limit; a filter makes fewer"));
        }
        for (span, cell) in spans.iter_mut().zip(&row) {
            let text = text_of(cell);
            write(page, number, span, (cell, &text), &formats)?;
            span.widest = span.widest.max(width_of(&text));
        }
        last = number;
    }
    finish(page, &spans, columns, last).map_err(cannot)
}

/// Writes a cell; a long text also into the columns behind it.
fn write(
    page: &mut Worksheet,
    row: u32,
    span: &ColumnSpan,
    (cell, text): (&Cell<'_>, &str),
    formats: &CellFormats,
) -> Result<()> {
    let first = span.first;
    if *cell == Cell::Absent {
        return Ok(());
    }
    if let Cell::Date(date) = cell
        && let Some(date) = datetime(date.first()).filter(|_| has_one_serial(*date))
    {
        page.write_datetime_with_format(row, first, &date, &formats.dates).map_err(cannot)?;
        return Ok(());
    }
    // A larger number would lose digits.
    if let Cell::Number(number) = cell
        && let Ok(number) = i32::try_from(*number)
    {
        page.write_number(row, first, number).map_err(cannot)?;
        return Ok(());
    }
    let parts = text_parts(text);
    if parts.len() > usize::from(span.parts) {
        return Err(Error::failed("a text is too long for its cells"));
    }
    for (part, column) in parts.iter().zip(first..) {
        if is_json(part) || column > first {
            page.write_string_with_format(row, column, *part, &formats.cut)
        } else {
            page.write_string(row, column, *part)
        }
        .map_err(cannot)?;
    }
    Ok(())
}

/// Sets the column widths, the frozen header and the filter.
fn finish(
    page: &mut Worksheet,
    spans: &[ColumnSpan],
    columns: u16,
    last: u32,
) -> std::result::Result<(), XlsxError> {
    for span in spans {
        let width = u16::try_from(span.widest).unwrap_or(u16::MAX);
        for part in 0..span.parts {
            page.set_column_width(span.first + part, f64::from(width) + 1.0)?;
        }
    }
    page.set_freeze_panes(1, 1)?;
    page.set_landscape().set_repeat_rows(0, 0)?.set_repeat_columns(0, 0)?;
    if columns > 0 {
        page.autofilter(0, 0, last.max(1), columns - 1)?;
    }
    Ok(())
}

/// Returns the column width for a cell with this text, in characters.
fn width_of(text: &str) -> usize {
    let max = if is_json(text) { MAX_JSON_WIDTH_CHARS } else { MAX_WIDTH_CHARS };
    text.lines().map(|line| line.chars().take(max).count()).max().unwrap_or_default()
}

fn is_json(text: &str) -> bool {
    text.starts_with(['[', '{'])
}

/// Returns the day as a date of a spreadsheet; `None` before 1900.
fn datetime(day: Day) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let (month, of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, of_month).ok()
}

/// Returns true if the date is one day to which all spreadsheets give the same number: some count a
/// 29 February 1900.
fn has_one_serial(date: Date) -> bool {
    date.is_certain_day() && (date.first().year(), date.first().month()) >= (1900, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_continues_in_the_next_cell() {
        let long = "東𝄞".repeat(20_000);
        let pieces = text_parts(&long);
        assert_eq!(pieces.concat(), long);
        assert!(pieces.iter().all(|piece| piece.encode_utf16().count() <= MAX_CELL_UTF16_UNITS));
        assert_eq!(pieces.len(), 2);

        let date = Cell::Date("2022-07-04".parse().unwrap());
        let rows = [vec![Cell::full(long.clone())], vec![date]];
        let needed = column_parts(1, rows.iter().cloned());
        assert_eq!(needed, [2]);
        let made = |parts: Vec<usize>| {
            let rows = Box::new(rows.iter().cloned());
            let sheet = WorkbookSheet { name: "Agreements", columns: vec!["notes"], parts, rows };
            workbook(vec![sheet], "2022-07-04".parse().unwrap())
        };
        assert!(made(needed).is_ok());
        assert!(made(vec![1]).is_err());
    }

    #[test]
    fn equal_sheets_make_equal_bytes() {
        let row = [Cell::full("a"), Cell::Date("1899-01-01".parse().unwrap()), Cell::Number(3)];
        let made = || {
            let sheet = WorkbookSheet {
                name: "Agreements",
                columns: vec!["id", "signed", "days"],
                parts: Vec::new(),
                rows: Box::new(std::iter::once(row.to_vec())),
            };
            workbook(vec![sheet], "2022-07-04".parse().unwrap()).unwrap()
        };
        let first = made();
        std::thread::sleep(std::time::Duration::from_millis(2100));
        assert_eq!(first, made());
        assert!(is_own_workbook(&first));
        assert!(!is_own_workbook(&first[1..]) && !is_own_workbook(b""));
    }
}
