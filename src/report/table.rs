//! Records by column: what a list shows of each, and how it is sorted.

use std::borrow::Cow;
use std::fmt::Write;

use serde::Serialize;

use crate::domain::{Date, Text, typed};

/// A column of a list: its name, which is the key of the record, and what it holds of a record.
pub struct Column<T> {
    /// The name.
    pub name: &'static str,
    /// Whether it holds numbers.
    pub is_number: bool,
    /// What it holds of a record.
    pub cell: fn(&T) -> Cell<'_>,
    /// Adds what another program gets of it to a text, where that is not the same: several things as
    /// JSON. Nothing, where there are none.
    pub stored: Option<fn(&T, &mut String)>,
}

impl<T> Column<T> {
    /// Returns a column of texts.
    pub(super) const fn text(name: &'static str, cell: fn(&T) -> Cell<'_>) -> Self {
        Self { name, is_number: false, cell, stored: None }
    }

    /// Returns a column of numbers.
    pub(super) const fn number(name: &'static str, cell: fn(&T) -> Cell<'_>) -> Self {
        Self { name, is_number: true, cell, stored: None }
    }

    /// Returns a column of what a person reads in one form, and another program in another.
    pub(super) const fn things(
        name: &'static str,
        cell: fn(&T) -> Cell<'_>,
        stored: fn(&T, &mut String),
    ) -> Self {
        Self { name, is_number: false, cell, stored: Some(stored) }
    }

    /// Adds what another program gets of the column to the text.
    pub fn store(&self, record: &T, text: &mut String) {
        match self.stored {
            Some(stored) => stored(record, text),
            None => (self.cell)(record).store(text),
        }
    }
}

/// What a column holds of a record, from which its texts are borrowed where they stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'r> {
    /// It is not known, or there is none.
    Absent,
    /// A text.
    Text(Cow<'r, str>),
    /// A date.
    Date(Date),
    /// A number.
    Number(i64),
    /// Several texts.
    List(Cow<'r, [Text]>),
}

impl<'r> Cell<'r> {
    /// Returns the text, or nothing where there is none.
    #[must_use]
    pub fn text(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Absent, |text| Self::Text(text.to_string().into()))
    }

    /// Returns the date, or nothing where there is none.
    #[must_use]
    pub fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Absent, Self::Date)
    }

    /// Returns the number, or nothing where there is none.
    #[must_use]
    pub fn number(number: Option<i64>) -> Self {
        number.map_or(Self::Absent, Self::Number)
    }

    /// Returns the text, or nothing where it is empty.
    pub(super) fn full(text: impl Into<Cow<'r, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Absent } else { Self::Text(text) }
    }

    /// Returns the text as it stands in the record, or nothing where there is none.
    pub(super) fn given(text: Option<&'r Text>) -> Self {
        text.map_or(Self::Absent, |text| Self::Text(text.into()))
    }

    /// Returns the texts, or nothing where there are none.
    pub(super) fn texts(texts: &'r [Text]) -> Self {
        if texts.is_empty() { Self::Absent } else { Self::List(texts.into()) }
    }

    /// Returns what the things are called, or nothing where there are none.
    #[must_use]
    pub fn list<T: ToString>(things: &[T]) -> Self {
        if things.is_empty() {
            return Self::Absent;
        }
        Self::List(things.iter().map(|thing| thing.to_string().into()).collect())
    }

    /// Returns the cell as a person reads it.
    #[must_use]
    pub fn shown(self) -> Cow<'r, str> {
        match self {
            Self::Absent => "".into(),
            Self::Text(text) => text,
            Self::Date(date) => date.to_string().into(),
            Self::Number(number) => number.to_string().into(),
            Self::List(texts) => texts.join("; ").into(),
        }
    }

    /// Adds the cell to the text as another program reads it: a list in one, its items separated by
    /// `; ` with a `;` inside them written `\;`, or as JSON where that could not be read back.
    pub fn store(&self, text: &mut String) {
        // A text takes all that is written to it.
        let _ = match self {
            Self::Absent => Ok(()),
            Self::Text(it) => text.write_str(it),
            Self::Date(date) => write!(text, "{date}"),
            Self::Number(number) => write!(text, "{number}"),
            Self::List(texts) => {
                if !typed::join(texts.iter(), text) {
                    json(texts, text);
                }
                Ok(())
            }
        };
    }
}

/// Adds several things to the text as JSON; nothing where there are none.
pub(super) fn several<'t, T>(things: &'t T, text: &mut String)
where
    T: Serialize + ?Sized,
    &'t T: IntoIterator,
{
    if things.into_iter().next().is_some() {
        json(things, text);
    }
}

/// Adds what is given to the text as JSON.
pub(super) fn json<T: Serialize + ?Sized>(things: &T, text: &mut String) {
    let mut bytes = std::mem::take(text).into_bytes();
    let written = serde_json::to_writer(&mut bytes, things);
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
