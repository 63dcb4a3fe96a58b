//! Ids on the command line: from stdin with `-`, and ids of activities.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::sandbox::Sandbox;

const OLD: &str = "gds-govtech-2019";
const NEW: &str = "gds-govtech-2022";

fn sandbox() -> Sandbox {
    Sandbox::with_example().with_variable("MOU_TODAY", "2025-06-01")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Every command that takes an id, with `ID` for the id and arguments that work on the example.
const COMMANDS: &[&[&str]] = &[
    &["show", "ID"],
    &["why", "ID"],
    &["chain", "ID"],
    &["log", "ID"],
    &["renew", "ID", "--end", "2030-12-31"],
    &["renew", "ID", "--new", "--signed", "2025-05-01"],
    &["edit", "ID", "--contact", "mei"],
    &["amend", "ID", "--note", "Annex B replaced"],
    &["notice", "ID"],
    &["suspend", "ID"],
    &["resume", "ID"],
    &["terminate", "ID"],
    &["decide", "ID", "renew", "--by", "GDS"],
    &["remove", "ID", "--yes"],
    &["activity", "add", "ID", "Visit"],
    &["activity", "list", "ID"],
    &["activity", "show", "ID/1"],
    &["activity", "edit", "ID/1", "--place", "London"],
    &["activity", "done", "ID/1"],
    &["activity", "remove", "ID/1", "--yes"],
];

/// Returns the command with this id, and with `-` instead.
fn both_forms<'a>(command: &[&'a str], id: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let with = |id: &'a str| -> Vec<&'a str> {
        command.iter().map(|word| if word.starts_with("ID") { id } else { word }).collect()
    };
    (with(id), with("-"))
}

#[test]
#[cfg_attr(windows, ignore = "many runs, which are slow under Wine")]
fn every_command_with_an_id_on_stdin_does_what_it_does_with_the_id() {
    for command in COMMANDS {
        let id = if command.contains(&"ID/1") { "gds-govtech-2022/1" } else { NEW };
        let (named, piped) = both_forms(command, id);
        let run = |args: &[&str], input: &str| {
            let sandbox = sandbox();
            let add = ["activity", "add", NEW, "Talk", "--status", "ongoing"];
            sandbox.mou(&add).success();
            let mut output = sandbox.mou_with_input(input, args);
            // The log has the command line as typed, which differs.
            if command[0] == "log" {
                output.stdout = output.stdout.replace(" - ", " ID ");
            }
            (output.to_text(), sandbox.registry())
        };
        let expected = run(&named, "");
        assert_eq!(run(&piped, &format!("{id}\n")), expected, "{command:?}");
        assert_eq!(run(&piped, &format!("\0{id}\0")), expected, "{command:?}");
        assert_eq!(run(&piped, &format!("\r\n{id}\r\n")), expected, "{command:?}");
    }
}

#[test]
fn several_ids_are_shown_one_after_the_other() {
    let sandbox = sandbox();
    for command in ["show", "why", "chain"] {
        let one = |id: &str, format: &str| sandbox.mou(&[command, id, "-o", format]).success();
        let cards = format!("{}\n{}", one(NEW, "table"), one(OLD, "table"));
        let lines = format!("{}{}", one(NEW, "jsonl"), one(OLD, "jsonl"));
        let objects = Value::from(vec![json(&one(NEW, "json")), json(&one(OLD, "json"))]);
        let input = format!("{NEW}\n{OLD}\n");
        for (args, input) in [(&["-"][..], input.as_str()), (&[NEW, OLD], ""), (&[NEW, "-"], OLD)] {
            let all = |format: &str| {
                let args = [&[command, "-o", format], args].concat();
                sandbox.mou_with_input(input, &args).success()
            };
            assert_eq!(all("table"), cards, "{command}");
            assert_eq!(all("jsonl"), lines, "{command}");
            assert_eq!(json(&all("json")), objects, "{command}");
        }
    }
}

#[test]
fn json_of_ids_on_stdin_is_always_an_array() {
    let sandbox = sandbox();
    for command in ["show", "why", "chain", "log", "activity list"] {
        let mut args: Vec<&str> = command.split(' ').collect();
        args.extend(["-", "-o", "json"]);
        for (input, count) in [("", 0), ("gds-govtech-2019", 1)] {
            let printed = json(&sandbox.mou_with_input(input, &args).success());
            let count = match command {
                "log" => 0,
                "activity list" => count * 4,
                _ => count,
            };
            assert_eq!(printed.as_array().unwrap().len(), count, "{command}");
        }
    }
}

