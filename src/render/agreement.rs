//! An agreement or an activity: as a card, and as JSON with the stored and the derived members.

use std::collections::BTreeMap;
use std::fmt::Write;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::value::RawValue;

use super::card::{Card, CardBlock};
use super::json::Object;
use super::{Style, Tone, chain, words};
use crate::domain::{
    ACTIVITY_FIELDS, Activity, Agreement, Date, Day, Duration, End, Field, Flag, Id, Party,
    Reference, Renewal, Status, Term, Text, Value, amendments_after, friday_before, next_amendment,
};
use crate::error::{Error, Result};
use crate::report::activities::ListedActivity;
use crate::report::chain::Chain;
use crate::report::diff::amended;
use crate::report::listing::ListedAgreement;

/// Returns the agreement as a card, with its lineage if `chain` is given.
#[must_use]
pub fn card(entry: &ListedAgreement, chain: Option<&Chain<'_>>, today: Day, style: Style) -> Card {
    let mut card = Card::default();
    card.push(standing(entry, today));
    card.push(facts(&entry.agreement));
    card.push(events(&entry.agreement, today, style));
    card.push(activities(&entry.agreement, today));
    if let Some(chain) = chain {
        card.push(chain::tree(chain, style));
    }
    card
}

/// Returns the part of the card that follows from the facts today.
fn standing(entry: &ListedAgreement, today: Day) -> CardBlock {
    let standing = &entry.standing;
    let mut block = CardBlock::default();
    block.field("id", entry.agreement.id.as_str());
    block.field("title", entry.agreement.title.as_str());
    block.toned("status", standing.status.word(), Tone::from_status(standing.status.word()));
    block.field("ends", end_with_distance(standing.ends, today));
    if let Some(act_by) = standing.act_by {
        let mut text = date_with_distance(act_by, today);
        if let Some(friday) = friday_before(act_by).filter(|_| !standing.settled) {
            let _ = write!(text, "; on a weekend, the Friday before is {friday}");
        }
        block.field("act by", text);
    }
    block.list("partners", &entry.partners);
    block.list("succeeded by", standing.succeeded_by.iter().map(ToString::to_string));
    if let Some(idle) = standing.idle_days {
        block.field("idle", words::idle(idle));
    }
    let flags: Vec<&str> = standing.flags.iter().map(|flag| flag.word()).collect();
    block.toned("flags", flags.join(", "), Tone::Notice);
    block
}

/// Returns a date with its distance: `2025-07-04 (32 days ago)`, `2026-11 (this month)`.
#[must_use]
pub fn date_with_distance(date: Date, today: Day) -> String {
    format!("{date} ({})", words::days_away(date, today))
}

/// Returns an end with its distance if it is a date.
#[must_use]
pub fn end_with_distance(end: End, today: Day) -> String {
    end.date().map_or_else(|| end.to_string(), |date| date_with_distance(date, today))
}

/// Returns the stored fields except the id, the title, events and activities.
fn facts(agreement: &Agreement) -> CardBlock {
    let mut block = CardBlock::titled("record");
    for field in Field::ALL_FIELDS {
        match field {
            Field::Id | Field::Title | Field::Events | Field::Activities => {}
            Field::Conflicts => {
                for conflict in &agreement.conflicts {
                    let shown = |value: &Option<Value>| {
                        value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string)
                    };
                    let (ours, theirs) = (shown(&conflict.ours), shown(&conflict.theirs));
                    let text = format!("{}: ours {ours}, theirs {theirs}", conflict.field);
                    block.toned("conflict", text, Tone::Alarm);
                }
            }
            Field::Parties => {
                block.list(field.name(), agreement.parties.iter().map(party));
            }
            Field::References => {
                block.list(field.name(), agreement.references.iter().map(reference));
            }
            _ => {
                let in_words = in_words(field, agreement);
                let values = in_words.map_or_else(|| field.values(agreement), |text| vec![text]);
                block.list(field.name(), values);
            }
        }
    }
    block
}

/// Returns a length of time in English; `None` if the field is no length of time or is absent.
pub(super) fn in_words(field: Field, agreement: &Agreement) -> Option<String> {
    match field {
        Field::Term => agreement.term.map(Term::in_words),
        Field::Renewal => agreement.renewal.map(Renewal::in_words),
        Field::Notice => agreement.notice.map(Duration::in_words),
        Field::Review => agreement.review.map(Duration::in_words),
        _ => None,
    }
}

/// Returns a reference with its date, and its address on a line of its own.
fn reference(reference: &Reference) -> String {
    let dated = reference.dated.map(|dated| format!(" ({dated})")).unwrap_or_default();
    let url = reference.url.as_ref().map(|url| format!("\n{url}")).unwrap_or_default();
    format!("{}{dated}{url}", reference.title)
}

/// Returns a party with its role and dates.
fn party(party: &Party) -> String {
    let mut line = party.to_string();
    if let Some(role) = &party.role {
        let _ = write!(line, ", {role}");
    }
    let dates = [
        ("signed", party.signed.map(|date| date.to_string())),
        ("joined", party.joined.map(|date| date.to_string())),
        ("left", party.left.map(|date| date.to_string())),
    ];
    for (name, date) in dates {
        if let Some(date) = date {
            let _ = write!(line, ", {name} {date}");
        }
    }
    line
}

