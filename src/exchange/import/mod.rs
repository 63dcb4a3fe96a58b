//! Import: files of other programs, read row by row as agreements.
//!
//! An [`InputFile`](input_file::InputFile) is opened as an [`ImportTable`](rows::ImportTable), which
//! has columns and rows. A [`ColumnMapping`](mapping::ColumnMapping) and the headings say what each
//! column holds. A [`RowReader`](row::RowReader) reads each row as an
//! [`ImportedRow`](imported_row::ImportedRow), which makes a new agreement or updates one. A cell that
//! cannot be read is a [`Problem`](problems::Problem) with its place; nothing is guessed.

pub mod cell;
pub mod columns;
pub mod dates;
mod delimited;
pub mod imported_row;
pub mod input_file;
mod json;
pub mod mapping;
pub mod open;
pub mod party;
pub mod problems;
pub mod rejects;
pub mod row;
pub mod rows;
pub mod term;
mod values;
mod workbook;
