//! Workbooks: XLSX and ODS.
//!
//! A workbook is a compressed archive, and a small one can be made that fills any memory. So its size
//! is checked before it is read.

use std::fmt::Display;
use std::io::{Read, copy, sink};
use std::sync::Arc;

use calamine::{Data, ExcelDateTime, Ods, Reader, Xlsx};
use zip::ZipArchive;

use super::cell::SheetCell;
use super::input_file::{FileFormat, InputFile, ReadSeek};
use super::rows::{
    HEADER_SEARCH_ROWS, ImportOptions, ImportTable, MAX_COLUMNS, SheetRow, SheetRows,
    are_own_columns, column_letters, with_sheet_hint,
};
use crate::error::{Error, Result};

/// The most bytes of an unpacked workbook.
const MAX_UNPACKED_BYTES: u64 = 512 << 20;

/// The most cells of a sheet.
const MAX_SHEET_CELLS: u64 = 20_000_000;

/// A cell with its row and column, from 0.
type PlacedCell = (u32, u32, SheetCell);

/// Reads the sheet of a workbook.
pub(super) fn table(file: &InputFile, options: &ImportOptions<'_>) -> Result<ImportTable> {
    let name = file.name();
    check_size(file)?;
    let broken = |why: &dyn Display| broken_workbook(name, why);
    let cells: Vec<PlacedCell>;
    let (sheet, other_sheets, has_1904_dates);
    if file.format() == FileFormat::Ods {
        let mut ods = Ods::new(file.open(0)?).map_err(|why| broken(&why))?;
        (sheet, other_sheets) = choose_sheet(name, ods.sheet_names(), options.sheet)?;
        has_1904_dates = false;
        let range = ods.worksheet_range(&sheet).map_err(|why| broken(&why))?;
        let (top, left) = range.start().unwrap_or_default();
        let placed = range.used_cells().filter_map(|(row, column, cell)| {
            let row = top + u32::try_from(row).ok()?;
            Some((row, left + u32::try_from(column).ok()?, from_data(cell)))
        });
        cells = placed.collect();
    } else {
        let mut xlsx: Xlsx<Box<dyn ReadSeek>> =
            Xlsx::new(file.open(0)?).map_err(|why| broken(&why))?;
        (sheet, other_sheets) = choose_sheet(name, xlsx.sheet_names(), options.sheet)?;
        has_1904_dates = xlsx.has_1904_epoch();
        // A range would take memory for every cell up to the last one.
        let mut reader = xlsx.worksheet_cells_reader(&sheet).map_err(|why| broken(&why))?;
        let mut placed = Vec::new();
        while let Some(cell) = reader.next_cell().map_err(|why| broken(&why))? {
            let (row, column) = cell.get_position();
            let value = from_data(&Data::from(cell.get_value().clone()));
            if !value.is_blank() {
                placed.push((row, column, value));
            }
        }
        cells = placed;
    }
    let name = format!("sheet `{sheet}` of `{name}`");
    let first_row =
        cells.iter().find(|(.., cell)| !cell.is_blank()).map_or(1, |(row, ..)| u64::from(*row) + 1);
    let header_number = options.header_row.unwrap_or(first_row);
    let header_row = u32::try_from(header_number - 1).unwrap_or(u32::MAX);
    let (mut header, mut rows) =
        rows_of(&name, cells, header_row).map_err(|error| with_sheet_hint(error, &other_sheets))?;
    join_continued(&mut header, &mut rows);
    let rows: Arc<[SheetRow]> = rows.into();
    let open = move || -> Result<SheetRows> {
        let rows = Arc::clone(&rows);
        Ok(Box::new((0..rows.len()).map(move |index| Ok(rows[index].clone()))))
    };
    let mut table = ImportTable::new(name, header, Box::new(open))?;
    table.has_1904_dates = has_1904_dates;
    table.header_row = header_number;
    table.sheet = Some(sheet);
    table.other_sheets = other_sheets;
    Ok(table)
}

