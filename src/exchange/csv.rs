//! CSV and TSV: one writer for lists, exports and the rows that an import rejects.

use std::borrow::Cow;
use std::fmt::Display;

use crate::error::{Error, Result};

/// The byte order mark. Without it, spreadsheets read a text file in the local code page.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The first characters of a formula in common spreadsheets, full-width forms included.
const FORMULA_STARTS: [char; 11] = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];

/// The character that makes a spreadsheet take a cell as text.
const TEXT_MARK: char = '\'';

/// The separator of CSV unless another is requested.
pub const DEFAULT_SEPARATOR: u8 = b',';

/// The characters that a cell of TSV holds only as escapes.
const TSV_SPECIAL_CHARS: [char; 4] = ['\t', '\r', '\n', '\\'];

/// The capacity for a row of TSV: few are longer.
const ROW_CAPACITY_BYTES: usize = 512;

/// The buffer for a row of CSV: a longer row is copied more than once.
const ROW_BUFFER_BYTES: usize = 4096;

/// For whom rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CsvStyle {
    /// For programs: text as stored, LF.
    Plain,
    /// For spreadsheets: formulas escaped, CRLF, and this separator in CSV.
    Spreadsheet(u8),
}

impl CsvStyle {
    fn cell(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Plain => text.into(),
            Self::Spreadsheet(_) => escape_formula(text),
        }
    }
}

/// Returns a row of CSV (RFC 4180); `write` appends the text of a cell.
///
/// Fails only if memory runs out.
pub fn csv_row<C>(
    style: CsvStyle,
    cells: impl IntoIterator<Item = C>,
    write: impl Fn(C, &mut String),
) -> Result<String> {
    let cannot = |cause: &dyn Display| Error::failed(format!("cannot write CSV: {cause}"));
    let (terminator, separator) = match style {
        CsvStyle::Plain => (csv::Terminator::Any(b'\n'), DEFAULT_SEPARATOR),
        CsvStyle::Spreadsheet(separator) => (csv::Terminator::CRLF, separator),
    };
    let mut writer = csv::WriterBuilder::new()
        .terminator(terminator)
        .delimiter(separator)
        .buffer_capacity(ROW_BUFFER_BYTES)
        .from_writer(Vec::new());
    let mut text = String::new();
    for cell in cells {
        text.clear();
        write(cell, &mut text);
        writer.write_field(style.cell(&text).as_bytes()).map_err(|cause| cannot(&cause))?;
    }
    writer.write_record(None::<&[u8]>).map_err(|cause| cannot(&cause))?;
    let bytes = writer.into_inner().map_err(|cause| cannot(&cause))?;
    String::from_utf8(bytes).map_err(|cause| cannot(&cause))
}

/// Returns a row of TSV; `write` appends the text of a cell.
///
/// Nothing is quoted: tab, carriage return, line feed and backslash are `\t`, `\r`, `\n` and `\\`.
pub fn tsv_row<C>(
    style: CsvStyle,
    cells: impl IntoIterator<Item = C>,
    write: impl Fn(C, &mut String),
) -> String {
    let mut row = String::with_capacity(ROW_CAPACITY_BYTES);
    let mut text = String::new();
    for (index, cell) in cells.into_iter().enumerate() {
        if index > 0 {
            row.push('\t');
        }
        text.clear();
        write(cell, &mut text);
        push_tsv_escaped(&style.cell(&text), &mut row);
    }
    row.push_str(if style == CsvStyle::Plain { "\n" } else { "\r\n" });
    row
}

fn push_tsv_escaped(cell: &str, row: &mut String) {
    if !cell.contains(TSV_SPECIAL_CHARS) {
        row.push_str(cell);
        return;
    }
    for letter in cell.chars() {
        match letter {
            '\t' => row.push_str(r"\t"),
            '\r' => row.push_str(r"\r"),
            '\n' => row.push_str(r"\n"),
            '\\' => row.push_str(r"\\"),
            other => row.push(other),
        }
    }
}

