//! Cards: one thing told in `label: value` lines, for people.

mod block;
mod lines;

pub use block::Block;

use super::Style;

/// One thing, told in blocks with an empty line between them.
///
/// Control characters are made visible, line ends in values and texts are kept. On a terminal
/// lines are wrapped to its width; piped, nothing is.
///
/// ```
/// use mou::render::card::{Block, Card};
/// use mou::render::{Style, Tone};
///
/// let mut card = Card::default();
/// let mut block = Block::default();
/// block.field("id", "gds-govtech-2022").toned("status", "active", Tone::Good);
/// card.push(block);
/// assert_eq!(card.draw(Style::piped()), "id:      gds-govtech-2022\nstatus:  active\n");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Card {
    blocks: Vec<Block>,
}

impl Card {
    /// Adds a block; one without entries is left out.
    pub fn push(&mut self, block: Block) -> &mut Self {
        if !block.is_empty() {
            self.blocks.push(block);
        }
        self
    }

    /// Returns the card as text; without blocks, nothing.
    #[must_use]
    pub fn draw(&self, style: Style) -> String {
        let blocks: Vec<String> = self.blocks.iter().map(|block| block.draw(style)).collect();
        blocks.join("\n")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::render::Tone;
    use crate::render::measure::width;

    fn card() -> Card {
        let mut facts = Block::default();
        facts
            .field("id", "gds-govtech-2022")
            .field("title", "Memorandum of Understanding on Digital Government")
            .toned("status", "active", Tone::Good)
            .list("parties", ["Government Digital Service (GDS) [GB]", "", "GovTech [SG]"])
            .field("contact", "")
            .field("notes", "first line\nstatus: \u{1b}[31mforged");
        let mut activities = Block::titled("Activities");
        activities
            .text("1  2023-03-01  Study visit to the service design team in London", Tone::Plain)
            .text("2  2024-05-06  Pilot", Tone::Faint);
        let mut card = Card::default();
        card.push(facts).push(Block::titled("Documents")).push(activities);
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
        let mut block = Block::titled("Dates");
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
            let mut block = heading.map_or_else(Block::default, Block::titled);
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
            let hidden = |c| crate::render::escape::is_hidden(c) && c != '\n' && c != '\u{200d}';
            prop_assert!(!card.draw(Style::piped()).contains(hidden));
        }
    }
}
