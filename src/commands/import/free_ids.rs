//! The ids of rows that have none.

use std::hash::{BuildHasher, RandomState};

use foldhash::HashMap;

use crate::domain::{Agreement, Id, slug};
use crate::store::Draft;

/// The most names whose slugs are remembered.
const MOST_REMEMBERED: usize = 8_192;

/// Ids that are free, one after another.
#[derive(Debug, Default)]
pub(super) struct FreeIds {
    hasher: RandomState,
    /// By what an id is made of, as a number, the number that was given last.
    numbers: HashMap<u64, u64>,
    /// What ids call the parties that came by: most come often.
    slugs: HashMap<String, String>,
}

impl FreeIds {
    /// Returns the id for an agreement that the draft does not have.
    pub(super) fn next(&mut self, agreement: &Agreement, draft: &Draft<'_>) -> Id {
        let slugs = &mut self.slugs;
        let base = slug::base_with(&agreement.parties, agreement.signed, |name| {
            if let Some(slug) = slugs.get(name) {
                return slug.clone();
            }
            let slug = slug::slug(name);
            if slugs.len() < MOST_REMEMBERED {
                slugs.insert(name.to_owned(), slug.clone());
            }
            slug
        });
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
