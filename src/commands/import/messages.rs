//! Messages with lists that are cut to a number of lines.

use crate::render::escape::visible;
use crate::render::width::{whole, wrap};

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
    /// What separates the items; a comma if it is empty.
    pub(super) separator: &'static str,
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
        let separator = if self.separator.is_empty() { ", " } else { self.separator };
        let items: Vec<String> =
            self.items.iter().take(shown).map(|item| whole(&visible(item))).collect();
        let mut list = items.join(separator);
        let more = self.count.saturating_sub(shown);
        if more > 0 {
            let and = if list.is_empty() { "" } else { " and " };
            list = format!("{list}{and}{more} more");
        }
        let [lead, tail] = [&self.lead, &self.tail].map(|text| visible(text).into_owned());
        format!("{lead}{list}{tail}")
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
        wrap(&self.fitted(columns, lines), columns, rest).len()
            + usize::from(self.example.is_some())
    }
}

/// The texts of messages that fit together, and the number of messages that were left out.
#[derive(Debug, Default)]
pub(super) struct FittedMessages {
    /// The index of each message that is left, and its text.
    pub(super) texts: Vec<(usize, String)>,
    pub(super) left_out: usize,
}

/// Cuts messages so that they fit into `budget` lines of `columns` columns: first their lists, then those
/// with the fewest items are left out.
pub(super) fn fit(messages: &[ListMessage], columns: usize, budget: usize) -> FittedMessages {
    let mut kept: Vec<(usize, usize)> =
        (0..messages.len()).map(|index| (index, MAX_LINES_EACH)).collect();
    let count_of = |(index, lines): &(usize, usize)| messages[*index].line_count(columns, *lines);
    let total = |kept: &[(usize, usize)]| -> usize { kept.iter().map(count_of).sum() };
    let mut lines = total(&kept);
    while lines > budget {
        let cuttable = kept.iter_mut().filter(|(_, lines)| *lines > 1);
        let Some(longest) = cuttable.max_by_key(|kept| (count_of(kept), usize::MAX - kept.0))
        else {
            break;
        };
        longest.1 -= 1;
        lines = total(&kept);
    }
    let mut left_out = 0;
    // One line says how many are left out.
    while lines > budget.saturating_sub(usize::from(left_out > 0)) && kept.len() > 1 {
        let fewest =
            kept.iter().enumerate().rev().min_by_key(|(_, (index, _))| messages[*index].count);
        let Some((fewest, _)) = fewest else { break };
        kept.remove(fewest);
        left_out += 1;
        lines = total(&kept);
    }
    let text = |(index, lines): (usize, usize)| (index, messages[index].fitted(columns, lines));
    FittedMessages { texts: kept.into_iter().map(text).collect(), left_out }
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
            let texts: Vec<String> = fitted.texts.into_iter().map(|(_, text)| text).collect();
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
