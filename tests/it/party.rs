//! `mou party`: parties across all agreements.

use mou::domain::{Agreement, Party, PartyRenaming};
use proptest::prelude::*;

use crate::any;
use crate::sandbox::{CommandOutput, Sandbox};

const REGISTRY: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  "owner": "NUS",
  "x-desk": 1.10,
  "agreements": [
    {
      "id": "both-2022",
      "title": "Kyoto Univ. and friends",
      "parties": [
        {
          "name": "Kyoto Univ.",
          "role": "depositary",
          "joined": "2022-01-01",
          "x-note": 1
        },
        {
          "name": "National University of Singapore",
          "short": "NUS",
          "country": "SG"
        },
        {
          "name": "Kyoto University",
          "short": "KU",
          "x-note": 2
        }
      ],
      "signed": "2022-01-01",
      "signatories": [
        {
          "name": "Ana",
          "party": "Kyoto Univ."
        },
        {
          "name": "Bo",
          "party": "KU"
        }
      ],
      "term": "indefinite"
    },
    {
      "id": "kyoto-2021",
      "title": "A",
      "parties": [
        {
          "name": "Kyoto University",
          "short": "KU",
          "country": "JP"
        },
        {
          "name": "National University of Singapore",
          "short": "NUS",
          "country": "SG"
        }
      ],
      "signed": "2021-01-01",
      "witnesses": [
        {
          "name": "Eva",
          "party": "kyoto university"
        },
        {
          "name": "Kim",
          "party": "NUS"
        }
      ],
      "end": "2030-01-01",
      "events": [
        {
          "kind": "amended",
          "on": "2023-01-01",
          "fields": {
            "parties": {
              "old": [
                {
                  "name": "Kyoto University",
                  "x-note": 1.50
                }
              ],
              "new": [
                {
                  "name": "Kyoto University",
                  "short": "KU",
                  "country": "JP"
                },
                {
                  "name": "National University of Singapore",
                  "short": "NUS",
                  "country": "SG"
                }
              ]
            }
          }
        }
      ],
      "notes": "Kyoto University wrote this"
    },
    {
      "id": "other-2020",
      "title": "Ärzte",
      "parties": [
        {
          "name": "Ärztekammer",
          "country": "DE"
        },
        {
          "name": "Zeta"
        }
      ],
      "signed": "2020-01-01",
      "end": "2021-01-01"
    }
  ]
}
"#;

const LIST: &str = "\
name                              short  country  agreements  in_force  next_end
Kyoto Univ.                                                1         1
Kyoto University                  KU     JP                2         2  2030-01-01
National University of Singapore  NUS    SG                2         2  2030-01-01
";

