//! What is remembered of an import: the rows, the flags, and when neither counts.

use super::files::{text, xlsx};
use super::{counts, listed, with_sheet};
use crate::sandbox::Sandbox;
#[cfg(unix)]
use crate::strace;

const SHEET: &str = "Partner,Date signed,Expiry,Contact,Areas\n\
    Kyoto University (KU),2024-01-31,2027,Mei Tan,health; water\n\
    University of Tartu (UT),2023-05-01,,Ann,\n\
    Utrecht,2022-05-01,2030,,energy\n";

const FIRST: [&str; 4] = ["import", "s.csv", "--party", "Northfield University (NU)"];

const AGAIN: [&str; 2] = ["import", "s.csv"];

/// Returns a sandbox in which the sheet was imported once.
fn imported() -> Sandbox {
    let sandbox = with_sheet("s.csv", SHEET);
    assert_eq!(counts(&sandbox.mou(&FIRST)), "3 added, 0 changed, 0 the same.");
    assert_eq!(listed(&sandbox, "id"), ["ku-2024", "ut-2023", "utrecht-2022"]);
    sandbox
}

/// Returns the fields of the user's own of each agreement.
fn own_fields(sandbox: &Sandbox) -> Vec<String> {
    let list = sandbox.mou(&["list", "-o", "json"]).success();
    let list: Vec<serde_json::Value> = serde_json::from_str(&list).unwrap();
    let fields = list.iter().map(|agreement| {
        let fields = agreement["fields"].as_object().into_iter().flatten();
        let fields = fields.map(|(name, text)| format!("{name}={}", text.as_str().unwrap()));
        fields.collect::<Vec<_>>().join(", ")
    });
    fields.collect()
}

/// Replaces text in the sheet.
fn change(sandbox: &Sandbox, old: &str, new: &str) {
    let sheet = sandbox.read("s.csv");
    assert!(sheet.contains(old), "{sheet}");
    sandbox.write("s.csv", sheet.replace(old, new));
}

const REUSED: &str =
    "note: as last time: --party \"Northfield University (NU)\" (without it: `--no-profile`)\n";

#[test]
fn next_month_the_sheet_alone_is_enough_and_each_change_is_reported() {
    let cell = |address: &str, value: &str| {
        if value.is_empty() { String::new() } else { text(address, value) }
    };
    let workbook = |rows: &[[&str; 4]]| {
        let mut all = String::new();
        for (row, cells) in std::iter::once(&["Partner", "Signed on", "Valid until", "Contact"])
            .chain(rows)
            .enumerate()
        {
            let cells: Vec<String> = ["B", "F", "H", "J"]
                .iter()
                .zip(cells)
                .map(|(letter, value)| cell(&format!("{letter}{}", row + 1), value))
                .collect();
            all.extend([format!("<row r=\"{}\">", row + 1), cells.concat(), "</row>".to_owned()]);
        }
        xlsx(&all)
    };
    let sandbox = with_sheet(
        "mous.xlsx",
        workbook(&[
            ["University of Tartu (UT)", "3/7/2023", "", "Ann"],
            ["Kyoto University (KU)", "4/7/2024", "2027-01-01", "Mei Tan"],
            ["University of Graz (UG)", "25/7/2020", "2030-01-01", ""],
        ]),
    );
    let first = [
        "import",
        "mous.xlsx",
        "--party",
        "Northfield University (NU)",
        "--date-order",
        "dmy",
        "--drop-unmapped",
    ];
    assert_eq!(counts(&sandbox.mou(&first)), "3 added, 0 changed, 0 the same.");
    sandbox.mou(&["edit", "ug-2020", "--id", "ug"]).success();
    sandbox.mou(&["edit", "ku-2024", "--contact", "Bob Lee"]).success();
    sandbox.write(
        "mous.xlsx",
        workbook(&[
            ["University of Tartu (UT)", "3/7/2023", "2029-07-28", "Ann"],
            ["Kyoto University (KU)", "4/7/2024", "2027-01-01", "A. Ito"],
            ["Leeds", "1/8/2025", "2031-01-01", ""],
            ["Porto", "2/8/2025", "2031-01-01", ""],
        ]),
    );
    let sandbox = sandbox.with_variable("COLUMNS", "80");
    let output = sandbox.mou(&["import", "mous.xlsx", "--drop-unmapped"]);
    assert_eq!(
        output.stderr,
        "note: as last time: --party \"Northfield University (NU)\" --date-order dmy\n  \
           (without it: `--no-profile`)\n\
         changed: ut-2023: end (none) → 2029-07-28 (H2)\n\
         warning: changed in the sheet and here; what is here stays:\n  \
           ku-2024, contact: last time `Mei Tan`, sheet `A. Ito` (J3), here `Bob Lee`\n\
         hint: `mou import mous.xlsx --drop-unmapped --theirs` takes the sheet's value\n\
         note: no longer in the sheet, still in the registry: ug\n\
         `mous.xlsx`: 2 added, 1 changed, 1 the same.\n"
    );
}

