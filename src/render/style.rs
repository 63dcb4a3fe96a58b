use super::tone::painted;

/// What the place is like that the text goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The columns of the terminal; none where the text goes to a pipe or a file.
    ///
    /// Fewer than two count as two: a wide character needs them.
    pub width: Option<usize>,
    /// Whether colour codes may be written.
    pub color: bool,
    /// Whether everything but the data is to be 7-bit.
    pub ascii: bool,
}

/// More columns than this are not used.
const WIDEST: usize = 1_000;

impl Style {
    /// Returns the style of a pipe or a file: nothing cut, no colour.
    #[must_use]
    pub const fn piped() -> Self {
        Self { width: None, color: false, ascii: false }
    }

    /// Returns the style of a terminal of `width` columns without colour.
    #[must_use]
    pub const fn terminal(width: usize) -> Self {
        Self { width: Some(width), color: false, ascii: false }
    }

    /// Returns the columns that may be written, where they are limited.
    pub(super) fn columns(self) -> Option<usize> {
        self.width.map(|width| width.clamp(2, WIDEST))
    }

    /// Returns the mark of a cut.
    pub(super) fn ellipsis(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    /// Returns `text` in `look`, where colour may be written.
    pub(super) fn paint(self, text: &str, look: anstyle::Style) -> String {
        if self.color { painted(text, look) } else { text.to_owned() }
    }
}
