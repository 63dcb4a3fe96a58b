//! Parsing the command line.

use std::ffi::OsString;
use std::io::Write;

use clap::{Args, CommandFactory, FromArgMatches, Subcommand};

use super::{Cli, Command, Top, usage};
use crate::Streams;
use crate::env::Env;
use crate::error::{Error, Result};

/// Parses the arguments; where help or the version was asked for, prints that and returns none.
///
/// To make all commands takes longer than most of them run. So only the one that is named is made at
/// first; where that does not do (something is wrong, or help is asked for), all are made, so that they
/// are known to who answers.
pub(super) fn parse(env: &Env, streams: &mut Streams) -> Result<Option<Cli>> {
    // This is asked before every use by some scripts, and needs no command to be made.
    if env.args == ["--version"] || env.args == ["-V"] {
        let version = format!("mou {}\n", env!("CARGO_PKG_VERSION"));
        let printed = streams.out.write_all(version.as_bytes());
        return printed.map(|()| None).map_err(|cause| Error::output(&cause));
    }
    if let Some(cli) = with_one_command(&env.args)? {
        return Ok(Some(cli));
    }
    let mut cli = Cli::command();
    let args = usage::with_joined_values(&env.args, &cli);
    let matches = match cli.try_get_matches_from_mut(words(&args)) {
        Ok(matches) => matches,
        Err(error) => return usage::answer(&error, env, streams, &cli).map(|()| None),
    };
    usage::refuse_empty_values(&matches, &cli)?;
    Cli::from_arg_matches(&matches)
        .map(Some)
        .or_else(|error| usage::answer(&error, env, streams, &cli).map(|()| None))
}

/// Parses the arguments where there is only the first command that is named in them; returns none where
/// that is not all that they need.
fn with_one_command(args: &[OsString]) -> Result<Option<Cli>> {
    if usage::have_values_to_join(args) {
        return Ok(None);
    }
    let name = || clap::Command::new("mou").disable_help_subcommand(true);
    let all = Command::augment_subcommands(name());
    let Some(named) = args.iter().find_map(|arg| all.find_subcommand(arg)).cloned() else {
        return Ok(None);
    };
    let mut cli = Top::augment_args(name()).subcommand(named);
    let Ok(mut matches) = cli.try_get_matches_from_mut(words(args)) else { return Ok(None) };
    usage::refuse_empty_values(&matches, &cli)?;
    let parsed = Cli::from_arg_matches_mut(&mut matches).ok();
    // The program ends soon, and taking all of this apart takes as long as reading a short registry.
    std::mem::forget((all, cli, matches));
    Ok(parsed)
}

fn words(args: &[OsString]) -> impl Iterator<Item = OsString> {
    std::iter::once(OsString::from("mou")).chain(args.iter().cloned())
}
