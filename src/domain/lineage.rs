//! How agreements succeed one another.

use std::collections::BTreeSet;

use super::agreement::Agreement;
use super::agreement_dates::Succession;
use super::date::Day;
use super::id::Id;
use super::standing::LineageContext;

/// The lineages of agreements: those that are linked by `succeeds`, directly or not.
///
/// First [add](Self::add) the agreements that succeed others, and those that are
/// [required](Self::required) for them; then [build](Self::build) the lineages. Links of an agreement to itself
/// and to an id that was not added are ignored.
///
/// ```
/// use mou::domain::{Agreement, Date, Lineages};
///
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let first = Agreement::new("gds-2019".parse()?, "Digital government");
/// let mut second = Agreement::new("gds-2022".parse()?, "Digital government");
/// second.signed = Some("2022-07-04".parse()?);
/// second.succeeds.push(first.id.clone());
/// let lineages = Lineages::new([&first, &second], today);
/// let context = lineages.context_of(&first.id);
/// assert_eq!(context.successor(today).map(|(id, _)| id), Some(&second.id));
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Default)]
pub struct Lineages {
    /// The agreements; sorted by id once the lineages are built.
    members: Vec<(Id, SuccessionFacts)>,
    /// Predecessors and their successors, until the lineages are built.
    links: Vec<(Id, Id)>,
    /// The indexes of predecessors and of their successors, sorted.
    successors: Vec<(usize, usize)>,
    /// The latest activity in the lineage of each member.
    last_done: Vec<Option<Day>>,
}

/// What an agreement contributes to its lineage, as seen on a day.
///
/// ```
/// use mou::domain::{Agreement, Date, SuccessionFacts};
///
/// let today = "2024-06-01".parse::<Date>()?.first();
/// let mut agreement = Agreement::new("gds-2022".parse()?, "Digital government");
/// agreement.signed = Some("2022-07-04".parse()?);
/// let facts = SuccessionFacts::new(&agreement, today);
/// assert!(facts.succession.is_some());
/// assert!(facts.alone().successors.is_empty());
/// # Ok::<(), mou::domain::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuccessionFacts {
    /// When it takes effect as the successor of others; see [`Agreement::succession`].
    pub succession: Option<Succession>,
    /// The day of the latest activity under it.
    pub last_done: Option<Day>,
}

impl SuccessionFacts {
    /// Returns what an agreement contributes to its lineage, as seen on `today`. It must have the values that hold on
    /// that day.
    #[must_use]
    pub fn new(agreement: &Agreement, today: Day) -> Self {
        Self { succession: agreement.succession(today), last_done: agreement.last_done(today) }
    }

    /// Returns the lineage context of an agreement without links.
    #[must_use]
    pub fn alone(self) -> LineageContext {
        LineageContext { successors: Vec::new(), last_done: self.last_done }
    }
}

