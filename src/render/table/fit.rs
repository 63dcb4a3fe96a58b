//! Which columns a table shows on a terminal, and how wide those are whose cells are cut.

use crate::render::escape::visible;
use crate::render::width::width;
use crate::render::{Grid, GridColumn};
use crate::report::findings::COMMAND_COLUMN;

/// The spaces between two columns.
pub(super) const GAP_COLUMNS: usize = 2;

/// From this width on, the columns that a list keeps are never hidden.
const MIN_KEPT_COLUMNS: usize = 80;

/// A text is shortened to no less than this.
const MIN_CUT_COLUMNS: usize = 12;

/// An id is shortened to no less than this if another column can be hidden.
const MIN_ID_COLUMNS: usize = 16;

/// Texts that say little if they are short: the width down to which they are shortened before another column
/// is hidden, and the width down to which they are shortened before they are hidden themselves.
const LONG_TEXTS: [(&str, usize, usize); 6] = [
    ("name", 24, 20),
    ("contact", 24, MIN_CUT_COLUMNS),
    ("title", 24, MIN_CUT_COLUMNS),
    ("partners", 20, MIN_CUT_COLUMNS),
    ("message", 54, 30),
    (COMMAND_COLUMN, 36, 36),
];

/// A text that needs more columns than this gets a second part of the room.
const PART_COLUMNS: usize = 30;

/// The columns of ids. They are shortened only if the row does not fit otherwise.
const ID_COLUMNS: [&str; 3] = ["id", "agreement", "under"];

/// If ids must be shortened, this part of them (of four) is still shown whole if there is room.
const WHOLE_IDS_OF_FOUR: usize = 3;

/// A column that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ShownColumn {
    /// Its index in the grid.
    pub(super) index: usize,
    /// How wide it is.
    pub(super) fit: ColumnFit,
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnFit {
    /// As wide as its longest cell.
    Whole,
    /// At most this wide; longer ids are cut.
    Ids(usize),
    /// At least this wide, and as wide as the other columns allow; longer texts are cut.
    Text(usize),
}

/// The columns that are shown, and the names of those that are hidden although they have values.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TableFit<'g> {
    /// The columns, from left to right.
    pub(super) shown: Vec<ShownColumn>,
    /// The names of the hidden columns.
    pub(super) hidden: Vec<&'g str>,
}

/// The widths of a column.
struct Measured {
    kind: ColumnKind,
    /// The width of its longest cell, or of its name.
    full: usize,
    /// The width of its name.
    name: usize,
    /// The widths of its ids.
    ids: Vec<usize>,
    is_empty: bool,
}

/// What may be done to a column if there is too little room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ColumnKind {
    Whole,
    Id,
    /// Cut to no less than `enough`, or to no less than `least` before it is hidden.
    Text {
        enough: usize,
        least: usize,
    },
}

/// How far texts and ids are shortened before the next column is hidden.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Limits {
    cuts_texts_to_least: bool,
    /// No other column can be hidden.
    is_last: bool,
}

impl ColumnKind {
    /// Returns how many parts a text of this kind gets if room is short; an id gets one.
    fn parts(self) -> usize {
        match self {
            Self::Text { enough, .. } => enough.div_ceil(PART_COLUMNS),
            _ => 1,
        }
    }

    /// Returns true if a text of this kind is shortened further before it is hidden.
    fn can_be_less(self) -> bool {
        matches!(self, Self::Text { enough, least } if least < enough)
    }
}

/// How far columns may be shortened.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Shortening {
    cuts_ids: bool,
    hides_kept: bool,
}

