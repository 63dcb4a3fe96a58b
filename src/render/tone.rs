use anstyle::{AnsiColor, Style};

/// How a word is to be taken.
///
/// A tone only ever supports a word that is there: without colour nothing is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing to remark.
    #[default]
    Plain,
    /// All is well.
    Good,
    /// Worth a look.
    Notice,
    /// To be acted on.
    Alarm,
    /// Beside the point, or over.
    Faint,
}

/// The look of what names a thing: a column, a heading.
pub(super) const HEADING: Style = Style::new().bold();

impl Tone {
    /// Returns the look of the tone on a terminal.
    pub(super) fn look(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Good => AnsiColor::Green.on_default(),
            Self::Notice => AnsiColor::Yellow.on_default(),
            Self::Alarm => AnsiColor::Red.on_default().bold(),
            Self::Faint => Style::new().dimmed(),
        }
    }
}

/// Returns `text` in `look`, but for the blanks at its end; as it is where there is nothing to add.
pub(super) fn painted(text: &str, look: Style) -> String {
    let words = text.trim_end_matches(' ');
    if words.is_empty() || look.is_plain() {
        return text.to_owned();
    }
    let blanks = " ".repeat(text.len() - words.len());
    format!("{look}{words}{look:#}{blanks}")
}
