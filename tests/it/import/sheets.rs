//! Sheets as people write them.

use super::{counts, listed, with_sheet};
use crate::sandbox::Sandbox;

#[test]
fn sheet_of_partner_country_and_expiry_is_imported_and_expires() {
    let sandbox = Sandbox::new();
    sandbox.mou(&["init", "--owner", "IIT Indore"]).success();
    sandbox.write(
        "p.csv",
        "Partner,Country,Expiry\nKyoto University,Japan,2027-01-31\nTartu,Estonia,2031\n",
    );
    let output = sandbox.mou(&["import", "p.csv"]);
    assert_eq!(counts(&output), "2 added, 0 changed, 0 the same.");
    assert_eq!(
        listed(&sandbox, "title,parties,partners,end"),
        [
            "MoU with Kyoto University,IIT Indore; Kyoto University [JP],Kyoto University,2027-01-31",
            "MoU with Tartu,IIT Indore; Tartu [EE],Tartu,2031"
        ]
    );
    assert_eq!(sandbox.mou(&["expiring", "-o", "ids"]).success(), "ku\n");
    assert_eq!(sandbox.mou(&["expiring", "-o", "ids", "--as-of", "2025-01-01"]).success(), "");
}

#[test]
fn understood_cells_are_converted() {
    let sheet = "\
S.No,Partner institution,Date signed,Duration,Valid until,Country,Remarks\r
1,\"Kyoto University (KU)\r\nTartu; Porto [PT]\",\"July 28, 2020\",3 Years,,,\"two\r\nlines\"\r
2,NUS,\"February 20,2020\",5 years (auto-renewable),n/a,Singapore,-\r
\r
S.No,Partner institution,Date signed,Duration,Valid until,Country,Remarks\r
3,ETH,\"Sept 07, 2021\",Indefinite,31.12.9999,Switzerland,NA\r
4,EPFL,28.7.2020,Not specified,2025,,\r
5,Lund,44562,18 months,,,\r
6,Graz,1897-05-15?,,0000-00-00,,\r
";
    let sandbox = with_sheet("mous.csv", sheet);
    let output = sandbox.mou(&["import", "mous.csv", "--party", "IIT Indore [IN]"]);
    assert_eq!(counts(&output), "6 added, 0 changed, 0 the same.");
    assert!(listed(&sandbox, "title").contains(&"MoU with NUS".to_owned()));
    let mut rows = listed(&sandbox, "parties,signed,term,end");
    rows.sort();
    assert_eq!(
        rows,
        [
            "IIT Indore [IN]; EPFL,2020-07-28,,2025",
            "IIT Indore [IN]; ETH [CH],2021-09-07,indefinite,",
            "IIT Indore [IN]; Graz,1897-05-15?,,",
            "IIT Indore [IN]; Kyoto University (KU); Tartu; Porto [PT],2020-07-28,P3Y,",
            "IIT Indore [IN]; Lund,2022-01-01,P18M,",
            "IIT Indore [IN]; NUS [SG],2020-02-20,P5Y,",
        ]
    );
    assert_eq!(
        output.stderr,
        "\
new registry `registry.json`; its owner is IIT Indore
note: columns: `Partner institution` is partner, `Date signed` signed, `Duration` term, `Valid until` end, `Remarks` notes; kept as fields: `S.No`
note: empty cells: 1 in `Duration` such as `Not specified` (row 7), 3 in `Valid until` such as `n/a` (row 3), 2 in `Remarks` such as `NA` (row 6)
note: day numbers of a spreadsheet: row 8, column `Date signed` `44562` is 2022-01-01
note: renewal without a stated length, taken as the term: row 3, column `Duration` `5 years (auto-renewable)` renews for 5 years
`mous.csv`: 6 added, 0 changed, 0 the same.
"
    );
    let nus = sandbox.mou(&["list", "-o", "json", "--party", "NUS"]).success();
    assert!(nus.contains("\"Duration\": \"5 years (auto-renewable)\""), "{nus}");
    assert!(nus.contains("\"S.No\": \"2\"") && nus.contains("\"every\": \"P5Y\""), "{nus}");
}

