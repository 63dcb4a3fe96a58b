//! The flags, in their order: S46.

use super::{Registry, THREE_YEARS, flag_words, thresholds, with};

const CONFLICT: &str =
    r#""conflicts": [ { "field": "notes", "base": "a", "ours": "b", "theirs": "c" } ]"#;

const OVERDUE: &str = r#""activities": [ { "n": 1, "title": "R", "due": "2018-01-01",
    "status": "planned" } ]"#;

#[track_caller]
fn assert_flags(cases: &[(&str, &str, &str)]) {
    for (members, today, flags) in cases {
        let registry = Registry::single(members);
        let standing = registry.standing("a", today, &thresholds("P6M", "P1Y"));
        assert_eq!(flag_words(&standing), *flags, "{members}\n  on {today}");
    }
}

/// S46: the flags have the order of the table.
#[test]
fn s46_flags_have_the_order_of_the_table() {
    let renewing = format!(
        r#"{CONFLICT}, {OVERDUE}, "signed": "2019-01-01", "term": "P1Y", "notice": "P3M",
            "renewal": {{ "every": "P1Y" }}"#
    );
    let unknown = format!(r#"{CONFLICT}, {OVERDUE}, "signed": "2018-01-01", "review": "P1Y""#);
    let pending =
        format!(r#"{CONFLICT}, {OVERDUE}, "signed": "2020-01-01", "effective": "pending""#);
    let expired = format!(r#"{CONFLICT}, {OVERDUE}, "signed": "2018-01-01", "term": "P1Y""#);
    assert_flags(&[
        (
            &with(&renewing, "decided 2020-02-01 decision=renew"),
            "2020-11-15",
            "expiring notice-missed auto-renewed dormant decided obligation-overdue conflict",
        ),
        // The next review, 2022-01-01, is inside the window; the decision was not in the last year.
        (
            &with(&unknown, "decided 2018-06-01 decision=renew"),
            "2021-08-01",
            "expiring end-unknown dormant decided obligation-overdue review-due conflict",
        ),
        (
            &with(&pending, "decided 2020-06-01 decision=renew"),
            "2021-08-01",
            "pending decided obligation-overdue conflict",
        ),
        (
            &with(&expired, "decided 2018-06-01 decision=renew"),
            "2021-08-01",
            "lapsed decided obligation-overdue conflict",
        ),
    ]);
}

/// S46: `end-unknown` if upcoming or in force, not pending, and the end is neither known nor
/// indefinite.
#[test]
fn s46_end_unknown_is_raised_while_upcoming_or_in_force() {
    let suspended = with(r#""signed": "2020-01-01""#, "suspended 2020-01-02");
    let terminated = with(r#""signed": "2020-01-01""#, "terminated 2020-03-01");
    let ends = with(r#""signed": "2020-01-01""#, "terminated 2020-03-01 end=2020-12-31");
    assert_flags(&[
        (r#""signed": "2020-01-01""#, "2019-12-31", ""),
        (r#""signed": "2020-01-01""#, "2020-06-01", "end-unknown"),
        (r#""signed": "2020-01-01", "effective": "2021-01-01""#, "2020-06-01", "end-unknown"),
        (&suspended, "2020-06-01", "end-unknown"),
        (&terminated, "2020-06-01", ""),
        (&ends, "2020-06-01", ""),
        (r#""signed": "2020-01-01", "term": "indefinite""#, "2020-06-01", ""),
        (r#""signed": "2020-01-01", "effective": "pending""#, "2020-06-01", "pending"),
        (r#""signed": "2020-01-01", "effective": "pending""#, "2019-06-01", ""),
    ]);
    let followed = Registry::new(&[
        ("a", r#""signed": "2020-01-01""#),
        ("b", r#""signed": "2020-02-01", "succeeds": ["a"]"#),
    ]);
    assert_eq!(flag_words(&followed.standing("a", "2020-06-01", &thresholds("P6M", "P1Y"))), "");
}

/// S46: `lapsed` if expired, `succeeded_by` is empty, and `lapse` is not decided. A pending
/// successor is in `succeeded_by` (S36).
#[test]
fn s46_lapsed_needs_no_successor_and_no_decision() {
    for (successor, flags) in [
        (r#""signed": "2024-01-01", "effective": "pending", "succeeds": ["a"]"#, ""),
        (r#""signed": "2023-02-01", "effective": "2024-01-01", "succeeds": ["a"]"#, ""),
        (r#""term": "P1Y", "succeeds": ["a"]"#, "lapsed"),
        (r#""signed": "2024-07-01", "succeeds": ["a"]"#, "lapsed"),
        (r#""signed": "2023-02-01""#, "lapsed"),
    ] {
        let registry = Registry::new(&[("a", THREE_YEARS), ("b", successor)]);
        let today =
            if successor.contains("effective\": \"2024") { "2023-06-01" } else { "2024-06-01" };
        let standing = registry.standing("a", today, &thresholds("P6M", "P1Y"));
        assert_eq!(standing.status.word(), "expired", "{successor}");
        assert_eq!(flag_words(&standing), flags, "{successor}");
    }
    assert_flags(&[
        (&with(THREE_YEARS, "decided 2022-01-01 decision=lapse"), "2024-06-01", "decided"),
        (&with(THREE_YEARS, "notice 2022-01-01"), "2024-06-01", ""),
    ]);
}

/// S46: a conflict shows whatever the status is, and a draft has no flag but this and an overdue
/// obligation.
#[test]
fn s46_draft_has_only_overdue_obligations_and_conflicts() {
    let draft =
        format!(r#"{CONFLICT}, {OVERDUE}, "term": "P1Y", "review": "P1Y", "notice": "P1M""#);
    let terminated = with(&format!("{CONFLICT}, {THREE_YEARS}"), "terminated 2021-01-01");
    assert_flags(&[
        (&draft, "2024-06-01", "obligation-overdue conflict"),
        (&terminated, "2024-06-01", "conflict"),
    ]);
}
