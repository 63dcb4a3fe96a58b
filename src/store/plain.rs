//! A registry that is read whole, because its layout is not the canonical one.

use std::ops::Range;
use std::path::{Path, PathBuf};

use super::node::Node;
use super::read_error::{FieldError, check_version, damaged, field_name, locate, parse, text_of};
use super::scan::{Scanner, decoded};
use crate::domain::{Header, Id};
use crate::error::{Error, Result};
use crate::json::syntax_error::{SyntaxError, position};

/// The member of the document that holds the records.
pub(super) const RECORDS_MEMBER: &str = "agreements";

/// The text of a registry, and where its records are in it.
///
/// The text is valid JSON of a known version, no object in it has two members of one name, and the ids of the records
/// are valid and unique. The other fields of a record are checked when it is parsed.
#[derive(Debug)]
pub(super) struct PlainFile {
    /// The path for messages.
    pub(super) path: PathBuf,
    /// The members of the document, with an empty list of records.
    pub(super) members: Node,
    text: String,
    /// The records, sorted by id.
    pub(super) spans: Vec<RecordSpan>,
}

/// Where a record is in the text.
#[derive(Debug)]
pub(super) struct RecordSpan {
    pub(super) id: Box<str>,
    pub(super) range: Range<usize>,
}

impl PlainFile {
    /// Reads `bytes` as a registry; messages name the path `shown`.
    ///
    /// Fails if the file is damaged; the message says where. An unknown version is reported first: the rest of such a
    /// file may have any form.
    pub(super) fn of_bytes(shown: &Path, bytes: Vec<u8>) -> Result<Self> {
        let text = text_of(shown, bytes)?;
        let wrong = |fault: SyntaxError| damaged(shown, &text, &fault);
        let is_blank = |letter: char| letter.is_ascii_whitespace() || letter == '\u{feff}';
        if text.chars().all(is_blank) {
            return Err(Error::damaged(format!("`{}` is empty", shown.display()))
                .with_hint("restore it from a copy, or remove it and start with `mou init`"));
        }
        check_version(shown, &text)?;
        let (members, mut spans) = scan(&text).map_err(wrong)?;
        if !spans.is_sorted_by(|one, next| one.id < next.id) {
            spans
                .sort_by(|one, next| (&one.id, one.range.start).cmp(&(&next.id, next.range.start)));
            check_unique(shown, &text, &spans)?;
        }
        Ok(Self { path: shown.to_owned(), members, text, spans })
    }

    /// Returns the index of the record with this id.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.spans.binary_search_by(|span| span.id.as_ref().cmp(id)).ok()
    }

    /// Returns the text of a record.
    pub(super) fn text_of(&self, span: &RecordSpan) -> &str {
        self.text.get(span.range.clone()).unwrap_or_default()
    }

    /// Parses the header.
    pub(super) fn header(&self) -> Result<Header> {
        parse(&self.members.print()).map_err(|error| {
            let at = locate(&self.text, 0, &error.path).unwrap_or_default();
            self.field_error("", &error, at)
        })
    }

    /// Returns the error for a value of the wrong form at the offset `at`, in the record `of`, or in the header if
    /// `of` is empty.
    pub(super) fn field_error(&self, of: &str, error: &FieldError, at: usize) -> Error {
        let field = field_name(&error.path);
        let of = match (of.is_empty(), field.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!("field `{field}`: "),
            (false, true) => format!("record `{of}`: "),
            (false, false) => format!("record `{of}`, field `{field}`: "),
        };
        damaged(&self.path, &self.text, &SyntaxError::new(at, format!("{of}{}", error.words)))
    }
}

/// Returns the members of the document with an empty list of records, and where the records are.
fn scan(text: &str) -> std::result::Result<(Node, Vec<RecordSpan>), SyntaxError> {
    let mut scanner = Scanner::new(text);
    let start = scanner.at;
    let mut members = Vec::new();
    let mut spans = None;
    scanner.object(|scanner, key| {
        let value = if key.name == RECORDS_MEMBER {
            spans = Some(scan_records(scanner)?);
            Node::Array(Vec::new())
        } else {
            Node::scan(scanner)?
        };
        members.push(key.with(value));
        Ok(())
    })?;
    scanner.end()?;
    let spans =
        spans.ok_or_else(|| SyntaxError::new(start, format!("it has no `{RECORDS_MEMBER}`")))?;
    Ok((Node::Object(members), spans))
}

fn scan_records(scanner: &mut Scanner<'_>) -> std::result::Result<Vec<RecordSpan>, SyntaxError> {
    let mut spans = Vec::new();
    scanner.array(|scanner| {
        let start = scanner.at;
        let mut id: Option<Box<str>> = None;
        scanner.object(|scanner, key| {
            let at = scanner.at;
            scanner.skip()?;
            if key.name == "id" {
                let spelled = scanner.slice(at..scanner.at);
                id = Some(id_of(spelled).map_err(|words| SyntaxError::new(at, words))?);
            }
            Ok(())
        })?;
        let id = id.ok_or_else(|| SyntaxError::new(start, "a record without an `id`"))?;
        spans.push(RecordSpan { id, range: start..scanner.at });
        Ok(())
    })?;
    Ok(spans)
}

/// Returns the id with this spelling, or why it is not an id.
fn id_of(spelled: &str) -> std::result::Result<Box<str>, String> {
    if !spelled.starts_with('"') {
        return Err("the `id` of a record is not a text".to_owned());
    }
    let id = decoded(spelled);
    match id.parse::<Id>() {
        Ok(_) => Ok(id.into()),
        Err(reason) => Err(format!("field `id`: {reason}")),
    }
}

/// Fails if two records have the same id. The records are sorted by id.
fn check_unique(shown: &Path, text: &str, spans: &[RecordSpan]) -> Result<()> {
    let twice = spans.windows(2).find_map(|pair| match pair {
        [one, next] if one.id == next.id => Some((one, next)),
        _ => None,
    });
    let Some((one, next)) = twice else {
        return Ok(());
    };
    let (first, _) = position(text, one.range.start);
    let (second, _) = position(text, next.range.start);
    let shown = shown.display();
    let words = format!("`{shown}` is damaged: the id `{}` occurs twice", one.id);
    Err(Error::damaged(format!("{words} (lines {first} and {second})"))
        .with_hint("change one of the two ids in a text editor"))
}
