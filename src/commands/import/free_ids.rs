//! The ids of rows that have none.

use std::hash::{BuildHasher, RandomState};

use foldhash::HashMap;

use crate::domain::{Agreement, Id, slug};
use crate::exchange::incoming::remembered::Remembered;
use crate::store::Draft;

/// Ids that are free, one after another.
#[derive(Debug, Default)]
pub(super) struct FreeIds {
    hasher: RandomState,
    /// By what an id is made of, as a number, the number that was given last.
    numbers: HashMap<u64, u64>,
    /// What ids call the parties that came by.
    slugs: Remembered<String>,
}

impl FreeIds {
    /// Returns the id for an agreement that the draft does not have.
    pub(super) fn next(&mut self, agreement: &Agreement, draft: &Draft<'_>) -> Id {
        let slugs = &mut self.slugs;
        let slug = |name: &str| slugs.of(name, slug::slug);
        let base = slug::base_with(&agreement.parties, agreement.signed, slug);
        let hash = self.hasher.hash_one(&base);
        let mut number = self.numbers.get(&hash).copied().unwrap_or(1);
        let id = slug::propose_from(&base, &mut number, |id| draft.contains(id));
        // Of what is made of most bases there is one.
        if number > 1 {
            self.numbers.insert(hash, number);
        }
        id
    }
}
