//! The error that the columns of a sheet are not clear, with the command to go on with.

use super::messages::INDENT_COLUMNS;
use super::plan::{ImportPlan, PlanError};
use super::profile::OpenedSheet;
use crate::commands::Context;
use crate::commands::command_line::CommandLine;
use crate::domain::Field;
use crate::error::{Error, Result};
use crate::exchange::import::columns::{ColumnMapping, ImportColumn, quoted_columns};
use crate::exchange::import::input_file::InputFile;
use crate::exchange::import::nested::{NestedRecords, nested_records};
use crate::exchange::import::open_table;
use crate::exchange::import::rows::ImportOptions;
use crate::render::width::wrap;

/// The most sheets of a workbook that are searched for the table.
const MAX_SEARCHED_SHEETS: usize = 20;

/// Returns what the columns of the sheet hold.
///
/// Fails if they are not clear, with the command to go on with.
pub(super) fn plan_of(
    sheet: &OpenedSheet,
    file: &InputFile,
    context: &Context<'_>,
) -> Result<ImportPlan> {
    sheet.plan().map_err(|error| {
        let command = CommandLine::new(&context.env.args);
        error.into_error(sheet, file, command, context.message_columns())
    })
}

impl PlanError {
    /// Returns the error for the user; `command` is the one that was typed, and `columns` the width of the
    /// terminal.
    fn into_error(
        self,
        sheet: &OpenedSheet,
        file: &InputFile,
        mut command: CommandLine,
        columns: Option<usize>,
    ) -> Error {
        let table = &sheet.table;
        let (error, sentence) = match self {
            Self::Other(error) => return error,
            Self::OtherHeadings(row) => {
                command.add("--head", Some(&row.to_string()));
                let head = table.header_row;
                let error = Error::failed(format!(
                    "{}: row {row} looks more like the headings than row {head}",
                    table.name
                ));
                (error, format!("`--head {row}` reads the headings in row {row}:"))
            }
            Self::Repeated(error, others) => {
                for index in &others {
                    let name = &table.columns[*index];
                    // The last equals sign separates the field.
                    let own = name.replace('=', " ");
                    command.add_another("--map", &format!("{name}=fields.{own}"));
                }
                let names = others.iter().map(|index| format!("`{}`", table.columns[*index]));
                let names: Vec<String> = names.collect();
                let own =
                    if names.len() == 1 { "a field of its own" } else { "fields of their own" };
                (error, format!("this keeps {} as {own}:", names.join(" and ")))
            }
            Self::Objects(objects) => {
                let names: Vec<&String> =
                    objects.iter().map(|index| &table.columns[*index]).collect();
                let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
                let hold = if names.len() == 1 { "holds" } else { "hold" };
                let list = quoted.join(", ");
                let error = Error::failed(format!("{}: {list} {hold} objects", table.name));
                let nested = nested_records(file, &sheet.args.options(&sheet.mapping));
                let nested = nested.unwrap_or_default();
                let is_read = |name: &str| {
                    nested.columns.iter().any(|(path, _)| path.split('.').next() == Some(name))
                };
                let sentence = add_nested(&nested, sheet, &mut command);
                if nested.path.is_none() {
                    for name in names.iter().filter(|name| !is_read(name)) {
                        command.add_another("--map", &format!("{name}=fields.{name}"));
                    }
                }
                (error, sentence)
            }
            Self::Unidentified(likely) => {
                let error = Error::failed(format!(
                    "{}: no column looks like a partner, the parties or a title",
                    table.name
                ));
                let fitting = fitting_sheets(sheet, file);
                if let [first, ..] = fitting.as_slice() {
                    command.add("--sheet", Some(first));
                    let names: Vec<String> =
                        fitting.iter().map(|name| format!("`{name}`")).collect();
                    let have = if names.len() == 1 { "has" } else { "have" };
                    let sheets = if names.len() == 1 { "sheet" } else { "sheets" };
                    let all = names.join(", ");
                    let sentence = format!(
                        "the {sheets} {all} {have} such a column; {}",
                        named_columns(sheet)
                    );
                    return with_command(error, &format!("{sentence}:"), &command, columns);
                }
                let options = sheet.args.options(&sheet.mapping);
                if let Some(nested) = nested_records(file, &options) {
                    let sentence = add_nested(&nested, sheet, &mut command);
                    return with_command(error, &sentence, &command, columns);
                }
                let identifies = |column: &ImportColumn| {
                    matches!(
                        column,
                        ImportColumn::Partner | ImportColumn::Field(Field::Title | Field::Parties)
                    )
                };
                let is_identified = likely.iter().any(|(_, column)| identifies(column));
                if !is_identified {
                    command.add_another("--map", "THEIR COLUMN=partner");
                }
                for (index, column) in &likely {
                    command.add_another("--map", &format!("{}={column}", table.columns[*index]));
                }
                let ask = if is_identified {
                    "check what the columns are"
                } else {
                    "say which is the partner or the title"
                };
                (error, format!("{}; {ask}:", named_columns(sheet)))
            }
        };
        with_command(error, &sentence, &command, columns)
    }
}

/// Adds to the command how the records of a nested document are read, and returns what the hint says.
fn add_nested(nested: &NestedRecords, sheet: &OpenedSheet, command: &mut CommandLine) -> String {
    if let Some(path) = &nested.path {
        command.add("--records", Some(path));
    }
    for (path, column) in &nested.columns {
        command.add_another("--map", &format!("{path}={column}"));
    }
    if nested.is_open_contracting {
        if !sheet.args.fields.has(Field::Kind) {
            command.add("--kind", Some("contract"));
        }
        if !sheet.args.drop_unmapped {
            command.add("--drop-unmapped", None);
        }
        return "these are Open Contracting releases; this reads the contract of each:".to_owned();
    }
    match &nested.path {
        Some(path) => format!("the records seem to be in `{path}`; check what is read:"),
        None => "check what the members of the records are:".to_owned(),
    }
}

fn named_columns(sheet: &OpenedSheet) -> String {
    format!("the columns are {}", quoted_columns(&sheet.table))
}

/// Returns the names of the other sheets of a workbook that have the needed columns, if none was named.
fn fitting_sheets(sheet: &OpenedSheet, file: &InputFile) -> Vec<String> {
    if sheet.args.sheet.is_some() {
        return Vec::new();
    }
    let fits = |name: &&String| {
        let options = ImportOptions { sheet: Some(name), ..ImportOptions::default() };
        let table = open_table(file, &options);
        table.is_ok_and(|table| {
            ImportPlan::new(&table, &ColumnMapping::default(), false, &[], false).is_ok()
        })
    };
    sheet.table.other_sheets.iter().take(MAX_SEARCHED_SHEETS).filter(fits).cloned().collect()
}

/// Returns the error with a hint that ends with a command.
fn with_command(
    error: Error,
    sentence: &str,
    command: &CommandLine,
    columns: Option<usize>,
) -> Error {
    let Some(columns) = columns else {
        return error.with_hint_lines(vec![sentence.to_owned(), command.one_line()]);
    };
    let rest = columns.saturating_sub(INDENT_COLUMNS);
    let mut lines: Vec<String> =
        wrap(sentence, columns.saturating_sub("hint: ".len()), rest).into_iter().collect();
    let indent = " ".repeat(INDENT_COLUMNS);
    let command = command.lines(columns);
    lines.extend(command.iter().map(|line| line.strip_prefix(&indent).unwrap_or(line).to_owned()));
    error.with_hint_lines(lines)
}
