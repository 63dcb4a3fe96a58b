//! Every supported kind of file.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{counts, listed, with_sheet};
use crate::sandbox::Sandbox;

/// Returns a zip archive of these parts.
pub(super) fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Returns a workbook with a sheet of these XML rows and an empty sheet.
pub(super) fn xlsx(rows: &str) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "http://schemas.openxmlformats.org/package/2006";
    archive(&[
        ("[Content_Types].xml", &format!("<Types xmlns=\"{package}/content-types\"/>")),
        (
            "_rels/.rels",
            &format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            &format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"MoUs\" sheetId=\"1\" r:id=\"r1\"/><sheet name=\"Old\" sheetId=\"2\" r:id=\"r2\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            &format!(
                "<Relationships xmlns=\"{package}/relationships\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet2.xml\"/><Relationship Id=\"r3\" Type=\"{office}/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml",
            &format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            &format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ),
        (
            "xl/worksheets/sheet2.xml",
            &format!("<worksheet xmlns=\"{main}\"><sheetData/></worksheet>"),
        ),
    ])
}

pub(super) fn text(cell: &str, text: &str) -> String {
    format!("<c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
}

const HEADER_ROW: &str = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>Partner</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Date signed</t></is></c><c r=\"C1\" t=\"inlineStr\"><is><t>Expiry</t></is></c></row>";

#[test]
fn workbook_dates_and_texts_are_read_and_errors_name_the_cell() {
    let rows = format!(
        "{HEADER_ROW}<row r=\"2\">{}<c r=\"B2\" s=\"1\"><v>44562</v></c><c r=\"C2\"><v>2027</v></c></row><row r=\"17\">{}{}</row>",
        text("A2", "Kyoto"),
        text("A17", "Tartu"),
        text("C17", "28.7.2030")
    );
    let sandbox = with_sheet("m.xlsx", xlsx(&rows));
    sandbox.mou(&["import", "m.xlsx"]).success();
    assert_eq!(
        listed(&sandbox, "id,signed,end"),
        ["kyoto-2022,2022-01-01,2027", "tartu,unknown,2030-07-28"]
    );

    let rows = format!(
        "{HEADER_ROW}<row r=\"17\">{}{}</row>",
        text("A17", "Tartu"),
        text("C17", "Till consent")
    );
    let sandbox = with_sheet("m.xlsx", xlsx(&rows));
    let output = sandbox.mou(&["import", "m.xlsx"]);
    assert!(
        output
            .stderr
            .starts_with("error: nothing was imported: `m.xlsx` has 1 unread cell in 1 of 1 row\n  not a date (1): C17 `Till consent`\n"),
        "{}",
        output.stderr
    );
    let output = sandbox.mou(&["import", "m.xlsx", "--sheet", "new"]);
    assert!(
        output.stderr.ends_with("`m.xlsx` has no sheet `new`\nhint: it has `MoUs`, `Old`\n"),
        "{}",
        output.stderr
    );
    assert!(
        sandbox
            .mou(&["import", "m.xlsx", "--sheet", "old"])
            .stderr
            .contains("has no row 1 with column names")
    );
}

#[test]
fn open_document_sheet_is_read() {
    let cell = |text: &str| {
        format!(
            "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
        )
    };
    let date = "<table:table-cell office:value-type=\"date\" office:date-value=\"2020-07-28\"><text:p>28.07.20</text:p></table:table-cell>";
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"MoUs\"><table:table-row>{}{}</table:table-row><table:table-row>{}{date}</table:table-row><table:table-row table:number-rows-repeated=\"1048570\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>",
        cell("Partner"),
        cell("Date signed"),
        cell("Kyoto")
    );
    let parts = [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        (
            "META-INF/manifest.xml",
            "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>",
        ),
        ("content.xml", content.as_str()),
    ];
    let sandbox = with_sheet("m.ods", archive(&parts));
    sandbox.mou(&["import", "m.ods"]).success();
    assert_eq!(listed(&sandbox, "id,signed"), ["kyoto-2020,2020-07-28"]);
}

