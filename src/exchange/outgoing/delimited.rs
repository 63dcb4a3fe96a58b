//! CSV and TSV for people's spreadsheets: marked as UTF-8, guarded, with CRLF.

use std::io::{Result, Write};

use super::Sheet;
use crate::exchange::guard;

/// What tells a spreadsheet that the file is UTF-8; without it, it takes the local code page.
const MARK: &str = "\u{feff}";

/// How much is written at once.
const AT_ONCE: usize = 1 << 16;

/// Writes the sheet as CSV (RFC 4180), with the mark of UTF-8 before it unless it is left out.
pub fn csv(sheet: Sheet<'_>, marked: bool, out: &mut impl Write) -> Result<()> {
    begin(marked, out)?;
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .buffer_capacity(AT_ONCE)
        .from_writer(out);
    writer.write_record(&sheet.columns)?;
    for row in sheet.rows {
        writer.write_record(row.iter().map(|cell| guard::with(&cell.text())))?;
    }
    writer.flush()
}

/// Writes the sheet as TSV, with the mark of UTF-8 before it unless it is left out. Nothing is
/// quoted; tab, carriage return, line feed and backslash are written `\t`, `\r`, `\n` and `\\`.
pub fn tsv(sheet: Sheet<'_>, marked: bool, out: &mut impl Write) -> Result<()> {
    begin(marked, out)?;
    let mut text = sheet.columns.join("\t") + "\r\n";
    for row in sheet.rows {
        let cells: Vec<String> =
            row.iter().map(|cell| escaped(&guard::with(&cell.text()))).collect();
        text.push_str(&cells.join("\t"));
        text.push_str("\r\n");
        if text.len() > AT_ONCE {
            out.write_all(text.as_bytes())?;
            text.clear();
        }
    }
    out.write_all(text.as_bytes())
}

fn begin(marked: bool, out: &mut impl Write) -> Result<()> {
    if marked { out.write_all(MARK.as_bytes()) } else { Ok(()) }
}

fn escaped(cell: &str) -> String {
    let cell = cell.replace('\\', r"\\").replace('\t', r"\t");
    cell.replace('\r', r"\r").replace('\n', r"\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Cell;
    use super::*;

    type Write = fn(Sheet<'_>, bool, &mut Vec<u8>) -> Result<()>;

    fn written(write: Write, rows: &[Vec<Cell>], marked: bool) -> String {
        let columns = vec!["id", "title"];
        let rows = Box::new(rows.iter().cloned());
        let mut bytes = Vec::new();
        write(Sheet { name: "Agreements", columns, parts: Vec::new(), rows }, marked, &mut bytes)
            .unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn csv_is_marked_guarded_and_ends_its_lines_with_crlf() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let rows =
            [vec![text("a-2022"), text("=HYPERLINK(\"x\")")], vec![Cell::Number(-4), Cell::Empty]];
        let expected = "\u{feff}id,title\r\na-2022,\"'=HYPERLINK(\"\"x\"\")\"\r\n-4,\r\n";
        assert_eq!(written(csv, &rows, true), expected);
        assert_eq!(
            written(tsv, &rows, false),
            "id\ttitle\r\na-2022\t'=HYPERLINK(\"x\")\r\n-4\t\r\n"
        );
    }

    proptest! {
        #[test]
        fn csv_is_read_back(cells in prop::collection::vec("(['=\r\n\t,\"a]{0,5})|.*", 4)) {
            let rows = cells.chunks(2).map(|row| row.iter().cloned().map(Cell::Text).collect());
            let text = written(csv, &rows.collect::<Vec<_>>(), true);
            let text = text.strip_prefix(MARK).unwrap();
            let read: Vec<String> = csv::Reader::from_reader(text.as_bytes())
                .records()
                .flat_map(|row| row.unwrap().iter().map(|cell| guard::without(cell).to_owned()).collect::<Vec<_>>())
                .collect();
            prop_assert_eq!(read, cells);
        }
    }
}
