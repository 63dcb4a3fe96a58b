//! Commands that change something answer with one JSON object if JSON is asked for.

use std::fs::File;

use serde_json::{Value, json};

use crate::sandbox::{CommandOutput, Sandbox};

/// Returns the object on stdout.
#[track_caller]
fn answer(output: &CommandOutput) -> Value {
    assert_eq!(output.code, 0, "{}", output.to_text());
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

/// Returns the error on stderr, which has nothing else.
#[track_caller]
fn error(output: &CommandOutput) -> Value {
    assert_eq!(output.stdout, "", "{}", output.to_text());
    assert_eq!(output.stderr.matches('\n').count(), 1, "{}", output.stderr);
    let error: Value = serde_json::from_str(&output.stderr).unwrap();
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
            r#"{"error":{"code":"refused","exit":1,"message":"the new end, 2020-01-01, is not later than the last end of `gds-govtech-2022`, 2025-07-04","hint":"`mou edit gds-govtech-2022` corrects what is recorded"}}"#,
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
            r#"{"error":{"code":"usage","exit":2,"message":"unknown flag or argument `--lapsd`","hint":"`mou help` shows the commands, and `mou help COMMAND` the flags of one","flag":"--lapsd"}}"#,
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
        message.starts_with("nothing was imported: 2 rows of `a.csv` are in error: "),
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