/// The case of this name.
#[test]
fn reimport_same_sheet() {
    let sandbox = with_sheet(
        "s.csv",
        "Ref,Partner,Date signed,Expiry date\nR1,Alpha,2020-05-12,2025-05-12\nR2,Bravo,2020-05-13,2030-05-12\n",
    );
    let args = ["import", "s.csv", "--party", "Own", "--key", "Ref"];
    sandbox.mou(&args).success();
    let id = &listed(&sandbox, "id")[0];
    sandbox.mou(&["edit", id, "--end", "2026-01-01"]).success();
    let before = sandbox.registry();
    assert_eq!(counts(&sandbox.mou(&args)), "0 added, 0 changed, 2 the same.");
    assert_eq!(sandbox.registry(), before);
}

/// The case of this name.
#[test]
fn same_day_two_titles() {
    let sandbox = with_sheet(
        "s.csv",
        "Ref,Title,Partner,Date signed\nA-1,Framework agreement,Alpha,2017-03-03\nA-2,Student exchange agreement,Alpha,2017-03-03\nA-3,Framework agreement,Bravo,2017-03-03\n",
    );
    assert_eq!(
        counts(&sandbox.mou(&["import", "s.csv", "--party", "Own"])),
        "3 added, 0 changed, 0 the same."
    );
    // Numbers distinguish too, also if some rows have none.
    let sandbox = with_sheet(
        "s.csv",
        "Ref,Partner,Date signed\nA-1,Alpha,2017-03-03\nA-2,Alpha,2017-03-03\n,Bravo,2017-03-03\n",
    );
    assert_eq!(
        counts(&sandbox.mou(&["import", "s.csv", "--party", "Own"])),
        "3 added, 0 changed, 0 the same."
    );
}

#[test]
fn conflict_is_reported_until_it_is_settled_and_theirs_takes_it() {
    let sandbox = imported();
    sandbox.mou(&["edit", "ku-2024", "--end", "2029"]).success();
    change(&sandbox, "2027,Mei", "2030,Mei");
    let conflict = "warning: changed in the sheet and here; what is here stays:\n  \
        ku-2024, end: last time `2027`, sheet `2030` (row 2, column `Expiry`), here `2029`\n\
        hint: `mou import s.csv --theirs` takes the sheet's value\n";
    for _ in 0..2 {
        let output = sandbox.mou(&AGAIN);
        assert_eq!(
            output.stderr,
            format!("{REUSED}{conflict}`s.csv`: 0 added, 0 changed, 3 the same.\n")
        );
    }
    let output = sandbox.mou(&["import", "s.csv", "--theirs"]);
    assert_eq!(
        output.stderr,
        format!(
            "{REUSED}changed: ku-2024: end 2029 → 2030 (row 2, column `Expiry`)\n\
             `s.csv`: 0 added, 1 changed, 2 the same.\n"
        )
    );
    assert_eq!(counts(&sandbox.mou(&AGAIN)), "0 added, 0 changed, 3 the same.");
    // What both say is no conflict.
    sandbox.mou(&["edit", "ku-2024", "--end", "2032"]).success();
    change(&sandbox, "2030,Mei", "2032,Mei");
    let output = sandbox.mou(&AGAIN);
    assert_eq!(output.stderr, format!("{REUSED}`s.csv`: 0 added, 0 changed, 3 the same.\n"));
    change(&sandbox, "2032,Mei", "2033,Mei");
    assert_eq!(counts(&sandbox.mou(&AGAIN)), "0 added, 1 changed, 2 the same.");
}

