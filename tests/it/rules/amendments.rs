//! The values that apply on a day: S13. `amendments_shown` tests how commands show them.

use serde_json::{Value, json};

use super::{Registry, assert_rows, day, sandbox_of};

/// The dated fields, each with an old and a new value.
fn fields() -> [(&'static str, Value, Value); 10] {
    let parties = |name: &str| json!([{ "name": name, "x-desk": 1 }]);
    [
        ("title", json!("Before"), json!("After")),
        ("kind", json!("LoI"), json!("treaty")),
        ("parties", parties("Kyoto"), parties("NUS")),
        ("effective", json!("pending"), json!("2020-02-01")),
        ("term", json!("indefinite"), json!("P3Y")),
        ("end", json!("2024"), json!("2025-06-30")),
        ("basis", json!("including"), json!("from")),
        ("renewal", json!({ "every": "P1Y", "max": 2 }), json!({ "every": "P2Y" })),
        ("notice", json!("P3M"), json!("P6M")),
        ("review", json!("P1Y"), json!("P2Y")),
    ]
}

/// Returns the members of an agreement that stores `new` after an amendment on 2024-03 to it.
fn amended(field: &str, old: Option<&Value>, new: &Value) -> String {
    let mut sides = json!({ "new": new });
    if let Some(old) = old {
        sides["old"] = old.clone();
    }
    format!(
        r#""{field}": {new}, "signed": "2020-01-01", "events": [ {{ "kind": "amended",
            "on": "2024-03", "fields": {{ "{field}": {sides} }} }} ]"#
    )
}

/// S13: each of the ten fields has its `old` value before the day and the stored one from it on.
#[test]
fn s13_dated_field_has_its_old_value_before_the_amendment() {
    for (field, old, new) in fields() {
        let registry = Registry::single(&amended(field, Some(&old), &new));
        for (today, expected) in [("2024-02-29", &old), ("2024-03-01", &new)] {
            let then = serde_json::to_value(&*registry.0[0].on(day(today))).unwrap();
            // A field that is not stored has its default.
            let found = then.get(field).cloned().unwrap_or_else(|| json!("from"));
            let expected = match field {
                "parties" => json!([{ "name": expected[0]["name"] }]),
                _ => expected.clone(),
            };
            assert_eq!(found, expected, "{field} on {today}");
        }
    }
}

/// S13: without `old`, the field is absent before the amendment.
#[test]
fn s13_dated_field_without_old_value_is_absent_before_the_amendment() {
    let absent = |field: &str| match field {
        "title" => json!(""),
        "kind" => json!("MoU"),
        _ => Value::Null,
    };
    for (field, _, new) in fields() {
        let registry = Registry::single(&amended(field, None, &new));
        let then = serde_json::to_value(&*registry.0[0].on(day("2024-02-29"))).unwrap();
        let found = then.get(field).cloned().unwrap_or_default();
        let is_absent = found == absent(field) || found.is_null();
        assert!(is_absent, "{field}: {found}");
    }
}

