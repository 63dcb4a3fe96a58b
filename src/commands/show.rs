//! `mou show`, `mou why` and `mou chain`: cards of agreements.

use crate::commands::{Context, ids};
use crate::domain::{Agreement, Id, Step};
use crate::error::Result;
use crate::render::card::Card;
use crate::render::json::{self, Object};
use crate::render::{Style, agreement, chain, derivation};
use crate::report::chain::Chain;
use crate::report::listing::{ListedAgreement, Listing};
use crate::store::RegistryFile;

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

/// Show how each date of an agreement comes about: inputs, rule, source, the other reading
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou why gds-govtech-2022\n  mou why gds-govtech-2022 --as-of 2025-01-04 -o json"
)]
pub(crate) struct WhyArgs {
    #[command(flatten)]
    shown: ShownArgs,
}

/// Show what follows what, with the gaps and overlaps between
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou chain gds-govtech-2022\n  mou chain gds-govtech-2022 -o json"
)]
pub(crate) struct ChainArgs {
    #[command(flatten)]
    shown: ShownArgs,
}

/// The agreements of `mou why` and `mou chain`, and the format.
#[derive(Debug, Clone, clap::Args)]
struct ShownArgs {
    /// Agreements, by their ids or the beginning of these; - reads ids from standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    output: CardArgs,
}

/// The formats of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum CardFormat {
    /// For people
    #[default]
    Table,
    /// One JSON object
    Json,
    /// One JSON object on one line
    Jsonl,
}

/// The flags of the commands that print cards.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct CardArgs {
    /// Format of the output
    #[arg(short = 'o', long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) format: CardFormat,
}

impl CardArgs {
    /// Prints a card or a JSON object, by the format.
    pub(crate) fn show(
        &self,
        context: &mut Context<'_>,
        card: impl FnOnce(Style) -> Card,
        object: impl FnOnce() -> Result<Object>,
    ) -> Result<()> {
        let text = match self.format {
            CardFormat::Table => card(context.style).draw(context.style),
            CardFormat::Json => json::pretty(&object()?),
            CardFormat::Jsonl => json::lines(&[object()?]),
        };
        context.print(&text)
    }

    /// Prints a card or a JSON object for each item. JSON is one object if a single id was `typed`, and
    /// an array if there are several or if they were read from stdin.
    pub(crate) fn show_all<T>(
        &self,
        context: &mut Context<'_>,
        typed: &[String],
        items: &[T],
        card: impl Fn(&T) -> Card,
        object: impl Fn(&T) -> Result<Object>,
    ) -> Result<()> {
        let objects = || items.iter().map(&object).collect::<Result<Vec<_>>>();
        let text = match self.format {
            CardFormat::Table => {
                let texts: Vec<String> =
                    items.iter().map(|item| card(item).draw(context.style)).collect();
                texts.join("\n")
            }
            CardFormat::Json => match (objects()?.as_slice(), typed) {
                ([only], [typed]) if typed != "-" => json::pretty(only),
                (all, _) => json::array_pretty(all),
            },
            CardFormat::Jsonl => json::lines(&objects()?),
        };
        context.print(&text)
    }
}

/// Prints the agreements with all their fields.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let (reading, ids) = resolved(&args.ids, context)?;
    let roll = if args.no_lineage {
        alone(&ids, &reading, context)?
    } else {
        context.lineages(&reading, &ids)?
    };
    let lineage = |entry: &ListedAgreement| {
        (!args.no_lineage).then(|| Chain::new(&roll, &entry.agreement.id))
    };
    args.output.show_all(
        context,
        &args.ids,
        &entries(&roll, &ids),
        |entry| agreement::card(entry, lineage(entry).as_ref(), roll.today),
        |entry| {
            let mut object = agreement::object(entry)?;
            if let Some(lineage) = lineage(entry) {
                object.set("lineage", &chain::object(&entry.agreement.id, &lineage)?)?;
            }
            Ok(object)
        },
    )
}

/// Prints how each date of the agreements follows.
pub(crate) fn run_why(args: &WhyArgs, context: &mut Context<'_>) -> Result<()> {
    let (reading, ids) = resolved(&args.shown.ids, context)?;
    let roll = context.lineages(&reading, &ids)?;
    let steps = |entry: &ListedAgreement| -> Vec<Step> {
        entry.agreement.derivation(&entry.context, roll.today, &roll.thresholds)
    };
    args.shown.output.show_all(
        context,
        &args.shown.ids,
        &entries(&roll, &ids),
        |entry| derivation::card(entry, &steps(entry), roll.today),
        |entry| derivation::object(entry, &steps(entry), roll.today),
    )
}

/// Prints the lineage of each agreement.
pub(crate) fn run_chain(args: &ChainArgs, context: &mut Context<'_>) -> Result<()> {
    let (reading, ids) = resolved(&args.shown.ids, context)?;
    let roll = context.lineages(&reading, &ids)?;
    args.shown.output.show_all(
        context,
        &args.shown.ids,
        &ids,
        |id| chain::card(&Chain::new(&roll, id)),
        |id| chain::object(id, &Chain::new(&roll, id)),
    )
}

/// Returns the registry file and the ids that the texts mean.
fn resolved(typed: &[String], context: &mut Context<'_>) -> Result<(RegistryFile, Vec<Id>)> {
    let typed = context.typed_ids(typed)?;
    let reading = context.read()?;
    let ids = ids::resolve_each(&typed, &reading)?;
    Ok((reading, ids))
}

fn entries<'r>(roll: &'r Listing, ids: &[Id]) -> Vec<&'r ListedAgreement> {
    ids.iter().filter_map(|id| roll.get(id.as_str())).collect()
}

/// Returns the agreements without the ones that they are linked to.
fn alone(ids: &[Id], reading: &RegistryFile, context: &Context<'_>) -> Result<Listing> {
    let mut roll = context.roll_of(reading, ids.iter().cloned().collect())?;
    let apart = roll.entries.drain(..).map(|entry| {
        let without = Agreement { succeeds: Vec::new(), ..entry.agreement };
        (without, entry.stored)
    });
    Ok(Listing::new(reading.head(), apart.collect(), context.today))
}
