use crate::render::escape::visible;
use crate::render::measure::width;
use crate::render::row::Shown;
use crate::render::wrap::{hanging, wrap};
use crate::render::{Grid, Row, Style};

/// Returns each row as a block of `name: value` lines of at most `room` columns, with an empty
/// line between the blocks.
pub(super) fn draw(grid: &Grid, style: Style, room: usize) -> String {
    let blocks: Vec<String> = grid.rows.iter().map(|row| block(grid, row, style, room)).collect();
    blocks.join("\n")
}

fn block(grid: &Grid, row: &Row, style: Style, room: usize) -> String {
    let mut lines = Vec::new();
    for (column, cell) in grid.columns.iter().zip(row.cells()) {
        if !cell.text.trim().is_empty() {
            add_field(&mut lines, &visible(&column.name), cell, style, room);
        }
    }
    if lines.is_empty() {
        let name = grid.columns.first().map_or("", |column| &column.name);
        lines = wrap(&format!("{}:", visible(name)), room, room);
    }
    lines.push(String::new());
    lines.join("\n")
}

fn add_field(lines: &mut Vec<String>, name: &str, cell: Shown<'_>, style: Style, room: usize) {
    let mut names = wrap(&format!("{name}:"), room, room);
    let last = names.pop().unwrap_or_default();
    lines.append(&mut names);

    let hanging = hanging(cell.text, room);
    let first = room.saturating_sub(width(&last) + 1);
    let mut values = wrap(cell.text, first, room - hanging).into_iter();
    let beside = values.next().unwrap_or_default();
    let look = cell.tone.look();
    if beside.is_empty() {
        lines.push(last);
    } else {
        lines.push(format!("{last} {}", style.paint(beside.trim_end(), look)));
    }
    lines
        .extend(values.map(|value| {
            format!("{}{}", " ".repeat(hanging), style.paint(value.trim_end(), look))
        }));
}
