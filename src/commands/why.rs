//! `mou why`: how each date of an agreement comes about.

use crate::commands::Desk;
use crate::commands::card::CardArgs;
use crate::commands::ids;
use crate::domain::Step;
use crate::error::Result;
use crate::render::derivation;
use crate::report::roll::Entry;

/// Show how each date of an agreement comes about: inputs, rule, source, the other reading
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou why gds-govtech-2022\n  mou why gds-govtech-2022 --as-of 2025-01-04 -o json"
)]
pub(crate) struct Args {
    /// Agreements, by their ids or the beginning of these; - reads ids from standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    output: CardArgs,
}

/// Shows the derivation of every date of the agreements.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let typed = desk.typed_ids(&args.ids)?;
    let reading = desk.read()?;
    let ids = ids::resolve_each(&typed, &reading)?;
    let roll = desk.lineages(&reading, &ids)?;
    let entries: Vec<&Entry> = ids.iter().filter_map(|id| roll.get(id.as_str())).collect();
    let steps = |entry: &Entry| -> Vec<Step> {
        entry.agreement.derivation(&entry.around, roll.today, &roll.spans)
    };
    args.output.show_all(
        desk,
        &args.ids,
        &entries,
        |entry| derivation::card(entry, &steps(entry), roll.today),
        |entry| derivation::object(entry, &steps(entry), roll.today),
    )
}
