mod due;
mod gaps;
mod links;
mod mending;
mod record;

use std::num::NonZeroU32;

use super::*;
use crate::domain::activity::Activity;
use crate::domain::date::Date;
use crate::domain::event::{Event, EventKind};
use crate::domain::input;
use crate::domain::text::Text;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A record in which nothing is found on 2024-06-01.
fn valid_agreement(id: &str) -> Agreement {
    let mut agreement = Agreement::new(id.parse().unwrap(), "Digital government".to_owned());
    agreement.parties =
        ["GDS [GB]", "GovTech [SG]"].map(|one| input::parse_party(one).unwrap()).into();
    agreement.signed = Some("2022-07-04".parse().unwrap());
    agreement.term = Some("P3Y".parse().unwrap());
    agreement.contact = Some("Mei".into());
    agreement
}

fn event(kind: EventKind, on: &str) -> Event {
    Event::new(kind, date(on))
}

fn activity(n: u32, on: &str) -> Activity {
    let mut activity = Activity::new(NonZeroU32::new(n).unwrap(), "Visit".to_owned());
    activity.on = Some(date(on));
    activity
}

/// What is found on 2024-06-01, a line each: severity, rule, sentence, command.
fn found_in(agreements: &[Agreement]) -> Vec<String> {
    found_on("2024-06-01", agreements)
}

fn found_on(day: &str, agreements: &[Agreement]) -> Vec<String> {
    found_with(&Header::default(), day, agreements)
}

/// What is found in a registry with this header.
fn found_with(head: &Header, day: &str, agreements: &[Agreement]) -> Vec<String> {
    let today = date(day).first();
    if let [alone] = agreements
        && alone.succeeds.is_empty()
        && alone.under.is_none()
        && alone.related.is_empty()
    {
        let mut errors = findings(agreements, today, head);
        errors.retain(|found| found.severity() == Severity::Error);
        assert_eq!(contradictions(alone, today), errors);
    }
    findings(agreements, today, head)
        .into_iter()
        .map(|found| {
            format!("{} {}: {found} [{}]", found.severity(), found.rule, found.fix_command)
        })
        .collect()
}

/// Returns the findings in the valid record `a` after a change.
fn after(change: impl FnOnce(&mut Agreement)) -> Vec<String> {
    let mut agreement = valid_agreement("a");
    change(&mut agreement);
    found_in(&[agreement])
}

#[test]
fn nothing_is_found_in_a_sound_record_or_an_empty_registry() {
    assert_eq!(found_in(&[valid_agreement("a")]), [""; 0]);
    assert_eq!(found_in(&[]), [""; 0]);
}
