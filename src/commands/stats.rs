//! `mou stats`: agreements and activities, counted.

use std::num::NonZeroUsize;
use std::str::FromStr;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use strum::VariantArray;

use crate::commands::Context;
use crate::commands::filters::{FilterArgs, Selection};
use crate::commands::flag;
use crate::error::Result;
use crate::exchange::csv::{CsvStyle, csv_row, tsv_row};
use crate::render::{json, statistics, words};
use crate::report::statistics::{CountedAgreement, Grouping, Statistics};

/// Count agreements and activities, with bars on a terminal
///
/// Without --by: the agreements by status, the last days of those in force by month, and the
/// activities that took place by year. With --by, an agreement with several values, such as two
/// partners, counts for each of them, and names that differ only in case and accents are one.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou stats\n  mou stats --by country --active\n  mou stats --by month-of-end -o csv"
)]
pub(crate) struct Args {
    /// Words to search for in all texts
    words: Vec<String>,
    /// Group by partner, country, area, kind, year (of signing), contact or month-of-end
    #[arg(long, value_name = "WHAT", value_parser = groupings(), hide_possible_values = true)]
    by: Option<Grouping>,
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
    format: StatsFormat,
    /// Show at most N groups
    #[arg(long, value_name = "NUMBER", value_parser = flag::whole_number::<NonZeroUsize>, help_heading = "Output")]
    limit: Option<NonZeroUsize>,
}

/// The formats of statistics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum StatsFormat {
    /// For people, with bars on a terminal
    #[default]
    Table,
    /// One JSON object
    Json,
    /// One JSON object on one line
    Jsonl,
    /// Comma-separated, with a header
    Csv,
    /// Tab-separated, with a header
    Tsv,
    /// Markdown tables
    Markdown,
}

/// Counts the agreements that the filters and words let through.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let query = args.filters.query(&args.words, context.today)?;
    let registry = context.read_to_pass()?;
    let counted = Selection::of(&query, false).scan(&registry, context, |entry, counted| {
        counted.push(CountedAgreement::new(entry, args.by));
        Ok(())
    })?;
    let statistics = Statistics::new(&counted.items, context.today, args.by);
    let limit = args.limit.map_or(usize::MAX, NonZeroUsize::get);
    match args.format {
        StatsFormat::Table => {
            context.print(&statistics::text(&statistics, limit, context.style))?;
        }
        StatsFormat::Markdown => context.print(&statistics::markdown(&statistics, limit))?,
        StatsFormat::Json => {
            context.print(&json::pretty(&statistics::object(&statistics, limit)?))?;
        }
        StatsFormat::Jsonl => {
            context.print(&json::lines(&[statistics::object(&statistics, limit)?]))?;
        }
        StatsFormat::Csv | StatsFormat::Tsv => {
            let store = |cell: &String, text: &mut String| text.push_str(cell);
            for row in statistics::rows(&statistics, limit) {
                let row = match args.format {
                    StatsFormat::Csv => csv_row(CsvStyle::Plain, row.iter(), store)?,
                    _ => tsv_row(CsvStyle::Plain, row.iter(), store),
                };
                context.print(&row)?;
            }
        }
    }
    if let Some((_, groups)) = statistics.groups
        && limit < groups.len()
    {
        context
            .say(&format!("{limit} of {} shown.", words::count(groups.len(), "group", "groups")));
    }
    Ok(())
}

/// Returns the parser of `--by`.
fn groupings() -> impl TypedValueParser<Value = Grouping> {
    let names = Grouping::VARIANTS.iter().map(ToString::to_string);
    PossibleValuesParser::new(names).try_map(|name| Grouping::from_str(&name))
}
