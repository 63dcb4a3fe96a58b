//! `mou check`, `mou check --fix`, and both on a damaged file.

use mou::domain::Rule;
use strum::VariantNames;

use crate::sandbox::{Sandbox, example};
#[cfg(unix)]
use crate::terminal::on_terminal;

const FIXABLE_REGISTRY: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "uid": "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  "agreements": [
    {
      "id": "a-2020",
      "title": "A",
      "kind": "MoU",
      "parties": [
        {
          "name": "NUS",
          "country": "sg",
          "x-desk": 1.10
        },
        {
          "name": "Kyoto",
          "country": "Japan"
        }
      ],
      "signed": "2020-10-01",
      "end": "2030-10-01",
      "areas": [
        "physics",
        "law",
        "physics"
      ],
      "contact": "mei",
      "succeeds": [
        "a-2020",
        "gone-1999"
      ],
      "under": "a-2020",
      "related": [
        "a-2020",
        "a campaign"
      ],
      "events": [
        {
          "kind": "visited",
          "on": "2022-05-01",
          "x-first": 1
        },
        {
          "kind": "visited",
          "on": "2021-05",
          "x-second": 2
        }
      ],
      "activities": [
        {
          "n": 1,
          "title": "First",
          "on": "2021-01-01"
        },
        {
          "n": 1,
          "title": "Second",
          "on": "2021-02-01",
          "x-room": 18446744073709551616,
          "participants": [
            "mei",
            "mei"
          ]
        },
        {
          "n": 2,
          "title": "Third",
          "on": "2021-03-01"
        }
      ]
    },
    {
      "id": "b-2021",
      "title": "B",
      "parties": [
        {
          "name": "NUS"
        },
        {
          "name": "ETH"
        }
      ],
      "signed": "2021-03-01",
      "end": "2031-03-01",
      "contact": "mei"
    }
  ]
}
"#;

const FIX_MESSAGES: &str = "\
a-2020: changed the country of NUS from sg to SG.
a-2020: removed its link to itself in `succeeds`.
a-2020: removed its link to itself in `under`.
a-2020: removed its link to itself in `related`.
a-2020: removed `physics`, which was repeated in `areas`.
a-2020: removed `mei`, which was repeated in `participants` of activity `1`.
a-2020: sorted its events by date.
a-2020: renumbered the second activity 1, `Second`, to 3.
";

#[test]
fn fix_repairs_what_needs_no_guess_in_one_step() {
    let sandbox = Sandbox::with_registry(FIXABLE_REGISTRY);
    let output = sandbox.mou(&["check", "--fix"]);
    assert_eq!(output.code, 4, "{}", output.to_text());
    assert!(output.stderr.starts_with(FIX_MESSAGES), "{}", output.to_text());
    assert!(
        output.stderr.ends_with("2 agreements: 2 errors, 0 gaps, 0 due.\n"),
        "{}",
        output.to_text()
    );
    assert!(output.stdout.contains("has `Japan` as the country of Kyoto"), "{}", output.to_text());
    assert!(output.stdout.contains("succeeds `gone-1999`, which is not in the registry"));
    let expected = FIXABLE_REGISTRY
        .replace("\"sg\"", "\"SG\"")
        .replace(",\n        \"physics\"\n", "\n")
        .replace("        \"a-2020\",\n", "")
        .replace("      \"under\": \"a-2020\",\n", "")
        .replace("            \"mei\",\n            \"mei\"\n", "            \"mei\"\n");
    // The events swap, and the second activity moves to the end.
    let (first, second) = (
        "        {\n          \"kind\": \"visited\",\n          \"on\": \"2022-05-01\",\n          \"x-first\": 1\n        }",
        "        {\n          \"kind\": \"visited\",\n          \"on\": \"2021-05\",\n          \"x-second\": 2\n        }",
    );
    let expected = expected.replace(&format!("{first},\n{second}"), &format!("{second},\n{first}"));
    let start =
        expected.find("        {\n          \"n\": 1,\n          \"title\": \"Second\"").unwrap();
    let end = expected.find("        {\n          \"n\": 2,").unwrap();
    let (head, rest) = expected.split_at(start);
    let (moved, tail) = rest.split_at(end - start);
    let moved = moved.replace("\"n\": 1", "\"n\": 3").trim_end().trim_end_matches(',').to_owned();
    let tail = tail.replacen("        }\n      ]", &format!("        }},\n{moved}\n      ]"), 1);
    assert_eq!(sandbox.registry(), format!("{head}{tail}"));

    let again = sandbox.mou(&["check", "--fix"]);
    assert!(again.stderr.starts_with("Nothing to fix without a guess.\n"), "{}", again.to_text());
    sandbox.mou(&["undo"]).success();
    assert_eq!(sandbox.registry(), FIXABLE_REGISTRY);
}