impl TableFit<'_> {
    /// Returns what is shown of the grid on `room` columns.
    ///
    /// If not all fits: columns without a value are hidden, texts are shortened, columns are hidden in the
    /// order that the grid names, then from the right, and texts and ids are shortened further.
    pub(super) fn new(grid: &Grid, room: usize) -> TableFit<'_> {
        let columns = measure(grid);
        let mut all: Vec<usize> = (0..columns.len()).collect();
        let natural = |shown: &[usize]| {
            shown.iter().map(|index| columns[*index].full).sum::<usize>() + gaps(shown)
        };
        if natural(&all) > room {
            all.retain(|index| *index == 0 || !columns[*index].is_empty);
        }
        let shown = if natural(&all) <= room {
            whole(&all)
        } else {
            let steps = [(false, false), (true, false), (true, true)];
            let fitted = steps.into_iter().find_map(|(cuts_ids, hides_kept)| {
                shortened(grid, &columns, &all, room, Shortening { cuts_ids, hides_kept })
            });
            // One column that is still too wide is cut.
            fitted.unwrap_or_else(|| vec![ShownColumn { index: 0, fit: ColumnFit::Text(1) }])
        };
        let is_hidden = |index: &usize| {
            !columns[*index].is_empty && shown.iter().all(|column| column.index != *index)
        };
        let hidden = (0..columns.len()).filter(is_hidden);
        let hidden = hidden.map(|index| grid.columns[index].name.as_str()).collect();
        TableFit { shown, hidden }
    }
}

fn gaps(shown: &[usize]) -> usize {
    GAP_COLUMNS * shown.len().saturating_sub(1)
}

fn whole(shown: &[usize]) -> Vec<ShownColumn> {
    shown.iter().map(|index| ShownColumn { index: *index, fit: ColumnFit::Whole }).collect()
}

/// Returns the widths of all columns.
fn measure(grid: &Grid) -> Vec<Measured> {
    let measured = |column: &GridColumn| {
        let name = width(&visible(&column.name)).max(1);
        // What is hidden before all others is not worth more room than theirs.
        let kind = match kind(column) {
            ColumnKind::Text { enough, .. }
                if grid.hidden_first.first() == Some(&&*column.name) =>
            {
                ColumnKind::Text { enough, least: enough }
            }
            kind => kind,
        };
        Measured { kind, full: name, name, ids: Vec::new(), is_empty: true }
    };
    let mut columns: Vec<Measured> = grid.columns.iter().map(measured).collect();
    for row in &grid.rows {
        for (column, cell) in columns.iter_mut().zip(row.cells()) {
            column.full = column.full.max(cell.width);
            column.is_empty &= cell.text.is_empty();
            if column.kind == ColumnKind::Id {
                column.ids.push(cell.width);
            }
        }
    }
    columns
}

/// Returns true if the cells of the column are ids.
pub(super) fn has_ids(column: &GridColumn) -> bool {
    ID_COLUMNS.contains(&column.name.as_str())
}

fn kind(column: &GridColumn) -> ColumnKind {
    let name = column.name.as_str();
    if has_ids(column) {
        return ColumnKind::Id;
    }
    if column.is_number {
        return ColumnKind::Whole;
    }
    let long = LONG_TEXTS.iter().find(|(long, ..)| *long == name);
    let (enough, least) =
        long.map_or((MIN_CUT_COLUMNS, MIN_CUT_COLUMNS), |(_, enough, least)| (*enough, *least));
    ColumnKind::Text { enough, least }
}

/// Returns the columns that fit if they are shortened in this way; `None` if no selection does.
fn shortened(
    grid: &Grid,
    columns: &[Measured],
    all: &[usize],
    room: usize,
    how: Shortening,
) -> Option<Vec<ShownColumn>> {
    let mut shown = all.to_vec();
    loop {
        let next = next_hidden(grid, &shown, room, how.hides_kept);
        let is_last_way = next.is_none_or(|position| columns[shown[position]].kind.can_be_less());
        let fit = |cuts_texts_to_least| {
            let is_last = next.is_none();
            fitted(columns, &shown, room, how, Limits { cuts_texts_to_least, is_last })
        };
        let fitted = fit(false).or_else(|| fit(true).filter(|_| is_last_way));
        if fitted.is_some() {
            return fitted;
        }
        shown.remove(next?);
    }
}