/// Returns the named sheet, else the first, and the other sheets.
fn choose_sheet(
    name: &str,
    sheets: Vec<String>,
    wanted: Option<&str>,
) -> Result<(String, Vec<String>)> {
    let found = match wanted {
        Some(wanted) => sheets.iter().position(|sheet| sheet.eq_ignore_ascii_case(wanted)),
        None => (!sheets.is_empty()).then_some(0),
    };
    let Some(at) = found else {
        let wanted = wanted.map(|wanted| format!(" `{wanted}`")).unwrap_or_default();
        let error = Error::failed(format!("`{name}` has no sheet{wanted}"));
        if sheets.is_empty() {
            return Err(error);
        }
        let shown: Vec<String> = sheets.iter().map(|sheet| format!("`{sheet}`")).collect();
        return Err(error.with_hint(format!("it has {}", shown.join(", "))));
    };
    let mut sheets = sheets;
    Ok((sheets.remove(at), sheets))
}

/// Returns the headings and the rows below them; the cells come row by row.
fn rows_of(
    name: &str,
    cells: Vec<PlacedCell>,
    header_row: u32,
) -> Result<(Vec<String>, Vec<SheetRow>)> {
    let mut header: Vec<String> = Vec::new();
    let mut rows: Vec<SheetRow> = Vec::new();
    for (row, column, value) in cells {
        let column = column as usize;
        if column >= MAX_COLUMNS {
            return Err(too_large(name, &format!("more than {MAX_COLUMNS} columns")));
        }
        if row < header_row {
            continue;
        }
        if row == header_row {
            header.resize((column + 1).max(header.len()), String::new());
            header[column] = value.text();
            continue;
        }
        let number = u64::from(row) + 1;
        if rows.last().is_none_or(|last| last.number != number) {
            if (rows.len() as u64 + 1) * header.len() as u64 > MAX_SHEET_CELLS {
                return Err(too_large(name, &format!("more than {MAX_SHEET_CELLS} cells")));
            }
            let cells = vec![SheetCell::empty(); header.len()];
            rows.push(SheetRow::new(number, cells));
        }
        let count = rows.len();
        let Some(last) = rows.last_mut() else { continue };
        if let Some(cell) = last.cells.get_mut(column) {
            *cell = value;
        } else {
            let letters = column_letters(column);
            last.fault = Some(format!("{letters}{number} is in a column without a name"));
            // The headings may be further down; these rows are searched for them.
            if count <= HEADER_SEARCH_ROWS {
                last.cells.resize(column + 1, SheetCell::empty());
                last.cells[column] = value;
            }
        }
    }
    if header.iter().all(|name| name.trim().is_empty()) {
        let header_row = u64::from(header_row) + 1;
        return Err(Error::failed(format!("{name} has no row {header_row} with column names")));
    }
    Ok((header, rows))
}

/// Returns the name of the column that this one continues: `notes` for `notes (2)`.
fn continued(name: &str) -> Option<&str> {
    name.strip_suffix(')').and_then(|name| name.rsplit_once(" (")).map(|(name, _)| name)
}

/// Joins texts that exceed a cell and continue in `notes (2)`, `notes (3)`, in a sheet that `mou` wrote.
fn join_continued(header: &mut Vec<String>, rows: &mut [SheetRow]) {
    let first: Vec<&String> = header.iter().filter(|name| continued(name).is_none()).collect();
    if first.len() == header.len() || !are_own_columns(&first) {
        return;
    }
    for index in (1..header.len()).rev() {
        let before = index - 1;
        let is_continuation = continued(&header[index]).is_some_and(|first| {
            header[before] == first || continued(&header[before]) == Some(first)
        });
        if !is_continuation {
            continue;
        }
        header.remove(index);
        for row in rows.iter_mut().filter(|row| row.cells.len() > index) {
            let more = row.cells.remove(index).text();
            if let Some(SheetCell::Text(text)) = row.cells.get_mut(before) {
                text.push_str(&more);
            }
        }
    }
}

