//! `mou contact`: contacts across all agreements and activities.

use crate::sandbox::{CommandOutput, Sandbox};

const REGISTRY: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  "agreements": [
    {
      "id": "a-2020",
      "title": "A",
      "parties": [
        {
          "name": "A"
        },
        {
          "name": "B"
        }
      ],
      "signed": "2020-01-01",
      "end": "2030-01-01",
      "contact": "Mei <mei@example.org>",
      "notes": "Mei <mei@example.org> was here",
      "x-budget": 1.10,
      "activities": [
        {
          "n": 1,
          "title": "Visit",
          "on": "2021-01-01",
          "contact": "Zoé"
        },
        {
          "n": 2,
          "title": "Talk",
          "on": "2021-01-02",
          "contact": "Mei <mei@example.org>",
          "x-room": 2
        }
      ]
    },
    {
      "id": "b-2021",
      "title": "B",
      "parties": [
        {
          "name": "A"
        },
        {
          "name": "C"
        }
      ],
      "signed": "2021-01-01",
      "end": "2022-01-01",
      "contact": "Mei <mei@example.org>"
    },
    {
      "id": "c-2022",
      "title": "C",
      "parties": [
        {
          "name": "A"
        }
      ],
      "signed": "2022-01-01",
      "end": "2029-01-01",
      "contact": "mei"
    }
  ]
}
"#;

#[test]
fn list_counts_the_agreements_and_activities_of_each_contact() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let list = sandbox.mou(&["contact", "list"]).success();
    assert_eq!(sandbox.mou(&["contact"]).success(), list);
    let mut lines: Vec<&str> = list.lines().collect();
    lines[1..].sort_unstable();
    assert_eq!(
        lines,
        [
            "contact                agreements  in_force  next_end    activities",
            "Mei <mei@example.org>           2         1  2030-01-01           1",
            "Zoé                             0         0                       1",
            "mei                             1         1  2029-01-01           0",
        ]
    );
    assert_eq!(
        sandbox.mou(&["contact", "list", "example", "-o", "json"]).success(),
        "\
[
  {
    \"contact\": \"Mei <mei@example.org>\",
    \"agreements\": 2,
    \"in_force\": 1,
    \"next_end\": \"2030-01-01\",
    \"activities\": 1
  }
]
"
    );
    assert_eq!(
        sandbox.mou(&["contact", "list", "zoe", "-o", "tsv"]).success(),
        "contact\tagreements\tin_force\tnext_end\tactivities\nZoé\t0\t0\t\t1\n"
    );
    assert_eq!(
        sandbox.mou(&["contact", "list", "zoo"]).to_text(),
        "--- stderr\nwarning: no contact matches `zoo`; did you mean `Zoé`?\n"
    );
}

#[test]
fn rename_changes_agreements_and_activities_and_nothing_else() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let old = "\"contact\": \"Mei <mei@example.org>\"";
    for typed in ["Mei <mei@example.org>", "MEI@example.org"] {
        let dry = sandbox.mou(&["contact", "rename", typed, "Li Wei", "-n"]);
        assert_eq!(
            dry.to_text(),
            "\
a-2020
  contact: Mei <mei@example.org> → Li Wei
  activity 2 contact: Mei <mei@example.org> → Li Wei
b-2021
  contact: Mei <mei@example.org> → Li Wei
--- stderr
Dry run, nothing was written.
Would rename contact Mei <mei@example.org> to Li Wei in 2 agreements and 1 activity.
"
        );
        assert_eq!(sandbox.registry(), REGISTRY);
        let output = sandbox.mou(&["contact", "rename", typed, "Li Wei"]);
        assert_eq!(
            output.to_text(),
            "--- stderr\nRenamed contact Mei <mei@example.org> to Li Wei in 2 agreements and 1 activity.\n"
        );
        assert_eq!(sandbox.registry(), REGISTRY.replace(old, "\"contact\": \"Li Wei\""));
        sandbox.mou(&["undo"]).success();
        assert_eq!(sandbox.registry(), REGISTRY);
    }
    // The same text comes before one that differs in case.
    let output = sandbox.mou(&["contact", "rename", "mei", "Mei <mei@example.org>"]);
    assert_eq!(
        output.to_text(),
        "--- stderr\nRenamed contact mei to Mei <mei@example.org> in 1 agreement.\n\
         Mei <mei@example.org> was a contact before, too.\n"
    );
    assert_eq!(
        sandbox.registry(),
        REGISTRY.replace("\"contact\": \"mei\"", "\"contact\": \"Mei <mei@example.org>\"")
    );
}

#[test]
fn what_names_no_contact_is_refused_and_changes_nothing() {
    let sandbox =
        Sandbox::with_registry(&REGISTRY.replace("\"mei\"", "\"MEI <other@example.org>\""));
    let before = sandbox.registry();
    let error = |args: &[&str], code: i32| {
        let CommandOutput { stdout, stderr, code: exit } = sandbox.mou(args);
        assert_eq!((stdout.as_str(), exit), ("", code), "{args:?}: {stderr}");
        stderr
    };
    assert_eq!(
        error(&["contact", "rename", "Zoo", "X"], 3),
        "error: there is no contact `Zoo`\nhint: did you mean `Zoé`?\n"
    );
    assert_eq!(
        error(&["contact", "rename", "mei", "X"], 3),
        "error: `mei` is ambiguous: 2 contacts match\n  MEI <other@example.org>\n  \
         Mei <mei@example.org>\nhint: type more of the name\n"
    );
    assert_eq!(
        error(&["contact", "rename", "Zoé", " "], 2),
        "error: `NEW`: the value is blank; write a text that is not blank\n"
    );
    assert_eq!(error(&["contact", "rename", "zoe", "Zoé"], 0), "Nothing to change.\n");
    assert_eq!(sandbox.registry(), before);
}