#[test]
fn log_with_several_ids_lists_each_entry_once_the_latest_first() {
    let sandbox = sandbox();
    sandbox.mou(&["add", "Other", "--party", "Kyoto", "--id", "other"]).success();
    sandbox.mou(&["edit", OLD, NEW, "--contact", "mei"]).success();
    sandbox.mou(&["edit", "other", "--contact", "mei"]).success();
    sandbox.mou(&["edit", NEW, "--contact", "li"]).success();
    let lines = |ids: &str, args: &[&str]| {
        sandbox.mou_with_input(ids, &[&["log"], args, &["-o", "jsonl"]].concat()).success()
    };
    let both = format!("{NEW}\n{OLD}\n{NEW}\n");
    let entries: Vec<(u64, Vec<String>)> = lines(&both, &["-"])
        .lines()
        .map(|line| {
            let entry = json(line);
            let records = entry["records"].as_array().unwrap();
            let ids = records.iter().map(|record| record["id"].as_str().unwrap().to_owned());
            (entry["number"].as_u64().unwrap(), ids.collect())
        })
        .collect();
    let expected = [(4, vec![NEW.to_owned()]), (2, vec![OLD.to_owned(), NEW.to_owned()])];
    assert_eq!(entries, expected);
    assert_eq!(lines("", &[OLD, NEW]), lines(&both, &["-"]));
    assert_eq!(
        sandbox.mou_with_input(&both, &["log", "-", "--ascii"]).to_text(),
        "4  2026-11-22T09:30:00Z  mei  mou edit gds-govtech-2022 --contact li\n  \
         gds-govtech-2022\n    contact: mei -> li\n\n\
         2  2026-11-22T09:30:00Z  mei  mou edit gds-govtech-2019 gds-govtech-2022 --contact mei\n  \
         gds-govtech-2019\n    contact: (none) -> mei\n  gds-govtech-2022\n    contact: (none) -> mei\n"
    );
    assert_eq!(sandbox.mou_with_input("", &["log", "-"]).to_text(), "");
    assert_eq!(sandbox.mou_with_input("nowhere", &["log", "-"]).code, 3);
}

#[test]
fn log_without_an_entry_about_the_ids_says_so() {
    let sandbox = sandbox();
    let nothing = |ids: &str| sandbox.mou_with_input(ids, &["log", "-"]).to_text();
    let sentence = "--- stderr\nThe log has no entry for";
    assert_eq!(nothing(NEW), format!("{sentence} {NEW}.\n"));
    assert_eq!(nothing(&format!("{OLD}\n{NEW}")), format!("{sentence} these 2 agreements.\n"));
}

#[test]
fn activity_list_with_ids_on_stdin_lists_only_their_activities() {
    let sandbox = sandbox();
    sandbox.mou(&["add", "Other", "--party", "Kyoto", "--id", "other"]).success();
    for id in [NEW, "other"] {
        sandbox.mou(&["activity", "add", id, "Report", "--due", "2025-12"]).success();
    }
    let list = |input: &str, args: &[&str]| {
        let args = [&["activity", "list", "-", "-o", "ids"], args].concat();
        sandbox.mou_with_input(input, &args).to_text()
    };
    let old = "gds-govtech-2019/4\n";
    assert_eq!(list("other\ngds-govtech-2022\n", &[]), "gds-govtech-2022/1\nother/1\n");
    assert_eq!(list("other\ngds-govtech-2019\n", &["--kind", "meeting"]), old);
    assert_eq!(list("other\ngds-govtech-2019\n", &["cloud", "meeting"]), old);
    assert_eq!(list("", &[]), "");
    assert_eq!(
        list("other\nnowhere\n", &[]),
        "--- stderr\nerror: there is no agreement `nowhere`\n\
         hint: `mou list` shows all of them\n--- exit 3\n"
    );
}

const LIMITS: &str =
    "write at most 1,000,000 ids of at most 1,000 bytes, one a line or each ended by NUL";

