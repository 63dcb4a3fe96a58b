//! JSON and JSON Lines: records are rows, and the names of their members columns.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::cell::Cell;
use super::column;
use super::lines::{Lines, are_lines};
use super::own::{FORMAT_NAME, Origin, is_exported};
use super::source::{Format, Source};
use super::table::{MOST_COLUMNS, Reading, Row, Rows, Table, are_ours};
use crate::error::{Error, Result};
use crate::json::document::Node;

/// Records, each with its number.
type Records = Box<dyn Iterator<Item = Result<(u64, Arc<Node>)>>>;

/// The member of a document that holds the records.
const RECORDS_KEY: &str = "agreements";

/// Reads the records of a JSON document: of a list, each; of an object with `agreements` or of what
/// is at the way that is named, those; else the object itself. JSON Lines have one a line, and are
/// read line by line.
///
/// A column that is mapped may be a way into a record, as `period.startDate`: names and, in lists,
/// places from 0, with dots between them; `*` is every item.
pub(super) fn table(source: &Source, reading: &Reading<'_>) -> Result<Table> {
    let is_named = source.format() == Format::JsonLines;
    let (lines, from) = source.in_utf8(reading.encoding)?;
    if reading.records.is_none() && are_lines(&lines, from, is_named)? {
        let mut names = Names::of(source, Origin::Unknown, reading);
        for record in Lines::open(&lines, from)? {
            names.meet(&record?.1);
        }
        return names.table(reading, move || Ok(Box::new(Lines::open(&lines, from)?)));
    }
    let name = source.name();
    let text = source.text(reading.encoding)?;
    let document = Node::parse(&text)
        .map_err(|why| Error::failed(format!("`{name}` is not JSON: {}", why.in_words(&text))))?;
    let origin = if is_registry(&document) && reading.records.is_none_or(|way| way == RECORDS_KEY) {
        Origin::Registry
    } else {
        Origin::Unknown
    };
    let mut names = Names::of(source, origin, reading);
    let records: Arc<[Arc<Node>]> = records_of(name, document, reading.records)?.into();
    records.iter().for_each(|record| names.meet(record));
    names.table(reading, move || {
        let records = Arc::clone(&records);
        Ok(Box::new(
            (0..records.len()).map(move |at| Ok((at as u64 + 1, Arc::clone(&records[at])))),
        ))
    })
}

/// Returns true if the document says that it is a registry.
fn is_registry(document: &Node) -> bool {
    document.get("format").and_then(Node::as_text).is_some_and(|format| format == FORMAT_NAME)
}

/// The names of the members of records.
struct Names {
    name: String,
    columns: Vec<String>,
    seen: HashSet<String>,
    /// Who wrote the records, as far as that is known.
    origin: Origin,
    /// The names of columns that are mapped, as they are compared.
    mapped: HashSet<String>,
}

impl Names {
    /// Returns no names yet of the records in `source`.
    fn of(source: &Source, origin: Origin, reading: &Reading<'_>) -> Self {
        Self {
            name: source.name().to_owned(),
            columns: Vec::new(),
            seen: HashSet::new(),
            origin,
            mapped: reading.paths.iter().map(|name| column::plain(name)).collect(),
        }
    }

    fn meet(&mut self, record: &Node) {
        self.origin = match self.origin {
            Origin::Unknown if is_exported(record) => Origin::Export,
            Origin::Export if !is_exported(record) => Origin::Other,
            Origin::Unknown => Origin::Other,
            known => known,
        };
        for member in record.members() {
            // One more than is read is enough to be refused; those that are known are all met.
            let is_wanted = self.columns.len() <= MOST_COLUMNS || Origin::knows(member.name());
            if is_wanted && !self.seen.contains(member.name()) {
                self.seen.insert(member.name().to_owned());
                self.columns.push(member.name().to_owned());
            }
        }
    }

    /// Returns who wrote the records, now that all are met. Of records that `mou` wrote what it does not
    /// know is no column, unless it is mapped.
    fn settle(&mut self) -> Origin {
        if self.origin == Origin::Other && are_ours(&self.columns) {
            self.origin = Origin::Export;
        }
        let (origin, mapped) = (self.origin, &self.mapped);
        if origin.is_ours() {
            self.columns
                .retain(|name| origin.has_column(name) || mapped.contains(&column::plain(name)));
        }
        origin
    }

