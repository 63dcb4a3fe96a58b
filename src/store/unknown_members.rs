//! Unknown members of records that come in as JSON: from an editor, or from an import of what `mou` wrote.

use std::cell::LazyCell;
use std::collections::{HashMap, HashSet};

use super::canonical::record_text::{RECORD_LEVEL, node_of, record_text};
use super::node::{Member, Node};
use super::read_error::{field_name, locate, parse};
use super::scan::Scanner;
use super::transaction::Transaction;
use crate::domain::{Agreement, Field};
use crate::error::{Error, Result};
use crate::json::SyntaxError;

/// Reads a record that a person edited as JSON. Returns the agreement, and the canonical text with
/// the unknown members.
///
/// The known fields are put in the order of the file, and empty ones are left out; the others stay behind
/// the field that they follow. Fails if the text is not valid JSON or not a record, with the field and the
/// line.
pub fn parse_record(text: &str) -> Result<(Agreement, String)> {
    let refused = |fault: &SyntaxError| Error::failed(fault.in_words(text));
    let node = Node::parse(text).map_err(|fault| refused(&fault))?;
    let agreement: Agreement = parse(text).map_err(|error| {
        let offset = locate(text, 0, &error.path).unwrap_or_default();
        let field = field_name(&error.path);
        let field = if field.is_empty() { field } else { format!("field `{field}`: ") };
        refused(&SyntaxError::new(offset, format!("{field}{}", error.words)))
    })?;
    let node = in_order(node, &node_of(&agreement));
    Ok((agreement, record_text(node)))
}

/// Returns the record with its known fields in the order of the file, without those that `canonical`
/// does not have.
fn in_order(node: Node, canonical: &Node) -> Node {
    let Node::Object(members) = node else {
        return node;
    };
    let rank =
        |member: &Member| Field::ALL_FIELDS.iter().position(|field| field.name() == member.name());
    let mut ranked: Vec<(usize, Member)> = Vec::with_capacity(members.len());
    let mut last = 0;
    for member in members {
        last = rank(&member).unwrap_or(last);
        if rank(&member).is_none() || canonical.get(member.name()).is_some() {
            ranked.push((last, member));
        }
    }
    // Stable: an unknown member stays behind the field that it follows.
    ranked.sort_by_key(|(rank, _)| *rank);
    Node::Object(ranked.into_iter().map(|(_, member)| member).collect())
}

impl Transaction<'_> {
    /// Returns the text of `after` with the unknown members of `source`, the JSON that it was read from, except
    /// those named in `skipped`. Returns `None` if there is no `source`, and if [`Transaction::put`] stages the same.
    ///
    /// `before` is the agreement of this id as [`Transaction::get`] returns it. Members of its record that `source`
    /// does not have stay. The inner error is the reason why the record could not be read again.
    pub fn with_unknown(
        &self,
        before: Option<&Agreement>,
        after: &Agreement,
        source: Option<&Node>,
        skipped: &HashSet<&str>,
    ) -> Result<std::result::Result<Option<String>, String>> {
        let Some(source) = source else { return Ok(Ok(None)) };
        let known = LazyCell::new(|| node_of(after));
        let present = before.map(|before| self.present(before)).transpose()?.flatten();
        let plain = match (before, present) {
            (Some(before), Some(mut node)) => {
                if before != after {
                    node.patch(&node_of(before), &known);
                }
                node
            }
            _ => known.clone(),
        };
        let Some(node) = merged(&plain, &known, source, skipped) else { return Ok(Ok(None)) };
        let text = record_text(node);
        if let Err(fault) = Scanner::inside(&text, RECORD_LEVEL).skip() {
            return Ok(Err(fault.words().to_owned()));
        }
        Ok(Ok(Some(text)))
    }

    /// Returns the record of an agreement, as it is staged or stored.
    fn present(&self, agreement: &Agreement) -> Result<Option<Node>> {
        let id = agreement.id.as_str();
        let text = match self.staged.get(id) {
            Some(None) => None,
            Some(Some(staged)) => Some(staged.complete_text(self.registry)?),
            None => self.registry.find(id)?.map(|record| record.text().to_owned()),
        };
        Ok(text.and_then(|text| Node::parse(&text).ok()))
    }
}

