//! The rules of status and dates, S1 to S47 of the specification, one by one.
//!
//! Every expected value was computed by hand from the text of the rule, never copied from the output of the
//! program. A test has the number of its rule in its name.

mod amendments;
mod amendments_shown;
mod counting;
mod decision;
mod events;
mod expiring;
mod flags;
mod gaps;
mod idle;
mod notice;
mod notice_end;
mod overdue;
mod parties;
mod periods;
mod renewed;
mod renewed_effects;
mod review;
mod settled;
mod signing;
mod status;
mod succession;
mod termination;
mod terms;
mod typed;
mod without_effect;

use std::borrow::Cow;

use mou::domain::{Agreement, Date, Day, Duration, Lineages, Standing, Thresholds};
use serde_json::{Value, json};

use crate::calendar::{number_of, parts_of};
use crate::sandbox::Sandbox;

/// A day, and then the expected status, `ends`, `act_by` and flags; empty if there is none.
type Row<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

/// Returns thresholds with a window of one day and no dormancy, so that most rows have few flags.
fn quiet() -> Thresholds {
    thresholds("P1D", "P1000Y")
}

/// Returns thresholds with this window and this dormancy.
fn thresholds(within: &str, dormant: &str) -> Thresholds {
    let parse = |text: &str| text.parse::<Duration>().unwrap();
    Thresholds { within: parse(within), dormant: parse(dormant) }
}

/// In force from 2020-01-01 for three years: the last day is 2023-01-01.
const THREE_YEARS: &str = r#""signed": "2020-01-01", "term": "P3Y""#;

/// Without an end, and with a notice period.
const INDEFINITE: &str = r#""signed": "2020-01-01", "term": "indefinite", "notice": "P6M""#;

/// No end is recorded.
const NO_END: &str = r#""signed": "2020-01-01""#;

/// One year at a time from 2020-01-01: the last days are 2021-01-01, 2022-01-01 and so on.
const YEARLY: &str = r#""signed": "2020-01-01", "term": "P1Y", "renewal": { "every": "P1Y" }"#;

/// The same, with notice three months before the last day.
const YEARLY_NOTICE: &str = r#""signed": "2020-01-01", "term": "P1Y",
    "renewal": { "every": "P1Y" }, "notice": "P3M""#;

/// Agreements that may succeed each other.
struct Registry(Vec<Agreement>);

impl Registry {
    /// Creates a registry of agreements with these ids and members.
    fn new(agreements: &[(&str, &str)]) -> Self {
        let agreement = |(id, members): &(&str, &str)| {
            serde_json::from_str(&record(id, members)).unwrap_or_else(|why| {
                panic!("{members}: {why}");
            })
        };
        Self(agreements.iter().map(agreement).collect())
    }

    /// Creates a registry of one agreement, `a`.
    fn single(members: &str) -> Self {
        Self::new(&[("a", members)])
    }

