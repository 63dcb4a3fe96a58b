//! JSON and JSON Lines: records are rows, and the names of their members columns.

use std::collections::{HashMap, HashSet};
use std::io::{BufRead, BufReader};
use std::sync::Arc;

use super::cell::SheetCell;
use super::columns::normalized;
use super::drafts;
use super::input_file::{FileFormat, InputFile, ReadSeek, not_utf8};
use super::own_columns::are_own_columns;
use super::rows::{ImportOptions, ImportTable, MAX_COLUMNS, SheetRow, SheetRows};
use super::values::joined;
use crate::domain::{DERIVED_MEMBERS, Field, Id, Status};
use crate::error::{Error, Result};
use crate::json::node::Node;

/// Records, each with its number.
type NumberedRecords = Box<dyn Iterator<Item = Result<(u64, Arc<Node>)>>>;

/// The member of a document that holds the records.
pub(super) const RECORDS_KEY: &str = "agreements";

/// The value of `format` in a registry.
const REGISTRY_FORMAT: &str = "mou-registry";

/// Reads the columns of a JSON document or of JSON Lines.
///
/// The records are at the path that is named; else in `agreements`, or the items of a list, or the
/// document itself. JSON Lines are read line by line. A mapped column may be a path into a record,
/// such as `period.startDate`: names and indexes separated by dots; `*` is every item of a list.
pub(super) fn table(file: &InputFile, options: &ImportOptions<'_>) -> Result<ImportTable> {
    let is_named_lines = file.format() == FileFormat::JsonLines;
    let (lines, offset) = file.to_utf8(options.encoding)?;
    if options.records.is_none() && are_lines(&lines, offset, is_named_lines)? {
        let mut columns = RecordColumns::new(RecordOrigin::Unknown);
        for record in JsonLines::open(&lines, offset)? {
            let record = record?.1;
            if drafts::is_draft(&record) {
                columns.origin = RecordOrigin::Draft;
            }
            for record in &records_of_line(record) {
                columns.add(record);
            }
        }
        let open = move || -> Result<NumberedRecords> {
            let lines = JsonLines::open(&lines, offset)?;
            Ok(Box::new(lines.flat_map(|line| match line {
                Ok((number, record)) => {
                    records_of_line(record).into_iter().map(|record| Ok((number, record))).collect()
                }
                Err(error) => vec![Err(error)],
            })))
        };
        return columns.into_table(file.name(), options, open);
    }
    let name = file.name();
    let text = file.text(options.encoding)?;
    let document = Node::parse(&text)
        .map_err(|why| Error::failed(format!("`{name}` is not JSON: {}", why.in_words(&text))))?;
    let is_registry =
        document.get("format").and_then(Node::as_text).is_some_and(|name| name == REGISTRY_FORMAT)
            && options.records.is_none_or(|path| path == RECORDS_KEY);
    let is_draft = options.records.is_none() && drafts::is_draft(&document);
    let mut columns = RecordColumns::new(if is_registry {
        RecordOrigin::Registry
    } else if is_draft {
        RecordOrigin::Draft
    } else {
        RecordOrigin::Unknown
    });
    let records: Arc<[Arc<Node>]> = if is_draft {
        drafts::records(document).into_iter().map(Arc::new).collect()
    } else {
        records_of(name, document, options.records)?.into()
    };
    for record in records.iter() {
        columns.add(record);
    }
    columns.into_table(name, options, move || {
        let records = Arc::clone(&records);
        Ok(Box::new(
            (0..records.len())
                .map(move |index| Ok((index as u64 + 1, Arc::clone(&records[index])))),
        ))
    })
}

/// Who wrote the records of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RecordOrigin {
    /// Not known yet.
    Unknown,
    /// A registry: the records are as stored.
    Registry,
    /// A draft: what is stored of its agreements.
    Draft,
    /// An export or list of `mou`: the records have derived members beside the stored ones.
    Export,
    /// Another program.
    Other,
}