/// Returns the text of a cell of TSV: the inverse of the escapes that [`tsv_row`] writes.
#[must_use]
pub fn unescape_tsv(cell: &str) -> String {
    let mut text = String::with_capacity(cell.len());
    let mut letters = cell.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            text.push(letter);
            continue;
        }
        match letters.next() {
            Some('t') => text.push('\t'),
            Some('n') => text.push('\n'),
            Some('r') => text.push('\r'),
            Some('\\') | None => text.push('\\'),
            Some(other) => text.extend(['\\', other]),
        }
    }
    text
}

/// Returns the cell with a `'` in front if a spreadsheet might run it as a formula: if it begins with
/// any number of `'` and then `=`, `+`, `-`, `@`, one of their full-width forms, a tab or a line
/// break, and is neither a number nor a date.
///
/// ```
/// use mou::exchange::csv::{escape_formula, unescape_formula};
///
/// assert_eq!(escape_formula("=HYPERLINK(1)"), "'=HYPERLINK(1)");
/// assert_eq!(unescape_formula("'=HYPERLINK(1)"), "=HYPERLINK(1)");
/// assert_eq!(escape_formula("-42"), "-42");
/// assert_eq!(escape_formula("'tis"), "'tis");
/// ```
#[must_use]
pub fn escape_formula(cell: &str) -> Cow<'_, str> {
    if begins_a_formula(cell) && !is_number(cell) {
        return format!("{TEXT_MARK}{cell}").into();
    }
    cell.into()
}

/// Returns the cell without the `'` that [`escape_formula`] puts in front.
#[must_use]
pub fn unescape_formula(cell: &str) -> &str {
    cell.strip_prefix(TEXT_MARK).filter(|rest| begins_a_formula(rest)).unwrap_or(cell)
}

fn begins_a_formula(cell: &str) -> bool {
    // Most cells begin with a letter or a digit.
    if cell.as_bytes().first().is_none_or(u8::is_ascii_alphanumeric) {
        return false;
    }
    cell.trim_start_matches(TEXT_MARK).starts_with(FORMULA_STARTS)
}

