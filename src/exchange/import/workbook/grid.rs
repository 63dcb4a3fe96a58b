//! The headings of a sheet, and the rows below them.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::cell_store::{CellPosition, CellStore, MAX_SHEET_ROWS, StoredCell, StoredKind};
use super::content::{CellRange, SheetContent};
use crate::error::{Error, Result};
use crate::exchange::import::cell::SheetCell;
use crate::exchange::import::layout::{LayoutNotes, MergedCell, SheetLayout};
use crate::exchange::import::own_columns::are_own_columns;
use crate::exchange::import::rows::{MAX_COLUMNS, SheetRow, column_letters};
use crate::exchange::import::unread::FaultKind;

/// From this number of columns on, a merged cell is a section heading.
const SECTION_COLUMNS: u32 = 3;

/// How many cells are searched for the links of ranges, beyond four times all of them.
const MIN_SEARCHED_CELLS: usize = 1_000_000;

/// The length of a date up to its month, and up to its year.
const MONTH_CHARS: usize = 7;
const YEAR_CHARS: usize = 4;

/// The column of the table to which a column of the sheet belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnTarget {
    /// It has no heading and no cells, or is not part of a sheet that `mou` wrote.
    None,
    Column(usize),
    /// A long text of this column continues in it.
    Continues(usize),
}

/// The headings and the cells of a sheet.
pub(super) struct SheetGrid {
    cells: CellStore,
    header: Vec<String>,
    /// The columns of the sheet in which the columns of the table are.
    positions: Vec<usize>,
    /// What each column of the sheet belongs to.
    targets: Vec<ColumnTarget>,
    is_own_form: bool,
    header_row: u32,
    /// The index of the first cell below the headings.
    first_cell: usize,
    /// The addresses behind cells and the comments on them, sorted by row and column.
    links: Vec<(CellPosition, String)>,
    comments: Vec<(CellPosition, String)>,
}

impl SheetGrid {
    /// Returns the grid of the sheet called `name` in messages, and what else it has.
    ///
    /// The headings are in the given row, else in the first one that is not blank. Fails if there are
    /// none, or the sheet is too large.
    pub(super) fn new(
        name: &str,
        mut content: SheetContent,
        header_row: Option<u64>,
    ) -> Result<(Self, SheetLayout)> {
        add_commented_cells(&mut content)?;
        let SheetContent { cells, merged, links, comments, unread_links, .. } = content;
        let all = cells.cells();
        let first_row = || all.iter().find(|cell| !cells.is_blank(**cell)).map(|cell| cell.row);
        let header_row = match header_row {
            Some(number) => u32::try_from(number.saturating_sub(1)).unwrap_or(u32::MAX),
            None => first_row().unwrap_or_default(),
        };
        let first_cell = all.partition_point(|cell| cell.row <= header_row);
        let headings = headings(&cells, header_row);
        if headings.is_empty() {
            let number = u64::from(header_row) + 1;
            return Err(Error::failed(format!("{name} has no row {number} with column names")));
        }
        let is_own_form = is_own_header(&headings);
        let rows = &all[first_cell..];
        let (targets, positions) = if is_own_form {
            own_targets(&headings)
        } else {
            filled_targets(&headings, rows, &cells, &comments, header_row)
        };
        let heading = |position: &usize| headings.get(*position).cloned().unwrap_or_default();
        let header = positions.iter().map(heading).collect();
        let mut grid = Self {
            header,
            targets,
            is_own_form,
            header_row,
            first_cell,
            links: links_of_cells(links, &cells),
            comments,
            positions,
            cells,
        };
        let mut notes = grid.known_notes(headings.len());
        let is_below = |position: &CellPosition| position.0 > header_row;
        for (row, column) in unread_links.into_iter().filter(is_below) {
            notes.unread_links.add((u64::from(row) + 1, column as usize));
        }
        grid.drop_outside(&mut notes);
        let layout = grid.layout(&merged, notes);
        Ok((grid, layout))
    }

