//! Words whose full stop does not end a sentence.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What the full stop after a word may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A name follows.
    Title,
    /// A number follows, or the sentence ends.
    Numbered,
    /// The sentence ends if the next word usually opens one.
    Ending,
}

const WORD_LISTS: &str = include_str!("abbreviations.txt");

/// The words of the lists in lower case, each with the name of its list.
static LISTED_WORDS: LazyLock<HashSet<(&str, &str)>> = LazyLock::new(|| {
    let mut list = "";
    let mut words = HashSet::new();
    for line in WORD_LISTS.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            Some(name) => list = name,
            None => drop(words.insert((list, line))),
        }
    }
    words
});

fn is_in(list: &str, word: &str) -> bool {
    LISTED_WORDS.contains(&(list, word))
}

/// Returns what a word is that is written without its last full stop; `None` if it is no abbreviation.
pub(super) fn abbreviation(word: &str) -> Option<Abbreviation> {
    let lower = word.to_lowercase().replace('’', "'");
    let mut letters = word.chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    if is_initial {
        return Some(Abbreviation::Ending);
    }
    if is_in("titles", &lower) {
        return Some(Abbreviation::Title);
    }
    if is_in("numbered", &lower) {
        return Some(Abbreviation::Numbered);
    }
    // `U.S`, `Ph.D` and other letters with full stops between them.
    let is_dotted = || {
        word.contains('.')
            && word.split('.').all(|part| (1..=3).contains(&part.chars().count()))
            && word.chars().all(|letter| letter == '.' || letter.is_alphabetic())
    };
    (is_in("endings", &lower) || is_dotted()).then_some(Abbreviation::Ending)
}

/// Returns true if a word usually opens a sentence, and is seldom part of a name.
pub(super) fn is_opener(word: &str) -> bool {
    is_in("openers", &word.to_lowercase())
}
