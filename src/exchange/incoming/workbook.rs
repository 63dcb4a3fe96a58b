//! Workbooks: XLSX and ODS.

use std::sync::Arc;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Xlsx};

use super::bounds::{MOST_CELLS, measure, too_large};
use super::cell::Cell;
use super::source::{Format, Seekable, Source};
use super::table::{HEADS, MOST_COLUMNS, Reading, Row, Rows, Table, are_ours};
use crate::error::{Error, Result};

/// A cell of a sheet and where it stands: row and column, from 0.
type Placed = (u32, u32, Cell);

/// Reads the sheet of a workbook.
pub(super) fn table(source: &Source, reading: &Reading<'_>) -> Result<Table> {
    let name = source.name();
    measure(source)?;
    let broken = |why: &dyn std::fmt::Display| {
        Error::failed(format!("`{name}` cannot be read as a workbook: {why}"))
    };
    let cells: Vec<Placed>;
    let (sheet, beside, since_1904);
    if source.format() == Format::Ods {
        let mut ods = Ods::new(source.open(0)?).map_err(|why| broken(&why))?;
        (sheet, beside) = chosen(name, ods.sheet_names(), reading.sheet)?;
        since_1904 = false;
        let range = ods.worksheet_range(&sheet).map_err(|why| broken(&why))?;
        let (top, left) = range.start().unwrap_or_default();
        let placed = range.used_cells().filter_map(|(row, column, cell)| {
            let row = top + u32::try_from(row).ok()?;
            Some((row, left + u32::try_from(column).ok()?, of_data(cell)))
        });
        cells = placed.collect();
    } else {
        let mut xlsx: Xlsx<Box<dyn Seekable>> =
            Xlsx::new(source.open(0)?).map_err(|why| broken(&why))?;
        (sheet, beside) = chosen(name, xlsx.sheet_names(), reading.sheet)?;
        since_1904 = xlsx.has_1904_epoch();
        // Cell by cell: a range would take room for every cell up to the last.
        let mut reader = xlsx.worksheet_cells_reader(&sheet).map_err(|why| broken(&why))?;
        let mut placed = Vec::new();
        while let Some(cell) = reader.next_cell().map_err(|why| broken(&why))? {
            let (row, column) = cell.get_position();
            let value = of_ref(cell.get_value());
            if !value.is_blank() {
                placed.push((row, column, value));
            }
        }
        cells = placed;
    }
    let name = format!("sheet `{sheet}` of `{name}`");
    let head_row = u32::try_from(reading.head.unwrap_or(1) - 1).unwrap_or(u32::MAX);
    let (mut head, mut rows) = rows_of(&name, cells, head_row)
        .map_err(|error| super::table::with_sheets(error, &beside))?;
    join_continued(&mut head, &mut rows);
    let rows: Arc<[Row]> = rows.into();
    let body = move || -> Result<Rows> {
        let rows = Arc::clone(&rows);
        Ok(Box::new((0..rows.len()).map(move |at| Ok(rows[at].clone()))))
    };
    let table = Table::of(name, head, Box::new(body))?;
    Ok(Table { since_1904, sheet: Some(sheet), beside, ..table })
}

/// Returns the sheet that is named, else the first, and those beside it.
fn chosen(name: &str, sheets: Vec<String>, wanted: Option<&str>) -> Result<(String, Vec<String>)> {
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

/// Returns the names in the head and the rows below it, of cells that stand row by row.
fn rows_of(name: &str, cells: Vec<Placed>, head_row: u32) -> Result<(Vec<String>, Vec<Row>)> {
    let mut head: Vec<String> = Vec::new();
    let mut rows: Vec<Row> = Vec::new();
    for (row, column, value) in cells {
        let column = column as usize;
        if column >= MOST_COLUMNS {
            return Err(too_large(name, &format!("more than {MOST_COLUMNS} columns")));
        }
        if row < head_row {
            continue;
        }
        if row == head_row {
            head.resize((column + 1).max(head.len()), String::new());
            head[column] = value.text();
            continue;
        }
        let number = u64::from(row) + 1;
        if rows.last().is_none_or(|last| last.number != number) {
            if (rows.len() as u64 + 1) * head.len() as u64 > MOST_CELLS {
                return Err(too_large(name, &format!("more than {MOST_CELLS} cells")));
            }
            let cells = vec![Cell::empty(); head.len()];
            rows.push(Row { number, cells, fault: None, record: None });
        }
        let at = rows.len();
        let Some(last) = rows.last_mut() else { continue };
        if let Some(cell) = last.cells.get_mut(column) {
            *cell = value;
        } else {
            let letters = super::table::letters(column);
            last.fault = Some(format!("{letters}{number} stands in a column without a name"));
            // The names of the columns may stand further down: these are looked at for them.
            if at <= HEADS {
                last.cells.resize(column + 1, Cell::empty());
                last.cells[column] = value;
            }
        }
    }
    if head.iter().all(|name| name.trim().is_empty()) {
        let head_row = u64::from(head_row) + 1;
        return Err(Error::failed(format!("{name} has no row {head_row} with names of columns")));
    }
    Ok((head, rows))
}

/// Returns the name that a column goes on of: `notes` for `notes (2)`.
fn continued(name: &str) -> Option<&str> {
    name.strip_suffix(')').and_then(|name| name.rsplit_once(" (")).map(|(name, _)| name)
}

/// Puts together what was longer than a cell may be and goes on in `notes (2)`, `notes (3)`, in a
/// sheet of ours.
fn join_continued(head: &mut Vec<String>, rows: &mut [Row]) {
    let own: Vec<&String> = head.iter().filter(|name| continued(name).is_none()).collect();
    if own.len() < head.len() && are_ours(&own) {
        for at in (0..head.len()).rev() {
            let before = at.saturating_sub(1);
            let goes_on = match (head.get(at).and_then(|name| continued(name)), head.get(before)) {
                (Some(first), Some(name)) => name == first || continued(name) == Some(first),
                _ => false,
            };
            if !goes_on {
                continue;
            }
            head.remove(at);
            for row in rows.iter_mut().filter(|row| row.cells.len() > at) {
                let further = row.cells.remove(at).text();
                if let Some(Cell::Text(text)) = row.cells.get_mut(before) {
                    text.push_str(&further);
                }
            }
        }
    }
}

fn of_ref(value: &DataRef<'_>) -> Cell {
    Cell::Text(match value {
        DataRef::Empty => String::new(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(truth) => truth.to_string(),
        DataRef::DateTime(moment) => of_moment(*moment),
        DataRef::Error(error) => error.to_string(),
    })
}

fn of_data(value: &Data) -> Cell {
    Cell::Text(match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        Data::Float(number) => number.to_string(),
        Data::Bool(truth) => truth.to_string(),
        Data::DateTime(moment) => of_moment(*moment),
        Data::Error(error) => error.to_string(),
    })
}

/// The count of days of 1 March 1900: before, spreadsheets differ in what they count, and what is
/// below nothing is counted by some as the first day of all.
const MARCH_1900: f64 = 61.0;

/// Writes a cell that is a date: the day, and the time of day where there is one.
fn of_moment(moment: ExcelDateTime) -> String {
    if !moment.is_datetime() || moment.as_f64() < MARCH_1900 {
        return moment.as_f64().to_string();
    }
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) {
        return date;
    }
    format!("{date} {hour:02}:{minute:02}:{second:02}")
}
