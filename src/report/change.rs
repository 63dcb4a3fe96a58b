//! The differences between two versions of an agreement, in words.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::domain::{Agreement, Field, Header};

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
        return Field::ALL
            .into_iter()
            .map(|field| difference(field.name(), text(field, before), text(field, after)))
            .filter(|difference| difference.old != difference.new)
            .collect();
    };
    Field::ALL.into_iter().flat_map(|field| in_field(field, before, after)).collect()
}

/// Returns the names of the fields that differ, in the order of the file.
#[must_use]
pub fn fields(before: &Agreement, after: &Agreement) -> Vec<&'static str> {
    let differs = |field: &Field| items(*field, before) != items(*field, after);
    Field::ALL.into_iter().filter(differs).map(Field::name).collect()
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
    for Item { key, text, members } in &old {
        match new.iter().find(|item| item.key == *key) {
            None => differences.push(difference(field.name(), text.clone(), String::new())),
            Some(item) => {
                let called = format!("{} {key}", field.flag());
                differences.extend(in_members(&called, members, &item.members));
            }
        }
    }
    for Item { text, .. } in new.iter().filter(|item| !old.iter().any(|own| own.key == item.key)) {
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
struct Item {
    key: String,
    text: String,
    members: Members,
}

type Members = serde_json::Map<String, Value>;

/// Returns the items of a field. A field that is not a list has one item, or none if it is absent.
fn items(field: Field, of: &Agreement) -> Vec<Item> {
    let value = (field.spec().get)(of);
    // Events have no name that stays when they change.
    let mut stored = match serde_json::to_value(value) {
        Ok(Value::Array(stored)) if field != Field::Events => stored.into_iter(),
        _ => Vec::new().into_iter(),
    };
    let item = |text: String| {
        let Some(Value::Object(members)) = stored.next() else {
            return Item { key: text.clone(), text, members: Members::new() };
        };
        let key = ["n", "name", "field", "title"].iter().find_map(|key| members.get(*key));
        Item { key: key.map_or_else(|| text.clone(), in_words), text, members }
    };
    value.typed().into_iter().map(item).collect()
}

fn in_words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(in_words).collect::<Vec<_>>().join("; "),
        Value::Object(members) => {
            let told = members.iter().map(|(name, value)| format!("{name} {}", in_words(value)));
            told.collect::<Vec<_>>().join(", ")
        }
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// Returns what a registry says of itself otherwise than before: the name, the old and the new
/// value, absent as empty.
#[must_use]
pub fn head_differences(before: &Header, after: &Header) -> Vec<(&'static str, String, String)> {
    let [before, after] = [before, after].map(head_values);
    before
        .into_iter()
        .zip(after)
        .filter(|((_, old), (_, new))| old != new)
        .map(|((name, old), (_, new))| (name, old, new))
        .collect()
}

fn head_values(head: &Header) -> [(&'static str, String); 6] {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: &str, after: &str) -> Vec<String> {
        let read = |text: &str| -> Agreement { serde_json::from_str(text).unwrap() };
        differences(Some(&read(before)), Some(&read(after)))
            .into_iter()
            .map(|Difference { name, old, new }| format!("{name}: {old} > {new}"))
            .collect()
    }

    #[test]
    fn of_a_list_only_what_differs_is_told_and_of_an_item_only_its_members() {
        let before = r#"{"id":"a","title":"A","parties":[{"name":"K"},{"name":"L"}],"areas":["x","y"],
            "events":[{"kind":"notice","on":"2024"}],"activities":[{"n":1,"title":"V","kind":"visit"}]}"#;
        let after = r#"{"id":"a","title":"B","parties":[{"name":"K","joined":"2024"},{"name":"L"}],
            "areas":["y","z"],"contact":"Mei","events":[{"kind":"notice","on":"2024"},
            {"kind":"resumed","on":"2025"}],"activities":[{"n":1,"title":"V","kind":"exchange"}]}"#;
        assert_eq!(
            told(before, after),
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
        assert_eq!(told(after, after), [""; 0]);
    }

    #[test]
    fn another_order_of_a_list_is_told_whole() {
        let before = r#"{"id":"a","title":"A","areas":["x","y"]}"#;
        let after = r#"{"id":"a","title":"A","areas":["y","x"]}"#;
        assert_eq!(told(before, after), ["areas: x; y > y; x"]);
    }
}