#[test]
fn conflicts_are_in_the_answer() {
    let sandbox = imported();
    sandbox.mou(&["edit", "ku-2024", "--contact", "Bob Lee"]).success();
    change(&sandbox, "Mei Tan", "A. Ito");
    let answer = sandbox.mou(&["import", "s.csv", "-o", "json"]).success();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(
        answer["conflicts"],
        serde_json::json!([{
            "id": "ku-2024",
            "field": "contact",
            "last": "Mei Tan",
            "sheet": "A. Ito",
            "here": "Bob Lee",
            "cell": "row 2, column `Contact`"
        }])
    );
}

#[test]
fn empty_cell_keeps_the_value_and_the_memory_of_it() {
    let sandbox = imported();
    change(&sandbox, "2027,Mei Tan", ",n/a");
    let output = sandbox.mou(&AGAIN);
    assert!(
        output.stderr.contains("2 cells that had a value last time are empty now"),
        "{}",
        output.stderr
    );
    assert_eq!(counts(&output), "0 added, 0 changed, 3 the same.");
    assert_eq!(listed(&sandbox, "end,contact")[0], "2027,Mei Tan");
    // A correction here is not cleared by the empty cell.
    sandbox.mou(&["edit", "ku-2024", "--contact", "Bob"]).success();
    let output = sandbox.mou(&["import", "s.csv", "--empty-clears"]);
    assert!(
        output
            .stderr
            .contains("ku-2024, contact: last time `Mei Tan`, sheet (none) (row 2, column `Contact`), here `Bob`"),
        "{}",
        output.stderr
    );
    assert_eq!(listed(&sandbox, "end,contact")[0], ",Bob");
}

#[test]
fn lists_are_merged_as_sets() {
    let sandbox = imported();
    sandbox.mou(&["edit", "ku-2024", "--add-area", "arts", "--remove-area", "water"]).success();
    sandbox.mou(&["edit", "ku-2024", "--add-party", "Leeds"]).success();
    change(&sandbox, "health; water", "water; gold");
    let output = sandbox.mou(&AGAIN);
    assert!(
        output.stderr.contains(
            "changed: ku-2024: areas health; arts → arts; gold (row 2, column `Areas`)\n"
        ),
        "{}",
        output.stderr
    );
    assert_eq!(
        listed(&sandbox, "parties,areas")[0],
        "Northfield University (NU); Kyoto University (KU); Leeds,arts; gold"
    );
}

#[test]
fn renamed_partner_is_replaced_if_the_row_is_found_by_its_number() {
    let sandbox =
        with_sheet("s.csv", "Ref,Partner,Date signed\nA,Kyoto,2020-01-01\nB,Tartu,2020-01-01\n");
    sandbox.mou(&["import", "s.csv", "--party", "Own"]).success();
    sandbox.mou(&["edit", "kyoto-2020", "--add-party", "Leeds"]).success();
    change(&sandbox, "Kyoto", "Osaka");
    assert_eq!(counts(&sandbox.mou(&AGAIN)), "0 added, 1 changed, 1 the same.");
    assert_eq!(listed(&sandbox, "parties")[0], "Own; Osaka; Leeds");
}

