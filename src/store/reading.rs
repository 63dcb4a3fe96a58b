//! A registry as it was read: its head, and its records one after another.

use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::document::Node;
use super::fault::{Fault, position};
use super::field::{Stumble, field_name, locate, parse};
use super::refusal::{FORMAT, VERSION, check_version, damaged, text_of};
use super::scan::{Scanner, decoded};
use crate::domain::{Agreement, Head, Id};
use crate::error::{Error, Result};

/// The member of the document that holds the records.
pub(super) const RECORDS: &str = "agreements";

/// A registry as it stood when it was read.
///
/// The whole text is sound JSON without duplicate names, of a version that is known, and every
/// record has an id of its own. What a record holds beside its id is read when it is asked for.
#[derive(Debug)]
pub struct Reading {
    shown: PathBuf,
    text: String,
    head: Head,
    /// The members of the document; the value of `agreements` is left out.
    members: Node,
    /// By id.
    places: Vec<Place>,
    exists: bool,
}

/// Where a record stands in the text.
#[derive(Debug)]
struct Place {
    id: Box<str>,
    span: Range<usize>,
    is_canonical: bool,
}

/// A record of a registry, not yet read.
#[derive(Debug, Clone, Copy)]
pub struct Record<'r> {
    reading: &'r Reading,
    place: &'r Place,
}

impl Reading {
    /// Reads `bytes` as the registry that is called `shown` in messages.
    ///
    /// Fails with what is wrong and where. A version that is not known is told first: the rest of
    /// such a file may have any shape.
    pub fn of_bytes(shown: &Path, bytes: Vec<u8>) -> Result<Self> {
        let text = text_of(shown, bytes)?;
        let wrong = |fault: Fault| damaged(shown, &text, &fault);
        let is_blank = |letter: char| letter.is_ascii_whitespace() || letter == '\u{feff}';
        if text.chars().all(is_blank) {
            return Err(Error::damaged(format!("`{}` is empty", shown.display()))
                .with_hint("bring it back from a copy, or remove it and begin with `mou init`"));
        }
        check_version(shown, &text)?;
        let (members, mut places) = scan(&text).map_err(wrong)?;
        if !places.is_sorted_by(|one, next| one.id < next.id) {
            places.sort_by(|one, next| (&one.id, one.span.start).cmp(&(&next.id, next.span.start)));
            check_unique(shown, &text, &places)?;
        }
        let mut reading = Self {
            shown: shown.to_owned(),
            text,
            head: Head::default(),
            members,
            places,
            exists: true,
        };
        reading.head = parse(&reading.members.print()).map_err(|stumble| {
            let at = locate(&reading.text, 0, &stumble.path).unwrap_or_default();
            reading.stumbled("", &stumble, at)
        })?;
        Ok(reading)
    }

    /// Returns the registry that is not there yet, with the head that it is to have.
    pub(super) fn nothing(shown: &Path, head: Head) -> Result<Self> {
        let empty = format!("{{\"format\":\"{FORMAT}\",\"version\":{VERSION},\"{RECORDS}\":[]}}");
        let mut reading = Self::of_bytes(shown, empty.into_bytes())?;
        reading.text.clear();
        reading.head = head;
        reading.exists = false;
        Ok(reading)
    }

    /// Returns what the registry says of itself.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// Returns the members of the document; the value of `agreements` is left out.
    #[must_use]
    pub fn members(&self) -> &Node {
        &self.members
    }

