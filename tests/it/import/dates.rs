//! The dates of sheets, from the file to the record.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::files::{archive, text, xlsx};
use super::{counts, listed, with_sheet};
use crate::sandbox::Sandbox;

/// Returns the value of a column for the agreement with this party; empty if there is none.
fn value(sandbox: &Sandbox, party: &str, column: &str) -> String {
    let args = ["list", "--party", party, "-o", "csv", "--columns", column];
    let output = sandbox.mou(&args);
    output.stdout.lines().nth(1).unwrap_or_default().trim_matches('"').to_owned()
}

/// Returns the first cells of the rows in a file of rejects.
fn rejected(sandbox: &Sandbox, file: &str) -> Vec<String> {
    let rows = sandbox.read(file);
    let first = |row: &str| row.split(',').next().unwrap_or_default().to_owned();
    rows.lines().skip(1).map(first).collect()
}

#[test]
fn academic_years() {
    let sheet =
        "Partner,Year of signing\nAlpha,2009-10\nBravo,2010-11\nCharlie,2012-13\nDelta,2013-14\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own"]);
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("2010 to 2011 or November 2010"), "{}", output.stderr);
    let _ = sandbox.mou(&["import", "sheet.csv", "--party", "Own", "--rejects", "rej.csv"]);
    assert_eq!(rejected(&sandbox, "rej.csv"), ["Alpha", "Bravo", "Charlie", "Delta"]);
    // Kept as text, each is an agreement without a known day of signing.
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own", "--keep-unread"]);
    assert_eq!(counts(&output), "4 added, 0 changed, 0 the same.");
    assert_eq!(value(&sandbox, "Alpha", "signed"), "unknown");
    assert!(sandbox.registry().contains("2009-10"));
}

#[test]
fn month_alone_in_a_column_without_spans_is_a_month() {
    let sandbox = with_sheet("sheet.csv", "Partner,Date signed\nAlpha,2010-11\nBravo,2012-05\n");
    sandbox.mou(&["import", "sheet.csv", "--party", "Own"]).success();
    assert_eq!(value(&sandbox, "Alpha", "signed"), "2010-11");
}

#[test]
fn date_cjk() {
    let sheet = "Partner,Date signed\nAlpha,2020年5月12日\nBravo,2021. 11. 3.\nCharlie,2021년 3월 4일 (목)\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    sandbox.mou(&["import", "sheet.csv", "--party", "Own"]).success();
    assert_eq!(listed(&sandbox, "signed"), ["2020-05-12", "2021-11-03", "2021-03-04"]);
}

#[test]
fn date_invisible_mark() {
    let sheet = "Partner,Date signed\nAlpha,\u{200e}28/03/2022\nBravo,\u{feff}٢٠٢٢/٠٣/٢٩\u{200f}\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    sandbox.mou(&["import", "sheet.csv", "--party", "Own"]).success();
    assert_eq!(listed(&sandbox, "signed"), ["2022-03-28", "2022-03-29"]);
}

#[test]
fn date_months_es_de() {
    let sheet = "Partner,Date signed\nAlpha,14 de marzo de 2020\nBravo,3. März 2021\nCharlie,1er août 2022\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    sandbox.mou(&["import", "sheet.csv", "--party", "Own"]).success();
    assert_eq!(listed(&sandbox, "signed"), ["2020-03-14", "2021-03-03", "2022-08-01"]);
}

#[test]
fn date_zero_day() {
    let sheet = "Partner,Date signed\nAlpha,2020-05-00\nBravo,2019-00-00\nCharlie,00.07.2018\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    sandbox.mou(&["import", "sheet.csv", "--party", "Own"]).success();
    assert_eq!(listed(&sandbox, "signed"), ["2020-05", "2019", "2018-07"]);
}

