//! What needs attention today.

use std::collections::BTreeMap;

use super::expiring::{Window, expiring};
use super::roll::{Entry, Roll};
use crate::domain::{Activity, Flag, Status};

/// What needs attention in a registry on its day.
#[derive(Debug)]
pub struct Attention<'r> {
    /// How many agreements there are of each status that occurs.
    pub counts: Vec<(Status, usize)>,
    /// What is to be acted on in the registry's window, the next first.
    pub to_act_on: Vec<&'r Entry>,
    /// What ran out with nothing following, the latest first.
    pub lapsed: Vec<&'r Entry>,
    /// What is active and idle for long.
    pub dormant: Vec<&'r Entry>,
    /// Reviews that are due.
    pub reviews: Vec<&'r Entry>,
    /// Activities that are overdue, each with its agreement.
    pub overdue: Vec<(&'r Entry, &'r Activity)>,
    /// What a merge left to be resolved.
    pub conflicts: Vec<&'r Entry>,
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

impl<'r> Attention<'r> {
    /// Returns what needs attention.
    #[must_use]
    pub fn of(roll: &'r Roll) -> Self {
        let mut by_status: BTreeMap<Status, usize> = BTreeMap::new();
        for entry in &roll.entries {
            *by_status.entry(entry.standing.status).or_default() += 1;
        }
        let flagged =
            |flag: Flag| roll.entries.iter().filter(move |entry| entry.standing.has(flag));
        let window = Window { within: Some(roll.spans.within), lapsed: None };
        let mut lapsed: Vec<&Entry> = flagged(Flag::Lapsed).collect();
        lapsed.sort_by_key(|entry| {
            (std::cmp::Reverse(entry.standing.ends.date()), entry.agreement.id.clone())
        });
        let mut overdue: Vec<(&Entry, &Activity)> = flagged(Flag::ObligationOverdue)
            .flat_map(|entry| {
                entry.agreement.activities.iter().map(move |activity| (entry, activity))
            })
            .filter(|(_, activity)| activity.is_overdue(roll.today))
            .collect();
        overdue.sort_by_key(|(_, activity)| activity.due.or(activity.day()));
        Self {
            counts: IN_ORDER
                .into_iter()
                .filter_map(|status| by_status.get(&status).map(|count| (status, *count)))
                .collect(),
            to_act_on: expiring(roll, roll.entries.iter().collect(), window, None),
            lapsed,
            dormant: flagged(Flag::Dormant).collect(),
            reviews: flagged(Flag::ReviewDue).collect(),
            overdue,
            conflicts: flagged(Flag::Conflict).collect(),
        }
    }
}
