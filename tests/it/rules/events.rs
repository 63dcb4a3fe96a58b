//! Which events count, and in which order: S8.

use super::{THREE_YEARS, assert_rows, sandbox_of, with};

/// S8: an event without `on` makes the file damaged.
#[test]
fn s8_event_without_on_makes_the_file_damaged() {
    let sandbox =
        sandbox_of("", &[("a", r#""signed": "2020-01-01", "events": [{ "kind": "notice" }]"#)]);
    assert_eq!(sandbox.mou(&["list"]).code, 6);
}

/// S8: an event counts from the first possible day of `on`.
#[test]
fn s8_event_counts_from_first_possible_day() {
    assert_rows(&[
        (
            &with(THREE_YEARS, "renewed 2021-05? end=2025-06-30"),
            &[
                ("2021-04-30", "active", "2023-01-01", "2023-01-01", ""),
                ("2021-05-01", "active", "2025-06-30", "2025-06-30", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "notice 2021 end=2021-06-30"),
            &[
                ("2020-12-31", "active", "2023-01-01", "2023-01-01", ""),
                ("2021-01-01", "active", "2021-06-30", "2021-06-30", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "decided 2024-02 decision=renew"),
            &[
                ("2024-01-31", "expired", "2023-01-01", "", "lapsed"),
                ("2024-02-01", "expired", "2023-01-01", "", "lapsed decided"),
            ],
        ),
    ]);
}

/// S8: a termination without `end` counts from the last possible day, one with it from the first.
#[test]
fn s8_termination_without_end_counts_from_last_possible_day() {
    assert_rows(&[
        (
            &with(THREE_YEARS, "terminated 2022-01"),
            &[
                ("2022-01-01", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-01-30", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-01-31", "terminated", "2022-01", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "terminated 2022"),
            &[
                ("2022-12-30", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-12-31", "terminated", "2022", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "terminated 2022-01~ end=2022-06-30"),
            &[
                ("2021-12-31", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-01-01", "active", "2022-06-30", "", ""),
                ("2022-06-30", "active", "2022-06-30", "", ""),
                ("2022-07-01", "terminated", "2022-06-30", "", ""),
            ],
        ),
    ]);
}

/// S8: events apply in the order of these days, not of the file.
#[test]
fn s8_events_out_of_order_are_taken_by_day() {
    assert_rows(&[
        (
            &with(
                THREE_YEARS,
                "renewed 2022-05-01 end=2026-06-30; renewed 2021-05-01 end=2028-06-30",
            ),
            &[
                ("2021-04-30", "active", "2023-01-01", "2023-01-01", ""),
                ("2021-05-01", "active", "2028-06-30", "2028-06-30", ""),
                ("2022-05-01", "active", "2026-06-30", "2026-06-30", ""),
            ],
        ),
        // Notice is withdrawn by the renewal after it, which comes first in the file.
        (
            &with(
                THREE_YEARS,
                "renewed 2022-05-02 end=2026-06-30; notice 2022-05-01 end=2022-12-31",
            ),
            &[
                ("2022-05-01", "active", "2022-12-31", "2022-12-31", ""),
                ("2022-05-02", "active", "2026-06-30", "2026-06-30", ""),
            ],
        ),
        // The renewal of 01-20 comes before the termination, which counts from 01-31.
        (
            &with(
                THREE_YEARS,
                "terminated 2022-01; renewed 2022-01-20 end=2021-12-31; \
                 renewed 2022-01-31 end=2030-01-01",
            ),
            &[
                ("2022-01-19", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-01-20", "expired", "2021-12-31", "", "lapsed"),
                ("2022-01-31", "terminated", "2021-12-31", "", ""),
            ],
        ),
    ]);
}

/// S8: events of one day apply in the order of the file; a month counts on its first day.
#[test]
fn s8_events_of_one_day_are_taken_in_order_of_the_file() {
    assert_rows(&[
        (
            &with(THREE_YEARS, "renewed 2021-05-01 end=2026-06-30; renewed 2021-05 end=2028-06-30"),
            &[("2021-05-01", "active", "2028-06-30", "2028-06-30", "")],
        ),
        (
            &with(THREE_YEARS, "renewed 2021-05 end=2028-06-30; renewed 2021-05-01 end=2026-06-30"),
            &[("2021-05-01", "active", "2026-06-30", "2026-06-30", "")],
        ),
        (
            &with(THREE_YEARS, "notice 2021-05-01 end=2021-12-31; renewed 2021-05 end=2028-06-30"),
            &[("2021-05-01", "active", "2028-06-30", "2028-06-30", "")],
        ),
        (
            &with(THREE_YEARS, "renewed 2021-05 end=2028-06-30; notice 2021-05-01 end=2021-12-31"),
            &[("2021-05-01", "active", "2021-12-31", "2021-12-31", "")],
        ),
        (
            &with(
                THREE_YEARS,
                "terminated 2021-05-31 end=2021-12-31; renewed 2021-05-31 end=2028-06-30",
            ),
            &[("2021-05-31", "active", "2021-12-31", "", "")],
        ),
        (
            &with(
                THREE_YEARS,
                "renewed 2021-05-31 end=2021-11-30; terminated 2021-05-31 end=2021-12-31",
            ),
            &[("2021-05-31", "active", "2021-11-30", "", "")],
        ),
    ]);
}

/// S8: an event that does not count by the day has not happened: the standing is the same without it.
#[test]
fn s8_event_to_come_has_no_effect() {
    let events = "renewed 2022-12-31 end=2030-01-01; notice 2022-12-31; suspended 2022-12-31; \
                  decided 2022-12-31 decision=lapse; terminated 2022-12-31 end=2023-06-30";
    assert_rows(&[(
        &with(THREE_YEARS, events),
        &[("2022-12-30", "active", "2023-01-01", "2023-01-01", "")],
    )]);
}
