//! Parsing with clap: the global flags, values that begin with `-`, and errors in our own words.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches, ValueEnum};
use directories::ProjectDirs;

use crate::commands::answer::{ANSWER_ID, Answer, ObjectFormat};
use crate::commands::flag;
use crate::domain::{Day, input};
use crate::env::Env;
use crate::error::{Error, Result};
use crate::platform;
use crate::render::Style;
use crate::store::RegistryPath;

/// The file name of the registry in the user's data folder.
const DEFAULT_FILE_NAME: &str = "registry.json";

/// The flags that every command takes.
#[derive(Debug, Clone, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag")]
#[command(next_help_heading = "Everywhere")]
pub(crate) struct Global {
    /// Registry file
    #[arg(long, global = true, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Date to use as today
    #[arg(long, global = true, value_name = "DATE")]
    as_of: Option<String>,
    /// When to colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", value_enum)]
    color: Option<Color>,
    /// Width of tables and cards in columns, also on a pipe
    #[arg(
        long,
        global = true,
        value_name = "COLUMNS",
        value_parser = flag::whole_number::<NonZeroUsize>
    )]
    width: Option<NonZeroUsize>,
    /// Use only ASCII characters for rules and arrows
    #[arg(long, global = true)]
    ascii: bool,
    /// Print to the terminal even if it does not fit
    #[arg(long, global = true)]
    pub(crate) no_pager: bool,
    /// Print errors only
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
    /// Never ask
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    /// How long to wait while another process changes the registry
    #[arg(long, global = true, value_name = "SECONDS", default_value = "10s")]
    pub(crate) lock_timeout: String,
    /// Change the registry without a lock
    #[arg(long, global = true)]
    pub(crate) no_lock: bool,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Color {
    /// On a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// Returns the path of the registry: `file`, `MOU_FILE` or the default one.
///
/// Fails if none is given and there is no home folder.
pub(crate) fn registry_path(file: Option<&PathBuf>, env: &Env) -> Result<RegistryPath> {
    if let Some(path) = file.or(env.file.as_ref()) {
        return Ok(RegistryPath { path: path.clone(), named: true });
    }
    let folder = match &env.data_home {
        Some(data) => Some(data.join("mou")),
        None => ProjectDirs::from("", "", "mou").map(|project| project.data_dir().to_owned()),
    };
    let folder = folder.ok_or_else(|| {
        Error::failed("there is no home folder to keep the registry in")
            .with_hint("name a registry with `--file FILE` or MOU_FILE")
    })?;
    Ok(RegistryPath { path: folder.join(DEFAULT_FILE_NAME), named: false })
}

impl Global {
    /// Returns the date to use as today: `--as-of`, `MOU_TODAY` or the local date. The first two may be
    /// relative to the next one.
    pub(crate) fn today(&self, env: &Env) -> Result<Day> {
        let mut today = env.local_date();
        for (name, named) in [("MOU_TODAY", &env.today), ("--as-of", &self.as_of)] {
            if let Some(text) = named {
                today = input::parse_day(text, today)
                    .map_err(|why| flag::refused(name, &why, input::ACCEPTED_DAYS))?;
            }
        }
        Ok(today)
    }

    /// Returns the path of the registry: `--file`, `MOU_FILE` or the default one.
    ///
    /// Fails if none is given and there is no home folder.
    pub(crate) fn place(&self, env: &Env) -> Result<RegistryPath> {
        registry_path(self.file.as_ref(), env)
    }

    /// Returns the colours, width and characters of stdout. `color` is the setting of the user, if there is one.
    pub(crate) fn style(&self, env: &Env, color: Option<&str>) -> Style {
        let has_colors = platform::enable_colors() && env.stdout_columns.is_some();
        let by_user = color.and_then(|word| Color::from_str(word, false).ok());
        let by_environment =
            env.color.map(|is_on| if is_on { Color::Always } else { Color::Never });
        let by_flag = self.color.filter(|color| *color != Color::Auto);
        let is_given = self.color.is_some();
        let color = match by_flag.or(by_environment).or(by_user.filter(|_| !is_given)) {
            Some(Color::Always) => true,
            Some(Color::Never) => false,
            Some(Color::Auto) | None => has_colors,
        };
        let width = self.width.map(NonZeroUsize::get).or(env.stdout_columns);
        Style { width, color, ascii: self.ascii || env.is_ascii() }
    }
}

/// What the parsed arguments say that concerns every command.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
pub(crate) struct Invocation {
    /// The command as typed: `activity add`; empty for `mou` alone.
    pub(crate) command: String,
    /// The answer to fill, if the command changes something and JSON is asked for.
    pub(crate) answer: Option<Answer>,
    /// Whether JSON is asked for.
    pub(crate) is_json: bool,
    /// Whether text for people is asked for.
    pub(crate) is_for_people: bool,
    /// Whether the exit code reports if anything was found.
    pub(crate) has_exit_code: bool,
    /// Whether the user sees what would be recorded, and is asked next.
    pub(crate) is_preview: bool,
}

impl Invocation {
    /// Reads it from the parsed arguments.
    pub(super) fn new(matches: &ArgMatches, args: &[OsString]) -> Self {
        let is_json = asks_for_json(args);
        let mut words = Vec::new();
        let mut last = matches;
        while let Some((name, matches)) = last.subcommand() {
            words.push(name);
            last = matches;
        }
        let is_given = |flag: &str| last.try_get_one(flag).ok().flatten() == Some(&true);
        let command = words.join(" ");
        // A command that only reads has no such flag.
        let format = last.try_get_one::<ObjectFormat>(ANSWER_ID).ok().flatten();
        let answer = format
            .filter(|_| is_json)
            .and_then(|format| Answer::new(command.clone(), *format, is_given("dry_run")));
        let prints_ids = is_given("null");
        let is_for_people =
            !prints_ids && matches!(typed_format(args), None | Some("table" | "text"));
        let has_exit_code = is_given("exit_code");
        Self { command, answer, is_json, is_for_people, has_exit_code, is_preview: false }
    }
}

/// Returns true if the arguments ask for JSON or JSON Lines, even if they are wrong otherwise: then the error
/// is JSON, too.
pub(crate) fn asks_for_json(args: &[OsString]) -> bool {
    matches!(typed_format(args), Some("json" | "jsonl"))
}

/// Returns the value of `-o` or `--format`.
fn typed_format(args: &[OsString]) -> Option<&str> {
    let mut args = args.iter().map(|arg| arg.to_str().unwrap_or_default());
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix("--") {
            Some("") => return None,
            Some("format") => Some(""),
            Some(long) => long.strip_prefix("format="),
            // Flags without a value may precede it, as in `-no json`.
            None => arg.strip_prefix('-').and_then(|short| {
                let (before, value) = short.split_once('o')?;
                let is_cluster = before.bytes().all(|letter| letter.is_ascii_alphabetic());
                is_cluster.then(|| value.strip_prefix('=').unwrap_or(value))
            }),
        };
        match value {
            Some("") => return args.next(),
            Some(format) => return Some(format),
            None => {}
        }
    }
    None
}

