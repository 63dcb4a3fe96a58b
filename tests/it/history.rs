//! `log`, `undo` and `redo`.

use serde_json::{Value, json};

use crate::sandbox::{CommandOutput, Sandbox};

fn add(sandbox: &Sandbox, title: &str) -> CommandOutput {
    sandbox.mou(&["add", title, "--party", "Kyoto [JP]", "--signed", "2024-05-01", "--term", "3y"])
}

#[test]
fn log_table_lists_the_latest_entry_first() {
    let sandbox = Sandbox::with_example();
    let renew = ["renew", "gds-govtech-2022", "--term", "3y", "--on", "2025-06-30"];
    assert_eq!(sandbox.mou(&renew).code, 0);
    assert_eq!(add(&sandbox, "It's $HOME \u{1b}").code, 0);
    assert_eq!(
        sandbox.mou(&["log"]).to_text(),
        "2  2026-11-22T09:30:00Z  mei  mou add 'It'\\''s $HOME \\u{1b}' --party \"Kyoto [JP]\" \
         --signed 2024-05-01 --term 3y\n  kyoto-2024 (added)\n\n\
         1  2026-11-22T09:30:00Z  mei  mou renew gds-govtech-2022 --term 3y --on 2025-06-30\n  \
         gds-govtech-2022\n    events: (none) → 2025-06-30 renewed, term 3 years\n"
    );
    assert_eq!(
        sandbox.mou(&["log", "kyo", "--ascii"]).to_text(),
        "2  2026-11-22T09:30:00Z  mei  mou add 'It'\\''s $HOME \\u{1b}' --party \"Kyoto [JP]\" \
         --signed 2024-05-01 --term 3y\n  kyoto-2024 (added)\n    id: kyoto-2024\n    title: It's \
         $HOME \\u{1b}\n    kind: MoU\n    parties: Kyoto [JP]\n    signed: 2024-05-01\n    term: \
         P3Y\n"
    );
    let output = sandbox.mou(&["log", "--limit", "1"]);
    assert_eq!(output.stdout.lines().count(), 2);
    assert_eq!(output.stderr, "1 of 2 commands shown.\n");
    assert_eq!(
        sandbox.mou(&["log", "gds-govtech-2019"]).to_text(),
        "--- stderr\nThe log has no entry for gds-govtech-2019.\n"
    );
    assert_eq!(sandbox.mou(&["log", "nus"]).code, 3);
}

#[test]
fn log_fits_the_terminal() {
    let sandbox = Sandbox::with_example();
    let notes = "A remark that is longer than a terminal";
    let edit = ["edit", "gds-govtech-2022", "--notes", notes, "--contact", "Mei"];
    assert_eq!(sandbox.mou(&edit).code, 0);
    assert_eq!(
        sandbox.mou(&["log", "--width", "40"]).success(),
        "1  2026-11-22T09:30:00Z  mei  mou edit
    gds-govtech-2022 --notes \"A remark
    that is longer than a terminal\"
    --contact Mei
  gds-govtech-2022
    contact: (none) → Mei
    notes: No title is stated: the one
        here is descriptive. The three
        years are stated, the day they
        begin is not: with no other day
        recorded they count from the
        signing. → A remark that is
        longer than a terminal
"
    );
}

