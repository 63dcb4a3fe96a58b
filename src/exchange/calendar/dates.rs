//! The events that an agreement has in a calendar.

use super::event::{CalendarEvent, EventRevision, stamp};
use crate::domain::{
    Activity, Agreement, Date, Day, Duration, End, Id, Lead, Progress, RenewalBy, Settings,
    Standing, Status, Text, back, friday_before,
};

/// The first category of every event; the kind and the tags of the agreement follow.
const MOU_CATEGORY: &str = "MoU";

/// An agreement, with what it is on the day.
#[derive(Debug, Clone, Copy)]
pub struct DatedAgreement<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// Its standing.
    pub standing: &'a Standing,
    /// Whether its current period renews automatically.
    pub will_renew: bool,
}

/// The dates of an agreement: all that a calendar needs of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreementDates {
    pub(super) id: Id,
    pub(super) events: Vec<CalendarEvent>,
    pub(super) categories: Vec<String>,
    /// The revision of an event that is not in the older calendar.
    pub(super) first_revision: EventRevision,
}

impl DatedAgreement<'_> {
    /// Returns the dates that a calendar shows on `today`; `None` if there are none.
    #[must_use]
    pub fn dates(&self, settings: &Settings, today: Day) -> Option<AgreementDates> {
        let events = self.events(settings, today);
        if events.is_empty() {
            return None;
        }
        let recorded = self.agreement.latest_recorded_day(today).unwrap_or(today);
        let sequence = u64::try_from(self.agreement.events.len()).unwrap_or_default();
        Some(AgreementDates {
            id: self.agreement.id.clone(),
            events,
            categories: self.categories(),
            first_revision: EventRevision { stamp: stamp(recorded), sequence },
        })
    }

    fn categories(&self) -> Vec<String> {
        let mut categories = vec![MOU_CATEGORY.to_owned()];
        for category in std::iter::once(&self.agreement.kind).chain(&self.agreement.tags) {
            let is_listed = categories.iter().any(|listed| listed == category.as_str());
            if !category.trim().is_empty() && !is_listed {
                categories.push(category.to_string());
            }
        }
        categories
    }

    /// Returns the events of an agreement that is upcoming or in force: a first day to come, the last
    /// day, the day to act by, the next review, and due and planned activities. Events that are wholly
    /// past on `today` are left out.
    ///
    /// A date known to the month or year is on its first possible day, and its title says so.
    fn events(&self, settings: &Settings, today: Day) -> Vec<CalendarEvent> {
        let status = self.standing.status;
        if status != Status::Upcoming && !status.is_in_force() {
            return Vec::new();
        }
        let mut events = Vec::new();
        events.extend(self.start());
        events.extend(self.end(settings));
        events.extend(self.act_by(settings));
        events.extend(self.activities());
        events.retain(|event| event.last_possible >= today);
        events
    }

    fn start(&self) -> Option<CalendarEvent> {
        let first = self.agreement.first_day();
        let first = first.filter(|_| self.standing.status == Status::Upcoming)?;
        Some(self.event("start", first, &format!("{} takes effect", self.kind())))
    }

    fn end(&self, settings: &Settings) -> Option<CalendarEvent> {
        let End::On(end) = self.standing.ends else {
            return None;
        };
        let what = if self.will_renew { "ends, or renews automatically" } else { "ends" };
        let mut event = self.event("end", end, &format!("{} {what}", self.kind()));
        if self.standing.act_by == Some(end) {
            event.alarms = self.alarms(end, settings);
        }
        Some(event)
    }

    /// Returns the event for the day to act by, if it is not the last day and the end is not settled.
    fn act_by(&self, settings: &Settings) -> Option<CalendarEvent> {
        let act_by = self.standing.act_by?;
        let (kind, summary) = match self.standing.ends {
            End::On(end) if end == act_by || self.standing.settled => return None,
            End::On(_) => ("notice", "Last day to give notice"),
            End::Indefinite | End::Unknown => ("review", "Review due"),
        };
        let mut event = self.event(kind, act_by, summary);
        event.alarms = self.alarms(act_by, settings);
        if let Some(friday) = friday_before(act_by) {
            event.description.insert(0, format!("On a weekend: the Friday before is {friday}"));
        }
        Some(event)
    }

    fn activities(&self) -> impl Iterator<Item = CalendarEvent> {
        self.agreement.activities.iter().filter_map(|activity| {
            let is_planned = activity.status == Some(Progress::Planned);
            let is_open = is_planned || activity.status == Some(Progress::Ongoing);
            match activity.due {
                Some(due) if is_open => Some(self.activity(activity, due, due, "Due: ")),
                None if is_planned => {
                    let first = activity.from.or(activity.on).or(activity.until)?;
                    let last = activity.day().filter(|last| *last > first).unwrap_or(first);
                    Some(self.activity(activity, first, last, ""))
                }
                _ => None,
            }
        })
    }

    fn activity(&self, activity: &Activity, first: Date, last: Date, what: &str) -> CalendarEvent {
        let contact = activity.contact.as_ref().or(self.agreement.contact.as_ref());
        let details = [
            ("Under", Some(self.agreement.title.clone())),
            ("Kind", activity.kind.clone()),
            ("Place", activity.place.clone()),
            ("Participants", Some(activity.participants.join("; ").into())),
            ("Contact", contact.cloned()),
            ("Notes", activity.notes.clone()),
        ];
        let mut description: Vec<String> = labelled(details).collect();
        description.push(format!("mou activity show {}/{}", self.agreement.id, activity.n));
        CalendarEvent {
            kind: format!("activity-{}", activity.n),
            first: first.first(),
            last: last.first(),
            last_possible: last.last(),
            summary: format!("{what}{}{}", activity.title, precision(first)),
            description,
            alarms: Vec::new(),
        }
    }

    fn event(&self, kind: &str, date: Date, what: &str) -> CalendarEvent {
        CalendarEvent {
            kind: kind.to_owned(),
            first: date.first(),
            last: date.first(),
            last_possible: date.last(),
            summary: format!("{what}: {}{}", self.agreement.title, precision(date)),
            description: self.description(),
            alarms: Vec::new(),
        }
    }

    /// Returns the kind of the agreement as the beginning of a sentence.
    fn kind(&self) -> String {
        let mut letters = self.agreement.kind.chars();
        letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    fn description(&self) -> Vec<String> {
        let agreement = self.agreement;
        let parties: Vec<String> = agreement.parties.iter().map(ToString::to_string).collect();
        let renewal = agreement.renewal.map(|renewal| {
            let most = renewal.max.map(|max| format!(", at most {max} times"));
            let how = match renewal.by {
                RenewalBy::Itself => "automatic",
                RenewalBy::Agreement => "by agreement",
            };
            format!("{how}, for {}{}", renewal.every.in_words(), most.unwrap_or_default())
        });
        let details = [
            ("Parties", Some(parties.join("; ").into())),
            ("Contact", agreement.contact.clone()),
            ("Renewal", renewal.map(Text::from)),
            ("Notice", agreement.notice.map(|notice| notice.in_words().into())),
        ];
        let mut lines: Vec<String> = labelled(details).collect();
        lines.push(format!("mou show {}", agreement.id));
        lines
    }

    /// Returns the alarms, in days before the date: the leads of the agreement, else of the registry;
    /// none if nothing is left to act on.
    fn alarms(&self, date: Date, settings: &Settings) -> Vec<i64> {
        if self.standing.settled {
            return Vec::new();
        }
        let mut lead: Vec<Duration> = self.agreement.lead.clone();
        if lead.is_empty() {
            lead = settings.leads().into_iter().map(|Lead(lead)| lead).collect();
        }
        let mut days: Vec<i64> = lead
            .into_iter()
            .filter_map(|lead| back(date.first(), lead))
            .map(|from| date.days_from(from))
            .collect();
        days.sort_unstable_by(|one, two| two.cmp(one));
        days.dedup();
        days
    }
}

/// Returns the date in brackets, such as ` (2023-10)`, unless it is one certain day.
fn precision(date: Date) -> String {
    if date.is_certain_day() { String::new() } else { format!(" ({date})") }
}

/// Returns the values that are not empty, each with its label in front.
fn labelled<const N: usize>(
    values: [(&'static str, Option<Text>); N],
) -> impl Iterator<Item = String> {
    values.into_iter().filter_map(|(label, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(format!("{label}: {value}"))
    })
}
