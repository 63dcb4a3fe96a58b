//! Values of fields: as JSON in the form of the registry, or as a person types them.

use std::borrow::Cow;

use super::party;
use super::term::parse_duration;
use super::unread::Unread;
use crate::domain::{Agreement, Day, Field, InputContext, input};
use crate::json::node::Node;
use crate::json::strict::{self, words_of};

/// What typed values in a sheet are resolved against: nothing.
const SHEET_CONTEXT: InputContext<'static> = InputContext::without_registry(Day::MIN);

/// The id of a record that is read for the value of one field.
const PLACEHOLDER_ID: &str = "mou";

/// What a JSON value has beyond the known members.
#[derive(Debug, Default)]
pub(super) struct ExtraMembers {
    /// The name of the first unknown member, or of one whose number does not keep its digits.
    pub(super) first_name: Option<String>,
    /// Whether there is such a member, or an empty one that may be unknown.
    pub(super) has_any: bool,
}

/// Sets a field to a JSON list or object in the form of the registry, and returns what was not read.
///
/// Fails if the value has another form.
pub(super) fn set_json(
    field: Field,
    value: &Node,
    to: &mut Agreement,
) -> Result<ExtraMembers, String> {
    let text = value.compact();
    if !is_list(field) && !takes_objects(field) {
        return Err(format!("`{text}` is not a single text"));
    }
    let record = format!(r#"{{"id":"{PLACEHOLDER_ID}","title":"","{field}":{text}}}"#);
    let read: Agreement = strict::from_str(&record).map_err(|why| words_of(&why))?;
    field.spec().copy(&read, to);
    let mut extra = ExtraMembers::default();
    let again = serde_json::to_string((field.spec().get)(&read)).ok();
    if let Some(again) = again.and_then(|again| Node::parse(&again).ok()) {
        extra.collect("", value, &again);
    }
    Ok(extra)
}

impl ExtraMembers {
    /// Collects what is in `value` and not in `read`; `name` is the name of the member.
    fn collect(&mut self, name: &str, value: &Node, read: &Node) {
        match (value, read) {
            (Node::Object(value), Node::Object(_)) => {
                for member in value {
                    match read.get(member.name()) {
                        Some(read) => self.collect(member.name(), &member.value, read),
                        None if member.value.is_empty() => self.has_any = true,
                        None => self.add(member.name()),
                    }
                }
            }
            (Node::Array(value), Node::Array(read)) => {
                value.iter().zip(read).for_each(|(value, read)| self.collect(name, value, read));
            }
            (Node::Scalar(_), Node::Scalar(_))
                if value.as_text().is_none() && !value.is_same(read) =>
            {
                self.add(name);
            }
            _ => {}
        }
    }

    fn add(&mut self, name: &str) {
        self.has_any = true;
        self.first_name.get_or_insert_with(|| name.to_owned());
    }
}

/// Returns true if the field is a list that a person types item by item.
pub(super) fn is_list(field: Field) -> bool {
    field.spec().list.is_some()
}

/// Returns true if the field is a list whose items are texts in the file, not objects.
pub(super) fn is_text_list(field: Field) -> bool {
    let has_objects = matches!(
        field,
        Field::Parties
            | Field::Signatories
            | Field::Witnesses
            | Field::References
            | Field::Documents
            | Field::Fields
    );
    is_list(field) && !has_objects
}

/// Returns true if the field is an object in the file, or a list of objects.
pub(super) fn takes_objects(field: Field) -> bool {
    field == Field::Renewal || is_json_only(field) || (is_list(field) && !is_text_list(field))
}

/// Returns true if a person cannot type the field.
fn is_json_only(field: Field) -> bool {
    matches!(field, Field::Events | Field::Accepted | Field::Conflicts | Field::Activities)
}

/// Returns the JSON value of a text cell; `None` if the text is not JSON, but may be typed.
pub(super) fn json_of_text(field: Field, text: &str) -> Option<Result<Node, String>> {
    let opening = if matches!(field, Field::Renewal | Field::Fields) { '{' } else { '[' };
    let may_be_json =
        (is_list(field) || field == Field::Renewal) && text.trim_start().starts_with(opening);
    if !is_json_only(field) && !may_be_json {
        return None;
    }
    match Node::parse(text) {
        Ok(value) => Some(Ok(value)),
        // A text may begin with a bracket without being JSON.
        Err(_) if is_text_list(field) || field == Field::Parties => None,
        Err(why) => Some(Err(format!(
            "`{text}` is not JSON, as `mou export` writes {field}: {}",
            why.in_words(text)
        ))),
    }
}

/// Sets a field other than the id and the parties to a text, as a person types it.
///
/// In own form, the items of a list are taken to the letter if they are spelled as in the file.
pub(super) fn set_text(
    field: Field,
    text: &str,
    is_own_form: bool,
    to: &mut Agreement,
) -> Result<(), Unread> {
    if !is_list(field) {
        // Sheets also write durations in words.
        let is_duration = matches!(field, Field::Notice | Field::Review);
        let text = if is_duration { parse_duration(text)?.to_string() } else { text.to_owned() };
        return Ok(field.spec().set(to, &[text], &SHEET_CONTEXT)?);
    }
    let items = list_items(text, is_own_form);
    let is_spelled = is_own_form && is_text_list(field);
    if is_spelled && set_json(field, &text_list(&items), to).is_ok() {
        return Ok(());
    }
    add_items(field, &items, to)
}

/// Adds items to a list, as a person types them.
pub(super) fn add_items(field: Field, items: &[String], to: &mut Agreement) -> Result<(), Unread> {
    Ok(field.spec().add(to, items, &SHEET_CONTEXT)?)
}

/// Returns the items of a list in a text cell.
pub(super) fn list_items(text: &str, is_own_form: bool) -> Vec<String> {
    let items = if is_own_form { input::split_list(text) } else { party::items(text) };
    items.into_iter().map(Cow::into_owned).collect()
}

/// Returns the texts of a list that has only texts, one at least.
pub(super) fn texts_of(value: &Node) -> Option<Vec<String>> {
    let Node::Array(items) = value else { return None };
    let texts: Option<Vec<String>> = items.iter().map(Node::as_text).collect();
    texts.filter(|texts| !texts.is_empty())
}

/// Returns the texts as one list in a cell, as a person types it.
pub(super) fn joined(texts: &[String]) -> String {
    input::joined_list(texts).unwrap_or_else(|| texts.join("; "))
}

fn text_list(items: &[String]) -> Node {
    Node::Array(items.iter().map(|item| Node::text(item)).collect())
}
