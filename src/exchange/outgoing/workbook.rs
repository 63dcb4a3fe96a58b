//! A workbook that a person likes to open: filters, a frozen header, dates that are dates.

use chrono::Datelike;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};

use super::{Cell, Sheet};
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
/// 1900 on: spreadsheets count the days before differently. The rows are held in a temporary file
/// until they are packed, and in memory only where none can be made. Fails where there are more rows
/// than a sheet can hold.
pub fn workbook(sheets: Vec<Sheet<'_>>, created: Day) -> Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new().set_title("Agreements");
    if let Some(created) = date_of(created) {
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

#[expect(clippy::needless_pass_by_value, reason = "it is what maps an error")]
fn cannot(cause: XlsxError) -> Error {
    Error::failed(format!("cannot write the workbook: {cause}"))
}

/// Returns into how many cells the longest text of each column has to be parted in these rows.
#[must_use]
pub fn parts(columns: usize, rows: impl Iterator<Item = Vec<Cell>>) -> Vec<usize> {
    let mut parts = vec![1; columns];
    for row in rows {
        for (most, cell) in parts.iter_mut().zip(&row) {
            *most = (*most).max(parts_of(cell).len());
        }
    }
    parts
}

/// Returns the text in pieces that are short enough for a cell, cut between letters; what is no text
/// is none.
fn parts_of(cell: &Cell) -> Vec<&str> {
    let Cell::Text(text) = cell else {
        return Vec::new();
    };
    if text.len() <= LONGEST {
        return vec![text];
    }
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

/// How cells look.
struct Looks {
    header: Format,
    /// JSON is cut at the end of its cell, where other texts run over empty neighbours.
    cut: Format,
    dates: Format,
}

/// Where a column stands in a sheet: in its first cell and those behind it in which its longest texts
/// go on.
struct Place {
    first: u16,
    parts: u16,
    widest: usize,
}

fn fill(page: &mut Worksheet, sheet: Sheet<'_>) -> Result<()> {
    let looks = Looks {
        header: Format::new().set_bold(),
        cut: Format::new().set_align(FormatAlign::Fill),
        dates: Format::new().set_num_format(DATE).set_align(FormatAlign::Left),
    };
    let mut places = Vec::with_capacity(sheet.columns.len());
    let mut columns = 0;
    for (at, name) in sheet.columns.iter().enumerate() {
        let parts = u16::try_from(sheet.parts.get(at).copied().unwrap_or(1)).unwrap_or(u16::MAX);
        for part in 0..parts {
            let name =
                if part == 0 { (*name).to_owned() } else { format!("{name} ({})", part + 1) };
            page.write_string_with_format(0, columns + part, &name, &looks.header)
                .map_err(cannot)?;
        }
        places.push(Place { first: columns, parts, widest: name.chars().count() + ARROW });
        columns = columns.saturating_add(parts);
    }
    let mut last = 0;
    for (row, number) in sheet.rows.zip(1_u32..) {
        if number as usize >= MOST_ROWS {
            let error = Error::failed(format!("a sheet holds {MOST_ROWS} rows at most"));
            return Err(error.with_hint("`mou export csv` has no limit; a filter makes fewer"));
        }
        for (place, cell) in places.iter_mut().zip(&row) {
            write(page, number, place, cell, &looks)?;
            place.widest = place.widest.max(width_of(cell));
        }
        last = number;
    }
    finish(page, &places, columns, last).map_err(cannot)
}

/// Writes a cell, and the pieces of a long text in those behind it.
fn write(page: &mut Worksheet, row: u32, place: &Place, cell: &Cell, looks: &Looks) -> Result<()> {
    let first = place.first;
    match cell {
        Cell::Empty => {}
        Cell::Day(day) => match date_of(*day).filter(|_| is_counted_alike(*day)) {
            Some(date) => {
                page.write_datetime_with_format(row, first, &date, &looks.dates).map_err(cannot)?;
            }
            None => {
                page.write_string(row, first, day.to_string()).map_err(cannot)?;
            }
        },
        Cell::Number(number) => write_number(page, row, first, *number).map_err(cannot)?,
        Cell::Text(_) => {
            let parts = parts_of(cell);
            if parts.len() > usize::from(place.parts) {
                return Err(Error::failed("a text is too long for its cells"));
            }
            for (part, at) in parts.iter().zip(first..) {
                if is_json(part) || at > first {
                    page.write_string_with_format(row, at, *part, &looks.cut)
                } else {
                    page.write_string(row, at, *part)
                }
                .map_err(cannot)?;
            }
        }
    }
    Ok(())
}

/// Sets what holds for a whole sheet.
fn finish(
    page: &mut Worksheet,
    places: &[Place],
    columns: u16,
    last: u32,
) -> std::result::Result<(), XlsxError> {
    for place in places {
        let width = u16::try_from(place.widest).unwrap_or(u16::MAX);
        for part in 0..place.parts {
            page.set_column_width(place.first + part, f64::from(width) + 1.0)?;
        }
    }
    page.set_freeze_panes(1, 1)?;
    page.set_landscape().set_repeat_rows(0, 0)?.set_repeat_columns(0, 0)?;
    if columns > 0 {
        page.autofilter(0, 0, last.max(1), columns - 1)?;
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
        let pieces = parts_of(&cell);
        assert_eq!(pieces.concat(), long);
        assert!(pieces.iter().all(|piece| piece.encode_utf16().count() <= LONGEST));
        assert_eq!(pieces.len(), 2);

        let rows = [vec![cell], vec![Cell::Day("2022-07-04".parse().unwrap())]];
        let needed = parts(1, rows.iter().cloned());
        assert_eq!(needed, [2]);
        let made = |parts: Vec<usize>| {
            let rows = Box::new(rows.iter().cloned());
            let sheet = Sheet { name: "Agreements", columns: vec!["notes"], parts, rows };
            workbook(vec![sheet], "2022-07-04".parse().unwrap())
        };
        assert!(made(needed).is_ok());
        assert!(made(vec![1]).is_err());
    }

    #[test]
    fn the_same_sheets_make_the_same_bytes() {
        let row =
            [Cell::Text("a".to_owned()), Cell::Day("1899-01-01".parse().unwrap()), Cell::Number(3)];
        let made = || {
            let sheet = Sheet {
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
    }
}
