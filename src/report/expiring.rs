//! What is to be acted on within a window.

use std::cmp::Ordering;

use super::roll::{Entry, Roll};
use super::table::Cell;
use crate::domain::{Date, Day, Duration, Flag, Standing, back, window_end};

/// What of a registry is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// The length of the window from the day on; none is the day itself.
    pub within: Option<Duration>,
    /// The span before the day in which what lapsed is told too.
    pub lapsed: Option<Duration>,
}

impl Window {
    /// Tells whether an agreement of this standing on `today` is to be told.
    #[must_use]
    pub fn holds(&self, standing: &Standing, today: Day) -> bool {
        let until = self.within.map_or(today, |within| window_end(today, within));
        standing.is_to_act_on(today, until) || self.holds_lapsed(standing, today)
    }

    fn holds_lapsed(&self, standing: &Standing, today: Day) -> bool {
        let Some(span) = self.lapsed else {
            return false;
        };
        let from = back(today, span).unwrap_or(Day::MIN);
        standing.has(Flag::Lapsed)
            && standing.ends.date().is_some_and(|end| end.lies_within(from, today))
    }
}

/// Returns the agreements that are to be acted on, by act-by date, then end, then id. With `since`,
/// those that were to be told on that day already are left out.
#[must_use]
pub fn expiring<'r>(
    roll: &'r Roll,
    chosen: Vec<&'r Entry>,
    window: Window,
    since: Option<Day>,
) -> Vec<&'r Entry> {
    let mut told: Vec<&Entry> =
        chosen.into_iter().filter(|entry| window.holds(&entry.standing, roll.today)).collect();
    if let Some(since) = since {
        let then = roll.on(since);
        told.retain(|entry| !window.holds(&then.standing_of(entry), since));
    }
    told.sort_by(|one, two| order(one, two));
    told
}

/// Tells the order: by act-by date, then end, then id; what has none comes last.
#[must_use]
pub fn order(one: &Entry, two: &Entry) -> Ordering {
    let date = |date: Option<Date>| Cell::date(date);
    date(one.standing.act_by)
        .compare(&date(two.standing.act_by), false)
        .then_with(|| {
            date(one.standing.ends.date()).compare(&date(two.standing.ends.date()), false)
        })
        .then_with(|| one.agreement.id.cmp(&two.agreement.id))
}
