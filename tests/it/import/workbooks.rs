//! Workbooks as people make them: merged cells, footers, links, comments, formats, formulas.

use std::io::{Cursor, Read, Write};

use rust_xlsxwriter::{Format, Formula, Note, Url, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::files::{archive, text, xlsx};
use super::{counts, listed, with_sheet};
use crate::sandbox::Sandbox;

/// Returns a workbook with one sheet of these rows of texts; `|` is between the cells.
fn workbook(rows: &[&str], change: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(cells.split('|')).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(row, column, cell).unwrap();
        }
    }
    change(sheet);
    workbook.save_to_buffer().unwrap()
}

/// Returns the archive with its parts changed by `change`, which gets their names and texts.
pub(super) fn changed(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let mut part = old.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        new.start_file(&name, SimpleFileOptions::default()).unwrap();
        new.write_all(change(&name, text).as_bytes()).unwrap();
    }
    new.finish().unwrap().into_inner()
}

/// Imports the sheet for the party Own, and returns the notes about its layout.
#[track_caller]
fn notes(sandbox: &Sandbox, args: &[&str]) -> Vec<String> {
    let output = sandbox.mou(&[&["import", "m.xlsx", "--party", "Own"], args].concat());
    assert_eq!(output.code, 0, "{}", output.to_text());
    let is_of_another = |line: &str| {
        ["columns: ", "kept as", "no signing date", "empty cells"]
            .iter()
            .any(|start| line.starts_with(start))
    };
    let lines = output.stderr.replace("\n  ", " ");
    let notes = lines.lines().filter_map(|line| line.strip_prefix("note: "));
    notes.filter(|line| !is_of_another(line)).map(str::to_owned).collect()
}

#[test]
fn foot_total() {
    let table = "Partner,Date signed,Expiry date\nAlpha,2020-01-01,2027-01-01\nBravo,2021-01-01,2028-01-01\n";
    for (foot, named) in [
        (",,\nTotal: 2,,\n", "row 5 `Total: 2`"),
        ("Total,2,\n", "row 4 `Total`"),
        ("\"Source: Registrar, 2024\",,\n", "row 4 `Source: Registrar, 2024`"),
        ("\nPrepared by the office,,\n", "row 5 `Prepared by the office`"),
        ("合計,2,\n", "row 4 `合計`"),
        ("* provisional,,\n", "row 4 `* provisional`"),
        // A line of text has no separators.
        ("\nTotal: 2\n", "row 5 `Total: 2`"),
    ] {
        let sandbox = with_sheet("m.csv", format!("{table}{foot}"));
        let output = sandbox.mou(&["import", "m.csv", "--party", "Own"]);
        assert_eq!(counts(&output), "2 added, 0 changed, 0 the same.", "{foot}");
        let note = format!("note: not read as footers: {named}\n");
        assert!(output.stderr.contains(&note), "{}", output.stderr);
    }
    for row in ["Total S.A.,2022-01-01,2029-01-01\n", "Note Printing Ltd,2022-01-01,\n"] {
        let sandbox = with_sheet("m.csv", format!("{table}{row}"));
        let output = sandbox.mou(&["import", "m.csv", "--party", "Own"]);
        assert_eq!(counts(&output), "3 added, 0 changed, 0 the same.", "{row}");
    }
}

#[test]
fn layout_of_a_known_sheet_is_told_when_it_changes() {
    let table = "Partner,Date signed\nAlpha,2020-01-01\nBravo,2021-01-01\n";
    let sandbox = with_sheet("m.csv", format!("{table}Source: Registrar,\n"));
    let import = |flags: &[&str]| sandbox.mou(&[&["import", "m.csv"], flags].concat()).stderr;
    let footer = "note: not read as footers: row 4 `Source: Registrar`\n";
    assert!(import(&["--party", "Own"]).contains(footer));
    assert!(!import(&[]).contains("footers"));
    assert!(import(&["--no-profile", "--party", "Own"]).contains(footer));
    sandbox.write("m.csv", format!("{table}Source: Rector,\n"));
    assert!(import(&[]).contains("note: not read as footers: row 4 `Source: Rector`\n"));
    assert!(!import(&[]).contains("footers"));
}

