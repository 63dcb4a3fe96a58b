//! `mou log`: who changed what, and when.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::num::NonZeroUsize;

use crate::commands::lineage::AgreementSource;
use crate::commands::{Context, flag, ids};
use crate::domain::{Agreement, Id};
use crate::error::Result;
use crate::render::diff::{agreement_diff, header_diff};
use crate::render::escape::visible;
use crate::render::json::{self, Object};
use crate::render::{Style, words};
use crate::store::{EntryKind, History, LogEntry, RecordChange, RegistryFile, Version};

/// The maximum number of records of a command that are printed if no ids are given.
const MAX_RECORDS_PER_COMMAND: usize = 20;

/// Show who changed what and when, the latest first
///
/// The log beside the registry has each command and its changes, old → new. With ids, only changes
/// of these records are shown.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou log --limit 5\n  mou log gds-govtech-2022 -o json")]
pub(crate) struct Args {
    /// Agreements, removed ones too; - reads ids from standard input
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    /// Show at most N, the latest
    #[arg(long, value_name = "NUMBER", value_parser = flag::whole_number::<NonZeroUsize>)]
    limit: Option<NonZeroUsize>,
    /// Format of the output
    #[arg(short = 'o', long, value_name = "FORMAT", value_enum, default_value_t)]
    format: LogFormat,
}

/// The formats of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
enum LogFormat {
    /// For people
    #[default]
    Table,
    /// One JSON array
    Json,
    /// One JSON object per line
    Jsonl,
}

/// Prints the entries of the log, the latest first.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let typed = context.typed_ids(&args.ids)?;
    let History { entries, warnings } = context.store.log()?;
    context.warn_all(&warnings);
    let ids = (!args.ids.is_empty()).then(|| resolve(context, &entries, &typed)).transpose()?;
    let mut found: Vec<(&LogEntry, Vec<&RecordChange>)> = Vec::new();
    for entry in entries.iter().rev() {
        let mut records: Vec<&RecordChange> = entry.record_changes().collect();
        if let Some(ids) = &ids {
            records.retain(|record| record.id.as_ref().is_some_and(|id| ids.contains(id)));
            if records.is_empty() {
                continue;
            }
        }
        found.push((entry, records));
    }
    let count = found.len();
    found.truncate(args.limit.map_or(count, NonZeroUsize::get));
    let is_filtered = ids.is_some();
    let objects = || {
        let objects = found.iter().map(|(entry, records)| object(entry, records, is_filtered));
        objects.collect::<Result<Vec<_>>>()
    };
    let text = match args.format {
        LogFormat::Table => {
            let text = |(entry, records): &(&LogEntry, Vec<&RecordChange>)| {
                text(entry, records, is_filtered, context.style)
            };
            found.iter().map(text).collect::<Vec<_>>().join("\n")
        }
        LogFormat::Json => json::array_pretty(&objects()?),
        LogFormat::Jsonl => json::lines(&objects()?),
    };
    context.print(&text)?;
    match (ids.map(Vec::from_iter).as_deref(), count) {
        (None, 0) => context.say("The log is empty."),
        (Some([]), _) => {}
        (Some([id]), 0) => context.say(&format!("The log has no entry for {id}.")),
        (Some(ids), 0) => {
            context.say(&format!("The log has no entry for these {} agreements.", ids.len()));
        }
        _ if found.len() < count => {
            let all = words::count(count, "command", "commands");
            context.say(&format!("{} of {all} shown.", found.len()));
        }
        _ => {}
    }
    Ok(())
}

/// Returns the ids that the texts mean; they may be in the registry or only in its history.
fn resolve(context: &Context<'_>, entries: &[LogEntry], typed: &[String]) -> Result<BTreeSet<Id>> {
    // The log of a damaged registry can still be read.
    let registry = context.store.read().ok();
    let recorded = registry.as_ref().map(RegistryFile::ids).and_then(Result::ok);
    let recorded: BTreeSet<Id> = recorded.unwrap_or_default().into_iter().collect();
    let registry = registry.filter(|_| !recorded.is_empty());
    let mut removed = BTreeMap::new();
    for change in entries.iter().flat_map(LogEntry::record_changes) {
        if let Some(id) = change.id.as_ref().filter(|id| !recorded.contains(*id)) {
            removed.insert(id.clone(), last_version(id, change));
        }
    }
    let known = LoggedAgreements { registry, removed };
    Ok(ids::resolve_all(typed, &known, context.today)?.into_iter().collect())
}

/// Returns the agreement after a change, or before it if it was removed. One of which no version is known
/// has its id alone.
fn last_version(id: &Id, change: &RecordChange) -> Agreement {
    let version = change.after_version.agreement();
    let version = version.or_else(|| change.before_version().agreement());
    version.unwrap_or_else(|| Agreement::new(id.clone(), ""))
}

/// The agreements of the registry, and those that are only in its history.
struct LoggedAgreements {
    registry: Option<RegistryFile>,
    removed: BTreeMap<Id, Agreement>,
}

