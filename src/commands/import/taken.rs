//! What came of taking rows in.

use crate::exchange::incoming::trouble::Trouble;

/// The most troubles that are kept to be told.
const MOST_TROUBLES: usize = 1_000;

/// The columns in which something is not understood.
#[derive(Debug, Clone, Copy, Default)]
enum Troubled {
    /// None as yet.
    #[default]
    None,
    /// This one alone.
    One(usize),
    /// Several, or whole rows.
    Several,
}

/// What came of taking rows in.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) same: u64,
    /// The rows in error.
    pub(super) rejected: u64,
    /// Those of them that are in error because they are like others.
    pub(super) likes: u64,
    /// Those of them that have the key or the id of another row.
    pub(super) twins: u64,
    /// What is not understood, as far as it is told.
    pub(super) troubles: Vec<Trouble>,
    /// What is taken although it is doubtful, as far as it is told.
    pub(super) doubts: Vec<String>,
    /// How much of that there is.
    pub(super) doubted: usize,
    /// The columns that all of it stands in that is not understood.
    column: Troubled,
}

impl Taken {
    /// Counts a row that is not taken, for these reasons.
    pub(super) fn reject(&mut self, troubles: Vec<Trouble>) {
        self.rejected += 1;
        for trouble in &troubles {
            self.column = match (self.column, trouble.column) {
                (Troubled::None, Some(column)) => Troubled::One(column),
                (Troubled::One(one), Some(column)) if one == column => Troubled::One(one),
                _ => Troubled::Several,
            };
        }
        let room = MOST_TROUBLES.saturating_sub(self.troubles.len());
        self.troubles.extend(troubles.into_iter().take(room));
    }

    /// Counts something doubtful that is taken.
    pub(super) fn doubt(&mut self, doubt: String) {
        self.doubted += 1;
        if self.doubts.len() < MOST_TROUBLES {
            self.doubts.push(doubt);
        }
    }

    /// Returns the column that all of it stands in that is not understood.
    pub(super) fn troubled_column(&self) -> Option<usize> {
        match self.column {
            Troubled::One(column) => Some(column),
            Troubled::None | Troubled::Several => None,
        }
    }
}