#[test]
fn format_month_year() {
    let rows = ["Partner|Date signed", "Alpha", "Bravo", "Charlie", "Delta"];
    let bytes = workbook(&rows, |sheet| {
        // 1 May 2020, 15 June 2021, 9 July 2019 and 1 January 2018.
        for (row, day, format) in [
            (1, 43_952, "mmm-yy"),
            (2, 44_362, "d mmm yyyy"),
            (3, 43_655, "mmmm yyyy"),
            (4, 43_101, "yyyy"),
        ] {
            let format = Format::new().set_num_format(format);
            sheet.write_number_with_format(row, 1, day, &format).unwrap();
        }
    });
    let sandbox = with_sheet("m.xlsx", bytes);
    assert_eq!(notes(&sandbox, &[]), ["1 date whose format shows no day is read without it: B4"]);
    assert_eq!(
        listed(&sandbox, "parties,signed"),
        ["Own; Alpha,2020-05", "Own; Bravo,2021-06-15", "Own; Charlie,2019-07", "Own; Delta,2018"]
    );
}

#[test]
fn formula_expiry() {
    let rows = ["Partner|Date signed|Expiry date|Ref", "Alpha|2020-01-01", "Bravo|2021-01-01"];
    let bytes = workbook(&rows, |sheet| {
        sheet.write_formula(1, 2, Formula::new("=EDATE(B2,60)").set_result("46023")).unwrap();
        sheet.write_formula(2, 2, Formula::new("=EDATE(B3,60)")).unwrap();
    });
    // A workbook that was never calculated has the result 0, an empty one, or none.
    for result in ["<v>0</v>", "<v></v>", "<v/>", ""] {
        let bytes =
            changed(&bytes, |_, text| text.replace("</f><v>0</v>", &format!("</f>{result}")));
        let sandbox = with_sheet("m.xlsx", bytes);
        let output = sandbox.mou(&["import", "m.xlsx", "--party", "Own"]);
        assert_eq!(output.code, 1, "{}", output.to_text());
        assert!(
            output.stderr.contains("C3") && output.stderr.contains("a formula without a result")
        );
        assert!(output.stderr.contains("--keep-unread"), "{}", output.stderr);
        assert_eq!(sandbox.files(), ["m.xlsx"]);
        sandbox.mou(&["import", "m.xlsx", "--party", "Own", "--keep-unread"]).success();
        assert_eq!(listed(&sandbox, "parties,end"), ["Own; Alpha,2026-01-01", "Own; Bravo,"]);
        let found = sandbox.mou(&["check", "--rule", "unread", "-o", "jsonl"]);
        assert!(found.stdout.contains("=EDATE(B3,60)"), "{}", found.to_text());
    }
}

#[test]
fn shared_formula_without_a_result_is_shown_as_that_of_its_cell() {
    let row = |number: u32, formula: &str| {
        format!(
            "<row r=\"{number}\">{}{}<c r=\"C{number}\">{formula}</c></row>",
            text(&format!("A{number}"), &format!("P{number}")),
            text(&format!("B{number}"), "2020-01-01"),
        )
    };
    let rows = [
        format!(
            "<row r=\"1\">{}{}{}</row>",
            text("A1", "Partner"),
            text("B1", "Date signed"),
            text("C1", "Expiry")
        ),
        row(
            2,
            "<f t=\"shared\" ref=\"C2:C3\" si=\"4294967295\">EDATE(B2,$D$1)</f><v>2026-01-01</v>",
        ),
        row(3, "<f t=\"shared\" si=\"4294967295\"/>"),
    ];
    let sandbox = with_sheet("m.xlsx", xlsx(&rows.concat()));
    sandbox.mou(&["import", "m.xlsx", "--party", "Own", "--keep-unread"]).success();
    assert_eq!(
        listed(&sandbox, "end,fields"),
        ["2026-01-01,", ",\"{\"\"Expiry\"\":\"\"=EDATE(B3,$D$1)\"\"}\""]
    );
}

