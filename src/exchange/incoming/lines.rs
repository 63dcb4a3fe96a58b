//! JSON Lines: a record a line.

use std::io::{BufRead, BufReader};
use std::sync::Arc;

use super::source::{Seekable, Source, not_utf8};
use crate::error::{Error, Result};
use crate::json::document::Node;

/// Tells whether the text is JSON Lines: the first line is a record, and there is more behind it, or
/// it is named so; one that is named so may also have none.
pub(super) fn are_lines(source: &Source, from: u64, is_named: bool) -> Result<bool> {
    let mut lines = Lines::open(source, from)?;
    let Some(first) = lines.text()? else { return Ok(is_named) };
    let is_record = matches!(Node::parse(first), Ok(Node::Object(_)));
    Ok(is_record && (is_named || lines.text()?.is_some()))
}

/// The records of JSON Lines, read one at a time, each with the number of its line.
pub(super) struct Lines {
    source: Source,
    reader: BufReader<Box<dyn Seekable>>,
    line: Vec<u8>,
    number: u64,
}

impl Lines {
    /// Opens the lines of `source`, from the byte at `from` on.
    pub(super) fn open(source: &Source, from: u64) -> Result<Self> {
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

    fn record(&mut self) -> Result<Option<(u64, Arc<Node>)>> {
        let read = self.text()?.map(|text| Node::parse(text).map_err(|why| why.in_words(text)));
        let why = match read {
            None => return Ok(None),
            Some(Ok(record @ Node::Object(_))) => {
                return Ok(Some((self.number, Arc::new(record))));
            }
            Some(Ok(_)) => "is no JSON object".to_owned(),
            // The line that it names is always the first: one is read at a time.
            Some(Err(why)) => format!("is not JSON: {}", why.replace("line 1, ", "")),
        };
        let (name, number) = (self.source.name(), self.number);
        Err(Error::failed(format!("`{name}`, line {number} {why}")))
    }
}

impl Iterator for Lines {
    type Item = Result<(u64, Arc<Node>)>;

    fn next(&mut self) -> Option<Self::Item> {
        self.record().transpose()
    }
}
