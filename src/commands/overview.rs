//! `mou` alone: what needs attention today.

use crate::commands::Context;
use crate::commands::answer::ObjectFormat;
use crate::commands::show::CardArgs;
use crate::domain::{Status, Thresholds};
use crate::error::Result;
use crate::render::{attention, json, overview};
use crate::report::attention::{Attention, is_needed};
use crate::report::listing::ListedAgreement;
use crate::store::Visit;

/// The flags of `mou` alone.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) output: CardArgs,
    /// Show every line, not only the most urgent ones
    #[arg(long)]
    pub(crate) all: bool,
}

/// Prints what needs attention today; for an empty registry, how to begin.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let registry = context.read_to_pass()?;
    let (today, thresholds) = (context.today, Thresholds::from_settings(&registry.head().settings));
    let owner = registry.head().owner.as_deref();
    let scanned = registry.scan_with_lineage(today, |found, scanned| {
        let Visit { record, agreement, context, .. } = found;
        let standing = agreement.standing(&context, today, &thresholds);
        let status = standing.status;
        let has_activities = !agreement.activities.is_empty();
        let entry = is_needed(&standing, today, &thresholds).then(|| {
            let text = record.text().to_owned();
            Box::new(ListedAgreement::new(agreement, text, context, standing, today, owner))
        });
        scanned.push((status, has_activities, entry));
        Ok(())
    })?;
    if scanned.is_empty() && args.output.format == ObjectFormat::Table {
        return context.print(&overview::welcome(context.style));
    }
    let has_no_activities = !scanned.iter().any(|(_, has_activities, _)| *has_activities);
    let (statuses, needing): (Vec<Status>, Vec<Option<Box<ListedAgreement>>>) =
        scanned.into_iter().map(|(status, _, entry)| (status, entry)).unzip();
    let needing: Vec<ListedAgreement> = needing.into_iter().flatten().map(|entry| *entry).collect();
    let attention = Attention::new(statuses, has_no_activities, &needing, today, &thresholds);
    match args.output.format {
        ObjectFormat::Table => context.print(&overview::text(&attention, args.all, context.style)),
        ObjectFormat::Json => context.print(&json::pretty(&attention::object(&attention)?)),
        ObjectFormat::Jsonl => context.print(&json::lines(&[attention::object(&attention)?])),
    }
}
