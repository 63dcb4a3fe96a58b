//! The result of an import, and what is printed about it.

use serde::Serialize;

use super::messages::ListMessage;
use super::notes::{self, ImportMessage, ReadColumns};
use super::report::{Faults, MAX_KEPT_CELLS};
use crate::commands::Context;
use crate::exchange::import::problems::{CellLabels, ImportNotes, Problem};
use crate::render::words;

/// The most warnings about rows that are kept.
const MAX_KEPT_WARNINGS: usize = 1_000;

/// The most lines of the report on rejected rows.
const MAX_REJECTION_LINES: usize = 18;

/// The result of an import.
#[derive(Debug, Default)]
pub(super) struct ImportSummary {
    /// The number of rows.
    pub(super) rows: u64,
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) same: u64,
    /// The rejected rows.
    pub(super) rejected: u64,
    /// Whether unread cells are kept as text.
    pub(super) keeps_unread: bool,
    /// How cells were read.
    pub(super) notes: ImportNotes,
    /// The cells that were not read, and the rows that were refused.
    pub(super) faults: Faults,
    /// The first warnings about rows that were taken.
    pub(super) warnings: Vec<String>,
    pub(super) warning_count: usize,
}

/// The place of a cell or a row, by which reports are sorted.
type ReportPlace = (u64, Option<usize>, bool);

/// A cell or a row in the answer of a program.
#[derive(Debug, Serialize)]
struct CellReport<'s> {
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<&'s str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'s str,
    reason: String,
    outcome: &'static str,
}

impl ImportSummary {
    /// Adds a warning about a row that was taken.
    pub(super) fn warn(&mut self, warning: String) {
        self.warning_count += 1;
        if self.warnings.len() < MAX_KEPT_WARNINGS {
            self.warnings.push(warning);
        }
    }

    /// Prints how cells were read, and the warnings.
    pub(super) fn print_notes(
        &self,
        context: &mut Context<'_>,
        columns: Option<&ReadColumns<'_>>,
        labels: &CellLabels,
        layout: Vec<String>,
        rejects: Option<&str>,
    ) {
        let mut messages: Vec<ImportMessage> = Vec::new();
        messages.extend(columns.and_then(ReadColumns::note).map(ImportMessage::note));
        messages.extend(columns.and_then(ReadColumns::kept_dates).map(ImportMessage::note));
        let layout = layout.into_iter().map(ListMessage::sentence);
        messages.extend(layout.map(ImportMessage::note));
        messages.extend(notes::messages(&self.notes, labels));
        messages.extend(columns.and_then(ReadColumns::mixed_orders).map(ImportMessage::warning));
        if let Some(warning) = self.other_warnings() {
            messages.push(ImportMessage::warning(warning));
        }
        let kept = self.kept_cell_count();
        if kept > 0 {
            let (were, fields) = match kept {
                1 => ("was not read and is kept as text", "the field is unknown"),
                _ => ("were not read and are kept as text", "the fields are unknown"),
            };
            let cells = words::count(kept, "cell", "cells");
            let text = format!("{cells} {were}; {fields}");
            messages.push(ImportMessage::warning(ListMessage::sentence(text)));
        }
        notes::print(&messages, context);
        self.print_rejections(context, labels, rejects);
        if kept > 0 {
            context.hint_now("`mou check --rule unread` lists each with the command that fixes it");
        }
    }

    /// Returns the number of unread cells of the rows that were taken.
    fn kept_cell_count(&self) -> usize {
        if self.keeps_unread { self.faults.cell_count() } else { 0 }
    }

    /// Returns the warnings about rows as one message.
    fn other_warnings(&self) -> Option<ListMessage> {
        let count = self.warning_count;
        let items = self.warnings.clone();
        (count > 0).then(|| ListMessage { items, count, separator: "; ", ..ListMessage::default() })
    }

    fn print_rejections(&self, context: &mut Context<'_>, labels: &CellLabels, path: Option<&str>) {
        let Some(path) = path.filter(|_| self.rejected > 0) else { return };
        let rows =
            words::count(usize::try_from(self.rejected).unwrap_or(usize::MAX), "row", "rows");
        let (were, are) = if self.rejected == 1 { ("was", "is") } else { ("were", "are") };
        context.warn_wrapped(&format!("{rows} {were} not imported and {are} in `{path}`"));
        for line in self.faults.lines(labels, context.message_columns(), MAX_REJECTION_LINES) {
            context.say(&format!("  {line}"));
        }
    }

    /// Prints the numbers; `rejects` is the file of the rejected rows, and whether it was not written.
    pub(super) fn print_counts(
        &self,
        context: &mut Context<'_>,
        name: &str,
        rejects: Option<(&str, bool)>,
        removed: usize,
    ) {
        let Self { added, changed, same, rejected, .. } = self;
        let rejected = match rejects {
            Some((path, false)) => format!(", {rejected} rejected to `{path}`"),
            Some((_, true)) => format!(", {rejected} rejected"),
            None => String::new(),
        };
        let removed = if removed > 0 { format!(", {removed} removed here") } else { String::new() };
        context.say(&format!(
            "`{name}`: {added} added, {changed} changed, {same} the same{removed}{rejected}."
        ));
    }

    /// Returns the cells and rows that were not simply read, as a JSON array for programs.
    pub(super) fn cells(&self, labels: &CellLabels, outcome: &'static str) -> String {
        let of_problem = |problem: &Problem| {
            let is_of_row = problem.unread.kind.is_of_row();
            (problem.row, problem.column, is_of_row)
        };
        let mut cells: Vec<(ReportPlace, CellReport<'_>)> = Vec::new();
        for problem in &self.faults.problems {
            let report = CellReport {
                address: labels.address(problem.row, problem.column),
                heading: problem.column.map(|column| labels.column(column)),
                text: &problem.text,
                reason: problem.reason(),
                outcome: if problem.unread.kind.is_of_row() { "refused" } else { outcome },
            };
            cells.push((of_problem(problem), report));
        }
        for note in self.notes.all() {
            let Some(outcome) = notes::outcome(note.kind) else { continue };
            let report = CellReport {
                address: labels.address(note.row, Some(note.column)),
                heading: Some(labels.column(note.column)),
                text: &note.text,
                reason: notes::reason(note),
                outcome,
            };
            cells.push(((note.row, Some(note.column), false), report));
        }
        cells.sort_by_key(|(place, _)| *place);
        cells.truncate(MAX_KEPT_CELLS);
        let cells: Vec<CellReport<'_>> = cells.into_iter().map(|(_, report)| report).collect();
        serde_json::to_string(&cells).expect("all members are texts")
    }
}
