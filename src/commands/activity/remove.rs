//! `mou activity remove`: remove activities that were recorded by mistake.

use crate::commands::Context;
use crate::commands::answer::ChangeArgs;
use crate::commands::ids::{ActivityId, Lookup};
use crate::commands::outcome::{self, Outcome, Sentence, change_each_activity};
use crate::error::{Error, Result};
use crate::render::words;

/// Remove an activity that was recorded by mistake
///
/// If an activity will not take place, use `mou activity edit ID/N --status cancelled` instead.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou activity remove gds-govtech-2019/1 --yes\n  mou activity remove \
                  gds-govtech-2019/1 --dry-run"
)]
pub(crate) struct Args {
    /// Activities, such as gds-govtech-2022/1; - reads ids from standard input
    #[arg(value_name = "ID/N", required = true)]
    ids: Vec<String>,
    /// Remove without asking
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    change: ChangeArgs,
}

/// Removes the activities, all or none, after a confirmation.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let (typed, today) = (context.typed_ids(&args.ids)?, context.today);
    if !args.yes && !args.change.dry_run && !typed.is_empty() && !is_confirmed(&typed, context)? {
        return Err(Error::failed("nothing was removed"));
    }
    let result = context.change(args.change.dry_run, |transaction| {
        let ids = ActivityId::resolve_all(&typed, Lookup::ById, transaction, today)?;
        change_each_activity(ids, transaction, |transaction, id, mut agreement, index| {
            let activity = agreement.activities.remove(index);
            transaction.put(agreement);
            let rest = format!("{id}, `{}`.", activity.title);
            Ok(Outcome::of_change(Sentence::new("Removed", "remove", &rest)))
        })
    })?;
    outcome::report(context, &result)
}

/// Returns true if the user confirms the removal.
///
/// Fails if there is no terminal to ask on.
fn is_confirmed(typed: &[String], context: &mut Context<'_>) -> Result<bool> {
    let registry = context.read()?;
    let mut titles = Vec::new();
    for id in ActivityId::resolve_all(typed, Lookup::ById, &registry, context.today)? {
        if let Some(record) = registry.find(id.agreement.as_str())? {
            titles.push(format!("{id}, `{}`", id.find(&record.agreement()?)?.title));
        }
    }
    if !context.can_ask() {
        return Err(context
            .needs_yes("remove")
            .with_hint("`--dry-run` shows what would be removed"));
    }
    context.confirm(&format!("Remove {}?", words::list_and(&titles)))
}