#[test]
fn list_counts_the_agreements_of_each_party() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let list = sandbox.mou(&["party", "list", "kyoto"]).success();
    assert_eq!(list.lines().count(), 3, "{list}");
    for args in [&["party"][..], &["party", "list"]] {
        let all = sandbox.mou(args).to_text();
        assert!(all.starts_with(LIST) || all.contains(LIST.split_once('\n').unwrap().1), "{all}");
        assert_eq!(all.lines().count(), 6, "{all}");
    }
    assert_eq!(
        sandbox.mou(&["party", "list", "kyoto", "-o", "jsonl"]).success(),
        "\
{\"name\":\"Kyoto Univ.\",\"agreements\":1,\"in_force\":1}
{\"name\":\"Kyoto University\",\"short\":\"KU\",\"country\":\"JP\",\"agreements\":2,\"in_force\":2,\"next_end\":\"2030-01-01\"}
"
    );
    assert_eq!(
        sandbox.mou(&["party", "list", "ku", "jp", "-o", "csv"]).success(),
        "name,short,country,agreements,in_force,next_end\nKyoto University,KU,JP,2,2,2030-01-01\n"
    );
    assert_eq!(
        sandbox.mou(&["party", "list", "arzte", "-o", "ids", "-z"]).success(),
        "Ärztekammer\0"
    );
    assert_eq!(
        sandbox.mou(&["party", "list", "kyto"]).to_text(),
        "--- stderr\nwarning: no party matches `kyto`; did you mean `Kyoto`?\n"
    );
    let sorted = ["party", "list", "--sort", "agreements:desc", "--limit", "1", "-o", "ids"];
    assert_eq!(
        sandbox.mou(&sorted).to_text(),
        "Kyoto University\n--- stderr\n1 of 5 parties shown.\n"
    );
    let unknown = sandbox.mou(&["party", "list", "--columns", "x"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.contains("name, short, country, agreements, in_force, next_end"));
}

#[test]
fn show_prints_the_agreements_and_people_of_a_party() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let expected = "\
name:        Kyoto University
short:       KU
country:     JP
agreements:  2, 2 in force
next end:    2030-01-01

agreements
  both-2022:   Kyoto Univ. and friends (active, indefinite)
  kyoto-2021:  A (active, ends 2030-01-01)

people
  both-2022:   Bo
  kyoto-2021:  Eva
";
    for name in ["Kyoto University", "KU", "ku", "KYOTO UNIVERSITY", "Kyoto University (KU) [JP]"] {
        assert_eq!(sandbox.mou(&["party", "show", name]).success(), expected, "{name}");
    }
    assert_eq!(
        sandbox.mou(&["party", "show", "kyoto univ.", "-o", "jsonl"]).success(),
        "{\"name\":\"Kyoto Univ.\",\"agreements\":1,\"in_force\":1,\"records\":[{\"id\":\"both-2022\",\
         \"title\":\"Kyoto Univ. and friends\",\"status\":\"active\",\"ends\":\"indefinite\",\
         \"role\":\"depositary\",\"joined\":\"2022-01-01\"}],\"people\":[{\"name\":\"Ana\",\
         \"agreement\":\"both-2022\"}]}\n"
    );
    assert_eq!(sandbox.mou(&["party", "show", "o university"]).success(), expected, "a part");
    assert_eq!(
        sandbox.mou(&["party", "show", "Kyoto Uni"]).to_text(),
        "--- stderr\nerror: `Kyoto Uni` is ambiguous: 2 parties match\n  Kyoto Univ.\n  \
         Kyoto University (KU) [JP]\nhint: type more of the name\n--- exit 3\n"
    );
}

#[test]
fn rename_changes_every_mention_and_nothing_else() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let dry = sandbox.mou(&["party", "rename", "ku", "Kyodai (KD)", "-n"]);
    assert!(
        dry.stdout.contains("party Kyoto University short: KU → KD")
            || dry.stdout.contains("→ Kyodai"),
        "{}",
        dry.to_text()
    );
    assert!(dry.stderr.contains("Kyoto University (KU) [JP] to Kyodai (KD) [JP] in 2 agreements"));
    assert_eq!(sandbox.registry(), REGISTRY);
    assert_eq!(sandbox.files(), ["registry.json"]);
    let renamed = sandbox.mou(&["party", "rename", "Kyoto University", "Kyodai"]);
    assert_eq!(
        renamed.to_text(),
        "--- stderr\nRenamed Kyoto University (KU) [JP] to Kyodai (KU) [JP] in 2 agreements.\n"
    );
    let expected = REGISTRY
        .replace("\"name\": \"Kyoto University\"", "\"name\": \"Kyodai\"")
        .replace("\"party\": \"kyoto university\"", "\"party\": \"Kyodai\"");
    assert_eq!(sandbox.registry(), expected);
    sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), REGISTRY);
    // A new short name replaces the old one, in persons too.
    sandbox.mou(&["party", "rename", "KU", "Kyoto University (KD)"]).success();
    let expected = REGISTRY
        .replace("\"short\": \"KU\"", "\"short\": \"KD\"")
        .replace("\"party\": \"KU\"", "\"party\": \"KD\"")
        .replace("\"party\": \"kyoto university\"", "\"party\": \"Kyoto University\"")
        .replace(
            "\"name\": \"Kyoto University\",\n                  \"x-note\": 1.50",
            "\"name\": \"Kyoto University\",\n                  \"short\": \"KD\",\n                  \"x-note\": 1.50",
        );
    assert_eq!(sandbox.registry(), expected);
}

