//! `mou chain`: a lineage with its gaps and overlaps.

use crate::commands::Desk;
use crate::commands::card::CardArgs;
use crate::commands::ids;
use crate::error::Result;
use crate::render::chain;
use crate::report::chain::Chain;

/// Show what follows what, with the gaps and overlaps between
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou chain gds-govtech-2022\n  mou chain gds-govtech-2022 -o json"
)]
pub(crate) struct Args {
    /// Agreements, by their ids or the beginning of these; - reads ids from standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    output: CardArgs,
}

/// Shows the lineage of each agreement.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let typed = desk.typed_ids(&args.ids)?;
    let reading = desk.read()?;
    let ids = ids::resolve_each(&typed, &reading)?;
    let roll = desk.lineages(&reading, &ids)?;
    args.output.show_all(
        desk,
        &args.ids,
        &ids,
        |id| chain::card(&Chain::of(&roll, id)),
        |id| chain::object(id, &Chain::of(&roll, id)),
    )
}
