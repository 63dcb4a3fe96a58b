//! Situations in the life of a registry: a few commands, and the answer that an officer counts on.

use crate::sandbox::Sandbox;

/// Returns a sandbox in which these commands succeeded.
#[track_caller]
fn after(commands: &[&[&str]]) -> Sandbox {
    let sandbox = Sandbox::new();
    for command in commands {
        sandbox.mou(command).success();
    }
    sandbox
}

/// Returns the columns of all agreements on a day, as CSV without the header.
#[track_caller]
fn on(sandbox: &Sandbox, day: &str, columns: &str) -> String {
    let args = ["list", "--as-of", day, "-o", "csv", "--columns", columns];
    let output = sandbox.mou(&args).success();
    output.lines().skip(1).collect::<Vec<_>>().join("; ")
}

const ACCORD: [&str; 10] =
    ["add", "Accord", "--party", "Own", "--party", "Alpha", "--id", "accord", "--contact", "Ann"];

/// Before the day of an amendment the agreement has the term that it had then.
#[test]
fn amend_term_as_of() {
    let add = [&ACCORD[..], &["--signed", "2020-01-10", "--term", "3y"]].concat();
    let sandbox = after(&[&add, &["amend", "accord", "--on", "2024-03-01", "--term", "5y"]]);
    for (day, expected) in [
        ("2022-01-01", "active,P3Y,2023-01-10"),
        ("2023-06-01", "expired,P3Y,2023-01-10"),
        ("2024-02-29", "expired,P3Y,2023-01-10"),
        ("2024-03-01", "active,P5Y,2025-01-10"),
        ("2025-01-11", "expired,P5Y,2025-01-10"),
    ] {
        assert_eq!(on(&sandbox, day, "status,term,ends"), expected, "on {day}");
    }
}

