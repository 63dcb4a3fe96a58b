//! A workbook that a person likes to open: filters, a frozen header, dates that are dates.

use chrono::Datelike;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::{Cell, Table};
use crate::domain::Day;
use crate::error::{Error, Result};

/// The longest text of a cell, in UTF-16 units.
const LONGEST: usize = 32_767;
/// The most rows of a sheet, its header counted.
const MOST_ROWS: usize = 1_048_576;
/// The widest column, in letters.
const WIDEST: usize = 60;
/// The widest column of JSON, which is for reading back.
const WIDEST_JSON: usize = 24;
/// What the arrow of the filter takes of the header, in letters.
const ARROW: usize = 3;
/// What the date cells are shown as.
const DATE: &str = "yyyy-mm-dd";

/// Returns a workbook with these sheets, `created` on a day that is given, so that the same sheets
/// make the same bytes.
///
/// Every text is written as a text, never as a formula or a link. A day is a date cell from March
/// 1900 on: spreadsheets count the days before differently. Fails where there are more rows than a
/// sheet can hold.
pub fn workbook(tables: &[Table], created: Day) -> Result<Vec<u8>> {
    let cannot = |cause: XlsxError| Error::failed(format!("cannot write the workbook: {cause}"));
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new().set_title("Agreements");
    if let Some(created) = date_of(created) {
        properties = properties.set_creation_datetime(&created);
    }
    workbook.set_properties(&properties);
    for table in tables {
        if table.rows.len() >= MOST_ROWS {
            return Err(Error::failed(format!(
                "a sheet holds {MOST_ROWS} rows at most, and there are {}",
                table.rows.len() + 1
            ))
            .with_hint("`mou export csv` has no limit; a filter makes fewer"));
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(table.name).map_err(cannot)?;
        fill(sheet, &with_long_texts_split(table)).map_err(cannot)?;
    }
    workbook.save_to_buffer().map_err(cannot)
}

/// A column as it stands in a sheet: its name, and its cells from the first row on.
struct Shown<'a> {
    name: String,
    cells: Vec<&'a Cell>,
    /// Which part of the texts it holds, where they are too long for a cell.
    part: usize,
}

/// Returns the columns, each followed by as many as its longest text needs to go on in.
fn with_long_texts_split(table: &Table) -> Vec<Shown<'_>> {
    let mut columns = Vec::new();
    for (at, name) in table.columns.iter().enumerate() {
        let cells: Vec<&Cell> = table.rows.iter().filter_map(|row| row.get(at)).collect();
        let parts = cells.iter().map(|cell| parts_of(cell).len()).max().unwrap_or(1).max(1);
        for part in 0..parts {
            let name =
                if part == 0 { (*name).to_owned() } else { format!("{name} ({})", part + 1) };
            columns.push(Shown { name, cells: cells.clone(), part });
        }
    }
    columns
}

/// Returns the text of a cell in parts that fit a cell each.
fn parts_of(cell: &Cell) -> Vec<&str> {
    let Cell::Text(text) = cell else {
        return Vec::new();
    };
    let mut parts = Vec::new();
    let (mut begin, mut length) = (0, 0);
    for (at, letter) in text.char_indices() {
        if length + letter.len_utf16() > LONGEST {
            parts.push(&text[begin..at]);
            (begin, length) = (at, 0);
        }
        length += letter.len_utf16();
    }
    parts.push(&text[begin..]);
    parts
}

