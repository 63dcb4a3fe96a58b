//! The signing date and drafts: S9 and S10.

use super::{assert_rows, with};

/// S9: the latest of the parties' days, by first and then by last possible day; its mark is kept.
#[test]
fn s9_signing_date_is_the_latest_of_the_parties() {
    let signed = |parties: &[&str]| {
        let parties: Vec<String> =
            parties.iter().map(|day| format!(r#"{{ "name": "P", "signed": "{day}" }}"#)).collect();
        format!(r#""term": "P1Y", "parties": [ {} ]"#, parties.join(", "))
    };
    assert_rows(&[
        (
            &signed(&["2020-12-31", "2021-03-01", "2021-02-28"]),
            &[
                ("2021-02-28", "draft", "", "", ""),
                ("2021-03-01", "active", "2022-03-01", "2022-03-01", ""),
            ],
        ),
        // The same first possible day: the last possible day decides.
        (
            &signed(&["2021", "2021-01"]),
            &[("2020-12-31", "draft", "", "", ""), ("2021-01-01", "active", "2022", "2022", "")],
        ),
        (
            &signed(&["2021-01-01", "2021-01"]),
            &[("2021-01-01", "active", "2022-01", "2022-01", "")],
        ),
        // The first possible day comes before the last: 2021-02-01 is later than the year 2021.
        (
            &signed(&["2021-02-01", "2021"]),
            &[
                ("2021-01-31", "draft", "", "", ""),
                ("2021-02-01", "active", "2022-02-01", "2022-02-01", ""),
            ],
        ),
        // The mark is kept, in either order of the parties.
        (
            &signed(&["2021-03-01?", "2021-03-01"]),
            &[("2021-03-01", "active", "2022-03-01?", "2022-03-01?", "")],
        ),
        (
            &signed(&["2021-03-01", "2021-03-01?"]),
            &[("2021-03-01", "active", "2022-03-01?", "2022-03-01?", "")],
        ),
        (
            &signed(&["2020-03-01~", "2021-03", "2021-03~"]),
            &[("2021-03-01", "active", "2022-03~", "2022-03~", "")],
        ),
        // The mark of an earlier day is not.
        (
            &signed(&["2021-02-28?", "2021-03-01"]),
            &[("2021-03-01", "active", "2022-03-01", "2022-03-01", "")],
        ),
    ]);
}

/// S9: unless every party has its own day, there is none; with `end` it is then unknown.
#[test]
fn s9_signing_date_needs_the_day_of_every_party() {
    const ONE_SIGNED: &str =
        r#""parties": [ { "name": "A", "signed": "2021-03-01" }, { "name": "B" } ]"#;
    let with_end = format!(r#"{ONE_SIGNED}, "end": "2023-06-30", "term": "P1Y""#);
    let stated = r#""signed": "2020-01-01", "term": "P1Y",
        "parties": [ { "name": "A", "signed": "2021-03-01" } ]"#;
    let none = r#""parties": [], "term": "P1Y""#;
    assert_rows(&[
        (ONE_SIGNED, &[("2025-01-01", "draft", "", "", "")]),
        (
            &with_end,
            &[
                ("1990-01-01", "active", "2023-06-30", "2023-06-30", ""),
                ("2023-07-01", "expired", "2023-06-30", "", "lapsed"),
            ],
        ),
        // A stated date takes precedence.
        (stated, &[("2020-01-01", "active", "2021-01-01", "2021-01-01", "")]),
        (none, &[("2025-01-01", "draft", "", "", "")]),
    ]);
}

/// S10: a draft until the first possible signing date.
#[test]
fn s10_agreement_is_a_draft_until_it_is_signed() {
    assert_rows(&[
        (
            r#""signed": "2024-02", "term": "P1Y""#,
            &[
                ("2024-01-31", "draft", "", "", ""),
                ("2024-02-01", "active", "2025-02", "2025-02", ""),
            ],
        ),
        (
            r#""signed": "2024", "effective": "2020-01-01", "end": "2024-06-30""#,
            &[
                ("2023-12-31", "draft", "", "", ""),
                ("2024-01-01", "active", "2024-06-30", "2024-06-30", ""),
            ],
        ),
        (
            r#""signed": "2024-02-01", "effective": "pending""#,
            &[("2024-01-31", "draft", "", "", ""), ("2024-02-01", "upcoming", "", "", "pending")],
        ),
        // Events before it do not make it signed.
        (
            &with(r#""signed": "2024-02-01", "term": "P1Y""#, "suspended 2024-01-01"),
            &[
                ("2024-01-31", "draft", "", "", ""),
                ("2024-02-01", "suspended", "2025-02-01", "2025-02-01", ""),
            ],
        ),
    ]);
}

/// S10: without a signing date, a draft until `effective` or `end` is recorded or an event has happened.
#[test]
fn s10_agreement_without_a_signing_date_is_a_draft_until_something_is_recorded() {
    assert_rows(&[
        ("", &[("2024-01-01", "draft", "", "", "")]),
        (r#""term": "P3Y", "notice": "P1M""#, &[("2024-01-01", "draft", "", "", "")]),
        (r#""term": "indefinite", "review": "P1Y""#, &[("2024-01-01", "draft", "", "", "")]),
        (r#""signed": "unknown""#, &[("2024-01-01", "active", "", "", "end-unknown")]),
        (
            r#""effective": "2024-01", "term": "P1Y""#,
            &[
                ("2023-12-31", "upcoming", "2025-01", "2025-01", ""),
                ("2024-01-01", "active", "2025-01", "2025-01", ""),
            ],
        ),
        (r#""effective": "unknown""#, &[("2024-01-01", "active", "", "", "end-unknown")]),
        (r#""end": "2024-06-30""#, &[("2024-01-01", "active", "2024-06-30", "2024-06-30", "")]),
        (
            &with("", "visited 2024-01"),
            &[("2023-12-31", "draft", "", "", ""), ("2024-01-01", "active", "", "", "end-unknown")],
        ),
        (
            &with("", "suspended 2024-01-02"),
            &[
                ("2024-01-01", "draft", "", "", ""),
                ("2024-01-02", "suspended", "", "", "end-unknown"),
            ],
        ),
        (
            &with("", "terminated 2024-01"),
            &[("2024-01-30", "draft", "", "", ""), ("2024-01-31", "terminated", "2024-01", "", "")],
        ),
        // An activity is no event.
        (
            r#""activities": [ { "n": 1, "title": "Visit", "on": "2023-01-01" } ]"#,
            &[("2024-01-01", "draft", "", "", "")],
        ),
    ]);
}

/// S10 and S13: if an amendment adds `effective`, the agreement stays a draft until the day of the amendment.
#[test]
fn s10_field_added_by_amendment_counts_from_its_day() {
    assert_rows(&[(
        r#""end": "2025-06-30", "events": [ { "kind": "amended", "on": "2024-03-01",
            "fields": { "end": { "new": "2025-06-30" } } } ]"#,
        &[
            ("2024-02-29", "draft", "", "", ""),
            ("2024-03-01", "active", "2025-06-30", "2025-06-30", ""),
        ],
    )]);
}
