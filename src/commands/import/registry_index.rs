//! What an import knows of the registry and of earlier rows: parties, keys, duplicates and ids.
//!
//! Keys are kept as hashes, because a registry may be large. Two of 100,000 keys share a hash once in
//! four billion registries.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};

use super::plan::ImportPlan;
use crate::domain::search::fold;
use crate::domain::{Agreement, Id, Party, RecordedDate, new_id};
use crate::error::Result;
use crate::exchange::import::party::KnownParties;
use crate::store::Transaction;

/// The parties, keys and duplicates of the registry and of earlier rows.
#[derive(Debug)]
pub(super) struct RegistryIndex {
    /// The owner of the registry.
    pub(super) owner: Option<Party>,
    pub(super) parties: KnownParties,
    hasher: RandomState,
    records_by_key: HashMap<u64, Vec<Id>>,
    rows_by_key: HashMap<u64, u64>,
    records_by_duplicate_key: HashMap<DuplicateKey, DuplicateRecords>,
    rows_by_duplicate_key: HashMap<DuplicateKey, u64>,
    /// The hashes of the ids of all records, and of those whose rows are found.
    ids: HashSet<u64>,
    claimed: HashSet<u64>,
    /// The hashes of the ids of earlier rows.
    row_ids: HashSet<u64>,
    /// The last number that was added to a proposed id, by the id without the number.
    id_numbers: HashMap<u64, u64>,
}

/// The first record with a duplicate key, and whether there are more.
#[derive(Debug)]
struct DuplicateRecords {
    first: Id,
    has_more: bool,
}

/// A hash that is equal for agreements that are likely to be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct DuplicateKey(u64);

impl RegistryIndex {
    /// Reads the staged registry.
    pub(super) fn new(transaction: &Transaction<'_>, plan: &ImportPlan) -> Result<Self> {
        let mut index = Self {
            owner: None,
            parties: KnownParties::default(),
            hasher: RandomState::new(),
            records_by_key: HashMap::new(),
            rows_by_key: HashMap::new(),
            records_by_duplicate_key: HashMap::new(),
            rows_by_duplicate_key: HashMap::new(),
            ids: HashSet::new(),
            claimed: HashSet::new(),
            row_ids: HashSet::new(),
            id_numbers: HashMap::new(),
        };
        let owner = transaction.head().owner.as_deref();
        transaction.visit(|agreement| {
            index.parties.add(&agreement.parties);
            let id = &agreement.id;
            index.ids.insert(index.hasher.hash_one(id.as_str()));
            if plan.is_by_id() {
                let key = DuplicateKey::new(agreement, &plan.reference_of(agreement));
                let records = index.records_by_duplicate_key.entry(key);
                records
                    .and_modify(|records| records.has_more = true)
                    .or_insert_with(|| DuplicateRecords { first: id.clone(), has_more: false });
                return;
            }
            for key in plan.keys_of(agreement, owner) {
                let hash = index.hasher.hash_one(&key);
                index.records_by_key.entry(hash).or_default().push(id.clone());
            }
        })?;
        let owner = owner.map(|name| Party { name: name.into(), ..Party::default() });
        index.owner = owner.map(|owner| index.parties.recognise(owner));
        Ok(index)
    }

    /// Returns the agreements with this key.
    pub(super) fn records(&self, key: &str) -> &[Id] {
        let hash = self.hasher.hash_one(key);
        self.records_by_key.get(&hash).map(Vec::as_slice).unwrap_or_default()
    }

    /// Adds the key of a row, and returns the earlier row with the same key.
    pub(super) fn add_row_key(&mut self, key: &str, row: u64) -> Option<u64> {
        let first = *self.rows_by_key.entry(self.hasher.hash_one(key)).or_insert(row);
        (first != row).then_some(first)
    }

    /// Returns the record with this duplicate key, and whether there are more of them.
    pub(super) fn record_like(&self, key: DuplicateKey) -> Option<(&Id, bool)> {
        let records = self.records_by_duplicate_key.get(&key)?;
        Some((&records.first, records.has_more))
    }

    /// Returns the earlier row with this duplicate key.
    pub(super) fn row_like(&self, key: DuplicateKey) -> Option<u64> {
        self.rows_by_duplicate_key.get(&key).copied()
    }

    /// Returns true if the registry has a record of this id.
    pub(super) fn has_record(&self, id: &Id) -> bool {
        self.ids.contains(&self.hasher.hash_one(id.as_str()))
    }

