//! The end that a notice sets: S28 to S31.

use super::{
    INDEFINITE, NO_END, Registry, THREE_YEARS, YEARLY, YEARLY_NOTICE, assert_ends, assert_rows,
    assert_rows_of, quiet, with,
};

/// S28: the last day of the first period for which the notice is in time; automatic renewals
/// continue up to it, and nothing renews after it.
#[test]
fn s28_late_notice_ends_with_the_first_period_for_which_it_is_in_time() {
    const MONTHLY: &str = r#""signed": "2023-01-31", "term": "P1M", "notice": "P3M",
        "renewal": { "every": "P1M" }"#;
    assert_rows(&[
        (
            &with(YEARLY_NOTICE, "notice 2020-10-02"),
            &[
                ("2020-10-01", "active", "2021-01-01", "2020-10-01", "expiring"),
                ("2020-10-02", "active", "2022-01-01", "2022-01-01", ""),
                ("2021-01-01", "active", "2022-01-01", "2022-01-01", ""),
                ("2021-01-02", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
                ("2022-01-01", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
                ("2022-01-02", "terminated", "2022-01-01", "", ""),
            ],
        ),
        // Three months after 15 February are in May: the fourth period.
        (
            &with(MONTHLY, "notice 2023-02-15"),
            &[
                ("2023-02-15", "active", "2023-05-31", "2023-05-31", ""),
                ("2023-02-28", "active", "2023-05-31", "2023-05-31", ""),
                ("2023-03-01", "active", "2023-05-31", "2023-05-31", "auto-renewed"),
                ("2023-05-31", "active", "2023-05-31", "2023-05-31", "auto-renewed"),
                ("2023-06-01", "terminated", "2023-05-31", "", ""),
            ],
        ),
        // Before the first day: three months after it are the last day of the second period.
        (
            &with(
                r#""signed": "2021-06-01", "effective": "2022-01-01", "term": "P1M",
                    "notice": "P3M", "renewal": { "every": "P1M" }"#,
                "notice 2021-12-01",
            ),
            &[
                ("2021-12-01", "upcoming", "2022-03-01", "2022-03-01", ""),
                ("2022-02-02", "active", "2022-03-01", "2022-03-01", "auto-renewed"),
                ("2022-03-02", "terminated", "2022-03-01", "", ""),
            ],
        ),
        // Partial last days: `act_by` of 2021-01 is 2020-10.
        (
            &with(
                r#""signed": "2020-01", "term": "P1Y", "notice": "P3M",
                    "renewal": { "every": "P1Y" }"#,
                "notice 2020-11-01",
            ),
            &[
                ("2020-10-31", "active", "2021-01", "2020-10", "expiring"),
                ("2020-11-01", "active", "2022-01", "2022-01", ""),
                ("2021-01-31", "active", "2022-01", "2022-01", ""),
                ("2021-02-01", "active", "2022-01", "2022-01", "auto-renewed"),
                ("2022-02-01", "terminated", "2022-01", "", ""),
            ],
        ),
        // In an automatic period, on its first day.
        (
            &with(MONTHLY, "notice 2023-03-01"),
            &[
                ("2023-02-28", "active", "2023-02-28", "2022-11-28", "expiring notice-missed"),
                ("2023-03-01", "active", "2023-06-30", "2023-06-30", "auto-renewed"),
            ],
        ),
    ]);
}

/// S28: the example, and a `max` that allows no such period.
#[test]
fn s28_max_limits_the_end_that_late_notice_sets() {
    const UP_TO_ONE: &str = r#""signed": "2020-01-01", "term": "P1Y", "notice": "P6M",
        "renewal": { "every": "P3M", "max": 1 }"#;
    const UP_TO_THREE: &str = r#""signed": "2020-01-01", "term": "P1Y", "notice": "P6M",
        "renewal": { "every": "P3M", "max": 3 }"#;
    assert_rows(&[
        (
            &with(UP_TO_ONE, "notice 2020-11-01"),
            &[
                ("2020-10-31", "active", "2021-01-01", "2020-07-01", "notice-missed"),
                ("2020-11-01", "active", "2021-04-01", "2021-04-01", ""),
                ("2021-01-02", "active", "2021-04-01", "2021-04-01", "auto-renewed"),
                ("2021-04-02", "terminated", "2021-04-01", "", ""),
            ],
        ),
        // In the last possible period.
        (
            &with(UP_TO_ONE, "notice 2021-03-01"),
            &[
                ("2021-02-28", "active", "2021-04-01", "2020-10-01", "auto-renewed"),
                ("2021-03-01", "active", "2021-04-01", "2021-04-01", "auto-renewed"),
                ("2021-04-02", "terminated", "2021-04-01", "", ""),
            ],
        ),
        // Six months after 2020-11-01 is 2021-05-01: in time for 2021-07-01.
        (
            &with(UP_TO_THREE, "notice 2020-11-01"),
            &[("2020-11-01", "active", "2021-07-01", "2021-07-01", "")],
        ),
    ]);
}

/// S28: a period that begins after late notice counts towards `max` from its first day, and cancels
/// a decision.
#[test]
fn s28_period_after_late_notice_counts_towards_max_and_cancels_a_decision() {
    const UP_TO_TWO: &str = r#""signed": "2020-01-01", "term": "P1Y", "notice": "P3M",
        "renewal": { "every": "P1Y", "max": 2 }"#;
    assert_rows(&[
        (
            &with(UP_TO_TWO, "notice 2020-12-01; decided 2020-12-15 decision=renew"),
            &[
                ("2020-12-15", "active", "2022-01-01", "2022-01-01", "decided"),
                ("2021-01-01", "active", "2022-01-01", "2022-01-01", "decided"),
                ("2021-01-02", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
            ],
        ),
        // Withdrawn in the second period: one renewal is used, and one is left.
        (
            &with(UP_TO_TWO, "notice 2020-12-01; renewed 2021-06-01 end=2022-06-30"),
            &[
                ("2022-07-01", "active", "2023-06-30", "2023-03-30", "auto-renewed"),
                ("2023-07-01", "expired", "2023-06-30", "", "lapsed"),
            ],
        ),
        // Withdrawn before it begins: two are left.
        (
            &with(UP_TO_TWO, "notice 2020-12-01; renewed 2021-01-01 end=2022-06-30"),
            &[
                ("2022-07-01", "active", "2023-06-30", "2023-03-30", "auto-renewed"),
                ("2023-07-01", "active", "2024-06-30", "2024-03-30", "auto-renewed"),
                ("2024-07-01", "expired", "2024-06-30", "", "lapsed"),
            ],
        ),
    ]);
}

/// S29: the own `end` of a notice, or its `term` counted from G with basis `from`, is the end; from
/// G on nothing renews automatically.
#[test]
fn s29_notice_with_own_end_ends_on_that_day() {
    let including = format!(r#"{YEARLY_NOTICE}, "basis": "including""#);
    assert_rows(&[
        (
            &with(YEARLY_NOTICE, "notice 2020-02-29 end=2020-04-15"),
            &[
                ("2020-02-29", "active", "2020-04-15", "2020-04-15", ""),
                ("2020-04-16", "terminated", "2020-04-15", "", ""),
            ],
        ),
        (
            &with(&including, "notice 2020-01-31 term=P1M"),
            &[("2020-01-31", "active", "2020-02-29", "2020-02-29", "")],
        ),
        (
            &with(&including, "notice 2020-02-01 term=P1M10D"),
            &[("2020-02-01", "active", "2020-03-11", "2020-03-11", "")],
        ),
        // Past the current period, which does not renew.
        (
            &with(YEARLY_NOTICE, "notice 2020-06-01 end=2021-06-30"),
            &[
                ("2020-06-01", "active", "2021-06-30", "2021-06-30", ""),
                ("2021-01-02", "active", "2021-06-30", "2021-06-30", ""),
                ("2021-07-01", "terminated", "2021-06-30", "", ""),
            ],
        ),
        // A partial G and a partial end are as precise afterwards.
        (
            &with(YEARLY_NOTICE, "notice 2020-06? term=P1M"),
            &[
                ("2020-06-01", "active", "2020-07?", "2020-07?", ""),
                ("2020-07-31", "active", "2020-07?", "2020-07?", ""),
                ("2020-08-01", "terminated", "2020-07?", "", ""),
            ],
        ),
        (
            &with(INDEFINITE, "notice 2020-06-01 end=2021"),
            &[
                ("2021-12-31", "active", "2021", "2021", ""),
                ("2022-01-01", "terminated", "2021", "", ""),
            ],
        ),
        (
            &with(NO_END, "notice 2020-06-01 term=P6M"),
            &[("2020-06-01", "active", "2020-12-01", "2020-12-01", "")],
        ),
        // An end before G: it is over when notice is given.
        (
            &with(INDEFINITE, "notice 2020-06-01 end=2020-05-01"),
            &[
                ("2020-05-31", "active", "indefinite", "", ""),
                ("2020-06-01", "terminated", "2020-05-01", "", ""),
            ],
        ),
    ]);
}

/// S29: an own end after the last period that `max` allows is that last day instead.
#[test]
fn s29_own_end_is_limited_by_max() {
    const UP_TO_ONE: &str = r#""signed": "2020-01-01", "term": "P1Y",
        "renewal": { "every": "P1Y", "max": 1 }"#;
    assert_rows(&[
        (
            &with(UP_TO_ONE, "notice 2020-06-01 end=2022-06-30"),
            &[
                ("2020-06-01", "active", "2022-01-01", "2022-01-01", ""),
                ("2021-06-01", "active", "2022-01-01", "2022-01-01", ""),
                ("2022-01-02", "terminated", "2022-01-01", "", ""),
            ],
        ),
        // Compared by the last possible day: the year ends after 2022-01-01.
        (
            &with(UP_TO_ONE, "notice 2020-06-01 end=2022"),
            &[("2020-06-01", "active", "2022-01-01", "2022-01-01", "")],
        ),
        (
            &with(UP_TO_ONE, "notice 2020-06-01 end=2021-12-31"),
            &[("2020-06-01", "active", "2021-12-31", "2021-12-31", "")],
        ),
        // In the last period nothing would renew, and S30 applies.
        (
            &with(UP_TO_ONE, "notice 2021-06-01 end=2022-06-30"),
            &[("2021-06-01", "active", "2022-01-01", "2022-01-01", "auto-renewed")],
        ),
    ]);
}

/// S30: a notice never lengthens an agreement that would not renew; ends are compared by their last
/// possible day.
#[test]
fn s30_notice_never_lengthens_what_would_not_renew() {
    let stated = |end: &str| format!(r#""signed": "2020-01-01", "end": "{end}""#);
    let by_agreement = r#""signed": "2020-01-01", "term": "P1Y",
        "renewal": { "every": "P1Y", "by": "agreement" }"#;
    assert_rows(&[
        (
            &with(THREE_YEARS, "notice 2021-01-01 end=2025-01-01"),
            &[
                ("2021-01-01", "active", "2023-01-01", "2023-01-01", ""),
                ("2023-01-02", "terminated", "2023-01-01", "", ""),
            ],
        ),
        (
            &with(THREE_YEARS, "notice 2022-12-31 term=P6M"),
            &[("2023-01-02", "terminated", "2023-01-01", "", "")],
        ),
        // The example.
        (
            &with(&stated("2023"), "notice 2023-06-01 end=2023-09-10"),
            &[
                ("2023-06-01", "active", "2023-09-10", "2023-09-10", ""),
                ("2023-09-11", "terminated", "2023-09-10", "", ""),
            ],
        ),
        (
            &with(&stated("2023-06"), "notice 2023-01-01 end=2023"),
            &[
                ("2023-01-01", "active", "2023-06", "2023-06", ""),
                ("2023-07-01", "terminated", "2023-06", "", ""),
            ],
        ),
        (
            &with(&stated("2023-06-29"), "notice 2023-01-01 end=2023-06"),
            &[("2023-01-01", "active", "2023-06-29", "2023-06-29", "")],
        ),
        (
            &with(&stated("2023-07-01"), "notice 2023-01-01 end=2023-06"),
            &[("2023-01-01", "active", "2023-06", "2023-06", "")],
        ),
        (
            &with(by_agreement, "notice 2020-06-01 end=2022-01-01"),
            &[("2020-06-01", "active", "2021-01-01", "2021-01-01", "")],
        ),
    ]);
}

/// S30: an agreement whose successor has taken effect does not renew.
#[test]
fn s30_notice_after_a_successor_took_effect_never_lengthens() {
    let noticed = with(YEARLY, "notice 2020-07-01 end=2022-06-30");
    let before = with(YEARLY, "notice 2020-05-31 end=2022-06-30");
    let successor = r#""signed": "2020-06-01", "succeeds": ["a"]"#;
    for (members, ends) in [(&noticed, "2021-01-01"), (&before, "2022-06-30")] {
        let registry = Registry::new(&[("a", members), ("b", successor)]);
        assert_rows_of(&registry, members, &quiet(), &[("2020-07-01", "succeeded", ends, "", "")]);
    }
}

/// S31: notice on an indefinite or unknown end sets the day `notice` after G, with basis `from`.
#[test]
fn s31_notice_without_an_end_sets_the_day_after_the_notice_period() {
    let including = format!(r#"{INDEFINITE}, "basis": "including""#);
    let unknown = r#""signed": "unknown", "notice": "P30D", "term": "P1Y""#;
    assert_rows(&[
        (
            &with(INDEFINITE, "notice 2024-08-31"),
            &[
                ("2024-08-30", "active", "indefinite", "", ""),
                ("2024-08-31", "active", "2025-02-28", "2025-02-28", ""),
                ("2025-03-01", "terminated", "2025-02-28", "", ""),
            ],
        ),
        (
            &with(&including, "notice 2024-07-01"),
            &[("2024-07-01", "active", "2025-01-01", "2025-01-01", "")],
        ),
        (
            &with(unknown, "notice 2024-02-01"),
            &[
                ("2024-01-31", "active", "", "", "end-unknown"),
                ("2024-02-01", "active", "2024-03-02", "2024-03-02", ""),
                ("2024-03-03", "terminated", "2024-03-02", "", ""),
            ],
        ),
        (
            &with(INDEFINITE, "notice 2024-08"),
            &[
                ("2024-08-01", "active", "2025-02", "2025-02", ""),
                ("2025-03-01", "terminated", "2025-02", "", ""),
            ],
        ),
        (
            &with(
                &format!(r#"{THREE_YEARS}, "notice": "P1M""#),
                "renewed 2021-01-01; notice 2025-01-31",
            ),
            &[("2025-01-31", "active", "2025-02-28", "2025-02-28", "")],
        ),
    ]);
    assert_ends(&[(&with(&including, "notice 2024-08-31"), "2024-08-31", "2025-02-28")]);
}

/// S31: without a notice period the end becomes unknown; it is never the day G.
#[test]
fn s31_notice_without_a_notice_period_leaves_the_end_unknown() {
    let indefinite = r#""signed": "2020-01-01", "term": "indefinite", "review": "P1Y""#;
    assert_rows(&[(
        &with(indefinite, "notice 2020-06-01"),
        &[
            ("2020-05-31", "active", "indefinite", "2021-01-01", ""),
            ("2020-06-01", "active", "", "2021-01-01", "end-unknown"),
            ("2020-12-31", "active", "", "2021-01-01", "end-unknown"),
        ],
    )]);
}
