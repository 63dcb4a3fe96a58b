use super::Tone;
use super::escape::visible;
use super::measure::{plain_width, width};

/// Named columns and rows of cells: what every tabular format is made from.
///
/// A row may be short (the rest is empty) or long (the rest is left out). The first column is the one by
/// which a row is called: formats that run out of space keep it whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
}

/// A column: its name and its side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    /// The name, as in the header.
    pub name: String,
    /// Whether the cells stand to the right, as numbers do.
    pub right: bool,
}

/// A cell: its text and how it is to be taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cell {
    /// The text as stored; empty where nothing is known.
    pub text: String,
    /// How the text is to be taken.
    pub tone: Tone,
}

/// The cells of a row, as a person reads them: what a terminal would act on is
/// [made visible](visible).
///
/// Their texts stand in one and are measured once, so that many rows take little memory, and little time
/// when they are laid out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    text: Box<str>,
    extents: Box<[Extent]>,
}

/// How many bytes the texts of most rows have at the most.
const USUAL_ROW: usize = 192;

/// How much of the text of a row is a cell's, how much of a line that takes, and how it is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Extent {
    length: u32,
    width: u32,
    tone: Tone,
}

/// A cell where it stands in its row.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Shown<'r> {
    /// The text.
    pub(super) text: &'r str,
    /// What it takes of a line.
    pub(super) width: usize,
    /// How it is to be taken.
    pub(super) tone: Tone,
}

impl Column {
    /// Returns a column of text.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), right: false }
    }

    /// Returns a column of numbers.
    #[must_use]
    pub fn number(name: impl Into<String>) -> Self {
        Self { name: name.into(), right: true }
    }
}

impl Cell {
    /// Returns a cell without anything to remark.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Tone::Plain }
    }

    /// Returns a cell in `tone`.
    #[must_use]
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
}

impl Grid {
    /// Returns a grid without rows.
    #[must_use]
    pub fn new(columns: Vec<Column>) -> Self {
        Self { columns, rows: Vec::new() }
    }

    /// Returns the cells of `row`, one for each column.
    pub(super) fn cells<'r>(&self, row: &'r Row) -> impl Iterator<Item = Shown<'r>> {
        row.cells().chain(std::iter::repeat(Shown::default())).take(self.columns.len())
    }
}

impl Row {
    /// Returns the cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = Shown<'_>> {
        let mut rest = &*self.text;
        self.extents.iter().map(move |extent| {
            let (text, behind) =
                rest.split_at_checked(extent.length as usize).unwrap_or((rest, ""));
            rest = behind;
            Shown { text, width: extent.width as usize, tone: extent.tone }
        })
    }
}

impl FromIterator<Cell> for Row {
    fn from_iter<I: IntoIterator<Item = Cell>>(cells: I) -> Self {
        let mut text = String::with_capacity(USUAL_ROW);
        let mut add = |cell: Cell| {
            let plain = plain_width(&cell.text);
            let shown = if plain.is_some() { cell.text.into() } else { visible(&cell.text) };
            text.push_str(&shown);
            let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
            let width = plain.unwrap_or_else(|| width(&shown));
            Extent { length: small(shown.len()), width: small(width), tone: cell.tone }
        };
        let extents = cells.into_iter().map(&mut add).collect();
        Self { text: text.into(), extents }
    }
}
