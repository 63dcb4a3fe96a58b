//! Columns: signature blocks and tables, one block for each cell, in the order of reading.

use std::ops::Range;

use super::arrange::LaidBlock;
use super::lines::{is_open, marker, starts_small};
use super::raw::{LineRole, TableCell};

/// The fewest blanks between two columns.
const MIN_GAP_BLANKS: usize = 3;

/// The fewest blanks between two columns if no other line near has columns.
const MIN_LONE_GAP_BLANKS: usize = 6;

/// The most characters in a cell of columns that blanks divide.
const MAX_CELL_CHARACTERS: usize = 90;

/// A longer text in a table is a paragraph in a page that uses tables for its layout.
const MAX_CELL_WORDS: usize = 40;

/// Returns the places of the cells in a line that blanks divide into columns, and the smallest number of blanks between
/// two of them; `None` if it has no columns.
fn cells(line: &str) -> Option<(Vec<Range<usize>>, usize)> {
    let start = marker(line).map_or(0, |marker| marker.length);
    let mut cells: Vec<Range<usize>> = Vec::new();
    let mut smallest = usize::MAX;
    let mut blanks = 0;
    let mut has_tab = false;
    let mut is_next_line = false;
    let mut cell = start..start;
    for (offset, letter) in
        line[start..].char_indices().map(|(offset, letter)| (start + offset, letter))
    {
        if letter.is_whitespace() {
            // The blanks before a line break count, those after it are an indentation.
            is_next_line |= letter == '\n';
            if !is_next_line {
                blanks += 1;
                has_tab |= letter == '\t';
            }
            continue;
        }
        is_next_line = false;
        let width = if has_tab { blanks.max(MIN_GAP_BLANKS) } else { blanks };
        if cell.is_empty() {
            cell = offset..offset;
        } else if width >= MIN_GAP_BLANKS {
            smallest = smallest.min(width);
            cells.push(std::mem::replace(&mut cell, offset..offset));
        }
        cell.end = offset + letter.len_utf8();
        (blanks, has_tab) = (0, false);
    }
    if !cell.is_empty() {
        cells.push(cell);
    }
    let is_cell =
        |cell: &Range<usize>| line[cell.clone()].chars().nth(MAX_CELL_CHARACTERS).is_none();
    ((2..=4).contains(&cells.len()) && cells.iter().all(is_cell)).then_some((cells, smallest))
}

/// Returns true if blanks divide a line into columns.
pub(super) fn has_columns(line: &str) -> bool {
    line.split('\n').any(|line| cells(line).is_some() || ends_in_gap(line))
}

/// Divides columns into cells, and brings the cells of signature blocks into order: the left column first.
pub(super) fn arrange(text: &str, blocks: Vec<LaidBlock>) -> Vec<LaidBlock> {
    let blocks = divide(text, blocks);
    let mut arranged = Vec::with_capacity(blocks.len());
    let mut rest = blocks.into_iter().peekable();
    while let Some(block) = rest.next() {
        let LineRole::Cell(place) = block.role else {
            arranged.push(block);
            continue;
        };
        let mut table = vec![block];
        while let Some(next) = rest.next_if(|next| table_of(next) == Some(place.table)) {
            table.push(next);
        }
        if is_signature_table(text, &table) {
            arranged.extend(by_column(text, table));
        } else {
            arranged.extend(table);
        }
    }
    for block in &mut arranged {
        let words = block.pieces.iter().flat_map(|piece| text[piece.clone()].split_whitespace());
        if matches!(block.role, LineRole::Cell(_))
            && words.take(MAX_CELL_WORDS + 1).count() > MAX_CELL_WORDS
        {
            block.role = LineRole::Text;
        }
    }
    arranged
}

fn table_of(block: &LaidBlock) -> Option<u32> {
    match block.role {
        LineRole::Cell(place) => Some(place.table),
        _ => None,
    }
}

/// Divides lines with columns into cells. Tables of the layout have numbers from the top down, those of the markup from
/// 1 up, so that they differ.
fn divide(text: &str, blocks: Vec<LaidBlock>) -> Vec<LaidBlock> {
    let mut divided: Vec<LaidBlock> = Vec::with_capacity(blocks.len());
    let mut place = TableCell { table: u32::MAX, row: 0, column: 0 };
    let is_columns: Vec<bool> =
        blocks.iter().map(|block| is_text(block) && is_wide(text, block)).collect();
    for (index, block) in blocks.into_iter().enumerate() {
        let is_near =
            |near: Option<usize>| near.and_then(|near| is_columns.get(near)) == Some(&true);
        let has_neighbour = is_near(index.checked_sub(1)) || is_near(Some(index + 1));
        let least = if has_neighbour { MIN_GAP_BLANKS } else { MIN_LONE_GAP_BLANKS };
        let gap = smallest_gap(text, &block);
        if !is_text(&block) || gap.is_none_or(|gap| gap < least) {
            if gap.is_none() && !is_rule(text, &block) {
                // Another table may follow.
                place = TableCell { table: place.table.saturating_sub(1), row: 0, column: 0 };
            }
            divided.push(block);
            continue;
        }
        let lines = block.pieces.iter().flat_map(|piece| lines_of(text, piece));
        let mut row: Vec<LaidBlock> = Vec::new();
        for line in lines {
            let part = &text[line.clone()];
            match cells(part) {
                Some((cells, _)) => {
                    divided.append(&mut row);
                    for (column, cell) in (0..).zip(cells) {
                        let role = LineRole::Cell(TableCell { column, ..place });
                        let piece = line.start + cell.start..line.start + cell.end;
                        row.push(LaidBlock { pieces: vec![piece], role, ..block.clone() });
                    }
                    place.row += 1;
                }
                None => match cell_to_continue(text, &mut row) {
                    Some(cell) => cell.pieces.push(line),
                    None => divided.push(LaidBlock { pieces: vec![line], ..block.clone() }),
                },
            }
        }
        divided.append(&mut row);
    }
    divided
}

