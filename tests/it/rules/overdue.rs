//! Overdue activities and the status of a new one: S45.

use mou::domain::Flag;
use serde_json::Value;

use super::{NO_END, Registry, THREE_YEARS, quiet, sandbox_of, with};

fn with_activity(members: &str, activity: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    format!(r#"{members}{comma} "activities": [ {{ "n": 1, "title": "Report", {activity} }} ]"#)
}

fn is_overdue(members: &str, today: &str) -> bool {
    Registry::single(members).standing("a", today, &quiet()).has(Flag::ObligationOverdue)
}

/// S45: planned or ongoing, and the last possible day of `due` is past; planned without `due`, and
/// the last possible day of `until`, else `on`, else `from` is past.
#[test]
fn s45_activity_is_overdue_after_the_last_possible_day() {
    for (activity, overdue) in [
        (r#""due": "2024-06-14", "status": "planned""#, true),
        (r#""due": "2024-06-15", "status": "planned""#, false),
        (r#""due": "2024-06", "status": "planned""#, false),
        (r#""due": "2024-05?", "status": "planned""#, true),
        (r#""due": "2023", "status": "ongoing""#, true),
        (r#""due": "2024", "status": "ongoing""#, false),
        (r#""due": "2024-06-14", "status": "done""#, false),
        (r#""due": "2024-06-14", "status": "cancelled""#, false),
        // Without a status it counts as done (S44).
        (r#""due": "2024-06-14""#, false),
        // `due` comes before its own day.
        (r#""on": "2024-06-01", "due": "2024-06-15", "status": "planned""#, false),
        (r#""on": "2024-07-01", "due": "2024-06-14", "status": "planned""#, true),
        (r#""on": "2024-06-14", "status": "planned""#, true),
        (r#""on": "2024-06", "status": "planned""#, false),
        (r#""on": "2024-06-14", "status": "ongoing""#, false),
        (r#""from": "2024-06-01", "until": "2024-06-14", "status": "planned""#, true),
        (r#""from": "2024-06-01", "until": "2024-06-15", "status": "planned""#, false),
        (r#""from": "2024-06-01", "on": "2024-06-15", "status": "planned""#, false),
        (r#""from": "2024-06-14", "status": "planned""#, true),
        (r#""known_by": "2024-06-14", "status": "planned""#, false),
        (r#""status": "planned""#, false),
    ] {
        let members = with_activity(NO_END, activity);
        assert_eq!(is_overdue(&members, "2024-06-15"), overdue, "{activity}");
    }
}

/// S45 and S46: whatever the status of the agreement.
#[test]
fn s45_activity_is_overdue_whatever_the_status_of_the_agreement() {
    for members in [
        String::new(),
        r#""signed": "2020-01-01", "effective": "2030-01-01""#.to_owned(),
        r#""signed": "2020-01-01", "effective": "pending""#.to_owned(),
        NO_END.to_owned(),
        with(NO_END, "suspended 2021-01-01"),
        THREE_YEARS.to_owned(),
        with(THREE_YEARS, "terminated 2021-01-01"),
    ] {
        let due = with_activity(&members, r#""due": "2024-06-14", "status": "planned""#);
        assert!(!is_overdue(&due, "2024-06-14"), "{due}");
        assert!(is_overdue(&due, "2024-06-15"), "{due}");
    }
}

/// S45: `activity add` without `--status` records `planned` if `--due` is given or the day is in the future, otherwise `done`.
#[test]
fn s45_new_activity_is_planned_if_it_is_due_or_still_to_come() {
    for (more, status) in [
        ([].as_slice(), "done"),
        (&["--on", "2026-11-22"], "done"),
        (&["--on", "2026-11-23"], "planned"),
        (&["--on", "2026-11"], "done"),
        (&["--on", "2026-12"], "planned"),
        (&["--on", "2026"], "done"),
        (&["--on", "2027?"], "planned"),
        (&["--from", "2026-12-01", "--until", "2026-12-05"], "planned"),
        (&["--due", "2026-11-01"], "planned"),
        (&["--on", "2026-11-01", "--due", "2027-01-01"], "planned"),
        (&["--on", "2026-11-23", "--status", "cancelled"], "cancelled"),
        (&["--on", "2026-11-22", "--due", "2027-01-01", "--status", "done"], "done"),
    ] {
        let sandbox = sandbox_of("", &[("a", NO_END)]);
        let args = [["activity", "add", "a", "Visit"].as_slice(), more].concat();
        sandbox.mou(&args).success();
        let registry: Value = serde_json::from_str(&sandbox.registry()).unwrap();
        let found = &registry["agreements"][0]["activities"][0]["status"];
        assert_eq!(found, &Value::from(status), "{more:?}");
    }
}
