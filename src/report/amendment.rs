//! What an amendment changed, in the shape of the file.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::domain::{Agreement, Field, Value};

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
