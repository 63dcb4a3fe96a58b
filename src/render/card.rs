//! Cards: blocks of labelled values, separated by blank lines.

use super::escape::{visible, visible_lines};
use super::style::{Style, Tone};
use super::width::{hanging, width, wrap};

/// The indentation below a heading.
const INDENT_COLUMNS: usize = 2;

/// The spaces between a label and its value.
const GAP_COLUMNS: usize = 2;

/// On a terminal, values are beside their labels if at least this much is left for them.
const MIN_VALUE_COLUMNS: usize = 20;

/// A card: blocks of labelled values, separated by blank lines.
///
/// Control characters are made visible; line ends in values and texts are kept. On a terminal, lines
/// are wrapped to its width.
///
/// ```
/// use mou::render::card::{Card, CardBlock};
/// use mou::render::{Style, Tone};
///
/// let mut card = Card::default();
/// let mut block = CardBlock::default();
/// block.field("id", "gds-govtech-2022").toned("status", "active", Tone::Good);
/// card.push(block);
/// assert_eq!(card.draw(Style::piped()), "id:      gds-govtech-2022\nstatus:  active\n");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    blocks: Vec<CardBlock>,
}

/// A block of a card: labelled values and texts, with or without a heading.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardBlock {
    heading: Option<String>,
    entries: Vec<CardEntry>,
}

/// A value with its label, or a text if the label is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
struct CardEntry {
    label: Option<String>,
    value: String,
    tone: Tone,
}

impl Card {
    /// Adds a block unless it is empty.
    pub fn push(&mut self, block: CardBlock) -> &mut Self {
        if !block.is_empty() {
            self.blocks.push(block);
        }
        self
    }

    /// Returns the card as text.
    #[must_use]
    pub fn draw(&self, style: Style) -> String {
        let blocks: Vec<String> = self.blocks.iter().map(|block| block.draw(style)).collect();
        blocks.join("\n")
    }
}

impl CardBlock {
    /// Returns an empty block under `heading`.
    #[must_use]
    pub fn titled(heading: impl Into<String>) -> Self {
        Self { heading: Some(heading.into()), entries: Vec::new() }
    }

    /// Adds a label and its value; does nothing if the value is empty.
    ///
    /// With an empty label, the value is below the previous one: for lists.
    pub fn field(&mut self, label: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.toned(label, value, Tone::Plain)
    }

    /// Adds a label and its value in `tone`; does nothing if the value is empty.
    pub fn toned(
        &mut self,
        label: impl Into<String>,
        value: impl Into<String>,
        tone: Tone,
    ) -> &mut Self {
        let value = value.into();
        if !value.is_empty() {
            self.entries.push(CardEntry { label: Some(label.into()), value, tone });
        }
        self
    }

    /// Adds a label once and each of its values on a line of its own.
    pub fn list<T: ToString>(
        &mut self,
        label: impl Into<String>,
        values: impl IntoIterator<Item = T>,
    ) -> &mut Self {
        let mut label = label.into();
        for value in values {
            let value = value.to_string();
            if !value.is_empty() {
                self.field(std::mem::take(&mut label), value);
            }
        }
        self
    }

    /// Adds a text, its further lines indented.
    pub fn text(&mut self, text: impl Into<String>, tone: Tone) -> &mut Self {
        self.entries.push(CardEntry { label: None, value: text.into(), tone });
        self
    }

    /// Returns true if the block has no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Returns the lines of the block, each with its line end.
    fn draw(&self, style: Style) -> String {
        let columns = style.columns();
        let indent = match (&self.heading, columns) {
            (None, _) => 0,
            (Some(_), Some(columns)) if columns < MIN_VALUE_COLUMNS => 0,
            (Some(_), _) => INDENT_COLUMNS,
        };
        let room = columns.map_or(usize::MAX, |columns| columns - indent);
        let labels = self.entries.iter().filter_map(|entry| entry.label.as_deref());
        let labels = labels.filter(|label| !label.is_empty());
        let label_columns =
            labels.map(|label| width(&visible(label)) + 1 + GAP_COLUMNS).max().unwrap_or(0);

        let mut text = String::new();
        if let Some(heading) = &self.heading {
            let limit = columns.unwrap_or(usize::MAX);
            for line in wrap(&visible(heading), limit, limit) {
                add_line(&mut text, 0, &style.paint(line.trim_end(), Tone::Heading));
            }
        }
        for entry in &self.entries {
            for (before, line) in entry.lines(label_columns, room) {
                let line = style.paint(line.trim_end(), entry.tone);
                add_line(&mut text, indent, &(before + &line));
            }
        }
        text
    }
}