    /// Returns the table of the records that `open` gives.
    fn table(
        mut self,
        reading: &Reading<'_>,
        open: impl Fn() -> Result<Records> + Send + Sync + 'static,
    ) -> Result<Table> {
        let origin = self.settle();
        let keeps_record = origin.is_ours() && !reading.drops_unknown;
        let Self { name, columns, seen, .. } = self;
        let ways = reading.paths.iter().filter(|path| path.contains('.') && !seen.contains(**path));
        let ways: Arc<[String]> = ways.map(|path| (*path).to_owned()).collect();
        let names: Vec<String> = columns.iter().chain(ways.iter()).cloned().collect();
        let columns: Arc<[String]> = columns.into();
        let body = move || -> Result<Rows> {
            let (columns, ways) = (Arc::clone(&columns), Arc::clone(&ways));
            Ok(Box::new(open()?.map(move |record| {
                let (number, record) = record?;
                let cells = cells(&record, &columns, &ways);
                let record = keeps_record.then_some(record);
                Ok(Row { number, cells, fault: None, record })
            })))
        };
        let mut table = Table::of(format!("`{name}`"), names.clone(), Box::new(body))?;
        // Names of JSON are keys, blanks and all.
        table.columns = names;
        table.is_ours = origin.is_ours();
        table.derived = origin.derived();
        Ok(table)
    }
}

/// Returns what a record has of the columns, then what is at the ways.
fn cells(record: &Node, columns: &[String], ways: &[String]) -> Vec<Cell> {
    let members = record.members().iter().map(|member| (member.name(), &member.value));
    let members: HashMap<&str, &Node> = members.collect();
    let cell = |name: &String| {
        members.get(name.as_str()).map_or_else(Cell::empty, |value| Cell::from(*value))
    };
    columns.iter().map(cell).chain(ways.iter().map(|way| at_way(record, way))).collect()
}

/// Returns the records of a document.
fn records_of(name: &str, document: Node, way: Option<&str>) -> Result<Vec<Arc<Node>>> {
    let found: Vec<Node> = if let Some(way) = way {
        let way: Vec<&str> = way.split('.').collect();
        descend(&document, &way).into_iter().cloned().collect()
    } else {
        vec![with_records(document)]
    };
    let at = way.map(|way| format!(" at `{way}`")).unwrap_or_default();
    if found.is_empty() {
        return Err(Error::failed(format!("`{name}` has nothing{at}")));
    }
    let mut records = Vec::new();
    for value in found {
        let items = match value {
            Node::Array(items) => items,
            other => vec![other],
        };
        for item in items {
            if !matches!(item, Node::Object(_)) {
                let number = records.len() + 1;
                return Err(Error::failed(format!(
                    "`{name}`: record {number}{at} is no JSON object"
                )));
            }
            records.push(Arc::new(item));
        }
    }
    Ok(records)
}

/// Returns the value of the member that holds the records if there is one, else the document itself.
fn with_records(document: Node) -> Node {
    let Node::Object(mut members) = document else { return document };
    match members.iter().position(|member| member.name() == RECORDS_KEY) {
        Some(at) => members.swap_remove(at).value,
        None => Node::Object(members),
    }
}

/// Returns what is at the way: the value, and of several the texts with semicolons between them.
fn at_way(record: &Node, way: &str) -> Cell {
    let steps: Vec<&str> = way.split('.').collect();
    match descend(record, &steps).as_slice() {
        [] => Cell::empty(),
        [one] => Cell::from(*one),
        several => {
            let texts = several.iter().map(|value| Cell::from(*value).text());
            let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
            let joined = crate::domain::typed::joined(&texts);
            Cell::Text(joined.unwrap_or_else(|| texts.join("; ")))
        }
    }
}

fn descend<'v>(value: &'v Node, steps: &[&str]) -> Vec<&'v Node> {
    let Some((step, rest)) = steps.split_first() else { return vec![value] };
    match value {
        Node::Object(_) => value.get(step).map(|inner| descend(inner, rest)).unwrap_or_default(),
        Node::Array(items) if *step == "*" => {
            items.iter().flat_map(|item| descend(item, rest)).collect()
        }
        Node::Array(items) => {
            let item = step.parse::<usize>().ok().and_then(|at| items.get(at));
            item.map(|item| descend(item, rest)).unwrap_or_default()
        }
        Node::Scalar(_) => Vec::new(),
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
