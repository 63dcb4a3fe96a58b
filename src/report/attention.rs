//! What needs attention today.

use std::collections::BTreeMap;

use super::listing::{ListWindow, ListedAgreement, order};
use super::table::compare;
use crate::domain::{
    Activity, Date, Day, Duration, Flag, Standing, Status, Thresholds, window_end,
};

/// What needs attention in a registry on its day.
#[derive(Debug)]
pub struct Attention<'r> {
    /// The day.
    pub today: Day,
    /// The registry's window.
    pub within: Duration,
    /// How many agreements there are.
    pub all: usize,
    /// The span without an activity from which on an active agreement is dormant.
    pub dormant_from: Duration,
    /// True if no agreement has an activity.
    pub has_no_activities: bool,
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

/// A part of the overview: what needs attention for the same reason, the most urgent first.
#[derive(Debug)]
pub struct AttentionSection<'r> {
    /// The reason.
    pub topic: AttentionTopic,
    /// What needs attention.
    pub items: Vec<AttentionItem<'r>>,
}

/// Why something needs attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttentionTopic {
    /// It must be acted on in the registry's window, or ends in it by notice or a termination.
    Ending,
    /// It ran out without a successor or a decision.
    Lapsed,
    /// A review or an obligation is due.
    Due,
    /// No activity is recorded for long.
    Dormant,
    /// A merge left a conflict.
    Conflicts,
}

/// An agreement or an activity that needs attention.
#[derive(Debug, Clone, Copy)]
pub struct AttentionItem<'r> {
    /// The date that counts: of a dormant agreement the date of the latest activity, or the first day if
    /// there is none. `None` if it is not known.
    pub date: Option<Date>,
    /// The agreement.
    pub entry: &'r ListedAgreement,
    /// The activity, if it is one.
    pub activity: Option<&'r Activity>,
}

/// The order in which statuses are counted: from what is in force to what is over.
pub(super) const IN_ORDER: [Status; 7] = [
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
    /// Returns what needs attention on `today`, where `statuses` are those of all agreements,
    /// `has_no_activities` says that none of them has an activity, and `entries` are those that
    /// [need it](is_needed), sorted by id.
    #[must_use]
    pub fn new(
        statuses: impl IntoIterator<Item = Status>,
        has_no_activities: bool,
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
            dormant_from: thresholds.dormant,
            has_no_activities,
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

    /// Returns the parts of the overview that are not empty, and what ends in any case.
    #[must_use]
    pub fn sections(&self) -> Vec<AttentionSection<'r>> {
        let all = [
            (AttentionTopic::Ending, self.ending_items()),
            (AttentionTopic::Lapsed, items(&self.lapsed, |entry| entry.standing.ends.date())),
            (AttentionTopic::Due, self.due_items()),
            (AttentionTopic::Dormant, self.dormant_items()),
            (AttentionTopic::Conflicts, items(&self.conflicts, |_| None)),
        ];
        let is_shown = |(topic, items): &(AttentionTopic, Vec<_>)| {
            *topic == AttentionTopic::Ending || !items.is_empty()
        };
        let sections = all.into_iter().filter(is_shown);
        sections.map(|(topic, items)| AttentionSection { topic, items }).collect()
    }

    /// Returns what ends or must be acted on, by the next of its dates that is not past.
    fn ending_items(&self) -> Vec<AttentionItem<'r>> {
        let next = |entry: &ListedAgreement| {
            let (act_by, ends) = (entry.standing.act_by, entry.standing.ends.date());
            act_by.filter(|date| date.last() >= self.today).or(ends).or(act_by)
        };
        let mut all = items(&self.to_act_on, next);
        all.extend(items(&self.ending, |entry| entry.standing.ends.date()));
        sort_by_date(&mut all);
        all
    }

    /// Returns the reviews and obligations that are due, by date.
    fn due_items(&self) -> Vec<AttentionItem<'r>> {
        let mut all = items(&self.reviews, |entry| entry.agreement.latest_review_day(self.today));
        all.extend(self.overdue.iter().map(|&(entry, activity)| AttentionItem {
            date: activity.due.or(activity.day()),
            entry,
            activity: Some(activity),
        }));
        sort_by_date(&mut all);
        all
    }

    /// Returns what is dormant, the longest first.
    fn dormant_items(&self) -> Vec<AttentionItem<'r>> {
        let mut all = items(&self.dormant, |entry| {
            let first = entry.agreement.first_day();
            let done = entry.context.last_done.and_then(|day| done_on(entry, day));
            done.filter(|done| first.is_none_or(|first| first.last() <= done.last())).or(first)
        });
        all.sort_by_key(|item| std::cmp::Reverse(item.entry.standing.idle_days));
        all
    }
}

/// Returns the date of the latest activity, which counts on `day`: as it is recorded if it is one of the
/// agreement's own.
fn done_on(entry: &ListedAgreement, day: Day) -> Option<Date> {
    let activities = entry.agreement.activities.iter();
    let mut dates = activities.flat_map(|activity| [activity.day(), activity.known_by]).flatten();
    dates.find(|date| date.last() == day).or_else(|| Date::from_day(day))
}

fn sort_by_date(items: &mut [AttentionItem<'_>]) {
    items.sort_by(|one, other| {
        let order = one.date.cmp(&other.date);
        order.then_with(|| one.entry.agreement.id.cmp(&other.entry.agreement.id))
    });
}

fn items<'r>(
    entries: &[&'r ListedAgreement],
    date: impl Fn(&ListedAgreement) -> Option<Date>,
) -> Vec<AttentionItem<'r>> {
    let items = entries.iter().copied();
    items.map(|entry| AttentionItem { date: date(entry), entry, activity: None }).collect()
}
