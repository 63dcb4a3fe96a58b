//! `mou accept`: findings of `check` that a person has accepted.

use crate::sandbox::{CommandOutput, Sandbox};

/// A registry with findings of many rules.
const REGISTRY_WITH_FINDINGS: &str = include_str!("../data/check.json");

/// A registry in which a review, an obligation and an end come due one after the other.
const REGISTRY_WITH_DUE_DATES: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  "agreements": [
    {
      "id": "ending-2020",
      "title": "Ending",
      "parties": [
        {
          "name": "A"
        },
        {
          "name": "B"
        }
      ],
      "signed": "2020-01-01",
      "term": "P3Y",
      "x-budget": 1.10,
      "contact": "mei",
      "activities": [
        {
          "n": 1,
          "title": "Report",
          "due": "2022-06-01",
          "status": "planned"
        },
        {
          "n": 2,
          "title": "Evaluation",
          "due": "2027-06-01",
          "status": "planned"
        }
      ]
    },
    {
      "id": "reviewed-2020",
      "title": "Reviewed",
      "parties": [
        {
          "name": "A"
        },
        {
          "name": "B"
        }
      ],
      "signed": "2020-01-01",
      "term": "indefinite",
      "review": "P1Y",
      "contact": "mei"
    }
  ]
}
"#;

/// Returns the rules and ids that `check` lists on a day.
fn found(sandbox: &Sandbox, day: &str) -> String {
    let args = ["check", "-q", "-o", "csv", "--columns", "rule,id", "--as-of", day];
    let text = sandbox.mou(&args).success();
    text.lines().skip(1).collect::<Vec<_>>().join(" ")
}

#[test]
fn accepted_finding_is_left_out_until_it_is_withdrawn() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_FINDINGS);
    let mou = |args: &[&str]| sandbox.mou(args).to_text();
    assert_eq!(
        mou(&["accept", "lapsed", "lapsed", "--note", "Nobody answers"]),
        "--- stderr\nAccepted lapsed: lapsed lapsed on 2023-01-01 without a successor or a decision.\n"
    );
    assert_eq!(
        mou(&["check", "--severity", "due", "-o", "csv", "--columns", "rule,id"]),
        "\
rule,id
nobody-left,accord
framework-over,exchange
pending,pending
framework-over,twice
--- stderr
4 of 10 findings shown.
11 agreements: 3 errors, 3 gaps, 4 due.
1 accepted finding left out.
"
    );
    assert_eq!(
        mou(&["show", "lapsed"]),
        "\
id:        lapsed
title:     Lapsed
status:    expired
ends:      2023-01-01 (3 years ago)
partners:  Alpha
flags:     lapsed

record
  kind:      MoU
  parties:   Own
             Alpha
  signed:    2020-01-01
  term:      3 years
  contact:   Ann
  accepted:  lapsed on 2026-11-22: Nobody answers
"
    );
    assert_eq!(
        mou(&["accept", "lapsed", "lapsed"]),
        "--- stderr\nlapsed: lapsed was accepted on 2026-11-22: Nobody answers.\n"
    );
    assert_eq!(
        mou(&["accept", "lapsed", "lapsed", "--withdraw"]),
        "--- stderr\nWithdrew the acceptance of lapsed in lapsed.\n"
    );
    assert!(!sandbox.registry().contains("accepted"), "{}", sandbox.registry());
    assert!(sandbox.mou(&["check"]).stderr.ends_with("11 agreements: 3 errors, 3 gaps, 5 due.\n"));
}

#[test]
fn acceptance_adds_its_lines_alone_and_is_one_step_for_undo() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_DUE_DATES);
    let dry = sandbox.mou(&["accept", "ending", "lapsed", "--note", "Over", "-n"]);
    assert_eq!(
        dry.to_text(),
        "\
ending-2020
  accepted: (none) → lapsed on 2026-11-22: Over
--- stderr
Dry run, nothing was written.
Would accept lapsed: ending-2020 lapsed on 2023-01-01 without a successor or a decision.
"
    );
    assert_eq!(sandbox.registry(), REGISTRY_WITH_DUE_DATES);
    assert_eq!(sandbox.files(), ["registry.json"]);
    let derived = |sandbox: &Sandbox| {
        sandbox.mou(&["list", "-o", "csv", "--columns", "status,ends,act_by,flags"]).success()
    };
    let before = derived(&sandbox);
    sandbox.mou(&["accept", "ending", "lapsed", "--note", "Over"]).success();
    sandbox.mou(&["accept", "ending", "overdue"]).success();
    let accepted = "      \"accepted\": [
        {
          \"rule\": \"lapsed\",
          \"on\": \"2026-11-22\",
          \"note\": \"Over\"
        },
        {
          \"rule\": \"overdue\",
          \"on\": \"2026-11-22\"
        }
      ],
