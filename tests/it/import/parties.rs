//! Parties, countries, missing signing dates, and cells that are kept or refused.

use super::{counts, listed, with_sheet};
use crate::sandbox::{CommandOutput, Sandbox};

/// Returns a sandbox into which this sheet was imported, and the output.
#[track_caller]
fn imported(sheet: &str, flags: &[&str]) -> (Sandbox, CommandOutput) {
    let sandbox = with_sheet("s.csv", sheet);
    let output = sandbox.mou(&[&["import", "s.csv", "--party", "Own"][..], flags].concat());
    assert_eq!(output.code, 0, "{}", output.to_text());
    (sandbox, output)
}

#[test]
fn country_not_iso() {
    let sheet = "Partner,Country,Date signed\nAlpha,European Union,2020-05-12\nBravo,Kosovo,2020-05-13\nCharlie,France,2020-05-14\nDelta [ZZ],,2020-05-15\n";
    let (sandbox, output) = imported(sheet, &[]);
    assert_eq!(
        listed(&sandbox, "partners,fields"),
        [
            "Alpha,\"{\"\"Country\"\":\"\"European Union\"\"}\"",
            "Bravo,\"{\"\"Country\"\":\"\"Kosovo\"\"}\"",
            "Charlie,",
            "Delta,\"{\"\"Partner\"\":\"\"Delta [ZZ]\"\"}\"",
        ]
    );
    let note = "note: row 5, column `Partner` `Delta [ZZ]`, row 2, column `Country` `European Union`, row 3 `Kosovo`: not a known country, kept as text\n";
    let other = "note: row 2, column `Country` `European Union`, row 3 `Kosovo`, row 5, column `Partner` `Delta [ZZ]`: not a known country, kept as text\n";
    assert!(output.stderr.contains(note) || output.stderr.contains(other), "{}", output.stderr);

    // A file in the form of mou is read to the letter.
    let own = with_sheet("own.csv", "id,title,parties\na-1,Accord,A; B [ZZ]\n");
    let output = own.mou(&["import", "own.csv"]);
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("`ZZ`"), "{}", output.stderr);
}

#[test]
fn namibia() {
    let sheet = "Partner,Country,Date signed,Seal\nWindhoek College,NA,2020-05-12,NA\nOslo College,NO,2020-05-13,-\nLyon College,FR,2020-05-14,\n";
    let (sandbox, _) = imported(sheet, &[]);
    let namibian = sandbox.mou(&["list", "--country", "NA", "-o", "ids"]).success();
    assert_eq!(namibian, "wc-2020\n");
    let own = sandbox.mou(&["show", "wc-2020", "-o", "json"]).success();
    assert!(own.contains("\"Seal\": \"NA\""), "{own}");
    // Beside names of countries it means that there is none.
    let (sandbox, _) = imported(&sheet.replace(",NO,", ",Norway,"), &[]);
    assert_eq!(sandbox.mou(&["list", "--country", "NA", "-o", "ids"]).stdout, "");
}

#[test]
fn placeholder_partner() {
    let sheet =
        "Partner,Country,Title,Date signed\nTBD,FR,Accord,2020-05-12\nBravo,DE,Accord,2020-05-13\n";
    let (sandbox, output) = imported(sheet, &["--keep-unread"]);
    assert_eq!(listed(&sandbox, "parties"), ["Own; Bravo [DE]", "Own"]);
    assert!(output.stderr.contains("1 in `Partner` such as `TBD` (row 2)"), "{}", output.stderr);
}

#[test]
fn party_double_blank() {
    let sheet = "Partner,Date signed\nAlpha University,2020-05-12\nAlpha  University,2021-05-12\nAlpha\u{a0}University,2022-05-12\nALPHA university,2023-05-12\n";
    let (sandbox, _) = imported(sheet, &[]);
    let mut partners = listed(&sandbox, "partners");
    partners.dedup();
    assert_eq!(partners, ["Alpha University"]);
}

#[test]
fn html_entity_party() {
    let sheet = "Partner,Date signed,Contact\nSmith &amp; Sons,2020-05-12,A &amp; B\nCaf&eacute; Bravo; C&#39;s,2020-05-13,\n";
    let (sandbox, _) = imported(sheet, &[]);
    assert_eq!(listed(&sandbox, "partners,contact"), ["Café Bravo; C's,", "Smith & Sons,A & B"]);
}

#[test]
fn composed_accents() {
    let sheet =
        "Partner,Date signed\nUniversit\u{e9} Une,2020-05-12\nUniversite\u{301} Une,2021-05-12\n";
    let (sandbox, _) = imported(sheet, &[]);
    let mut partners = listed(&sandbox, "partners");
    partners.dedup();
    assert_eq!(partners, ["Universit\u{e9} Une"]);
}