    /// Notes that the row of a record is found. Returns false if it was found before.
    pub(super) fn claim(&mut self, id: &Id) -> bool {
        self.claimed.insert(self.hasher.hash_one(id.as_str()))
    }

    /// Returns true if the row of a record is found.
    pub(super) fn is_claimed(&self, id: &Id) -> bool {
        self.claimed.contains(&self.hasher.hash_one(id.as_str()))
    }

    /// Adds the agreement of a row.
    pub(super) fn add_row(&mut self, key: DuplicateKey, row: u64) {
        self.rows_by_duplicate_key.entry(key).or_insert(row);
    }

    /// Adds the id of the agreement of a row.
    pub(super) fn add_id(&mut self, id: &Id) {
        self.row_ids.insert(self.hasher.hash_one(id.as_str()));
    }

    /// Returns an id for the agreement that neither a record nor an earlier row has.
    pub(super) fn new_id(&mut self, agreement: &Agreement, owner: Option<&str>) -> Id {
        let base = new_id::base(agreement, owner);
        let hash = self.hasher.hash_one(&base);
        let mut number = self.id_numbers.get(&hash).copied().unwrap_or(1);
        let is_taken = |id: &str| {
            let hash = self.hasher.hash_one(id);
            self.ids.contains(&hash) || self.row_ids.contains(&hash)
        };
        let id = new_id::propose_from(&base, &mut number, is_taken);
        // Most ids need no number.
        if number > 1 {
            self.id_numbers.insert(hash, number);
        }
        id
    }
}

impl DuplicateKey {
    /// Returns the hash of the words in the names of the parties, in any order, of the signing date, else the first
    /// day, else the end, of the title, and of the number of the agreement in the sheet.
    ///
    /// It takes words instead of names, because registers list one agreement as `A, B and C`,
    /// `B, A and C` and `C, A and B`.
    pub(super) fn new(agreement: &Agreement, reference: &str) -> Self {
        let Agreement { signed, effective, end, .. } = agreement;
        let dates = [*signed, *effective].into_iter().flatten();
        let date = dates.into_iter().find_map(RecordedDate::date).or(*end);
        Self(hash_of((Self::of_title(agreement), date, reference)))
    }

    /// Returns the hash of the words in the names of the parties and of the title.
    pub(super) fn of_title(agreement: &Agreement) -> Self {
        let mut words = 0_u64;
        for party in &agreement.parties {
            let name = fold(&party.name);
            let parts = name.split(|letter: char| !letter.is_alphanumeric());
            let significant = parts.filter(|word| !matches!(*word, "" | "and" | "the"));
            // A sum does not depend on the order.
            words = significant.map(hash_of).fold(words, u64::wrapping_add);
        }
        Self(hash_of((words, fold(&agreement.title))))
    }
}

/// Returns true if two agreements have parties of the same names, in any order.
pub(super) fn has_same_parties(one: &Agreement, other: &Agreement) -> bool {
    let names = |agreement: &Agreement| {
        let names = agreement.parties.iter().map(|party| party.name.to_lowercase());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    names(one) == names(other)
}

fn hash_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::input;

    fn key(parties: &[&str], signed: &str, title: &str) -> DuplicateKey {
        let mut agreement = Agreement::new(Id::default(), title);
        agreement.parties = parties.iter().map(|name| input::parse_party(name).unwrap()).collect();
        agreement.signed = signed.parse().ok();
        DuplicateKey::new(&agreement, "")
    }

    #[test]
    fn duplicates_have_the_same_words_in_their_parties_and_the_same_date_and_title() {
        let one = key(&["A and the B; C"], "2020-01-01", "x");
        assert_eq!(one, key(&["c", "B", "A"], "2020-01-01", "X"));
        assert_ne!(one, key(&["c", "B", "A"], "2020-01-01", "y"));
        assert_ne!(one, key(&["A and B", "C"], "2020-01-02", "x"));
        assert_ne!(one, key(&["A and B", "D"], "2020-01-01", "x"));
        assert_ne!(one, key(&["A and B", "C", "C"], "2020-01-01", "x"));
        assert_eq!(key(&["Évora"], "", "X"), key(&["evora"], "", "x"));
        assert_ne!(key(&["A"], "", "x"), key(&["A"], "", "y"));
    }
}
