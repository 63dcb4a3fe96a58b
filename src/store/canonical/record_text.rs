//! The canonical text of a record: what `serde_json`'s pretty printer writes two levels down.

use std::io;

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

use super::read;
use crate::domain::Agreement;
use crate::json::node::{Member, Node};
use crate::json::scan::Scanner;
use crate::json::strict;

/// How many levels down a record is: in the list of a document.
pub(in crate::store) const RECORD_LEVEL: usize = 2;

/// Room for most records.
const TYPICAL_RECORD_BYTES: usize = 1024;

/// Returns the text of `value` as a record of the file.
pub(in crate::store) fn new_record_text(value: &impl Serialize) -> String {
    let mut formatter = PrettyFormatter::new();
    for _ in 0..RECORD_LEVEL {
        // The formatter counts its levels and has no other way to begin below the first.
        formatter.begin_object(&mut io::sink()).expect("a sink takes everything");
    }
    let mut bytes = Vec::with_capacity(TYPICAL_RECORD_BYTES);
    value
        .serialize(&mut Serializer::with_formatter(&mut bytes, formatter))
        .expect("the domain's types have texts as names and cannot fail");
    // An import holds many of them: no more room than needed.
    str::from_utf8(&bytes).expect("serde_json writes UTF-8").to_owned()
}

/// Returns the canonical text of a record that keeps its spelling. Its id comes first, without escapes:
/// records are found in the file by it.
pub(in crate::store) fn record_text(node: Node) -> String {
    let mut node = node;
    if let Node::Object(members) = &mut node
        && let Some(index) = members.iter().position(|member| member.name() == "id")
    {
        let id = members.remove(index).value.normalised();
        members.insert(0, Member::new("id", id));
    }
    let mut text = String::new();
    node.print_at(RECORD_LEVEL, &mut text);
    text
}

/// Returns the text of a record in the canonical layout, or `text` itself if it is not JSON.
pub(in crate::store) fn canonical_text(text: &str) -> String {
    Node::parse(text).map_or_else(|_| text.to_owned(), record_text)
}

/// Reads a record back before it is written. Returns `None` if it is not a valid record.
pub(in crate::store) fn read_back(text: &str) -> Option<Agreement> {
    read(text).or_else(|| {
        let mut scanner = Scanner::inside(text, RECORD_LEVEL);
        scanner.skip().and_then(|()| scanner.end()).ok()?;
        strict::from_str(text).ok()
    })
}

/// Returns `value` as a document.
pub(in crate::store) fn node_of(value: &impl Serialize) -> Node {
    let text = serde_json::to_string(value);
    let text = text.expect("the domain's types have texts as names and cannot fail");
    Node::parse(&text).unwrap_or(Node::Scalar(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Text, Value};

    #[test]
    fn new_record_has_the_text_of_its_node() {
        let mut agreement = Agreement::new("a".parse().unwrap(), "One\n\"two\" \u{1b}é");
        agreement.areas = vec!["x".into(), Text::default()];
        let mut event =
            crate::domain::Event::new("amended".parse().unwrap(), "2020".parse().unwrap());
        event.fields.insert("notes".to_owned(), Value::List(Vec::new()));
        event.fields.insert("term".to_owned(), Value::Members(std::collections::BTreeMap::new()));
        agreement.events = vec![event];
        assert_eq!(new_record_text(&agreement), record_text(node_of(&agreement)));
    }
}
