//! The words by which a place is recognised.

use std::sync::LazyLock;

use crate::extract::mentions::lists::{WordList, word_list};

/// The lists of words for places.
pub(super) struct PlaceWords {
    venues: WordList,
    events: WordList,
    before: WordList,
}

static PLACE_WORDS: LazyLock<PlaceWords> = LazyLock::new(|| PlaceWords {
    venues: word_list(include_str!("venues.txt")),
    events: word_list(include_str!("events.txt")),
    before: word_list(include_str!("before.txt")),
});

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
