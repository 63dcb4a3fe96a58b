//! Looking at agreements one after another, each with what follows from its facts.

use super::depth::Depth;
use super::roll::{Entry, partners};
use crate::domain::{Agreement, Bearing, Day, Facts, Head, Id, Spans, Standing, Surroundings};
use crate::error::Result;

/// What is needed to compute the standing of one agreement of a registry at a time, so that none has to be
/// kept in memory.
#[derive(Debug)]
pub struct Survey {
    today: Day,
    spans: Spans,
    owner: Option<String>,
}

/// An agreement as it is looked at.
#[derive(Debug)]
pub struct Seen<'a> {
    facts: Facts<'a>,
    around: Surroundings,
    /// What follows from its facts.
    pub standing: Standing,
}

impl Survey {
    /// Returns a survey of the registry with this header.
    #[must_use]
    pub fn new(head: &Head, today: Day) -> Self {
        Self { today, spans: Spans::of(&head.settings), owner: head.owner.clone() }
    }

    /// Looks at an agreement as if it were linked to none. Also returns what it contributes to its lineage.
    #[must_use]
    pub fn look<'a>(&self, facts: Facts<'a>) -> (Seen<'a>, Bearing) {
        let tenure = facts.tenure(self.today);
        let bearing = Bearing::of(&tenure, self.today);
        let around = bearing.alone();
        let standing = tenure.standing(&around, self.today, &self.spans);
        drop(tenure);
        (Seen { facts, around, standing }, bearing)
    }

    /// Looks at an agreement with what the others say of it.
    #[must_use]
    pub fn look_again<'a>(&self, facts: Facts<'a>, around: Surroundings) -> Seen<'a> {
        let standing = facts.tenure(self.today).standing(&around, self.today, &self.spans);
        Seen { facts, around, standing }
    }

    /// Returns the entry of an agreement that was seen, with as much of it as `depth` says: `read` reads
    /// it whole, and `text` is its text.
    pub fn entry(
        &self,
        seen: Seen<'_>,
        depth: Depth,
        read: impl FnOnce() -> Result<Agreement>,
        text: &str,
    ) -> Result<Entry> {
        let agreement = match (seen.facts, depth) {
            (Facts::Outline(_), Depth::Whole | Depth::Stored) => {
                // An outline has no amendments: the values that it has hold on every day.
                read()?
            }
            (facts, _) => facts.into_agreement(self.today),
        };
        let partners = partners(&agreement, self.owner.as_deref(), self.today);
        let stored = if depth == Depth::Stored { text.to_owned() } else { String::new() };
        Ok(Entry {
            agreement,
            day: self.today,
            stored,
            around: seen.around,
            standing: seen.standing,
            partners,
        })
    }
}

impl Seen<'_> {
    /// Returns the agreements that this one succeeds.
    #[must_use]
    pub fn succeeds(&self) -> &[Id] {
        self.facts.succeeds()
    }
}
