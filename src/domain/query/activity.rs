//! Which activities are asked for.

use super::{either, has_party};
use crate::domain::activity::{Activity, Progress};
use crate::domain::agreement::Agreement;
use crate::domain::date::{Date, Day};
use crate::domain::field::any_text;
use crate::domain::search::Needle;

/// The filters by which activities are chosen; the default chooses all.
///
/// They combine as those of a [`Query`](super::Query), and find text and partial dates as it does.
/// An activity is on the days from its `from` to its `until`, else on its `on`; one without is on its
/// `due`, else at its `known_by`; without any it is on no day.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ActivityQuery {
    /// Of one of these; one that states none is done.
    pub statuses: Vec<Progress>,
    /// Of a kind that has one of these in it.
    pub kinds: Vec<Needle>,
    /// On one of these days or later.
    pub since: Vec<Date>,
    /// On one of these days or earlier, up to the last day that a partial one may mean.
    pub until: Vec<Date>,
    /// Only those that are overdue.
    pub overdue: bool,
    /// Looked after by a contact, its own or else the agreement's, who has one of these in the name.
    pub contacts: Vec<Needle>,
    /// With an area of its own that has one of these in it.
    pub areas: Vec<Needle>,
    /// Under an agreement with a party whose name or short name has one of these in it.
    pub parties: Vec<Needle>,
    /// With all of these anywhere in the activity or its id, `<agreement>/<n>`.
    pub words: Vec<Needle>,
}

impl ActivityQuery {
    /// Tells whether the activity, which is under this agreement, is asked for on `today`.
    #[must_use]
    pub fn matches(&self, activity: &Activity, agreement: &Agreement, today: Day) -> bool {
        let status = activity.status.unwrap_or(Progress::Done);
        let contact = activity.contact.as_ref().or(agreement.contact.as_ref());
        either(&self.statuses, |wanted| status == *wanted)
            && (!self.overdue || activity.is_overdue(today))
            && self.matches_days(activity)
            && either(&self.kinds, |needle| {
                activity.kind.as_ref().is_some_and(|kind| needle.is_in(kind))
            })
            && either(&self.contacts, |needle| contact.is_some_and(|name| needle.is_in(name)))
            && either(&self.areas, |needle| activity.areas.iter().any(|area| needle.is_in(area)))
            && either(&self.parties, |needle| has_party(agreement, needle))
            && self.words.iter().all(|word| holds(activity, agreement, word))
    }

    fn matches_days(&self, activity: &Activity) -> bool {
        let else_at = activity.due.or(activity.known_by);
        let begins = activity.from.or(activity.on).or(activity.until).or(else_at);
        let ends = activity.day().or(else_at);
        either(&self.since, |limit| ends.is_some_and(|date| date.last() >= limit.first()))
            && either(&self.until, |limit| begins.is_some_and(|date| date.first() <= limit.last()))
    }
}

/// Tells whether the word is anywhere in the activity or its id.
pub(super) fn holds(activity: &Activity, agreement: &Agreement, word: &Needle) -> bool {
    word.is_in(&format!("{}/{}", agreement.id, activity.n))
        || any_text(activity, &|text| word.is_in(text))
}
