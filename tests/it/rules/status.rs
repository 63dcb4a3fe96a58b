//! Status and first day: S7, S11 and S12. Events (S8) are in `events`, signing (S9, S10) in
//! `signing`.

use super::{NO_END, Registry, Row, THREE_YEARS, YEARLY, assert_rows, assert_rows_of, quiet, with};

/// S7: if two statuses apply, the first in the list is used.
#[test]
fn s7_first_status_that_applies_holds() {
    assert_rows(&[
        // Terminated before draft.
        (
            &with(r#""signed": "2030-01-01""#, "terminated 2025-01-01"),
            &[
                ("2024-12-31", "draft", "", "", ""),
                ("2025-01-01", "terminated", "2025-01-01", "", ""),
                ("2030-01-01", "terminated", "2025-01-01", "", ""),
            ],
        ),
        // Draft before upcoming.
        (
            r#""signed": "2030-01-01", "effective": "2031-01-01", "term": "P1Y""#,
            &[
                ("2029-12-31", "draft", "", "", ""),
                ("2030-01-01", "upcoming", "2032-01-01", "2032-01-01", ""),
                ("2030-12-31", "upcoming", "2032-01-01", "2032-01-01", ""),
                ("2031-01-01", "active", "2032-01-01", "2032-01-01", ""),
            ],
        ),
        // Upcoming before expired and suspended: the end is before the first day.
        (
            &with(
                r#""signed": "2020-01-01", "effective": "2022-01-01", "end": "2021-06-30""#,
                "suspended 2021-01-01",
            ),
            &[
                ("2021-12-31", "upcoming", "2021-06-30", "2021-06-30", ""),
                ("2022-01-01", "expired", "2021-06-30", "", "lapsed"),
            ],
        ),
        // Expired before suspended.
        (
            &with(THREE_YEARS, "suspended 2022-06-01"),
            &[
                ("2022-05-31", "active", "2023-01-01", "2023-01-01", ""),
                ("2022-06-01", "suspended", "2023-01-01", "2023-01-01", ""),
                ("2023-01-01", "suspended", "2023-01-01", "2023-01-01", "expiring"),
                ("2023-01-02", "expired", "2023-01-01", "", "lapsed"),
            ],
        ),
        // Terminated before suspended and expired.
        (
            &with(THREE_YEARS, "suspended 2022-06-01; terminated 2022-07-01"),
            &[
                ("2022-06-30", "suspended", "2023-01-01", "2023-01-01", ""),
                ("2022-07-01", "terminated", "2022-07-01", "", ""),
                ("2023-01-02", "terminated", "2022-07-01", "", ""),
            ],
        ),
    ]);
}

/// S7: upcoming and draft come before succeeded, which comes before expired and suspended.
#[test]
fn s7_succeeded_comes_after_upcoming_and_before_expired() {
    let successor = r#""signed": "2021-01-01", "succeeds": ["a"]"#;
    let cases: &[(&str, &[Row<'_>])] = &[
        (r#""term": "P1Y""#, &[("2022-01-01", "draft", "", "", "")]),
        (
            r#""signed": "2020-01-01", "effective": "2023-01-01", "term": "P1Y""#,
            &[
                ("2022-12-31", "upcoming", "2024-01-01", "2024-01-01", ""),
                ("2023-01-01", "succeeded", "2024-01-01", "", ""),
            ],
        ),
        (
            r#""signed": "2019-01-01", "term": "P1Y""#,
            &[
                ("2020-12-31", "expired", "2020-01-01", "", "lapsed"),
                ("2021-01-01", "succeeded", "2020-01-01", "", ""),
            ],
        ),
    ];
    for (members, rows) in cases {
        let registry = Registry::new(&[("a", members), ("b", successor)]);
        assert_rows_of(&registry, members, &quiet(), rows);
    }
    let suspended = with(NO_END, "suspended 2020-06-01");
    let registry = Registry::new(&[("a", &suspended), ("b", successor)]);
    assert_rows_of(
        &registry,
        &suspended,
        &quiet(),
        &[
            ("2020-12-31", "suspended", "", "", "end-unknown"),
            ("2021-01-01", "succeeded", "", "", ""),
        ],
    );
}

/// S7: suspended from the day of `suspended` to the day before `resumed`; the term is no longer.
#[test]
fn s7_suspension_lasts_until_the_day_before_resumption() {
    assert_rows(&[
        (
            &with(THREE_YEARS, "suspended 2020-06; resumed 2021-02"),
            &[
                ("2020-05-31", "active", "2023-01-01", "2023-01-01", ""),
                ("2020-06-01", "suspended", "2023-01-01", "2023-01-01", ""),
                ("2021-01-31", "suspended", "2023-01-01", "2023-01-01", ""),
                ("2021-02-01", "active", "2023-01-01", "2023-01-01", ""),
                ("2023-01-02", "expired", "2023-01-01", "", "lapsed"),
            ],
        ),
        // Both on one day, in the order of the file.
        (
            &with(THREE_YEARS, "suspended 2020-06-01; resumed 2020-06-01"),
            &[("2020-06-01", "active", "2023-01-01", "2023-01-01", "")],
        ),
        (
            &with(THREE_YEARS, "resumed 2020-06-01; suspended 2020-06-01"),
            &[("2020-06-01", "suspended", "2023-01-01", "2023-01-01", "")],
        ),
        // One resumption ends two suspensions, and one out of order changes nothing.
        (
            &with(THREE_YEARS, "resumed 2020-12-01; suspended 2020-06-01; suspended 2020-07-01"),
            &[
                ("2020-11-30", "suspended", "2023-01-01", "2023-01-01", ""),
                ("2020-12-01", "active", "2023-01-01", "2023-01-01", ""),
            ],
        ),
        // Suspended after its end, and renewed.
        (
            &with(THREE_YEARS, "suspended 2023-06-01; renewed 2023-07-01 end=2025-01-01"),
            &[
                ("2023-06-30", "expired", "2023-01-01", "", "lapsed"),
                ("2023-07-01", "suspended", "2025-01-01", "2025-01-01", ""),
            ],
        ),
        // Suspended before its first day.
        (
            &with(
                r#""signed": "2020-01-01", "effective": "2020-07-01", "term": "P1Y""#,
                "suspended 2020-03-01",
            ),
            &[
                ("2020-06-30", "upcoming", "2021-07-01", "2021-07-01", ""),
                ("2020-07-01", "suspended", "2021-07-01", "2021-07-01", ""),
            ],
        ),
        // A suspension does not stop automatic renewal.
        (
            &with(YEARLY, "suspended 2020-12-31; resumed 2021-01-03"),
            &[
                ("2021-01-01", "suspended", "2021-01-01", "2021-01-01", "expiring"),
                ("2021-01-02", "suspended", "2022-01-01", "2022-01-01", "auto-renewed"),
                ("2021-01-03", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
            ],
        ),
    ]);
}

/// S11: the first day is `effective`, else the signing date; upcoming until its first possible
/// day. It may be earlier than the signing date.
#[test]
fn s11_first_day_is_effective_or_the_signing_date() {
    assert_rows(&[
        (
            r#""signed": "2020-02-01", "term": "P1Y""#,
            &[
                ("2020-01-31", "draft", "", "", ""),
                ("2020-02-01", "active", "2021-02-01", "2021-02-01", ""),
            ],
        ),
        (
            r#""signed": "2020-02-01", "effective": "2024-03", "term": "P1Y""#,
            &[
                ("2024-02-29", "upcoming", "2025-03", "2025-03", ""),
                ("2024-03-01", "active", "2025-03", "2025-03", ""),
            ],
        ),
        (
            r#""signed": "2020-06-01", "effective": "2020-01-01", "term": "P1Y""#,
            &[
                ("2020-05-31", "draft", "", "", ""),
                ("2020-06-01", "active", "2021-01-01", "2021-01-01", ""),
            ],
        ),
        // The term has run out before it was signed.
        (
            r#""signed": "2020-06-01", "effective": "2018-01-01", "term": "P1Y""#,
            &[
                ("2020-05-31", "draft", "", "", ""),
                ("2020-06-01", "expired", "2019-01-01", "", "lapsed"),
            ],
        ),
        (
            r#""signed": "unknown", "effective": "2024-01-01", "term": "P1Y""#,
            &[
                ("2023-12-31", "upcoming", "2025-01-01", "2025-01-01", ""),
                ("2024-01-01", "active", "2025-01-01", "2025-01-01", ""),
            ],
        ),
    ]);
}

/// S11: with an unknown first day it is in force from its signing date, or always; a term gives
/// no end, but a stated end counts.
#[test]
fn s11_unknown_first_day_gives_no_end_from_a_term() {
    assert_rows(&[
        (
            r#""signed": "2020-01", "effective": "unknown", "term": "P3Y""#,
            &[
                ("2019-12-31", "draft", "", "", ""),
                ("2020-01-01", "active", "", "", "end-unknown"),
                ("2029-01-01", "active", "", "", "end-unknown"),
            ],
        ),
        (
            r#""signed": "2020-01-01", "effective": "unknown", "term": "P1Y", "end": "2023-06""#,
            &[
                ("2020-01-01", "active", "2023-06", "2023-06", ""),
                ("2023-06-30", "active", "2023-06", "2023-06", "expiring"),
                ("2023-07-01", "expired", "2023-06", "", "lapsed"),
            ],
        ),
        (
            r#""signed": "unknown", "term": "P3Y""#,
            &[
                ("0001-01-01", "active", "", "", "end-unknown"),
                ("2029-01-01", "active", "", "", "end-unknown"),
            ],
        ),
        (
            r#""signed": "unknown", "effective": "unknown", "end": "2023-06-30""#,
            &[
                ("1900-01-01", "active", "2023-06-30", "2023-06-30", ""),
                ("2023-06-30", "active", "2023-06-30", "2023-06-30", "expiring"),
                ("2023-07-01", "expired", "2023-06-30", "", "lapsed"),
            ],
        ),
        // The stated end is renewed from the day after it, whatever the first day is.
        (
            r#""signed": "unknown", "end": "2023-06-30", "renewal": { "every": "P6M" }"#,
            &[("2023-07-01", "active", "2023-12-31", "2023-12-31", "auto-renewed")],
        ),
        // A renewal without a computable end has no effect.
        (
            r#""signed": "unknown", "term": "P1Y", "renewal": { "every": "P1Y" }"#,
            &[("2023-07-01", "active", "", "", "end-unknown")],
        ),
    ]);
}

/// S12: upcoming with the flag `pending`, no first day, no `act_by` and no `ends`.
#[test]
fn s12_pending_agreement_is_upcoming_without_dates() {
    const PENDING: &str = r#""signed": "2020-01-01", "effective": "pending", "notice": "P3M""#;
    let with_term = format!(r#"{PENDING}, "term": "P3Y""#);
    let with_end = format!(r#"{PENDING}, "end": "2021-12-31", "review": "P1Y""#);
    assert_rows(&[
        (
            &with_term,
            &[
                ("2019-12-31", "draft", "", "", ""),
                ("2020-01-01", "upcoming", "", "", "pending"),
                ("2035-01-01", "upcoming", "", "", "pending"),
            ],
        ),
        (
            &with_end,
            &[
                ("2021-12-31", "upcoming", "", "", "pending"),
                ("2022-01-01", "upcoming", "", "", "pending"),
            ],
        ),
        (r#""effective": "pending""#, &[("2020-01-01", "upcoming", "", "", "pending")]),
        (
            &with(&with_term, "suspended 2020-02-01; renewed 2020-03-01 end=2025-01-01"),
            &[("2020-03-01", "upcoming", "", "", "pending")],
        ),
    ]);
}

/// S12: a notice or a termination still sets an end of a pending agreement.
#[test]
fn s12_notice_or_termination_ends_a_pending_agreement() {
    const PENDING: &str = r#""signed": "2020-01-01", "effective": "pending", "end": "2030-01-01""#;
    let with_period = format!(r#"{PENDING}, "notice": "P3M""#);
    assert_rows(&[
        (
            &with(PENDING, "notice 2020-06-01 end=2020-12-31"),
            &[
                ("2020-05-31", "upcoming", "", "", "pending"),
                ("2020-06-01", "upcoming", "2020-12-31", "", "pending"),
                ("2020-12-31", "upcoming", "2020-12-31", "", "pending"),
                ("2021-01-01", "terminated", "2020-12-31", "", ""),
            ],
        ),
        // S31: its end is unknown, so that notice sets the day three months after it.
        (
            &with(&with_period, "notice 2020-06-01"),
            &[
                ("2020-06-01", "upcoming", "2020-09-01", "", "pending"),
                ("2020-09-02", "terminated", "2020-09-01", "", ""),
            ],
        ),
        // Without a notice period the end stays unknown, and a later notice may set it (S26).
        (
            &with(PENDING, "notice 2020-06-01; notice 2020-07-01 end=2020-12-31"),
            &[
                ("2020-06-30", "upcoming", "", "", "pending"),
                ("2020-07-01", "upcoming", "2020-12-31", "", "pending"),
            ],
        ),
        (
            &with(PENDING, "terminated 2020-06-01 end=2020-12-31"),
            &[
                ("2020-06-01", "upcoming", "2020-12-31", "", "pending"),
                ("2021-01-01", "terminated", "2020-12-31", "", ""),
            ],
        ),
        (
            &with(PENDING, "terminated 2020-06-01"),
            &[
                ("2020-05-31", "upcoming", "", "", "pending"),
                ("2020-06-01", "terminated", "2020-06-01", "", ""),
            ],
        ),
    ]);
}

/// S12: an amendment that sets the first day ends the pending state on its day.
#[test]
fn s12_amendment_that_sets_the_first_day_ends_the_pending_state() {
    let members = r#""signed": "2020-01-01", "effective": "2021-03-15", "term": "P1Y",
        "events": [ { "kind": "amended", "on": "2021-03-01",
            "fields": { "effective": { "old": "pending", "new": "2021-03-15" } } } ]"#;
    assert_rows(&[(
        members,
        &[
            ("2021-02-28", "upcoming", "", "", "pending"),
            ("2021-03-01", "upcoming", "2022-03-15", "2022-03-15", ""),
            ("2021-03-15", "active", "2022-03-15", "2022-03-15", ""),
        ],
    )]);
}