/// S13: status and dates that follow from each field change on the day of the amendment.
#[test]
fn s13_status_and_dates_follow_the_values_of_the_day() {
    let change = |base: &str, stored: &str, sides: &str| {
        format!(
            r#"{base} {stored}, "events": [ {{ "kind": "amended", "on": "2021-03-01",
                "fields": {{ {sides} }} }} ]"#
        )
    };
    assert_rows(&[
        (
            &change(
                r#""signed": "2020-01-01", "term": "P3Y","#,
                r#""effective": "2021-05-01""#,
                r#""effective": { "new": "2021-05-01" }"#,
            ),
            &[
                ("2021-02-28", "active", "2023-01-01", "2023-01-01", ""),
                ("2021-03-01", "upcoming", "2024-05-01", "2024-05-01", ""),
            ],
        ),
        (
            &change(
                r#""signed": "2020-01-01","#,
                r#""term": "P1Y""#,
                r#""term": { "old": "indefinite", "new": "P1Y" }"#,
            ),
            &[
                ("2021-02-28", "active", "indefinite", "", ""),
                ("2021-03-01", "expired", "2021-01-01", "", "lapsed"),
            ],
        ),
        (
            &change(
                r#""signed": "2020-01-01", "term": "P1Y","#,
                r#""end": "2022""#,
                r#""end": { "new": "2022" }"#,
            ),
            &[
                ("2021-02-28", "expired", "2021-01-01", "", "lapsed"),
                ("2021-03-01", "active", "2022", "2022", ""),
            ],
        ),
        (
            &change(
                r#""signed": "2020-01-01", "term": "P3Y","#,
                r#""basis": "including""#,
                r#""basis": { "new": "including" }"#,
            ),
            &[
                ("2021-02-28", "active", "2023-01-01", "2023-01-01", ""),
                ("2021-03-01", "active", "2022-12-31", "2022-12-31", ""),
            ],
        ),
        (
            &change(
                r#""signed": "2020-01-01", "term": "P1Y","#,
                r#""renewal": { "every": "P6M" }"#,
                r#""renewal": { "new": { "every": "P6M" } }"#,
            ),
            &[
                ("2021-02-28", "expired", "2021-01-01", "", "lapsed"),
                ("2021-03-01", "active", "2021-07-01", "2021-07-01", "auto-renewed"),
            ],
        ),
        (
            &change(
                r#""signed": "2020-01-01", "term": "P3Y","#,
                r#""notice": "P6M""#,
                r#""notice": { "old": "P3M", "new": "P6M" }"#,
            ),
            &[
                ("2021-02-28", "active", "2023-01-01", "2022-10-01", ""),
                ("2021-03-01", "active", "2023-01-01", "2022-07-01", ""),
            ],
        ),
        // With a review every two years, there was no review day yet.
        (
            &change(
                r#""signed": "2020-01-01", "term": "indefinite","#,
                r#""review": "P2Y""#,
                r#""review": { "old": "P1Y", "new": "P2Y" }"#,
            ),
            &[
                ("2021-02-28", "active", "indefinite", "2022-01-01", "review-due"),
                ("2021-03-01", "active", "indefinite", "2022-01-01", ""),
            ],
        ),
        // The signing date is that of the parties (S9).
        (
            &change(
                r#""term": "P1Y","#,
                r#""parties": [ { "name": "A", "signed": "2021-02-01" } ]"#,
                r#""parties": { "old": [ { "name": "A", "signed": "2020-02-01" } ], "new": [] }"#,
            ),
            &[
                ("2021-02-28", "expired", "2021-02-01", "", "lapsed"),
                ("2021-03-01", "active", "2022-02-01", "2022-02-01", ""),
            ],
        ),
    ]);
}

/// S13: the example. Amended on 2024-03-01 from three years to five.
#[test]
fn s13_term_amended_after_the_end_brings_the_agreement_back() {
    assert_rows(&[(
        r#""signed": "2020-01-10", "term": "P5Y", "events": [ { "kind": "amended",
            "on": "2024-03-01", "fields": { "term": { "old": "P3Y", "new": "P5Y" } } } ]"#,
        &[
            ("2023-01-10", "active", "2023-01-10", "2023-01-10", "expiring"),
            ("2023-06-01", "expired", "2023-01-10", "", "lapsed"),
            ("2024-02-29", "expired", "2023-01-10", "", "lapsed"),
            ("2024-03-01", "active", "2025-01-10", "2025-01-10", ""),
            ("2025-01-11", "expired", "2025-01-10", "", "lapsed"),
        ],
    )]);
}

/// S13: the latest amendment is undone first, those of one day in reverse order of the file, and
/// the order of the file does not matter otherwise. `new` is not used.
#[test]
fn s13_amendments_are_undone_from_the_latest() {
    let amended = |on: &str, old: &str, new: &str| {
        format!(
            r#"{{ "kind": "amended", "on": "{on}",
                "fields": {{ "term": {{ "old": "{old}", "new": "{new}" }} }} }}"#
        )
    };
    let in_order = [
        amended("2021-01-01", "P4Y", "P5Y"),
        amended("2022-01", "P5Y", "P6Y"),
        amended("2022-01-01", "P6Y", "P7Y"),
        amended("2023-01-01", "P7Y", "P9Y"),
    ];
    let shuffled = [3, 1, 0, 2].map(|index: usize| in_order[index].clone());
    let rows = [
        ("2020-12-31", "active", "2024-01-01", "2024-01-01", ""),
        ("2021-01-01", "active", "2025-01-01", "2025-01-01", ""),
        ("2021-12-31", "active", "2025-01-01", "2025-01-01", ""),
        ("2022-01-01", "active", "2027-01-01", "2027-01-01", ""),
        ("2022-12-31", "active", "2027-01-01", "2027-01-01", ""),
        // The stored value counts, whatever `new` the event has.
        ("2023-01-01", "active", "2028-01-01", "2028-01-01", ""),
    ];
    let members = |events: [String; 4]| {
        format!(r#""signed": "2020-01-01", "term": "P8Y", "events": [ {} ]"#, events.join(", "))
    };
    assert_rows(&[(&members(in_order), &rows), (&members(shuffled), &rows)]);
}

