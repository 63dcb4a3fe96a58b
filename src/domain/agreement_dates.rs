//! What the dates of an agreement mean on a day: whether it is a draft, when it begins, and what has happened.

use super::activity::Activity;
use super::agreement::Agreement;
use super::date::{Date, Day, RecordedDate};
use super::event::{Event, EventKind};
use super::term::{Renewal, RenewalBy};

/// What follows from the dates of an agreement. It must have the values that hold on the day: see
/// [`Agreement::on`].
impl Agreement {
    /// Returns the day of signing: the stated one, else the latest of the parties' own if each has one, else
    /// unknown if an end is stated.
    #[must_use]
    pub fn signing_day(&self) -> Option<RecordedDate> {
        let later = |latest: Option<RecordedDate>, own: Option<RecordedDate>| {
            own.map(|own| latest.max(Some(own)))
        };
        let latest = || self.parties.iter().map(|party| party.signed).try_fold(None, later);
        self.signed
            .or_else(|| latest().flatten())
            .or_else(|| self.end.map(|_| RecordedDate::Unknown))
    }

    /// Returns the first day: the stated one, else the day of signing. `None` if it is not known, or
    /// if coming into effect is pending.
    ///
    /// `effective: unknown` does not fall back on the day of signing (S11).
    #[must_use]
    pub fn first_day(&self) -> Option<Date> {
        self.effective.or_else(|| self.signing_day()).and_then(RecordedDate::date)
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
    pub fn termination(&self, today: Day) -> Option<(usize, &Event)> {
        let mut events = self.events_by(today).into_iter();
        events.find(|(_, event)| event.kind == EventKind::Terminated)
    }

    /// Returns the events that have happened by `today` and their indexes in the file, sorted by the day
    /// from which they count. Those of one day stay in the order of the file.
    #[must_use]
    pub fn events_by(&self, today: Day) -> Vec<(usize, &Event)> {
        let events = self.events.iter().enumerate();
        let mut events: Vec<_> = events.filter(|(_, event)| event.counts_from() <= today).collect();
        events.sort_by_key(|(_, event)| event.counts_from());
        events
    }

    /// Returns true if the agreement is a draft on `today`: none of `signed`, `effective` and `end` is
    /// recorded and no event has happened yet, or the signing date is in the future (S10).
    #[must_use]
    pub fn is_draft_on(&self, today: Day) -> bool {
        let signed = self.signing_day();
        if let Some(RecordedDate::Known(signed)) = signed {
            return signed.first() > today;
        }
        signed.is_none()
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
        let signed = self.signing_day().and_then(RecordedDate::date);
        let known = [first, signed].into_iter().flatten().map(Date::first).max();
        Some(Succession::From(known.unwrap_or(Day::MIN)))
    }

    /// Returns the day of the latest activity up to `today`.
    #[must_use]
    pub fn last_done(&self, today: Day) -> Option<Day> {
        self.activities.iter().filter_map(|activity| activity.counts_on(today)).max()
    }

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

/// When a signed agreement takes effect as the successor of another.
///
/// ```
/// use mou::domain::{Date, Succession};
///
/// let day = "2022-07-04".parse::<Date>()?.first();
/// assert_eq!(Succession::From(day).taken_effect(day), Some(day));
/// assert_eq!(Succession::Pending.taken_effect(day), None);
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
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
            let found = agreement(members).succession(day(today));
            let expected = from.map(|from| Succession::From(day(from)));
            assert_eq!(found, expected, "{members} on {today}");
        }
        let unknown = agreement(r#", "signed": "unknown""#);
        assert_eq!(unknown.succession(day("2024-01-01")), Some(Succession::From(Day::MIN)));
        let pending = agreement(r#", "signed": "2020", "effective": "pending""#);
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
            let found = agreement(members).signing_day().map(|signed| signed.to_string());
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
            assert_eq!(
                agreement(members).is_draft_on(day(today)),
                is_draft,
                "{members} on {today}"
            );
        }
    }

    #[test]
    fn events_come_by_the_day_from_which_they_count() {
        let agreement = agreement(
            r#", "events": [
                { "kind": "terminated", "on": "2023" }, { "kind": "notice", "on": "2023-06" },
                { "kind": "suspended", "on": "2023-06-01" }, { "kind": "resumed", "on": "2022-01-01" }
            ]"#,
        );
        let places = |today: &str| -> Vec<usize> {
            agreement.events_by(day(today)).iter().map(|(place, _)| *place).collect()
        };
        assert_eq!(places("2021-12-31"), [0; 0]);
        assert_eq!(places("2023-05-31"), [3]);
        assert_eq!(places("2023-12-30"), [3, 1, 2]);
        assert_eq!(places("2023-12-31"), [3, 1, 2, 0]);
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
