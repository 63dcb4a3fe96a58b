//! How commands show and record amendments: S13.

use serde_json::{Value, json};

use super::{ids_on, json_on, sandbox_of};
use crate::sandbox::Sandbox;

/// An agreement of which title, kind, parties, effective, term and renewal were amended on
/// 2024-03-01, with keys that no version knows.
const AMENDED: &str = r#""title": "New title", "kind": "treaty", "x-weight": 18446744073709551616,
    "parties": [ { "name": "Owner" }, { "name": "NUS", "x-desk": 1.10 } ],
    "signed": "2020-01-10", "effective": "2020-02-01", "term": "P5Y",
    "renewal": { "every": "P1Y" }, "notes": "kept",
    "events": [ { "kind": "amended", "on": "2024-03-01", "x-annex": "B", "fields": {
        "title": { "old": "Old title", "new": "New title" },
        "kind": { "new": "treaty" },
        "parties": { "old": [ { "name": "Owner" }, { "name": "Kyoto", "x-desk": 2 } ],
            "new": [ { "name": "Owner" }, { "name": "NUS", "x-desk": 1.10 } ] },
        "effective": { "new": "2020-02-01" },
        "term": { "old": "P3Y", "new": "P5Y" },
        "renewal": { "old": { "every": "P6M", "max": 1 }, "new": { "every": "P1Y" } } } } ]"#;

