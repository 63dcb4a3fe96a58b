//! Lists of words in text files.

use std::collections::HashSet;

/// A list of words, in lower case.
pub type WordList = HashSet<String>;

/// Returns the lines of a list without remarks and empty lines.
pub fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty())
}

/// Returns the words of a list, divided by blanks.
#[must_use]
pub fn word_list(list: &'static str) -> WordList {
    lines(list).flat_map(str::split_whitespace).map(str::to_lowercase).collect()
}
