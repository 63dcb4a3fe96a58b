//! By what a list is sorted, in little memory.

use super::table::Cell;

/// By what a record stands in a list: the bytes of two keys stand to each other as the records do, so
/// that what is compared most often is compared soonest.
///
/// Dates come by the [first day](crate::domain::Date) that they may mean, and before texts such as
/// `indefinite`; texts come by code point. What is absent comes last, also where the order is turned
/// round. Where all of that is the same, the id counts.
///
/// ```
/// use mou::report::sort_key::SortKey;
/// use mou::report::table::Cell;
///
/// let soon = SortKey::new(&[Cell::Number(2)], false, "b");
/// let late = SortKey::new(&[Cell::Number(10)], false, "a");
/// let never = SortKey::new(&[Cell::Absent], false, "a");
/// assert!(soon < late && late < never);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct SortKey(Box<[u8]>);

/// What stands before what a cell holds. Turned round, each of them still comes before the last.
const DATE: u8 = 1;
const NUMBER: u8 = 2;
const TEXT: u8 = 3;
const ABSENT: u8 = u8::MAX;

/// How many bytes a date or a number takes.
const USUAL_CELL: usize = 9;

impl SortKey {
    /// Returns the key of the record of this id: what it has in the columns that count, the most important
    /// one first, in their order or turned round.
    #[must_use]
    pub fn new(cells: &[Cell<'_>], descending: bool, id: &str) -> Self {
        let mut key = Vec::with_capacity(USUAL_CELL * cells.len() + id.len());
        for cell in cells {
            let start = key.len();
            add(cell, &mut key);
            if descending && *cell != Cell::Absent {
                key[start..].iter_mut().for_each(|byte| *byte = !*byte);
            }
        }
        key.extend(id.bytes());
        Self(key.into())
    }
}

/// Adds a cell, so that no other cell begins as it does.
fn add(cell: &Cell<'_>, key: &mut Vec<u8>) {
    match cell {
        Cell::Absent => key.push(ABSENT),
        Cell::Date(date) => {
            key.push(DATE);
            // `?` and `~` change neither possible day (S1), so they do not take part.
            key.extend((date.rank() >> 8).to_be_bytes());
        }
        Cell::Number(number) => {
            key.push(NUMBER);
            // The negative ones come first.
            key.extend((number ^ i64::MIN).to_be_bytes());
        }
        Cell::Text(text) => add_text(text, key),
        Cell::List(_) => add_text(&cell.clone().shown(), key),
    }
}

fn add_text(text: &str, key: &mut Vec<u8>) {
    key.push(TEXT);
    for byte in text.bytes() {
        key.push(byte);
        // A zero of the text is told from its end, which comes before all that goes on.
        key.extend((byte == 0).then_some(u8::MAX));
    }
    key.extend([0, 0]);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

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
    fn cells_come_in_the_order_of_what_they_say_and_the_absent_last_either_way() {
        for column in columns() {
            for (at, one) in column.iter().enumerate() {
                for (behind, other) in column.iter().enumerate() {
                    for (descending, order) in [(false, at.cmp(&behind)), (true, behind.cmp(&at))] {
                        let key = |cell| SortKey::new(std::slice::from_ref(cell), descending, "");
                        assert_eq!(key(one).cmp(&key(other)), order, "{one:?} {other:?}");
                        assert!(key(one) < key(&Cell::Absent), "{one:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn uncertain_and_approximate_dates_sort_as_certain_ones() {
        let key = |text: &str| SortKey::new(&[Cell::Date(text.parse().unwrap())], false, "");
        assert_eq!(key("2022-07-01?").cmp(&key("2022-07-01")), std::cmp::Ordering::Equal);
        assert_eq!(key("2022-07~").cmp(&key("2022-07")), std::cmp::Ordering::Equal);
    }

    proptest! {
        #[test]
        fn the_first_cells_that_differ_count_and_then_the_id(
            one in ("[\0a]{0,2}", "[\0a]{0,2}", "[a-b]{1,2}"),
            other in ("[\0a]{0,2}", "[\0a]{0,2}", "[a-b]{1,2}"),
            descending: bool,
        ) {
            let key = |(first, second, id): &(String, String, String)| {
                let cell = |text: &String| Cell::Text(text.clone().into());
                SortKey::new(&[cell(first), cell(second)], descending, id)
            };
            let cells = (&one.0, &one.1).cmp(&(&other.0, &other.1));
            let cells = if descending { cells.reverse() } else { cells };
            prop_assert_eq!(key(&one).cmp(&key(&other)), cells.then(one.2.cmp(&other.2)));
        }
    }
}
