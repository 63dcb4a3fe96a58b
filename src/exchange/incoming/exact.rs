//! Fields in the shape that they have in the registry: JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::domain::{Agreement, Field};
use crate::json::strict::Strict;

/// Sets a field to a list or an object of JSON, in the shape of the registry. Returns the names of
/// members that are not known, which are left out.
///
/// Fails where the value has another shape.
pub(super) fn set(field: Field, value: &Value, to: &mut Agreement) -> Result<Vec<String>, String> {
    match field {
        Field::Parties => put(value, &mut to.parties),
        Field::Signatories => put(value, &mut to.signatories),
        Field::Witnesses => put(value, &mut to.witnesses),
        Field::Lead => put(value, &mut to.lead),
        Field::Areas => put(value, &mut to.areas),
        Field::Tags => put(value, &mut to.tags),
        Field::Succeeds => put(value, &mut to.succeeds),
        Field::Related => put(value, &mut to.related),
        Field::References => put(value, &mut to.references),
        Field::Documents => put(value, &mut to.documents),
        Field::Events => put(value, &mut to.events),
        Field::Fields => put(value, &mut to.fields),
        Field::Conflicts => put(value, &mut to.conflicts),
        Field::Activities => put(value, &mut to.activities),
        Field::Renewal => {
            let mut renewal = None;
            let unknown = put(value, &mut renewal)?;
            to.renewal = renewal;
            Ok(unknown)
        }
        Field::Id
        | Field::Title
        | Field::Kind
        | Field::Signed
        | Field::Place
        | Field::Effective
        | Field::Term
        | Field::End
        | Field::Basis
        | Field::Notice
        | Field::Review
        | Field::Contact
        | Field::Under
        | Field::Notes => Err(format!("`{value}` is not one text")),
    }
}

fn put<T: DeserializeOwned + Serialize>(value: &Value, to: &mut T) -> Result<Vec<String>, String> {
    let read = T::deserialize(Strict(value)).map_err(|why| why.to_string())?;
    let mut unknown = Vec::new();
    if let Ok(again) = serde_json::to_value(&read) {
        gather_unknown(value, &again, &mut unknown);
    }
    *to = read;
    Ok(unknown)
}

/// Gathers the names of the members that are in `value` and not in what was read of it.
fn gather_unknown(value: &Value, read: &Value, unknown: &mut Vec<String>) {
    match (value, read) {
        (Value::Object(value), Value::Object(read)) => {
            for (name, inner) in value {
                match read.get(name) {
                    Some(read) => gather_unknown(inner, read, unknown),
                    None if inner.is_null() || *inner == Value::Array(Vec::new()) => {}
                    None => unknown.push(name.clone()),
                }
            }
        }
        (Value::Array(value), Value::Array(read)) => {
            for (value, read) in value.iter().zip(read) {
                gather_unknown(value, read, unknown);
            }
        }
        _ => {}
    }
}

/// Sets a list of texts to these, in the spelling of the file; tells whether it is such a list and
/// they are spelled so.
pub(super) fn set_listed(
    field: Field,
    texts: impl FnOnce() -> Vec<String>,
    to: &mut Agreement,
) -> bool {
    is_list_of_texts(field) && set(field, &Value::from(texts()), to).is_ok()
}

/// Tells whether the field is a list that a person types item by item.
pub(super) fn is_list(field: Field) -> bool {
    is_list_of_texts(field)
        || matches!(
            field,
            Field::Signatories
                | Field::Witnesses
                | Field::References
                | Field::Documents
                | Field::Fields
                | Field::Parties
        )
}

/// Tells whether the field is a list of plain texts.
pub(super) fn is_list_of_texts(field: Field) -> bool {
    matches!(field, Field::Areas | Field::Tags | Field::Related | Field::Lead | Field::Succeeds)
}

/// Returns the JSON that a cell holds, where the field may stand so and it is JSON.
pub(super) fn of_text(field: Field, text: &str) -> Option<Result<Value, String>> {
    let is_json_only = matches!(field, Field::Events | Field::Conflicts | Field::Activities);
    let opening = if matches!(field, Field::Renewal | Field::Fields) { '{' } else { '[' };
    let may_be = is_list(field) || field == Field::Renewal;
    let begins = || text.trim_start().starts_with(opening);
    if !(is_json_only || may_be && begins()) {
        return None;
    }
    match serde_json::from_str(text) {
        Ok(value) => Some(Ok(value)),
        // A text may begin with a bracket and be no JSON.
        Err(_) if is_list_of_texts(field) || field == Field::Parties => None,
        Err(why) => {
            Some(Err(format!("`{text}` is not JSON, as `mou export` writes {field}: {why}")))
        }
    }
}
