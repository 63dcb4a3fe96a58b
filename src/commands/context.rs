//! The context of a command, through which it reads and changes the registry and prints.

mod messages;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

use crate::Streams;
use crate::commands::parse::{Global, Invocation};
use crate::commands::user_settings::{UserKey, UserSettings};
use crate::commands::{flag, ids, next_step};
use crate::domain::{Agreement, Day, Header, Id};
use crate::env::Env;
use crate::error::{Error, Kind, Result};
use crate::pager::{PagedOutput, Screen};
use crate::render::Style;
use crate::render::diff::{agreement_diff, header_diff};
use crate::render::escape::visible;
use crate::render::json::{self, Object};
use crate::report::chain;
use crate::report::listing::Listing;
use crate::store::{Change, Committed, Locking, Mode, RegistryFile, Stamp, Store, Transaction};
use crate::text_file;

/// What a command works with: the registry, today, and the streams.
pub(crate) struct Context<'w> {
    /// The registry.
    pub(crate) store: Store,
    /// The date to use as today.
    pub(crate) today: Day,
    /// Colours, width and characters of standard output.
    pub(crate) style: Style,
    /// The environment of the process.
    pub(crate) env: &'w Env,
    /// The settings of the user; none unless a person reads stdout on a terminal.
    pub(crate) user: UserSettings,
    /// What is wrong with the settings of the user, in sentences.
    user_problems: Vec<String>,
    pub(super) streams: &'w mut Streams,
    quiet: bool,
    /// Whether the user may be asked.
    has_prompts: bool,
    has_changed: bool,
    /// The command, its format, and what it prints in place of text for people.
    invocation: Invocation,
    /// What stdin is read for, once it is.
    input_reader: Option<String>,
    /// The messages, if JSON is asked for: they are printed at the end, and not at all if the command fails,
    /// so that stderr has only the error.
    held_messages: Option<String>,
    /// The party that becomes the owner of a registry without one, for people.
    owner_label: Option<String>,
    /// The hint after the change, as the command gives it.
    hint: Option<String>,
    /// The hint after the change, if the command gives none.
    usual_hint: Option<String>,
}

/// The result of a change, or of a dry run of it.
#[derive(Debug)]
pub(crate) struct ChangeResult<T> {
    /// The value that the closure returned.
    pub(crate) value: T,
    /// The records that differ, by id.
    pub(crate) changes: Vec<Change>,
    /// The header before and after, if it differs and the registry is not new.
    pub(crate) head: Option<(Header, Header)>,
    /// True if something differed and was written.
    pub(crate) is_written: bool,
    /// True if it was a dry run.
    pub(crate) is_dry_run: bool,
}

impl<'w> Context<'w> {
    /// Returns the context for the registry, the day and the output that the global flags name.
    ///
    /// Fails if `--as-of`, `MOU_TODAY` or `--lock-timeout` cannot be read, or if there is no folder for
    /// the registry.
    pub(crate) fn new(
        env: &'w Env,
        streams: &'w mut Streams,
        global: &Global,
        invocation: Invocation,
    ) -> Result<Self> {
        let today = global.today(env)?;
        let locking = Locking {
            timeout: flag::seconds("--lock-timeout", &global.lock_timeout)?,
            off: global.no_lock || env.no_lock,
        };
        let (user, user_problems) = if invocation.is_for_people && env.stdout_columns.is_some() {
            UserSettings::of_terminal(env)
        } else {
            (UserSettings::default(), Vec::new())
        };
        if !global.no_pager {
            page_output(env, streams, user.get(UserKey::Pager));
        }
        Ok(Self {
            store: Store::new(global.place(env)?, locking),
            today,
            style: global.style(env, user.get(UserKey::Color)),
            env,
            user,
            user_problems,
            streams,
            quiet: global.quiet,
            has_prompts: !global.no_input && !env.no_input,
            has_changed: false,
            input_reader: None,
            held_messages: invocation.is_json.then(String::new),
            invocation,
            owner_label: None,
            hint: None,
            usual_hint: None,
        })
    }

    /// Prints a warning for each thing that is wrong with the settings of the user: those are ignored.
    pub(crate) fn warn_about_user_settings(&mut self) {
        for problem in std::mem::take(&mut self.user_problems) {
            self.warn(&problem);
        }
    }

    /// Returns the path of the registry, for people.
    pub(crate) fn path(&self) -> String {
        self.store.path().path.display().to_string()
    }

