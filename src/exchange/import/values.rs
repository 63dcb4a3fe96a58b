//! Values of fields: as JSON in the form of the registry, or as a person types them.

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::party;
use super::problems::Problem;
use super::term::parse_duration;
use crate::domain::{Agreement, Day, Field, InputContext, Text, input};
use crate::json::node::Node;
use crate::json::strict::{self, words_of};

/// What typed values in a sheet are resolved against: nothing.
const SHEET_CONTEXT: InputContext<'static> = InputContext::without_registry(Day::MIN);

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
    match field {
        Field::Parties => put(value, &mut to.parties),
        Field::Signatories => put(value, &mut to.signatories),
        Field::Witnesses => put(value, &mut to.witnesses),
        Field::Renewal => put(value, &mut to.renewal),
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
        _ => Err(format!("`{}` is not one text", value.compact())),
    }
}

fn put<T: DeserializeOwned + Serialize>(value: &Node, to: &mut T) -> Result<ExtraMembers, String> {
    let read: T = strict::from_str(&value.compact()).map_err(|why| words_of(&why))?;
    let mut extra = ExtraMembers::default();
    let again = serde_json::to_string(&read).ok();
    if let Some(again) = again.and_then(|again| Node::parse(&again).ok()) {
        extra.collect("", value, &again);
    }
    *to = read;
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

/// Returns true if the field is a list of plain texts.
pub(super) fn is_text_list(field: Field) -> bool {
    matches!(field, Field::Areas | Field::Tags | Field::Related | Field::Lead | Field::Succeeds)
}

/// Returns the JSON value of a text cell; `None` if the text is not JSON, but may be typed.
pub(super) fn json_of_text(field: Field, text: &str) -> Option<Result<Node, String>> {
    let is_json_only = matches!(field, Field::Events | Field::Conflicts | Field::Activities);
    let opening = if matches!(field, Field::Renewal | Field::Fields) { '{' } else { '[' };
    let may_be_json =
        (is_list(field) || field == Field::Renewal) && text.trim_start().starts_with(opening);
    if !is_json_only && !may_be_json {
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
) -> Result<(), Problem> {
    let items = || list_items(text, is_own_form);
    match field {
        Field::Notice => to.notice = Some(parse_duration(text)?),
        Field::Review => to.review = Some(parse_duration(text)?),
        _ if is_own_form
            && is_text_list(field)
            && set_json(field, &text_list(&items()), to).is_ok() => {}
        Field::Areas => add_new(&mut to.areas, items()),
        Field::Tags => add_new(&mut to.tags, items()),
        Field::Related => add_new(&mut to.related, items()),
        _ if is_list(field) => add_items(field, &items(), to)?,
        _ => field.spec().set(to, &[text], &SHEET_CONTEXT)?,
    }
    Ok(())
}

/// Adds items to a list, as a person types them.
pub(super) fn add_items(field: Field, items: &[String], to: &mut Agreement) -> Result<(), Problem> {
    Ok(field.spec().add(to, items, &SHEET_CONTEXT)?)
}

/// Returns the items of a list in a text cell.
pub(super) fn list_items(text: &str, is_own_form: bool) -> Vec<String> {
    let items = if is_own_form { input::list_items(text) } else { party::items(text) };
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

fn add_new(texts: &mut Vec<Text>, more: Vec<String>) {
    for text in more.into_iter().map(Text::from) {
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
}
