//! Import: files of other programs, read row by row as agreements.
//!
//! An [`InputFile`] is opened as an [`ImportTable`], which
//! has columns and rows. A [`ColumnMapping`](columns::ColumnMapping) and the headings say what each
//! column holds. A [`RowReader`](row::RowReader) reads each row as an
//! [`ImportedRow`](imported_row::ImportedRow), which makes a new agreement or updates one. A cell that
//! cannot be read is a [`Problem`](problems::Problem) with its place; nothing is guessed.

pub mod cell;
pub mod column_facts;
pub mod columns;
pub mod dates;
mod delimited;
mod drafts;
mod footers;
pub mod imported_row;
pub mod input_file;
mod json;
pub mod kept_texts;
pub mod layout;
pub mod layout_report;
pub mod nested;
mod own_columns;
pub mod party;
mod period_cells;
mod phrases;
pub mod problems;
pub mod read_ahead;
pub mod reconcile;
pub mod rejects;
pub mod renewal;
pub mod row;
mod row_parts;
mod row_period;
mod row_terms;
pub mod rows;
mod serial;
mod sheet_row;
pub mod status;
pub mod term;
mod term_text;
mod term_words;
pub mod text_rules;
pub mod unread;
mod values;
mod workbook;

use self::input_file::{FileFormat, InputFile};
use self::rows::{ImportOptions, ImportTable};
use crate::error::{Error, Result};

/// Reads the header of a file; the rows are read on demand.
///
/// Fails if an option is for another kind of file.
pub fn open_table(file: &InputFile, options: &ImportOptions<'_>) -> Result<ImportTable> {
    refuse_unused_option(file, options)?;
    match file.format() {
        FileFormat::Delimited => delimited::table(file, options),
        FileFormat::Xlsx | FileFormat::Ods => workbook::table(file, options),
        FileFormat::Json | FileFormat::JsonLines => json::table(file, options),
    }
}

fn refuse_unused_option(file: &InputFile, options: &ImportOptions<'_>) -> Result<()> {
    let (kind, is_workbook, is_json) = match file.format() {
        FileFormat::Delimited => ("a text file", false, false),
        FileFormat::Xlsx | FileFormat::Ods => ("a workbook", true, false),
        FileFormat::Json | FileFormat::JsonLines => ("JSON", false, true),
    };
    let unused = [
        ("--encoding", options.encoding.is_some() && is_workbook),
        ("--sheet", options.sheet.is_some() && !is_workbook),
        ("--head", options.header_row.is_some() && is_json),
        ("--records", options.records.is_some() && !is_json),
    ];
    match unused.iter().find(|(_, is_unused)| *is_unused) {
        Some((flag, _)) => Err(Error::usage(format!(
            "`{flag}` does not apply to `{}`, which is {kind}",
            file.name()
        ))),
        None => Ok(()),
    }
}