#[test]
fn cell_not_understood_is_reported_with_its_position_and_nothing_written() {
    let sheet = "Partner,Date signed,Duration,Country\nA,\"Febrary 12, 2019\",Till consent,\nB,1964-XX-16,3,Atlantis\nC,2010-02-29,P3Y,\nD,2020-01-01,3 years,Norway\n";
    let sandbox = with_sheet("mous.csv", sheet);
    assert_eq!(
        sandbox.mou(&["import", "mous.csv"]).to_text(),
        "\
--- stderr
error: nothing was imported: `mous.csv` has 5 unread cells in 3 of 4 rows
  not a date (2): row 2, column `Date signed` `Febrary 12, 2019`, row 3 `1964-XX-16`
  a day that does not exist (1): row 4, column `Date signed` `2010-02-29`; that month has 28 days
  not a term (1): row 2, column `Duration` `Till consent`
  a number without a unit (1): row 3, column `Duration` `3`
hint: `--map Duration=years` reads 1 number as years.
  This takes all 4 rows and keeps the 5 cells as text:
  mou import mous.csv --keep-unread
--- exit 1
"
    );
    assert_eq!(sandbox.files(), ["mous.csv"]);

    let output = sandbox.mou(&["import", "mous.csv", "--rejects", "bad.csv"]);
    assert_eq!(counts(&output), "1 added, 0 changed, 0 the same, 3 rejected to `bad.csv`.");
    assert_eq!(
        sandbox.read("bad.csv").lines().last().unwrap(),
        "C,2010-02-29,P3Y,,\"row 4, column `Date signed`: `2010-02-29` is a day that does not exist: that month has 28 days\""
    );
    sandbox.mou(&["undo"]).success();
    assert_eq!(listed(&sandbox, "id").len(), 0);
}

#[test]
fn ambiguous_dates_are_not_guessed() {
    let sandbox =
        with_sheet("d.csv", "Partner,Date signed\nA,04/07/2020\nB,05/07/2020\nC,28/07/2020\n");
    assert_eq!(
        sandbox.mou(&["import", "d.csv"]).stderr,
        "error: nothing was imported: `d.csv` has 2 unread cells in 2 of 3 rows\n  \
           a date with two readings (2): row 2, column `Date signed`, row 3\n    \
             row 2, column `Date signed` `04/07/2020`: 4 July 2020 or 7 April 2020\n\
         hint: row 4, column `Date signed` `28/07/2020` has the day first: `--date-order dmy` settles 2 cells.\n  \
           This takes all 3 rows:\n  \
           mou import d.csv --date-order dmy\n"
    );
    sandbox.mou(&["import", "d.csv", "--date-order", "dmy"]).success();
    assert_eq!(listed(&sandbox, "signed"), ["2020-07-04", "2020-07-05", "2020-07-28"]);

    let mixed =
        with_sheet("d.csv", "Partner,Date signed\nA,04/07/2020\nB,12/31/2020\nC,28/07/2020\n");
    let output = mixed.mou(&["import", "d.csv"]).stderr;
    assert!(
        output.contains(
            "\nhint: row 4, column `Date signed` `28/07/2020` has the day first and row 3, column `Date signed` \
             `12/31/2020` the month, so the other dates of the column stay open.\n"
        ),
        "{output}"
    );
    let unsettled = with_sheet("d.csv", "Partner,Date signed\nA,04/07/2020\n");
    let output = unsettled.mou(&["import", "d.csv"]).stderr;
    assert!(
        output.contains("\nhint: `--date-order dmy` or `--date-order mdy` settles 1 cell.\n"),
        "{output}"
    );
}

#[test]
fn dates_in_both_orders_give_a_warning() {
    let sandbox = with_sheet("m.csv", "Partner,Expiry\nA,28/07/2030\nB,12/31/2030\n");
    assert_eq!(
        sandbox.mou(&["import", "m.csv"]).stderr,
        "new registry `registry.json`\n\
         note: columns: `Expiry` is end\n\
         note: no signing date: rows 2, 3 are recorded as `signed: unknown`\n\
         warning: mixed orders of dates: in `Expiry` `28/07/2030` (row 2) has the day first and `12/31/2030` \
         (row 3) the month; each was read in the only possible way\n\
         `m.csv`: 2 added, 0 changed, 0 the same.\n"
    );
    assert_eq!(listed(&sandbox, "end"), ["2030-07-28", "2030-12-31"]);
}

