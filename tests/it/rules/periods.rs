//! Periods and automatic renewal: S18 to S21.

use super::{THREE_YEARS, YEARLY, YEARLY_NOTICE, assert_rows, with};

/// S18: the current period is the one that contains the day.
#[test]
fn s18_current_period_contains_the_day() {
    assert_rows(&[
        (
            YEARLY,
            &[
                ("2020-01-01", "active", "2021-01-01", "2021-01-01", ""),
                ("2021-01-01", "active", "2021-01-01", "2021-01-01", "expiring"),
                ("2021-01-02", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
                ("2022-01-01", "active", "2022-01-01", "2022-01-01", "expiring auto-renewed"),
                ("2022-01-02", "active", "2023-01-01", "2023-01-01", "auto-renewed"),
                ("2120-02-29", "active", "2121-01-01", "2121-01-01", "auto-renewed"),
            ],
        ),
        // Before its first day, the period is the first.
        (
            r#""signed": "2020-01-01", "effective": "2022-01-01", "term": "P1Y",
                "renewal": { "every": "P1Y" }"#,
            &[
                ("2020-01-01", "upcoming", "2023-01-01", "2023-01-01", ""),
                ("2021-12-31", "upcoming", "2023-01-01", "2023-01-01", ""),
                ("2023-01-02", "active", "2024-01-01", "2024-01-01", "auto-renewed"),
            ],
        ),
        // A partial last day is over after its last possible day.
        (
            r#""signed": "2020-10", "term": "P1Y", "renewal": { "every": "P1Y" }"#,
            &[
                ("2021-10-31", "active", "2021-10", "2021-10", "expiring"),
                ("2021-11-01", "active", "2022-10", "2022-10", "auto-renewed"),
            ],
        ),
    ]);
}

/// S18: renewal by agreement never renews automatically; it is treated like no renewal.
#[test]
fn s18_renewal_by_agreement_is_treated_as_none() {
    const BY_AGREEMENT: &str = r#""signed": "2020-01-01", "term": "P1Y", "notice": "P3M",
        "renewal": { "every": "P1Y", "by": "agreement", "max": 2 }"#;
    assert_rows(&[
        (
            BY_AGREEMENT,
            &[
                ("2020-10-02", "active", "2021-01-01", "2020-10-01", ""),
                ("2021-01-01", "active", "2021-01-01", "2020-10-01", "expiring"),
                ("2021-01-02", "expired", "2021-01-01", "", "lapsed"),
            ],
        ),
        // Late notice: there is only one period.
        (
            &with(BY_AGREEMENT, "notice 2020-12-01"),
            &[
                ("2020-12-01", "active", "2021-01-01", "2021-01-01", ""),
                ("2021-01-02", "terminated", "2021-01-01", "", ""),
            ],
        ),
        // A renewal is a renewal; `max` limits automatic ones.
        (
            &with(
                BY_AGREEMENT,
                "renewed 2020-06-01 term=P1Y; renewed 2020-07-01 term=P1Y; \
                 renewed 2020-08-01 term=P1Y",
            ),
            &[
                ("2020-08-01", "active", "2024-01-01", "2023-10-01", ""),
                ("2024-01-02", "expired", "2024-01-01", "", "lapsed"),
            ],
        ),
    ]);
}

/// S19: the last day less the notice period, or the last day; past, it stays until the next period.
#[test]
fn s19_act_by_stays_until_the_next_period_begins() {
    assert_rows(&[
        (
            YEARLY_NOTICE,
            &[
                ("2020-09-29", "active", "2021-01-01", "2020-10-01", ""),
                ("2020-09-30", "active", "2021-01-01", "2020-10-01", "expiring"),
                ("2020-10-01", "active", "2021-01-01", "2020-10-01", "expiring"),
                ("2020-10-02", "active", "2021-01-01", "2020-10-01", "notice-missed"),
                ("2021-01-01", "active", "2021-01-01", "2020-10-01", "expiring notice-missed"),
                ("2021-01-02", "active", "2022-01-01", "2021-10-01", "auto-renewed"),
            ],
        ),
        (
            &format!(r#"{THREE_YEARS}, "notice": "P3Y1D""#),
            &[("2020-01-01", "active", "2023-01-01", "2019-12-31", "")],
        ),
        (THREE_YEARS, &[("2022-12-30", "active", "2023-01-01", "2023-01-01", "")]),
        // Without an end it is the next review day; without a review there is none.
        (
            r#""signed": "2020-01-01", "term": "indefinite", "notice": "P3M", "review": "P1Y""#,
            &[("2020-06-01", "active", "indefinite", "2021-01-01", "")],
        ),
        (
            r#""signed": "2020-01-01", "review": "P1Y""#,
            &[("2020-06-01", "active", "", "2021-01-01", "end-unknown")],
        ),
        (
            r#""signed": "2020-01-01", "term": "indefinite", "notice": "P3M""#,
            &[("2020-06-01", "active", "indefinite", "", "")],
        ),
        // With an end, a review has no effect.
        (
            r#""signed": "2020-01-01", "term": "P3Y", "review": "P1Y""#,
            &[("2022-06-01", "active", "2023-01-01", "2023-01-01", "")],
        ),
        // "3 years, then one year at a time, unless terminated three months before."
        (
            r#""signed": "2020-07-15", "effective": "2020-08-01", "term": "P3Y",
                "renewal": { "every": "P1Y" }, "notice": "P3M""#,
            &[("2023-10-31", "active", "2024-08-01", "2024-05-01", "auto-renewed")],
        ),
    ]);
}

/// S20: `auto-renewed` while in force in a period that began by automatic renewal; each counts
/// towards `max`.
#[test]
fn s20_automatic_renewals_count_towards_max() {
    let up_to = |max: u32| {
        format!(
            r#""signed": "2020-01-31", "term": "P3M", "notice": "P1M",
                "renewal": {{ "every": "P1M", "max": {max} }}"#
        )
    };
    assert_rows(&[
        (
            &up_to(1),
            &[
                ("2020-04-30", "active", "2020-04-30", "2020-03-30", "expiring notice-missed"),
                ("2020-05-01", "active", "2020-05-31", "2020-04-30", "auto-renewed"),
                ("2020-05-31", "active", "2020-05-31", "2020-04-30", "expiring auto-renewed"),
                ("2020-06-01", "expired", "2020-05-31", "", "lapsed"),
            ],
        ),
        (
            &up_to(2),
            &[
                ("2020-05-01", "active", "2020-05-31", "2020-04-30", "notice-missed auto-renewed"),
                ("2020-06-01", "active", "2020-06-30", "2020-05-30", "auto-renewed"),
                ("2020-06-30", "active", "2020-06-30", "2020-05-30", "expiring auto-renewed"),
                ("2020-07-01", "expired", "2020-06-30", "", "lapsed"),
            ],
        ),
        // Not in force: expired, and terminated.
        (
            &with(&up_to(1), "terminated 2020-05-15"),
            &[
                ("2020-05-14", "active", "2020-05-31", "2020-04-30", "auto-renewed"),
                ("2020-05-15", "terminated", "2020-05-15", "", ""),
            ],
        ),
        (
            &with(&up_to(2), "suspended 2020-05-15"),
            &[("2020-06-15", "suspended", "2020-06-30", "2020-05-30", "auto-renewed")],
        ),
    ]);
}

/// S21: after a stated end, renewal is counted from the day after it, that day included.
#[test]
fn s21_renewal_after_a_stated_end_counts_from_the_day_after() {
    let stated = |end: &str, every: &str, basis: &str| {
        format!(
            r#""signed": "2020-01-15", "term": "P10Y", "end": "{end}", "basis": "{basis}",
                "renewal": {{ "every": "{every}" }}"#
        )
    };
    for basis in ["from", "including"] {
        assert_rows(&[
            (
                &stated("2025-06-30", "P6M", basis),
                &[
                    ("2025-06-30", "active", "2025-06-30", "2025-06-30", "expiring"),
                    ("2025-07-01", "active", "2025-12-31", "2025-12-31", "auto-renewed"),
                    ("2026-01-01", "active", "2026-06-30", "2026-06-30", "auto-renewed"),
                ],
            ),
            // 31 January and one month, two, three: there is no 31 February, and a day less of
            // 31 March.
            (
                &stated("2025-01-30", "P1M", basis),
                &[
                    ("2025-01-31", "active", "2025-02-28", "2025-02-28", "auto-renewed"),
                    ("2025-03-01", "active", "2025-03-30", "2025-03-30", "auto-renewed"),
                    ("2025-03-31", "active", "2025-04-30", "2025-04-30", "auto-renewed"),
                    ("2025-05-01", "active", "2025-05-30", "2025-05-30", "auto-renewed"),
                ],
            ),
            (
                &stated("2027-02-28", "P1Y", basis),
                &[("2027-03-01", "active", "2028-02-29", "2028-02-29", "auto-renewed")],
            ),
            (
                &stated("2023-12-31", "P60D", basis),
                &[
                    ("2024-01-01", "active", "2024-02-29", "2024-02-29", "auto-renewed"),
                    ("2024-03-01", "active", "2024-04-29", "2024-04-29", "auto-renewed"),
                ],
            ),
            // Partial: counted from the day after the last possible day, then cut.
            (
                &stated("2025-06~", "P6M", basis),
                &[
                    ("2025-06-30", "active", "2025-06~", "2025-06~", "expiring"),
                    ("2025-07-01", "active", "2025-12~", "2025-12~", "auto-renewed"),
                ],
            ),
            // From 2026-01-01: to 2026-06-30 and to 2026-12-31, both cut to the year.
            (
                &stated("2025", "P6M", basis),
                &[
                    ("2025-12-31", "active", "2025", "2025", "expiring"),
                    ("2026-01-01", "active", "2026", "2026", "expiring auto-renewed"),
                    ("2026-12-31", "active", "2026", "2026", "expiring auto-renewed"),
                    ("2027-01-01", "active", "2027", "2027", "expiring auto-renewed"),
                ],
            ),
        ]);
    }
    assert_rows(&[(
        &with(YEARLY, "renewed 2020-06-01 end=2021-06-30"),
        &[
            ("2021-06-30", "active", "2021-06-30", "2021-06-30", "expiring"),
            ("2021-07-01", "active", "2022-06-30", "2022-06-30", "auto-renewed"),
            ("2022-07-01", "active", "2023-06-30", "2023-06-30", "auto-renewed"),
        ],
    )]);
}