fn from_data(value: &Data) -> SheetCell {
    SheetCell::Text(match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(datetime) => from_datetime(*datetime),
        Data::Error(error) => error.to_string(),
    })
}

/// The day number of 1 March 1900. Spreadsheets count earlier days differently.
const MARCH_1900_DAYS: f64 = 61.0;

/// Returns the day, with the time of day unless it is midnight.
fn from_datetime(datetime: ExcelDateTime) -> String {
    if !datetime.is_datetime() || datetime.as_f64() < MARCH_1900_DAYS {
        return datetime.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = datetime.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        return date;
    }
    format!("{date} {hour:02}:{minute:02}:{second:02}")
}

/// Fails if the workbook holds more than is read. The archive is unpacked for it, because its own
/// figures may be false, and the cells of an ODS are counted, because one may be repeated.
fn check_size(file: &InputFile) -> Result<()> {
    let name = file.name();
    let broken = |why: &dyn Display| {
        broken_workbook(name, why)
            .with_hint("open it in a spreadsheet and save it again, or save it as CSV")
    };
    let mut archive = ZipArchive::new(file.open(0)?).map_err(|why| broken(&why))?;
    let mut rest = MAX_UNPACKED_BYTES;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|why| broken(&why))?;
        let is_content = part.name().is_ok_and(|name| name == "content.xml");
        let mut unpacked = (&mut part).take(rest + 1);
        let length = if is_content {
            let mut content = Vec::new();
            unpacked.read_to_end(&mut content).map_err(|why| broken(&why))?;
            let cells = ods_cells(&content);
            if cells > MAX_SHEET_CELLS {
                return Err(too_large(&format!("`{name}`"), &format!("{cells} cells")));
            }
            content.len() as u64
        } else {
            copy(&mut unpacked, &mut sink()).map_err(|why| broken(&why))?
        };
        if length > rest {
            let size = format!("more than {} MB", MAX_UNPACKED_BYTES >> 20);
            return Err(too_large(&format!("`{name}`"), &size));
        }
        rest -= length;
    }
    Ok(())
}

fn broken_workbook(name: &str, why: &dyn Display) -> Error {
    Error::failed(format!("`{name}` is not a readable workbook: {why}"))
}

fn too_large(name: &str, what: &str) -> Error {
    Error::failed(format!("{name} is too large: it has {what}"))
}

/// Returns the number of cells in the content of an ODS, repeated ones included.
fn ods_cells(content: &[u8]) -> u64 {
    let mut cells = 0_u64;
    let (mut rows, mut in_row) = (1_u64, 0_u64);
    for tag in content.split(|byte| *byte == b'<') {
        let Some(end) = tag.iter().position(|byte| *byte == b'>') else { continue };
        let tag = &tag[..end];
        let repeated = |name: &[u8]| {
            let index = tag.windows(name.len()).position(|part| part == name)?;
            let digits =
                tag[index + name.len()..].split(|byte| matches!(byte, b'"' | b'\'')).nth(1)?;
            std::str::from_utf8(digits).ok()?.trim().parse::<u64>().ok()
        };
        if tag.starts_with(b"table:table-row") {
            cells = cells.saturating_add(rows.saturating_mul(in_row));
            rows = repeated(b"number-rows-repeated").unwrap_or(1);
            in_row = 0;
        } else if tag.starts_with(b"table:table-cell") {
            let has_value = !tag.ends_with(b"/") || tag.windows(12).any(|w| w == b"office:value");
            let count = repeated(b"number-columns-repeated").unwrap_or(1);
            in_row = in_row.saturating_add(if has_value { count } else { 0 });
        }
    }
    cells.saturating_add(rows.saturating_mul(in_row))
}