impl RecordOrigin {
    fn is_own(self) -> bool {
        matches!(self, Self::Registry | Self::Draft | Self::Export)
    }

    fn derived(self) -> &'static [&'static str] {
        if self == Self::Export { &DERIVED_MEMBERS } else { &[] }
    }

    fn has_column(self, name: &str) -> bool {
        name.parse::<Field>().is_ok() || self.derived().contains(&name)
    }
}

/// Returns true if the record has the members of every agreement that `mou` prints as JSON: an id, a
/// title, a valid status and a list of flags.
fn is_exported(record: &Node) -> bool {
    let text = |name: &str| record.get(name).and_then(Node::as_text);
    text("id").is_some_and(|id| id.parse::<Id>().is_ok())
        && text("title").is_some()
        && text("status").is_some_and(|status| status.parse::<Status>().is_ok())
        && matches!(record.get("flags"), Some(Node::Array(_)))
}

/// Returns true if the record has a member that is neither a field nor one of the `derived` ones.
pub(super) fn has_unknown_member(record: &Node, derived: &[&str]) -> bool {
    let is_known = |name: &str| name.parse::<Field>().is_ok() || derived.contains(&name);
    record.members().iter().any(|member| !is_known(member.name()))
}

/// The names of the members of records, in the order of their first use.
struct RecordColumns {
    names: Vec<String>,
    seen: HashSet<String>,
    origin: RecordOrigin,
}

impl RecordColumns {
    fn new(origin: RecordOrigin) -> Self {
        Self { names: Vec::new(), seen: HashSet::new(), origin }
    }

    fn add(&mut self, record: &Node) {
        self.origin = match self.origin {
            RecordOrigin::Unknown if is_exported(record) => RecordOrigin::Export,
            RecordOrigin::Export if !is_exported(record) => RecordOrigin::Other,
            RecordOrigin::Unknown => RecordOrigin::Other,
            known => known,
        };
        for member in record.members() {
            // One name more than the limit is enough to be refused, but the known ones are needed.
            let is_kept =
                self.names.len() <= MAX_COLUMNS || RecordOrigin::Export.has_column(member.name());
            if is_kept && !self.seen.contains(member.name()) {
                self.seen.insert(member.name().to_owned());
                self.names.push(member.name().to_owned());
            }
        }
    }

    /// Returns the table of the records that `open` returns, after all of them were added.
    ///
    /// In records that `mou` wrote, an unknown member is not a column unless it is mapped.
    fn into_table(
        self,
        file_name: &str,
        options: &ImportOptions<'_>,
        open: impl Fn() -> Result<NumberedRecords> + Sync + 'static,
    ) -> Result<ImportTable> {
        let Self { mut names, seen, mut origin } = self;
        if origin == RecordOrigin::Other && are_own_columns(&names) {
            origin = RecordOrigin::Export;
        }
        if origin.is_own() {
            let mapped: HashSet<String> =
                options.mapped.iter().map(|name| normalized(name)).collect();
            names.retain(|name| origin.has_column(name) || mapped.contains(&normalized(name)));
        }
        let keeps_record = origin.is_own() && !options.drops_unknown;
        let is_path = |name: &&&str| name.contains('.') && !seen.contains(**name);
        let paths = options.mapped.iter().filter(is_path).map(|path| (*path).to_owned());
        let (members, paths): (Arc<[String]>, Arc<[String]>) =
            (names.clone().into(), paths.collect());
        names.extend(paths.iter().cloned());
        let rows = move || -> Result<SheetRows> {
            let (members, paths) = (Arc::clone(&members), Arc::clone(&paths));
            Ok(Box::new(open()?.map(move |record| {
                let (number, record) = record?;
                let cells = cells_of(&record, &members, &paths);
                let record = keeps_record.then_some(record);
                Ok(SheetRow { record, ..SheetRow::new(number, cells) })
            })))
        };
        let mut table = ImportTable::new(format!("`{file_name}`"), names.clone(), Box::new(rows))?;
        // The names of members are kept as they are, with their spaces.
        table.columns = names;
        table.is_own_form = origin.is_own();
        table.derived = origin.derived();
        Ok(table)
    }
}

