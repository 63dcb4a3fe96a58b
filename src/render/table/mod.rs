//! Tables for people: fitted to a terminal, or plain lines for a pipe.

use std::borrow::Cow;

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, LineStyle, Row, Table, TableStyle, Width,
};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::card::{Card, CardBlock};
use super::escape::visible;
use super::grid::ShownCell;
use super::plain_table;
use super::style::{Style, Tone};
use super::width::width;
use super::{Grid, GridColumn};

/// On fewer columns than this, each field of a record is on a line of its own.
const MIN_TABLE_COLUMNS: usize = 60;

/// From this width on, the dates and the status are never hidden.
const MIN_DATES_COLUMNS: usize = 80;

/// The spaces between two columns.
const GAP_COLUMNS: u16 = 2;

/// A text is shortened to no less than this.
const MIN_TEXT_COLUMNS: usize = 12;

/// An id up to this length is not broken unless all that may be hidden is.
const MAX_ID_COLUMNS: usize = 40;

/// A cell of more lines than this is cut.
const MAX_CELL_LINES: usize = 3;

/// The columns that are hidden before all others, in this order.
const HIDDEN_FIRST: [&str; 2] = ["title", "partners"];

/// The columns that are hidden after the others, and only on a terminal below [`MIN_DATES_COLUMNS`].
const DATES_AND_STATUS: [&str; 3] = ["status", "ends", "act_by"];

/// The columns that are never hidden as long as texts and ids can be shortened.
const NEVER_HIDDEN: [&str; 3] = ["id", "severity", "message"];

/// Marks the end of painted text for comfy-table, which cannot measure escape sequences.
///
/// The marks take no columns, and [`visible`] lets none of them through.
const PAINT_END: char = '\u{2060}';

/// Marks the start of text in the first tone; the marks of the other tones follow.
const PAINT_START: u32 = 0x2061;

/// Keeps two characters apart that unicode-width counts as one, though terminals do not.
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
/// * texts are wrapped between words over up to three lines, and cut with `…` after that;
/// * if texts would become narrower than twelve columns, `title` is hidden, then `partners`, then other
///   columns from the right. From eighty columns on, `status`, `ends` and `act_by` are kept;
/// * dates and ids of up to forty letters are broken only if no other column can be hidden;
/// * below sixty columns, every field that is not empty is on a line of its own.
#[must_use]
pub fn lines(grid: &Grid, style: Style) -> Box<dyn Iterator<Item = String> + '_> {
    if grid.rows.is_empty() || grid.columns.is_empty() {
        return Box::new(std::iter::empty());
    }
    match style.columns() {
        None => Box::new(plain_table::lines(grid, style)),
        Some(room) if room < MIN_TABLE_COLUMNS => Box::new(std::iter::once(cards(grid, style))),
        Some(room) => Box::new(fitted_lines(grid, style, room)),
    }
}

/// Returns the names of the columns that [`lines`] hides because they do not fit.
#[must_use]
pub fn hidden_columns(grid: &Grid, style: Style) -> Vec<&str> {
    let Some(room) = style.columns().filter(|room| *room >= MIN_TABLE_COLUMNS) else {
        return Vec::new();
    };
    let shown = shown_columns(grid, &mut column_widths(grid), room);
    let columns = grid.columns.iter().enumerate();
    let hidden = columns.filter(|(index, _)| !shown.contains(index));
    hidden.map(|(_, column)| column.name.as_str()).collect()
}

/// Returns each row as a block of `name: value` lines.
fn cards(grid: &Grid, style: Style) -> String {
    let mut card = Card::default();
    for row in &grid.rows {
        let mut block = CardBlock::default();
        for (column, cell) in grid.columns.iter().zip(row.cells()) {
            block.toned(&column.name, cell.text, cell.tone);
        }
        card.push(block);
    }
    card.draw(style)
}

/// Returns the lines of a table of at most `room` columns.
fn fitted_lines(grid: &Grid, style: Style, room: usize) -> impl Iterator<Item = String> {
    let mut widths = column_widths(grid);
    let shown = shown_columns(grid, &mut widths, room);
    let rule = if style.ascii { '-' } else { '─' };
    let mut table = Table::new();
    table
        .load_style(TableStyle::new().header_separator(LineStyle::none().fill(rule)))
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_truncation_indicator(style.ellipsis())
        .set_width(u16::try_from(room).unwrap_or(u16::MAX));

    let names: Vec<_> = grid.columns.iter().map(|column| visible(&column.name)).collect();
    let heading = |index: usize| cell(&names[index], Tone::Heading, style);
    table.set_header(shown.iter().map(|index| heading(*index)).collect::<Vec<_>>());
    for row in &grid.rows {
        let cells: Vec<ShownCell<'_>> = grid.cells(row).collect();
        let cells = shown.iter().map(|index| cell(cells[*index].text, cells[*index].tone, style));
        let mut row = Row::from(cells.collect::<Vec<_>>());
        row.max_height(MAX_CELL_LINES);
        table.add_row(row);
    }

    for (position, (&index, column)) in shown.iter().zip(table.column_iter_mut()).enumerate() {
        let gap = if position + 1 == shown.len() { 0 } else { GAP_COLUMNS };
        column.set_padding((0, gap));
        if grid.columns[index].is_number {
            column.set_cell_alignment(CellAlignment::Right);
        }
        let ColumnWidth { least, full } = widths[index];
        if least == full {
            column.set_constraint(ColumnConstraint::ContentWidth);
        } else if least > MIN_TEXT_COLUMNS {
            let least = u16::try_from(least).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least + gap)));
        }
    }
    table.lines().map(|line| painted_line(&line)).collect::<Vec<_>>().into_iter()
}

