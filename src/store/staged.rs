//! What is to stand in the place of a record.

use std::num::NonZeroU32;

use foldhash::HashMap;

use super::arrival::Arrived;
use super::reading::Reading;
use super::revision::{first_its_id, fresh_text, node_of, record_text};
use crate::domain::{Agreement, Id};
use crate::error::Result;

/// What is staged for each id: a record, or that there is to be none.
///
/// An import asks for single ids many times, and in the end once for all of them: so they are hashed,
/// and brought into their order when they are asked for in it.
#[derive(Debug, Default)]
pub(super) struct Stage(HashMap<Id, Option<Staged>>);

/// What is to stand in the place of a record.
#[derive(Debug)]
pub(super) enum Staged {
    /// A record that was not there, by the number under which it is written down.
    Fresh(usize),
    /// Any other.
    Made(Box<Made>),
}

/// A record in the making.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) agreement: Agreement,
    /// The record of the file that it was, whose unknown members it keeps.
    pub(super) origin: Option<Id>,
    /// The activities that come from other records, whose unknown members come with them.
    pub(super) arrived: Vec<Arrived>,
    /// The activities of the origin that get other numbers, by their places in it.
    pub(super) renumbered: Vec<(usize, NonZeroU32)>,
    /// The whole text, where it is given and not made of the others.
    pub(super) text: Option<String>,
}

impl Stage {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn contains_key(&self, id: impl AsRef<str>) -> bool {
        self.0.contains_key(id.as_ref())
    }

    pub(super) fn get(&self, id: &str) -> Option<&Option<Staged>> {
        self.0.get(id)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Option<Staged>> {
        self.0.get_mut(id)
    }

    pub(super) fn insert(&mut self, id: Id, staged: Option<Staged>) {
        self.0.insert(id, staged);
    }

    /// Returns all that is staged, by id.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Id, &Option<Staged>)> {
        let mut all: Vec<(&Id, &Option<Staged>)> = self.0.iter().collect();
        all.sort_unstable_by_key(|(id, _)| *id);
        all.into_iter()
    }

    /// Returns all that is staged, by id, without the ids.
    pub(super) fn values(&self) -> impl Iterator<Item = &Option<Staged>> {
        self.iter().map(|(_, staged)| staged)
    }

    /// Returns all that is staged, by id.
    pub(super) fn into_sorted(self) -> Vec<(Id, Option<Staged>)> {
        let all = self.0.into_iter().map(|(id, staged)| (id.first_letters(), id, staged));
        let mut all: Vec<(u128, Id, Option<Staged>)> = all.collect();
        all.sort_unstable_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
        all.into_iter().map(|(_, id, staged)| (id, staged)).collect()
    }
}

impl Made {
    /// Returns a record that is to be `agreement`, and was the one of this id, or none.
    pub(super) fn new(agreement: Agreement, origin: Option<Id>) -> Self {
        Self { agreement, origin, arrived: Vec::new(), renumbered: Vec::new(), text: None }
    }
}

impl Reading {
    /// Returns the text of a staged record: its origin's, with the changes made in it.
    pub(super) fn revised(&self, staged: &Made) -> Result<String> {
        if let Some(text) = &staged.text {
            return Ok(text.clone());
        }
        let origin = staged.origin.as_ref().map(|id| self.find(id.as_str())).transpose()?;
        let Some(origin) = origin.flatten() else {
            return Ok(fresh_text(&staged.agreement));
        };
        let after = node_of(&staged.agreement);
        let (mut node, mut before) = (origin.node(), origin.agreement()?);
        for (place, n) in &staged.renumbered {
            node.renumber_activity(*place, *n);
            if let Some(activity) = before.activities.get_mut(*place) {
                activity.n = *n;
            }
        }
        for arrived in &staged.arrived {
            arrived.enter(self, &mut node, &mut before)?;
        }
        node.patch(&node_of(&before), &after);
        Ok(record_text(&first_its_id(node)))
    }
}
