//! The differences between two versions of an agreement: in words, and as an amendment records them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json};

use crate::domain::{
    AGREEMENT_FIELDS, Agreement, Event, EventKind, Field, FieldSpec, Header, Value, is_dated,
    next_amendment,
};

/// A difference, with the values before and after as a person types them; empty if absent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// A field, or a member of one of its items: `contact`, `activity 2 kind`.
    pub name: String,
    /// The value before.
    pub old: String,
    /// The value after.
    pub new: String,
}

/// Returns the differences, in the order of the file. A missing version has no fields.
///
/// A list contributes only the items that differ, and an item in both versions only the members that
/// differ.
#[must_use]
pub fn differences(before: Option<&Agreement>, after: Option<&Agreement>) -> Vec<Difference> {
    let (Some(before), Some(after)) = (before, after) else {
        let text =
            |field: Field, of: Option<&Agreement>| of.map_or_else(String::new, |of| field.text(of));
        return Field::ALL_FIELDS
            .into_iter()
            .map(|field| difference(field.name(), text(field, before), text(field, after)))
            .filter(|difference| difference.old != difference.new)
            .collect();
    };
    Field::ALL_FIELDS.into_iter().flat_map(|field| in_field(field, before, after)).collect()
}

/// Returns the names of the fields that differ, in the order of the file.
#[must_use]
pub fn fields(before: &Agreement, after: &Agreement) -> Vec<&'static str> {
    let differs = |field: &Field| items(*field, before) != items(*field, after);
    Field::ALL_FIELDS.into_iter().filter(differs).map(Field::name).collect()
}

fn difference(name: impl Into<String>, old: String, new: String) -> Difference {
    Difference { name: name.into(), old, new }
}

fn in_field(field: Field, before: &Agreement, after: &Agreement) -> Vec<Difference> {
    let (old, new) = (items(field, before), items(field, after));
    if old == new {
        return Vec::new();
    }
    let mut differences = Vec::new();
    for FieldItem { key, text, members } in &old {
        match new.iter().find(|item| item.key == *key) {
            None => differences.push(difference(field.name(), text.clone(), String::new())),
            Some(item) => {
                let called = format!("{} {key}", field.flag());
                differences.extend(in_members(&called, members, &item.members));
            }
        }
    }
    for FieldItem { text, .. } in
        new.iter().filter(|item| !old.iter().any(|own| own.key == item.key))
    {
        differences.push(difference(field.name(), String::new(), text.clone()));
    }
    match differences.as_mut_slice() {
        // The one value of a field took the place of another.
        [gone, come] if old.len() == 1 && new.len() == 1 => {
            gone.new = std::mem::take(&mut come.new);
            differences.truncate(1);
        }
        [] => differences.push(difference(field.name(), field.text(before), field.text(after))),
        _ => {}
    }
    differences
}

fn in_members(called: &str, old: &Members, new: &Members) -> Vec<Difference> {
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let text =
        |members: &Members, name: &String| members.get(name).map_or_else(String::new, in_words);
    names
        .into_iter()
        .filter(|name| old.get(*name) != new.get(*name))
        .map(|name| difference(format!("{called} {name}"), text(old, name), text(new, name)))
        .collect()
}

/// An item of a field: what identifies it, and its values.
#[derive(PartialEq)]
struct FieldItem {
    key: String,
    text: String,
    members: Members,
}

type Members = Map<String, Json>;

/// Returns the items of a field. A field that is not a list has one item, or none if it is absent.
fn items(field: Field, of: &Agreement) -> Vec<FieldItem> {
    let value = (field.spec().get)(of);
    // Events have no name that stays when they change.
    let mut stored = match serde_json::to_value(value) {
        Ok(Json::Array(stored)) if field != Field::Events => stored.into_iter(),
        _ => Vec::new().into_iter(),
    };
    let item = |text: String| {
        let Some(Json::Object(members)) = stored.next() else {
            return FieldItem { key: text.clone(), text, members: Members::new() };
        };
        let key = ["n", "name", "field", "title"].iter().find_map(|key| members.get(*key));
        FieldItem { key: key.map_or_else(|| text.clone(), in_words), text, members }
    };
    value.typed().into_iter().map(item).collect()
}

fn in_words(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        Json::Array(values) => values.iter().map(in_words).collect::<Vec<_>>().join("; "),
        Json::Object(members) => {
            let shown = members.iter().map(|(name, value)| format!("{name} {}", in_words(value)));
            shown.collect::<Vec<_>>().join(", ")
        }
        Json::Null => String::new(),
        Json::Bool(_) | Json::Number(_) => value.to_string(),
    }
}

/// Returns the members of a header that differ: the name, the old and the new value; empty if absent.
#[must_use]
pub fn header_differences(before: &Header, after: &Header) -> Vec<(&'static str, String, String)> {
    let [before, after] = [before, after].map(header_values);
    before
        .into_iter()
        .zip(after)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((name, old), (_, new))| (name, old, new))
        .collect()
}