#[test]
fn dry_run_of_import_shows_columns_and_rejects() {
    let sandbox = with_sheet(
        "m.csv",
        "Name of the Institute,Dt. of Signing,Fee\nKyoto,2020-01-01,5\nX,soon,\n",
    );
    let output = sandbox.mou(&["import", "m.csv", "--rejects", "bad.csv", "--dry-run"]);
    assert_eq!(
        output.to_text(),
        "kyoto-2020 (added)\n  id: kyoto-2020\n  title: MoU with Kyoto\n  kind: MoU\n  parties: Kyoto\n  \
         signed: 2020-01-01\n  fields: Fee=5\n--- stderr\nDry run, nothing was written.\n\
         note: columns: `Name of the Institute` is partner, `Dt. of Signing` signed; kept as fields: `Fee`\n\
         warning: 1 row was not imported and is in `bad.csv`\n  \
           not a date (1): row 3, column `Dt. of Signing` `soon`\n\
         `m.csv`: 1 added, 0 changed, 0 the same, 1 rejected.\n"
    );
    assert_eq!(sandbox.files(), ["m.csv"]);
}

/// A user who corrects rejected rows imports them with the `reason` column.
#[test]
fn reason_column_of_rejects_is_ignored() {
    let sandbox = with_sheet("m.csv", "Partner,Expiry\nA,soon\nB,2030\n");
    sandbox.mou(&["import", "m.csv", "--rejects", "bad.csv"]).success();
    sandbox.write("bad.csv", sandbox.read("bad.csv").replace(",soon,", ",2031,"));
    let output = sandbox.mou(&["import", "bad.csv"]);
    assert_eq!(
        output.stderr,
        "note: no signing date: row 2 is recorded as `signed: unknown` (it has an end)\n\
         `bad.csv`: 1 added, 0 changed, 0 the same.\n"
    );
    assert_eq!(listed(&sandbox, "id,end,fields"), ["a,2031,", "b,2030,"]);
    // The rest of the sheet is not missing.
    let output = sandbox.mou(&["import", "m.csv", "--keep-unread"]);
    assert!(!output.stderr.contains("no longer in the sheet"), "{}", output.stderr);
}

#[test]
fn column_not_understood_is_kept_as_text() {
    let sandbox = with_sheet("m.csv", "Partner,Duration\nA,Till consent\nB,as agreed\n");
    let output = sandbox.mou(&["import", "m.csv"]);
    assert!(
        output.stderr.ends_with(
            "hint: this takes both rows and keeps the 2 cells as text:\n  mou import m.csv --keep-unread\n"
        ),
        "{}",
        output.stderr
    );
    for flags in [&["--keep-unread"][..], &["--map", "Duration=fields.Duration"]] {
        sandbox.mou(&[&["import", "m.csv"][..], flags].concat()).success();
        assert_eq!(
            listed(&sandbox, "id,term,fields"),
            [
                "a,,\"{\"\"Duration\"\":\"\"Till consent\"\"}\"",
                "b,,\"{\"\"Duration\"\":\"\"as agreed\"\"}\""
            ]
        );
        sandbox.mou(&["undo"]).success();
    }
}

/// A party from a flag is on every row, so it is not the partner.
#[test]
fn row_without_partner_and_title_is_refused() {
    let sandbox = with_sheet("m.csv", "Partner,Expiry\nA,2030\n,2031\n");
    let output = sandbox.mou(&["import", "m.csv", "--party", "IIT"]);
    assert!(
        output.stderr.contains("\n  neither partner, parties nor title (1): row 3\n"),
        "{}",
        output.stderr
    );
}

