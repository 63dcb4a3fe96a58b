//! `mou log`: who changed what, and when.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::num::NonZeroUsize;

use crate::commands::{Desk, flag, ids};
use crate::domain::Id;
use crate::error::Result;
use crate::render::diff::{agreement_diff, header_diff};
use crate::render::escape::visible;
use crate::render::json::{self, Object};
use crate::render::{Style, words};
use crate::store::{Deed, Entry, History, Trail, Version};

/// The most records of one command that are told where none is asked for.
const MOST_RECORDS: usize = 20;

/// Show who changed what and when, the latest first
///
/// What stands beside the registry is told: each command, and what it made of each record, old →
/// new. With ids, what was done to these records alone.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou log --limit 5\n  mou log gds-govtech-2022 -o json")]
pub(crate) struct Args {
    /// Agreements, removed ones too; - reads ids from standard input
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Show so many at the most, the latest
    #[arg(long, value_name = "NUMBER", value_parser = flag::whole_number::<NonZeroUsize>)]
    limit: Option<NonZeroUsize>,
    /// Format of the output
    #[arg(short = 'o', long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,
}

/// The formats of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Table,
    /// One JSON array
    Json,
    /// One JSON object a line
    Jsonl,
}

/// Tells the history, the latest first.
pub(crate) fn run(args: &Args, desk: &mut Desk<'_>) -> Result<()> {
    let typed = desk.typed_ids(&args.ids)?;
    let History { entries, warnings } = desk.store.log()?;
    for warning in &warnings {
        desk.warn(warning);
    }
    let about = (!args.ids.is_empty()).then(|| find(desk, &entries, &typed)).transpose()?;
    let told: Vec<(&Entry, Vec<&Trail>)> = entries
        .iter()
        .rev()
        .map(|entry| {
            let is_meant =
                |trail: &&Trail| about.as_ref().is_none_or(|ids| ids.contains(&trail.id));
            (entry, entry.records.iter().filter(is_meant).collect::<Vec<_>>())
        })
        .filter(|(_, records)| about.is_none() || !records.is_empty())
        .collect();
    let shown = told.get(..args.limit.map_or(told.len(), NonZeroUsize::get)).unwrap_or(&told);
    match args.format {
        Format::Table => {
            for (place, (entry, records)) in shown.iter().enumerate() {
                let line_end = if place == 0 { "" } else { "\n" };
                let text = in_words(entry, records, about.is_some(), desk.style);
                desk.print(&format!("{line_end}{text}"))?;
            }
        }
        Format::Json | Format::Jsonl => {
            let objects = shown.iter().map(|(entry, records)| {
                let head = entry.head.as_ref().filter(|_| about.is_none());
                as_object(entry, head, records)
            });
            let objects = objects.collect::<Result<Vec<_>>>()?;
            let is_array = args.format == Format::Json;
            desk.print(&if is_array {
                json::array_pretty(&objects)
            } else {
                json::lines(&objects)
            })?;
        }
    }
    match (about.map(Vec::from_iter).as_deref(), told.len()) {
        (None, 0) => desk.say("Nothing is in the log."),
        (Some([]), _) => {}
        (Some([id]), 0) => desk.say(&format!("Nothing in the log is about {id}.")),
        (Some(ids), 0) => {
            desk.say(&format!("Nothing in the log is about these {} agreements.", ids.len()));
        }
        (_, all) if shown.len() < all => {
            let all = words::count(all, "command", "commands");
            desk.say(&format!("{} of {all} shown.", shown.len()));
        }
        _ => {}
    }
    Ok(())
}

/// Returns the agreements that were meant, of the registry or of its history.
fn find(desk: &Desk<'_>, entries: &[Entry], typed: &[String]) -> Result<BTreeSet<Id>> {
    let mut known: BTreeSet<Id> =
        entries.iter().flat_map(|entry| &entry.records).map(|trail| trail.id.clone()).collect();
    // Where the registry is damaged, its history is told all the same.
    if let Ok(reading) = desk.store.read() {
        known.extend(reading.ids().unwrap_or_default());
    }
    Ok(ids::resolve_all(typed, &known)?.into_iter().collect())
}

