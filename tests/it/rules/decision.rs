//! Decisions: S37.

use super::{NO_END, THREE_YEARS, YEARLY, assert_rows, with};

/// S37: the latest decision counts. Whether it is `lapse` shows in the flag `lapsed`.
#[test]
fn s37_latest_decision_counts() {
    assert_rows(&[
        (
            &with(
                THREE_YEARS,
                "decided 2023-02-01 decision=lapse; decided 2023-03-01 decision=renew",
            ),
            &[
                ("2023-01-31", "expired", "2023-01-01", "", "lapsed"),
                ("2023-02-01", "expired", "2023-01-01", "", "decided"),
                ("2023-02-28", "expired", "2023-01-01", "", "decided"),
                ("2023-03-01", "expired", "2023-01-01", "", "lapsed decided"),
            ],
        ),
        // Out of order, and on the same day.
        (
            &with(THREE_YEARS, "decided 2023-03-01 decision=renew; decided 2023-02 decision=lapse"),
            &[
                ("2023-02-01", "expired", "2023-01-01", "", "decided"),
                ("2023-03-01", "expired", "2023-01-01", "", "lapsed decided"),
            ],
        ),
        (
            &with(THREE_YEARS, "decided 2023-03 decision=renew; decided 2023-03-01 decision=lapse"),
            &[("2023-03-01", "expired", "2023-01-01", "", "decided")],
        ),
        (
            &with(
                THREE_YEARS,
                "decided 2022-03-01 decision=lapse; decided 2022-03-01 decision=renegotiate",
            ),
            &[("2023-03-01", "expired", "2023-01-01", "", "lapsed decided")],
        ),
    ]);
}

/// S37: it counts while upcoming, in force or expired, and does not show in other statuses.
#[test]
fn s37_decision_shows_while_upcoming_in_force_or_expired() {
    let upcoming = r#""signed": "2020-01-01", "effective": "2021-01-01", "term": "P1Y""#;
    assert_rows(&[
        (
            &with(upcoming, "decided 2020-06-01 decision=renew; suspended 2021-06-01"),
            &[
                ("2020-05-31", "upcoming", "2022-01-01", "2022-01-01", ""),
                ("2020-06-01", "upcoming", "2022-01-01", "2022-01-01", "decided"),
                ("2021-01-01", "active", "2022-01-01", "2022-01-01", "decided"),
                ("2021-06-01", "suspended", "2022-01-01", "2022-01-01", "decided"),
                ("2022-01-02", "expired", "2022-01-01", "", "lapsed decided"),
            ],
        ),
        (
            &with(upcoming, "decided 2020-06-01 decision=renew; terminated 2020-07-01"),
            &[("2020-07-01", "terminated", "2020-07-01", "", "")],
        ),
        (
            &with(r#""signed": "2020-01-01""#, "decided 2019-06-01 decision=renew"),
            &[
                ("2019-06-01", "draft", "", "", ""),
                ("2020-01-01", "active", "", "", "end-unknown decided"),
            ],
        ),
        (
            &with(
                r#""signed": "2020-01-01", "effective": "pending""#,
                "decided 2020-06 decision=renew",
            ),
            &[("2020-06-01", "upcoming", "", "", "pending decided")],
        ),
    ]);
}

/// S37: an automatic renewal cancels a decision made by the last day of the period before.
#[test]
fn s37_automatic_renewal_cancels_a_decision() {
    let decided = |on: &str| with(YEARLY, &format!("decided {on} decision=renew"));
    assert_rows(&[
        (
            &decided("2020-06-01"),
            &[
                ("2021-01-01", "active", "2021-01-01", "2021-01-01", "expiring decided"),
                ("2021-01-02", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
            ],
        ),
        (
            &decided("2021-01-01"),
            &[("2021-01-02", "active", "2022-01-01", "2022-01-01", "auto-renewed")],
        ),
        (
            &decided("2021-01-02"),
            &[
                ("2021-01-02", "active", "2022-01-01", "2022-01-01", "auto-renewed decided"),
                (
                    "2021-12-31",
                    "active",
                    "2022-01-01",
                    "2022-01-01",
                    "expiring auto-renewed decided",
                ),
                ("2022-01-02", "active", "2023-01-01", "2023-01-01", "auto-renewed"),
            ],
        ),
        // Its day is the first possible one: 2021-01-01.
        (
            &decided("2021-01"),
            &[("2021-01-02", "active", "2022-01-01", "2022-01-01", "auto-renewed")],
        ),
        // The period before ends on the last possible day of 2021-01.
        (
            &with(
                r#""signed": "2020-01", "term": "P1Y", "renewal": { "every": "P1Y" }"#,
                "decided 2021-01-20 decision=renew",
            ),
            &[
                ("2021-01-31", "active", "2021-01", "2021-01", "expiring decided"),
                ("2021-02-01", "active", "2022-01", "2022-01", "auto-renewed"),
            ],
        ),
    ]);
}

/// S37: a later `renewed` cancels it; of one day, the order of the file decides.
#[test]
fn s37_renewal_cancels_an_earlier_decision() {
    assert_rows(&[
        (
            &with(
                THREE_YEARS,
                "decided 2022-06-01 decision=renew; renewed 2022-07-01 end=2024-06-30",
            ),
            &[
                ("2022-06-30", "active", "2023-01-01", "2023-01-01", "decided"),
                ("2022-07-01", "active", "2024-06-30", "2024-06-30", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "decided 2022-07-01 decision=renew; renewed 2022-07 end=2024-06-30"),
            &[("2022-07-01", "active", "2024-06-30", "2024-06-30", "")],
        ),
        (
            &with(THREE_YEARS, "renewed 2022-07-01 end=2024-06-30; decided 2022-07 decision=renew"),
            &[("2022-07-01", "active", "2024-06-30", "2024-06-30", "decided")],
        ),
        // No automatic renewal without an end.
        (
            &with(NO_END, "decided 2020-06-01 decision=renew"),
            &[("2030-01-01", "active", "", "", "end-unknown decided")],
        ),
    ]);
}
