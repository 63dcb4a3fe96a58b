//! What a renewal does to automatic renewals, notice and decisions: S25.

use super::{THREE_YEARS, assert_rows, with};

/// S25: automatic renewals continue from the new end, and those already used count towards `max`.
#[test]
fn s25_automatic_renewals_used_before_a_renewal_count_towards_max() {
    const UP_TO_TWO: &str = r#""signed": "2020-01-01", "term": "P1Y",
        "renewal": { "every": "P1Y", "max": 2 }"#;
    assert_rows(&[
        (
            &with(UP_TO_TWO, "renewed 2021-06-01 end=2022-06-30"),
            &[
                ("2021-05-31", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
                ("2022-07-01", "active", "2023-06-30", "2023-06-30", "auto-renewed"),
                ("2023-07-01", "expired", "2023-06-30", "", "lapsed"),
            ],
        ),
        (
            &with(UP_TO_TWO, "renewed 2020-06-01 end=2020-06-30"),
            &[
                ("2020-07-01", "active", "2021-06-30", "2021-06-30", "auto-renewed"),
                ("2021-07-01", "active", "2022-06-30", "2022-06-30", "auto-renewed"),
                ("2022-07-01", "expired", "2022-06-30", "", "lapsed"),
            ],
        ),
        // Both were used before it.
        (
            &with(UP_TO_TWO, "renewed 2022-06-01 term=P1Y"),
            &[
                ("2022-05-31", "active", "2023-01-01", "2023-01-01", "auto-renewed"),
                ("2024-01-02", "expired", "2024-01-01", "", "lapsed"),
            ],
        ),
        // Renewed after it ran out.
        (
            &with(UP_TO_TWO, "renewed 2024-06-01 end=2024-12-31"),
            &[
                ("2024-05-31", "expired", "2023-01-01", "", "lapsed"),
                ("2025-01-01", "expired", "2024-12-31", "", "lapsed"),
            ],
        ),
    ]);
}

/// S25: a renewal withdraws an earlier notice and cancels an earlier decision.
#[test]
fn s25_renewal_withdraws_notice_and_cancels_decision() {
    assert_rows(&[
        (
            &with(
                THREE_YEARS,
                "notice 2022-01-01; decided 2022-01-01 decision=lapse; \
                 renewed 2022-02-01 end=2024-06-30",
            ),
            &[
                ("2022-01-31", "active", "2023-01-01", "2023-01-01", "decided"),
                ("2022-02-01", "active", "2024-06-30", "2024-06-30", ""),
                ("2024-07-01", "expired", "2024-06-30", "", "lapsed"),
            ],
        ),
        // Of one day, in the order of the file.
        (
            &with(
                THREE_YEARS,
                "renewed 2022-02-01 end=2024-06-30; decided 2022-02 decision=renew; notice 2022-02",
            ),
            &[
                ("2022-02-01", "active", "2024-06-30", "2024-06-30", "decided"),
                ("2024-07-01", "terminated", "2024-06-30", "", ""),
            ],
        ),
        // After the day that notice had set.
        (
            &with(THREE_YEARS, "notice 2021-01-01 end=2021-06-30; renewed 2021-09-01 term=P1Y"),
            &[
                ("2021-08-31", "terminated", "2021-06-30", "", ""),
                ("2021-09-01", "active", "2022-06-30", "2022-06-30", ""),
            ],
        ),
    ]);
}