#[test]
fn era_buddhist_iso() {
    let sheet = "Partner,Date signed,Expiry date\nAlpha,2563-05-12,2570-05-11\nBravo,2020-06-01,2027-05-31\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own"]);
    assert_eq!(output.code, 1);
    for part in ["2563-05-12", "as a Buddhist year it is 2020", "as a Buddhist year it is 2027"] {
        assert!(output.stderr.contains(part), "{part}: {}", output.stderr);
    }
    sandbox.mou(&["import", "sheet.csv", "--party", "Own", "--rejects", "rej.csv"]).success();
    assert_eq!(rejected(&sandbox, "rej.csv"), ["Alpha"]);
    assert_eq!(listed(&sandbox, "signed,end"), ["2020-06-01,2027-05-31"]);
}

#[test]
fn era_that_is_named_is_converted_and_counted() {
    let sheet = "Partner,Date signed\nAlpha,12 พฤษภาคม พ.ศ. 2563\nBravo,民國109年5月12日\nCharlie,令和2年5月12日\nDelta,H30.4.1\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own"]);
    assert_eq!(counts(&output), "4 added, 0 changed, 0 the same.");
    let signed: Vec<String> = ["Alpha", "Bravo", "Charlie", "Delta"]
        .iter()
        .map(|party| value(&sandbox, party, "signed"))
        .collect();
    assert_eq!(signed, ["2020-05-12", "2020-05-12", "2020-05-12", "2018-04-01"]);
    assert!(output.stderr.contains("years of another era, converted"), "{}", output.stderr);
}

#[test]
fn era_buddhist_typed() {
    let sandbox = Sandbox::new();
    let args = ["add", "Accord", "--party", "Own", "--party", "Alpha", "--signed", "2567-05-12"];
    let output = sandbox.mou(&args);
    assert_eq!(output.code, 0, "{}", output.to_text());
    let warning =
        output.stderr.lines().find(|line| line.starts_with("warning: ")).unwrap_or_default();
    assert!(warning.contains("2567"), "{}", output.stderr);
}

#[test]
fn instant_json() {
    let sheet = r#"[{"title":"Accord","partner":"Alpha","signed":"2020-05-11T22:00:00.000Z"}]"#;
    let sandbox = with_sheet("sheet.json", sheet);
    let output = sandbox.mou(&["import", "sheet.json", "--party", "Own"]);
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("2020-05-11 or 2020-05-12"), "{}", output.stderr);
    assert!(!sandbox.files().iter().any(|file| file == "registry.json"), "{:?}", sandbox.files());
    sandbox.mou(&["import", "sheet.json", "--party", "Own", "--keep-unread"]).success();
    assert_eq!(listed(&sandbox, "signed"), ["unknown"]);
    assert!(sandbox.registry().contains("2020-05-11T22:00:00.000Z"));
}

const MIXED_BLOCKS: &str = "\
Partner,Date signed,Expiry date
Alpha,11/26/2014,11/25/2019
Bravo,03/12/2014,03/11/2019
Charlie,06/19/2014,06/18/2019
Delta,25/02/2025,24/02/2027
Echo,03/04/2025,02/04/2027
Foxtrot,05/06/2025,04/06/2027
Golf,28/06/2025,27/06/2027
";

#[test]
fn order_mixed_blocks() {
    for order in ["mdy", "dmy"] {
        let sandbox = with_sheet("sheet.csv", MIXED_BLOCKS);
        let args = [
            "import",
            "sheet.csv",
            "--party",
            "Own",
            "--date-order",
            order,
            "--rejects",
            "rej.csv",
        ];
        let output = sandbox.mou(&args);
        assert_eq!(output.code, 0, "{}", output.to_text());
        assert_eq!(rejected(&sandbox, "rej.csv"), ["Bravo", "Echo", "Foxtrot"]);
        assert_eq!(value(&sandbox, "Alpha", "signed"), "2014-11-26");
        assert_eq!(value(&sandbox, "Delta", "signed"), "2025-02-25");
        let warning = output.stderr.lines().find(|line| line.starts_with("warning:"));
        assert!(warning.is_some(), "{}", output.stderr);
        for cell in ["25/02/2025", "11/26/2014"] {
            assert!(output.stderr.contains(cell), "{cell}: {}", output.stderr);
        }
    }
}

