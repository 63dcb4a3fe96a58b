//! Reminders: the deadlines of agreements, and which reminders of them have come due by a day.
//!
//! A reminder comes due on its deadline minus a lead time, both at their first possible day: warnings come early. Once
//! the last possible day of a deadline is past, there is one more reminder, for a year.

use std::collections::HashSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::listing::ListedAgreement;
use crate::domain::search::fold;
use crate::domain::{
    Activity, Agreement, Date, Day, DeadlineKind, Decision, Duration, End, Flag, GivenReminder, Id,
    Lead, Progress, ReminderKey, ReminderLead, Renewal, Settings, Standing, Status, Term, Text,
    back,
};

/// How long after a deadline a reminder that it has passed is given.
const PASSED_LIMIT: Duration = Duration::from_years(1);

/// A reminder that has come due: a deadline, with the lead times that have come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The agreement.
    pub agreement: Id,
    /// The id: that of the agreement, or `<agreement>/<n>` for an obligation.
    pub id: String,
    /// What the deadline is.
    pub kind: DeadlineKind,
    /// The deadline.
    pub deadline: Date,
    /// The days until the deadline; negative if it is past.
    pub in_days: i64,
    /// The lead times that have come, the longest first; none for a passed deadline.
    pub leads: Vec<Duration>,
    /// What the deadline has come to.
    pub state: ReminderState,
    /// The title of the agreement, or of the obligation.
    pub title: Text,
    /// The title of the agreement that an obligation is under.
    pub under: Option<Text>,
    /// The names of the parties other than the owner of the registry.
    pub partners: Vec<Text>,
    /// The person in charge of the obligation, otherwise of the agreement.
    pub contact: Option<Text>,
    /// The last day of the current period of the agreement.
    pub ends: End,
    /// The notice period of the agreement.
    pub notice: Option<Duration>,
    /// The term of the agreement.
    pub term: Option<Term>,
    /// The renewal clause of the agreement.
    pub renewal: Option<Renewal>,
    /// What was decided for the current period.
    pub decision: Option<Decision>,
    /// Whether the current period of the agreement renews automatically.
    pub will_renew: bool,
}

/// What the deadline of a reminder has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ReminderState {
    /// There is still time to act.
    Coming,
    /// It is too late for notice, and the agreement will renew automatically.
    Missed,
    /// The agreement has ended without a successor or a decision.
    Lapsed,
    /// The review or the obligation was not done in time.
    Overdue,
}

/// The reminders for one contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactReminders {
    /// The contact as it is recorded; `None` for what nobody is in charge of.
    pub contact: Option<Text>,
    /// The reminders, the earliest deadline first.
    pub reminders: Vec<Reminder>,
}

/// The next reminder of an agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextReminder {
    /// The day on which it comes due; it may be past.
    pub on: Day,
    /// The reminder.
    pub key: ReminderKey,
}

/// The reminders of an agreement: the next one, and those that were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementReminders {
    /// The reminder that comes due next: of several that have come due, the latest. `None` if the present deadlines
    /// bring no further one.
    pub next: Option<NextReminder>,
    /// The reminders that were given, in that order.
    pub given: Vec<GivenReminder>,
}

/// A deadline as it is on a day.
#[derive(Debug, Clone, Copy)]
struct Deadline<'a> {
    kind: DeadlineKind,
    date: Date,
    state: ReminderState,
    /// The obligation, if it is the deadline of one.
    obligation: Option<&'a Activity>,
}

impl Reminder {
    /// Returns what the reminder is remembered by: one key for each lead time.
    pub fn keys(&self) -> impl Iterator<Item = ReminderKey> {
        let leads = self.leads.iter().map(|lead| ReminderLead::Before(*lead));
        let passed = self.leads.is_empty().then_some(ReminderLead::Passed);
        leads.chain(passed).map(|lead| self.key(lead))
    }

    fn key(&self, lead: ReminderLead) -> ReminderKey {
        ReminderKey { id: self.id.clone(), kind: self.kind, deadline: self.deadline, lead }
    }
}

impl ReminderState {
    /// Returns the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.into()
    }
}

