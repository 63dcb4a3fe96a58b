use super::fit::GAP;
use crate::render::escape::visible;
use crate::render::measure::width;
use crate::render::tone::{HEADING, Tone};
use crate::render::{Grid, Style};

/// Returns the grid as plain lines, nothing cut.
pub(super) fn lines(grid: &Grid, style: Style) -> impl Iterator<Item = String> {
    let names = || grid.columns.iter().map(|column| column.name.as_str());
    let mut widths: Vec<usize> = names().map(|name| width(&visible(name))).collect();
    for row in &grid.rows {
        for (most, text) in widths.iter_mut().zip(grid.texts(row)) {
            *most = (*most).max(width(&visible(text)));
        }
    }
    let heading = line(grid, style, &widths, names().map(|name| (name, HEADING)));
    let rows = grid.rows.iter().map(move |row| {
        let tones = row.iter().map(|cell| cell.tone).chain(std::iter::repeat(Tone::Plain));
        line(grid, style, &widths, grid.texts(row).zip(tones.map(Tone::look)))
    });
    std::iter::once(heading).chain(rows)
}

fn line<'a>(
    grid: &Grid,
    style: Style,
    widths: &[usize],
    cells: impl Iterator<Item = (&'a str, anstyle::Style)>,
) -> String {
    let mut line = String::new();
    let mut due = 0;
    for ((text, look), (column, most)) in cells.zip(grid.columns.iter().zip(widths)) {
        let shown = visible(text);
        let spare = most.saturating_sub(width(&shown));
        let (before, after) = if column.right { (spare, 0) } else { (0, spare) };
        line.extend(std::iter::repeat_n(' ', due + before));
        line.push_str(&style.paint(&shown, look));
        due = after + GAP;
    }
    line.truncate(line.trim_end_matches(' ').len());
    line.push('\n');
    line
}
