//! Tables for people: fitted to a terminal, or plain lines for a pipe.

use std::borrow::Cow;

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Row, Table, TableStyle, Width,
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use self::fit::{ColumnFit, GAP_COLUMNS, TableFit};
use super::Grid;
use super::card::{Card, CardBlock};
use super::escape::visible;
use super::grid::ShownCell;
use super::plain_table;
use super::style::{Style, Tone};
use super::width::{shorten, width};

mod fit;

/// On fewer columns than this, each field of a record is on a line of its own.
const MIN_TABLE_COLUMNS: usize = 60;

/// Marks the end of painted text for comfy-table, which cannot measure escape sequences.
///
/// The marks take no columns, and [`visible`] lets none of them through.
const PAINT_END: char = '\u{2060}';

/// Marks the start of text in the first tone; the marks of the other tones follow.
const PAINT_START: u32 = 0x2061;

/// A character that is in no cell: comfy-table breaks lines at it, and so at no other place before the cell
/// is full.
const NO_BREAK: char = '\u{2067}';

/// On a narrow terminal, a value is cut to one line if at least this much is left for it.
const MIN_VALUE_COLUMNS: usize = 20;

/// An activity's id is cut before its number if more than this is left of the agreement's.
const MIN_ID_START_COLUMNS: usize = 6;

/// Keeps two characters apart that unicode-width counts as one, though terminals do not. A text may have one of
/// its own after a character; it is then followed by ours.
const NON_JOINER: &str = "\u{200c}";

/// Returns the lines of the grid as a table for people, each with its line end, or several in one text.
/// An empty grid has none.
///
/// Control characters are made visible, and wide characters are measured as a terminal shows them.
///
/// Without a width, as for a pipe, the table is plain: two spaces between the columns, a header, no
/// borders, nothing cut. It does not depend on the environment.
///
/// On a terminal, no line is wider than its width:
///
/// * a row is one line. If there is too little room, columns without a value are left out, and texts are
///   shortened, with `…`;
/// * then columns are hidden: those that the grid names, then from the right. From eighty columns on, those
///   that the grid keeps are not hidden;
/// * ids are shortened only if the row does not fit otherwise; the number of an activity stays;
/// * below sixty columns, every field that is not empty is one line.
#[must_use]
pub fn lines(grid: &Grid, style: Style) -> Box<dyn Iterator<Item = String> + '_> {
    if grid.rows.is_empty() || grid.columns.is_empty() {
        return Box::new(std::iter::empty());
    }
    match style.columns() {
        None => Box::new(plain_table::lines(grid, style)),
        Some(room) if room < MIN_TABLE_COLUMNS => {
            Box::new(std::iter::once(cards(grid, style, room)))
        }
        Some(room) => Box::new(fitted_lines(grid, style, room)),
    }
}

/// Returns the names of the columns that [`lines`] hides because they do not fit, except those without a
/// value.
#[must_use]
pub fn hidden_columns(grid: &Grid, style: Style) -> Vec<&str> {
    match style.columns().filter(|room| *room >= MIN_TABLE_COLUMNS) {
        Some(room) if !grid.rows.is_empty() => TableFit::new(grid, room).hidden,
        _ => Vec::new(),
    }
}

/// Returns each row as a block of `name: value` lines. A value is one line unless the terminal is so narrow
/// that little would be left of it.
fn cards(grid: &Grid, style: Style, room: usize) -> String {
    let names: Vec<_> =
        grid.columns.iter().map(|column| format!("{}:", visible(&column.name))).collect();
    let name_columns = names.iter().map(|name| width(name)).max().unwrap_or(0) + GAP_COLUMNS;
    let value_columns = room.checked_sub(name_columns).filter(|left| *left >= MIN_VALUE_COLUMNS);
    let mut card = Card::default();
    for row in &grid.rows {
        let mut block = CardBlock::default();
        for (column, ShownCell { text, tone, .. }) in grid.columns.iter().zip(row.cells()) {
            let value = match value_columns {
                Some(columns) if fit::has_ids(column) => cut_id(text, columns, style),
                Some(columns) => shorten(text, columns, style.ellipsis()),
                None => text.into(),
            };
            block.toned(&column.name, value, tone);
        }
        card.push(block);
    }
    card.draw(style)
}