";
    let place = "      \"activities\": [\n";
    let expected = REGISTRY_WITH_DUE_DATES.replacen(place, &format!("{accepted}{place}"), 1);
    assert_eq!(sandbox.registry(), expected);
    assert_eq!(derived(&sandbox), before);
    sandbox.mou(&["undo", "2"]).success();
    assert_eq!(sandbox.registry(), REGISTRY_WITH_DUE_DATES);
    sandbox.mou(&["redo", "2"]).success();
    assert_eq!(sandbox.registry(), expected);
}

#[test]
fn what_comes_due_after_the_acceptance_is_listed_again() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_DUE_DATES);
    for (id, rule) in [("ending", "lapsed"), ("ending", "overdue"), ("reviewed", "review-due")] {
        sandbox.mou(&["accept", id, rule]).success();
    }
    assert_eq!(found(&sandbox, "2026-11-22"), "");
    assert_eq!(
        found(&sandbox, "2026-11-21"),
        "lapsed,ending-2020 overdue,ending-2020/1 review-due,reviewed-2020",
        "before the day of the acceptance"
    );
    assert_eq!(found(&sandbox, "2026-12-31"), "");
    assert_eq!(found(&sandbox, "2027-01-01"), "review-due,reviewed-2020");
    assert_eq!(found(&sandbox, "2027-06-02"), "overdue,ending-2020/2 review-due,reviewed-2020");
    sandbox.mou(&["renew", "ending", "--end", "2027-12-31"]).success();
    assert_eq!(found(&sandbox, "2027-12-31"), "overdue,ending-2020/2 review-due,reviewed-2020");
    assert_eq!(
        found(&sandbox, "2028-01-01"),
        "lapsed,ending-2020 overdue,ending-2020/2 review-due,reviewed-2020"
    );
    // A second acceptance takes the place of the first.
    sandbox.mou(&["accept", "ending", "lapsed", "--as-of", "2028-01-01"]).success();
    assert_eq!(sandbox.registry().matches("\"rule\": \"lapsed\"").count(), 1);
    assert_eq!(found(&sandbox, "2028-01-01"), "overdue,ending-2020/2 review-due,reviewed-2020");
}

#[test]
fn accepted_errors_of_every_kind_no_longer_set_the_exit_code() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_FINDINGS);
    let all = sandbox.mou(&["check", "-q", "-o", "csv", "--columns", "rule,agreement"]);
    assert_eq!(all.code, 4);
    for line in all.stdout.lines().skip(1) {
        let (rule, id) = line.split_once(',').unwrap();
        sandbox.mou(&["accept", id, rule]).success();
    }
    let left = sandbox.mou(&["check", "--strict"]);
    assert_eq!(
        left.to_text(),
        "--- stderr\n11 agreements: 0 errors, 0 gaps, 0 due.\n11 accepted findings left out.\n"
    );
    let fixed = sandbox.mou(&["check", "--fix", "-n"]).to_text();
    assert!(fixed.ends_with("11 accepted findings left out.\n"), "{fixed}");
}

#[test]
fn ids_of_check_are_accepted_through_a_pipe() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_DUE_DATES);
    let day = "2027-06-02";
    let refused = sandbox.mou(&["accept", "ending-2020/1", "overdue", "--as-of", day]);
    assert_eq!(
        refused.to_text(),
        "\
--- stderr
error: `overdue` is accepted for the whole of `ending-2020`, and that is ending-2020/1 and ending-2020/2
hint: `mou accept ending-2020 overdue`
--- exit 1
"
    );
    let ids = sandbox.mou(&["check", "--rule", "overdue", "-o", "ids", "--as-of", day]).success();
    assert_eq!(ids, "ending-2020/1\nending-2020/2\n");
    let accepted = sandbox.mou_with_input(&ids, &["accept", "-", "overdue", "--as-of", day]);
    assert_eq!(
        accepted.to_text(),
        "--- stderr\nAccepted overdue: ending-2020/1 `Report` was due by 2022-06-01; ending-2020/2 \
         `Evaluation` was due by 2027-06-01.\n"
    );
    assert_eq!(found(&sandbox, day), "lapsed,ending-2020 review-due,reviewed-2020");
}