    /// Returns true if only errors are printed to stderr.
    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Returns false if `--no-input` or `MOU_NO_INPUT` forbids to ask, also by an editor.
    pub(crate) fn has_prompts(&self) -> bool {
        self.has_prompts
    }

    /// Returns true if prompts are not forbidden, and stdin and stderr are terminals, so that a prompt is
    /// possible.
    pub(crate) fn can_ask(&self) -> bool {
        self.has_prompts && self.env.stdin_is_terminal && self.env.stderr_is_terminal
    }

    /// Returns the error for a change that cannot be confirmed; `verb` names it, such as `remove`.
    pub(crate) fn needs_yes(&self, verb: &str) -> Error {
        let why = if self.has_prompts {
            "there is no terminal to confirm on"
        } else {
            "mou does not ask with `--no-input`"
        };
        Error::usage(format!("{why}; use `--yes` to {verb} without asking"))
    }

    /// Writes a result to stdout. Does nothing if the command answers with JSON, which has the result.
    pub(crate) fn print(&mut self, text: &str) -> Result<()> {
        self.print_bytes(text.as_bytes())
    }

    /// Writes bytes to stdout, as [`Self::print`] does.
    pub(crate) fn print_bytes(&mut self, bytes: &[u8]) -> Result<()> {
        if self.invocation.answer.is_some() {
            return Ok(());
        }
        let written = self.streams.out.write_all(bytes);
        written.map_err(|cause| self.lost_output(&cause))
    }

    /// Writes one value and a line end to stdout; control characters are made visible on a terminal.
    pub(crate) fn print_value(&mut self, value: &str) -> Result<()> {
        let shown = if self.style.width.is_some() { visible(value) } else { value.into() };
        self.print(&format!("{shown}\n"))
    }

    /// Writes one object to stdout, in place of the answer of a command that changes something. For a command
    /// that changed nothing because it was asked for a value.
    pub(crate) fn print_object(&mut self, object: &Object) -> Result<()> {
        let text = self.invocation.answer.take().map(|answer| answer.layout(object));
        self.print(&text.unwrap_or_else(|| json::pretty(object)))
    }

    /// Ends a command that did not fail: prints the answer and the messages that were held, and flushes stdout.
    pub(crate) fn finish(&mut self) -> Result<()> {
        if let Some(answer) = self.invocation.answer.take() {
            self.print(&answer.text()?)?;
        }
        self.flush()?;
        self.print_next_step();
        if let Some(messages) = self.held_messages.take() {
            let _ = self.streams.err.write_all(messages.as_bytes());
        }
        Ok(())
    }

    /// Flushes stdout.
    pub(crate) fn flush(&mut self) -> Result<()> {
        let flushed = self.streams.out.flush();
        flushed.map_err(|cause| self.lost_output(&cause))
    }

    /// Returns the error for a failed write to stdout. It says so if the registry was changed before.
    fn lost_output(&self, cause: &std::io::Error) -> Error {
        let error = Error::output(cause);
        if error.kind() == Kind::BrokenPipe { error } else { self.after_change(error) }
    }

    /// Adds a member to the answer of a command that changes something, as JSON text. Does nothing if the command
    /// prints text for people.
    pub(crate) fn add_member(&mut self, name: &'static str, json: impl FnOnce() -> String) {
        if let Some(answer) = &mut self.invocation.answer {
            answer.add_member(name, json());
        }
    }

    /// Asks a question and returns true if the answer is `y` or `yes`.
    pub(crate) fn confirm(&mut self, question: &str) -> Result<bool> {
        let _ = write!(self.streams.err, "{} [y/N] ", visible(question));
        let _ = self.streams.err.flush();
        let mut answer = String::new();
        BufReader::new(&mut self.streams.input)
            .read_line(&mut answer)
            .map_err(|cause| Error::input(&cause))?;
        Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
    }

    /// Returns the bytes of stdin, which is read for `what`; fails with `too_long` if there are more than `max_bytes`.
    pub(crate) fn input(&mut self, what: &str, max_bytes: u64, too_long: Error) -> Result<Vec<u8>> {
        self.claim_input(what)?;
        let mut bytes = Vec::new();
        let mut input = (&mut self.streams.input).take(max_bytes.saturating_add(1));
        input.read_to_end(&mut bytes).map_err(|cause| Error::input(&cause))?;
        if bytes.len() as u64 > max_bytes {
            return Err(too_long);
        }
        Ok(bytes)
    }

