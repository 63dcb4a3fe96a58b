//! Texts from headings in a readable form.

use crate::domain::search::fold;

/// Small words in a title.
const SMALL_WORDS: [&str; 34] = [
    "of",
    "the",
    "and",
    "for",
    "on",
    "in",
    "to",
    "with",
    "by",
    "a",
    "an",
    "its",
    "between",
    "among",
    "amongst",
    "concerning",
    "regarding",
    "relating",
    "as",
    "at",
    "from",
    "or",
    "through",
    "de",
    "la",
    "du",
    "des",
    "di",
    "da",
    "do",
    "und",
    "für",
    "y",
    "e",
];

/// Returns the text on one line, without marks of emphasis.
#[must_use]
pub fn one_line(text: &str) -> String {
    let words = text.split_whitespace().map(|word| word.trim_matches(['*', '#', '_']));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns a text in capitals in small letters, with capitals where a title has them; `names` are written as they are.
#[must_use]
pub fn readable(text: &str, names: &[&str]) -> String {
    if !is_in_capitals(text) {
        return text.to_owned();
    }
    let mut readable = String::with_capacity(text.len());
    for word in text.split(' ') {
        if !readable.is_empty() {
            readable.push(' ');
        }
        readable.push_str(&written(word, readable.is_empty()));
    }
    for name in names.iter().filter(|name| !is_in_capitals(name)) {
        let folded = fold(&readable);
        let is_same_length = folded.len() == readable.len();
        if let Some(start) = folded.find(&fold(name)).filter(|_| is_same_length) {
            let end = start + fold(name).len();
            if readable.is_char_boundary(start) && readable.is_char_boundary(end) {
                readable.replace_range(start..end, name);
            }
        }
    }
    readable
}

/// Returns true if there are capitals and hardly a small letter.
#[must_use]
pub fn is_in_capitals(text: &str) -> bool {
    let capitals = text.chars().filter(|letter| letter.is_uppercase()).count();
    let small = text.chars().filter(|letter| letter.is_lowercase()).count();
    capitals > 5 && small * 10 < capitals && text.contains(' ')
}

/// Returns a word of a heading in capitals as a title has it.
fn written(word: &str, is_first: bool) -> String {
    let lower = word.to_lowercase();
    let bare = lower.trim_matches(|letter: char| !letter.is_alphanumeric());
    let is_bracketed = word.starts_with(['(', '“', '"']);
    if SMALL_WORDS.contains(&bare) && !is_first {
        return lower;
    }
    if is_bracketed || word.contains('.') && word.len() <= 6 {
        return word.to_owned();
    }
    let mut written = String::with_capacity(word.len());
    let mut starts = true;
    for letter in word.chars() {
        let is_apostrophe = matches!(letter, '\'' | '’');
        if starts {
            written.extend(letter.to_uppercase());
        } else {
            written.extend(letter.to_lowercase());
        }
        starts = !letter.is_alphanumeric() && !is_apostrophe;
    }
    written
}
