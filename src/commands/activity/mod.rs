//! `mou activity`: what is done under agreements, and what is to be done.

mod add;
mod done;
mod edit;
mod list;
mod named;
mod remove;
mod show;

use clap::Subcommand;

use crate::commands::Desk;
use crate::error::Result;

/// Record and list what is done under agreements, and what is to be done
///
/// An activity is a meeting, a visit, a pilot, a report, …, or an obligation that is due by some
/// day. Without a command, all of them are listed.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou activity\n  mou activity add gds-govtech-2022 \"Study visit to \
                  London\" --kind visit --on 2023-03-01\n  mou activity list --overdue"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Clone, Subcommand)]
enum Command {
    Add(Box<add::Args>),
    List(list::Args),
    Show(show::Args),
    Edit(Box<edit::Args>),
    Done(done::Args),
    Remove(remove::Args),
}

/// Does what was asked for; lists all activities where nothing was.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    match &args.command {
        None => list::run(&list::Args::default(), desk),
        Some(Command::Add(args)) => add::run(args, desk),
        Some(Command::List(args)) => list::run(args, desk),
        Some(Command::Show(args)) => show::run(args, desk),
        Some(Command::Edit(args)) => edit::run(args, desk),
        Some(Command::Done(args)) => done::run(args, desk),
        Some(Command::Remove(args)) => remove::run(args, desk),
    }
}
