//! Words that decide to what a date belongs, from a data file.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::exchange::import::cell::words_by_meaning;
use crate::extract::mentions::lists::WordList;

/// The lists of words that decide to what a date belongs.
struct DateWords {
    lists: HashMap<&'static str, WordList>,
}

impl DateWords {
    fn has(&self, meaning: &str, word: &str) -> bool {
        self.lists.get(meaning).is_some_and(|list| list.contains(word))
    }
}

static DATE_WORDS: LazyLock<DateWords> = LazyLock::new(|| {
    let text = include_str!("../words/signing_dates.txt");
    let mut lists: HashMap<&'static str, WordList> = HashMap::new();
    for (meaning, word) in words_by_meaning(text).filter(|(meaning, _)| !meaning.starts_with('#')) {
        lists.entry(meaning).or_default().insert(word.to_owned());
    }
    DateWords { lists }
});

/// Returns true if the word is in the list of this meaning.
pub(super) fn means(meaning: &str, word: &str) -> bool {
    DATE_WORDS.has(meaning, word)
}