#[test]
fn error_value_is_unread_and_a_missing_value_empty() {
    let rows = [
        "Partner|Date signed|Expiry",
        "Alpha|2020-01-01",
        "Bravo|2020-01-01",
        "Charlie|2020-01-01",
    ];
    let bytes = workbook(&rows, |sheet| {
        for (row, error) in [(1, "#REF!"), (2, "#N/A"), (3, "#SPILL!")] {
            sheet.write_formula(row, 2, Formula::new("=X1").set_result(error)).unwrap();
        }
    });
    let bytes = changed(&bytes, |_, text| text.replace("t=\"str\"", "t=\"e\""));
    let sandbox = with_sheet("m.xlsx", bytes);
    let output = sandbox.mou(&["import", "m.xlsx", "--party", "Own"]);
    assert_eq!(output.code, 1);
    for (error, is_unread) in [("#REF!", true), ("#N/A", false), ("#SPILL!", true)] {
        assert_eq!(output.stderr.contains(error), is_unread, "{}", output.stderr);
    }
    sandbox.mou(&["import", "m.xlsx", "--party", "Own", "--keep-unread"]).success();
    assert_eq!(listed(&sandbox, "parties,end"), ["Own; Alpha,", "Own; Bravo,", "Own; Charlie,"]);
}

#[test]
fn merged_partner() {
    let rows = [
        "Partner|Title|Ref|Date signed|Site|Expiry",
        "Alpha University|Framework|7|2020-01-01|Kyoto|2027-01-01",
        "|Student exchange||2021-01-01||2028-01-01",
        "|Library||2022-01-01||",
        "Bravo|Framework|8|2020-01-01|Tartu|",
    ];
    let bytes = workbook(&rows, |sheet| {
        for column in [0, 2, 4] {
            let text = ["Alpha University", "", "7", "", "Kyoto"][usize::from(column)];
            sheet.merge_range(1, column, 3, column, text, &Format::new()).unwrap();
        }
        sheet.merge_range(2, 5, 3, 5, "2028-01-01", &Format::new()).unwrap();
    });
    let sandbox = with_sheet("m.xlsx", bytes);
    assert_eq!(
        notes(&sandbox, &[]),
        ["3 cells have the value of the merged cell above them: A3, A4, F4"]
    );
    // The reference and the user's own column belong to the first row alone.
    assert_eq!(
        listed(&sandbox, "title,parties,end,fields"),
        [
            "Framework,Own; Alpha University,2027-01-01,\"{\"\"Ref\"\":\"\"7\"\",\"\"Site\"\":\"\"Kyoto\"\"}\"",
            "Student exchange,Own; Alpha University,2028-01-01,",
            "Library,Own; Alpha University,2028-01-01,",
            "Framework,Own; Bravo,,\"{\"\"Ref\"\":\"\"8\"\",\"\"Site\"\":\"\"Tartu\"\"}\"",
        ]
    );
}

#[test]
fn section_heading_is_not_an_agreement() {
    let rows = [
        "Partner|Date signed|Expiry|Remarks",
        "Europe",
        "Alpha|2020-01-01|2027-01-01",
        "Asia",
        "Bravo|2021-01-01||merged",
    ];
    let bytes = workbook(&rows, |sheet| {
        sheet.merge_range(1, 0, 1, 3, "Europe", &Format::new()).unwrap();
        sheet.merge_range(3, 0, 3, 2, "Asia", &Format::new()).unwrap();
        // The name of a row with other cells is not a heading.
        sheet.merge_range(4, 3, 4, 6, "merged", &Format::new()).unwrap();
    });
    let sandbox = with_sheet("m.xlsx", bytes);
    assert_eq!(
        notes(&sandbox, &[]),
        ["not read as section headings: row 2 `Europe`, row 4 `Asia`"]
    );
    assert_eq!(listed(&sandbox, "parties"), ["Own; Alpha", "Own; Bravo"]);
}

