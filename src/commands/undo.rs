//! `mou undo`: the last command taken back.

use std::num::NonZeroUsize;

use crate::commands::{Desk, flag};
use crate::error::Result;
use crate::render::words;
use crate::store::{Mode, Outcome, Stamp, Store, Taken};

/// The most records that are named in a sentence.
const MOST_NAMED: usize = 5;

/// Take back the last command, or the last several, all or none
///
/// Every record gets back what it held before, byte for byte. It is refused where a record was
/// changed since by something other than mou. `mou redo` puts back what was taken back, until
/// another command changes the registry.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou undo\n  mou undo 3 --dry-run")]
pub(crate) struct Args {
    /// How many commands
    #[arg(value_name = "N", default_value = "1", allow_negative_numbers = true,
        value_parser = flag::whole_number::<NonZeroUsize>)]
    count: NonZeroUsize,
    /// Show what would change, old → new, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Takes back the last commands that are not undone.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    retrace(desk, args.count, args.dry_run, Store::undo, ["Undid", "Would undo"])?;
    if !args.dry_run {
        desk.hint_next("`mou redo` puts it back");
    }
    Ok(())
}

/// Goes through the history as `go` does, prints what differs, and says which commands it was.
pub(super) fn retrace(
    desk: &mut Desk<'_>,
    count: NonZeroUsize,
    dry_run: bool,
    go: impl FnOnce(&Store, &Stamp, Mode, usize) -> Result<Outcome<Vec<Taken>>>,
    [did, would]: [&str; 2],
) -> Result<()> {
    let mode = if dry_run { Mode::Try } else { Mode::Apply };
    let outcome = go(&desk.store, &desk.stamp(), mode, count.get())?;
    let done = desk.settle(outcome, dry_run)?;
    if !dry_run {
        desk.print_changes(&done)?;
    }
    let verb = if dry_run { would } else { did };
    for taken in &done.value {
        desk.say(&format!("{verb} `{}`{}.", taken.command_line, of(taken)));
    }
    Ok(())
}

fn of(taken: &Taken) -> String {
    match taken.ids.len() {
        0 => String::new(),
        1..=MOST_NAMED => format!(": {}", words::list_and(&taken.ids)),
        many => format!(": {}", words::count(many, "record", "records")),
    }
}
