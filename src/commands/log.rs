//! `mou log`: who changed what, and when.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

use crate::commands::lineage::AgreementSource;
use crate::commands::output::{OutputArgs, Subject};
use crate::commands::{Context, ids};
use crate::domain::{Agreement, Id};
use crate::error::Result;
use crate::render::diff::{agreement_diff, header_diff};
use crate::render::escape::visible;
use crate::render::json::Object;
use crate::render::width::wrap;
use crate::render::{Style, words};
use crate::report::table::{Cell, Column};
use crate::store::{EntryKind, History, LogEntry, RecordChange, RegistryFile, Version};

/// The maximum number of records of a command that are printed if no ids are given.
const MAX_RECORDS_PER_COMMAND: usize = 20;

/// Show who changed what and when, the latest first
///
/// The log beside the registry has each command and its changes, old → new. With ids, only changes
/// of these records are shown.
#[derive(Debug, Clone, clap::Args)]
#[command(
    after_help = "Examples:\n  mou log --limit 5\n  mou log gds-govtech-2022 -o json\n  mou log --limit 1 -o ids | \
                  mou show -"
)]
pub(crate) struct Args {
    /// Agreements, by id or a text that only one has, removed ones too; - reads standard input
    #[arg(value_name = "ID")]
    ids: Vec<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// A command in the log.
struct LoggedCommand {
    entry: LogEntry,
    /// The ids of the records that are asked for; `None` for all.
    requested: Option<Arc<BTreeSet<Id>>>,
}

impl LoggedCommand {
    /// Returns the changes of the records that are asked for.
    fn records(&self) -> impl Iterator<Item = &RecordChange> {
        let is_requested = |id: &Id| self.requested.as_ref().is_none_or(|ids| ids.contains(id));
        let changes = self.entry.record_changes();
        changes.filter(move |change| change.id.as_ref().is_none_or(is_requested))
    }

    fn ids(&self) -> Vec<&Id> {
        self.records().filter_map(|change| change.id.as_ref()).collect()
    }
}

/// The columns, by the names of the members in JSON.
static LOG_COLUMNS: [Column<LoggedCommand>; 9] = [
    Column::number("number", |command| Cell::number(command.entry.number.try_into().ok())),
    Column::text("at", |command| Cell::full(&*command.entry.at)),
    Column::text("who", |command| Cell::full(&*command.entry.who)),
    Column::text("command", |command| Cell::full(command.entry.command_line())),
    Column::text("created", |command| Cell::text(command.entry.created.then_some(true))),
    Column::text("undoes", |command| match command.entry.kind() {
        EntryKind::Undo(numbers) => Cell::list(&numbers),
        _ => Cell::Absent,
    }),
    Column::text("redoes", |command| match command.entry.kind() {
        EntryKind::Redo(numbers) => Cell::list(&numbers),
        _ => Cell::Absent,
    }),
    Column::text("undone", |command| Cell::text(command.entry.is_undone.then_some(true))),
    Column::text("records", |command| Cell::list(&command.ids())),
];

/// Returns the names of the columns.
pub(crate) fn column_names() -> impl Iterator<Item = &'static str> {
    LOG_COLUMNS.iter().map(|column| column.name)
}

/// The columns of a list of commands if none are named.
const DEFAULT_LOG_COLUMNS: [&str; 6] = ["number", "at", "who", "command", "undone", "records"];

/// How a list of commands is printed. Equal ones are sorted like the list: the latest first.
const COMMAND_LIST: Subject<LoggedCommand> = Subject {
    id: |command| format!("{:020}", u64::MAX - command.entry.number),
    one: "command",
    many: "commands",
    object,
    hidden_first: &["records", "undone"],
    kept: &["number", "at", "command"],
};

