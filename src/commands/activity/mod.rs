//! `mou activity`: the activities under agreements.

mod add;
mod edit;
mod list;
mod remove;

use clap::Subcommand;

use crate::commands::Context;
use crate::error::Result;

/// Record and list activities under agreements
///
/// An activity is a meeting, a visit, a pilot, a report, …, or an obligation with a due date.
/// Without a command, all activities are listed.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou activity\n  mou activity add gds-govtech-2022 \"Study visit\" \
                  --kind visit --on 2023-03-01\n  mou activity list --overdue"
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
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    match &args.command {
        None => list::run(&list::Args::default(), context),
        Some(ActivityVerb::Add(args)) => add::run(args, context),
        Some(ActivityVerb::List(args)) => list::run(args, context),
        Some(ActivityVerb::Show(args)) => list::run_show(args, context),
        Some(ActivityVerb::Edit(args)) => edit::run(args, context),
        Some(ActivityVerb::Done(args)) => edit::run_done(args, context),
        Some(ActivityVerb::Remove(args)) => remove::run(args, context),
    }
}
