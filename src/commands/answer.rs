//! The answer of a command that changes something: one JSON object instead of text for people.
//!
//! A new command gets its answer by three things: `#[command(flatten)] change: ChangeArgs` among its
//! arguments, all of its changes made by [`Context::change`](super::Context::change) with
//! `args.change.dry_run`, and its warnings printed by [`Context::warn`](super::Context::warn). What it
//! prints to stdout for people is left out if JSON is asked for, and the answer is printed at the end.
//! Members are only ever added to the answer.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

use serde_json::value::RawValue;

use crate::domain::{Activity, Agreement, Day, Field, Header, Id};
use crate::error::{Error, Result};
use crate::json::node::Node;
use crate::render::agreement::Derived;
use crate::render::json::{self, Object};
use crate::report::chain;
use crate::report::listing::Listing;
use crate::store::{Change, Committed, RegistryFile, TextChange};

/// The formats of what is one object: a card or an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum ObjectFormat {
    /// For people
    #[default]
    Table,
    /// One JSON object
    Json,
    /// One JSON object on one line
    Jsonl,
}

// The flags of every command that changes something. A docstring would replace the help of a command.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct ChangeArgs {
    /// Show what would change, old → new; write nothing
    #[arg(short = 'n', long, help_heading = None::<&str>)]
    pub(crate) dry_run: bool,
    /// Format of the output
    #[arg(id = ANSWER_ID, short = 'o', long = "format", value_name = "FORMAT", value_enum,
        default_value_t, help_heading = "Output")]
    pub(crate) format: ObjectFormat,
}

/// The id of the flag for the format in the parser. Only commands that change something have it.
pub(crate) const ANSWER_ID: &str = "answer";

/// What a command changed, and its warnings.
#[derive(Debug)]
pub(crate) struct Answer {
    command: String,
    is_on_one_line: bool,
    dry_run: bool,
    ids: Vec<String>,
    records: Vec<Object>,
    warnings: Vec<String>,
    /// What the answer of one command has beside these: each name with its JSON text.
    members: Vec<(&'static str, String)>,
}

impl Answer {
    /// Returns the answer of a command that has changed nothing yet; `None` if it prints text for people.
    pub(crate) fn new(command: String, format: ObjectFormat, dry_run: bool) -> Option<Self> {
        let is_on_one_line = match format {
            ObjectFormat::Table => return None,
            ObjectFormat::Json => false,
            ObjectFormat::Jsonl => true,
        };
        let (ids, records) = (Vec::new(), Vec::new());
        let (warnings, members) = (Vec::new(), Vec::new());
        Some(Self { command, is_on_one_line, dry_run, ids, records, warnings, members })
    }

    /// Adds a warning.
    pub(crate) fn warn(&mut self, sentence: &str) {
        self.warnings.push(sentence.to_owned());
    }

    /// Adds a member of its own, as JSON text.
    pub(crate) fn add_member(&mut self, name: &'static str, json: String) {
        self.members.push((name, json));
    }

    /// Adds the records that a command changed. `registry` is the registry before or after the change: the
    /// records that did not change are read from it; `None` if there is none.
    pub(crate) fn add<T>(
        &mut self,
        committed: &Committed<T>,
        registry: Option<&RegistryFile>,
        today: Day,
    ) -> Result<()> {
        let changes = &committed.changes;
        let side = |side: fn(&Change) -> Option<&Agreement>| {
            let side = changes.iter().map(|change| (&change.id, side(change))).collect();
            standings(&side, registry, today)
        };
        let (before, after) =
            (side(|change| change.before.as_ref())?, side(|change| change.after.as_ref())?);
        let texts = committed.texts.iter().filter_map(|text| Some((text.id.as_ref()?, text)));
        let texts: BTreeMap<&Id, &TextChange> = texts.collect();
        for change in changes {
            self.ids.extend(names_of(change));
            let mut record = Object::new();
            record.set("id", &change.id)?.set("change", kind_of(change))?;
            let fields = texts.get(&change.id).map(|text| fields_of(text)).transpose()?;
            record.set("fields", &fields.unwrap_or_default())?;
            record.set("derived", &derived_of(before.get(&change.id), after.get(&change.id))?)?;
            self.records.push(record);
        }
        Ok(())
    }

    /// Returns the answer as text.
    pub(crate) fn text(&self) -> Result<String> {
        let mut object = Object::new();
        object.set("command", &self.command)?.set("dry_run", &self.dry_run)?;
        object.set("ids", &self.ids)?.set("records", &self.records)?;
        object.set("warnings", &self.warnings)?;
        for (name, json) in &self.members {
            object.set(name, &raw(json)?)?;
        }
        Ok(self.layout(&object))
    }

    /// Returns an object in the format of the answer.
    pub(crate) fn layout(&self, object: &Object) -> String {
        if self.is_on_one_line { object.to_compact() + "\n" } else { json::pretty(object) }
    }
}

fn kind_of(change: &Change) -> &'static str {
    match (&change.before, &change.after) {
        (None, _) => "added",
        (_, None) => "removed",
        _ => "changed",
    }
}

