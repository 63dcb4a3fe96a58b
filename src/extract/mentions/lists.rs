//! Lists of words in text files.

use std::collections::HashSet;

/// A list of words, in small letters.
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

/// Returns the words of one section of a file with several lists; a section begins with its name in square brackets.
#[must_use]
pub fn section(lists: &'static str, name: &str) -> WordList {
    let lines = lines(lists).skip_while(|line| section_name(line) != Some(name)).skip(1);
    let words = lines.take_while(|line| section_name(line).is_none());
    words.flat_map(str::split_whitespace).map(str::to_lowercase).collect()
}

/// Returns the name in a line such as `[verbs]`.
fn section_name(line: &str) -> Option<&str> {
    line.strip_prefix('[')?.strip_suffix(']')
}
