//! Importing the same sheet again, and a newer version of it.

use super::{counts, listed, with_sheet};
use crate::sandbox::Sandbox;

const SHEET: &str = "Ref,Partner,Country,Date signed,Expiry,Contact\nA/1,Kyoto University,Japan,2020-01-31,2027,mei\nA/2,Tartu,Estonia,2021-05-01,,\n";

#[test]
fn second_import_of_the_same_sheet_changes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.mou(&["init", "--owner", "IIT"]).success();
    sandbox.write("s.csv", SHEET);
    let args = ["import", "s.csv", "--key", "ref"];
    assert_eq!(counts(&sandbox.mou(&args)), "2 added, 0 changed, 0 the same.");
    let before = sandbox.registry();
    assert_eq!(counts(&sandbox.mou(&args)), "0 added, 0 changed, 2 the same.");
    assert_eq!(sandbox.registry(), before);
}

/// A sheet of partners does not list the owner of the registry.
#[test]
fn partner_as_the_key_ignores_the_owner() {
    let sandbox = Sandbox::new();
    sandbox.mou(&["init", "--owner", "IIT"]).success();
    sandbox.write("s.csv", "Partner,Country,Expiry\nKyoto University,Japan,2027\n");
    let args = ["import", "s.csv", "--key", "Partner"];
    assert_eq!(counts(&sandbox.mou(&args)), "1 added, 0 changed, 0 the same.");
    assert_eq!(counts(&sandbox.mou(&args)), "0 added, 0 changed, 1 the same.");
    sandbox.write("s.csv", "Partner,Country,Expiry\nKyoto University,Japan,2028\n");
    assert_eq!(counts(&sandbox.mou(&args)), "0 added, 1 changed, 0 the same.");
    let output = sandbox.mou(&["list", "-o", "csv", "--columns", "parties,end"]).success();
    assert_eq!(output, "parties,end\nIIT; Kyoto University [JP],2028\n");
}

/// A short name in the sheet refers to the party that has it in the registry.
#[test]
fn partner_as_the_key_matches_by_short_name() {
    let sandbox = Sandbox::new();
    sandbox
        .mou(&["add", "Other", "--party", "Kyoto University (KU) [JP]", "--party", "X"])
        .success();
    sandbox
        .write("s.csv", "Partner,Expiry\nKU,2027\nTartu,2028\nUniversity of Tartu (Tartu),2029\n");
    let args = ["import", "s.csv", "--key", "Partner"];
    assert_eq!(counts(&sandbox.mou(&args)), "3 added, 0 changed, 0 the same.");
    assert_eq!(counts(&sandbox.mou(&args)), "0 added, 0 changed, 3 the same.");
}

#[test]
fn newer_sheet_changes_only_differing_cells_and_keeps_local_edits() {
    let sandbox = with_sheet("s.csv", SHEET);
    let args = ["import", "s.csv", "--key", "Ref"];
    sandbox.mou(&args).success();
    let id = "ku-2020";
    sandbox
        .mou(&["edit", id, "--tag", "asia", "--contact", "sam", "--add-party", "Utrecht [NL]"])
        .success();
    sandbox.mou(&["activity", "add", id, "Workshop", "--on", "2024-05-01"]).success();

    // A changed cell, an empty cell, a removed column and an added row.
    sandbox.write(
        "s.csv",
        "Ref,Partner,Expiry,Contact\nA/1,Kyoto University,2028-03-31,\nA/3,Porto,2030,\n",
    );
    let output = sandbox.mou(&[&args[..], &["--dry-run"]].concat());
    assert_eq!(
        output.stdout,
        "ku-2020\n  end: 2027 → 2028-03-31\nporto (added)\n  id: porto\n  title: MoU with Porto\n  kind: MoU\n  parties: Porto\n  signed: unknown\n  end: 2030\n  fields: Ref=A/3\n"
    );
    assert_eq!(counts(&output), "1 added, 1 changed, 0 the same.");
    assert_eq!(counts(&sandbox.mou(&args)), "1 added, 1 changed, 0 the same.");
    assert_eq!(
        listed(&sandbox, "id,parties,signed,end,contact,tags"),
        [
            "ku-2020,Kyoto University [JP]; Utrecht [NL],2020-01-31,2028-03-31,sam,asia",
            "porto,Porto,unknown,2030,,",
            "tartu-2021,Tartu [EE],2021-05-01,,,"
        ]
    );
    assert_eq!(listed(&sandbox, "id").len(), 3);
    // The empty cell does not clear what was corrected here.
    let output = sandbox.mou(&[&args[..], &["--empty-clears"]].concat());
    assert!(
        output.stderr.contains("  ku-2020, contact: last time `mei`, sheet (none) (row 2, column `Contact`), here `sam`\n"),
        "{}",
        output.stderr
    );
    assert_eq!(listed(&sandbox, "contact,end")[0], "sam,2028-03-31");
    sandbox.mou(&[&args[..], &["--empty-clears", "--theirs"]].concat()).success();
    assert_eq!(listed(&sandbox, "contact,end")[0], ",2028-03-31");
    sandbox.mou(&["undo", "2"]).success();
    assert_eq!(listed(&sandbox, "contact,end")[0], "sam,2027");
}

