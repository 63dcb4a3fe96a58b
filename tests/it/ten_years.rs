//! Agreements on every day of many years, compared with tables that were computed by hand.
//!
//! A line of a table applies from its day until the day of the next line. The flags are those of the default
//! thresholds: a window of six months, dormant after a year.

use mou::domain::{
    Agreement, Date, Day, Duration, Lineages, RecordedDate, Standing, Thresholds, window_end,
};

use crate::calendar::{day_numbered, number_of, parts_of};

/// The first day, and then the expected status, `ends`, `act_by` and flags; empty if there is none.
type Line = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// "3 years, then one year at a time, unless terminated three months before."
const CLAUSE: &str = r#""signed": "2020-07-15", "effective": "2020-08-01", "term": "P3Y",
    "renewal": { "every": "P1Y" }, "notice": "P3M""#;

// Flags that occur together in many lines.
const RENEWED: &str = "expiring auto-renewed";
const EXPIRING: &str = "expiring auto-renewed dormant";
const MISSED: &str = "expiring notice-missed auto-renewed dormant";

fn agreement(members: &str) -> Agreement {
    serde_json::from_str(&format!(r#"{{ "id": "mou", "title": "MoU", {members} }}"#)).unwrap()
}

fn with_events(members: &str, events: &str) -> Agreement {
    agreement(&format!(r#"{members}, "events": [ {events} ]"#))
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn number(day: Day) -> i64 {
    number_of(parts_of(day))
}

fn standing_on(agreement: &Agreement, today: Day) -> Standing {
    let agreement = agreement.on(today);
    let lineages = Lineages::new([agreement.as_ref()], today);
    agreement.standing(&lineages.context_of(&agreement.id), today, &Thresholds::DEFAULT_THRESHOLDS)
}

fn text(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Compares the standing on every day from the first line to `last` with the table. The dates of the tables
/// are all certain days.
fn assert_every_day(agreement: &Agreement, last: &str, table: &[Line]) {
    assert!(table.is_sorted_by(|one, next| one.0 < next.0), "the lines are in order");
    assert!(table.last().unwrap().0 <= last, "the last line is reached");
    let first_day = agreement.effective.or(agreement.signed).and_then(RecordedDate::date).unwrap();
    let mut lines = table.iter().peekable();
    let mut line = lines.next().unwrap();
    for at in number(day(line.0))..=number(day(last)) {
        let today = day_numbered(at).unwrap();
        if lines.peek().is_some_and(|next| day(next.0) == today) {
            line = lines.next().unwrap();
        }
        let (_, status, ends, act_by, flags) = *line;
        let standing = standing_on(agreement, today);
        let raised: Vec<&str> = standing.flags.iter().map(|flag| flag.word()).collect();
        assert_eq!(
            (
                standing.status.word(),
                standing.ends.to_string().as_str(),
                text(standing.act_by).as_str(),
                raised.join(" ").as_str()
            ),
            (status, ends, act_by, flags),
            "on {today}"
        );
        let away = |date: &str| (!date.is_empty()).then(|| number(day(date)) - at);
        assert_eq!(standing.ends_in_days, away(ends), "on {today}");
        assert_eq!(standing.act_in_days, away(act_by), "on {today}");
        let idle = (status == "active").then(|| at - number(first_day.first()));
        assert_eq!(standing.idle_days, idle, "on {today}");
    }
    assert_eq!(lines.next(), None, "every line was compared");
}

#[test]
fn three_years_then_yearly_renewal_on_every_day_of_ten_years() {
    assert_every_day(
        &agreement(CLAUSE),
        "2030-12-31",
        &[
            ("2020-01-01", "draft", "", "", ""),
            ("2020-07-15", "upcoming", "2023-08-01", "2023-05-01", ""),
            ("2020-08-01", "active", "2023-08-01", "2023-05-01", ""),
            ("2021-08-01", "active", "2023-08-01", "2023-05-01", "dormant"),
            ("2022-11-01", "active", "2023-08-01", "2023-05-01", "expiring dormant"),
            ("2023-05-02", "active", "2023-08-01", "2023-05-01", "expiring notice-missed dormant"),
            ("2023-08-02", "active", "2024-08-01", "2024-05-01", "auto-renewed dormant"),
            ("2023-11-01", "active", "2024-08-01", "2024-05-01", "expiring auto-renewed dormant"),
            ("2024-05-02", "active", "2024-08-01", "2024-05-01", MISSED),
            ("2024-08-02", "active", "2025-08-01", "2025-05-01", "auto-renewed dormant"),
            ("2024-11-01", "active", "2025-08-01", "2025-05-01", "expiring auto-renewed dormant"),
            ("2025-05-02", "active", "2025-08-01", "2025-05-01", MISSED),
            ("2025-08-02", "active", "2026-08-01", "2026-05-01", "auto-renewed dormant"),
            ("2025-11-01", "active", "2026-08-01", "2026-05-01", "expiring auto-renewed dormant"),
            ("2026-05-02", "active", "2026-08-01", "2026-05-01", MISSED),
            ("2026-08-02", "active", "2027-08-01", "2027-05-01", "auto-renewed dormant"),
            ("2026-11-01", "active", "2027-08-01", "2027-05-01", "expiring auto-renewed dormant"),
            ("2027-05-02", "active", "2027-08-01", "2027-05-01", MISSED),
            ("2027-08-02", "active", "2028-08-01", "2028-05-01", "auto-renewed dormant"),
            ("2027-11-01", "active", "2028-08-01", "2028-05-01", "expiring auto-renewed dormant"),
            ("2028-05-02", "active", "2028-08-01", "2028-05-01", MISSED),
            ("2028-08-02", "active", "2029-08-01", "2029-05-01", "auto-renewed dormant"),
            ("2028-11-01", "active", "2029-08-01", "2029-05-01", "expiring auto-renewed dormant"),
            ("2029-05-02", "active", "2029-08-01", "2029-05-01", MISSED),
            ("2029-08-02", "active", "2030-08-01", "2030-05-01", "auto-renewed dormant"),
            ("2029-11-01", "active", "2030-08-01", "2030-05-01", "expiring auto-renewed dormant"),
            ("2030-05-02", "active", "2030-08-01", "2030-05-01", MISSED),
            ("2030-08-02", "active", "2031-08-01", "2031-05-01", "auto-renewed dormant"),
            ("2030-11-01", "active", "2031-08-01", "2031-05-01", "expiring auto-renewed dormant"),
        ],
    );
}

#[test]
fn notice_in_time_ends_with_the_current_period() {
    for given in ["2024-04-30", "2024-05-01"] {
        assert_every_day(
            &with_events(CLAUSE, &format!(r#"{{ "kind": "notice", "on": "{given}" }}"#)),
            "2026-12-31",
            &[
                ("2023-08-02", "active", "2024-08-01", "2024-05-01", "auto-renewed dormant"),
                ("2023-11-01", "active", "2024-08-01", "2024-05-01", EXPIRING),
                (given, "active", "2024-08-01", "2024-08-01", "auto-renewed dormant"),
                ("2024-08-02", "terminated", "2024-08-01", "", ""),
            ],
        );
    }
}

#[test]
fn notice_a_day_late_ends_with_the_next_period() {
    assert_every_day(
        &with_events(CLAUSE, r#"{ "kind": "notice", "on": "2024-05-02" }"#),
        "2026-12-31",
        &[
            ("2023-11-01", "active", "2024-08-01", "2024-05-01", EXPIRING),
            ("2024-05-02", "active", "2025-08-01", "2025-08-01", "auto-renewed dormant"),
            ("2025-08-02", "terminated", "2025-08-01", "", ""),
        ],
    );
    // S28: renewals continue up to the end that late notice sets; that period is the last.
    assert_every_day(
        &with_events(CLAUSE, r#"{ "kind": "notice", "on": "2023-08-01" }"#),
        "2026-12-31",
        &[
            ("2023-05-02", "active", "2023-08-01", "2023-05-01", "expiring notice-missed dormant"),
            ("2023-08-01", "active", "2024-08-01", "2024-08-01", "dormant"),
            ("2023-08-02", "active", "2024-08-01", "2024-08-01", "auto-renewed dormant"),
            ("2024-08-02", "terminated", "2024-08-01", "", ""),
        ],
    );
}

#[test]
fn notice_with_own_end_is_withdrawn_by_a_renewal() {
    assert_every_day(
        &with_events(CLAUSE, r#"{ "kind": "notice", "on": "2021-01-31", "term": "P1M" }"#),
        "2021-12-31",
        &[
            ("2020-08-01", "active", "2023-08-01", "2023-05-01", ""),
            ("2021-01-31", "active", "2021-02-28", "2021-02-28", ""),
            ("2021-03-01", "terminated", "2021-02-28", "", ""),
        ],
    );
    assert_every_day(
        &with_events(
            CLAUSE,
            r#"{ "kind": "notice", "on": "2023-03-01" },
               { "kind": "renewed", "on": "2023-07-01", "term": "P6M" }"#,
        ),
        "2024-12-31",
        &[
            ("2022-11-01", "active", "2023-08-01", "2023-05-01", "expiring dormant"),
            ("2023-03-01", "active", "2023-08-01", "2023-08-01", "dormant"),
            // The end set by notice counts as stated: six months begin on the next day.
            ("2023-07-01", "active", "2024-02-01", "2023-11-01", "expiring dormant"),
            ("2023-11-02", "active", "2024-02-01", "2023-11-01", "expiring notice-missed dormant"),
            ("2024-02-02", "active", "2025-02-01", "2024-11-01", "auto-renewed dormant"),
            ("2024-05-01", "active", "2025-02-01", "2024-11-01", EXPIRING),
            ("2024-11-02", "active", "2025-02-01", "2024-11-01", MISSED),
        ],
    );
}

#[test]
fn agreement_with_two_renewals_runs_out_after_the_second() {
    assert_every_day(
        &agreement(
            r#""signed": "2020-08-01", "term": "P3Y", "notice": "P3M",
               "renewal": { "every": "P1Y", "max": 2 }"#,
        ),
        "2030-12-31",
        &[
            ("2020-07-31", "draft", "", "", ""),
            ("2020-08-01", "active", "2023-08-01", "2023-05-01", ""),
            ("2021-08-01", "active", "2023-08-01", "2023-05-01", "dormant"),
            ("2022-11-01", "active", "2023-08-01", "2023-05-01", "expiring dormant"),
            ("2023-05-02", "active", "2023-08-01", "2023-05-01", "expiring notice-missed dormant"),
            ("2023-08-02", "active", "2024-08-01", "2024-05-01", "auto-renewed dormant"),
            ("2023-11-01", "active", "2024-08-01", "2024-05-01", EXPIRING),
            ("2024-05-02", "active", "2024-08-01", "2024-05-01", MISSED),
            ("2024-08-02", "active", "2025-08-01", "2025-05-01", "auto-renewed dormant"),
            // There is no further renewal that notice could prevent.
            ("2024-11-01", "active", "2025-08-01", "2025-05-01", EXPIRING),
            ("2025-08-02", "expired", "2025-08-01", "", "lapsed"),
        ],
    );
}

#[test]
fn basis_including_makes_every_end_a_day_earlier() {
    assert_every_day(
        &agreement(&format!(r#"{CLAUSE}, "basis": "including""#)),
        "2025-07-31",
        &[
            ("2020-08-01", "active", "2023-07-31", "2023-04-30", ""),
            ("2021-08-01", "active", "2023-07-31", "2023-04-30", "dormant"),
            // Six months from 30 and from 31 October are 30 April.
            ("2022-10-30", "active", "2023-07-31", "2023-04-30", "expiring dormant"),
            ("2023-05-01", "active", "2023-07-31", "2023-04-30", "expiring notice-missed dormant"),
            ("2023-08-01", "active", "2024-07-31", "2024-04-30", "auto-renewed dormant"),
            ("2023-10-30", "active", "2024-07-31", "2024-04-30", EXPIRING),
            ("2024-05-01", "active", "2024-07-31", "2024-04-30", MISSED),
            ("2024-08-01", "active", "2025-07-31", "2025-04-30", "auto-renewed dormant"),
            ("2024-10-30", "active", "2025-07-31", "2025-04-30", EXPIRING),
            ("2025-05-01", "active", "2025-07-31", "2025-04-30", MISSED),
        ],
    );
}

#[test]
fn monthly_renewal_from_31_january_ends_on_each_last_of_the_month() {
    let monthly = |basis: &str| {
        agreement(&format!(
            r#""signed": "2023-01-31", "term": "P1M", "renewal": {{ "every": "P1M" }}{basis}"#
        ))
    };
    assert_every_day(
        &monthly(""),
        "2024-04-30",
        &[
            ("2023-01-31", "active", "2023-02-28", "2023-02-28", "expiring"),
            ("2023-03-01", "active", "2023-03-31", "2023-03-31", RENEWED),
            ("2023-04-01", "active", "2023-04-30", "2023-04-30", RENEWED),
            ("2023-05-01", "active", "2023-05-31", "2023-05-31", RENEWED),
            ("2023-06-01", "active", "2023-06-30", "2023-06-30", RENEWED),
            ("2023-07-01", "active", "2023-07-31", "2023-07-31", RENEWED),
            ("2023-08-01", "active", "2023-08-31", "2023-08-31", RENEWED),
            ("2023-09-01", "active", "2023-09-30", "2023-09-30", RENEWED),
            ("2023-10-01", "active", "2023-10-31", "2023-10-31", RENEWED),
            ("2023-11-01", "active", "2023-11-30", "2023-11-30", RENEWED),
            ("2023-12-01", "active", "2023-12-31", "2023-12-31", RENEWED),
            ("2024-01-01", "active", "2024-01-31", "2024-01-31", RENEWED),
            ("2024-01-31", "active", "2024-01-31", "2024-01-31", EXPIRING),
            ("2024-02-01", "active", "2024-02-29", "2024-02-29", EXPIRING),
            ("2024-03-01", "active", "2024-03-31", "2024-03-31", EXPIRING),
            ("2024-04-01", "active", "2024-04-30", "2024-04-30", EXPIRING),
        ],
    );
    assert_every_day(
        &monthly(r#", "basis": "including""#),
        "2023-05-30",
        &[
            ("2023-01-31", "active", "2023-02-28", "2023-02-28", "expiring"),
            ("2023-03-01", "active", "2023-03-30", "2023-03-30", RENEWED),
            ("2023-03-31", "active", "2023-04-30", "2023-04-30", RENEWED),
            ("2023-05-01", "active", "2023-05-30", "2023-05-30", RENEWED),
        ],
    );
}

#[test]
fn stated_end_is_renewed_from_the_day_after() {
    let until = |end: &str| {
        agreement(&format!(
            r#""signed": "2023-05-10", "end": "{end}", "renewal": {{ "every": "P1Y" }},
               "notice": "P3M""#
        ))
    };
    assert_every_day(
        &until("2025-03-31"),
        "2027-03-31",
        &[
            ("2023-05-09", "draft", "", "", ""),
            ("2023-05-10", "active", "2025-03-31", "2024-12-31", ""),
            ("2024-05-10", "active", "2025-03-31", "2024-12-31", "dormant"),
            // Six months from 30 June are 30 December.
            ("2024-07-01", "active", "2025-03-31", "2024-12-31", "expiring dormant"),
            ("2025-01-01", "active", "2025-03-31", "2024-12-31", "expiring notice-missed dormant"),
            ("2025-04-01", "active", "2026-03-31", "2025-12-31", "auto-renewed dormant"),
            ("2025-07-01", "active", "2026-03-31", "2025-12-31", EXPIRING),
            ("2026-01-01", "active", "2026-03-31", "2025-12-31", MISSED),
            ("2026-04-01", "active", "2027-03-31", "2026-12-31", "auto-renewed dormant"),
            ("2026-07-01", "active", "2027-03-31", "2026-12-31", EXPIRING),
            ("2027-01-01", "active", "2027-03-31", "2026-12-31", MISSED),
        ],
    );
    // A year from 1 March, that day included, ends on the last day of February: the 28th or 29th.
    assert_every_day(
        &until("2027-02-28"),
        "2029-02-28",
        &[
            ("2027-03-01", "active", "2028-02-29", "2027-11-29", "auto-renewed dormant"),
            ("2027-05-29", "active", "2028-02-29", "2027-11-29", EXPIRING),
            // S27: counted forward, three months from 30 November still fit.
            ("2027-12-01", "active", "2028-02-29", "2027-11-29", MISSED),
            ("2028-03-01", "active", "2029-02-28", "2028-11-28", "auto-renewed dormant"),
            ("2028-05-28", "active", "2029-02-28", "2028-11-28", EXPIRING),
            ("2028-12-01", "active", "2029-02-28", "2028-11-28", MISSED),
        ],
    );
}

#[test]
fn suspension_changes_the_status_but_no_date() {
    assert_every_day(
        &with_events(
            CLAUSE,
            r#"{ "kind": "suspended", "on": "2021-03-01" },
               { "kind": "resumed", "on": "2022-12-15" },
               { "kind": "suspended", "on": "2023-07-20" }"#,
        ),
        "2023-11-30",
        &[
            ("2020-08-01", "active", "2023-08-01", "2023-05-01", ""),
            ("2021-03-01", "suspended", "2023-08-01", "2023-05-01", ""),
            ("2022-11-01", "suspended", "2023-08-01", "2023-05-01", "expiring"),
            ("2022-12-15", "active", "2023-08-01", "2023-05-01", "expiring dormant"),
            ("2023-05-02", "active", "2023-08-01", "2023-05-01", "expiring notice-missed dormant"),
            ("2023-07-20", "suspended", "2023-08-01", "2023-05-01", "expiring notice-missed"),
            ("2023-08-02", "suspended", "2024-08-01", "2024-05-01", "auto-renewed"),
            ("2023-11-01", "suspended", "2024-08-01", "2024-05-01", "expiring auto-renewed"),
        ],
    );
    assert_every_day(
        &with_events(
            r#""signed": "2023-01-10", "term": "P6M""#,
            r#"{ "kind": "suspended", "on": "2023-06-01" },
               { "kind": "terminated", "on": "2023-08-01" }"#,
        ),
        "2023-12-31",
        &[
            ("2023-01-10", "active", "2023-07-10", "2023-07-10", "expiring"),
            ("2023-06-01", "suspended", "2023-07-10", "2023-07-10", "expiring"),
            ("2023-07-11", "expired", "2023-07-10", "", "lapsed"),
            ("2023-08-01", "terminated", "2023-07-10", "", ""),
        ],
    );
}

#[test]
fn window_includes_its_last_day() {
    let mou = agreement(r#""signed": "2022-07-04", "term": "P3Y""#);
    let within: Duration = "P6M".parse().unwrap();
    let is_in = |today: &str| {
        let today = day(today);
        standing_on(&mou, today).is_to_act_on(today, window_end(today, within))
    };
    assert_eq!(
        ["2025-01-03", "2025-01-04", "2025-07-04", "2025-07-05"].map(is_in),
        [false, true, true, false]
    );
    assert_eq!(standing_on(&mou, day("2025-07-04")).ends.to_string(), "2025-07-04");
}

#[test]
fn partial_end_expires_after_its_last_possible_day() {
    for (signed, ends, last_day, day_after) in [
        ("2020-10", "2023-10", "2023-10-31", "2023-11-01"),
        ("2020", "2023", "2023-12-31", "2024-01-01"),
        ("2020-10~", "2023-10~", "2023-10-31", "2023-11-01"),
        ("2020?", "2023?", "2023-12-31", "2024-01-01"),
        ("2022-02", "2025-02", "2025-02-28", "2025-03-01"),
        ("2020-07-04?", "2023-07-04?", "2023-07-04", "2023-07-05"),
    ] {
        let mou = agreement(&format!(r#""signed": "{signed}", "term": "P3Y""#));
        let seen = |today: &str| {
            let standing = standing_on(&mou, day(today));
            (standing.status.word(), standing.ends.to_string())
        };
        assert_eq!(seen(last_day), ("active", ends.to_owned()), "signed {signed}");
        assert_eq!(seen(day_after), ("expired", ends.to_owned()), "signed {signed}");
    }
}

#[test]
fn renewal_clause_on_a_day_of_the_fourth_year() {
    let standing = standing_on(&agreement(CLAUSE), day("2023-10-31"));
    assert_eq!(standing.ends.to_string(), "2024-08-01");
    assert_eq!(text(standing.act_by), "2024-05-01");
    assert_eq!((standing.ends_in_days, standing.act_in_days), (Some(275), Some(183)));
}