#[test]
fn order_of_the_rows_of_a_mixed_column_does_not_matter() {
    let mut lines: Vec<&str> = MIXED_BLOCKS.lines().collect();
    lines[1..].reverse();
    let sandbox = with_sheet("sheet.csv", lines.join("\n"));
    let args =
        ["import", "sheet.csv", "--party", "Own", "--date-order", "mdy", "--rejects", "rej.csv"];
    sandbox.mou(&args).success();
    assert_eq!(rejected(&sandbox, "rej.csv"), ["Foxtrot", "Echo", "Bravo"]);
}

#[test]
fn ok_order_mixed_refused() {
    let sandbox = with_sheet(
        "sheet.csv",
        "Partner,Date signed\nA,01.04.2002\nB,5/26/1866\nC,3/4/1866\nD,25.12.2003\n",
    );
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own"]);
    assert_eq!(output.code, 1);
    for cell in ["25.12.2003", "5/26/1866"] {
        assert!(output.stderr.contains(cell), "{cell}: {}", output.stderr);
    }
    assert!(!sandbox.files().iter().any(|file| file == "registry.json"), "{:?}", sandbox.files());
}

#[test]
fn validity_range() {
    let sheet = "Partner,Validity\nAlpha,01.05.2020 - 30.04.2025\nBravo,2021-01-01 to 2026-12-31\nCharlie,Till 12-05-2027\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    sandbox.mou(&["import", "sheet.csv", "--party", "Own", "--date-order", "dmy"]).success();
    assert_eq!(value(&sandbox, "Alpha", "effective,end"), "2020-05-01,2025-04-30");
    assert_eq!(value(&sandbox, "Bravo", "effective,end"), "2021-01-01,2026-12-31");
    assert_eq!(value(&sandbox, "Charlie", "effective,end"), ",2027-05-12");
}

#[test]
fn wave_behind_a_first_day_does_not_make_it_an_end() {
    let sheet = "Partner,Expiry date\nAlpha,2020-05-01～\nBravo,2020年5月1日～2025年4月30日\nCharlie,2030-05-01~\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    let args = ["import", "sheet.csv", "--party", "Own", "--keep-unread"];
    sandbox.mou(&args).success();
    assert_eq!(value(&sandbox, "Alpha", "effective,end"), ",");
    assert_eq!(value(&sandbox, "Bravo", "effective,end"), "2020-05-01,2025-04-30");
    assert_eq!(value(&sandbox, "Charlie", "effective,end"), ",2030-05-01~");
}

#[test]
fn year_typo_far_past() {
    let sheet = "Partner,Start date\nAlpha,2025-01-10\nBravo,0205-01-12\nCharlie,2025-02-01\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    sandbox.mou(&["import", "sheet.csv", "--party", "Own", "--rejects", "rej.csv"]).success();
    assert_eq!(rejected(&sandbox, "rej.csv"), ["Bravo"]);
    assert_eq!(listed(&sandbox, "effective"), ["2025-01-10", "2025-02-01"]);
}

#[test]
fn historical_register_is_read_from_the_first_year_that_is_named() {
    let sheet = "Partner,Date signed\nAlpha,1648-10-24\nBravo,1713-04-11\nCharlie,1763-02-10\n";
    let sandbox = with_sheet("sheet.csv", sheet);
    let output = sandbox.mou(&["import", "sheet.csv", "--party", "Own"]);
    assert_eq!(output.code, 1);
    assert!(
        output.stderr.contains("`--min-year 1648` takes 3 cells of a historical register"),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains("--party Own --min-year 1648\n"), "{}", output.stderr);
    sandbox.mou(&["import", "sheet.csv", "--party", "Own", "--min-year", "1600"]).success();
    assert_eq!(listed(&sandbox, "signed"), ["1648-10-24", "1713-04-11", "1763-02-10"]);
}

