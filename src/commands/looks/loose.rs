//! What is noted of the agreements that succeed no other, in little memory: there may be very many, and of
//! few is it ever asked.

use super::Noted;
use crate::domain::{Bearing, Day, Id, day_of_rank, rank_of_day};

/// Agreements that succeed no other, by id.
///
/// What is noted of each stands behind the notes of the one before, and says only in what it differs: how
/// many letters of the id are the same, the others, and how far behind it stands in the file. So a few are
/// read to find one; the first of each [block](BLOCK) is written in full.
#[derive(Debug, Default)]
pub(super) struct Loose {
    notes: Vec<u8>,
    blocks: Vec<Block>,
    count: usize,
    last: At,
}

/// How many are in a block at the most.
const BLOCK: usize = 16;

/// Some that follow each other.
#[derive(Debug, Clone, Copy)]
struct Block {
    /// Where the notes of the first begin.
    start: usize,
    /// How many come before it.
    before: usize,
    /// The mark of the first.
    mark: u64,
}

/// An agreement among the others.
#[derive(Debug, Default)]
struct At {
    id: Vec<u8>,
    mark: u64,
}

/// What is noted of one of them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) mark: u64,
    pub(super) bearing: Bearing,
    pub(super) may_matter: bool,
}

/// What is noted of one of them besides its id and mark: the [rank](rank_of_day) of the latest day on which
/// something was done, and whether it may matter.
struct Note {
    last_done: i32,
    may_matter: bool,
}

impl Loose {
    /// Adds one, which comes behind the others.
    pub(super) fn add(&mut self, id: &str, mark: u64, noted: &Noted) {
        let in_block = self.blocks.last().map_or(BLOCK, |block| self.count - block.before);
        let ahead = u32::try_from(mark - self.last.mark).ok().filter(|_| in_block < BLOCK);
        if ahead.is_none() {
            self.last.id.clear();
            self.blocks.push(Block { start: self.notes.len(), before: self.count, mark });
        }
        let same = self.last.id.iter().zip(id.as_bytes()).take_while(|(one, other)| one == other);
        let same = same.count();
        let others = &id.as_bytes()[same..];
        // An id has a hundred letters at the most.
        let length = |letters: usize| u8::try_from(letters).unwrap_or(u8::MAX);
        self.notes.extend([noted.may_matter.into(), length(same), length(others.len())]);
        self.notes.extend(others);
        self.notes.extend(ahead.unwrap_or_default().to_le_bytes());
        self.notes.extend(rank(noted.bearing.last_done).to_le_bytes());
        self.last.id.truncate(same);
        self.last.id.extend(others);
        self.last.mark = mark;
        self.count += 1;
    }

    /// Gives back what room is left for more.
    pub(super) fn pack(&mut self) {
        self.notes.shrink_to_fit();
        self.blocks.shrink_to_fit();
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Tells whether all of them come before this id.
    fn is_before(&self, id: &[u8]) -> bool {
        self.count == 0 || *self.last.id < *id
    }

    /// Returns the last block from `from` on whose first does not come behind this id; `from` where there is
    /// none. The nearer it is, the fewer are looked at.
    fn block(&self, from: usize, id: &[u8]) -> usize {
        let is_behind = |block: usize| self.blocks.get(block).is_none_or(|it| self.first(it) > id);
        let (mut low, mut step) = (from, 1);
        while !is_behind(low + step) {
            low += step;
            step *= 2;
        }
        let mut high = low + step;
        while high - low > 1 {
            let middle = low.midpoint(high);
            if is_behind(middle) {
                high = middle;
            } else {
                low = middle;
            }
        }
        low
    }

    /// Returns the id of the first of a block.
    fn first(&self, block: &Block) -> &[u8] {
        let notes = self.notes.get(block.start..).unwrap_or_default();
        let Some(([_, _, length], letters)) = notes.split_first_chunk() else { return &[] };
        letters.get(..usize::from(*length)).unwrap_or_default()
    }

    /// Looks for the one of this id in a block.
    fn find(&self, block: usize, id: &[u8]) -> Option<Found> {
        let Block { start, mark, .. } = *self.blocks.get(block)?;
        let end = self.blocks.get(block + 1).map_or(self.notes.len(), |next| next.start);
        let mut notes = self.notes.get(start..end)?;
        let mut at = At { id: Vec::new(), mark };
        loop {
            let note = at.next(&mut notes)?;
            if at.id == id {
                return Some(note.found(at.mark));
            }
        }
    }
}

impl At {
    /// Goes to the next of a block, and returns what is noted of it.
    fn next(&mut self, notes: &mut &[u8]) -> Option<Note> {
        let ([may_matter, same, length], rest) = notes.split_first_chunk()?;
        let (letters, rest) = rest.split_at_checked((*length).into())?;
        let (ahead, rest) = rest.split_first_chunk()?;
        let (last_done, rest) = rest.split_first_chunk()?;
        *notes = rest;
        self.id.truncate((*same).into());
        self.id.extend(letters);
        self.mark += u64::from(u32::from_le_bytes(*ahead));
        Some(Note { last_done: i32::from_le_bytes(*last_done), may_matter: *may_matter != 0 })
    }
}

impl Note {
    /// Returns what is noted of the one of this mark.
    fn found(self, mark: u64) -> Found {
        let bearing = Bearing { succession: None, last_done: day_of_rank(self.last_done) };
        Found { mark, bearing, may_matter: self.may_matter }
    }
}

/// What is noted in place of a day where there is none.
const NO_DAY: i32 = i32::MIN;

/// Returns the rank of a day, or what is noted where there is none.
fn rank(day: Option<Day>) -> i32 {
    day.map_or(NO_DAY, rank_of_day)
}

/// Where to look on in those of several parts of a file, which come by id.
pub(super) struct Places<'l> {
    parts: std::slice::Iter<'l, Loose>,
    part: Option<&'l Loose>,
    block: usize,
}

