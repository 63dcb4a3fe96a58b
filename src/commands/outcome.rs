//! What a command reports after a change.

use crate::commands::context::{ChangeResult, Context};
use crate::commands::ids::ActivityId;
use crate::domain::Agreement;
use crate::error::Result;
use crate::store::Transaction;

/// What a command reports of one record.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// The result, for stdout; not printed in a dry run.
    pub(crate) result: Option<String>,
    /// The difference, old → new, for stdout; also printed in a dry run.
    pub(crate) change: Option<String>,
    /// What was done, in one sentence; empty if nothing was.
    pub(crate) done: String,
    /// What follows from it.
    pub(crate) notes: Vec<String>,
    /// What may be a mistake.
    pub(crate) warnings: Vec<String>,
    /// The next step.
    pub(crate) hint: Option<String>,
}

impl Outcome {
    /// Returns the outcome of a change that this sentence describes.
    pub(crate) fn of_change(done: String) -> Self {
        Self { done, ..Self::default() }
    }
}

/// Prints the outcome of each record.
pub(crate) fn report(context: &mut Context<'_>, result: &ChangeResult<Vec<Outcome>>) -> Result<()> {
    if result.value.is_empty() {
        context.say("No ids were given: nothing was changed.");
    }
    for outcome in &result.value {
        let written = outcome.result.as_ref().filter(|_| result.is_written);
        for line in outcome.change.iter().chain(written) {
            context.print(&format!("{line}\n"))?;
        }
        if !outcome.done.is_empty() {
            if result.is_dry_run {
                context.say(&format!("Would be done: {}", outcome.done));
            } else if result.is_written {
                context.say(&outcome.done);
            }
        }
        outcome.notes.iter().for_each(|note| context.say(note));
        context.warn_all(&outcome.warnings);
        if let Some(hint) = &outcome.hint {
            context.hint_next(hint);
        }
    }
    Ok(())
}

/// Calls `f` for each of the activities with its agreement and its index in it. `f` must put
/// what it changes into the transaction.
pub(crate) fn change_each_activity(
    ids: Vec<ActivityId>,
    transaction: &mut Transaction<'_>,
    f: impl Fn(&mut Transaction<'_>, &ActivityId, Agreement, usize) -> Result<Outcome>,
) -> Result<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    for id in ids {
        if let Some(agreement) = transaction.get(id.agreement.as_str())? {
            let index = id.index_in(&agreement)?;
            outcomes.push(f(transaction, &id, agreement, index)?);
        }
    }
    Ok(outcomes)
}
