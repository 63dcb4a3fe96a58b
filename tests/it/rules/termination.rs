//! Termination: S32 to S34.

use super::{
    INDEFINITE, Registry, THREE_YEARS, YEARLY, YEARLY_NOTICE, assert_rows, assert_rows_of,
    found_by, quiet, sandbox_of, with,
};

/// S32: from the day on which it counts, `ends` is E and `act_by` is left out; terminated from the
/// day after E.
#[test]
fn s32_termination_with_end_terminates_on_the_day_after() {
    assert_rows(&[
        // The first example.
        (
            &with(INDEFINITE, "terminated 2026-11-29 end=2027-06-30"),
            &[
                ("2026-11-28", "active", "indefinite", "", ""),
                ("2026-11-29", "active", "2027-06-30", "", ""),
                ("2027-06-30", "active", "2027-06-30", "", ""),
                ("2027-07-01", "terminated", "2027-06-30", "", ""),
            ],
        ),
        // The second example.
        (
            &with(THREE_YEARS, "terminated 2022-05-02"),
            &[
                ("2022-05-01", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-05-02", "terminated", "2022-05-02", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "terminated 2022-05-02 end=2022-05"),
            &[
                ("2022-05-02", "active", "2022-05", "", ""),
                ("2022-05-31", "active", "2022-05", "", ""),
                ("2022-06-01", "terminated", "2022-05", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "terminated 2022-05 end=2022-05-31?"),
            &[
                ("2022-04-30", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-05-01", "active", "2022-05-31?", "", ""),
                ("2022-05-31", "active", "2022-05-31?", "", ""),
                ("2022-06-01", "terminated", "2022-05-31?", "", ""),
            ],
        ),
        // Before the first day, and while suspended.
        (
            &with(
                r#""signed": "2020-01-01", "effective": "2022-01-01", "term": "P1Y""#,
                "terminated 2020-06-01 end=2020-12-31",
            ),
            &[
                ("2020-05-31", "upcoming", "2023-01-01", "2023-01-01", ""),
                ("2020-06-01", "upcoming", "2020-12-31", "", ""),
                ("2021-01-01", "terminated", "2020-12-31", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "suspended 2022-01-01; terminated 2022-02-01 end=2022-02-28"),
            &[
                ("2022-02-28", "suspended", "2022-02-28", "", ""),
                ("2022-03-01", "terminated", "2022-02-28", "", ""),
            ],
        ),
    ]);
}

/// S32: if E equals `on`, terminated from the last possible day of `on`.
#[test]
fn s32_termination_on_its_last_day_terminates_on_that_day() {
    assert_rows(&[
        (
            &with(THREE_YEARS, "terminated 2022-05-02 end=2022-05-02"),
            &[
                ("2022-05-01", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-05-02", "terminated", "2022-05-02", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "terminated 2022-05~"),
            &[
                ("2022-05-30", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-05-31", "terminated", "2022-05~", "", ""),
            ],
        ),
        // With `end` it counts from the first possible day (S8).
        (
            &with(THREE_YEARS, "terminated 2022-05 end=2022-05"),
            &[
                ("2022-04-30", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-05-01", "active", "2022-05", "", ""),
                ("2022-05-30", "active", "2022-05", "", ""),
                ("2022-05-31", "terminated", "2022-05", "", ""),
            ],
        ),
    ]);
}

/// S32: not terminated before the termination counts, even if its `end` is earlier.
#[test]
fn s32_termination_with_an_earlier_end_terminates_when_it_counts() {
    assert_rows(&[
        (
            &with(THREE_YEARS, "terminated 2022-05-02 end=2022-03-31"),
            &[
                ("2022-05-01", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-05-02", "terminated", "2022-03-31", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "terminated 2022-05 end=2022-04-30"),
            &[
                ("2022-04-30", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-05-01", "terminated", "2022-04-30", "", ""),
            ],
        ),
    ]);
}

/// S33: automatic renewals continue up to E.
#[test]
fn s33_automatic_renewals_continue_up_to_the_termination() {
    assert_rows(&[
        (
            &with(YEARLY_NOTICE, "terminated 2020-06-01 end=2022-06-30"),
            &[
                ("2020-06-01", "active", "2022-06-30", "", ""),
                ("2021-01-01", "active", "2022-06-30", "", ""),
                ("2021-01-02", "active", "2022-06-30", "", "auto-renewed"),
                ("2022-06-30", "active", "2022-06-30", "", "auto-renewed"),
                ("2022-07-01", "terminated", "2022-06-30", "", ""),
            ],
        ),
        // E is the last day of a period: the next one does not begin.
        (
            &with(YEARLY, "terminated 2020-06-01 end=2022-01-01"),
            &[
                ("2022-01-01", "active", "2022-01-01", "", "auto-renewed"),
                ("2022-01-02", "terminated", "2022-01-01", "", ""),
            ],
        ),
    ]);
}

/// S33: if the agreement runs out before E, `ends` is that end, and the status is `expired` (after
/// notice: `terminated`) until the termination makes it `terminated`.
#[test]
fn s33_agreement_that_runs_out_before_the_termination_expires() {
    const UP_TO_ONE: &str = r#""signed": "2020-01-01", "term": "P1Y",
        "renewal": { "every": "P1Y", "max": 1 }"#;
    assert_rows(&[
        (
            &with(THREE_YEARS, "terminated 2022-06-01 end=2023-06-30"),
            &[
                ("2022-06-01", "active", "2023-01-01", "", ""),
                ("2023-01-01", "active", "2023-01-01", "", ""),
                ("2023-01-02", "expired", "2023-01-01", "", "lapsed"),
                ("2023-06-30", "expired", "2023-01-01", "", "lapsed"),
                ("2023-07-01", "terminated", "2023-01-01", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "terminated 2024-05-01"),
            &[
                ("2024-04-30", "expired", "2023-01-01", "", "lapsed"),
                ("2024-05-01", "terminated", "2023-01-01", "", ""),
            ],
        ),
        (
            &with(UP_TO_ONE, "terminated 2020-06-01 end=2022-06-30"),
            &[
                ("2021-06-01", "active", "2022-01-01", "", "auto-renewed"),
                ("2022-01-02", "expired", "2022-01-01", "", "lapsed"),
                ("2022-07-01", "terminated", "2022-01-01", "", ""),
            ],
        ),
        (
            &with(YEARLY_NOTICE, "notice 2020-05-01; terminated 2020-06-01 end=2022-06-30"),
            &[
                ("2020-05-31", "active", "2021-01-01", "2021-01-01", ""),
                ("2020-06-01", "active", "2021-01-01", "", ""),
                ("2021-01-02", "terminated", "2021-01-01", "", ""),
            ],
        ),
        // Late notice: its end is the last day of the second period.
        (
            &with(YEARLY_NOTICE, "notice 2020-12-01; terminated 2020-12-15 end=2022-06-30"),
            &[
                ("2020-12-15", "active", "2022-01-01", "", ""),
                ("2021-01-02", "active", "2022-01-01", "", "auto-renewed"),
                ("2022-01-02", "terminated", "2022-01-01", "", ""),
            ],
        ),
        (
            &with(YEARLY_NOTICE, "notice 2020-05-01; terminated 2020-06-01 end=2020-08-31"),
            &[
                ("2020-06-01", "active", "2020-08-31", "", ""),
                ("2020-09-01", "terminated", "2020-08-31", "", ""),
            ],
        ),
    ]);
}

/// S33: the last possible day of the end is compared with the first possible day of E.
#[test]
fn s33_partial_dates_run_out_earlier_only_if_certainly_so() {
    let ends = |end: &str, terminated: &str| {
        with(&format!(r#""signed": "2019-01-01", "end": "{end}""#), terminated)
    };
    for (end, terminated, expected) in [
        ("2021-01", "terminated 2020-06-01 end=2021-02-01", "2021-01"),
        ("2021-01", "terminated 2020-06-01 end=2021-01-31", "2021-01-31"),
        ("2021-01", "terminated 2020-06-01 end=2021-01-01", "2021-01-01"),
        ("2020-12-31", "terminated 2020-06-01 end=2021", "2020-12-31"),
        ("2021-01-01", "terminated 2020-06-01 end=2021", "2021"),
        ("2020", "terminated 2020-06-01 end=2021-01", "2020"),
        ("2020", "terminated 2020-06-01 end=2020-12", "2020-12"),
        ("2022", "terminated 2020-06-01 end=2021", "2021"),
    ] {
        let standing =
            Registry::single(&ends(end, terminated)).standing("a", "2020-06-01", &quiet());
        assert_eq!(standing.ends.to_string(), expected, "{end}, {terminated}");
    }
}

/// S33 and S36: a successor stops automatic renewal, also before E.
#[test]
fn s33_successor_stops_renewal_before_the_termination() {
    let members = with(YEARLY, "terminated 2020-07-01 end=2022-06-30");
    let registry =
        Registry::new(&[("a", &members), ("b", r#""signed": "2020-06-01", "succeeds": ["a"]"#)]);
    assert_rows_of(
        &registry,
        &members,
        &quiet(),
        &[
            ("2020-07-01", "succeeded", "2021-01-01", "", ""),
            ("2022-06-30", "succeeded", "2021-01-01", "", ""),
            ("2022-07-01", "terminated", "2021-01-01", "", ""),
        ],
    );
}

/// S33: `check` lists a termination after the end.
#[test]
fn s33_check_lists_a_termination_after_the_end() {
    let late = with(THREE_YEARS, "terminated 2024-05-01");
    let last_day = with(THREE_YEARS, "terminated 2023-01-01");
    let renewed = with(YEARLY, "terminated 2024-05-01");
    let sandbox = sandbox_of("", &[("a", &late), ("b", &last_day), ("c", &renewed)]);
    assert_eq!(found_by(&sandbox, "2025-01-01", "terminated-after-end"), "a");
}

/// S34: later `renewed`, `notice`, `decided` and `terminated` events have no effect; `suspended`
/// and `resumed` count until E.
#[test]
fn s34_termination_is_final() {
    assert_rows(&[
        (
            &with(
                THREE_YEARS,
                "terminated 2022-01-10 end=2022-06-30; renewed 2022-02-01 end=2030-01-01; \
                 notice 2022-02-01 end=2022-03-01; decided 2022-02-01 decision=renew; \
                 terminated 2022-02-02; suspended 2022-03-01; resumed 2022-04-01",
            ),
            &[
                ("2022-02-02", "active", "2022-06-30", "", ""),
                ("2022-02-28", "active", "2022-06-30", "", ""),
                ("2022-03-01", "suspended", "2022-06-30", "", ""),
                ("2022-04-01", "active", "2022-06-30", "", ""),
                ("2022-07-01", "terminated", "2022-06-30", "", ""),
            ],
        ),
        // A decision before it still counts; notice before it too.
        (
            &with(
                THREE_YEARS,
                "decided 2022-01-01 decision=renew; terminated 2022-01-10 end=2022-06-30",
            ),
            &[("2022-01-10", "active", "2022-06-30", "", "decided")],
        ),
        // Of one day, in the order of the file.
        (
            &with(
                THREE_YEARS,
                "terminated 2022-01-10 end=2022-06-30; renewed 2022-01-10 end=2022-03-31",
            ),
            &[("2022-01-10", "active", "2022-06-30", "", "")],
        ),
        (
            &with(
                THREE_YEARS,
                "renewed 2022-01-10 end=2022-03-31; terminated 2022-01-10 end=2022-06-30",
            ),
            &[("2022-01-10", "active", "2022-03-31", "", "")],
        ),
        (
            &with(THREE_YEARS, "terminated 2022-01-10 end=2022-06-30; terminated 2022-01-10"),
            &[("2022-01-10", "active", "2022-06-30", "", "")],
        ),
        // The first to count is the one with an end, from 01-01.
        (
            &with(THREE_YEARS, "terminated 2022; terminated 2022-01 end=2022-06-30"),
            &[
                ("2022-01-01", "active", "2022-06-30", "", ""),
                ("2022-12-31", "terminated", "2022-06-30", "", ""),
            ],
        ),
        // After it expired and was terminated, no renewal revives it.
        (
            &with(THREE_YEARS, "terminated 2024-01-01; renewed 2024-02-01 end=2030-01-01"),
            &[("2024-02-01", "terminated", "2023-01-01", "", "")],
        ),
    ]);
}
