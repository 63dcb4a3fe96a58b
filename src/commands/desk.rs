//! What a command works at: the registry, today, and the streams.

use std::collections::BTreeSet;
use std::io::Write;

use crate::Streams;
use crate::commands::Global;
use crate::commands::done::Done;
use crate::commands::flag;
use crate::domain::{Day, Head, Id};
use crate::env::Env;
use crate::error::{Error, Kind, Result};
use crate::render::Style;
use crate::render::diff::{agreement_diff, header_diff};
use crate::render::escape::visible;
use crate::report::chain;
use crate::report::roll::Roll;
use crate::store::{Draft, Locking, Mode, Outcome, Place, Reading, Stamp, Store};

/// What a command works at.
pub(crate) struct Desk<'w> {
    /// The registry.
    pub(crate) store: Store,
    /// The day that counts as today.
    pub(crate) today: Day,
    /// What standard output is like.
    pub(crate) style: Style,
    /// The world.
    pub(crate) env: &'w Env,
    pub(super) streams: &'w mut Streams,
    quiet: bool,
    has_changed: bool,
}

impl<'w> Desk<'w> {
    /// Returns a desk for the registry, the day and the output that the global flags name.
    pub(crate) fn new(env: &'w Env, streams: &'w mut Streams, global: &Global) -> Result<Self> {
        let today = global.today(env)?;
        let locking = Locking {
            timeout: flag::seconds("--lock-timeout", &global.lock_timeout)?,
            off: global.no_lock || env.no_lock,
        };
        Ok(Self {
            store: Store::new(global.place(env)?, locking),
            today,
            style: global.style(env),
            env,
            streams,
            quiet: global.quiet,
            has_changed: false,
        })
    }

    /// Returns where the registry is.
    pub(crate) fn place(&self) -> &Place {
        self.store.place()
    }

    /// Tells whether nothing is to be said.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Tells whether a person sits before it: both input and talk are terminals.
    pub(crate) fn can_ask(&self) -> bool {
        self.env.stdin_is_terminal && self.env.stderr_is_terminal
    }

    /// Writes a result to standard output.
    pub(crate) fn print(&mut self, text: &str) -> Result<()> {
        self.print_bytes(text.as_bytes())
    }