#[test]
fn ok_before_1900_round_trip() {
    let sandbox = Sandbox::new();
    let add = |args: &[&str]| sandbox.mou(&[&["add"], args].concat()).success();
    add(&["=1+1 accord", "--party", "Own", "--party", "+Plus Ltd", "--signed", "1887-03-01"]);
    add(&[
        "old",
        "--party",
        "Own",
        "--party",
        "Y",
        "--signed",
        "1899-12-31",
        "--end",
        "1900-02-28",
    ]);
    add(&[
        "part",
        "--party",
        "Own",
        "--party",
        "Z",
        "--signed",
        "1954-05?",
        "--effective",
        "unknown",
    ]);
    add(&["early", "--party", "Own", "--party", "W", "--signed", "1648-10-24"]);
    let expected = sandbox.mou(&["list", "-o", "json"]).success();
    for format in ["csv", "xlsx", "json"] {
        let file = format!("e.{format}");
        sandbox.mou(&["export", &file]).success();
        let again = format!("again-{format}.json");
        sandbox.mou(&["--file", &again, "import", &file]).success();
        let found = sandbox.mou(&["--file", &again, "list", "-o", "json"]).success();
        assert_eq!(found, expected, "{format}");
    }
}

/// Returns a workbook that counts its days from 1904.
fn from_1904(workbook: &[u8]) -> Vec<u8> {
    let mut source = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut parts = Vec::new();
    for index in 0..source.len() {
        let mut part = source.by_index(index).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = text.replace("<sheets>", "<workbookPr date1904=\"1\"/><sheets>");
        parts.push((part.name().unwrap().to_string(), text));
    }
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    archive(&parts)
}

#[test]
fn ok_epoch_1904() {
    let header = [text("A1", "Partner"), text("B1", "Date signed")].concat();
    let date = |style: u8| format!("<c r=\"B{}\" s=\"{style}\"><v>42501</v></c>", 3 - style);
    let rows = format!(
        "<row r=\"1\">{header}</row><row r=\"2\">{}{}</row><row r=\"3\">{}{}</row>",
        text("A2", "Alpha"),
        date(1),
        text("A3", "Bravo"),
        date(0),
    );
    // A cell with the format of a date, and a bare number.
    let sandbox = with_sheet("sheet.xlsx", from_1904(&xlsx(&rows)));
    sandbox.mou(&["import", "sheet.xlsx", "--party", "Own"]).success();
    assert_eq!(listed(&sandbox, "signed"), ["2020-05-12", "2020-05-12"]);
    let sandbox = with_sheet("sheet.xlsx", xlsx(&rows));
    sandbox.mou(&["import", "sheet.xlsx", "--party", "Own"]).success();
    assert_eq!(listed(&sandbox, "signed"), ["2016-05-11", "2016-05-11"]);
}

#[test]
fn ok_leap_day_yearly() {
    let sandbox = Sandbox::new();
    let args = ["add", "C", "--party", "Own", "--party", "Alpha", "--signed", "2024-02-29"];
    sandbox
        .mou(&[&args[..], &["--term", "1y", "--renewal", "1y", "--notice", "1m"]].concat())
        .success();
    for (day, ends) in [
        ("2025-02-28", "2025-02-28"),
        ("2025-03-01", "2026-02-28"),
        ("2027-12-31", "2028-02-29"),
        ("2028-02-29", "2028-02-29"),
        ("2028-03-01", "2029-02-28"),
    ] {
        let output = sandbox.mou(&["list", "-o", "csv", "--columns", "ends", "--as-of", day]);
        assert_eq!(output.success(), format!("ends\n{ends}\n"), "{day}");
    }
}
