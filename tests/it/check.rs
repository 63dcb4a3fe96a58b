//! `mou check --fix`, and `mou check` on a file that is damaged.

use crate::world::{World, example};

const WRONG: &str = r#"{
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

const TOLD: &str = "\
a-2020: wrote the country of NUS as SG, not sg.
a-2020: took out its link to itself in `succeeds`.
a-2020: took out its link to itself in `under`.
a-2020: took out its link to itself in `related`.
a-2020: took out `physics`, which stood twice in `areas`.
a-2020: took out `mei`, which stood twice in `participants` of activity `1`.
a-2020: put its events in the order of their days.
a-2020: gave the second activity 1, `Second`, the number 3.
";

#[test]
fn what_needs_no_guess_is_mended_in_one_step_and_what_is_unknown_stays() {
    let world = World::of_registry(WRONG);
    let told = world.mou(&["check", "--fix"]);
    assert_eq!(told.code, 4, "{}", told.whole());
    assert!(told.err.starts_with(TOLD), "{}", told.whole());
    assert!(told.err.ends_with("2 agreements: 2 errors, 0 gaps, 0 due.\n"), "{}", told.whole());
    assert!(told.out.contains("has `Japan` as the country of Kyoto"), "{}", told.whole());
    assert!(told.out.contains("succeeds `gone-1999`, which is not in the registry"));
    let wanted = WRONG
        .replace("\"sg\"", "\"SG\"")
        .replace(",\n        \"physics\"\n", "\n")
        .replace("        \"a-2020\",\n", "")
        .replace("      \"under\": \"a-2020\",\n", "")
        .replace("            \"mei\",\n            \"mei\"\n", "            \"mei\"\n");
    // The events change places, and the second activity goes to the end.
    let (first, second) = (
        "        {\n          \"kind\": \"visited\",\n          \"on\": \"2022-05-01\",\n          \"x-first\": 1\n        }",
        "        {\n          \"kind\": \"visited\",\n          \"on\": \"2021-05\",\n          \"x-second\": 2\n        }",
    );
    let wanted = wanted.replace(&format!("{first},\n{second}"), &format!("{second},\n{first}"));
    let start =
        wanted.find("        {\n          \"n\": 1,\n          \"title\": \"Second\"").unwrap();
    let end = wanted.find("        {\n          \"n\": 2,").unwrap();
    let (head, rest) = wanted.split_at(start);
    let (moved, tail) = rest.split_at(end - start);
    let moved = moved.replace("\"n\": 1", "\"n\": 3").trim_end().trim_end_matches(',').to_owned();
    let tail = tail.replacen("        }\n      ]", &format!("        }},\n{moved}\n      ]"), 1);
    assert_eq!(world.registry(), format!("{head}{tail}"));

    let again = world.mou(&["check", "--fix"]);
    assert!(again.err.starts_with("Nothing to mend without a guess.\n"), "{}", again.whole());
    world.mou(&["undo"]).done();
    assert_eq!(world.registry(), WRONG);
}

#[test]
fn a_trial_shows_what_would_be_mended_and_what_would_be_left() {
    let world = World::of_registry(WRONG);
    let told = world.mou(&["check", "--fix", "--dry-run"]);
    assert_eq!(told.code, 4, "{}", told.whole());
    assert!(told.out.starts_with("a-2020\n"), "{}", told.whole());
    assert!(told.out.contains("physics"), "{}", told.whole());
    assert!(told.err.starts_with("Nothing was written: a dry run.\n"), "{}", told.whole());
    assert!(told.err.contains("2 agreements: 2 errors"), "{}", told.whole());
    assert_eq!(world.registry(), WRONG);
    assert_eq!(world.files(), ["registry.json"]);
}

#[test]
fn a_registry_that_is_in_order_is_not_written() {
    for name in ["uk-singapore.json", "registry.json"] {
        let world = World::of_registry(&example(name));
        let told = world.mou(&["check", "--fix"]);
        assert_eq!(told.code, world.mou(&["check"]).code);
        assert!(told.err.contains("Nothing to mend without a guess."), "{}", told.whole());
        assert_eq!(world.registry(), example(name));
        assert_eq!(world.files(), ["registry.json"]);
    }
    let told = World::new().mou(&["check", "--fix"]);
    assert_eq!(told.code, 1, "{}", told.whole());
    let told = World::of_example().mou(&["check", "--dry-run"]);
    assert_eq!(told.code, 2, "{}", told.whole());
}

#[test]
fn where_no_higher_number_is_left_nobody_is_given_one() {
    let text = WRONG.replace("\"n\": 2,", "\"n\": 4294967295,");
    let world = World::of_registry(&text);
    let told = world.mou(&["check", "--fix"]);
    assert_eq!(told.code, 4);
    assert!(told.out.contains("is the number of a second activity"), "{}", told.whole());
    assert!(world.registry().contains("18446744073709551616"));
}

#[test]
fn a_file_that_is_damaged_is_told_with_its_place_and_not_mended() {
    let cut = &WRONG[..900];
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
