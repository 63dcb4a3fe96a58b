//! Keeping what no version knows of a record that comes in as JSON which `mou` wrote.

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

/// Reads a record that a person has written as JSON. Returns the agreement, and the canonical text with
/// the members that are not known.
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
    let rank = |member: &Member| Field::ALL.iter().position(|field| field.name() == member.name());
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
    /// Returns the text of the record that `after` is with the unknown members of `source`, the JSON that it was read
    /// from; members named in `skipped` are left out. Returns `None` if there is no `source`, and if
    /// [`Transaction::put`] stages the same.
    ///
    /// `before` is the agreement of this id as [`Transaction::get`] returns it. What its record holds and `source`
    /// does not mention stays. Fails with the reason if the record could not be read again.
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
            Some(Some(staged)) => Some(staged.complete_text(self.reading)?),
            None => self.reading.find(id)?.map(|record| record.text().to_owned()),
        };
        Ok(text.and_then(|text| Node::parse(&text).ok()))
    }
}

/// Returns the record `plain` with the unknown members of `source` and the spelling of its values; `None`
/// if it has them already.
///
/// `known` is what is known of the record. A field is taken from `source` if it says just that; a member
/// that is not known is put behind the field that it follows there.
fn merged(plain: &Node, known: &Node, source: &Node, skipped: &HashSet<&str>) -> Option<Node> {
    let members = plain.members();
    let places = members.iter().enumerate().map(|(place, member)| (member.name(), place));
    let places: HashMap<&str, usize> = places.collect();
    let mut replaced: HashMap<usize, Node> = HashMap::new();
    // The members that are new, each with the place of the one that it is put behind.
    let mut new: Vec<(usize, &Member)> = Vec::new();
    let mut behind = 0;
    for member in source.members().iter().filter(|member| !skipped.contains(member.name())) {
        let field = Field::ALL.into_iter().find(|field| field.name() == member.name());
        let Some(place) = places.get(member.name()).copied() else {
            // A field that is not there is empty, or was not taken.
            if field.is_none() {
                new.push((behind, member));
            }
            continue;
        };
        let here = &members[place].value;
        if field.is_some() {
            behind = place;
        }
        if field == Some(Field::Id) || member.value.is_same(here) {
            continue;
        }
        let value = match field {
            Some(field) => understood(field, &member.value, known),
            None => Some(member.value.clone()),
        };
        if let Some(value) = value.filter(|value| !value.is_same(here)) {
            replaced.insert(place, value);
        }
    }
    if replaced.is_empty() && new.is_empty() {
        return None;
    }
    // Stable: those behind one member stay in their order.
    new.sort_by_key(|(place, _)| *place);
    let mut new = new.into_iter().peekable();
    let mut all = Vec::with_capacity(members.len());
    for (place, member) in members.iter().enumerate() {
        let mut member = member.clone();
        if let Some(value) = replaced.remove(&place) {
            member.value = value;
        }
        all.push(member);
        while let Some((_, member)) = new.next_if(|(behind, _)| *behind == place) {
            all.push(member.clone());
        }
    }
    Some(Node::Object(all))
}

/// Returns the value of a field as it is to be stored if what is known of it is just what `known` says:
/// without the members that are known and empty.
fn understood(field: Field, value: &Node, known: &Node) -> Option<Node> {
    let wanted = known.get(field.name())?;
    let read = read_alone(field, value)?;
    if !read.is_same(wanted) {
        return None;
    }
    let mut paths = Vec::new();
    empty_members(value, &read, &mut Vec::new(), &mut paths);
    let mut kept = value.clone();
    // From the last on: a member that goes moves those behind it.
    for path in paths.iter().rev() {
        // A member that is known does not take every value.
        let mut probe = value.clone();
        if let Some(member) = member_at(&mut probe, path) {
            member.value = Node::Scalar("true".to_owned());
        }
        if read_alone(field, &probe).is_none() {
            remove_at(&mut kept, path);
        }
    }
    Some(kept)
}

/// Returns what is known of a field with this value; `None` if the value breaks its form.
fn read_alone(field: Field, value: &Node) -> Option<Node> {
    let mut members =
        vec![Member::new("id", Node::text("a")), Member::new("title", Node::text(""))];
    members.retain(|member| member.name() != field.name());
    members.push(Member::new(field.name(), value.clone()));
    let agreement: Agreement = parse(&Node::Object(members).compact()).ok()?;
    node_of(&agreement).get(field.name()).cloned()
}

/// Adds the paths of the members of `value` that are empty, and of which `read` has none.
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

/// Returns the member at a path.
fn member_at<'n>(node: &'n mut Node, path: &[usize]) -> Option<&'n mut Member> {
    let (first, rest) = path.split_first()?;
    match node {
        Node::Object(members) => {
            let member = members.get_mut(*first)?;
            if rest.is_empty() { Some(member) } else { member_at(&mut member.value, rest) }
        }
        Node::Array(items) => member_at(items.get_mut(*first)?, rest),
        Node::Scalar(_) => None,
    }
}

/// Removes the member at a path.
fn remove_at(node: &mut Node, path: &[usize]) {
    let Some((first, rest)) = path.split_first() else { return };
    match node {
        Node::Object(members) if rest.is_empty() && *first < members.len() => {
            members.remove(*first);
        }
        Node::Object(members) => {
            if let Some(member) = members.get_mut(*first) {
                remove_at(&mut member.value, rest);
            }
        }
        Node::Array(items) => {
            if let Some(item) = items.get_mut(*first) {
                remove_at(item, rest);
            }
        }
        Node::Scalar(_) => {}
    }
}