fn in_words(entry: &Entry, records: &[&Trail], is_filtered: bool, style: Style) -> String {
    let mut text = format!("{}  {}", entry.number, visible(&entry.at));
    if !entry.who.is_empty() {
        let _ = write!(text, "  {}", visible(&entry.who));
    }
    let _ = write!(text, "  {}", visible(&entry.command_line()));
    let numbers = |numbers: &[u64]| {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        words::list_and(&numbers)
    };
    match &entry.deed {
        Deed::Change if entry.created => text.push_str(" (new registry)"),
        Deed::Change => {}
        Deed::Undo(taken) => drop(write!(text, " (took back {})", numbers(taken))),
        Deed::Redo(taken) => drop(write!(text, " (put back {})", numbers(taken))),
    }
    text.push_str(if entry.is_undone { " (undone)\n" } else { "\n" });
    let mut lines = String::new();
    if let Some((before, after)) = &entry.head
        && !is_filtered
        && let (Some(before), Some(after)) = (before.head(), after.head())
    {
        lines.push_str(&header_diff(&before, &after, style));
    }
    let most = if is_filtered { records.len() } else { MOST_RECORDS };
    for trail in records.iter().take(most) {
        lines.push_str(&of_record(trail, is_filtered, style));
    }
    if records.len() > most {
        let more = words::count(records.len() - most, "more record", "more records");
        let _ = writeln!(lines, "and {more}");
    }
    for line in lines.lines() {
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// Tells what became of a record; of one that was added or removed, its fields are told only where
/// it is asked for.
fn of_record(trail: &Trail, is_asked_for: bool, style: Style) -> String {
    let (before, after) = (trail.before.agreement(), trail.after.agreement());
    match (&trail.before, &trail.after) {
        (_, Version::Lost) => {
            let what = if trail.before == Version::Nothing { "added" } else { "changed" };
            format!("{} ({what}; what it became was changed since outside the log)\n", trail.id)
        }
        (Version::Nothing, _) if !is_asked_for => format!("{} (added)\n", trail.id),
        (_, Version::Nothing) if !is_asked_for => format!("{} (removed)\n", trail.id),
        _ => agreement_diff(before.as_ref(), after.as_ref(), style),
    }
}

fn as_object(
    entry: &Entry,
    head: Option<&(Version, Version)>,
    records: &[&Trail],
) -> Result<Object> {
    let mut object = Object::new();
    object.set("number", &entry.number)?.set("at", &entry.at)?.set("who", &entry.who)?;
    object.set("command", &entry.command)?;
    object.set("created", &entry.created.then_some(true))?;
    match &entry.deed {
        Deed::Change => {}
        Deed::Undo(taken) => drop(object.set("undoes", taken)?),
        Deed::Redo(taken) => drop(object.set("redoes", taken)?),
    }
    object.set("undone", &entry.is_undone.then_some(true))?;
    if let Some((before, after)) = head {
        let mut registry = Object::new();
        add_versions(&mut registry, before, after)?;
        object.set("registry", &registry)?;
    }
    let mut objects = Vec::with_capacity(records.len());
    for trail in records {
        let mut record = Object::new();
        record.set("id", &trail.id)?;
        add_versions(&mut record, &trail.before, &trail.after)?;
        objects.push(record);
    }
    object.set("records", &objects)?;
    Ok(object)
}

/// Adds what was done, and the versions that are known.
fn add_versions(object: &mut Object, before: &Version, after: &Version) -> Result<()> {
    let change = match (before, after) {
        (Version::Nothing, _) => "added",
        (_, Version::Nothing) => "removed",
        _ => "changed",
    };
    object.set("change", change)?;
    for (name, version) in [("before", before), ("after", after)] {
        if let Some(text) = version.text() {
            // What the registry says of itself is kept with a place for its records.
            object.set(name, Object::from_stored(text)?.remove("agreements"))?;
        }
    }
    Ok(())
}