fn fill(sheet: &mut Worksheet, columns: &[Shown<'_>]) -> std::result::Result<(), XlsxError> {
    let header = Format::new().set_bold();
    // JSON is cut at the end of its cell, where other texts run over empty neighbours.
    let cut = Format::new().set_align(FormatAlign::Fill);
    let dates = Format::new().set_num_format(DATE).set_align(FormatAlign::Left);
    let mut rows = 0;
    for (column, place) in columns.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, place, &column.name, &header)?;
        let mut widest = column.name.chars().count() + ARROW;
        for (cell, row) in column.cells.iter().zip(1_u32..) {
            rows = rows.max(row);
            match cell {
                Cell::Day(day) if column.part == 0 => {
                    match date_of(*day).filter(|_| is_counted_alike(*day)) {
                        Some(date) => {
                            sheet.write_datetime_with_format(row, place, &date, &dates)?;
                        }
                        None => {
                            sheet.write_string(row, place, day.to_string())?;
                        }
                    }
                }
                Cell::Number(number) if column.part == 0 => {
                    write_number(sheet, row, place, *number)?;
                }
                Cell::Text(_) => match parts_of(cell).get(column.part) {
                    Some(part) if is_json(part) || column.part > 0 => {
                        sheet.write_string_with_format(row, place, *part, &cut)?;
                    }
                    Some(part) => {
                        sheet.write_string(row, place, *part)?;
                    }
                    None => {}
                },
                Cell::Empty | Cell::Day(_) | Cell::Number(_) => {}
            }
            widest = widest.max(width_of(cell));
        }
        let width = u16::try_from(widest).unwrap_or(u16::MAX);
        sheet.set_column_width(place, f64::from(width) + 1.0)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_landscape().set_repeat_rows(0, 0)?.set_repeat_columns(0, 0)?;
    if let Ok(last @ 1..) = u16::try_from(columns.len()) {
        sheet.autofilter(0, 0, rows.max(1), last - 1)?;
    }
    Ok(())
}

/// Returns how many letters wide a column is to be for this cell.
fn width_of(cell: &Cell) -> usize {
    let Cell::Text(text) = cell else {
        return cell.text().len();
    };
    let most = if is_json(text) { WIDEST_JSON } else { WIDEST };
    text.lines().map(|line| line.chars().take(most).count()).max().unwrap_or_default()
}

fn is_json(text: &str) -> bool {
    text.starts_with(['[', '{'])
}

/// Writes a number that a cell holds exactly as a number, any other as text.
fn write_number(
    sheet: &mut Worksheet,
    row: u32,
    place: u16,
    number: i64,
) -> std::result::Result<(), XlsxError> {
    match i32::try_from(number) {
        Ok(number) => sheet.write_number(row, place, number)?,
        Err(_) => sheet.write_string(row, place, number.to_string())?,
    };
    Ok(())
}

/// Returns the day as spreadsheets have it; `None` before 1900.
fn date_of(day: Day) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year()).ok()?;
    let (month, of_month) = (u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, of_month).ok()
}

/// Tells whether all spreadsheets give the day the same number: some count a 29 February 1900.
fn is_counted_alike(day: Day) -> bool {
    (day.year(), day.month()) >= (1900, 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_for_a_cell_goes_on_in_the_next() {
        let long = "東𝄞".repeat(20_000);
        let cell = Cell::Text(long.clone());
        let parts = parts_of(&cell);
        assert_eq!(parts.concat(), long);
        assert!(parts.iter().all(|part| part.encode_utf16().count() <= LONGEST));
        assert_eq!(parts.len(), 2);

        let rows = vec![vec![cell], vec![Cell::Day("2022-07-04".parse().unwrap())]];
        let table = Table { name: "Agreements", columns: vec!["notes"], rows };
        let names: Vec<String> =
            with_long_texts_split(&table).into_iter().map(|column| column.name).collect();
        assert_eq!(names, ["notes", "notes (2)"]);
        assert!(workbook(&[table], "2022-07-04".parse().unwrap()).is_ok());
    }

    #[test]
    fn the_same_sheets_make_the_same_bytes() {
        let table = Table {
            name: "Agreements",
            columns: vec!["id", "signed", "days"],
            rows: vec![vec![
                Cell::Text("a".to_owned()),
                Cell::Day("1899-01-01".parse().unwrap()),
                Cell::Number(3),
            ]],
        };
        let made =
            || workbook(std::slice::from_ref(&table), "2022-07-04".parse().unwrap()).unwrap();
        let first = made();
        std::thread::sleep(std::time::Duration::from_millis(2100));
        assert_eq!(first, made());
    }
}
