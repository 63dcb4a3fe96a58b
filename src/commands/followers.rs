//! The agreements that take the place of others, as far as one of these needs to know.

use std::collections::BTreeMap;

use crate::domain::{Agreement, Day, Id, LineageContext, Succession, Tenure};
use crate::error::Result;
use crate::store::Draft;

/// The agreements that succeed others, by what they succeed.
pub(crate) struct Followers {
    of: BTreeMap<Id, Vec<Agreement>>,
}

impl Followers {
    /// Returns those of the draft that succeed one of these agreements.
    pub(crate) fn of(draft: &Draft<'_>, priors: &[Id]) -> Result<Self> {
        let mut of: BTreeMap<Id, Vec<Agreement>> = BTreeMap::new();
        for (id, prior) in draft.links()? {
            if id != prior
                && priors.contains(&prior)
                && let Some(agreement) = draft.get(id.as_str())?
            {
                of.entry(prior).or_default().push(agreement);
            }
        }
        Ok(Self { of })
    }

    /// Returns what the others say of the agreement of this id, as seen on `day`.
    pub(crate) fn around(&self, id: &Id, day: Day) -> LineageContext {
        let followers = self.of.get(id).into_iter().flatten();
        let mut successors: Vec<(Id, Succession)> = followers
            .filter_map(|it| Some((it.id.clone(), Tenure::on(it, day).succession(day)?)))
            .collect();
        successors.sort_by(|(one, _), (other, _)| one.cmp(other));
        LineageContext { successors, last_done: None }
    }
}
