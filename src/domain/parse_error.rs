//! The reason why a text cannot be read.

use std::fmt;

/// The reason why a text is not a date, duration, id or other value, as the end of a sentence.
///
/// It quotes the text in backticks: "`2022-02-30` is not a date: February 2022 has 28 days".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError(String);

impl ParseError {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ParseError {}
