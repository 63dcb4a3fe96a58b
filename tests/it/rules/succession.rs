//! Succession: S35 and S36.

use mou::domain::Id;

use super::{Registry, THREE_YEARS, YEARLY, found_by, json_on, quiet, sandbox_of, with};

/// A day, and then the expected status, `ends` and `succeeded_by` of `a`.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str);

/// Compares the predecessor `a` with these members on each day. The others have an id and members, and
/// succeed `a` unless they have `succeeds`.
#[track_caller]
fn assert_succession(members: &str, others: &[(&str, &str)], rows: &[Row<'_>]) {
    let links = |members: &str| {
        let link = if members.contains("succeeds") { "" } else { r#", "succeeds": ["a"]"# };
        format!("{members}{link}")
    };
    let others: Vec<(&str, String)> =
        others.iter().map(|(id, members)| (*id, links(members))).collect();
    let mut all = vec![("a", members)];
    all.extend(others.iter().map(|(id, members)| (*id, members.as_str())));
    let registry = Registry::new(&all);
    let mut wrong = Vec::new();
    for (today, status, ends, succeeded_by) in rows {
        let standing = registry.standing("a", today, &quiet());
        let ids: Vec<&str> = standing.succeeded_by.iter().map(Id::as_str).collect();
        let found = format!("{} | {} | {}", standing.status.word(), standing.ends, ids.join(" "));
        let expected = format!("{status} | {ends} | {succeeded_by}");
        if found != expected {
            wrong.push(format!("on {today}: {expected}\n  not: {found}"));
        }
    }
    assert!(wrong.is_empty(), "{others:?}\n{}", wrong.join("\n"));
}

/// S35: succeeded from the first day of the successor, but not before that was signed, both at
/// their first possible day.
#[test]
fn s35_predecessor_is_succeeded_from_first_day_and_signing_of_the_successor() {
    for (successor, before, ids_before, from) in [
        (r#""signed": "2021-05-10", "effective": "2021-06-01""#, "2021-05-31", "b", "2021-06-01"),
        (r#""signed": "2021-06-15", "effective": "2021-01-01""#, "2021-06-14", "", "2021-06-15"),
        (r#""signed": "2021-06""#, "2021-05-31", "", "2021-06-01"),
        (r#""signed": "2021-05-10", "effective": "2021-06~""#, "2021-05-31", "b", "2021-06-01"),
        (r#""signed": "2021", "effective": "2021-03""#, "2021-02-28", "b", "2021-03-01"),
        // An unknown day counts as past.
        (r#""signed": "2021-06-15", "effective": "unknown""#, "2021-06-14", "", "2021-06-15"),
        (r#""signed": "unknown", "effective": "2021-06-01""#, "2021-05-31", "b", "2021-06-01"),
        (r#""effective": "2021-06-01""#, "2021-05-31", "b", "2021-06-01"),
        (
            r#""parties": [ { "name": "P", "signed": "2021-05-01" },
                { "name": "Q", "signed": "2021-06-01" } ]"#,
            "2021-05-31",
            "",
            "2021-06-01",
        ),
    ] {
        assert_succession(
            THREE_YEARS,
            &[("b", successor)],
            &[
                (before, "active", "2023-01-01", ids_before),
                (from, "succeeded", "2023-01-01", "b"),
                ("2023-01-02", "succeeded", "2023-01-01", "b"),
            ],
        );
    }
}

/// S35: a successor with unknown signing date and first day is in effect on every day.
#[test]
fn s35_successor_with_unknown_days_is_in_effect_on_every_day() {
    for successor in [
        r#""signed": "unknown""#,
        r#""signed": "unknown", "effective": "unknown", "term": "P1Y""#,
        r#""end": "2030-01-01""#,
    ] {
        assert_succession(
            YEARLY,
            &[("b", successor)],
            &[
                ("2019-12-31", "draft", "", "b"),
                ("2020-01-01", "succeeded", "2021-01-01", "b"),
                // It never renewed (S36).
                ("2024-01-01", "succeeded", "2021-01-01", "b"),
            ],
        );
    }
}

/// S35: succeeded for good, whatever happens to the successor later.
#[test]
fn s35_predecessor_stays_succeeded_whatever_happens_to_the_successor() {
    const SUCCESSOR: &str = r#""signed": "2021-06-01", "term": "P1Y""#;
    for events in [
        "terminated 2021-06-02",
        "terminated 2022-01-01",
        "notice 2021-07-01 end=2021-08-01",
        "suspended 2021-07-01",
        // Declared later, with an end before its first day: it was terminated from 2021-09-01.
        "terminated 2021-09-01 end=2021-05-31",
    ] {
        assert_succession(
            THREE_YEARS,
            &[("b", &with(SUCCESSOR, events))],
            &[
                ("2021-05-31", "active", "2023-01-01", ""),
                ("2021-06-01", "succeeded", "2023-01-01", "b"),
                ("2021-09-01", "succeeded", "2023-01-01", "b"),
                ("2022-06-02", "succeeded", "2023-01-01", "b"),
                ("2030-01-01", "succeeded", "2023-01-01", "b"),
            ],
        );
    }
}

/// S35: a pending successor has not taken effect, and a draft follows nothing.
#[test]
fn s35_pending_successor_and_draft_do_not_take_effect() {
    assert_succession(
        THREE_YEARS,
        &[
            ("b", r#""signed": "2021-01-01", "effective": "pending""#),
            ("c", r#""term": "P1Y""#),
            ("d", r#""signed": "2024-01-01", "effective": "2021-01-01""#),
            // Signed on the day of its first event, without a recorded date.
            ("e", r#""events": [ { "kind": "visited", "on": "2022-06-01" } ]"#),
        ],
        &[
            ("2020-12-31", "active", "2023-01-01", ""),
            ("2021-01-01", "active", "2023-01-01", "b"),
            ("2022-05-31", "active", "2023-01-01", "b"),
            ("2022-06-01", "succeeded", "2023-01-01", "b e"),
            ("2024-01-01", "succeeded", "2023-01-01", "b d e"),
        ],
    );
}

/// S35: an agreement that a termination, counting by D, makes `terminated` on its first day was
/// never in force and follows nothing.
#[test]
fn s35_successor_terminated_on_its_first_day_follows_nothing() {
    const SUCCESSOR: &str = r#""signed": "2021-05-01", "effective": "2021-06-01""#;
    for (event, counts_from) in [
        ("terminated 2021-06-01", "2021-06-01"),
        ("terminated 2021-06-01 end=2021-06-01", "2021-06-01"),
        ("terminated 2021-05-20", "2021-05-20"),
        ("terminated 2021-05-20 end=2021-05-31", "2021-05-20"),
        ("terminated 2021-05 end=2021-05-25", "2021-05-01"),
        ("terminated 2021-05", "2021-05-31"),
    ] {
        let before = if counts_from > "2021-05-19" { "b" } else { "" };
        assert_succession(
            THREE_YEARS,
            &[("b", &with(SUCCESSOR, event))],
            &[
                ("2021-05-19", "active", "2023-01-01", before),
                (counts_from, "active", "2023-01-01", ""),
                ("2021-06-01", "active", "2023-01-01", ""),
                ("2022-12-31", "active", "2023-01-01", ""),
                ("2023-01-02", "expired", "2023-01-01", ""),
            ],
        );
    }
    // In force for a day, and declared before the first day, with the first day as the last.
    for event in [
        "terminated 2021-06-02",
        "terminated 2021-05-20 end=2021-06-01",
        "terminated 2021-06-01 end=2021-06-02",
        // A month without `end` counts from 30 June.
        "terminated 2021-06",
    ] {
        assert_succession(
            THREE_YEARS,
            &[("b", &with(SUCCESSOR, event))],
            &[
                ("2021-05-31", "active", "2023-01-01", "b"),
                ("2021-06-01", "succeeded", "2023-01-01", "b"),
                ("2021-07-01", "succeeded", "2023-01-01", "b"),
            ],
        );
    }
}

/// S35: of several successors, the first to take effect counts.
#[test]
fn s35_first_successor_to_take_effect_counts() {
    let late = r#""signed": "2021-06-01""#;
    let early = r#""signed": "2021-05-01", "effective": "2022-03-01""#;
    assert_succession(
        YEARLY,
        &[("z", late), ("b", early)],
        &[
            ("2021-04-30", "active", "2022-01-01", ""),
            ("2021-05-01", "active", "2022-01-01", "b"),
            ("2021-06-01", "succeeded", "2022-01-01", "b z"),
            ("2022-03-01", "succeeded", "2022-01-01", "b z"),
        ],
    );
    // The first was terminated on its first day.
    assert_succession(
        YEARLY,
        &[("z", &with(late, "terminated 2021-06-01")), ("b", early)],
        &[
            ("2021-06-01", "active", "2022-01-01", "b"),
            ("2022-02-28", "active", "2023-01-01", "b"),
            ("2022-03-01", "succeeded", "2023-01-01", "b"),
        ],
    );
}

/// S35: links to itself or to an id that does not exist have no effect, and `check` lists them.
#[test]
fn s35_links_to_itself_or_to_no_agreement_have_no_effect() {
    let itself = format!(r#"{THREE_YEARS}, "succeeds": ["a", "nowhere"]"#);
    assert_succession(
        &itself,
        &[("b", r#""signed": "2019-01-01", "succeeds": ["nowhere"]"#)],
        &[("2021-01-01", "active", "2023-01-01", ""), ("2023-01-02", "expired", "2023-01-01", "")],
    );
    let sandbox = sandbox_of("", &[("a", &itself)]);
    for rule in ["link-to-itself", "dangling-link"] {
        assert_eq!(found_by(&sandbox, "2021-01-01", rule), "a", "{rule}");
    }
}

/// S35 and S13: the first day of the successor is the one that applies on D.
#[test]
fn s35_first_day_of_the_successor_is_the_one_of_the_day() {
    let postponed = r#""signed": "2021-01-01", "effective": "2022-01-01",
        "events": [ { "kind": "amended", "on": "2021-05-01",
            "fields": { "effective": { "old": "2021-06-01", "new": "2022-01-01" } } } ]"#;
    assert_succession(
        THREE_YEARS,
        &[("b", postponed)],
        &[
            ("2021-06-01", "active", "2023-01-01", "b"),
            ("2021-12-31", "active", "2023-01-01", "b"),
            ("2022-01-01", "succeeded", "2023-01-01", "b"),
        ],
    );
}

/// S36: the predecessor no longer renews; `ends` stays the last day of the period that was current
/// on the day before.
#[test]
fn s36_predecessor_no_longer_renews_once_the_successor_took_effect() {
    for (effective, before, ends) in [
        ("2020-06-01", "2021-01-01", "2021-01-01"),
        // The last day of a period, the first day of the next, and the day after.
        ("2021-01-01", "2021-01-01", "2021-01-01"),
        ("2021-01-02", "2021-01-01", "2021-01-01"),
        ("2021-01-03", "2022-01-01", "2022-01-01"),
        ("2021-06-01", "2022-01-01", "2022-01-01"),
        ("2021-06", "2022-01-01", "2022-01-01"),
    ] {
        let from = format!("{effective}-01");
        let from = &from[..10];
        let successor = format!(r#""signed": "2020-02-01", "effective": "{effective}""#);
        let day_before = super::day(from).pred_opt().unwrap().to_string();
        assert_succession(
            YEARLY,
            &[("b", &successor)],
            &[
                (&day_before, "active", before, "b"),
                (from, "succeeded", ends, "b"),
                ("2030-01-01", "succeeded", ends, "b"),
            ],
        );
    }
    // Partial last days: 2021-01 is over on 2021-02-01.
    for (effective, ends) in [("2021-02-01", "2021-01"), ("2021-02-02", "2022-01")] {
        assert_succession(
            r#""signed": "2020-01", "term": "P1Y", "renewal": { "every": "P1Y" }"#,
            &[("b", &format!(r#""signed": "2020-02-01", "effective": "{effective}""#))],
            &[(effective, "succeeded", ends, "b"), ("2030-01-01", "succeeded", ends, "b")],
        );
    }
    // A pending predecessor is upcoming, whatever follows it (S7, S12).
    assert_succession(
        r#""signed": "2018-01-01", "effective": "pending", "term": "P1Y""#,
        &[("b", r#""signed": "2020-01-01""#)],
        &[("2020-01-01", "upcoming", "", "b")],
    );
    // Its own end had passed.
    assert_succession(
        r#""signed": "2018-01-01", "term": "P1Y""#,
        &[("b", r#""signed": "2020-01-01""#)],
        &[
            ("2019-12-31", "expired", "2019-01-01", ""),
            ("2020-01-01", "succeeded", "2019-01-01", "b"),
        ],
    );
}

/// S36: `succeeded_by` has the ids of the signed successors, sorted, in effect, pending or not.
#[test]
fn s36_succeeded_by_has_the_sorted_ids_of_signed_successors() {
    let sandbox = sandbox_of(
        "",
        &[
            ("a", THREE_YEARS),
            ("m", r#""signed": "2021-01-01", "effective": "pending", "succeeds": ["a"]"#),
            ("k", r#""signed": "2021-02-01", "effective": "2024-01-01", "succeeds": ["x", "a"]"#),
            ("b-2", r#""signed": "2021-03-01", "succeeds": ["a", "a"]"#),
            ("b", r#""term": "P1Y", "succeeds": ["a"]"#),
        ],
    );
    for (today, ids) in [
        ("2020-12-31", serde_json::Value::Null),
        ("2021-01-01", serde_json::json!(["m"])),
        ("2021-02-01", serde_json::json!(["k", "m"])),
        ("2021-03-01", serde_json::json!(["b-2", "k", "m"])),
    ] {
        let shown = json_on(&sandbox, today, &["show", "a"]);
        assert_eq!(shown.get("succeeded_by").cloned().unwrap_or_default(), ids, "on {today}");
    }
}
