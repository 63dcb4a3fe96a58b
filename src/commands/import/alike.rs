//! Agreements that are likely to be the same: they have the same parties and the same date.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::domain::search::fold;
use crate::domain::{Agreement, Id, Stated};

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
        let seen = || Seen::Record(agreement.id.clone());
        self.seen.entry(likeness(agreement)).or_insert_with(seen);
    }

    /// Comes to know the agreement of a row.
    pub(super) fn come(&mut self, agreement: &Agreement, row: u64) {
        self.seen.entry(likeness(agreement)).or_insert(Seen::Row(row));
    }

    /// Returns what is like the agreement, in words.
    pub(super) fn find(&self, agreement: &Agreement) -> Option<String> {
        Some(match self.seen.get(&likeness(agreement))? {
            Seen::Record(id) => format!("`{id}`, which is recorded"),
            Seen::Row(row) => format!("row {row}"),
        })
    }
}

/// Returns the hash of the words in the names of the parties, in any order, and of the day signed,
/// else the first day, else the last; without any of these, of the title.
///
/// Words, not names: registers list one agreement as `A, B and C`, `B, A and C` and `C, A and B`.
fn likeness(agreement: &Agreement) -> u64 {
    let mut stated = [agreement.signed, agreement.effective].into_iter().flatten();
    let date = stated.find_map(Stated::date).or(agreement.end);
    let title = if date.is_none() { fold(&agreement.title) } else { String::new() };
    let mut words: Vec<String> = Vec::new();
    for party in &agreement.parties {
        let name = fold(&party.name);
        let parts = name.split(|letter: char| !letter.is_alphanumeric());
        words.extend(parts.filter(|word| !matches!(*word, "" | "and" | "the")).map(str::to_owned));
    }
    words.sort_unstable();
    let mut hasher = DefaultHasher::new();
    (words, date, title).hash(&mut hasher);
    hasher.finish()
}