impl AgreementReminders {
    /// Returns the reminders of the agreement, of which these were given.
    #[must_use]
    pub fn new(entry: &ListedAgreement, settings: &Settings, given: Vec<GivenReminder>) -> Self {
        let keys: HashSet<ReminderKey> =
            given.iter().cloned().map(GivenReminder::into_key).collect();
        let mut all = Vec::new();
        for deadline in deadlines(&entry.agreement, &entry.standing, entry.day) {
            let reminder = deadline.reminder(entry);
            if deadline.is_passed() {
                let key = reminder.key(ReminderLead::Passed);
                all.push(NextReminder { on: deadline.date.last(), key });
                continue;
            }
            let leads = deadline.leads(&entry.agreement, settings).into_iter();
            all.extend(leads.map(|(on, lead)| NextReminder {
                on,
                key: reminder.key(ReminderLead::Before(lead)),
            }));
        }
        all.retain(|next| !keys.contains(&next.key));
        all.sort_by_key(|next| next.on);
        let come = all.partition_point(|next| next.on <= entry.day);
        let next = all.into_iter().nth(come.saturating_sub(1));
        Self { next, given }
    }
}

impl ContactReminders {
    /// Returns the reminders by contact: sorted by the contact, those without one last.
    #[must_use]
    pub fn grouped(mut reminders: Vec<Reminder>) -> Vec<Self> {
        reminders.sort_by_cached_key(|reminder| {
            let contact = reminder.contact.as_deref();
            let name = contact.map(|contact| (fold(contact), contact.to_owned()));
            (contact.is_none(), name, reminder.deadline, reminder.id.clone())
        });
        let mut groups: Vec<Self> = Vec::new();
        for reminder in reminders {
            match groups.last_mut().filter(|group| group.contact == reminder.contact) {
                Some(group) => group.reminders.push(reminder),
                None => groups
                    .push(Self { contact: reminder.contact.clone(), reminders: vec![reminder] }),
            }
        }
        groups
    }
}

/// Returns true if a reminder of the agreement has come due by `today`, given before or not.
#[must_use]
pub fn has_due(
    agreement: &Agreement,
    standing: &Standing,
    today: Day,
    settings: &Settings,
) -> bool {
    deadlines(agreement, standing, today).any(|deadline| {
        deadline.is_passed() || !deadline.come_leads(agreement, settings, today).is_empty()
    })
}

/// Returns the reminders of the agreement that have come due by its day, without those for which `is_given` returns
/// true. Lead times of one deadline that have come are one reminder.
#[must_use]
pub fn due(
    entry: &ListedAgreement,
    settings: &Settings,
    is_given: impl Fn(&ReminderKey) -> bool,
) -> Vec<Reminder> {
    let ListedAgreement { agreement, standing, day, .. } = entry;
    let mut reminders = Vec::new();
    for deadline in deadlines(agreement, standing, *day) {
        let mut reminder = deadline.reminder(entry);
        if deadline.is_passed() {
            if !is_given(&reminder.key(ReminderLead::Passed)) {
                reminders.push(reminder);
            }
            continue;
        }
        let mut leads = deadline.come_leads(agreement, settings, *day);
        leads.retain(|lead| !is_given(&reminder.key(ReminderLead::Before(*lead))));
        if !leads.is_empty() {
            reminder.leads = leads;
            reminders.push(reminder);
        }
    }
    reminders
}