    /// Returns the number of the row of headings.
    pub(super) fn header_number(&self) -> u64 {
        u64::from(self.header_row) + 1
    }

    /// Returns the headings; that of an unnamed column is empty.
    pub(super) fn header(&self) -> Vec<String> {
        self.header.clone()
    }

    /// Returns the columns of the sheet in which the columns of the table are.
    pub(super) fn positions(&self) -> Vec<usize> {
        self.positions.clone()
    }

    /// Returns the rows below the headings.
    pub(super) fn rows(grid: &Arc<Self>) -> GridRows {
        GridRows { next: grid.first_cell, next_link: 0, next_comment: 0, grid: Arc::clone(grid) }
    }

    fn target(&self, column: u32) -> ColumnTarget {
        self.targets.get(column as usize).copied().unwrap_or(ColumnTarget::None)
    }

    fn index_of(&self, column: u32) -> Option<usize> {
        match self.target(column) {
            ColumnTarget::Column(index) => Some(index),
            ColumnTarget::Continues(_) | ColumnTarget::None => None,
        }
    }

    /// Notes the days that are not shown, and the cells to the right of the last heading.
    fn known_notes(&self, heading_count: usize) -> LayoutNotes {
        let mut notes = LayoutNotes::default();
        if self.is_own_form {
            return notes;
        }
        for cell in &self.cells.cells()[self.first_cell..] {
            let place = (u64::from(cell.row) + 1, cell.column() as usize);
            let hidden = match cell.kind {
                StoredKind::Month => self.cells.text(*cell).get(MONTH_CHARS..MONTH_CHARS + 3),
                StoredKind::Year => self.cells.text(*cell).get(YEAR_CHARS..YEAR_CHARS + 6),
                _ => None,
            };
            if hidden.is_some_and(|hidden| !matches!(hidden, "-01" | "-01-01")) {
                notes.hidden_days.add(place);
            }
            if place.1 >= heading_count && !self.cells.is_blank(*cell) {
                notes.unnamed.add(place);
            }
        }
        notes
    }

    /// Drops the links and the comments that belong to no row, and notes them.
    fn drop_outside(&mut self, notes: &mut LayoutNotes) {
        let header_row = self.header_row;
        let is_below = |position: &CellPosition| position.0 > header_row;
        let (targets, is_own_form) = (&self.targets, self.is_own_form);
        let is_kept = |position: &CellPosition| {
            let target = targets.get(position.1 as usize).copied().unwrap_or(ColumnTarget::None);
            !is_own_form && is_below(position) && target != ColumnTarget::None
        };
        let place = |(row, column): CellPosition| (u64::from(row) + 1, column as usize);
        self.links.retain(|(position, _)| {
            // The address of a heading is not one of an agreement.
            if is_own_form && is_below(position) {
                notes.unread_links.add(place(*position));
            }
            is_kept(position)
        });
        let outside = self.comments.extract_if(.., |(position, _)| !is_kept(position));
        notes.outside_comments.extend(outside.map(|(position, text)| (place(position), text)));
    }

    fn layout(&self, ranges: &[CellRange], known: LayoutNotes) -> SheetLayout {
        let below = || ranges.iter().filter(|range| range.first.0 > self.header_row);
        let number = |row: u32| u64::from(row) + 1;
        let down = below().filter(|range| range.first.0 < range.last.0);
        let mut merged: Vec<MergedCell> = down
            .filter_map(|range| {
                let column = self.index_of(range.first.1)?;
                let (first, last) = (number(range.first.0), number(range.last.0));
                Some(MergedCell { column, first, last })
            })
            .collect();
        merged.sort_by_key(|cell| (cell.first, cell.column));
        let wide = below().filter(|range| range.last.1 - range.first.1 + 1 >= SECTION_COLUMNS);
        let wide_rows: BTreeSet<u64> = wide.map(|range| number(range.first.0)).collect();
        SheetLayout {
            merged: merged.into(),
            wide_rows: Arc::new(wide_rows),
            positions: self.positions.clone().into(),
            known,
            ..SheetLayout::default()
        }
    }

