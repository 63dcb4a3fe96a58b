//! Looking at agreements one after another, each with what follows from its facts.

use super::depth::Depth;
use super::roll::{Entry, partners};
use crate::domain::{
    Agreement, Bearing, Day, Facts, Head, Id, Spans, Standing, Surroundings, Tenure,
};
use crate::error::Result;

/// What is needed to tell, for one agreement of a registry at a time, what follows from its facts on
/// one or more days, so that none has to be held.
#[derive(Debug)]
pub struct Survey {
    today: Day,
    /// A day to compare it with.
    then: Option<Day>,
    spans: Spans,
    owner: Option<String>,
}

/// An agreement as it is looked at.
#[derive(Debug)]
pub struct Seen<'a> {
    facts: Facts<'a>,
    around: Surroundings,
    /// What follows on today.
    pub now: Standing,
    /// What follows on the other day.
    pub then: Option<Standing>,
}

impl Survey {
    /// Returns a survey of the registry that says this of itself; `then` is a day to compare today with.
    #[must_use]
    pub fn new(head: &Head, today: Day, then: Option<Day>) -> Self {
        Self { today, then, spans: Spans::of(&head.settings), owner: head.owner.clone() }
    }

    /// Looks at an agreement as if it were linked to none. Returns what it says of others, too, today and
    /// on the other day.
    #[must_use]
    pub fn look<'a>(&self, facts: Facts<'a>) -> (Seen<'a>, (Bearing, Option<Bearing>)) {
        let tenure = facts.tenure(self.today);
        let bearing = Bearing::of(&tenure, self.today);
        let then = self.then.map(|then| Bearing::of(&tenure, then));
        let around = (bearing.alone(), then.map(Bearing::alone));
        let (now, on_then) = self.standings(&tenure, &around);
        drop(tenure);
        (Seen { facts, around: around.0, now, then: on_then }, (bearing, then))
    }

    /// Looks at an agreement with what the others say of it, today and on the other day.
    #[must_use]
    pub fn look_again<'a>(
        &self,
        facts: Facts<'a>,
        around: (Surroundings, Option<Surroundings>),
    ) -> Seen<'a> {
        let (now, then) = self.standings(&facts.tenure(self.today), &around);
        Seen { facts, around: around.0, now, then }
    }

    /// Returns what follows from the facts today, and on the other day.
    fn standings(
        &self,
        tenure: &Tenure,
        (around, then): &(Surroundings, Option<Surroundings>),
    ) -> (Standing, Option<Standing>) {
        let on = |day: Day, around: &Surroundings| tenure.standing(around, day, &self.spans);
        let then = self.then.zip(then.as_ref()).map(|(day, around)| on(day, around));
        (on(self.today, around), then)
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
        Ok(Entry { agreement, stored, around: seen.around, standing: seen.now, partners })
    }
}

impl Seen<'_> {
    /// Returns the agreements that this one succeeds.
    #[must_use]
    pub fn succeeds(&self) -> &[Id] {
        self.facts.succeeds()
    }
}
