//! The cells of a sheet: what stands in one, and which of them stand for nothing.

use crate::json::document::Node;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// A text; numbers and dates of workbooks are written out.
    Text(String),
    /// A list or an object of JSON, with the spelling that it has.
    Json(Node),
}

/// What people write into a cell that is to be empty.
///
/// Days that stand for none, such as `31.12.9999`, are in [`super::date`].
const NOTHING: [&str; 24] = [
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

/// The bytes of the longest of them.
const LONGEST: usize = 14;

/// Tells whether the text stands for nothing: `NA`, `n/a`, `-`, `Not specified` and their like.
///
/// ```
/// use mou::exchange::incoming::cell;
///
/// assert!(cell::stands_for_nothing(" N/A "));
/// assert!(!cell::stands_for_nothing("Till consent"));
/// ```
#[must_use]
pub fn stands_for_nothing(text: &str) -> bool {
    let text = trimmed(text);
    let Some(first) = text.bytes().next().map(|byte| byte.to_ascii_lowercase()) else {
        return false;
    };
    // Every cell is asked, and most begin otherwise.
    let may_be = matches!(first, b'n' | b'#' | b'-' | b'u' | b't' | b'?' | b'.' | 0xe2);
    may_be
        && text.len() <= LONGEST
        && NOTHING.iter().any(|nothing| text.eq_ignore_ascii_case(nothing))
}

/// Returns a text without the blanks around it. Most have none, which the ASCII letters at both ends show.
pub(super) fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

impl Cell {
    /// Returns the cell without anything in it.
    #[must_use]
    pub fn empty() -> Self {
        Self::Text(String::new())
    }

    /// Tells whether nothing but blanks stands in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Json(_) => false,
        }
    }

    /// Returns what stands in it as one text.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Json(value) => value.compact(),
        }
    }
}

impl From<&Node> for Cell {
    /// Returns the cell of a value of JSON: a number, `true` or `false` is a text as it is spelled.
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
    fn every_word_for_nothing_is_known_in_any_case() {
        for nothing in NOTHING {
            assert!(stands_for_nothing(nothing), "{nothing}");
            assert!(stands_for_nothing(&format!(" {} ", nothing.to_uppercase())), "{nothing}");
        }
        for something in ["", "Nancy", "TBD?", "not specified yet"] {
            assert!(!stands_for_nothing(something), "{something}");
        }
    }
}