impl<'l> Places<'l> {
    /// Returns the place before the first.
    pub(super) fn of(parts: &'l [Loose]) -> Self {
        let mut parts = parts.iter();
        Self { part: parts.next(), parts, block: 0 }
    }

    /// Returns the one of this id, which comes behind those that were asked for before.
    pub(super) fn find(&mut self, id: &Id) -> Option<Found> {
        let id = id.as_str().as_bytes();
        while self.part?.is_before(id) {
            (self.part, self.block) = (self.parts.next(), 0);
        }
        let part = self.part?;
        self.block = part.block(self.block, id);
        part.find(self.block, id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(n: usize) -> Day {
        Day::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(n as u64)
    }

    /// What is noted of the one of this number: under some nothing was done, and one is far behind the one
    /// before in the file.
    fn noted(n: usize) -> (u64, Noted) {
        let last_done = (!n.is_multiple_of(3)).then(|| day(n));
        let bearing = Bearing { succession: None, last_done };
        let mark = n as u64 * 1000 + if n > 20 { 1 << 40 } else { 0 };
        let may_matter = n.is_multiple_of(2);
        (mark, Noted { succeeds: Vec::new(), bearing, may_matter })
    }

    /// The id of a number: most are longer than the one before, or the same in part.
    fn id(n: usize) -> String {
        format!("m{n:03}{}", "-x".repeat(n % 4))
    }

    /// Every second one from `range`.
    fn loose(range: std::ops::Range<usize>) -> Loose {
        let mut loose = Loose::default();
        for n in range {
            let (mark, noted) = noted(n);
            loose.add(&id(2 * n), mark, &noted);
        }
        loose
    }

    #[test]
    fn each_is_found_again_with_what_was_noted_of_it_and_no_other_is() {
        for cuts in [vec![0, 0], vec![0, 1], vec![0, 3], vec![0, 99], vec![0, 0, 7, 7, 8, 60, 90]] {
            let parts: Vec<Loose> = cuts.windows(2).map(|cut| loose(cut[0]..cut[1])).collect();
            let count = *cuts.last().unwrap();
            assert_eq!(parts.iter().map(Loose::len).sum::<usize>(), count);
            for step in [1, 2, 3, 7, 30, 70] {
                let mut places = Places::of(&parts);
                for n in (0..2 * count + 2).step_by(step) {
                    let found = places.find(&id(n).parse().unwrap());
                    let is_there = n % 2 == 0 && n < 2 * count;
                    let expected = is_there.then(|| {
                        let (mark, Noted { bearing, may_matter, .. }) = noted(n / 2);
                        Found { mark, bearing, may_matter }
                    });
                    assert_eq!(found, expected, "{n} of {cuts:?}, every {step}");
                }
            }
        }
    }
}
