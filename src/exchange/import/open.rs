//! Opening a file as a table, by its format.

use super::input_file::{FileFormat, InputFile};
use super::rows::{ImportOptions, ImportTable};
use super::{delimited, json, workbook};
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
        FileFormat::Delimited => ("text with separators", false, false),
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
            "`{flag}` says nothing of `{}`, which is {kind}",
            file.name()
        ))),
        None => Ok(()),
    }
}
