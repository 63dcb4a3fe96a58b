//! How agreements follow one another.

use std::collections::BTreeMap;

use super::date::Day;
use super::id::Id;
use super::standing::Surroundings;
use super::tenure::Tenure;

/// The lineages of a registry, as seen on a day: what the agreements say of each other.
///
/// Every agreement is told to it once ([`Lineages::note`]); then it answers for each
/// ([`Lineages::around`]). Links to itself and to no record are passed over.
#[derive(Debug, Clone)]
pub struct Lineages {
    today: Day,
    places: BTreeMap<Id, usize>,
    members: Vec<Member>,
    links: Vec<(usize, Id)>,
}

#[derive(Debug, Clone)]
struct Member {
    id: Id,
    takes_over: Option<Day>,
    last_done: Option<Day>,
    successors: Vec<usize>,
    lineage: usize,
}

impl Lineages {
    /// Returns lineages without agreements, as seen on `today`.
    #[must_use]
    pub fn on(today: Day) -> Self {
        Self { today, places: BTreeMap::new(), members: Vec::new(), links: Vec::new() }
    }

    /// Takes note of an agreement and of those that it succeeds.
    pub fn note(&mut self, id: &Id, succeeds: &[Id], tenure: &Tenure) {
        let place = self.members.len();
        self.places.insert(id.clone(), place);
        self.links.extend(succeeds.iter().map(|prior| (place, prior.clone())));
        self.members.push(Member {
            id: id.clone(),
            takes_over: tenure.takes_over_from(self.today),
            last_done: tenure.last_done(self.today),
            successors: Vec::new(),
            lineage: place,
        });
    }

    /// Draws the links between all that has been noted; to be called before it answers.
    pub fn link(&mut self) {
        for (child, prior) in std::mem::take(&mut self.links) {
            let Some(&prior) = self.places.get(&prior) else { continue };
            if prior == child {
                continue;
            }
            if !self.members[prior].successors.contains(&child) {
                self.members[prior].successors.push(child);
            }
            self.join(child, prior);
        }
        for place in 0..self.members.len() {
            self.members[place].lineage = self.root(place);
        }
    }

    /// Returns what the other agreements say of this one.
    #[must_use]
    pub fn around(&self, id: &Id) -> Surroundings {
        let Some(&place) = self.places.get(id) else {
            return Surroundings::default();
        };
        let mut successors: Vec<(Id, Day)> = self.members[place]
            .successors
            .iter()
            .map(|&child| &self.members[child])
            .filter_map(|child| child.takes_over.map(|from| (child.id.clone(), from)))
            .collect();
        successors.sort();
        let head = self.members[place].lineage;
        Surroundings { successors, last_done: self.members[head].last_done }
    }

    /// Makes the lineages of two agreements one, whose head knows the latest thing done in both.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.members[other].lineage = one;
            self.members[one].last_done =
                self.members[one].last_done.max(self.members[other].last_done);
        }
    }

    /// Returns the head of the lineage, and shortens the way to it, so that a lineage of a hundred
    /// thousand is gone through in no more steps than it has members.
    fn root(&mut self, mut place: usize) -> usize {
        while self.members[place].lineage != place {
            let above = self.members[place].lineage;
            self.members[place].lineage = self.members[above].lineage;
            place = self.members[place].lineage;
        }
        place
    }
}