#[test]
fn list_wrapped() {
    let sheet = "Partner,Date signed\n\"Alpha College, Bravo College, Charlie College,\nDelta College, Echo College\",2020-05-12\n";
    let (sandbox, output) = imported(sheet, &[]);
    assert_eq!(
        listed(&sandbox, "partners"),
        ["\"Alpha College, Bravo College, Charlie College, Delta College, Echo College\""]
    );
    assert!(output.stderr.contains(": read as one name; separate several"), "{}", output.stderr);
}

#[test]
fn continued_partner_csv() {
    let sheet = "Partner,Title,Date signed\nAlpha University,Framework,2020-05-12\n,Student exchange,2021-05-12\nBravo University,Framework,2022-05-12\n";
    let sandbox = with_sheet("s.csv", sheet);
    let output = sandbox.mou(&["import", "s.csv", "--party", "Own"]);
    assert_eq!(
        output.to_text(),
        "--- stderr\n\
         error: nothing was imported: `s.csv` has 1 unread cell in 1 of 3 rows\n  \
           a row without a partner (1): row 3, column `Partner`; row 2 has `Alpha University`\n\
         hint: this takes all 3 rows and keeps the cell as text:\n  \
           mou import s.csv --party Own --keep-unread\n\
         --- exit 1\n"
    );
    assert_eq!(sandbox.files(), ["s.csv"]);
    let output = sandbox.mou(&["import", "s.csv", "--party", "Own", "--keep-unread"]);
    assert_eq!(counts(&output), "3 added, 0 changed, 0 the same.");
    let alone = sandbox.mou(&["check", "--rule", "one-party", "-o", "json"]);
    assert!(alone.stdout.contains("one-party"), "{}", alone.to_text());
}

#[test]
fn not_in_force_blank() {
    let sheet = "Title,Partner,Date of signature,Entry into force\nAccord,Alpha,2018-05-12,2019-01-01\nAccord,Bravo,2020-05-12,\nAccord,Charlie,2020-06-12,2021-01-01\n";
    let (sandbox, output) = imported(sheet, &[]);
    assert_eq!(
        listed(&sandbox, "partners,effective"),
        ["Alpha,2019-01-01", "Bravo,", "Charlie,2021-01-01"]
    );
    let warning = "warning: `Entry into force` is empty in row 3: it counts from the signing date; `mou edit ID --effective pending` records that it is not in force\n";
    assert!(output.stderr.contains(warning), "{}", output.stderr);
}

#[test]
fn ok_two_columns_of_one_name() {
    let sheet = "Partner,Valid from,Valid until,Valid from,Valid until\nAlpha,2014-07-24,2029-07-24,2024-07-24,2029-07-22\n";
    let (sandbox, _) = imported(sheet, &[]);
    assert_eq!(
        listed(&sandbox, "effective,end,fields"),
        [
            "2014-07-24,2029-07-24,\"{\"\"Valid from (2)\"\":\"\"2024-07-24\"\",\"\"Valid until (2)\"\":\"\"2029-07-22\"\"}\""
        ]
    );
}

#[test]
fn ok_end_before_start() {
    let sheet =
        "Partner,Start date,End date\nAlpha,2024-08-28,2028-08-27\nBravo,2025-08-28,2025-08-27\n";
    let sandbox = with_sheet("s.csv", sheet);
    let output = sandbox.mou(&["import", "s.csv", "--party", "Own"]);
    let report = "\n  a contradiction in the row (1): row 3, column `End date` `2025-08-27`; 2025-08-27 is before the first day, 2025-08-28\n";
    assert!(output.code == 1 && output.stderr.contains(report), "{}", output.to_text());
    sandbox.mou(&["import", "s.csv", "--party", "Own", "--keep-unread"]).success();
    assert_eq!(
        listed(&sandbox, "partners,effective,end,fields"),
        [
            "Alpha,2024-08-28,2028-08-27,",
            "Bravo,2025-08-28,,\"{\"\"End date\"\":\"\"2025-08-27\"\"}\"",
        ]
    );
}

#[test]
fn ok_sentinels() {
    let sheet = "Partner,Date signed,Expiry date\nAlpha,2020-05-12,31.12.9999\nBravo,2020-05-13,0000-00-00\nCharlie,2020-05-14,00/00/0000\nDelta,2020-05-15,31/12/2099\n";
    let (sandbox, output) = imported(sheet, &["--date-order", "dmy"]);
    assert_eq!(
        listed(&sandbox, "partners,end"),
        ["Alpha,", "Bravo,", "Charlie,", "Delta,2099-12-31"]
    );
    assert!(
        output
            .stderr
            .contains("note: empty cells: 3 in `Expiry date` such as `31.12.9999` (row 2)\n"),
        "{}",
        output.stderr
    );
}