    /// Tells whether there is a file; a default registry that is not there yet reads as empty.
    #[must_use]
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Returns the path under which the registry was asked for.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.shown
    }

    /// Returns the records, by id.
    pub fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.places.iter().map(|place| Record { reading: self, place })
    }

    /// Returns every record read as `T`, by id: the whole [`Agreement`], or a type with some of its
    /// fields.
    pub fn each<T: DeserializeOwned>(&self) -> impl Iterator<Item = Result<T>> {
        self.records().map(|record| record.read())
    }

    /// Returns the record that has this very id.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<Record<'_>> {
        let at = self.places.binary_search_by(|place| place.id.as_ref().cmp(id)).ok()?;
        self.places.get(at).map(|place| Record { reading: self, place })
    }

    /// Reads every record in full, and fails on the first that breaks a form.
    pub fn verify(&self) -> Result<()> {
        self.each::<Agreement>().try_for_each(|agreement| agreement.map(drop))
    }

    pub(super) fn text_len(&self) -> usize {
        self.text.len()
    }

    fn stumbled(&self, of: &str, stumble: &Stumble, at: usize) -> Error {
        let field = field_name(&stumble.path);
        let of = match (of.is_empty(), field.is_empty()) {
            (true, true) => String::new(),
            (true, false) => format!("field `{field}`: "),
            (false, true) => format!("record `{of}`: "),
            (false, false) => format!("record `{of}`, field `{field}`: "),
        };
        damaged(&self.shown, &self.text, &Fault::new(at, format!("{of}{}", stumble.words)))
    }
}

impl<'r> Record<'r> {
    /// Returns its id.
    #[must_use]
    pub fn id(&self) -> &'r str {
        &self.place.id
    }

    /// Returns its text, as it stands in the file.
    #[must_use]
    pub fn text(&self) -> &'r str {
        self.reading.text.get(self.place.span.clone()).unwrap_or_default()
    }

    /// Returns what it holds as `T`.
    ///
    /// Fails where a value breaks its form, with the record, the field and the line named.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        parse(self.text()).map_err(|stumble| {
            let start = self.place.span.start;
            let at = locate(self.text(), start, &stumble.path).unwrap_or(start);
            self.reading.stumbled(self.id(), &stumble, at)
        })
    }

    /// Returns the whole agreement; fails like [`Self::read`].
    pub fn agreement(&self) -> Result<Agreement> {
        self.read()
    }

    /// Returns its text in the canonical form, all of it with the spelling that it has.
    #[must_use]
    pub fn pretty(&self) -> String {
        self.node().print()
    }

    /// Returns its text, all of it with the spelling that it has.
    pub(super) fn node(&self) -> Node {
        let text = self.text();
        Node::parse(text).unwrap_or_else(|_| Node::Scalar(text.to_owned()))
    }

    /// Tells whether it stands in the file as it would be written.
    pub(super) fn is_canonical(&self) -> bool {
        self.place.is_canonical
    }
}

/// Returns the members of the document without the records, and where the records stand.
fn scan(text: &str) -> std::result::Result<(Node, Vec<Place>), Fault> {
    let mut scanner = Scanner::new(text);
    let start = scanner.at;
    let mut members = Vec::new();
    let mut places = None;
    scanner.object(|scanner, key| {
        let value = if key.name == RECORDS {
            places = Some(scan_records(scanner)?);
            Node::Array(Vec::new())
        } else {
            Node::scan(scanner)?
        };
        members.push(key.with(value));
        Ok(())
    })?;
    scanner.end()?;
    let places = places.ok_or_else(|| Fault::new(start, format!("it has no `{RECORDS}`")))?;
    Ok((Node::Object(members), places))
}

fn scan_records(scanner: &mut Scanner<'_>) -> std::result::Result<Vec<Place>, Fault> {
    let mut places = Vec::new();
    scanner.array(|scanner| {
        let start = scanner.at;
        let mut id: Option<Box<str>> = None;
        let mut is_first = true;
        let mut is_plain = false;
        scanner.watch();
        scanner.object(|scanner, key| {
            let at = scanner.at;
            scanner.skip()?;
            if key.name == "id" {
                let spelled = scanner.slice(at..scanner.at);
                let read = id_of(spelled).map_err(|words| Fault::new(at, words))?;
                is_plain = is_first && key.spelled == "\"id\"" && spelled.len() == read.len() + 2;
                id = Some(read);
            }
            is_first = false;
            Ok(())
        })?;
        let id = id.ok_or_else(|| Fault::new(start, "a record without an `id`"))?;
        let is_canonical = is_plain && scanner.is_tidy();
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
    let words = format!("`{shown}` is damaged: the id `{}` is there twice", one.id);
    Err(Error::damaged(format!("{words} (lines {first} and {second})"))
        .with_hint("give one of the two another id with a text editor"))
}
