//! By what rows are taken in, and what came of it.

use std::collections::HashSet;

use crate::domain::{Agreement, Day};
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
    pub(super) fn key_of(&self, agreement: &Agreement) -> String {
        let texts: Vec<String> = self
            .keys
            .iter()
            .filter_map(|at| self.targets.get(*at))
            .map(|target| key_of(target, agreement, &agreement.parties, Some(&agreement.id)))
            .collect();
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
