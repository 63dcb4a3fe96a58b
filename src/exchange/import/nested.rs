//! Where the records of a nested JSON document may be, and what the members inside them may mean.
//!
//! Nothing is read this way: it is what an error offers.

use std::collections::HashSet;

use super::columns::{ImportColumn, recognise};
use super::input_file::{FileFormat, InputFile};
use super::json::{RECORDS_KEY, descend};
use super::rows::ImportOptions;
use crate::domain::Field;
use crate::json::node::Node;

/// The most records of each list that are examined.
const MAX_SAMPLED_RECORDS: usize = 100;

/// The most paths that are examined, in a document and in a record.
const MAX_FOUND_PATHS: usize = 200;

/// How deep records are searched in a document, and values in a record.
const MAX_PATH_STEPS: usize = 6;

/// The member that each release of the Open Contracting Data Standard has.
pub const OPEN_CONTRACTING_KEY: &str = "ocid";

/// What of an Open Contracting release is an agreement. Its own `parties` are also those who only tendered.
const OPEN_CONTRACTING_COLUMNS: [(&str, &str); 11] = [
    ("parties", "-"),
    ("buyer.name", "partner"),
    ("awards.*.suppliers.*.name", "partner"),
    ("contracts.0.title", "title"),
    ("contracts.0.description", "notes"),
    ("contracts.0.status", "status"),
    ("contracts.0.dateSigned", "signed"),
    ("contracts.0.period.startDate", "effective"),
    ("contracts.0.period.endDate", "end"),
    (OPEN_CONTRACTING_KEY, "reference"),
    ("id", "-"),
];

/// Where the records of a document are, and what the members inside them may mean.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NestedRecords {
    /// The path to the records; `None` if they are where they are looked for anyway.
    pub path: Option<String>,
    /// What members mean, each by its path in a record.
    pub columns: Vec<(String, String)>,
    /// Whether they are releases of the Open Contracting Data Standard.
    pub is_open_contracting: bool,
}

/// Objects at the same path of a document.
struct FoundObjects<'d> {
    path: String,
    objects: Vec<&'d Node>,
}

/// Returns where the records of a document are most likely; `None` if no object in it looks like an agreement.
#[must_use]
pub fn nested_records(file: &InputFile, options: &ImportOptions<'_>) -> Option<NestedRecords> {
    if !matches!(file.format(), FileFormat::Json | FileFormat::JsonLines) {
        return None;
    }
    let text = file.text(options.encoding).ok()?;
    let lines = || text.lines().take(MAX_SAMPLED_RECORDS).filter_map(|line| Node::parse(line).ok());
    let document = Node::parse(&text).unwrap_or_else(|_| Node::Array(lines().collect()));
    let mut found: Vec<FoundObjects<'_>> = Vec::new();
    let place = options.records.unwrap_or_default();
    let start = if place.is_empty() { vec![&document] } else { descend(&document, place) };
    for value in start {
        add_objects(value, place, place, &mut found);
    }
    let is_default = |path: &str| path == place || (place.is_empty() && path == RECORDS_KEY);
    let nested = |found: &FoundObjects<'_>, columns, is_open_contracting| NestedRecords {
        path: Some(found.path.clone()).filter(|path| !is_default(path)),
        columns,
        is_open_contracting,
    };
    if let Some(releases) = found.iter().find(|found| are_releases(&found.objects)) {
        let columns = OPEN_CONTRACTING_COLUMNS.map(|(path, column)| (path.into(), column.into()));
        return Some(nested(releases, columns.into(), true));
    }
    let read = found.iter().map(|found| (found, columns_of(&found.objects)));
    let fitting = read.filter(|(_, columns)| single(columns).any(identifies));
    // Of those with equally many columns, the first.
    let (best, columns) = fitting.rev().max_by_key(|(_, columns)| single(columns).count())?;
    let is_inside = |(path, _): &(String, ImportColumn)| path.contains('.');
    let columns = columns.into_iter().filter(is_inside);
    let columns = columns.map(|(path, column)| (path, column.to_string())).collect();
    let nested = nested(best, columns, false);
    (nested.path.is_some() || !nested.columns.is_empty()).then_some(nested)
}

/// Returns the columns that a record has once: what is in a list inside it may be of other records.
fn single(columns: &[(String, ImportColumn)]) -> impl Iterator<Item = &ImportColumn> {
    columns.iter().filter(|(path, _)| !path.contains('*')).map(|(_, column)| column)
}

