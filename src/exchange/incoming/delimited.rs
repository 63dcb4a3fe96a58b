//! CSV, TSV and other text with separators.

use std::io::Read;
use std::sync::Arc;

use csv::{ByteRecord, Reader, ReaderBuilder, Trim};

use super::cell::Cell;
use super::column;
use super::source::{Seekable, Source, not_utf8};
use super::table::{MOST_COLUMNS, Reading, Row, Rows, Table, are_ours, letters};
use crate::error::{Error, Result};
use crate::exchange::csv::{unescape_formula, unescape_tsv};

/// The separators that are looked for in the head.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads the head of a text with separators.
pub(super) fn table(source: &Source, reading: &Reading<'_>) -> Result<Table> {
    let (source, from) = source.in_utf8(reading.encoding)?;
    let name = format!("`{}`", source.name());
    let said = said_separator(&source, from)?;
    let head_row = reading.head.unwrap_or(if said.is_some() { 2 } else { 1 });
    let separators = said.as_ref().map_or(&SEPARATORS[..], std::slice::from_ref);
    let mut best: Option<(usize, u8, Vec<String>)> = None;
    for separator in separators {
        let head = head_of(&source, from, *separator, head_row)?;
        let known = head.iter().filter(|name| column::is_known(name)).count();
        // What is recognised counts first, then how many columns there are.
        let rank = known * (MOST_COLUMNS + 1) + head.len().min(MOST_COLUMNS);
        if best.as_ref().is_none_or(|(other, ..)| rank > *other) {
            best = Some((rank, *separator, head));
        }
    }
    let Some((_, separator, head)) = best.filter(|(.., head)| !head.is_empty()) else {
        return Err(Error::failed(format!("{name} has no row {head_row} with names of columns")));
    };
    // What `mou` writes with tabs has escapes, and no quotes.
    let is_escaped = separator == b'\t' && are_ours(&head);
    let dialect = Dialect { separator, is_escaped };
    let names: Arc<[String]> = head.iter().take(MOST_COLUMNS).cloned().collect();
    let body = move || -> Result<Rows> {
        let mut lines = Lines::new(&source, from, dialect, Arc::clone(&names))?;
        while lines.row < head_row {
            if lines.next_record()?.is_none() {
                break;
            }
        }
        Ok(Box::new(lines))
    };
    Table::of(name, head, Box::new(body))
}

/// Returns the separator that the first line names, as spreadsheets write it: `sep=;`.
fn said_separator(source: &Source, from: u64) -> Result<Option<u8>> {
    let mut first = Vec::new();
    let opened = source.open(from)?.take(7).read_to_end(&mut first);
    opened.map_err(|cause| source.unreadable(&cause))?;
    Ok(match first.as_slice() {
        [b's', b'e', b'p', b'=', separator, b'\r' | b'\n', ..] => Some(*separator),
        _ => None,
    })
}

/// Returns the names in a row that may be the head, were they separated so.
fn head_of(source: &Source, from: u64, separator: u8, head_row: u64) -> Result<Vec<String>> {
    let mut lines =
        Lines::new(source, from, Dialect { separator, is_escaped: false }, Arc::default())?;
    loop {
        match lines.next_record()? {
            None => return Ok(Vec::new()),
            Some(number) if number >= head_row => break,
            Some(_) => {}
        }
    }
    let place = format!("`{}`, row {head_row}", source.name());
    let name = |name: &[u8]| match std::str::from_utf8(name) {
        Ok(name) if name.contains('\0') => Err(nul(&place)),
        Ok(name) => Ok(unescape_formula(name).to_owned()),
        Err(_) => Err(not_utf8(&place, name)),
    };
    lines.record.iter().map(name).collect()
}

fn nul(place: &str) -> Error {
    Error::failed(format!("{place}: there is a NUL in the text"))
        .with_hint("where it is UTF-16 without a mark, `--encoding utf-16le` reads it")
}

/// How the cells of a line are told from each other.
#[derive(Debug, Clone, Copy)]
struct Dialect {
    separator: u8,
    /// Tabs, line breaks and backslashes stand as `\t`, `\n`, `\r` and `\\`, and nothing is quoted.
    is_escaped: bool,
}

/// The rows of a text, read one at a time.
struct Lines {
    source: Source,
    from: u64,
    dialect: Dialect,
    names: Arc<[String]>,
    reader: Reader<Box<dyn Seekable>>,
    record: ByteRecord,
    /// The number of the row that was read last, blank lines counted.
    row: u64,
    /// Where that row begins.
    start: u64,
}

