use std::collections::VecDeque;

use comfy_table::{CellAlignment, LineStyle, Row, Table, TableStyle};

use super::fit::GAP;
use crate::render::escape::visible;
use crate::render::measure::width;
use crate::render::tone::HEADING;
use crate::render::wrap::wrap_to;
use crate::render::{Grid, Style};

/// A cell of more lines than this is cut.
const LINES: usize = 3;

/// What comfy-table is given in place of text.
///
/// It lays out stand-ins of the width that the text takes on a terminal, so that it need not
/// measure what it would measure otherwise (colour codes, some Arabic pairs), and the text is put
/// where they stood.
const STAND_IN: &str = "x";

/// A piece of text that stands on one line of one column.
struct Piece {
    text: String,
    cells: usize,
    look: anstyle::Style,
}

/// Returns the grid side by side, as many columns as there are `widths`, none wider than its own.
pub(super) fn draw(grid: &Grid, style: Style, widths: &[usize]) -> String {
    let mut pieces = VecDeque::new();
    let mut table = Table::new();
    table.load_style(look(style));

    let names: Vec<_> = grid.columns.iter().map(|column| visible(&column.name)).collect();
    let heads = names.iter().map(|name| (name.as_ref(), HEADING.underline()));
    table.set_header(row(grid, style, widths, heads, &mut pieces));
    for cells in &grid.rows {
        let texts = grid.cells(cells).map(|cell| (cell.text, cell.tone.look()));
        table.add_row(row(grid, style, widths, texts, &mut pieces));
    }
    for (at, column) in table.column_iter_mut().enumerate() {
        let last = at + 1 == widths.len();
        column.set_padding((0, if last { 0 } else { u16::try_from(GAP).unwrap_or(0) }));
    }

    let mut text = String::new();
    for line in table.lines() {
        add_line(&mut text, &line, style, &mut pieces);
    }
    text
}

/// Returns a table without borders, with a rule below the header where that is not underlined.
fn look(style: Style) -> TableStyle {
    let rule = if style.ascii { '-' } else { '─' };
    let look = TableStyle::new();
    if style.color { look } else { look.header_separator(LineStyle::none().fill(rule)) }
}

/// Returns a row of stand-ins, and adds what they stand for to `pieces`, line by line.
fn row<'a>(
    grid: &Grid,
    style: Style,
    widths: &[usize],
    texts: impl Iterator<Item = (&'a str, anstyle::Style)>,
    pieces: &mut VecDeque<Piece>,
) -> Row {
    let mut cells: Vec<VecDeque<Piece>> = Vec::with_capacity(widths.len());
    let mut row = Row::new();
    for ((&limit, column), (text, look)) in widths.iter().zip(&grid.columns).zip(texts) {
        let lines = wrap_to(text, limit, LINES, style.ellipsis());
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        let lines: VecDeque<Piece> = lines.map(|text| Piece::new(text, look)).collect();
        let stand_ins: Vec<_> = lines.iter().map(|piece| STAND_IN.repeat(piece.cells)).collect();
        let side = if column.right { CellAlignment::Right } else { CellAlignment::Left };
        let stand_ins = comfy_table::Cell::new_owned(stand_ins.join("\n"));
        row.add_cell(stand_ins.set_alignment(side));
        cells.push(lines);
    }
    while cells.iter().any(|cell| !cell.is_empty()) {
        pieces.extend(cells.iter_mut().filter_map(VecDeque::pop_front));
    }
    row
}

/// Adds a line of the table to `text`, each stand-in replaced by what it stands for.
fn add_line(text: &mut String, line: &str, style: Style, pieces: &mut VecDeque<Piece>) {
    let mut within = false;
    for letter in line.trim_end().chars() {
        let stand_in = STAND_IN.starts_with(letter);
        if !stand_in {
            text.push(letter);
        } else if !within {
            let Some(piece) = pieces.pop_front() else { continue };
            text.push_str(&style.paint(&piece.text, piece.look));
        }
        within = stand_in;
    }
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
}

impl Piece {
    /// Returns a piece of at least one column: what takes none (a lone combining mark) is given a
    /// blank to stand on.
    fn new(text: String, look: anstyle::Style) -> Self {
        match width(&text) {
            0 => Self { text: format!(" {text}"), cells: 1, look },
            cells => Self { text, cells, look },
        }
    }
}
