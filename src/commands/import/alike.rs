//! Agreements that are likely to be the same: they have the same parties and the same date.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::search::fold;
use crate::domain::{Agreement, Id};

/// The agreements that came by, by their parties and their date.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// By the hash alone: it is likeness that is looked for, and there may be very many.
    seen: HashMap<u64, Seen>,
}

#[derive(Debug, Clone)]
enum Seen {
    Record(Id),
    Row(u64),
}

impl Alike {
    /// Comes to know an agreement of the registry.
    pub(super) fn meet(&mut self, agreement: &Agreement) {
        if let Some(likeness) = likeness(agreement) {
            self.seen.entry(likeness).or_insert_with(|| Seen::Record(agreement.id.clone()));
        }
    }

    /// Comes to know the agreement of a row.
    pub(super) fn come(&mut self, agreement: &Agreement, row: u64) {
        if let Some(likeness) = likeness(agreement) {
            self.seen.entry(likeness).or_insert(Seen::Row(row));
        }
    }

    /// Returns what is like the agreement, in words.
    pub(super) fn find(&self, agreement: &Agreement) -> Option<String> {
        Some(match self.seen.get(&likeness(agreement)?)? {
            Seen::Record(id) => format!("`{id}`, which is recorded"),
            Seen::Row(row) => format!("row {row}"),
        })
    }
}

/// Returns the hash of the words in the names of the parties, in any order, and of the day signed,
/// else of the first day; none without such a day.
///
/// Words, not names: registers list one agreement as `A, B and C`, `B, A and C` and `C, A and B`.
fn likeness(agreement: &Agreement) -> Option<u64> {
    let date = agreement.signed.and_then(|signed| signed.date());
    let date = date.or_else(|| agreement.effective.and_then(|effective| effective.date()))?;
    let mut words: Vec<String> = Vec::new();
    for party in &agreement.parties {
        let name = fold(&party.name);
        let parts = name.split(|letter: char| !letter.is_alphanumeric());
        words.extend(parts.filter(|word| !matches!(*word, "" | "and" | "the")).map(str::to_owned));
    }
    words.sort_unstable();
    let mut hasher = DefaultHasher::new();
    (words, date).hash(&mut hasher);
    Some(hasher.finish())
}