impl Lines {
    fn new(source: &Source, from: u64, dialect: Dialect, names: Arc<[String]>) -> Result<Self> {
        let reader = ReaderBuilder::new()
            .delimiter(dialect.separator)
            .quoting(!dialect.is_escaped)
            .has_headers(false)
            .flexible(true)
            .trim(Trim::None)
            .buffer_capacity(1 << 16)
            .from_reader(source.open(from)?);
        let source = source.clone();
        let record = ByteRecord::new();
        Ok(Self { source, from, dialect, names, reader, record, row: 0, start: 0 })
    }

    /// Reads the next record, and returns its row.
    fn next_record(&mut self) -> Result<Option<u64>> {
        let before = self.reader.position().clone();
        let is_there =
            self.reader.read_byte_record(&mut self.record).map_err(|why| self.unreadable(&why))?;
        if !is_there {
            self.refuse_open_quotes()?;
            return Ok(None);
        }
        // A row is a line, and more lines where line breaks stand in its cells; the reader passes
        // over blank lines without a word, and a spreadsheet counts them.
        let lines = self.reader.position().line().saturating_sub(before.line()).max(1);
        self.start = before.byte();
        let breaks = if lines == 1 {
            0
        } else {
            self.record.as_slice().iter().map(|byte| u64::from(*byte == b'\n')).sum()
        };
        self.row += lines.saturating_sub(breaks).max(1);
        Ok(Some(self.row))
    }

    fn unreadable(&self, why: &csv::Error) -> Error {
        match why.kind() {
            csv::ErrorKind::Io(cause) => self.source.unreadable(cause),
            _ => Error::failed(format!("`{}`: {why}", self.source.name())),
        }
    }

    fn row(&mut self) -> Result<Option<Row>> {
        let Some(number) = self.next_record()? else { return Ok(None) };
        let (have, want) = (self.record.len(), self.names.len());
        let is_blank = |cell: &[u8]| cell.iter().all(u8::is_ascii_whitespace);
        let mut fault = None;
        if have != want && self.record.iter().any(|cell| !is_blank(cell)) {
            // Cells behind the last column that hold nothing are no reason to refuse a row.
            if have < want || self.record.iter().skip(want).any(|cell| !is_blank(cell)) {
                let cells = if have == 1 { "cell" } else { "cells" };
                fault = Some(format!("it has {have} {cells}, and the head has {want}"));
            }
        }
        let shown = if fault.is_some() { have.min(MOST_COLUMNS) } else { want };
        let all = simdutf8::basic::from_utf8(self.record.as_slice()).ok();
        let all = all.filter(|all| !all.as_bytes().contains(&0));
        let mut cells = Vec::with_capacity(shown);
        for at in 0..shown {
            cells.push(self.cell(at, number, all)?);
        }
        Ok(Some(Row { number, cells, fault, record: None }))
    }

    /// Returns what stands in a cell; `all` is the text of all cells, where that is sound.
    fn cell(&self, at: usize, number: u64, all: Option<&str>) -> Result<Cell> {
        let sound = all.zip(self.record.range(at)).and_then(|(all, range)| all.get(range));
        let text = match sound {
            Some(text) => text,
            None => self.looked_at(at, number)?,
        };
        let text = if self.dialect.is_escaped && text.contains('\\') {
            Cell::Text(unescape_formula(&unescape_tsv(text)).to_owned())
        } else {
            Cell::Text(unescape_formula(text).to_owned())
        };
        Ok(text)
    }

    /// Returns what stands in a cell of a record in which something is amiss; fails where it is there.
    fn looked_at(&self, at: usize, number: u64) -> Result<&str> {
        let bytes = self.record.get(at).unwrap_or_default();
        let place = || {
            let name = self.names.get(at).map_or_else(|| letters(at), |name| format!("`{name}`"));
            format!("`{}`, row {number}, column {name}", self.source.name())
        };
        let text = std::str::from_utf8(bytes).map_err(|_| not_utf8(&place(), bytes))?;
        if text.contains('\0') {
            return Err(nul(&place()));
        }
        Ok(text)
    }

