//! `edit` with flags, `amend` and `remove`.

use crate::sandbox::Sandbox;

const REGISTRY: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "0192f3c4-0000-4000-8000-000000000000",
  "agreements": [
    {
      "id": "first",
      "x-unknown": 18446744073709551616,
      "title": "First",
      "kind": "MoU",
      "parties": [
        {
          "name": "Government Digital Service",
          "short": "GDS",
          "country": "GB",
          "x-more": 1.10
        },
        {
          "name": "Kyoto"
        }
      ],
      "signed": "2022-07-04",
      "term": "P3Y",
      "areas": [
        "skills",
        "standards"
      ],
      "events": [
        {
          "kind": "remark",
          "on": "2022-08-01"
        },
        {
          "kind": "seen",
          "on": "2023-08-01"
        }
      ],
      "fields": {
        "budget": "none"
      }
    },
    {
      "id": "second",
      "title": "Second",
      "kind": "MoU",
      "parties": [
        {
          "name": "Kyoto"
        }
      ],
      "signed": "2025-07-05",
      "succeeds": [
        "first"
      ],
      "under": "first",
      "related": [
        "first",
        "the first of them"
      ]
    },
    {
      "id": "third",
      "title": "Third",
      "kind": "MoU",
      "parties": [
        {
          "name": "Kyoto"
        }
      ]
    }
  ]
}
"#;

fn sandbox() -> Sandbox {
    Sandbox::with_registry(REGISTRY)
}

/// Returns the lines that differ from the original registry.
fn diff(sandbox: &Sandbox) -> String {
    let (old, new) = (REGISTRY, sandbox.registry());
    let is_in =
        |line: &str, text: &str| text.lines().any(|other| other.trim_end_matches(',') == line);
    let removed = old.lines().map(|line| line.trim_end_matches(','));
    let added = new.lines().map(|line| line.trim_end_matches(','));
    let removed =
        removed.filter(|line| !is_in(line, &new)).map(|line| format!("-{}\n", line.trim()));
    let added = added.filter(|line| !is_in(line, old)).map(|line| format!("+{}\n", line.trim()));
    removed.chain(added).collect()
}

/// Runs each command in a new sandbox, and compares its output and the changed lines.
#[track_caller]
fn assert_changes(cases: &[(&str, &str, &str)]) {
    for (line, expected, differs) in cases {
        let sandbox = sandbox();
        let args: Vec<&str> = line.split(' ').collect();
        let output = sandbox.mou(&args);
        assert_eq!(output.to_text(), format!("--- stderr\n{expected}"), "{line}");
        assert_eq!(diff(&sandbox), *differs, "{line}");
    }
}

#[test]
fn list_field_is_replaced_added_to_and_removed_from() {
    assert_changes(&[
        ("edit first --area a", "Changed first: areas.\n", "-\"skills\"\n-\"standards\"\n+\"a\"\n"),
        (
            "edit first --add-area a --add-area skills --remove-area STANDARDS",
            "Changed first: areas.\n",
            "-\"standards\"\n+\"a\"\n",
        ),
        (
            "edit first --remove-area b --remove-area skills --remove-party X",
            "warning: `--remove-party`: `first` has no `X`\n\
             warning: `--remove-area`: `first` has no `b`\nChanged first: areas.\n",
            "-\"skills\"\n",
        ),
        (
            "edit first --remove-tag b",
            "warning: `--remove-tag`: `first` has no `b`\nNothing to change.\n",
            "",
        ),
        (
            "edit first --add-field budget=one --add-field code=2 --remove-field x",
            "warning: `--remove-field`: `first` has no `x`\nChanged first: fields.\n",
            "-\"budget\": \"none\"\n+\"budget\": \"one\"\n+\"code\": \"2\"\n",
        ),
        (
            "edit first --remove-field budget=other",
            "warning: `--remove-field`: `first` has no `budget=other`\nNothing to change.\n",
            "",
        ),
        (
            "edit first --remove-party gds",
            "Changed first: parties.\n",
            "-\"name\": \"Government Digital Service\"\n-\"short\": \"GDS\"\n-\"country\": \"GB\"\n-\"x-more\": 1.10\n",
        ),
    ]);
}