/// Returns the record `plain` with the unknown members of `source` and the spelling of its values; `None`
/// if it has them already.
///
/// `known` are the known members of the record. The value of a field is taken from `source` if it has the same meaning;
/// an unknown member is inserted after the field that it follows there.
fn merged(plain: &Node, known: &Node, source: &Node, skipped: &HashSet<&str>) -> Option<Node> {
    let members = plain.members();
    let indexes = members.iter().enumerate().map(|(index, member)| (member.name(), index));
    let indexes: HashMap<&str, usize> = indexes.collect();
    let mut replaced: HashMap<usize, Node> = HashMap::new();
    // New members, each with the index of the one that it follows.
    let mut new: Vec<(usize, &Member)> = Vec::new();
    let mut behind = 0;
    for member in source.members().iter().filter(|member| !skipped.contains(member.name())) {
        let field = Field::ALL_FIELDS.into_iter().find(|field| field.name() == member.name());
        let Some(index) = indexes.get(member.name()).copied() else {
            // A field that is missing is empty, or was not imported.
            if field.is_none() {
                new.push((behind, member));
            }
            continue;
        };
        let here = &members[index].value;
        if field.is_some() {
            behind = index;
        }
        if field == Some(Field::Id) || member.value.is_same(here) {
            continue;
        }
        let value = match field {
            Some(field) => stored_value(field, &member.value, known),
            None => Some(member.value.clone()),
        };
        if let Some(value) = value.filter(|value| !value.is_same(here)) {
            replaced.insert(index, value);
        }
    }
    if replaced.is_empty() && new.is_empty() {
        return None;
    }
    // Stable: members that follow the same one keep their order.
    new.sort_by_key(|(index, _)| *index);
    let mut new = new.into_iter().peekable();
    let mut all = Vec::with_capacity(members.len());
    for (index, member) in members.iter().enumerate() {
        let mut member = member.clone();
        if let Some(value) = replaced.remove(&index) {
            member.value = value;
        }
        all.push(member);
        while let Some((_, member)) = new.next_if(|(behind, _)| *behind == index) {
            all.push(member.clone());
        }
    }
    Some(Node::Object(all))
}

/// Returns the value of a field as it is stored: without known members that are empty. Returns `None` if its
/// known part is not the one in `known`.
fn stored_value(field: Field, value: &Node, known: &Node) -> Option<Node> {
    let expected = known.get(field.name())?;
    let read = read_alone(field, value)?;
    if !read.is_same(expected) {
        return None;
    }
    let mut paths = Vec::new();
    empty_members(value, &read, &mut Vec::new(), &mut paths);
    let mut kept = value.clone();
    // The last ones first, because a member that is removed moves those behind it.
    for (index, parent) in paths.iter().rev().filter_map(|path| path.split_last()) {
        // A known member does not accept every value.
        let mut probe = value.clone();
        members_at(&mut probe, parent)?.get_mut(*index)?.value = Node::Scalar("true".to_owned());
        if read_alone(field, &probe).is_none() {
            members_at(&mut kept, parent)?.remove(*index);
        }
    }
    Some(kept)
}

/// Returns the known part of a field with this value; `None` if the value is not valid.
fn read_alone(field: Field, value: &Node) -> Option<Node> {
    let mut members =
        vec![Member::new("id", Node::text("a")), Member::new("title", Node::text(""))];
    members.retain(|member| member.name() != field.name());
    members.push(Member::new(field.name(), value.clone()));
    let agreement: Agreement = parse(&Node::Object(members).compact()).ok()?;
    node_of(&agreement).get(field.name()).cloned()
}

/// Adds the paths of the empty members of `value` that `read` does not have.
fn empty_members(value: &Node, read: &Node, path: &mut Vec<usize>, found: &mut Vec<Vec<usize>>) {
    match (value, read) {
        (Node::Object(members), Node::Object(_)) => {
            for (at, member) in members.iter().enumerate() {
                path.push(at);
                match read.get(member.name()) {
                    Some(read) => empty_members(&member.value, read, path, found),
                    None if member.value.is_empty() => found.push(path.clone()),
                    None => {}
                }
                path.pop();
            }
        }
        (Node::Array(items), Node::Array(read)) => {
            for (at, (item, read)) in items.iter().zip(read).enumerate() {
                path.push(at);
                empty_members(item, read, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

/// Returns the members of the object at a path of indexes.
fn members_at<'n>(node: &'n mut Node, path: &[usize]) -> Option<&'n mut Vec<Member>> {
    match (node, path) {
        (Node::Object(members), []) => Some(members),
        (Node::Object(members), [first, rest @ ..]) => {
            members_at(&mut members.get_mut(*first)?.value, rest)
        }
        (Node::Array(items), [first, rest @ ..]) => members_at(items.get_mut(*first)?, rest),
        _ => None,
    }
}