impl AgreementSource for LoggedAgreements {
    fn ids_with_prefix(&self, prefix: &str) -> Result<Vec<Id>> {
        let registry = self.registry.as_ref();
        let mut ids = registry
            .map(|registry| registry.ids_with_prefix(prefix))
            .transpose()?
            .unwrap_or_default();
        ids.extend(self.removed.keys().filter(|id| id.as_str().starts_with(prefix)).cloned());
        ids.sort_unstable();
        Ok(ids)
    }

    fn get(&self, id: &str) -> Result<Option<Agreement>> {
        match (self.removed.get(id), &self.registry) {
            (Some(removed), _) => Ok(Some(removed.clone())),
            (None, Some(registry)) => AgreementSource::get(registry, id),
            (None, None) => Ok(None),
        }
    }

    fn links(&self) -> Result<Vec<(Id, Id)>> {
        self.registry.as_ref().map_or_else(|| Ok(Vec::new()), RegistryFile::links)
    }

    fn gather<T: Send>(&self, visit: impl Fn(&Agreement, &mut Vec<T>) + Sync) -> Result<Vec<T>> {
        let registry = self.registry.as_ref();
        let mut items =
            registry.map(|registry| registry.gather(&visit)).transpose()?.unwrap_or_default();
        self.removed.values().for_each(|agreement| visit(agreement, &mut items));
        Ok(items)
    }
}

fn text(entry: &LogEntry, records: &[&RecordChange], is_filtered: bool, style: Style) -> String {
    let who = if entry.who.is_empty() { String::new() } else { format!("  {}", entry.who) };
    let head = format!("{}  {}{who}  {}", entry.number, entry.at, entry.command_line());
    let mut text = visible(&head).into_owned();
    let numbers = |numbers: &[u64]| {
        let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
        words::list_and(&numbers)
    };
    match entry.kind() {
        EntryKind::Change if entry.created => text.push_str(" (new registry)"),
        EntryKind::Change => {}
        EntryKind::Undo(undone) => drop(write!(text, " (took back {})", numbers(&undone))),
        EntryKind::Redo(redone) => drop(write!(text, " (put back {})", numbers(&redone))),
    }
    text.push_str(if entry.is_undone { " (undone)\n" } else { "\n" });
    let mut lines = String::new();
    if let Some(change) = entry.header_change().filter(|_| !is_filtered)
        && let (Some(before), Some(after)) =
            (change.before_version().head(), change.after_version.head())
    {
        lines.push_str(&header_diff(&before, &after, style));
    }
    let shown = if is_filtered { records.len() } else { MAX_RECORDS_PER_COMMAND };
    for record in records.iter().take(shown) {
        lines.push_str(&record_text(record, is_filtered, style));
    }
    if records.len() > shown {
        let more = words::count(records.len() - shown, "more record", "more records");
        let _ = writeln!(lines, "and {more}");
    }
    for line in lines.lines() {
        let _ = writeln!(text, "  {line}");
    }
    text
}

/// Returns the change of a record. The fields of one that was added or removed are only printed if the
/// record `is_requested`.
fn record_text(record: &RecordChange, is_requested: bool, style: Style) -> String {
    let id = record.id.as_ref().map_or("", Id::as_str);
    let (before, after) = (record.before_version(), &record.after_version);
    match (&before, after) {
        (_, Version::Lost) => {
            let what = if before == Version::Nothing { "added" } else { "changed" };
            format!("{id} ({what}; since changed outside the log)\n")
        }
        (Version::Nothing, _) if !is_requested => format!("{id} (added)\n"),
        (_, Version::Nothing) if !is_requested => format!("{id} (removed)\n"),
        _ => agreement_diff(before.agreement().as_ref(), after.agreement().as_ref(), style),
    }
}

fn object(entry: &LogEntry, records: &[&RecordChange], is_filtered: bool) -> Result<Object> {
    let mut object = Object::new();
    object.set("number", &entry.number)?.set("at", &entry.at)?.set("who", &entry.who)?;
    object.set("command", &entry.command)?;
    object.set("created", &entry.created.then_some(true))?;
    match entry.kind() {
        EntryKind::Change => {}
        EntryKind::Undo(undone) => drop(object.set("undoes", &undone)?),
        EntryKind::Redo(redone) => drop(object.set("redoes", &redone)?),
    }
    object.set("undone", &entry.is_undone.then_some(true))?;
    if let Some(change) = entry.header_change().filter(|_| !is_filtered) {
        let mut registry = Object::new();
        add_versions(&mut registry, change)?;
        object.set("registry", &registry)?;
    }
    let mut objects = Vec::with_capacity(records.len());
    for record in records {
        let mut object = Object::new();
        object.set("id", &record.id)?;
        add_versions(&mut object, record)?;
        objects.push(object);
    }
    object.set("records", &objects)?;
    Ok(object)
}

/// Adds the kind of the change and the known versions.
fn add_versions(object: &mut Object, change: &RecordChange) -> Result<()> {
    let (before, after) = (change.before_version(), &change.after_version);
    let change = match (&before, after) {
        (Version::Nothing, _) => "added",
        (_, Version::Nothing) => "removed",
        _ => "changed",
    };
    object.set("change", change)?;
    for (name, version) in [("before", &before), ("after", after)] {
        if let Some(text) = version.text() {
            // The log keeps the header with an empty list of records.
            object.set(name, Object::from_stored(text)?.remove("agreements"))?;
        }
    }
    Ok(())
}
