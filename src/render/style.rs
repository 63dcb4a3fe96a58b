//! The style of the output: its width, colours and tones.

use std::borrow::Cow;

use anstyle::AnsiColor;

/// More columns than this are not used.
const MAX_COLUMNS: usize = 1_000;

/// How the signs of our own texts are written in ASCII.
const ASCII_FORMS: [(&str, &str); 18] = [
    ("§§", "ss."),
    ("§", "s."),
    ("→", "->"),
    ("…", "..."),
    ("─", "-"),
    ("–", "-"),
    ("—", "-"),
    ("×", "x"),
    ("·", "-"),
    ("•", "*"),
    ("└", "`"),
    ("├", "|"),
    ("│", "|"),
    ("█", "#"),
    ("░", "."),
    ("’", "'"),
    ("“", "\""),
    ("”", "\""),
];

/// The style of the place that the text goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The columns of the terminal; `None` for a pipe or a file.
    ///
    /// Fewer than two count as two: a wide character needs them.
    pub width: Option<usize>,
    /// True if colour codes may be written.
    pub color: bool,
    /// True if everything but the data must be 7-bit.
    pub ascii: bool,
}

/// The meaning of a text, shown as a colour.
///
/// A tone only supports the words: without colour nothing is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// In order.
    Good,
    /// To be noticed.
    Notice,
    /// Needs action.
    Alarm,
    /// Of less importance, or over.
    Faint,
    /// The name of a column, or a heading.
    Heading,
}

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

    /// Returns the number of columns that may be used, or `None` if it is not limited.
    pub(crate) fn columns(self) -> Option<usize> {
        self.width.map(|width| width.clamp(2, MAX_COLUMNS))
    }

    /// Returns a text of our own: in ASCII if the output must be.
    #[must_use]
    pub fn own_text(self, text: &str) -> Cow<'_, str> {
        if !self.ascii || text.is_ascii() {
            return text.into();
        }
        let written =
            ASCII_FORMS.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
        written.into()
    }

    /// Returns a text of data with our own arrows and signs of multiplication between: these are in ASCII if
    /// the output must be.
    pub(super) fn own_signs(self, text: &str) -> Cow<'_, str> {
        if !self.ascii || text.is_ascii() {
            return text.into();
        }
        text.replace(" → ", " -> ").replace(" × ", " x ").into()
    }

    /// Returns the mark of a cut.
    pub(super) fn ellipsis(self) -> &'static str {
        if self.ascii { "..." } else { "…" }
    }

    /// Returns `text` in the look of `tone` if colour may be written. Spaces at its end are not painted.
    pub(super) fn paint(self, text: &str, tone: Tone) -> String {
        let words = text.trim_end_matches(' ');
        if !self.color || words.is_empty() || tone == Tone::Plain {
            return text.to_owned();
        }
        let look = tone.look();
        let spaces = &text[words.len()..];
        format!("{look}{words}{look:#}{spaces}")
    }
}

impl Tone {
    /// All tones, in the order of the enum.
    pub(super) const ALL_TONES: [Self; 6] =
        [Self::Plain, Self::Good, Self::Notice, Self::Alarm, Self::Faint, Self::Heading];

    /// Returns the tone of a status, of an agreement or an activity.
    #[must_use]
    pub fn from_status(status: &str) -> Self {
        match status {
            "active" | "ongoing" => Self::Good,
            "suspended" | "upcoming" | "planned" => Self::Notice,
            "expired" | "overdue" => Self::Alarm,
            "terminated" | "succeeded" | "draft" | "cancelled" => Self::Faint,
            _ => Self::Plain,
        }
    }

    /// Returns the look of the tone on a terminal.
    pub(super) fn look(self) -> anstyle::Style {
        match self {
            Self::Plain => anstyle::Style::new(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Notice => AnsiColor::Yellow.on_default(),
            Self::Alarm => AnsiColor::Red.on_default().bold(),
            Self::Faint => anstyle::Style::new().dimmed(),
            Self::Heading => anstyle::Style::new().bold(),
        }
    }
}
