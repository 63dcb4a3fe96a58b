//! Workbooks: XLSX and ODS.
//!
//! They are read by parts of their own, and not by a library: a register is more than the values of its
//! cells, and a workbook from somewhere may be broken on purpose.

mod cell_store;
mod comments;
mod content;
mod formula;
mod grid;
mod number_format;
mod ods;
mod ods_styles;
mod package;
mod rich_text;
mod worksheet;
mod xlsx;

use std::sync::Arc;

use self::grid::SheetGrid;
use self::package::Package;
use super::input_file::{FileFormat, InputFile};
use super::rows::{ImportOptions, ImportTable, SheetRows, with_sheet_hint};
use crate::error::Result;

/// Reads the sheet of a workbook.
pub(super) fn table(file: &InputFile, options: &ImportOptions<'_>) -> Result<ImportTable> {
    let mut package = Package::open(file)?;
    let content = if file.format() == FileFormat::Ods || package.is_open_document() {
        ods::read(&mut package, options.sheet)?
    } else {
        xlsx::read(&mut package, options.sheet)?
    };
    let name = format!("sheet `{}` of `{}`", content.sheet, file.name());
    let (sheet, other_sheets) = (content.sheet.clone(), content.other_sheets.clone());
    let has_1904_dates = content.has_1904_dates;
    let (grid, layout) = SheetGrid::new(&name, content, options.header_row)
        .map_err(|error| with_sheet_hint(error, &other_sheets))?;
    let grid = Arc::new(grid);
    let (header, positions, header_row) = (grid.header(), grid.positions(), grid.header_number());
    let open = move || -> Result<SheetRows> { Ok(Box::new(SheetGrid::rows(&grid))) };
    let table = ImportTable::new(name, header, Box::new(open))?;
    let mut table = table.with_positions(positions).with_layout(layout);
    table.header_row = header_row;
    table.has_1904_dates = has_1904_dates;
    table.sheet = Some(sheet);
    table.other_sheets = other_sheets;
    Ok(table)
}
