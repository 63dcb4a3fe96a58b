//! The result of an import, and what is printed about it.

use super::plan::ImportPlan;
use crate::commands::Context;
use crate::error::Error;
use crate::exchange::import::columns::ImportColumn;
use crate::exchange::import::problems::{CellLabels, DateEvidence, ImportNotes, Problem};
use crate::exchange::import::unread::FaultKind;
use crate::render::words;

/// The most problems and warnings that are kept.
const MAX_KEPT_MESSAGES: usize = 1_000;

/// The most problems, warnings and columns that are printed.
const MAX_PRINTED_ITEMS: usize = 20;

/// The columns with problems.
#[derive(Debug, Clone, Copy, Default)]
enum ProblemColumns {
    #[default]
    None,
    /// Only this column.
    One(usize),
    /// Several columns, or whole rows.
    Several,
}

/// The result of an import.
#[derive(Debug, Default)]
pub(super) struct ImportSummary {
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) same: u64,
    /// The rejected rows.
    pub(super) rejected: u64,
    /// The rows that are rejected as duplicates.
    pub(super) duplicates: u64,
    /// The rows that are rejected because an earlier row has their key or id.
    pub(super) repeated_keys: u64,
    /// How cells were read.
    pub(super) notes: ImportNotes,
    /// What the dates say about their order.
    pub(super) evidence: DateEvidence,
    /// The first problems.
    problems: Vec<Problem>,
    /// The first warnings.
    warnings: Vec<String>,
    warning_count: usize,
    columns: ProblemColumns,
}

impl ImportSummary {
    /// Counts a rejected row.
    pub(super) fn reject(&mut self, problems: Vec<Problem>) {
        self.rejected += 1;
        for problem in &problems {
            self.columns = match (self.columns, problem.column) {
                (ProblemColumns::None, Some(column)) => ProblemColumns::One(column),
                (ProblemColumns::One(one), Some(column)) if one == column => self.columns,
                _ => ProblemColumns::Several,
            };
        }
        let room = MAX_KEPT_MESSAGES.saturating_sub(self.problems.len());
        self.problems.extend(problems.into_iter().take(room));
    }

    /// Adds a warning about a row that was taken.
    pub(super) fn warn(&mut self, warning: String) {
        self.warning_count += 1;
        if self.warnings.len() < MAX_KEPT_MESSAGES {
            self.warnings.push(warning);
        }
    }

    /// Prints the problems, and returns the error that nothing was imported.
    pub(super) fn refusal(
        &self,
        context: &mut Context<'_>,
        name: &str,
        plan: &ImportPlan,
        labels: &CellLabels,
    ) -> Error {
        let problems = self.problem_sentences(name);
        let mut details = String::new();
        if context.is_json() {
            details = format!(": {}", problems.join("; "));
        } else {
            for problem in &problems {
                context.complain(problem);
            }
        }
        let rows = usize::try_from(self.rejected).unwrap_or(usize::MAX);
        let rows = words::count(rows, "row", "rows");
        let are = if self.rejected == 1 { "is" } else { "are" };
        let error = Error::failed(format!(
            "nothing was imported: {rows} of `{name}` {are} in error{details}"
        ));
        if let Some(order) = self.evidence.hint() {
            return error.with_hint(order);
        }
        if self.duplicates == self.rejected {
            return error.with_hint(
                "`--allow-duplicates` imports them, and `--key COLUMN` matches them \
                    with existing agreements",
            );
        }
        if self.repeated_keys == self.rejected && !plan.is_by_id() {
            return error.with_hint("a second `--key COLUMN` distinguishes them");
        }
        let rejects = "`--rejects FILE` imports the valid rows and writes the others to FILE";
        if let ProblemColumns::One(column) = self.columns {
            let column = labels.column(column);
            return error.with_hint(format!(
                "{rejects}; `--map \"{column}=fields.{column}\"` keeps that column unchanged"
            ));
        }
        error.with_hint(rejects)
    }