#[test]
fn hyperlink() {
    let rows = [
        "Partner|Title|Paper",
        "Alpha|Framework",
        "Bravo|Framework|open",
        "Charlie|x",
        "Delta|y|open",
    ];
    let bytes = workbook(&rows, |sheet| {
        let url = Url::new("https://x.org/mou-a.pdf").set_text("Alpha");
        sheet.write_url(1, 0, url).unwrap();
        let call = "=HYPERLINK(\"https://x.org/\"&B3&\".pdf\",\"open\")";
        sheet.write_formula(2, 2, Formula::new(call)).unwrap();
        sheet.write_url(3, 0, Url::new("internal:Sheet1!A1").set_text("Charlie")).unwrap();
        sheet.write_formula(4, 2, Formula::new("=HYPERLINK(VLOOKUP(A5,X:Y,2),\"open\")")).unwrap();
    });
    let sandbox = with_sheet("m.xlsx", bytes);
    assert_eq!(
        notes(&sandbox, &[]),
        [
            "2 addresses behind cells are kept as references: A2, C3",
            "2 links without an address that can be kept: A4, C5",
        ]
    );
    let references = sandbox.mou(&["list", "-o", "csv", "--columns", "references"]).success();
    let references: Vec<&str> = references.lines().skip(1).collect();
    assert_eq!(
        references,
        [
            "\"[{\"\"title\"\":\"\"Alpha\"\",\"\"url\"\":\"\"https://x.org/mou-a.pdf\"\"}]\"",
            "\"[{\"\"title\"\":\"\"open\"\",\"\"url\"\":\"\"https://x.org/Framework.pdf\"\"}]\"",
            "\"\"",
            "\"\"",
        ]
    );
}

#[test]
fn comments_are_kept_in_the_notes() {
    let rows = ["Partner|Date signed|Remarks", "Alpha|2020-01-01|by letter", "Bravo|2021-01-01"];
    let bytes = workbook(&rows, |sheet| {
        for (row, column, comment) in [
            (1, 1, "signed in Kyoto"),
            (2, 4, "on an empty cell"),
            (0, 1, "dd/mm/yyyy"),
            (7, 0, "below"),
        ] {
            let note = Note::new(comment).add_author_prefix(false);
            sheet.insert_note(row, column, &note).unwrap();
        }
    });
    let sandbox = with_sheet("m.xlsx", bytes);
    assert_eq!(
        notes(&sandbox, &[]),
        [
            "2 comments on cells are kept in the notes: B2, E3",
            "comments that belong to no row are not kept: B1 `dd/mm/yyyy`, A8 `below`",
        ]
    );
    assert_eq!(
        listed(&sandbox, "parties,notes"),
        ["Own; Alpha,\"by letter", "B2: signed in Kyoto\"", "Own; Bravo,E3: on an empty cell"]
    );
}

#[test]
fn thread_of_comments_replaces_the_note_about_it() {
    let rows = ["Partner|Date signed", "Alpha|2020-01-01"];
    let bytes = workbook(&rows, |sheet| {
        sheet.insert_note(1, 0, &Note::new("[Threaded comment] Your version …")).unwrap();
    });
    let relationship = "<Relationship Id=\"rId9\" Type=\"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment\" Target=\"../threadedComments/threadedComment1.xml\"/></Relationships>";
    let bytes = changed(&bytes, |name, text| {
        if name.ends_with("sheet1.xml.rels") {
            text.replace("</Relationships>", relationship)
        } else {
            text
        }
    });
    let thread = "<ThreadedComments xmlns=\"http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments\"><threadedComment ref=\"A2\" id=\"{1}\"><text>Who signs?</text></threadedComment><threadedComment ref=\"A2\" id=\"{2}\" parentId=\"{1}\"><text>The rector &amp; dean</text></threadedComment></ThreadedComments>";
    let mut archive = ZipWriter::new_append(Cursor::new(bytes)).unwrap();
    archive
        .start_file("xl/threadedComments/threadedComment1.xml", SimpleFileOptions::default())
        .unwrap();
    archive.write_all(thread.as_bytes()).unwrap();
    let sandbox = with_sheet("m.xlsx", archive.finish().unwrap().into_inner());
    notes(&sandbox, &[]);
    assert_eq!(listed(&sandbox, "notes"), ["\"A2: Who signs?", "The rector & dean\""]);
}

