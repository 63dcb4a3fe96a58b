//! Agreements that are likely to be the same: they have the same parties and the same date.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

use foldhash::HashMap;

use crate::domain::search::fold;
use crate::domain::{Agreement, Date, Id, Party, Stated};
use crate::exchange::incoming::remembered::Remembered;
use crate::exchange::incoming::trouble::Places;

/// What two agreements that are likely to be the same have in common, as a number: it is likeness
/// that is looked for, and there may be very many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Likeness(u64);

/// The agreements that came by.
#[derive(Debug, Default)]
pub(super) struct Alike {
    records: HashMap<Likeness, Id>,
    rows: HashMap<Likeness, u64>,
    /// The numbers of the names that came by.
    names: Remembered<u64>,
}

impl Alike {
    /// Comes to know an agreement of the registry.
    pub(super) fn meet(&mut self, likeness: Likeness, id: &Id) {
        self.records.entry(likeness).or_insert_with(|| id.clone());
    }

    /// Comes to know the agreement of a row.
    pub(super) fn come(&mut self, likeness: Likeness, row: u64) {
        self.rows.entry(likeness).or_insert(row);
    }

    /// Returns what is like it, in words.
    pub(super) fn find(&self, likeness: Likeness, places: &Places) -> Option<String> {
        let record = self.records.get(&likeness).map(|id| format!("`{id}`, which is recorded"));
        record.or_else(|| self.rows.get(&likeness).map(|row| places.row(*row)))
    }
}

impl Alike {
    /// Returns the likeness of an agreement.
    pub(super) fn likeness(&mut self, agreement: &Agreement) -> Likeness {
        let Agreement { parties, signed, effective, end, title, .. } = agreement;
        self.likeness_of(parties, [*signed, *effective], *end, title)
    }

    /// Returns that of the words in the names of the parties, in any order, and of the day signed,
    /// else the first day, else the last; without any of these, of the title.
    ///
    /// Words, not names: registers list one agreement as `A, B and C`, `B, A and C` and `C, A and B`.
    pub(super) fn likeness_of(
        &mut self,
        parties: &[Party],
        stated: [Option<Stated>; 2],
        end: Option<Date>,
        title: &str,
    ) -> Likeness {
        let mut words = 0_u64;
        for party in parties {
            words = words.wrapping_add(self.names.of(&party.name, number_of_words));
        }
        let date = stated.into_iter().flatten().find_map(Stated::date).or(end);
        let title = if date.is_none() { folded(title) } else { Cow::Borrowed("") };
        Likeness(number_of((words, date, title)))
    }
}

/// Returns a number for the words of a name. It is a sum, for that has no order.
fn number_of_words(name: &str) -> u64 {
    let name = folded(name);
    let words = name.split(|letter: char| !letter.is_alphanumeric());
    let telling = words.filter(|word| !matches!(*word, "" | "and" | "the"));
    telling.map(number_of).fold(0, u64::wrapping_add)
}

fn folded(text: &str) -> Cow<'_, str> {
    let is_folded = |byte: u8| byte.is_ascii() && !byte.is_ascii_uppercase();
    if text.bytes().all(is_folded) { Cow::Borrowed(text) } else { Cow::Owned(fold(text)) }
}

fn number_of(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::typed;

    fn likeness(parties: &[&str], signed: &str, title: &str) -> Likeness {
        let parties: Vec<Party> = parties.iter().map(|name| typed::party(name).unwrap()).collect();
        Alike::default().likeness_of(&parties, [signed.parse().ok(), None], None, title)
    }

    #[test]
    fn agreements_are_alike_with_the_same_words_in_their_parties_and_the_same_date() {
        let one = likeness(&["A and the B; C"], "2020-01-01", "x");
        assert_eq!(one, likeness(&["c", "B", "A"], "2020-01-01", "y"));
        assert_ne!(one, likeness(&["A and B", "C"], "2020-01-02", "x"));
        assert_ne!(one, likeness(&["A and B", "D"], "2020-01-01", "x"));
        assert_ne!(one, likeness(&["A and B", "C", "C"], "2020-01-01", "x"));
        assert_eq!(likeness(&["Évora"], "", "X"), likeness(&["evora"], "", "x"));
        assert_ne!(likeness(&["A"], "", "x"), likeness(&["A"], "", "y"));
    }
}
