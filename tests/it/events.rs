//! Events: notice, suspension, termination, decisions.

use crate::sandbox::Sandbox;

const REGISTRY: &str = r#"{"format":"mou-registry","version":1,"uid":"0192f3c4-0000-4000-8000-000000000000","agreements":[
{"id":"auto","title":"Auto","kind":"MoU","parties":[{"name":"A"}],"signed":"2020-08-01","term":"P3Y","renewal":{"every":"P1Y"},"notice":"P3M"},
{"id":"draft","title":"Draft","kind":"MoU","parties":[{"name":"A"}]},
{"id":"ended","title":"Ended","kind":"MoU","parties":[{"name":"A"}],"signed":"2020-08-01","term":"P3Y","events":[{"kind":"terminated","on":"2022-01-01"}]},
{"id":"fixed","title":"Fixed","kind":"MoU","parties":[{"name":"A"}],"signed":"2021-08-01","term":"P3Y"},
{"id":"indefinite","title":"Indefinite","kind":"MoU","parties":[{"name":"A"}],"signed":"2020-08-01","term":"indefinite","notice":"P6M"},
{"id":"open","title":"Open","kind":"MoU","parties":[{"name":"A"}],"signed":"2020-08-01"}]}"#;

fn sandbox() -> Sandbox {
    Sandbox::with_registry(REGISTRY).with_variable("MOU_TODAY", "2023-10-31")
}

/// Runs the commands in one sandbox, and compares the messages of each.
#[track_caller]
fn assert_messages(cases: &[(&str, &str)]) {
    let sandbox = sandbox();
    for (line, expected) in cases {
        let args: Vec<&str> = line.split(' ').collect();
        let before = sandbox.registry();
        let output = sandbox.mou(&args);
        assert_eq!(output.to_text(), format!("--- stderr\n{expected}"), "{line}");
        assert_eq!(sandbox.registry() == before, output.code != 0, "{line}");
    }
}

#[test]
fn notice_in_time_ends_the_current_period_and_late_notice_the_next() {
    assert_messages(&[(
        "notice auto --on 2024-05-01 --by A",
        "\
Notice given for auto: it ends on 2024-08-01.\n\
It counts from 2024-05-01; until then the status is active.\n",
    )]);
    assert_messages(&[(
        "notice auto --on 2024-05-02",
        "\
Notice given for auto, too late for 2024-08-01: it ends on 2025-08-01.\n\
It counts from 2024-05-02; until then the status is active.\n",
    )]);
}

#[test]
fn notice_without_an_end_counts_from_its_own_day() {
    assert_messages(&[
        ("notice indefinite", "Notice given for indefinite: it ends on 2024-04-30.\n"),
        (
            "notice indefinite --on 2023-11-01",
            "error: notice of `indefinite` was given on 2023-10-31: it ends on 2024-04-30; the first \
             one counts\nhint: `mou renew indefinite` withdraws it, `mou edit indefinite` corrects \
             it\n--- exit 1\n",
        ),
        (
            "notice open",
            "Notice given for open: its end is not known, as no notice period is recorded.\n",
        ),
        ("notice open --term 6m", "Notice given for open: it ends on 2024-04-30.\n"),
    ]);
}

#[test]
fn notice_with_own_end_ends_within_the_period() {
    assert_messages(&[
        ("notice auto --end 2023-12-31", "Notice given for auto: it ends on 2023-12-31.\n"),
        (
            "notice fixed --end 2025-01-01",
            "Notice given for fixed: it ends on 2024-08-01.\n\
             warning: notice does not extend: `fixed` ends on 2024-08-01 anyway\n",
        ),
    ]);
    assert_messages(&[(
        "notice auto --end 2023-10-30",
        "error: `--end`: 2023-10-30 is before the notice, 2023-10-31\n--- exit 2\n",
    )]);
}

#[test]
fn suspend_and_resume_must_alternate() {
    assert_messages(&[
        (
            "resume fixed",
            "error: `fixed` was not suspended on 2023-10-31\n\
             hint: `mou suspend fixed --on DATE`\n--- exit 1\n",
        ),
        (
            "suspend fixed --on 2023-01-10",
            "Suspended fixed on 2023-01-10; this does not extend it: it ends on 2024-08-01.\n",
        ),
        (
            "suspend fixed",
            "error: `fixed` is already suspended from 2023-01-10\n\
             hint: `mou resume fixed`\n--- exit 1\n",
        ),
        (
            "suspend fixed --on 2022-12-01",
            "error: `fixed` is already suspended from 2023-01-10\n\
             hint: `mou resume fixed`\n--- exit 1\n",
        ),
        ("resume fixed --on 2023-02", "Resumed fixed in 2023-02: it ends on 2024-08-01.\n"),
        (
            "resume fixed --on 2023-01-20",
            "error: `fixed` was resumed in 2023-02 already\n\
             hint: `mou edit fixed --remove-event N` undoes that\n--- exit 1\n",
        ),
    ]);
}