    /// Returns the standing of an agreement on a day.
    fn standing(&self, id: &str, today: &str, thresholds: &Thresholds) -> Standing {
        let today = day(today);
        let agreements: Vec<Cow<'_, Agreement>> = self.0.iter().map(|it| it.on(today)).collect();
        let lineages = Lineages::new(agreements.iter().map(AsRef::as_ref), today);
        let agreement = agreements.iter().find(|agreement| agreement.id.as_str() == id).unwrap();
        agreement.standing(&lineages.context_of(&agreement.id), today, thresholds)
    }
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Returns the record of an agreement with this id and these members, with the id as the title if
/// they do not begin with one.
fn record(id: &str, members: &str) -> String {
    let comma = if members.is_empty() { "" } else { "," };
    let has_title = members.starts_with(r#""title""#);
    let title = if has_title { String::new() } else { format!(r#", "title": "{id}""#) };
    format!(r#"{{ "id": "{id}"{title}{comma} {members} }}"#)
}

/// Returns the members with events such as
/// `notice 2023-05-01 end=2023-06-30; renewed 2024-01-01 term=P1Y`.
fn with(members: &str, events: &str) -> String {
    let events: Vec<String> = events.split(';').map(event).collect();
    let comma = if members.is_empty() { "" } else { "," };
    format!(r#"{members}{comma} "events": [ {} ]"#, events.join(", "))
}

fn event(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut event = json!({ "kind": words.next().unwrap(), "on": words.next().unwrap() });
    for word in words {
        let (key, value) = word.split_once('=').unwrap();
        event[key] = json!(value);
    }
    event.to_string()
}

/// Compares the standing of one agreement, on each day of its rows, with what the rows expect, and
/// the counts of days with S4. All agreements and rows are compared before it fails.
#[track_caller]
fn assert_rows(cases: &[(&str, &[Row<'_>])]) {
    let mut wrong = Vec::new();
    for (members, rows) in cases {
        compare(&Registry::single(members), members, rows, &quiet(), &mut wrong);
    }
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Compares the standing of `a` in a registry in the same way.
#[track_caller]
fn assert_rows_of(registry: &Registry, name: &str, thresholds: &Thresholds, rows: &[Row<'_>]) {
    let mut wrong = Vec::new();
    compare(registry, name, rows, thresholds, &mut wrong);
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// Compares `ends` alone: members, day and expected text.
#[track_caller]
fn assert_ends(cases: &[(&str, &str, &str)]) {
    for (members, today, ends) in cases {
        let found = Registry::single(members).standing("a", today, &quiet()).ends.to_string();
        assert_eq!(found, *ends, "{members}\n  on {today}");
    }
}

fn compare(
    registry: &Registry,
    name: &str,
    rows: &[Row<'_>],
    thresholds: &Thresholds,
    wrong: &mut Vec<String>,
) {
    for (today, status, ends, act_by, flags) in rows {
        let standing = registry.standing("a", today, thresholds);
        let expected = format!("{status} | ends {ends} | act_by {act_by} | {flags}");
        let found = format!(
            "{} | ends {} | act_by {} | {}",
            standing.status.word(),
            standing.ends,
            text(standing.act_by),
            flag_words(&standing)
        );
        if found != expected {
            wrong.push(format!("{name}\n  on {today}: {expected}\n  not:           {found}"));
        }
        let days = [
            ("ends_in_days", standing.ends_in_days, days_until(ends, today)),
            ("act_in_days", standing.act_in_days, days_until(act_by, today)),
        ];
        for (field, found, expected) in days {
            if found != expected {
                wrong.push(format!("{name}\n  on {today}: {field} {expected:?}, not {found:?}"));
            }
        }
        if standing.idle_days.is_some() && *status != "active" {
            wrong.push(format!("{name}\n  on {today}: idle_days of what is {status}"));
        }
    }
}

fn text(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn flag_words(standing: &Standing) -> String {
    let words: Vec<&str> = standing.flags.iter().map(|flag| flag.word()).collect();
    words.join(" ")
}

/// Counts the days until a date by S4: to its first possible day, 0 on each possible day, and then
/// minus the days since its last.
fn days_until(date: &str, today: &str) -> Option<i64> {
    let date = date.trim_end_matches(['?', '~']);
    if date.is_empty() || date == "indefinite" {
        return None;
    }
    let (first, last) = match date.len() {
        4 => (format!("{date}-01-01"), format!("{date}-12-31")),
        7 => (format!("{date}-01"), last_of_month(date)),
        _ => (date.to_owned(), date.to_owned()),
    };
    let number = |text: &str| number_of(parts_of(day(text)));
    let (first, last, today) = (number(&first), number(&last), number(today));
    Some(if today < first { first - today } else { (last - today).min(0) })
}

fn last_of_month(month: &str) -> String {
    let lengths = (28..=31).rev().map(|length| format!("{month}-{length}"));
    lengths.into_iter().find(|text| text.parse::<Day>().is_ok()).unwrap()
}

/// Returns a sandbox whose registry has agreements with these ids and members. `head` has further members
/// of the registry such as the owner, each followed by a comma.
fn sandbox_of(head: &str, agreements: &[(&str, &str)]) -> Sandbox {
    let records: Vec<String> = agreements.iter().map(|(id, members)| record(id, members)).collect();
    let records = records.join(",\n");
    Sandbox::with_registry(&format!(
        r#"{{ "format": "mou-registry", "version": 1, {head} "agreements": [ {records} ] }}"#
    ))
}

/// Runs a command that must succeed with `-o json` and `--as-of`, and returns what it printed.
fn json_on(sandbox: &Sandbox, today: &str, command: &[&str]) -> Value {
    let args = [command, &["-o", "json", "--as-of", today]].concat();
    serde_json::from_str(&sandbox.mou(&args).success()).unwrap()
}

/// Runs a command that lists agreements, and returns their ids with a space between them.
fn ids_on(sandbox: &Sandbox, today: &str, command: &[&str]) -> String {
    let args = [command, &["-o", "ids", "--as-of", today]].concat();
    sandbox.mou(&args).success().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the ids of the agreements for which `check` finds something by a rule.
fn found_by(sandbox: &Sandbox, today: &str, rule: &str) -> String {
    let output = sandbox.mou(&["check", "-o", "json", "--as-of", today]);
    let findings: Vec<Value> = serde_json::from_str(&output.stdout).unwrap();
    let found = findings.iter().filter(|finding| finding["rule"] == rule);
    found.map(|finding| finding["id"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}
