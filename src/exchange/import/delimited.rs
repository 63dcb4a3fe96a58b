//! CSV, TSV and other a text file.

use std::io::Read;
use std::sync::Arc;

use csv::{ByteRecord, Reader, ReaderBuilder, Trim};

use super::cell::{SheetCell, is_error_value};
use super::columns::recognise;
use super::input_file::{InputFile, ReadSeek, not_utf8};
use super::layout::SheetLayout;
use super::own_columns::are_own_columns;
use super::rows::{ImportOptions, ImportTable, MAX_COLUMNS, SheetRow, SheetRows, column_letters};
use super::unread::FaultKind;
use crate::error::{Error, Result};
use crate::exchange::csv::{unescape_formula, unescape_tsv};

/// The separators that are tried on the header.
const KNOWN_SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// The length of a first line such as `sep=;`, with one character of its line end.
const SEPARATOR_LINE_BYTES: u64 = 6;

/// The size of the buffer of a reader.
const READ_BUFFER_BYTES: usize = 1 << 16;

/// Reads the header of a text file.
pub(super) fn table(file: &InputFile, options: &ImportOptions<'_>) -> Result<ImportTable> {
    let (file, offset) = file.to_utf8(options.encoding)?;
    let name = format!("`{}`", file.name());
    let separator_line = named_separator(&file, offset)?;
    let first_row = if separator_line.is_some() { 2 } else { 1 };
    let wanted_row = options.header_row;
    let separators = separator_line.as_ref().map_or(&KNOWN_SEPARATORS[..], std::slice::from_ref);
    let mut best: Option<(usize, u8, Vec<String>, u64)> = None;
    for separator in separators {
        let (header, row) = header_of(&file, offset, *separator, first_row, wanted_row)?;
        let known = header.iter().filter(|heading| recognise(heading).is_some()).count();
        // The number of known headings counts first, then the number of columns.
        let score = known * (MAX_COLUMNS + 1) + header.len().min(MAX_COLUMNS);
        if best.as_ref().is_none_or(|(other, ..)| score > *other) {
            best = Some((score, *separator, header, row));
        }
    }
    let Some((_, separator, header, header_row)) =
        best.filter(|(.., header, _)| !header.is_empty())
    else {
        let header_row = wanted_row.unwrap_or(first_row);
        return Err(Error::failed(format!("{name} has no row {header_row} with column names")));
    };
    // TSV that `mou` wrote has escapes, and no quotes.
    let is_escaped = separator == b'\t' && are_own_columns(&header);
    let names: Arc<[String]> = header.iter().take(MAX_COLUMNS).cloned().collect();
    let open = move || -> Result<SheetRows> {
        let names = Arc::clone(&names);
        let mut rows = DelimitedRows::new(&file, offset, separator, is_escaped, names)?;
        while rows.row < header_row && rows.next_record()?.is_some() {}
        Ok(Box::new(rows))
    };
    let mut table = ImportTable::new(name, header, Box::new(open))?;
    table.header_row = header_row;
    Ok(table.with_layout(SheetLayout::default()))
}

/// Returns the separator that the first line names, as spreadsheets write it: `sep=;`.
fn named_separator(file: &InputFile, offset: u64) -> Result<Option<u8>> {
    let mut first = Vec::new();
    let read = file.open(offset)?.take(SEPARATOR_LINE_BYTES).read_to_end(&mut first);
    read.map_err(|cause| file.unreadable(&cause))?;
    Ok(match first.as_slice() {
        [b's', b'e', b'p', b'=', separator, b'\r' | b'\n'] => Some(*separator),
        _ => None,
    })
}

/// Returns the headings for this separator, and their row: the wanted one, else the first from
/// `first_row` on that is not empty.
fn header_of(
    file: &InputFile,
    offset: u64,
    separator: u8,
    first_row: u64,
    wanted_row: Option<u64>,
) -> Result<(Vec<String>, u64)> {
    let mut rows = DelimitedRows::new(file, offset, separator, false, Arc::default())?;
    let header_row = loop {
        let Some(number) = rows.next_record()? else { return Ok((Vec::new(), first_row)) };
        let is_header = match wanted_row {
            Some(wanted) => number >= wanted,
            None => number >= first_row && !rows.record.iter().all(is_blank),
        };
        if is_header {
            break number;
        }
    };
    let place = format!("`{}`, row {header_row}", file.name());
    let heading = |bytes: &[u8]| match std::str::from_utf8(bytes) {
        Ok(heading) if heading.contains('\0') => Err(nul_error(&place)),
        Ok(heading) => Ok(unescape_formula(heading).to_owned()),
        Err(_) => Err(not_utf8(&place, bytes)),
    };
    let headings = rows.record.iter().map(heading).collect::<Result<_>>()?;
    Ok((headings, header_row))
}

