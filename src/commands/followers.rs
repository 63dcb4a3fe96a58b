//! The agreements that take the place of others, as far as one of these needs to know.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::{Day, Id, Surroundings, Tenure};
use crate::error::Result;
use crate::store::Draft;

/// The agreements that succeed others, by what they succeed.
pub(crate) struct Followers {
    of: BTreeMap<Id, Vec<(Id, Tenure)>>,
}

/// What an agreement says of those before it.
#[derive(Deserialize)]
struct Follower {
    id: Id,
    #[serde(default)]
    succeeds: Vec<Id>,
}

impl Followers {
    /// Returns those of the draft.
    pub(crate) fn of(draft: &Draft<'_>) -> Result<Self> {
        let mut links = Vec::new();
        draft.visit(|follower: &Follower| {
            let priors = follower.succeeds.iter().filter(|prior| **prior != follower.id);
            links.extend(priors.map(|prior| (prior.clone(), follower.id.clone())));
            Ok(())
        })?;
        let mut of: BTreeMap<Id, Vec<(Id, Tenure)>> = BTreeMap::new();
        for (prior, id) in links {
            if let Some(agreement) = draft.get(id.as_str())? {
                of.entry(prior).or_default().push((id, Tenure::from(&agreement)));
            }
        }
        Ok(Self { of })
    }

    /// Returns what the others say of the agreement of this id, as seen on `day`.
    pub(crate) fn around(&self, id: &Id, day: Day) -> Surroundings {
        let followers = self.of.get(id).into_iter().flatten();
        let mut successors: Vec<(Id, Day)> = followers
            .filter_map(|(id, tenure)| Some((id.clone(), tenure.takes_over_from(day)?)))
            .collect();
        successors.sort();
        Surroundings { successors, last_done: None }
    }
}