/// Returns the position of the next column to hide.
fn next_hidden(grid: &Grid, shown: &[usize], room: usize, hides_kept: bool) -> Option<usize> {
    let name = |position: usize| grid.columns[shown[position]].name.as_str();
    let is_first = |name: &str| grid.hidden_first.contains(&name);
    let can_hide = |position: &usize| {
        let is_kept = grid.kept.contains(&name(*position))
            && (room >= MIN_KEPT_COLUMNS || !is_first(name(*position)));
        hides_kept || !is_kept
    };
    let mut first = grid.hidden_first.iter();
    first
        .find_map(|hidden| (1..shown.len()).filter(can_hide).find(|index| name(*index) == *hidden))
        .or_else(|| (1..shown.len()).rev().find(can_hide))
}

/// Returns the columns with their widths if they fit when shortened in this way.
fn fitted(
    columns: &[Measured],
    shown: &[usize],
    room: usize,
    Shortening { cuts_ids, hides_kept }: Shortening,
    Limits { cuts_texts_to_least, is_last }: Limits,
) -> Option<Vec<ShownColumn>> {
    let least_id = if hides_kept { MIN_CUT_COLUMNS } else { MIN_ID_COLUMNS };
    let room = room.checked_sub(gaps(shown))?;
    let least = |column: &Measured| match column.kind {
        ColumnKind::Text { enough, least } => {
            let least = if cuts_texts_to_least { least } else { enough };
            column.full.min(least.max(column.name))
        }
        ColumnKind::Whole | ColumnKind::Id => column.full,
    };
    let shown = || shown.iter().map(|index| (*index, &columns[*index]));
    let sum = |of: &dyn Fn(&Measured) -> bool, width: &dyn Fn(&Measured) -> usize| {
        shown().map(|(_, column)| column).filter(|column| of(column)).map(width).sum::<usize>()
    };
    let is_id = |column: &Measured| column.kind == ColumnKind::Id;
    let fixed = sum(&|column| !is_id(column) && !is_shortened(column), &|column| column.full);
    let others = sum(&|column| !is_id(column), &least);
    let ids = shown().filter(|(_, column)| is_id(column)).count();
    // Ids get as much room as each text, or less if most of them are short, or more if texts leave room.
    let texts = shown().filter(|(_, column)| is_shortened(column));
    let texts: usize = texts.map(|(_, column)| column.kind.parts()).sum();
    let share = room.saturating_sub(fixed) / (ids + texts).max(1);
    let unused = room.saturating_sub(sum(&|column| !is_id(column), &|column| column.full));
    let id_width = |column: &Measured| {
        if !cuts_ids {
            return column.full;
        }
        let left = if is_last { room.saturating_sub(others) / ids.max(1) } else { share };
        let most = most(&column.ids);
        let least = least_id.min(most).max(MIN_CUT_COLUMNS).max(column.name);
        column.full.min(most.min(share).min(left).max(unused / ids.max(1)).max(least))
    };
    if others + sum(&is_id, &id_width) > room {
        return None;
    }
    let fit = |column: &Measured| match column.kind {
        ColumnKind::Id if id_width(column) < column.full => ColumnFit::Ids(id_width(column)),
        ColumnKind::Text { .. } if least(column) < column.full => ColumnFit::Text(least(column)),
        _ => ColumnFit::Whole,
    };
    Some(shown().map(|(index, column)| ShownColumn { index, fit: fit(column) }).collect())
}

/// Returns true if the cells of the column are longer than the shortest to which texts are cut.
fn is_shortened(column: &Measured) -> bool {
    matches!(column.kind, ColumnKind::Text { .. }) && column.full > MIN_CUT_COLUMNS.max(column.name)
}

/// Returns the width that most of the ids do not exceed, or that of an id that is only a little longer.
fn most(ids: &[usize]) -> usize {
    let mut ids = ids.to_vec();
    let index = (ids.len() * WHOLE_IDS_OF_FOUR).div_ceil(4).saturating_sub(1);
    if ids.is_empty() {
        return 0;
    }
    let most = *ids.select_nth_unstable(index).1;
    let longest = ids.into_iter().filter(|id| *id <= most + most / 2).max();
    longest.unwrap_or(most)
}