impl Lineages {
    /// Returns the lineages of these agreements, as seen on `today`. They must have the values that hold on that day.
    #[must_use]
    pub fn new<'a>(agreements: impl IntoIterator<Item = &'a Agreement>, today: Day) -> Self {
        let mut lineages = Self::default();
        for agreement in agreements {
            let facts = SuccessionFacts::new(agreement, today);
            lineages.add(&agreement.id, &agreement.succeeds, facts);
        }
        lineages.build();
        lineages
    }

    /// Adds an agreement, the ids that it succeeds, and what it contributes to its lineage. Each id must be added
    /// once only.
    pub fn add(&mut self, id: &Id, succeeds: &[Id], facts: SuccessionFacts) {
        self.links.extend(succeeds.iter().map(|prior| (prior.clone(), id.clone())));
        self.members.push((id.clone(), facts));
    }

    /// Returns the ids, sorted, that agreements succeed and that are not added yet.
    #[must_use]
    pub fn required(&self) -> Vec<Id> {
        let known: BTreeSet<&Id> = self.members.iter().map(|(id, _)| id).collect();
        let priors: BTreeSet<&Id> = self.links.iter().map(|(prior, _)| prior).collect();
        priors.difference(&known).copied().cloned().collect()
    }

    /// Builds the lineages. Must be called before [`Self::context_of`].
    pub fn build(&mut self) {
        self.members.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
        for (prior, successor) in std::mem::take(&mut self.links) {
            if let (Some(prior), Some(successor)) = (self.index(&prior), self.index(&successor))
                && prior != successor
            {
                self.successors.push((prior, successor));
            }
        }
        self.successors.sort_unstable();
        self.successors.dedup();
        let mut parents: Vec<usize> = (0..self.members.len()).collect();
        for (prior, successor) in &self.successors {
            let (prior, successor) = (root(&mut parents, *prior), root(&mut parents, *successor));
            parents[prior] = successor;
        }
        let mut latest = vec![None; parents.len()];
        for (index, (_, facts)) in self.members.iter().enumerate() {
            let root = root(&mut parents, index);
            latest[root] = facts.last_done.max(latest[root]);
        }
        self.last_done = (0..parents.len()).map(|it| latest[root(&mut parents, it)]).collect();
    }

    fn index(&self, id: &Id) -> Option<usize> {
        self.members.binary_search_by(|(member, _)| member.cmp(id)).ok()
    }

    /// Returns the ids of the agreements for which their lineage means something: those that are succeeded, and
    /// those that are not the last in which something was done.
    pub fn affected(&self) -> impl Iterator<Item = &Id> {
        let priors: BTreeSet<usize> = self.successors.iter().map(|(prior, _)| *prior).collect();
        let members = self.members.iter().zip(&self.last_done).enumerate();
        members.filter_map(move |(index, ((id, facts), last_done))| {
            (priors.contains(&index) || facts.last_done != *last_done).then_some(id)
        })
    }

    /// Returns what the lineage means for the agreement with this id; an empty context if it was not added.
    #[must_use]
    pub fn context_of(&self, id: &Id) -> LineageContext {
        let Some(index) = self.index(id) else {
            return LineageContext::default();
        };
        let first = self.successors.partition_point(|(prior, _)| *prior < index);
        let own = self.successors[first..].iter().take_while(|(prior, _)| *prior == index);
        let successors = own.filter_map(|(_, successor)| {
            let (id, facts) = &self.members[*successor];
            Some((id.clone(), facts.succession?))
        });
        LineageContext { successors: successors.collect(), last_done: self.last_done[index] }
    }
}

/// Returns the root of the lineage of a member. It halves the path on the way, so that long chains take linear
/// time.
fn root(parents: &mut [usize], mut index: usize) -> usize {
    while parents[index] != index {
        parents[index] = parents[parents[index]];
        index = parents[index];
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agreement_without_links_has_its_own_latest_activity() {
        let record = r#"{"id":"a","title":"A","activities":[
            {"n":1,"title":"T","on":"2020-03-01"},{"n":2,"title":"U","on":"2021-02"}]}"#;
        let agreement: Agreement = serde_json::from_str(record).unwrap();
        let today = Day::from_ymd_opt(2021, 2, 10).unwrap();
        let alone = SuccessionFacts::new(&agreement, today).alone();
        assert_eq!(alone, LineageContext { successors: Vec::new(), last_done: Some(today) });
    }

    #[test]
    fn required_are_the_predecessors_that_were_not_added() {
        let id = |text: &str| text.parse::<Id>().unwrap();
        let facts = SuccessionFacts { succession: None, last_done: None };
        let mut lineages = Lineages::default();
        lineages.add(&id("c"), &[id("b"), id("a"), id("c")], facts);
        lineages.add(&id("d"), &[id("c"), id("b")], facts);
        assert_eq!(lineages.required(), [id("a"), id("b")]);
        lineages.add(&id("b"), &[], facts);
        assert_eq!(lineages.required(), [id("a")]);
    }
}