#[test]
fn row_with_a_known_id_updates_its_record_and_may_occur_once() {
    let sandbox = with_sheet("s.csv", "id,title,parties\nm1,One,A; B\n,Two,C; D\n");
    assert_eq!(counts(&sandbox.mou(&["import", "s.csv"])), "2 added, 0 changed, 0 the same.");
    assert_eq!(listed(&sandbox, "id"), ["c-d", "m1"]);
    sandbox.write("s.csv", "id,title\nm1,One more\n");
    assert_eq!(counts(&sandbox.mou(&["import", "s.csv"])), "0 added, 1 changed, 0 the same.");
    assert_eq!(listed(&sandbox, "id,title,parties"), ["c-d,Two,C; D", "m1,One more,A; B"]);

    sandbox.write("s.csv", "id,title,parties\nm1,One,A\nm2,Two,B\nm1,Three,C\n");
    let output = sandbox.mou(&["import", "s.csv"]);
    assert!(output.stderr.contains("row 4 (`m1` also occurs in row 2)"), "{}", output.stderr);
    sandbox.write("s.csv", "Ref,Partner\n7,A\n7,B\n,C\n");
    sandbox.write("t.csv", "Ref,Partner\n7,A\n7,B\n");
    let output = sandbox.mou(&["import", "t.csv", "--key", "Ref"]);
    assert!(output.stderr.contains("`7` also occurs in row 2"), "{}", output.stderr);
    assert!(output.stderr.contains("--key"), "{}", output.stderr);
    let output = sandbox.mou(&["import", "s.csv", "--key", "Ref"]);
    assert!(output.stderr.contains("`7` also occurs in row 2"), "{}", output.stderr);
    assert!(output.stderr.contains("row 4"), "{}", output.stderr);
}

#[test]
fn foreign_id_is_a_reference_and_can_be_a_key() {
    let sandbox = with_sheet("s.csv", "ID,Partner\nMoU/2020/1,A\n");
    let args = ["import", "s.csv", "--key", "ID"];
    assert_eq!(counts(&sandbox.mou(&args)), "1 added, 0 changed, 0 the same.");
    assert_eq!(listed(&sandbox, "id,fields"), ["a,\"{\"\"ID\"\":\"\"MoU/2020/1\"\"}\""]);
    assert_eq!(counts(&sandbox.mou(&args)), "0 added, 0 changed, 1 the same.");
    // Serial numbers are no ids of `mou` either.
    sandbox.write("s.csv", "id,Partner,Place\n1,B,Bern\n2,C,Bonn\n");
    assert_eq!(counts(&sandbox.mou(&["import", "s.csv"])), "2 added, 0 changed, 0 the same.");
    assert_eq!(listed(&sandbox, "id"), ["a", "b", "c"]);
}

#[test]
fn row_like_another_without_a_key_is_refused() {
    let sheet = "Parties,Date signed,Title\nA and B; C,2020-01-01,x\nC; B; A,2020-01-01,X\nC; B; A,2020-01-01,y\n";
    let sandbox = with_sheet("s.csv", sheet);
    let output = sandbox.mou(&["import", "s.csv"]);
    let like = "it has the parties, the date and the title of row 2";
    assert!(output.stderr.contains(like), "{}", output.stderr);
    assert!(output.stderr.contains("--allow-duplicates"), "{}", output.stderr);
    assert_eq!(sandbox.files(), ["s.csv"]);
    let output = sandbox.mou(&["import", "s.csv", "--allow-duplicates"]);
    assert_eq!(counts(&output), "3 added, 0 changed, 0 the same.");
    let output = sandbox.mou(&["import", "s.csv"]);
    assert_eq!(counts(&output), "0 added, 0 changed, 3 the same.");
    // Without the memory, the row is the agreement with its parties, date and title, unless that fits several.
    std::fs::remove_file(sandbox.path("registry.imports.json")).unwrap();
    let output = sandbox.mou(&["import", "s.csv"]);
    assert!(output.stderr.contains("and other agreements match"), "{}", output.stderr);
}

#[test]
fn list_output_is_imported_unchanged() {
    let sandbox = Sandbox::with_example();
    let before = sandbox.registry();
    for format in ["json", "jsonl", "csv"] {
        let list = sandbox.mou(&["list", "-o", format]).success();
        let output = sandbox.mou_with_input(&list, &["import", "-"]);
        assert!(counts(&output).starts_with("0 added, 0 changed, "), "{}", output.to_text());
        assert_eq!(sandbox.registry(), before);
    }
    let fresh = Sandbox::new();
    let list = sandbox.mou(&["list", "-o", "json"]).success();
    fresh.mou_with_input(&list, &["import", "-"]).success();
    let agreements = |text: &str| text[text.find("\"agreements\"").unwrap()..].to_owned();
    assert_eq!(agreements(&fresh.registry()), agreements(&before));
    let to_text = Sandbox::new();
    to_text.mou_with_input(&before, &["import", "-"]).success();
    assert_eq!(agreements(&to_text.registry()), agreements(&before));
}
