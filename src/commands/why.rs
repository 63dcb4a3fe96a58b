//! `mou why`: how each date of an agreement comes about.

use crate::commands::Desk;
use crate::commands::card::CardArgs;
use crate::commands::ids;
use crate::error::Result;
use crate::render::derivation;

/// Show how each date of an agreement comes about: inputs, rule, source, the other reading
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou why gds-govtech-2022\n  mou why gds-govtech-2022 --as-of 2025-01-04 -o json"
)]
pub(crate) struct Args {
    /// Agreement, by its id or the beginning of it
    #[arg(value_name = "ID")]
    id: String,
    #[command(flatten)]
    output: CardArgs,
}

/// Shows the derivation of every date of the agreement.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let reading = desk.read()?;
    let id = ids::resolve(&args.id, &reading)?;
    let roll = desk.lineages(&reading, std::slice::from_ref(&id))?;
    let Some(entry) = roll.get(id.as_str()) else {
        return Ok(());
    };
    let steps = entry.agreement.derivation(&entry.around, roll.today, &roll.spans);
    args.output.show(
        desk,
        |_| derivation::card(entry, &steps, roll.today),
        || derivation::object(entry, &steps, roll.today),
    )
}