#[test]
fn rename_of_the_owner_changes_the_owner() {
    for (new, owner) in
        [("Nat. Univ. of Singapore", "NUS"), ("National University of Singapore (NU)", "NU")]
    {
        let sandbox = Sandbox::with_registry(REGISTRY);
        sandbox.mou(&["party", "rename", "nus", new]).success();
        assert_eq!(sandbox.mou(&["config", "owner"]).success(), format!("{owner}\n"));
        assert!(
            !sandbox
                .mou(&["list", "-o", "csv", "--columns", "partners"])
                .success()
                .contains("Singapore")
        );
        sandbox.mou(&["undo"]).success();
        assert_eq!(sandbox.registry(), REGISTRY);
    }
    let by_name =
        REGISTRY.replace("\"owner\": \"NUS\"", "\"owner\": \"national university of singapore\"");
    let sandbox = Sandbox::with_registry(&by_name);
    let output = sandbox.mou(&["party", "rename", "NUS", "Nat"]);
    assert!(
        output.stderr.ends_with("in 2 agreements, and as the owner.\n"),
        "{}",
        output.to_text()
    );
    assert_eq!(sandbox.mou(&["config", "owner"]).success(), "Nat\n");
}

#[test]
fn merge_keeps_the_second_party_once() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let merged = sandbox.mou(&["party", "merge", "kyoto univ.", "KU"]);
    assert_eq!(
        merged.to_text(),
        "--- stderr\nMerged Kyoto Univ. into Kyoto University (KU) [JP] in 1 agreement.\n"
    );
    let expected = REGISTRY
        .replace(
            "        {
          \"name\": \"Kyoto Univ.\",
          \"role\": \"depositary\",
          \"joined\": \"2022-01-01\",
          \"x-note\": 1
        },\n",
            "",
        )
        .replace(
            "\"short\": \"KU\",\n          \"x-note\": 2",
            "\"short\": \"KU\",\n          \"x-note\": 2,\n          \"role\": \"depositary\"",
        )
        .replace("\"party\": \"Kyoto Univ.\"", "\"party\": \"Kyoto University\"");
    assert_eq!(sandbox.registry(), expected);
    sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), REGISTRY);
    // A record with the first one alone gets the second in its place.
    let merged = sandbox.mou(&["party", "merge", "Zeta", "NUS"]);
    assert!(
        merged
            .stderr
            .starts_with("Merged Zeta into National University of Singapore (NUS) [SG] in 1")
    );
    let expected = REGISTRY.replace(
        "\"name\": \"Zeta\"",
        "\"name\": \"National University of Singapore\",\n          \"short\": \"NUS\",\n          \"country\": \"SG\"",
    );
    assert_eq!(sandbox.registry(), expected);
}

#[test]
fn merge_of_the_owner_makes_the_other_party_the_owner() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let merged = sandbox.mou(&["party", "merge", "NUS", "Zeta"]);
    assert!(
        merged.stderr.ends_with("in 2 agreements, and as the owner.\n"),
        "{}",
        merged.to_text()
    );
    assert_eq!(sandbox.mou(&["config", "owner"]).success(), "Zeta\n");
    sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), REGISTRY);
}

