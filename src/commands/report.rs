//! `mou report`: the page for a director, or a brief on one partner.

use crate::commands::Context;
use crate::commands::filters::{FilterArgs, Selection, search_words};
use crate::commands::flag;
use crate::domain::{Date, Day, Duration, Thresholds, back, day_after};
use crate::error::Result;
use crate::render::page;
use crate::report::partnership::{PartnershipReport, ReportScope};
use crate::report::timeline::TimelinePeriod;

/// Print a page for the director: what is in force and with whom, what needs attention, what was done
///
/// The page is one HTML file that needs no network; it can be sorted and searched, and printed on
/// A4. With --party it is a brief on that partner. The period is that of "what was done"; without
/// --from and --to it is the last 12 months.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou report > report.html\n  mou report --party kyoto > kyoto.html\n  mou report \
                  --from 2026-01-01 --to 2026-06-30 -o markdown"
)]
pub(crate) struct Args {
    /// Words to search for in all texts
    words: Vec<String>,
    /// First day of what was done
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Last day of what was done (default: today)
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
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
    format: ReportFormat,
}

/// The formats of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum ReportFormat {
    /// One HTML page
    #[default]
    Html,
    /// The same as Markdown, for a wiki
    Markdown,
}

/// Prints the report on the agreements that the filters and words let through.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let query = args.filters.query(&args.words, context.today)?;
    let period = period(args, context.today)?;
    let registry = context.read_to_pass()?;
    let entries = Selection::of(&query, false).scan(&registry, context, |entry, entries| {
        entries.push(entry.clone());
        Ok(())
    })?;
    let thresholds = Thresholds::from_settings(&registry.head().settings);
    let parties = search_words(args.filters.parties());
    let scope = ReportScope {
        owner: registry.head().owner.as_deref(),
        parties: &parties,
        today: context.today,
        period,
        thresholds,
    };
    let report = PartnershipReport::new(&entries.items, &scope);
    context.print(&match args.format {
        ReportFormat::Html => page::html(&report),
        ReportFormat::Markdown => page::markdown::text(&report),
    })
}

/// Returns the period of what was done. Fails if it ends before it begins.
fn period(args: &Args, today: Day) -> Result<TimelinePeriod> {
    let to = flag::optional_date("--to", args.to.as_ref(), today)?.map_or(today, Date::last);
    let year: Duration = "P12M".parse().expect("twelve months are a duration");
    let from = match flag::optional_date("--from", args.from.as_ref(), today)? {
        Some(from) => from.first(),
        None => back(to, year).and_then(day_after).unwrap_or(Day::MIN),
    };
    flag::check_period(from, to)?;
    Ok(TimelinePeriod { from, to })
}