#[test]
fn another_signing_date_under_the_same_key_is_another_agreement() {
    let sandbox =
        with_sheet("s.csv", "Ref,Partner,Date signed\nA,Kyoto,2024\nB,Tartu,2024-05-01\n");
    sandbox.mou(&["import", "s.csv", "--key", "Ref"]).success();
    change(&sandbox, "Kyoto,2024", "Kyoto,2024-03-01");
    let output = sandbox.mou(&AGAIN);
    assert!(output.stderr.contains("signed 2024 → 2024-03-01"), "{}", output.stderr);
    change(&sandbox, "Tartu,2024-05-01", "Tartu,2025-03-01");
    let output = sandbox.mou(&AGAIN);
    assert_eq!(output.code, 1);
    assert!(output.stderr.contains("another signing date under the same key"), "{}", output.stderr);
    assert!(output.stderr.contains("--theirs"), "{}", output.stderr);
    assert_eq!(
        counts(&sandbox.mou(&["import", "s.csv", "--theirs"])),
        "0 added, 1 changed, 1 the same."
    );
    assert_eq!(listed(&sandbox, "signed"), ["2024-03-01", "2025-03-01"]);
}

#[test]
fn unread_cell_is_reported_once_and_its_text_goes_when_it_is_read() {
    let sandbox = with_sheet(
        "s.csv",
        "Partner,Date signed,Duration\nKyoto,2020-01-01,Till consent\nTartu,2020-01-01,5 years\n",
    );
    assert_eq!(sandbox.mou(&AGAIN).code, 1);
    sandbox.mou(&["import", "s.csv", "--keep-unread"]).success();
    assert_eq!(own_fields(&sandbox), ["Duration=Till consent", ""]);
    assert_eq!(listed(&sandbox, "term"), ["\"\"", "P5Y"]);
    let before = sandbox.registry();
    let output = sandbox.mou(&AGAIN);
    assert_eq!(output.stderr, "`s.csv`: 0 added, 0 changed, 2 the same.\n");
    assert_eq!(sandbox.registry(), before);
    // Another cell of the row changes.
    change(&sandbox, "Kyoto,2020-01-01", "Kyoto,2020-01-01 ");
    assert_eq!(counts(&sandbox.mou(&AGAIN)), "0 added, 0 changed, 2 the same.");
    change(&sandbox, "Till consent", "3 years");
    let output = sandbox.mou(&AGAIN);
    assert!(output.stderr.contains("term (none) → P3Y"), "{}", output.stderr);
    assert_eq!(listed(&sandbox, "term,fields"), ["P3Y,", "P5Y,"]);
    // A value that cannot be read any more is not known.
    change(&sandbox, "5 years", "as agreed");
    assert_eq!(sandbox.mou(&AGAIN).code, 1);
    sandbox.mou(&["import", "s.csv", "--keep-unread"]).success();
    assert_eq!(own_fields(&sandbox), ["", "Duration=as agreed"]);
    assert_eq!(listed(&sandbox, "term"), ["P3Y", "\"\""]);
}

#[test]
fn order_of_dates_that_is_given_later_settles_the_cells_that_were_kept() {
    let sandbox = with_sheet(
        "s.csv",
        "Partner,Date signed,Expiry\nKyoto,2020-01-01,4/7/2030\nTartu,2020-01-01,5/7/2030\n",
    );
    sandbox.mou(&["import", "s.csv", "--keep-unread"]).success();
    sandbox.mou(&["edit", "tartu-2020", "--end", "2031"]).success();
    let output = sandbox.mou(&["import", "s.csv", "--date-order", "dmy"]);
    assert!(output.stderr.contains("end (none) → 2030-07-04"), "{}", output.stderr);
    assert_eq!(listed(&sandbox, "end"), ["2030-07-04", "2031"]);
    // The order is remembered.
    change(&sandbox, "4/7/2030", "6/7/2030");
    let output = sandbox.mou(&AGAIN);
    assert!(output.stderr.contains("as last time: --date-order dmy"), "{}", output.stderr);
    assert!(output.stderr.contains("end 2030-07-04 → 2030-07-06"), "{}", output.stderr);
}