#[test]
fn ok_two_faults_date_order() {
    let sheet = "Partner,Start date,End date,Duration\nAlpha,01/02/2024,31/12/2024,\nBravo,15/03/2024,14/03/2025,\nCharlie,05/06/2024,,three or so years\n";
    let sandbox = with_sheet("s.csv", sheet);
    let output = sandbox.mou(&["import", "s.csv", "--party", "Own"]);
    assert_eq!(
        output.stderr,
        "error: nothing was imported: `s.csv` has 3 unread cells in 2 of 3 rows\n  \
           a date with two readings (2): row 2, column `Start date`, row 4\n    \
             row 2, column `Start date` `01/02/2024`: 1 February 2024 or 2 January 2024\n  \
           not a term (1): row 4, column `Duration` `three or so years`\n\
         hint: row 3, column `Start date` `15/03/2024` has the day first: `--date-order dmy` settles 2 cells.\n  \
           This takes all 3 rows and keeps the other cell as text:\n  \
           mou import s.csv --party Own --date-order dmy --keep-unread\n"
    );
}

#[test]
fn same_day_two_titles() {
    let sheet = "Ref,Title,Partner,Date signed\nA-1,Framework agreement,Alpha,2017-03-03\nA-2,Student exchange agreement,Alpha,2017-03-03\nA-3,Framework agreement,Bravo,2017-03-03\n";
    let (_, output) = imported(sheet, &[]);
    assert_eq!(counts(&output), "3 added, 0 changed, 0 the same.");
}

#[test]
fn contradictions_in_a_row_leave_the_end_unknown() {
    let sheet = "Partner,Date signed,Term,Expiry,Validity\nA,2020-01-01,indefinite,2025-01-01,\nB,2020-01-01,3 years,2025-01-01,\nC,2020-01-01,,2025-01-01,2020-01-01 - 2026-01-01\nD,2020-01-01,3 years,,5 years\n";
    let (sandbox, output) = imported(sheet, &["--keep-unread"]);
    assert_eq!(
        listed(&sandbox, "partners,term,end"),
        ["A,indefinite,", "B,P3Y,2025-01-01", "C,,", "D,P3Y,"]
    );
    let note = "note: term and end disagree in 1 row, and the end counts: row 3, column `Expiry` `2025-01-01`, not 2023-01-01\n";
    assert!(output.stderr.contains(note), "{}", output.stderr);
    assert!(output.stderr.contains("warning: 4 cells were not read"), "{}", output.stderr);
}

#[test]
fn missing_signing_date_is_unknown_or_makes_a_draft() {
    let sheet = "Partner,Date signed,Duration,Status\nA,,3 years,\nB,,,Active\nC,,,In preparation\nD,soon,,\n";
    let (sandbox, output) = imported(sheet, &["--keep-unread"]);
    assert_eq!(
        listed(&sandbox, "partners,signed,status"),
        ["A,unknown,active", "B,unknown,active", "C,,draft", "D,unknown,active"]
    );
    let note =
        "note: no signing date: rows 2, 3 are recorded as `signed: unknown`, row 4 as a draft\n";
    assert!(output.stderr.contains(note), "{}", output.stderr);
}

#[test]
fn program_gets_the_cells_of_an_import() {
    let sheet = "Partner,Date signed,Country\nA,soon,Atlantis\nB,n/a,Norway\n";
    let sandbox = with_sheet("s.csv", sheet);
    let base = ["import", "s.csv", "-o", "json"];
    let refused = sandbox.mou(&base);
    assert_eq!(refused.code, 1);
    assert!(
        refused.stderr.ends_with(
            ",\"cells\":[{\"address\":\"row 2\",\"heading\":\"Date signed\",\"text\":\"soon\",\"reason\":\"`soon` is not a date\",\"outcome\":\"unread\"},\
             {\"address\":\"row 2\",\"heading\":\"Country\",\"text\":\"Atlantis\",\"reason\":\"not a known country, kept as text\",\"outcome\":\"kept\"},\
             {\"address\":\"row 3\",\"heading\":\"Date signed\",\"text\":\"n/a\",\"reason\":\"means that there is no value\",\"outcome\":\"empty\"}],\"conflicts\":[]}}\n"
        ),
        "{}",
        refused.stderr
    );
    let taken = sandbox.mou(&[&base[..], &["--keep-unread"]].concat());
    assert_eq!(taken.code, 0, "{}", taken.to_text());
    assert!(taken.stdout.contains("\"outcome\": \"unread\""), "{}", taken.stdout);
    assert!(taken.stdout.contains("\"conflicts\": []"), "{}", taken.stdout);
}
