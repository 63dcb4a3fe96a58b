//! What is said of changes: the results, what was done, and what follows.

use crate::commands::Desk;
use crate::commands::done::Done;
use crate::error::Result;

/// What is said of a change.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// The result, for standard output; printed only when something was done.
    pub(crate) result: Option<String>,
    /// What changes, old → new, for standard output; printed also when it was only tried.
    pub(crate) change: Option<String>,
    /// What was done, in one sentence, if anything was.
    pub(crate) done: String,
    /// What follows from it.
    pub(crate) notes: Vec<String>,
    /// What may be a slip.
    pub(crate) warnings: Vec<String>,
    /// What comes next.
    pub(crate) hint: Option<String>,
}

/// Prints the results and says the rest.
pub(crate) fn tell(desk: &mut Desk<'_>, done: &Done<Vec<Told>>) -> Result<()> {
    if done.value.is_empty() {
        desk.say("No ids were given: nothing was changed.");
    }
    for one in &done.value {
        let result = one.result.as_ref().filter(|_| done.is_written);
        for line in one.change.iter().chain(result) {
            desk.print(&format!("{line}\n"))?;
        }
        if done.is_dry_run && !one.done.is_empty() {
            desk.say(&format!("Without `--dry-run`: {}", one.done));
        } else if done.is_written && !one.done.is_empty() {
            desk.say(&one.done);
        }
        one.notes.iter().for_each(|note| desk.say(note));
        one.warnings.iter().for_each(|warning| desk.warn(warning));
        if let Some(hint) = &one.hint {
            desk.hint_next(hint);
        }
    }
    Ok(())
}
