//! `mou show`: agreements whole.

use crate::commands::Desk;
use crate::commands::card::{CardArgs, CardFormat};
use crate::commands::ids;
use crate::domain::Id;
use crate::error::Result;
use crate::render::agreement::{alone, with_lineage};
use crate::render::card::Card;
use crate::render::json::{self, Object};
use crate::render::{lineage, record};
use crate::report::chain::Chain;
use crate::report::roll::{Entry, Roll};

/// Show an agreement whole, with its lineage, gaps and activities
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou show gds-govtech-2022\n  mou list --tag eu -o ids | mou show -"
)]
pub(crate) struct Args {
    /// Agreements, by their ids or the beginning of these; - reads ids from standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// For itself alone: as if no other agreement were there
    #[arg(long)]
    no_lineage: bool,
    #[command(flatten)]
    output: CardArgs,
}

/// Shows the agreements that were named.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let typed = desk.typed_ids(&args.ids)?;
    let roll = if args.no_lineage { alone_roll(&typed, desk)? } else { desk.roll()? };
    let ids: Vec<Id> =
        typed.iter().map(|typed| ids::resolve(typed, roll.ids())).collect::<Result<_>>()?;
    let entries: Vec<&Entry> = ids.iter().filter_map(|id| roll.get(id.as_str())).collect();
    let lineage = |entry: &Entry| (!args.no_lineage).then(|| Chain::of(&roll, &entry.agreement.id));
    let text = match args.output.format {
        CardFormat::Table => {
            let cards = entries.iter().map(|entry| card(entry, lineage(entry).as_ref(), &roll));
            let texts: Vec<String> = cards.map(|card| card.draw(desk.style)).collect();
            texts.join("\n")
        }
        CardFormat::Json | CardFormat::Jsonl => {
            let objects = entries
                .iter()
                .map(|entry| object(entry, lineage(entry).as_ref()))
                .collect::<Result<Vec<_>>>()?;
            match (args.output.format, objects.as_slice(), args.ids.as_slice()) {
                (CardFormat::Json, [only], [typed]) if typed != "-" => json::pretty(only),
                (CardFormat::Json, all, _) => json::array_pretty(all),
                (_, all, _) => json::lines(all),
            }
        }
    };
    desk.print(&text)
}

fn card(entry: &Entry, chain: Option<&Chain<'_>>, roll: &Roll) -> Card {
    match chain {
        Some(chain) => with_lineage(entry, chain, roll.today),
        None => alone(entry, roll.today),
    }
}

fn object(entry: &Entry, chain: Option<&Chain<'_>>) -> Result<Object> {
    let mut object = record::agreement(entry)?;
    if let Some(chain) = chain {
        object.set_object("lineage", &lineage::object(&entry.agreement.id, chain)?);
    }
    Ok(object)
}

/// Returns a roll of the named agreements alone, so that no other says anything of them.
fn alone_roll(typed: &[String], desk: &mut Desk<'_>) -> Result<Roll> {
    let reading = desk.read()?;
    let mut records = Vec::new();
    let mut found: Vec<Id> = Vec::new();
    for typed in typed {
        if let Some(record) = reading.find(typed) {
            found.push(record.agreement()?.id);
        } else {
            let ids: Vec<Id> =
                reading.records().filter_map(|record| record.id().parse().ok()).collect();
            found.push(ids::resolve(typed, ids.iter())?);
        }
    }
    found.sort();
    found.dedup();
    for id in &found {
        if let Some(record) = reading.find(id.as_str()) {
            let mut agreement = record.agreement()?;
            agreement.succeeds.clear();
            records.push((agreement, record.text().to_owned()));
        }
    }
    Ok(Roll::new(reading.head().clone(), records, desk.today))
}
