//! Tables for a pipe: plain lines, nothing cut.

use super::Grid;
use super::escape::visible;
use super::grid::ShownCell;
use super::style::{Style, Tone};
use super::width::width;

/// The spaces between two columns.
const GAP_COLUMNS: usize = 2;

/// Returns the grid as lines with two spaces between the columns, each with its line end.
pub(super) fn lines(grid: &Grid, style: Style) -> impl Iterator<Item = String> {
    let names: Vec<_> = grid.columns.iter().map(|column| visible(&column.name)).collect();
    let mut widths: Vec<usize> = names.iter().map(|name| width(name)).collect();
    for row in &grid.rows {
        for (widest, cell) in widths.iter_mut().zip(row.cells()) {
            *widest = (*widest).max(cell.width);
        }
    }
    let spaces = " ".repeat(widths.iter().max().unwrap_or(&0) + GAP_COLUMNS);
    let line = move |cells: &mut dyn Iterator<Item = ShownCell<'_>>| {
        let mut line = String::with_capacity(widths.iter().map(|width| width + GAP_COLUMNS).sum());
        for (cell, (column, widest)) in cells.zip(grid.columns.iter().zip(&widths)) {
            let rest = &spaces[..widest.saturating_sub(cell.width)];
            let (before, after) = if column.is_number { (rest, "") } else { ("", rest) };
            line.push_str(before);
            if style.color {
                line.push_str(&style.paint(cell.text, cell.tone));
            } else {
                line.push_str(cell.text);
            }
            line.push_str(after);
            line.push_str(&spaces[..GAP_COLUMNS]);
        }
        line.truncate(line.trim_end_matches(' ').len());
        line.push('\n');
        line
    };
    let mut heading =
        names.iter().map(|name| ShownCell { text: name, width: width(name), tone: Tone::Heading });
    let heading = line(&mut heading);
    std::iter::once(heading).chain(grid.rows.iter().map(move |row| line(&mut grid.cells(row))))
}
