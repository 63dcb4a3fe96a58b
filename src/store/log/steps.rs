//! What can be undone and redone, by the order of the log.

use std::collections::BTreeSet;

use super::judge::Version;
use super::line::{Deed, Line};
use super::memory::{Item, Memory};

/// The lines of the log that came to be, and where each stands between undo and redo.
///
/// The numbers are places in [`Self::lines`].
#[derive(Debug)]
pub(super) struct Steps<'m> {
    /// The lines of this registry, each with what it made of its records.
    pub(super) lines: Vec<(&'m Line, Vec<Version>)>,
    /// What can be undone, the next one last.
    pub(super) undo: Vec<usize>,
    /// What can be redone, the next one last.
    pub(super) redo: Vec<usize>,
    /// What is undone, also where it cannot be redone any more.
    pub(super) undone: BTreeSet<usize>,
    /// Why there is nothing to undo before the first one that can be.
    pub(super) undo_ends: Option<String>,
    /// Why there is nothing to redo after the last one that can be.
    pub(super) redo_ends: Option<String>,
    /// How many lines belong to another registry that stood here.
    pub(super) strange: usize,
}

impl<'m> Steps<'m> {
    /// Follows the log of the registry that has this `uid`, with the verdict on each of its lines.
    pub(super) fn of(
        memory: &'m Memory,
        uid: Option<&str>,
        judge: impl FnOnce(&[&'m Item]) -> Vec<Option<Vec<Version>>>,
    ) -> Self {
        let is_own = |item: &&Item| match item {
            Item::Line(line) => match (line.uid.as_deref(), uid) {
                (Some(one), Some(other)) => one == other,
                _ => true,
            },
            Item::Gap(_) => true,
        };
        let own: Vec<&Item> = memory.items.iter().filter(is_own).collect();
        let mut steps = Self {
            lines: Vec::with_capacity(own.len()),
            undo: Vec::new(),
            redo: Vec::new(),
            undone: BTreeSet::new(),
            undo_ends: None,
            redo_ends: None,
            strange: memory.items.len() - own.len(),
        };
        for (item, made) in own.iter().zip(judge(&own)) {
            match (item, made) {
                (Item::Gap(why), _) => steps.end(why.clone()),
                (Item::Line(line), Some(made)) => steps.follow(line, made),
                (Item::Line(_), None) => {}
            }
        }
        steps
    }

    /// Ends what can be undone or redone here: something else may have happened at this place.
    fn end(&mut self, why: String) {
        self.undo.clear();
        self.redo.clear();
        self.redo_ends = None;
        self.undo_ends = Some(why);
    }

    fn follow(&mut self, line: &'m Line, made: Vec<Version>) {
        let place = self.lines.len();
        self.lines.push((line, made));
        match line.deed() {
            Deed::Change => {
                if !self.redo.is_empty() {
                    self.redo.clear();
                    self.redo_ends =
                        Some(format!("`{}` came after the last undo", line.command_line()));
                }
                if line.created {
                    self.end(format!("`{}` made the registry, which stays", line.command_line()));
                }
                if line.retraceable().next().is_some() {
                    self.undo.push(place);
                }
            }
            Deed::Undo(numbers) => {
                for number in numbers {
                    if let Some(place) = take(&self.lines, &mut self.undo, number) {
                        self.redo.push(place);
                        self.undone.insert(place);
                        self.redo_ends = None;
                    }
                }
            }
            Deed::Redo(numbers) => {
                let known: Vec<usize> = numbers
                    .iter()
                    .filter_map(|number| take(&self.lines, &mut self.redo, *number))
                    .collect();
                for place in &known {
                    self.undone.remove(place);
                }
                if known.len() == numbers.len() {
                    self.undo.extend(known);
                } else {
                    // What it put back is no longer in the log; it holds all of that itself.
                    self.undo.push(place);
                }
            }
        }
    }
}

/// Takes the last place that has this number off `places`.
fn take(lines: &[(&Line, Vec<Version>)], places: &mut Vec<usize>, number: u64) -> Option<usize> {
    let has_number = |place: &usize| lines.get(*place).is_some_and(|(l, _)| l.number == number);
    places.iter().rposition(has_number).map(|at| places.remove(at))
}
