//! What is said of changes: the results, what was done, and what follows.

use crate::commands::Desk;
use crate::error::Result;

/// What is said of a change.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// The result, for standard output.
    pub(crate) result: Option<String>,
    /// What was done, in one sentence; said only when it was, if anything was.
    pub(crate) done: String,
    /// What follows from it.
    pub(crate) notes: Vec<String>,
    /// What may be a slip.
    pub(crate) warnings: Vec<String>,
    /// What comes next.
    pub(crate) hint: Option<String>,
}

/// Prints the results and says the rest; what was done only where it was.
pub(crate) fn tell(desk: &mut Desk<'_>, told: &[Told], is_written: bool) -> Result<()> {
    if told.is_empty() {
        desk.say("No ids were given: nothing was changed.");
    }
    for one in told {
        if let Some(result) = &one.result {
            desk.print(&format!("{result}\n"))?;
        }
        if is_written && !one.done.is_empty() {
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