/// What is recorded when its day to act is near is given by the next weekly run, once, and once more a month
/// before that day.
#[test]
fn cron_late_add() {
    let add = [&ACCORD[..], &["--signed", "2024-01-10", "--end", "2027-01-10"]].concat();
    let sandbox = after(&[&add]);
    let given = |day: &str| {
        let output = sandbox.mou(&["remind", "--as-of", day, "-q", "-o", "jsonl"]).success();
        output.lines().filter(|line| line.contains(r#""id":"accord""#)).count()
    };
    let days = ["2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28", "2027-01-04"];
    assert_eq!(days.map(given), [1, 0, 1, 0, 0, 0]);
}

/// An agreement in force under a framework that is over is listed with the framework, from that day on.
#[test]
fn framework_terminated() {
    let general = [
        "add",
        "General",
        "--party",
        "Own",
        "--party",
        "Alpha",
        "--id",
        "general",
        "--contact",
        "Ann",
        "--signed",
        "2018-09-29",
        "--term",
        "10y",
    ];
    let under = ["--signed", "2020-02-21", "--under", "general", "--term", "indefinite"];
    let sandbox = after(&[
        &general,
        &[&ACCORD[..], &under].concat(),
        &["terminate", "general", "--on", "2022-01-01"],
    ]);
    let check = |day: &str| sandbox.mou(&["check", "--as-of", day]).success();
    assert_eq!(check("2021-12-31"), "");
    assert_eq!(
        check("2022-01-01"),
        "severity  id      message                                                                 mend\n\
         due       accord  is in force under `general`, which is terminated (last day 2022-01-01)  mou edit accord --under ID\n"
    );
}

/// An agreement in force is listed once its only partner has left.
#[test]
fn one_party_left() {
    let add = [&ACCORD[..], &["--signed", "2020-01-01", "--term", "10y"]].concat();
    let sandbox = after(&[&add, &["config", "owner", "Own"]]);
    let rules = |day: &str| {
        let output = sandbox.mou(&["check", "--as-of", day, "-o", "jsonl"]).success();
        output.matches(r#""rule":"nobody-left""#).count()
    };
    assert_eq!(rules("2026-11-22"), 0);
    sandbox.mou(&["edit", "accord", "--party-left", "Alpha=2024-05-01"]).success();
    assert_eq!(["2024-04-30", "2024-05-01", "2026-11-22"].map(rules), [0, 1, 1]);
    assert_eq!(on(&sandbox, "2026-11-22", "status"), "active");
}

/// A day in the calendar is the same in every time zone, ends before the next, and moves in place.
#[test]
fn ok_calendar_days() {
    let uid = "11111111-2222-4333-8444-555555555555";
    let add = [&ACCORD[..], &["--signed", "2024-01-09", "--end", "2027-04-09", "--notice", "3m"]];
    let sandbox = after(&[&["init", "--uid", uid], &add.concat()]);
    let zones = ["UTC", "Europe/Copenhagen", "America/New_York", "Pacific/Auckland"];
    let calendars = zones.map(|zone| {
        let line = format!("TZ={zone} mou export ics");
        sandbox.shell(&line).success()
    });
    let calendar = &calendars[0];
    for (other, zone) in calendars.iter().zip(zones) {
        assert_eq!(other, calendar, "in {zone}");
    }
    let days = |calendar: &str| -> Vec<String> {
        let names = ["UID:accord", "SEQUENCE", "DTSTART", "DTEND", "DESCRIPTION:On a weekend"];
        let lines = calendar.lines().map(str::trim_end);
        let is_named = |line: &&str| names.iter().any(|name| line.starts_with(name));
        lines.filter(is_named).map(|line| line.replace(uid, "U")).collect()
    };
    assert_eq!(
        days(calendar),
        [
            "UID:accord.notice@U",
            "SEQUENCE:0",
            "DTSTART;VALUE=DATE:20270109",
            "DTEND;VALUE=DATE:20270110",
            "DESCRIPTION:On a weekend: the Friday before is 2027-01-08\\nParties: Own\\; A",
            "UID:accord.end@U",
            "SEQUENCE:0",
            "DTSTART;VALUE=DATE:20270409",
            "DTEND;VALUE=DATE:20270410",
        ]
    );
    sandbox.mou(&["export", "e.ics"]).success();
    sandbox.mou(&["edit", "accord", "--end", "2028-04-12"]).success();
    sandbox.mou(&["export", "e.ics"]).success();
    assert_eq!(
        days(&sandbox.read("e.ics")),
        [
            "UID:accord.notice@U",
            "SEQUENCE:1",
            "DTSTART;VALUE=DATE:20280112",
            "DTEND;VALUE=DATE:20280113",
            "UID:accord.end@U",
            "SEQUENCE:1",
            "DTSTART;VALUE=DATE:20280412",
            "DTEND;VALUE=DATE:20280413",
        ]
    );
}

/// Extended ahead of time, and then ended by notice with the first period: it is over with that period.
#[test]
fn ok_extended_early_then_ended() {
    let add = [&ACCORD[..], &["--signed", "2018-01-01", "--end", "2018-12-31"]].concat();
    let sandbox = after(&[
        &add,
        &["renew", "accord", "--end", "2019-12-31", "--on", "2018-11-01"],
        &["notice", "accord", "--on", "2018-12-01", "--end", "2018-12-31"],
    ]);
    for (day, expected) in [
        ("2018-10-31", "active,2018-12-31"),
        ("2018-11-01", "active,2019-12-31"),
        ("2018-12-01", "active,2018-12-31"),
        ("2018-12-31", "active,2018-12-31"),
        ("2019-01-01", "terminated,2018-12-31"),
    ] {
        assert_eq!(on(&sandbox, day, "status,ends"), expected, "on {day}");
    }
}

/// On its last day an agreement is in force with 0 days left, and due within 0 days; the day after it is over.
#[test]
fn ok_last_day_counts() {
    let add = [&ACCORD[..], &["--signed", "2024-11-29", "--end", "2026-11-29"]].concat();
    let sandbox = after(&[&add]);
    let due = |day: &str| {
        let args = ["expiring", "--within", "0d", "-o", "ids", "--as-of", day];
        sandbox.mou(&args).stdout
    };
    assert_eq!(on(&sandbox, "2026-11-28", "status,ends_in_days"), "active,1");
    assert_eq!(on(&sandbox, "2026-11-29", "status,ends_in_days"), "active,0");
    assert_eq!(on(&sandbox, "2026-11-30", "status"), "expired");
    assert_eq!(["2026-11-28", "2026-11-29", "2026-11-30"].map(due), ["", "accord\n", ""]);
    // Without a day that is given, it is today where the officer is: these two zones are never on the same day.
    // Windows has one zone for all programs.
    for zone in if cfg!(unix) { &["Pacific/Kiritimati", "Pacific/Pago_Pago"][..] } else { &[] } {
        let line = format!("export TZ={zone}; unset MOU_TODAY MOU_NOW; date +%F; mou; date +%F");
        let output = sandbox.shell(&line).success();
        let lines: Vec<&str> = output.lines().collect();
        let is_named = |day: &str| lines[1].contains(day);
        assert!(is_named(lines[0]) || is_named(lines[lines.len() - 1]), "in {zone}: {output}");
    }
}

/// Notice of 60 days before 31 December is due on 1 November; days are not rounded to months.
#[test]
fn ok_notice_in_days() {
    let dates = ["--signed", "2025-12-15", "--effective", "2026-01-01", "--term", "12m"];
    let add = [&ACCORD[..], &dates, &["--basis", "including", "--notice", "60d"]].concat();
    assert_eq!(on(&after(&[&add]), "2026-11-22", "ends,act_by"), "2026-12-31,2026-11-01");
}