#[test]
fn what_cannot_be_accepted_is_refused_and_changes_nothing() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_FINDINGS);
    let stderr = |args: &[&str], code: i32| {
        let CommandOutput { stdout, stderr, code: exit } = sandbox.mou(args);
        assert_eq!((stdout.as_str(), exit), ("", code), "{args:?}: {stderr}");
        stderr
    };
    assert_eq!(
        stderr(&["accept", "twice", "lapsed"], 1),
        "error: `twice` has no finding `lapsed` to accept\n\
         hint: `mou check` finds `party-twice`, `terminated-twice` and `framework-over` in it\n"
    );
    assert_eq!(
        stderr(&["accept", "old-framework", "lapsed"], 1),
        "error: `old-framework` has no finding `lapsed` to accept\n\
         hint: `mou check` finds nothing in it\n"
    );
    assert_eq!(
        stderr(&["accept", "twice", "conflict"], 2),
        "error: `RULE`: `conflict` cannot be accepted\n\
         hint: `mou resolve ID` resolves what a merge left\n"
    );
    let unknown = stderr(&["accept", "twice", "partytwice"], 2);
    assert!(
        unknown
            .starts_with("error: `RULE`: `partytwice` is not accepted; use no-title, no-parties, ")
    );
    assert!(unknown.ends_with(" or framework-over\nhint: did you mean `party-twice`?\n"));
    assert!(!unknown.contains(" conflict"), "{unknown}");
    assert_eq!(
        stderr(&["accept", "twice", "party-twice", "--note", " "], 2),
        "error: `--note`: the value is blank; write a text that is not blank\n"
    );
    let both = stderr(&["accept", "twice", "party-twice", "--note", "x", "--withdraw"], 2);
    assert!(both.contains("`--note` cannot be combined with `--withdraw`"), "{both}");
    assert_eq!(
        stderr(&["accept", "twice", "party-twice", "--withdraw"], 1),
        "error: `party-twice` is not accepted in `twice`\nhint: nothing is accepted in `twice`\n"
    );
    assert!(stderr(&["accept", "nowhere", "lapsed"], 3).contains("`nowhere`"));
    assert_eq!(sandbox.registry(), REGISTRY_WITH_FINDINGS);
    assert_eq!(sandbox.files(), ["registry.json"]);
}

#[test]
fn acceptance_by_an_unknown_rule_is_kept_without_effect() {
    let accepted = "\"contact\": \"mei\",\n      \"accepted\": [
        {
          \"rule\": \"of-a-later-version\",
          \"on\": \"2026-01\"
        }
      ]\n    }\n  ]";
    let text = REGISTRY_WITH_DUE_DATES.replace("\"contact\": \"mei\"\n    }\n  ]", accepted);
    let sandbox = Sandbox::with_registry(&text);
    assert_eq!(
        found(&sandbox, "2026-11-22"),
        found(&Sandbox::with_registry(REGISTRY_WITH_DUE_DATES), "2026-11-22")
    );
    sandbox.mou(&["accept", "reviewed", "review-due"]).success();
    assert!(sandbox.registry().contains("of-a-later-version"));
    sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), text);
}

#[test]
fn import_of_a_registry_keeps_what_is_accepted() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_DUE_DATES);
    sandbox.mou(&["accept", "ending", "lapsed", "--note", "Over"]).success();
    let json = sandbox.mou(&["export", "json"]).success();
    assert!(json.contains("\"accepted\": ["), "{json}");
    sandbox.write("export.json", &json);
    sandbox.mou(&["import", "export.json", "--file", "other.json"]).success();
    let other = sandbox.read("other.json");
    assert!(other.contains("\"rule\": \"lapsed\""), "{other}");
    let listed = sandbox.mou(&["check", "--rule", "lapsed", "--file", "other.json"]);
    assert!(listed.stderr.ends_with("1 accepted finding left out.\n"), "{}", listed.to_text());
}
