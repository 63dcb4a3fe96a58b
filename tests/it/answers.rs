//! Commands that change something answer with one JSON object if JSON is asked for.

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
