//! The words that say who signs and who witnesses.

use std::sync::LazyLock;

use crate::extract::mentions::lists::{WordList, word_list};

/// The lists of words, in lower case.
pub(super) struct RoleWords {
    verbs: WordList,
    participles: WordList,
    other_participles: WordList,
    links: WordList,
    skipped: WordList,
    objects: WordList,
}

static ROLE_WORDS: LazyLock<RoleWords> = LazyLock::new(|| RoleWords {
    verbs: word_list(include_str!("words/sign_verbs.txt")),
    participles: word_list(include_str!("words/sign_participles.txt")),
    other_participles: word_list(include_str!("words/other_participles.txt")),
    links: word_list(include_str!("words/link_words.txt")),
    skipped: word_list(include_str!("words/skipped_words.txt")),
    objects: word_list(include_str!("words/objects.txt")),
});

impl RoleWords {
    /// Returns the lists.
    pub(super) fn get() -> &'static Self {
        &ROLE_WORDS
    }

    /// Returns true if the word is a verb of signing: `signed`, `inked`.
    pub(super) fn is_verb(&self, word: &str) -> bool {
        self.verbs.contains(word)
    }

    /// Returns true if the word is a participle of signing before `by`.
    pub(super) fn is_participle(&self, word: &str) -> bool {
        self.participles.contains(word)
    }

    /// Returns true if the word is another participle before `by`: `hosted`, `announced`.
    pub(super) fn is_other_participle(&self, word: &str) -> bool {
        self.other_participles.contains(word)
    }

    /// Returns true if the word may be between two people of a list.
    pub(super) fn is_link(&self, word: &str) -> bool {
        self.links.contains(word)
    }

    /// Returns true if the word may be between the people who sign and the verb.
    pub(super) fn is_skipped(&self, word: &str) -> bool {
        self.skipped.contains(word)
    }

    /// Returns true if the word is what is signed: `mou`, `pact`, `it`.
    pub(super) fn is_object(&self, word: &str) -> bool {
        self.objects.contains(word)
    }
}
