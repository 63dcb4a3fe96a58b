//! When notice counts and for which period: S26 and S27. The end that it sets is in `notice_end`.

use super::{
    INDEFINITE, NO_END, Registry, THREE_YEARS, YEARLY, YEARLY_NOTICE, assert_ends, assert_rows,
    quiet, with,
};

/// S26: the first notice that sets an end counts.
#[test]
fn s26_first_notice_that_sets_an_end_counts() {
    assert_rows(&[
        (
            &with(
                YEARLY_NOTICE,
                "notice 2020-06-01; notice 2020-07-01 end=2020-08-31; \
                 notice 2020-08-01 end=2030-01-01",
            ),
            &[
                ("2020-06-01", "active", "2021-01-01", "2021-01-01", ""),
                ("2020-09-01", "active", "2021-01-01", "2021-01-01", ""),
                ("2021-01-02", "terminated", "2021-01-01", "", ""),
            ],
        ),
        // By day, not by the order of the file; of one day, the first in the file.
        (
            &with(THREE_YEARS, "notice 2020-07-01 end=2021-06-30; notice 2020-06 end=2020-12-31"),
            &[
                ("2020-06-01", "active", "2020-12-31", "2020-12-31", ""),
                ("2021-01-01", "terminated", "2020-12-31", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "notice 2020-06-01 end=2021-06-30; notice 2020-06 end=2020-12-31"),
            &[("2020-06-01", "active", "2021-06-30", "2021-06-30", "")],
        ),
    ]);
}

/// S26: a notice that leaves the end unknown settles the agreement; a later one may set the end.
#[test]
fn s26_later_notice_may_set_an_end_that_is_unknown() {
    let members = with(
        NO_END,
        "notice 2021-01-01; notice 2021-06-01 end=2021-12-31; notice 2021-07-01 end=2021-08-31",
    );
    assert_rows(&[(
        &members,
        &[
            ("2021-01-01", "active", "", "", "end-unknown"),
            ("2021-05-31", "active", "", "", "end-unknown"),
            ("2021-06-01", "active", "2021-12-31", "2021-12-31", ""),
            ("2021-09-01", "active", "2021-12-31", "2021-12-31", ""),
            ("2022-01-01", "terminated", "2021-12-31", "", ""),
        ],
    )]);
    let registry = Registry::single(&members);
    for (today, settled) in [("2020-12-31", false), ("2021-01-01", true), ("2021-06-01", true)] {
        assert_eq!(registry.standing("a", today, &quiet()).settled, settled, "on {today}");
    }
}

/// S26: a notice after the last possible day of the end has no effect.
#[test]
fn s26_notice_after_the_end_has_no_effect() {
    let month = r#""signed": "2020-01", "term": "P1Y""#;
    assert_rows(&[
        (
            &with(THREE_YEARS, "notice 2023-01-01"),
            &[
                ("2022-12-31", "active", "2023-01-01", "2023-01-01", "expiring"),
                ("2023-01-01", "active", "2023-01-01", "2023-01-01", ""),
                ("2023-01-02", "terminated", "2023-01-01", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "notice 2023-01-02"),
            &[("2023-01-02", "expired", "2023-01-01", "", "lapsed")],
        ),
        (
            &with(THREE_YEARS, "notice 2023-01-02 end=2024-01-01"),
            &[("2023-01-02", "expired", "2023-01-01", "", "lapsed")],
        ),
        (
            &with(month, "notice 2021-01-31"),
            &[
                ("2021-01-31", "active", "2021-01", "2021-01", ""),
                ("2021-02-01", "terminated", "2021-01", "", ""),
            ],
        ),
        (&with(month, "notice 2021-02"), &[("2021-02-01", "expired", "2021-01", "", "lapsed")]),
        // G is a month whose first possible day is in time for it.
        (
            &with(THREE_YEARS, "notice 2023-01"),
            &[("2023-01-02", "terminated", "2023-01-01", "", "")],
        ),
        // After the end that an earlier notice set, and after the last renewal.
        (
            &with(
                THREE_YEARS,
                "notice 2021-01-01 end=2021-06-30; notice 2021-07-01 end=2022-01-01",
            ),
            &[("2021-07-01", "terminated", "2021-06-30", "", "")],
        ),
        (
            &with(
                r#""signed": "2020-01-01", "term": "P1Y", "renewal": { "every": "P1Y", "max": 1 }"#,
                "notice 2022-01-02",
            ),
            &[("2022-01-02", "expired", "2022-01-01", "", "lapsed")],
        ),
    ]);
}

/// S26: from its first possible day on, `ends` and `act_by` are the end that notice sets; then the
/// status is `terminated`, whether or not the agreement would have renewed.
#[test]
fn s26_notice_sets_ends_and_act_by_from_its_first_possible_day() {
    assert_rows(&[
        (
            &with(&format!(r#"{THREE_YEARS}, "notice": "P3M""#), "notice 2022-05?"),
            &[
                ("2022-04-30", "active", "2023-01-01", "2022-10-01", ""),
                ("2022-05-01", "active", "2023-01-01", "2023-01-01", ""),
                ("2023-01-01", "active", "2023-01-01", "2023-01-01", ""),
                ("2023-01-02", "terminated", "2023-01-01", "", ""),
            ],
        ),
        // Before the first day.
        (
            &with(
                r#""signed": "2020-01-01", "effective": "2020-07-01", "term": "P1Y",
                    "renewal": { "every": "P1Y" }, "notice": "P1M""#,
                "notice 2020-02-01",
            ),
            &[
                ("2020-01-31", "upcoming", "2021-07-01", "2021-06-01", ""),
                ("2020-02-01", "upcoming", "2021-07-01", "2021-07-01", ""),
                ("2020-07-01", "active", "2021-07-01", "2021-07-01", ""),
                ("2021-07-02", "terminated", "2021-07-01", "", ""),
            ],
        ),
        (
            &with(YEARLY_NOTICE, "suspended 2020-02-01; notice 2020-03-01"),
            &[
                ("2020-03-01", "suspended", "2021-01-01", "2021-01-01", ""),
                ("2021-01-02", "terminated", "2021-01-01", "", ""),
            ],
        ),
    ]);
}

/// S27: the example. Notice of six months for 2027-02-28: `act_by` is 2026-08-28, 2026-08-31 is in
/// time, 2026-09-01 is too late.
#[test]
fn s27_notice_is_in_time_if_the_notice_period_fits_counted_forward() {
    const MEMBERS: &str = r#""signed": "2020-01-15", "end": "2027-02-28", "notice": "P6M",
        "renewal": { "every": "P1Y" }"#;
    let given = |on: &str| with(MEMBERS, &format!("notice {on}"));
    assert_ends(&[
        (&given("2026-08-28"), "2026-08-28", "2027-02-28"),
        (&given("2026-08-29"), "2026-08-29", "2027-02-28"),
        (&given("2026-08-31"), "2026-08-31", "2027-02-28"),
        (&given("2026-09-01"), "2026-09-01", "2028-02-29"),
        (&given("2026-09"), "2026-09-01", "2028-02-29"),
        // The first possible day of G is 2026-08-01, or 2026-01-01.
        (&given("2026-08"), "2026-08-01", "2027-02-28"),
        (&given("2026~"), "2026-01-01", "2027-02-28"),
    ]);
    assert_rows(&[(
        MEMBERS,
        &[
            ("2026-08-28", "active", "2027-02-28", "2026-08-28", "expiring"),
            // Past the act-by date, notice is still in time for three days (S39, S40).
            ("2026-08-29", "active", "2027-02-28", "2026-08-28", "expiring"),
            ("2026-08-31", "active", "2027-02-28", "2026-08-28", "expiring"),
            ("2026-09-01", "active", "2027-02-28", "2026-08-28", "notice-missed"),
        ],
    )]);
}

/// S27: notice by the act-by date is in time, also if the period counted forward does not fit.
#[test]
fn s27_notice_by_the_act_by_date_is_always_in_time() {
    // A month and 29 days before 2024-03-01 are 2024-01-03; after it, they are 2024-03-03.
    const MEMBERS: &str = r#""signed": "2023-03-01", "term": "P1Y", "notice": "P1M29D",
        "renewal": { "every": "P1Y" }"#;
    assert_rows(&[
        (
            &with(MEMBERS, "notice 2024-01-03"),
            &[
                ("2024-01-02", "active", "2024-03-01", "2024-01-03", "expiring"),
                ("2024-01-03", "active", "2024-03-01", "2024-03-01", ""),
            ],
        ),
        (
            &with(MEMBERS, "notice 2024-01-04"),
            &[
                ("2024-01-03", "active", "2024-03-01", "2024-01-03", "expiring"),
                ("2024-01-04", "active", "2025-03-01", "2025-03-01", ""),
            ],
        ),
    ]);
}

/// S27: of a partial end, the last possible days count.
#[test]
fn s27_partial_end_is_compared_by_last_possible_day() {
    let month = |on: &str| {
        with(
            r#""signed": "2020-10", "term": "P3Y", "notice": "P3M", "renewal": { "every": "P1Y" }"#,
            &format!("notice {on}"),
        )
    };
    let year = |on: &str| {
        with(
            r#""signed": "2020", "term": "P3Y", "notice": "P3M", "renewal": { "every": "P1Y" }"#,
            &format!("notice {on}"),
        )
    };
    let days = |on: &str| {
        with(
            r#""signed": "2020-10", "term": "P3Y", "notice": "P10D",
                "renewal": { "every": "P1Y" }"#,
            &format!("notice {on}"),
        )
    };
    assert_ends(&[
        // `act_by` is 2023-07; three months after 31 July is 31 October.
        (&month("2023-07-31"), "2023-07-31", "2023-10"),
        (&month("2023-08-01"), "2023-08-01", "2024-10"),
        // `act_by` is 2022; three months after 30 September is 30 December.
        (&year("2023-01-01"), "2023-01-01", "2023"),
        (&year("2023-09-30"), "2023-09-30", "2023"),
        (&year("2023-10-01"), "2023-10-01", "2024"),
        // `act_by` is 2023-09; ten days after 21 October is 31 October.
        (&days("2023-10-21"), "2023-10-21", "2023-10"),
        (&days("2023-10-22"), "2023-10-22", "2024-10"),
    ]);
}

/// S27 and S28: without a notice period any day is in time; without automatic renewal there is only
/// one period.
#[test]
fn s27_any_day_is_in_time_without_a_notice_period() {
    assert_ends(&[
        (&with(YEARLY, "notice 2021-01-01"), "2021-01-01", "2021-01-01"),
        (&with(YEARLY, "notice 2021-01-02"), "2021-01-02", "2022-01-01"),
        (
            &with(&format!(r#"{THREE_YEARS}, "notice": "P6M""#), "notice 2022-12-31"),
            "2022-12-31",
            "2023-01-01",
        ),
        (&with(INDEFINITE, "notice 2022-12-31"), "2022-12-31", "2023-06-30"),
    ]);
}
