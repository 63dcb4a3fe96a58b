//! The command: formats, exit codes, what is typed in place of what was read, and recording.

use std::fs::File;
use std::io::{Read, Write};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::sandbox::Sandbox;
use crate::schema::assert_valid;
use crate::terminal::{on_terminal, terminal};

/// A text with one agreement.
const RELEASE: &str = "\
---
title: Two universities agree
date: 2024-05-03
---

The University of Bergen (UiB) of Norway and Kyoto University (KU) of Japan signed a memorandum of understanding on
2 May 2024 in Kyoto. The MoU was signed by Anna Berg, Rector of the University of Bergen, and Ken Ito, President of
Kyoto University. The MoU is valid for three years and can be renewed by mutual consent.
";

/// A text with two agreements.
const FAIR: &str = "\
The University of Malta signed two agreements at the fair. A memorandum of understanding with the University of Porto
was signed on 3 April 2023. A letter of intent with Cork City Council was signed on 4 April 2023.
";

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("release.md", RELEASE);
    sandbox.write("fair.txt", FAIR);
    sandbox.write("nothing.txt", "The library is open from nine to five.\n");
    sandbox
}

/// Compares a text with a file in `tests/data/draft/command`; `MOU_BLESS=1` rewrites the file.
#[track_caller]
fn assert_screen(name: &str, text: &str) {
    let path = format!("{}/tests/data/draft/command/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("MOU_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name}");
}

fn draft(sandbox: &Sandbox, args: &[&str]) -> Value {
    let output = sandbox.mou(&[&["draft"], args, &["-o", "json"]].concat()).success();
    assert_valid("draft", &output);
    serde_json::from_str(&output).unwrap()
}

fn records(sandbox: &Sandbox) -> Vec<Value> {
    let registry: Value = serde_json::from_str(&sandbox.registry()).unwrap();
    registry["agreements"].as_array().unwrap().clone()
}

#[test]
fn piped_draft_has_a_line_for_each_fact_and_needs_no_registry() {
    let sandbox = sandbox();
    assert_screen("piped.txt", &sandbox.mou(&["draft", "release.md"]).to_text());
    assert_eq!(sandbox.files(), ["fair.txt", "nothing.txt", "release.md"]);
}

#[test]
fn draft_on_a_terminal_fits_and_loses_no_fact() {
    let sandbox = sandbox();
    for columns in [40, 80, 120] {
        let text = on_terminal(&sandbox, columns, &["draft", "release.md"]);
        assert_screen(&format!("{columns}_columns.txt"), &text);
    }
    for columns in [20, 40, 59, 60, 80, 99, 100, 120, 200] {
        let text = on_terminal(&sandbox, columns, &["draft", "release.md", "-q"]);
        for line in text.lines() {
            assert!(line.chars().count() <= columns, "{columns}: {line}");
        }
        assert!(text.contains("2024-05-02"), "{columns}: {text}");
    }
}

#[test]
fn json_has_the_fields_of_a_record_and_how_each_is_known() {
    let sandbox = sandbox();
    let output = sandbox.mou(&["draft", "release.md", "-o", "json"]);
    assert_screen("release.json", &output.to_text());
    let again = sandbox.mou(&["draft", "release.md", "-o", "json"]);
    assert_eq!(output, again);
    let line = sandbox.mou(&["draft", "release.md", "-o", "jsonl"]).success();
    assert_eq!(line.lines().count(), 1);
    let parsed: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(parsed, draft(&sandbox, &["release.md"]));
}

