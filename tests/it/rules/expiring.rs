//! The agreements that `expiring` lists, and missed notice: S39 and S40.

use super::{
    Registry, THREE_YEARS, YEARLY, YEARLY_NOTICE, assert_rows, flag_words, ids_on, sandbox_of,
    thresholds, with,
};

/// An end on 2027-02-28 with six months of notice, which renews: `act_by` is 2026-08-28.
const EXAMPLE: &str = r#""signed": "2020-01-15", "end": "2027-02-28", "notice": "P6M",
    "renewal": { "every": "P1Y" }"#;

/// S39: `act_by` inside the window, the last day inside it, missed notice, or notice that is still
/// in time after the act-by date. The flag has the same conditions without missed notice.
#[test]
fn s39_each_condition_lists_an_agreement_in_force() {
    let registry = Registry::single(EXAMPLE);
    let sandbox = sandbox_of(r#""settings": { "within": "P1M" },"#, &[("a", EXAMPLE)]);
    for (today, is_listed, flags) in [
        ("2026-07-27", false, ""),
        // `act_by` is inside the window.
        ("2026-07-28", true, "expiring"),
        ("2026-08-28", true, "expiring"),
        // It is past, and notice is still in time.
        ("2026-08-29", true, "expiring"),
        ("2026-08-31", true, "expiring"),
        // Missed notice is listed without the flag.
        ("2026-09-01", true, "notice-missed"),
        ("2027-01-27", true, "notice-missed"),
        // The last day is inside the window: 28 January and a month.
        ("2027-01-28", true, "expiring notice-missed"),
        ("2027-02-28", true, "expiring notice-missed"),
        // After automatic renewal it is not listed only because the next dates are far away.
        ("2027-03-01", false, "auto-renewed"),
        ("2027-07-29", true, "expiring auto-renewed"),
    ] {
        let standing = registry.standing("a", today, &thresholds("P1M", "P1000Y"));
        assert_eq!(flag_words(&standing), flags, "on {today}");
        let expected = if is_listed { "a" } else { "" };
        assert_eq!(ids_on(&sandbox, today, &["expiring"]), expected, "on {today}");
    }
}

/// S39: the flag has the window of the registry, whatever `--within` says.
#[test]
fn s39_flag_has_the_window_of_the_registry() {
    let sandbox = sandbox_of(r#""settings": { "within": "P1M" },"#, &[("a", THREE_YEARS)]);
    for (today, within, is_listed, flags) in [
        ("2022-11-30", "2m", true, ""),
        ("2022-12-01", "2m", true, "expiring"),
        ("2022-12-01", "30d", false, "expiring"),
    ] {
        let listed = ids_on(&sandbox, today, &["expiring", "--within", within]);
        assert_eq!(listed, if is_listed { "a" } else { "" }, "{within} on {today}");
        let flagged = ids_on(&sandbox, today, &["list", "--flag", "expiring"]);
        assert_eq!(flagged, if flags.is_empty() { "" } else { "a" }, "on {today}");
    }
}

/// S39: only agreements in force that are not settled are listed.
#[test]
fn s39_only_unsettled_agreements_in_force_are_listed() {
    let upcoming = r#""signed": "2020-01-01", "effective": "2023-01-01", "term": "P1M""#;
    let suspended = with(THREE_YEARS, "suspended 2022-06-01");
    let noticed = with(THREE_YEARS, "notice 2022-12-01");
    let terminated = with(THREE_YEARS, "terminated 2022-12-01 end=2022-12-31");
    let lapse = with(THREE_YEARS, "decided 2022-12-01 decision=lapse");
    let renew = with(THREE_YEARS, "decided 2022-12-01 decision=renew");
    let by_agreement = r#""signed": "2020-01-01", "term": "P3Y",
        "renewal": { "every": "P1Y", "by": "agreement" }"#;
    let sandbox = sandbox_of(
        "",
        &[
            ("a", THREE_YEARS),
            ("b", upcoming),
            ("c", &suspended),
            ("d", &noticed),
            ("e", &terminated),
            ("f", &lapse),
            ("g", &renew),
            ("h", by_agreement),
            ("i", THREE_YEARS),
            ("j", r#""signed": "2022-12-01", "effective": "2023-02-01", "succeeds": ["i"]"#),
            ("k", THREE_YEARS),
            ("l", r#""signed": "2022-12-01", "effective": "pending", "succeeds": ["k"]"#),
            ("m", YEARLY),
        ],
    );
    let listed = |today: &str| ids_on(&sandbox, today, &["expiring", "--within", "2m"]);
    assert_eq!(listed("2022-11-30"), "a c d e f g h i k m");
    assert_eq!(listed("2022-12-01"), "a c g h k m");
    assert_eq!(listed("2023-01-02"), "b");
}

/// S39: without an end, `act_by` is the next review day.
#[test]
fn s39_next_review_day_lists_an_agreement_without_an_end() {
    let reviewed = r#""signed": "2020-01-15", "term": "indefinite", "review": "P1Y""#;
    let sandbox = sandbox_of("", &[("a", reviewed), ("b", r#""signed": "2020-01-15""#)]);
    for (today, ids) in
        [("2020-12-14", ""), ("2020-12-15", "a"), ("2021-01-15", "a"), ("2021-01-16", "")]
    {
        assert_eq!(ids_on(&sandbox, today, &["expiring", "--within", "1m"]), ids, "on {today}");
    }
}

/// S39: by `act_by`, then `ends`, then id; `act_by` sorts as in S2.
#[test]
fn s39_order_is_by_act_by_then_ends_then_id() {
    let end =
        |end: &str, notice: &str| format!(r#""signed": "2019-01-01", "end": "{end}" {notice}"#);
    let sandbox = sandbox_of(
        "",
        &[
            ("a", &end("2022-06-01", r#", "notice": "P2M""#)), // act by 2022-04-01
            ("b", &end("2022-05-01", r#", "notice": "P1M""#)), // act by 2022-04-01
            ("c", &end("2022-04-01", "")),
            ("d", &end("2022-03-31", "")),
            ("e", &end("2022-04", "")),
            ("f", &end("2022-05-01", r#", "notice": "P1M""#)),
            ("g", &end("2022-05", r#", "notice": "P1M""#)), // act by 2022-04
            ("h", &end("2022", "")),
        ],
    );
    // `h` may end on any day of the year; of `e` and `g`, both of April, `e` ends first.
    assert_eq!(ids_on(&sandbox, "2021-12-31", &["expiring", "--within", "6m"]), "h d c b f a e g");
}

/// S39: `--lapsed=SPAN` adds agreements with the flag `lapsed` whose last day is inside the window from
/// D - SPAN to D.
#[test]
fn s39_lapsed_adds_what_lapsed_in_the_span() {
    let end = |end: &str| format!(r#""signed": "2010-01-01", "end": "{end}""#);
    let lapse = with(&end("2022-06-30"), "decided 2022-05-01 decision=lapse");
    let terminated = with(&end("2022-06-30"), "notice 2022-05-01");
    let sandbox = sandbox_of(
        "",
        &[
            ("a", &end("2021-08-30")),
            ("b", &end("2021-08-31")),
            ("c", &end("2021-08")),
            ("d", &end("2021")),
            ("e", &end("2022-08-30")),
            ("f", &end("2020")),
            ("g", &lapse),
            ("h", &terminated),
            ("i", &end("2022-06-30")),
            ("j", r#""signed": "2022-06-01", "succeeds": ["i"]"#),
            ("k", &end("2021-07")),
        ],
    );
    let listed = |span: &str, today: &str| {
        let listed = ids_on(&sandbox, today, &["expiring", "--within", "0d", span]);
        let mut listed: Vec<&str> = listed.split(' ').collect();
        listed.sort_unstable();
        listed.join(" ")
    };
    assert_eq!(listed("--lapsed=1y", "2022-08-31"), "b c d e");
    assert_eq!(listed("--lapsed=1y1d", "2022-08-31"), "a b c d e");
    assert_eq!(listed("--lapsed=1d", "2022-08-31"), "e");
    assert_eq!(listed("--lapsed=6m", "2022-02-28"), "a b c d");
}

/// S40: in force, with a notice period, an automatic renewal to come, and too late for notice.
#[test]
fn s40_notice_is_missed_only_if_a_renewal_follows() {
    const NOTICE: &str = r#""signed": "2020-01-01", "term": "P1Y", "notice": "P3M""#;
    let renewing = |every: &str| format!(r#"{NOTICE}, "renewal": {{ "every": "P1Y" {every} }}"#);
    assert_rows(&[
        (
            &renewing(""),
            &[
                ("2020-10-01", "active", "2021-01-01", "2020-10-01", "expiring"),
                ("2020-10-02", "active", "2021-01-01", "2020-10-01", "notice-missed"),
            ],
        ),
        // Nothing renews it: no renewal, by agreement, `max` used up.
        (NOTICE, &[("2020-10-02", "active", "2021-01-01", "2020-10-01", "")]),
        (
            &renewing(r#", "by": "agreement""#),
            &[("2020-10-02", "active", "2021-01-01", "2020-10-01", "")],
        ),
        (
            &renewing(r#", "max": 1"#),
            &[
                ("2020-10-02", "active", "2021-01-01", "2020-10-01", "notice-missed"),
                ("2021-10-02", "active", "2022-01-01", "2021-10-01", "auto-renewed"),
            ],
        ),
        // No notice period, notice given, terminated, not in force.
        (YEARLY, &[("2020-12-30", "active", "2021-01-01", "2021-01-01", "")]),
        (
            &with(YEARLY_NOTICE, "notice 2020-12-01"),
            &[
                ("2020-11-30", "active", "2021-01-01", "2020-10-01", "notice-missed"),
                ("2020-12-01", "active", "2022-01-01", "2022-01-01", ""),
                ("2021-10-02", "active", "2022-01-01", "2022-01-01", "auto-renewed"),
            ],
        ),
        (
            &with(YEARLY_NOTICE, "terminated 2020-12-01 end=2021-06-30"),
            &[("2020-12-01", "active", "2021-06-30", "", "")],
        ),
        (
            r#""signed": "2020-01-01", "effective": "2020-06-01", "term": "P1M", "notice": "P3M",
                "renewal": { "every": "P1M" }"#,
            &[
                ("2020-05-31", "upcoming", "2020-07-01", "2020-04-01", ""),
                ("2020-06-01", "active", "2020-07-01", "2020-04-01", "notice-missed"),
            ],
        ),
        (
            &with(YEARLY_NOTICE, "suspended 2020-06-01"),
            &[("2020-10-02", "suspended", "2021-01-01", "2020-10-01", "notice-missed")],
        ),
        // A renewal by event withdraws the notice, and it may be missed again.
        (
            &with(YEARLY_NOTICE, "notice 2020-06-01; renewed 2020-07-01 end=2020-09-30"),
            &[("2020-07-01", "active", "2020-09-30", "2020-06-30", "notice-missed")],
        ),
        // A partial end: `act_by` is 2023-07; notice on 31 July still fits.
        (
            r#""signed": "2020-10", "term": "P3Y", "notice": "P3M", "renewal": { "every": "P1Y" }"#,
            &[
                ("2023-07-31", "active", "2023-10", "2023-07", "expiring"),
                ("2023-08-01", "active", "2023-10", "2023-07", "notice-missed"),
            ],
        ),
    ]);
}
