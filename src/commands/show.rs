//! `mou show`, `mou why` and `mou chain`: cards of agreements.

use crate::commands::answer::ObjectFormat;
use crate::commands::{Context, context, ids};
use crate::domain::{Day, Id, Step};
use crate::error::Result;
use crate::render::card::Card;
use crate::render::json::{self, Object};
use crate::render::{agreement, chain, derivation, reminders};
use crate::report::chain::Chain;
use crate::report::listing::{ListedAgreement, Listing};
use crate::report::reminders::AgreementReminders;
use crate::store::RegistryFile;

/// Show an agreement with its lineage, gaps and activities
///
/// ID is an id, the beginning of one, or a text that only one agreement has in its id, its title or
/// the names of its parties. Case and accents do not matter.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou show gds-govtech-2022\n  mou list --tag eu -o ids | mou show -"
)]
pub(crate) struct Args {
    /// Agreements, by id or a text that only one has; - reads standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Ignore linked agreements
    #[arg(long)]
    no_lineage: bool,
    #[command(flatten)]
    output: CardArgs,
}

// The flags of `mou why` and `mou chain`. A docstring would replace the help of both.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ShownArgs {
    /// Agreements, by id or a text that only one has; - reads standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    output: CardArgs,
}

// The flags of the commands that print cards, without a docstring for the same reason.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct CardArgs {
    /// Format of the output
    #[arg(short = 'o', long, value_name = "FORMAT", value_enum, default_value_t)]
    pub(crate) format: ObjectFormat,
}

impl CardArgs {
    /// Prints a card or a JSON object for each item. JSON is one object if `is_single`, else an array.
    pub(crate) fn show<T>(
        &self,
        context: &mut Context<'_>,
        is_single: bool,
        items: &[T],
        card: impl Fn(&T) -> Card,
        object: impl Fn(&T) -> Result<Object>,
    ) -> Result<()> {
        let objects = || items.iter().map(&object).collect::<Result<Vec<_>>>();
        let text = match self.format {
            ObjectFormat::Table => {
                let texts = items.iter().map(|item| card(item).draw(context.style));
                texts.collect::<Vec<_>>().join("\n")
            }
            ObjectFormat::Json => match objects()?.as_slice() {
                [only] if is_single => json::pretty(only),
                all => json::array_pretty(all),
            },
            ObjectFormat::Jsonl => json::lines(&objects()?),
        };
        context.print(&text)
    }
}

/// Returns true if one id was typed, so that one JSON object is printed. Ids on stdin may be several.
pub(crate) fn is_single(typed: &[String]) -> bool {
    matches!(typed, [id] if id != "-")
}

/// Prints the agreements with all their fields.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let (registry, ids) = resolved(&args.ids, context)?;
    let listing = if args.no_lineage {
        alone(&ids, &registry, context.today)?
    } else {
        context.lineages(&registry, &ids)?
    };
    let memory = context.store.given_reminders()?;
    context.warn_all(&memory.warnings);
    let style = context.style;
    let lineage = |entry: &ListedAgreement| {
        (!args.no_lineage).then(|| Chain::new(&listing, &entry.agreement.id))
    };
    let given = memory.by_agreement();
    let reminders_of = |entry: &ListedAgreement| {
        let given = given.get(entry.agreement.id.as_str()).cloned().unwrap_or_default();
        AgreementReminders::new(entry, &registry.head().settings, given)
    };
    args.output.show(
        context,
        is_single(&args.ids),
        &entries(&listing, &ids),
        |entry| {
            let mut card = agreement::card(entry, lineage(entry).as_ref(), listing.today, style);
            card.push(reminders::block(&reminders_of(entry), listing.today));
            card
        },
        |entry| {
            let mut object = agreement::object(entry)?;
            object.set("reminders", &reminders::object_of_all(&reminders_of(entry))?)?;
            if let Some(lineage) = lineage(entry) {
                object.set("lineage", &chain::object(&entry.agreement.id, &lineage)?)?;
            }
            Ok(object)
        },
    )
}

/// Prints how each date of the agreements follows.
pub(crate) fn run_why(args: &ShownArgs, context: &mut Context<'_>) -> Result<()> {
    let (registry, ids) = resolved(&args.ids, context)?;
    let listing = context.lineages(&registry, &ids)?;
    let style = context.style;
    let steps = |entry: &ListedAgreement| -> Vec<Step> {
        entry.agreement.derivation(&entry.context, listing.today, &listing.thresholds)
    };
    args.output.show(
        context,
        is_single(&args.ids),
        &entries(&listing, &ids),
        |entry| derivation::card(entry, &steps(entry), listing.today, style),
        |entry| derivation::object(entry, &steps(entry), listing.today),
    )
}

/// Prints the lineage of each agreement.
pub(crate) fn run_chain(args: &ShownArgs, context: &mut Context<'_>) -> Result<()> {
    let (registry, ids) = resolved(&args.ids, context)?;
    let listing = context.lineages(&registry, &ids)?;
    let style = context.style;
    args.output.show(
        context,
        is_single(&args.ids),
        &ids,
        |id| chain::card(&Chain::new(&listing, id), style),
        |id| chain::object(id, &Chain::new(&listing, id)),
    )
}

/// Returns the registry file and the ids that the texts mean.
fn resolved(typed: &[String], context: &mut Context<'_>) -> Result<(RegistryFile, Vec<Id>)> {
    let typed = context.typed_ids(typed)?;
    let registry = context.read()?;
    let ids = ids::resolve_each(&typed, &registry, context.today)?;
    Ok((registry, ids))
}

fn entries<'r>(listing: &'r Listing, ids: &[Id]) -> Vec<&'r ListedAgreement> {
    ids.iter().filter_map(|id| listing.get(id.as_str())).collect()
}

/// Returns the agreements without the ones that they are linked to.
fn alone(ids: &[Id], registry: &RegistryFile, today: Day) -> Result<Listing> {
    let mut records = context::records_of(registry, ids.iter().cloned().collect())?;
    for (agreement, _) in &mut records {
        agreement.succeeds.clear();
    }
    Ok(Listing::new(registry.head(), records, today))
}