/// Returns the members of a record, then the values at the paths.
fn cells_of(record: &Node, members: &[String], paths: &[String]) -> Vec<SheetCell> {
    let values: HashMap<&str, &Node> =
        record.members().iter().map(|member| (member.name(), &member.value)).collect();
    let cell = |name: &String| {
        values.get(name.as_str()).map_or_else(SheetCell::empty, |value| SheetCell::from(*value))
    };
    members.iter().map(cell).chain(paths.iter().map(|path| cell_at(record, path))).collect()
}

/// Returns the records of a document.
fn records_of(name: &str, document: Node, path: Option<&str>) -> Result<Vec<Arc<Node>>> {
    let found: Vec<Node> = match path {
        Some(path) => descend(&document, path).into_iter().cloned().collect(),
        None => vec![without_document(document)],
    };
    let at_path = path.map(|path| format!(" at `{path}`")).unwrap_or_default();
    if found.is_empty() {
        return Err(Error::failed(format!("`{name}` has nothing{at_path}")));
    }
    let items = found.into_iter().flat_map(|value| match value {
        Node::Array(items) => items,
        other => vec![other],
    });
    let records = items.zip(1..).map(|(item, number)| match item {
        Node::Object(_) => Ok(Arc::new(item)),
        _ => Err(Error::failed(format!("`{name}`: record {number}{at_path} is not a JSON object"))),
    });
    records.collect()
}

/// Returns the value of the member that holds the records, if there is one, else the document.
fn without_document(document: Node) -> Node {
    let Node::Object(mut members) = document else { return document };
    match members.iter().position(|member| member.name() == RECORDS_KEY) {
        Some(index) => members.swap_remove(index).value,
        None => Node::Object(members),
    }
}

/// Returns the value at a dotted path; joins several texts with `; `.
fn cell_at(record: &Node, path: &str) -> SheetCell {
    match descend(record, path).as_slice() {
        [] => SheetCell::empty(),
        [one] => SheetCell::from(*one),
        several => {
            let texts = several.iter().map(|value| SheetCell::from(*value).text());
            let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
            SheetCell::Text(joined(&texts))
        }
    }
}

/// Returns the values at a dotted path.
pub(super) fn descend<'v>(value: &'v Node, path: &str) -> Vec<&'v Node> {
    path.split('.').fold(vec![value], |values, step| {
        let inner = values.into_iter().flat_map(|value| match value {
            Node::Object(_) => value.get(step).into_iter().collect(),
            Node::Array(items) if step == "*" => items.iter().collect(),
            Node::Array(items) => {
                step.parse::<usize>().ok().and_then(|index| items.get(index)).into_iter().collect()
            }
            Node::Scalar(_) => Vec::new(),
        });
        inner.collect()
    })
}

/// Returns the records of a line of JSON Lines: of a draft several, or none.
fn records_of_line(record: Arc<Node>) -> Vec<Arc<Node>> {
    if drafts::is_draft(&record) {
        let document = Arc::unwrap_or_clone(record);
        return drafts::records(document).into_iter().map(Arc::new).collect();
    }
    vec![record]
}

/// Returns true if the text is JSON Lines: its first line is a record, and there are more lines or
/// the file is named as such. A file that is named as such may also be empty.
fn are_lines(file: &InputFile, offset: u64, is_named_lines: bool) -> Result<bool> {
    let mut lines = JsonLines::open(file, offset)?;
    let Some(first) = lines.next_line()? else { return Ok(is_named_lines) };
    let is_record = matches!(Node::parse(first), Ok(Node::Object(_)));
    Ok(is_record && (is_named_lines || lines.next_line()?.is_some()))
}

