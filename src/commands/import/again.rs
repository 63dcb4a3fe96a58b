//! What an import reports of rows that were imported before.

use super::plan::ImportPlan;
use crate::commands::Context;
use crate::commands::command_line::CommandLine;
use crate::domain::{Field, Id};
use crate::exchange::import::columns::{ImportColumn, STATUS_FIELD};
use crate::exchange::import::reconcile::ValueChange;

/// The most changes, conflicts and rows that are kept for the report.
const MAX_KEPT_ITEMS: usize = 1_000;

/// The most lines that are printed of one kind.
const MAX_PRINTED_LINES: usize = 20;

/// The most cells that a note names.
const MAX_PRINTED_CELLS: usize = 5;

/// The most ids of agreements whose rows are gone.
const MAX_PRINTED_IDS: usize = 10;

/// What is shown for a value that does not exist.
const NO_VALUE: &str = "(none)";

/// What was found of rows that were imported before.
#[derive(Debug, Default)]
pub(super) struct ImportedAgain {
    changes: Kept<String>,
    pub(super) conflicts: Kept<ImportConflict>,
    removed: Kept<String>,
    vanished: Vec<Id>,
    /// The cells that are empty now and keep their old values.
    emptied: Kept<String>,
    /// The rows of agreements of which no earlier import is known.
    unremembered: usize,
}

/// The first items of a list, and how many there are.
#[derive(Debug)]
pub(super) struct Kept<T> {
    pub(super) first: Vec<T>,
    pub(super) count: usize,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { first: Vec::new(), count: 0 }
    }
}

impl<T> Kept<T> {
    fn add(&mut self, item: T) {
        self.count += 1;
        if self.first.len() < MAX_KEPT_ITEMS {
            self.first.push(item);
        }
    }
}

/// A value that changed in the sheet and in the registry.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct ImportConflict {
    pub(super) id: String,
    pub(super) field: String,
    /// What the sheet said last time; absent if that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<String>,
    pub(super) sheet: String,
    pub(super) here: String,
    /// The cell; absent if a flag has the value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cell: Option<String>,
}

impl ImportedAgain {
    /// Adds what was taken from a row, each with the cell that it comes from.
    pub(super) fn add_changes(&mut self, id: &Id, changes: &[(ValueChange, Option<String>)]) {
        if changes.is_empty() {
            return;
        }
        let shown =
            |text: &str| if text.is_empty() { NO_VALUE.to_owned() } else { text.to_owned() };
        let parts = changes.iter().map(|(change, cell)| {
            let cell = cell.as_ref().map(|cell| format!(" ({cell})")).unwrap_or_default();
            format!("{} {} → {}{cell}", change.name, shown(&change.here), shown(&change.after))
        });
        let parts: Vec<String> = parts.collect();
        self.changes.add(format!("{id}: {}", parts.join(", ")));
    }

    /// Adds a value that stays although the sheet has another one. `is_known` says whether the row was imported
    /// before.
    pub(super) fn add_conflict(
        &mut self,
        id: &Id,
        change: &ValueChange,
        cell: Option<String>,
        is_known: bool,
    ) {
        self.conflicts.add(ImportConflict {
            id: id.to_string(),
            field: change.name.clone(),
            last: is_known.then(|| change.base.clone()),
            sheet: change.sheet.clone(),
            here: change.here.clone(),
            cell,
        });
    }

    /// Adds a row whose agreement was removed from the registry.
    pub(super) fn add_removed(&mut self, id: &Id, row: &str) {
        self.removed.add(format!("{id} ({row})"));
    }

    /// Counts a cell that is empty now and keeps its value.
    pub(super) fn add_emptied(&mut self, place: String) {
        self.emptied.add(place);
    }

    /// Sets the agreements whose rows are no longer in the sheet.
    pub(super) fn set_vanished(&mut self, ids: Vec<Id>) {
        self.vanished = ids;
    }

    /// Returns how many rows were left out because their agreements were removed.
    pub(super) fn removed_count(&self) -> usize {
        self.removed.count
    }

    /// Counts a row whose agreement is in the registry, and not in the memory.
    pub(super) fn count_unremembered(&mut self) {
        self.unremembered += 1;
    }

    /// Returns true if a row would have been compared with an earlier import.
    pub(super) fn needs_memory(&self) -> bool {
        self.unremembered > 0
    }

    /// Returns the conflicts as a JSON array for programs.
    pub(super) fn conflicts(&self) -> String {
        serde_json::to_string(&self.conflicts.first).expect("all members are texts")
    }

