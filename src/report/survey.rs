//! Looking at agreements one after another, each with what follows from its facts.

use super::roll::{Entry, partners};
use crate::domain::{Agreement, Bearing, Day, Head, Id, Spans, Standing, Surroundings, Tenure};

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
pub struct Seen {
    agreement: Agreement,
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
    pub fn look(&self, agreement: Agreement) -> (Seen, Bearing) {
        let agreement = agreement.into_values_on(self.today);
        let tenure = Tenure::from_values(&agreement);
        let bearing = Bearing::of(&tenure, self.today);
        let around = bearing.alone();
        let standing = tenure.standing(&around, self.today, &self.spans);
        (Seen { agreement, around, standing }, bearing)
    }

    /// Looks at an agreement with what the others say of it.
    #[must_use]
    pub fn look_again(&self, agreement: Agreement, around: Surroundings) -> Seen {
        let agreement = agreement.into_values_on(self.today);
        let standing = Tenure::from_values(&agreement).standing(&around, self.today, &self.spans);
        Seen { agreement, around, standing }
    }

    /// Returns the entry of an agreement that was seen, with its `text` if that is needed.
    #[must_use]
    pub fn entry(&self, seen: Seen, text: Option<&str>) -> Entry {
        let Seen { agreement, around, standing } = seen;
        let partners = partners(&agreement, self.owner.as_deref(), self.today);
        let stored = text.unwrap_or_default().to_owned();
        Entry { agreement, day: self.today, stored, around, standing, partners }
    }
}

impl Seen {
    /// Returns the agreements that this one succeeds.
    #[must_use]
    pub fn succeeds(&self) -> &[Id] {
        &self.agreement.succeeds
    }
}