#[test]
fn log_in_json_has_every_detail() {
    let sandbox = Sandbox::new();
    assert_eq!(add(&sandbox, "One").code, 0);
    assert_eq!(sandbox.mou(&["undo"]).code, 0);
    let log: Value = serde_json::from_str(&sandbox.mou(&["log", "-o", "json"]).success()).unwrap();
    let record = json!({
        "id": "kyoto-2024",
        "title": "One",
        "kind": "MoU",
        "parties": [{"name": "Kyoto", "country": "JP"}],
        "signed": "2024-05-01",
        "term": "P3Y",
    });
    let uid = log[1]["registry"]["after"]["uid"].clone();
    let expected = json!([
        {
            "number": 2,
            "at": "2026-11-22T09:30:00Z",
            "who": "mei",
            "command": ["mou", "undo"],
            "undoes": [1],
            "records": [{"id": "kyoto-2024", "change": "removed", "before": record}],
        },
        {
            "number": 1,
            "at": "2026-11-22T09:30:00Z",
            "who": "mei",
            "command": [
                "mou", "add", "One", "--party", "Kyoto [JP]", "--signed", "2024-05-01", "--term",
                "3y",
            ],
            "created": true,
            "undone": true,
            "registry": {
                "change": "added",
                "after": {"format": "mou-registry", "version": 1, "uid": uid},
            },
            "records": [{"id": "kyoto-2024", "change": "added", "after": record}],
        },
    ]);
    assert_eq!(log, expected);
    let lines = sandbox.mou(&["log", "-o", "jsonl"]).success();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(Value::from(lines), expected);
    let one = sandbox.mou(&["log", "kyoto-2024", "-o", "jsonl", "--limit", "1"]).success();
    assert_eq!(one.lines().count(), 1);
}

#[test]
fn undo_and_redo_print_the_changes() {
    let sandbox = Sandbox::with_example();
    let before = sandbox.registry();
    let renew = ["renew", "gds-govtech-2022", "--term", "3y", "--on", "2025-06-30"];
    assert_eq!(sandbox.mou(&renew).code, 0);
    let after = sandbox.registry();
    let undone = "gds-govtech-2022\n  events: 2025-06-30 renewed, term 3 years → (none)\n";
    let command = "`mou renew gds-govtech-2022 --term 3y --on 2025-06-30`: gds-govtech-2022.\n";
    assert_eq!(
        sandbox.mou(&["undo", "--dry-run"]).to_text(),
        format!("{undone}--- stderr\nDry run, nothing was written.\nWould undo {command}")
    );
    assert_eq!(sandbox.registry(), after);
    assert_eq!(sandbox.mou(&["undo"]).to_text(), format!("{undone}--- stderr\nUndid {command}"));
    assert_eq!(sandbox.registry(), before);
    assert_eq!(
        sandbox.mou(&["redo"]).to_text(),
        format!(
            "gds-govtech-2022\n  events: (none) → 2025-06-30 renewed, term 3 years\n--- stderr\nRedid \
             {command}"
        )
    );
    assert_eq!(sandbox.registry(), after);
    assert_eq!(sandbox.mou(&["undo", "-q"]).to_text(), undone);
}

#[test]
fn undo_of_impossible_steps_is_refused_with_the_reason() {
    let sandbox = Sandbox::with_example();
    assert_eq!(
        sandbox.mou(&["undo"]).to_text(),
        "--- stderr\nerror: there is nothing to undo\nhint: `mou log` shows what was done\n--- \
         exit 1\n"
    );
    assert_eq!(sandbox.mou(&["log"]).to_text(), "--- stderr\nThe log is empty.\n");
    let renew = ["renew", "gds-govtech-2022", "--term", "3y", "--on", "2025-06-30"];
    assert_eq!(sandbox.mou(&renew).code, 0);
    assert_eq!(
        sandbox.mou(&["undo", "2"]).to_text(),
        "--- stderr\nerror: there is one command to undo, not 2\nhint: `mou undo`\n--- exit 1\n"
    );
    let edited = sandbox.registry().replace("\"P3Y\"", "\"P4Y\"");
    sandbox.write("registry.json", &edited);
    assert_eq!(
        sandbox.mou(&["undo"]).to_text(),
        "--- stderr\nerror: `mou renew gds-govtech-2022 --term 3y --on 2025-06-30` cannot be \
         undone: record `gds-govtech-2022` has since been changed outside the log\n\
         hint: `mou log gds-govtech-2022` shows what was done to it\n--- exit 1\n"
    );
    assert_eq!(sandbox.registry(), edited);
    assert_eq!(
        sandbox.mou(&["redo"]).to_text(),
        "--- stderr\nerror: there is nothing to redo\nhint: `mou log` shows what was done\n--- \
         exit 1\n"
    );
    for bad in ["0", "-1", "x", "99999999999999999999999"] {
        assert_eq!(sandbox.mou(&["undo", "--", bad]).code, 2, "{bad}");
    }
}

