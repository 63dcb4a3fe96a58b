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

#[cfg(test)]
mod tests {
    use super::*;

    fn agreement(members: &str) -> Agreement {
        serde_json::from_str(&format!(r#"{{ "id": "a", "title": "A"{members} }}"#)).unwrap()
    }

    #[test]
    fn every_date_that_has_come_tells_of_something() {
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
            assert_eq!(agreement(members).recorded_by(today), by, "{members}");
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
            let activity = format!(r#", "activities": [{{ "n": 1, "title": "T", {members} }}]"#);
            let by = by.map(|by| by.parse().unwrap());
            assert_eq!(agreement(&activity).recorded_by(today), by, "{members}");
        }
    }
}
