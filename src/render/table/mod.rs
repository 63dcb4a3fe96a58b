//! Tables for people: fitted to a terminal, or plain where they go to a pipe.

mod blocks;
mod columns;
mod fit;
mod plain;

use fit::Fit;

use super::{Grid, Style};

/// Returns the grid as a table for people; an empty grid as nothing. See [`lines`].
#[must_use]
pub fn draw(grid: &Grid, style: Style) -> String {
    lines(grid, style).collect()
}

/// Returns the lines of the grid as a table for people, each with its end, or several in one text; of an
/// empty grid none.
///
/// Control characters are made visible, wide characters are measured as a terminal shows them.
///
/// Piped (no width), it is plain: two blanks between the columns, a header, no borders, nothing
/// cut, no blanks at the end of a line; the same bytes whatever the environment.
///
/// On a terminal no line is wider than its width:
///
/// * columns are dropped from the right until the rest fit decently; long cells are wrapped
///   between words over up to three lines, and cut with `…` after that (below sixty columns,
///   columns are dropped rather than words broken);
/// * the first column is never dropped, broken or cut, and ids and dates in the others are not
///   broken either (but for ids of more than forty letters);
/// * on less than forty columns, or where the first column leaves no room for others, every row is
///   a block of `name: value` lines that leaves out what is empty.
#[must_use]
pub fn lines(grid: &Grid, style: Style) -> Box<dyn Iterator<Item = String> + '_> {
    if grid.rows.is_empty() || grid.columns.is_empty() {
        return Box::new(std::iter::empty());
    }
    let Some(width) = style.columns() else { return Box::new(plain::lines(grid, style)) };
    Box::new(std::iter::once(match Fit::of(grid, width) {
        Fit::Columns(widths) => columns::draw(grid, style, &widths),
        Fit::Blocks => blocks::draw(grid, style, width),
    }))
}

/// Returns the names of the columns that [`lines`] leaves out for want of room.
#[must_use]
pub fn left_out(grid: &Grid, style: Style) -> Vec<&str> {
    let Some(width) = style.columns() else { return Vec::new() };
    let kept = match Fit::of(grid, width) {
        Fit::Columns(widths) => widths.len(),
        Fit::Blocks => grid.columns.len(),
    };
    grid.columns.iter().skip(kept).map(|column| column.name.as_str()).collect()
}

#[cfg(test)]
mod tests;
