//! `mou redo`: what was undone put back.

use std::num::NonZeroUsize;

use crate::commands::{Desk, flag, undo};
use crate::error::Result;
use crate::store::Store;

/// Put back the command that was undone last, or several, all or none
///
/// It is refused where a record was changed since. Once another command has changed the registry,
/// what was undone before it stays undone.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou redo\n  mou redo 3 --dry-run")]
pub(crate) struct Args {
    /// How many commands
    #[arg(value_name = "N", default_value = "1", allow_negative_numbers = true,
        value_parser = flag::whole_number::<NonZeroUsize>)]
    count: NonZeroUsize,
    /// Show what would change, old → new, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Puts back the commands that were undone last.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    undo::retrace(desk, args.count, args.dry_run, Store::redo, ["Redid", "Would redo"])
}
