//! Commands that change something answer with one JSON object if JSON is asked for.

use std::fs::File;

use serde_json::{Value, json};

use crate::sandbox::{CommandOutput, Sandbox};
use crate::schema::assert_valid;

/// Returns the object on stdout.
#[track_caller]
fn answer(output: &CommandOutput) -> Value {
    assert_eq!(output.code, 0, "{}", output.to_text());
    assert_valid("answer", &output.stdout);
    serde_json::from_str(&output.stdout).unwrap_or_else(|why| panic!("{why}: {}", output.stdout))
}

#[test]
fn renewal_answers_with_the_event_and_the_derived_dates() {
    let sandbox = Sandbox::with_example().with_variable("MOU_TODAY", "2025-01-10");
    let args = ["renew", "gds-govtech-2022", "--term", "3y", "-o"];
    let expected = r#"{"command":"renew","dry_run":false,"ids":["gds-govtech-2022"],"records":[{"id":"gds-govtech-2022","change":"changed","fields":{"events":{"old":[],"new":[{"kind":"renewed","on":"2025-01-10","term":"P3Y"}]}},"derived":{"ends":{"old":"2025-07-04","new":"2028-07-04"},"act_by":{"old":"2025-07-04","new":"2028-07-04"}}}],"warnings":[]}
"#;
    let dry_run = sandbox.mou(&[&args[..], &["jsonl", "-n"]].concat());
    assert_eq!(dry_run.stdout, expected.replace("false", "true"));
    let output = sandbox.mou(&[&args[..], &["jsonl"]].concat());
    assert_eq!(output.stdout, expected);
    assert_eq!(output.stderr, "Renewed gds-govtech-2022: it ends on 2028-07-04.\n");
    let undone = answer(&sandbox.mou(&["undo", "-o", "json"]));
    let events = &undone["records"][0]["fields"]["events"];
    assert_eq!(events["new"], json!([]));
    assert_eq!(events["old"][0]["kind"], "renewed");
}

/// Each changing command, with the ids that it changes, one after the other.
const CHANGES: &[(&[&str], &[&str])] = &[
    (&["add", "A", "--party", "Kyoto", "--signed", "2024-01-02", "--term", "1y"], &["kyoto-2024"]),
    (&["amend", "kyoto-2024", "--on", "2024-05-01", "--place", "Kyoto"], &["kyoto-2024"]),
    (&["edit", "kyoto-2024", "--contact", "Mei", "--tag", "eu"], &["kyoto-2024"]),
    (&["suspend", "kyoto-2024", "--on", "2024-06-01"], &["kyoto-2024"]),
    (&["resume", "kyoto-2024", "--on", "2024-07-01"], &["kyoto-2024"]),
    (&["renew", "kyoto-2024", "--term", "3y", "--on", "2024-12-01"], &["kyoto-2024"]),
    (&["notice", "kyoto-2024", "--on", "2025-01-01"], &["kyoto-2024"]),
    (&["decide", "kyoto-2024", "lapse", "--by", "Mei", "--on", "2025-02-01"], &["kyoto-2024"]),
    (&["terminate", "kyoto-2024", "--on", "2025-03-01"], &["kyoto-2024"]),
    (&["renew", "kyoto-2024", "--new", "--signed", "2025-04-01"], &["kyoto-2025"]),
    (&["activity", "add", "kyoto-2025", "Visit", "--due", "2026-01-01"], &["kyoto-2025/1"]),
    (&["activity", "edit", "kyoto-2025/1", "--kind", "visit"], &["kyoto-2025/1"]),
    (&["activity", "done", "kyoto-2025/1", "--on", "2025-12-01"], &["kyoto-2025/1"]),
    (
        &["activity", "edit", "kyoto-2025/1", "--to", "kyoto-2024"],
        &["kyoto-2024/1", "kyoto-2025/1"],
    ),
    (&["activity", "remove", "kyoto-2024/1", "--yes"], &["kyoto-2024/1"]),
    (&["edit", "kyoto-2024", "--id", "k"], &["k", "kyoto-2024", "kyoto-2025"]),
    (&["undo", "2"], &["k", "kyoto-2024", "kyoto-2025"]),
    (&["redo"], &["kyoto-2024/1"]),
    (&["import", "sheet.csv"], &["porto-2020", "turin-2021"]),
    (&["draft", "release.txt", "--add", "--yes"], &["lu-ou-2024"]),
    (&["remove", "porto-2020", "turin-2021", "--yes"], &["porto-2020", "turin-2021"]),
    (&["config", "within", "90d"], &[]),
    (&["accept", "kyoto-2024", "one-party"], &["kyoto-2024"]),
    (&["contact", "rename", "Mei", "Ann"], &["kyoto-2024", "kyoto-2025"]),
    (&["party", "rename", "Kyoto", "Kyoto University"], &["kyoto-2024", "kyoto-2025"]),
    (&["add", "T", "--party", "Turin", "--signed", "2022"], &["turin-2022"]),
    (&["party", "merge", "Turin", "Kyoto University"], &["turin-2022"]),
];

