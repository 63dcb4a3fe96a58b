//! How agreements follow one another.

use super::agreement::Agreement;
use super::date::Day;
use super::id::Id;
use super::standing::Surroundings;
use super::tenure::{Succession, Tenure};

/// The lineages of agreements, as seen on a day: what they say of each other.
///
/// It is made of who succeeds whom, is told of each agreement what it [says](Self::tell) of the others,
/// and then [answers](Self::around) for each. Links of one to itself and to none that it was told of are
/// passed over.
#[derive(Debug)]
pub struct Lineages {
    /// Sorted; a place in it stands for an agreement in all of the others.
    ids: Vec<Id>,
    /// An agreement, and one that succeeds it; sorted.
    links: Vec<(usize, usize)>,
    /// What each says of the others, where there is such an agreement. Once they are linked, the first
    /// of a lineage tells the latest thing done in all of it.
    bearings: Vec<Option<Bearing>>,
    /// The first of the lineage of each, once they are linked.
    firsts: Vec<usize>,
}

/// What an agreement says of those beside it in its lineage, as seen on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bearing {
    /// When it takes effect as the successor of others; see [`Tenure::succession`].
    pub succession: Option<Succession>,
    /// The latest day on which something was done under it.
    pub last_done: Option<Day>,
}

impl Bearing {
    /// Returns what the agreement says of the others, as seen on `today`.
    #[must_use]
    pub fn of(tenure: &Tenure, today: Day) -> Self {
        Self { succession: tenure.succession(today), last_done: tenure.last_done(today) }
    }

    /// Returns what the others say of an agreement that is linked to none.
    #[must_use]
    pub fn alone(self) -> Surroundings {
        Surroundings { successors: Vec::new(), last_done: self.last_done }
    }
}