#[test]
fn text_without_an_agreement_is_an_empty_list() {
    let sandbox = sandbox();
    assert_eq!(
        sandbox.mou(&["draft", "nothing.txt"]).to_text(),
        "--- stderr\nNo agreement was found in `nothing.txt`.\n\
         hint: `mou draft nothing.txt --text` prints the text as it was read\n"
    );
    assert_eq!(
        sandbox.mou(&["draft", "nothing.txt", "--add", "--yes", "--signed", "2024"]).to_text(),
        "--- stderr\nNo agreement was found in `nothing.txt`.\n"
    );
    assert_eq!(draft(&sandbox, &["nothing.txt", "--pick", "2"])["agreements"], json!([]));
    assert_eq!(
        sandbox.mou_with_input("A cat.", &["draft", "-"]).to_text(),
        "--- stderr\nNo agreement was found in standard input.\n"
    );
    assert!(!sandbox.files().contains(&"registry.json".to_owned()));
}

#[test]
fn file_that_cannot_be_read_is_refused() {
    let sandbox = sandbox();
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    sandbox.write("long.txt", vec![b'a'; 20_000_001]);
    for (file, message) in [
        ("none.txt", "cannot read `none.txt`: no such file or directory"),
        ("folder", "cannot read `folder`: is a directory"),
        ("long.txt", "`long.txt` has more than 20 MB"),
    ] {
        assert_eq!(
            sandbox.mou(&["draft", file]).to_text(),
            format!("--- stderr\nerror: {message}\n--- exit 1\n")
        );
    }
    assert_eq!(
        sandbox.mou_with_input(vec![b'a'; 20_000_001], &["draft", "-"]).to_text(),
        "--- stderr\nerror: standard input has more than 20 MB\n--- exit 1\n"
    );
}

#[test]
fn wrong_usage_is_refused_with_the_way_out() {
    let sandbox = sandbox();
    for (args, error) in [
        (&["release.md", "--yes"][..], "`--yes` requires `--add`"),
        (&["release.md", "--anyway"], "`--anyway` requires `--add`"),
        (&["release.md", "--id", "x"], "`--id` requires `--add`"),
        (
            &["release.md", "--pick", "2"],
            "`--pick`: `release.md` has no agreement 2: it has 1 agreement",
        ),
        (
            &["fair.txt", "--signed", "2024"],
            "`--signed` is for one agreement, and `fair.txt` has 2 agreements\n\
             hint: `--pick N` uses only the Nth",
        ),
        (
            &["fair.txt", "--add", "--yes", "--id", "x"],
            "`--id` is for one agreement, and `fair.txt` has 2 agreements\n\
             hint: `--pick N` uses only the Nth",
        ),
        (
            &["release.md", "--published", "2024-05"],
            "`--published`: `2024-05` is a month, not one day; write one whole day such as 2022-07-04, \
             `4 July 2022`, today or +3m",
        ),
        (&["release.md", "--text", "-o", "json"], ""),
        (
            &["release.md", "--clear", "title"],
            "`--clear`: `title` is required, so it cannot be cleared",
        ),
        (
            &["release.md", "--add"],
            "there is no terminal to confirm on; use `--yes` to record without asking\n\
             hint: `mou draft release.md --add --yes`",
        ),
    ] {
        let output = sandbox.mou(&[&["draft"], args].concat());
        assert_eq!((output.code, output.stdout.as_str()), (2, ""), "{args:?}: {}", output.stderr);
        if !error.is_empty() {
            assert_eq!(output.stderr, format!("error: {error}\n"), "{args:?}");
        }
    }
    assert!(!sandbox.files().contains(&"registry.json".to_owned()));
}

#[test]
fn flags_replace_what_was_read() {
    let sandbox = sandbox();
    let args = ["release.md", "--signed", "2024-05", "--party", "Lund [SE]", "--clear", "place"];
    let drafted = &draft(&sandbox, &args)["agreements"][0];
    assert_eq!(drafted["signed"], "2024-05");
    assert_eq!(drafted["parties"], json!([{ "name": "Lund", "country": "SE" }]));
    for name in ["signed", "parties", "place"] {
        assert_eq!(drafted["evidence"].get(name), None, "{drafted:#}");
        assert_eq!(drafted["sure"].get(name), None, "{drafted:#}");
    }
    assert!(drafted["unknown"].as_array().unwrap().contains(&json!("place")), "{drafted:#}");
    let table = sandbox.mou(&["draft", "release.md", "--title", "Research"]).success();
    let title: Vec<&str> = table.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(title, ["title", "Research", "typed"]);
}

