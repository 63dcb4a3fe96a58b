//! The dates of sheets.

use std::fmt::Write as _;
use std::fs;

use mou::exchange::import::dates::{
    DEFAULT_MIN_YEAR, DateColumn, DateNote, DateRules, read_date, read_period,
};
use mou::exchange::import::unread::Unread;

/// Returns the rules of a line such as `[order dmy, min-year 1600, column 2012-13 | 2020-05]`.
fn rules_of(line: &str) -> DateRules {
    let mut rules = DateRules {
        order: None,
        has_1904_dates: false,
        min_year: DEFAULT_MIN_YEAR,
        today: "2026-11-29".parse::<mou::domain::Date>().unwrap().first(),
        column: DateColumn::default(),
    };
    let line = line.trim_start_matches('[').trim_end_matches(']');
    let (others, cells) = line.split_once("column ").unwrap_or((line, ""));
    for (row, cell) in (2..).zip(cells.split(" | ").filter(|cell| !cell.is_empty())) {
        rules.column.add(row, cell);
    }
    for rule in others.split(',').map(str::trim).filter(|rule| !rule.is_empty()) {
        match rule.split_once(' ').unwrap() {
            ("order", order) => rules.order = Some(order.parse().unwrap()),
            ("min-year", year) => rules.min_year = year.parse().unwrap(),
            _ => panic!("{rule}"),
        }
    }
    rules
}

fn note(note: Option<DateNote>) -> String {
    note.map(|note| format!(" ({note:?})").to_lowercase()).unwrap_or_default()
}

fn fault(unread: &Unread) -> String {
    let detail = if unread.detail.is_empty() { "" } else { ": " };
    format!("{}{detail}{}", unread.kind, unread.detail)
}

fn date_result(text: &str, rules: &DateRules) -> String {
    match read_date(text, rules) {
        Ok(reading) => {
            reading.date.map_or("empty".to_owned(), |date| date.to_string()) + &note(reading.note)
        }
        Err(unread) => fault(&unread),
    }
}

fn period_result(text: &str, rules: &DateRules) -> String {
    match read_period(text, rules) {
        Some(Ok(period)) => {
            let day = |date: Option<mou::domain::Date>| {
                date.map(|date| date.to_string()).unwrap_or_default()
            };
            let days = format!("{} .. {}", day(period.start), day(period.end));
            days.trim().to_owned() + &note(period.note)
        }
        Some(Err(unread)) => fault(&unread),
        None => "none".to_owned(),
    }
}

/// Returns the text of a table with `\n` and `\u{…}` as what they mean.
fn unescaped(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        plain.push_str(before);
        if let Some(after) = after.strip_prefix('n') {
            plain.push('\n');
            rest = after;
        } else {
            let (code, after) = after.strip_prefix("u{").unwrap().split_once('}').unwrap();
            plain.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            rest = after;
        }
    }
    plain + rest
}

/// Compares a table of `text => result` with what `result` returns.
fn compare(path: &str, result: impl Fn(&str, &DateRules) -> String) {
    let table = fs::read_to_string(path).unwrap();
    let mut rules = rules_of("");
    let (mut wrong, mut count) = (String::new(), 0);
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if line.starts_with('[') {
            rules = rules_of(line);
            continue;
        }
        let (text, expected) = line.rsplit_once(" => ").expect(line);
        let found = result(&unescaped(text), &rules);
        count += 1;
        if found != expected {
            writeln!(wrong, "`{text}`: expected `{expected}`, found `{found}`").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(count > 100, "{count} lines");
}

#[test]
fn every_form_of_a_date_is_read_or_refused_as_the_table_says() {
    compare("tests/data/date_forms.txt", date_result);
}

#[test]
fn every_form_of_a_period_is_read_or_refused_as_the_table_says() {
    compare("tests/data/period_forms.txt", period_result);
}
