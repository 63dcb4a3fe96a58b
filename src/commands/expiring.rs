//! `mou expiring`: what needs action within a window.

use crate::commands::Context;
use crate::commands::filters::{FilterArgs, Selected, Selection};
use crate::commands::flag;
use crate::commands::list::AGREEMENT_LIST;
use crate::commands::output::OutputArgs;
use crate::commands::user_settings::UserKey;
use crate::domain::{Thresholds, input};
use crate::error::{Error, Result};
use crate::report::agreements::{AGREEMENT_COLUMNS, DEFAULT_AGREEMENT_COLUMNS};
use crate::report::listing::{ListWindow, order};

/// List agreements in force that need action within a window, the next first
#[derive(Debug, Clone, clap::Args)]
#[command(
    long_about = "List agreements in force that need action within a window, the next first\n\n\
        An agreement is listed if its act-by date or last day is in the window, or if notice was \
        missed in the current period, until it is settled by notice, by a signed successor, or by \
        a decision to let it lapse.",
    after_help = "Examples:\n  mou expiring --within 6m\n  mou expiring --within 90d --lapsed --country JP\n  \
        mou -q expiring --within 1m --exit-code"
)]
pub(crate) struct Args {
    /// Length of the window from today (default: the user's or the registry's setting, 6m)
    #[arg(long, value_name = "DURATION")]
    within: Option<String>,
    /// Include agreements that lapsed up to this long ago
    #[arg(
        long,
        value_name = "DURATION",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "1y"
    )]
    lapsed: Option<String>,
    /// Exit with 4 if anything is listed
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Lists what must be acted on.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let output = args.output.with_user_settings(&context.user, UserKey::ExpiringColumns, None);
    let layout = output.layout(&AGREEMENT_COLUMNS, &DEFAULT_AGREEMENT_COLUMNS)?;
    let query = args.filters.query(&[], context.today)?;
    let by_user = context.user.get(UserKey::Within).filter(|_| output.is_table());
    let within = args.within.as_deref().or(by_user).map(|text| {
        input::parse_window(text)
            .map_err(|why| flag::refused("--within", &why, input::ACCEPTED_WINDOWS))
    });
    let within = within.transpose()?;
    let lapsed = args.lapsed.as_ref().map(|text| flag::duration("--lapsed", text)).transpose()?;
    let reading = context.read_to_pass()?;
    let usual = Thresholds::from_settings(&reading.head().settings).within;
    let window = ListWindow { within: within.unwrap_or(Some(usual)), lapsed };
    let today = context.today;
    let selection = Selection {
        query: &query,
        needs_text: output.is_whole(),
        counts_others: output.is_for_people(),
        matches: &|_, standing| window.holds(standing, today),
    };
    let Selected { items: rows, unfiltered } =
        selection.scan(&reading, context, |entry, rows| {
            rows.push(output.row(entry, &layout, &AGREEMENT_LIST, &order(&entry.standing))?);
            Ok(())
        })?;
    let found = !rows.is_empty();
    if !(args.exit_code && context.is_quiet()) {
        output.print(context, rows, unfiltered, &layout, &AGREEMENT_LIST)?;
    }
    if args.exit_code && found { Err(Error::found()) } else { Ok(()) }
}