#[test]
fn fix_as_a_dry_run_shows_what_would_be_fixed_and_left() {
    let sandbox = Sandbox::with_registry(FIXABLE_REGISTRY);
    let output = sandbox.mou(&["check", "--fix", "--dry-run"]);
    assert_eq!(output.code, 4, "{}", output.to_text());
    assert!(output.stdout.starts_with("a-2020\n"), "{}", output.to_text());
    assert!(output.stdout.contains("physics"), "{}", output.to_text());
    assert!(output.stderr.starts_with("Dry run, nothing was written.\n"), "{}", output.to_text());
    assert!(output.stderr.contains("2 agreements: 2 errors"), "{}", output.to_text());
    assert_eq!(sandbox.registry(), FIXABLE_REGISTRY);
    assert_eq!(sandbox.files(), ["registry.json"]);
}

#[test]
fn fix_without_fixable_findings_writes_nothing() {
    for name in ["uk-singapore.json", "registry.json"] {
        let sandbox = Sandbox::with_registry(&example(name));
        let output = sandbox.mou(&["check", "--fix"]);
        assert_eq!(output.code, sandbox.mou(&["check"]).code);
        assert!(output.stderr.contains("Nothing to fix without a guess."), "{}", output.to_text());
        assert_eq!(sandbox.registry(), example(name));
        assert_eq!(sandbox.files(), ["registry.json"]);
    }
    let output = Sandbox::new().mou(&["check", "--fix"]);
    assert_eq!(output.code, 1, "{}", output.to_text());
    let output = Sandbox::with_example().mou(&["check", "--dry-run"]);
    assert_eq!(output.code, 2, "{}", output.to_text());
}

#[test]
fn fix_renumbers_no_activity_if_no_higher_number_is_left() {
    let text = FIXABLE_REGISTRY.replace("\"n\": 2,", "\"n\": 4294967295,");
    let sandbox = Sandbox::with_registry(&text);
    let output = sandbox.mou(&["check", "--fix"]);
    assert_eq!(output.code, 4);
    assert!(output.stdout.contains("is the number of a second activity"), "{}", output.to_text());
    assert!(sandbox.registry().contains("18446744073709551616"));
}

#[test]
fn damaged_file_is_reported_with_its_position_and_not_fixed() {
    let cut = &FIXABLE_REGISTRY[..900];
    for args in [&["check"][..], &["check", "--fix"], &["check", "--fix", "--dry-run"]] {
        let sandbox = Sandbox::new();
        sandbox.write("copy.json", cut);
        let output = sandbox.mou(&[args, &["--file", "copy.json"]].concat());
        assert_eq!(output.code, 6, "{}", output.to_text());
        let line = cut.lines().count();
        assert!(output.stderr.starts_with("error: `copy.json` is damaged: it is cut off: "));
        assert!(output.stderr.contains(&format!("(line {line}, column ")), "{}", output.to_text());
        assert_eq!(sandbox.read("copy.json"), cut);
        assert_eq!(sandbox.files(), ["copy.json"]);
    }
}

/// A registry with an owner, with a finding for each rule that uses several facts.
const REGISTRY_WITH_FINDINGS: &str = include_str!("../data/check.json");

