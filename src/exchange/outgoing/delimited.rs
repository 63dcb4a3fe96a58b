//! CSV and TSV for people's spreadsheets: marked as UTF-8, guarded, with CRLF.

use std::io::Result;

use crate::exchange::guard;

/// What tells a spreadsheet that the file is UTF-8; without it, it takes the local code page.
const MARK: &str = "\u{feff}";

/// How many bytes most rows have at the most.
const USUAL_ROW: usize = 2048;

/// How many bytes most cells have at the most.
const USUAL_CELL: usize = 1024;

/// Returns what stands before the first row: the mark of UTF-8, unless it is left out.
#[must_use]
pub fn mark(marked: bool) -> &'static str {
    if marked { MARK } else { "" }
}

/// Returns a row of CSV (RFC 4180), with the cells as `write` adds each to a text.
///
/// Fails only where the text cannot be held in memory, which is to say never.
pub fn csv_row<C>(
    cells: impl IntoIterator<Item = C>,
    write: impl Fn(C, &mut String),
) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .buffer_capacity(USUAL_ROW)
        .from_writer(Vec::new());
    let mut text = String::with_capacity(USUAL_CELL);
    for cell in cells {
        text.clear();
        write(cell, &mut text);
        writer.write_field(guard::with(&text).as_bytes())?;
    }
    writer.write_record(None::<&[u8]>)?;
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

/// Returns a row of TSV, with the cells as `write` adds each to a text. Nothing is quoted; tab, carriage
/// return, line feed and backslash are written `\t`, `\r`, `\n` and `\\`.
pub fn tsv_row<C>(cells: impl IntoIterator<Item = C>, write: impl Fn(C, &mut String)) -> Vec<u8> {
    let written = |cell| {
        let mut text = String::new();
        write(cell, &mut text);
        escaped(&guard::with(&text))
    };
    let cells: Vec<String> = cells.into_iter().map(written).collect();
    (cells.join("\t") + "\r\n").into_bytes()
}

fn escaped(cell: &str) -> String {
    let cell = cell.replace('\\', r"\\").replace('\t', r"\t");
    cell.replace('\r', r"\r").replace('\n', r"\n")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn add(cell: impl AsRef<str>, text: &mut String) {
        text.push_str(cell.as_ref());
    }

    #[test]
    fn csv_is_guarded_and_ends_its_lines_with_crlf() {
        let rows: [&[&str]; 3] = [&["id", "title"], &["a-2022", "=HYPERLINK(\"x\")"], &["-4", ""]];
        let csv: Vec<u8> = rows.iter().flat_map(|row| csv_row(*row, add).unwrap()).collect();
        let expected = "id,title\r\na-2022,\"'=HYPERLINK(\"\"x\"\")\"\r\n-4,\r\n";
        assert_eq!(String::from_utf8(csv).unwrap(), expected);
        let tsv: Vec<u8> = rows.iter().flat_map(|row| tsv_row(*row, add)).collect();
        let expected = "id\ttitle\r\na-2022\t'=HYPERLINK(\"x\")\r\n-4\t\r\n";
        assert_eq!(String::from_utf8(tsv).unwrap(), expected);
        assert_eq!((mark(true), mark(false)), ("\u{feff}", ""));
    }

    proptest! {
        #[test]
        fn csv_is_read_back(cells in prop::collection::vec("(['=\r\n\t,\"a]{0,5})|.*", 4)) {
            let header = csv_row(["id", "title"], add).unwrap();
            let rows = cells.chunks(2).flat_map(|row| csv_row(row, add).unwrap());
            let text: Vec<u8> = header.into_iter().chain(rows).collect();
            let read: Vec<String> = csv::Reader::from_reader(text.as_slice())
                .records()
                .flat_map(|row| row.unwrap().iter().map(|cell| guard::without(cell).to_owned()).collect::<Vec<_>>())
                .collect();
            prop_assert_eq!(read, cells);
        }
    }
}