    fn cell(&self, cell: StoredCell) -> SheetCell {
        let text = self.cells.text(cell);
        let unread = |kind| SheetCell::Unread { text: text.to_owned(), kind };
        let length = match cell.kind {
            StoredKind::NoResult => return unread(FaultKind::NoResult),
            StoredKind::ErrorValue => return unread(FaultKind::ErrorValue),
            StoredKind::Month if !self.is_own_form => MONTH_CHARS,
            StoredKind::Year if !self.is_own_form => YEAR_CHARS,
            _ => text.len(),
        };
        SheetCell::Text(text.get(..length).unwrap_or(text).to_owned())
    }

    fn row(&self, number: u32, cells: &[StoredCell]) -> SheetRow {
        let values = vec![SheetCell::empty(); self.positions.len()];
        let mut row = SheetRow::new(u64::from(number) + 1, values);
        for cell in cells {
            match self.target(cell.column()) {
                ColumnTarget::Column(index) => row.cells[index] = self.cell(*cell),
                ColumnTarget::Continues(index) => {
                    if let SheetCell::Text(text) = &mut row.cells[index] {
                        text.push_str(self.cells.text(*cell));
                    }
                }
                ColumnTarget::None if self.is_own_form && !self.cells.is_blank(*cell) => {
                    let letters = column_letters(cell.column() as usize);
                    let fault = format!("{letters}{} is in a column without a name", row.number);
                    row.fault.get_or_insert(fault);
                }
                ColumnTarget::None => {}
            }
        }
        row
    }
}

/// The rows of a grid.
pub(super) struct GridRows {
    grid: Arc<SheetGrid>,
    next: usize,
    next_link: usize,
    next_comment: usize,
}

impl Iterator for GridRows {
    type Item = Result<SheetRow>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.grid.cells.cells().get(self.next..)?;
        let number = rest.first()?.row;
        let count = rest.iter().take_while(|cell| cell.row == number).count();
        let mut row = self.grid.row(number, &rest[..count]);
        self.next += count;
        let grid = &self.grid;
        let texts = |all: &[(CellPosition, String)], next: &mut usize| -> Vec<(usize, String)> {
            let rest = &all[(*next).min(all.len())..];
            let count = rest.iter().take_while(|((row, _), _)| *row <= number).count();
            *next += count;
            let of_row = rest[..count].iter().filter(|((row, _), _)| *row == number);
            let indexed = of_row.filter_map(|((_, column), text)| {
                grid.index_of(*column).map(|index| (index, text.clone()))
            });
            indexed.collect()
        };
        row.links = texts(&grid.links, &mut self.next_link);
        row.comments = texts(&grid.comments, &mut self.next_comment);
        Some(Ok(row))
    }
}

/// Adds an empty cell for each comment on none, so that the comment is in a row.
fn add_commented_cells(content: &mut SheetContent) -> Result<()> {
    content.comments.sort_by_key(|(position, _)| *position);
    let is_in_sheet =
        |(row, column): CellPosition| row < MAX_SHEET_ROWS && (column as usize) < MAX_COLUMNS;
    let empty = content.cells.add_text("")?;
    for (position, _) in content.comments.iter().filter(|(position, _)| is_in_sheet(*position)) {
        content.cells.add(*position, StoredKind::Text, empty)?;
    }
    // The empty cell comes behind one with a value, and is dropped.
    content.cells.sort();
    Ok(())
}

/// Returns the texts of the row of headings up to its last one.
fn headings(cells: &CellStore, header_row: u32) -> Vec<String> {
    let all = cells.cells();
    let first = all.partition_point(|cell| cell.row < header_row);
    let mut headings: Vec<String> = Vec::new();
    for cell in all[first..].iter().take_while(|cell| cell.row == header_row) {
        if !cells.is_blank(*cell) {
            headings.resize(cell.column() as usize + 1, String::new());
            cells.text(*cell).clone_into(&mut headings[cell.column() as usize]);
        }
    }
    headings
}

