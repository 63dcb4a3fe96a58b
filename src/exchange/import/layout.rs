//! Sheets as people make them: footers, section headings, merged cells.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::cell::SheetCell;
use super::footers::{FooterSign, footer_sign};
use super::sheet_row::{SheetRow, SheetRows};
use crate::error::Result;

/// The most rows below a table that are footers.
const MAX_FOOTER_ROWS: usize = 1_000;

/// The most places that are kept for a note; others are counted.
const MAX_NOTED_PLACES: usize = 20;

/// The row of a cell, and its column in the sheet, from 0.
pub type CellPlace = (u64, usize);

/// A cell that is merged with cells below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MergedCell {
    /// The index of the column.
    pub(super) column: usize,
    /// The first row, which has the value.
    pub(super) first: u64,
    /// The last row.
    pub(super) last: u64,
}

/// What a sheet has besides rows of agreements.
#[derive(Debug, Default)]
pub struct SheetLayout {
    /// The cells that are merged downwards, by their first rows.
    pub(super) merged: Arc<[MergedCell]>,
    /// The rows with a cell that is merged across three columns or more.
    pub(super) wide_rows: Arc<BTreeSet<u64>>,
    /// The columns in which a merged cell counts for all of its rows.
    pub(super) filled_columns: Arc<[bool]>,
    /// The columns of the sheet in which the columns are.
    pub(super) positions: Arc<[usize]>,
    /// What is known before the rows are read.
    pub(super) known: LayoutNotes,
    pub(super) found: Arc<Mutex<LayoutNotes>>,
}

/// Cells of one kind: the first of them, and their number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountedCells {
    /// The first cells.
    pub first: Vec<CellPlace>,
    /// The number of all cells.
    pub count: u64,
}

/// What a note says about the layout of a sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LayoutNotes {
    /// The footers, which are not read: their rows and texts.
    pub footers: Vec<(u64, String)>,
    /// The section headings, which are not read.
    pub sections: Vec<(u64, String)>,
    /// The cells that have the value of a merged cell above them.
    pub merged: CountedCells,
    /// The filled cells to the right of the last heading.
    pub unnamed: CountedCells,
    /// The days of which the sheet shows only the month or the year, and which are not the first.
    pub hidden_days: CountedCells,
    /// The addresses behind cells.
    pub links: CountedCells,
    /// The comments on cells.
    pub comments: CountedCells,
    /// The comments on cells that are in no row of the table, with their texts.
    pub outside_comments: Vec<(CellPlace, String)>,
    /// The links without an address.
    pub unread_links: CountedCells,
}

impl CountedCells {
    /// Counts a cell.
    pub(super) fn add(&mut self, place: CellPlace) {
        self.count += 1;
        if self.first.len() < MAX_NOTED_PLACES {
            self.first.push(place);
        }
    }
}

impl LayoutNotes {
    /// Notes the comments of a row that is not read.
    fn skip(&mut self, row: &SheetRow, positions: &[usize]) {
        let place = |column: &usize| (row.number, position_of(positions, *column));
        let comments = row.comments.iter().map(|(column, text)| (place(column), text.clone()));
        self.outside_comments.extend(comments);
    }
}

/// Returns the column of the sheet in which the column at `index` is.
fn position_of(positions: &[usize], index: usize) -> usize {
    positions.get(index).copied().unwrap_or(index)
}

impl SheetLayout {
    /// Returns what was found since the rows were opened.
    pub(super) fn notes(&self) -> LayoutNotes {
        lock(&self.found).clone()
    }

    /// Returns the layout of a sheet that `mou` wrote: its links and comments are not read.
    pub(super) fn of_own_form(known: LayoutNotes) -> Self {
        let found = Arc::new(Mutex::new(known));
        Self { found, ..Self::default() }
    }
}

/// Returns the notes. Only one thread reads the rows at a time, so that no other holds them.
fn lock(notes: &Mutex<LayoutNotes>) -> MutexGuard<'_, LayoutNotes> {
    notes.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A row with its merged cells filled.
struct FilledRow {
    row: SheetRow,
    /// The text of its first cell.
    text: String,
    /// How many of its links and comments are its own, and not those of a merged cell.
    own_links: usize,
    own_comments: usize,
    /// The columns with the value of a merged cell.
    merged: Vec<usize>,
}

/// The rows of a table without blank ones, repeated headings, section headings and footers.
pub(super) struct TableRows {
    rows: SheetRows,
    header: Arc<[String]>,
    wide_rows: Arc<BTreeSet<u64>>,
    positions: Arc<[usize]>,
    notes: Arc<Mutex<LayoutNotes>>,
    fill: MergedCells,
    /// The number of the last row that was not blank.
    last_number: u64,
    has_full_row: bool,
    /// The rows that are footers if no full row follows.
    pending: VecDeque<FilledRow>,
    /// The rows that are not footers, to be returned next.
    ready: VecDeque<FilledRow>,
}