    /// Prints the report; `command` is the one that was typed.
    pub(super) fn print(&self, context: &mut Context<'_>, mut command: CommandLine) {
        let lines = self.changes.first.iter().take(MAX_PRINTED_LINES);
        lines.for_each(|line| context.say_wrapped("changed: ", line));
        let more = self.changes.count.saturating_sub(MAX_PRINTED_LINES);
        if more > 0 {
            context.say(&format!("changed: {more} more"));
        }
        self.print_conflicts(context);
        if !self.removed.first.is_empty() {
            let list = cut(&self.removed.first, self.removed.count, MAX_PRINTED_LINES);
            context.warn_wrapped(&format!(
                "removed here since the last import, not added again: {list}"
            ));
        }
        if self.conflicts.count > 0 || self.removed.count > 0 {
            let what = match (self.conflicts.count, self.removed.count) {
                (1, 0) => "takes the sheet's value",
                (_, 0) => "takes the sheet's values",
                (0, 1) => "adds it again",
                (0, _) => "adds them again",
                _ => "takes the sheet's values, and adds what was removed",
            };
            command.add("--theirs", None);
            context.hint_now(&format!("`{}` {what}", command.one_line()));
        }
        if self.emptied.count > 0 {
            let (cells, are) = match self.emptied.count {
                1 => ("1 cell that had a value last time is".to_owned(), "its value stays"),
                count => {
                    (format!("{count} cells that had a value last time are"), "the values stay")
                }
            };
            let list = cut(&self.emptied.first, self.emptied.count, MAX_PRINTED_CELLS);
            context.say_wrapped(
                "note: ",
                &format!("{cells} empty now, and {are} (`--empty-clears` removes them): {list}"),
            );
        }
        if !self.vanished.is_empty() {
            let list = cut(&self.vanished, self.vanished.len(), MAX_PRINTED_IDS);
            context.say_wrapped(
                "note: ",
                &format!("no longer in the sheet, still in the registry: {list}"),
            );
        }
    }

    fn print_conflicts(&self, context: &mut Context<'_>) {
        let mut room = MAX_PRINTED_LINES;
        for is_known in [true, false] {
            let conflicts: Vec<&ImportConflict> =
                self.conflicts.first.iter().filter(|one| one.last.is_some() == is_known).collect();
            if conflicts.is_empty() {
                continue;
            }
            context.warn(if is_known {
                "changed in the sheet and here; what is here stays:"
            } else {
                "the sheet and the registry differ; what is here stays:"
            });
            for conflict in conflicts.iter().take(room) {
                context.say_wrapped("  ", &conflict.sentence());
            }
            let more = conflicts.len().saturating_sub(room);
            if more > 0 {
                context.say(&format!("  and {more} more"));
            }
            room = room.saturating_sub(conflicts.len()).max(1);
        }
        let more = self.conflicts.count - self.conflicts.first.len();
        if more > 0 {
            context.say(&format!("  and {more} more"));
        }
    }
}

impl ImportConflict {
    fn sentence(&self) -> String {
        let quoted = |text: &str| {
            if text.is_empty() { NO_VALUE.to_owned() } else { format!("`{text}`") }
        };
        let last = self
            .last
            .as_deref()
            .map(|last| format!("last time {}, ", quoted(last)))
            .unwrap_or_default();
        let cell = self.cell.as_ref().map(|cell| format!(" ({cell})")).unwrap_or_default();
        format!(
            "{}, {}: {last}sheet {}{cell}, here {}",
            self.id,
            self.field,
            quoted(&self.sheet),
            quoted(&self.here)
        )
    }
}

/// Returns the first items as a list, and how many follow.
fn cut<T: ToString>(items: &[T], count: usize, most: usize) -> String {
    let shown: Vec<String> = items.iter().take(most).map(ToString::to_string).collect();
    let more = count - shown.len();
    let list = shown.join(", ");
    if more > 0 { format!("{list} and {more} more") } else { list }
}

/// Returns the columns that a value comes from, by index.
pub(super) fn columns_of<'p>(
    plan: &'p ImportPlan,
    headings: &'p [String],
    change: &'p ValueChange,
) -> impl Iterator<Item = usize> + 'p {
    let columns = plan.columns.iter().zip(headings).enumerate();
    columns.filter(|(_, (column, heading))| feeds(column, heading, change)).map(|(index, _)| index)
}

fn feeds(column: &ImportColumn, heading: &str, change: &ValueChange) -> bool {
    let is_one = |fields: &[Field]| fields.contains(&change.field);
    if change.field == Field::Fields && is_kept_name(&change.name, heading) {
        return true;
    }
    match column {
        ImportColumn::Field(Field::Term) => is_one(&[Field::Term, Field::Renewal, Field::End]),
        ImportColumn::Field(Field::End) => {
            is_one(&[Field::End, Field::Term, Field::Effective, Field::Renewal])
        }
        ImportColumn::Field(Field::Fields | Field::Id) | ImportColumn::Ignored => false,
        ImportColumn::Field(field) => *field == change.field,
        ImportColumn::Partner => is_one(&[Field::Parties, Field::Title]),
        ImportColumn::Country => is_one(&[Field::Parties]),
        ImportColumn::TermIn(_) | ImportColumn::Unit => is_one(&[Field::Term, Field::Renewal]),
        ImportColumn::Validity | ImportColumn::Period => {
            is_one(&[Field::Term, Field::End, Field::Effective, Field::Renewal])
        }
        ImportColumn::AutomaticRenewal | ImportColumn::RenewalTerm => is_one(&[Field::Renewal]),
        ImportColumn::Link => is_one(&[Field::References]),
        ImportColumn::Status | ImportColumn::Own(_) | ImportColumn::Reference(_) => {
            change.field == Field::Fields && own_name(column) == Some(change.name.as_str())
        }
    }
}

/// Returns the name of the field of the user's own that a column is.
fn own_name(column: &ImportColumn) -> Option<&str> {
    match column {
        ImportColumn::Own(name) | ImportColumn::Reference(name) => Some(name),
        ImportColumn::Status => Some(STATUS_FIELD),
        _ => None,
    }
}

/// Returns true if the text of a cell below `heading` is kept under this name.
pub(super) fn is_kept_name(name: &str, heading: &str) -> bool {
    name == heading || name.strip_prefix(heading).is_some_and(|rest| rest.starts_with(" ("))
}