#[test]
fn text_file_is_read_in_any_supported_encoding_and_separator() {
    let utf16 = |text: &str| -> Vec<u8> {
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    for (name, bytes, flags) in [
        ("m.csv", "\u{feff}Partner,Contact\r\nUniversité,Zoë\r\n".as_bytes().to_vec(), &[][..]),
        ("m.csv", "Partner;Contact\nUniversité;Zoë\n".as_bytes().to_vec(), &[]),
        ("m.tsv", "Partner\tContact\nUniversité\tZoë\n".as_bytes().to_vec(), &[]),
        ("m.csv", utf16("Partner\tContact\r\nUniversité\tZoë\r\n"), &[]),
        (
            "m.csv",
            b"Partner,Contact\nUniversit\xe9,Zo\xeb\n".to_vec(),
            &["--encoding", "windows-1252"],
        ),
        ("m.json", "[{\"Partner\":\"Université\",\"Contact\":\"Zoë\"}]".as_bytes().to_vec(), &[]),
        (
            "m.jsonl",
            "{\"Partner\":\"Université\",\"Contact\":\"Zoë\"}\n\n".as_bytes().to_vec(),
            &[],
        ),
    ] {
        let sandbox = with_sheet(name, &bytes);
        let args = [&["import", name][..], flags].concat();
        assert_eq!(counts(&sandbox.mou(&args)), "1 added, 0 changed, 0 the same.", "{name}");
        assert_eq!(listed(&sandbox, "partners,contact"), ["Université,Zoë"]);
        let args = [&["import", "-", "--allow-duplicates"][..], flags].concat();
        assert_eq!(
            counts(&Sandbox::new().mou_with_input(&bytes, &args)),
            "1 added, 0 changed, 0 the same."
        );
    }
    let sandbox = with_sheet("m.csv", b"Partner,Contact\nA,\nUniversit\xe9,Zo\xeb\n");
    assert_eq!(
        sandbox.mou(&["import", "m.csv"]).to_text(),
        "--- stderr\nerror: `m.csv`, row 3, column `Partner`: the byte 0xe9 is not UTF-8\n\
         hint: `--encoding windows-1252` reads `Université` there; give the encoding of the file\n--- exit 1\n"
    );
}

/// Some programs save a day before 1900 as a negative number, which others read as 1899-12-31.
#[test]
fn day_that_spreadsheets_count_in_two_ways_is_not_guessed() {
    let rows = format!(
        "{HEADER_ROW}<row r=\"2\">{}<c r=\"B2\" s=\"1\"><v>-240</v></c></row><row r=\"3\">{}<c r=\"B3\" s=\"1\"><v>59</v></c></row>",
        text("A2", "Kyoto"),
        text("A3", "Tartu"),
    );
    let sandbox = with_sheet("m.xlsx", xlsx(&rows));
    let output = sandbox.mou(&["import", "m.xlsx"]);
    assert!(
        output.stderr.starts_with(
            "error: nothing was imported: `m.xlsx` has 2 unread cells in 2 of 2 rows\n  \
               not a date (2): B2 `-240`, B3 `59`\n"
        ),
        "{}",
        output.stderr
    );
}

#[test]
fn first_line_may_name_the_separator() {
    let sandbox = with_sheet("m.csv", "sep=;\r\nPartner;Expiry\r\nKyoto, Japan;2030\r\n");
    sandbox.mou(&["import", "m.csv"]).success();
    assert_eq!(listed(&sandbox, "partners,end"), ["\"Kyoto, Japan\",2030"]);
}

#[test]
fn json_records_are_named_by_line_and_refuse_repeated_names() {
    let lines = "{\"Partner\":\"A\",\"Expiry\":\"2030\"}\n\n{\"Partner\":\"B\",\n";
    let twice = "[{\"Partner\":\"A\",\"Expiry\":\"2030\",\"Expiry\":\"2031\"}]";
    for (name, text, why) in [
        (
            "m.jsonl",
            lines,
            "`m.jsonl`, line 3 is not JSON: it is cut off: expected a name in double quotes (column 16)",
        ),
        (
            "m.json",
            twice,
            "`m.json` is not JSON: the name `Expiry` occurs twice in one object (line 1, column 17, and \
             line 1, column 33)",
        ),
    ] {
        let sandbox = with_sheet(name, text);
        assert_eq!(
            sandbox.mou(&["import", name]).to_text(),
            format!("--- stderr\nerror: {why}\n--- exit 1\n")
        );
    }
    let none = Sandbox::new();
    none.write("m.jsonl", "");
    assert_eq!(
        none.mou(&["import", "m.jsonl"]).to_text(),
        "--- stderr\n`m.jsonl`: 0 added, 0 changed, 0 the same.\n"
    );
    assert_eq!(
        none.mou_with_input("[]", &["import", "-"]).to_text(),
        "--- stderr\n`standard input`: 0 added, 0 changed, 0 the same.\n"
    );
}

#[test]
fn json_list_of_texts_is_read() {
    let list = "[{\"title\":\"T\",\"parties\":[\"A (AA) [GB]\",\"B\"],\"signatories\":[\"Tom Read (CEO)\"]}]";
    let sandbox = with_sheet("m.json", list);
    sandbox.mou(&["import", "m.json"]).success();
    assert_eq!(
        listed(&sandbox, "parties,signatories"),
        ["A (AA) [GB]; B,\"[{\"\"name\"\":\"\"Tom Read\"\",\"\"title\"\":\"\"CEO\"\"}]\""]
    );
    let sandbox = with_sheet(
        "m.json",
        "[{\"partner\":[\"C; D\",\"E\"],\"country\":[\"Japan\",\"Estonia\"]}]",
    );
    sandbox.mou(&["import", "m.json"]).success();
    assert_eq!(listed(&sandbox, "parties"), ["C\\; D [JP]; E [EE]"]);
}

#[test]
fn show_output_is_imported_without_the_lineage() {
    let sandbox = Sandbox::with_example();
    let before = sandbox.registry();
    let shown = sandbox.mou(&["show", "gds-govtech-2022", "-o", "json"]).success();
    let output = sandbox.mou_with_input(&shown, &["import", "-"]);
    assert_eq!(counts(&output), "0 added, 0 changed, 1 the same.");
    assert_eq!(sandbox.registry(), before);
}

#[test]
fn header_row_may_follow_other_rows() {
    let sandbox = with_sheet("m.csv", "Register of MoUs\n\n,\nPartner,Expiry\nKyoto,2030\n");
    assert_eq!(
        sandbox.mou(&["import", "m.csv"]).to_text(),
        "--- stderr\nerror: `m.csv`: row 4 looks more like the headings than row 1\nhint: `--head 4` reads the headings in row 4:\n  \
         mou import m.csv --head 4\n--- exit 1\n"
    );
    sandbox.mou(&["import", "m.csv", "--head", "4"]).success();
    assert_eq!(listed(&sandbox, "id,end"), ["kyoto,2030"]);
}

#[test]
fn escaped_formula_is_imported_without_the_escape() {
    let sandbox = with_sheet("m.csv", "Partner,Notes\nKyoto,'=1+1\n");
    sandbox.mou(&["import", "m.csv"]).success();
    assert_eq!(listed(&sandbox, "notes"), ["=1+1"]);
}

/// The encodings that spreadsheets save in are read; bytes that are no text are refused with the row and a hint.
#[test]
fn ok_encodings() {
    let utf16 = |text: &str| -> Vec<u8> {
        "\u{feff}".chars().chain(text.chars()).flat_map(|c| (c as u16).to_le_bytes()).collect()
    };
    for (name, bytes) in [
        ("utf16.csv", utf16("Partner\tDate signed\r\nMünchen\t2020-01-01\r\n")),
        ("sep.csv", b"sep=;\r\nPartner;Date signed\r\nM\xc3\xbcnchen;2020-01-01\r\n".to_vec()),
        ("cr.csv", b"Partner,Date signed\rM\xc3\xbcnchen,2020-01-01\r".to_vec()),
        ("bom.csv", b"\xef\xbb\xbf\nPartner,Date signed\n\nM\xc3\xbcnchen,2020-01-01\n".to_vec()),
    ] {
        let sandbox = with_sheet(name, bytes);
        let output = sandbox.mou(&["import", name, "--party", "Own"]);
        assert_eq!(counts(&output), "1 added, 0 changed, 0 the same.", "{name}");
        assert_eq!(listed(&sandbox, "parties,signed"), ["Own; München,2020-01-01"], "{name}");
    }
    let sandbox = with_sheet("latin.csv", b"Partner;Date signed\nM\xfcnchen;2020-01-01\n");
    let output = sandbox.mou(&["import", "latin.csv", "--party", "Own"]);
    assert_eq!(
        output.to_text(),
        "--- stderr\n\
         error: `latin.csv`, row 2, column `Partner`: the byte 0xfc is not UTF-8\n\
         hint: `--encoding windows-1252` reads `München` there; give the encoding of the file\n\
         --- exit 1\n"
    );
    assert_eq!(sandbox.files(), ["latin.csv"]);
    let args = ["import", "latin.csv", "--party", "Own", "--encoding", "windows-1252"];
    sandbox.mou(&args).success();
    assert_eq!(listed(&sandbox, "parties,signed"), ["Own; München,2020-01-01"]);
}

#[test]
fn records_of_a_nested_document_come_in_with_the_command_of_the_hint() {
    for (document, command) in [
        (
            r#"{"meta":{"count":2},"data":[{"partner":"A","expiry":"2030-01-01"},{"partner":"B"}]}"#,
            "the records seem to be in `data`; check what is read:\n  \
             mou import m.json --party Own --records data\n",
        ),
        (
            r#"{"result":{"items":[{"no":1,"supplier":{"name":"A"},"period":{"startDate":"2020-01-01"},"lots":[{"x":1}]}]}}"#,
            "the records seem to be in `result.items`; check what is read:\n  \
             mou import m.json --party Own --records result.items --map supplier.name=partner --map period.startDate=effective\n",
        ),
        (
            r#"[{"dept":"x","contracts":[{"title":"T","dateSigned":"2020-01-01"}]},{"dept":"y","contracts":[{"title":"U"}]}]"#,
            "the records seem to be in `*.contracts`; check what is read:\n  \
             mou import m.json --party Own --records \"*.contracts\"\n",
        ),
        (
            r#"[{"id":"1","partner":{"name":"A"}}]"#,
            "check what the members of the records are:\n  \
             mou import m.json --party Own --map partner.name=partner\n",
        ),
    ] {
        let sandbox = with_sheet("m.json", document);
        let output = sandbox.mou(&["import", "m.json", "--party", "Own"]);
        assert!(output.stderr.ends_with(&format!("\nhint: {command}")), "{}", output.stderr);
        let typed = command.lines().last().unwrap().replace('"', "");
        let typed: Vec<&str> = typed.split_whitespace().skip(1).collect();
        assert_eq!(sandbox.mou(&typed).code, 0, "{document}");
    }
    let sandbox = with_sheet("m.json", r#"[{"title":"T","partner":{"name":"A"},"end":{"x":1}}]"#);
    assert_eq!(
        sandbox.mou(&["import", "m.json"]).stderr,
        "error: `m.json`: `partner`, `end` hold objects\n\
         hint: check what the members of the records are:\n  \
         mou import m.json --map partner.name=partner --map end=fields.end\n"
    );
    let maps = ["--party", "Own", "--map", "partner.name=partner", "--map", "end=fields.end"];
    sandbox.mou(&[&["import", "m.json"][..], &maps].concat()).success();
    assert_eq!(listed(&sandbox, "title,parties"), ["T,Own; A"]);
    let sandbox = with_sheet("m.json", r#"{"a":[{"b":1}]}"#);
    let output = sandbox.mou(&["import", "m.json"]);
    assert!(output.stderr.contains("--map \"THEIR COLUMN=partner\""), "{}", output.stderr);
}
