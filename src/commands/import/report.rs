//! The report on cells and rows that are not read: grouped by reason, with the command to go on with.

use std::collections::BTreeMap;

use strum::IntoEnumIterator;

use super::messages::{DEFAULT_COLUMNS, INDENT_COLUMNS, ListMessage, fit};
use crate::commands::command_line::{CommandLine, quoted};
use crate::error::{Error, ErrorLine};
use crate::exchange::import::column_facts::ColumnFacts;
use crate::exchange::import::dates::{DateOrder, DateSample};
use crate::exchange::import::problems::{CellLabels, Problem};
use crate::exchange::import::unread::FaultKind;
use crate::render::escape::visible;
use crate::render::width::{whole, wrapped_whole};
use crate::render::words;

/// The most cells and rows that are kept for the report. The counts go on.
pub(super) const MAX_KEPT_CELLS: usize = 1_000;

/// The most cells that one group names.
const MAX_LISTED_CELLS: usize = 40;

/// The most lines of a report.
const MAX_REPORT_LINES: usize = 20;

/// The cells that were not read, and the rows that were refused.
#[derive(Debug, Default)]
pub(super) struct Faults {
    /// The first ones.
    pub(super) problems: Vec<Problem>,
    counts: BTreeMap<FaultKind, usize>,
    /// The numbers of unread cells by column.
    by_column: BTreeMap<FaultKind, BTreeMap<usize, usize>>,
    /// The rows with unread cells.
    unread_rows: u64,
    /// The rows that are refused as a whole.
    refused_rows: u64,
    /// The rows with either.
    rows: u64,
}

impl Faults {
    /// Counts the faults of one row.
    pub(super) fn add(&mut self, problems: &[Problem]) {
        let of_row = problems.iter().filter(|problem| problem.unread.kind.is_of_row()).count();
        self.rows += u64::from(!problems.is_empty());
        self.refused_rows += u64::from(of_row > 0);
        self.unread_rows += u64::from(of_row < problems.len());
        for problem in problems {
            let kind = problem.unread.kind;
            *self.counts.entry(kind).or_default() += 1;
            if let Some(column) = problem.column {
                *self.by_column.entry(kind).or_default().entry(column).or_default() += 1;
            }
        }
        let room = MAX_KEPT_CELLS.saturating_sub(self.problems.len());
        self.problems.extend(problems.iter().take(room).cloned());
    }

    /// Returns true if every row was read.
    pub(super) fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Returns the number of rows that are refused as a whole.
    pub(super) fn refused_row_count(&self) -> u64 {
        self.refused_rows
    }

    /// Returns the number of cells or rows of this kind.
    pub(super) fn count(&self, kind: FaultKind) -> usize {
        self.counts.get(&kind).copied().unwrap_or_default()
    }

    /// Returns the number of unread cells.
    pub(super) fn cell_count(&self) -> usize {
        self.counts.iter().filter(|(kind, _)| !kind.is_of_row()).map(|(_, count)| count).sum()
    }

    /// Returns what is wrong with how many of `total` rows: `12 unread cells in 12 of 64 rows`.
    fn counted(&self, total: u64) -> String {
        let of_rows = |rows: u64| format!("{rows} of {}", count(total, "row", "rows"));
        let cells = words::count(self.cell_count(), "unread cell", "unread cells");
        match (self.unread_rows, count(self.refused_rows, "refused row", "refused rows")) {
            (unread, _) if self.refused_rows == 0 => format!("{cells} in {}", of_rows(unread)),
            (0, refused) => format!("{refused} of {total}"),
            (unread, refused) => format!("{cells} in {}, and {refused}", of_rows(unread)),
        }
    }

    /// Returns one message for each kind: those about one subject together, the most frequent first.
    fn groups(&self, labels: &CellLabels) -> Vec<ListMessage> {
        let subject_count = |subject: u8| -> usize {
            self.counts
                .iter()
                .filter(|(kind, _)| kind.subject() == subject)
                .map(|(_, count)| count)
                .sum()
        };
        let mut kinds: Vec<FaultKind> =
            FaultKind::iter().filter(|kind| self.count(*kind) > 0).collect();
        kinds.sort_by_key(|kind| {
            let subject = kind.subject();
            (usize::MAX - subject_count(subject), subject, usize::MAX - self.count(*kind), *kind)
        });
        kinds.into_iter().map(|kind| self.group(kind, labels)).collect()
    }