#[test]
fn column_that_is_mapped_later_comes_in() {
    let sandbox = with_sheet(
        "s.csv",
        "Partner,Date signed,Runs for\nKyoto,2020-01-01,3\nTartu,2020-01-01,5\n",
    );
    sandbox.mou(&AGAIN).success();
    assert_eq!(own_fields(&sandbox), ["Runs for=3", "Runs for=5"]);
    sandbox.mou(&["edit", "tartu-2020", "--term", "2y"]).success();
    let mapped = ["import", "s.csv", "--map", "Runs for=years"];
    for _ in 0..2 {
        let output = sandbox.mou(&mapped);
        assert!(output.stderr.contains("term (none) → P3Y"), "{}", output.stderr);
        assert!(
            output.stderr.contains("tartu-2020, term: last time (none), sheet `P5Y`"),
            "{}",
            output.stderr
        );
        assert_eq!(listed(&sandbox, "term")[0], "P3Y");
        sandbox.mou(&["undo"]).success();
    }
}

#[test]
fn flag_that_is_typed_wins_over_the_last_one() {
    let sandbox = imported();
    let output = sandbox.mou(&["import", "s.csv", "--no-profile"]);
    assert!(!output.stderr.contains("as last time"), "{}", output.stderr);
    assert_eq!(counts(&output), "0 added, 0 changed, 3 the same.");
    let output = sandbox.mou(&["import", "s.csv", "--party", "Southfield"]);
    assert!(!output.stderr.contains("as last time"), "{}", output.stderr);
    assert_eq!(
        listed(&sandbox, "parties")[0],
        "Northfield University (NU); Kyoto University (KU); Southfield"
    );
    let output = sandbox.mou(&["import", "s.csv", "--contact", "Zoe"]);
    assert!(output.stderr.contains("as last time: --party Southfield"), "{}", output.stderr);
    // A sheet with other headings has no flags of its own.
    sandbox.write("t.csv", "Partner,Signed,Remarks\nOslo,2020-01-01,x\n");
    let output = sandbox.mou(&["import", "t.csv"]);
    assert!(!output.stderr.contains("as last time"), "{}", output.stderr);
    // The same headings in another order and another file have.
    sandbox.write("u.csv", "Expiry,Contact,Partner,Areas,Date signed\n2040,,Bern,,2025-01-01\n");
    let output = sandbox.mou(&["import", "u.csv"]);
    assert!(output.stderr.contains("as last time"), "{}", output.stderr);
    assert!(!output.stderr.contains("no longer in the sheet"), "{}", output.stderr);
}

#[test]
fn sheet_and_head_of_the_last_import_are_used_to_open_the_file() {
    let sandbox = with_sheet(
        "s.csv",
        "Register of agreements,\nas of May,\nPartner,Date signed\nKyoto,2020-01-01\n",
    );
    sandbox.mou(&["import", "s.csv", "--head", "3"]).success();
    let output = sandbox.mou(&AGAIN);
    assert!(output.stderr.contains("as last time: --head 3"), "{}", output.stderr);
    assert_eq!(counts(&output), "0 added, 0 changed, 1 the same.");
}

#[test]
fn order_of_rows_and_columns_does_not_matter() {
    let sandbox = imported();
    sandbox.mou(&["edit", "ku-2024", "--contact", "Bob"]).success();
    let (before, memory) = (sandbox.registry(), sandbox.read("registry.imports.json"));
    sandbox.write(
        "s.csv",
        "Areas,Contact,Expiry,Date signed,Partner\n\
         energy,,2030,2022-05-01,Utrecht\n\
         health; water,Mei Tan,2027,2024-01-31,Kyoto University (KU)\n\
         ,Ann,,2023-05-01,University of Tartu (UT)\n",
    );
    let output = sandbox.mou(&AGAIN);
    assert_eq!(output.stderr, format!("{REUSED}`s.csv`: 0 added, 0 changed, 3 the same.\n"));
    assert_eq!((sandbox.registry(), sandbox.read("registry.imports.json")), (before, memory));
}