#[test]
fn xlsx_trailing_cell() {
    let rows = [
        "Partner|Date signed",
        "Alpha|2020-01-01|seen",
        "Bravo|2021-01-01",
        "Charlie|2022-01-01|||x",
    ];
    let sandbox = with_sheet("m.xlsx", workbook(&rows, |_| {}));
    assert_eq!(notes(&sandbox, &[]), ["2 cells to the right of the last heading: C2, E4"]);
    assert_eq!(
        listed(&sandbox, "parties,fields"),
        [
            "Own; Alpha,\"{\"\"column C\"\":\"\"seen\"\"}\"",
            "Own; Bravo,",
            "Own; Charlie,\"{\"\"column E\"\":\"\"x\"\"}\""
        ]
    );
    let sandbox = with_sheet("m.xlsx", workbook(&rows, |_| {}));
    notes(&sandbox, &["--drop-unmapped"]);
    assert_eq!(listed(&sandbox, "parties,fields"), ["Own; Alpha,", "Own; Bravo,", "Own; Charlie,"]);
}

#[test]
fn stray_cell_far_away_does_not_make_the_sheet_too_large() {
    let mut rows = vec!["Partner|Date signed".to_owned()];
    rows.extend((0..1300).map(|number| format!("Partner {number}|2020-01-01")));
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    let bytes = workbook(&rows, |sheet| {
        sheet.write_string(5, 16_383, "x").unwrap();
    });
    let sandbox = with_sheet("m.xlsx", bytes);
    assert_eq!(notes(&sandbox, &[]), ["1 cell to the right of the last heading: XFD6"]);
}

#[test]
fn hidden_rows_are_read_and_the_first_visible_sheet() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().set_name("Lists").unwrap().set_hidden(true);
    let sheet = workbook.add_worksheet().set_name("MoUs").unwrap();
    for (row, text) in [(0, "Partner"), (1, "Alpha"), (2, "Bravo")] {
        sheet.write_string(row, 0, text).unwrap();
        sheet.write_string(row, 1, if row == 0 { "Date signed" } else { "2020-01-01" }).unwrap();
    }
    sheet.set_active(true);
    sheet.set_row_hidden(1).unwrap();
    let sandbox = with_sheet("m.xlsx", workbook.save_to_buffer().unwrap());
    notes(&sandbox, &[]);
    assert_eq!(listed(&sandbox, "parties"), ["Own; Alpha", "Own; Bravo"]);
}

#[test]
fn ok_epoch_1904() {
    let rows = ["Partner|Date signed", "Alpha"];
    let bytes = workbook(&rows, |sheet| {
        let format = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_number_with_format(1, 1, 42_501, &format).unwrap();
    });
    let bytes =
        changed(&bytes, |_, text| text.replace("<workbookPr ", "<workbookPr date1904=\"1\" "));
    let sandbox = with_sheet("m.xlsx", bytes);
    notes(&sandbox, &[]);
    assert_eq!(listed(&sandbox, "signed"), ["2020-05-12"]);
}