    /// Returns the first problems as sentences; of the dates with two readings only the first one.
    fn problem_sentences(&self, name: &str) -> Vec<String> {
        let mut has_ambiguous = false;
        let mut problems = self.problems.iter().filter(|problem| {
            !(problem.unread.kind == FaultKind::TwoReadings)
                || !std::mem::replace(&mut has_ambiguous, true)
        });
        let first = problems.by_ref().take(MAX_PRINTED_ITEMS).map(|problem| {
            let more = match self.evidence.ambiguous_count.saturating_sub(1) {
                _ if !(problem.unread.kind == FaultKind::TwoReadings) => String::new(),
                0 => String::new(),
                1 => ", and so does another cell".to_owned(),
                others => format!(", and so do {others} other cells"),
            };
            format!("`{name}`, {problem}{more}")
        });
        let mut sentences: Vec<String> = first.collect();
        if problems.next().is_some() {
            sentences
                .push(format!("`{name}`: only the first {MAX_PRINTED_ITEMS} messages are shown"));
        }
        sentences
    }

    /// Prints how cells were read, the warnings, and the problems of rejected rows.
    pub(super) fn print_notes(&self, context: &mut Context<'_>, name: &str, columns: &[String]) {
        for sentence in self.notes.sentences(columns) {
            context.say(&format!("note: {sentence}"));
        }
        if let Some(mixed) = self.evidence.mixed_orders() {
            context.warn(&format!("`{name}`: {mixed}"));
        }
        for warning in self.warnings.iter().take(MAX_PRINTED_ITEMS) {
            context.warn(warning);
        }
        if self.warning_count > MAX_PRINTED_ITEMS {
            let more = self.warning_count - MAX_PRINTED_ITEMS;
            context.warn(&format!("there are {more} more of these"));
        }
        for problem in self.problem_sentences(name) {
            context.warn(&problem);
        }
        if let Some(order) = self.evidence.hint() {
            context.hint(&order);
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
}

/// Prints which columns are kept as own fields and which are not read; in a dry run also what the
/// others hold.
pub(super) fn print_columns(
    context: &mut Context<'_>,
    names: &[String],
    plan: &ImportPlan,
    is_dry_run: bool,
) {
    let columns = || names.iter().zip(&plan.columns);
    if is_dry_run && !plan.is_own_form {
        let recognised = columns().filter(|(name, column)| {
            !matches!(column, ImportColumn::Own(_) | ImportColumn::Ignored)
                && !column.to_string().eq_ignore_ascii_case(name)
        });
        let recognised: Vec<String> = recognised
            .map(|(name, column)| format!("`{name}` is {column}"))
            .take(MAX_PRINTED_ITEMS)
            .collect();
        if !recognised.is_empty() {
            context.say(&format!("note: columns: {}", words::list_and(&recognised)));
        }
    }
    let quoted = |matches: fn(&ImportColumn) -> bool| {
        let names = columns().filter(|(_, column)| matches(column));
        let mut shown: Vec<String> = Vec::new();
        for (name, _) in names {
            let name = format!("`{name}`");
            if !shown.contains(&name) {
                shown.push(name);
            }
        }
        let more = shown.len().saturating_sub(MAX_PRINTED_ITEMS);
        shown.truncate(MAX_PRINTED_ITEMS);
        if more > 0 {
            shown.push(format!("{more} more"));
        }
        shown
    };
    let kept = quoted(|column| matches!(column, ImportColumn::Own(_)));
    if !kept.is_empty() {
        context.say(&format!("note: kept as fields: {}", words::list_and(&kept)));
    }
    let ignored = quoted(|column| *column == ImportColumn::Ignored);
    if !ignored.is_empty() && !plan.is_own_form {
        context.say(&format!("note: skipped columns: {}", words::list_and(&ignored)));
    }
}