/// How many columns of the terminal a column of the table needs at least, and without wrapping.
#[derive(Debug, Clone, Copy)]
struct ColumnWidth {
    least: usize,
    full: usize,
}

/// Returns the widths of all columns.
fn column_widths(grid: &Grid) -> Vec<ColumnWidth> {
    let name_width = |column: &GridColumn| width(&visible(&column.name)).max(1);
    let names = grid.columns.iter().map(name_width);
    let mut widths: Vec<_> = names.map(|full| ColumnWidth { least: full, full }).collect();
    for row in &grid.rows {
        for (column, cell) in widths.iter_mut().zip(row.cells()) {
            column.full = column.full.max(cell.width);
            if cell.width > column.least {
                let text = cell.width.min(MIN_TEXT_COLUMNS);
                let id = longest_id(cell.text).min(MAX_ID_COLUMNS);
                column.least = column.least.max(text).max(id);
            }
        }
    }
    widths
}

/// Returns the width of the longest word of `text` that is an id, a date or a flag: lower-case letters
/// and digits joined by hyphens, or by the slash of an activity's id.
fn longest_id(text: &str) -> usize {
    let is_id = |word: &&str| {
        let word = word.trim_end_matches([',', ';']);
        word.contains(['-', '/'])
            && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'/'))
    };
    text.split(' ').filter(is_id).map(width).max().unwrap_or(0)
}

/// Returns the indices of the columns that are shown on a terminal of `room` columns. Lowers the least
/// widths if ids must be broken.
fn shown_columns(grid: &Grid, widths: &mut [ColumnWidth], room: usize) -> Vec<usize> {
    let mut shown: Vec<usize> = (0..widths.len()).collect();
    let mut hide = |widths: &[ColumnWidth], can_hide: &dyn Fn(&str) -> bool| loop {
        let gaps = usize::from(GAP_COLUMNS) * shown.len().saturating_sub(1);
        let needed: usize = shown.iter().map(|index| widths[*index].least).sum();
        let hides = |index: &usize| *index > 0 && can_hide(&grid.columns[*index].name);
        match shown.iter().rposition(hides).filter(|_| needed + gaps > room) {
            Some(position) => shown.remove(position),
            None => break needed + gaps <= room,
        };
    };
    for hidden in HIDDEN_FIRST {
        hide(widths, &|name| name == hidden);
    }
    hide(widths, &|name| !NEVER_HIDDEN.contains(&name) && !DATES_AND_STATUS.contains(&name));
    if !hide(widths, &|name| room < MIN_DATES_COLUMNS && DATES_AND_STATUS.contains(&name)) {
        for column in &mut *widths {
            column.least = column.least.min(MIN_TEXT_COLUMNS);
        }
        hide(widths, &|_| true);
    }
    shown
}

/// Returns a cell for comfy-table, its words between marks if they are painted.
fn cell(text: &str, tone: Tone, style: Style) -> comfy_table::Cell {
    let apart = if text.width() == width(text) {
        Cow::Borrowed(text)
    } else {
        text.graphemes(true).collect::<Vec<_>>().join(NON_JOINER).into()
    };
    let start = char::from_u32(PAINT_START + tone as u32).unwrap_or(PAINT_END);
    if !style.color || tone == Tone::Plain {
        return comfy_table::Cell::new_owned(apart.into_owned());
    }
    let words = apart.split(' ').map(|word| match word {
        "" => String::new(),
        _ => format!("{start}{word}{PAINT_END}"),
    });
    comfy_table::Cell::new_owned(words.collect::<Vec<_>>().join(" "))
}

/// Returns a line of comfy-table with its line end, its marks replaced by escape sequences.
fn painted_line(line: &str) -> String {
    let mut painted = String::with_capacity(line.len());
    let mut look = anstyle::Style::new();
    for letter in line.trim_end_matches(' ').chars().chain([PAINT_END]) {
        let tone =
            u32::from(letter).checked_sub(PAINT_START).and_then(|tone| usize::try_from(tone).ok());
        if letter == PAINT_END {
            painted.push_str(&look.render_reset().to_string());
            look = anstyle::Style::new();
        } else if let Some(tone) = tone.and_then(|tone| Tone::ALL_TONES.get(tone)) {
            look = tone.look();
            painted.push_str(&look.to_string());
        } else if !NON_JOINER.starts_with(letter) {
            painted.push(letter);
        }
    }
    painted.push('\n');
    painted
}

#[cfg(test)]
mod tests;
