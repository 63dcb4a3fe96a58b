//! The messages of a command on stderr.

use std::fmt;
use std::io::Write;

use super::Context;
use crate::domain::{Party, input};
use crate::render::escape::visible;
use crate::render::width::wrapped_whole;

/// What precedes the further lines of a message.
const MESSAGE_INDENT: &str = "  ";

impl Context<'_> {
    /// Prints a sentence to stderr, unless `--quiet` is given.
    pub(crate) fn say(&mut self, sentence: &str) {
        self.print_message("", sentence);
    }

    /// Prints a warning to stderr, unless `--quiet` is given. An answer has it in any case.
    pub(crate) fn warn(&mut self, sentence: &str) {
        if let Some(answer) = &mut self.invocation.answer {
            answer.warn(sentence);
        }
        self.print_message("warning: ", sentence);
    }

    /// Prints warnings to stderr, unless `--quiet` is given.
    pub(crate) fn warn_all(&mut self, warnings: &[String]) {
        for warning in warnings {
            self.warn(warning);
        }
    }

    /// Prints a sentence behind `prefix`, wrapped to the width of the terminal with its further lines indented.
    pub(crate) fn say_wrapped(&mut self, prefix: &str, sentence: &str) {
        for (number, line) in self.wrapped(prefix, sentence).iter().enumerate() {
            self.print_message(if number == 0 { prefix } else { MESSAGE_INDENT }, line);
        }
    }

    /// Prints a warning as [`Self::say_wrapped`] does. An answer has it in one line.
    pub(crate) fn warn_wrapped(&mut self, sentence: &str) {
        if let Some(answer) = &mut self.invocation.answer {
            answer.warn(sentence);
        }
        self.say_wrapped("warning: ", sentence);
    }

    fn wrapped(&self, prefix: &str, sentence: &str) -> Vec<String> {
        wrapped_whole(
            &visible(sentence),
            self.message_columns(),
            prefix.len(),
            MESSAGE_INDENT.len(),
        )
    }

    /// Returns the width to which messages of several lines are wrapped: that of the terminal, or `COLUMNS`.
    /// `None` if they are not wrapped, because a program may read them line by line.
    pub(crate) fn message_columns(&self) -> Option<usize> {
        if self.invocation.is_json {
            return None;
        }
        let of_terminal = self.env.stderr_is_terminal.then_some(self.env.stdout_columns).flatten();
        of_terminal.or(self.env.columns)
    }

    /// Prints a hint to stderr, unless `--quiet` is given.
    pub(crate) fn hint(&mut self, sentence: &str) {
        self.print_message("hint: ", sentence);
    }

    /// Names the party that the next change makes the owner of a registry without one, as it was typed.
    pub(crate) fn name_owner(&mut self, typed: Option<&str>) {
        let party = typed.and_then(|typed| input::parse_party(typed).ok());
        self.owner_label = party.map(|party| Party { country: None, ..party }.to_string());
    }

    /// Prints a hint now, in place of the one at the next step.
    pub(crate) fn hint_now(&mut self, sentence: &str) {
        self.say_wrapped("hint: ", sentence);
        self.hint = None;
        self.usual_hint = None;
    }

    /// Sets the hint at the next step, in place of the [usual one](next_step::after). It is printed at the end,
    /// and only after a change, at a terminal, and if JSON is not asked for. The first one is kept.
    pub(crate) fn hint_next(&mut self, sentence: &str) {
        if self.hint.is_none() {
            self.hint = Some(sentence.to_owned());
        }
    }

    pub(super) fn print_next_step(&mut self) {
        let hint = self.hint.take().or(self.usual_hint.take());
        if self.has_changed
            && self.env.stderr_is_terminal
            && !self.invocation.is_json
            && let Some(hint) = hint
        {
            self.hint(&hint);
        }
    }

    pub(super) fn print_message(&mut self, prefix: &str, sentence: &str) {
        if self.quiet {
            return;
        }
        let sentence = visible(sentence);
        if let Some(held) = &mut self.held_messages {
            let _ = fmt::Write::write_fmt(held, format_args!("{prefix}{sentence}\n"));
        } else {
            // On one terminal, what was printed before comes first.
            if self.env.stdout_columns.is_some() {
                let _ = self.streams.out.flush();
            }
            // A closed stderr is no reason to fail.
            let _ = writeln!(self.streams.err, "{prefix}{sentence}");
        }
    }
}
