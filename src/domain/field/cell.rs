//! The value of a field or of a column of a list, as tables show, sort and filter it.

use std::borrow::Cow;

use crate::domain::date::Date;
use crate::domain::search::fold;
use crate::domain::text::Text;

/// A value to show. Its texts are borrowed from the record if they occur there.
///
/// ```
/// use mou::domain::{Cell, Text};
///
/// assert_eq!(Cell::number(Some(3)).shown(), "3");
/// assert_eq!(Cell::texts(&[Text::from("data"), Text::from("cloud")]).shown(), "data; cloud");
/// assert_eq!(Cell::Absent.shown(), "");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell<'r> {
    /// There is none, or it is not known.
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
    /// Returns the text; `Absent` if there is none.
    #[must_use]
    pub fn text(text: Option<impl ToString>) -> Self {
        text.map_or(Self::Absent, |text| Self::Text(text.to_string().into()))
    }

    /// Returns the date; `Absent` if there is none.
    #[must_use]
    pub fn date(date: Option<Date>) -> Self {
        date.map_or(Self::Absent, Self::Date)
    }

    /// Returns the number; `Absent` if there is none.
    #[must_use]
    pub fn number(number: Option<i64>) -> Self {
        number.map_or(Self::Absent, Self::Number)
    }

    /// Returns the text; `Absent` if it is empty.
    pub fn full(text: impl Into<Cow<'r, str>>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Absent } else { Self::Text(text) }
    }

    /// Returns the text of the record; `Absent` if there is none.
    #[must_use]
    pub fn given(text: Option<&'r Text>) -> Self {
        text.map_or(Self::Absent, |text| Self::Text(text.as_str().into()))
    }

    /// Returns the texts of the record; `Absent` if there are none.
    #[must_use]
    pub fn texts(texts: &'r [Text]) -> Self {
        if texts.is_empty() { Self::Absent } else { Self::List(texts.into()) }
    }

    /// Returns the texts of the items; `Absent` if there are none.
    #[must_use]
    pub fn list<T: ToString>(items: &[T]) -> Self {
        if items.is_empty() {
            return Self::Absent;
        }
        Self::List(items.iter().map(|item| item.to_string().into()).collect())
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

    /// Returns the cells by which people sort: texts without case and accents, equal ones by code point.
    #[must_use]
    pub fn into_folded_sort_key(self) -> [Cell<'static>; 2] {
        match self.into_sort_key() {
            Cell::Text(text) => [Cell::Text(fold(&text).into()), Cell::Text(text)],
            other => [other, Cell::Absent],
        }
    }

    /// Returns the cell as it is kept for sorting. A list is sorted by its text.
    #[must_use]
    pub fn into_sort_key(self) -> Cell<'static> {
        match self {
            Self::Absent => Cell::Absent,
            Self::Date(date) => Cell::Date(date),
            Self::Number(number) => Cell::Number(number),
            text => Cell::Text(text.shown().into_owned().into()),
        }
    }
}