#[test]
fn name_that_may_be_several_is_kept_as_one_with_a_note() {
    let sandbox = with_sheet("m.csv", "Partner,Expiry\n\"A, B and C\",2030\nD / E,2031\nF,2032\n");
    assert_eq!(
        sandbox.mou(&["import", "m.csv"]).stderr,
        "new registry `registry.json`\n\
         note: columns: `Expiry` is end\n\
         note: row 2, column `Partner` `A, B and C`, row 3 `D / E`: read as one name; separate several names by \
         semicolons or line breaks\n\
         note: no signing date: rows 2, 3, 4 are recorded as `signed: unknown`\n\
         `m.csv`: 3 added, 0 changed, 0 the same.\n"
    );
}

/// `Activities` in someone's sheet is not the JSON column `activities` of `mou`.
#[test]
fn column_of_mou_in_another_spelling_is_plain_text() {
    let sandbox = with_sheet(
        "m.csv",
        "Partner,Activities,Validity\nA,Internship,5 Years\nB,,till terminated\n",
    );
    sandbox.mou(&["import", "m.csv"]).success();
    assert_eq!(
        listed(&sandbox, "id,term,fields"),
        ["a,P5Y,\"{\"\"Activities\"\":\"\"Internship\"\"}\"", "b,indefinite,"]
    );
    let sandbox = with_sheet("m.csv", "Partner,activities,Validity\nA,Internship,as agreed\n");
    let output = sandbox.mou(&["import", "m.csv"]);
    assert!(
        output.stderr.contains(
            "\n  not a term (1): row 2, column `Validity` `as agreed`\n  \
               not a value of the field (1): row 2, column `activities`: `Internship` is not JSON, as `mou export` \
               writes activities: `Internship` is not a JSON value (line 1, column 1)\n"
        ),
        "{}",
        output.stderr
    );
}

#[test]
fn parties_may_be_numbered_lines_and_header_rows_repeated() {
    let sheet = "Partner,Expiry\n\"1. Kyoto University\n2. Tartu\",2030\nPARTNER,EXPIRY\n\"- A\n- B\",2031\n";
    let sandbox = with_sheet("m.csv", sheet);
    sandbox.mou(&["import", "m.csv"]).success();
    assert_eq!(listed(&sandbox, "parties,end"), ["A; B,2031", "Kyoto University; Tartu,2030"]);
}

#[test]
fn columns_can_be_mapped_dropped_and_kept() {
    let sandbox = with_sheet("m.csv", "Wer,Was,Bis,Farbe\nKyoto,Forschung,2030,rot\n");
    let output = sandbox.mou(&["import", "m.csv"]);
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("hint: the columns are `Wer`, `Was`, `Bis`, `Farbe`; say which is the partner or the title:\n"), "{}", output.stderr);
    sandbox.write("kept.map", "# Unser Blatt\nWer=partner\n\nwas=title\nBis=end\n");
    let args = ["import", "m.csv", "--map", "kept.map"];
    sandbox.mou(&[&args[..], &["--map", "Bis=fields.bis"]].concat()).success();
    assert_eq!(listed(&sandbox, "id,title,end"), ["kyoto,Forschung,"]);
    sandbox.mou(&["undo"]).success();
    sandbox
        .mou(&[&args[..], &["--drop-unmapped", "--tag", "eu", "--signed", "2020"]].concat())
        .success();
    assert_eq!(listed(&sandbox, "id,end,fields,tags"), ["kyoto-2020,2030,,eu"]);

    for (map, why) in [
        ("Nie=title", "`m.csv` has no column `Nie`"),
        ("Wer=who", "`who` is not a field"),
        ("nowhere.map", "cannot read `nowhere.map`"),
    ] {
        let output = sandbox.mou(&["import", "m.csv", "--map", map]);
        assert!(output.code > 0 && output.stderr.contains(why), "{}", output.to_text());
    }
    let sandbox = with_sheet("two.csv", "Partner,Expiry,End date\nA,2020,2021\n");
    let output = sandbox.mou(&["import", "two.csv"]);
    assert!(
        output.stderr.contains("the columns `Expiry` and `End date` would both be `end`"),
        "{}",
        output.stderr
    );
}
