//! `mou undo` and `mou redo`: undo the last commands, or make them again.

use std::num::NonZeroUsize;

use crate::commands::answer::ChangeArgs;
use crate::commands::{Context, flag};
use crate::error::Result;
use crate::render::words;
use crate::store::{self, Mode, Reverted, Stamp, Store};

/// The maximum number of records that are named in a sentence.
const MAX_NAMED_RECORDS: usize = 5;

// The flags of `mou undo` and `mou redo`. A docstring would replace the help of both.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct StepArgs {
    /// How many commands
    #[arg(value_name = "N", default_value = "1", allow_negative_numbers = true,
        value_parser = flag::whole_number::<NonZeroUsize>)]
    count: NonZeroUsize,
    #[command(flatten)]
    change: ChangeArgs,
}

/// Undoes the last commands that are not undone.
pub(crate) fn run(args: &StepArgs, context: &mut Context<'_>) -> Result<()> {
    revert(args, context, Store::undo, ["Undid", "Would undo"])
}

/// Makes the commands again that were undone last.
pub(crate) fn run_redo(args: &StepArgs, context: &mut Context<'_>) -> Result<()> {
    revert(args, context, Store::redo, ["Redid", "Would redo"])
}

/// Runs `f` and prints the differences and the commands that it undid or made again.
fn revert(
    args: &StepArgs,
    context: &mut Context<'_>,
    f: impl FnOnce(&Store, &Stamp, Mode, usize) -> Result<store::Committed<Vec<Reverted>>>,
    [did, would]: [&str; 2],
) -> Result<()> {
    let StepArgs { count, change: ChangeArgs { dry_run, .. } } = *args;
    let result = context.run(dry_run, |store, stamp, mode| f(store, stamp, mode, count.get()))?;
    if !dry_run {
        context.print_changes(&result)?;
    }
    let verb = if dry_run { would } else { did };
    for reverted in &result.value {
        let records = match reverted.ids.len() {
            0 => String::new(),
            1..=MAX_NAMED_RECORDS => format!(": {}", words::list_and(&reverted.ids)),
            many => format!(": {}", words::count(many, "record", "records")),
        };
        context.say(&format!("{verb} `{}`{records}.", reverted.command_line));
    }
    Ok(())
}
