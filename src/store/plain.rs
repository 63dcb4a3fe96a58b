//! A registry that is read whole, in any layout.

use std::ops::Range;
use std::path::Path;

use super::node::Node;
use super::read_error::{FieldError, field_name};
use super::read_error::{check_version, damaged, text_of};
use super::scan::{Scanner, decoded};
use crate::domain::Id;
use crate::error::{Error, Result};
use crate::json::syntax_error::{SyntaxError, position};

/// The member of the document that holds the records.
pub(super) const RECORDS_MEMBER: &str = "agreements";

/// The text of a registry, and the places of its records.
///
/// The text is valid JSON without duplicate names, in a known version, and every record has its own
/// id. The rest of a record is parsed on request.
#[derive(Debug)]
pub(super) struct PlainFile {
    pub(super) text: String,
    /// By id.
    pub(super) places: Vec<Place>,
}

/// The place of a record in the text.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) id: Box<str>,
    pub(super) span: Range<usize>,
    pub(super) is_canonical: bool,
}

impl PlainFile {
    /// Reads `bytes` as the registry that is called `shown` in messages; returns the members of the
    /// document beside it, with an empty list in the place of the records.
    ///
    /// Fails if the file is damaged; the message names the place. An unknown version is reported first:
    /// the rest of such a file may have any shape.
    pub(super) fn of_bytes(shown: &Path, bytes: Vec<u8>) -> Result<(Self, Node)> {
        let text = text_of(shown, bytes)?;
        let wrong = |fault: SyntaxError| damaged(shown, &text, &fault);
        let is_blank = |letter: char| letter.is_ascii_whitespace() || letter == '\u{feff}';
        if text.chars().all(is_blank) {
            return Err(Error::damaged(format!("`{}` is empty", shown.display()))
                .with_hint("restore it from a copy, or remove it and start with `mou init`"));
        }
        check_version(shown, &text)?;
        let (members, mut places) = scan(&text).map_err(wrong)?;
        if !places.is_sorted_by(|one, next| one.id < next.id) {
            places.sort_by(|one, next| (&one.id, one.span.start).cmp(&(&next.id, next.span.start)));
            check_unique(shown, &text, &places)?;
        }
        Ok((Self { text, places }, members))
    }

    /// Returns the number of the record that has this very id, in the order of the ids.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.places.binary_search_by(|place| place.id.as_ref().cmp(id)).ok()
    }

    /// Returns the text of a record.
    pub(super) fn text_at(&self, place: &Place) -> &str {
        self.text.get(place.span.clone()).unwrap_or_default()
    }

    /// Returns the error for a value that breaks its form at `at`, in the record `of` or in none.
    pub(super) fn field_error(
        &self,
        shown: &Path,
        of: &str,
        error: &FieldError,
        at: usize,
    ) -> Error {
        let field = field_name(&error.path);
        let of = match (of.is_empty(), field.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!("field `{field}`: "),
            (false, true) => format!("record `{of}`: "),
            (false, false) => format!("record `{of}`, field `{field}`: "),
        };
        damaged(shown, &self.text, &SyntaxError::new(at, format!("{of}{}", error.words)))
    }
}

/// Returns the members of the document without the records, and the places of the records.
fn scan(text: &str) -> std::result::Result<(Node, Vec<Place>), SyntaxError> {
    let mut scanner = Scanner::new(text);
    let start = scanner.at;
    let mut members = Vec::new();
    let mut places = None;
    scanner.object(|scanner, key| {
        let value = if key.name == RECORDS_MEMBER {
            places = Some(scan_records(scanner)?);
            Node::Array(Vec::new())
        } else {
            Node::scan(scanner)?
        };
        members.push(key.with(value));
        Ok(())
    })?;
    scanner.end()?;
    let places =
        places.ok_or_else(|| SyntaxError::new(start, format!("it has no `{RECORDS_MEMBER}`")))?;
    Ok((Node::Object(members), places))
}

fn scan_records(scanner: &mut Scanner<'_>) -> std::result::Result<Vec<Place>, SyntaxError> {
    let mut places = Vec::new();
    scanner.array(|scanner| {
        let start = scanner.at;
        let mut id: Option<Box<str>> = None;
        let mut is_first = true;
        let mut is_plain = false;
        scanner.start_layout_check();
        scanner.object(|scanner, key| {
            let at = scanner.at;
            scanner.skip()?;
            if key.name == "id" {
                let spelled = scanner.slice(at..scanner.at);
                let read = id_of(spelled).map_err(|words| SyntaxError::new(at, words))?;
                is_plain = is_first && key.spelled == "\"id\"" && spelled.len() == read.len() + 2;
                id = Some(read);
            }
            is_first = false;
            Ok(())
        })?;
        let id = id.ok_or_else(|| SyntaxError::new(start, "a record without an `id`"))?;
        let is_canonical = is_plain && scanner.has_canonical_layout();
        places.push(Place { id, span: start..scanner.at, is_canonical });
        Ok(())
    })?;
    Ok(places)
}

/// Returns the id that is spelled so, or why it is none.
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

fn check_unique(shown: &Path, text: &str, places: &[Place]) -> Result<()> {
    let twice = places.windows(2).find_map(|pair| match pair {
        [one, next] if one.id == next.id => Some((one, next)),
        _ => None,
    });
    let Some((one, next)) = twice else {
        return Ok(());
    };
    let (first, _) = position(text, one.span.start);
    let (second, _) = position(text, next.span.start);
    let shown = shown.display();
    let words = format!("`{shown}` is damaged: the id `{}` occurs twice", one.id);
    Err(Error::damaged(format!("{words} (lines {first} and {second})"))
        .with_hint("change one of the two ids in a text editor"))
}
