//! The lines of the pages of a PDF, which knows only characters and their places.

use pdf_extract::{MediaBox, OutputDev, OutputError, Transform};
use unicode_normalization::UnicodeNormalization;

/// A gap between two characters that divides words, in sizes of the font, beyond the usual gap in the line.
const MIN_WORD_GAP: f64 = 0.17;

/// A gap between two words that may divide columns, in sizes of the font.
const MIN_COLUMN_GAP: f64 = 1.5;

/// From this number of blanks between two words on, they were typed to divide columns, if a line near has as many.
const MIN_TYPED_BLANKS: usize = 3;

/// A gap that divides columns is wider than the other gaps of its line by this factor.
const MIN_COLUMN_RATIO: f64 = 2.5;

/// The blanks that are written between columns at least, so that the reader of plain text finds the gap.
const MIN_COLUMN_BLANKS: usize = 6;

/// The width of a blank between columns, in sizes of the font: less than that of most letters, so that columns which
/// start at the same place are written below each other.
const BLANK_WIDTH: f64 = 0.35;

/// How far a raised or lowered character may be from its line, in sizes of the font.
const MAX_SHIFT: f64 = 0.45;

/// How far to the left of the one before it a character may start in a line, in sizes of the font. Where the one before
/// it ends does not count: not every font says rightly how wide its characters are.
const MAX_BACKWARD: f64 = 0.1;

/// The columns of two lines start or have their middle at the same place up to this, in sizes of the font.
const MAX_COLUMN_SHIFT: f64 = 1.5;

/// A gap that divides columns of a line for itself alone, in sizes of the font.
const MIN_LONE_COLUMN_GAP: f64 = 6.0;

/// A line of a page. Lengths are in points; `top` grows downwards.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PageLine {
    /// Its text; many blanks divide columns.
    pub(super) text: String,
    /// Where it starts and ends.
    pub(super) left: f64,
    pub(super) right: f64,
    /// The base of its letters.
    pub(super) top: f64,
    /// The size of its font.
    pub(super) size: f64,
    /// Where its first word ends; `None` while it has only one.
    pub(super) first_word_right: Option<f64>,
    /// True if it has several columns.
    pub(super) has_columns: bool,
    /// True for a piece of a row with many blanks before it.
    pub(super) has_blanks_before: bool,
}

/// A character, or a few that are one sign.
#[derive(Debug, Clone, PartialEq)]
struct Glyph {
    text: String,
    left: f64,
    right: f64,
    top: f64,
    size: f64,
}

/// The direction of writing, in quarters of a turn; a page may lie on its side.
type Quarter = usize;

/// The characters of a PDF, as the library finds them.
#[derive(Debug, Default)]
pub(super) struct PageReader {
    pages: Vec<Vec<(Quarter, Glyph)>>,
}

impl PageReader {
    /// Returns the lines of each page, in the order in which the PDF has them. Text that runs in another direction than
    /// most of its page is left out: a stamp in the margin, a word across the page.
    pub(super) fn into_lines(self) -> Vec<Vec<PageLine>> {
        self.pages.into_iter().map(page_lines).collect()
    }
}

