use std::borrow::Cow;

use super::fit::GAP;
use crate::render::escape::visible;
use crate::render::measure::width;
use crate::render::tone::{HEADING, Tone};
use crate::render::{Grid, Style};

/// A cell as it is shown, and the columns that it takes.
type Shown<'a> = (Cow<'a, str>, usize);

/// Returns the grid as plain lines, nothing cut.
pub(super) fn draw(grid: &Grid, style: Style) -> String {
    let names = measured(grid.columns.iter().map(|column| column.name.as_str()));
    let rows: Vec<_> = grid.rows.iter().map(|row| measured(grid.texts(row))).collect();
    let mut widths: Vec<usize> = names.iter().map(|&(_, cells)| cells).collect();
    for row in &rows {
        for (most, &(_, cells)) in widths.iter_mut().zip(row) {
            *most = (*most).max(cells);
        }
    }

    let mut text = String::new();
    add_row(&mut text, grid, style, &widths, names.iter().map(|name| (name, HEADING)));
    for (row, cells) in rows.iter().zip(&grid.rows) {
        let tones = cells.iter().map(|cell| cell.tone).chain(std::iter::repeat(Tone::Plain));
        add_row(&mut text, grid, style, &widths, row.iter().zip(tones.map(Tone::look)));
    }
    text
}

fn add_row<'a>(
    text: &mut String,
    grid: &Grid,
    style: Style,
    widths: &[usize],
    cells: impl Iterator<Item = (&'a Shown<'a>, anstyle::Style)>,
) {
    let mut due = 0;
    for (((shown, cells), look), (column, width)) in cells.zip(grid.columns.iter().zip(widths)) {
        let spare = width.saturating_sub(*cells);
        let (before, after) = if column.right { (spare, 0) } else { (0, spare) };
        text.extend(std::iter::repeat_n(' ', due + before));
        text.push_str(&style.paint(shown, look));
        due = after + GAP;
    }
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
}

fn measured<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Shown<'a>> {
    let shown = texts.map(visible);
    shown.map(|shown| (width(&shown), shown)).map(|(cells, shown)| (shown, cells)).collect()
}
