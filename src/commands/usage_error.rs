//! The errors of the command-line parser, in our own words and with a hint at the way out.

use std::ffi::OsString;

use clap::Command;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::commands::flag;
use crate::error::Error;
use crate::render::words;

/// Returns the error for a command line that clap refuses, with what was typed made visible.
pub(super) fn usage_error(error: &clap::Error, args: &[OsString], cli: &Command) -> Error {
    let list = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    };
    let text = |kind: ContextKind| words::list_and(&list(kind));
    let argument = text(ContextKind::InvalidArg);
    let name = name_in(&argument);
    let value = text(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("unknown flag `{argument}`")
        }
        ErrorKind::UnknownArgument => format!("unexpected argument `{argument}`"),
        ErrorKind::InvalidSubcommand => {
            format!("unknown command `{}`", text(ContextKind::InvalidSubcommand))
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            if args.iter().any(|arg| arg.is_empty() || arg.as_encoded_bytes().ends_with(b"=")) {
                return flag::not_accepted(&name, "", "a value");
            }
            format!("`{name}` needs a value")
        }
        ErrorKind::InvalidValue => {
            let accepted = words::list_or(&list(ContextKind::ValidValue));
            format!("`{name}`: `{value}` is not accepted; use {accepted}")
        }
        ErrorKind::ValueValidation => {
            // The message of our value parsers is what they accept.
            let accepted = std::error::Error::source(error).map(ToString::to_string);
            let accepted = accepted.unwrap_or_else(|| "another value".to_owned());
            return flag::not_accepted(&name, &value, &accepted);
        }
        ErrorKind::MissingRequiredArgument => {
            let missing: Vec<String> =
                list(ContextKind::InvalidArg).iter().map(|argument| shown(argument)).collect();
            format!("missing {}", words::list_and(&missing))
        }
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            other if other.is_empty() => format!(
                "`{name}` cannot be combined with the other \
                flags"
            ),
            other if other == argument => format!("`{name}` can be given once only"),
            other => format!("`{name}` cannot be combined with `{}`", name_in(&other)),
        },
        ErrorKind::TooManyValues => format!("`{name}` takes no value, and `{value}` was given"),
        ErrorKind::InvalidUtf8 => "the arguments are not UTF-8".to_owned(),
        _ => {
            let text = error.render().to_string();
            let line = text.lines().next().unwrap_or_default();
            line.strip_prefix("error: ").unwrap_or(line).to_owned()
        }
    };
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .flat_map(list)
            .collect::<Vec<_>>();
    let hint = if suggested.is_empty() {
        let is_unknown = error.kind() == ErrorKind::UnknownArgument;
        let missing = list(ContextKind::InvalidArg);
        is_unknown
            .then(|| hint_at_unknown(&argument, args, cli))
            .flatten()
            .or_else(|| hint_at_ids(missing.first()?).filter(|_| !is_unknown))
            .unwrap_or_else(|| hint_at_help(args, cli))
    } else {
        format!("did you mean {}?", words::ticked(&suggested))
    };
    let is_value = error.kind() == ErrorKind::InvalidValue && !value.is_empty();
    let error = if is_value { Error::bad_value(message) } else { Error::usage(message) };
    error.with_hint(hint)
}

/// Returns the name in an argument as clap writes it: `--limit` of `--limit <NUMBER>`, `N` of `[N]`.
fn name_in(argument: &str) -> String {
    let name = argument.trim_start_matches(['[', '<']).split([' ', '=', '[', ']', '>']).next();
    name.unwrap_or_default().to_owned()
}

/// Returns an argument as clap writes it, without brackets and dots: `ID` of `<ID>...`,
/// `` `--by NAME` `` of `--by <NAME>`.
fn shown(argument: &str) -> String {
    let plain = argument.trim_end_matches("...").replace(['<', '>', '[', ']'], "");
    if plain.starts_with('-') { format!("`{plain}`") } else { plain }
}

/// Returns a hint for an unknown argument: the flag that takes it as a value after `=`, or the commands that
/// have the flag.
fn hint_at_unknown(argument: &str, args: &[OsString], cli: &Command) -> Option<String> {
    let mut all = cli.clone();
    all.build();
    let (command, _) = named_command(args, &all);
    if !argument.starts_with('-') {
        let index = args.iter().position(|arg| arg == argument)?;
        let before = args.get(index.checked_sub(1)?)?.to_str()?;
        let is_before = |arg: &&clap::Arg| arg.get_long() == before.strip_prefix("--");
        let flag = command.get_arguments().find(is_before)?;
        return flag
            .is_require_equals_set()
            .then(|| format!("write `{before}={argument}`: the value follows `=`"));
    }
    let long = argument.strip_prefix("--")?.split('=').next()?;
    let mut commands = Vec::new();
    find_flag(long, &all, "mou", &mut commands);
    let (first, others) = commands.split_first()?;
    Some(match others.len() {
        0 => format!("`{first}` has this flag"),
        1 => format!("`{first}` and `{}` have this flag", others[0]),
        more => format!("`{first}` and {more} other commands have this flag"),
    })
}

/// Adds the commands that have a flag.
fn find_flag(long: &str, command: &Command, name: &str, found: &mut Vec<String>) {
    for below in command.get_subcommands() {
        let name = format!("{name} {}", below.get_name());
        if below.get_arguments().any(|arg| arg.get_long() == Some(long)) {
            found.push(name.clone());
        }
        find_flag(long, below, &name, found);
    }
}

/// Returns the hint at the list of ids if the argument that is missing is an id.
fn hint_at_ids(missing: &str) -> Option<String> {
    match name_in(missing).as_str() {
        "ID" => Some("`mou list` shows the ids".to_owned()),
        "ID/N" => Some("`mou activity list` shows the ids".to_owned()),
        _ => None,
    }
}

/// Returns the hint at the help of the command that was typed.
fn hint_at_help(args: &[OsString], cli: &Command) -> String {
    let (_, path) = named_command(args, cli);
    if path.is_empty() {
        return "`mou help` shows the commands".to_owned();
    }
    format!("`mou help {path}` shows the flags and examples")
}

/// Returns the command that the arguments name, and the words that they name it by.
fn named_command<'c>(args: &[OsString], cli: &'c Command) -> (&'c Command, String) {
    let mut command = cli;
    let mut path = Vec::new();
    for arg in args {
        if let Some(below) = command.find_subcommand(arg) {
            path.push(below.get_name());
            command = below;
        }
    }
    (command, path.join(" "))
}
