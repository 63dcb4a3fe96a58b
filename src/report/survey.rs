//! Looking at agreements one after another, each with what follows from its facts.

use super::depth::Depth;
use super::roll::{Entry, partners};
use crate::domain::{
    Agreement, Bearing, Day, Facts, Head, Id, Lineages, Spans, Standing, Surroundings, Tenure,
};
use crate::error::Result;

/// What is needed to tell, for one agreement of a registry at a time, what follows from its facts on
/// one or more days, so that none has to be held.
///
/// What follows from the facts of most agreements depends on nothing else. Those that succeed others,
/// and those others, are [noted](Survey::look) at the first look and looked at [again](Survey::look_again)
/// when all have been noted.
#[derive(Debug)]
pub struct Survey {
    today: Day,
    /// A day to compare it with.
    then: Option<Day>,
    spans: Spans,
    owner: Option<String>,
    /// Of those that are linked, on today and on the other day.
    lineages: (Lineages, Option<Lineages>),
}

/// What an agreement says of those that it is linked to.
#[derive(Debug)]
pub struct Noted {
    place: usize,
    /// On today and on the other day.
    bearings: (Bearing, Option<Bearing>),
    /// Whether it is to be looked at again.
    pub is_awaited: bool,
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
    /// Returns a survey of the registry that says this of itself, where `links` are all pairs of an
    /// agreement and one that it succeeds; `then` is a day to compare today with.
    #[must_use]
    pub fn new(head: &Head, today: Day, then: Option<Day>, links: &[(Id, Id)]) -> Self {
        let lineages = Lineages::of_links(links);
        let of_then = then.map(|_| lineages.clone());
        Self {
            today,
            then,
            spans: Spans::of(&head.settings),
            owner: head.owner.clone(),
            lineages: (lineages, of_then),
        }
    }

    /// Looks at an agreement for the first time: returns what follows from its facts, or, where others
    /// have a say in that, what there is to note. `may` tells by what would follow today if it were
    /// linked to none whether it is worth a second look; with one `cursor` agreements are looked at by id.
    pub fn look<'a>(
        &self,
        facts: Facts<'a>,
        cursor: &mut usize,
        may: impl FnOnce(&Standing) -> bool,
    ) -> std::result::Result<Seen<'a>, Noted> {
        let tenure = facts.tenure();
        let bearing = Bearing::of(&tenure, self.today);
        let then = self.then.map(|then| Bearing::of(&tenure, then));
        let Some(place) = self.lineages.0.place_behind(facts.id(), cursor) else {
            return Ok(self.seen(facts, &tenure, bearing.alone(), then.map(Bearing::alone)));
        };
        let is_awaited = may(&tenure.standing(&bearing.alone(), self.today, &self.spans));
        Err(Noted { place, bearings: (bearing, then), is_awaited })
    }

    /// Takes note of what an agreement says of others.
    pub fn note(&mut self, noted: &Noted) {
        let Noted { place, bearings, .. } = noted;
        self.lineages.0.tell(*place, bearings.0);
        if let Some((lineages, bearing)) = self.lineages.1.as_mut().zip(bearings.1) {
            lineages.tell(*place, bearing);
        }
    }

    /// Gets ready to look again, when all has been noted.
    pub fn link(&mut self) {
        self.lineages.0.link();
        if let Some(lineages) = &mut self.lineages.1 {
            lineages.link();
        }
    }

    /// Looks again at an agreement that was noted, now that all others are known too.
    #[must_use]
    pub fn look_again<'a>(&self, facts: Facts<'a>) -> Seen<'a> {
        let tenure = facts.tenure();
        let around = self.lineages.0.around(facts.id());
        let then = self.lineages.1.as_ref().map(|lineages| lineages.around(facts.id()));
        self.seen(facts, &tenure, around, then)
    }

    fn seen<'a>(
        &self,
        facts: Facts<'a>,
        tenure: &Tenure,
        around: Surroundings,
        then: Option<Surroundings>,
    ) -> Seen<'a> {
        let now = tenure.standing(&around, self.today, &self.spans);
        let then = self.then.zip(then);
        let then = then.map(|(day, around)| tenure.standing(&around, day, &self.spans));
        Seen { facts, around, now, then }
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
            (Facts::Outline(_), Depth::Whole | Depth::Stored) => read()?,
            (facts, _) => facts.into_agreement(),
        };
        let partners = partners(&agreement, self.owner.as_deref(), self.today);
        let stored = if depth == Depth::Stored { text.to_owned() } else { String::new() };
        Ok(Entry { agreement, stored, around: seen.around, standing: seen.now, partners })
    }
}
