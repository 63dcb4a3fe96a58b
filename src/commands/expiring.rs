//! `mou expiring`: what is to be acted on within a window.

use crate::commands::Context;
use crate::commands::filters::{FilterArgs, Selection};
use crate::commands::flag;
use crate::commands::list::AGREEMENTS;
use crate::commands::output::OutputArgs;
use crate::domain::{Thresholds, input};
use crate::error::{Error, Result};
use crate::report::agreements::{AGREEMENT_COLUMNS, DEFAULT_AGREEMENT_COLUMNS};
use crate::report::listing::{Window, order};

/// List what is in force and must be acted on within a window, the next first
#[derive(Debug, Clone, clap::Args)]
#[command(
    long_about = "List what is in force and must be acted on within a window, the next first\n\n\
        Listed is what has its act-by date or last day in the window, or whose notice was missed \
        while the period still runs, as long as nothing is settled: by notice, by a signed \
        successor, or by a decision to let it lapse.",
    after_help = "Examples:\n  mou expiring --within 6m\n  mou expiring --within 90d --lapsed --country JP\n  \
        mou -q expiring --within 1m --exit-code"
)]
pub(crate) struct Args {
    /// Length of the window from today on; usually that of the registry, 6m
    #[arg(long, value_name = "DURATION")]
    within: Option<String>,
    /// Also what lapsed within this span before today
    #[arg(
        long,
        value_name = "DURATION",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1y"
    )]
    lapsed: Option<String>,
    /// Exit with 4 where anything is listed
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Lists what must be acted on.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let layout = args.output.layout(&AGREEMENT_COLUMNS, &DEFAULT_AGREEMENT_COLUMNS)?;
    let query = args.filters.query(&[], context.today)?;
    let within = args.within.as_ref().map(|text| {
        input::parse_window(text)
            .map_err(|why| flag::refused("--within", &why, input::ACCEPTED_WINDOWS))
    });
    let within = within.transpose()?;
    let lapsed = args.lapsed.as_ref().map(|text| flag::duration("--lapsed", text)).transpose()?;
    let reading = context.read_to_pass()?;
    let usual = Thresholds::from_settings(&reading.head().settings).within;
    let window = Window { within: within.unwrap_or(Some(usual)), lapsed };
    let today = context.today;
    let selection = Selection {
        query: &query,
        needs_text: args.output.is_whole(),
        matches: &|standing| window.holds(standing, today),
    };
    let rows = selection.scan(&reading, context, |entry, rows| {
        rows.push(args.output.row(entry, &layout, &AGREEMENTS, &order(&entry.standing))?);
        Ok(())
    })?;
    let found = !rows.is_empty();
    if !(args.exit_code && context.is_quiet()) {
        args.output.print(context, rows, &layout, &AGREEMENTS)?;
    }
    if args.exit_code && found { Err(Error::found()) } else { Ok(()) }
}