fn header_values(head: &Header) -> [(&'static str, String); 6] {
    let text = |value: Option<&dyn ToString>| value.map(ToString::to_string).unwrap_or_default();
    let settings = &head.settings;
    let lead: Vec<String> = settings.lead.iter().map(ToString::to_string).collect();
    [
        ("uid", text(head.uid.as_ref().map(|uid| uid as _))),
        ("owner", text(head.owner.as_ref().map(|owner| owner as _))),
        ("within", text(settings.within.as_ref().map(|within| within as _))),
        ("dormant", text(settings.dormant.as_ref().map(|dormant| dormant as _))),
        ("lead", lead.join("; ")),
        ("log", text(settings.log.as_ref().map(|log| log as _))),
    ]
}

/// Returns what an amendment changed: by field, `old` and `new` in the form of the file, each absent if the field
/// is.
#[must_use]
pub fn amended(before: &Agreement, after: &Agreement) -> BTreeMap<String, Value> {
    let differing = AGREEMENT_FIELDS.iter().filter(|field| !field.is_equal(before, after));
    let change = |field: &FieldSpec<Agreement>| {
        let sides = [("old", before), ("new", after)].into_iter();
        let sides =
            sides.filter_map(|(side, of)| Some((side.to_owned(), stored_value(field, of)?)));
        (field.name.to_owned(), Value::Members(sides.collect()))
    };
    differing.map(change).collect()
}

/// Returns the agreement with an amendment recorded. `event` has the old and new values on its day.
///
/// A new value is stored, unless a later amendment changes the same dated field: then it becomes
/// the old value of that amendment, and the stored value stays (S13).
#[must_use]
pub fn record_amendment(stored: &Agreement, event: Event) -> Agreement {
    let mut amended = stored.clone();
    for (field, change) in changed_fields(&event) {
        let new = change.member("new");
        match later_amendment(&amended.events, &event, field.name) {
            Some(next) => set_side(&mut amended.events[next], field.name, "old", new),
            None => set_stored(field, &mut amended, new),
        }
    }
    event.join(&mut amended.events);
    amended
}

/// Returns the agreement without the event at this index. If that is an amendment, its change is undone: a new
/// value that still holds afterwards is replaced by the old one.
#[must_use]
pub fn remove_event(stored: &Agreement, index: usize) -> Agreement {
    let mut without = stored.clone();
    let event = without.events.remove(index);
    if event.kind != EventKind::Amended {
        return without;
    }
    for (field, change) in changed_fields(&event) {
        let (old, new) = (change.member("old"), change.member("new"));
        let next = same_day_amendment(&without.events, index, &event, field.name)
            .or_else(|| later_amendment(&without.events, &event, field.name));
        match next {
            Some(next) => {
                let next = &mut without.events[next];
                if next.fields.get(field.name).and_then(|change| change.member("old")) == new {
                    set_side(next, field.name, "old", old);
                }
            }
            None if stored_value(field, &without).as_ref() == new => {
                set_stored(field, &mut without, old);
            }
            None => {}
        }
    }
    without
}

/// Returns the fields that an amendment changes, with their old and new values.
fn changed_fields(event: &Event) -> impl Iterator<Item = (&'static FieldSpec<Agreement>, &Value)> {
    // Events cannot be amended.
    let fields = AGREEMENT_FIELDS.iter().filter(|field| field.name != "events");
    fields.filter_map(|field| Some((field, event.fields.get(field.name)?)))
}

/// Returns the index of the first amendment from `start` on that counts from the day of `event` and changes the
/// same dated field.
fn same_day_amendment(events: &[Event], start: usize, event: &Event, name: &str) -> Option<usize> {
    let is_same = |later: &Event| {
        later.kind == EventKind::Amended
            && later.counts_from() == event.counts_from()
            && later.fields.contains_key(name)
    };
    let later = events.iter().enumerate().skip(start).find(|(_, later)| is_same(later));
    later.filter(|_| is_dated(name)).map(|(index, _)| index)
}

/// Returns the index of the first amendment after the day of `event` that changes the same dated field.
fn later_amendment(events: &[Event], event: &Event, name: &str) -> Option<usize> {
    is_dated(name).then(|| next_amendment(events, event.counts_from(), name)).flatten()
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

/// Sets a field to a value in the form of the file. Does nothing if the value has another form.
fn set_stored(field: &FieldSpec<Agreement>, agreement: &mut Agreement, value: Option<&Value>) {
    let _ = field.load(agreement, value);
}

/// Returns the value of a field in the form of the file; `None` if the file leaves it out.
fn stored_value(field: &FieldSpec<Agreement>, of: &Agreement) -> Option<Value> {
    if (field.get)(of).typed().is_empty() {
        return None;
    }
    serde_json::to_value((field.get)(of)).and_then(serde_json::from_value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(before: &str, after: &str) -> Vec<String> {
        let read = |text: &str| -> Agreement { serde_json::from_str(text).unwrap() };
        differences(Some(&read(before)), Some(&read(after)))
            .into_iter()
            .map(|Difference { name, old, new }| format!("{name}: {old} > {new}"))
            .collect()
    }

    #[test]
    fn of_a_list_only_what_differs_is_reported_and_of_an_item_only_its_members() {
        let before = r#"{"id":"a","title":"A","parties":[{"name":"K"},{"name":"L"}],"areas":["x","y"],
            "events":[{"kind":"notice","on":"2024"}],"activities":[{"n":1,"title":"V","kind":"visit"}]}"#;
        let after = r#"{"id":"a","title":"B","parties":[{"name":"K","joined":"2024"},{"name":"L"}],
            "areas":["y","z"],"contact":"Mei","events":[{"kind":"notice","on":"2024"},
            {"kind":"resumed","on":"2025"}],"activities":[{"n":1,"title":"V","kind":"exchange"}]}"#;
        assert_eq!(
            shown(before, after),
            [
                "title: A > B",
                "party K joined:  > 2024",
                "areas: x > ",
                "areas:  > z",
                "contact:  > Mei",
                "events:  > 2025 resumed",
                "activity 1 kind: visit > exchange",
            ]
        );
        assert_eq!(shown(after, after), [""; 0]);
    }

    #[test]
    fn another_order_of_a_list_is_reported_whole() {
        let before = r#"{"id":"a","title":"A","areas":["x","y"]}"#;
        let after = r#"{"id":"a","title":"A","areas":["y","x"]}"#;
        assert_eq!(shown(before, after), ["areas: x; y > y; x"]);
    }
}
