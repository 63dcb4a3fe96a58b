//! What a command reports after a change.

use crate::commands::context::{ChangeResult, Context};
use crate::commands::ids::ActivityId;
use crate::domain::{Agreement, End};
use crate::error::Result;
use crate::render::words;
use crate::store::Transaction;

/// What a command reports of one record.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// The result, for stdout; not printed in a dry run.
    pub(crate) result: Option<String>,
    /// The difference, old → new, for stdout; also printed in a dry run.
    pub(crate) change: Option<String>,
    /// What was done; empty if nothing was.
    pub(crate) done: Sentence,
    /// What follows from it.
    pub(crate) notes: Vec<String>,
    /// What may be a mistake.
    pub(crate) warnings: Vec<String>,
    /// The next step.
    pub(crate) hint: Option<String>,
}

impl Outcome {
    /// Returns the outcome of a change that this sentence describes.
    pub(crate) fn of_change(done: Sentence) -> Self {
        Self { done, ..Self::default() }
    }
}

/// A sentence about a change: as it is said after the change, and as a dry run says it.
#[derive(Debug, Default)]
pub(crate) struct Sentence {
    done: String,
    would: String,
}

impl Sentence {
    /// Returns `Renewed x` and `Would renew x`: a verb in the past tense, its base form, and the rest.
    pub(crate) fn new(done: &str, verb: &str, rest: &str) -> Self {
        Self { done: format!("{done} {rest}"), would: format!("Would {verb} {rest}") }
    }

    /// Adds the end of the sentence, after the change and in a dry run.
    pub(crate) fn and(self, done: &str, would: &str) -> Self {
        Self { done: self.done + done, would: self.would + would }
    }

    /// Adds a clause about the end of an agreement: `it ends on 2024-08-01`, `it would end on 2024-08-01`.
    pub(crate) fn ending(self, end: End) -> Self {
        let clause = words::ending(end);
        let would = match end {
            End::On(_) => clause.replacen("ends", "would end", 1),
            End::Indefinite => clause.replacen("has", "would have", 1),
            End::Unknown => clause.clone(),
        };
        self.and(&format!(": {clause}."), &format!(": {would}."))
    }

    /// Prints the sentence after a change, or what a dry run would do; nothing if nothing changes.
    pub(crate) fn say<T>(&self, result: &ChangeResult<T>, context: &mut Context<'_>) {
        if result.is_dry_run && !result.changes.is_empty() {
            context.say(&self.would);
        } else if result.is_written {
            context.say(&self.done);
        }
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
        if !outcome.done.done.is_empty() {
            outcome.done.say(result, context);
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
