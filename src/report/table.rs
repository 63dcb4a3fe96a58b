//! The columns of lists: the fields of a record, and what is derived from it.

use std::fmt::Write;

use serde::Serialize;

pub use crate::domain::Cell;
use crate::domain::{FieldValue, HasFields, input};

/// A column of a list.
pub struct Column<T: 'static> {
    /// The name, which is the key in JSON.
    pub name: &'static str,
    /// Whether it has numbers.
    pub is_number: bool,
    source: Source<T>,
}

/// Where the cells of a column come from.
enum Source<T: 'static> {
    Derived(fn(&T) -> Cell<'_>),
    Field(Box<dyn Fn(&T) -> &(dyn FieldValue) + Send + Sync>),
}

impl<T> Column<T> {
    /// Returns a derived column of texts.
    pub(super) const fn text(name: &'static str, cell: fn(&T) -> Cell<'_>) -> Self {
        Self { name, is_number: false, source: Source::Derived(cell) }
    }

    /// Returns a derived column of numbers.
    pub(super) const fn number(name: &'static str, cell: fn(&T) -> Cell<'_>) -> Self {
        Self { name, is_number: true, source: Source::Derived(cell) }
    }

    /// Returns the columns of the fields of a record that each `T` has.
    pub(super) fn fields<R: HasFields>(record: fn(&T) -> &R) -> impl Iterator<Item = Self> {
        R::fields().iter().map(move |field| Self {
            name: field.name,
            is_number: matches!((field.get)(&R::empty()).cell(), Cell::Number(_)),
            source: Source::Field(Box::new(move |entry| (field.get)(record(entry)))),
        })
    }

    /// Returns the cell of a record.
    pub fn cell<'r>(&self, record: &'r T) -> Cell<'r> {
        match &self.source {
            Source::Derived(cell) => cell(record),
            Source::Field(field) => field(record).cell(),
        }
    }

    /// Returns the value of the field if other programs get it as JSON.
    pub fn json_value<'r>(&self, record: &'r T) -> Option<&'r dyn FieldValue> {
        match &self.source {
            Source::Derived(_) => None,
            Source::Field(field) => Some(field(record)).filter(|value| value.needs_json()),
        }
    }

    /// Appends the value for other programs to a text.
    pub fn store(&self, record: &T, text: &mut String) {
        match self.json_value(record) {
            Some(value) => store_json(value, text),
            None => store_cell(&self.cell(record), text),
        }
    }
}

/// Appends the cell to a text for other programs: a list as one text, separated by `; ` with a `;`
/// inside an item written `\;`, or as JSON if that could not be read back.
pub fn store_cell(cell: &Cell<'_>, text: &mut String) {
    // Writing to a text cannot fail.
    let _ = match cell {
        Cell::Absent => Ok(()),
        Cell::Text(it) => text.write_str(it),
        Cell::Date(date) => write!(text, "{date}"),
        Cell::Number(number) => write!(text, "{number}"),
        Cell::List(texts) => {
            if !input::join_list(texts.iter(), text) {
                store_json(texts, text);
            }
            Ok(())
        }
    };
}

/// Appends a value to a text as JSON.
pub fn store_json<T: Serialize + ?Sized>(value: &T, text: &mut String) {
    let mut bytes = std::mem::take(text).into_bytes();
    let written = serde_json::to_writer(&mut bytes, value);
    written.expect("the facts of an agreement are always JSON");
    *text = String::from_utf8(bytes).expect("JSON is UTF-8");
}

/// Columns and the cells of records.
#[derive(Debug, Clone, Default)]
pub struct Sheet<'r> {
    /// The names of the columns.
    pub columns: Vec<&'static str>,
    /// The rows.
    pub rows: Vec<Vec<Cell<'r>>>,
}