#[test]
fn after_an_undo_the_same_import_does_the_same() {
    let sandbox = imported();
    sandbox.mou(&["edit", "ku-2024", "--contact", "Bob Lee"]).success();
    change(&sandbox, "2027,Mei Tan", "2029,A. Ito");
    sandbox.write("s.csv", sandbox.read("s.csv") + "Leeds,2025-01-01,2031,,\n");
    let first = sandbox.mou(&AGAIN);
    assert_eq!(counts(&first), "1 added, 1 changed, 2 the same.");
    let after = sandbox.registry();
    for _ in 0..2 {
        sandbox.mou(&["undo"]).success();
        assert_eq!(sandbox.mou(&AGAIN), first);
        assert_eq!(sandbox.registry(), after);
    }
    sandbox.mou(&["undo"]).success();
    sandbox.mou(&["redo"]).success();
    assert_eq!(counts(&sandbox.mou(&AGAIN)), "0 added, 0 changed, 4 the same.");
    // All steps back to the first import, whose rows are new again.
    let other = with_sheet("s.csv", SHEET);
    other.mou(&["init"]).success();
    let added = counts(&other.mou(&FIRST));
    other.mou(&["undo"]).success();
    assert_eq!(listed(&other, "id"), Vec::<String>::new());
    assert_eq!(counts(&other.mou(&FIRST)), added);
}

#[test]
fn renamed_record_is_found_and_a_removed_one_is_not_added_again() {
    let sandbox = imported();
    // Nothing that a row could be found by stays the same.
    let edits = ["--id", "kyoto", "--title", "Renamed", "--signed", "2024-02-01"];
    sandbox.mou(&[&["edit", "ku-2024"][..], &edits].concat()).success();
    change(&sandbox, "2027,Mei", "2029,Mei");
    let output = sandbox.mou(&AGAIN);
    assert!(output.stderr.contains("changed: kyoto: end 2027 → 2029"), "{}", output.stderr);
    assert_eq!(counts(&output), "0 added, 1 changed, 2 the same.");
    sandbox.mou(&["edit", "kyoto", "--id", "k-2"]).success();
    assert_eq!(counts(&sandbox.mou(&AGAIN)), "0 added, 0 changed, 3 the same.");
    sandbox.mou(&["undo"]).success();
    assert_eq!(counts(&sandbox.mou(&AGAIN)), "0 added, 0 changed, 3 the same.");

    sandbox.mou(&["remove", "kyoto", "--yes"]).success();
    let output = sandbox.mou(&AGAIN);
    assert_eq!(
        output.stderr,
        format!(
            "{REUSED}warning: removed here since the last import, not added again: kyoto (row 2)\n\
             hint: `mou import s.csv --theirs` adds it again\n\
             `s.csv`: 0 added, 0 changed, 2 the same, 1 removed here.\n"
        )
    );
    let output = sandbox.mou(&["import", "s.csv", "--theirs"]);
    assert_eq!(counts(&output), "1 added, 0 changed, 2 the same.");
    assert_eq!(listed(&sandbox, "id")[0], "kyoto");
    assert_eq!(counts(&sandbox.mou(&AGAIN)), "0 added, 0 changed, 3 the same.");
}

#[test]
fn row_that_is_gone_is_named_and_one_like_it_is_refused() {
    let sandbox = imported();
    change(&sandbox, "Utrecht,2022-05-01,2030,,energy\n", "");
    let output = sandbox.mou(&AGAIN);
    assert_eq!(
        output.stderr,
        format!(
            "{REUSED}note: no longer in the sheet, still in the registry: utrecht-2022\n\
             `s.csv`: 0 added, 0 changed, 2 the same.\n"
        )
    );
    // The signing date may have been corrected in the sheet.
    sandbox.write("s.csv", sandbox.read("s.csv") + "Utrecht,2022-06-01,2030,,energy\n");
    let output = sandbox.mou(&AGAIN);
    assert_eq!(output.code, 1);
    assert!(
        output.stderr.contains(
            "the parties and the title of `utrecht-2022`, whose row is no longer in the sheet"
        ),
        "{}",
        output.stderr
    );
    let output = sandbox.mou(&["import", "s.csv", "--allow-duplicates"]);
    assert_eq!(counts(&output), "1 added, 0 changed, 2 the same.");
    // At most ten ids are named.
    let rows: String = (10..25).map(|number| format!("P{number},2020-01-{number},,,\n")).collect();
    let head = SHEET.lines().next().unwrap();
    sandbox.write("t.csv", format!("{head}\n{rows}X,2020-01-01,,,\n"));
    sandbox.mou(&["import", "t.csv"]).success();
    sandbox.write("t.csv", format!("{head}\nX,2020-01-01,,,\n"));
    let output = sandbox.mou(&["import", "t.csv"]);
    assert!(
        output.stderr.contains("still in the registry: p10-2020, p11-2020, "),
        "{}",
        output.stderr
    );
    assert!(output.stderr.contains(", p19-2020 and 5 more\n"), "{}", output.stderr);
}