/// The agreement in a file in any layout, and in one that mou has written.
fn sandboxes() -> [Sandbox; 2] {
    let sandbox = || sandbox_of(r#""owner": "Owner","#, &[("a", AMENDED)]);
    let written = sandbox();
    written.mou(&["config", "within", "5m"]).success();
    written.mou(&["edit", "a", "--contact", "Mei"]).success();
    [sandbox(), written]
}

/// S13: JSON shows the values of the day; unknown keys are unchanged.
#[test]
fn s13_json_shows_the_values_of_the_day() {
    for sandbox in sandboxes() {
        assert_json(&sandbox);
    }
}

fn assert_json(sandbox: &Sandbox) {
    let before = json!({
        "title": "Old title",
        "parties": [ { "name": "Owner" }, { "name": "Kyoto", "x-desk": 2 } ],
        "signed": "2020-01-10", "term": "P3Y", "renewal": { "every": "P6M", "max": 1 },
        "notes": "kept", "partners": ["Kyoto"], "status": "expired", "ends": "2023-07-10",
    });
    let after = json!({
        "title": "New title", "kind": "treaty",
        "signed": "2020-01-10", "effective": "2020-02-01", "term": "P5Y",
        "renewal": { "every": "P1Y" }, "notes": "kept",
        "partners": ["NUS"], "status": "active", "ends": "2025-02-01",
    });
    for (today, expected) in [("2024-02-29", &before), ("2024-03-01", &after)] {
        let listed = json_on(sandbox, today, &["list"])[0].clone();
        let shown = json_on(sandbox, today, &["show", "a"]);
        for found in [&listed, &shown] {
            for (key, value) in expected.as_object().unwrap() {
                assert_eq!(found.get(key), Some(value), "{key} on {today}");
            }
            assert_eq!(found.get("effective"), expected.get("effective"), "on {today}");
            // A kind that was not stated is the default one.
            let kind = expected.get("kind").cloned().unwrap_or_else(|| json!("MoU"));
            assert_eq!(found.get("kind"), Some(&kind), "on {today}");
        }
        let args = ["list", "-o", "json", "--as-of", today];
        let out = sandbox.mou(&args).success();
        assert!(out.contains(r#""x-weight": 18446744073709551616,"#), "{out}");
        assert!(out.contains(r#""x-annex": "B""#), "{out}");
        // The number has every digit, in the values of the day and in the event.
        let numbers = if today == "2024-03-01" { 2 } else { 1 };
        assert_eq!(out.matches(r#""x-desk": 1.10"#).count(), numbers, "{out}");
    }
}

/// S13: a table, a card and the filters have the title, the partners and the kind of the day.
#[test]
fn s13_table_card_and_filters_have_the_values_of_the_day() {
    for sandbox in sandboxes() {
        assert_shown(&sandbox);
    }
}

fn assert_shown(sandbox: &Sandbox) {
    let columns = "id,title,partners,kind,term,status,ends";
    for (today, row) in [
        ("2024-02-29", "a\tOld title\tKyoto\tMoU\tP3Y\texpired\t2023-07-10\n"),
        ("2024-03-01", "a\tNew title\tNUS\ttreaty\tP5Y\tactive\t2025-02-01\n"),
    ] {
        let args = ["list", "-o", "tsv", "--columns", columns, "--as-of", today];
        let out = sandbox.mou(&args).success();
        // An absent kind is the default one, shown or left empty.
        let row_without_kind = row.replace("\tMoU\t", "\t\t");
        let found = out.split_once('\n').unwrap().1;
        assert!(found == row || found == row_without_kind, "{found} on {today}");
    }
    for (today, has, has_not) in
        [("2024-02-29", ["Old title", "Kyoto"], "NUS"), ("2024-03-01", ["New title", "NUS"], "x")]
    {
        let card = sandbox.mou(&["show", "a", "--as-of", today]).success();
        let head = card.split("events").next().unwrap();
        assert!(has.iter().all(|text| head.contains(text)), "{card}");
        assert!(has_not == "x" || !head.contains(has_not), "{card}");
    }
    for (today, filter, ids) in [
        ("2024-02-29", ["--party", "Kyoto"], "a"),
        ("2024-02-29", ["--party", "NUS"], ""),
        ("2024-02-29", ["--kind", "treaty"], ""),
        ("2024-02-29", ["--missing", "effective"], "a"),
        ("2024-03-01", ["--party", "NUS"], "a"),
        ("2024-03-01", ["--kind", "treaty"], "a"),
        ("2024-03-01", ["--missing", "effective"], ""),
    ] {
        let command = ["list", filter[0], filter[1]];
        assert_eq!(ids_on(sandbox, today, &command), ids, "{filter:?} on {today}");
    }
}

/// S13: reading an earlier day does not change the file, which keeps the newest values.
#[test]
fn s13_reading_an_earlier_day_changes_nothing_in_the_file() {
    for sandbox in sandboxes() {
        assert_unchanged(&sandbox);
    }
}

fn assert_unchanged(sandbox: &Sandbox) {
    let before = sandbox.registry();
    for command in [["list"].as_slice(), &["show", "a"], &["why", "a"], &["check"]] {
        let args = [command, &["--as-of", "2024-02-29"]].concat();
        assert!(matches!(sandbox.mou(&args).code, 0 | 4));
    }
    assert_eq!(sandbox.registry(), before);
}

/// S13: `amend --on A` records the value on A as `old`; if a later amendment changes the same
/// field, the new value becomes the `old` of that one, and the stored value stays.
#[test]
fn s13_amend_records_the_value_on_its_day_as_old() {
    let sandbox = sandbox_of(
        "",
        &[("a", r#""parties": [ { "name": "P" } ], "signed": "2020-01-01", "term": "P2Y""#)],
    );
    let amend = |on: &str, term: &str| {
        sandbox.mou(&["amend", "a", "--on", on, "--term", term]).success();
    };
    let recorded = || -> (Value, Vec<(String, Value)>) {
        let registry: Value = serde_json::from_str(&sandbox.registry()).unwrap();
        let record = &registry["agreements"][0];
        let events = record["events"].as_array().unwrap().iter();
        let events = events.map(|event| {
            (event["on"].as_str().unwrap().to_owned(), event["fields"]["term"].clone())
        });
        (record["term"].clone(), events.collect())
    };
    let change =
        |on: &str, old: &str, new: &str| (on.to_owned(), json!({ "old": old, "new": new }));
    amend("2022-06-01", "8y");
    assert_eq!(recorded(), (json!("P8Y"), vec![change("2022-06-01", "P2Y", "P8Y")]));
    amend("2021-06-01", "5y");
    assert_eq!(
        recorded(),
        (
            json!("P8Y"),
            vec![change("2021-06-01", "P2Y", "P5Y"), change("2022-06-01", "P5Y", "P8Y")]
        )
    );
    amend("2030-01-01", "indefinite");
    amend("2021-12", "6y");
    assert_eq!(
        recorded(),
        (
            json!("indefinite"),
            vec![
                change("2021-06-01", "P2Y", "P5Y"),
                change("2021-12", "P5Y", "P6Y"),
                change("2022-06-01", "P6Y", "P8Y"),
                change("2030-01-01", "P8Y", "indefinite"),
            ]
        )
    );
    for (today, ends) in [
        ("2021-05-31", "2022-01-01"),
        ("2021-06-01", "2025-01-01"),
        ("2021-12-01", "2026-01-01"),
        ("2022-06-01", "2028-01-01"),
        ("2029-12-31", "2028-01-01"),
        ("2030-01-01", "indefinite"),
    ] {
        assert_eq!(json_on(&sandbox, today, &["list"])[0]["ends"], json!(ends), "on {today}");
    }
}

/// S13: a field that is not one of the ten changes immediately, even if the amendment is in the future.
#[test]
fn s13_amend_changes_other_fields_at_once() {
    let sandbox = sandbox_of(
        "",
        &[("a", r#""parties": [ { "name": "P" } ], "signed": "2020-01-01", "place": "Kyoto""#)],
    );
    sandbox
        .mou(&["amend", "a", "--on", "2030-01-01", "--place", "London", "--notice", "3m"])
        .success();
    for (today, notice) in [("2029-12-31", None), ("2030-01-01", Some(json!("P3M")))] {
        let shown = json_on(&sandbox, today, &["show", "a"]);
        assert_eq!(shown["place"], json!("London"), "on {today}");
        assert_eq!(shown.get("notice"), notice.as_ref(), "on {today}");
    }
}

/// S13 and section 2 of the product: a number that no version knows may have any digits in the
/// values of an amendment too.
#[test]
#[ignore = "known fault: a number in an amendment is read as a double"]
fn s13_number_of_any_size_in_an_amendment_is_kept() {
    let members = r#""signed": "2020-01-01", "parties": [ { "name": "NUS", "x-desk": 1e400 } ],
        "events": [ { "kind": "amended", "on": "2024-03-01", "fields": {
            "parties": { "old": [ { "name": "Kyoto", "x-desk": 1e401 } ] } } } ]"#;
    let sandbox = sandbox_of("", &[("a", members)]);
    for (today, number) in [("2024-02-29", "1e401"), ("2024-03-01", "1e400")] {
        let out = sandbox.mou(&["list", "-o", "json", "--as-of", today]).success();
        assert!(out.contains(&format!(r#""x-desk": {number}"#)), "{out}");
    }
}

/// S13 and section 2 of the product: keys that no version knows stay in the values that `amend`
/// records, so that JSON shows them on an earlier day.
#[test]
#[ignore = "known fault: the typed old value has no unknown keys"]
fn s13_amend_keeps_unknown_keys_in_the_old_value() {
    let members = r#""signed": "2020-01-01", "term": "P3Y",
        "parties": [ { "name": "Kyoto", "x-desk": 7 }, { "name": "NUS", "x-desk": 8 } ],
        "renewal": { "every": "P1Y", "x-clause": "12.3" }"#;
    let sandbox = sandbox_of("", &[("a", members)]);
    sandbox
        .mou(&["amend", "a", "--on", "2024-01-01", "--remove-party", "NUS", "--renewal", "2y"])
        .success();
    let shown = json_on(&sandbox, "2023-12-31", &["show", "a"]);
    let registry: Value = serde_json::from_str(&sandbox.registry()).unwrap();
    let old = &registry["agreements"][0]["events"][0]["fields"];
    let parties = json!([ { "name": "Kyoto", "x-desk": 7 }, { "name": "NUS", "x-desk": 8 } ]);
    let renewal = json!({ "every": "P1Y", "x-clause": "12.3" });
    assert_eq!(
        (&old["parties"]["old"], &old["renewal"]["old"], &shown["parties"], &shown["renewal"]),
        (&parties, &renewal, &parties, &renewal)
    );
}

/// Section 2 of the product: without the first of two amendments of one day, the second changes the field from the
/// value before both.
#[test]
fn removed_amendment_passes_its_old_value_to_the_next_one_of_the_same_day() {
    let sandbox = sandbox_of("", &[("a", r#""signed": "2020-01-01", "end": "2025-01-01""#)]);
    for end in ["2026-01-01", "2027-01-01"] {
        sandbox.mou(&["amend", "a", "--on", "2024-01-01", "--end", end]).success();
    }
    sandbox.mou(&["edit", "a", "--remove-event", "1"]).success();
    let ends = |day: &str| {
        sandbox.mou(&["list", "-o", "tsv", "--columns", "end", "--as-of", day]).success()
    };
    assert_eq!(ends("2023-12-31"), "end\n2025-01-01\n");
    assert_eq!(ends("2024-01-01"), "end\n2027-01-01\n");
}
