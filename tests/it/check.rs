//! `mou check`, `mou check --fix`, and both on a damaged file.

use crate::world::{World, example};

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
    let world = World::of_registry(FIXABLE_REGISTRY);
    let told = world.mou(&["check", "--fix"]);
    assert_eq!(told.code, 4, "{}", told.whole());
    assert!(told.err.starts_with(FIX_MESSAGES), "{}", told.whole());
    assert!(told.err.ends_with("2 agreements: 2 errors, 0 gaps, 0 due.\n"), "{}", told.whole());
    assert!(told.out.contains("has `Japan` as the country of Kyoto"), "{}", told.whole());
    assert!(told.out.contains("succeeds `gone-1999`, which is not in the registry"));
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
    assert_eq!(world.registry(), format!("{head}{tail}"));

    let again = world.mou(&["check", "--fix"]);
    assert!(again.err.starts_with("Nothing to fix without a guess.\n"), "{}", again.whole());
    world.mou(&["undo"]).done();
    assert_eq!(world.registry(), FIXABLE_REGISTRY);
}

#[test]
fn fix_as_a_dry_run_shows_what_would_be_fixed_and_left() {
    let world = World::of_registry(FIXABLE_REGISTRY);
    let told = world.mou(&["check", "--fix", "--dry-run"]);
    assert_eq!(told.code, 4, "{}", told.whole());
    assert!(told.out.starts_with("a-2020\n"), "{}", told.whole());
    assert!(told.out.contains("physics"), "{}", told.whole());
    assert!(told.err.starts_with("Nothing was written: a dry run.\n"), "{}", told.whole());
    assert!(told.err.contains("2 agreements: 2 errors"), "{}", told.whole());
    assert_eq!(world.registry(), FIXABLE_REGISTRY);
    assert_eq!(world.files(), ["registry.json"]);
}

#[test]
fn fix_without_fixable_findings_writes_nothing() {
    for name in ["uk-singapore.json", "registry.json"] {
        let world = World::of_registry(&example(name));
        let told = world.mou(&["check", "--fix"]);
        assert_eq!(told.code, world.mou(&["check"]).code);
        assert!(told.err.contains("Nothing to fix without a guess."), "{}", told.whole());
        assert_eq!(world.registry(), example(name));
        assert_eq!(world.files(), ["registry.json"]);
    }
    let told = World::new().mou(&["check", "--fix"]);
    assert_eq!(told.code, 1, "{}", told.whole());
    let told = World::of_example().mou(&["check", "--dry-run"]);
    assert_eq!(told.code, 2, "{}", told.whole());
}

#[test]
fn fix_renumbers_no_activity_if_no_higher_number_is_left() {
    let text = FIXABLE_REGISTRY.replace("\"n\": 2,", "\"n\": 4294967295,");
    let world = World::of_registry(&text);
    let told = world.mou(&["check", "--fix"]);
    assert_eq!(told.code, 4);
    assert!(told.out.contains("is the number of a second activity"), "{}", told.whole());
    assert!(world.registry().contains("18446744073709551616"));
}

#[test]
fn damaged_file_is_reported_with_its_position_and_not_fixed() {
    let cut = &FIXABLE_REGISTRY[..900];
    for args in [&["check"][..], &["check", "--fix"], &["check", "--fix", "--dry-run"]] {
        let world = World::new();
        world.write("copy.json", cut);
        let told = world.mou(&[args, &["--file", "copy.json"]].concat());
        assert_eq!(told.code, 6, "{}", told.whole());
        let line = cut.lines().count();
        assert!(told.err.starts_with("error: `copy.json` is damaged: it is cut off: "));
        assert!(told.err.contains(&format!("(line {line}, column ")), "{}", told.whole());
        assert_eq!(world.read("copy.json"), cut);
        assert_eq!(world.files(), ["copy.json"]);
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
    let world = World::of_registry(REGISTRY_WITH_FINDINGS);
    assert_eq!(world.mou(&["check"]).whole(), EXPECTED_FINDINGS);
    let rules = world.mou(&["check", "-q", "-o", "csv", "--columns", "severity,rule,id"]);
    assert_eq!(rules.whole(), EXPECTED_RULES);
}

#[test]
fn partners_depend_on_the_owner_and_the_day() {
    let world = World::of_registry(REGISTRY_WITH_FINDINGS);
    let found = |args: &[&str]| {
        let args = &[&["check", "-o", "csv", "--columns", "rule,id"], args].concat();
        let out = world.mou(args).out;
        out.lines().filter(|line| line.contains(",accord")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found(&[]), ["nobody-left,accord"]);
    assert_eq!(found(&["--as-of", "2024-04-30"]), [""; 0]);
    world.mou(&["config", "owner", "Alpha"]).done_quietly();
    assert_eq!(found(&[]), [""; 0]);
}

#[test]
fn fix_lists_the_remaining_findings_like_check() {
    let world = World::of_registry(REGISTRY_WITH_FINDINGS);
    let listed = world.mou(&["check", "-o", "json"]);
    let fixed = world.mou(&["check", "--fix", "-o", "json"]);
    assert_eq!(fixed.out, listed.out);
}