const EXPECTED_FINDINGS: &str = "\
severity  id           message                                                                        mend
error     renewed      is renewed on 2022-01-01 for 3 years, but has no last day to count from        mou edit renewed --remove-event 1
error     twice        has the party École Alpha twice, also as ecole  ALPHA                          mou edit twice
error     twice        is terminated on 2026-02-01, although it was already terminated on 2026-01-01  mou edit twice --remove-event 2
gap       outside      has Beta join in 2019, before the agreement began on 2020-01-01                mou edit outside --party-joined PARTY=DATE
gap       renewed      has no known end                                                               mou edit renewed --end DATE
gap       retroactive  is in effect from 2020-01-01, before it was signed on 2020-01-02               mou edit retroactive --effective DATE
due       accord       is in force, but no partner is left                                            mou terminate accord --on DATE
due       exchange     is in force under `general`, which is terminated (last day 2022-01-01)         mou edit exchange --under ID
due       lapsed       lapsed on 2023-01-01 without a successor or a decision                         mou renew lapsed --term P3Y, or mou decide lapsed lapse --by NAME
due       pending      was signed on 2025-11-21, more than a year ago, and is still pending           mou edit pending --effective DATE
due       twice        is in force under `old-framework`, which is succeeded (last day 2023-01-01)    mou edit twice --under new-framework
--- stderr
11 agreements: 3 errors, 3 gaps, 5 due.
--- exit 4
";

const EXPECTED_RULES: &str = "\
severity,rule,id
error,renewed-without-effect,renewed
error,party-twice,twice
error,terminated-twice,twice
gap,party-outside,outside
gap,end-unknown,renewed
gap,retroactive,retroactive
due,nobody-left,accord
due,framework-over,exchange
due,lapsed,lapsed
due,pending,pending
due,framework-over,twice
--- exit 4
";

#[test]
fn check_lists_each_finding_with_the_command_that_fixes_it() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_FINDINGS);
    assert_eq!(sandbox.mou(&["check"]).to_text(), EXPECTED_FINDINGS);
    let rules = sandbox.mou(&["check", "-q", "-o", "csv", "--columns", "severity,rule,id"]);
    assert_eq!(rules.to_text(), EXPECTED_RULES);
}

#[test]
fn partners_depend_on_the_owner_and_the_day() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_FINDINGS);
    let found = |args: &[&str]| {
        let args = &[&["check", "-o", "csv", "--columns", "rule,id"], args].concat();
        let out = sandbox.mou(args).stdout;
        out.lines().filter(|line| line.contains(",accord")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), ["nobody-left,accord"]);
    assert_eq!(found(&["--as-of", "2024-04-30"]), [""; 0]);
    sandbox.mou(&["config", "owner", "Alpha"]).success();
    assert_eq!(found(&[]), [""; 0]);
}

#[test]
fn fix_lists_the_remaining_findings_like_check() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_FINDINGS);
    let listed = sandbox.mou(&["check", "-o", "json"]);
    let fixed = sandbox.mou(&["check", "--fix", "-o", "json"]);
    assert_eq!(fixed.stdout, listed.stdout);
}

/// Section 7 of the product: hidden columns are named once, with what shows them.
#[test]
fn hidden_columns_of_a_narrow_table_are_named() {
    let output = Sandbox::with_example().mou(&["list", "--width", "60"]);
    let hint = "hidden: title (use --columns or a wider terminal)\n";
    assert_eq!((output.stderr.as_str(), output.code), (hint, 0), "{}", output.stdout);
}

