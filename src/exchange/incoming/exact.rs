//! Fields in the shape that they have in the registry: JSON.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::{Agreement, Field};
use crate::json::document::Node;
use crate::json::strict::{self, words_of};

/// What a value of JSON holds beyond what is understood of it.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// The name of the first member that is not known, or whose number is not kept digit for digit.
    pub(super) unknown: Option<String>,
    /// Whether there is such a member, or one that is empty, of which it is not known whether it is known.
    pub(super) is_some: bool,
}

/// Sets a field to a list or an object of JSON, in the shape of the registry. Returns what is left out.
///
/// Fails where the value has another shape.
pub(super) fn set(field: Field, value: &Node, to: &mut Agreement) -> Result<Rest, String> {
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
        | Field::Notes => Err(format!("`{}` is not one text", value.compact())),
    }
}

fn put<T: DeserializeOwned + Serialize>(value: &Node, to: &mut T) -> Result<Rest, String> {
    let read: T = strict::from_str(&value.compact()).map_err(|why| words_of(&why))?;
    let mut rest = Rest::default();
    let again = serde_json::to_string(&read).ok();
    if let Some(again) = again.and_then(|again| Node::parse(&again).ok()) {
        rest.gather("", value, &again);
    }
    *to = read;
    Ok(rest)
}

impl Rest {
    /// Gathers what is in `value` and not in what was read of it; `name` is that of the member.
    fn gather(&mut self, name: &str, value: &Node, read: &Node) {
        match (value, read) {
            (Node::Object(value), Node::Object(_)) => {
                for member in value {
                    match read.get(member.name()) {
                        Some(read) => self.gather(member.name(), &member.value, read),
                        None if member.value.is_empty() => self.is_some = true,
                        None => self.add(member.name()),
                    }
                }
            }
            (Node::Array(value), Node::Array(read)) => {
                value.iter().zip(read).for_each(|(value, read)| self.gather(name, value, read));
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
        self.is_some = true;
        self.unknown.get_or_insert_with(|| name.to_owned());
    }
}

/// Sets a list of texts to these, in the spelling of the file; tells whether it is such a list and
/// they are spelled so.
pub(super) fn set_listed(
    field: Field,
    texts: impl FnOnce() -> Vec<String>,
    to: &mut Agreement,
) -> bool {
    is_list_of_texts(field)
        && set(field, &Node::Array(texts().iter().map(|text| Node::text(text)).collect()), to)
            .is_ok()
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
pub(super) fn of_text(field: Field, text: &str) -> Option<Result<Node, String>> {
    let is_json_only = matches!(field, Field::Events | Field::Conflicts | Field::Activities);
    let opening = if matches!(field, Field::Renewal | Field::Fields) { '{' } else { '[' };
    let may_be = is_list(field) || field == Field::Renewal;
    let begins = || text.trim_start().starts_with(opening);
    if !(is_json_only || may_be && begins()) {
        return None;
    }
    match Node::parse(text) {
        Ok(value) => Some(Ok(value)),
        // A text may begin with a bracket and be no JSON.
        Err(_) if is_list_of_texts(field) || field == Field::Parties => None,
        Err(why) => Some(Err(format!(
            "`{text}` is not JSON, as `mou export` writes {field}: {}",
            why.in_words(text)
        ))),
    }
}
