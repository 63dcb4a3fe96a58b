use super::*;
use crate::domain::{Agreement, window_end};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn agreement(members: &str) -> Agreement {
    let text = format!(r#"{{ "id": "a", "title": "A", {members} }}"#);
    serde_json::from_str(&text).unwrap()
}

fn standing(members: &str, context: &LineageContext, today: &str) -> Standing {
    agreement(members).standing(context, day(today), &Thresholds::DEFAULT_THRESHOLDS)
}

/// What is said of an agreement that another one follows from this day on.
fn followed_from(from: &str) -> LineageContext {
    LineageContext {
        successors: vec![("b".parse().unwrap(), Succession::From(day(from)))],
        last_done: None,
    }
}

#[test]
fn notice_that_was_missed_is_to_be_acted_on_though_the_end_is_far_off() {
    let members = r#""signed": "2020-01-01", "term": "P5Y", "renewal": { "every": "P5Y" },
        "notice": "P1Y""#;
    let window = |today: &str| window_end(day(today), Thresholds::DEFAULT_THRESHOLDS.within);
    for (today, context, is_to_act_on) in [
        // The act-by date, 2024-01-01, is far off, in the window, and past.
        ("2023-06-30", LineageContext::default(), false),
        ("2023-07-01", LineageContext::default(), true),
        ("2024-03-01", LineageContext::default(), true),
        ("2024-03-01", followed_from("2024-06-01"), false),
    ] {
        let standing = standing(members, &context, today);
        let found = standing.is_to_act_on(day(today), window(today));
        assert_eq!(found, is_to_act_on, "{today}, followed by {:?}", context.successors);
        assert_eq!(standing.has(Flag::NoticeMissed), today == "2024-03-01", "{today}");
    }
}

#[test]
fn a_termination_sets_the_last_day_unless_the_agreement_ran_out_before() {
    for (end, terminated, ends) in [
        ("2025-01-01", "2024-05-02", "2024-05-02"),
        ("2024-05-01", "2024-05-02", "2024-05-01"),
        ("2024-04-30", "2024-05-02", "2024-04-30"),
        ("2024-05-01?", "2024-05-02", "2024-05-01?"),
        ("2025-01-01", "2024-05", "2024-05"),
        ("2024-04-30", "2024-05", "2024-04-30"),
        ("2024-05-01", "2024-05", "2024-05"),
        ("2024-04", "2024-05", "2024-04"),
        ("2024", "2024-05-02", "2024-05-02"),
    ] {
        let members = format!(
            r#""signed": "2020-01-01", "end": "{end}", "events": [
                {{ "kind": "terminated", "on": "{terminated}" }}
            ]"#
        );
        let standing = standing(&members, &LineageContext::default(), "2024-12-31");
        let shown = (standing.status, standing.ends.to_string());
        assert_eq!(shown, (Status::Terminated, ends.to_owned()), "{end} and {terminated}");
    }
}

