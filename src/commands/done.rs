//! What came of a change, and how it is told.

use crate::commands::Desk;
use crate::domain::{Agreement, Head};
use crate::error::Result;
use crate::render::change::{told, told_head};
use crate::store::{Change, Outcome};

/// What came of a change.
#[derive(Debug)]
pub(crate) struct Done<T> {
    /// What the command made of it.
    pub(crate) value: T,
    /// The records that differ, by id.
    pub(crate) changes: Vec<Change>,
    /// What the registry says of itself, before and after, where that differs.
    pub(crate) head: Option<(Head, Head)>,
    /// Whether it was written: neither a dry run nor without a difference.
    pub(crate) is_written: bool,
    /// Whether it was only tried.
    pub(crate) is_dry_run: bool,
}

impl Desk<'_> {
    /// Prints what differs, old → new.
    pub(crate) fn print_changes<T>(&mut self, done: &Done<T>) -> Result<()> {
        if let Some((before, after)) = &done.head {
            self.print(&told_head(before, after, self.style))?;
        }
        for change in &done.changes {
            self.print(&told(change.before.as_ref(), change.after.as_ref(), self.style))?;
        }
        Ok(())
    }

    /// Tells what came of a change, and for a dry run what would differ.
    pub(crate) fn settle<T>(&mut self, outcome: Outcome<T>, dry_run: bool) -> Result<Done<T>> {
        let differs = !outcome.changes.is_empty() || outcome.head.is_some() || outcome.created;
        self.has_changed = differs && !dry_run;
        for warning in &outcome.warnings {
            self.warn(warning);
        }
        // A new registry has everything to say of itself; it is its records that differ.
        let done = Done {
            value: outcome.value,
            changes: outcome.changes,
            head: outcome.head.filter(|_| !outcome.created),
            is_written: self.has_changed,
            is_dry_run: dry_run,
        };
        if dry_run {
            self.print_changes(&done)?;
            let made =
                if differs { "Nothing was written: a dry run." } else { "Nothing would change." };
            self.say(made);
        } else if outcome.created {
            let path = self.place().path.display().to_string();
            self.say(&format!("new registry `{path}`"));
        }
        Ok(done)
    }
}

impl<T> Done<T> {
    /// Returns the agreement that was added, if one was.
    pub(crate) fn added(&self) -> Option<&Agreement> {
        let added = self.changes.iter().find(|change| change.before.is_none());
        added.and_then(|change| change.after.as_ref())
    }
}