#[test]
fn edited_party_keeps_unknown_keys() {
    assert_changes(&[
        (
            "edit first --party-left kyoto=2024-05-01 --party-joined Kyoto=2023 --party-signed GDS=unknown --party-role GDS=depositary",
            "Changed first: parties.\n",
            "+\"role\": \"depositary\"\n+\"signed\": \"unknown\"\n+\"joined\": \"2023\"\n+\"left\": \"2024-05-01\"\n",
        ),
        ("edit first --party-left Kyoto=", "Nothing to change.\n", ""),
        (
            "edit first --party-left Oslo=2024",
            "error: `--party-left`: `first` has no party `Oslo`\nhint: its parties are Government \
             Digital Service (GDS) [GB]; Kyoto\n--- exit 1\n",
            "",
        ),
        (
            "edit first --party-left Kyoto=2024 --party-joined Kyoto=2025",
            "error: `first` has Kyoto leave in 2024, before it joined in 2025\n--- exit 1\n",
            "",
        ),
        ("edit first --party gds --party Kyoto", "Nothing to change.\n", ""),
    ]);
    let sandbox = sandbox();
    let output = sandbox.mou(&["edit", "first", "--party", "GDS [FR]", "--party", "Kyoto"]);
    assert_eq!(output.to_text(), "--- stderr\nChanged first: parties.\n");
    assert_eq!(diff(&sandbox), "-\"country\": \"GB\"\n+\"country\": \"FR\"\n");
}

#[test]
fn cleared_field_can_be_set_in_the_same_edit() {
    assert_changes(&[
        (
            "edit first --clear term --clear area",
            "Changed first: term and areas.\n",
            "-\"term\": \"P3Y\"\n-\"areas\": [\n-\"skills\"\n-\"standards\"\n",
        ),
        (
            "edit first --clear term --term 4y",
            "Changed first: term.\n",
            "-\"term\": \"P3Y\"\n+\"term\": \"P4Y\"\n",
        ),
        (
            "edit first --clear title",
            "error: `--clear`: `title` is required, so it cannot be cleared\n--- exit 2\n",
            "",
        ),
        (
            "edit first --clear trem",
            "error: `--clear`: `trem` is not a field\nhint: did you mean `term`?\n--- exit 2\n",
            "",
        ),
        ("edit first --clear place", "Nothing to change.\n", ""),
    ]);
}

#[test]
fn impossible_edit_is_refused_unless_it_was_already_recorded() {
    assert_changes(&[
        (
            "edit first --end 2020",
            "error: `first` ends in 2020, before its first day, 2022-07-04\n--- exit 1\n",
            "",
        ),
        ("edit first --under first", "error: `first` is under itself\n--- exit 1\n", ""),
        (
            "edit third --party-role Kyoto=x --under none",
            "error: `--under`: there is no agreement `none`\nhint: `mou list` shows all of them\n--- exit 3\n",
            "",
        ),
        ("edit third --remove-party Kyoto", "error: `third` has no parties\n--- exit 1\n", ""),
        (
            "edit first --signed 9999 --term 2y",
            "error: `first` would end after the year 9999: 2 years from 9999\n--- exit 1\n",
            "",
        ),
    ]);
    let sandbox =
        Sandbox::with_registry(&REGISTRY.replace("\"term\": \"P3Y\"", "\"end\": \"2020\""));
    let output = sandbox.mou(&["edit", "first", "--effective", "2022-07-04", "--contact", "Mei"]);
    assert_eq!(output.to_text(), "--- stderr\nChanged first: effective and contact.\n");
    let output = sandbox.mou(&["edit", "first", "--succeeds", "second"]);
    assert_eq!(output.code, 1, "{}", output.to_text());
    assert!(output.stderr.contains("in a circle of 2"), "{}", output.to_text());
}

#[test]
fn links_to_a_renamed_agreement_follow_it() {
    let sandbox = sandbox();
    let output = sandbox.mou(&["edit", "fi", "--id", "a-new-one", "--title", "New"]);
    assert_eq!(
        output.to_text(),
        "--- stderr\nRenamed first to a-new-one, and changed title; 1 linked agreement was updated.\n"
    );
    let expected = REGISTRY
        .replace("\"first\"", "\"a-new-one\"")
        .replace("\"title\": \"First\"", "\"title\": \"New\"");
    assert_eq!(sandbox.registry(), expected);
    let _ = sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), REGISTRY);
}

#[test]
fn new_id_must_be_free_and_for_one_agreement() {
    assert_changes(&[
        (
            "edit first --id second",
            "error: the id `second` is taken\nhint: `mou show second` shows the agreement that uses this id\n--- exit 1\n",
            "",
        ),
        ("edit first --id first", "Nothing to change.\n", ""),
        (
            "edit first second --id a",
            "error: `--id` takes one agreement, but 2 are named\n--- exit 2\n",
            "",
        ),
    ]);
    assert_eq!(sandbox().mou(&["edit", "first", "--id", "A B"]).code, 2);
}

