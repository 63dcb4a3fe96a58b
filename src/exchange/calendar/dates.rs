//! What is kept of an agreement for a calendar.

use super::event::Revision;
use super::occasion::{Occasion, Told};
use super::stamp;
use crate::domain::{Day, Id, Settings};

/// What every event is filed under, besides its kind and tags.
const CATEGORY: &str = "MoU";

/// The dates of an agreement: all that a calendar needs of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dates {
    pub(super) id: Id,
    pub(super) occasions: Vec<Occasion>,
    pub(super) categories: Vec<String>,
    /// The revision of an event that no older calendar has.
    pub(super) fresh: Revision,
}

impl Told<'_> {
    /// Returns the dates of the agreement that stand in a calendar on `today`; nothing where there are
    /// none.
    #[must_use]
    pub fn dates(&self, settings: &Settings, today: Day) -> Option<Dates> {
        let occasions = self.occasions(settings, today);
        if occasions.is_empty() {
            return None;
        }
        let recorded = self.agreement.recorded_by(today).unwrap_or(today);
        let events = self.agreement.events.len();
        let sequence = u64::try_from(events).unwrap_or_default();
        Some(Dates {
            id: self.agreement.id.clone(),
            occasions,
            categories: self.categories(),
            fresh: Revision { stamp: stamp(recorded), sequence },
        })
    }

    fn categories(&self) -> Vec<String> {
        let mut categories = vec![CATEGORY.to_owned()];
        for category in std::iter::once(&self.agreement.kind).chain(&self.agreement.tags) {
            let is_there = categories.iter().any(|one| one == category.as_str());
            if !category.trim().is_empty() && !is_there {
                categories.push(category.to_string());
            }
        }
        categories
    }
}