impl Lineages {
    /// Returns the lineages of these, and of all that the links are between: pairs of an agreement and
    /// one that it succeeds. Nothing is known yet of what they say of each other.
    ///
    /// It takes least time where both come by id.
    fn among<'a>(alone: impl Iterator<Item = &'a Id>, links: &[(&'a Id, &'a Id)]) -> Self {
        // The two ends of each link are counted through; all that are no end share the number behind.
        let priors = links.iter().zip(0..).map(|((_, id), link)| (*id, 2 * link));
        let successors = links.iter().zip(0..).map(|((id, _), link)| (*id, 2 * link + 1));
        let ends = alone.map(|id| (id, 2 * links.len())).chain(priors).chain(successors);
        let mut ends: Vec<_> = ends.map(|(id, end)| (id.first_letters(), id, end)).collect();
        ends.sort_by(|one, other| (one.0, one.1).cmp(&(other.0, other.1)));
        let mut ids: Vec<Id> = Vec::new();
        let mut places = vec![0; 2 * links.len() + 1];
        for (_, id, end) in ends {
            if ids.last() != Some(id) {
                ids.push(id.clone());
            }
            places[end] = ids.len() - 1;
        }
        let ends = places.as_chunks().0.iter().map(|[prior, successor]| (*prior, *successor));
        let mut links: Vec<_> = ends.filter(|(prior, successor)| prior != successor).collect();
        links.sort_unstable();
        links.dedup();
        let (bearings, firsts) = (vec![None; ids.len()], (0..ids.len()).collect());
        Self { ids, links, bearings, firsts }
    }

    /// Returns the lineages of all that these links are between: pairs of an agreement and one that it
    /// succeeds. Nothing is known yet of what they say of each other.
    #[must_use]
    pub fn of_links<'a>(links: &[(&'a Id, &'a Id)]) -> Self {
        Self::among(std::iter::empty(), links)
    }

    /// Returns the lineages of these agreements as seen on `today`, ready to answer.
    #[must_use]
    pub fn of<'a>(
        agreements: impl IntoIterator<Item = (&'a Agreement, &'a Tenure)>,
        today: Day,
    ) -> Self {
        let mut bearings: Vec<(&Id, Bearing)> = Vec::new();
        let mut links = Vec::new();
        for (Agreement { id, succeeds, .. }, tenure) in agreements {
            links.extend(succeeds.iter().map(|prior| (id, prior)));
            bearings.push((id, Bearing::of(tenure, today)));
        }
        bearings.sort_by_key(|(id, _)| *id);
        let mut lineages = Self::among(bearings.iter().map(|(id, _)| *id), &links);
        lineages.tell(bearings);
        lineages.link();
        lineages
    }

    fn place(&self, id: &Id) -> Option<usize> {
        self.ids.binary_search(id).ok()
    }

    /// Takes note of what these agreements say of the others; they come by id.
    pub fn tell<'a>(&mut self, told: impl IntoIterator<Item = (&'a Id, Bearing)>) {
        let mut place = 0;
        for (id, bearing) in told {
            place += self.ids[place..].iter().take_while(|next| *next < id).count();
            if self.ids.get(place) == Some(id) {
                self.bearings[place] = Some(bearing);
            }
        }
    }

    /// Asks for what each agreement says of the others of which nothing is known yet, by id.
    pub fn ask(&mut self, mut ask: impl FnMut(&Id) -> Option<Bearing>) {
        for (id, bearing) in self.ids.iter().zip(&mut self.bearings) {
            if bearing.is_none() {
                *bearing = ask(id);
            }
        }
    }

    /// Draws the links between all that has been told of; to be called before it answers.
    pub fn link(&mut self) {
        for (prior, child) in std::mem::take(&mut self.links) {
            if self.bearings[prior].is_some() && self.bearings[child].is_some() {
                self.join(child, prior);
                self.links.push((prior, child));
            }
        }
        for place in 0..self.ids.len() {
            self.firsts[place] = self.first(place);
        }
    }

    /// Returns what the other agreements say of this one.
    #[must_use]
    pub fn around(&self, id: &Id) -> Surroundings {
        let Some(place) = self.place(id) else {
            return Surroundings::default();
        };
        let links = &self.links[self.links.partition_point(|(prior, _)| *prior < place)..];
        let children = links.iter().take_while(|(prior, _)| *prior == place);
        let successors = children.filter_map(|&(_, child)| {
            let succession = self.bearings[child]?.succession?;
            Some((self.ids[child].clone(), succession))
        });
        Surroundings {
            successors: successors.collect(),
            last_done: self.bearings[self.firsts[place]].and_then(|first| first.last_done),
        }
    }

    /// Makes the lineages of two agreements one, whose first knows the latest thing done in both.
    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        if one != other {
            self.firsts[other] = one;
            let last_done = self.bearings[other].and_then(|bearing| bearing.last_done);
            if let Some(bearing) = &mut self.bearings[one] {
                bearing.last_done = bearing.last_done.max(last_done);
            }
        }
    }

    /// Returns the first of the lineage, and shortens the way to it, so that a lineage of a hundred
    /// thousand is gone through in no more steps than it has members.
    fn first(&mut self, mut place: usize) -> usize {
        while self.firsts[place] != place {
            let above = self.firsts[place];
            self.firsts[place] = self.firsts[above];
            place = self.firsts[place];
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_agreement_that_is_linked_to_none_the_last_thing_done_is_its_own() {
        let record = r#"{"id":"a","title":"A","activities":[
            {"n":1,"title":"T","on":"2020-03-01"},{"n":2,"title":"U","on":"2021-02"}]}"#;
        let agreement: Agreement = serde_json::from_str(record).unwrap();
        let today = Day::from_ymd_opt(2021, 2, 10).unwrap();
        let alone = Bearing::of(&Tenure::on(&agreement, today), today).alone();
        assert_eq!(alone, Surroundings { successors: Vec::new(), last_done: Some(today) });
    }
}