/// Returns the id of a changed record; if only activities differ, their ids.
fn names_of(change: &Change) -> Vec<String> {
    let id = &change.id;
    let has_other_changes = |before: &Agreement, after: &Agreement| {
        Agreement { activities: before.activities.clone(), ..after.clone() } != *before
    };
    if let (Some(before), Some(after)) = (&change.before, &change.after)
        && before.activities != after.activities
        && !has_other_changes(before, after)
    {
        let (old, new) = (by_number(&before.activities), by_number(&after.activities));
        let numbers: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
        let differing = numbers.into_iter().filter(|n| old.get(n) != new.get(n));
        return differing.map(|n| format!("{id}/{n}")).collect();
    }
    vec![id.to_string()]
}

/// Returns the activities by number. A number may occur twice in a damaged record.
fn by_number(activities: &[Activity]) -> BTreeMap<NonZeroU32, Vec<&Activity>> {
    let mut by_number: BTreeMap<_, Vec<&Activity>> = BTreeMap::new();
    for activity in activities {
        by_number.entry(activity.n).or_default().push(activity);
    }
    by_number
}

/// Returns the stored fields that differ, those that mou does not know included.
fn fields_of(text: &TextChange) -> Result<Object> {
    let parse = |text: &str| {
        Node::parse(text).map_err(|_| Error::damaged("a changed record is not a JSON object"))
    };
    let before = text.before.as_deref().map(parse).transpose()?;
    let after = text.after.as_deref().map(parse).transpose()?;
    let members = |node: &Option<Node>| {
        let members = node.iter().flat_map(Node::members);
        members.map(|member| member.name().to_owned()).collect::<Vec<_>>()
    };
    let mut names = members(&before);
    names.extend(members(&after));
    let place = |name: &str| Field::ALL_FIELDS.iter().position(|field| field.name() == name);
    names.sort_by_key(|name| place(name).unwrap_or(usize::MAX));
    let mut seen = BTreeSet::from(["id".to_owned()]);
    let mut fields = Object::new();
    for name in names {
        let get = |node: &Option<Node>| node.as_ref()?.get(&name).cloned();
        let (mut old, mut new) = (get(&before), get(&after));
        let is_same = match (&old, &new) {
            (Some(old), Some(new)) => old.is_same(new),
            _ => false,
        };
        if is_same || !seen.insert(name.clone()) {
            continue;
        }
        // An empty list is left out of the file, and is still a value.
        match (&old, &new) {
            (None, Some(Node::Array(_))) if before.is_some() => old = Some(Node::Array(Vec::new())),
            (Some(Node::Array(_)), None) if after.is_some() => new = Some(Node::Array(Vec::new())),
            _ => {}
        }
        let (old, new) = (old.map(|node| node.compact()), new.map(|node| node.compact()));
        fields.set(&name, &sides(old.as_deref(), new.as_deref())?)?;
    }
    Ok(fields)
}

/// Returns the names of derived values that differ, each with the old and the new one.
fn derived_of(before: Option<&Object>, after: Option<&Object>) -> Result<Object> {
    let mut derived = Object::new();
    for name in ["status", "ends", "act_by"] {
        let raw = |side: Option<&Object>| side?.raw(name).map(str::to_owned);
        let (old, new) = (raw(before), raw(after));
        if old != new {
            derived.set(name, &sides(old.as_deref(), new.as_deref())?)?;
        }
    }
    Ok(derived)
}

/// Returns an object with the old and the new value, given as JSON; one that there is not is absent.
fn sides(old: Option<&str>, new: Option<&str>) -> Result<Object> {
    let mut sides = Object::new();
    for (name, side) in [("old", old), ("new", new)] {
        sides.set(name, &side.map(raw).transpose()?)?;
    }
    Ok(sides)
}

fn raw(json: &str) -> Result<Box<RawValue>> {
    let raw = RawValue::from_string(json.to_owned());
    raw.map_err(|_| Error::damaged("a changed value is not JSON"))
}

/// Returns the derived values that an answer has, of each of these agreements. Linked agreements that are
/// not among them are read from the registry.
fn standings(
    changed: &BTreeMap<&Id, Option<&Agreement>>,
    registry: Option<&RegistryFile>,
    today: Day,
) -> Result<BTreeMap<Id, Object>> {
    let mut links = registry.map(RegistryFile::links).transpose()?.unwrap_or_default();
    links.retain(|(id, _)| !changed.contains_key(id));
    for agreement in changed.values().flatten() {
        links.extend(agreement.succeeds.iter().map(|prior| (agreement.id.clone(), prior.clone())));
    }
    let ids: Vec<Id> = changed.keys().map(|id| (*id).clone()).collect();
    let mut records = Vec::new();
    for id in chain::linked(&ids, &links) {
        let agreement = match (changed.get(&id), registry) {
            (Some(agreement), _) => agreement.cloned(),
            (None, Some(registry)) => match registry.find(id.as_str())? {
                Some(record) => Some(record.agreement()?),
                None => None,
            },
            (None, None) => None,
        };
        records.extend(agreement.map(|agreement| (agreement, String::new())));
    }
    let default_head = Header::default();
    let head = registry.map_or(&default_head, RegistryFile::head);
    let listing = Listing::new(head, records, today);
    let mut standings = BTreeMap::new();
    for entry in &listing.entries {
        if changed.contains_key(&entry.agreement.id) {
            let Derived { status, ends, act_by, .. } = Derived::from(entry);
            let mut derived = Object::new();
            derived.set("status", &status)?.set("ends", &ends)?.set("act_by", &act_by)?;
            standings.insert(entry.agreement.id.clone(), derived);
        }
    }
    Ok(standings)
}