/// The records of JSON Lines, each with the number of its line.
struct JsonLines {
    file: InputFile,
    reader: BufReader<Box<dyn ReadSeek>>,
    line: Vec<u8>,
    number: u64,
}

impl JsonLines {
    fn open(file: &InputFile, offset: u64) -> Result<Self> {
        let reader = BufReader::new(file.open(offset)?);
        Ok(Self { file: file.clone(), reader, line: Vec::new(), number: 0 })
    }

    /// Returns the next line that is not blank.
    fn next_line(&mut self) -> Result<Option<&str>> {
        loop {
            self.line.clear();
            let read = self.reader.read_until(b'\n', &mut self.line);
            if read.map_err(|cause| self.file.unreadable(&cause))? == 0 {
                return Ok(None);
            }
            self.number += 1;
            if !self.line.trim_ascii().is_empty() {
                break;
            }
        }
        let place = || format!("`{}`, line {}", self.file.name(), self.number);
        std::str::from_utf8(self.line.trim_ascii_end())
            .map(Some)
            .map_err(|_| not_utf8(&place(), &self.line))
    }

    fn next_record(&mut self) -> Result<Option<(u64, Arc<Node>)>> {
        let parsed =
            self.next_line()?.map(|text| Node::parse(text).map_err(|why| why.in_words(text)));
        let why = match parsed {
            None => return Ok(None),
            Some(Ok(record @ Node::Object(_))) => {
                return Ok(Some((self.number, Arc::new(record))));
            }
            Some(Ok(_)) => "is no JSON object".to_owned(),
            // Each line is parsed alone, so the line in the reason is always the first.
            Some(Err(why)) => format!("is not JSON: {}", why.replace("line 1, ", "")),
        };
        let (name, number) = (self.file.name(), self.number);
        Err(Error::failed(format!("`{name}`, line {number} {why}")))
    }
}

impl Iterator for JsonLines {
    type Item = Result<(u64, Arc<Node>)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_record().transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, records: Option<&str>, paths: &[&str]) -> Vec<(u64, String)> {
        let file = InputFile::from_bytes(text.as_bytes().to_vec()).unwrap();
        let options = ImportOptions { records, mapped: paths.to_vec(), ..ImportOptions::default() };
        let table = table(&file, &options).unwrap();
        let header = table.columns.join("|");
        let rows = table.rows().unwrap().map(|row| {
            let row = row.unwrap();
            (row.number, row.cells.iter().map(SheetCell::text).collect::<Vec<_>>().join("|"))
        });
        std::iter::once((0, header)).chain(rows).collect()
    }

    #[test]
    fn records_are_found_in_lists_lines_and_at_a_path() {
        let two = [(0, "a|b".to_owned()), (1, "1|".to_owned()), (2, "|x".to_owned())];
        assert_eq!(read(r#"[{"a":1},{"b":"x","a":null}]"#, None, &[]), two);
        assert_eq!(read(r#"{"agreements":[{"a":1},{"b":"x"}]}"#, None, &[]), two);
        assert_eq!(read(r#"{"x":[{"y":[{"a":1},{"b":"x"}]}]}"#, Some("x.0.y"), &[]), two);
        assert_eq!(read("{\"a\":1}\n{\"b\":\"x\"}\n", None, &[]), two);
        assert_eq!(read(r#"{"a":1}"#, None, &[])[1], (1, "1".to_owned()));
    }

    #[test]
    fn column_may_be_a_path_into_a_record() {
        let text = r#"{"buyer":{"name":"Barnet"},"suppliers":[{"name":"A; B"},{"name":"C"}]}"#;
        let rows = read(text, None, &["buyer.name", "suppliers.*.name", "suppliers.7.name"]);
        assert!(rows[0].1.ends_with("|buyer.name|suppliers.*.name|suppliers.7.name"));
        assert!(rows[1].1.ends_with(r"|Barnet|A\; B; C|"), "{}", rows[1].1);
    }
}
