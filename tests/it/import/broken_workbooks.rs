//! Workbooks that are broken, by chance or on purpose.

use mou::exchange::import::input_file::InputFile;
use mou::exchange::import::open_table;
use mou::exchange::import::rows::ImportOptions;
use rust_xlsxwriter::{Format, Formula, Note, Workbook};

use super::files::{archive, text, xlsx};
use super::with_sheet;
use super::workbooks::{changed, ods};

/// Reads all rows of a workbook; returns how many there are, or why it is refused.
fn read(bytes: Vec<u8>) -> Result<usize, String> {
    let refused = |error: mou::error::Error| error.to_string();
    let file = InputFile::from_bytes(bytes).map_err(refused)?;
    let mut table = open_table(&file, &ImportOptions::default()).map_err(refused)?;
    table.fill_merged_cells(vec![true; table.columns.len()]);
    let rows: Result<Vec<_>, _> = table.rows().map_err(refused)?.collect();
    Ok(rows.map_err(refused)?.len())
}

/// Returns a workbook with everything that is read from one.
fn full_workbook() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, partner) in (0..).zip(["Partner", "Alpha", "Bravo", "Charlie", "Delta"]) {
        sheet.write_string(row, 0, partner).unwrap();
        sheet.write_string(row, 2, format!("text {row}")).unwrap();
        if row > 0 {
            let format = Format::new().set_num_format("mmm-yy");
            sheet.write_number_with_format(row, 1, 43_952 + row, &format).unwrap();
            sheet.write_formula(row, 3, Formula::new("=HYPERLINK(\"x\"&C2,\"y\")")).unwrap();
        }
    }
    sheet.write_string(0, 1, "Date signed").unwrap();
    sheet.merge_range(1, 4, 3, 6, "merged", &Format::new()).unwrap();
    sheet.write_url(5, 0, "https://x.org/").unwrap();
    sheet.insert_note(2, 1, &Note::new("a comment")).unwrap();
    workbook.save_to_buffer().unwrap()
}

fn full_ods() -> Vec<u8> {
    let cell = "<table:table-cell office:value-type=\"string\" table:number-rows-spanned=\"2\"><text:p>Partner<text:a xlink:href=\"x\">y</text:a></text:p><office:annotation><text:p>z</text:p></office:annotation></table:table-cell>";
    let date = "<table:table-cell table:style-name=\"ce1\" office:value-type=\"date\" office:date-value=\"2020-05-09\"/>";
    let styles = "<number:date-style style:name=\"N1\"><number:year/></number:date-style><style:style style:name=\"ce1\" style:family=\"table-cell\" style:data-style-name=\"N1\"/>";
    let row =
        format!("<table:table-row table:number-rows-repeated=\"2\">{cell}{date}</table:table-row>");
    ods(styles, &row.repeat(3))
}

/// Returns numbers that look random and are the same in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % end.max(1)
    }
}

/// Changes a part in one place: cuts it, drops or repeats a piece, or replaces a number or a letter.
fn damaged(text: &str, random: &mut Random) -> String {
    let letters: Vec<char> = text.chars().collect();
    let begin = random.below(letters.len());
    let end = (begin + 1 + random.below(40)).min(letters.len());
    let (before, piece, after) = (&letters[..begin], &letters[begin..end], &letters[end..]);
    let huge = ["4294967295", "99999999999999999999", "-1", "0", "1048577", "XFE1", "A2:A1", "é"];
    let piece: Vec<char> = match random.below(6) {
        0 => return before.iter().collect(),
        1 => Vec::new(),
        2 => piece.repeat(3),
        3 => piece.iter().rev().copied().collect(),
        4 => huge[random.below(huge.len())].chars().collect(),
        _ => {
            let number = huge[random.below(huge.len())];
            let piece: String = piece.iter().collect();
            piece.replace(|letter: char| letter.is_ascii_digit(), number).chars().collect()
        }
    };
    [before, &piece, after].concat().iter().collect()
}

#[test]
fn damaged_workbook_is_read_or_refused_but_never_panics() {
    let mut outcomes = [0, 0];
    for (seed, (workbook, parts)) in (1..).zip([
        (
            full_workbook(),
            &[
                "sheet1.xml",
                "sharedStrings.xml",
                "styles.xml",
                "workbook.xml",
                ".rels",
                "comments1.xml",
            ][..],
        ),
        (full_ods(), &["content.xml"]),
    ]) {
        assert!(read(workbook.clone()).unwrap() > 2);
        let mut random = Random(seed);
        for round in 0..600 {
            let part = parts[round % parts.len()];
            let change = std::cell::RefCell::new(&mut random);
            let bytes = changed(&workbook, |name, text| {
                if name.ends_with(part) { damaged(&text, &mut change.borrow_mut()) } else { text }
            });
            outcomes[usize::from(read(bytes).is_ok())] += 1;
        }
    }
    // Both outcomes occur, so that the damage is neither always noticed nor never.
    assert!(outcomes.into_iter().all(|count| count > 100), "{outcomes:?}");
}

