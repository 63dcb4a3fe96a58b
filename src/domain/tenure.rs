//! The dated facts of an agreement, its events and its activities.

use super::activity::{Activity, Progress};
use super::agreement::Agreement;
use super::counting;
use super::date::{Date, Day, RecordedDate};
use super::duration::Duration;
use super::event::{Decision, Event, EventKind};
use super::term::{Basis, Renewal, RenewalBy, Term};

/// The dated facts of an agreement, from which its status and its dates on a day follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Tenure {
    /// The day of signing. If the agreement states none and every party has its own, the latest of these.
    pub signed: Option<RecordedDate>,
    /// The stated day of coming into effect.
    pub effective: Option<RecordedDate>,
    /// The stated term.
    pub term: Option<Term>,
    /// The stated last day.
    pub end: Option<Date>,
    /// How the term is counted.
    pub basis: Basis,
    /// Renewal for further periods, automatic or by agreement.
    pub renewal: Option<Renewal>,
    /// The notice period.
    pub notice: Option<Duration>,
    /// How often to review it.
    pub review: Option<Duration>,
    /// The events, in the order of the file.
    pub events: Vec<EventDates>,
    /// The activities.
    pub activities: Vec<ActivityDates>,
    /// Whether a merge left conflicts.
    pub conflict: bool,
}

impl Tenure {
    /// Returns the dated facts that hold on `day`: amendments after it are undone (S13).
    #[must_use]
    pub fn on(agreement: &Agreement, day: Day) -> Self {
        Self::from_values(&agreement.on(day))
    }

    /// Returns the dated facts with the values that `agreement` has: the newest ones, unless it comes
    /// from [`Agreement::on`].
    #[must_use]
    pub fn from_values(agreement: &Agreement) -> Self {
        Self {
            signed: signing_day(agreement),
            effective: agreement.effective,
            term: agreement.term,
            end: agreement.end,
            basis: agreement.basis,
            renewal: agreement.renewal,
            notice: agreement.notice,
            review: agreement.review,
            events: agreement.events.iter().map(EventDates::from).collect(),
            activities: agreement.activities.iter().map(ActivityDates::from).collect(),
            conflict: !agreement.conflicts.is_empty(),
        }
    }

    /// Returns the first day: the stated one, else the day of signing. `None` if it is not known, or
    /// if coming into effect is pending.
    ///
    /// `effective: unknown` does not fall back on the day of signing (S11).
    #[must_use]
    pub fn first_day(&self) -> Option<Date> {
        self.effective.or(self.signed).and_then(RecordedDate::date)
    }