/// S13: the values of the day count for events and periods before it too. The notice of 2020-11-01
/// is late for three months, and in time for one.
#[test]
fn s13_values_of_the_day_count_for_events_before_it() {
    assert_rows(&[
        (
            r#""signed": "2020-01-01", "term": "P1Y", "renewal": { "every": "P1Y" },
                "notice": "P1M", "events": [
                    { "kind": "notice", "on": "2020-11-01" },
                    { "kind": "amended", "on": "2021-06-01",
                        "fields": { "notice": { "old": "P3M", "new": "P1M" } } } ]"#,
            &[
                ("2020-10-31", "active", "2021-01-01", "2020-10-01", "notice-missed"),
                ("2020-11-01", "active", "2022-01-01", "2022-01-01", ""),
                ("2021-05-31", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
                ("2021-06-01", "terminated", "2021-01-01", "", ""),
            ],
        ),
        // There was no period from 2021-01-02, as nothing renewed it.
        (
            r#""signed": "2020-01-01", "term": "P1Y", "events": [
                { "kind": "amended", "on": "2021-06-01",
                    "fields": { "renewal": { "old": { "every": "P1Y" } } } } ]"#,
            &[
                ("2021-05-31", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
                ("2021-06-01", "expired", "2021-01-01", "", "lapsed"),
            ],
        ),
        // A renewal for two more years, of a term that was amended since.
        (
            r#""signed": "2020-01-01", "term": "P5Y", "events": [
                { "kind": "renewed", "on": "2020-06-01", "term": "P2Y" },
                { "kind": "amended", "on": "2021-06-01",
                    "fields": { "term": { "old": "P1Y", "new": "P5Y" } } } ]"#,
            &[
                ("2020-05-31", "active", "2021-01-01", "2021-01-01", ""),
                ("2021-05-31", "active", "2023-01-01", "2023-01-01", ""),
                ("2021-06-01", "active", "2027-01-01", "2027-01-01", ""),
            ],
        ),
    ]);
}

/// S13: a field that is not one of the ten has its stored value on every day.
#[test]
fn s13_other_field_has_its_stored_value_on_every_day() {
    let members = r#""signed": "2020-01-01", "place": "Kyoto", "areas": ["rice"],
        "contact": "Mei", "events": [ { "kind": "amended", "on": "2024-03-01", "fields": {
            "place": { "old": "London" }, "areas": { "old": [] }, "signed": { "old": "2019" },
            "contact": { "new": "Mei" } } } ]"#;
    let registry = Registry::single(members);
    let then = registry.0[0].on(day("2024-02-29"));
    assert_eq!(then.place.as_deref(), Some("Kyoto"));
    assert_eq!(then.areas.len(), 1);
    assert_eq!(then.contact.as_deref(), Some("Mei"));
    assert_eq!(then.signed.map(|signed| signed.to_string()).as_deref(), Some("2020-01-01"));
}

/// S13: an `old` with the wrong form makes the file damaged.
#[test]
fn s13_old_value_of_the_wrong_form_makes_the_file_damaged() {
    for (field, old) in [
        ("title", json!(7)),
        ("kind", json!(["MoU"])),
        ("parties", json!("Kyoto")),
        ("parties", json!([{ "short": "K", "joined": "2021-13" }])),
        ("effective", json!("soon")),
        ("effective", json!("2021-02-29")),
        ("term", json!("three years")),
        ("term", json!("P0D")),
        ("end", json!("unknown")),
        ("basis", json!("inclusive")),
        ("renewal", json!("P1Y")),
        ("renewal", json!({ "every": "P1Y", "max": 0 })),
        ("notice", json!("indefinite")),
        ("review", json!(12)),
    ] {
        let members = format!(
            r#""events": [ {{ "kind": "amended", "on": "2024-03-01",
                "fields": {{ "{field}": {{ "old": {old} }} }} }} ]"#
        );
        let sandbox = sandbox_of("", &[("a", &members)]);
        let before = sandbox.registry();
        let output = sandbox.mou(&["list"]);
        assert_eq!(output.code, 6, "{field} {old}: {}", output.to_text());
        assert_eq!(sandbox.registry(), before);
    }
}
