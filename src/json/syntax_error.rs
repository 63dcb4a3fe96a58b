//! Why a text is not valid JSON.

/// The mark that some editors put before UTF-8. It is skipped.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Why a text is not valid JSON, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The offset of the error.
    pub(crate) at: usize,
    /// The offset of the first of two members that may not both exist.
    pub(crate) first: Option<usize>,
    words: String,
}

impl SyntaxError {
    pub(crate) fn new(at: usize, words: impl Into<String>) -> Self {
        Self { at, first: None, words: words.into() }
    }

    pub(crate) fn twice(first: usize, second: usize, words: String) -> Self {
        Self { at: second, first: Some(first), words }
    }

    /// Returns the message without line and column.
    pub(crate) fn words(&self) -> &str {
        &self.words
    }

    /// Returns the message with the line and the column in `text`, the text that was scanned.
    #[must_use]
    pub fn in_words(&self, text: &str) -> String {
        let (line, column) = position(text, self.at);
        self.first.map(|first| position(text, first)).map_or_else(
            || format!("{} (line {line}, column {column})", self.words),
            |(first_line, first_column)| {
                format!(
                    "{} (line {first_line}, column {first_column}, and line {line}, column \
                     {column})",
                    self.words
                )
            },
        )
    }
}

/// Returns the line and the column of an offset in `text`, both counted from one. Columns count characters.
pub(crate) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    let before = before.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(before);
    let line = before.split(|&byte| byte == b'\n').count();
    let last = before.rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
    let is_first_of_character = |byte: &&u8| (**byte & 0b1100_0000) != 0b1000_0000;
    (line, last.iter().filter(is_first_of_character).count() + 1)
}