/// Joins a value that begins with `-` to the flag before it, as in `--on -1y`, so that clap does not
/// parse it as a flag. `--` always begins a flag.
pub(super) fn with_joined_values(args: &[OsString], cli: &clap::Command) -> Vec<OsString> {
    // Building all flags takes longer than most commands.
    if !has_dashed_values(args) {
        return args.to_vec();
    }
    // Commands are deferred: they have no flags before they are built.
    let mut cli = cli.clone();
    cli.build();
    let mut flags = BTreeSet::new();
    flags_with_values(&cli, &mut flags);
    let mut joined: Vec<OsString> = Vec::with_capacity(args.len());
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        if arg == "--" {
            joined.push(arg.clone());
            joined.extend(rest.cloned());
            break;
        }
        let follows_flag =
            joined.last().and_then(|last| last.to_str()).is_some_and(|last| flags.contains(last));
        if follows_flag && is_dashed_value(arg) {
            if let Some(flag) = joined.last_mut() {
                flag.push("=");
                flag.push(arg);
            }
        } else {
            joined.push(arg.clone());
        }
    }
    joined
}

/// Returns true if one of the arguments is a value that begins with `-`.
pub(super) fn has_dashed_values(args: &[OsString]) -> bool {
    args.iter().any(|arg| is_dashed_value(arg))
}

fn flags_with_values(cli: &clap::Command, flags: &mut BTreeSet<String>) {
    for arg in cli.get_arguments() {
        let takes_value = matches!(arg.get_action(), ArgAction::Set | ArgAction::Append);
        if let (true, Some(long)) = (takes_value, arg.get_long()) {
            flags.insert(format!("--{long}"));
        }
    }
    for command in cli.get_subcommands() {
        flags_with_values(command, flags);
    }
}

/// Returns true if the argument begins with `-` and is a value: `-1y`, `-5 degrees`.
fn is_dashed_value(arg: &OsStr) -> bool {
    let Some(text) = arg.to_str() else { return false };
    let after_dash = text.strip_prefix('-').and_then(|rest| rest.chars().next());
    after_dash.is_some_and(|letter| {
        letter.is_ascii_digit() || (letter != '-' && text.contains(char::is_whitespace))
    })
}

/// Fails if a flag or operand has an empty value: `--file ""`.
pub(super) fn refuse_empty_values(matches: &ArgMatches, cli: &clap::Command) -> Result<()> {
    for arg in cli.get_arguments() {
        let id = arg.get_id().as_str();
        let is_typed = matches.try_contains_id(id).unwrap_or(false)
            && matches.value_source(id) == Some(ValueSource::CommandLine);
        if is_typed && matches.get_raw(id).into_iter().flatten().any(OsStr::is_empty) {
            return Err(flag::not_accepted(&name_of(arg), "", "a value"));
        }
    }
    if let Some((name, matches)) = matches.subcommand()
        && let Some(command) = cli.find_subcommand(name)
    {
        refuse_empty_values(matches, command)?;
    }
    Ok(())
}

fn name_of(arg: &clap::Arg) -> String {
    match (arg.get_long(), arg.get_value_names()) {
        (Some(long), _) => format!("--{long}"),
        (None, Some([name, ..])) => name.to_string(),
        (None, _) => arg.get_id().as_str().to_uppercase(),
    }
}