impl TableRows {
    pub(super) fn new(rows: SheetRows, header: Arc<[String]>, layout: &SheetLayout) -> Self {
        *lock(&layout.found) = layout.known.clone();
        Self {
            rows,
            header,
            wide_rows: Arc::clone(&layout.wide_rows),
            positions: Arc::clone(&layout.positions),
            notes: Arc::clone(&layout.found),
            fill: MergedCells {
                cells: Arc::clone(&layout.merged),
                columns: Arc::clone(&layout.filled_columns),
                next: 0,
                active: Vec::new(),
            },
            last_number: 0,
            has_full_row: false,
            pending: VecDeque::new(),
            ready: VecDeque::new(),
        }
    }

    fn next_row(&mut self) -> Result<Option<SheetRow>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(self.noted(row)));
            }
            let Some(row) = self.rows.next().transpose()? else {
                let mut notes = lock(&self.notes);
                for FilledRow { row, text, .. } in self.pending.drain(..) {
                    notes.skip(&row, &self.positions);
                    notes.footers.push((row.number, text));
                }
                return Ok(None);
            };
            self.sort(row);
        }
    }

    /// Puts the row where it belongs: among the next ones, the pending ones, or none.
    fn sort(&mut self, mut row: SheetRow) {
        if row.is_blank() || (row.fault.is_none() && row.repeats(&self.header)) {
            lock(&self.notes).skip(&row, &self.positions);
            return;
        }
        let follows_blank = self.last_number > 0 && self.last_number + 1 < row.number;
        self.last_number = row.number;
        let is_section = self.wide_rows.contains(&row.number) && row.filled_cells().count() == 1;
        let (own_links, own_comments) = (row.links.len(), row.comments.len());
        let merged = self.fill.fill(&mut row);
        let text = row.filled_cells().next().map(|(_, cell)| cell.text()).unwrap_or_default();
        let is_alone = row.filled_cells().count() == 1;
        let sign = footer_sign(&row, &self.header);
        let is_total = sign == Some(FooterSign::Certain) && self.header.len() > 1;
        if is_section || is_total {
            let mut notes = lock(&self.notes);
            notes.skip(&row, &self.positions);
            let kind = if is_section { &mut notes.sections } else { &mut notes.footers };
            kind.push((row.number, text));
            return;
        }
        let is_behind = is_alone && (follows_blank || !self.pending.is_empty());
        let may_be_footer = self.has_full_row && (sign.is_some() || is_behind);
        let row = FilledRow { row, text, own_links, own_comments, merged };
        if may_be_footer && self.pending.len() < MAX_FOOTER_ROWS {
            self.pending.push_back(row);
            return;
        }
        self.has_full_row |= !is_alone;
        self.ready.append(&mut self.pending);
        self.ready.push_back(row);
    }

    /// Returns a row that is read, and counts its merged cells, links and comments.
    fn noted(&mut self, filled: FilledRow) -> SheetRow {
        let FilledRow { row, own_links, own_comments, merged, .. } = filled;
        let mut notes = lock(&self.notes);
        let place = |column: usize| (row.number, position_of(&self.positions, column));
        for column in merged {
            notes.merged.add(place(column));
        }
        // The link of a merged cell is one, in however many rows it counts.
        for (column, _) in &row.links[..own_links] {
            notes.links.add(place(*column));
        }
        for (column, _) in &row.comments[..own_comments] {
            notes.comments.add(place(*column));
        }
        row
    }
}

impl Iterator for TableRows {
    type Item = Result<SheetRow>;

    fn next(&mut self) -> Option<Self::Item> {
        self.next_row().transpose()
    }
}

/// The merged cells whose range the current row is in.
struct MergedCells {
    cells: Arc<[MergedCell]>,
    columns: Arc<[bool]>,
    /// The index of the next one that was not reached yet.
    next: usize,
    active: Vec<ActiveCell>,
}

/// A merged cell with its value.
struct ActiveCell {
    column: usize,
    last: u64,
    value: SheetCell,
    links: Vec<String>,
    comments: Vec<String>,
}