    /// Returns the typed ids, with those on stdin in place of `-`.
    ///
    /// Fails if [`ids::read`] does.
    pub(crate) fn typed_ids(&mut self, typed: &[String]) -> Result<Vec<String>> {
        let mut all = Vec::with_capacity(typed.len());
        for id in typed {
            if id == "-" {
                self.claim_input("the ids")?;
                all.extend(ids::read(BufReader::new(&mut self.streams.input))?);
            } else {
                all.push(id.clone());
            }
        }
        Ok(all)
    }

    /// Fails if stdin is already read for something else than `what`.
    fn claim_input(&mut self, what: &str) -> Result<()> {
        let reader = self.input_reader.get_or_insert_with(|| what.to_owned());
        if reader == what {
            return Ok(());
        }
        Err(Error::usage(format!("standard input cannot be read for both {reader} and {what}"))
            .with_hint("`@FILE` reads a text from a file"))
    }

    /// Returns a text as it was typed, or that of a file if `@FILE` was typed, or of stdin for `-`. `@@x` is
    /// the text `@x`.
    ///
    /// Fails if the file cannot be read, is too long, or is not UTF-8.
    pub(crate) fn long_text(&mut self, flag: &str, typed: &str) -> Result<String> {
        let about = |error: Error| error.with_prefix(&format!("`{flag}`: "));
        match typed.strip_prefix('@') {
            None if typed == "-" => {
                self.claim_input(&format!("`{flag}`"))?;
                text_file::read_input(&mut self.streams.input, "standard input").map_err(about)
            }
            None => Ok(typed.to_owned()),
            Some("") => Err(Error::usage(format!("`{flag}`: `@` names no file; write `@FILE`"))),
            Some(text) if text.starts_with('@') => Ok(text.to_owned()),
            Some(path) => text_file::read(Path::new(path)).map_err(|error| {
                about(error).with_hint(format!("`{flag} \"@@{path}\"` stores the text `@{path}`"))
            }),
        }
    }

    /// Reads the registry file; prints a hint if there is none yet.
    ///
    /// Fails if there is none and it was named, or if the hint would not be seen: with `--quiet` and
    /// `--exit-code` it would mean that nothing was found.
    pub(crate) fn read(&mut self) -> Result<RegistryFile> {
        self.read_by(Store::read)
    }

    /// Reads the registry file as [`Self::read`] does, if all records are [scanned](Store::read_to_pass)
    /// first.
    pub(crate) fn read_to_pass(&mut self) -> Result<RegistryFile> {
        self.read_by(Store::read_to_pass)
    }

    fn read_by(&mut self, f: impl Fn(&Store) -> Result<RegistryFile>) -> Result<RegistryFile> {
        let registry = f(&self.store)?;
        if !registry.exists() {
            let path = self.path();
            if self.quiet || self.invocation.has_exit_code {
                return Err(self.store.no_registry());
            }
            self.hint(&format!(
                "there is no registry at `{path}` yet; `mou add` or `mou import` creates it"
            ));
        }
        Ok(registry)
    }

    /// Reads all agreements, with their standing today.
    pub(crate) fn listing(&mut self) -> Result<Listing> {
        let registry = self.read_to_pass()?;
        let records = registry.scan(|record, records| {
            records.push((record.agreement()?, record.text().to_owned()));
            Ok(())
        })?;
        Ok(Listing::new(registry.head(), records, self.today))
    }

    /// Reads the lineages of these agreements, with the standing of each agreement today.
    pub(crate) fn lineages(&self, registry: &RegistryFile, ids: &[Id]) -> Result<Listing> {
        let links = registry.links()?;
        self.listing_of(registry, chain::linked(ids, &links))
    }

    /// Reads these agreements, with their standing today.
    pub(crate) fn listing_of(&self, registry: &RegistryFile, ids: BTreeSet<Id>) -> Result<Listing> {
        Ok(Listing::new(registry.head(), records_of(registry, ids)?, self.today))
    }

