//! `mou stats`: agreements and activities, counted.

use crate::sandbox::Sandbox;

/// Five agreements: two partners and two spellings of an area, a partial end, an indefinite one, a draft, and an
/// activity that is only planned.
const REGISTRY: &str = r#"{
  "format": "mou-registry",
  "version": 1,
  "owner": "Tartu",
  "agreements": [
    {
      "id": "a",
      "title": "A",
      "parties": [{"name": "Tartu", "country": "EE"}, {"name": "Évora", "country": "PT"}, {"name": "Oslo", "country": "NO"}],
      "signed": "2024-11-30",
      "term": "P3Y",
      "areas": ["Law", "law", "Medicine"],
      "contact": "Mei",
      "activities": [
        {"n": 1, "title": "Visit", "on": "2025-05-01"},
        {"n": 2, "title": "Talk", "known_by": "2026"},
        {"n": 3, "title": "Report", "due": "2026-12-01", "status": "planned"}
      ]
    },
    {
      "id": "b",
      "title": "B",
      "kind": "treaty",
      "parties": [{"name": "Tartu"}, {"name": "Evora"}],
      "signed": "2020",
      "term": "P3Y",
      "areas": ["LAW"],
      "activities": [{"n": 1, "title": "Visit", "on": "2025"}]
    },
    {
      "id": "c",
      "title": "C",
      "parties": [{"name": "Tartu"}, {"name": "Oslo", "country": "NO"}],
      "signed": "unknown",
      "term": "indefinite"
    },
    {"id": "d", "title": "D", "parties": [{"name": "Tartu"}]},
    {
      "id": "e",
      "title": "E",
      "parties": [{"name": "Tartu"}, {"name": "Oslo", "country": "NO"}],
      "signed": "2025-01-01",
      "end": "2029-11-30"
    }
  ]
}
"#;

fn stats(args: &[&str]) -> String {
    let sandbox = Sandbox::with_registry(REGISTRY);
    sandbox.mou(&[&["--as-of", "2026-11-30", "stats"], args].concat()).success()
}

#[test]
fn agreements_are_counted_by_status_and_end_and_activities_by_year() {
    assert_eq!(
        stats(&[]),
        "\
5 agreements on 2026-11-30, 3 in force; 3 activities

agreements by status
active   3
draft    1
expired  1

last days of the agreements in force
2027-11     1
2029        1
indefinite  1

activities by year
2025  2
2026  1
"
    );
    assert_eq!(
        stats(&["-o", "csv"]),
        "\
statistic,value,agreements,in_force,activities
all,,5,3,3
status,active,3,,
status,draft,1,,
status,expired,1,,
month_of_end,2023,1,0,1
month_of_end,2027-11,1,1,2
month_of_end,2029-11,1,1,0
month_of_end,indefinite,1,1,0
month_of_end,,1,0,0
activity_year,2025,,,2
activity_year,2026,,,1
"
    );
}

#[test]
fn agreement_with_several_values_counts_for_each_and_spellings_are_one() {
    for (by, rows) in [
        ("partner", &["Oslo,3,3,2", "Évora,2,1,3", ",1,0,0"][..]),
        ("country", &["NO,3,3,2", "PT,1,1,2", ",2,0,1"]),
        ("area", &["Law,2,1,3", "Medicine,1,1,2", ",3,2,0"]),
        ("kind", &["MoU,4,3,2", "treaty,1,0,1"]),
        ("year", &["2020,1,0,1", "2024,1,1,2", "2025,1,1,0", ",2,1,0"]),
        ("contact", &["Mei,1,1,2", ",4,2,1"]),
        (
            "month-of-end",
            &["2023,1,0,1", "2027-11,1,1,2", "2029-11,1,1,0", "indefinite,1,1,0", ",1,0,0"],
        ),
    ] {
        let head = format!("{},agreements,in_force,activities", by.replace('-', "_"));
        let expected: Vec<&str> =
            std::iter::once(head.as_str()).chain(rows.iter().copied()).collect();
        assert_eq!(stats(&["--by", by, "-o", "csv"]).lines().collect::<Vec<_>>(), expected);
    }
}

#[test]
fn groups_are_a_table_of_markdown_and_one_json_object() {
    assert_eq!(
        stats(&["--by", "country", "-o", "markdown"]),
        "\
5 agreements on 2026-11-30, 3 in force; 3 activities

## agreements by country

| country | in force | in all | activities |
| --- | ---: | ---: | ---: |
| NO | 3 | 3 | 2 |
| PT | 1 | 1 | 2 |
| not known | 0 | 2 | 1 |
"
    );
    assert_eq!(
        stats(&["--by", "country", "--active", "-o", "jsonl"]),
        "{\"as_of\":\"2026-11-30\",\"agreements\":3,\"in_force\":3,\"activities\":2,\"by\":\"country\",\
         \"groups\":[{\"country\":\"NO\",\"agreements\":3,\"in_force\":3,\"activities\":2},\
         {\"country\":\"PT\",\"agreements\":1,\"in_force\":1,\"activities\":2}]}\n"
    );
}

#[test]
fn bars_are_for_a_terminal_and_never_wider() {
    assert_eq!(
        stats(&["--width", "44", "--by", "country"]),
        "\
5 agreements on 2026-11-30, 3 in force; 3
activities

agreements by country
country    in force  in all  activities
NO                3       3           2
PT                1       1           2
not known         0       2           1
"
    );
    assert_eq!(
        stats(&["--width", "26", "--by", "country", "--limit", "1"]),
        "\
5 agreements on
2026-11-30, 3 in force; 3
activities

agreements by country
NO
  in force: 3
  in all: 3
  activities: 2
"
    );
    for columns in [20, 40, 50, 60, 80, 200] {
        let width = columns.to_string();
        for args in [&["--width", &width][..], &["--width", &width, "--ascii", "--by", "partner"]] {
            let shown = stats(args);
            let wide: Vec<&str> =
                shown.lines().filter(|line| line.chars().count() > columns).collect();
            assert!(wide.is_empty(), "{columns} {wide:?}");
            assert!(!args.contains(&"--ascii") || shown.replace("Évora", "").is_ascii(), "{shown}");
        }
    }
}

#[test]
fn empty_registry_and_wrong_words_are_answered() {
    let sandbox = Sandbox::with_registry(
        "{\n  \"format\": \"mou-registry\",\n  \"version\": 1,\n  \"agreements\": []\n}\n",
    );
    assert_eq!(
        sandbox.mou(&["--as-of", "2026-11-30", "stats", "--by", "year"]).success(),
        "0 agreements on 2026-11-30, 0 in force; 0 activities\n"
    );
    assert_eq!(
        sandbox.mou(&["stats", "--by", "month"]).to_text(),
        "--- stderr\nerror: `--by`: `month` is not accepted; use partner, country, area, kind, year, \
         contact or month-of-end\nhint: did you mean `month-of-end`?\n--- exit 2\n"
    );
    let cut = Sandbox::with_registry(REGISTRY);
    assert_eq!(
        cut.mou(&["--as-of", "2026-11-30", "stats", "--by", "kind", "--limit", "1", "-o", "tsv"])
            .to_text(),
        "kind\tagreements\tin_force\tactivities\nMoU\t4\t3\t2\n--- stderr\n1 of 2 groups shown.\n"
    );
}