impl OutputDev for PageReader {
    fn begin_page(
        &mut self,
        _: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.pages.push(Vec::new());
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        let (along_x, along_y) = (place.m11 * font_size, place.m12 * font_size);
        let size = (place.m21 * font_size).hypot(place.m22 * font_size);
        let width = width * along_x.hypot(along_y);
        let (x, y) = (place.m31, place.m32);
        let quarter = match (along_x, along_y) {
            (x, y) if x > 10.0 * y.abs() => 0,
            (x, y) if y > 10.0 * x.abs() => 1,
            (x, y) if -x > 10.0 * y.abs() => 2,
            (x, y) if -y > 10.0 * x.abs() => 3,
            _ => return Ok(()), // askew, or without any size
        };
        let (left, top) = [(x, -y), (y, x), (-x, y), (-y, -x)][quarter];
        let is_finite = [left, top, width, size].iter().all(|length| length.is_finite());
        if let Some(page) = self.pages.last_mut().filter(|_| is_finite && size > 0.0) {
            let glyph = Glyph { text: spelled(text), left, right: left + width, top, size };
            page.push((quarter, glyph));
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// Returns a sign as letters: one sign may be several of them, such as `ﬁ`.
fn spelled(text: &str) -> String {
    let is_ligature = |letter: char| ('\u{fb00}'..='\u{fb06}').contains(&letter);
    if text.contains(is_ligature) { text.nfkc().collect() } else { text.to_owned() }
}

fn page_lines(glyphs: Vec<(Quarter, Glyph)>) -> Vec<PageLine> {
    let mut counts = [0_usize; 4];
    for (quarter, _) in &glyphs {
        counts[*quarter] += 1;
    }
    let main = (0..4).rev().max_by_key(|quarter| counts[*quarter]).unwrap_or_default();
    let mut rows = Vec::new();
    let mut row: Vec<Glyph> = Vec::new();
    for (_, glyph) in glyphs.into_iter().filter(|(quarter, _)| *quarter == main) {
        let follows = row.last().zip(row.first()).is_none_or(|(last, first)| {
            let size = first.size.max(glyph.size);
            (glyph.top - first.top).abs() < MAX_SHIFT * size
                && glyph.left > last.left - MAX_BACKWARD * size
        });
        if !follows {
            rows.extend(cells_of(&row));
            row.clear();
        }
        row.push(glyph);
    }
    rows.extend(cells_of(&row));
    let has_columns: Vec<bool> = (0..rows.len()).map(|index| has_columns(&rows, index)).collect();
    rows.iter().zip(has_columns).map(|(row, has_columns)| line_of(row, has_columns)).collect()
}

/// Returns a row of characters as one piece, or as several if wide gaps divide it; none if all are blanks.
fn cells_of(glyphs: &[Glyph]) -> Option<Vec<PageLine>> {
    let is_blank =
        |glyph: &Glyph| glyph.text.chars().all(|it| it.is_whitespace() || it.is_control());
    // Each character that is seen, with the gap before it and the number of blanks in the gap.
    let mut seen: Vec<(&Glyph, f64, usize)> = Vec::with_capacity(glyphs.len());
    let mut blanks = 0;
    for glyph in glyphs {
        if is_blank(glyph) {
            blanks += 1;
            continue;
        }
        let gap = seen.last().map_or(0.0, |(before, ..)| glyph.left - before.right);
        seen.push((glyph, gap, std::mem::take(&mut blanks)));
    }
    let (first, rest) = seen.split_first()?;
    let size = seen.iter().map(|(glyph, ..)| glyph.size).fold(0.0, f64::max);
    let letter_gaps = rest.iter().filter(|(.., blanks)| *blanks == 0).map(|(_, gap, _)| *gap);
    // The letters of a heading may be set apart.
    let letter_gap = median(letter_gaps).unwrap_or_default().max(0.0);
    let is_word_end = |gap: f64, blanks| blanks > 0 || gap > letter_gap + MIN_WORD_GAP * size;
    let word_gaps: Vec<f64> = rest
        .iter()
        .filter(|(_, gap, blanks)| is_word_end(*gap, *blanks))
        .map(|(_, gap, _)| *gap)
        .collect();
    // The blanks of a line that fills its column may all be wide.
    let usual = if word_gaps.len() > 1 { median(word_gaps.into_iter()) } else { None };
    let column_gap = (usual.unwrap_or_default() * MIN_COLUMN_RATIO).max(MIN_COLUMN_GAP * size);
    let start = |glyph: &Glyph| PageLine {
        text: glyph.text.clone(),
        left: glyph.left,
        right: glyph.right,
        top: glyph.top,
        size,
        ..PageLine::default()
    };
    let mut cells = vec![start(first.0)];
    for (glyph, gap, blanks) in rest {
        let Some(cell) = cells.last_mut() else { break };
        if is_word_end(*gap, *blanks) {
            cell.first_word_right.get_or_insert(cell.right);
            let is_number = cell.text.chars().count() <= 4; // a list: `a)    item`
            let has_blanks_before = *blanks >= MIN_TYPED_BLANKS;
            if (*gap > column_gap || has_blanks_before) && !is_number {
                cells.push(PageLine { has_blanks_before, ..start(glyph) });
                continue;
            }
            cell.text.push(' ');
        }
        cell.text.push_str(&glyph.text);
        cell.right = glyph.right;
    }
    Some(cells)
}

/// Returns true if the pieces of a row are columns: the gaps are very wide, or a row near has the same columns. In a line
/// of few words that fills its column, the words are far apart too.
fn has_columns(rows: &[Vec<PageLine>], index: usize) -> bool {
    let row = &rows[index];
    let is_lone = |pair: &[PageLine]| {
        pair[1].left - pair[0].right > MIN_LONE_COLUMN_GAP * pair[0].size.max(pair[1].size)
    };
    let is_alike = |near: Option<&Vec<PageLine>>| {
        let Some(near) = near.filter(|near| near.len() > 1) else { return false };
        let shift = MAX_COLUMN_SHIFT * row[0].size;
        let is_below = |cell: &PageLine, other: &PageLine| {
            (cell.has_blanks_before && other.has_blanks_before)
                || (cell.left - other.left).abs() < shift
                || (cell.left + cell.right - other.left - other.right).abs() < 2.0 * shift
        };
        row.iter().skip(1).all(|cell| near.iter().skip(1).any(|other| is_below(cell, other)))
    };
    row.len() > 1
        && (row.windows(2).all(is_lone)
            || is_alike(index.checked_sub(1).and_then(|before| rows.get(before)))
            || is_alike(rows.get(index + 1)))
}

/// Returns the line of a row. Many blanks divide its pieces if they are columns.
fn line_of(row: &[PageLine], has_columns: bool) -> PageLine {
    let mut pieces = row.iter();
    let mut line = pieces.next().cloned().unwrap_or_default();
    line.first_word_right.get_or_insert(line.right);
    line.has_columns = has_columns;
    for piece in pieces {
        if has_columns {
            let length = line.text.chars().count();
            let blanks = blanks_between(piece.left - line.left, line.size).saturating_sub(length);
            line.text.extend(std::iter::repeat_n(' ', blanks.max(MIN_COLUMN_BLANKS)));
        } else {
            line.text.push(' ');
        }
        line.text.push_str(&piece.text);
        line.right = piece.right;
    }
    line
}

/// Returns how many blanks are as wide as this.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the cast of a float ends at the limits of the type"
)]
fn blanks_between(width: f64, size: f64) -> usize {
    // A page has no more, whatever the place of a character.
    ((width / (BLANK_WIDTH * size)) as usize).min(400)
}

fn median(lengths: impl Iterator<Item = f64>) -> Option<f64> {
    let mut lengths: Vec<f64> = lengths.collect();
    lengths.sort_by(f64::total_cmp);
    lengths.get(lengths.len() / 2).copied()
}