#[test]
fn no_changing_command_is_left_out_of_these_tests() {
    let commands = Sandbox::new().mou(&["schema", "commands"]).success();
    let commands: Value = serde_json::from_str(&commands).unwrap();
    for command in commands["commands"].as_array().unwrap() {
        let name = command["name"].as_str().unwrap();
        // `check --fix` prints the findings, `init` has no records.
        if command["changes"] == true && !["check", "init"].contains(&name) {
            assert!(
                CHANGES
                    .iter()
                    .any(|(args, _)| args.join(" ").starts_with(&format!("{name} "))
                        || args == &[name]),
                "{name}"
            );
        }
    }
}

#[test]
#[cfg_attr(windows, ignore = "many runs, which are slow under Wine")]
fn every_changing_command_answers_with_and_without_a_dry_run() {
    let sandbox = Sandbox::new();
    sandbox
        .write("sheet.csv", "Title,Partner,Date signed\nB,Porto,2020-01-01\nC,Turin,2021-01-01\n");
    sandbox
        .write("release.txt", "Lund University and Oslo University signed an MoU on 2 May 2024.");
    let mut known = std::collections::BTreeMap::new();
    for (args, ids) in CHANGES {
        let before = std::fs::read(sandbox.path("registry.json")).unwrap_or_default();
        let mut dry_run = answer(&sandbox.mou(&[args, &["-n", "-o", "json"][..]].concat()));
        assert_eq!(dry_run["dry_run"], true, "{args:?}");
        assert_eq!(std::fs::read(sandbox.path("registry.json")).unwrap_or_default(), before);
        let done = answer(&sandbox.mou(&[args, &["-qojsonl"][..]].concat()));
        dry_run["dry_run"] = json!(false);
        assert_eq!(done, dry_run, "{args:?}");
        let is_noun = ["activity", "contact", "party"].contains(&args[0]);
        let command = if is_noun { args[..2].join(" ") } else { args[0].to_owned() };
        assert_eq!((&done["command"], &done["ids"]), (&json!(command), &json!(ids)), "{args:?}");
        // The old and new values are those of the file.
        let registry: Value = serde_json::from_str(&sandbox.registry()).unwrap();
        for record in done["records"].as_array().unwrap() {
            let id = record["id"].as_str().unwrap();
            let agreements = registry["agreements"].as_array().unwrap();
            let after = agreements.iter().find(|agreement| agreement["id"] == id);
            let before = known.insert(id.to_owned(), after.cloned()).flatten();
            let kind = match (&before, after) {
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            };
            assert_eq!(record["change"], kind, "{args:?} {id}");
            for (name, sides) in record["fields"].as_object().unwrap() {
                let is_side = |side: &Value, of: Option<&Value>| {
                    let stored = of.and_then(|of| of.get(name));
                    side == &json!([]) && stored.is_none() || side == stored.unwrap_or(&Value::Null)
                };
                assert!(is_side(&sides["old"], before.as_ref()), "{args:?} {id} {name}: {sides}");
                assert!(is_side(&sides["new"], after), "{args:?} {id} {name}: {sides}");
            }
        }
    }
}