/// Prints the entries of the log, the latest first.
pub(crate) fn run(args: &Args, context: &mut Context<'_>) -> Result<()> {
    let layout = args.output.layout(&LOG_COLUMNS, &DEFAULT_LOG_COLUMNS)?;
    let typed = context.typed_ids(&args.ids)?;
    match context.read_to_pass() {
        // The log of a damaged registry can still be read.
        Err(error) if !error.is_unreadable_registry() => return Err(error),
        _ => {}
    }
    let History { entries, warnings } = context.store.log()?;
    context.warn_all(&warnings);
    let ids = (!args.ids.is_empty()).then(|| resolve(context, &entries, &typed)).transpose()?;
    let requested = ids.map(Arc::new);
    let commands = entries.into_iter().rev();
    let commands = commands.map(|entry| LoggedCommand { entry, requested: requested.clone() });
    let found: Vec<LoggedCommand> = commands
        .filter(|command| requested.is_none() || command.records().next().is_some())
        .collect();
    if let Some(end) = args.output.end_of_ids() {
        print_ids(&found, end, args, context)?;
    } else if args.output.is_usual_table() {
        let text = |command| text(command, context.style);
        let texts: Vec<String> = found.iter().take(args.output.limit()).map(text).collect();
        context.print(&texts.join("\n"))?;
        args.output.say_if_cut(found.len(), &COMMAND_LIST, context);
    } else {
        args.output.show(context, &found, &layout, &COMMAND_LIST)?;
    }
    if found.is_empty() {
        say_empty(requested.as_deref(), context);
    }
    Ok(())
}

/// Prints the ids of the records that the commands changed, each once.
fn print_ids(
    found: &[LoggedCommand],
    end: &str,
    args: &Args,
    context: &mut Context<'_>,
) -> Result<()> {
    let mut seen = BTreeSet::new();
    let shown = found.iter().take(args.output.limit());
    let ids = shown.flat_map(LoggedCommand::ids).filter(|id| seen.insert(*id));
    let text = ids.fold(String::new(), |text, id| text + id.as_str() + end);
    context.print(&text)?;
    args.output.say_if_cut(found.len(), &COMMAND_LIST, context);
    Ok(())
}

/// Says that the log has no command, or none that changed one of these records.
fn say_empty(requested: Option<&BTreeSet<Id>>, context: &mut Context<'_>) {
    match requested.map(Vec::from_iter).as_deref() {
        None => context.say("The log is empty."),
        Some([]) => {}
        Some([id]) => context.say(&format!("The log has no entry for {id}.")),
        Some(ids) => {
            context.say(&format!("The log has no entry for these {} agreements.", ids.len()));
        }
    }
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

fn text(command: &LoggedCommand, style: Style) -> String {
    let LoggedCommand { entry, requested } = command;
    let is_filtered = requested.is_some();
    let records: Vec<&RecordChange> = command.records().collect();
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
        EntryKind::Undo(undone) => drop(write!(text, " (undid {})", numbers(&undone))),
        EntryKind::Redo(redone) => drop(write!(text, " (redid {})", numbers(&redone))),
    }
    if entry.is_undone {
        text.push_str(" (undone)");
    }
    text = wrapped(&text, 0, style);
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
        let words = line.trim_start_matches(' ');
        text.push_str(&wrapped(words, 2 + line.len() - words.len(), style));
    }
    text
}

/// Returns `words` as one line with this indentation, and on a terminal as several that fit it, the others
/// indented by four more columns.
fn wrapped(words: &str, indent: usize, style: Style) -> String {
    let limit = style.columns().unwrap_or(usize::MAX);
    let more = indent + 4;
    let lines = wrap(words, limit.saturating_sub(indent), limit.saturating_sub(more));
    let mut text = String::new();
    for (line, columns) in lines.iter().zip([indent].into_iter().chain(std::iter::repeat(more))) {
        let _ = writeln!(text, "{:columns$}{line}", "");
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

fn object(command: &LoggedCommand) -> Result<Object> {
    let LoggedCommand { entry, requested } = command;
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
    if let Some(change) = entry.header_change().filter(|_| requested.is_none()) {
        let mut registry = Object::new();
        add_versions(&mut registry, change)?;
        object.set("registry", &registry)?;
    }
    let mut objects = Vec::new();
    for record in command.records() {
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
