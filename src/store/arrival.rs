//! Activities that are moved from one record to another, with what this version does not know of them.

use std::num::NonZeroU32;

use super::document::{Member, Node};
use super::reading::Reading;
use crate::domain::{Activity, Agreement, Id};
use crate::error::Result;

/// The member of a record that holds its activities.
const ACTIVITIES: &str = "activities";

/// An activity that was moved to a record.
#[derive(Debug, Clone)]
pub(super) struct Arrived {
    /// The record of the file that it was in.
    pub(super) from: Id,
    /// Its number there.
    pub(super) was: NonZeroU32,
    /// Its number in the record that it is in now.
    pub(super) n: NonZeroU32,
}

impl Arrived {
    /// Adds the activity to a record as if it had stood there before: to its text, as it stands in
    /// the record that it comes from, and to what was understood of that.
    pub(super) fn enter(
        &self,
        reading: &Reading,
        node: &mut Node,
        agreement: &mut Agreement,
    ) -> Result<()> {
        let Some(record) = reading.find(self.from.as_str())? else { return Ok(()) };
        let origin = record.agreement()?;
        let was = |activity: &Activity| activity.n == self.was;
        let Some(place) = origin.activities.iter().position(was) else { return Ok(()) };
        let Some(mut raw) = record.node().items_of(ACTIVITIES).into_iter().nth(place) else {
            return Ok(());
        };
        raw.renumber(self.n);
        node.add_item(raw);
        agreement.activities.push(Activity { n: self.n, ..origin.activities[place].clone() });
        Ok(())
    }
}

impl Node {
    fn items_of(self, name: &str) -> Vec<Self> {
        let Self::Object(members) = self else { return Vec::new() };
        match members.into_iter().find(|member| member.name() == name).map(|member| member.value) {
            Some(Self::Array(items)) => items,
            _ => Vec::new(),
        }
    }

    /// Gives the activity at `place` another number.
    pub(super) fn renumber_activity(&mut self, place: usize, n: NonZeroU32) {
        let Self::Object(members) = self else { return };
        let activities = members.iter_mut().find(|member| member.name() == ACTIVITIES);
        if let Some(Member { value: Self::Array(items), .. }) = activities
            && let Some(activity) = items.get_mut(place)
        {
            activity.renumber(n);
        }
    }

    fn renumber(&mut self, n: NonZeroU32) {
        if let Self::Object(members) = self
            && let Some(member) = members.iter_mut().find(|member| member.name() == "n")
        {
            member.value = Self::Scalar(n.to_string());
        }
    }

    fn add_item(&mut self, item: Self) {
        let Self::Object(members) = self else { return };
        match members.iter_mut().find(|member| member.name() == ACTIVITIES) {
            Some(Member { value: Self::Array(items), .. }) => items.push(item),
            Some(member) => member.value = Self::Array(vec![item]),
            None => members.push(Member::new(ACTIVITIES, Self::Array(vec![item]))),
        }
    }
}