fn is_blank(cell: &[u8]) -> bool {
    cell.iter().all(u8::is_ascii_whitespace)
}

fn nul_error(place: &str) -> Error {
    Error::failed(format!("{place}: it contains a NUL byte"))
        .with_hint("if it is UTF-16 without a byte order mark, use `--encoding utf-16le`")
}

/// The rows of a text.
struct DelimitedRows {
    file: InputFile,
    /// The offset of the text in the file.
    offset: u64,
    separator: u8,
    /// Whether nothing is quoted, and tabs, line breaks and backslashes are escaped.
    is_escaped: bool,
    /// Whether `mou` wrote the file: no text means more than itself.
    is_own_form: bool,
    names: Arc<[String]>,
    reader: Reader<Box<dyn ReadSeek>>,
    record: ByteRecord,
    /// The number of the last row; blank lines count.
    row: u64,
    /// The offset of that row in the text.
    row_offset: u64,
}

impl DelimitedRows {
    fn new(
        file: &InputFile,
        offset: u64,
        separator: u8,
        is_escaped: bool,
        names: Arc<[String]>,
    ) -> Result<Self> {
        let reader = ReaderBuilder::new()
            .delimiter(separator)
            .quoting(!is_escaped)
            .has_headers(false)
            .flexible(true)
            .trim(Trim::None)
            .buffer_capacity(READ_BUFFER_BYTES)
            .from_reader(file.open(offset)?);
        let (file, record) = (file.clone(), ByteRecord::new());
        let is_own_form = are_own_columns(&names);
        Ok(Self {
            file,
            offset,
            separator,
            is_escaped,
            is_own_form,
            names,
            reader,
            record,
            row: 0,
            row_offset: 0,
        })
    }

    /// Reads the next record and returns the number of its row.
    fn next_record(&mut self) -> Result<Option<u64>> {
        let before = self.reader.position().clone();
        let has_record =
            self.reader.read_byte_record(&mut self.record).map_err(|why| match why.kind() {
                csv::ErrorKind::Io(cause) => self.file.unreadable(cause),
                _ => Error::failed(format!("`{}`: {why}", self.file.name())),
            })?;
        if !has_record {
            self.refuse_open_quotes()?;
            return Ok(None);
        }
        // A row is one line, or more if there are line breaks in its cells. The reader skips blank
        // lines, but a spreadsheet counts them.
        let lines = self.reader.position().line().saturating_sub(before.line()).max(1);
        self.row_offset = before.byte();
        let breaks = if lines == 1 {
            0
        } else {
            self.record.as_slice().iter().map(|byte| u64::from(*byte == b'\n')).sum()
        };
        self.row += lines.saturating_sub(breaks).max(1);
        Ok(Some(self.row))
    }

    fn next_row(&mut self) -> Result<Option<SheetRow>> {
        let Some(number) = self.next_record()? else { return Ok(None) };
        let (actual, expected) = (self.record.len(), self.names.len());
        // Blank cells behind the last column are not a fault.
        let is_fault = self.record.iter().any(|cell| !is_blank(cell))
            && (actual < expected || self.record.iter().skip(expected).any(|cell| !is_blank(cell)));
        let fault = is_fault.then(|| {
            let cells = if actual == 1 { "cell" } else { "cells" };
            format!("it has {actual} {cells}, but the header has {expected}")
        });
        let kept = if is_fault { actual.min(MAX_COLUMNS) } else { expected };
        let cells = (0..kept).map(|index| self.cell(index)).collect::<Result<_>>()?;
        Ok(Some(SheetRow { fault, ..SheetRow::new(number, cells) }))
    }

    fn cell(&self, index: usize) -> Result<SheetCell> {
        let bytes = self.record.get(index).unwrap_or_default();
        let place = || {
            let name = self.names.get(index);
            let name = name.map_or_else(|| column_letters(index), |name| format!("`{name}`"));
            format!("`{}`, row {}, column {name}", self.file.name(), self.row)
        };
        let text = std::str::from_utf8(bytes).map_err(|_| not_utf8(&place(), bytes))?;
        if text.contains('\0') {
            return Err(nul_error(&place()));
        }
        let text = if self.is_escaped && text.contains('\\') {
            unescape_formula(&unescape_tsv(text)).to_owned()
        } else {
            unescape_formula(text).to_owned()
        };
        if !self.is_own_form && is_error_value(&text) {
            return Ok(SheetCell::Unread { text, kind: FaultKind::ErrorValue });
        }
        Ok(SheetCell::Text(text))
    }