/// Returns the name of the column that this one continues: `notes` for `notes (2)`.
fn continued(name: &str) -> Option<&str> {
    name.strip_suffix(')').and_then(|name| name.rsplit_once(" (")).map(|(name, _)| name)
}

/// Returns true if the headings are those of a sheet that `mou` wrote.
fn is_own_header(headings: &[String]) -> bool {
    let first: Vec<&String> = headings.iter().filter(|name| continued(name).is_none()).collect();
    are_own_columns(&first)
        && (1..headings.len())
            .all(|index| continued(&headings[index]).is_none() || continues(headings, index))
}

/// Returns true if the column at `index` continues that before it: `notes (2)` behind `notes`.
fn continues(headings: &[String], index: usize) -> bool {
    let Some(before) = index.checked_sub(1).map(|before| &headings[before]) else { return false };
    continued(&headings[index])
        .is_some_and(|first| before == first || continued(before) == Some(first))
}

/// Returns the columns of a sheet that `mou` wrote: texts that exceed a cell continue in `notes (2)`,
/// `notes (3)`.
fn own_targets(headings: &[String]) -> (Vec<ColumnTarget>, Vec<usize>) {
    let (mut targets, mut positions) = (Vec::new(), Vec::<usize>::new());
    for index in 0..headings.len() {
        if continues(headings, index) && !positions.is_empty() {
            targets.push(ColumnTarget::Continues(positions.len() - 1));
        } else {
            targets.push(ColumnTarget::Column(positions.len()));
            positions.push(index);
        }
    }
    (targets, positions)
}

/// Returns the columns that have a heading, a filled cell or a comment.
fn filled_targets(
    headings: &[String],
    rows: &[StoredCell],
    cells: &CellStore,
    comments: &[(CellPosition, String)],
    header_row: u32,
) -> (Vec<ColumnTarget>, Vec<usize>) {
    let mut is_filled = vec![false; MAX_COLUMNS];
    for (filled, heading) in is_filled.iter_mut().zip(headings) {
        *filled = !heading.trim().is_empty();
    }
    let filled_cells = rows.iter().filter(|cell| !cells.is_blank(**cell));
    let filled_columns = filled_cells.map(|cell| cell.column());
    let commented = comments.iter().filter(|((row, _), _)| *row > header_row);
    for column in filled_columns.chain(commented.map(|((_, column), _)| *column)) {
        if let Some(filled) = is_filled.get_mut(column as usize) {
            *filled = true;
        }
    }
    let last = is_filled.iter().rposition(|filled| *filled).map_or(0, |last| last + 1);
    is_filled.truncate(last);
    let mut positions = Vec::new();
    let targets = is_filled.iter().enumerate().map(|(position, is_filled)| {
        if !is_filled {
            return ColumnTarget::None;
        }
        positions.push(position);
        ColumnTarget::Column(positions.len() - 1)
    });
    (targets.collect(), positions)
}

/// Returns the addresses behind cells, sorted by row and column.
fn links_of_cells(
    links: Vec<(CellRange, String)>,
    cells: &CellStore,
) -> Vec<(CellPosition, String)> {
    let (single, wide): (Vec<_>, Vec<_>) = links.into_iter().partition(|(range, _)| range.is_one());
    let mut found: Vec<(CellPosition, String)> =
        single.into_iter().map(|(range, address)| (range.first, address)).collect();
    let all = cells.cells();
    // Links behind the whole sheet, many times over, would take more memory than there is.
    let mut rest = all.len() * 4 + MIN_SEARCHED_CELLS;
    for (range, address) in wide {
        let first = all.partition_point(|cell| cell.row < range.first.0);
        let last = all.partition_point(|cell| cell.row <= range.last.0);
        if last - first > rest {
            found.push((range.first, address));
            continue;
        }
        rest -= last - first;
        let inside = all[first..last]
            .iter()
            .filter(|cell| range.contains((cell.row, cell.column())) && !cells.is_blank(**cell));
        found.extend(inside.map(|cell| ((cell.row, cell.column()), address.clone())));
    }
    found.sort();
    found.dedup();
    found
}
