//! What is said of an import.

use super::plan::Plan;
use super::taken::Taken;
use crate::commands::Desk;
use crate::error::Error;
use crate::exchange::incoming::column::Target;
use crate::exchange::incoming::reader::RowReader;
use crate::render::words;

/// The most troubles, doubts and columns that are told.
const MOST_TOLD: usize = 20;

/// Tells what is not understood, row by row, and returns the complaint that nothing was imported.
pub(super) fn refusal(desk: &mut Desk<'_>, name: &str, taken: &Taken, reader: &RowReader) -> Error {
    let (troubles, is_more) = told(taken, reader);
    for trouble in troubles {
        desk.complain(&format!("`{name}`, {trouble}"));
    }
    if is_more {
        desk.complain(&format!("`{name}`: there is more, after the first {MOST_TOLD}"));
    }
    let rows = words::count(usize::try_from(taken.rejected).unwrap_or(usize::MAX), "row", "rows");
    let are = if taken.rejected == 1 { "is" } else { "are" };
    let error = Error::failed(format!("nothing was imported: {rows} of `{name}` {are} in error"));
    if let Some(order) = reader.evidence.hint() {
        return error.with_hint(order);
    }
    if taken.likes == taken.rejected {
        return error
            .with_hint("`--allow-duplicates` takes them, and `--key COLUMN` knows them again");
    }
    if taken.twins == taken.rejected && !reader.is_known_by_id() {
        return error.with_hint("another `--key COLUMN` beside tells them apart");
    }
    let rejects = "`--rejects FILE` takes the good rows, and writes the others there";
    match taken.troubled_column().map(|at| reader.places().name(at)) {
        Some(column) => error.with_hint(format!(
            "{rejects}; `--map \"{column}=fields.{column}\"` keeps that column as it is"
        )),
        None => error.with_hint(rejects),
    }
}

/// Returns what is not understood, in sentences, as far as it is told, and whether there is more. Of
/// dates that read both ways one says what is to be said of all.
fn told(taken: &Taken, reader: &RowReader) -> (Vec<String>, bool) {
    let first_both = taken.troubles.iter().find(|trouble| trouble.reads_both_ways);
    let mut troubles = taken.troubles.iter().filter(|trouble| {
        !trouble.reads_both_ways || first_both.is_some_and(|first| first == *trouble)
    });
    let told = troubles.by_ref().take(MOST_TOLD).map(|trouble| {
        let more = match reader.evidence.count.saturating_sub(1) {
            _ if !trouble.reads_both_ways => String::new(),
            0 => String::new(),
            1 => ", and so does another cell".to_owned(),
            others => format!(", and so do {others} other cells"),
        };
        format!("{trouble}{more}")
    });
    (told.collect(), troubles.next().is_some())
}

/// Says what the columns are taken to hold: what is not read and what is kept as it is, and before
/// anything is written also the others.
pub(super) fn columns(desk: &mut Desk<'_>, names: &[String], plan: &Plan, is_dry_run: bool) {
    let of = |wanted: &dyn Fn(&Target) -> bool| {
        let names = names.iter().zip(&plan.targets).filter(|(_, target)| wanted(target));
        let mut shown: Vec<String> = Vec::new();
        for (name, _) in names {
            let name = format!("`{name}`");
            if !shown.contains(&name) {
                shown.push(name);
            }
        }
        let more = shown.len().saturating_sub(MOST_TOLD);
        shown.truncate(MOST_TOLD);
        if more > 0 {
            shown.push(format!("{more} more"));
        }
        shown
    };
    if is_dry_run && !plan.is_ours {
        let told = names.iter().zip(&plan.targets).filter(|(name, target)| {
            let is_told = !matches!(target, Target::Own(_) | Target::Nothing);
            is_told && !target.to_string().eq_ignore_ascii_case(name)
        });
        let told: Vec<String> =
            told.map(|(name, target)| format!("`{name}` is {target}")).take(MOST_TOLD).collect();
        if !told.is_empty() {
            desk.say(&format!("note: columns: {}", words::list_and(&told)));
        }
    }
    let kept = of(&|target| matches!(target, Target::Own(_)));
    if !kept.is_empty() {
        desk.say(&format!("note: kept among the fields: {}", words::list_and(&kept)));
    }
    let idle = of(&|target| *target == Target::Nothing);
    if !idle.is_empty() && !plan.is_ours {
        desk.say(&format!("note: not read: {}", words::list_and(&idle)));
    }
}

/// Says how cells were understood, what is doubtful, and what is not taken where no sheet tells it.
pub(super) fn notes(
    desk: &mut Desk<'_>,
    name: &str,
    columns: &[String],
    taken: &Taken,
    reader: &RowReader,
) {
    for sentence in reader.notes.sentences(columns) {
        desk.say(&format!("note: {sentence}"));
    }
    if let Some(mixed) = reader.evidence.mixed() {
        desk.warn(&format!("`{name}`: {mixed}"));
    }
    for doubt in taken.doubts.iter().take(MOST_TOLD) {
        desk.warn(doubt);
    }
    if taken.doubted > MOST_TOLD {
        let more = taken.doubted - MOST_TOLD;
        desk.warn(&format!("there are {more} more of these"));
    }
    let (troubles, is_more) = told(taken, reader);
    for trouble in troubles {
        desk.warn(&format!("`{name}`, {trouble}"));
    }
    if is_more {
        desk.warn(&format!("`{name}`: there is more, after the first {MOST_TOLD}"));
    }
    if let Some(order) = reader.evidence.hint() {
        desk.hint(&order);
    }
}

/// Says what came of it; `rejects` is where the others are, and whether they are only to be there.
pub(super) fn counts(
    desk: &mut Desk<'_>,
    name: &str,
    taken: &Taken,
    rejects: Option<(&str, bool)>,
) {
    let Taken { added, changed, same, rejected, .. } = taken;
    let rejected = match rejects {
        Some((path, false)) => format!(", {rejected} rejected to `{path}`"),
        Some((_, true)) => format!(", {rejected} rejected"),
        None => String::new(),
    };
    desk.say(&format!("`{name}`: {added} added, {changed} changed, {same} the same{rejected}."));
}