    /// Fails if the text ended inside quotes: the last cell then holds all that followed them.
    fn refuse_open_quotes(&self) -> Result<()> {
        if self.is_escaped {
            return Ok(());
        }
        let mut rest = Vec::new();
        let read = self.file.open(self.offset + self.row_offset)?.read_to_end(&mut rest);
        read.map_err(|cause| self.file.unreadable(&cause))?;
        if !ends_in_quotes(&rest, self.separator) {
            return Ok(());
        }
        let (name, row) = (self.file.name(), self.row);
        Err(Error::failed(format!("`{name}`, row {row}: a quotation mark is not closed")))
    }
}

impl Iterator for DelimitedRows {
    type Item = Result<SheetRow>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

fn ends_in_quotes(record: &[u8], separator: u8) -> bool {
    let (mut is_quoted, mut is_start) = (false, true);
    let mut bytes = record.iter().peekable();
    while let Some(byte) = bytes.next() {
        if is_quoted && *byte == b'"' {
            is_quoted = bytes.next_if(|next| **next == b'"').is_some();
        } else if !is_quoted {
            is_quoted = is_start && *byte == b'"';
            is_start = *byte == separator || matches!(byte, b'\n' | b'\r');
        }
    }
    is_quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    type ReadRows = (Vec<String>, Vec<(u64, String)>);

    fn read(text: &str) -> std::result::Result<ReadRows, String> {
        let file = InputFile::from_bytes(text.as_bytes().to_vec()).unwrap();
        let table = table(&file, &ImportOptions::default()).map_err(|error| error.to_string())?;
        let mut rows = Vec::new();
        for row in table.rows().unwrap() {
            let row = row.map_err(|error| error.to_string())?;
            let cells: Vec<String> = row.cells.iter().map(SheetCell::text).collect();
            rows.push((row.number, row.fault.unwrap_or_else(|| cells.join("|"))));
        }
        Ok((table.columns, rows))
    }

    #[test]
    fn separator_follows_from_the_header_and_rows_are_counted_as_in_a_spreadsheet() {
        for separator in [",", ";", "\t", "|"] {
            let text = format!("Partner{separator}Expiry\r\nA{separator}2025\r\n");
            let (columns, rows) = read(&text).unwrap();
            assert_eq!(columns, ["Partner", "Expiry"]);
            assert_eq!(rows, [(2, "A|2025".to_owned())]);
        }
        let text = "Partner,Expiry\n\"A\nB\",2025\n\n \nPartner,Expiry\n,\nC,2026\n";
        let rows = read(text).unwrap().1;
        assert_eq!(rows, [(2, "A\nB|2025".to_owned()), (7, "C|2026".to_owned())]);
    }

    #[test]
    fn separator_in_the_first_line_is_used() {
        let (columns, rows) = read("sep=;\r\nPartner;Expiry\r\nA, B;2025\r\n").unwrap();
        assert_eq!(columns, ["Partner", "Expiry"]);
        assert_eq!(rows, [(3, "A, B|2025".to_owned())]);
        assert_eq!(read("sep=x\n").unwrap_err(), "`standard input` has no row 2 with column names");
    }

    #[test]
    fn row_of_another_length_and_an_open_quote_are_faults() {
        let rows = read("Partner,Expiry\nA\nB,2025,,\nC,2026,x\n").unwrap().1;
        assert_eq!(
            rows.iter().map(|(_, row)| row.as_str()).collect::<Vec<_>>(),
            [
                "it has 1 cell, but the header has 2",
                "B|2025",
                "it has 3 cells, but the header \
                has 2"
            ]
        );
        assert_eq!(
            read("Partner,Expiry\nA,1\n\"B,2\nC,3\n").unwrap_err(),
            "`standard input`, row 3: a quotation mark is not closed"
        );
        assert!(read("Partner,Expiry\nA,\"1\"\"\"\n").is_ok());
        assert!(read("Partner,Expiry\nA,5\" pipe\n").is_ok());
    }

    #[test]
    fn own_tsv_is_unescaped_and_other_tsv_unquoted() {
        let rows = read("id\ttitle\nm1\ta\\tb\\\\n\"\n").unwrap().1;
        assert_eq!(rows, [(2, "m1|a\tb\\n\"".to_owned())]);
        let rows = read("Partner\tTitle\nm1\t\"a\\tb\"\n").unwrap().1;
        assert_eq!(rows, [(2, "m1|a\\tb".to_owned())]);
    }

    #[test]
    fn bytes_that_are_not_text_are_refused() {
        assert!(read("Partner,Expiry\nA\0,1\n").unwrap_err().contains("NUL"));
        assert!(read("P\0a\0,\0E\0").unwrap_err().contains("NUL"));
        let wide = format!("Partner{}\n", ",x".repeat(100_000));
        assert!(read(&wide).unwrap_err().contains("100001 columns"));
    }
}
