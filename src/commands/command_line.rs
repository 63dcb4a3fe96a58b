//! The command line to go on with: as it was typed, with flags added.

use std::ffi::OsString;
use std::fmt::Write;

use crate::render::width::width;

/// The name of the program in a command line.
const PROGRAM_NAME: &str = "mou";

/// A command line as a person types it to a shell.
#[derive(Debug, Clone)]
pub(crate) struct CommandLine {
    typed: Vec<String>,
    added: Vec<String>,
}

impl CommandLine {
    /// Returns the command line with these arguments.
    pub(crate) fn new(args: &[OsString]) -> Self {
        let typed = args.iter().map(|arg| arg.to_string_lossy().into_owned()).collect();
        Self { typed, added: Vec::new() }
    }

    /// Adds a flag, with its value if it has one. It replaces the flag if that was typed.
    pub(crate) fn add(&mut self, flag: &str, value: Option<&str>) {
        let end = self.typed.iter().position(|arg| arg == "--").unwrap_or(self.typed.len());
        let with_value = format!("{flag}=");
        if let Some(at) = self.typed[..end].iter().position(|arg| arg == flag) {
            self.typed.drain(at..(at + 1 + usize::from(value.is_some())).min(end));
        } else if let Some(at) =
            self.typed[..end].iter().position(|arg| arg.starts_with(&with_value))
        {
            self.typed.remove(at);
        }
        let value = value.map(|value| format!(" {}", quoted(value))).unwrap_or_default();
        self.added.push(format!("{flag}{value}"));
    }

    /// Adds a flag that can be repeated, beside those of its name that were typed.
    pub(crate) fn add_another(&mut self, flag: &str, value: &str) {
        self.added.push(format!("{flag} {}", quoted(value)));
    }

    /// Returns the words that belong on one line: those that were typed, and those that were added.
    fn words(&self) -> (Vec<String>, Vec<String>) {
        let end = self.typed.iter().position(|arg| arg == "--").unwrap_or(self.typed.len());
        let (before, after) = self.typed.split_at(end);
        let mut typed = vec![PROGRAM_NAME.to_owned()];
        for arg in before {
            let is_value = !arg.starts_with('-') || arg == "-";
            match typed.last_mut() {
                // A flag and its value stay together.
                Some(flag) if is_value && flag.starts_with('-') && !flag.contains(' ') => {
                    flag.push(' ');
                    flag.push_str(&quoted(arg));
                }
                _ => typed.push(quoted(arg)),
            }
        }
        let mut added = self.added.clone();
        added.extend(after.iter().map(|arg| quoted(arg)));
        (typed, added)
    }

    /// Returns the command as one line with a flag added.
    pub(crate) fn with(&self, flag: &str) -> String {
        let mut command = self.clone();
        command.add(flag, None);
        command.one_line()
    }

    /// Returns the command as one line.
    pub(crate) fn one_line(&self) -> String {
        let (mut typed, added) = self.words();
        typed.extend(added);
        typed.join(" ")
    }

    /// Returns the command as lines of at most `columns` columns, each but the last with a backslash at its
    /// end. The first line is indented by two columns, the others by four. What was added begins a line of
    /// its own, if not all fits on one.
    pub(crate) fn lines(&self, columns: usize) -> Vec<String> {
        let one_line = format!("  {}", self.one_line());
        if width(&one_line) <= columns {
            return vec![one_line];
        }
        let (typed, added) = self.words();
        let mut lines: Vec<String> = Vec::new();
        for words in [typed, added] {
            let mut is_first = true;
            for word in words {
                match lines.last_mut() {
                    // The backslash takes two columns.
                    Some(line) if !is_first && width(line) + width(&word) + 3 <= columns => {
                        line.push(' ');
                        line.push_str(&word);
                    }
                    None => lines.push(format!("  {word}")),
                    Some(_) => lines.push(format!("    {word}")),
                }
                is_first = false;
            }
        }
        let last = lines.len() - 1;
        for line in &mut lines[..last] {
            line.push_str(" \\");
        }
        lines
    }
}

/// Returns an argument as it is typed to a POSIX shell.
pub(crate) fn quoted(arg: &str) -> String {
    let is_plain = |letter: char| {
        letter.is_alphanumeric()
            || matches!(letter, '_' | '@' | '%' | '+' | '=' | ':' | ',' | '.' | '/' | '-')
    };
    if !arg.is_empty() && arg.chars().all(is_plain) {
        return arg.to_owned();
    }
    if arg.contains(char::is_control) {
        let mut text = String::from("$'");
        for letter in arg.chars() {
            match letter {
                '\n' => text.push_str("\\n"),
                '\t' => text.push_str("\\t"),
                '\r' => text.push_str("\\r"),
                '\'' | '\\' => text.extend(['\\', letter]),
                _ if letter.is_control() => {
                    let _ = write!(text, "\\u{:04x}", u32::from(letter));
                }
                _ => text.push(letter),
            }
        }
        return text + "'";
    }
    if arg.contains(['"', '$', '`', '\\', '!']) {
        return format!("'{}'", arg.replace('\'', r"'\''"));
    }
    format!("\"{arg}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(args: &[&str]) -> CommandLine {
        CommandLine::new(&args.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn arguments_are_quoted_for_the_shell() {
        for (arg, typed) in [
            ("mous.xlsx", "mous.xlsx"),
            ("Name=title", "Name=title"),
            ("Northfield University (NU)", "\"Northfield University (NU)\""),
            ("it's", "\"it's\""),
            ("$HOME", "'$HOME'"),
            ("it's $5", r"'it'\''s $5'"),
            ("", "\"\""),
            ("a\nb", r"$'a\nb'"),
            ("大学", "大学"),
        ] {
            assert_eq!(quoted(arg), typed, "{arg:?}");
        }
    }

    #[test]
    fn flag_that_was_typed_is_replaced() {
        let mut command = line(&["import", "m.csv", "--date-order", "mdy", "-n"]);
        command.add("--date-order", Some("dmy"));
        command.add("--keep-unread", None);
        assert_eq!(command.one_line(), "mou import m.csv -n --date-order dmy --keep-unread");
        let mut command = line(&["import", "--date-order=mdy", "--", "-m.csv"]);
        command.add("--date-order", Some("dmy"));
        assert_eq!(command.one_line(), "mou import --date-order dmy -- -m.csv");
    }

    #[test]
    fn long_command_is_broken_before_what_was_added() {
        let mut command = line(&["import", "mous.xlsx", "--party", "Northfield University (NU)"]);
        command.add("--date-order", Some("dmy"));
        command.add("--keep-unread", None);
        assert_eq!(
            command.lines(80),
            [
                "  mou import mous.xlsx --party \"Northfield University (NU)\" \\",
                "    --date-order dmy --keep-unread",
            ]
        );
        assert_eq!(command.lines(200), [format!("  {}", command.one_line())]);
    }
}
