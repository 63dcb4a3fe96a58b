//! What is noted of the agreements that succeed no other, in little memory: there may be very many, and of
//! few is it ever asked.

use super::Noted;
use crate::domain::{Bearing, Day, Id};

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

    /// Gives back what room is left for more.
    pub(super) fn pack(&mut self) {
        self.ids.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.marks.shrink_to_fit();
        self.may_matter.shrink_to_fit();
        self.last_done.shrink_to_fit();
        self.then_done.shrink_to_fit();
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Tells whether all of them come before this id.
    fn is_before(&self, id: &str) -> bool {
        self.len().checked_sub(1).is_none_or(|last| self.id(last) < id)
    }

    /// Returns the first place from `from` on whose id does not come before this one; the end where there is
    /// none. The nearer it is, the fewer are looked at.
    fn place(&self, from: usize, id: &str) -> usize {
        let (mut low, mut step) = (from, 1);
        while low + step <= self.len() && self.id(low + step - 1) < id {
            low += step;
            step *= 2;
        }
        let mut high = (low + step - 1).min(self.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.id(middle) < id {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn get(&self, at: usize) -> Found {
        let bearing = |last_done: &Option<Day>| Bearing { takes_over: None, last_done: *last_done };
        Found {
            mark: self.marks[at],
            bearings: (bearing(&self.last_done[at]), self.then_done.get(at).map(bearing)),
            may_matter: self.may_matter[at],
        }
    }

    fn id(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.ids.get(start as usize..self.ends[at] as usize).unwrap_or_default()
    }
}

/// Where to look on in those of several parts of a file, which come by id.
pub(super) struct Places<'l> {
    parts: std::slice::Iter<'l, Loose>,
    part: Option<&'l Loose>,
    at: usize,
}

impl<'l> Places<'l> {
    /// Returns the place before the first.
    pub(super) fn of(parts: &'l [Loose]) -> Self {
        let mut parts = parts.iter();
        Self { part: parts.next(), parts, at: 0 }
    }

    /// Returns the one of this id, which comes behind those that were asked for before.
    pub(super) fn find(&mut self, id: &Id) -> Option<Found> {
        while self.part?.is_before(id.as_str()) {
            (self.part, self.at) = (self.parts.next(), 0);
        }
        let part = self.part?;
        self.at = part.place(self.at, id.as_str());
        (part.id(self.at) == id.as_str()).then(|| part.get(self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: usize) -> Day {
        Day::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(n as u64)
    }

    /// Every second id, from `range`.
    fn loose(range: std::ops::Range<usize>) -> Loose {
        let mut loose = Loose::default();
        for n in range {
            let bearing = |last_done| Bearing { takes_over: None, last_done };
            let noted = Noted {
                succeeds: Vec::new(),
                bearings: (bearing(Some(day(n))), Some(bearing(None))),
                may_matter: n % 2 == 0,
            };
            loose.add(&format!("m{:03}", 2 * n), n as u64, &noted);
        }
        loose
    }

    #[test]
    fn each_is_found_again_with_what_was_noted_of_it_and_no_other_is() {
        for cuts in [vec![0, 0], vec![0, 1], vec![0, 3], vec![0, 40], vec![0, 0, 7, 7, 8, 30, 30]] {
            let parts: Vec<Loose> = cuts.windows(2).map(|cut| loose(cut[0]..cut[1])).collect();
            let count = cuts.last().unwrap();
            for step in [1, 2, 3, 7, 30] {
                let mut places = Places::of(&parts);
                for n in (0..2 * count + 2).step_by(step) {
                    let found = places.find(&format!("m{n:03}").parse().unwrap());
                    let is_there = n % 2 == 0 && n < 2 * count;
                    let expected = is_there.then(|| Found {
                        mark: n as u64 / 2,
                        bearings: (
                            Bearing { takes_over: None, last_done: Some(day(n / 2)) },
                            Some(Bearing { takes_over: None, last_done: None }),
                        ),
                        may_matter: n / 2 % 2 == 0,
                    });
                    assert_eq!(found, expected, "{n} of {cuts:?}, every {step}");
                }
            }
        }
    }
}
