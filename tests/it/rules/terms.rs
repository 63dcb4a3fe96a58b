//! Terms, windows, counts of days and derived fields: S1 to S5. Partners (S6) are in `parties`.

use mou::domain::Date;
use serde_json::Value;

use super::{
    Registry, THREE_YEARS, YEARLY_NOTICE, assert_rows, ids_on, json_on, quiet, sandbox_of, with,
};

/// S1: the first and the last possible day; `?` and `~` change neither.
#[test]
fn s1_date_has_first_and_last_possible_day() {
    for (date, first, last) in [
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2000-02", "2000-02-01", "2000-02-29"),
        ("2022-12~", "2022-12-01", "2022-12-31"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022?", "2022-01-01", "2022-12-31"),
        ("9999", "9999-01-01", "9999-12-31"),
        ("2024-02-29?", "2024-02-29", "2024-02-29"),
        ("2024-02-29~", "2024-02-29", "2024-02-29"),
    ] {
        let parsed: Date = date.parse().unwrap();
        assert_eq!(
            (parsed.first().to_string(), parsed.last().to_string()),
            (first.to_owned(), last.to_owned()),
            "{date}"
        );
    }
}

/// S1: a suspended agreement is in force: it has an act-by date, renews and is warned about.
#[test]
fn s1_suspended_agreement_is_in_force() {
    assert_rows(&[(
        &with(YEARLY_NOTICE, "suspended 2020-03-01"),
        &[
            ("2020-02-29", "active", "2021-01-01", "2020-10-01", ""),
            ("2020-03-01", "suspended", "2021-01-01", "2020-10-01", ""),
            ("2020-10-02", "suspended", "2021-01-01", "2020-10-01", "notice-missed"),
            ("2021-01-02", "suspended", "2022-01-01", "2021-10-01", "auto-renewed"),
        ],
    )]);
}

/// S2: by first possible day, then by last possible day, then by id; without the date last in both
/// directions.
#[test]
fn s2_dates_sort_by_first_then_last_possible_day_then_id() {
    let end = |end: &str| format!(r#""signed": "2019", "end": "{end}""#);
    let sandbox = sandbox_of(
        "",
        &[
            ("a", r#""signed": "2019""#),
            ("b", &end("2022")),
            ("c", &end("2022-01")),
            ("d", &end("2022-01-01")),
            ("e", &end("2021-12-31")),
            ("f", &end("2022-01-02")),
            ("g", r#""signed": "unknown""#),
        ],
    );
    let sorted = |column: &str| ids_on(&sandbox, "2020-06-01", &["list", "--sort", column]);
    // 2022-01-01 to itself, to 01-31, to 12-31.
    assert_eq!(sorted("ends"), "e d c b f a g");
    let down = sorted("ends:desc");
    assert!(down.starts_with("f b c d e "), "{down}");
    // Agreements without the date come last in both directions; S2 does not define their order.
    assert!(down.ends_with(" a g") || down.ends_with(" g a"), "{down}");
}

/// S2: a mark changes nothing, so that dates with the same days sort by id.
#[test]
fn s2_marks_do_not_change_the_order() {
    let end = |end: &str| format!(r#""signed": "2019", "end": "{end}""#);
    let sandbox = sandbox_of(
        "",
        &[("a", &end("2022-01-01?")), ("b", &end("2022-01-01")), ("c", &end("2022-01-01~"))],
    );
    assert_eq!(ids_on(&sandbox, "2020-06-01", &["list", "--sort", "ends"]), "a b c");
}

/// S3: the window from D to D + W has both of its days; a partial date is inside if a possible day
/// of it may be.
#[test]
fn s3_window_has_both_of_its_days() {
    let end = |end: &str| format!(r#""signed": "2019-01-01", "end": "{end}""#);
    let ends = [
        ("a", end("2024-08-31")),
        ("b", end("2024-08")),
        ("c", end("2024")),
        ("d", end("2025-02-28")),
        ("e", end("2025-02")),
        ("f", end("2025")),
        ("g", end("2025-03-01")),
        ("h", end("2025-03")),
        ("i", end("2024-08-30")),
        ("j", end("2026")),
    ];
    let ends: Vec<(&str, &str)> = ends.iter().map(|(id, end)| (*id, end.as_str())).collect();
    let sandbox = sandbox_of("", &ends);
    for (today, within, ids) in [
        // 31 August and six months: 28 February.
        ("2024-08-31", "6m", "a b c d e f"),
        ("2024-08-31", "0d", "a b c"),
        ("2024-08-31", "1d", "a b c"),
        ("2024-08-30", "0d", "b c i"),
        ("2024-08-30", "1d", "a b c i"),
        ("2025-01-31", "1m", "d e f"),
        ("2025-01-31", "1m1d", "d e f g h"),
        ("2025-02-27", "0d", "e f"),
        ("2025-12-31", "1d", "f j"),
    ] {
        let listed = ids_on(&sandbox, today, &["expiring", "--within", within]);
        let mut listed: Vec<&str> = listed.split(' ').collect();
        listed.sort_unstable();
        assert_eq!(listed.join(" "), ids, "{within} from {today}");
    }
}

/// Section 4 of the product: 2025-01-04 is inside the window of 6 months, 2025-01-03 is not.
#[test]
fn s3_window_of_six_months_begins_on_the_corresponding_day() {
    let sandbox = sandbox_of("", &[("a", r#""signed": "2022-07-04", "term": "P3Y""#)]);
    for (today, ids) in
        [("2025-01-03", ""), ("2025-01-04", "a"), ("2025-07-04", "a"), ("2025-07-05", "")]
    {
        assert_eq!(ids_on(&sandbox, today, &["expiring", "--within", "6m"]), ids, "on {today}");
    }
}

/// S4: 0 on each possible day, minus the days since the last one after that.
#[test]
fn s4_days_count_to_the_first_and_from_the_last_possible_day() {
    for (end, today, days) in [
        ("2026-11", "2026-10-31", 1),
        ("2026-11", "2026-11-01", 0),
        ("2026-11", "2026-11-29", 0),
        ("2026-11", "2026-11-30", 0),
        ("2026-11", "2026-12-01", -1),
        ("2026-11~", "2026-12-02", -2),
        ("2028", "2027-12-31", 1),
        ("2028", "2028-12-31", 0),
        ("2028?", "2029-01-01", -1),
        ("2024-02-29", "2023-02-28", 366),
        ("2024-02-29", "2025-02-28", -365),
        ("2024-02-29?", "2024-03-01", -1),
    ] {
        let members = format!(r#""signed": "2019-01-01", "end": "{end}""#);
        let standing = Registry::single(&members).standing("a", today, &quiet());
        assert_eq!(standing.ends_in_days, Some(days), "{end} on {today}");
    }
}

/// S4: `act_in_days` counts in the same way: `ends` is `2023-10`, `act_by` is `2023-07`.
#[test]
fn s4_days_to_a_partial_act_by_date_count_in_the_same_way() {
    let members = r#""signed": "2020-10", "term": "P3Y", "notice": "P3M""#;
    for (today, days) in
        [("2023-06-30", 1), ("2023-07-01", 0), ("2023-07-31", 0), ("2023-08-01", -1)]
    {
        let standing = Registry::single(members).standing("a", today, &quiet());
        assert_eq!(standing.act_in_days, Some(days), "on {today}");
    }
}

/// S5: which derived fields a status has; `flags` is always there, others only with a value.
#[test]
fn s5_status_decides_which_derived_fields_are_present() {
    let suspended = with(THREE_YEARS, "suspended 2020-06-01");
    let noticed = with(THREE_YEARS, "notice 2020-06-01 end=2020-12-31");
    let terminated = with(THREE_YEARS, "terminated 2020-06-01 end=2020-12-31");
    let parties = r#""parties": [{ "name": "O" }, { "name": "P" }],"#;
    let all: Vec<(&str, String)> = [
        ("a", THREE_YEARS.to_owned()),
        ("b", r#""succeeds": ["a"], "signed": "2022-01-01", "term": "P3Y""#.to_owned()),
        ("c", suspended),
        ("d", noticed),
        ("e", terminated),
        ("f", r#""term": "P3Y", "notice": "P3M""#.to_owned()),
        ("g", r#""succeeds": ["f"], "signed": "2020-01-01", "term": "indefinite""#.to_owned()),
        ("h", r#""signed": "2020-01-01", "effective": "pending", "end": "2022-01-01""#.to_owned()),
        ("i", r#""signed": "unknown""#.to_owned()),
        ("j", r#""signed": "2020-01-01", "effective": "2021-07-01", "term": "P1Y""#.to_owned()),
    ]
    .map(|(id, members)| (id, format!("{parties} {members}")))
    .into();
    let all: Vec<(&str, &str)> = all.iter().map(|(id, members)| (*id, members.as_str())).collect();
    let sandbox = sandbox_of(r#""owner": "O","#, &all);
    let base = "status partners flags";
    for (today, id, status, more) in [
        ("2019-12-31", "a", "draft", ""),
        ("2021-01-01", "a", "active", "ends ends_in_days act_by act_in_days idle_days"),
        ("2021-12-31", "a", "active", "ends ends_in_days act_by act_in_days idle_days"),
        ("2022-01-01", "a", "succeeded", "ends ends_in_days succeeded_by"),
        ("2025-01-02", "b", "expired", "ends ends_in_days"),
        ("2021-01-01", "c", "suspended", "ends ends_in_days act_by act_in_days"),
        ("2020-12-31", "d", "active", "ends ends_in_days act_by act_in_days idle_days"),
        ("2021-01-01", "d", "terminated", "ends ends_in_days"),
        ("2020-12-31", "e", "active", "ends ends_in_days idle_days"),
        ("2021-01-01", "e", "terminated", "ends ends_in_days"),
        ("2021-01-01", "f", "draft", "succeeded_by"),
        ("2021-01-01", "g", "active", "ends idle_days"),
        ("2021-01-01", "h", "upcoming", ""),
        ("2021-01-01", "i", "active", ""),
        ("2021-01-01", "j", "upcoming", "ends ends_in_days act_by act_in_days"),
    ] {
        let listed = json_on(&sandbox, today, &["list"]);
        let shown = listed.as_array().unwrap().iter().find(|one| one["id"] == id).unwrap();
        let derived = [
            "status",
            "ends",
            "act_by",
            "ends_in_days",
            "act_in_days",
            "partners",
            "succeeded_by",
            "idle_days",
            "flags",
        ];
        let present: Vec<&str> =
            derived.into_iter().filter(|name| shown.get(*name).is_some()).collect();
        let mut expected: Vec<&str> = base.split(' ').chain(more.split_whitespace()).collect();
        expected.sort_by_key(|name| derived.iter().position(|derived| derived == name));
        assert_eq!(present, expected, "{id} on {today}");
        assert_eq!(shown["status"], Value::from(status), "{id} on {today}");
    }
}
