//! What needs attention today.

use std::collections::BTreeMap;

use super::listing::{ListWindow, ListedAgreement, order};
use super::table::compare;
use crate::domain::{Activity, Day, Duration, Flag, Standing, Status, Thresholds, window_end};

/// What needs attention in a registry on its day.
#[derive(Debug)]
pub struct Attention<'r> {
    /// The day.
    pub today: Day,
    /// The registry's window.
    pub within: Duration,
    /// How many agreements there are.
    pub all: usize,
    /// How many agreements there are of each status that occurs.
    pub counts: Vec<(Status, usize)>,
    /// The agreements that need action in the registry's window, the next first.
    pub to_act_on: Vec<&'r ListedAgreement>,
    /// What ends in the registry's window by notice or a termination, the next first.
    pub ending: Vec<&'r ListedAgreement>,
    /// What ran out with nothing following, the latest first.
    pub lapsed: Vec<&'r ListedAgreement>,
    /// What is active and idle for long.
    pub dormant: Vec<&'r ListedAgreement>,
    /// Reviews that are due.
    pub reviews: Vec<&'r ListedAgreement>,
    /// Activities that are overdue, each with its agreement.
    pub overdue: Vec<(&'r ListedAgreement, &'r Activity)>,
    /// What a merge left to be resolved.
    pub conflicts: Vec<&'r ListedAgreement>,
}

/// The order in which statuses are counted: from what is in force to what is over.
const IN_ORDER: [Status; 7] = [
    Status::Active,
    Status::Suspended,
    Status::Upcoming,
    Status::Draft,
    Status::Expired,
    Status::Succeeded,
    Status::Terminated,
];

/// Returns true if an agreement with this standing on `today` needs attention.
#[must_use]
pub fn is_needed(standing: &Standing, today: Day, thresholds: &Thresholds) -> bool {
    let flags =
        [Flag::Lapsed, Flag::Dormant, Flag::ReviewDue, Flag::ObligationOverdue, Flag::Conflict];
    window(thresholds).holds(standing, today)
        || standing.ends_as_declared(today, window_end(today, thresholds.within))
        || flags.into_iter().any(|flag| standing.has(flag))
}

fn window(thresholds: &Thresholds) -> ListWindow {
    ListWindow { within: Some(thresholds.within), lapsed: None }
}

impl<'r> Attention<'r> {
    /// Returns what needs attention on `today`, where `statuses` are those of all agreements, and
    /// `entries` those that [need it](is_needed), sorted by id.
    #[must_use]
    pub fn new(
        statuses: impl IntoIterator<Item = Status>,
        entries: &'r [ListedAgreement],
        today: Day,
        thresholds: &Thresholds,
    ) -> Self {
        let mut by_status: BTreeMap<Status, usize> = BTreeMap::new();
        for status in statuses {
            *by_status.entry(status).or_default() += 1;
        }
        let flagged = |flag: Flag| entries.iter().filter(move |entry| entry.standing.has(flag));
        let window = window(thresholds);
        let to_act_on = entries.iter().filter(|entry| window.holds(&entry.standing, today));
        let mut to_act_on: Vec<&ListedAgreement> = to_act_on.collect();
        to_act_on
            .sort_by(|one, other| compare(&order(&one.standing), &order(&other.standing), false));
        let until = window_end(today, thresholds.within);
        let is_ending = |entry: &&ListedAgreement| entry.standing.ends_as_declared(today, until);
        let mut ending: Vec<&ListedAgreement> = entries.iter().filter(is_ending).collect();
        ending.sort_by_key(|entry| entry.standing.ends.date());
        let mut lapsed: Vec<&ListedAgreement> = flagged(Flag::Lapsed).collect();
        lapsed.sort_by_key(|entry| std::cmp::Reverse(entry.standing.ends.date()));
        let mut overdue: Vec<(&ListedAgreement, &Activity)> = flagged(Flag::ObligationOverdue)
            .flat_map(|entry| {
                entry.agreement.activities.iter().map(move |activity| (entry, activity))
            })
            .filter(|(_, activity)| activity.is_overdue(today))
            .collect();
        overdue.sort_by_key(|(_, activity)| activity.due.or(activity.day()));
        Self {
            today,
            within: thresholds.within,
            all: by_status.values().sum(),
            counts: IN_ORDER
                .into_iter()
                .filter_map(|status| by_status.get(&status).map(|count| (status, *count)))
                .collect(),
            to_act_on,
            ending,
            lapsed,
            dormant: flagged(Flag::Dormant).collect(),
            reviews: flagged(Flag::ReviewDue).collect(),
            overdue,
            conflicts: flagged(Flag::Conflict).collect(),
        }
    }
}
