//! What was typed wrongly: clap's findings in our own words, with what was typed made visible.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches};

use super::{flag, help, innermost};
use crate::Streams;
use crate::env::Env;
use crate::error::{Error, Result};
use crate::render::words;

/// Joins a value that begins with `-` to the flag before it, as in `--on -1y`, so that it is not
/// taken for a flag. A value that begins with `--` is never taken for one.
pub(super) fn with_joined_values(args: &[OsString], cli: &clap::Command) -> Vec<OsString> {
    // Few command lines have such a value, and to know all flags costs more than most commands.
    if !have_values_to_join(args) {
        return args.to_vec();
    }
    let mut flags = BTreeSet::new();
    flags_with_values(cli, &mut flags);
    let words = args.iter().filter_map(|arg| arg.to_str());
    for command in words.filter_map(|word| cli.find_subcommand(word)) {
        // Its flags are not made yet.
        let mut command = command.clone();
        command.build();
        flags_with_values(&command, &mut flags);
    }
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
        if follows_flag && looks_like_value(arg) {
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

/// Tells whether there is a value that begins with `-`.
pub(super) fn have_values_to_join(args: &[OsString]) -> bool {
    args.iter().any(|arg| looks_like_value(arg))
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

/// Tells whether an argument is a value though it begins with `-`: `-1y`, `-5 degrees`.
fn looks_like_value(arg: &OsStr) -> bool {
    let Some(text) = arg.to_str() else { return false };
    let mut letters = text.chars();
    letters.next() == Some('-')
        && letters.next().is_some_and(|second| second != '-')
        && (text.chars().nth(1).is_some_and(|second| second.is_ascii_digit())
            || text.contains(char::is_whitespace))
}

/// Refuses flags and operands that were given without a value: `--file ""`.
pub(super) fn refuse_empty_values(matches: &ArgMatches, cli: &clap::Command) -> Result<()> {
    for (matches, command) in innermost(matches, cli) {
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str();
            let typed = matches.try_contains_id(id).unwrap_or(false)
                && matches.value_source(id) == Some(ValueSource::CommandLine);
            if !typed {
                continue;
            }
            let mut values = matches.get_raw(id).into_iter().flatten();
            if values.any(OsStr::is_empty) {
                return Err(flag::not_accepted(&name_of(arg), "", "a value"));
            }
        }
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

/// Prints the help or the version where that was asked for; returns anything else as the complaint
/// that it is.
pub(super) fn answer(
    error: &clap::Error,
    env: &Env,
    streams: &mut Streams,
    cli: &clap::Command,
) -> Result<()> {
    let text = match error.kind() {
        ErrorKind::DisplayVersion => error.render().to_string(),
        ErrorKind::DisplayHelp => help::asked(&error.render().to_string(), is_top(&env.args, cli)),
        _ => return Err(complaint(error)),
    };
    streams.out.write_all(text.as_bytes()).map_err(|cause| Error::output(&cause))
}

fn complaint(error: &clap::Error) -> Error {
    let text = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(words::list_and(texts)),
        _ => None,
    };
    let list = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let name = name_in(&argument);
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("there is no flag or operand `{argument}` here"),
        ErrorKind::InvalidSubcommand => {
            let command = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("there is no command `{command}`")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("`{name}` needs a value"),
        ErrorKind::InvalidValue => {
            let accepted = list(ContextKind::ValidValue);
            if accepted.is_empty() {
                format!("`{name}` cannot be `{value}`")
            } else {
                format!("`{name}` cannot be `{value}`; accepted are {}", words::list_and(&accepted))
            }
        }
        ErrorKind::ValueValidation => {
            // Our value parsers fail with what they accept.
            let accepted = std::error::Error::source(error).map(ToString::to_string);
            let accepted = accepted.unwrap_or_else(|| "another value".to_owned());
            return flag::not_accepted(&name, &value, &accepted);
        }
        ErrorKind::MissingRequiredArgument => {
            let missing: Vec<String> =
                list(ContextKind::InvalidArg).iter().map(|argument| shown(argument)).collect();
            format!("missing {}", words::list_and(&missing))
        }
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            match other {
                Some(other) if other == argument => format!("`{name}` can be given once only"),
                Some(other) => format!("`{name}` does not go with `{}`", name_in(&other)),
                None => format!("`{name}` does not go with the rest"),
            }
        }
        ErrorKind::NoEquals => format!("`{name}` takes its value after `=` only"),
        ErrorKind::TooManyValues => format!("`{name}` takes no value, and `{value}` was given"),
        ErrorKind::MissingSubcommand => "a command is missing".to_owned(),
        ErrorKind::InvalidUtf8 => "the arguments are not UTF-8".to_owned(),
        _ => first_line(&error.render().to_string()),
    };
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .flat_map(list)
            .collect::<Vec<_>>();
    let hint = if suggested.is_empty() {
        "`mou help` shows the commands, and `mou help COMMAND` the flags of one".to_owned()
    } else {
        format!("did you mean {}?", words::ticked(&suggested))
    };
    Error::usage(message).with_hint(hint)
}

/// Returns the name of an argument as clap writes it: `--limit` of `--limit <NUMBER>`, `N` of `[N]`.
fn name_in(argument: &str) -> String {
    let name = argument.trim_start_matches(['[', '<']).split([' ', '=', '[', ']', '>']).next();
    name.unwrap_or_default().to_owned()
}

/// Returns an argument as clap writes it without its brackets and dots: `ID` of `<ID>...`,
/// `` `--by NAME` `` of `--by <NAME>`.
fn shown(argument: &str) -> String {
    let plain = argument.trim_end_matches("...").replace(['<', '>', '[', ']'], "");
    if plain.starts_with('-') { format!("`{plain}`") } else { plain }
}

/// Tells whether the arguments name no command.
fn is_top(args: &[OsString], cli: &clap::Command) -> bool {
    !args.iter().any(|arg| arg.to_str().is_some_and(|arg| cli.find_subcommand(arg).is_some()))
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
