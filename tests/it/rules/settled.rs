//! Settled agreements, for which nothing is left to decide: S38.

use super::{INDEFINITE, NO_END, Registry, THREE_YEARS, YEARLY, YEARLY_NOTICE, quiet, with};

fn is_settled(agreements: &[(&str, &str)], today: &str) -> bool {
    Registry::new(agreements).standing("a", today, &quiet()).settled
}

#[track_caller]
fn assert_settled(members: &str, days: &[(&str, bool)]) {
    for (today, settled) in days {
        assert_eq!(is_settled(&[("a", members)], today), *settled, "{members}\n  on {today}");
    }
}

/// S38: settled if notice is given, in time or late, with a known end or not.
#[test]
fn s38_notice_settles() {
    for events in [
        "notice 2020-06-01",
        "notice 2020-06-01 end=2020-12-31",
        "notice 2020-06-01 term=P1M",
        "notice 2020-06",
    ] {
        for members in [THREE_YEARS, YEARLY_NOTICE, INDEFINITE, NO_END] {
            let members = with(members, events);
            assert_settled(&members, &[("2020-05-31", false), ("2020-06-01", true)]);
        }
    }
    let late = with(YEARLY_NOTICE, "notice 2020-12-01");
    assert_settled(&late, &[("2020-11-30", false), ("2020-12-01", true), ("2021-06-01", true)]);
    // A notice after the end has no effect, and a renewal withdraws one.
    assert_settled(&with(THREE_YEARS, "notice 2023-01-02"), &[("2023-01-02", false)]);
    assert_settled(
        &with(THREE_YEARS, "notice 2020-06-01; renewed 2020-07-01 term=P1Y"),
        &[("2020-06-30", true), ("2020-07-01", false)],
    );
}

/// S38: settled if a termination counts, also with a last day that is in the future.
#[test]
fn s38_termination_settles() {
    assert_settled(
        &with(YEARLY, "terminated 2020-06 end=2023-06-30"),
        &[("2020-05-31", false), ("2020-06-01", true), ("2021-06-01", true)],
    );
    assert_settled(
        &with(YEARLY, "terminated 2020-06"),
        &[("2020-06-29", false), ("2020-06-30", true)],
    );
    // It runs out before, and nothing renews it any more.
    assert_settled(
        &with(THREE_YEARS, "terminated 2022-06-01 end=2023-06-30; renewed 2022-07-01 term=P1Y"),
        &[("2022-07-01", true), ("2023-03-01", true)],
    );
}

/// S38: settled if a successor is signed that is not pending.
#[test]
fn s38_signed_successor_that_is_not_pending_settles() {
    for (successor, today, settled) in [
        (r#""signed": "2021-01-01", "effective": "2022-06-01""#, "2020-12-31", false),
        (r#""signed": "2021-01-01", "effective": "2022-06-01""#, "2021-01-01", true),
        (r#""signed": "2021-01-01""#, "2021-01-01", true),
        (r#""signed": "2021-01-01", "effective": "pending""#, "2022-01-01", false),
        (r#""term": "P1Y""#, "2022-01-01", false),
        (r#""signed": "unknown""#, "2022-01-01", true),
        // Terminated before its first day: it follows nothing (S35).
        (
            r#""signed": "2021-01-01", "effective": "2022-06-01",
                "events": [{ "kind": "terminated", "on": "2021-02-01" }]"#,
            "2021-01-31",
            true,
        ),
        (
            r#""signed": "2021-01-01", "effective": "2022-06-01",
                "events": [{ "kind": "terminated", "on": "2021-02-01" }]"#,
            "2021-02-01",
            false,
        ),
    ] {
        let linked = format!(r#"{successor}, "succeeds": ["a"]"#);
        let found = is_settled(&[("a", THREE_YEARS), ("b", &linked)], today);
        assert_eq!(found, settled, "{successor} on {today}");
    }
}

/// S38: settled if `lapse` is decided and no automatic renewal would follow.
#[test]
fn s38_lapse_settles_if_nothing_renews_automatically() {
    const UP_TO_ONE: &str = r#""signed": "2020-01-01", "term": "P1Y",
        "renewal": { "every": "P1Y", "max": 1 }"#;
    const BY_AGREEMENT: &str = r#""signed": "2020-01-01", "term": "P1Y",
        "renewal": { "every": "P1Y", "by": "agreement" }"#;
    let decided = |members: &str, on: &str, decision: &str| {
        with(members, &format!("decided {on} decision={decision}"))
    };
    for (members, today, settled) in [
        (decided(THREE_YEARS, "2020-06-01", "lapse"), "2020-05-31", false),
        (decided(THREE_YEARS, "2020-06-01", "lapse"), "2020-06-01", true),
        (decided(THREE_YEARS, "2020-06-01", "renew"), "2020-06-01", false),
        (decided(THREE_YEARS, "2020-06-01", "renegotiate"), "2020-06-01", false),
        (decided(BY_AGREEMENT, "2020-06-01", "lapse"), "2020-06-01", true),
        (decided(YEARLY, "2020-06-01", "lapse"), "2020-06-01", false),
        // One automatic renewal is left, and then none.
        (decided(UP_TO_ONE, "2020-06-01", "lapse"), "2020-06-01", false),
        (decided(UP_TO_ONE, "2021-06-01", "lapse"), "2021-06-01", true),
        // Without a computable end, a renewal has no effect (S16).
        (decided(NO_END, "2020-06-01", "lapse"), "2020-06-01", true),
        (decided(INDEFINITE, "2020-06-01", "lapse"), "2020-06-01", true),
        (
            decided(
                &format!(r#"{NO_END}, "renewal": {{ "every": "P1Y" }}"#),
                "2020-06-01",
                "lapse",
            ),
            "2020-06-01",
            true,
        ),
        (
            with(
                THREE_YEARS,
                "decided 2020-06-01 decision=lapse; decided 2020-07-01 decision=renegotiate",
            ),
            "2020-07-01",
            false,
        ),
        (
            with(THREE_YEARS, "decided 2020-06-01 decision=lapse; renewed 2020-07-01 term=P1Y"),
            "2020-07-01",
            false,
        ),
    ] {
        assert_eq!(is_settled(&[("a", &members)], today), settled, "{members}\n  on {today}");
    }
}