#[test]
fn registry_without_a_readable_log_still_works() {
    for log in ["", "not a log\n", "{\"n\":1}\n\0\0\0"] {
        let sandbox = Sandbox::new();
        assert_eq!(add(&sandbox, "One").code, 0);
        sandbox.write("registry.log.jsonl", log);
        assert_eq!(sandbox.mou(&["list", "-o", "ids"]).success(), "kyoto-2024\n");
        assert_eq!(sandbox.mou(&["log"]).code, 0);
        assert_eq!(sandbox.mou(&["undo"]).code, 1);
        assert_eq!(add(&sandbox, "Two").success(), "kyoto-2024-2\n");
        assert_eq!(sandbox.mou(&["undo"]).code, 0);
        assert_eq!(sandbox.mou(&["list", "-o", "ids"]).success(), "kyoto-2024\n");
    }
}

#[test]
fn every_changing_command_is_one_undo_step() {
    let commands: [&[&str]; 15] = [
        &["add", "New", "--party", "Kyoto", "--signed", "2024"],
        &["renew", "gds-govtech-2022", "--end", "2028-12-31", "--on", "2025-06-30"],
        &["renew", "gds-govtech-2022", "--new", "--signed", "2025-07-01", "--term", "3y"],
        &["activity", "add", "gds-govtech-2022", "Visit", "--on", "2025-02-03"],
        &["activity", "edit", "gds-govtech-2022/1", "--title", "Other"],
        &["activity", "done", "gds-govtech-2022/1", "--on", "2025-02-04"],
        &["activity", "remove", "gds-govtech-2022/1", "--yes"],
        &["decide", "gds-govtech-2022", "renew", "--by", "GDS"],
        &["notice", "gds-govtech-2022", "--by", "GDS", "--on", "2026-01-05"],
        &["suspend", "gds-govtech-2022", "--on", "2026-02-03"],
        &["resume", "gds-govtech-2022", "--on", "2026-02-04"],
        &["terminate", "gds-govtech-2022", "--on", "2026-02-05"],
        &["edit", "gds-govtech-2022", "--contact", "Mei", "--area", "Data"],
        &["edit", "gds-govtech-2019", "--id", "first"],
        &["config", "within", "3m"],
    ];
    let sandbox = Sandbox::with_example();
    let before = sandbox.registry();
    let mut done = Vec::new();
    for command in commands {
        let output = sandbox.mou(command);
        assert_eq!(output.code, 0, "{}", output.to_text());
        assert_ne!(done.last().unwrap_or(&before), &sandbox.registry(), "{command:?}");
        done.push(sandbox.registry());
    }
    for earlier in done.iter().rev().skip(1).chain([&before]) {
        assert_eq!(sandbox.mou(&["undo"]).code, 0);
        assert_eq!(&sandbox.registry(), earlier);
    }
    for later in &done {
        assert_eq!(sandbox.mou(&["redo"]).code, 0);
        assert_eq!(&sandbox.registry(), later);
    }
    assert_eq!(sandbox.mou(&["undo", &commands.len().to_string()]).code, 0);
    assert_eq!(sandbox.registry(), before);
}

/// Returns a sandbox with five commands in its log, of which one is undone.
fn with_five_commands() -> Sandbox {
    let sandbox = Sandbox::with_example();
    assert_eq!(add(&sandbox, "One").code, 0);
    for args in [
        &["edit", "kyoto-2024", "--contact", "Mei; Kai"][..],
        &["config", "within", "90d"],
        &["undo"],
        &["edit", "kyoto-2024", "gds-govtech-2022", "--tag", "eu"],
    ] {
        assert_eq!(sandbox.mou(args).code, 0, "{args:?}");
    }
    sandbox
}

