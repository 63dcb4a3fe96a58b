//! Dormancy and the day at which an activity counts: S43 and S44.

use mou::domain::Flag;

use super::{NO_END, Registry, thresholds, with};

fn idle(registry: &Registry, id: &str, today: &str) -> Option<i64> {
    registry.standing(id, today, &thresholds("P1D", "P1Y")).idle_days
}

fn activity(members: &str) -> String {
    format!(r#""activities": [ {{ "n": 1, "title": "Visit", {members} }} ]"#)
}

/// S43: from the first day at its last possible day, but not after D.
#[test]
fn s43_idle_days_count_from_the_last_possible_first_day() {
    for (members, today, days) in [
        (r#""signed": "2020-01-01""#, "2020-01-01", Some(0)),
        (r#""signed": "2020-01-01""#, "2021-01-01", Some(366)),
        (r#""signed": "2020-01""#, "2020-01-15", Some(0)),
        (r#""signed": "2020-01?""#, "2020-01-31", Some(0)),
        (r#""signed": "2020-01""#, "2020-02-01", Some(1)),
        (r#""signed": "2020""#, "2020-12-31", Some(0)),
        (r#""signed": "2020""#, "2021-01-01", Some(1)),
        (r#""signed": "2020-06-01", "effective": "2020-03-01""#, "2020-06-01", Some(92)),
        // The first day is not known, or it is not active.
        (r#""signed": "unknown""#, "2020-01-01", None),
        (r#""signed": "2019-01-01", "effective": "unknown""#, "2020-01-01", None),
        (r#""signed": "2019-01-01", "effective": "pending""#, "2020-01-01", None),
        (r#""signed": "2019-01-01", "effective": "2021-01-01""#, "2020-01-01", None),
        (r#""signed": "2019-01-01", "end": "2019-06-30""#, "2020-01-01", None),
    ] {
        assert_eq!(idle(&Registry::single(members), "a", today), days, "{members} on {today}");
    }
    let suspended = with(NO_END, "suspended 2020-06-01");
    assert_eq!(idle(&Registry::single(&suspended), "a", "2020-06-01"), None);
    let unknown = format!(r#""signed": "unknown", {}"#, activity(r#""on": "2020-01-01""#));
    assert_eq!(idle(&Registry::single(&unknown), "a", "2020-06-01"), None);
}

/// S43: or from the latest activity in the lineage, in both directions, including drafts; not from
/// agreements `under` it.
#[test]
fn s43_idle_days_count_from_the_latest_activity_in_the_lineage() {
    let done = |members: &str, on: &str| {
        let on = format!(r#""on": "{on}""#);
        format!("{members}, {}", activity(&on))
    };
    let registry = Registry::new(&[
        ("a", &done(r#""signed": "2012-01-01", "term": "P1Y""#, "2019-05-01")),
        ("b", &done(r#""signed": "2015-01-01", "succeeds": ["a"]"#, "2016-01-01")),
        ("c", &done(r#""signed": "2014-01-01", "term": "P9Y", "succeeds": ["a"]"#, "2017-01-01")),
        // A draft in the lineage of the others.
        ("d", &done(r#""succeeds": ["b", "nowhere"]"#, "2019-06-01")),
        ("e", &done(r#""signed": "2015-01-01", "under": "b""#, "2019-12-01")),
        // A missing agreement creates no link.
        ("f", r#""signed": "2019-01-01", "succeeds": ["nowhere"]"#),
        ("g", r#""signed": "2019-12-30", "succeeds": ["f"]"#),
    ]);
    for (id, today, days) in [
        ("b", "2019-04-30", 849),
        ("b", "2019-05-01", 0),
        ("b", "2019-05-31", 30),
        ("b", "2019-06-01", 0),
        ("b", "2019-12-31", 213),
        ("c", "2019-12-31", 213),
        ("e", "2019-12-31", 30),
        // The first day is later than every activity.
        ("g", "2019-12-31", 1),
    ] {
        assert_eq!(idle(&registry, id, today), Some(days), "{id} on {today}");
    }
    assert_eq!(idle(&registry, "f", "2019-12-29"), Some(362));
}

/// S43: dormant if that day is on or before D - `dormant`, and the status is `active`.
#[test]
fn s43_agreement_is_dormant_once_the_span_has_passed() {
    let active = format!(r#""signed": "2015-01-01", {}"#, activity(r#""on": "2020-06-15""#));
    for (members, span, today, is_dormant) in [
        (NO_END, "P1Y", "2020-12-31", false),
        (NO_END, "P1Y", "2021-01-01", true),
        // A year before 2021-02-28 is 2020-02-28.
        (r#""signed": "2020-02-29""#, "P1Y", "2021-02-28", false),
        (r#""signed": "2020-02-29""#, "P1Y", "2021-03-01", true),
        (r#""signed": "2020-02-28""#, "P1Y", "2021-02-28", true),
        // A month before 29 March is 29 February.
        (r#""signed": "2020-02-29""#, "P1M", "2020-03-28", false),
        (r#""signed": "2020-02-29""#, "P1M", "2020-03-29", true),
        (r#""signed": "2020""#, "P1Y", "2021-12-30", false),
        (r#""signed": "2020""#, "P1Y", "2021-12-31", true),
        (&active, "P1Y", "2020-06-14", true),
        (&active, "P1Y", "2020-06-15", false),
        (&active, "P1Y", "2021-06-14", false),
        (&active, "P1Y", "2021-06-15", true),
        (r#""signed": "unknown""#, "P1Y", "2021-06-15", false),
    ] {
        let standing = Registry::single(members).standing("a", today, &thresholds("P1D", span));
        assert_eq!(standing.has(Flag::Dormant), is_dormant, "{members}, {span} on {today}");
    }
    let suspended = with(NO_END, "suspended 2021-06-01; resumed 2021-07-01");
    let registry = Registry::single(&suspended);
    for (today, is_dormant) in [("2021-05-31", true), ("2021-06-01", false), ("2021-07-01", true)] {
        let standing = registry.standing("a", today, &thresholds("P1D", "P1Y"));
        assert_eq!(standing.has(Flag::Dormant), is_dormant, "on {today}");
    }
}

/// Compares the idle days on a day: from the day at which the activity counts, otherwise from the first day,
/// 2010-01-01.
#[track_caller]
fn assert_counts(today: &str, rows: &[(&str, &str)]) {
    for (members, counts_at) in rows {
        let members = format!(r#""signed": "2010-01-01", {}"#, activity(members));
        let counts_at = if counts_at.is_empty() { "2010-01-01" } else { counts_at };
        let days = (super::day(today) - super::day(counts_at)).num_days();
        assert_eq!(
            idle(&Registry::single(&members), "a", today),
            Some(days),
            "{members}\n  on {today}"
        );
    }
}

/// S44: an activity counts at `until`, else `on`, else `from`, once the first possible day of
/// `from`, else `on`, else `until` has come.
#[test]
fn s44_activity_counts_at_its_last_day_once_it_has_begun() {
    assert_counts(
        "2024-06-15",
        &[
            (r#""on": "2024-06-15""#, "2024-06-15"),
            (r#""on": "2024-06-16""#, ""),
            (r#""on": "2024-06""#, "2024-06-15"),
            (r#""on": "2024""#, "2024-06-15"),
            (r#""on": "2024-05~""#, "2024-05-31"),
            (r#""on": "2024-07""#, ""),
            (r#""from": "2024-01-01", "on": "2024-02-01", "until": "2024-03-01""#, "2024-03-01"),
            (r#""from": "2024-01-01", "on": "2024-02-01""#, "2024-02-01"),
            (r#""from": "2024-01-01""#, "2024-01-01"),
            (r#""from": "2024-06-15", "until": "2024-08""#, "2024-06-15"),
            (r#""from": "2024-06", "until": "2024-08-31""#, "2024-06-15"),
            (r#""from": "2024-06-16", "until": "2024-08""#, ""),
            // `from` decides whether it has begun, also if `on` is later or earlier.
            (r#""from": "2024-06-16", "on": "2024-02-01""#, ""),
            (r#""from": "2024-06-01", "on": "2024-07-01""#, "2024-06-15"),
            (r#""on": "2024-06-16", "until": "2024-06-01""#, ""),
            (r#""until": "2024-07-01""#, ""),
            (r#""until": "2024-06""#, "2024-06-15"),
        ],
    );
}

/// S44: without a date it counts at `known_by`; an ongoing one without `until` counts there if the
/// last possible day of that is later and its first possible day has come.
#[test]
fn s44_activity_counts_at_known_by_if_it_has_no_date_or_goes_on() {
    assert_counts(
        "2024-06-15",
        &[
            (r#""known_by": "2024-05""#, "2024-05-31"),
            (r#""known_by": "2024""#, "2024-06-15"),
            (r#""known_by": "2024-05", "status": "ongoing""#, "2024-05-31"),
            (r#""on": "2024-01-01", "known_by": "2024-05""#, "2024-01-01"),
            (r#""on": "2024-01-01", "known_by": "2024-05", "status": "done""#, "2024-01-01"),
            (r#""on": "2024-01-01", "known_by": "2024-05", "status": "ongoing""#, "2024-05-31"),
            (r#""from": "2024-01-01", "known_by": "2024", "status": "ongoing""#, "2024-06-15"),
            (r#""on": "2024-03", "known_by": "2024-03-15", "status": "ongoing""#, "2024-03-31"),
            (r#""on": "2024-03-15", "known_by": "2024-03", "status": "ongoing""#, "2024-03-31"),
            // Its first possible day has not come.
            (r#""on": "2024-01-01", "known_by": "2024-06-16", "status": "ongoing""#, "2024-01-01"),
            (r#""on": "2024-01-01", "known_by": "2025", "status": "ongoing""#, "2024-01-01"),
            // It has `until`.
            (
                r#""from": "2024-01-01", "until": "2024-02-01", "known_by": "2024-05",
                    "status": "ongoing""#,
                "2024-02-01",
            ),
        ],
    );
    // The example.
    assert_counts(
        "2020-02-29",
        &[(r#""on": "2018", "known_by": "2018-11-06", "status": "ongoing""#, "2018-12-31")],
    );
}

/// S44: without a status it counts as done; planned and cancelled ones never count, nor do events.
#[test]
fn s44_planned_and_cancelled_activities_and_events_never_count() {
    assert_counts(
        "2024-06-15",
        &[
            (r#""on": "2024-05-01", "due": "2024-05-01""#, "2024-05-01"),
            (r#""on": "2024-05-01", "status": "done""#, "2024-05-01"),
            (r#""on": "2024-05-01", "status": "ongoing""#, "2024-05-01"),
            (r#""on": "2024-05-01", "status": "planned""#, ""),
            (r#""on": "2024-05-01", "status": "cancelled""#, ""),
            (r#""known_by": "2024-05-01", "status": "planned""#, ""),
            (r#""due": "2024-05-01""#, ""),
        ],
    );
    let events = with(
        NO_END,
        "visited 2020-06-01; decided 2020-06-02; suspended 2020-06-03; resumed 2020-06-04",
    );
    assert_eq!(idle(&Registry::single(&events), "a", "2020-07-01"), Some(182));
}
