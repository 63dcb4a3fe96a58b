use crate::render::Grid;
use crate::render::escape::visible;
use crate::render::measure::width;

/// The blanks between two columns.
pub(super) const GAP: usize = 2;

/// On fewer columns than this, a table is one field a line.
const NARROW: usize = 40;

/// The first column must leave this much to the others, if they need as much.
const BESIDE_FIRST: usize = 20;

/// On fewer columns than this, columns are dropped rather than words broken.
const ROOMY: usize = 60;

/// Text is given at least this much, if it needs as much.
const TEXT: usize = 10;

/// A word up to this length is broken only for want of room.
const WORD: usize = 16;

/// A name of a column up to this length is not broken.
const NAME: usize = 20;

/// An id up to this length is not broken outside the first column.
const ID: usize = 40;

/// How a grid stands on a terminal.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Side by side: the widths of the columns that are kept.
    Columns(Vec<usize>),
    /// Each row a block of lines.
    Blocks,
}

/// What a column needs at least, to break no word, and to break no line.
#[derive(Debug, Clone, Copy)]
struct Need {
    least: usize,
    words: usize,
    lines: usize,
}

impl Fit {
    /// Returns how `grid` stands on a terminal of `room` columns.
    pub(super) fn of(grid: &Grid, room: usize) -> Self {
        if room < NARROW {
            return Self::Blocks;
        }
        let needs = needs(grid);
        let Some((first, others)) = needs.split_first() else { return Self::Blocks };
        let beside: usize = others.iter().map(|need| need.lines + GAP).sum();
        if first.lines + beside.min(BESIDE_FIRST) > room {
            return Self::Blocks;
        }
        let mut used = 0;
        let kept = needs.iter().take_while(|need| {
            used += if room < ROOMY { need.words } else { need.least };
            used += GAP;
            used <= room + GAP
        });
        let kept: Vec<Need> = kept.copied().collect();
        if kept.len() < needs.len().min(2) {
            return Self::Blocks;
        }
        Self::Columns(share(&kept, room))
    }
}

/// Returns what each column needs: the first all it would like, the others what text needs to be
/// read and what keeps ids, dates and the name whole.
fn needs(grid: &Grid) -> Vec<Need> {
    let mut needs: Vec<Need> = grid
        .columns
        .iter()
        .map(|column| {
            let name = width(&visible(&column.name)).max(1);
            Need { least: name.min(NAME), words: name.min(NAME), lines: name }
        })
        .collect();
    for row in &grid.rows {
        for (need, cell) in needs.iter_mut().zip(row.cells()) {
            if cell.width > need.least {
                let id = longest(cell.text, is_id).min(ID);
                let word = longest(cell.text, str::is_ascii).min(WORD);
                need.least = need.least.max(cell.width.min(TEXT)).max(id);
                need.words = need.words.max(need.least).max(word);
            }
            need.lines = need.lines.max(cell.width);
        }
    }
    if let Some(first) = needs.first_mut() {
        (first.least, first.words) = (first.lines, first.lines);
    }
    needs
}

/// Returns the length of the longest of those words of `text` that are meant, with what stands
/// behind it.
fn longest(text: &str, is_meant: impl Fn(&str) -> bool) -> usize {
    text.split(' ')
        .filter(|word| is_meant(word.trim_end_matches([',', ';'])))
        .map(width)
        .max()
        .unwrap_or(0)
}

/// Returns whether `word` is an id, a date or a flag: lower-case letters and digits joined by
/// hyphens, or by the slash of an activity's id.
fn is_id(word: &str) -> bool {
    word.contains(['-', '/'])
        && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'/'))
}

/// Returns widths that take no more than `room` together.
///
/// What is left above the least goes, column by column, to the narrowest of those with broken
/// words, then to the narrowest of those with broken lines.
fn share(needs: &[Need], room: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = needs.iter().map(|need| need.least).collect();
    let gaps = GAP * needs.len().saturating_sub(1);
    let used = widths.iter().sum::<usize>() + gaps;
    for _ in used..room {
        let wanting = widths.iter_mut().zip(needs).filter(|(width, need)| **width < need.lines);
        let next = wanting.min_by_key(|(width, need)| (**width >= need.words, **width));
        let Some((width, _)) = next else { break };
        *width += 1;
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_dates_are_told_from_text() {
        let cases = [
            ("gds-govtech-2022", 16),
            ("gds-govtech-2022/3", 18),
            ("2022-07-04", 10),
            ("a-1; b-22", 4),
            ("notice-missed, dormant", 14),
            ("Memorandum of Understanding", 0),
            ("Asia-Pacific", 0),
            ("", 0),
        ];
        for (text, length) in cases {
            assert_eq!(longest(text, is_id), length, "{text:?}");
        }
    }

    #[test]
    fn what_is_left_goes_to_the_narrowest_with_broken_words_first() {
        let need = |least, words, lines| Need { least, words, lines };
        let cases: [(&[Need], usize, &[usize]); 5] = [
            (&[need(5, 5, 5), need(10, 10, 30), need(10, 10, 12)], 40, &[5, 19, 12]),
            (&[need(5, 5, 5), need(10, 10, 30), need(10, 10, 30)], 40, &[5, 16, 15]),
            (&[need(5, 5, 5), need(10, 14, 30), need(10, 10, 30)], 34, &[5, 14, 11]),
            (&[need(5, 5, 5), need(5, 5, 5)], 80, &[5, 5]),
            (&[need(38, 38, 38)], 40, &[38]),
        ];
        for (needs, room, widths) in cases {
            assert_eq!(share(needs, room), widths, "{needs:?} in {room}");
        }
    }
}
