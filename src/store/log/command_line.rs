//! A command as a person would type it.

use std::borrow::Cow;

/// Returns the words as one line, with those quoted that a shell would take for something else.
pub(super) fn command_line(words: &[String]) -> String {
    let quoted: Vec<Cow<'_, str>> = words.iter().map(|word| quoted(word)).collect();
    quoted.join(" ")
}

fn quoted(word: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./:,=+@%?~".contains(letter);
    if !word.is_empty() && !word.starts_with('~') && word.chars().all(is_plain) {
        return Cow::Borrowed(word);
    }
    if !word.contains(['"', '\\', '$', '`', '!']) {
        return Cow::Owned(format!("\"{word}\""));
    }
    Cow::Owned(format!("'{}'", word.replace('\'', r"'\''")))
}