/// Returns the cell of a row that goes on in a line without columns: the last one, or the first if only that is open.
fn cell_to_continue<'r>(text: &str, row: &'r mut [LaidBlock]) -> Option<&'r mut LaidBlock> {
    let is_open_cell =
        |cell: &LaidBlock| cell.pieces.last().is_some_and(|piece| is_open(&text[piece.clone()]));
    let is_first = !row.last().is_some_and(is_open_cell) && row.first().is_some_and(is_open_cell);
    if is_first { row.first_mut() } else { row.last_mut() }
}

fn is_text(block: &LaidBlock) -> bool {
    block.role == LineRole::Text
}

/// Returns the lines of a piece. A line that ends with a gap between columns includes the next one, which has the other
/// column.
fn lines_of<'t>(text: &'t str, piece: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 't {
    let mut start = piece.start;
    let end = piece.end;
    let mut lines = text[piece.clone()].split_inclusive('\n');
    std::iter::from_fn(move || {
        let mut line_end = start + lines.next()?.len();
        while line_end < end && ends_in_gap(&text[start..line_end]) {
            line_end += lines.next().map_or(0, str::len);
        }
        let range = start..line_end;
        start = line_end;
        Some(range)
    })
}

/// Returns true if a line ends with as many blanks as divide columns.
pub(super) fn ends_in_gap(line: &str) -> bool {
    let line = line.trim_end_matches(['\n', '\r']);
    let text = line.trim_end();
    !text.trim_start().is_empty()
        && line[text.len()..].chars().nth(MIN_GAP_BLANKS - 1).is_some()
        && text.chars().nth(MAX_CELL_CHARACTERS).is_none()
        && cells(text).is_none()
}

/// Returns the smallest gap between two columns of a block; `None` if it has none.
fn smallest_gap(text: &str, block: &LaidBlock) -> Option<usize> {
    let lines = block.pieces.iter().flat_map(|piece| lines_of(text, piece));
    lines.filter_map(|line| cells(&text[line])).map(|(_, gap)| gap).min()
}

fn is_wide(text: &str, block: &LaidBlock) -> bool {
    smallest_gap(text, block).is_some()
}

/// Returns true if a block has no letters, such as a line to sign on.
fn is_rule(text: &str, block: &LaidBlock) -> bool {
    block.pieces.iter().all(|piece| !text[piece.clone()].contains(char::is_alphanumeric))
}

/// Returns true if a cell opens the part of a signature block that is for one party.
pub(super) fn opens_signature(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    [
        "for ",
        "for:",
        "for and on behalf",
        "on behalf of",
        "signed for",
        "signed on behalf",
        "signed by",
        "pour ",
    ]
    .iter()
    .any(|start| lower.starts_with(start))
        || lower == "for"
}

/// Returns true if the columns of a table belong to the parties that sign.
fn is_signature_table(text: &str, table: &[LaidBlock]) -> bool {
    let opens = |block: &&LaidBlock| {
        matches!(block.role, LineRole::Cell(place) if place.row <= 1)
            && block.pieces.first().is_some_and(|piece| {
                let cell = &text[piece.clone()];
                opens_signature(cell) || cell.starts_with("___") || cell.starts_with("....")
            })
    };
    table.iter().filter(opens).take(2).count() == 2
}

/// Returns the cells of a table by columns; a cell that is in the middle of a phrase is joined to the next one.
fn by_column(text: &str, mut table: Vec<LaidBlock>) -> Vec<LaidBlock> {
    let column = |block: &LaidBlock| match block.role {
        LineRole::Cell(place) => place.column,
        _ => 0,
    };
    table.sort_by_key(column);
    let mut joined: Vec<LaidBlock> = Vec::with_capacity(table.len());
    for block in table {
        let first = block.pieces.first().map_or("", |piece| &text[piece.clone()]);
        let open = joined.last_mut().filter(|before| {
            let last = before.pieces.last().map_or("", |piece| &text[piece.clone()]);
            column(before) == column(&block)
                && (is_open(last) || (starts_small(first) && !last.trim_end().ends_with(':')))
        });
        match open {
            Some(before) => before.pieces.extend(block.pieces),
            None => joined.push(block),
        }
    }
    joined
}