#[test]
fn own_workbook_is_read_to_the_letter() {
    let sandbox = Sandbox::with_example();
    let before = sandbox.registry();
    sandbox.mou(&["export", "m.xlsx"]).success();
    let bytes = std::fs::read(sandbox.path("m.xlsx")).unwrap();
    // The days are shown as months, and two cells are merged: nothing of it counts.
    let bytes = changed(&bytes, |name, text| match name {
        "xl/styles.xml" => text.replace("yyyy\\-mm\\-dd", "mmm yy").replace("yyyy-mm-dd", "mmm yy"),
        "xl/worksheets/sheet1.xml" => text.replace(
            "<pageMargins",
            "<mergeCells count=\"1\"><mergeCell ref=\"C2:C9\"/></mergeCells><pageMargins",
        ),
        _ => text,
    });
    sandbox.write("m.xlsx", bytes);
    let output = sandbox.mou(&["import", "m.xlsx"]);
    let unchanged = counts(&output);
    assert!(unchanged.starts_with("0 added, 0 changed, "), "{}", output.to_text());
    assert_eq!(sandbox.registry(), before);
}

#[test]
fn encrypted_and_binary_workbooks_are_refused_with_a_hint() {
    let encrypted = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<m:manifest xmlns:m=\"urn:x\"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>",
        ),
        ("content.xml", "not XML"),
    ]);
    let binary = archive(&[("xl/workbook.bin", "x")]);
    for (name, bytes, answer) in [
        ("m.ods", encrypted, "`m.ods` is encrypted\nhint: save it without a password\n"),
        (
            "m.xlsb",
            binary,
            "`m.xlsb` is a workbook in the .xlsb format\nhint: save it as .xlsx, or as CSV\n",
        ),
    ] {
        let output = with_sheet(name, bytes).mou(&["import", name]);
        assert_eq!(output.to_text(), format!("--- stderr\nerror: {answer}--- exit 1\n"));
    }
}

/// Returns an ODS with this table, after these styles.
pub(super) fn ods(styles: &str, table: &str) -> Vec<u8> {
    let names = ["office", "table", "text", "style", "datastyle:1.0", "meta"].map(|name| {
        let (prefix, name) =
            if name.starts_with("data") { ("number", "datastyle") } else { (name, name) };
        format!("xmlns:{prefix}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\"")
    });
    let content = format!(
        "<office:document-content {} xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" xmlns:calcext=\"urn:x\" xmlns:draw=\"urn:d\"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"MoUs\">{table}</table:table></office:spreadsheet></office:body></office:document-content>",
        names.join(" ")
    );
    archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<m:manifest xmlns:m=\"urn:x\"/>"),
        ("content.xml", &content),
    ])
}