    fn group(&self, kind: FaultKind, labels: &CellLabels) -> ListMessage {
        let count = self.count(kind);
        let mut cells: Vec<&Problem> =
            self.problems.iter().filter(|problem| problem.unread.kind == kind).collect();
        cells.sort_by_key(|problem| (problem.column, problem.row));
        cells.truncate(MAX_LISTED_CELLS);
        let places: Vec<String> = if kind.is_of_row() {
            cells.iter().map(|problem| problem.place.clone()).collect()
        } else {
            labels
                .list(cells.iter().map(|problem| (problem.row, problem.column.unwrap_or_default())))
        };
        let lead = format!("{} ({count}): ", kind.title());
        let quoted = |problem: &Problem, place: &str| {
            if problem.text.is_empty() || kind == FaultKind::NoResult {
                place.to_owned()
            } else {
                format!("{place} `{}`", problem.text)
            }
        };
        let (Some(first), Some(place)) = (cells.first(), places.first()) else {
            return ListMessage { lead, count, ..ListMessage::default() };
        };
        let separator = if kind.has_two_readings() || kind.has_sentence() { ": " } else { "; " };
        if kind.is_of_row() {
            let items = cells.iter().zip(&places).map(|(problem, place)| {
                match (kind, problem.unread.detail.as_str()) {
                    (_, "") => place.clone(),
                    (FaultKind::Refused | FaultKind::UnknownLink, sentence) => {
                        format!("{place}: {sentence}")
                    }
                    (_, detail) => format!("{place} ({detail})"),
                }
            });
            return ListMessage { lead, items: items.collect(), count, ..ListMessage::default() };
        }
        if count == 1 && !first.unread.detail.is_empty() {
            let item = if kind.has_sentence() { place.clone() } else { quoted(first, place) };
            let tail = format!("{separator}{}", first.unread.detail);
            return ListMessage { lead, items: vec![item], count, tail, ..ListMessage::default() };
        }
        if kind.has_two_readings() {
            let example = format!("{}: {}", quoted(first, place), first.unread.detail);
            let example = Some(example);
            return ListMessage { lead, items: places, count, example, ..ListMessage::default() };
        }
        let shared = first.unread.detail.as_str();
        let is_shared = cells.iter().all(|problem| problem.unread.detail == shared);
        let items = cells.iter().zip(&places).map(|(problem, place)| {
            let detail = &problem.unread.detail;
            match detail.as_str() {
                _ if kind.has_sentence() => format!("{place}: {detail}"),
                "" => quoted(problem, place),
                _ if is_shared => quoted(problem, place),
                detail => format!("{} ({detail})", quoted(problem, place)),
            }
        });
        let tail = if is_shared && !shared.is_empty() && !kind.has_sentence() {
            format!("; {shared}")
        } else {
            String::new()
        };
        ListMessage { lead, items: items.collect(), count, tail, ..ListMessage::default() }
    }

    /// Returns the groups as lines below a sentence, without their indentation; those that do not go to a
    /// terminal are not wrapped.
    pub(super) fn lines(
        &self,
        labels: &CellLabels,
        columns: Option<usize>,
        budget: usize,
    ) -> Vec<String> {
        let width = columns.unwrap_or(DEFAULT_COLUMNS).saturating_sub(INDENT_COLUMNS);
        let groups = self.groups(labels);
        let fitted = fit(&groups, width, budget);
        let indent = " ".repeat(INDENT_COLUMNS);
        let mut lines = Vec::new();
        let columns = columns.map(|_| width);
        let mut add = |text: &str, first_indent: &str| {
            let wrapped = wrapped_whole(text, columns, first_indent.len(), INDENT_COLUMNS);
            let indents = std::iter::once(first_indent).chain(std::iter::repeat(indent.as_str()));
            lines.extend(
                wrapped.iter().zip(indents).map(|(line, indent)| format!("{indent}{line}")),
            );
        };
        for (index, text) in &fitted.texts {
            add(text, "");
            if let Some(example) = &groups[*index].example {
                add(&visible(example), &indent);
            }
        }
        if fitted.left_out > 0 {
            add(&format!("and {} more kinds", fitted.left_out), "");
        }
        lines
    }
}

/// What the hint of a report is made from.
pub(super) struct WaysOut<'r> {
    pub(super) command: CommandLine,
    pub(super) labels: &'r CellLabels,
    pub(super) facts: &'r ColumnFacts,
    /// The file as it was named.
    pub(super) source: &'r str,
    /// The number of rows of the sheet.
    pub(super) row_count: u64,
    /// Whether `--date-order` was typed.
    pub(super) has_date_order: bool,
    /// Whether `--keep-unread` was typed.
    pub(super) keeps_unread: bool,
    /// Whether the columns of keys were named.
    pub(super) has_keys: bool,
}