    /// Fails where the text ended inside of quotes: what follows them is then in one cell.
    fn refuse_open_quotes(&self) -> Result<()> {
        if self.dialect.is_escaped {
            return Ok(());
        }
        let mut rest = Vec::new();
        let opened = self.source.open(self.from + self.start)?.read_to_end(&mut rest);
        opened.map_err(|cause| self.source.unreadable(&cause))?;
        if !ends_in_quotes(&rest, self.dialect.separator) {
            return Ok(());
        }
        let (name, row) = (self.source.name(), self.row);
        Err(Error::failed(format!(
            "`{name}`, row {row}: a quotation mark is opened and not closed"
        )))
    }
}

impl Iterator for Lines {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        self.row().transpose()
    }
}

fn ends_in_quotes(record: &[u8], separator: u8) -> bool {
    let (mut quoted, mut at_start) = (false, true);
    let mut bytes = record.iter().peekable();
    while let Some(byte) = bytes.next() {
        if quoted && *byte == b'"' {
            quoted = bytes.next_if(|next| **next == b'"').is_some();
        } else if !quoted {
            quoted = at_start && *byte == b'"';
            at_start = *byte == separator || matches!(byte, b'\n' | b'\r');
        }
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    type Told = (Vec<String>, Vec<(u64, String)>);

    fn read(text: &str) -> std::result::Result<Told, String> {
        let source = Source::of_bytes(text.as_bytes().to_vec()).unwrap();
        let table = table(&source, &Reading::default()).map_err(|error| error.to_string())?;
        let mut rows = Vec::new();
        for row in table.rows().unwrap() {
            let row = row.map_err(|error| error.to_string())?;
            let cells: Vec<String> = row.cells.iter().map(Cell::text).collect();
            rows.push((row.number, row.fault.unwrap_or_else(|| cells.join("|"))));
        }
        Ok((table.columns, rows))
    }

    #[test]
    fn separators_are_told_from_the_head_and_rows_counted_as_a_spreadsheet_does() {
        for separator in [",", ";", "\t", "|"] {
            let text = format!("Partner{separator}Expiry\r\nA{separator}2025\r\n");
            let (columns, rows) = read(&text).unwrap();
            assert_eq!(columns, ["Partner", "Expiry"]);
            assert_eq!(rows, [(2, "A|2025".to_owned())]);
        }
        let text = "Partner,Expiry\n\"A\nB\",2025\n\n \nPartner,Expiry\n,\nC,\n";
        let rows = read(text).unwrap().1;
        assert_eq!(rows, [(2, "A\nB|2025".to_owned()), (7, "C|".to_owned())]);
    }

    #[test]
    fn a_separator_that_the_first_line_names_is_taken() {
        let (columns, rows) = read("sep=;\r\nPartner;Expiry\r\nA, B;2025\r\n").unwrap();
        assert_eq!(columns, ["Partner", "Expiry"]);
        assert_eq!(rows, [(3, "A, B|2025".to_owned())]);
        assert_eq!(
            read("sep=x\n").unwrap_err(),
            "`standard input` has no row 2 with names of columns"
        );
    }

    #[test]
    fn a_row_of_another_length_is_told_and_quotes_are_closed() {
        let rows = read("Partner,Expiry\nA\nB,2025,,\nC,2026,x\n").unwrap().1;
        assert_eq!(
            rows.iter().map(|(_, row)| row.as_str()).collect::<Vec<_>>(),
            ["it has 1 cell, and the head has 2", "B|2025", "it has 3 cells, and the head has 2"]
        );
        assert_eq!(
            read("Partner,Expiry\nA,1\n\"B,2\nC,3\n").unwrap_err(),
            "`standard input`, row 3: a quotation mark is opened and not closed"
        );
        assert!(read("Partner,Expiry\nA,\"1\"\"\"\n").is_ok());
        assert!(read("Partner,Expiry\nA,5\" pipe\n").is_ok());
    }

    #[test]
    fn our_own_tabs_are_unescaped_and_others_quoted() {
        let rows = read("id\ttitle\nm1\ta\\tb\\\\n\"\n").unwrap().1;
        assert_eq!(rows, [(2, "m1|a\tb\\n\"".to_owned())]);
        let rows = read("Partner\tTitle\nm1\t\"a\\tb\"\n").unwrap().1;
        assert_eq!(rows, [(2, "m1|a\\tb".to_owned())]);
    }

    #[test]
    fn what_is_no_text_is_refused() {
        assert!(read("Partner,Expiry\nA\0,1\n").unwrap_err().contains("NUL"));
        assert!(read("P\0a\0,\0E\0").unwrap_err().contains("NUL"));
        let wide = format!("Partner{}\n", ",x".repeat(100_000));
        assert!(read(&wide).unwrap_err().contains("100001 columns"));
    }
}
