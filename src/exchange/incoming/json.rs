//! JSON and JSON Lines: records are rows, and the names of their members columns.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};
use std::sync::Arc;

use serde_json::{Map, Value};

use super::cell::Cell;
use super::source::{Format, Seekable, Source, not_utf8};
use super::table::{MOST_COLUMNS, Reading, Row, Rows, Table};
use super::unique::Unique;
use crate::error::{Error, Result};

type Record = Map<String, Value>;

/// Records, each with its number.
type Records = Box<dyn Iterator<Item = Result<(u64, Record)>>>;

/// Reads the records of a JSON document: of a list, each; of an object with `agreements` or of what
/// is at the way that is named, those; else the object itself. JSON Lines have one a line, and are
/// read line by line.
///
/// A column that is mapped may be a way into a record, as `period.startDate`: names and, in lists,
/// places from 0, with dots between them; `*` is every item.
pub(super) fn table(source: &Source, reading: &Reading<'_>) -> Result<Table> {
    let (source, from) = source.in_utf8(reading.encoding)?;
    let mut names = Names { name: source.name().to_owned(), ..Names::default() };
    let is_named = source.format() == Format::JsonLines;
    if reading.records.is_none() && are_lines(&source, from, is_named)? {
        for record in Lines::open(&source, from)? {
            names.meet(&record?.1);
        }
        return names.table(reading, move || Ok(Box::new(Lines::open(&source, from)?)));
    }
    let name = source.name();
    let mut bytes = Vec::new();
    let opened = source.open(from)?.read_to_end(&mut bytes);
    opened.map_err(|cause| source.unreadable(&cause))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| not_utf8(&format!("`{name}`"), &bytes))?;
    let Unique(document) = serde_json::from_str(text)
        .map_err(|why| Error::failed(format!("`{name}` is not JSON: {why}")))?;
    let records: Arc<[Record]> = records_of(name, document, reading.records)?.into();
    records.iter().for_each(|record| names.meet(record));
    names.table(reading, move || {
        let records = Arc::clone(&records);
        Ok(Box::new((0..records.len()).map(move |at| Ok((at as u64 + 1, records[at].clone())))))
    })
}

/// The names of the members of records.
#[derive(Default)]
struct Names {
    name: String,
    columns: Vec<String>,
    seen: HashSet<String>,
}

impl Names {
    fn meet(&mut self, record: &Record) {
        for name in record.keys() {
            // One more than is read is enough to be refused.
            if self.columns.len() <= MOST_COLUMNS && !self.seen.contains(name) {
                self.seen.insert(name.clone());
                self.columns.push(name.clone());
            }
        }
    }

    /// Returns the table of the records that `open` gives.
    fn table(
        self,
        reading: &Reading<'_>,
        open: impl Fn() -> Result<Records> + Send + Sync + 'static,
    ) -> Result<Table> {
        let Self { name, columns, seen } = self;
        let ways = reading.paths.iter().filter(|path| path.contains('.') && !seen.contains(**path));
        let ways: Arc<[String]> = ways.map(|path| (*path).to_owned()).collect();
        let names: Vec<String> = columns.iter().chain(ways.iter()).cloned().collect();
        let columns: Arc<[String]> = columns.into();
        let body = move || -> Result<Rows> {
            let (columns, ways) = (Arc::clone(&columns), Arc::clone(&ways));
            Ok(Box::new(open()?.map(move |record| {
                let (number, mut record) = record?;
                let ways: Vec<Value> = ways.iter().map(|way| at_way(&record, way)).collect();
                let members = columns.iter().map(|name| record.remove(name).unwrap_or_default());
                let cells = members.chain(ways).map(Cell::from).collect();
                Ok(Row { number, cells, fault: None })
            })))
        };
        let mut table = Table::of(format!("`{name}`"), names.clone(), Box::new(body))?;
        // Names of JSON are keys, blanks and all.
        table.columns = names;
        Ok(table)
    }
}

/// Returns the records of a document.
fn records_of(name: &str, mut document: Value, way: Option<&str>) -> Result<Vec<Record>> {
    let found: Vec<Value> = if let Some(way) = way {
        let way: Vec<&str> = way.split('.').collect();
        descend(&document, &way).into_iter().cloned().collect()
    } else {
        let agreements = document.get_mut("agreements").map(Value::take);
        vec![agreements.unwrap_or(document)]
    };
    let at = way.map(|way| format!(" at `{way}`")).unwrap_or_default();
    if found.is_empty() {
        return Err(Error::failed(format!("`{name}` has nothing{at}")));
    }
    let mut records = Vec::new();
    for value in found {
        let items = match value {
            Value::Array(items) => items,
            other => vec![other],
        };
        for item in items {
            let Value::Object(record) = item else {
                let number = records.len() + 1;
                return Err(Error::failed(format!(
                    "`{name}`: record {number}{at} is no JSON object"
                )));
            };
            records.push(record);
        }
    }
    Ok(records)
}

/// Tells whether the text is JSON Lines: the first line is a record, and there is more behind it, or
/// it is named so; one that is named so may also have none.
fn are_lines(source: &Source, from: u64, is_named: bool) -> Result<bool> {
    let mut lines = Lines::open(source, from)?;
    let Some(first) = lines.text()? else { return Ok(is_named) };
    let is_record = serde_json::from_str::<Record>(first).is_ok();
    Ok(is_record && (is_named || lines.text()?.is_some()))
}

/// The records of JSON Lines, read one at a time, each with the number of its line.
struct Lines {
    source: Source,
    reader: BufReader<Box<dyn Seekable>>,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    fn open(source: &Source, from: u64) -> Result<Self> {
        let reader = BufReader::new(source.open(from)?);
        Ok(Self { source: source.clone(), reader, line: Vec::new(), number: 0 })
    }

    /// Returns the next line that is not blank.
    fn text(&mut self) -> Result<Option<&str>> {
        loop {
            self.line.clear();
            let read = self.reader.read_until(b'\n', &mut self.line);
            if read.map_err(|cause| self.source.unreadable(&cause))? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if !self.line.trim_ascii().is_empty() {
                break;
            }
        }
        let place = || format!("`{}`, line {}", self.source.name(), self.number);
        std::str::from_utf8(self.line.trim_ascii_end())
            .map(Some)
            .map_err(|_| not_utf8(&place(), &self.line))
    }

    fn record(&mut self) -> Result<Option<(u64, Record)>> {
        let read = self.text()?.map(serde_json::from_str::<Unique>);
        let why = match read {
            None => return Ok(None),
            Some(Ok(Unique(Value::Object(record)))) => return Ok(Some((self.number, record))),
            Some(Ok(Unique(_))) => "is no JSON object".to_owned(),
            Some(Err(why)) => {
                // The line that it names is always the first: one is read at a time.
                let why = why.to_string().replace(" at line 1 column ", ", at column ");
                format!("is not JSON: {why}")
            }
        };
        let (name, number) = (self.source.name(), self.number);
        Err(Error::failed(format!("`{name}`, line {number} {why}")))
    }
}

impl Iterator for Lines {
    type Item = Result<(u64, Record)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.record().transpose()
    }
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
        let rows = table.rows().unwrap().map(|row| {
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
