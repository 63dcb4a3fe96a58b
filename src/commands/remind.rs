//! `mou remind`: the reminders that have come due, each once.

use std::path::{Path, PathBuf};

use crate::commands::Context;
use crate::commands::filters::{FilterArgs, Selected, Selection};
use crate::domain::{Date, GivenReminder, Header, Query};
use crate::error::{Error, Result};
use crate::render::{json, reminders};
use crate::report::reminders::{ContactReminders, Reminder, due, has_due};
use crate::store::{RegistryFile, ReminderMemory};

/// Print the reminders that have come due, each once, by contact
#[derive(Debug, Clone, clap::Args)]
#[command(
    long_about = "Print the reminders that have come due, each once, by contact\n\n\
        Run it every day from cron. A reminder comes due some time before a deadline: the act-by \
        date of an agreement that is not settled, its next review, or the day by which an \
        obligation is due. `mou config lead` sets these lead times (default: 6m and 1m), `mou edit \
        ID --lead` those of one agreement. Once a deadline has passed, there is one more: notice \
        was missed, the agreement has lapsed, or the review or obligation is overdue.\n\n\
        What was printed is remembered in X.reminders.jsonl beside the registry X.json, when all of \
        it is written. A run that did not take place loses nothing, and a run that fails is \
        repeated by the next one. With filters, only what is printed is remembered. With -q and \
        --exit-code nothing is printed, and nothing is remembered.",
    after_help = "Examples:\n  mou remind --dry-run\n  mou remind --again --contact mei -o json\n  \
        mou remind --country JP --exit-code"
)]
pub(crate) struct Args {
    /// Print all that still apply, also those that were given before
    #[arg(long)]
    again: bool,
    /// Print them, but do not remember them
    #[arg(short = 'n', long = "dry-run")]
    is_dry_run: bool,
    /// Exit with 4 if a reminder is printed
    #[arg(long)]
    exit_code: bool,
    /// Write a message for each contact into this folder, and print the paths
    #[arg(long, value_name = "DIR")]
    eml: Option<PathBuf>,
    #[command(flatten)]
    filters: FilterArgs,
    /// Format of the output
    #[arg(
        short = 'o',
        long,
        value_name = "FORMAT",
        value_enum,
        default_value_t,
        help_heading = "Output"
    )]
    format: ReminderFormat,
}

/// The formats of reminders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum ReminderFormat {
    /// For people, by contact
    #[default]
    Text,
    /// One JSON array
    Json,
    /// One JSON object per line
    Jsonl,
}

/// Gives the reminders that have come due, and remembers them.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let query = args.filters.query(&[], context.today)?;
    let mut has_reminders = false;
    let mut give = |registry: &RegistryFile, memory: &ReminderMemory, context: &mut Context<'_>| {
        context.warn_all(&memory.warnings);
        let found = find(args, &query, registry, memory, context)?;
        has_reminders = !found.is_empty();
        let keys = found.iter().flat_map(Reminder::keys).filter(|key| !memory.has(key));
        let today = Date::from_day(context.today);
        let given = keys.filter_map(|key| Some(GivenReminder::new(key, today?))).collect();
        if !(args.exit_code && context.is_quiet()) {
            print(args, &ContactReminders::grouped(found), registry.head(), context)?;
            context.flush()?;
        }
        if has_reminders && !memory.exists && memory.warnings.is_empty() {
            context.say(&format!(
                "`{}` does not exist yet, so all reminders that have come due are given.",
                memory.path.display()
            ));
        }
        Ok(given)
    };
    let store = context.store.clone();
    let is_silent = args.exit_code && context.is_quiet();
    if args.is_dry_run || is_silent || !store.exists()? {
        let memory = store.given_reminders()?;
        let registry = context.read_to_pass()?;
        let _: Vec<GivenReminder> = give(&registry, &memory, context)?;
    } else {
        let stamp = context.stamp();
        store.give_reminders(&stamp, |registry, memory| give(registry, memory, context))?;
    }
    if args.exit_code && has_reminders { Err(Error::found()) } else { Ok(()) }
}

/// Returns the reminders that have come due, without those given before unless `--again` asks for them.
fn find(
    args: &Args,
    query: &Query,
    registry: &RegistryFile,
    memory: &ReminderMemory,
    context: &mut Context<'_>,
) -> Result<Vec<Reminder>> {
    let (settings, today) = (&registry.head().settings, context.today);
    let selection = Selection {
        matches: &|agreement, standing| has_due(agreement, standing, today, settings),
        ..Selection::of(query, false)
    };
    let Selected { items, .. } = selection.scan(registry, context, |entry, items| {
        items.extend(due(entry, settings, |key| !args.again && memory.has(key)));
        Ok(())
    })?;
    Ok(items)
}

/// Prints the reminders, or writes them as messages.
fn print(
    args: &Args,
    groups: &[ContactReminders],
    head: &Header,
    context: &mut Context<'_>,
) -> Result<()> {
    if let Some(folder) = &args.eml {
        return write_messages(folder, groups, head, context);
    }
    let reminders = || groups.iter().flat_map(|group| &group.reminders);
    let objects = || reminders().map(reminders::object).collect::<Result<Vec<_>>>();
    match args.format {
        ReminderFormat::Text if groups.is_empty() => Ok(()),
        ReminderFormat::Text => {
            context.print(&reminders::text(groups, context.today, context.style))
        }
        ReminderFormat::Json => context.print(&json::array_pretty(&objects()?)),
        ReminderFormat::Jsonl => context.print(&json::lines(&objects()?)),
    }
}

/// Writes one message for each contact into `folder`, and prints the paths.
fn write_messages(
    _folder: &Path,
    _groups: &[ContactReminders],
    _head: &Header,
    _context: &mut Context<'_>,
) -> Result<()> {
    Err(Error::usage("`--eml` cannot write messages yet"))
}