#[test]
fn picked_agreement_is_alone() {
    let sandbox = sandbox();
    let all = draft(&sandbox, &["fair.txt"]);
    let picked = draft(&sandbox, &["fair.txt", "--pick", "2"]);
    assert_eq!(picked["agreements"], json!([all["agreements"][1]]));
    let table = sandbox.mou(&["draft", "fair.txt"]);
    let headings: Vec<&str> =
        table.stdout.lines().filter(|line| line.starts_with("Agreement ")).collect();
    assert_eq!(headings, ["Agreement 1 of 2 (--pick 1)", "Agreement 2 of 2 (--pick 2)"]);
    assert_eq!(table.stderr, "hint: `mou draft fair.txt --add` records all 2\n");
    assert!(!sandbox.mou(&["draft", "fair.txt", "--pick", "2"]).success().contains("Agreement"));
}

#[test]
fn published_day_is_given_or_read() {
    let sandbox = sandbox();
    assert_eq!(draft(&sandbox, &["release.md"])["source"]["published_from"], "front matter");
    let given = &draft(&sandbox, &["release.md", "--published", "4 May 2024"])["source"];
    assert_eq!(
        (&given["published"], &given["published_from"]),
        (&json!("2024-05-04"), &json!("--published"))
    );
}

#[test]
fn recorded_draft_has_its_source_and_is_one_step_to_undo() {
    let sandbox = sandbox();
    let output = sandbox.mou(&["draft", "release.md", "--add", "--yes", "--contact", "Mei"]);
    assert_eq!(
        output.to_text(),
        "ku-uib-2024\n--- stderr\nnew registry `registry.json`\nAdded ku-uib-2024.\n"
    );
    let record = &records(&sandbox)[0];
    assert_eq!(record["contact"], "Mei");
    assert_eq!(
        record["references"],
        json!([{ "title": "Two universities agree", "dated": "2024-05-03" }])
    );
    let document = &record["documents"][0];
    assert_eq!(
        (&document["title"], &document["path"]),
        (&json!("Two universities agree"), &json!("release.md"))
    );
    assert_eq!(document["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(record.get("renewal"), None);
    assert_eq!(
        record["notes"],
        "The text does not say that the 3 years run from the signing.\n\
         The text says that it can be renewed by agreement, but not for how long."
    );
    let _ = sandbox.mou(&["undo"]).success();
    assert_eq!(records(&sandbox), [] as [Value; 0]);
}

#[test]
fn length_of_a_renewal_can_be_typed() {
    let sandbox = sandbox();
    let _ = sandbox.mou(&["draft", "release.md", "--add", "--yes", "--renewal", "1y"]).success();
    let record = &records(&sandbox)[0];
    assert_eq!(record["renewal"], json!({ "every": "P1Y", "by": "agreement" }));
    assert_eq!(record["notes"], "The text does not say that the 3 years run from the signing.");
}

#[test]
fn recorded_draft_is_refused_the_second_time() {
    let sandbox = sandbox();
    let args = ["draft", "release.md", "--add", "--yes"];
    let _ = sandbox.mou(&args).success();
    let before = sandbox.registry();
    assert_eq!(
        sandbox.mou(&args).to_text(),
        "--- stderr\nerror: `ku-uib-2024` has the same parties and signing date: nothing was recorded\n\
         hint: `mou draft release.md --add --yes --anyway` records it nevertheless\n--- exit 1\n"
    );
    assert_eq!(sandbox.registry(), before);
    assert_eq!(
        sandbox.mou(&[&args[..], &["--anyway"]].concat()).to_text(),
        "ku-uib-2024-2\n--- stderr\nAdded ku-uib-2024-2.\n"
    );
}

#[test]
fn dry_run_of_a_draft_shows_the_record_and_writes_nothing() {
    let sandbox = sandbox();
    let output = sandbox.mou(&["draft", "fair.txt", "--add", "--dry-run"]);
    assert_eq!(
        output.stderr,
        "Dry run, nothing was written.\nWould add um-up-2023 and ccc-um-2023.\n"
    );
    assert!(output.stdout.contains("ccc-um-2023 (added)"), "{}", output.stdout);
    assert!(!sandbox.files().contains(&"registry.json".to_owned()));
}

#[test]
fn known_parties_keep_their_names_in_the_registry() {
    let sandbox = sandbox();
    let known =
        ["add", "Exchange", "--party", "kyoto university (Kyodai) [JP]", "--party", "UiB [NO]"];
    let _ = sandbox.mou(&known).success();
    let output = sandbox.mou(&["draft", "release.md", "--add", "--yes"]);
    assert_eq!(
        output.to_text(),
        "kyodai-uib-2024\n--- stderr\n\
         warning: `University of Bergen (UiB) [NO]` is recorded as `UiB (UiB) [NO]`, as the registry has it\n\
         warning: `Kyoto University (KU) [JP]` is recorded as `kyoto university (Kyodai) [JP]`, as the registry has it\n\
         Added kyodai-uib-2024.\n"
    );
    let signatories = &records(&sandbox)[1]["signatories"];
    assert_eq!(signatories[1]["party"], "Kyodai", "{signatories:#}");
}

/// Two announcements of the same parties; the second names the first.
const FIRST: &str = "Lund University and the University of Porto signed a memorandum of understanding on 13 June 2019.\n";
const SECOND: &str = "\
Lund University and the University of Porto signed a new memorandum of understanding on 4 July 2022.

Since the first MoU in 2019, Lund University and the University of Porto have held knowledge exchanges on teaching.
";

#[test]
fn draft_succeeds_the_only_agreement_that_its_text_can_mean() {
    let sandbox = sandbox();
    sandbox.write("1.txt", FIRST);
    sandbox.write("2.txt", SECOND);
    let hints = &draft(&sandbox, &["2.txt"])["agreements"][0]["hints"];
    assert_eq!(*hints, json!({ "succeeds": [{ "title": "first MoU", "dated": "2019" }] }));
    let related = |sandbox: &Sandbox, id: &str| {
        let records = records(sandbox);
        let record = records.iter().find(|record| record["id"] == id).unwrap();
        (record["related"].clone(), record["succeeds"].clone())
    };
    // The registry does not have the first one.
    let add = |text: &str| sandbox.mou(&["draft", text, "--add", "--yes", "--anyway"]).success();
    add("2.txt");
    assert_eq!(related(&sandbox, "lu-up-2022"), (json!(["first MoU (2019)"]), Value::Null));
    // It has one of that year.
    add("1.txt");
    add("2.txt");
    assert_eq!(related(&sandbox, "lu-up-2022-2"), (Value::Null, json!(["lu-up-2019"])));
    // It has two of that year.
    add("1.txt");
    add("2.txt");
    assert_eq!(related(&sandbox, "lu-up-2022-3"), (json!(["first MoU (2019)"]), Value::Null));
}

#[test]
fn document_outside_the_folder_of_the_registry_has_no_path() {
    let sandbox = sandbox();
    std::fs::create_dir(sandbox.path("inner")).unwrap();
    let args = ["draft", "release.md", "--add", "--yes", "--file", "inner/r.json"];
    let output = sandbox.mou(&args);
    assert!(output.stderr.contains(
        "warning: `release.md` is not in the folder of the registry, so its path is not recorded\n"
    ));
    let registry: Value = serde_json::from_str(&sandbox.read("inner/r.json")).unwrap();
    let document = &registry["agreements"][0]["documents"][0];
    assert_eq!((document.get("path"), document["sha256"].is_string()), (None, true));
}

#[test]
fn text_from_standard_input_is_recorded_with_yes() {
    let sandbox = sandbox();
    let output = sandbox.mou_with_input(RELEASE, &["draft", "-", "--add", "--yes"]);
    assert_eq!(output.stdout, "ku-uib-2024\n", "{}", output.stderr);
    assert_eq!(records(&sandbox)[0]["documents"][0].get("path"), None);
}

#[test]
fn imported_draft_is_the_recorded_one_without_its_source() {
    let (recorded, imported) = (sandbox(), sandbox());
    let _ = recorded.mou(&["draft", "release.md", "--add", "--yes"]).success();
    let output =
        imported.shell("mou draft release.md -o json > draft.json && mou import draft.json");
    assert_eq!(
        output.to_text(),
        "--- stderr\nnew registry `registry.json`\n`draft.json`: 1 added, 0 changed, 0 the same.\n"
    );
    let mut expected = records(&recorded);
    for name in ["documents", "references"] {
        expected[0].as_object_mut().unwrap().remove(name);
    }
    assert_eq!(records(&imported), expected);
    let again = imported.mou(&["import", "draft.json"]);
    assert_eq!(again.to_text(), "--- stderr\n`draft.json`: 0 added, 0 changed, 1 the same.\n");
    let lines = sandbox();
    let output = lines.shell(
        "for f in release.md nothing.txt fair.txt; do mou -q draft $f -o jsonl; done > all.jsonl; mou import all.jsonl",
    );
    assert!(
        output.stderr.ends_with("`all.jsonl`: 3 added, 0 changed, 0 the same.\n"),
        "{}",
        output.to_text()
    );
}

/// Runs `mou` on a terminal with this answer to what it asks; returns all that a person sees, and the exit code.
fn answered(sandbox: &Sandbox, args: &[&str], answer: &str) -> (String, i32) {
    let (mut seen, written) = terminal();
    let mut command = sandbox.command(args);
    command.env("COLUMNS", "80").env("NO_COLOR", "1");
    let streams: Vec<File> = (0..3).map(|_| written.try_clone().unwrap()).collect();
    let [input, out, err] = <[File; 3]>::try_from(streams).unwrap();
    command.stdin(Stdio::from(input)).stdout(out).stderr(err);
    let mut child = command.spawn().unwrap();
    drop((command, written));
    seen.write_all(answer.as_bytes()).unwrap();
    let mut bytes = Vec::new();
    let mut block = [0; 1024];
    while let Ok(count @ 1..) = seen.read(&mut block) {
        bytes.extend_from_slice(&block[..count]);
    }
    let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
    (text, child.wait().unwrap().code().unwrap())
}

#[test]
fn person_at_a_terminal_sees_the_draft_and_is_asked() {
    let sandbox = sandbox();
    let args = ["draft", "release.md", "--add"];
    let (text, code) = answered(&sandbox, &args, "n\n");
    assert!(text.contains("Record `MoU between UiB and KU` as ku-uib-2024? [y/N]"), "{text}");
    assert!(
        text.contains("2024-05-02") && text.ends_with("error: nothing was recorded\n"),
        "{text}"
    );
    assert_eq!(code, 1);
    assert!(!sandbox.files().contains(&"registry.json".to_owned()));
    let (text, code) = answered(&sandbox, &args, "y\n");
    assert!(text.contains("\nAdded ku-uib-2024.\n"), "{text}");
    assert_eq!((code, records(&sandbox).len()), (0, 1));
    let (text, code) = answered(&sandbox, &["draft", "fair.txt", "--add"], "yes\n");
    assert!(text.contains("Record these 2 agreements? [y/N]"), "{text}");
    assert_eq!((code, records(&sandbox).len()), (0, 3));
}
