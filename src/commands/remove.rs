//! `mou remove`: remove records that were entered by mistake.

use std::collections::BTreeSet;

use crate::commands::answer::ChangeArgs;
use crate::commands::outcome::Sentence;
use crate::commands::{Context, ids, lineage};
use crate::domain::{Day, Id, Text};
use crate::error::{Error, Result};
use crate::render::words;
use crate::store::Transaction;

/// Remove records that were entered by mistake
///
/// Do not remove an agreement because it is over: `mou terminate` records its end. An agreement
/// that others link to cannot be removed.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou remove gds-govtech-2022 --dry-run\n  \
                        mou remove gds-govtech-2022 --yes\n  \
                        mou list --tag test -o ids | mou remove - --yes")]
pub(crate) struct Args {
    /// Agreements, by id or the beginning of one; - reads standard input
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    /// Remove without asking
    #[arg(short = 'y', long)]
    yes: bool,
    #[command(flatten)]
    change: ChangeArgs,
}

/// Removes the records, all or none, after a confirmation.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let has_piped_ids = args.ids.iter().any(|id| id == "-");
    let (typed, today) = (context.typed_ids(&args.ids)?, context.today);
    if typed.is_empty() {
        context.say("No ids were given: nothing was removed.");
        return Ok(());
    }
    if !args.yes && !args.change.dry_run {
        // A record that cannot be removed is refused before the prompt.
        let removed = context.try_out(|transaction| remove(&typed, transaction, today))?;
        if !context.can_ask() || has_piped_ids {
            return Err(context
                .needs_yes("remove")
                .with_hint(format!("`mou remove {} --yes`", args.ids.join(" "))));
        }
        if !context.confirm(&question(&removed))? {
            return Err(Error::failed("nothing was removed"));
        }
    }
    let result =
        context.change(args.change.dry_run, |transaction| remove(&typed, transaction, today))?;
    let ids: Vec<Id> = result.value.iter().map(|(id, _)| id.clone()).collect();
    Sentence::new("Removed", "remove", &format!("{}.", ids::named(&ids))).say(&result, context);
    Ok(())
}

/// Removes the records from the transaction; returns their ids and titles.
///
/// Fails if another agreement points at one of them.
fn remove(
    typed: &[String],
    transaction: &mut Transaction<'_>,
    today: Day,
) -> Result<Vec<(Id, Text)>> {
    let ids = ids::resolve_all_by_id(typed, transaction, today)?;
    let removed_ids: BTreeSet<Id> = ids.iter().cloned().collect();
    let mut links = lineage::to(&removed_ids, transaction)?;
    links.retain(|link| !removed_ids.contains(&link.from));
    if let Some(first) = links.first() {
        let sentences: Vec<String> = links
            .iter()
            .map(|link| format!("`{}` {} `{}`", link.from, link.verb(), link.to))
            .collect();
        return Err(Error::failed(format!(
            "`{}` cannot be removed: {}",
            first.to,
            words::list_and(&sentences)
        ))
        .with_hint(format!(
            "`mou terminate {}` records that it ended, `{}` removes the link",
            first.to,
            first.removal()
        )));
    }
    let mut removed = Vec::with_capacity(ids.len());
    for id in ids {
        let title = transaction.get(id.as_str())?.map(|agreement| agreement.title);
        transaction.remove(&id);
        removed.push((id, title.unwrap_or_default()));
    }
    Ok(removed)
}

fn question(removed: &[(Id, Text)]) -> String {
    match removed {
        [(id, title)] => format!("Remove {id}, `{title}`, and all its activities?"),
        several => {
            format!("Remove {} agreements and all their activities?", several.len())
        }
    }
}
