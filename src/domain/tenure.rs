//! The dated facts of an agreement.

use super::agreement::Agreement;
use super::date::{Date, Day};
use super::deed::Deed;
use super::duration::Duration;
use super::happening::{Happening, HappeningKind};
use super::stated::Stated;
use super::term::{Basis, Renewal, RenewalBy, Term};

/// The dated facts of an agreement: all that its status and its dates on a day follow from.
#[derive(Debug, Clone, PartialEq)]
pub struct Tenure {
    /// The day of signing; where the agreement states none and every party has its own, the latest.
    pub signed: Option<Stated>,
    /// The stated day of coming into effect.
    pub effective: Option<Stated>,
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
    /// How often it is to be looked at.
    pub review: Option<Duration>,
    /// What happened to it, in the order of the file.
    pub events: Vec<Happening>,
    /// What was done under it.
    pub deeds: Vec<Deed>,
    /// Whether a merge left fields to be resolved.
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
            events: agreement.events.iter().map(Happening::from).collect(),
            deeds: agreement.activities.iter().map(Deed::from).collect(),
            conflict: !agreement.conflicts.is_empty(),
        }
    }

    /// Returns the first day: the stated one, else the day of signing. `None` if it is not known, or
    /// if coming into effect is pending.
    ///
    /// `effective: unknown` does not fall back on the day of signing (S11).
    #[must_use]
    pub fn first_day(&self) -> Option<Date> {
        self.effective.or(self.signed).and_then(Stated::date)
    }

    /// Returns true if the agreement is signed, but a condition for coming into effect is not met
    /// yet (S12).
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.effective == Some(Stated::Pending)
    }

    /// Returns the renewal if it is automatic; one by agreement never renews automatically (S18).
    #[must_use]
    pub fn automatic_renewal(&self) -> Option<Renewal> {
        self.renewal.filter(|renewal| renewal.by == RenewalBy::Itself)
    }

    /// Returns the first termination that counts by `today`, and its index in the file. A later one
    /// has no effect (S34).
    #[must_use]
    pub fn termination(&self, today: Day) -> Option<(usize, Happening)> {
        let mut events = self.events_by(today).into_iter();
        events.find(|(_, event)| event.kind == HappeningKind::Terminated)
    }

    /// Returns the events that have happened by `today`, by the day from which they count, those of
    /// one day in the order of the file; the number is the place in the file.
    #[must_use]
    pub fn events_by(&self, today: Day) -> Vec<(usize, Happening)> {
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
    /// recorded and no event has happened yet, or the day of signing is still to come (S10).
    #[must_use]
    pub fn is_draft_on(&self, today: Day) -> bool {
        if let Some(Stated::On(signed)) = self.signed {
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
        let signed = self.signed.and_then(Stated::date);
        let known = [first, signed].into_iter().flatten().map(Date::first).max();
        Some(Succession::From(known.unwrap_or(Day::MIN)))
    }

    /// Returns the latest day on which something was done, as seen on `today`.
    #[must_use]
    pub fn last_done(&self, today: Day) -> Option<Day> {
        self.deeds.iter().filter_map(|deed| deed.counts_on(today)).max()
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

/// Returns the day of signing of an agreement.
pub(super) fn signing_day(agreement: &Agreement) -> Option<Stated> {
    signed_on(agreement.signed, agreement.parties.iter().map(|party| party.signed), agreement.end)
}

/// Returns the day of signing: the stated one, else the latest of the parties' own where each has
/// one, else unknown where an end is stated.
pub(super) fn signed_on(
    stated: Option<Stated>,
    mut of_parties: impl Iterator<Item = Option<Stated>>,
    end: Option<Date>,
) -> Option<Stated> {
    let later = |latest: Option<Stated>, own: Option<Stated>| own.map(|own| latest.max(Some(own)));
    let mut latest = || of_parties.try_fold(None, later);
    stated.or_else(|| latest().flatten()).or_else(|| end.map(|_| Stated::Unknown))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tenure(members: &str) -> Tenure {
        let text = format!(r#"{{ "id": "a", "title": "A" {members} }}"#);
        Tenure::from_values(&serde_json::from_str::<Agreement>(&text).unwrap())
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
}