#[test]
fn dry_run_writes_nothing_at_all() {
    let sandbox = with_sheet("s.csv", SHEET);
    sandbox.mou(&[&FIRST[..], &["--dry-run"]].concat()).success();
    assert_eq!(sandbox.files(), ["s.csv"]);
    sandbox.mou(&FIRST).success();
    let memory = sandbox.read("registry.imports.json");
    change(&sandbox, "2027", "2028");
    let output = sandbox.mou(&["import", "s.csv", "-n"]);
    assert_eq!(output.stdout, "ku-2024\n  end: 2027 → 2028\n");
    assert_eq!(sandbox.read("registry.imports.json"), memory);
}

#[test]
fn memory_that_cannot_be_used_is_named_and_changes_are_conflicts() {
    let foreign = imported().read("registry.imports.json");
    for (content, why) in [
        (None, "`registry.imports.json` is missing"),
        (Some("{\"format\":\"mou-imp".to_owned()), "`registry.imports.json` is damaged"),
        (Some("{}".to_owned()), "`registry.imports.json` is damaged"),
        (Some("[]".to_owned()), "`registry.imports.json` is damaged"),
        (Some(foreign), "`registry.imports.json` belongs to another registry"),
        (
            Some("{\"format\":\"mou-imports\",\"version\":2}".to_owned()),
            "`registry.imports.json` has version 2, which is newer",
        ),
    ] {
        let sandbox = imported();
        sandbox.mou(&["edit", "ku-2024", "--contact", "Bob Lee"]).success();
        let path = sandbox.path("registry.imports.json");
        match &content {
            Some(content) => std::fs::write(&path, content).unwrap(),
            None => std::fs::remove_file(&path).unwrap(),
        }
        change(&sandbox, "health; water", "health; water; arts");
        let output = sandbox.mou(&FIRST);
        assert!(output.stderr.contains(why), "{why}: {}", output.stderr);
        assert!(
            output.stderr.contains(
                "  ku-2024, contact: sheet `Mei Tan` (row 2, column `Contact`), here `Bob Lee`\n"
            ),
            "{why}: {}",
            output.stderr
        );
        assert_eq!(counts(&output), "0 added, 1 changed, 2 the same.", "{why}");
        assert_eq!(listed(&sandbox, "contact")[0], "Bob Lee");
        let is_newer = content.as_ref().is_some_and(|content| content.contains("\"version\":2"));
        assert_eq!(content.as_ref() == Some(&sandbox.read("registry.imports.json")), is_newer);
    }
}

#[cfg(unix)] // strace
#[test]
fn program_that_is_killed_between_registry_and_memory_loses_no_correction() {
    if !strace::is_available() {
        return;
    }
    let sandbox = with_sheet("s.csv", SHEET);
    let calls = strace::calls(&sandbox, &FIRST);
    let renames: Vec<&strace::Call> =
        calls.iter().filter(|call| call.is_one_of(strace::RENAME_CALLS)).collect();
    let [registry, memory] = renames.as_slice() else { panic!("{renames:?}") };
    assert!(registry.line.contains("registry.json"), "{}", registry.line);
    assert!(memory.line.contains("registry.imports.json"), "{}", memory.line);
    let sandbox = with_sheet("s.csv", SHEET);
    let inject = format!("inject={}:signal=KILL:when={}", memory.name, memory.nth);
    let trace = strace::trace_file(&sandbox);
    let options = ["-o", trace.to_str().unwrap(), "-e", &inject];
    let output = strace::traced(&sandbox, &options, &FIRST).output().unwrap();
    assert!(!output.status.success());
    assert_eq!(listed(&sandbox, "id").len(), 3, "the registry is written");
    assert!(!sandbox.path("registry.imports.json").exists());
    sandbox.mou(&["edit", "ku-2024", "--contact", "Bob Lee"]).success();
    let output = sandbox.mou(&FIRST);
    assert!(output.stderr.contains("here `Bob Lee`"), "{}", output.stderr);
    assert_eq!(counts(&output), "0 added, 0 changed, 3 the same.");
    assert_eq!(listed(&sandbox, "contact")[0], "Bob Lee");
    let temporary = |name: &String| crate::sandbox::is_temporary(name);
    assert_eq!(sandbox.files().into_iter().filter(temporary).count(), 0);
}

