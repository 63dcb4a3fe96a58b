//! Standard output at a terminal: what does not fit on the screen goes to a pager.

use std::io::{self, ErrorKind, Write};
use std::process::{Child, Command, Stdio};

use crate::editor::words_of;
use crate::platform;

/// The pager of a user who names none: it ends by itself if all fits, keeps colours, and leaves the text on the
/// screen.
const DEFAULT_PAGER: &str = "less -FRX";

/// What `less` does if the user did not say it: the same, for a pager that is only named `less`.
const LESS_OPTIONS: (&str, &str) = ("LESS", "FRX");

/// The screen of a terminal, and the pager for it.
#[derive(Debug, Clone)]
pub(crate) struct Screen {
    /// Its lines.
    pub(crate) rows: usize,
    /// Its columns.
    pub(crate) columns: usize,
    /// The command of the pager; `None` for the usual one.
    pub(crate) pager: Option<String>,
    /// Whether the user has set `LESS`.
    pub(crate) has_less_options: bool,
}

/// A writer that holds what it gets until it is more than a screen, and then gives all to a pager. If it is flushed
/// before, or if the pager cannot be run, it writes to the terminal.
pub(crate) struct PagedOutput {
    screen: Screen,
    terminal: Box<dyn Write>,
    state: State,
}

enum State {
    /// The text so far, and the lines of the screen that it fills.
    Held { text: Vec<u8>, rows: usize, column: usize },
    /// The pager reads.
    Paging(Child),
    /// The user has left the pager: the rest is not wanted.
    Left,
    /// There is no pager, or the text fits.
    Direct,
}

impl PagedOutput {
    /// Returns a writer to `terminal` with this screen.
    pub(crate) fn new(screen: Screen, terminal: Box<dyn Write>) -> Self {
        let state = State::Held { text: Vec::new(), rows: 0, column: 0 };
        Self { screen, terminal, state }
    }

    /// Starts the pager.
    fn start(&self) -> io::Result<Child> {
        let pager = self.screen.pager.as_deref().unwrap_or(DEFAULT_PAGER);
        let words = words_of(pager);
        let (program, arguments) =
            words.split_first().ok_or_else(|| io::Error::from(ErrorKind::NotFound))?;
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped());
        if self.screen.pager.is_some() && !self.screen.has_less_options {
            command.env(LESS_OPTIONS.0, LESS_OPTIONS.1);
        }
        command.spawn()
    }

    /// Writes a text that is more than a screen.
    fn page(&mut self, text: &[u8]) -> io::Result<()> {
        if let Ok(child) = self.start() {
            self.state = State::Paging(child);
            self.write_all(text)
        } else {
            self.state = State::Direct;
            self.terminal.write_all(text)
        }
    }
}

impl Write for PagedOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.state {
            State::Held { text, rows, column } => {
                text.extend_from_slice(bytes);
                for letter in String::from_utf8_lossy(bytes).chars() {
                    *column = if letter == '\n' { 0 } else { *column + 1 };
                    // Colours are not counted apart: a line of a table is shorter than the screen even with them.
                    if letter == '\n' || *column > self.screen.columns {
                        *rows += 1;
                        *column = usize::from(letter != '\n');
                    }
                }
                // The last line is for the prompt of the shell.
                if *rows >= self.screen.rows {
                    let text = std::mem::take(text);
                    self.page(&text)?;
                }
                Ok(bytes.len())
            }
            State::Paging(child) => {
                let written = child.stdin.as_mut().map_or(Ok(()), |pipe| pipe.write_all(bytes));
                match written {
                    Err(cause) if cause.kind() == ErrorKind::BrokenPipe => {
                        let _ = platform::without_interrupts(|| child.wait());
                        self.state = State::Left;
                    }
                    written => written?,
                }
                Ok(bytes.len())
            }
            State::Left => Ok(bytes.len()),
            State::Direct => self.terminal.write(bytes),
        }
    }

    /// Writes what is held to the terminal, or waits until the user leaves the pager. What follows is written to the
    /// terminal.
    fn flush(&mut self) -> io::Result<()> {
        if matches!(&self.state, State::Held { text, .. } if text.is_empty()) {
            return Ok(());
        }
        match std::mem::replace(&mut self.state, State::Direct) {
            State::Held { text, .. } => self.terminal.write_all(&text)?,
            State::Paging(mut child) => {
                drop(child.stdin.take());
                // Ctrl-C is for the pager.
                let _ = platform::without_interrupts(|| child.wait());
            }
            State::Left | State::Direct => {}
        }
        self.terminal.flush()
    }
}