#[test]
fn a_review_is_due_until_somebody_has_looked_at_it_since_the_day_before() {
    for (beside, is_due) in [
        ("", true),
        (
            r#", "activities": [{ "n": 1, "title": "R", "kind": "review", "on": "2022-01-02" }]"#,
            false,
        ),
        (
            r#", "activities": [{ "n": 1, "title": "R", "kind": "review", "on": "2022-01-01" }]"#,
            true,
        ),
        (
            r#", "activities": [{ "n": 1, "title": "R", "kind": "visit", "on": "2022-06-01" }]"#,
            true,
        ),
        (
            r#", "activities": [
                { "n": 1, "title": "R", "kind": "review", "on": "2022-06-01", "status": "planned" }
            ]"#,
            true,
        ),
        (r#", "events": [{ "kind": "amended", "on": "2022-01-02" }]"#, false),
        (r#", "events": [{ "kind": "amended", "on": "2022-01-01" }]"#, true),
        (r#", "events": [{ "kind": "decided", "on": "2022-06-01", "decision": "renew" }]"#, false),
        (r#", "events": [{ "kind": "suspended", "on": "2022-06-01" }]"#, true),
    ] {
        let members =
            format!(r#""signed": "2020-01-01", "term": "indefinite", "review": "P1Y" {beside}"#);
        // Review days are the first of January; that of 2023 has come, and is the latest.
        let standing = standing(&members, &LineageContext::default(), "2023-03-01");
        assert_eq!(standing.has(Flag::ReviewDue), is_due, "{beside}");
        assert_eq!(standing.act_by.map(|date| date.to_string()).as_deref(), Some("2024-01-01"));
    }
}

#[test]
fn before_the_first_review_day_nothing_is_due_and_up_to_the_second_it_counts_from_the_first_day() {
    let members = |beside: &str| {
        format!(r#""signed": "2020-03-01", "term": "indefinite", "review": "P1Y" {beside}"#)
    };
    let reviewed = |on: &str| {
        format!(r#", "activities": [{{ "n": 1, "title": "R", "kind": "review", "on": "{on}" }}]"#)
    };
    for (beside, today, is_due, act_by) in [
        (String::new(), "2021-02-28", false, "2021-03-01"),
        (String::new(), "2021-03-01", true, "2021-03-01"),
        (String::new(), "2021-03-02", true, "2022-03-01"),
        (reviewed("2020-03-01"), "2021-03-01", false, "2021-03-01"),
        (reviewed("2020-02-29"), "2021-03-01", true, "2021-03-01"),
        (reviewed("2021-03-01"), "2022-03-01", true, "2022-03-01"),
        (reviewed("2021-03-02"), "2022-03-01", false, "2022-03-01"),
    ] {
        let standing = standing(&members(&beside), &LineageContext::default(), today);
        assert_eq!(standing.has(Flag::ReviewDue), is_due, "{beside} on {today}");
        assert_eq!(standing.act_by.map(|date| date.to_string()).as_deref(), Some(act_by));
    }
}

#[test]
fn late_notice_ends_with_the_next_period_unless_another_has_taken_its_place_before() {
    let members = r#""signed": "2020-08-01", "term": "P4Y", "renewal": { "every": "P1Y" },
        "notice": "P3M", "events": [{ "kind": "notice", "on": "2024-06-01" }]"#;
    for (from, ends) in [
        // From 2024-08-02 on there would be a further period.
        ("2024-05-31", "2024-08-01"),
        ("2024-06-01", "2024-08-01"),
        ("2024-06-02", "2025-08-01"),
        ("2024-07-01", "2025-08-01"),
    ] {
        let standing = standing(members, &followed_from(from), "2024-07-01");
        let shown = (standing.status, standing.ends.to_string());
        assert_eq!(shown, (Status::Succeeded, ends.to_owned()), "followed from {from}");
    }
    let standing = standing(members, &LineageContext::default(), "2024-07-01");
    let shown = (standing.status, standing.ends.to_string());
    assert_eq!(shown, (Status::Active, "2025-08-01".to_owned()));
}

#[test]
fn notice_with_its_own_end_ends_no_later_than_the_last_possible_period() {
    for (renewal, end, ends) in [
        ("", "2023-06-30", "2023-06-30"),
        ("", "2030-06-30", "2025-01-01"),
        (r#""renewal": { "every": "P1Y" },"#, "2023-06-30", "2023-06-30"),
        (r#""renewal": { "every": "P1Y" },"#, "2030-06-30", "2030-06-30"),
        (r#""renewal": { "every": "P1Y", "max": 1 },"#, "2030-06-30", "2026-01-01"),
        (r#""renewal": { "every": "P1Y", "by": "agreement" },"#, "2030-06-30", "2025-01-01"),
    ] {
        let members = format!(
            r#""signed": "2020-01-01", "term": "P5Y", {renewal} "events": [
                {{ "kind": "notice", "on": "2023-01-01", "end": "{end}" }}
            ]"#
        );
        let standing = standing(&members, &LineageContext::default(), "2023-02-01");
        assert_eq!(standing.ends.to_string(), ends, "{renewal} {end}");
    }
}

#[test]
fn a_decision_holds_for_the_period_that_it_was_made_in() {
    for (on, is_decided) in [
        ("2023-06-01", false),
        // The last day of the period before, and the first day of the present one.
        ("2024-01-01", false),
        ("2024-01-02", true),
        ("2024-02", true),
    ] {
        let members = format!(
            r#""signed": "2020-01-01", "term": "P4Y", "renewal": {{ "every": "P1Y" }}, "events": [
                {{ "kind": "decided", "on": "{on}", "decision": "renew" }}
            ]"#
        );
        let standing = standing(&members, &LineageContext::default(), "2024-06-01");
        assert_eq!(standing.has(Flag::Decided), is_decided, "{on}");
        assert!(standing.has(Flag::AutoRenewed), "{on}");
    }
}
