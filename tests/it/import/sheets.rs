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
new registry `registry.json`
note: kept as fields: `S.No`
note: column `Date signed`, 1 cell: `44562 (2022-01-01)` is the serial number of a date in a spreadsheet
note: column `Duration`, 1 cell: `Not specified` counts as empty
note: column `Duration`, 1 cell: `5 years (auto-renewable)` has a remark, which is kept as a field
note: column `Valid until`, 3 cells: `n/a` counts as empty
note: column `Remarks`, 2 cells: `-` counts as empty
`mous.csv`: 6 added, 0 changed, 0 the same.
"
    );
    let nus = sandbox.mou(&["list", "-o", "json", "--party", "NUS"]).success();
    assert!(nus.contains("\"Duration\": \"5 years (auto-renewable)\""), "{nus}");
    assert!(nus.contains("\"S.No\": \"2\"") && !nus.contains("renewal\""), "{nus}");
}

#[test]
fn cell_not_understood_is_reported_with_its_position_and_nothing_written() {
    let sheet = "Partner,Date signed,Duration,Country\nA,\"Febrary 12, 2019\",Till consent,\nB,1964-XX-16,3,Atlantis\nC,2010-02-29,P3Y,\nD,2020-01-01,3 years,Norway\n";
    let sandbox = with_sheet("mous.csv", sheet);
    assert_eq!(
        sandbox.mou(&["import", "mous.csv"]).to_text(),
        "\
--- stderr
error: `mous.csv`, row 2, column `Date signed`: `Febrary 12, 2019` is not a date
error: `mous.csv`, row 2, column `Duration`: `Till consent` is not a duration
error: `mous.csv`, row 3, column `Date signed`: `1964-XX-16` is not a date
error: `mous.csv`, row 3, column `Duration`: `3` is not a duration: a number must be followed by its unit, or `--map \"Duration=years\"` names it
error: `mous.csv`, row 3, column `Country`: `Atlantis` is not a known country
error: `mous.csv`, row 4, column `Date signed`: `2010-02-29` is not a date: that month has 28 days
error: nothing was imported: 3 rows of `mous.csv` are in error
hint: `--rejects FILE` imports the valid rows and writes the others to FILE
--- exit 1
"
    );
    assert_eq!(sandbox.files(), ["mous.csv"]);

    let output = sandbox.mou(&["import", "mous.csv", "--rejects", "bad.csv"]);
    assert_eq!(counts(&output), "1 added, 0 changed, 0 the same, 3 rejected to `bad.csv`.");
    assert_eq!(
        sandbox.read("bad.csv").lines().last().unwrap(),
        "C,2010-02-29,P3Y,,\"row 4, column `Date signed`: `2010-02-29` is not a date: that month has 28 days\""
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
        "error: `d.csv`, row 2, column `Date signed`: `04/07/2020` could be 2020-07-04 or 2020-04-07, and so does another cell\n\
         error: nothing was imported: 2 rows of `d.csv` are in error\n\
         hint: `28/07/2020` (row 4, column `Date signed`) can only have the day first: `--date-order dmy`\n"
    );
    let output = sandbox.mou(&["import", "d.csv", "--date-order", "mdy"]);
    assert!(
        output.stderr.contains("`28/07/2020` is not a date in the order mdy"),
        "{}",
        output.stderr
    );
    sandbox.mou(&["import", "d.csv", "--date-order", "dmy"]).success();
    assert_eq!(listed(&sandbox, "signed"), ["2020-07-04", "2020-07-05", "2020-07-28"]);

    let mixed =
        with_sheet("d.csv", "Partner,Date signed\nA,04/07/2020\nB,12/31/2020\nC,28/07/2020\n");
    let output = mixed.mou(&["import", "d.csv"]).stderr;
    assert!(output.contains("hint: the date orders are mixed: `28/07/2020` (row 4"), "{output}");
    assert!(
        output
            .contains("; with `--date-order` and `--rejects FILE`, rows in one order are imported"),
        "{output}"
    );
    let unsettled = with_sheet("d.csv", "Partner,Date signed\nA,04/07/2020\n");
    let output = unsettled.mou(&["import", "d.csv"]).stderr;
    assert!(
        output.ends_with("hint: `--date-order dmy` or `--date-order mdy` states the order\n"),
        "{output}"
    );
}

#[test]
fn dates_in_both_orders_give_a_warning() {
    let sandbox = with_sheet("m.csv", "Partner,Expiry\nA,28/07/2030\nB,12/31/2030\n");
    assert_eq!(
        sandbox.mou(&["import", "m.csv"]).stderr,
        "new registry `registry.json`\n\
         warning: `m.csv`: the date orders are mixed: `28/07/2030` (row 2, column `Expiry`) has the \
         day first and `12/31/2030` (row 3, column `Expiry`) the month; each was read in the only possible way\n\
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
         note: columns: `Name of the Institute` is partner and `Dt. of Signing` is signed\n\
         note: kept as fields: `Fee`\n\
         warning: `m.csv`, row 3, column `Dt. of Signing`: `soon` is not a date\n\
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
    assert_eq!(output.stderr, "`bad.csv`: 1 added, 0 changed, 0 the same.\n");
    assert_eq!(listed(&sandbox, "id,end,fields"), ["a,2031,", "b,2030,"]);
    // The rest of the sheet is not missing.
    let output = sandbox.mou(&["import", "m.csv", "--keep-unread"]);
    assert!(!output.stderr.contains("no longer in the sheet"), "{}", output.stderr);
}

#[test]
fn column_not_understood_gives_a_hint_how_to_keep_it() {
    let sandbox = with_sheet("m.csv", "Partner,Duration\nA,Till consent\nB,as agreed\n");
    let output = sandbox.mou(&["import", "m.csv"]);
    assert!(
        output.stderr.ends_with(
            "hint: `--rejects FILE` imports the valid rows and writes the others to FILE; \
             `--map \"Duration=fields.Duration\"` keeps that column unchanged\n"
        ),
        "{}",
        output.stderr
    );
    sandbox.mou(&["import", "m.csv", "--map", "Duration=fields.Duration"]).success();
    assert_eq!(
        listed(&sandbox, "id,term,fields"),
        [
            "a,,\"{\"\"Duration\"\":\"\"Till consent\"\"}\"",
            "b,,\"{\"\"Duration\"\":\"\"as agreed\"\"}\""
        ]
    );
}

/// A party from a flag is on every row, so it is not the partner.
#[test]
fn row_without_partner_and_title_is_refused() {
    let sandbox = with_sheet("m.csv", "Partner,Expiry\nA,2030\n,2031\n");
    let output = sandbox.mou(&["import", "m.csv", "--party", "IIT"]);
    assert!(
        output.stderr.starts_with("error: `m.csv`, row 3: it has neither a title nor a partner\n"),
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
         note: column `Partner`, 2 cells: `A, B and C` is read as one name; separate several names by semicolons or line breaks\n\
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
        output.stderr.starts_with(
            "error: `m.csv`, row 2, column `activities`: `Internship` is not JSON, as `mou export` writes \
             activities: `Internship` is not a JSON value (line 1, column 1)\n\
             error: `m.csv`, row 2, column `Validity`: `as agreed` is not a date, nor is it a term\n"
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
    assert!(output.stderr.contains("hint: `--map \"Their column=partner\"` selects the column; the columns are `Wer`, `Was`, `Bis`, `Farbe`\n"), "{}", output.stderr);
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
