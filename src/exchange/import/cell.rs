//! A cell of a sheet, and the texts that count as empty.

use std::sync::LazyLock;

use super::unread::FaultKind;
use crate::json::node::Node;

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetCell {
    /// A text; numbers and dates of workbooks are texts too.
    Text(String),
    /// A list or an object of JSON, with its spelling.
    Json(Node),
    /// A cell without a value that can be read, such as a formula without a result.
    Unread {
        /// What the cell holds, such as `=EDATE(F31;36)`.
        text: String,
        /// Why it is not read.
        kind: FaultKind,
    },
}

/// The words of cells by their meaning, in lower case.
///
/// Dates that mean the same, such as `31.12.9999`, are in [`super::dates`].
const CELL_WORDS: &str = include_str!("cell_words.txt");

static EMPTY_CELL_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| cell_words("empty"));

/// Returns the words and their meanings in a text with lines such as `meaning: word, other word`.
pub fn words_by_meaning(text: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.flat_map(|(meaning, words)| words.split(',').map(move |word| (meaning, word.trim())))
}

/// Returns the words of cells with this meaning.
pub(super) fn cell_words(meaning: &str) -> Vec<&'static str> {
    let words = words_by_meaning(CELL_WORDS).filter(|(other, _)| *other == meaning);
    words.map(|(_, word)| word).collect()
}

/// Returns true if the text means that the cell has no value: `NA`, `n/a`, `-`, `Not specified`.
///
/// ```
/// use mou::exchange::import::cell::means_empty;
///
/// assert!(means_empty(" N/A "));
/// assert!(!means_empty("Till consent"));
/// ```
#[must_use]
pub fn means_empty(text: &str) -> bool {
    let text = text.trim();
    EMPTY_CELL_WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Returns true if the text is the error value of a formula: `#REF!`, `#¡VALOR!`, `Err:502`.
///
/// `#N/A` is none: it means that there is no value.
#[must_use]
pub(super) fn is_error_value(text: &str) -> bool {
    let text = text.trim();
    let is_name = |letter: char| letter.is_uppercase() || "/0¡¿_".contains(letter);
    let name = text.strip_prefix('#').and_then(|name| name.strip_suffix(['!', '?']));
    let number = text.strip_prefix("Err:");
    name.is_some_and(|name| name.chars().count() > 2 && name.chars().all(is_name))
        || number
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// Returns how usual a word for an empty cell is; the most usual one has the lowest rank.
#[must_use]
pub fn empty_word_rank(text: &str) -> usize {
    let text = text.trim();
    let is_word = |word: &&str| text.eq_ignore_ascii_case(word);
    EMPTY_CELL_WORDS.iter().position(is_word).unwrap_or(usize::MAX)
}

impl SheetCell {
    /// Returns an empty cell.
    #[must_use]
    pub fn empty() -> Self {
        Self::Text(String::new())
    }

    /// Returns true if the cell is empty or holds only spaces.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Json(_) | Self::Unread { .. } => false,
        }
    }

    /// Returns the value as one text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Unread { text, .. } => text.clone(),
            Self::Json(value) => value.compact(),
        }
    }
}

impl From<&Node> for SheetCell {
    /// Returns the cell of a JSON value: a number, `true` or `false` is a text in its spelling.
    fn from(value: &Node) -> Self {
        match value {
            Node::Scalar(spelled) if spelled == "null" => Self::empty(),
            Node::Scalar(spelled) => Self::Text(value.as_text().unwrap_or_else(|| spelled.clone())),
            Node::Array(_) | Node::Object(_) => Self::Json(value.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn error_value_of_a_formula_is_known() {
        for text in ["#REF!", " #DIV/0! ", "#NAME?", "#¡VALOR!", "#BEZUG!", "#SPILL!", "Err:502"] {
            assert!(is_error_value(text), "{text}");
        }
        for text in ["#N/A", "#NV", "#1", "#!", "# 12!", "Err:", "Err: none", "REF!", "#Ref!", ""] {
            assert!(!is_error_value(text), "{text}");
        }
    }

    #[test]
    fn every_word_for_an_empty_cell_is_known_in_any_case() {
        for word in EMPTY_CELL_WORDS.iter() {
            assert!(means_empty(word), "{word}");
            assert!(means_empty(&format!(" {} ", word.to_uppercase())), "{word}");
        }
        for value in ["", "Nancy", "TBD?", "not specified yet"] {
            assert!(!means_empty(value), "{value}");
        }
    }
}