/// Returns true if the cell is a plain number; a date never begins with one of [`FORMULA_STARTS`].
fn is_number(cell: &str) -> bool {
    let digits = cell.strip_prefix(['-', '+']).unwrap_or(cell);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    are_digits(whole) && are_digits(part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn add(cell: impl AsRef<str>, text: &mut String) {
        text.push_str(cell.as_ref());
    }

    fn csv(style: CsvStyle, rows: &[&[&str]]) -> String {
        rows.iter().map(|row| csv_row(style, *row, add).unwrap()).collect()
    }

    fn tsv(style: CsvStyle, rows: &[&[&str]]) -> String {
        rows.iter().map(|row| tsv_row(style, *row, add)).collect()
    }

    #[test]
    fn csv_is_quoted_where_needed_and_otherwise_as_stored() {
        let rows: [&[&str]; 4] = [
            &["id", "title", "notes"],
            &["a-2022", "Trade, \"free\"", "one\r\ntwo"],
            &["b-2023", "=1+1", "\u{1b}[2J"],
            &["c-2024", "", ""],
        ];
        let expected = "id,title,notes\n\
            a-2022,\"Trade, \"\"free\"\"\",\"one\r\ntwo\"\n\
            b-2023,=1+1,\u{1b}[2J\n\
            c-2024,,\n";
        assert_eq!(csv(CsvStyle::Plain, &rows), expected);
    }

    #[test]
    fn tsv_escapes_tab_line_ends_and_backslash_and_quotes_nothing() {
        let rows: [&[&str]; 4] =
            [&["id", "title"], &["a", "x\ty\r\nz\\n \"q\""], &["b", ""], &["c", "\u{1b}"]];
        let expected = "id\ttitle\na\tx\\ty\\r\\nz\\\\n \"q\"\nb\t\nc\t\u{1b}\n";
        assert_eq!(tsv(CsvStyle::Plain, &rows), expected);
    }

    #[test]
    fn row_of_one_empty_cell_is_not_an_empty_line_in_csv() {
        assert_eq!(csv(CsvStyle::Plain, &[&["id"], &[""]]), "id\n\"\"\n");
    }

    #[test]
    fn spreadsheet_style_escapes_formulas_and_ends_lines_with_crlf() {
        let rows: [&[&str]; 3] = [&["id", "title"], &["a-2022", "=HYPERLINK(\"x\")"], &["-4", ""]];
        assert_eq!(
            csv(CsvStyle::Spreadsheet(DEFAULT_SEPARATOR), &rows),
            "id,title\r\na-2022,\"'=HYPERLINK(\"\"x\"\")\"\r\n-4,\r\n"
        );
        assert_eq!(
            tsv(CsvStyle::Spreadsheet(DEFAULT_SEPARATOR), &rows),
            "id\ttitle\r\na-2022\t'=HYPERLINK(\"x\")\r\n-4\t\r\n"
        );
    }

    #[test]
    fn cells_with_the_separator_are_quoted() {
        let rows: [&[&str]; 2] = [&["id", "title"], &["a,b", "c;d"]];
        assert_eq!(csv(CsvStyle::Spreadsheet(b';'), &rows), "id;title\r\na,b;\"c;d\"\r\n");
    }

    #[test]
    fn formula_is_escaped_once() {
        for (cell, escaped) in [
            ("=1+1", "'=1+1"),
            ("+49 30 1234", "'+49 30 1234"),
            ("-5 degrees pact", "'-5 degrees pact"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("\tx", "'\tx"),
            ("\nx", "'\nx"),
            ("'=1", "''=1"),
            ("-", "'-"),
            ("", ""),
            ("-365", "-365"),
            ("+1.5", "+1.5"),
            ("2022-07-04", "2022-07-04"),
            ("it's", "it's"),
            ("''", "''"),
        ] {
            assert_eq!(escape_formula(cell), escaped);
            assert_eq!(unescape_formula(escaped), cell);
        }
    }

    fn read_csv(text: &str) -> Vec<String> {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let records = reader.records().map(|row| row.unwrap());
        records.flat_map(|row| row.iter().map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    proptest! {
        #[test]
        fn rows_are_read_back(
            cells in prop::collection::vec("(['=\r\n\t,\"a]{0,5})|.*", 4),
            is_plain in any::<bool>(),
        ) {
            let style = if is_plain { CsvStyle::Plain } else { CsvStyle::Spreadsheet(DEFAULT_SEPARATOR) };
            let rows: Vec<Vec<&str>> =
                cells.chunks(2).map(|row| row.iter().map(String::as_str).collect()).collect();
            let header: &[&str] = &["a", "b"];
            let rows: Vec<&[&str]> =
                [header].into_iter().chain(rows.iter().map(Vec::as_slice)).collect();
            let unescape = |cell: &str| match style {
                CsvStyle::Plain => cell.to_owned(),
                CsvStyle::Spreadsheet(_) => unescape_formula(cell).to_owned(),
            };
            let end = if is_plain { "\n" } else { "\r\n" };
            let text = tsv(style, &rows);
            let lines = text.split_terminator(end).skip(1);
            let read: Vec<String> = lines
                .flat_map(|line| line.split('\t'))
                .map(|cell| unescape(&unescape_tsv(cell)))
                .collect();
            prop_assert_eq!(&read, &cells);
            let read: Vec<String> =
                read_csv(&csv(style, &rows)).iter().map(|cell| unescape(cell)).collect();
            prop_assert_eq!(&read, &cells);
        }

        #[test]
        fn every_cell_is_unescaped(cell in "('{0,3}[=+@a1.\t\n＝-]{0,3})|.*") {
            let escaped = escape_formula(&cell);
            prop_assert_eq!(unescape_formula(&escaped), &cell);
        }
    }
}
