//! What agreements and rows are known again by.

use std::hash::{BuildHasher, RandomState};

use foldhash::HashMap;

use crate::domain::Id;

/// The records of a registry by their keys, and the rows of a sheet.
///
/// Numbers stand for the keys, which are not held: of a registry with very many records that would be
/// much. Of a hundred thousand keys two have one number once in four billion registries.
#[derive(Debug, Default)]
pub(super) struct Keys {
    hasher: RandomState,
    records: HashMap<u64, Ids>,
    rows: HashMap<u64, u64>,
}

/// The records that have a key.
#[derive(Debug)]
enum Ids {
    One(Id),
    Several(Vec<Id>),
}

impl Keys {
    /// Returns the number that stands for a text.
    fn number(&self, text: &str) -> u64 {
        self.hasher.hash_one(text)
    }

    /// Comes to know a key of a record.
    pub(super) fn meet(&mut self, key: &str, id: &Id) {
        let hash = self.number(key);
        match self.records.remove(&hash) {
            None => self.records.insert(hash, Ids::One(id.clone())),
            Some(Ids::One(other)) => {
                self.records.insert(hash, Ids::Several(vec![other, id.clone()]))
            }
            Some(Ids::Several(mut ids)) => {
                ids.push(id.clone());
                self.records.insert(hash, Ids::Several(ids))
            }
        };
    }

    /// Returns the records that have a key.
    pub(super) fn records(&self, key: &str) -> &[Id] {
        match self.records.get(&self.number(key)) {
            None => &[],
            Some(Ids::One(id)) => std::slice::from_ref(id),
            Some(Ids::Several(ids)) => ids,
        }
    }

    /// Comes to know the key of a row, and returns the row that came with it before.
    pub(super) fn come(&mut self, key: &str, row: u64) -> Option<u64> {
        let hash = self.number(key);
        let first = *self.rows.entry(hash).or_insert(row);
        (first != row).then_some(first)
    }
}
