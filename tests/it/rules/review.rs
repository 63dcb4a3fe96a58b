//! Review days and reviews: S41 and S42.

use super::{THREE_YEARS, assert_rows, with};

/// Reviewed every year, on 1 January.
const REVIEWED: &str = r#""signed": "2020-01-01", "term": "indefinite", "review": "P1Y""#;

fn with_activity(members: &str, activity: &str) -> String {
    format!(r#"{members}, "activities": [ {{ "n": 1, "title": "R", {activity} }} ]"#)
}

/// S41: first day + k × `review` with basis `from`; `act_by` is the first whose last possible day
/// is not past.
#[test]
fn s41_review_days_are_counted_from_the_first_day() {
    let monthly = |basis: &str| {
        format!(r#""signed": "2020-01-31", "review": "P1M", "term": "indefinite" {basis}"#)
    };
    for basis in ["", r#", "basis": "including""#] {
        assert_rows(&[(
            &monthly(basis),
            &[
                ("2020-01-31", "active", "indefinite", "2020-02-29", ""),
                ("2020-02-28", "active", "indefinite", "2020-02-29", "expiring"),
                ("2020-02-29", "active", "indefinite", "2020-02-29", "expiring review-due"),
                // Counted from 31 January: not 29 March.
                ("2020-03-01", "active", "indefinite", "2020-03-31", "review-due"),
                ("2020-04-01", "active", "indefinite", "2020-04-30", "review-due"),
                ("2021-02-01", "active", "indefinite", "2021-02-28", "review-due"),
            ],
        )]);
    }
    assert_rows(&[
        // Before the first day too, and for an unknown end.
        (
            r#""signed": "2020-01-01", "effective": "2020-07-01", "review": "P6M""#,
            &[
                ("2020-01-01", "upcoming", "", "2021-01-01", "end-unknown"),
                ("2020-12-30", "active", "", "2021-01-01", "end-unknown"),
                ("2021-01-02", "active", "", "2021-07-01", "end-unknown review-due"),
            ],
        ),
        // A partial review day has come on its first possible day, and is past after its last.
        (
            r#""signed": "2020-01~", "term": "indefinite", "review": "P1Y""#,
            &[
                ("2020-12-30", "active", "indefinite", "2021-01~", ""),
                ("2020-12-31", "active", "indefinite", "2021-01~", "expiring"),
                ("2021-01-01", "active", "indefinite", "2021-01~", "expiring review-due"),
                ("2021-01-31", "active", "indefinite", "2021-01~", "expiring review-due"),
                ("2021-02-01", "active", "indefinite", "2022-01~", "review-due"),
            ],
        ),
        // There is none with a known end, and none without a first day.
        (
            &format!(r#"{THREE_YEARS}, "review": "P1M""#),
            &[("2021-06-01", "active", "2023-01-01", "2023-01-01", "")],
        ),
        (
            r#""signed": "unknown", "review": "P1M""#,
            &[("2021-06-01", "active", "", "", "end-unknown")],
        ),
        (
            r#""signed": "2020-01-01", "effective": "pending", "review": "P1M""#,
            &[("2021-06-01", "upcoming", "", "", "pending")],
        ),
    ]);
}

/// S42: due from the first possible day of the first review day until a review counts; suspended
/// agreements too, and only those in force.
#[test]
fn s42_review_is_due_from_the_first_review_day() {
    assert_rows(&[
        (
            REVIEWED,
            &[
                ("2020-12-30", "active", "indefinite", "2021-01-01", ""),
                ("2021-01-01", "active", "indefinite", "2021-01-01", "expiring review-due"),
                ("2021-01-02", "active", "indefinite", "2022-01-01", "review-due"),
                ("2029-06-01", "active", "indefinite", "2030-01-01", "review-due"),
            ],
        ),
        (
            &with(REVIEWED, "suspended 2021-06-01"),
            &[("2021-06-01", "suspended", "indefinite", "2022-01-01", "review-due")],
        ),
        (
            &with(REVIEWED, "terminated 2021-06-01 end=2021-12-31"),
            &[
                ("2021-05-31", "active", "indefinite", "2022-01-01", "review-due"),
                // Its end is known.
                ("2021-06-01", "active", "2021-12-31", "", ""),
                ("2022-01-01", "terminated", "2021-12-31", "", ""),
            ],
        ),
    ]);
}

/// S42: for the first review day, a review counts on the first day of the agreement or later.
#[test]
fn s42_first_review_counts_from_the_first_day() {
    let review = |on: &str| with_activity(REVIEWED, &format!(r#""kind": "review", "on": "{on}""#));
    assert_rows(&[
        (
            &review("2019-12-31"),
            &[("2021-06-01", "active", "indefinite", "2022-01-01", "review-due")],
        ),
        (
            &review("2020-01-01"),
            &[
                ("2021-01-01", "active", "indefinite", "2021-01-01", "expiring"),
                ("2021-12-30", "active", "indefinite", "2022-01-01", ""),
                // The latest review day is now the second, and the day before it is 2021-01-01.
                ("2022-01-01", "active", "indefinite", "2022-01-01", "expiring review-due"),
            ],
        ),
        (
            &review("2021-05-31"),
            &[
                ("2021-05-30", "active", "indefinite", "2022-01-01", "review-due"),
                ("2021-05-31", "active", "indefinite", "2022-01-01", ""),
            ],
        ),
    ]);
}

/// S42: for a later review day, a review counts after the last possible day of the one before.
#[test]
fn s42_later_review_counts_after_the_review_day_before() {
    let review = |members: &str, on: &str| {
        with_activity(members, &format!(r#""kind": "review", "on": "{on}""#))
    };
    let partial = r#""signed": "2020-01", "term": "indefinite", "review": "P1Y""#;
    assert_rows(&[
        (
            &review(REVIEWED, "2021-01-01"),
            &[("2022-06-01", "active", "indefinite", "2023-01-01", "review-due")],
        ),
        (
            &review(REVIEWED, "2021-01-02"),
            &[
                ("2022-06-01", "active", "indefinite", "2023-01-01", ""),
                ("2022-12-30", "active", "indefinite", "2023-01-01", ""),
                ("2023-01-01", "active", "indefinite", "2023-01-01", "expiring review-due"),
            ],
        ),
        // A review of 2021 counts at its last possible day (S44).
        (&review(REVIEWED, "2021"), &[("2022-06-01", "active", "indefinite", "2023-01-01", "")]),
        // The day before the latest is 2021-01, whose last possible day is the 31st.
        (
            &review(partial, "2021-01-31"),
            &[("2022-06-01", "active", "indefinite", "2023-01", "review-due")],
        ),
        (&review(partial, "2021-02-01"), &[("2022-06-01", "active", "indefinite", "2023-01", "")]),
    ]);
}

/// S42: `amended`, `decided` and `renewed` events are reviews too, from their first possible day;
/// other events, other activities and planned reviews are not.
#[test]
fn s42_amendment_decision_and_renewal_count_as_a_review() {
    let due = ("2022-06-01", "active", "indefinite", "2023-01-01", "review-due");
    let reviewed = ("2022-06-01", "active", "indefinite", "2023-01-01", "");
    assert_rows(&[
        (&with(REVIEWED, "amended 2021-01-02"), &[reviewed]),
        (&with(REVIEWED, "amended 2021-01-01"), &[due]),
        // The month counts from 1 January 2021, which is not after the review day.
        (&with(REVIEWED, "amended 2021-01"), &[due]),
        (&with(REVIEWED, "amended 2021-02"), &[reviewed]),
        (
            &with(REVIEWED, "decided 2022-06-01 decision=renew"),
            &[
                ("2022-05-31", "active", "indefinite", "2023-01-01", "review-due"),
                ("2022-06-01", "active", "indefinite", "2023-01-01", "decided"),
            ],
        ),
        (&with(REVIEWED, "renewed 2021-07-01 term=indefinite from=2021-07-01"), &[reviewed]),
        (&with(REVIEWED, "visited 2021-07-01"), &[due]),
        (&with(REVIEWED, "suspended 2021-07-01; resumed 2021-08-01"), &[due]),
        (&with_activity(REVIEWED, r#""kind": "visit", "on": "2021-07-01""#), &[due]),
        (&with_activity(REVIEWED, r#""on": "2021-07-01""#), &[due]),
        (
            &with_activity(
                REVIEWED,
                r#""kind": "review", "on": "2021-07-01", "status": "cancelled""#,
            ),
            &[due],
        ),
        (&with_activity(REVIEWED, r#""kind": "review", "known_by": "2021-07-01""#), &[reviewed]),
        (
            &with_activity(
                REVIEWED,
                r#""kind": "review", "from": "2020-12-01", "until": "2021-01-02",
                    "status": "ongoing""#,
            ),
            &[reviewed],
        ),
    ]);
}
