//! Records by column: what a list shows of each, and how it is sorted.

use std::borrow::Cow;
use std::cmp::Ordering;
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
        Self::List(things.iter().map(ToString::to_string).collect())
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

/// Compares two records by their cells, the most important one first, in either direction. Absent cells are
/// last in both directions.
///
/// Dates are compared by the first day that they may mean, then by the last, without `?` and `~`. They come before
/// numbers, and these before texts, such as `indefinite`, which are compared by code point.
#[must_use]
pub fn compare(one: &[Cell<'_>], other: &[Cell<'_>], is_descending: bool) -> Ordering {
    let orders = one.iter().zip(other).map(|(one, other)| {
        let order = match (one, other) {
            (Cell::Absent, _) | (_, Cell::Absent) => {
                return (*one == Cell::Absent).cmp(&(*other == Cell::Absent));
            }
            (Cell::Date(one), Cell::Date(other)) => {
                (one.first(), one.last()).cmp(&(other.first(), other.last()))
            }
            (Cell::Number(one), Cell::Number(other)) => one.cmp(other),
            (Cell::Text(one), Cell::Text(other)) => one.cmp(other),
            (Cell::Date(_), _) => Ordering::Less,
            (_, Cell::Date(_)) => Ordering::Greater,
            (Cell::Number(_), _) => Ordering::Less,
            (_, Cell::Number(_)) => Ordering::Greater,
            (one, other) => one.clone().shown().cmp(&other.clone().shown()),
        };
        if is_descending { order.reverse() } else { order }
    });
    orders.fold(Ordering::Equal, Ordering::then)
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells of a column, the ones that come first before the others.
    fn columns() -> [Vec<Cell<'static>>; 3] {
        let date = |text: &str| Cell::Date(text.parse().unwrap());
        let text = |text: &'static str| Cell::Text(text.into());
        let numbers = [i64::MIN, -256, -1, 0, 1, 255, 256, i64::MAX].map(Cell::Number);
        [
            vec![
                date("0001"),
                date("2022-07-01"),
                date("2022-07"),
                date("2022-07-02"),
                date("9999-12-31"),
                text("indefinite"),
            ],
            numbers.into(),
            vec![
                text(""),
                text("\0"),
                text("\0\0"),
                text("\u{1}"),
                text("A"),
                text("a"),
                text("a\0"),
                text("a\0b"),
                text("a\u{1}"),
                Cell::list(&["a", "b"]),
                text("a; c"),
                text("aa"),
                text("é"),
                text("\u{ffff}"),
                text("😀"),
            ],
        ]
    }

    #[test]
    fn cells_are_sorted_by_value_and_absent_ones_are_last_in_both_directions() {
        for column in columns() {
            for (index, one) in column.iter().enumerate() {
                for (next, other) in column.iter().enumerate() {
                    for key in [Cell::clone, |cell: &Cell<'static>| cell.clone().into_sort_key()] {
                        let order =
                            |is_descending| compare(&[key(one)], &[key(other)], is_descending);
                        assert_eq!(order(false), index.cmp(&next), "{one:?} {other:?}");
                        assert_eq!(order(true), next.cmp(&index), "{one:?} {other:?}");
                    }
                }
                for is_descending in [false, true] {
                    let order = compare(std::slice::from_ref(one), &[Cell::Absent], is_descending);
                    assert_eq!(order, Ordering::Less, "{one:?}");
                }
            }
        }
    }

    #[test]
    fn later_cells_count_if_the_first_are_equal() {
        let record = |number, text: &'static str| [Cell::Number(number), Cell::Text(text.into())];
        assert_eq!(compare(&record(1, "b"), &record(2, "a"), false), Ordering::Less);
        assert_eq!(compare(&record(1, "b"), &record(1, "a"), false), Ordering::Greater);
        assert_eq!(compare(&record(1, "a"), &record(1, "a"), true), Ordering::Equal);
    }

    #[test]
    fn uncertain_and_approximate_dates_sort_as_certain_ones() {
        let date = |text: &str| [Cell::Date(text.parse().unwrap())];
        assert_eq!(compare(&date("2022-07-01?"), &date("2022-07-01"), false), Ordering::Equal);
        assert_eq!(compare(&date("2022-07~"), &date("2022-07"), true), Ordering::Equal);
    }
}
