//! The latest day that a record tells of.

use super::activity::Activity;
use super::agreement::Agreement;
use super::date::{Date, Day};
use super::stated::Stated;

impl Agreement {
    /// Returns the latest day by `today` on which, by the record, something was signed, happened,
    /// was done or was told; `None` where it tells of none.
    ///
    /// It is what stands for the time of the last revision where nothing else is kept of it.
    #[must_use]
    pub fn recorded_by(&self, today: Day) -> Option<Day> {
        let stated = [self.signed, self.effective].into_iter().flatten().filter_map(Stated::date);
        let parties = self.parties.iter().flat_map(|party| {
            [party.signed.and_then(Stated::date), party.joined, party.left].into_iter().flatten()
        });
        stated
            .chain(parties)
            .chain(self.events.iter().map(|event| event.on))
            .chain(self.references.iter().filter_map(|reference| reference.dated))
            .chain(self.activities.iter().flat_map(dates_of))
            .map(Date::first)
            .filter(|day| *day <= today)
            .max()
    }
}

fn dates_of(activity: &Activity) -> impl Iterator<Item = Date> {
    let sources = activity.references.iter().filter_map(|reference| reference.dated);
    let own = [activity.on, activity.from, activity.until, activity.known_by];
    own.into_iter().flatten().chain(sources)
}
