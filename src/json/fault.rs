//! What is wrong with a text, and where.

/// The mark that some editors put before UTF-8; it is read over.
pub(crate) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What is wrong with a text, and where in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The byte at which it is seen.
    pub(crate) at: usize,
    /// The byte at which the first of two that may not both be there stands.
    pub(crate) first: Option<usize>,
    words: String,
}

impl Fault {
    pub(crate) fn new(at: usize, words: impl Into<String>) -> Self {
        Self { at, first: None, words: words.into() }
    }

    pub(crate) fn twice(first: usize, second: usize, words: String) -> Self {
        Self { at: second, first: Some(first), words }
    }

    /// Returns what is wrong in words, with the line and the column in `text`, the text that was
    /// scanned.
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

/// Returns the line and the column of a byte of `text`, both counted from one; columns count
/// characters.
pub(crate) fn position(text: &str, at: usize) -> (usize, usize) {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    let before = before.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(before);
    let line = before.split(|&byte| byte == b'\n').count();
    let last = before.rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
    let is_first_of_character = |byte: &&u8| (**byte & 0b1100_0000) != 0b1000_0000;
    (line, last.iter().filter(is_first_of_character).count() + 1)
}
