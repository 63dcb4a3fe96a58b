//! CSV and TSV: text as it is stored, for programs.

use crate::error::{Error, Result};

/// Returns a row of CSV (RFC 4180, with LF), with the cells as `write` adds each to a text.
///
/// Text is as stored, quoted where it holds a comma, a quotation mark or a line end. No byte order
/// mark, no guard against spreadsheets: this is for programs.
///
/// It fails only where the text cannot be held in memory as UTF-8, which is to say never.
pub fn csv_row<C>(
    cells: impl IntoIterator<Item = C>,
    write: impl Fn(C, &mut String),
) -> Result<String> {
    let cannot =
        |cause: &dyn std::fmt::Display| Error::failed(format!("cannot write CSV: {cause}"));
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .buffer_capacity(USUAL_ROW)
        .from_writer(Vec::new());
    let mut text = String::with_capacity(USUAL_ROW);
    for cell in cells {
        text.clear();
        write(cell, &mut text);
        writer.write_field(&text).map_err(|cause| cannot(&cause))?;
    }
    writer.write_record(None::<&[u8]>).map_err(|cause| cannot(&cause))?;
    let bytes = writer.into_inner().map_err(|cause| cannot(&cause))?;
    String::from_utf8(bytes).map_err(|cause| cannot(&cause))
}

/// Returns a row of TSV, nothing quoted, with the cells as `write` adds each to a text.
///
/// Tab, carriage return, line feed and backslash are written `\t`, `\r`, `\n` and `\\`; all other
/// text is as stored.
pub fn tsv_row<C>(cells: impl IntoIterator<Item = C>, write: impl Fn(C, &mut String)) -> String {
    let mut text = String::with_capacity(USUAL_ROW);
    for (number, cell) in cells.into_iter().enumerate() {
        if number > 0 {
            text.push('\t');
        }
        let start = text.len();
        write(cell, &mut text);
        if text[start..].contains(SPECIAL) {
            let stored = text.split_off(start);
            add_escaped(&stored, &mut text);
        }
    }
    text.push('\n');
    text
}

/// What is not written as it is in a cell of TSV.
const SPECIAL: [char; 4] = ['\t', '\r', '\n', '\\'];

fn add_escaped(stored: &str, text: &mut String) {
    for letter in stored.chars() {
        match letter {
            '\t' => text.push_str(r"\t"),
            '\r' => text.push_str(r"\r"),
            '\n' => text.push_str(r"\n"),
            '\\' => text.push_str(r"\\"),
            other => text.push(other),
        }
    }
}

/// How many bytes most rows have at the most.
const USUAL_ROW: usize = 256;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn csv(rows: &[&[&str]]) -> String {
        rows.iter().map(|row| csv_row(*row, |cell, text| text.push_str(cell)).unwrap()).collect()
    }

    fn tsv(rows: &[&[&str]]) -> String {
        rows.iter().map(|row| tsv_row(*row, |cell, text| text.push_str(cell))).collect()
    }

    /// Takes back what [`tsv_row`] writes for one cell.
    fn unescaped(cell: &str) -> String {
        let mut text = String::new();
        let mut letters = cell.chars();
        while let Some(letter) = letters.next() {
            text.push(match letter {
                '\\' => match letters.next().unwrap() {
                    't' => '\t',
                    'r' => '\r',
                    'n' => '\n',
                    '\\' => '\\',
                    other => panic!("\\{other}"),
                },
                other => other,
            });
        }
        text
    }

    #[test]
    fn csv_quotes_what_must_be_and_leaves_text_as_stored() {
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
        assert_eq!(csv(&rows), expected);
    }

    #[test]
    fn tsv_escapes_tab_line_ends_and_backslash_and_quotes_nothing() {
        let rows: [&[&str]; 4] =
            [&["id", "title"], &["a", "x\ty\r\nz\\n \"q\""], &["b", ""], &["c", "\u{1b}"]];
        assert_eq!(tsv(&rows), "id\ttitle\na\tx\\ty\\r\\nz\\\\n \"q\"\nb\t\nc\t\u{1b}\n");
    }

    #[test]
    fn a_row_of_one_empty_cell_is_not_an_empty_line_in_csv() {
        assert_eq!(csv(&[&["id"], &[""]]), "id\n\"\"\n");
    }

    proptest! {
        #[test]
        fn both_can_be_read_back(cells in prop::collection::vec(any::<String>(), 4)) {
            let rows: Vec<Vec<&str>> =
                cells.chunks(2).map(|row| row.iter().map(String::as_str).collect()).collect();
            let header: &[&str] = &["a", "b"];
            let rows: Vec<&[&str]> = [header].into_iter().chain(rows.iter().map(Vec::as_slice)).collect();

            let text = tsv(&rows);
            let read: Vec<String> =
                text.split_terminator('\n').skip(1).flat_map(|line| line.split('\t')).map(unescaped).collect();
            prop_assert_eq!(&read, &cells);

            let text = csv(&rows);
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let read: Vec<String> = reader
                .records()
                .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            prop_assert_eq!(&read, &cells);
        }
    }
}