/// Returns the lines of a table of at most `room` columns.
fn fitted_lines(grid: &Grid, style: Style, room: usize) -> impl Iterator<Item = String> {
    let shown = TableFit::new(grid, room).shown;
    let rule = if style.ascii { '-' } else { '─' };
    let mut table = Table::new();
    table
        .load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_truncation_indicator(style.ellipsis())
        .set_width(u16::try_from(room).unwrap_or(u16::MAX));

    let one_line = |cells: Vec<comfy_table::Cell>| {
        let mut row = Row::from(cells);
        row.max_height(1);
        row
    };
    let names: Vec<_> = grid.columns.iter().map(|column| visible(&column.name)).collect();
    let headings = shown.iter().map(|column| cell(&names[column.index], Tone::Heading, style));
    table.set_header(one_line(headings.collect()));
    for row in &grid.rows {
        let cells: Vec<ShownCell<'_>> = grid.cells(row).collect();
        let cells = shown.iter().map(|column| {
            let ShownCell { text, tone, .. } = cells[column.index];
            match column.fit {
                ColumnFit::Ids(columns) => cell(&cut_id(text, columns, style), tone, style),
                ColumnFit::Whole | ColumnFit::Text(_) => cell(text, tone, style),
            }
        });
        table.add_row(one_line(cells.collect()));
    }

    for (position, (column, layout)) in shown.iter().zip(table.column_iter_mut()).enumerate() {
        let gap = if position + 1 == shown.len() { 0 } else { GAP_COLUMNS };
        layout.set_padding((0, u16::try_from(gap).unwrap_or(0)));
        layout.set_delimiter(NO_BREAK);
        if grid.columns[column.index].is_number {
            layout.set_cell_alignment(CellAlignment::Right);
        }
        let constraint = match column.fit {
            ColumnFit::Text(least) => {
                let least = u16::try_from(least + gap).unwrap_or(u16::MAX);
                ColumnConstraint::LowerBoundary(Width::Fixed(least))
            }
            ColumnFit::Whole | ColumnFit::Ids(_) => ColumnConstraint::ContentWidth,
        };
        layout.set_constraint(constraint);
    }
    table.lines().map(|line| painted_line(&line)).collect::<Vec<_>>().into_iter()
}

/// Returns an id of at most `columns` columns: its beginning, and the number of an activity.
fn cut_id(id: &str, columns: usize, style: Style) -> Cow<'_, str> {
    let number = id.rfind('/').map_or("", |slash| &id[slash..]);
    let rest = columns.saturating_sub(width(number));
    if number.is_empty() || width(id) <= columns || rest <= MIN_ID_START_COLUMNS {
        return shorten(id, columns, style.ellipsis());
    }
    let start = shorten(&id[..id.len() - number.len()], rest, style.ellipsis());
    format!("{start}{number}").into()
}

/// Returns a cell for comfy-table, its text between marks if colour may be written.
fn cell(text: &str, tone: Tone, style: Style) -> comfy_table::Cell {
    let words = text.trim_end_matches(' ');
    let spaces = &text[words.len()..];
    let apart = if words.width() == width(words) && !words.contains(NON_JOINER) {
        Cow::Borrowed(words)
    } else {
        words.graphemes(true).collect::<Vec<_>>().join(NON_JOINER).into()
    };
    if !style.color || words.is_empty() {
        return comfy_table::Cell::new_owned(format!("{apart}{spaces}"));
    }
    let start = char::from_u32(PAINT_START + tone as u32).unwrap_or(PAINT_END);
    comfy_table::Cell::new_owned(format!("{start}{apart}{PAINT_END}{spaces}"))
}

/// Returns a line of comfy-table with its line end, its marks replaced by escape sequences.
fn painted_line(line: &str) -> String {
    let mut painted = String::with_capacity(line.len());
    let mut look = anstyle::Style::new();
    let mut letters = line.trim_end_matches(' ').chars().chain([PAINT_END]).peekable();
    while let Some(letter) = letters.next() {
        let tone =
            u32::from(letter).checked_sub(PAINT_START).and_then(|tone| usize::try_from(tone).ok());
        let tone = tone.and_then(|tone| Tone::ALL_TONES.get(tone));
        if letter == PAINT_END || tone.is_some() {
            // The end of a cell that is cut is lost: the next one ends it, too.
            painted.push_str(&look.render_reset().to_string());
            look = tone.map_or_else(anstyle::Style::new, |tone| tone.look());
            painted.push_str(&look.to_string());
        } else if !NON_JOINER.starts_with(letter) || letters.peek() == Some(&letter) {
            painted.push(letter);
        }
    }
    painted.push('\n');
    painted
}

#[cfg(test)]
mod tests;
