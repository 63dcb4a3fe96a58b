use super::lines::{below_label, beside_label, hung};
use crate::render::escape::visible;
use crate::render::measure::width;
use crate::render::tone::HEADING;
use crate::render::wrap::wrap;
use crate::render::{Style, Tone};

/// Lines that belong together, perhaps under a heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Block {
    heading: Option<String>,
    entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Field { label: String, value: String, tone: Tone },
    Text { text: String, tone: Tone },
}

/// What stands below a heading begins with this.
const INDENT: usize = 2;

/// The blanks between a label and its value.
const GAP: usize = 2;

/// Values on a terminal stand beside their labels where at least this much is left for them.
const BESIDE: usize = 20;

impl Block {
    /// Returns an empty block under `heading`.
    #[must_use]
    pub fn titled(heading: impl Into<String>) -> Self {
        Self { heading: Some(heading.into()), entries: Vec::new() }
    }

    /// Adds a label and its value; nothing where the value is empty.
    ///
    /// Without a label, the value stands below the one before it: for lists.
    pub fn field(&mut self, label: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.toned(label, value, Tone::Plain)
    }

    /// Adds a label and its value in `tone`; nothing where the value is empty.
    pub fn toned(
        &mut self,
        label: impl Into<String>,
        value: impl Into<String>,
        tone: Tone,
    ) -> &mut Self {
        let value = value.into();
        if !value.is_empty() {
            self.entries.push(Entry::Field { label: label.into(), value, tone });
        }
        self
    }

    /// Adds a label once with each of its values on a line of its own.
    pub fn list<T: Into<String>>(
        &mut self,
        label: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> &mut Self {
        let mut label = label.into();
        for value in values {
            let value = value.into();
            if !value.is_empty() {
                self.field(std::mem::take(&mut label), value);
            }
        }
        self
    }

    /// Adds a line of text, its further lines indented.
    pub fn text(&mut self, text: impl Into<String>, tone: Tone) -> &mut Self {
        self.entries.push(Entry::Text { text: text.into(), tone });
        self
    }

    /// Returns whether the block has no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the lines of the block, each with its line end.
    pub(super) fn draw(&self, style: Style) -> String {
        let columns = style.columns();
        let indent = match (&self.heading, columns) {
            (None, _) => 0,
            (Some(_), Some(columns)) if columns < BESIDE => 0,
            (Some(_), _) => INDENT,
        };
        let room = columns.map_or(usize::MAX, |columns| columns - indent);
        let labels = self.entries.iter().map(|entry| match entry {
            Entry::Field { label, .. } if !label.is_empty() => width(&visible(label)) + 1 + GAP,
            _ => 0,
        });
        let labelled = labels.max().unwrap_or(0);
        let beside = room.saturating_sub(labelled) >= BESIDE;

        let mut text = String::new();
        if let Some(heading) = &self.heading {
            let heading = visible(heading);
            let limit = columns.unwrap_or(usize::MAX);
            for line in wrap(&heading, limit, limit) {
                add_line(&mut text, 0, &style.paint(line.trim_end(), HEADING));
            }
        }
        for entry in &self.entries {
            match entry {
                Entry::Field { label, value, tone } => {
                    let label = visible(label);
                    let lines = if beside {
                        beside_label(&label, value, labelled, room)
                    } else {
                        below_label(&label, value, room)
                    };
                    for (name, value) in lines {
                        let value = style.paint(value.trim_end(), tone.look());
                        add_line(&mut text, indent, &(name + &value));
                    }
                }
                Entry::Text { text: own, tone } => {
                    for line in hung(own, room) {
                        add_line(&mut text, indent, &style.paint(line.trim_end(), tone.look()));
                    }
                }
            }
        }
        text
    }
}

fn add_line(text: &mut String, indent: usize, line: &str) {
    if !line.is_empty() {
        text.extend(std::iter::repeat_n(' ', indent));
        text.push_str(line);
        text.truncate(text.trim_end_matches(' ').len());
    }
    text.push('\n');
}
