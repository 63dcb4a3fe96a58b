//! The text that a change leaves: what stood there, with the changes made in it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::document::{Member, Node};
use super::log::Digest;
use super::refusal::{FORMAT, VERSION};
use super::spool::{Spool, Waiting};
use super::tidy;
use super::whole::RECORDS;
use crate::domain::{Head, Id};
use crate::error::{Error, Result};

/// The texts that a change puts into a registry.
#[derive(Debug, Default)]
pub(super) struct Revision {
    /// The members of the document, where they change.
    pub(super) members: Option<Node>,
    /// By id, the text of each record that changes; none where it is removed.
    pub(super) records: BTreeMap<Id, Option<NewText>>,
    /// The texts that wait.
    pub(super) spool: Spool,
}

/// The new text of a record.
#[derive(Debug)]
pub(super) enum NewText {
    /// This text.
    Text(String),
    /// The text of a record that was not there, which waits in the spool.
    Waiting(Waiting),
}

impl NewText {
    /// Returns the text, where it does not wait.
    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Waiting(_) => None,
        }
    }

    /// Returns by what the log is to know it.
    pub(super) fn digest(&self) -> Digest {
        match self {
            Self::Text(text) => Digest::of(text.as_bytes()),
            Self::Waiting(waiting) => waiting.digest,
        }
    }
}

impl Revision {
    pub(super) fn is_empty(&self) -> bool {
        self.members.is_none() && self.records.is_empty()
    }

    /// Returns the new text of a record.
    pub(super) fn text<'t>(&self, new: &'t NewText) -> Result<Cow<'t, str>> {
        match new {
            NewText::Text(text) => Ok(Cow::Borrowed(text)),
            NewText::Waiting(waiting) => match self.spool.get(waiting) {
                Ok(text) => Ok(Cow::Owned(text)),
                Err(cause) => Err(lost(&cause)),
            },
        }
    }
}

/// Returns the error for a text that waited and cannot be had back.
pub(super) fn lost(cause: &io::Error) -> Error {
    Error::failed(format!("cannot read a temporary file: {cause}"))
}

/// Returns the text of a record as it stands in the file.
pub(super) fn record_text(node: &Node) -> String {
    let mut text = String::new();
    node.print_at(2, &mut text);
    text
}

/// Returns the text of a record that was not in the file before: what [`record_text`] gives of its
/// [node](node_of), without the way round by nodes, of which an import would make very many.
pub(super) fn fresh_text(value: &impl Serialize) -> String {
    let mut text = String::new();
    write_fresh(&mut text, value);
    text
}

/// Makes the text of [`fresh_text`] behind what is in `text`.
pub(super) fn write_fresh(text: &mut String, value: &impl Serialize) {
    tidy::write(text, value).expect("the domain's types have the shapes of the file");
}

/// Returns the record with its id in front, spelled in the usual way: by it a record is found in
/// the file.
pub(super) fn first_its_id(node: Node) -> Node {
    let Node::Object(mut members) = node else {
        return node;
    };
    if let Some(at) = members.iter().position(|member| member.name() == "id") {
        let id = members.remove(at).value.normalised();
        members.insert(0, Member::new("id", id));
    }
    Node::Object(members)
}

/// Returns what `value` looks like in the file.
pub(super) fn node_of(value: &impl Serialize) -> Node {
    let text = text_of(value);
    Node::parse(&text).unwrap_or(Node::Scalar(text))
}

pub(super) fn text_of(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("the domain's types have texts as names and cannot fail")
}

/// Returns the members of a document that has this head and no records.
pub(super) fn document_of(head: &Head) -> Node {
    let mut members = vec![
        Member::new("format", Node::text(FORMAT)),
        Member::new("version", Node::Scalar(VERSION.to_owned())),
    ];
    members.extend(node_of(head).members().iter().cloned());
    members.push(Member::new(RECORDS, Node::Array(Vec::new())));
    Node::Object(members)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Agreement, Text, Value};

    #[test]
    fn a_fresh_record_is_written_as_by_way_of_its_node() {
        let mut agreement = Agreement::new("a".parse().unwrap(), "One\n\"two\" \u{1b}é");
        agreement.areas = vec!["x".into(), Text::default()];
        let mut event =
            crate::domain::Event::new("amended".parse().unwrap(), "2020".parse().unwrap());
        event.fields.insert("notes".to_owned(), Value::List(Vec::new()));
        event.fields.insert("term".to_owned(), Value::Members(std::collections::BTreeMap::new()));
        agreement.events = vec![event];
        assert_eq!(fresh_text(&agreement), record_text(&node_of(&agreement)));
    }
}
