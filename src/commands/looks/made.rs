//! What came of both looks at the records, in one list.

use std::iter::{Flatten, Peekable};
use std::vec::IntoIter;

/// What was made of a record, with its mark.
type Marked<T> = (u64, T);

/// What was made of records at the first look, part by part, and of others at the second, by record: none
/// of it is moved before it is asked for.
#[derive(Debug)]
pub(crate) struct Made<T> {
    first: Peekable<Flatten<IntoIter<Vec<Marked<T>>>>>,
    second: Peekable<IntoIter<Marked<T>>>,
}

impl<T> Made<T> {
    /// Returns what was made at both looks, each with the mark of its record, by which they come.
    pub(super) fn of(first: Vec<Vec<Marked<T>>>, second: Vec<Marked<T>>) -> Self {
        Self {
            first: first.into_iter().flatten().peekable(),
            second: second.into_iter().peekable(),
        }
    }
}

impl<T> Iterator for Made<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        let before = match self.first.peek() {
            Some((mark, _)) => self.second.next_if(|(other, _)| other < mark),
            None => self.second.next(),
        };
        before.or_else(|| self.first.next()).map(|(_, made)| made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_both_looks_made_comes_by_record_and_of_one_record_in_its_order() {
        let first = || vec![vec![(2, "b1"), (2, "b2")], vec![], vec![(7, "d")]];
        let second = || vec![(0, "a"), (5, "c1"), (5, "c2"), (9, "e")];
        let made = |first, second| Made::of(first, second).collect::<Vec<_>>();
        assert_eq!(made(first(), second()), ["a", "b1", "b2", "c1", "c2", "d", "e"]);
        assert_eq!(made(first(), Vec::new()), ["b1", "b2", "d"]);
        assert_eq!(made(Vec::new(), second()), ["a", "c1", "c2", "e"]);
    }
}