#[test]
fn terminated_agreement_stays_terminated() {
    assert_messages(&[
        (
            "terminate fixed --by A --on 2023-10",
            "Terminated fixed in 2023-10: its last day is 2023-10.\n",
        ),
        (
            "terminate fixed --by B",
            "error: `fixed` was terminated in 2023-10\n\
             hint: `mou renew fixed --new --signed DATE --term TERM` records what follows it\n\
             --- exit 1\n",
        ),
        (
            "terminate fixed --on 2023-01-01",
            "error: `fixed` is already terminated in 2023-10\n\
             hint: `mou edit fixed --remove-event 1` undoes that\n--- exit 1\n",
        ),
        (
            "suspend ended",
            "error: `ended` was terminated on 2022-01-01\n\
             hint: `mou renew ended --new --signed DATE --term TERM` records what follows it\n\
             --- exit 1\n",
        ),
        ("terminate open", "Terminated open on 2023-10-31: its last day is 2023-10-31.\n"),
        ("terminate draft", "Terminated draft on 2023-10-31.\n"),
    ]);
}

#[test]
fn termination_after_the_end_prints_a_warning() {
    assert_messages(&[(
        "terminate auto --on 2022-01-01",
        "Terminated auto on 2022-01-01: its last day is 2022-01-01.\n",
    )]);
    let sandbox = sandbox().with_variable("MOU_TODAY", "2024-10-31");
    assert_eq!(
        sandbox.mou(&["terminate", "fixed"]).to_text(),
        "--- stderr\nTerminated fixed on 2024-10-31: its last day is 2024-08-01.\n\
         warning: `fixed` is terminated on 2024-10-31, after it had ended on 2024-08-01\n"
    );
}

#[test]
fn draft_cannot_be_suspended_decided_or_given_notice() {
    let draft = "error: `draft` is a draft: no signing date is recorded\n\
                 hint: `mou edit draft --signed DATE`\n--- exit 1\n";
    for line in ["suspend draft", "resume draft", "notice draft", "decide draft renew --by A"] {
        assert_messages(&[(line, draft)]);
    }
}

#[test]
fn decision_to_lapse_warns_if_the_agreement_renews_automatically() {
    assert_messages(&[
        (
            "decide fixed lapse --by A",
            "Recorded the decision for fixed: it will not be renewed. Its last day is 2024-08-01.\n",
        ),
        (
            "decide auto lapse --by A",
            "Recorded the decision for auto: it will not be renewed. Its last day is 2024-08-01.\n\
             warning: `auto` renews automatically unless notice is given by 2024-05-01\n",
        ),
        (
            "decide auto lapse --by A",
            "error: `auto` already has this event: 2023-10-31 decided lapse by A\n\
             hint: `mou show auto`\n--- exit 1\n",
        ),
        (
            "decide auto drop --by A",
            "error: `DECISION`: `drop` is not accepted; use renew, lapse or renegotiate\n\
             --- exit 2\n",
        ),
    ]);
}

#[test]
fn events_are_stored_oldest_first_and_keep_unknown_keys() {
    let sandbox = Sandbox::with_registry(
        &REGISTRY.replace(
            r#""signed":"2021-08-01","term":"P3Y""#,
            r#""signed":"2021-08-01","term":"P3Y","events":[{"kind":"suspended","on":"2023-05-01","cost":1.10}]"#,
        ),
    )
    .with_variable("MOU_TODAY", "2023-10-31");
    let _ = sandbox.mou(&["notice", "fixed", "--on", "2022-01-01", "--note", "by post"]).success();
    let _ = sandbox.mou(&["resume", "fixed", "--on", "2023-05-01"]).success();
    let expected = r#"      "events": [
        {
          "kind": "notice",
          "on": "2022-01-01",
          "note": "by post"
        },
        {
          "kind": "suspended",
          "on": "2023-05-01",
          "cost": 1.10
        },
        {
          "kind": "resumed",
          "on": "2023-05-01"
        }
      ]
"#;
    assert!(sandbox.registry().contains(expected), "{}", sandbox.registry());
}

#[test]
fn event_for_ids_on_stdin_is_recorded_for_all_or_none() {
    let sandbox = sandbox();
    let before = sandbox.registry();
    let output = sandbox.mou_with_input("fixed\ndraft\n", &["suspend", "-"]);
    assert_eq!(output.code, 1, "{}", output.to_text());
    assert_eq!(sandbox.registry(), before);
    let output =
        sandbox.mou_with_input("fixed\nopen\nfixed\n", &["decide", "-", "lapse", "--by", "A"]);
    assert_eq!(
        output.to_text(),
        "--- stderr\nRecorded the decision for fixed: it will not be renewed. Its last day is 2024-08-01.\n\
         Recorded the decision for open: it will not be renewed. Its end is not known.\n"
    );
    let output = sandbox.mou_with_input("", &["terminate", "-"]);
    assert_eq!(output.to_text(), "--- stderr\nNo ids were given: nothing was changed.\n");
}
