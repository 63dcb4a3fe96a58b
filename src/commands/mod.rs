//! The verbs: each a file with its flags and what it does.

#![allow(rustdoc::broken_intra_doc_links, reason = "the comments on flags are shown as they stand")]

mod activity;
mod add;
mod amend;
mod asking;
mod card;
mod chain;
mod check;
mod config;
mod decide;
mod desk;
mod done;
mod edit;
mod event;
mod expiring;
mod export;
mod fields;
mod filters;
mod flag;
mod followers;
mod global;
mod help;
mod ids;
mod import;
mod init;

mod keep;
mod links;
mod list;
mod log;
mod notice;
mod output;
mod overview;
mod parse;
mod progress;
mod redo;
mod remove;
mod renew;
mod resume;
mod row;
mod schema;
mod show;
mod sound;
mod successor;
mod suspend;
mod terminate;
mod told;
mod undo;
mod usage;
mod why;

use clap::{ArgMatches, Parser, Subcommand};

use self::card::{CardArgs, CardFormat};
pub(crate) use self::desk::Desk;
pub(crate) use self::global::Global;
use crate::Streams;
use crate::env::Env;
use crate::error::{Error, Result};

/// Keeps memoranda of understanding and tells, in time, what lapses.
#[derive(Debug, Parser)]
#[command(
    name = "mou",
    version,
    disable_help_subcommand = true,
    infer_subcommands = false,
    subcommand_required = false
)]
struct Cli {
    #[command(flatten)]
    top: Top,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The flags that stand before the command, or after it.
#[derive(Debug, clap::Args)]
struct Top {
    #[command(flatten)]
    global: Global,
    #[command(flatten)]
    output: CardArgs,
}

/// The commands; the flags of one are made when it is called, and those of the others never.
#[derive(Debug, Subcommand)]
#[command(defer = true)]
enum Command {
    Init(init::Args),
    Add(Box<add::Args>),
    List(list::Args),
    Show(show::Args),
    Why(why::Args),
    Expiring(expiring::Args),
    Renew(Box<renew::Args>),
    Edit(Box<edit::Args>),
    Amend(Box<amend::Args>),
    Notice(notice::Args),
    Suspend(suspend::Args),
    Resume(resume::Args),
    Terminate(terminate::Args),
    Decide(decide::Args),
    Remove(remove::Args),
    Activity(activity::Args),
    Chain(chain::Args),
    Check(check::Args),
    Export(export::Args),
    Import(Box<import::Args>),
    Log(log::Args),
    Undo(undo::Args),
    Redo(redo::Args),
    Config(config::Args),
    Schema(schema::Args),
    Help(help::Args),
}

/// Runs the command that the arguments of `env` name.
pub(crate) fn run(env: &Env, streams: &mut Streams) -> Result<()> {
    let Some(Cli { top, command }) = parse::parse(env, streams)? else {
        return Ok(());
    };
    let Some(command) = command else {
        let mut desk = Desk::new(env, streams, &top.global)?;
        overview::run(&top.output, &mut desk)?;
        return desk.flush();
    };
    if top.output.format != CardFormat::default() {
        return Err(Error::usage("`--format` stands behind the command"));
    }
    if let Command::Help(args) = &command {
        return help::run(args, streams);
    }
    let mut desk = Desk::new(env, streams, &top.global)?;
    dispatch(&command, &mut desk)?;
    desk.flush()
}

fn dispatch(command: &Command, desk: &mut Desk<'_>) -> Result<()> {
    match command {
        Command::Init(args) => init::run(args, desk),
        Command::Add(args) => add::run(args, desk),
        Command::List(args) => list::run(args, desk),
        Command::Show(args) => show::run(args, desk),
        Command::Why(args) => why::run(args, desk),
        Command::Expiring(args) => expiring::run(args, desk),
        Command::Renew(args) => renew::run(args, desk),
        Command::Edit(args) => edit::run(args, desk),
        Command::Amend(args) => amend::run(args, desk),
        Command::Notice(args) => notice::run(args, desk),
        Command::Suspend(args) => suspend::run(args, desk),
        Command::Resume(args) => resume::run(args, desk),
        Command::Terminate(args) => terminate::run(args, desk),
        Command::Decide(args) => decide::run(args, desk),
        Command::Remove(args) => remove::run(args, desk),
        Command::Activity(args) => activity::run(args, desk),
        Command::Chain(args) => chain::run(args, desk),
        Command::Check(args) => check::run(args, desk),
        Command::Export(args) => export::run(args, desk),
        Command::Import(args) => import::run(args, desk),
        Command::Log(args) => log::run(args, desk),
        Command::Undo(args) => undo::run(args, desk),
        Command::Redo(args) => redo::run(args, desk),
        Command::Config(args) => config::run(args, desk),
        Command::Schema(args) => schema::run(args, desk),
        Command::Help(_) => Ok(()),
    }
}

/// Returns the innermost subcommand that matched, with what matched it.
fn innermost<'m>(
    matches: &'m ArgMatches,
    cli: &'m clap::Command,
) -> Vec<(&'m ArgMatches, &'m clap::Command)> {
    let mut path = vec![(matches, cli)];
    let (mut matches, mut cli) = (matches, cli);
    while let Some((name, inner)) = matches.subcommand() {
        let Some(command) = cli.find_subcommand(name) else { break };
        (matches, cli) = (inner, command);
        path.push((matches, cli));
    }
    path
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