#[test]
#[cfg(unix)]
fn memory_has_the_mode_of_the_registry_and_is_never_a_link_or_an_export() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let sandbox = with_sheet("s.csv", SHEET);
    sandbox.mou(&["init"]).success();
    let set_mode = |name: &str, mode: u32| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(sandbox.path(name), permissions).unwrap();
    };
    let mode =
        |name: &str| std::fs::metadata(sandbox.path(name)).unwrap().permissions().mode() & 0o777;
    set_mode("registry.json", 0o640);
    sandbox.mou(&FIRST).success();
    assert_eq!(mode("registry.imports.json"), 0o640);
    set_mode("registry.imports.json", 0o600);
    change(&sandbox, "2027", "2028");
    sandbox.mou(&AGAIN).success();
    assert_eq!(mode("registry.imports.json"), 0o600);

    for args in [
        &["export", "registry.imports.json"][..],
        &["export", "registry.imports.json", "--force"],
        &["import", "s.csv", "--rejects", "registry.imports.json", "--force"],
    ] {
        let output = sandbox.mou(args);
        assert!(output.stderr.contains("belongs to the registry"), "{}", output.to_text());
    }
    let memory = sandbox.path("registry.imports.json");
    std::fs::rename(&memory, sandbox.path("elsewhere.json")).unwrap();
    symlink("elsewhere.json", &memory).unwrap();
    let before = sandbox.read("elsewhere.json");
    change(&sandbox, "2028", "2029");
    let output = sandbox.mou(&["import", "s.csv", "--party", "Northfield University (NU)"]);
    assert!(output.stderr.contains("it is a link; what the sheet said last time is not known, and this import is not remembered"), "{}", output.stderr);
    assert_eq!(sandbox.read("elsewhere.json"), before);
}

#[test]
fn own_sheet_brings_a_record_up_to_date_and_says_so() {
    let sandbox = imported();
    let _ = sandbox.mou(&["export", "out.csv"]).success();
    let before = sandbox.registry();
    let output = sandbox.mou(&["import", "out.csv"]);
    assert_eq!(output.stderr, "`out.csv`: 0 added, 0 changed, 3 the same.\n");
    assert_eq!(sandbox.registry(), before);
    sandbox.write("out.csv", sandbox.read("out.csv").replace("Mei Tan", "A. Ito"));
    let output = sandbox.mou(&["import", "out.csv"]);
    assert_eq!(
        output.stderr,
        "changed: ku-2024: contact Mei Tan → A. Ito (row 2, column `contact`)\n\
         `out.csv`: 0 added, 1 changed, 2 the same.\n"
    );
}

#[test]
fn rejects_replace_another_file_only_with_force() {
    let sandbox = with_sheet("s.csv", "Partner,Expiry\nA,soon\nB,2030\n");
    sandbox.write("bad.csv", "mine\n");
    let args = ["import", "s.csv", "--rejects", "bad.csv"];
    let output = sandbox.mou(&args);
    assert!(output.stderr.contains("--force"), "{}", output.stderr);
    assert_eq!(sandbox.read("bad.csv"), "mine\n");
    sandbox.mou(&[&args[..], &["--force"]].concat()).success();
    assert!(sandbox.read("bad.csv").contains("soon"));
    // The next one replaces it without.
    sandbox.mou(&args).success();
    let output = sandbox.mou(&["import", "s.csv", "--force"]);
    assert_eq!(output.code, 2, "{}", output.to_text());
}
