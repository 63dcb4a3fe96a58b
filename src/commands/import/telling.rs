//! What is said of an import.

use super::intake::{Taken, passed_over};
use crate::commands::Desk;
use crate::error::Error;
use crate::exchange::incoming::column::Target;
use crate::exchange::incoming::reader::RowReader;
use crate::exchange::incoming::trouble::Trouble;
use crate::render::words;

/// The most troubles, doubts and columns that are told.
const MOST_TOLD: usize = 20;

/// Tells what is not understood, row by row, and returns the complaint that nothing was imported.
pub(super) fn refusal(desk: &mut Desk<'_>, name: &str, taken: &Taken, reader: &RowReader) -> Error {
    complain(desk, name, &taken.troubles, reader);
    let rows = words::count(usize::try_from(taken.rejected).unwrap_or(usize::MAX), "row", "rows");
    let are = if taken.rejected == 1 { "is" } else { "are" };
    let error = Error::failed(format!("nothing was imported: {rows} of `{name}` {are} in error"));
    if let Some(order) = reader.evidence.hint() {
        return error.with_hint(order);
    }
    if taken.has_likes {
        return error
            .with_hint("`--allow-duplicates` takes them, and `--key COLUMN` knows them again");
    }
    error.with_hint("`--rejects FILE` takes the good rows, and writes the others there")
}

fn complain(desk: &mut Desk<'_>, name: &str, troubles: &[Trouble], reader: &RowReader) {
    // Of dates that read both ways one says what is to be said of all.
    let first_both = troubles.iter().find(|trouble| trouble.reads_both_ways);
    let is_told = |trouble: &&Trouble| {
        !trouble.reads_both_ways || first_both.is_some_and(|first| first == *trouble)
    };
    for trouble in troubles.iter().filter(is_told).take(MOST_TOLD) {
        let others = reader.evidence.count.saturating_sub(1);
        let more = match others {
            _ if !trouble.reads_both_ways => String::new(),
            0 => String::new(),
            1 => ", and so does another cell".to_owned(),
            others => format!(", and so do {others} other cells"),
        };
        desk.complain(&format!("`{name}`, {trouble}{more}"));
    }
    let told = troubles.iter().filter(is_told).count();
    if told > MOST_TOLD {
        desk.complain(&format!("`{name}`: there is more, after the first {MOST_TOLD}"));
    }
}

/// Says how cells were understood, and what was passed over.
pub(super) fn notes(
    desk: &mut Desk<'_>,
    columns: &[String],
    targets: &[Target],
    taken: &Taken,
    reader: &RowReader,
) {
    let idle = passed_over(columns, targets);
    if !idle.is_empty() {
        let shown = idle.iter().take(MOST_TOLD).map(|name| format!("`{name}`"));
        desk.say(&format!("note: not read: {}", words::list_and(&shown.collect::<Vec<_>>())));
    }
    for sentence in reader.notes.sentences(columns) {
        desk.say(&format!("note: {sentence}"));
    }
    for doubt in taken.doubts.iter().take(MOST_TOLD) {
        desk.warn(doubt);
    }
    if taken.doubts.len() > MOST_TOLD {
        let more = taken.doubts.len() - MOST_TOLD;
        desk.warn(&format!("there are {more} more of these"));
    }
}

/// Says what came of it.
pub(super) fn counts(desk: &mut Desk<'_>, name: &str, taken: &Taken, rejects: Option<&str>) {
    let Taken { added, changed, same, rejected, .. } = taken;
    let rejected = match rejects {
        Some(path) => format!(", {rejected} rejected to `{path}`"),
        None => String::new(),
    };
    desk.say(&format!("`{name}`: {added} added, {changed} changed, {same} the same{rejected}."));
}
