//! CSV and TSV: text as it is stored, for programs.

use super::Grid;
use crate::error::{Error, Result};

/// Returns the grid as CSV (RFC 4180, with LF): a header, then the rows.
///
/// Text is as stored, quoted where it holds a comma, a quotation mark or a line end. No byte order
/// mark, no guard against spreadsheets: this is for programs. An empty grid has its header.
///
/// It fails only where the text cannot be held in memory as UTF-8, which is to say never.
pub fn csv(grid: &Grid) -> Result<String> {
    let cannot =
        |cause: &dyn std::fmt::Display| Error::failed(format!("cannot write CSV: {cause}"));
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let names = grid.columns.iter().map(|column| column.name.as_str());
    writer.write_record(names).map_err(|cause| cannot(&cause))?;
    for row in &grid.rows {
        writer.write_record(grid.texts(row)).map_err(|cause| cannot(&cause))?;
    }
    let bytes = writer.into_inner().map_err(|cause| cannot(&cause))?;
    String::from_utf8(bytes).map_err(|cause| cannot(&cause))
}

/// Returns the grid as TSV: a header, then the rows, nothing quoted.
///
/// Tab, carriage return, line feed and backslash are written `\t`, `\r`, `\n` and `\\`; all other
/// text is as stored. An empty grid has its header.
#[must_use]
pub fn tsv(grid: &Grid) -> String {
    let mut text = String::new();
    add_line(&mut text, grid.columns.iter().map(|column| column.name.as_str()));
    for row in &grid.rows {
        add_line(&mut text, grid.texts(row));
    }
    text
}

fn add_line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (number, cell) in cells.enumerate() {
        if number > 0 {
            text.push('\t');
        }
        for letter in cell.chars() {
            match letter {
                '\t' => text.push_str(r"\t"),
                '\r' => text.push_str(r"\r"),
                '\n' => text.push_str(r"\n"),
                '\\' => text.push_str(r"\\"),
                _ => text.push(letter),
            }
        }
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::{Cell, Column};

    fn grid(names: &[&str], rows: &[&[&str]]) -> Grid {
        let columns = names.iter().map(|name| Column::new(*name)).collect();
        let rows = rows.iter().map(|row| row.iter().map(|text| Cell::new(*text)).collect());
        Grid { columns, rows: rows.collect() }
    }

    /// Takes back what [`tsv`] writes for one cell.
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
        let grid = grid(
            &["id", "title", "notes"],
            &[
                &["a-2022", "Trade, \"free\"", "one\r\ntwo"],
                &["b-2023", "=1+1", "\u{1b}[2J", "too much"],
                &["c-2024"],
            ],
        );
        let expected = "id,title,notes\n\
            a-2022,\"Trade, \"\"free\"\"\",\"one\r\ntwo\"\n\
            b-2023,=1+1,\u{1b}[2J\n\
            c-2024,,\n";
        assert_eq!(csv(&grid).unwrap(), expected);
    }

    #[test]
    fn tsv_escapes_tab_line_ends_and_backslash_and_quotes_nothing() {
        let grid =
            grid(&["id", "title"], &[&["a", "x\ty\r\nz\\n \"q\""], &["b"], &["c", "\u{1b}"]]);
        assert_eq!(tsv(&grid), "id\ttitle\na\tx\\ty\\r\\nz\\\\n \"q\"\nb\t\nc\t\u{1b}\n");
    }

    #[test]
    fn an_empty_grid_has_its_header() {
        let grid = grid(&["id", "title"], &[]);
        assert_eq!(csv(&grid).unwrap(), "id,title\n");
        assert_eq!(tsv(&grid), "id\ttitle\n");
    }

    #[test]
    fn a_row_of_one_empty_cell_is_not_an_empty_line_in_csv() {
        assert_eq!(csv(&grid(&["id"], &[&[""]])).unwrap(), "id\n\"\"\n");
    }

    proptest! {
        #[test]
        fn both_can_be_read_back(cells in prop::collection::vec(any::<String>(), 4)) {
            let rows: Vec<Vec<&str>> =
                cells.chunks(2).map(|row| row.iter().map(String::as_str).collect()).collect();
            let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
            let grid = grid(&["a", "b"], &rows);

            let text = tsv(&grid);
            let read: Vec<String> =
                text.split_terminator('\n').skip(1).flat_map(|line| line.split('\t')).map(unescaped).collect();
            prop_assert_eq!(&read, &cells);

            let text = csv(&grid).unwrap();
            let mut reader = csv::Reader::from_reader(text.as_bytes());
            let read: Vec<String> = reader
                .records()
                .flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>())
                .collect();
            prop_assert_eq!(&read, &cells);
        }
    }
}
