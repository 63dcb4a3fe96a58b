//! `mou chain`: a lineage with its gaps and overlaps.

use crate::commands::Desk;
use crate::commands::card::CardArgs;
use crate::commands::ids;
use crate::error::Result;
use crate::render::lineage;
use crate::report::chain::Chain;

/// Show what follows what, with the gaps and overlaps between
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou chain gds-govtech-2022\n  mou chain gds-govtech-2022 -o json"
)]
pub(crate) struct Args {
    /// Agreement, by its id or the beginning of it
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    output: CardArgs,
}

/// Shows the lineage of the agreement.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let reading = desk.read()?;
    let id = ids::resolve(&args.id, &reading)?;
    let roll = desk.lineages(&reading, std::slice::from_ref(&id))?;
    let chain = Chain::of(&roll, &id);
    args.output.show(desk, |_| lineage::card(&chain), || lineage::object(&id, &chain))
}
