//! The progress of a long command, on a terminal.

use std::io::Write;
use std::time::Duration;

use crate::env::Env;

/// The time after which the progress of a command is shown.
const PROGRESS_DELAY: Duration = Duration::from_secs(1);

/// The time between two updates.
const UPDATE_INTERVAL: Duration = Duration::from_millis(100);

/// A line on stderr with the number of steps that are done, if stderr is a terminal and the command
/// takes more than a second. It is erased at the end.
pub(crate) struct ProgressLine<'e> {
    env: &'e Env,
    what: &'static str,
    is_on: bool,
    shown: Option<Duration>,
}

impl<'e> ProgressLine<'e> {
    /// Returns the line for steps that are called `what`, in the plural. It is not shown if `quiet`.
    pub(crate) fn new(env: &'e Env, quiet: bool, what: &'static str) -> Self {
        Self { env, what, is_on: env.stderr_is_terminal && !quiet, shown: None }
    }

    /// Shows that `done` steps are done.
    pub(crate) fn tick(&mut self, done: u64) {
        // Reading the clock takes longer than most steps.
        if !self.is_on || done == 0 || !done.is_multiple_of(256) {
            return;
        }
        let now = self.env.elapsed();
        if now > PROGRESS_DELAY
            && self.shown.is_none_or(|shown| now.saturating_sub(shown) >= UPDATE_INTERVAL)
        {
            self.shown = Some(now);
            let _ = write!(std::io::stderr(), "\r{done} {}", self.what);
        }
    }
}

impl Drop for ProgressLine<'_> {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let blank = " ".repeat(self.what.len() + 21);
            let _ = write!(std::io::stderr(), "\r{blank}\r");
        }
    }
}
