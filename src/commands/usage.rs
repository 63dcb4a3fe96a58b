//! What was typed wrongly: clap's findings in our own words, with what was typed made visible.

use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgAction, ArgMatches};

use super::{help, innermost};
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
                return Err(Error::usage(format!("`{}` cannot be empty", name_of(arg))));
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
    // An operand comes as `[N]` or `<ID>...`, a flag as `--limit <NUMBER>`.
    let flag = argument.trim_start_matches(['[', '<']).split([' ', '=', '[', ']', '>']).next();
    let flag = flag.unwrap_or_default().to_owned();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let message = match error.kind() {
        ErrorKind::UnknownArgument => format!("there is no flag or operand `{argument}` here"),
        ErrorKind::InvalidSubcommand => {
            let command = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("there is no command `{command}`")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("`{flag}` needs a value"),
        ErrorKind::InvalidValue => {
            let accepted = list(ContextKind::ValidValue);
            if accepted.is_empty() {
                format!("`{flag}` cannot be `{value}`")
            } else {
                format!("`{flag}` cannot be `{value}`; accepted are {}", words::list_and(&accepted))
            }
        }
        ErrorKind::ValueValidation => {
            let cause = std::error::Error::source(error);
            if cause.is_some_and(<dyn std::error::Error>::is::<std::num::ParseIntError>) {
                return Error::usage(format!(
                    "`{flag}` cannot be `{value}`; accepted is a whole number"
                ));
            }
            let cause = cause.map_or_else(|| "it has another form".to_owned(), ToString::to_string);
            format!("`{flag}` cannot be `{value}`: {cause}")
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = list(ContextKind::InvalidArg);
            let is = if missing.len() == 1 { "is" } else { "are" };
            format!("{} {is} missing", words::list_and(&missing))
        }
        ErrorKind::ArgumentConflict => {
            let other = text(ContextKind::PriorArg);
            match other {
                Some(other) if other == argument => format!("`{flag}` can be given once only"),
                Some(other) => format!("`{argument}` does not go with `{other}`"),
                None => format!("`{argument}` does not go with the rest"),
            }
        }
        ErrorKind::NoEquals => format!("`{flag}` takes its value after `=` only"),
        ErrorKind::TooManyValues => format!("`{flag}` takes no value, and `{value}` was given"),
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

/// Tells whether the arguments name no command.
fn is_top(args: &[OsString], cli: &clap::Command) -> bool {
    !args.iter().any(|arg| arg.to_str().is_some_and(|arg| cli.find_subcommand(arg).is_some()))
}

fn first_line(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or(line).to_owned()
}