/// Returns the events by number; those that do not count by `today` are marked.
fn events(agreement: &Agreement, today: Day, style: Style) -> CardBlock {
    let mut block = CardBlock::titled("events");
    for (number, event) in (1..).zip(&agreement.events) {
        let to_come = if event.counts_from() > today { " (to come)" } else { "" };
        block.field(number.to_string(), style.own_signs(&format!("{event}{to_come}")));
    }
    block
}

fn activities(agreement: &Agreement, today: Day) -> CardBlock {
    let mut block = CardBlock::titled("activities");
    for activity in &agreement.activities {
        let tone = if activity.is_overdue(today) { Tone::Alarm } else { Tone::Plain };
        block.toned(activity.n.to_string(), activity_line(activity, today), tone);
    }
    block
}

/// Returns an activity in one line: its title, kind, status and dates.
#[must_use]
pub fn activity_line(activity: &Activity, today: Day) -> String {
    let date = |name: &str, date: Option<Date>| date.map(|date| format!("{name}{date}"));
    let parts = [
        activity.kind.as_ref().map(Text::to_string),
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

/// Returns the activity as a card.
#[must_use]
pub fn activity_card(listed: &ListedActivity, today: Day) -> Card {
    let activity = &listed.activity;
    let mut block = CardBlock::default();
    block.field("id", listed.id());
    block.field("title", activity.title.as_str());
    block.field("agreement", format!("{}: {}", listed.agreement, listed.under));
    block.field("kind", activity.kind.as_deref().unwrap_or_default());
    if let Some(status) = activity.status {
        let status = status.to_string();
        block.toned("status", &status, Tone::from_status(&status));
    }
    if listed.is_overdue {
        block.toned("overdue", "yes", Tone::Alarm);
    }
    for field in &ACTIVITY_FIELDS {
        match (field.name, activity.due) {
            ("n" | "title" | "kind" | "status", _) => {}
            ("due", Some(due)) => drop(block.field("due", date_with_distance(due, today))),
            _ => drop(block.list(field.name, (field.get)(activity).typed())),
        }
    }
    let mut card = Card::default();
    card.push(block);
    card
}

/// What is printed of an agreement beside its stored fields: what follows from them on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Derived {
    /// What it is on the day.
    pub status: Status,
    /// The last day of its current period, or `indefinite`; absent where it is not known.
    pub ends: Option<String>,
    /// The day by which to act.
    pub act_by: Option<Date>,
    /// Days until it ends; negative when past.
    pub ends_in_days: Option<i64>,
    /// Days until the day by which to act; negative when past.
    pub act_in_days: Option<i64>,
    /// The parties other than the owner of the registry.
    pub partners: Option<Vec<Text>>,
    /// The signed agreements that succeed it.
    pub succeeded_by: Option<Vec<Id>>,
    /// Days since the latest thing done.
    pub idle_days: Option<i64>,
    /// What needs attention.
    pub flags: Vec<Flag>,
}

impl From<&ListedAgreement> for Derived {
    fn from(entry: &ListedAgreement) -> Self {
        let standing = &entry.standing;
        let ends = standing.ends.to_string();
        Self {
            status: standing.status,
            ends: Some(ends).filter(|ends| !ends.is_empty()),
            act_by: standing.act_by,
            ends_in_days: standing.ends_in_days,
            act_in_days: standing.act_in_days,
            partners: some(&entry.partners),
            succeeded_by: some(&standing.succeeded_by),
            idle_days: standing.idle_days,
            flags: standing.flags.clone(),
        }
    }
}

/// Returns the agreement as JSON: as it is stored, with the values that hold on the day and the derived
/// members.
///
/// If a stored member has the name of a derived one, the derived one is printed. Unknown values are
/// absent.
pub fn object(entry: &ListedAgreement) -> Result<Object> {
    let mut object = Object::from_stored(&entry.stored)?;
    if !amendments_after(&entry.agreement.events, entry.day).is_empty() {
        let newest: Agreement = serde_json::from_str(&entry.stored)
            .map_err(|cause| Error::damaged(format!("a record is no agreement: {cause}")))?;
        for (name, change) in amended(&newest, &entry.agreement) {
            match raw_old_value(&object, entry, &name) {
                Some(raw) => object.set(&name, &raw)?,
                None => object.set(&name, &change.member("new"))?,
            };
        }
    }
    object.set_all(&Derived::from(entry))?;
    Ok(object)
}

/// Returns the value of a dated field on the day as the next amendment of it has it, with the keys
/// that mou does not know; `None` if the field had no value.
fn raw_old_value(stored: &Object, entry: &ListedAgreement, name: &str) -> Option<Box<RawValue>> {
    let index = next_amendment(&entry.agreement.events, entry.day, name)?;
    let events: Vec<BTreeMap<String, Box<RawValue>>> =
        serde_json::from_str(stored.raw("events")?).ok()?;
    let mut raw = events.into_iter().nth(index)?.remove("fields")?;
    for key in [name, "old"] {
        let mut members: BTreeMap<String, Box<RawValue>> = serde_json::from_str(raw.get()).ok()?;
        raw = members.remove(key)?;
    }
    Some(raw)
}

/// Returns the activity as JSON: as it is stored, with its ids and whether it is overdue.
pub fn activity_object(listed: &ListedActivity) -> Result<Object> {
    let mut object = Object::from_stored(&listed.stored)?;
    object.set("id", &listed.id())?;
    object.set("agreement", &listed.agreement)?;
    object.set("overdue", &listed.is_overdue)?;
    Ok(object)
}

fn some<T: Clone>(list: &[T]) -> Option<Vec<T>> {
    (!list.is_empty()).then(|| list.to_vec())
}
