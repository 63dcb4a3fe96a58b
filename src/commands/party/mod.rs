//! `mou party`: the parties across all agreements.

mod list;
pub(super) mod names;
mod rename;

use clap::Subcommand;

use crate::commands::Context;
use crate::error::Result;

/// List, show, rename and merge the parties of all agreements
///
/// A party is named by its name or its short name; case and accents do not matter. Without a command,
/// all parties are listed.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou party\n  mou party show \"Government Digital Service\"\n  mou party \
                  merge \"Ministry of Justice\" \"Ministry of Law\" --dry-run"
)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Option<PartyVerb>,
}

#[derive(Debug, Clone, Subcommand)]
enum PartyVerb {
    List(list::Args),
    Show(list::PartyShowArgs),
    Rename(rename::Args),
    Merge(rename::MergeArgs),
}

/// Runs the command, or lists all parties if there is none.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    match &args.command {
        None => list::run(&list::Args::default(), context),
        Some(PartyVerb::List(args)) => list::run(args, context),
        Some(PartyVerb::Show(args)) => list::run_show(args, context),
        Some(PartyVerb::Rename(args)) => rename::run(args, context),
        Some(PartyVerb::Merge(args)) => rename::run_merge(args, context),
    }
}