impl Faults {
    /// Returns the error that nothing was imported; `columns` is the width of the terminal.
    pub(super) fn refusal(&self, mut ways: WaysOut<'_>, columns: Option<usize>) -> Error {
        let (sentences, command_lead) = self.ways_out(&mut ways);
        let mut hint = Vec::new();
        let text = sentences.join("; ");
        let text = if text.is_empty() { text } else { text + "." };
        let lead = if text.is_empty() {
            let mut letters = command_lead.chars();
            letters.next().map(|first| first.to_ascii_lowercase().to_string()).unwrap_or_default()
                + letters.as_str()
        } else {
            command_lead
        };
        let prefix = "hint: ".len();
        for sentence in [text, lead].into_iter().filter(|text| !text.is_empty()) {
            let first = if hint.is_empty() { prefix } else { INDENT_COLUMNS };
            hint.extend(wrapped_whole(&whole(&sentence), columns, first, INDENT_COLUMNS));
        }
        let command = match columns {
            Some(columns) => ways.command.lines(columns),
            None => vec![ways.command.one_line()],
        };
        let indent = " ".repeat(INDENT_COLUMNS);
        hint.extend(
            command.iter().map(|line| line.strip_prefix(&indent).unwrap_or(line).to_owned()),
        );
        let budget = MAX_REPORT_LINES.saturating_sub(hint.len() + 1);
        let details = self.lines(ways.labels, columns, budget);
        let details = details.into_iter().map(ErrorLine::from).collect();
        let counted = self.counted(ways.row_count);
        Error::failed(format!("nothing was imported: `{}` has {counted}", ways.source))
            .with_details(details)
            .with_hint_lines(hint)
    }

    /// Adds what takes the most rows to the command; returns the other ways out in sentences, and what the
    /// command does.
    fn ways_out(&self, ways: &mut WaysOut<'_>) -> (Vec<String>, String) {
        let mut sentences = Vec::new();
        let mut left = self.cell_count();
        if let Some((sentence, order)) = self.date_order(ways) {
            sentences.push(sentence);
            if let Some((order, settled)) = order {
                ways.command.add("--date-order", Some(&order.to_string()));
                left -= settled;
            }
        }
        if self.count(FaultKind::Duplicate) > 0 {
            sentences.push(format!(
                "`--allow-duplicates` takes the {}, and `--key COLUMN` matches rows with agreements",
                match self.count(FaultKind::Duplicate) {
                    1 => "row that is like another".to_owned(),
                    many => format!("{many} rows that are like others"),
                }
            ));
        }
        if let Some((sentence, year, cells)) = self.early_years(ways) {
            sentences.push(sentence);
            ways.command.add("--min-year", Some(&year.to_string()));
            left -= cells;
        }
        for (column, numbers) in self.by_column.get(&FaultKind::NoUnit).into_iter().flatten() {
            let heading = ways.labels.column(*column);
            let map = format!("{heading}=years");
            let numbers = words::count(*numbers, "number", "numbers");
            sentences.push(format!("`--map {}` reads {numbers} as years", quoted(&map)));
        }
        if self.count(FaultKind::OtherSigningDate) > 0 {
            sentences.push("`--theirs` takes the other signing date".to_owned());
        }
        let has_key_faults =
            [FaultKind::RepeatedKey, FaultKind::SeveralMatches, FaultKind::EmptyKey]
                .into_iter()
                .any(|kind| self.count(kind) > 0);
        if has_key_faults {
            let key = if ways.has_keys { "a second `--key COLUMN`" } else { "`--key COLUMN`" };
            sentences.push(format!("{key} distinguishes the rows"));
        }
        if left > 0 && !ways.keeps_unread {
            ways.command.add("--keep-unread", None);
        }
        let mut does = String::new();
        let refused = self.refused_rows;
        if refused > 0 {
            let path = rejects_path(ways.source);
            ways.command.add("--rejects", Some(&path));
            let taken = ways.row_count.saturating_sub(refused);
            does = format!(" and writes {} to `{path}`", count(refused, "row", "rows"));
            does.insert_str(0, &taken_rows(taken, ways.row_count));
        } else {
            does.push_str(&taken_rows(ways.row_count, ways.row_count));
        }
        if left > 0 {
            let others = if left < self.cell_count() { "other " } else { "" };
            let cells = if left == 1 {
                format!("the {others}cell")
            } else {
                format!("the {others}{left} cells")
            };
            let kept = format!("keeps {cells} as text");
            does = match does.split_once(" and writes ") {
                Some((taken, writes)) => format!("{taken}, {kept} and writes {writes}"),
                None => format!("{does} and {kept}"),
            };
        }
        (sentences, format!("This takes {does}:"))
    }
}

