//! By what rows are taken in.

use std::collections::{BTreeSet, HashSet};

use crate::domain::{Agreement, Day, Id, Party};
use crate::exchange::incoming::column::Target;
use crate::exchange::incoming::reader::key_of;

/// What rows are taken in by.
pub(super) struct Terms<'t> {
    pub(super) targets: &'t [Target],
    /// The columns by which agreements are known again, where they are not known by their ids.
    pub(super) keys: &'t [usize],
    /// The column of ids, where there is one and it tells by what agreements are known again.
    pub(super) id: Option<usize>,
    /// The members that are left out of records that are kept as they are written.
    pub(super) skipped: HashSet<&'t str>,
    pub(super) allow_duplicates: bool,
    pub(super) today: Day,
}

impl Terms<'_> {
    /// Returns the texts by which an agreement is known again: with all of its parties, and without
    /// the owner of the registry, whom a sheet of partners does not name.
    pub(super) fn keys_of(&self, agreement: &Agreement, owner: Option<&str>) -> BTreeSet<String> {
        let is_owner = |party: &Party| owner.is_some_and(|owner| party.is_called(owner));
        let partners: Vec<Party> =
            agreement.parties.iter().filter(|party| !is_owner(party)).cloned().collect();
        let key = |parties: &[Party]| self.key_of(agreement, Some(&agreement.id), parties);
        [key(&agreement.parties), key(&partners)].into()
    }

    /// Returns the text by which what has these facts and parties is known again.
    pub(super) fn key_of(&self, facts: &Agreement, id: Option<&Id>, parties: &[Party]) -> String {
        let targets = self.keys.iter().filter_map(|at| self.targets.get(*at));
        let texts: Vec<String> = targets.map(|target| key_of(target, facts, parties, id)).collect();
        texts.join("\u{1f}")
    }
}