    /// Returns true if the agreement is signed, but a condition for coming into effect is not met
    /// yet (S12).
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.effective == Some(RecordedDate::Pending)
    }

    /// Returns the renewal if it is automatic; one by agreement never renews automatically (S18).
    #[must_use]
    pub fn automatic_renewal(&self) -> Option<Renewal> {
        self.renewal.filter(|renewal| renewal.by == RenewalBy::Itself)
    }

    /// Returns the first termination that counts by `today`, and its index in the file. A later one
    /// has no effect (S34).
    #[must_use]
    pub fn termination(&self, today: Day) -> Option<(usize, EventDates)> {
        let mut events = self.events_by(today).into_iter();
        events.find(|(_, event)| event.kind == EventEffect::Terminated)
    }

    /// Returns the events that have happened by `today` and their indexes in the file, sorted by the day
    /// from which they count. Those of one day stay in the order of the file.
    #[must_use]
    pub fn events_by(&self, today: Day) -> Vec<(usize, EventDates)> {
        let mut events: Vec<_> = self
            .events
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, event)| event.counts_from() <= today)
            .collect();
        events.sort_by_key(|(_, event)| event.counts_from());
        events
    }

    /// Returns true if the agreement is a draft on `today`: none of `signed`, `effective` and `end` is
    /// recorded and no event has happened yet, or the signing date is in the future (S10).
    #[must_use]
    pub fn is_draft_on(&self, today: Day) -> bool {
        if let Some(RecordedDate::Known(signed)) = self.signed {
            return signed.first() > today;
        }
        self.signed.is_none()
            && self.effective.is_none()
            && self.end.is_none()
            && !self.events.iter().any(|event| event.counts_from() <= today)
    }

    /// Returns when this agreement takes effect as the successor of others, as seen on `today`; `None`
    /// if it follows nothing: a draft, or an agreement that a termination makes `terminated` on its
    /// first day, so that it was never in force (S35).
    ///
    /// It takes effect on its first day, but not before it was signed, both at their first possible
    /// day. A day that is not known counts as past.
    #[must_use]
    pub fn succession(&self, today: Day) -> Option<Succession> {
        if self.is_draft_on(today) {
            return None;
        }
        if self.is_pending() {
            return Some(Succession::Pending);
        }
        let first = self.first_day();
        let terminated = self.termination(today).map(|(_, event)| event.terminates_from());
        if let (Some(first), Some(terminated)) = (first, terminated)
            && terminated <= first.first()
        {
            return None;
        }
        let signed = self.signed.and_then(RecordedDate::date);
        let known = [first, signed].into_iter().flatten().map(Date::first).max();
        Some(Succession::From(known.unwrap_or(Day::MIN)))
    }

    /// Returns the day of the latest activity up to `today`.
    #[must_use]
    pub fn last_done(&self, today: Day) -> Option<Day> {
        self.activities.iter().filter_map(|activity| activity.counts_on(today)).max()
    }
}

/// When a signed agreement takes effect as the successor of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Succession {
    /// From this day.
    From(Day),
    /// Not yet: its coming into effect is pending.
    Pending,
}

impl Succession {
    /// Returns the day from which it is in effect, if that has come by `today`.
    #[must_use]
    pub fn taken_effect(self, today: Day) -> Option<Day> {
        match self {
            Self::From(day) => Some(day).filter(|day| *day <= today),
            Self::Pending => None,
        }
    }
}

/// Returns the day of signing of an agreement: the stated one, else the latest of the parties' own if each
/// has one, else unknown if an end is stated.
pub(super) fn signing_day(agreement: &Agreement) -> Option<RecordedDate> {
    let later = |latest: Option<RecordedDate>, own: Option<RecordedDate>| {
        own.map(|own| latest.max(Some(own)))
    };
    let latest = || agreement.parties.iter().map(|party| party.signed).try_fold(None, later);
    agreement
        .signed
        .or_else(|| latest().flatten())
        .or_else(|| agreement.end.map(|_| RecordedDate::Unknown))
}

/// The dated facts of an activity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActivityDates {
    /// Its progress.
    pub status: Option<Progress>,
    /// Its date: `until`, else `on`, else `from`.
    pub day: Option<Date>,
    /// The day it begins: `from`, else `on`, else `until`.
    pub begins: Option<Date>,
    /// Whether its last day is recorded.
    pub has_until: bool,
    /// The date of its source.
    pub known_by: Option<Date>,
    /// Whether it is a review.
    pub is_review: bool,
    /// By when it must be done.
    pub due: Option<Date>,
}

impl ActivityDates {
    /// Returns the day at which the activity counts as done, as seen on `today`: its last possible
    /// day, but not after today. `None` if it does not count or has not come.
    ///
    /// It counts at `until`, else `on`, else `from`, once it has begun; an undated one at `known_by`,
    /// and an ongoing one without `until` at `known_by` if the last possible day of that is later and
    /// its first possible day has come. Planned and cancelled ones never count (S44).
    #[must_use]
    pub fn counts_on(&self, today: Day) -> Option<Day> {
        if matches!(self.status, Some(Progress::Planned | Progress::Cancelled)) {
            return None;
        }
        let has_come = |date: &Date| date.first() <= today;
        let own = self.day.filter(|_| self.begins.is_some_and(|begins| has_come(&begins)));
        let known_by = self.known_by.filter(has_come);
        let is_open = self.status == Some(Progress::Ongoing) && !self.has_until;
        let date = match (self.day, known_by) {
            (None, known_by) => known_by,
            (Some(day), Some(known_by)) if is_open && known_by.last() > day.last() => {
                Some(known_by)
            }
            (Some(_), _) => own,
        };
        date.map(|date| date.last().min(today))
    }

