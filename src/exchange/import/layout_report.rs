//! Sentences about the layout of a sheet.

use super::layout::{CellPlace, CountedCells, LayoutNotes};
use super::rows::column_letters;

/// The most rows that are named with their texts.
const MAX_QUOTED_ROWS: usize = 10;

/// The most letters of a text that is quoted.
const MAX_QUOTED_CHARS: usize = 40;

/// The most cells that are named.
const MAX_NAMED_CELLS: usize = 10;

/// Returns a sentence for each thing that was found in the layout of a sheet.
///
/// Every row and comment that is not read is named; of the other cells the first ones are.
#[must_use]
pub fn layout_sentences(notes: &LayoutNotes) -> Vec<String> {
    let mut sentences = Vec::new();
    let mut say = |sentence: String| sentences.push(sentence);
    if !notes.footers.is_empty() {
        say(format!("not read as footers: {}", rows(&notes.footers)));
    }
    if !notes.sections.is_empty() {
        say(format!("not read as section headings: {}", rows(&notes.sections)));
    }
    let mut about = |cells: &CountedCells, one: &str, several: &str| {
        if cells.count > 0 {
            let what = if cells.count == 1 { one } else { several };
            say(format!("{} {what}: {}", cells.count, named(cells)));
        }
    };
    about(
        &notes.merged,
        "cell has the value of the merged cell above it",
        "cells have the value of the merged cell above them",
    );
    about(
        &notes.unnamed,
        "cell to the right of the last heading",
        "cells to the right of the last heading",
    );
    about(
        &notes.hidden_days,
        "date whose format shows no day is read without it",
        "dates whose format shows no day are read without it",
    );
    about(
        &notes.links,
        "address behind a cell is kept as a reference",
        "addresses behind cells are kept as references",
    );
    about(
        &notes.comments,
        "comment on a cell is kept in the notes",
        "comments on cells are kept in the notes",
    );
    about(
        &notes.unread_links,
        "link without an address that can be kept",
        "links without an address that can be kept",
    );
    if !notes.outside_comments.is_empty() {
        let comments = notes.outside_comments.iter();
        let comments: Vec<String> =
            comments.map(|(place, text)| format!("{} {}", address(*place), quoted(text))).collect();
        say(format!("comments that belong to no row are not kept: {}", comments.join(", ")));
    }
    sentences
}

/// Returns the rows with their texts; of many, only the numbers.
fn rows(rows: &[(u64, String)]) -> String {
    if rows.len() <= MAX_QUOTED_ROWS {
        let rows = rows.iter().map(|(number, text)| format!("row {number} {}", quoted(text)));
        return rows.collect::<Vec<_>>().join(", ");
    }
    let mut spans: Vec<(u64, u64)> = Vec::new();
    for (number, _) in rows {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => spans.push((*number, *number)),
        }
    }
    let spans = spans.iter().map(|(first, last)| {
        if first == last { first.to_string() } else { format!("{first} to {last}") }
    });
    format!("rows {}", spans.collect::<Vec<_>>().join(", "))
}

fn quoted(text: &str) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = plain.chars();
    let shown: String = letters.by_ref().take(MAX_QUOTED_CHARS).collect();
    let mark = if letters.next().is_some() { "…" } else { "" };
    format!("`{shown}{mark}`")
}

fn named(cells: &CountedCells) -> String {
    let shown = cells.first.iter().take(MAX_NAMED_CELLS);
    let mut shown: Vec<String> = shown.map(|place| address(*place)).collect();
    let more = cells.count.saturating_sub(shown.len() as u64);
    if more > 0 {
        shown.push(format!("{more} more"));
    }
    shown.join(", ")
}

fn address((row, column): CellPlace) -> String {
    format!("{}{row}", column_letters(column))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_thing_that_was_found_has_a_sentence() {
        let text = |text: &str| text.to_owned();
        let cells = |count| CountedCells { first: vec![(3, 0), (4, 27)], count };
        let notes = LayoutNotes {
            footers: vec![(9, text("Total: 2")), (11, "x ".repeat(30))],
            sections: (20..40).chain([50]).map(|row| (row, text("Europe"))).collect(),
            merged: cells(2),
            unnamed: CountedCells { first: vec![(2, 2)], count: 1 },
            hidden_days: cells(12),
            links: CountedCells::default(),
            comments: cells(2),
            outside_comments: vec![((1, 1), text("by\nKim"))],
            unread_links: cells(2),
        };
        assert_eq!(
            layout_sentences(&notes),
            [
                "not read as footers: row 9 `Total: 2`, \
                 row 11 `x x x x x x x x x x x x x x x x x x x x …`",
                "not read as section headings: rows 20 to 39, 50",
                "2 cells have the value of the merged cell above them: A3, AB4",
                "1 cell to the right of the last heading: C2",
                "12 dates whose format shows no day are read without it: A3, AB4, 10 more",
                "2 comments on cells are kept in the notes: A3, AB4",
                "2 links without an address that can be kept: A3, AB4",
                "comments that belong to no row are not kept: B1 `by Kim`",
            ]
        );
        assert!(layout_sentences(&LayoutNotes::default()).is_empty());
    }
}
