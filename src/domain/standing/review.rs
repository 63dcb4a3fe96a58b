//! When an agreement without a known end is to be looked at.

use crate::domain::counting::{self, Sum};
use crate::domain::date::{Date, Day};
use crate::domain::life::Life;
use crate::domain::tenure::{EventEffect, Tenure};
use crate::domain::term::Basis;

/// Since when a review counts for the latest review day.
#[derive(Debug, Clone, Copy)]
enum ReviewedSince {
    /// From the first day on.
    FirstDay(Date),
    /// After the review day before.
    After(Date),
}

impl Tenure {
    /// Returns the first review day that is not past.
    pub(super) fn next_review(&self, today: Day) -> Option<Date> {
        self.review_days(today).and_then(|(_, _, next)| next)
    }

    /// Tells whether a review day has come, and nobody has looked at the agreement after the one
    /// before it, or since the first day.
    pub(super) fn is_review_due(&self, life: &Life, today: Day) -> bool {
        if life.end.date().is_some() {
            return false;
        }
        let Some((before, Some(_), _)) = self.review_days(today) else {
            return false;
        };
        let counts = |day: Day| match before {
            ReviewedSince::FirstDay(first) => day >= first.first(),
            ReviewedSince::After(review) => day > review.last(),
        };
        let reviewed = self
            .activities
            .iter()
            .filter(|activity| activity.is_review)
            .filter_map(|activity| activity.counts_on(today))
            .any(counts);
        let seen = self.events_by(today).into_iter().any(|(_, event)| {
            let looks = matches!(
                event.kind,
                EventEffect::Amended | EventEffect::Decided(_) | EventEffect::Renewed
            );
            looks && counts(event.counts_from())
        });
        !reviewed && !seen
    }

    /// Returns since when a review counts, the latest review day that has come, and the first that
    /// is not past; `None` where there are no review days.
    fn review_days(&self, today: Day) -> Option<(ReviewedSince, Option<Date>, Option<Date>)> {
        let (first, every) = (self.first_day()?, self.review?);
        let day =
            |times: u64| counting::last_date(first, Sum::default().and(every, times), Basis::From);
        let come = greatest(|times| day(times).is_some_and(|date| date.first() <= today));
        let past = greatest(|times| day(times).is_some_and(|date| date.last() < today));
        let since = match come.checked_sub(1) {
            None | Some(0) => ReviewedSince::FirstDay(first),
            Some(before) => {
                day(before).map_or(ReviewedSince::FirstDay(first), ReviewedSince::After)
            }
        };
        Some((since, (come > 0).then(|| day(come)).flatten(), day(past + 1)))
    }
}

/// Returns the greatest number from 1 for which `holds`, which is true up to some number and false
/// from there on; 0 where it holds for none.
fn greatest(holds: impl Fn(u64) -> bool) -> u64 {
    let mut step = 1;
    while holds(step) {
        step *= 2;
    }
    let (mut low, mut high) = (step / 2, step);
    while low + 1 < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::greatest;

    #[test]
    fn the_greatest_is_found_in_few_tries() {
        for wanted in [0, 1, 2, 3, 4, 5, 7, 8, 9, 1_000, 3_652_058] {
            let tried = Cell::new(0);
            let found = greatest(|number| {
                tried.set(tried.get() + 1);
                number <= wanted
            });
            assert_eq!(found, wanted);
            assert!(tried.get() < 60, "{} tries for {wanted}", tried.get());
        }
    }
}
