//! An agreement whole, as a card.

use std::fmt::Write;

use super::card::{Card, CardBlock};
use super::{Tone, lineage, words};
use crate::domain::{Activity, Agreement, Date, Day, End, Field, friday_before};
use crate::report::chain::Chain;
use crate::report::roll::Entry;

/// Returns the agreement with its lineage.
#[must_use]
pub fn with_lineage(entry: &Entry, chain: &Chain<'_>, today: Day) -> Card {
    let mut card = alone(entry, today);
    let mut block = CardBlock::titled("lineage");
    let id = &entry.agreement.id;
    for link in chain.links_of(id) {
        let (label, other) = if link.successor == *id {
            ("follows", &link.prior)
        } else {
            ("followed by", &link.successor)
        };
        let gap = lineage::gap_in_words(&link.gap);
        block.toned(label, format!("{other}: {gap}"), lineage::tone(&link.gap));
    }
    card.push(block);
    card
}

/// Returns the agreement for itself alone.
#[must_use]
pub fn alone(entry: &Entry, today: Day) -> Card {
    let mut card = Card::default();
    card.push(standing(entry, today));
    card.push(facts(&entry.agreement));
    card.push(events(&entry.agreement, today));
    card.push(activities(&entry.agreement, today));
    card
}

/// Returns what follows from the facts today.
fn standing(entry: &Entry, today: Day) -> CardBlock {
    let standing = &entry.standing;
    let mut block = CardBlock::default();
    let status = standing.status.to_string();
    block.field("id", entry.agreement.id.as_str());
    block.field("title", &entry.agreement.title);
    block.toned("status", &status, Tone::from_status(&status));
    block.field("ends", ends(standing.ends, today));
    if let Some(act_by) = standing.act_by {
        let mut text = dated(act_by, today);
        if let Some(friday) = friday_before(act_by).filter(|_| !standing.settled) {
            let _ = write!(text, "; on a weekend, the Friday before is {friday}");
        }
        block.field("act by", text);
    }
    block.list("partners", &entry.partners);
    block.list("succeeded by", ids(&standing.succeeded_by));
    if let Some(idle) = standing.idle_days {
        block.field("idle", words::count(usize::try_from(idle).unwrap_or_default(), "day", "days"));
    }
    let flags: Vec<&str> = standing.flags.iter().map(|flag| flag.word()).collect();
    block.toned("flags", flags.join(", "), Tone::Notice);
    block
}

/// Returns a date with how far away it is: `2025-07-04 (32 days ago)`, `2026-11 (this month)`.
#[must_use]
pub fn dated(date: Date, today: Day) -> String {
    format!("{date} ({})", words::days_away(date, today))
}

/// Returns an end with how far away it is.
#[must_use]
pub fn ends(end: End, today: Day) -> String {
    end.date().map_or_else(|| end.to_string(), |date| dated(date, today))
}

/// Returns what the record holds, but for the id, title, events and activities.
fn facts(agreement: &Agreement) -> CardBlock {
    let mut block = CardBlock::titled("record");
    for field in Field::ALL {
        match field {
            Field::Id | Field::Title | Field::Events | Field::Activities => {}
            Field::Conflicts => {
                for conflict in &agreement.conflicts {
                    let said = |value: &Option<crate::domain::Value>| {
                        value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string)
                    };
                    let (ours, theirs) = (said(&conflict.ours), said(&conflict.theirs));
                    let text = format!("{}: ours {ours}, theirs {theirs}", conflict.field);
                    block.toned("conflict", text, Tone::Alarm);
                }
            }
            Field::Parties => {
                let lines: Vec<String> = agreement.parties.iter().map(party).collect();
                block.list(field.name(), &lines);
            }
            _ => {
                block.list(field.name(), field.values(agreement));
            }
        }
    }
    block
}

fn party(party: &crate::domain::Party) -> String {
    let mut line = party.to_string();
    let dates = [("signed", party.signed.map(|date| date.to_string()))];
    let dates = dates.into_iter().chain([
        ("joined", party.joined.map(|date| date.to_string())),
        ("left", party.left.map(|date| date.to_string())),
    ]);
    if let Some(role) = &party.role {
        let _ = write!(line, ", {role}");
    }
    for (what, date) in dates {
        if let Some(date) = date {
            let _ = write!(line, ", {what} {date}");
        }
    }
    line
}

/// Returns the events by number; those that do not count by `today` are marked.
fn events(agreement: &Agreement, today: Day) -> CardBlock {
    let mut block = CardBlock::titled("events");
    for (number, event) in (1..).zip(&agreement.events) {
        let to_come = if event.counts_from() > today { " (to come)" } else { "" };
        block.field(number.to_string(), format!("{event}{to_come}"));
    }
    block
}

fn activities(agreement: &Agreement, today: Day) -> CardBlock {
    let mut block = CardBlock::titled("activities");
    for activity in &agreement.activities {
        let tone = if activity.is_overdue(today) { Tone::Alarm } else { Tone::Plain };
        block.toned(activity.n.to_string(), told(activity, today), tone);
    }
    block
}

/// Returns an activity in one line: its title, kind, status and dates.
#[must_use]
pub fn told(activity: &Activity, today: Day) -> String {
    let date =
        |what: &str, date: Option<crate::domain::Date>| date.map(|date| format!("{what}{date}"));
    let parts = [
        activity.kind.as_ref().map(String::from),
        activity.status.map(|status| status.to_string()),
        date("", activity.on),
        date("from ", activity.from),
        date("until ", activity.until),
        date("due ", activity.due),
        date("known by ", activity.known_by),
        activity.is_overdue(today).then(|| "overdue".to_owned()),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() {
        return activity.title.to_string();
    }
    format!("{} ({})", activity.title, parts.join(", "))
}

fn ids(ids: &[crate::domain::Id]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
