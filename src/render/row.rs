//! A row of cells in little memory.

use std::borrow::Cow;

use super::escape::visible;
use super::width::{plain_width, width};
use super::{Cell, Tone};

/// The cells of a row, as a person reads them: what a terminal would act on is
/// [made visible](visible).
///
/// They stand in one text and are measured once, so that many rows take little memory, and little time
/// when they are laid out. Before each stand three numbers: how many bytes it has, how much of a line it
/// takes, and its tone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row(Box<str>);

/// How many bytes most rows have at the most.
const USUAL: usize = 224;

/// The last of the letters that stand for numbers: it stands for this one, and for the next to be added.
const MOST: u32 = 0xd7ff;

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

impl Row {
    /// Returns the cells as one text, from which they are [unpacked](Self::unpacked).
    #[must_use]
    pub fn packed(self) -> Box<str> {
        self.0
    }

    /// Returns the cells that were [packed](Self::packed); of another text, what can be read of it so.
    #[must_use]
    pub fn unpacked(text: Box<str>) -> Self {
        Self(text)
    }

    /// Returns the cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = Shown<'_>> {
        let mut rest = &*self.0;
        std::iter::from_fn(move || {
            let length = number(&mut rest)?;
            let width = number(&mut rest)?;
            let tone = Tone::ALL.get(number(&mut rest)?).copied()?;
            let (text, behind) = rest.split_at_checked(length)?;
            rest = behind;
            Some(Shown { text, width, tone })
        })
    }
}

impl<'t> FromIterator<Cell<'t>> for Row {
    fn from_iter<I: IntoIterator<Item = Cell<'t>>>(cells: I) -> Self {
        let mut row = String::with_capacity(USUAL);
        for Cell { text, tone } in cells {
            let plain = plain_width(&text);
            let shown = if plain.is_some() { Cow::Borrowed(&*text) } else { visible(&text) };
            add_number(&mut row, shown.len());
            add_number(&mut row, plain.unwrap_or_else(|| width(&shown)));
            add_number(&mut row, tone as usize);
            row.push_str(&shown);
        }
        Self(row.into())
    }
}

/// Writes a number as the letter of that number, a great one as several.
fn add_number(text: &mut String, number: usize) {
    let mut left = number;
    while left >= MOST as usize {
        text.extend(char::from_u32(MOST));
        left -= MOST as usize;
    }
    text.extend(u32::try_from(left).ok().and_then(char::from_u32));
}

/// Reads a number, and moves behind it; returns nothing where nothing is left.
fn number(rest: &mut &str) -> Option<usize> {
    // Most are small: the letter of one is one byte.
    if let Some(small) = rest.as_bytes().first().filter(|byte| byte.is_ascii()) {
        *rest = &rest[1..];
        return Some((*small).into());
    }
    let mut letters = rest.chars();
    let mut number = 0;
    loop {
        let letter = u32::from(letters.next()?);
        number += letter as usize;
        if letter != MOST {
            *rest = letters.as_str();
            return Some(number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cells_of_a_row_come_out_as_they_are_shown_however_long_they_are() {
        let most = MOST as usize;
        let long = [0, 1, 31, 127, 128, most - 1, most, most + 1, 2 * most, 200_000];
        let texts = long.map(|length| "x".repeat(length));
        let odd = ["Córdoba".to_owned(), "日本".to_owned(), "a\u{1b}[1m\nb".to_owned()];
        let cells = texts.iter().chain(&odd).zip(Tone::ALL.iter().cycle());
        let row: Row = cells.clone().map(|(text, tone)| Cell::toned(text, *tone)).collect();
        let read: Vec<_> = row.cells().collect();
        assert_eq!(read.len(), texts.len() + odd.len());
        for (cell, (text, tone)) in read.iter().zip(cells) {
            let shown = visible(text);
            assert_eq!((cell.text, cell.width, cell.tone), (&*shown, width(&shown), *tone));
        }
        assert_eq!(Row::default().cells().count(), 0);
    }
}
