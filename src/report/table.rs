//! The columns of lists: the fields of a record, and what is derived from it.

use std::cmp::Ordering;
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
    #[must_use]
    pub const fn text(name: &'static str, cell: fn(&T) -> Cell<'_>) -> Self {
        Self { name, is_number: false, source: Source::Derived(cell) }
    }

    /// Returns a derived column of numbers.
    #[must_use]
    pub const fn number(name: &'static str, cell: fn(&T) -> Cell<'_>) -> Self {
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

/// Compares two records by their cells, the most important one first, in either direction. Absent cells are
/// last in both directions.
///
/// Dates are compared by the first day that they may mean, then by the last, without `?` and `~`. They come before
/// numbers, and these before texts, such as `indefinite`, which are compared by code point.
#[must_use]
pub fn compare(one: &[Cell<'_>], other: &[Cell<'_>], is_descending: bool) -> Ordering {
    let mut orders = one.iter().zip(other).map(|(one, other)| {
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
    orders.find(|order| order.is_ne()).unwrap_or(Ordering::Equal)
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
pub(crate) fn store_json<T: Serialize + ?Sized>(value: &T, text: &mut String) {
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
