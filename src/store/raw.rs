//! A record that a person has written as JSON.

use super::document::{Member, Node};
use super::fault::Fault;
use super::field::{field_name, locate, parse};
use super::revision::node_of;
use crate::domain::{Agreement, Field};
use crate::error::{Error, Result};

/// A record read from a text, with members that are not known kept as they are written.
#[derive(Debug, Clone)]
pub struct RawRecord {
    pub(super) node: Node,
    pub(super) agreement: Agreement,
}

impl RawRecord {
    /// Reads the record that `text` holds.
    ///
    /// The fields that are known are put in the order of the file, and empty ones are left out; the
    /// others stay behind the one that they follow. Fails where the text is not sound JSON, and
    /// where it is no record, with the field and the line named.
    pub fn read(text: &str) -> Result<Self> {
        let refused = |fault: &Fault| Error::failed(fault.in_words(text));
        let node = Node::parse(text).map_err(|fault| refused(&fault))?;
        let agreement: Agreement = parse(text).map_err(|stumble| {
            let at = locate(text, 0, &stumble.path).unwrap_or_default();
            let field = field_name(&stumble.path);
            let of = if field.is_empty() { String::new() } else { format!("field `{field}`: ") };
            refused(&Fault::new(at, format!("{of}{}", stumble.words)))
        })?;
        let node = in_order(node, &node_of(&agreement));
        Ok(Self { node, agreement })
    }

    /// Returns the agreement.
    #[must_use]
    pub fn agreement(&self) -> &Agreement {
        &self.agreement
    }
}

/// Returns the record with its known fields in the order of the file, without those that
/// `canonical` has not.
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
    // Stable: what is not known stays behind what it follows.
    ranked.sort_by_key(|(rank, _)| *rank);
    Node::Object(ranked.into_iter().map(|(_, member)| member).collect())
}
