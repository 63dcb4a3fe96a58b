//! `mou activity show`: activities whole.

use super::named::Named;
use crate::commands::Desk;
use crate::commands::card::{CardArgs, CardFormat};
use crate::error::Result;
use crate::render::json;
use crate::render::{activity, record};
use crate::report::activities::Listed;

/// Show an activity whole
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou activity show gds-govtech-2019/1\n  mou activity list --overdue \
                  -o ids | mou activity show - -o jsonl"
)]
pub(crate) struct Args {
    /// Activities, such as gds-govtech-2022/1; - reads ids from standard input
    #[arg(value_name = "ID/N", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    output: CardArgs,
}

/// Shows the activities that were named.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let typed = desk.typed_ids(&args.ids)?;
    let reading = desk.read()?;
    let named = Named::all(&typed, &reading)?;
    let agreements = named.iter().map(|named| named.agreement.clone()).collect();
    let roll = desk.roll_of(&reading, agreements)?;
    let mut shown = Vec::new();
    for named in named {
        let Some(entry) = roll.get(named.agreement.as_str()) else { continue };
        let meant = named.find(&entry.agreement)?;
        let listed = Listed::of(&entry.agreement, Some(&entry.stored), roll.today, |activity| {
            activity == meant
        });
        shown.extend(listed.into_iter().next());
    }
    let text = match args.output.format {
        CardFormat::Table => {
            let cards = shown.iter().map(|listed| activity::card(listed, roll.today));
            cards.map(|card| card.draw(desk.style)).collect::<Vec<_>>().join("\n")
        }
        CardFormat::Json | CardFormat::Jsonl => {
            let objects = shown.iter().map(record::activity).collect::<Result<Vec<_>>>()?;
            match (args.output.format, objects.as_slice(), args.ids.as_slice()) {
                (CardFormat::Json, [only], [typed]) if typed != "-" => json::pretty(only),
                (CardFormat::Json, all, _) => json::array_pretty(all),
                (_, all, _) => json::lines(all),
            }
        }
    };
    desk.print(&text)
}
