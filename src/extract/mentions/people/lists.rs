//! The words that names and offices are made of.

use std::sync::LazyLock;

use crate::extract::mentions::lists::{WordList, lines, word_list};

/// The lists of words, in lower case and without full stops.
#[derive(Debug)]
pub struct WordLists {
    honorifics: WordList,
    heads: WordList,
    modifiers: WordList,
    particles: WordList,
    letters: WordList,
    nouns: WordList,
    surnames: WordList,
    small: WordList,
    given: WordList,
    units: WordList,
    bodies: WordList,
}

/// The greatest number of words of a form of address.
pub const MAX_HONORIFIC_WORDS: usize = 3;

static WORD_LISTS: LazyLock<WordLists> = LazyLock::new(|| WordLists {
    honorifics: lines(include_str!("words/honorifics.txt")).map(str::to_owned).collect(),
    heads: word_list(include_str!("words/heads.txt")),
    modifiers: word_list(include_str!("words/modifiers.txt")),
    particles: word_list(include_str!("words/particles.txt")),
    letters: word_list(include_str!("words/letters.txt")),
    nouns: word_list(include_str!("words/nouns.txt")),
    surnames: word_list(include_str!("words/surnames.txt")),
    small: word_list(include_str!("words/small.txt")),
    given: word_list(include_str!("words/given.txt")),
    units: word_list(include_str!("words/units.txt")),
    bodies: lines(include_str!("words/bodies_like_people.txt")).map(str::to_owned).collect(),
});

impl WordLists {
    /// Returns the lists.
    #[must_use]
    pub fn get() -> &'static Self {
        &WORD_LISTS
    }

    /// Returns true if the words are a form of address or a rank.
    #[must_use]
    pub fn is_honorific(&self, words: &str) -> bool {
        self.honorifics.contains(words)
    }

    /// Returns true if an office can end with the word: `minister`, `director-general`.
    #[must_use]
    pub fn is_head(&self, word: &str) -> bool {
        self.heads.contains(word)
            || word.rsplit_once('-').is_some_and(|(first, last)| {
                let is_grade = last.len() == 1 && first == "scientist";
                is_grade
                    || self.heads.contains(last)
                        && (self.heads.contains(first) || self.modifiers.contains(first))
            })
    }

    /// Returns true if the word can come before the head of an office: `deputy`, `chief`.
    #[must_use]
    pub fn is_modifier(&self, word: &str) -> bool {
        self.modifiers.contains(word)
    }

    /// Returns true if the word may be written in lower case inside a name: `van`, `bin`.
    #[must_use]
    pub fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// Returns true if the word is letters after a name: `phd`, `obe`.
    #[must_use]
    pub fn is_letters(&self, word: &str) -> bool {
        self.letters.contains(word)
    }

    /// Returns true if the word, or each part of a compound, belongs to bodies, portfolios, events or documents.
    #[must_use]
    pub fn is_noun(&self, word: &str) -> bool {
        self.nouns.contains(word)
            || word.contains(['-', '/'])
                && word.split(['-', '/']).all(|part| self.nouns.contains(part))
    }

    /// Returns true if the word is also common in names, although it is a noun or a place.
    #[must_use]
    pub fn is_surname(&self, word: &str) -> bool {
        self.surnames.contains(word)
    }

    /// Returns true if the word is only capitalised at the head of a sentence or in a headline.
    #[must_use]
    pub fn is_small(&self, word: &str) -> bool {
        self.small.contains(word)
    }

    /// Returns true if the word is a given name, or a family name that comes first.
    #[must_use]
    pub fn is_given(&self, word: &str) -> bool {
        self.given.contains(word)
            || word.contains('-')
                && word.split('-').next().is_some_and(|part| self.given.contains(part))
    }

    /// Returns true if the words, or the first two of them, are the name of a well-known body: `Johnson Matthey`.
    #[must_use]
    pub fn is_body_like_person(&self, name: &[&str]) -> bool {
        let [first, second, ..] = name else { return false };
        self.bodies.contains(&format!("{first} {second}"))
    }

    /// Returns true if the word names a body: `ministry`, `university`.
    #[must_use]
    pub fn is_unit(&self, word: &str) -> bool {
        self.units.contains(word)
    }

    /// Returns true if the word ends the name of a building or a street.
    #[must_use]
    pub fn is_building(&self, word: &str) -> bool {
        matches!(
            word,
            "house"
                | "hall"
                | "tower"
                | "park"
                | "bridge"
                | "street"
                | "church"
                | "court"
                | "lane"
                | "road"
                | "square"
        )
    }

    /// Returns true if the word often follows a name that begins a clause or ends one.
    #[must_use]
    pub fn is_boundary(&self, word: &str) -> bool {
        const OTHER_WORDS: &[&str] = &[
            "and",
            "signed",
            "sign",
            "signs",
            "said",
            "says",
            "on",
            "for",
            "from",
            "of",
            "with",
            "inked",
            "ink",
            "also",
            "who",
            "were",
            "was",
            "is",
            "are",
            "witnessed",
            "today",
            "have",
            "has",
            "had",
            "in",
            "at",
            "as",
            "to",
            "by",
            "while",
            "representing",
            "respectively",
            "exchanged",
            "together",
            "along",
            "during",
            "yesterday",
            "did",
            "formally",
            "officially",
            "concluded",
            "added",
            "noted",
            "attended",
            "welcomed",
            "met",
            "recently",
            "jointly",
            "both",
            "put",
            "affixed",
            "will",
            "before",
            "after",
            "or",
        ];
        OTHER_WORDS.contains(&word)
    }
}