/// Adds the objects in a value by their paths; those of one list have one path. `inside` is the path to the members
/// of the object or the item.
fn add_objects<'d>(value: &'d Node, path: &str, inside: &str, found: &mut Vec<FoundObjects<'d>>) {
    match value {
        Node::Array(items) if path == inside => {
            for item in items {
                add_objects(item, path, &below(path, "*"), found);
            }
        }
        Node::Object(members) => {
            let objects = vec![value];
            match found.iter().position(|found| found.path == path) {
                Some(at) if found[at].objects.len() == MAX_SAMPLED_RECORDS => return,
                Some(at) => found[at].objects.extend(objects),
                None if found.len() == MAX_FOUND_PATHS || has_many_steps(path) => return,
                None => found.push(FoundObjects { path: path.to_owned(), objects }),
            }
            for member in members {
                let path = below(inside, member.name());
                add_objects(&member.value, &path, &path, found);
            }
        }
        Node::Array(_) | Node::Scalar(_) => {}
    }
}

fn below(path: &str, step: &str) -> String {
    if path.is_empty() { step.to_owned() } else { format!("{path}.{step}") }
}

fn has_many_steps(path: &str) -> bool {
    path.split('.').count() > MAX_PATH_STEPS
}

/// Returns the members of records that are recognised, by their paths; of several for one field the first.
fn columns_of(records: &[&Node]) -> Vec<(String, ImportColumn)> {
    let mut all_paths: Vec<String> = Vec::new();
    let mut repeated = HashSet::new();
    for record in records {
        let mut paths = Vec::new();
        add_values(record, "", &mut paths);
        for (index, path) in paths.iter().enumerate() {
            if paths[..index].contains(path) {
                repeated.insert(path.clone());
            } else if all_paths.len() < MAX_FOUND_PATHS && !all_paths.contains(path) {
                all_paths.push(path.clone());
            }
        }
    }
    let mut columns: Vec<(String, ImportColumn)> = Vec::new();
    // What is directly in a record counts first.
    all_paths.sort_by_key(|path| path.matches('.').count());
    for path in all_paths {
        let Some(column) = column_at(&path) else { continue };
        let is_taken = columns.iter().any(|(_, other)| *other == column);
        if column.is_joined() || !(is_taken || repeated.contains(&path)) {
            columns.push((path, column));
        }
    }
    columns
}

/// Adds the paths of the values in a record that are not objects, as often as they occur.
fn add_values(value: &Node, path: &str, paths: &mut Vec<String>) {
    if paths.len() == MAX_FOUND_PATHS || has_many_steps(path) {
        return;
    }
    match value {
        Node::Object(members) => {
            for member in members {
                add_values(&member.value, &below(path, member.name()), paths);
            }
        }
        Node::Array(items) if matches!(items.first(), Some(Node::Object(_))) => {
            for item in items {
                add_values(item, &below(path, "*"), paths);
            }
        }
        Node::Array(_) | Node::Scalar(_) => paths.push(path.to_owned()),
    }
}

/// Returns what the value at a path means: by its name and that of the object which it is in, else, if it is a
/// date or a length, by its name alone.
fn column_at(path: &str) -> Option<ImportColumn> {
    let mut names = path.rsplit('.').filter(|step| *step != "*");
    let name = names.next()?;
    let Some(object) = names.next() else { return recognise(name) };
    let is_alone = |column: &ImportColumn| {
        use Field::{Effective, End, Signed, Term};
        matches!(column, ImportColumn::Field(Signed | Effective | End | Term))
    };
    recognise(&format!("{object} {name}")).or_else(|| recognise(name).filter(is_alone))
}

/// Returns true for releases of the Open Contracting Data Standard that have one contract at most, and some one.
fn are_releases(objects: &[&Node]) -> bool {
    let contracts = |object: &&Node| match object.get("contracts") {
        Some(Node::Array(contracts)) => contracts.len(),
        _ => 0,
    };
    objects.iter().all(|object| object.get(OPEN_CONTRACTING_KEY).is_some())
        && objects.iter().map(contracts).max() == Some(1)
}

fn identifies(column: &ImportColumn) -> bool {
    matches!(column, ImportColumn::Partner | ImportColumn::Field(Field::Title | Field::Parties))
}