/// The years of a column are offered to be accepted if at least this many are early.
const MIN_EARLY_YEARS: u64 = 3;

impl Faults {
    /// Returns the sentence on years before the first one that is accepted, if a column has many: that year, and the
    /// number of cells.
    fn early_years(&self, ways: &WaysOut<'_>) -> Option<(String, i32, usize)> {
        let columns = self.by_column.get(&FaultKind::YearOutOfRange)?;
        let early = columns.iter().filter_map(|(column, cells)| {
            let fact = ways.facts.column(*column)?;
            let (count, earliest) = fact.dates.early_years()?;
            let is_many = count >= MIN_EARLY_YEARS && count * 10 >= fact.filled_count;
            let cells = (*cells).min(usize::try_from(count).unwrap_or(usize::MAX));
            is_many.then_some((earliest, cells))
        });
        let (year, cells) =
            early.reduce(|(year, cells), (other, more)| (year.min(other), cells + more))?;
        let takes = words::count(cells, "cell", "cells");
        Some((format!("`--min-year {year}` takes {takes} of a historical register"), year, cells))
    }

    /// Returns what settles the dates with two readings; and the order that certainly does, with the number of
    /// its cells.
    fn date_order(&self, ways: &WaysOut<'_>) -> Option<(String, Option<(DateOrder, usize)>)> {
        let cells = self.by_column.get(&FaultKind::TwoReadings)?;
        let dates = |column: &usize| ways.facts.column(*column).map(|fact| &fact.dates);
        let place = |column: usize, sample: &DateSample| {
            format!("{} `{}`", ways.labels.cell(sample.row, column), sample.text)
        };
        let mixed = cells.keys().find_map(|column| Some((*column, dates(column)?.mixed_orders()?)));
        let open: usize = cells
            .iter()
            .filter(|(column, _)| dates(column).is_none_or(|dates| dates.mixed_orders().is_none()))
            .map(|(_, count)| count)
            .sum();
        let mixed = mixed.map(|(column, (day, month))| {
            format!(
                "{} has the day first and {} the month, so the other dates of the column stay open",
                place(column, day),
                place(column, month)
            )
        });
        if open == 0 || ways.has_date_order {
            return mixed.map(|mixed| (mixed, None));
        }
        let certain: Vec<(usize, DateOrder, &DateSample)> = cells
            .keys()
            .filter_map(|column| {
                let (order, sample) = dates(column)?.certain_order()?;
                Some((*column, order, sample))
            })
            .collect();
        let settles = words::count(open, "cell", "cells");
        let sentence = match certain.as_slice() {
            [] => format!("`--date-order dmy` or `--date-order mdy` settles {settles}"),
            [(column, order, sample), others @ ..] => {
                let first = |order| if order == DateOrder::DayFirst { "day" } else { "month" };
                if let Some((column2, order2, sample2)) =
                    others.iter().find(|(_, other, _)| other != order)
                {
                    format!(
                        "{} has the {} first and {} the {}: the columns have no order in common",
                        place(*column, sample),
                        first(*order),
                        place(*column2, sample2),
                        first(*order2)
                    )
                } else {
                    let evidence =
                        format!("{} has the {} first", place(*column, sample), first(*order));
                    let sentence = format!("{evidence}: `--date-order {order}` settles {settles}");
                    let sentence =
                        mixed.map_or(sentence.clone(), |mixed| format!("{sentence}; {mixed}"));
                    return Some((sentence, Some((*order, open))));
                }
            }
        };
        Some((mixed.map_or(sentence.clone(), |mixed| format!("{sentence}; {mixed}")), None))
    }
}

/// Returns the rows that a command takes: `all 64 rows`, `60 of 64 rows`.
fn taken_rows(taken: u64, total: u64) -> String {
    match total {
        1 if taken == 1 => "the row".to_owned(),
        2 if taken == 2 => "both rows".to_owned(),
        _ if taken == total => format!("all {total} rows"),
        _ => format!("{taken} of {}", count(total, "row", "rows")),
    }
}

/// Returns the path of a file for rejected rows beside the sheet: `mous-rejects.csv`.
fn rejects_path(source: &str) -> String {
    let stem = match source.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && !ending.contains(['/', '\\']) => stem,
        _ => source,
    };
    if source == "-" { "rejects.csv".to_owned() } else { format!("{stem}-rejects.csv") }
}

fn count(number: u64, one: &str, many: &str) -> String {
    words::count(usize::try_from(number).unwrap_or(usize::MAX), one, many)
}
