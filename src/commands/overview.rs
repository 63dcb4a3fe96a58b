//! `mou` alone: what needs attention today.

use crate::commands::Context;
use crate::commands::answer::ObjectFormat;
use crate::commands::show::CardArgs;
use crate::domain::{Status, Thresholds};
use crate::error::Result;
use crate::render::attention;
use crate::report::attention::{Attention, is_needed};
use crate::report::listing::ListedAgreement;
use crate::store::Visit;

/// The text for an empty registry.
const WELCOME_TEXT: &str = "\
mou keeps a registry of memoranda of understanding and warns you before they lapse.

The registry is empty. The first three commands:

  mou add \"Joint research\" --party \"Kyoto University [JP]\" --party \"University of Tartu [EE]\" \\
      --signed 2024-05-01 --term 3y
  mou list
  mou expiring --within 6m

`mou --help` shows the other commands.
";

/// Prints what needs attention today; for an empty registry, how to begin.
pub(crate) fn run(output: &CardArgs, context: &mut Context<'_>) -> Result<()> {
    let registry = context.read_to_pass()?;
    let (today, thresholds) = (context.today, Thresholds::from_settings(&registry.head().settings));
    let owner = registry.head().owner.as_deref();
    let scanned = registry.scan_with_lineage(today, |found, scanned| {
        let Visit { record, agreement, tenure, context, .. } = found;
        let standing = tenure.standing(&context, today, &thresholds);
        let status = standing.status;
        let entry = is_needed(&standing, today, &thresholds).then(|| {
            let text = record.text().to_owned();
            Box::new(ListedAgreement::new(agreement, text, context, standing, today, owner))
        });
        scanned.push((status, entry));
        Ok(())
    })?;
    let (statuses, needing): (Vec<Status>, Vec<Option<Box<ListedAgreement>>>) =
        scanned.into_iter().unzip();
    if statuses.is_empty() && output.format == ObjectFormat::Table {
        return context.print(WELCOME_TEXT);
    }
    let needing: Vec<ListedAgreement> = needing.into_iter().flatten().map(|entry| *entry).collect();
    let attention = Attention::new(statuses, &needing, today, &thresholds);
    output.show(context, true, &[attention], attention::card, attention::object)
}
