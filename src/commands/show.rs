//! `mou show`: agreements whole.

use crate::commands::Desk;
use crate::commands::card::CardArgs;
use crate::commands::ids;
use crate::domain::{Agreement, Id};
use crate::error::Result;
use crate::render::json::Object;
use crate::render::{agreement, chain};
use crate::report::chain::Chain;
use crate::report::roll::{Entry, Roll};
use crate::store::Reading;

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
    let reading = desk.read()?;
    let ids = ids::resolve_each(&typed, &reading)?;
    let roll =
        if args.no_lineage { alone(&ids, &reading, desk)? } else { desk.lineages(&reading, &ids)? };
    let entries: Vec<&Entry> = ids.iter().filter_map(|id| roll.get(id.as_str())).collect();
    let lineage = |entry: &Entry| (!args.no_lineage).then(|| Chain::of(&roll, &entry.agreement.id));
    args.output.show_all(
        desk,
        &args.ids,
        &entries,
        |entry| agreement::card(entry, lineage(entry).as_ref(), roll.today),
        |entry| object(entry, lineage(entry).as_ref()),
    )
}

fn object(entry: &Entry, lineage: Option<&Chain<'_>>) -> Result<Object> {
    let mut object = agreement::object(entry)?;
    if let Some(lineage) = lineage {
        object.set("lineage", &chain::object(&entry.agreement.id, lineage)?)?;
    }
    Ok(object)
}

/// Returns a roll of these agreements, each as if no other were there.
fn alone(ids: &[Id], reading: &Reading, desk: &Desk<'_>) -> Result<Roll> {
    let mut roll = desk.roll_of(reading, ids.iter().cloned().collect())?;
    let apart = roll.entries.drain(..).map(|entry| {
        let without = Agreement { succeeds: Vec::new(), ..entry.agreement };
        (without, entry.stored)
    });
    Ok(Roll::new(reading.head().clone(), apart.collect(), desk.today))
}