#[test]
fn severity_and_rule_choose_what_is_listed_and_what_the_exit_code_means() {
    let sandbox = Sandbox::with_registry(REGISTRY_WITH_FINDINGS);
    let rules = |args: &[&str]| {
        let columns = ["check", "-q", "-o", "csv", "--columns", "rule,id"];
        let output = sandbox.mou(&[&columns, args].concat());
        let lines: Vec<&str> = output.stdout.lines().skip(1).collect();
        (lines.join(" "), output.code)
    };
    let errors = "renewed-without-effect,renewed party-twice,twice terminated-twice,twice";
    assert_eq!(rules(&["--severity", "error"]), (errors.to_owned(), 4));
    let gaps = "party-outside,outside end-unknown,renewed retroactive,retroactive";
    assert_eq!(rules(&["--severity", "gap"]), (gaps.to_owned(), 0));
    assert_eq!(rules(&["--severity", "gap", "--strict"]), (gaps.to_owned(), 4));
    let two = "party-twice,twice lapsed,lapsed";
    assert_eq!(rules(&["--rule", "lapsed", "--rule", "party-twice"]), (two.to_owned(), 4));
    let one = "lapsed,lapsed";
    assert_eq!(
        rules(&["--rule", "lapsed", "--rule", "party-twice", "--severity", "due"]),
        (one.to_owned(), 0)
    );
    assert_eq!(rules(&["--rule", "overdue", "--strict"]), (String::new(), 0));
    let text = sandbox.mou(&["check", "--rule", "pending"]).to_text();
    assert!(
        text.ends_with(
            "--- stderr\n1 of 11 findings shown.\n11 agreements: 3 errors, 3 gaps, 5 due.\n"
        ),
        "{text}"
    );
    assert_eq!(
        sandbox.mou(&["check", "--severity", "gaps"]).to_text(),
        "--- stderr\nerror: `--severity`: `gaps` is not accepted; use error, gap or due\n\
         hint: did you mean `gap`?\n--- exit 2\n"
    );
    let unknown = sandbox.mou(&["check", "--rule", "laspe"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.stderr.starts_with("error: `--rule`: `laspe` is not accepted; use no-title, "));
}

#[test]
fn help_lists_all_rules_of_check() {
    let help = Sandbox::new().mou(&["check", "--help"]).success();
    let words: Vec<&str> = help.split(|c: char| !(c.is_ascii_lowercase() || c == '-')).collect();
    for rule in Rule::VARIANTS {
        assert!(words.contains(rule), "{rule} is not in the help");
    }
}

#[cfg(unix)] // a terminal
#[test]
fn many_findings_are_summarised_by_rule_at_a_terminal() {
    let record = |number: usize| {
        let contact = if number < 30 { "" } else { ", \"contact\": \"mei\"" };
        format!(
            "{{ \"id\": \"a-{number:03}\", \"title\": \"A\", \"parties\": [ {{ \"name\": \"A\" }}, \
             {{ \"name\": \"B\" }} ], \"signed\": \"2020-01-01\"{contact} }}"
        )
    };
    let records: Vec<String> = (0..40).map(record).collect();
    let text = format!(
        "{{ \"format\": \"mou-registry\", \"version\": 1, \"agreements\": [ {} ] }}",
        records.join(", ")
    );
    let sandbox = Sandbox::with_registry(&text);
    let seen = on_terminal(&sandbox, 80, &["check"]);
    let rows: Vec<Vec<&str>> = seen
        .lines()
        .filter(|line| line.contains("mou check --rule"))
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(
        rows,
        [
            ["gap", "40", "mou", "check", "--rule", "end-unknown"],
            ["gap", "30", "mou", "check", "--rule", "no-contact"],
        ],
        "{seen}"
    );
    assert!(seen.contains("severity  findings  command"), "{seen}");
    assert!(
        seen.ends_with(
            "40 agreements: 0 errors, 70 gaps, 0 due.\nhint: add `--all` to list them\n"
        ),
        "{seen}"
    );
    let lines = |args: &[&str]| {
        let seen = on_terminal(&sandbox, 80, args);
        seen.lines().filter(|line| line.contains("a-0")).count()
    };
    assert_eq!(lines(&["check", "--all"]), 70);
    assert_eq!(lines(&["check", "--rule", "end-unknown"]), 40);
    assert_eq!(lines(&["check", "--limit", "41"]), 41);
    assert_eq!(lines(&["check", "--columns", "id"]), 70);
    assert_eq!(lines(&["check", "-o", "csv"]), 70);
    assert_eq!(lines(&["check", "--severity", "error"]), 0);
    assert_eq!(sandbox.mou(&["check"]).success().lines().count(), 71, "a pipe gets the list");
}