impl Deadline<'_> {
    fn is_passed(&self) -> bool {
        self.state != ReminderState::Coming
    }

    /// Returns the lead times, each with the day on which its reminder comes due, the earliest first. Lead times of the
    /// same length are one.
    fn leads(&self, agreement: &Agreement, settings: &Settings) -> Vec<(Day, Duration)> {
        let mut leads = agreement.lead.clone();
        if leads.is_empty() {
            leads = settings.leads().iter().map(|Lead(lead)| *lead).collect();
        }
        let on = |lead: &Duration| back(self.date.first(), *lead).unwrap_or(Day::MIN);
        let mut leads: Vec<(Day, Duration)> =
            leads.into_iter().map(|lead| (on(&lead), lead)).collect();
        leads.sort_by_key(|(on, _)| *on);
        let length = |lead: &Duration| (lead.months(), lead.days());
        let mut seen = Vec::new();
        leads.retain(|(_, lead)| {
            let is_new = !seen.contains(&length(lead));
            seen.push(length(lead));
            is_new
        });
        leads
    }

    /// Returns the lead times that have come by `today`, the longest first.
    fn come_leads(&self, agreement: &Agreement, settings: &Settings, today: Day) -> Vec<Duration> {
        let leads = self.leads(agreement, settings).into_iter();
        leads.filter(|(on, _)| *on <= today).map(|(_, lead)| lead).collect()
    }

    /// Returns the reminder of this deadline, without lead times.
    fn reminder(&self, entry: &ListedAgreement) -> Reminder {
        let agreement = &entry.agreement;
        let (id, title) = match self.obligation {
            Some(activity) => (format!("{}/{}", agreement.id, activity.n), &activity.title),
            None => (agreement.id.to_string(), &agreement.title),
        };
        let contacts = self.obligation.and_then(|activity| activity.contact.as_ref());
        let mut contacts = contacts.into_iter().chain(&agreement.contact);
        let life = agreement.life(&entry.context, entry.day);
        Reminder {
            agreement: agreement.id.clone(),
            id,
            kind: self.kind,
            deadline: self.date,
            in_days: self.date.days_from(entry.day),
            leads: Vec::new(),
            state: self.state,
            title: title.clone(),
            under: self.obligation.map(|_| agreement.title.clone()),
            partners: entry.partners.clone(),
            contact: contacts.find(|contact| !contact.trim().is_empty()).cloned(),
            ends: entry.standing.ends,
            notice: agreement.notice,
            term: agreement.term,
            renewal: agreement.renewal,
            decision: life.decision,
            will_renew: life.will_renew,
        }
    }
}

/// Returns the deadlines of an agreement that may bring a reminder on `today`.
fn deadlines<'a>(
    agreement: &'a Agreement,
    standing: &Standing,
    today: Day,
) -> impl Iterator<Item = Deadline<'a>> {
    let own =
        [act_by(standing, today), missed_review(agreement, standing, today), lapsed_end(standing)];
    let obligations = agreement.activities.iter().filter_map(move |activity| {
        let is_open = matches!(activity.status, Some(Progress::Planned | Progress::Ongoing));
        let date = activity.due.filter(|_| is_open)?;
        let is_past = date.last() < today;
        let state = if is_past { ReminderState::Overdue } else { ReminderState::Coming };
        Some(Deadline { kind: DeadlineKind::Obligation, date, state, obligation: Some(activity) })
    });
    let is_recent =
        move |date: Date| back(today, PASSED_LIMIT).is_none_or(|day| date.last() >= day);
    let all = own.into_iter().flatten().chain(obligations);
    all.filter(move |deadline| !deadline.is_passed() || is_recent(deadline.date))
}

/// Returns the act-by date or the next review of an agreement that is not settled.
///
/// An act-by date that is past and not missed is still a deadline: notice is still in time, or the agreement will end
/// without a renewal.
fn act_by<'a>(standing: &Standing, today: Day) -> Option<Deadline<'a>> {
    let is_open = standing.status == Status::Upcoming || standing.status.is_in_force();
    let date = standing.act_by.filter(|_| is_open && !standing.settled)?;
    let is_missed = standing.has(Flag::NoticeMissed) && date.last() < today;
    let (kind, state) = match standing.ends {
        End::On(_) if is_missed => (DeadlineKind::ActBy, ReminderState::Missed),
        End::On(_) => (DeadlineKind::ActBy, ReminderState::Coming),
        End::Indefinite | End::Unknown => (DeadlineKind::Review, ReminderState::Coming),
    };
    Some(Deadline { kind, date, state, obligation: None })
}

/// Returns the review day that passed without a review.
fn missed_review<'a>(
    agreement: &Agreement,
    standing: &Standing,
    today: Day,
) -> Option<Deadline<'a>> {
    let is_reviewed = standing.status.is_in_force()
        && !standing.settled
        && agreement.review.is_some()
        && standing.ends.date().is_none();
    let date = is_reviewed.then(|| agreement.missed_review(today)).flatten()?;
    let (kind, state) = (DeadlineKind::Review, ReminderState::Overdue);
    Some(Deadline { kind, date, state, obligation: None })
}

/// Returns the last day of an agreement that has lapsed.
fn lapsed_end<'a>(standing: &Standing) -> Option<Deadline<'a>> {
    let date = standing.ends.date().filter(|_| standing.has(Flag::Lapsed))?;
    let (kind, state) = (DeadlineKind::End, ReminderState::Lapsed);
    Some(Deadline { kind, date, state, obligation: None })
}