    /// Returns true if the activity is overdue on `today`.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        match self.status {
            Some(Progress::Planned) => self.due.or(self.day),
            Some(Progress::Ongoing) => self.due,
            Some(Progress::Done | Progress::Cancelled) | None => None,
        }
        .is_some_and(|date| date.last() < today)
    }
}

impl From<&Activity> for ActivityDates {
    fn from(activity: &Activity) -> Self {
        Self {
            status: activity.status,
            day: activity.day(),
            begins: activity.from.or(activity.on).or(activity.until),
            has_until: activity.until.is_some(),
            known_by: activity.known_by,
            is_review: activity.kind.as_deref() == Some("review"),
            due: activity.due,
        }
    }
}

impl Activity {
    /// Returns true if the activity is overdue on `today`: planned or ongoing past the last possible
    /// day of its `due`, or planned, without `due`, past the last possible day of its own date.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        ActivityDates::from(self).is_overdue(today)
    }
}

/// The dated facts of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventDates {
    /// Its effect.
    pub kind: EventEffect,
    /// The date.
    pub on: Date,
    /// From when a renewal's term is counted.
    pub from: Option<Date>,
    /// The further term, or how long after a notice the agreement ends.
    pub term: Option<Term>,
    /// The new last day.
    pub end: Option<Date>,
}

/// How an event changes a date or a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventEffect {
    /// Extended.
    Renewed,
    /// Amended.
    Amended,
    /// Notice was given.
    Notice,
    /// Suspended.
    Suspended,
    /// In force again after a suspension.
    Resumed,
    /// Terminated.
    Terminated,
    /// A decision about the end of the period.
    Decided(Option<Decision>),
    /// No effect.
    Remark,
}

impl EventDates {
    /// Returns the day from which the event counts: the first that its date may mean. A termination
    /// without a last day counts from the last, because what is claimed to be over is claimed late
    /// (S8).
    #[must_use]
    pub fn counts_from(&self) -> Day {
        match (self.kind, self.end) {
            (EventEffect::Terminated, None) => self.on.last(),
            _ => self.on.first(),
        }
    }

    /// Returns the last day in force that a termination sets: its `end`, or the day `on` (S32).
    #[must_use]
    pub fn last_day(&self) -> Date {
        self.end.unwrap_or(self.on)
    }

    /// Returns the day from which a termination makes the status `terminated`: the day after its last
    /// day, or that day itself if it was declared on it, but not before the termination counts (S32).
    #[must_use]
    pub fn terminates_from(&self) -> Day {
        let last = self.last_day();
        let over =
            if last == self.on { Some(last.last()) } else { counting::day_after(last.last()) };
        over.map_or(Day::MAX, |over| over.max(self.counts_from()))
    }
}

impl EventEffect {
    /// Returns the effect of an event of this kind with this `decision`.
    fn new(kind: &EventKind, decision: Option<Decision>) -> Self {
        match kind {
            EventKind::Renewed => Self::Renewed,
            EventKind::Amended => Self::Amended,
            EventKind::Notice => Self::Notice,
            EventKind::Suspended => Self::Suspended,
            EventKind::Resumed => Self::Resumed,
            EventKind::Terminated => Self::Terminated,
            EventKind::Decided => Self::Decided(decision),
            EventKind::Remark(_) => Self::Remark,
        }
    }
}

impl From<&Event> for EventDates {
    fn from(event: &Event) -> Self {
        Self {
            kind: EventEffect::new(&event.kind, event.decision),
            on: event.on,
            from: event.from,
            term: event.term,
            end: event.end,
        }
    }
}