#[test]
fn open_document_sheet_has_merged_cells_links_comments_formats_and_formulas() {
    let cell = |attributes: &str, inner: &str| {
        format!(
            "<table:table-cell {attributes} office:value-type=\"string\">{inner}</table:table-cell>"
        )
    };
    let plain = |text: &str| cell("", &format!("<text:p>{text}</text:p>"));
    let date = |style: &str, day: &str| {
        format!(
            "<table:table-cell {style} office:value-type=\"date\" office:date-value=\"{day}\"><text:p>shown</text:p></table:table-cell>"
        )
    };
    let styles = "<number:date-style style:name=\"N1\"><number:month number:textual=\"true\"/><number:text>-</number:text><number:year/></number:date-style><style:style style:name=\"ce1\" style:family=\"table-cell\" style:data-style-name=\"N1\"/><style:style style:name=\"ce2\" style:family=\"table-cell\" style:parent-style-name=\"ce1\"/>";
    let linked =
        "<text:p>Alpha <text:a xlink:href=\"https://x.org/a.pdf\">University</text:a></text:p>";
    let comment = "<office:annotation><dc:creator>Kim</dc:creator><text:p>who</text:p><text:p>signs?</text:p></office:annotation><draw:frame><text:p>picture</text:p></draw:frame>";
    let rows = [
        ["Partner", "Date signed", "Title", "Expiry"].map(plain).concat(),
        [
            cell("table:number-rows-spanned=\"2\"", linked),
            date("table:style-name=\"ce2\"", "2020-05-09"),
            cell("", &format!("{comment}<text:p>One<text:s text:c=\"2\"/>two</text:p>")),
            "<table:table-cell table:formula=\"of:=EDATE([.B2];36)\"/>".to_owned(),
        ]
        .concat(),
        [
            "<table:covered-table-cell/>".to_owned(),
            date("", "2021-06-15T00:00:00"),
            plain("Three"),
            "<table:table-cell table:formula=\"of:=[.Z1]\" office:value-type=\"string\" office:string-value=\"\" calcext:value-type=\"error\"><text:p>#REF!</text:p></table:table-cell>".to_owned(),
        ]
        .concat(),
    ];
    let table: String =
        rows.iter().map(|row| format!("<table:table-row>{row}</table:table-row>")).collect();
    let sandbox = with_sheet("m.ods", ods(styles, &table));
    let output = sandbox.mou(&["import", "m.ods", "--party", "Own"]);
    for group in ["a formula without a result (1): D2", "(1): D3 `#REF!`"] {
        assert!(output.stderr.contains(group), "{}", output.stderr);
    }
    let output = sandbox.mou(&["import", "m.ods", "--party", "Own", "--keep-unread"]);
    assert_eq!(counts(&output), "2 added, 0 changed, 0 the same.");
    let reference =
        "\"[{\"\"title\"\":\"\"Alpha University\"\",\"\"url\"\":\"\"https://x.org/a.pdf\"\"}]\"";
    assert_eq!(
        listed(&sandbox, "parties,signed,title,references,notes"),
        [
            format!("Own; Alpha University,2020-05,One  two,{reference},\"C2: who"),
            "signs?\"".to_owned(),
            format!("Own; Alpha University,2021-06-15,Three,{reference},"),
        ]
    );
    for note in [
        "1 cell has the value of the merged cell above it: A3",
        "1 date whose format shows no day is read without it: B2",
        "1 address behind a cell is kept as a reference: A2",
        "1 comment on a cell is kept in the notes: C2",
    ] {
        assert!(output.stderr.contains(note), "{note}: {}", output.stderr);
    }
}

/// The same register, written by openpyxl without results of formulas, and saved by `LibreOffice`.
#[test]
fn workbooks_of_other_programs_are_read() {
    for (name, first_end, links) in [
        ("openpyxl.xlsx", "", "2 addresses behind cells are kept as references: B5, B6"),
        (
            "libreoffice.xlsx",
            "2025-05-12",
            "3 addresses behind cells are kept as references: B5, B6, B7",
        ),
        (
            "libreoffice.ods",
            "2025-05-12",
            "3 addresses behind cells are kept as references: B5, B6, B7",
        ),
    ] {
        let path = format!("{}/tests/data/workbooks/{name}", env!("CARGO_MANIFEST_DIR"));
        let sandbox = with_sheet(name, std::fs::read(path).unwrap());
        let output = sandbox.mou(&["import", name, "--party", "Own", "--keep-unread"]);
        assert_eq!(counts(&output), "5 added, 0 changed, 0 the same.", "{name}");
        assert_eq!(
            listed(&sandbox, "parties,title,signed,end"),
            [
                format!("Own; Alpha University [JP],Framework,2020-05-12,{first_end}").as_str(),
                "Own; Alpha University [JP],Student exchange,2021-06-15,2024-06-14",
                "Own; Bravo & Söhne [DE],Framework,2019-01,",
                "Own; Charlie [EE],Framework,2022-03-01,",
                "Own; Delta [JP],Framework,2018,",
            ],
            "{name}"
        );
        assert_eq!(listed(&sandbox, "notes")[2..4], ["\"x < y", "D5: signed in Bonn\""], "{name}");
        for note in [
            "not read as footers: row 9 `Total`, row 10 `Source: International Office`",
            "not read as section headings: row 4 `Europe`",
            "1 cell has the value of the merged cell above it: A3",
            "1 cell to the right of the last heading: I7",
            links,
            "1 comment on a cell is kept in the notes: D5",
            "comments that belong to no row are not kept: A1 `heading`, G9 `check this`",
        ] {
            let shown = output.stderr.replace("\n  ", " ");
            assert!(shown.contains(note), "{name}: {note}: {}", output.stderr);
        }
    }
}
