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

/// What an agreement says of those beside it in its lineage, as seen on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearing {
    /// From when it takes the place of those that it succeeds; see [`Tenure::takes_over_from`].
    pub takes_over: Option<Day>,
    /// The latest day on which something was done under it.
    pub last_done: Option<Day>,
}

impl Bearing {
    /// Returns what the agreement says of the others, as seen on `today`.
    #[must_use]
    pub fn of(tenure: &Tenure, today: Day) -> Self {
        Self { takes_over: tenure.takes_over_from(today), last_done: tenure.last_done(today) }
    }

    /// Returns what the others say of an agreement that is linked to none.
    #[must_use]
    pub fn alone(self) -> Surroundings {
        Surroundings { successors: Vec::new(), last_done: self.last_done }
    }
}

#[derive(Debug, Clone)]
struct Member {
    id: Id,
    bearing: Bearing,
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
        self.add(id, succeeds, Bearing::of(tenure, self.today));
    }

    /// Takes note of an agreement, of those that it succeeds, and of what it says of them on the day
    /// of the lineages.
    pub fn add(&mut self, id: &Id, succeeds: &[Id], bearing: Bearing) {
        let place = self.members.len();
        self.places.insert(id.clone(), place);
        self.links.extend(succeeds.iter().map(|prior| (place, prior.clone())));
        self.members.push(Member {
            id: id.clone(),
            bearing,
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
            .filter_map(|child| child.bearing.takes_over.map(|from| (child.id.clone(), from)))
            .collect();
        successors.sort();
        let head = self.members[place].lineage;
        Surroundings { successors, last_done: self.members[head].bearing.last_done }
    }

    /// Makes the lineages of two agreements one, whose head knows the latest thing done in both.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.members[other].lineage = one;
            let last_done = self.members[other].bearing.last_done;
            let bearing = &mut self.members[one].bearing;
            bearing.last_done = bearing.last_done.max(last_done);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Agreement;

    #[test]
    fn of_an_agreement_that_is_linked_to_none_the_last_thing_done_is_its_own() {
        let record = r#"{"id":"a","title":"A","activities":[
            {"n":1,"title":"T","on":"2020-03-01"},{"n":2,"title":"U","on":"2021-02"}]}"#;
        let agreement: Agreement = serde_json::from_str(record).unwrap();
        let today = Day::from_ymd_opt(2021, 2, 10).unwrap();
        let alone = Bearing::of(&Tenure::from(&agreement), today).alone();
        assert_eq!(alone, Surroundings { successors: Vec::new(), last_done: Some(today) });
    }
}
