//! A cell of a sheet, and the texts that count as empty.

use crate::json::node::Node;

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetCell {
    /// A text; numbers and dates of workbooks are texts too.
    Text(String),
    /// A list or an object of JSON, with its spelling.
    Json(Node),
}

/// What people write into a cell without a value, in lower case.
///
/// Dates that mean the same, such as `31.12.9999`, are in [`super::dates`].
const EMPTY_CELL_WORDS: [&str; 24] = [
    "na",
    "n/a",
    "n.a.",
    "n.a",
    "#n/a",
    "not available",
    "not applicable",
    "-",
    "--",
    "---",
    "–",
    "—",
    "nil",
    "none",
    "null",
    "not specified",
    "not stated",
    "not mentioned",
    "not known",
    "unspecified",
    "tbd",
    "tba",
    "?",
    "..",
];

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
            Self::Json(_) => false,
        }
    }

    /// Returns the value as one text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
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
    fn every_word_for_an_empty_cell_is_known_in_any_case() {
        for word in EMPTY_CELL_WORDS {
            assert!(means_empty(word), "{word}");
            assert!(means_empty(&format!(" {} ", word.to_uppercase())), "{word}");
        }
        for value in ["", "Nancy", "TBD?", "not specified yet"] {
            assert!(!means_empty(value), "{value}");
        }
    }
}