impl MergedCells {
    /// Fills the merged cells of a row, and returns their columns.
    fn fill(&mut self, row: &mut SheetRow) -> Vec<usize> {
        let mut filled = Vec::new();
        self.active.retain(|cell| cell.last >= row.number);
        for active in &self.active {
            let Some(cell) = row.cells.get_mut(active.column).filter(|cell| cell.is_blank()) else {
                continue;
            };
            *cell = active.value.clone();
            filled.push(active.column);
            let with_column = |text: &String| (active.column, text.clone());
            row.links.extend(active.links.iter().map(with_column));
            row.comments.extend(active.comments.iter().map(with_column));
        }
        while let Some(merged) = self.cells.get(self.next).filter(|cell| cell.first <= row.number) {
            self.next += 1;
            let column = merged.column;
            let is_filled = self.columns.get(column).copied().unwrap_or_default();
            let value = row.cells.get(column).filter(|cell| !cell.is_blank());
            // A range that overlaps another one is not made by a spreadsheet, and counts once.
            let is_new = !self.active.iter().any(|active| active.column == column);
            if let Some(value) = value.filter(|_| is_filled && is_new && merged.first == row.number)
            {
                let of_column = |texts: &[(usize, String)]| {
                    let texts = texts.iter().filter(|(other, _)| *other == column);
                    texts.map(|(_, text)| text.clone()).collect()
                };
                self.active.push(ActiveCell {
                    column,
                    last: merged.last,
                    value: value.clone(),
                    links: of_column(&row.links),
                    comments: of_column(&row.comments),
                });
            }
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the numbers of the rows that are read, and the notes, of rows of texts with `|` between.
    fn read(rows: &[(u64, &str)], layout: &SheetLayout) -> (Vec<String>, LayoutNotes) {
        let header: Vec<String> = ["Partner", "Signed", "End"].map(str::to_owned).into();
        let row = |(number, text): &(u64, &str)| {
            let cells = text.split('|').map(|text| SheetCell::Text(text.to_owned())).collect();
            Ok(SheetRow::new(*number, cells))
        };
        let rows: Vec<Result<SheetRow>> = rows.iter().map(row).collect();
        let rows = TableRows::new(Box::new(rows.into_iter()), header.into(), layout);
        let shown = rows.map(|row| {
            let row = row.unwrap();
            let cells: Vec<String> = row.cells.iter().map(SheetCell::text).collect();
            format!("{} {}", row.number, cells.join("|"))
        });
        (shown.collect(), layout.notes())
    }

    #[test]
    fn footer_follows_the_last_full_row() {
        let rows = [
            (2, "Alpha|2020|"),
            (3, "Note: x||"),
            (4, "Bravo|2021|"),
            (5, "Charlie||"),
            (7, "Prepared by A||"),
            (8, "and B||"),
        ];
        let (read_rows, notes) = read(&rows, &SheetLayout::default());
        assert_eq!(read_rows, ["2 Alpha|2020|", "3 Note: x||", "4 Bravo|2021|", "5 Charlie||"]);
        let footers = [(7, "Prepared by A".to_owned()), (8, "and B".to_owned())];
        assert_eq!(notes.footers, footers);
    }

    #[test]
    fn rows_without_a_full_one_above_are_no_footers() {
        let rows = [(2, "Alpha||"), (4, "Bravo||"), (6, "Note: x||")];
        let (read_rows, notes) = read(&rows, &SheetLayout::default());
        assert_eq!(read_rows.len(), 3);
        assert_eq!(notes, LayoutNotes::default());
    }

    #[test]
    fn many_rows_with_one_cell_are_no_footers() {
        let mut rows = vec![(2, "Alpha|2020|")];
        rows.extend((4..3_004).map(|number| (number, "Bravo||")));
        let (read_rows, notes) = read(&rows, &SheetLayout::default());
        assert_eq!((read_rows.len(), notes.footers.len()), (3_001, 0));
    }

    #[test]
    fn merged_cell_fills_blank_cells_and_section_heading_is_skipped() {
        let merged = |column, first, last| MergedCell { column, first, last };
        let layout = SheetLayout {
            merged: vec![merged(0, 2, 4), merged(1, 2, 4), merged(0, 3, 9), merged(2, 5, 6)].into(),
            wide_rows: Arc::new([3, 6].into()),
            filled_columns: vec![true, false, true].into(),
            ..SheetLayout::default()
        };
        let rows = [
            (2, "Alpha|2020|"),
            (3, "Europe||"),
            (4, "|2021|"),
            (5, "Bravo|2022|2030"),
            (6, "Wide|2023|"),
            (7, "|2024|"),
        ];
        let (read_rows, notes) = read(&rows, &layout);
        assert_eq!(
            read_rows,
            ["2 Alpha|2020|", "4 Alpha|2021|", "5 Bravo|2022|2030", "6 Wide|2023|2030", "7 |2024|"]
        );
        assert_eq!(notes.sections, [(3, "Europe".to_owned())]);
        assert_eq!(notes.merged, CountedCells { first: vec![(4, 0), (6, 2)], count: 2 });
    }
}