    /// Changes the registry by `f`. In a dry run the differences are printed, old → new, and nothing
    /// is written.
    ///
    /// `f` may run twice and must change nothing but the transaction.
    pub(crate) fn change<T>(
        &mut self,
        dry_run: bool,
        f: impl FnMut(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<ChangeResult<T>> {
        self.run(dry_run, |store, stamp, mode| store.change(stamp, mode, f))
    }

    /// Returns the value of `f` without writing or printing anything.
    pub(crate) fn try_out<T>(
        &mut self,
        f: impl FnMut(&mut Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        Ok(self.store.change(&self.stamp(), Mode::Try, f)?.value)
    }

    /// Prints the differences, old → new.
    pub(crate) fn print_changes<T>(&mut self, result: &ChangeResult<T>) -> Result<()> {
        if let Some((before, after)) = &result.head {
            self.print(&header_diff(before, after, self.style))?;
        }
        for change in &result.changes {
            self.print(&agreement_diff(change.before.as_ref(), change.after.as_ref(), self.style))?;
        }
        Ok(())
    }

    /// Runs a change of the store and prints its warnings, and in a dry run the differences.
    pub(crate) fn run<T>(
        &mut self,
        dry_run: bool,
        f: impl FnOnce(&Store, &Stamp, Mode) -> Result<Committed<T>>,
    ) -> Result<ChangeResult<T>> {
        let needs_new_records = self.invocation.answer.is_some()
            || (self.env.stderr_is_terminal
                && next_step::needs_new_records(&self.invocation.command));
        let mode = match (needs_new_records, dry_run) {
            (_, true) => Mode::Try,
            (true, false) => Mode::Report,
            (false, false) => Mode::Apply,
        };
        let committed = f(&self.store, &self.stamp(), mode)?;
        let has_differences =
            committed.changed > 0 || committed.head.is_some() || committed.created;
        self.has_changed = has_differences && !dry_run;
        if self.has_changed && self.env.stderr_is_terminal {
            self.usual_hint = Some(next_step::after(&self.invocation.command, &committed.changes));
        }
        let has_new_owner = committed.head.as_ref().is_some_and(|(old, new)| {
            (committed.created || old.owner.is_none()) && new.owner.is_some()
        });
        self.warn_all(&committed.warnings);
        self.add_to_answer(&committed).map_err(|error| self.after_change(error))?;
        let result = ChangeResult {
            value: committed.value,
            changes: committed.changes,
            // All of a new header differs, so it is not worth printing.
            head: committed.head.filter(|_| !committed.created),
            is_written: self.has_changed,
            is_dry_run: dry_run,
        };
        if dry_run {
            if self.invocation.is_for_people {
                self.print_changes(&result)?;
            }
            if !has_differences {
                self.say("Nothing would change.");
            } else if !self.invocation.is_preview {
                self.say("Dry run, nothing was written.");
            }
        } else if committed.created {
            let owner = self.owner_label.as_ref().filter(|_| has_new_owner);
            let owner = owner.map(|owner| format!("; its owner is {owner}")).unwrap_or_default();
            self.say(&format!("new registry `{}`{owner}", self.path()));
        } else if has_new_owner && let Some(owner) = self.owner_label.take() {
            self.say(&format!("the owner of the registry is now {owner}"));
        }
        Ok(result)
    }

    /// Adds what changed to the answer, if there is one.
    fn add_to_answer<T>(&mut self, committed: &Committed<T>) -> Result<()> {
        let Some(answer) = &mut self.invocation.answer else { return Ok(()) };
        if committed.changes.is_empty() {
            return Ok(());
        }
        let has_registry = self.has_changed || !committed.created;
        let registry = has_registry.then(|| self.store.read_to_pass()).transpose()?;
        answer.add(committed, registry.as_ref(), self.today)
    }

    /// Returns the error, which says so if the registry was changed before.
    fn after_change(&self, error: Error) -> Error {
        if self.has_changed {
            error.with_suffix("; the change was written to the file")
        } else {
            error
        }
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

/// Returns these agreements, each with the text of its record.
pub(crate) fn records_of(
    registry: &RegistryFile,
    ids: BTreeSet<Id>,
) -> Result<Vec<(Agreement, String)>> {
    let mut records = Vec::with_capacity(ids.len());
    for id in ids {
        // A link can point at an id without a record.
        if let Some(record) = registry.find(id.as_str())? {
            records.push((record.agreement()?, record.text().to_owned()));
        }
    }
    Ok(records)
}

/// From now on, results that do not fit on the screen go to a pager: the one of the environment, or of the settings of
/// the user.
pub(crate) fn page_output(env: &Env, streams: &mut Streams, by_user: Option<&str>) {
    let (Some(rows), Some(columns)) = (env.stdout_rows, env.stdout_columns) else { return };
    let pager = env.pager.clone().or_else(|| by_user.map(str::to_owned));
    let screen = Screen { rows, columns, pager, has_less_options: env.has_less_options };
    let terminal = std::mem::replace(&mut streams.out, Box::new(std::io::sink()));
    streams.out = Box::new(PagedOutput::new(screen, terminal));
}