impl CardEntry {
    /// Returns the lines of the entry: the part before the value (the label or spaces), and the value.
    fn lines(&self, label_columns: usize, room: usize) -> Vec<(String, String)> {
        let values = visible_lines(&self.value);
        let label = self.label.as_deref().map(visible);
        let name =
            label.as_deref().filter(|label| !label.is_empty()).map(|label| format!("{label}:"));
        if label.is_some() && room.saturating_sub(label_columns) >= MIN_VALUE_COLUMNS {
            let name = name.unwrap_or_default();
            let spaces = " ".repeat(label_columns.saturating_sub(width(&name)));
            let mut before = name + &spaces;
            let limit = room - label_columns;
            let lines = values.iter().flat_map(|value| wrap(value, limit, limit));
            return lines
                .map(|line| (std::mem::replace(&mut before, " ".repeat(label_columns)), line))
                .collect();
        }

        let hanging = hanging(&values.join("\n"), room);
        let rest = room - hanging;
        let mut lines = Vec::new();
        // The first line has the end of the label, or is a text without indentation.
        let mut first = match (&self.label, name) {
            (Some(_), None) => None,
            (None, _) => Some((String::new(), room)),
            (Some(_), Some(name)) => {
                let mut names = wrap(&name, room, room);
                let last = names.pop().unwrap_or_default();
                lines.extend(names.into_iter().map(|name| (name, String::new())));
                let left = room.saturating_sub(width(&last) + 1);
                Some((last + " ", left))
            }
        };
        for value in values {
            let (mut before, limit) = first.take().unwrap_or_else(|| (" ".repeat(hanging), rest));
            for line in wrap(&value, limit, rest) {
                lines.push((std::mem::replace(&mut before, " ".repeat(hanging)), line));
            }
        }
        lines
    }
}

/// Adds a line without the spaces at its end.
fn add_line(text: &mut String, indent: usize, line: &str) {
    if !line.is_empty() {
        text.extend(std::iter::repeat_n(' ', indent));
        text.push_str(line);
        text.truncate(text.trim_end_matches(' ').len());
    }
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn card() -> Card {
        let mut facts = CardBlock::default();
        facts
            .field("id", "gds-govtech-2022")
            .field("title", "Memorandum of Understanding on Digital Government")
            .toned("status", "active", Tone::Good)
            .list("parties", ["Government Digital Service (GDS) [GB]", "", "GovTech [SG]"])
            .field("contact", "")
            .field("notes", "first line\nstatus: \u{1b}[31mforged");
        let mut activities = CardBlock::titled("Activities");
        activities
            .text("1  2023-03-01  Study visit to the service design team in London", Tone::Plain)
            .text("2  2024-05-06  Pilot", Tone::Faint);
        let mut card = Card::default();
        card.push(facts).push(CardBlock::titled("Documents")).push(activities);
        card
    }

    #[test]
    fn piped_values_are_aligned_and_nothing_is_wrapped() {
        let expected = "\
id:       gds-govtech-2022
title:    Memorandum of Understanding on Digital Government
status:   active
parties:  Government Digital Service (GDS) [GB]
          GovTech [SG]
notes:    first line
          status: \\u{1b}[31mforged

Activities
  1  2023-03-01  Study visit to the service design team in London
  2  2024-05-06  Pilot
";
        assert_eq!(card().draw(Style::piped()), expected);
    }

    #[test]
    fn on_a_terminal_values_are_wrapped_under_themselves() {
        let expected = "\
id:       gds-govtech-2022
title:    Memorandum of Understanding on
          Digital Government
status:   active
parties:  Government Digital Service
          (GDS) [GB]
          GovTech [SG]
notes:    first line
          status: \\u{1b}[31mforged

Activities
  1  2023-03-01  Study visit to the
    service design team in London
  2  2024-05-06  Pilot
";
        assert_eq!(card().draw(Style::terminal(40)), expected);
    }

    #[test]
    fn on_a_narrow_terminal_values_go_on_below_their_labels() {
        let expected = "\
id: gds-govtech-2022
title: Memorandum of
  Understanding on
  Digital Government
status: active
parties: Government
  Digital Service (GDS)
  [GB]
  GovTech [SG]
notes: first line
  status:
  \\u{1b}[31mforged

Activities
  1  2023-03-01  Study
    visit to the service
    design team in
    London
  2  2024-05-06  Pilot
";
        assert_eq!(card().draw(Style::terminal(24)), expected);
    }

    #[test]
    fn colour_is_added_to_headings_and_values() {
        let mut block = CardBlock::titled("Dates");
        block.toned("ends", "2025-07-04", Tone::Alarm).field("basis", "from");
        let mut card = Card::default();
        card.push(block);
        let expected = "\
\u{1b}[1mDates\u{1b}[0m
  ends:   \u{1b}[1m\u{1b}[31m2025-07-04\u{1b}[0m
  basis:  from
";
        assert_eq!(card.draw(Style { color: true, ..Style::piped() }), expected);
    }

    #[test]
    fn a_card_without_blocks_is_nothing() {
        assert_eq!(Card::default().draw(Style::terminal(80)), "");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(
            columns in 2_usize..200,
            heading: Option<String>,
            fields in prop::collection::vec(("\\PC{0,30}", "(\\PC|\n){0,60}"), 0..5),
            text: String,
        ) {
            let mut block = heading.map_or_else(CardBlock::default, CardBlock::titled);
            for (label, value) in &fields {
                block.field(label, value);
            }
            block.text(text, Tone::Notice);
            let mut card = Card::default();
            card.push(block);
            for line in card.draw(Style::terminal(columns)).lines() {
                prop_assert!(width(line) <= columns, "{:?}", line);
                prop_assert!(!line.ends_with(' '), "{:?}", line);
            }
            let hidden = |c| crate::render::escape::is_hidden(c) && !matches!(c, '\n' | '\u{200c}' | '\u{200d}');
            prop_assert!(!card.draw(Style::piped()).contains(hidden));
        }
    }
}