impl Event {
    /// Returns the day from which the event counts: the first that its date may mean, but for a
    /// termination without a last day the last.
    #[must_use]
    pub fn counts_from(&self) -> Day {
        EventDates::from(self).counts_from()
    }
}

impl Agreement {
    /// Returns the newest recorded date up to `today`, of signing, events, activities and sources; `None` if
    /// there is none.
    ///
    /// It replaces the time of the last change, which a record does not hold.
    #[must_use]
    pub fn latest_recorded_day(&self, today: Day) -> Option<Day> {
        let stated =
            [self.signed, self.effective].into_iter().flatten().filter_map(RecordedDate::date);
        let parties = self.parties.iter().flat_map(|party| {
            [party.signed.and_then(RecordedDate::date), party.joined, party.left]
                .into_iter()
                .flatten()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(members: &str) -> Agreement {
        serde_json::from_str(&format!(r#"{{ "id": "a", "title": "A"{members} }}"#)).unwrap()
    }

    fn tenure(members: &str) -> Tenure {
        Tenure::from_values(&agreement(members))
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn it_takes_the_place_of_others_from_its_first_day_and_not_before_it_is_signed() {
        let terminated = |on: &str| {
            format!(
                r#", "effective": "2030-01-01", "signed": "2020", "events": [
                    {{ "kind": "terminated", "on": "{on}" }}
                ]"#
            )
        };
        let at_once = terminated("2024-03-01");
        let on_the_day = terminated("2030-01-01");
        let later = terminated("2030-01-02");
        let renewed = later.replace("terminated", "renewed");
        for (members, today, from) in [
            ("", "2024-01-01", None),
            (r#", "signed": "2024-02""#, "2024-01-31", None),
            (r#", "signed": "2024-02""#, "2024-02-01", Some("2024-02-01")),
            (
                r#", "signed": "2024-01-01", "effective": "2025-03""#,
                "2024-01-01",
                Some("2025-03-01"),
            ),
            (r#", "signed": "2024-01-01", "effective": "2023""#, "2024-01-01", Some("2024-01-01")),
            (
                r#", "signed": "2024-01-01", "effective": "unknown""#,
                "2024-01-01",
                Some("2024-01-01"),
            ),
            (&at_once, "2024-02-29", Some("2030-01-01")),
            (&at_once, "2024-03-01", None),
            (&on_the_day, "2029-12-31", Some("2030-01-01")),
            (&on_the_day, "2030-01-01", None),
            (&later, "2031-01-01", Some("2030-01-01")),
            (&renewed, "2031-01-01", Some("2030-01-01")),
        ] {
            let found = tenure(members).succession(day(today));
            let expected = from.map(|from| Succession::From(day(from)));
            assert_eq!(found, expected, "{members} on {today}");
        }
        let unknown = tenure(r#", "signed": "unknown""#);
        assert_eq!(unknown.succession(day("2024-01-01")), Some(Succession::From(Day::MIN)));
        let pending = tenure(r#", "signed": "2020", "effective": "pending""#);
        assert_eq!(pending.succession(day("2024-01-01")), Some(Succession::Pending));
    }

    #[test]
    fn the_day_of_signing_may_be_that_of_the_last_party_to_sign() {
        for (members, signed) in [
            ("", None),
            (r#", "parties": []"#, None),
            (r#", "signed": "2020", "end": "2025""#, Some("2020")),
            (r#", "end": "2025""#, Some("unknown")),
            (r#", "parties": [{ "name": "A", "signed": "2020" }, { "name": "B" }]"#, None),
            (
                r#", "parties": [
                    { "name": "A", "signed": "2021-02" }, { "name": "B", "signed": "2020" }
                ]"#,
                Some("2021-02"),
            ),
            (
                r#", "end": "2025", "parties": [
                    { "name": "A", "signed": "2021" }, { "name": "B", "signed": "unknown" }
                ]"#,
                Some("2021"),
            ),
        ] {
            let found = tenure(members).signed.map(|signed| signed.to_string());
            assert_eq!(found.as_deref(), signed, "{members}");
        }
    }

    #[test]
    fn a_draft_is_what_nothing_is_recorded_of_yet() {
        for (members, today, is_draft) in [
            ("", "2024-01-01", true),
            (r#", "term": "P1Y""#, "2024-01-01", true),
            (r#", "signed": "2024-01-02""#, "2024-01-01", true),
            (r#", "signed": "2024-01-02", "effective": "2020""#, "2024-01-01", true),
            (r#", "signed": "2024-01-01""#, "2024-01-01", false),
            (r#", "signed": "unknown""#, "2024-01-01", false),
            (r#", "effective": "2030""#, "2024-01-01", false),
            (r#", "end": "2030""#, "2024-01-01", false),
            (r#", "events": [{ "kind": "notice", "on": "2024-01-02" }]"#, "2024-01-01", true),
            (r#", "events": [{ "kind": "notice", "on": "2024-01-01" }]"#, "2024-01-01", false),
        ] {
            assert_eq!(tenure(members).is_draft_on(day(today)), is_draft, "{members} on {today}");
        }
    }

    #[test]
    fn events_come_by_the_day_from_which_they_count() {
        let tenure = tenure(
            r#", "events": [
                { "kind": "terminated", "on": "2023" }, { "kind": "notice", "on": "2023-06" },
                { "kind": "suspended", "on": "2023-06-01" }, { "kind": "resumed", "on": "2022-01-01" }
            ]"#,
        );
        let places = |today: &str| -> Vec<usize> {
            tenure.events_by(day(today)).iter().map(|(place, _)| *place).collect()
        };
        assert_eq!(places("2021-12-31"), [0; 0]);
        assert_eq!(places("2023-05-31"), [3]);
        assert_eq!(places("2023-12-30"), [3, 1, 2]);
        assert_eq!(places("2023-12-31"), [3, 1, 2, 0]);
    }

    fn activity(members: &str) -> ActivityDates {
        let text = format!(r#"{{ "n": 1, "title": "Visit"{members} }}"#);
        ActivityDates::from(&serde_json::from_str::<Activity>(&text).unwrap())
    }

    #[test]
    fn an_activity_counts_at_its_last_possible_day_once_it_has_begun() {
        for (members, counts_on) in [
            ("", None),
            (r#", "on": "2024-06-15""#, Some("2024-06-15")),
            (r#", "on": "2024-06-16""#, None),
            (r#", "on": "2024-06""#, Some("2024-06-15")),
            (r#", "on": "2024-05""#, Some("2024-05-31")),
            (r#", "from": "2024-01", "until": "2024-03-01""#, Some("2024-03-01")),
            (r#", "from": "2024-06-15", "until": "2024-08""#, Some("2024-06-15")),
            (r#", "from": "2024-06-16", "until": "2024-08""#, None),
            (r#", "until": "2024-07-01""#, None),
            (r#", "known_by": "2024-05""#, Some("2024-05-31")),
            (r#", "known_by": "2024-07""#, None),
            (r#", "on": "2024-01-01", "known_by": "2024-05""#, Some("2024-01-01")),
            (r#", "on": "2024-01-01", "status": "planned""#, None),
            (r#", "on": "2024-01-01", "status": "cancelled""#, None),
            (r#", "on": "2024-01-01", "status": "done""#, Some("2024-01-01")),
            (
                r#", "from": "2024-01-01", "known_by": "2024-05", "status": "ongoing""#,
                Some("2024-05-31"),
            ),
            (
                r#", "from": "2024-01-01", "known_by": "2023", "status": "ongoing""#,
                Some("2024-01-01"),
            ),
            // S44: the date of the source is later only if its last possible day is.
            (
                r#", "on": "2018", "known_by": "2018-11-06", "status": "ongoing""#,
                Some("2018-12-31"),
            ),
            (
                r#", "from": "2024-01-01", "known_by": "2025", "status": "ongoing""#,
                Some("2024-01-01"),
            ),
            (
                r#", "from": "2024-01-01", "until": "2024-02-01", "known_by": "2024-05",
                "status": "ongoing""#,
                Some("2024-02-01"),
            ),
        ] {
            assert_eq!(
                activity(members).counts_on(day("2024-06-15")),
                counts_on.map(day),
                "{members}"
            );
        }
    }

    #[test]
    fn an_activity_is_overdue_past_its_last_possible_day() {
        for (members, is_overdue) in [
            (r#", "due": "2024-06-14""#, false),
            (r#", "due": "2024-06-14", "status": "done""#, false),
            (r#", "due": "2024-06-14", "status": "cancelled""#, false),
            (r#", "due": "2024-06-14", "status": "planned""#, true),
            (r#", "due": "2024-06-15", "status": "planned""#, false),
            (r#", "due": "2024-06", "status": "planned""#, false),
            (r#", "due": "2024-06-14", "status": "ongoing""#, true),
            (r#", "on": "2024-06-14", "status": "planned""#, true),
            (r#", "on": "2024-06-14", "status": "ongoing""#, false),
            (r#", "on": "2024-06-14", "due": "2024-07", "status": "planned""#, false),
            (r#", "status": "planned""#, false),
        ] {
            assert_eq!(activity(members).is_overdue(day("2024-06-15")), is_overdue, "{members}");
        }
    }

    #[test]
    fn a_review_is_one_by_its_kind() {
        assert!(activity(r#", "kind": "review""#).is_review);
        assert!(!activity(r#", "kind": "visit""#).is_review);
        assert!(!activity("").is_review);
    }

    #[test]
    fn the_latest_recorded_day_is_among_all_dates_that_have_come() {
        let today: Day = "2024-06-15".parse().unwrap();
        for (members, by) in [
            ("", None),
            (r#", "signed": "unknown", "end": "2024-06-01", "effective": "unknown""#, None),
            (r#", "signed": "2024-06-15""#, Some("2024-06-15")),
            (r#", "signed": "2024-06-16""#, None),
            (r#", "signed": "2024-06""#, Some("2024-06-01")),
            (r#", "signed": "2020", "effective": "2021-02""#, Some("2021-02-01")),
            (r#", "parties": [{ "name": "A", "signed": "2022-01-02" }]"#, Some("2022-01-02")),
            (r#", "parties": [{ "name": "A", "joined": "2022-01-03" }]"#, Some("2022-01-03")),
            (r#", "parties": [{ "name": "A", "left": "2022-01-04" }]"#, Some("2022-01-04")),
            (r#", "events": [{ "kind": "notice", "on": "2022-01-05" }]"#, Some("2022-01-05")),
            (r#", "references": [{ "title": "P", "dated": "2022-01-06" }]"#, Some("2022-01-06")),
            (
                r#", "signed": "2020", "events": [{ "kind": "x", "on": "2025" }]"#,
                Some("2020-01-01"),
            ),
        ] {
            let by = by.map(|by| by.parse().unwrap());
            assert_eq!(agreement(members).latest_recorded_day(today), by, "{members}");
        }
        for (members, by) in [
            (r#""on": "2022-01-07""#, Some("2022-01-07")),
            (r#""from": "2022-01-08", "until": "2025""#, Some("2022-01-08")),
            (r#""from": "2022-01-08", "until": "2022-01-09""#, Some("2022-01-09")),
            (r#""known_by": "2022-01-10""#, Some("2022-01-10")),
            (r#""due": "2022-01-11""#, None),
            (
                r#""references": [{ "title": "P", "dated": "2022-01-12" }, { "title": "Q" }]"#,
                Some("2022-01-12"),
            ),
        ] {
            let members = format!(r#", "activities": [{{ "n": 1, "title": "T", {members} }}]"#);
            let by = by.map(|by| by.parse().unwrap());
            assert_eq!(agreement(&members).latest_recorded_day(today), by, "{members}");
        }
    }
}
