//! Amendments in the form of the file: what one changed, how it is recorded and how it is undone.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::domain::{Agreement, Event, EventKind, Field, Value, is_dated, next_amendment};

/// Returns what an amendment changed: by field, `old` and `new` in the shape that the file has for
/// them; absent where the field is.
#[must_use]
pub fn amended(before: &Agreement, after: &Agreement) -> BTreeMap<String, Value> {
    let (mut old, mut new) = (members(before), members(after));
    let mut changed = BTreeMap::new();
    for field in Field::ALL {
        let sides = [("old", old.remove(field.name())), ("new", new.remove(field.name()))];
        if let [(_, old), (_, new)] = &sides
            && old == new
        {
            continue;
        }
        let sides =
            sides.into_iter().filter_map(|(side, json)| Some((side.to_owned(), value(json?)?)));
        changed.insert(field.name().to_owned(), Value::Members(sides.collect()));
    }
    changed
}

/// Returns the agreement with an amendment recorded. `event` has the old and new values on its day.
///
/// A new value is stored, unless a later amendment changes the same dated field: then it becomes
/// the old value of that amendment, and the stored value stays (S13).
#[must_use]
pub fn record_amendment(stored: &Agreement, event: Event) -> Agreement {
    let mut amended = stored.clone();
    let mut fields = members(stored);
    for (name, change) in &event.fields {
        let new = change.member("new");
        match later_amendment(&amended, &event, name) {
            Some(next) => set_side(&mut amended.events[next], name, "old", new),
            None => set_member(&mut fields, name, new),
        }
    }
    let mut amended = Agreement { events: amended.events, ..with_members(stored, fields) };
    event.join(&mut amended.events);
    amended
}

/// Returns the agreement without the event at this index. If that is an amendment, its change is
/// taken back: where its new value still holds afterwards, the old value does.
#[must_use]
pub fn remove_event(stored: &Agreement, index: usize) -> Agreement {
    let mut without = stored.clone();
    let event = without.events.remove(index);
    if event.kind != EventKind::Amended {
        return without;
    }
    let mut fields = members(stored);
    for (name, change) in &event.fields {
        let (old, new) = (change.member("old"), change.member("new"));
        match later_amendment(&without, &event, name) {
            Some(next) => {
                let next = &mut without.events[next];
                if next.fields.get(name).and_then(|change| change.member("old")) == new {
                    set_side(next, name, "old", old);
                }
            }
            None => {
                if fields.get(name).cloned().and_then(value).as_ref() == new {
                    set_member(&mut fields, name, old);
                }
            }
        }
    }
    Agreement { events: without.events, ..with_members(stored, fields) }
}

/// Returns the index of the first amendment after `event` that changes the same dated field.
fn later_amendment(agreement: &Agreement, event: &Event, name: &str) -> Option<usize> {
    is_dated(name).then(|| next_amendment(&agreement.events, event.counts_from(), name)).flatten()
}

/// Sets the old or new value of a field in an amendment, or removes it if there is no value.
fn set_side(event: &mut Event, name: &str, side: &str, value: Option<&Value>) {
    if let Some(Value::Members(sides)) = event.fields.get_mut(name) {
        match value {
            Some(value) => drop(sides.insert(side.to_owned(), value.clone())),
            None => drop(sides.remove(side)),
        }
    }
}

fn set_member(members: &mut Map<String, Json>, name: &str, value: Option<&Value>) {
    match value.and_then(|value| serde_json::to_value(value).ok()) {
        Some(json) => drop(members.insert(name.to_owned(), json)),
        None => drop(members.remove(name)),
    }
}

/// Returns the agreement with these members; unchanged if they do not make an agreement.
fn with_members(agreement: &Agreement, members: Map<String, Json>) -> Agreement {
    serde_json::from_value(Json::Object(members)).unwrap_or_else(|_| agreement.clone())
}

/// Returns the members of an agreement as they stand in the file.
fn members(of: &Agreement) -> Map<String, Json> {
    match serde_json::to_value(of) {
        Ok(Json::Object(members)) => members,
        _ => Map::new(),
    }
}

fn value(json: Json) -> Option<Value> {
    serde_json::from_value(json).ok()
}