#[test]
fn what_names_no_party_is_refused_and_changes_nothing() {
    let sandbox = Sandbox::with_registry(REGISTRY);
    let error = |args: &[&str], code: i32| {
        let CommandOutput { stdout, stderr, code: exit } = sandbox.mou(args);
        assert_eq!((stdout.as_str(), exit), ("", code), "{args:?}: {stderr}");
        stderr
    };
    assert_eq!(
        error(&["party", "rename", "Kyto University", "X"], 3),
        "error: there is no party `Kyto University`\nhint: did you mean `Kyoto University`?\n"
    );
    assert_eq!(
        error(&["party", "rename", "Zeta", "ku"], 1),
        "error: `NEW`: another party is called `ku` already: Kyoto University\n\
         hint: `mou party merge \"Zeta\" \"Kyoto University\"` makes them one\n"
    );
    assert_eq!(
        error(&["party", "merge", "ku", "Kyoto University"], 1),
        "error: `ku` and `Kyoto University` are one party, Kyoto University (KU) [JP]\n\
         hint: `mou party list` shows all parties\n"
    );
    assert!(error(&["party", "rename", "Zeta", "X [Japan]"], 2).starts_with("error: `NEW`: "));
    assert!(error(&["party", "rename", "Zeta", " "], 2).starts_with("error: `NEW`: "));
    assert!(error(&["party", "merge", "Zeta"], 2).contains("missing B"));
    assert_eq!(error(&["party", "rename", "zeta", "Zeta"], 0), "Nothing to change.\n");
    assert_eq!(sandbox.registry(), REGISTRY);

    let same_short =
        REGISTRY.replace("\"name\": \"Zeta\"", "\"name\": \"Zeta\",\n          \"short\": \"KU\"");
    let sandbox = Sandbox::with_registry(&same_short);
    assert_eq!(
        sandbox.mou(&["party", "show", "ku"]).to_text(),
        "--- stderr\nerror: `ku` is ambiguous: 2 parties match\n  Kyoto University (KU) [JP]\n  Zeta (KU)\n\
         hint: type more of the name\n--- exit 3\n"
    );
    let warned = sandbox.mou(&["party", "rename", "Ärztekammer", "ÄK (KU)", "-n"]);
    assert!(
        warned.stderr.contains("warning: Kyoto University is called `KU`, too\n"),
        "{}",
        warned.to_text()
    );
}

/// Returns the agreement with a first party of this name.
fn with_party(mut agreement: Agreement, name: &str) -> Agreement {
    agreement.parties.insert(0, Party { name: name.into(), ..Party::default() });
    agreement
}

proptest! {
    #[test]
    fn renaming_there_and_back_changes_nothing(agreement in any::agreement()) {
        let before = with_party(agreement, "The old one");
        let renaming = |old: &str, new: &str| PartyRenaming {
            old: old.into(),
            new: Party { name: new.into(), ..Party::default() },
            is_merge: false,
        };
        let mut after = before.clone();
        prop_assert_eq!(renaming("The old one", "The new one").apply(&mut after), Vec::<String>::new());
        prop_assert_ne!(&after, &before);
        renaming("The new one", "The old one").apply(&mut after);
        prop_assert_eq!(after, before);
    }

    #[test]
    fn merging_leaves_one_party_and_all_others(agreement in any::agreement(), has_both: bool) {
        let mut before = with_party(agreement, "A");
        if has_both {
            before.parties.push(Party { name: "B".into(), ..Party::default() });
        }
        let mut after = before.clone();
        let new = Party { name: "B".into(), short: Some("b".into()), ..Party::default() };
        PartyRenaming { old: "A".into(), new, is_merge: true }.apply(&mut after);
        let names = |agreement: &Agreement| -> Vec<String> {
            let mut names: Vec<String> = agreement.parties.iter().map(|it| it.name.to_string()).collect();
            names.sort();
            names
        };
        let count = |name: &str| names(&after).iter().filter(|it| *it == name).count();
        let had = |name: &str| names(&before).iter().filter(|it| *it == name).count();
        prop_assert_eq!(count("A"), 0);
        prop_assert_eq!(count("B"), had("B").max(1));
        let others = |agreement: &Agreement| {
            let mut names = names(agreement);
            names.retain(|name| name != "A" && name != "B");
            names
        };
        prop_assert_eq!(others(&after), others(&before));
        after.parties.clone_from(&before.parties);
        after.signatories.clone_from(&before.signatories);
        after.witnesses.clone_from(&before.witnesses);
        after.events.clone_from(&before.events);
        prop_assert_eq!(after, before);
    }
}
