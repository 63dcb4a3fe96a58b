//! By what rows are taken in, and what came of it.

use std::collections::{BTreeSet, HashSet};

use crate::domain::{Agreement, Day, Id, Party};
use crate::exchange::incoming::column::Target;
use crate::exchange::incoming::reader::key_of;
use crate::exchange::incoming::table::Row;
use crate::exchange::incoming::trouble::Trouble;

/// The most troubles that are kept to be told.
pub(super) const MOST_TROUBLES: usize = 1_000;

/// What came of taking rows in.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) same: u64,
    /// The rows in error.
    pub(super) rejected: u64,
    /// These rows and why, where they are to be written.
    pub(super) rejects: Vec<(Row, String)>,
    /// What is not understood, as far as it is told.
    pub(super) troubles: Vec<Trouble>,
    /// What is taken although it is doubtful.
    pub(super) doubts: Vec<String>,
    /// Whether a row is in error because it is like another.
    pub(super) has_likes: bool,
}

/// What rows are taken in by.
pub(super) struct Terms<'t> {
    pub(super) targets: &'t [Target],
    /// The columns by which agreements are known again, where they are not known by their ids.
    pub(super) keys: &'t [usize],
    pub(super) allow_duplicates: bool,
    pub(super) keep_rejects: bool,
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

/// Returns the names of the columns that are not read, each once.
pub(super) fn passed_over<'c>(columns: &'c [String], targets: &[Target]) -> Vec<&'c str> {
    let idle = columns.iter().zip(targets).filter(|(_, target)| **target == Target::Nothing);
    let names: HashSet<&str> = idle.map(|(name, _)| name.as_str()).collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names
}
