//! How far a long command is, where a person looks on.

use std::io::Write;
use std::time::Duration;

use crate::env::Env;

/// How long a command is at work before it shows how far it is.
const SOON: Duration = Duration::from_secs(1);

/// How often what is shown changes.
const BEAT: Duration = Duration::from_millis(100);

/// How far a command is: shown on one line of standard error, where that is a terminal and the work
/// takes more than a second, and taken away again at the end.
pub(crate) struct Progress<'e> {
    env: &'e Env,
    what: &'static str,
    is_on: bool,
    shown: Option<Duration>,
}

impl<'e> Progress<'e> {
    /// Returns the progress of work whose steps are `what`, in the plural; none is shown to who
    /// wants quiet.
    pub(crate) fn new(env: &'e Env, quiet: bool, what: &'static str) -> Self {
        Self { env, what, is_on: env.stderr_is_terminal && !quiet, shown: None }
    }

    /// Shows that so many steps are done.
    pub(crate) fn tick(&mut self, done: u64) {
        // The clock is asked now and then: asking costs more than most steps.
        if !self.is_on || done == 0 || !done.is_multiple_of(256) {
            return;
        }
        let now = self.env.at_work();
        if now > SOON && self.shown.is_none_or(|shown| now.saturating_sub(shown) >= BEAT) {
            self.shown = Some(now);
            let _ = write!(std::io::stderr(), "\r{done} {}", self.what);
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let blank = " ".repeat(self.what.len() + 21);
            let _ = write!(std::io::stderr(), "\r{blank}\r");
        }
    }
}
