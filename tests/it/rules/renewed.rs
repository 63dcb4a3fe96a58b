//! The event `renewed`: S22 and S23. What it changes besides the end (S25) is in
//! `renewed_effects`, a renewal without effect (S24) in `without_effect`.

use super::{INDEFINITE, NO_END, THREE_YEARS, YEARLY, assert_ends, assert_rows, with};

/// S22: a renewal applies from its `on`; its `end` is the last day, and takes precedence over `term`.
#[test]
fn s22_renewal_with_end_sets_the_last_day() {
    assert_rows(&[
        (
            &with(THREE_YEARS, "renewed 2022-06-01 end=2024-06 term=P9Y from=2023-01-01"),
            &[
                ("2022-05-31", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-06-01", "active", "2024-06", "2024-06", ""),
                ("2024-06-30", "active", "2024-06", "2024-06", "expiring"),
                ("2024-07-01", "expired", "2024-06", "", "lapsed"),
            ],
        ),
        // To an earlier end, and of an agreement without an end.
        (
            &with(THREE_YEARS, "renewed 2020-06-01 end=2021-06-30"),
            &[("2020-06-01", "active", "2021-06-30", "2021-06-30", "")],
        ),
        (
            &with(NO_END, "renewed 2020-06-01 end=2021-06-30"),
            &[
                ("2020-05-31", "active", "", "", "end-unknown"),
                ("2020-06-01", "active", "2021-06-30", "2021-06-30", ""),
            ],
        ),
        (
            &with(INDEFINITE, "renewed 2020-06-01 end=2021-06-30"),
            &[("2020-06-01", "active", "2021-06-30", "2020-12-30", "")],
        ),
        // To an end that is past.
        (
            &with(THREE_YEARS, "renewed 2022-06-01 end=2021-06-30"),
            &[("2022-06-01", "expired", "2021-06-30", "", "lapsed")],
        ),
        // After the agreement has expired.
        (
            &with(THREE_YEARS, "renewed 2023-03-01 end=2024-12-31"),
            &[
                ("2023-02-28", "expired", "2023-01-01", "", "lapsed"),
                ("2023-03-01", "active", "2024-12-31", "2024-12-31", ""),
            ],
        ),
    ]);
}

/// S22: a `term` is added to the sum of the first term and of all renewals, automatic and other.
#[test]
fn s22_renewal_with_term_is_added_to_the_sum_from_the_first_day() {
    assert_rows(&[
        (
            &with(
                r#""signed": "2020-01-31", "term": "P1M""#,
                "renewed 2020-02-15 term=P1M; renewed 2020-03-15 term=P1M",
            ),
            &[
                ("2020-02-14", "active", "2020-02-29", "2020-02-29", ""),
                ("2020-02-15", "active", "2020-03-31", "2020-03-31", ""),
                ("2020-03-15", "active", "2020-04-30", "2020-04-30", ""),
            ],
        ),
        (
            &with(
                r#""signed": "2020-01-31", "term": "P1M", "basis": "including""#,
                "renewed 2020-02-15 term=P1M; renewed 2020-03-15 term=P1M10D",
            ),
            &[
                ("2020-02-15", "active", "2020-03-30", "2020-03-30", ""),
                ("2020-03-15", "active", "2020-05-10", "2020-05-10", ""),
            ],
        ),
        // One automatic renewal by then, and none: three years more.
        (
            &with(YEARLY, "renewed 2021-06-01 term=P3Y"),
            &[
                ("2021-05-31", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
                ("2025-01-02", "active", "2026-01-01", "2026-01-01", "auto-renewed"),
            ],
        ),
        (
            &with(YEARLY, "renewed 2020-06-01 term=P3Y"),
            &[
                ("2020-06-01", "active", "2024-01-01", "2024-01-01", ""),
                ("2024-01-01", "active", "2024-01-01", "2024-01-01", "expiring"),
                ("2024-01-02", "active", "2025-01-01", "2025-01-01", "auto-renewed"),
            ],
        ),
        // After it expired: still counted from the first day, and perhaps too short.
        (
            &with(THREE_YEARS, "renewed 2024-06-01 term=P1Y"),
            &[
                ("2024-05-31", "expired", "2023-01-01", "", "lapsed"),
                ("2024-06-01", "expired", "2024-01-01", "", "lapsed"),
            ],
        ),
        (
            &with(THREE_YEARS, "renewed 2024-06-01 term=P2Y"),
            &[("2024-06-01", "active", "2025-01-01", "2025-01-01", "")],
        ),
        // A partial first day.
        (
            &with(r#""signed": "2020-01~", "term": "P1M""#, "renewed 2020-02-15 term=P1M"),
            &[("2020-02-15", "active", "2020-03~", "2020-03~", "")],
        ),
    ]);
}

/// S22: renewed in an automatic period, the term is added to that period too.
#[test]
fn s22_automatic_renewals_so_far_are_part_of_the_sum() {
    // Up to April: 1 month, 2 automatic ones and 4 more are 7 months from 31 January.
    let monthly = with(
        r#""signed": "2020-01-31", "term": "P1M", "renewal": { "every": "P1M" }"#,
        "renewed 2020-04-15 term=P4M",
    );
    // From 2021-01-01: an automatic year and six months.
    let stated = with(
        r#""signed": "2020-01-15", "end": "2020-12-31", "renewal": { "every": "P1Y" }"#,
        "renewed 2021-06-01 term=P6M",
    );
    assert_ends(&[
        (&monthly, "2020-04-14", "2020-04-30"),
        (&monthly, "2020-04-15", "2020-08-31"),
        (&monthly, "2020-08-31", "2020-08-31"),
        (&monthly, "2020-09-01", "2020-09-30"),
        (&with(YEARLY, "renewed 2021-06-01 term=P3Y"), "2021-06-01", "2025-01-01"),
        (&stated, "2021-05-31", "2021-12-31"),
        (&stated, "2021-06-01", "2022-06-30"),
        (&stated, "2022-07-01", "2023-06-30"),
    ]);
}

/// S22: after a stated end, the sum starts again with the day after it.
#[test]
fn s22_sum_starts_again_after_a_stated_end() {
    assert_rows(&[
        (
            &with(r#""signed": "2020-01-15", "end": "2022-06-30""#, "renewed 2022-01-01 term=P6M"),
            &[("2022-01-01", "active", "2022-12-31", "2022-12-31", "")],
        ),
        // 31 January included: 28 February, 30 March.
        (
            &with(
                r#""signed": "2020-01-15", "end": "2022-01-30""#,
                "renewed 2022-01-15 term=P1M; renewed 2022-02-15 term=P1M",
            ),
            &[
                ("2022-01-15", "active", "2022-02-28", "2022-02-28", ""),
                ("2022-02-15", "active", "2022-03-30", "2022-03-30", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "renewed 2021-01-01 end=2023-06-30; renewed 2022-01-01 term=P1Y"),
            &[("2022-01-01", "active", "2024-06-30", "2024-06-30", "")],
        ),
        // Renewed by term, then with an end, then by term again.
        (
            &with(
                THREE_YEARS,
                "renewed 2021-01-01 term=P1Y; renewed 2021-02-01 end=2025-06-30; \
                 renewed 2021-03-01 term=P1D",
            ),
            &[
                ("2021-01-01", "active", "2024-01-01", "2024-01-01", ""),
                ("2021-02-01", "active", "2025-06-30", "2025-06-30", ""),
                ("2021-03-01", "active", "2025-07-01", "2025-07-01", ""),
            ],
        ),
        // A partial stated end, and an `end` in spite of an unknown first day.
        (
            &with(r#""end": "2022-06?""#, "renewed 2022-01-01 term=P6M"),
            &[("2022-01-01", "active", "2022-12?", "2022-12?", "")],
        ),
    ]);
}

/// S22: the same after an end that notice set, in time or late.
#[test]
fn s22_sum_starts_again_after_an_end_set_by_notice() {
    const MONTHLY: &str = r#""signed": "2020-01-31", "term": "P1M", "notice": "P20D",
        "renewal": { "every": "P1M" }"#;
    assert_rows(&[
        // In time: the last day is 2020-02-29, and March follows.
        (
            &with(MONTHLY, "notice 2020-02-09; renewed 2020-02-20 term=P1M"),
            &[
                ("2020-02-09", "active", "2020-02-29", "2020-02-29", ""),
                ("2020-02-20", "active", "2020-03-31", "2020-03-11", ""),
                ("2020-04-01", "active", "2020-04-30", "2020-04-10", "auto-renewed"),
            ],
        ),
        // Late: the last day is 2020-03-31, and April follows.
        (
            &with(MONTHLY, "notice 2020-02-15; renewed 2020-02-20 term=P1M"),
            &[
                ("2020-02-15", "active", "2020-03-31", "2020-03-31", ""),
                ("2020-02-20", "active", "2020-04-30", "2020-04-10", ""),
            ],
        ),
        // 31 August included, and a month: 30 September, as there is no 31 September.
        (
            &with(THREE_YEARS, "notice 2020-06-01 end=2020-08-30; renewed 2020-07-01 term=P1M"),
            &[("2020-07-01", "active", "2020-09-30", "2020-09-30", "")],
        ),
        (
            &with(INDEFINITE, "notice 2020-06-01; renewed 2020-07-01 term=P1Y"),
            &[
                ("2020-06-01", "active", "2020-12-01", "2020-12-01", ""),
                ("2020-07-01", "active", "2021-12-01", "2021-06-01", ""),
            ],
        ),
    ]);
}

/// S23: with `from`, the term is counted from that day with the basis of the agreement, and later
/// renewals are added to it. The status does not change with `from`.
#[test]
fn s23_renewal_with_from_counts_from_that_day() {
    assert_rows(&[
        (
            &with(THREE_YEARS, "renewed 2022-06-01 from=2025-01-01 term=P1Y"),
            &[
                ("2022-06-01", "active", "2026-01-01", "2026-01-01", ""),
                ("2024-06-01", "active", "2026-01-01", "2026-01-01", ""),
                ("2026-01-02", "expired", "2026-01-01", "", "lapsed"),
            ],
        ),
        (
            &with(
                &format!(r#"{THREE_YEARS}, "basis": "including""#),
                "renewed 2022-06-01 from=2025-01-01 term=P1Y",
            ),
            &[("2022-06-01", "active", "2025-12-31", "2025-12-31", "")],
        ),
        (
            &with(THREE_YEARS, "renewed 2022-06-01 from=2025-03 term=P1Y"),
            &[("2022-06-01", "active", "2026-03", "2026-03", "")],
        ),
        // The next one is added: two months from 31 January.
        (
            &with(
                THREE_YEARS,
                "renewed 2022-06-01 from=2025-01-31 term=P1M; renewed 2022-07-01 term=P1M",
            ),
            &[
                ("2022-06-01", "active", "2025-02-28", "2025-02-28", ""),
                ("2022-07-01", "active", "2025-03-31", "2025-03-31", ""),
            ],
        ),
        // A first end that is not known, and a count that ends in the past.
        (
            &with(NO_END, "renewed 2022-06-01 from=2022-01-01 term=P1Y"),
            &[
                ("2022-05-31", "active", "", "", "end-unknown"),
                ("2022-06-01", "active", "2023-01-01", "2023-01-01", ""),
            ],
        ),
        (
            &with(INDEFINITE, "renewed 2022-06-01 from=2021-01-01 term=P1Y"),
            &[("2022-06-01", "expired", "2022-01-01", "", "lapsed")],
        ),
        // Automatic renewals continue from there.
        (
            &with(YEARLY, "renewed 2020-06-01 from=2020-03-31 term=P6M"),
            &[
                ("2020-06-01", "active", "2020-09-30", "2020-09-30", ""),
                ("2020-10-01", "active", "2021-09-30", "2021-09-30", "auto-renewed"),
            ],
        ),
    ]);
}

/// S23: a `term` may be indefinite; with neither `term` nor `end`, the end is no longer known.
#[test]
fn s23_renewal_without_a_length_leaves_the_end_open() {
    assert_rows(&[
        (
            &with(THREE_YEARS, "renewed 2022-06-01 term=indefinite"),
            &[
                ("2022-05-31", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-06-01", "active", "indefinite", "", ""),
                ("2030-01-01", "active", "indefinite", "", ""),
            ],
        ),
        (
            &with(NO_END, "renewed 2022-06-01 from=2022-06-01 term=indefinite"),
            &[("2022-06-01", "active", "indefinite", "", "")],
        ),
        (
            &with(THREE_YEARS, "renewed 2022-06-01"),
            &[
                ("2022-06-01", "active", "", "", "end-unknown"),
                ("2030-01-01", "active", "", "", "end-unknown"),
            ],
        ),
        (
            &with(THREE_YEARS, "renewed 2022-06-01 from=2022-06-01"),
            &[("2022-06-01", "active", "", "", "end-unknown")],
        ),
        (&with(YEARLY, "renewed 2020-06-01"), &[("2022-06-01", "active", "", "", "end-unknown")]),
        (
            &with(INDEFINITE, "renewed 2022-06-01"),
            &[("2022-06-01", "active", "", "", "end-unknown")],
        ),
        (
            &with(THREE_YEARS, "renewed 2024-06-01"),
            &[
                ("2024-05-31", "expired", "2023-01-01", "", "lapsed"),
                ("2024-06-01", "active", "", "", "end-unknown"),
            ],
        ),
    ]);
}