#[test]
fn damaged_archive_is_refused() {
    let workbook = full_workbook();
    let mut random = Random(7);
    for _ in 0..300 {
        let mut bytes = workbook.clone();
        for _ in 0..=random.below(8) {
            let index = random.below(bytes.len());
            bytes[index] = u8::try_from(random.below(256)).unwrap();
        }
        bytes.truncate(bytes.len() - random.below(3) * random.below(bytes.len()) / 3);
        if bytes.starts_with(b"PK") {
            let _ = read(bytes);
        }
    }
}

#[test]
fn numbers_in_a_workbook_are_not_believed() {
    let header = format!("<row r=\"1\">{}{}</row>", text("A1", "Partner"), text("B1", "Expiry"));
    let row = format!("<row r=\"2\">{}{}</row>", text("A2", "Alpha"), text("B2", "2030"));
    let sheet = xlsx(&format!("{header}{row}"));
    let with = |rows: &str, behind: &str| {
        changed(&sheet, |name, text| {
            match name {
            "xl/worksheets/sheet1.xml" => text
                .replace(&row, &format!("{row}{rows}"))
                .replace("</sheetData>", &format!("</sheetData>{behind}")),
            "xl/_rels/workbook.xml.rels" => text.replace(
                "</Relationships>",
                "<Relationship Id=\"r8\" Type=\"x/sharedStrings\" Target=\"s.xml\"/><Relationship Id=\"r9\" Type=\"x/comments\" Target=\"nowhere.xml\"/></Relationships>",
            ),
            _ => text,
        }
        })
    };
    let merged = |ranges: &[&str]| {
        let cells: String =
            ranges.iter().map(|range| format!("<mergeCell ref=\"{range}\"/>")).collect();
        format!("<mergeCells count=\"4294967295\">{cells}</mergeCells>")
    };
    let whole =
        ["A1:XFD1048576", "A2:XFD1048576", "A2:A1048576", "A2:A9", "B9:A2", "A2:ZZZZZ9", "A2", ":"];
    let links: String = (0..2000)
        .map(|_| "<hyperlink ref=\"A1:XFD1048576\" r:id=\"none\" location=\"\"/>")
        .collect();
    for (rows, behind, result) in [
        ("", merged(&whole), Ok(1)),
        ("<row r=\"9\"><c r=\"B9\"><v>2031</v></c></row>", merged(&["A2:A9"]), Ok(2)),
        ("", format!("<hyperlinks>{links}</hyperlinks>"), Ok(1)),
        (
            "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>0</v></c></row>",
            String::new(),
            Err("a cell has no text"),
        ),
        ("<row r=\"1048577\"><c><v>1</v></c></row>", String::new(), Err("more than 1048576 rows")),
        (
            "<row r=\"3\"><c r=\"XFE3\"><v>1</v></c></row>",
            String::new(),
            Err("more than 16384 columns"),
        ),
        ("<row r=\"0\"><c r=\"A0\"><v>1</v></c></row>", String::new(), Ok(2)),
        (
            "<row><c r=\"A3\" s=\"99999999\"><f t=\"shared\" si=\"4294967295\"/></c></row>",
            String::new(),
            Ok(2),
        ),
        (
            "<row r=\"3\"><c r=\"A3\" t=\"e\"><v>#NEW!</v></c><c r=\"A3\"><v>2</v></c></row>",
            String::new(),
            Ok(2),
        ),
        ("<row r=\"3\"><c r=\"A3\" t=\"unknown\"><v>1e999</v></c></row>", String::new(), Ok(2)),
    ] {
        let found = read(with(rows, &behind));
        match result {
            Ok(count) => assert_eq!(found, Ok(count), "{rows}{behind}"),
            Err(why) => {
                assert!(found.as_ref().is_err_and(|error| error.contains(why)), "{found:?}");
            }
        }
    }
}

#[test]
fn shared_text_in_many_cells_does_not_fill_the_memory() {
    let long = "x".repeat(32_767);
    let cells: String =
        (2..20_000).map(|row| format!("<row r=\"{row}\"><c t=\"s\"><v>0</v></c></row>")).collect();
    let sheet = xlsx(&format!("<row r=\"1\">{}</row>{cells}", text("A1", "Partner")));
    let sheet = changed(&sheet, |name, text| {
        match name {
        "xl/_rels/workbook.xml.rels" => text.replace(
            "</Relationships>",
            "<Relationship Id=\"r8\" Type=\"x/sharedStrings\" Target=\"styles.xml\"/></Relationships>",
        ),
        "xl/styles.xml" => {
            format!("<sst uniqueCount=\"18446744073709551615\"><si><t>{long}</t></si></sst>")
        }
        _ => text,
    }
    });
    assert!(read(sheet).unwrap_err().contains("more than 512 MB of text"));
}

#[test]
fn content_that_is_cut_off_is_refused() {
    for part in [
        "<table:table table:name=\"x\"><table:table-row>",
        "<table:table><table:table-row><table:table-cell><office:annotation>",
    ] {
        let bytes = archive(&[
            ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", &format!("<office:document-content>{part}")),
        ]);
        let output = with_sheet("m.ods", bytes).mou(&["import", "m.ods"]);
        assert_eq!(
            output.to_text(),
            "--- stderr\nerror: `m.ods` is not a readable workbook: `content.xml`: it is cut off\n--- exit 1\n"
        );
    }
}
