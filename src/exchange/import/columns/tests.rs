//! Tests of headings.

use std::collections::HashMap;

use super::recognise::{HELP_NAME_CHARS, common_headings, normalized};
use super::*;
use crate::domain::Field;

/// The headings that must be known, each with its column.
const TABLE_HEADINGS: &str = include_str!("../../../../tests/data/headings_table.txt");

/// Headings as registers have them, each with its column; `none` is not recognised.
const REAL_HEADINGS: &str = include_str!("../../../../tests/data/headings.txt");

/// Returns what a heading says, as `--map` names it; `none` if it is not recognised.
fn column_of(heading: &str) -> String {
    recognise(heading).map_or_else(|| "none".to_owned(), |column| column.to_string())
}

#[test]
fn each_heading_of_the_help_belongs_to_one_column_and_is_recognised() {
    let lines = COLUMN_HELP.lines().filter(|line| line.starts_with("  "));
    let count = lines.flat_map(|line| line[HELP_NAME_CHARS..].split(',')).count();
    assert!(count > 800, "{count}");
    let mut columns: HashMap<String, String> = HashMap::new();
    let mut wrong = Vec::new();
    for (heading, column) in common_headings() {
        let column = column.to_string();
        let other = columns.insert(normalized(heading), column.clone());
        if other.is_some_and(|other| other != column) {
            wrong.push(format!("{heading}: of two columns, one is {column}"));
        }
        let found = column_of(heading);
        if found != column {
            wrong.push(format!("{heading}: {found}, not {column}"));
        }
        // A field with this name comes first.
        if Field::ALL_FIELDS.iter().any(|field| field.name() == normalized(heading))
            && found != column
        {
            wrong.push(format!("{heading}: is a field"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn headings_of_the_table_are_recognised() {
    assert_recognised(TABLE_HEADINGS, 390);
}

#[test]
fn headings_of_real_registers_are_recognised() {
    assert_recognised(REAL_HEADINGS, 900);
}

/// Asserts that the headings of a list are recognised as its columns.
fn assert_recognised(list: &str, min_count: usize) {
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in list.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (column, headings) = line.split_once(": ").unwrap();
        for heading in headings.split(" ; ") {
            let heading = heading.replace("\\n", "\n");
            let found = column_of(&heading);
            count += 1;
            if found != column {
                wrong.push(format!("{heading:?}: {found}, not {column}"));
            }
        }
    }
    assert!(count >= min_count, "{count}");
    assert!(wrong.is_empty(), "{} of {count} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn kind_of_a_renewal_column_follows_from_its_heading() {
    for (heading, column) in [
        ("Renewal", ImportColumn::Field(Field::Renewal)),
        ("Renewable (Y/N)", ImportColumn::Field(Field::Renewal)),
        ("Auto renewal", ImportColumn::AutomaticRenewal),
        ("Renovación (automática)", ImportColumn::AutomaticRenewal),
        ("자동연장 여부", ImportColumn::AutomaticRenewal),
        ("Renewal term", ImportColumn::RenewalTerm),
        ("更新期間", ImportColumn::RenewalTerm),
    ] {
        assert_eq!(recognise(heading), Some(column), "{heading}");
    }
}