#[test]
fn log_has_all_formats_of_a_list() {
    let sandbox = with_five_commands();
    let log = |args: &[&str]| sandbox.mou(&[&["log"], args].concat());
    assert_eq!(
        log(&["-o", "csv"]).success(),
        "number,at,who,command,undone,records\n\
         5,2026-11-22T09:30:00Z,mei,mou edit kyoto-2024 gds-govtech-2022 --tag eu,,gds-govtech-2022; kyoto-2024\n\
         4,2026-11-22T09:30:00Z,mei,mou undo,,\n\
         3,2026-11-22T09:30:00Z,mei,mou config within 90d,true,\n\
         2,2026-11-22T09:30:00Z,mei,\"mou edit kyoto-2024 --contact \"\"Mei; Kai\"\"\",,kyoto-2024\n\
         1,2026-11-22T09:30:00Z,mei,\"mou add One --party \"\"Kyoto [JP]\"\" --signed 2024-05-01 --term 3y\",,kyoto-2024\n"
    );
    assert_eq!(
        log(&["-o", "tsv", "--columns", "number,undoes,undone"]).success(),
        "number\tundoes\tundone\n5\t\t\n4\t3\t\n3\t\ttrue\n2\t\t\n1\t\t\n"
    );
    assert_eq!(
        log(&["-o", "markdown", "--columns", "number,records", "--sort", "number", "--limit", "2"])
            .to_text(),
        "| number | records |\n| ---: | --- |\n| 1 | kyoto-2024 |\n| 2 | kyoto-2024 |\n\
         --- stderr\n2 of 5 commands shown.\n"
    );
    assert_eq!(
        log(&["gds-govtech-2022", "--columns", "number,command"]).success(),
        "number  command\n     5  mou edit kyoto-2024 gds-govtech-2022 --tag eu\n"
    );
    assert_eq!(
        log(&["-o", "jsonl", "--columns", "number,undone"]).success(),
        "{\"number\":5}\n{\"number\":4}\n{\"number\":3,\"undone\":true}\n{\"number\":2}\n{\"number\":1}\n"
    );
    let refused = log(&["--columns", "number,when"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("there is no column `when`"), "{}", refused.to_text());
}

#[test]
fn ids_of_the_log_are_those_of_the_changed_records_once() {
    let sandbox = with_five_commands();
    assert_eq!(sandbox.mou(&["log", "-o", "ids"]).success(), "gds-govtech-2022\nkyoto-2024\n");
    assert_eq!(sandbox.mou(&["log", "-z"]).success(), "gds-govtech-2022\0kyoto-2024\0");
    assert_eq!(sandbox.mou(&["log", "kyoto", "-o", "ids"]).success(), "kyoto-2024\n");
    let limited = sandbox.mou(&["log", "-o", "ids", "--limit", "1"]);
    assert_eq!(limited.stdout, "gds-govtech-2022\nkyoto-2024\n");
    assert_eq!(limited.stderr, "1 of 5 commands shown.\n");
}

#[test]
fn undo_and_redo_as_a_dry_run_show_the_differences_and_write_nothing() {
    let sandbox = with_five_commands();
    let before = (sandbox.registry(), sandbox.read("registry.log.jsonl"));
    let differences = "gds-govtech-2022\n  tags: eu → (none)\nkyoto-2024\n  tags: eu → (none)\n";
    for flag in ["-n", "--dry-run"] {
        assert_eq!(
            sandbox.mou(&["undo", flag]).to_text(),
            format!(
                "{differences}--- stderr\nDry run, nothing was written.\n\
                 Would undo `mou edit kyoto-2024 gds-govtech-2022 --tag eu`: gds-govtech-2022 and kyoto-2024.\n"
            )
        );
    }
    assert_eq!(sandbox.mou(&["undo", "99", "-n"]).code, 1);
    assert_eq!((sandbox.registry(), sandbox.read("registry.log.jsonl")), before);
    assert_eq!(sandbox.mou(&["undo"]).stdout, differences);
    let before = (sandbox.registry(), sandbox.read("registry.log.jsonl"));
    let redo = sandbox.mou(&["redo", "-n"]);
    assert_eq!(redo.stdout, differences.replace("eu → (none)", "(none) → eu"));
    assert_eq!((sandbox.registry(), sandbox.read("registry.log.jsonl")), before);
}