#[test]
fn event_is_removed_by_its_number() {
    assert_changes(&[
        (
            "edit first --remove-event 2 --remove-event 1",
            "Changed first: events.\n",
            "-\"events\": [\n-\"kind\": \"remark\"\n-\"on\": \"2022-08-01\"\n-\"kind\": \"seen\"\n-\"on\": \"2023-08-01\"\n",
        ),
        (
            "edit first --remove-event 1 --remove-event 3",
            "error: `--remove-event`: `first` has no event 3: it has 2 events\nhint: `mou show first` numbers the events\n--- exit 3\n",
            "",
        ),
        (
            "edit first --remove-event 0",
            "error: `--remove-event`: `0` is not accepted; write a whole number from 1\n--- exit 2\n",
            "",
        ),
    ]);
}

#[test]
fn several_agreements_change_together_or_not_at_all() {
    let sandbox = sandbox();
    let output =
        sandbox.mou_with_input("first\nsecond\nthird\n", &["edit", "-", "--add-tag", "eu"]);
    assert_eq!(output.to_text(), "--- stderr\nChanged first, second and third.\n");
    let _ = sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), REGISTRY);
    let output = sandbox.mou_with_input("first\nnone\n", &["edit", "-", "--add-tag", "eu"]);
    assert_eq!(output.code, 3);
    assert_eq!(sandbox.registry(), REGISTRY);
    let output = sandbox.mou_with_input("", &["edit", "-", "--add-tag", "eu"]);
    assert_eq!(output.to_text(), "--- stderr\nNothing to change.\n");
}

#[test]
fn amend_changes_the_value_and_records_the_event() {
    let sandbox = sandbox();
    let output = sandbox.mou(&[
        "amend",
        "first",
        "--on",
        "2022-09",
        "--term",
        "5y",
        "--clear",
        "areas",
        "--contact",
        "Mei",
        "--note",
        "by letter",
    ]);
    assert_eq!(output.to_text(), "--- stderr\nAmended first: areas, contact and term.\n");
    let registry = sandbox.registry();
    let event = r#"        {
          "kind": "remark",
          "on": "2022-08-01"
        },
        {
          "kind": "amended",
          "on": "2022-09",
          "fields": {
            "areas": {
              "old": [
                "skills",
                "standards"
              ]
            },
            "contact": {
              "new": "Mei"
            },
            "term": {
              "new": "P5Y",
              "old": "P3Y"
            }
          },
          "note": "by letter"
        },
        {
          "kind": "seen","#;
    assert!(registry.contains(event), "{registry}");
    assert!(registry.contains("\"term\": \"P5Y\",\n      \"contact\": \"Mei\""), "{registry}");
    let output = sandbox.mou(&["amend", "first", "--note", "Annex B replaced"]);
    assert_eq!(output.to_text(), "--- stderr\nNoted an amendment of first.\n");
}

#[test]
fn invalid_amendment_is_refused() {
    assert_changes(&[
        (
            "amend first --term 3y",
            "error: `first` has these values already on 2026-11-22\nhint: `mou show first --as-of 2026-11-22`\n--- exit 1\n",
            "",
        ),
        (
            "amend first",
            "error: an amendment needs a field that it changes, or a `--note`\nhint: `mou amend ID --on DATE --end DATE`\n--- exit 2\n",
            "",
        ),
        (
            "amend first --on 2022-07-03 --term 5y",
            "error: `first` was not signed yet on 2022-07-03: it was signed on 2022-07-04\nhint: `mou edit first --signed DATE` corrects the signing date\n--- exit 1\n",
            "",
        ),
        (
            "amend third --term 5y",
            "error: `third` is a draft: no signing date is recorded\nhint: `mou edit third --signed DATE`\n--- exit 1\n",
            "",
        ),
        (
            "amend first --clear events",
            "error: an amendment does not change `events`\nhint: `mou edit ID --clear events`\n--- exit 2\n",
            "",
        ),
    ]);
}

#[test]
fn agreement_that_others_link_to_is_not_removed() {
    assert_changes(&[
        (
            "remove first --yes",
            "error: `first` cannot be removed: `second` succeeds `first`, `second` is under `first` \
             and `second` is related to `first`\nhint: `mou terminate first` records that it ended, \
             `mou edit second --remove-succeeds first` removes the link\n--- exit 1\n",
            "",
        ),
        (
            "remove third",
            "error: there is no terminal to confirm on; use `--yes` to remove without asking\nhint: `mou remove third --yes`\n--- exit 2\n",
            "",
        ),
        (
            "remove none",
            "error: there is no agreement `none`\nhint: `mou list` shows all of them\n--- exit 3\n",
            "",
        ),
        ("remove third --yes", "Removed third.\n", "-\"id\": \"third\"\n-\"title\": \"Third\"\n"),
    ]);
    let sandbox = sandbox();
    let output = sandbox.mou(&["remove", "first", "second", "-y"]);
    assert_eq!(output.to_text(), "--- stderr\nRemoved first and second.\n");
    let _ = sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), REGISTRY);
}
