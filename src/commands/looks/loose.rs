//! What is noted of the agreements that succeed no other, in little memory: there may be very many, and of
//! few is it ever asked.

use super::Noted;
use crate::domain::{Bearing, Day};

/// Agreements that succeed no other, by id.
#[derive(Debug, Default)]
pub(super) struct Loose {
    /// The ids, one behind the other.
    ids: String,
    /// Where each ends.
    ends: Vec<u32>,
    marks: Vec<u64>,
    may_matter: Vec<bool>,
    /// The latest day on which something was done under each.
    last_done: Vec<Option<Day>>,
    /// The same as seen on another day, where one is asked about.
    then_done: Vec<Option<Day>>,
}

/// One of them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) mark: u64,
    pub(super) bearings: (Bearing, Option<Bearing>),
    pub(super) may_matter: bool,
}

impl Loose {
    /// Adds one, which comes behind the others.
    pub(super) fn add(&mut self, id: &str, mark: u64, noted: &Noted) {
        self.ids.push_str(id);
        // No file has ids of four gigabytes; in one that had, the last would not be found.
        self.ends.push(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
        self.marks.push(mark);
        self.may_matter.push(noted.may_matter);
        self.last_done.push(noted.bearings.0.last_done);
        self.then_done.extend(noted.bearings.1.map(|then| then.last_done));
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether this id comes no later than the last.
    pub(super) fn reaches(&self, id: &str) -> bool {
        self.len().checked_sub(1).is_some_and(|last| self.id(last) >= id)
    }

    /// Returns the one of this id.
    pub(super) fn find(&self, id: &str) -> Option<Found> {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.id(middle) < id {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if low == self.len() || self.id(low) != id {
            return None;
        }
        let bearing = |last_done: &Option<Day>| Bearing { takes_over: None, last_done: *last_done };
        Some(Found {
            mark: self.marks[low],
            bearings: (bearing(&self.last_done[low]), self.then_done.get(low).map(bearing)),
            may_matter: self.may_matter[low],
        })
    }

    fn id(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ids.get(start as usize..self.ends[at] as usize).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_again_with_what_was_noted_of_it_and_no_other_is() {
        let day = |n: u64| Day::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(n);
        for count in [0, 1, 2, 3, 40] {
            let mut loose = Loose::default();
            for n in 0..count {
                let bearing = |last_done| Bearing { takes_over: None, last_done };
                let noted = Noted {
                    succeeds: Vec::new(),
                    bearings: (bearing(Some(day(n))), Some(bearing(None))),
                    may_matter: n % 2 == 0,
                };
                loose.add(&format!("m{:03}", 2 * n), n, &noted);
            }
            for n in 0..2 * count + 2 {
                let found = loose.find(&format!("m{n:03}"));
                let is_there = n % 2 == 0 && n < 2 * count;
                assert_eq!(found.as_ref().map(|found| found.mark), is_there.then_some(n / 2));
                if let Some(found) = found {
                    assert_eq!(found.bearings.0.last_done, Some(day(n / 2)));
                    assert_eq!(found.bearings.1.map(|then| then.last_done), Some(None));
                    assert_eq!(found.may_matter, n / 2 % 2 == 0);
                }
                assert_eq!(loose.reaches(&format!("m{n:03}")), n + 2 <= 2 * count, "{n} {count}");
            }
        }
    }
}
