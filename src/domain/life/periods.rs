//! The periods of a stretch: how many automatic renewals there were, and where each ends.

use super::Course;
use super::walk::Walk;
use crate::domain::counting::Sum;
use crate::domain::date::Day;
use crate::domain::status::End;
use crate::domain::term::Renewal;

impl Walk<'_> {
    /// Returns how many automatic renewals the stretch has seen by `day`.
    pub(super) fn turns(&self, day: Day) -> u32 {
        let last = self.last_turn_ever();
        if last == Some(0) {
            return 0;
        }
        let day = self.capped(day);
        let over = |turns: u32| self.end_at(turns).date().is_none_or(|end| day <= end.last());
        first_turn(0, last, over).unwrap_or_else(|| last.unwrap_or_default())
    }

    /// Returns the day up to which automatic renewals go on: not past the day before another
    /// agreement took its place.
    pub(super) fn capped(&self, day: Day) -> Day {
        self.succeeded.map_or(day, |taken| day.min(taken.pred_opt().unwrap_or(taken)))
    }

    /// Tells whether a further automatic renewal follows the one numbered `turns`, as of `day`.
    pub(super) fn renews_after(&self, turns: u32, day: Day) -> bool {
        self.last_turn(day).is_none_or(|last| turns < last)
    }

    /// Returns the number of the last automatic renewal that is still possible on `day`; `None`
    /// where there is no last one.
    pub(super) fn last_turn(&self, day: Day) -> Option<u32> {
        match self.succeeded {
            Some(taken) if taken <= day => Some(self.turns(day)),
            _ => self.last_turn_ever(),
        }
    }

    pub(super) fn last_turn_ever(&self) -> Option<u32> {
        let Some(Renewal { max, .. }) = self.tenure.automatic_renewal() else {
            return Some(0);
        };
        if !matches!(self.course, Course::Runs(..)) {
            return Some(0);
        }
        let left = max.map(|max| max.get().saturating_sub(self.used));
        match (left, self.turns_at_most) {
            (Some(left), Some(most)) => Some(left.min(most)),
            (left, most) => left.or(most),
        }
    }

    /// Returns the end of the stretch after so many automatic renewals.
    pub(super) fn end_at(&self, turns: u32) -> End {
        match self.course {
            Course::Unknown => End::Unknown,
            Course::Indefinite => End::Indefinite,
            Course::Runs(anchor, sum) => {
                anchor.end_after(self.with_turns(sum, turns)).map_or(End::Unknown, End::On)
            }
        }
    }

    pub(super) fn with_turns(&self, sum: Sum, turns: u32) -> Sum {
        self.tenure.automatic_renewal().map_or(sum, |renewal| sum.and(renewal.every, turns.into()))
    }
}

/// Returns the first number from `from` to `last` for which `holds`, which is false up to some
/// number and true from there on; `None` where it holds for none. Found by doubling and halving, so
/// that a day's renewal over centuries costs no more than a year's.
pub(super) fn first_turn(from: u32, last: Option<u32>, holds: impl Fn(u32) -> bool) -> Option<u32> {
    let last = last.unwrap_or(u32::MAX);
    if from > last {
        return None;
    }
    let (mut low, mut step) = (from, 1);
    let mut high = from;
    while !holds(high) {
        if high == last {
            return None;
        }
        low = high + 1;
        high = high.saturating_add(step).min(last);
        step = step.saturating_mul(2);
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::first_turn;

    #[test]
    fn the_first_turn_is_found_wherever_it_is_and_not_past_the_last() {
        for (from, last, begins, found) in [
            (0, None, 0, Some(0)),
            (0, None, 1, Some(1)),
            (0, None, 1_000_000, Some(1_000_000)),
            (0, None, u32::MAX, Some(u32::MAX)),
            (3, None, 0, Some(3)),
            (3, Some(3), 3, Some(3)),
            (3, Some(3), 4, None),
            (4, Some(3), 0, None),
            (0, Some(10), 10, Some(10)),
            (0, Some(10), 11, None),
            (2, Some(9), 7, Some(7)),
        ] {
            let tried = Cell::new(0);
            let holds = |turn| {
                tried.set(tried.get() + 1);
                turn >= begins
            };
            assert_eq!(first_turn(from, last, holds), found, "{from} to {last:?}: {begins}");
            assert!(tried.get() < 80, "{} tries, {from} to {last:?}: {begins}", tried.get());
        }
    }
}
