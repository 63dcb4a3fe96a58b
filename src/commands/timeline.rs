//! `mou timeline`: agreements as bars over the years.

use std::num::NonZeroUsize;

use crate::commands::Context;
use crate::commands::filters::{FilterArgs, Selection};
use crate::commands::flag;
use crate::domain::Date;
use crate::error::Result;
use crate::render::{json, svg, timeline, words};
use crate::report::timeline::{Timeline, TimelineBar};

/// Draw agreements as bars over the years, those of a lineage on one line
///
/// Lines that are in force or to come are first, the next end first; then those that are over.
/// Without --from and --to, at most the five years before and after this one are drawn.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou timeline\n  mou timeline --active --country JP --activities\n  mou timeline \
                  --from 2015 --to 2030 -o svg > timeline.svg"
)]
pub(crate) struct Args {
    /// Words to search for in all texts
    words: Vec<String>,
    /// First day to draw, as 2019 or 2019-07-01
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Last day to draw
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
    /// Show activities as dots below the bars
    #[arg(long)]
    activities: bool,
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
    format: TimelineFormat,
    /// Show at most N lines
    #[arg(long, value_name = "NUMBER", value_parser = flag::whole_number::<NonZeroUsize>, help_heading = "Output")]
    limit: Option<NonZeroUsize>,
}

/// The formats of a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum TimelineFormat {
    /// Lines of text for a terminal
    #[default]
    Table,
    /// A picture
    Svg,
    /// The bars as one JSON object
    Json,
    /// The same on one line
    Jsonl,
}

/// Draws the agreements that the filters and words let through.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let query = args.filters.query(&args.words, context.today)?;
    let date = |flag, text| flag::optional_date(flag, text, context.today);
    let from = date("--from", args.from.as_ref())?.map(Date::first);
    let to = date("--to", args.to.as_ref())?.map(Date::last);
    if let (Some(from), Some(to)) = (from, to) {
        flag::check_period(from, to)?;
    }
    let registry = context.read_to_pass()?;
    let bars = Selection::of(&query, false).scan(&registry, context, |entry, bars| {
        bars.push(TimelineBar::new(entry));
        Ok(())
    })?;
    let mut drawn = Timeline::new(bars.items, context.today, from, to);
    let all = drawn.lines.len();
    drawn.lines.truncate(args.limit.map_or(usize::MAX, NonZeroUsize::get));
    match args.format {
        TimelineFormat::Table => {
            context.print(&timeline::text(&drawn, args.activities, context.style))?;
        }
        TimelineFormat::Svg => context.print(&svg::document(&drawn, args.activities))?,
        TimelineFormat::Json => context.print(&json::pretty(&timeline::object(&drawn)?))?,
        TimelineFormat::Jsonl => context.print(&json::lines(&[timeline::object(&drawn)?]))?,
    }
    if drawn.lines.len() < all {
        let all = words::count(all, "line", "lines");
        context.say(&format!("{} of {all} shown.", drawn.lines.len()));
    }
    for (count, why) in [(drawn.undated, "without a date"), (drawn.outside, "outside this period")]
    {
        if count > 0 {
            let agreements = words::count(count, "agreement", "agreements");
            context.say(&format!("not drawn: {agreements} {why}"));
        }
    }
    Ok(())
}
