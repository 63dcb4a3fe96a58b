//! The words that places are told by.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The lists of words for places.
pub(super) struct PlaceWords {
    venues: HashSet<&'static str>,
    events: HashSet<&'static str>,
    before: HashSet<&'static str>,
}

static PLACE_WORDS: LazyLock<PlaceWords> = LazyLock::new(|| PlaceWords {
    venues: words(include_str!("venues.txt")),
    events: words(include_str!("events.txt")),
    before: words(include_str!("before.txt")),
});

/// Returns the words of a list.
fn words(list: &'static str) -> HashSet<&'static str> {
    list.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

impl PlaceWords {
    /// Returns the lists.
    pub(super) fn get() -> &'static Self {
        &PLACE_WORDS
    }

    /// Returns true if the word is what a building, a campus or a seat is called: `hall`, `headquarters`.
    pub(super) fn is_venue(&self, word: &str) -> bool {
        self.venues.contains(word)
    }

    /// Returns true if the word is what an event is called: `summit`, `week`.
    pub(super) fn is_event(&self, word: &str) -> bool {
        self.events.contains(word)
    }

    /// Returns true if a place of the signing can follow the word: `signed`, `ceremony`, `today`.
    pub(super) fn is_before(&self, word: &str) -> bool {
        self.before.contains(word)
    }
}