#[test]
fn rule_22_ids_on_stdin_that_are_too_long_or_too_many_are_refused() {
    let sandbox = sandbox();
    for (input, wrong) in [
        (
            format!("{NEW}\n{}", "a".repeat(1_001)),
            "line 2 of standard input has more than 1,000 bytes",
        ),
        (
            format!("{NEW}\0{}\0", "a".repeat(2_000_000)),
            "line 2 of standard input has more than 1,000 bytes",
        ),
        ("a\n".repeat(1_000_001), "standard input holds more than 1,000,000 ids"),
        ("\n".repeat(1_000_001), "standard input holds more than 1,000,000 ids"),
    ] {
        assert_eq!(
            sandbox.mou_with_input(&input, &["show", "-"]).to_text(),
            format!("--- stderr\nerror: {wrong}; {LIMITS}\n--- exit 2\n")
        );
    }
    assert_eq!(
        sandbox.mou_with_input(b"caf\xe9\n", &["show", "-"]).to_text(),
        format!("--- stderr\nerror: line 1 of standard input is not UTF-8; {LIMITS}\n--- exit 2\n")
    );
    // The longest line that is read; it can only be a text.
    let longest = "a".repeat(1_000);
    assert_eq!(
        sandbox.mou_with_input(&longest, &["show", "-"]).to_text(),
        format!(
            "--- stderr\nerror: there is no agreement `{longest}`\nhint: `mou list` shows all of them\n--- exit 3\n"
        )
    );
    // As many of them are too much for the memory.
    let mut lines = longest + "\n";
    lines = lines.repeat(100_001);
    assert_eq!(
        sandbox.mou_with_input(&lines, &["show", "-"]).to_text(),
        format!(
            "--- stderr\nerror: standard input holds more than 100,000,000 bytes; {LIMITS}\n--- exit 2\n"
        )
    );
}

#[cfg(unix)] // a shell
#[test]
fn rule_22_endless_ids_on_stdin_are_refused_soon_in_little_memory() {
    let sandbox = sandbox();
    let before = sandbox.registry();
    let too_many = "standard input holds more than 1,000,000 ids";
    let too_long = "line 1 of standard input has more than 1,000 bytes";
    let refused = |line: &str, wrong: &str| {
        let started = Instant::now();
        let output = sandbox.shell(&format!("ulimit -v 400000; {line}"));
        let expected = format!("--- stderr\nerror: {wrong}; {LIMITS}\n--- exit 2\n");
        assert_eq!(output.to_text(), expected, "{line}");
        assert!(started.elapsed() < Duration::from_secs(30), "{line}");
    };
    for command in COMMANDS {
        let (_, args) = both_forms(command, "");
        let line = args.join(" ").replace("Annex B replaced", "Annex");
        refused(&format!("mou {line} < /dev/zero"), too_many);
    }
    refused("yes | mou show -", too_many);
    refused("tr '\\0' a < /dev/zero | mou show -", too_long);
    assert_eq!(sandbox.registry(), before);
}

#[test]
fn activity_number_that_occurs_twice_is_ambiguous_wherever_it_is_typed() {
    let twice = Sandbox::with_example().registry().replace("\"n\": 2,", "\"n\": 1,");
    for (line, input) in [
        ("show ID/1", ""),
        ("edit ID/1 --place London", ""),
        ("edit ID/1 --to gds-govtech-2022", ""),
        ("done ID/1", ""),
        ("remove ID/1", ""),
        ("remove ID/1 --yes", ""),
        ("remove - --yes --dry-run", "gds-govtech-2019/1\n"),
    ] {
        let sandbox = Sandbox::with_registry(&twice);
        let line = format!("activity {}", line.replace("ID", OLD));
        let args: Vec<&str> = line.split(' ').collect();
        assert_eq!(
            sandbox.mou_with_input(input, &args).to_text(),
            "--- stderr\nerror: `gds-govtech-2019/1` is ambiguous: `gds-govtech-2019` has 2 \
             activities with the number 1\n\
             hint: `mou check --fix` gives each activity its own number\n--- exit 3\n",
            "{line}"
        );
        assert_eq!(sandbox.registry(), twice, "{line}");
    }
    let sandbox = Sandbox::with_registry(&twice);
    assert!(sandbox.mou(&["activity", "show", "gds-govtech-2019/3"]).success().contains("review"));
    sandbox.mou(&["check", "--fix"]).success();
    for id in ["gds-govtech-2019/1", "gds-govtech-2019/5"] {
        assert!(sandbox.mou(&["activity", "show", id]).success().contains(id));
    }
}