    /// Writes a result that is no text to standard output.
    pub(crate) fn print_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self.streams.out.write_all(bytes);
        written.map_err(|cause| self.lost_output(&cause))
    }

    /// Writes one value to standard output: as it is to a program, made visible to a person.
    pub(crate) fn print_value(&mut self, value: &str) -> Result<()> {
        let shown = if self.style.width.is_some() { visible(value) } else { value.into() };
        self.print(&format!("{shown}\n"))
    }

    /// Writes out what is still held back.
    pub(crate) fn flush(&mut self) -> Result<()> {
        let flushed = self.streams.out.flush();
        flushed.map_err(|cause| self.lost_output(&cause))
    }

    /// Returns what a failure to write the results amounts to, with a word on the change before it.
    fn lost_output(&self, cause: &std::io::Error) -> Error {
        let error = Error::output(cause);
        if self.has_changed && error.kind() == Kind::Failed {
            return Error::failed(format!("{error}; the change is in the file"));
        }
        error
    }

    /// Says a sentence on standard error, unless it is to be quiet.
    pub(crate) fn say(&mut self, sentence: &str) {
        self.tell("", sentence);
    }

    /// Warns on standard error, unless it is to be quiet.
    pub(crate) fn warn(&mut self, sentence: &str) {
        self.tell("warning: ", sentence);
    }

    /// Says on standard error what is wrong, also to who wants quiet: the error that ends the
    /// command says the rest.
    pub(crate) fn complain(&mut self, sentence: &str) {
        let _ = writeln!(self.streams.err, "error: {}", visible(sentence));
    }

    /// Hints at a next step on standard error, unless it is to be quiet.
    pub(crate) fn hint(&mut self, sentence: &str) {
        self.tell("hint: ", sentence);
    }

    /// Hints at what usually comes next, where a person looks on.
    pub(crate) fn hint_next(&mut self, sentence: &str) {
        if self.env.stderr_is_terminal {
            self.hint(sentence);
        }
    }

    fn tell(&mut self, before: &str, sentence: &str) {
        if !self.quiet {
            // Talk that cannot be heard is no reason to fail.
            let _ = writeln!(self.streams.err, "{before}{}", visible(sentence));
        }
    }

    /// Reads the registry file; one that is not there yet is told of.
    pub(crate) fn read(&mut self) -> Result<Reading> {
        let reading = self.store.read()?;
        self.tell_if_missing(&reading);
        Ok(reading)
    }

    /// Reads the registry file as [`Self::read`] does, to [pass over](Store::read_to_pass) all agreements
    /// before anything else.
    pub(crate) fn read_to_pass(&mut self) -> Result<Reading> {
        let reading = self.store.read_to_pass()?;
        self.tell_if_missing(&reading);
        Ok(reading)
    }

    fn tell_if_missing(&mut self, reading: &Reading) {
        if !reading.exists() {
            let path = self.place().path.display().to_string();
            self.hint(&format!(
                "there is no registry at `{path}` yet; `mou add` and `mou import` make it"
            ));
        }
    }

    /// Reads all agreements, and works out what follows from their facts today.
    pub(crate) fn roll(&mut self) -> Result<Roll> {
        let reading = self.read_to_pass()?;
        let records = reading.pass(|record, records| {
            records.push((record.agreement()?, record.text().to_owned()));
            Ok(())
        })?;
        Ok(Roll::new(reading.head().clone(), records, self.today))
    }

    /// Reads the lineages of these agreements, and works out what follows from their facts today.
    pub(crate) fn lineages(&self, reading: &Reading, ids: &[Id]) -> Result<Roll> {
        let links = reading.links()?;
        self.roll_of(reading, chain::linked(ids, &links))
    }

    /// Reads these agreements, and works out what follows from their facts today.
    pub(crate) fn roll_of(&self, reading: &Reading, ids: BTreeSet<Id>) -> Result<Roll> {
        let mut records = Vec::with_capacity(ids.len());
        for id in ids {
            // A link may lead to no record.
            if let Some(record) = reading.find(id.as_str())? {
                records.push((record.agreement()?, record.text().to_owned()));
            }
        }
        Ok(Roll::new(reading.head().clone(), records, self.today))
    }

    /// Changes the registry as `make` says, unless it is a dry run: then what would differ is
    /// printed, old → new, and nothing is written.
    ///
    /// `make` may run more than once and must change nothing but the draft.
    pub(crate) fn change<T>(
        &mut self,
        dry_run: bool,
        make: impl FnMut(&mut Draft<'_>) -> Result<T>,
    ) -> Result<Done<T>> {
        let mode = if dry_run { Mode::Try } else { Mode::Apply };
        let outcome = self.store.change(&self.stamp(), mode, make)?;
        self.settle(outcome, dry_run)
    }

    /// Returns what `make` would make of the registry; nothing is written, and nothing said.
    pub(crate) fn try_out<T>(
        &mut self,
        make: impl FnMut(&mut Draft<'_>) -> Result<T>,
    ) -> Result<T> {
        Ok(self.store.change(&self.stamp(), Mode::Try, make)?.value)
    }

    /// Makes a new registry with this head.
    pub(crate) fn create(&mut self, dry_run: bool, head: &Head) -> Result<Done<()>> {
        let mode = if dry_run { Mode::Try } else { Mode::Apply };
        let outcome = self.store.create(&self.stamp(), mode, head)?;
        self.settle(outcome, dry_run)
    }

    /// Prints what differs, old → new.
    pub(crate) fn print_changes<T>(&mut self, done: &Done<T>) -> Result<()> {
        if let Some((before, after)) = &done.head {
            self.print(&header_diff(before, after, self.style))?;
        }
        for change in &done.changes {
            self.print(&agreement_diff(change.before.as_ref(), change.after.as_ref(), self.style))?;
        }
        Ok(())
    }

    /// Tells what came of a change, and for a dry run what would differ.
    pub(crate) fn settle<T>(&mut self, outcome: Outcome<T>, dry_run: bool) -> Result<Done<T>> {
        let differs = outcome.changed > 0 || outcome.head.is_some() || outcome.created;
        self.has_changed = differs && !dry_run;
        for warning in &outcome.warnings {
            self.warn(warning);
        }
        // A new registry has everything to say of itself; it is its records that differ.
        let done = Done {
            value: outcome.value,
            changes: outcome.changes,
            head: outcome.head.filter(|_| !outcome.created),
            is_written: self.has_changed,
            is_dry_run: dry_run,
        };
        if dry_run {
            self.print_changes(&done)?;
            let made =
                if differs { "Nothing was written: a dry run." } else { "Nothing would change." };
            self.say(made);
        } else if outcome.created {
            let path = self.place().path.display().to_string();
            self.say(&format!("new registry `{path}`"));
        }
        Ok(done)
    }

    /// Returns who changes the registry, when, and by which command.
    pub(crate) fn stamp(&self) -> Stamp {
        let words = self.env.args.iter().map(|word| word.to_string_lossy().into_owned());
        Stamp {
            at: self.env.time(),
            who: self.env.user.clone().unwrap_or_default(),
            command: std::iter::once("mou".to_owned()).chain(words).collect(),
        }
    }
}

impl std::fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("store", &self.store).finish_non_exhaustive()
    }
}
