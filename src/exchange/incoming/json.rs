//! JSON and JSON Lines: records are rows, and the names of their members columns.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::cell::Cell;
use super::source::{Source, not_utf8};
use super::table::{MOST_COLUMNS, Reading, Row, Table};
use crate::error::{Error, Result};

type Record = Map<String, Value>;

/// Reads the records of a JSON document: of a list, each; of an object with `agreements` or of what
/// is at the way that is named, those; else the object itself. Without a document, one a line.
///
/// A column that is mapped may be a way into a record, as `period.startDate`: names and, in lists,
/// places from 0, with dots between them; `*` is every item.
pub(super) fn table(source: &Source, reading: &Reading<'_>) -> Result<Table> {
    let name = source.name().to_owned();
    let (source, from) = source.in_utf8(reading.encoding)?;
    let bytes = source.bytes()?;
    let bytes = bytes.get(usize::try_from(from).unwrap_or_default()..).unwrap_or_default();
    let text = std::str::from_utf8(bytes).map_err(|_| not_utf8(&format!("`{name}`"), bytes))?;
    let records = match serde_json::from_str::<Value>(text) {
        Ok(document) => records_of(&name, &document, reading.records)?,
        Err(why) => match lines_of(&name, text) {
            Some(records) => records?,
            None => return Err(Error::failed(format!("`{name}` is not JSON: {why}"))),
        },
    };
    let mut columns: Vec<String> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for (_, record) in &records {
        columns.extend(record.keys().filter(|key| seen.insert(key)).cloned());
        if columns.len() > MOST_COLUMNS {
            break;
        }
    }
    let ways = reading.paths.iter().filter(|path| path.contains('.') && !seen.contains(**path));
    let ways: Vec<String> = ways.map(|path| (*path).to_owned()).collect();
    let names = [columns.clone(), ways.clone()].concat();
    let rows = records.into_iter().map(move |(number, mut record)| {
        let ways = ways.iter().map(|way| at_way(&record, way)).collect::<Vec<_>>();
        let members = columns.iter().map(|name| record.remove(name).unwrap_or_default());
        let cells = members.chain(ways).map(Cell::from).collect();
        Ok(Row { number, cells, fault: None })
    });
    let mut table = Table::of(name, names.clone(), Box::new(rows))?;
    // Names of JSON are keys, blanks and all.
    table.columns = names;
    Ok(table)
}

/// Returns the records of a document, numbered.
fn records_of(name: &str, document: &Value, way: Option<&str>) -> Result<Vec<(u64, Record)>> {
    let found = match way {
        Some(way) => descend(document, &way.split('.').collect::<Vec<_>>()),
        None => vec![document.get("agreements").unwrap_or(document)],
    };
    let at = way.map(|way| format!(" at `{way}`")).unwrap_or_default();
    if found.is_empty() {
        return Err(Error::failed(format!("`{name}` has nothing{at}")));
    }
    let mut records = Vec::new();
    for value in found {
        let items = match value {
            Value::Array(items) => items.as_slice(),
            other => std::slice::from_ref(other),
        };
        for item in items {
            let Value::Object(record) = item else {
                let number = records.len() + 1;
                return Err(Error::failed(format!(
                    "`{name}`: record {number}{at} is no JSON object"
                )));
            };
            records.push((records.len() as u64 + 1, record.clone()));
        }
    }
    Ok(records)
}

/// Returns the records of JSON Lines, by their lines; `None` where the first line is no record.
fn lines_of(name: &str, text: &str) -> Option<Result<Vec<(u64, Record)>>> {
    let mut records = Vec::new();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Record>(line) {
            Ok(record) => records.push((number, record)),
            Err(_) if records.is_empty() => return None,
            Err(why) => {
                let why = Error::failed(format!("`{name}`, line {number} is not JSON: {why}"));
                return Some(Err(why));
            }
        }
    }
    Some(Ok(records))
}

/// Returns what is at the way: the value, and of several the texts with semicolons between them.
fn at_way(record: &Record, way: &str) -> Value {
    let mut steps = way.split('.');
    let first = steps.next().and_then(|name| record.get(name));
    let rest: Vec<&str> = steps.collect();
    let found = first.map(|value| descend(value, &rest)).unwrap_or_default();
    match found.as_slice() {
        [] => Value::Null,
        [one] => (*one).clone(),
        several => {
            let texts = several.iter().map(|value| Cell::from((*value).clone()).text());
            let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
            let joined = crate::domain::typed::joined(&texts);
            Value::String(joined.unwrap_or_else(|| texts.join("; ")))
        }
    }
}

fn descend<'v>(value: &'v Value, steps: &[&str]) -> Vec<&'v Value> {
    let Some((step, rest)) = steps.split_first() else { return vec![value] };
    match value {
        Value::Object(members) => {
            members.get(*step).map(|inner| descend(inner, rest)).unwrap_or_default()
        }
        Value::Array(items) if *step == "*" => {
            items.iter().flat_map(|item| descend(item, rest)).collect()
        }
        Value::Array(items) => {
            let item = step.parse::<usize>().ok().and_then(|at| items.get(at));
            item.map(|item| descend(item, rest)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, records: Option<&str>, paths: &[&str]) -> Vec<(u64, String)> {
        let source = Source::of_bytes(text.as_bytes().to_vec()).unwrap();
        let reading = Reading { records, paths: paths.to_vec(), ..Reading::default() };
        let table = table(&source, &reading).unwrap();
        let head = table.columns.join("|");
        let rows = table.rows.map(|row| {
            let row = row.unwrap();
            (row.number, row.cells.iter().map(Cell::text).collect::<Vec<_>>().join("|"))
        });
        std::iter::once((0, head)).chain(rows).collect()
    }

    #[test]
    fn records_are_found_in_lists_in_lines_and_where_they_are_named() {
        let two = [(0, "a|b".to_owned()), (1, "1|".to_owned()), (2, "|x".to_owned())];
        assert_eq!(read(r#"[{"a":1},{"b":"x","a":null}]"#, None, &[]), two);
        assert_eq!(read(r#"{"agreements":[{"a":1},{"b":"x"}]}"#, None, &[]), two);
        assert_eq!(read(r#"{"x":[{"y":[{"a":1},{"b":"x"}]}]}"#, Some("x.0.y"), &[]), two);
        assert_eq!(read("{\"a\":1}\n{\"b\":\"x\"}\n", None, &[]), two);
        assert_eq!(read(r#"{"a":1}"#, None, &[])[1], (1, "1".to_owned()));
    }

    #[test]
    fn a_column_may_be_a_way_into_a_record() {
        let text = r#"{"buyer":{"name":"Barnet"},"suppliers":[{"name":"A; B"},{"name":"C"}]}"#;
        let rows = read(text, None, &["buyer.name", "suppliers.*.name", "suppliers.7.name"]);
        assert!(rows[0].1.ends_with("|buyer.name|suppliers.*.name|suppliers.7.name"));
        assert!(rows[1].1.ends_with(r"|Barnet|A\; B; C|"), "{}", rows[1].1);
    }
}
