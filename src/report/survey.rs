//! Looking at agreements one after another, each with what follows from its facts.

use std::collections::HashSet;

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
    /// The days: the one that is asked about, and others to compare it with.
    days: Vec<Day>,
    spans: Spans,
    owner: Option<String>,
    linked: HashSet<Id>,
    /// For each day, once all have been noted.
    lineages: Vec<Lineages>,
}

/// What an agreement says of those that it is linked to.
#[derive(Debug)]
pub struct Noted {
    id: Id,
    succeeds: Vec<Id>,
    /// For each day.
    bearings: Vec<Bearing>,
}

/// An agreement as it is looked at.
#[derive(Debug)]
pub struct Seen<'a> {
    facts: Facts<'a>,
    /// What follows on each of the days.
    pub standings: Vec<Standing>,
}

impl Survey {
    /// Returns a survey of the registry that says this of itself, where `links` are all pairs of an
    /// agreement and one that it succeeds.
    #[must_use]
    pub fn new(head: &Head, days: Vec<Day>, links: Vec<(Id, Id)>) -> Self {
        Self {
            days,
            spans: Spans::of(&head.settings),
            owner: head.owner.clone(),
            linked: links.into_iter().flat_map(|(successor, prior)| [successor, prior]).collect(),
            lineages: Vec::new(),
        }
    }

    /// Looks at an agreement for the first time: returns what follows from its facts, or, where others
    /// have a say in that, takes note.
    pub fn look<'a>(&self, facts: Facts<'a>) -> std::result::Result<Seen<'a>, Noted> {
        let tenure = facts.tenure();
        let bearings = self.days.iter().map(|day| Bearing::of(&tenure, *day));
        if self.linked.contains(facts.id()) {
            return Err(Noted {
                id: facts.id().clone(),
                succeeds: facts.succeeds().to_vec(),
                bearings: bearings.collect(),
            });
        }
        Ok(self.seen(facts, &tenure, bearings.map(Bearing::alone)))
    }

    /// Gets to know all that was noted.
    pub fn meet(&mut self, noted: &[Noted]) {
        self.lineages = self.days.iter().map(|day| Lineages::on(*day)).collect();
        for (at, lineages) in self.lineages.iter_mut().enumerate() {
            for one in noted {
                lineages.add(&one.id, &one.succeeds, one.bearings[at]);
            }
            lineages.link();
        }
    }

    /// Looks again at an agreement that was noted, now that all others are known too.
    #[must_use]
    pub fn look_again<'a>(&self, facts: Facts<'a>) -> Seen<'a> {
        let tenure = facts.tenure();
        let id = facts.id().clone();
        let around = self.lineages.iter().map(|lineages| lineages.around(&id));
        self.seen(facts, &tenure, around)
    }

    fn seen<'a>(
        &self,
        facts: Facts<'a>,
        tenure: &Tenure,
        around: impl Iterator<Item = Surroundings>,
    ) -> Seen<'a> {
        let standing =
            |(day, around): (&Day, Surroundings)| tenure.standing(&around, *day, &self.spans);
        Seen { facts, standings: self.days.iter().zip(around).map(standing).collect() }
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
        let today = self.days[0];
        let partners = partners(&agreement, self.owner.as_deref(), today);
        let stored = if depth == Depth::Stored { text.to_owned() } else { String::new() };
        let standing = seen.standings.into_iter().next();
        let standing = standing.expect("there is a standing for each day, and one day at least");
        Ok(Entry { agreement, stored, standing, partners })
    }
}
