//! What is to be acted on within a window.

use super::table::Cell;
use crate::domain::{Day, Duration, Flag, Standing, back, window_end};

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
        self.is_to_act_on(standing, today) || self.holds_lapsed(standing, today)
    }

    fn is_to_act_on(&self, standing: &Standing, today: Day) -> bool {
        // Most are not in force, and the end of the window is not needed for them.
        standing.status.is_in_force()
            && standing
                .is_to_act_on(today, self.within.map_or(today, |within| window_end(today, within)))
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

/// Returns by what is to be acted on is sorted: by act-by date, then end; what has none comes last.
#[must_use]
pub fn order(standing: &Standing) -> [Cell<'static>; 2] {
    [Cell::date(standing.act_by), Cell::date(standing.ends.date())]
}
