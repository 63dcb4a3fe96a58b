//! A record that a transaction stages: its known fields, and where its unknown members come from.

use std::num::NonZeroU32;

use super::canonical::record_text::{node_of, read_back, record_text};
use super::node::{Member, Node};
use super::registry_file::RegistryFile;
use crate::domain::{Activity, Agreement, Id};
use crate::error::{Error, Result};

/// The member of a record that holds its activities.
const ACTIVITIES_MEMBER: &str = "activities";

/// The member that holds parties: of a record, and of the changes of an amendment.
const PARTIES_MEMBER: &str = "parties";

/// The member of a record that holds its events.
const EVENTS_MEMBER: &str = "events";

/// A record to be written.
#[derive(Debug, Default)]
pub(super) struct StagedRecord {
    /// The agreement as a record of the file.
    pub(super) text: String,
    /// Whether `text` has the unknown members too, and replaces all of the record.
    pub(super) is_complete: bool,
    /// The record of the file whose unknown members are kept.
    pub(super) origin: Option<Id>,
    /// Whether the file is known to have no record of this id.
    pub(super) is_new: bool,
    /// The activities that come from other records.
    pub(super) moved: Vec<MovedActivity>,
    /// The activities of the origin that get other numbers, by their index in it.
    pub(super) renumbered: Vec<(usize, NonZeroU32)>,
    /// The old and the new name of a party of the origin.
    pub(super) renamed_party: Option<(String, String)>,
}

/// An activity that is moved between records; its unknown members move with it.
#[derive(Debug)]
pub(super) struct MovedActivity {
    /// The record that it comes from.
    pub(super) from: Id,
    /// Its number there.
    pub(super) old_number: NonZeroU32,
    /// Its number in the record that it is moved to.
    pub(super) number: NonZeroU32,
}

impl StagedRecord {
    /// Returns the agreement.
    pub(super) fn agreement(&self) -> Result<Agreement> {
        read_back(&self.text)
            .ok_or_else(|| Error::failed("a record cannot be read back before it is written"))
    }

    /// Returns the text to be written: that of the origin, with the changes made in it.
    pub(super) fn complete_text(&self, registry: &RegistryFile) -> Result<String> {
        let origin = self.origin.as_ref().filter(|_| !self.is_complete);
        let origin = origin.map(|id| registry.find(id.as_str())).transpose()?;
        let Some(origin) = origin.flatten() else { return Ok(self.text.clone()) };
        let (mut node, mut before) = (origin.node(), origin.agreement()?);
        for (index, number) in &self.renumbered {
            if let Some(activity) = activities_of(&mut node).get_mut(*index) {
                renumber(activity, *number);
            }
            if let Some(activity) = before.activities.get_mut(*index) {
                activity.n = *number;
            }
        }
        for moved in &self.moved {
            moved.add_to(&mut node, &mut before, registry)?;
        }
        let mut before = node_of(&before);
        if let Some((old, new)) = &self.renamed_party {
            rename_parties(&mut node, old, new);
            rename_parties(&mut before, old, new);
        }
        node.patch(&before, &node_of(&self.agreement()?));
        Ok(record_text(node))
    }
}

impl MovedActivity {
    /// Adds the activity to a record as if it had always been there: to its text, as it is in the record
    /// that it comes from, and to the agreement that was read from the text.
    fn add_to(
        &self,
        node: &mut Node,
        agreement: &mut Agreement,
        registry: &RegistryFile,
    ) -> Result<()> {
        let Some(record) = registry.find(self.from.as_str())? else { return Ok(()) };
        let from = record.agreement()?;
        let Some(index) = from.activities.iter().position(|one| one.n == self.old_number) else {
            return Ok(());
        };
        let mut from_node = record.node();
        let Some(item) = activities_of(&mut from_node).get_mut(index) else { return Ok(()) };
        renumber(item, self.number);
        if node.get(ACTIVITIES_MEMBER).is_none()
            && let Node::Object(members) = node
        {
            members.push(Member::new(ACTIVITIES_MEMBER, Node::Array(vec![item.clone()])));
        } else if let Some(Node::Array(items)) = node.get_mut(ACTIVITIES_MEMBER) {
            items.push(item.clone());
        }
        agreement.activities.push(Activity { n: self.number, ..from.activities[index].clone() });
        Ok(())
    }
}

/// Returns the activities of a record.
fn activities_of(node: &mut Node) -> &mut [Node] {
    match node.get_mut(ACTIVITIES_MEMBER) {
        Some(Node::Array(items)) => items,
        _ => &mut [],
    }
}

/// Gives a party of a record another name, in all lists that do not have that name already. A party is
/// recognised by its name, so that without this its unknown members would be lost.
fn rename_parties(record: &mut Node, old: &str, new: &str) {
    if let Some(parties) = record.get_mut(PARTIES_MEMBER) {
        rename_in_list(parties, old, new);
    }
    let Some(Node::Array(events)) = record.get_mut(EVENTS_MEMBER) else { return };
    for event in events {
        let amended = event.get_mut("fields").and_then(|fields| fields.get_mut(PARTIES_MEMBER));
        let Some(amended) = amended else { continue };
        for side in ["old", "new"] {
            if let Some(parties) = amended.get_mut(side) {
                rename_in_list(parties, old, new);
            }
        }
    }
}

fn rename_in_list(parties: &mut Node, old: &str, new: &str) {
    let Node::Array(parties) = parties else { return };
    let is_called = |party: &Node, name: &str| {
        party.get("name").and_then(Node::as_text).is_some_and(|text| text == name)
    };
    if parties.iter().any(|party| is_called(party, new)) {
        return;
    }
    for party in parties {
        if is_called(party, old)
            && let Some(name) = party.get_mut("name")
        {
            *name = Node::text(new);
        }
    }
}

/// Gives an activity another number.
fn renumber(activity: &mut Node, number: NonZeroU32) {
    if let Some(n) = activity.get_mut("n") {
        *n = Node::Scalar(number.to_string());
    }
}
