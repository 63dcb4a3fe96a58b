//! What is to stand in the place of a record.

use std::num::NonZeroU32;

use super::arrival::Arrived;
use super::reading::Reading;
use super::revision::{first_its_id, fresh_text, node_of, record_text};
use super::spool::Waiting;
use crate::domain::{Agreement, Id};
use crate::error::Result;

/// What is to stand in the place of a record.
#[derive(Debug)]
pub(super) enum Staged {
    /// A record that was not there, of which nothing is known but its text, which waits.
    Fresh(Waiting),
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
