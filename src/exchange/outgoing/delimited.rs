//! CSV and TSV for people's spreadsheets: marked as UTF-8, guarded, with CRLF.

use super::Table;
use crate::error::{Error, Result};
use crate::exchange::guard;

/// What tells a spreadsheet that the file is UTF-8; without it, it takes the local code page.
const MARK: &str = "\u{feff}";

/// Returns the table as CSV (RFC 4180), with the mark of UTF-8 before it unless it is left out.
///
/// It fails only where the text cannot be held in memory as UTF-8, which is to say never.
pub fn csv(table: &Table, marked: bool) -> Result<Vec<u8>> {
    let cannot =
        |cause: &dyn std::fmt::Display| Error::failed(format!("cannot write CSV: {cause}"));
    let begun = begin(marked).into_bytes();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(begun);
    writer.write_record(&table.columns).map_err(|cause| cannot(&cause))?;
    for row in &table.rows {
        let cells = row.iter().map(|cell| guard::with(&cell.text()));
        writer.write_record(cells).map_err(|cause| cannot(&cause))?;
    }
    writer.into_inner().map_err(|cause| cannot(&cause))
}

/// Returns the table as TSV, with the mark of UTF-8 before it unless it is left out. Nothing is
/// quoted; tab, carriage return, line feed and backslash are written `\t`, `\r`, `\n` and `\\`.
#[must_use]
pub fn tsv(table: &Table, marked: bool) -> Vec<u8> {
    let mut text = begin(marked) + &table.columns.join("\t") + "\r\n";
    for row in &table.rows {
        let cells: Vec<String> =
            row.iter().map(|cell| escaped(&guard::with(&cell.text()))).collect();
        text.push_str(&cells.join("\t"));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

fn begin(marked: bool) -> String {
    if marked { MARK.to_owned() } else { String::new() }
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

    fn table(rows: Vec<Vec<Cell>>) -> Table {
        Table { name: "Agreements", columns: vec!["id", "title"], rows }
    }

    #[test]
    fn csv_is_marked_guarded_and_ends_its_lines_with_crlf() {
        let text = |text: &str| Cell::Text(text.to_owned());
        let table = table(vec![
            vec![text("a-2022"), text("=HYPERLINK(\"x\")")],
            vec![Cell::Number(-4), Cell::Empty],
        ]);
        let written = String::from_utf8(csv(&table, true).unwrap()).unwrap();
        let expected = "\u{feff}id,title\r\na-2022,\"'=HYPERLINK(\"\"x\"\")\"\r\n-4,\r\n";
        assert_eq!(written, expected);
        let written = String::from_utf8(tsv(&table, false)).unwrap();
        assert_eq!(written, "id\ttitle\r\na-2022\t'=HYPERLINK(\"x\")\r\n-4\t\r\n");
    }

    proptest! {
        #[test]
        fn csv_is_read_back(cells in prop::collection::vec("(['=\r\n\t,\"a]{0,5})|.*", 4)) {
            let rows = cells.chunks(2).map(|row| row.iter().cloned().map(Cell::Text).collect());
            let bytes = csv(&table(rows.collect()), true).unwrap();
            let text = bytes.strip_prefix(MARK.as_bytes()).unwrap();
            let read: Vec<String> = csv::Reader::from_reader(text)
                .records()
                .flat_map(|row| row.unwrap().iter().map(|cell| guard::without(cell).to_owned()).collect::<Vec<_>>())
                .collect();
            prop_assert_eq!(read, cells);
        }
    }
}
