//! `mou activity`: the activities under agreements.

mod add;
mod edit;
mod list;
mod remove;

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
    command: Option<ActivityVerb>,
}

#[derive(Debug, Clone, Subcommand)]
enum ActivityVerb {
    Add(Box<add::Args>),
    List(list::Args),
    Show(list::ShowArgs),
    Edit(Box<edit::Args>),
    Done(edit::DoneArgs),
    Remove(remove::Args),
}

/// Runs the command, or lists all activities if there is none.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    match &args.command {
        None => list::run(&list::Args::default(), desk),
        Some(ActivityVerb::Add(args)) => add::run(args, desk),
        Some(ActivityVerb::List(args)) => list::run(args, desk),
        Some(ActivityVerb::Show(args)) => list::run_show(args, desk),
        Some(ActivityVerb::Edit(args)) => edit::run(args, desk),
        Some(ActivityVerb::Done(args)) => edit::run_done(args, desk),
        Some(ActivityVerb::Remove(args)) => remove::run(args, desk),
    }
}
