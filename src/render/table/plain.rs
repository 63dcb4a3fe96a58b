use super::fit::GAP;
use crate::render::escape::visible;
use crate::render::measure::width;
use crate::render::row::Shown;
use crate::render::tone::{HEADING, Tone};
use crate::render::{Grid, Style};

/// Some blanks, of which a line has many.
const BLANKS: &str = "                                                                ";

/// Returns the grid as plain lines, nothing cut.
pub(super) fn lines(grid: &Grid, style: Style) -> impl Iterator<Item = String> {
    let names: Vec<_> = grid.columns.iter().map(|column| visible(&column.name)).collect();
    let mut widths: Vec<usize> = names.iter().map(|name| width(name)).collect();
    for row in &grid.rows {
        for (most, cell) in widths.iter_mut().zip(row.cells()) {
            *most = (*most).max(cell.width);
        }
    }
    let heads = names
        .iter()
        .map(|name| (Shown { text: name, width: width(name), tone: Tone::Plain }, HEADING));
    let heading = line(grid, style, &widths, heads);
    let rows = grid.rows.iter().map(move |row| {
        line(grid, style, &widths, grid.cells(row).map(|cell| (cell, cell.tone.look())))
    });
    std::iter::once(heading).chain(rows)
}

fn line<'a>(
    grid: &Grid,
    style: Style,
    widths: &[usize],
    cells: impl Iterator<Item = (Shown<'a>, anstyle::Style)>,
) -> String {
    let mut line = String::with_capacity(widths.iter().map(|width| width + GAP).sum());
    let mut due = 0;
    for ((cell, look), (column, most)) in cells.zip(grid.columns.iter().zip(widths)) {
        let spare = most.saturating_sub(cell.width);
        let (before, after) = if column.right { (spare, 0) } else { (0, spare) };
        add_blanks(&mut line, due + before);
        if style.color {
            line.push_str(&style.paint(cell.text, look));
        } else {
            line.push_str(cell.text);
        }
        due = after + GAP;
    }
    line.truncate(line.trim_end_matches(' ').len());
    line.push('\n');
    line
}

fn add_blanks(line: &mut String, count: usize) {
    let mut left = count;
    while left > 0 {
        let some = BLANKS.get(..left).unwrap_or(BLANKS);
        line.push_str(some);
        left -= some.len();
    }
}