#[test]
fn answer_has_the_warnings_and_the_derived_values_that_changed() {
    let sandbox = Sandbox::with_example().with_variable("MOU_TODAY", "2025-01-10");
    let notice = ["terminate", "gds-govtech-2022", "--on", "2025-01-01", "-o", "json"];
    let record = &answer(&sandbox.mou(&notice))["records"][0];
    assert_eq!(
        record["derived"],
        json!({
            "status": { "old": "active", "new": "terminated" },
            "ends": { "old": "2025-07-04", "new": "2025-01-01" },
            "act_by": { "old": "2025-07-04" },
        })
    );
    let sandbox = Sandbox::new();
    let future = ["activity", "done", "kyoto-2024/1", "--on", "2030-01-01", "-o", "json"];
    let _ = sandbox.mou(&["add", "A", "--party", "Kyoto", "--signed", "2024"]).success();
    let _ = sandbox.mou(&["activity", "add", "kyoto-2024", "Visit"]).success();
    let output = sandbox.mou(&future);
    let warning = "its date, 2030-01-01, is in the future; `--on` sets another";
    assert_eq!(answer(&output)["warnings"], json!([warning]));
    assert!(output.stderr.contains(&format!("warning: {warning}\n")), "{}", output.stderr);
    let quiet = sandbox.mou(&[&["-q"], &future[..]].concat());
    assert_eq!((quiet.stderr.as_str(), quiet.code), ("", 0));
    assert_eq!(answer(&quiet)["warnings"], json!([warning]));
}

