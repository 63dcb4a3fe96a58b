//! Messages with lists that are cut to a number of lines.

use crate::render::escape::visible;
use crate::render::width::wrap;

/// The columns of a message if it does not go to a terminal: only for the choice of what it names.
pub(super) const DEFAULT_COLUMNS: usize = 80;

/// The most lines of one message while there is room for all.
const MAX_LINES_EACH: usize = 3;

/// The indentation of the further lines of a message.
pub(super) const INDENT_COLUMNS: usize = 2;

/// A message about a list of cells or rows, of which as many are named as fit.
#[derive(Debug, Clone, Default)]
pub(super) struct ListMessage {
    /// What comes before the list, with its space.
    pub(super) lead: String,
    /// The first items.
    pub(super) items: Vec<String>,
    /// The number of all items.
    pub(super) count: usize,
    /// What follows the list.
    pub(super) tail: String,
    /// A line of its own below, such as an example.
    pub(super) example: Option<String>,
}

impl ListMessage {
    /// Returns a message that is one sentence.
    pub(super) fn sentence(text: impl Into<String>) -> Self {
        Self { lead: text.into(), ..Self::default() }
    }

    /// Returns the message with the first `shown` items.
    fn text(&self, shown: usize) -> String {
        let mut list = self.items[..shown.min(self.items.len())].join(", ");
        let more = self.count.saturating_sub(shown);
        if more > 0 {
            list.push_str(&format!("{}{more} more", if list.is_empty() { "" } else { " and " }));
        }
        visible(&format!("{}{list}{}", self.lead, self.tail)).into_owned()
    }

    /// Returns the message with as many items as fit into `lines` lines of `columns` columns; with one
    /// at least.
    fn fitted(&self, columns: usize, lines: usize) -> String {
        let rest = columns.saturating_sub(INDENT_COLUMNS);
        let fits = |shown: &usize| wrap(&self.text(*shown), columns, rest).len() <= lines;
        let shown = (2..=self.items.len()).rev().find(fits).unwrap_or(1);
        self.text(shown)
    }

    fn line_count(&self, columns: usize, lines: usize) -> usize {
        let rest = columns.saturating_sub(INDENT_COLUMNS);
        wrap(&self.fitted(columns, lines), columns, rest).len() + usize::from(self.example.is_some())
    }
}

/// The texts of messages that fit together, and the number of messages that were left out.
#[derive(Debug, Default)]
pub(super) struct FittedMessages {
    /// The text of each message, and the line below it.
    pub(super) texts: Vec<(String, Option<String>)>,
    pub(super) left_out: usize,
}

/// Cuts messages so that they fit into `budget` lines of `columns` columns: first their lists, then the
/// messages with the fewest items, of which the caller names the number.
pub(super) fn fit(messages: &[ListMessage], columns: usize, budget: usize) -> FittedMessages {
    let mut kept: Vec<(&ListMessage, usize)> =
        messages.iter().map(|message| (message, MAX_LINES_EACH)).collect();
    let total = |kept: &[(&ListMessage, usize)]| -> usize {
        kept.iter().map(|(message, lines)| message.line_count(columns, *lines)).sum()
    };
    let mut lines = total(&kept);
    while lines > budget {
        let longest = kept.iter().enumerate().filter(|(_, (_, lines))| *lines > 1);
        let longest = longest.max_by_key(|(index, (message, lines))| {
            (message.line_count(columns, *lines), usize::MAX - index)
        });
        let Some((index, _)) = longest else { break };
        kept[index].1 -= 1;
        lines = total(&kept);
    }
    let mut left_out = 0;
    // One line says how many are left out.
    while lines > budget - usize::from(left_out > 0) && kept.len() > 1 {
        let fewest = kept.iter().enumerate().rev().min_by_key(|(_, (message, _))| message.count);
        let Some((index, _)) = fewest else { break };
        kept.remove(index);
        left_out += 1;
        lines = total(&kept);
    }
    let texts = kept
        .iter()
        .map(|(message, lines)| {
            (message.fitted(columns, *lines), message.example.as_deref().map(visible_text))
        })
        .collect();
    FittedMessages { texts, left_out }
}

fn visible_text(text: &str) -> String {
    visible(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(lead: &str, count: usize) -> ListMessage {
        ListMessage {
            lead: format!("{lead}: "),
            items: (2..2 + count.min(20)).map(|row| format!("F{row}")).collect(),
            count,
            ..ListMessage::default()
        }
    }

    #[test]
    fn lists_are_cut_before_messages_are_left_out() {
        let texts = |messages: &[ListMessage], columns, budget| {
            let fitted = fit(messages, columns, budget);
            let texts: Vec<String> = fitted.texts.into_iter().map(|(text, _)| text).collect();
            (texts, fitted.left_out)
        };
        let all = texts(&[message("one", 3), message("two", 2)], 80, 20);
        assert_eq!(all, (vec!["one: F2, F3, F4".to_owned(), "two: F2, F3".to_owned()], 0));
        let cut = texts(&[message("one", 43), message("two", 2)], 30, 2);
        assert_eq!(
            cut,
            (vec!["one: F2, F3, F4 and 40 more".to_owned(), "two: F2, F3".to_owned()], 0)
        );
        let fewer = texts(&[message("one", 1), message("two", 9), message("three", 1)], 80, 2);
        assert_eq!(fewer, (vec!["two: F2, F3, F4, F5, F6, F7, F8, F9, F10".to_owned()], 2));
    }
}
