//! What differs between two versions of an agreement, in words.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::domain::{Agreement, Field, Head, Party, Value};

/// A field that differs, with its values before and after as a person types them; absent is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The field.
    pub field: Field,
    /// What it was.
    pub old: String,
    /// What it is.
    pub new: String,
}

/// Returns the fields that differ, in the order of the file. A missing version has no fields.
#[must_use]
pub fn differences(before: Option<&Agreement>, after: Option<&Agreement>) -> Vec<Difference> {
    let (old, new) = (members(before), members(after));
    let differ = |field: &Field| old.get(field.name()) != new.get(field.name());
    Field::ALL.into_iter().filter(differ).map(|field| difference(field, before, after)).collect()
}

fn difference(field: Field, before: Option<&Agreement>, after: Option<&Agreement>) -> Difference {
    let text = |of: Option<&Agreement>| of.map_or_else(String::new, |of| text(field, of));
    let (old, new) = (text(before), text(after));
    if old != new {
        return Difference { field, old, new };
    }
    // What is not typed with the field differs: the hash of a document, the outcome of an activity.
    let (mut old, mut new) = (items(field, before), items(field, after));
    let both: Vec<String> = old.iter().filter(|item| new.contains(item)).cloned().collect();
    old.retain(|item| !both.contains(item));
    new.retain(|item| !both.contains(item));
    Difference { field, old: old.join("; "), new: new.join("; ") }
}

fn text(field: Field, of: &Agreement) -> String {
    if field == Field::Parties {
        let parties: Vec<String> = of.parties.iter().map(party).collect();
        return parties.join("; ");
    }
    field.text(of)
}

/// Returns a party as it is typed, and what else is recorded of it behind that.
fn party(party: &Party) -> String {
    let of = |name: &str, value: Option<String>| value.map(|value| format!(", {name} {value}"));
    let more = [
        of("role", party.role.clone()),
        of("signed", party.signed.map(|date| date.to_string())),
        of("joined", party.joined.map(|date| date.to_string())),
        of("left", party.left.map(|date| date.to_string())),
    ];
    format!("{party}{}", more.into_iter().flatten().collect::<String>())
}

/// Returns the items of a field as they stand in the file.
fn items(field: Field, of: Option<&Agreement>) -> Vec<String> {
    match members(of).remove(field.name()) {
        Some(Json::Array(items)) => items.iter().map(Json::to_string).collect(),
        other => other.iter().map(Json::to_string).collect(),
    }
}

/// Returns what an amendment changed: by field, `old` and `new` in the shape that the file has for
/// them; absent where the field is.
#[must_use]
pub fn amended(before: &Agreement, after: &Agreement) -> BTreeMap<String, Value> {
    let (mut old, mut new) = (members(Some(before)), members(Some(after)));
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

/// Returns the members of an agreement as they stand in the file.
fn members(of: Option<&Agreement>) -> Map<String, Json> {
    match of.map(serde_json::to_value) {
        Some(Ok(Json::Object(members))) => members,
        _ => Map::new(),
    }
}

fn value(json: Json) -> Option<Value> {
    serde_json::from_value(json).ok()
}

/// Returns what a registry says of itself otherwise than before: the name, the old and the new
/// value, absent as empty.
#[must_use]
pub fn head_differences(before: &Head, after: &Head) -> Vec<(&'static str, String, String)> {
    let [before, after] = [before, after].map(head_values);
    before
        .into_iter()
        .zip(after)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((name, old), (_, new))| (name, old, new))
        .collect()
}

fn head_values(head: &Head) -> [(&'static str, String); 6] {
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