#[test]
fn answer_has_members_that_mou_does_not_know_with_their_digits() {
    let text = r#"{"format":"mou-registry","version":1,"agreements":[{"id":"a","title":"A","cost":1.10}]}"#;
    let sandbox = Sandbox::with_registry(text);
    let output = sandbox.mou(&["remove", "a", "--yes", "-o", "jsonl"]).success();
    assert!(output.contains(r#""cost":{"old":1.10}"#), "{output}");
}

#[test]
fn fixes_as_a_dry_run_do_not_spoil_the_list_of_findings() {
    let text = r#"{"format":"mou-registry","version":1,"agreements":[{"id":"a","title":"A","tags":["x","x"]}]}"#;
    for format in ["json", "jsonl", "csv", "tsv", "ids"] {
        let dry_run = Sandbox::with_registry(text).mou(&["check", "--fix", "-n", "-o", format]);
        let done = Sandbox::with_registry(text).mou(&["check", "--fix", "-o", format]);
        assert_eq!(dry_run.stdout, done.stdout, "{format}");
    }
    let output = Sandbox::with_registry(text).mou(&["check", "--fix", "-n"]);
    assert!(output.stdout.starts_with("a\n  tags: x; x"), "{}", output.to_text());
}

#[test]
fn answer_of_a_command_that_changes_nothing_has_empty_lists() {
    let sandbox = Sandbox::with_example();
    let nothing = |command: &str| json!({ "command": command, "dry_run": false, "ids": [], "records": [], "warnings": [] });
    for args in [
        &["edit", "gds-govtech-2022", "--kind", "MoU"][..],
        &["remove", "-", "--yes"],
        &["config", "within", "90d"],
    ] {
        let output = sandbox.mou(&[args, &["-o", "json"]].concat());
        assert_eq!(answer(&output), nothing(args[0]), "{args:?}");
    }
    let new = Sandbox::new();
    assert_eq!(answer(&new.mou(&["init", "--format=json"])), nothing("init"));
}

#[test]
fn acceptance_and_renaming_answer_with_the_records() {
    let sandbox = Sandbox::with_example();
    let ids =
        |args: &[&str]| answer(&sandbox.mou(&[args, &["-o", "json"]].concat()))["ids"].clone();
    let accepted = answer(&sandbox.mou(&["accept", "gds-govtech-2022", "lapsed", "-o", "json"]));
    assert_eq!(accepted["command"], "accept");
    assert_eq!(
        accepted["records"][0]["fields"],
        json!({ "accepted": { "old": [], "new": [{ "rule": "lapsed", "on": "2026-11-22" }] } })
    );
    let renamed = answer(&sandbox.mou(&["party", "rename", "gds", "Digital", "-n", "-o", "json"]));
    assert_eq!((&renamed["command"], &renamed["dry_run"]), (&json!("party rename"), &json!(true)));
    let both = json!(["gds-govtech-2019", "gds-govtech-2022"]);
    assert_eq!(renamed["ids"], both);
    assert_eq!(ids(&["party", "merge", "gds", "govtech"]), both);
    sandbox.mou(&["edit", "gds-govtech-2022", "--contact", "Mei"]).success();
    assert_eq!(ids(&["contact", "rename", "mei", "Ann"]), json!(["gds-govtech-2022"]));
}

/// Returns the error on stderr, which has nothing else.
#[track_caller]
fn error(output: &CommandOutput) -> Value {
    assert_eq!(output.stdout, "", "{}", output.to_text());
    assert_eq!(output.stderr.matches('\n').count(), 1, "{}", output.stderr);
    let error: Value = serde_json::from_str(&output.stderr).unwrap();
    assert_valid("error", &output.stderr);
    assert_eq!(error["error"]["exit"], output.code, "{}", output.stderr);
    error["error"].clone()
}

#[test]
fn error_has_its_code_and_the_flag_and_hint_if_there_are_any() {
    let sandbox = Sandbox::with_example();
    sandbox.write("none.json", "[]");
    sandbox.write("newer.json", r#"{"format":"mou-registry","version":2,"agreements":[]}"#);
    sandbox.write("damaged.json", r#"{"format":"mou-registry","version":1,"agreements":[}"#);
    for (args, expected) in [
        (
            &["renew", "gds-govtech-2022", "--end", "2020-01-01"][..],
            r#"{"error":{"code":"refused","exit":1,"message":"the new end, 2020-01-01, is not later than the end of `gds-govtech-2022`, 2025-07-04","hint":"`mou edit gds-govtech-2022` corrects what is recorded"}}"#,
        ),
        (
            &["list", "--file", "no.json"],
            r#"{"error":{"code":"no-registry","exit":1,"message":"there is no registry `no.json`","hint":"`mou init` or `mou add` creates it"}}"#,
        ),
        (
            &["import", "no.csv"],
            r#"{"error":{"code":"io","exit":1,"message":"cannot read `no.csv`: no such file or directory"}}"#,
        ),
        (
            &["list", "--lapsd"],
            r#"{"error":{"code":"usage","exit":2,"message":"unknown flag `--lapsd`","hint":"`mou help list` shows the flags and examples","flag":"--lapsd"}}"#,
        ),
        (
            &["list", "--limit", "0"],
            r#"{"error":{"code":"bad-value","exit":2,"message":"`--limit`: `0` is not accepted; write a whole number from 1","flag":"--limit"}}"#,
        ),
        (
            &["list", "--file", "none.json"],
            r#"{"error":{"code":"not-a-registry","exit":6,"message":"`none.json` is not a mou registry: it is not an object","hint":"`--file FILE` names a registry; `mou import FILE` reads other files"}}"#,
        ),
        (
            &["list", "--file", "damaged.json"],
            r#"{"error":{"code":"damaged","exit":6,"message":"`damaged.json` is damaged: expected an object, found `}` (line 1, column 52)","hint":"correct this place in a text editor, or restore the file from a copy; `mou log` still shows what was changed"}}"#,
        ),
        (
            &["list", "--file", "newer.json"],
            r#"{"error":{"code":"newer-version","exit":6,"message":"`newer.json` uses format version 2; this mou reads version 1","hint":"update mou: a newer version wrote this file"}}"#,
        ),
    ] {
        for format in [&["-o", "json"][..], &["--format=jsonl"]] {
            let output = sandbox.mou(&[args, format].concat());
            let _ = error(&output);
            assert_eq!(output.stderr, format!("{expected}\n"), "{args:?}");
        }
        let output = sandbox.mou(args);
        assert!(output.stderr.starts_with("error: "), "{args:?}: {}", output.stderr);
    }
    for (args, code, exit) in [
        (&["show", "gsd-govtech-2022"][..], "not-found", 3),
        (&["show", "gds-govtech"], "ambiguous", 3),
        (&["activity", "edit", "gds-govtech-2022/9", "--kind", "visit"], "not-found", 3),
        (&["renew", "gds-govtech-2022", "--term", "3q"], "bad-value", 2),
        (&["list", "--file", ""], "bad-value", 2),
        (&["list", "--as-of", "2022"], "bad-value", 2),
        (&["add", "A", "--party", "A [GBR]"], "bad-value", 2),
        (&["show"], "usage", 2),
        (&["lsit"], "usage", 2),
    ] {
        let error = error(&sandbox.mou(&[args, &["-o", "json"]].concat()));
        assert_eq!((&error["code"], &error["exit"]), (&json!(code), &json!(exit)), "{args:?}");
    }
}

#[test]
fn error_about_a_lock_is_json() {
    let sandbox = Sandbox::with_example();
    let lock = File::create(sandbox.path("registry.json.lock")).unwrap();
    lock.lock().unwrap();
    let args = ["edit", "gds-govtech-2022", "--contact", "Mei", "--lock-timeout", "10ms"];
    let error = error(&sandbox.mou(&[&args[..], &["-ojson"]].concat()));
    assert_eq!((&error["code"], &error["exit"]), (&json!("locked"), &json!(5)));
}

#[test]
fn messages_of_a_command_that_fails_are_not_beside_the_error() {
    let sandbox = Sandbox::new().with_variable("MOU_FILE", "");
    // There is no registry, so a hint would precede the error.
    let _ = error(&sandbox.mou(&["show", "a", "-o", "json"]));
    let sandbox = Sandbox::with_example();
    sandbox.write("a.csv", "Title,Partner,Signed\nA,B,31.02.2020\nC,D,32.01.2020\n");
    let error = error(&sandbox.mou(&["import", "a.csv", "-o", "json"]));
    let message = error["message"].as_str().unwrap();
    assert!(
        message.starts_with("nothing was imported: `a.csv` has 2 unread cells in 2 of 2 rows: "),
        "{message}"
    );
    assert!(message.contains("row 2") && message.contains("row 3"), "{message}");
}

#[test]
fn json_is_recognised_wherever_the_format_may_be_typed() {
    let sandbox = Sandbox::with_example();
    for args in [
        &["edit", "-nojson", "x"][..],
        &["edit", "-no", "json", "x"],
        &["edit", "-qo=json", "x"],
        &["edit", "--format=jsonl", "x"],
        &["--bad", "edit", "--format", "json", "x"],
    ] {
        let _ = error(&sandbox.mou(args));
    }
    for args in [
        &["edit", "x", "--", "-ojson"][..],
        &["edit", "x", "--note=-ojson"],
        &["list", "--status", "x", "-o", "csv"],
        &["list", "-o", "jsn"],
    ] {
        let output = sandbox.mou(args);
        assert!(output.stderr.starts_with("error: "), "{args:?}: {}", output.stderr);
    }
}
