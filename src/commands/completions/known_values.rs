//! The values that a flag or an operand may mean: those of the registry, and the names that mou has.

use std::collections::{BTreeMap, BTreeSet};

use clap::Arg;
use clap_complete::engine::CompletionCandidate;
use strum::VariantNames;

use crate::commands::schema::schema_names;
use crate::commands::user_settings::UserKey;
use crate::commands::{config, help, log};
use crate::domain::search::fold;
use crate::domain::{Activity, Agreement, Attribute, HasFields, Missing, Rule};
use crate::report::activities::ACTIVITY_COLUMNS;
use crate::report::agreements::AGREEMENT_COLUMNS;
use crate::report::contacts::CONTACT_COLUMNS;
use crate::report::findings::FINDING_COLUMNS;
use crate::report::parties::PARTY_COLUMNS;
use crate::store::Store;

/// Where the values of a flag or an operand come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueSource {
    Agreements,
    Activities,
    Parties,
    Areas,
    Tags,
    Contacts,
    Kinds,
    ActivityKinds,
    Countries,
    FieldKeys,
    ClearableFields,
    ClearableActivityFields,
    MissingFields,
    Columns(ListedThing),
    ConfigKeys,
    Rules,
    Topics,
    Schemas,
}

/// What a command lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListedThing {
    Agreements,
    Activities,
    Parties,
    Contacts,
    Findings,
    Commands,
}

impl ListedThing {
    /// Returns the names of the columns.
    fn columns(self) -> Vec<&'static str> {
        match self {
            Self::Agreements => AGREEMENT_COLUMNS.iter().map(|column| column.name).collect(),
            Self::Activities => ACTIVITY_COLUMNS.iter().map(|column| column.name).collect(),
            Self::Parties => PARTY_COLUMNS.iter().map(|column| column.name).collect(),
            Self::Contacts => CONTACT_COLUMNS.iter().map(|column| column.name).collect(),
            Self::Findings => FINDING_COLUMNS.iter().map(|column| column.name).collect(),
            Self::Commands => log::column_names().collect(),
        }
    }
}

/// The flags and operands whose values come from the registry or from a list: the beginning of the command, or
/// nothing for all commands; the flag, or the name of the value; and the source.
const VALUE_SOURCES: [(&str, &str, ValueSource); 63] = [
    ("activity", "--kind", ValueSource::ActivityKinds),
    ("activity", "--clear", ValueSource::ClearableActivityFields),
    ("activity", "--columns", ValueSource::Columns(ListedThing::Activities)),
    ("activity", "--sort", ValueSource::Columns(ListedThing::Activities)),
    ("party", "--columns", ValueSource::Columns(ListedThing::Parties)),
    ("party", "--sort", ValueSource::Columns(ListedThing::Parties)),
    ("contact", "--columns", ValueSource::Columns(ListedThing::Contacts)),
    ("contact", "--sort", ValueSource::Columns(ListedThing::Contacts)),
    ("check", "--columns", ValueSource::Columns(ListedThing::Findings)),
    ("check", "--sort", ValueSource::Columns(ListedThing::Findings)),
    ("log", "--columns", ValueSource::Columns(ListedThing::Commands)),
    ("log", "--sort", ValueSource::Columns(ListedThing::Commands)),
    ("activity add", "ID", ValueSource::Agreements),
    ("activity list", "ID", ValueSource::Agreements),
    ("activity", "--to", ValueSource::Agreements),
    ("activity", "ID/N", ValueSource::Activities),
    ("activity", "ID", ValueSource::Activities),
    ("party", "NAME", ValueSource::Parties),
    ("party", "OLD", ValueSource::Parties),
    ("party", "A", ValueSource::Parties),
    ("party", "B", ValueSource::Parties),
    ("contact", "OLD", ValueSource::Contacts),
    ("contact", "NEW", ValueSource::Contacts),
    ("party", "WORD", ValueSource::Parties),
    ("contact", "WORD", ValueSource::Contacts),
    ("edit", "--id", ValueSource::Agreements),
    ("help", "COMMAND|TOPIC", ValueSource::Topics),
    ("schema", "OF", ValueSource::Schemas),
    ("", "ID", ValueSource::Agreements),
    ("", "ID|WORD", ValueSource::Agreements),
    ("", "--succeeds", ValueSource::Agreements),
    ("", "--add-succeeds", ValueSource::Agreements),
    ("", "--remove-succeeds", ValueSource::Agreements),
    ("", "--under", ValueSource::Agreements),
    ("", "--related", ValueSource::Agreements),
    ("", "--add-related", ValueSource::Agreements),
    ("", "--remove-related", ValueSource::Agreements),
    ("", "--party", ValueSource::Parties),
    ("", "--add-party", ValueSource::Parties),
    ("", "--remove-party", ValueSource::Parties),
    ("", "--owner", ValueSource::Parties),
    ("", "--by", ValueSource::Parties),
    ("", "--participant", ValueSource::Parties),
    ("", "--add-participant", ValueSource::Parties),
    ("", "--remove-participant", ValueSource::Parties),
    ("", "--area", ValueSource::Areas),
    ("", "--add-area", ValueSource::Areas),
    ("", "--remove-area", ValueSource::Areas),
    ("", "--tag", ValueSource::Tags),
    ("", "--add-tag", ValueSource::Tags),
    ("", "--remove-tag", ValueSource::Tags),
    ("", "--contact", ValueSource::Contacts),
    ("", "--kind", ValueSource::Kinds),
    ("", "--country", ValueSource::Countries),
    ("", "--field", ValueSource::FieldKeys),
    ("", "--remove-field", ValueSource::FieldKeys),
    ("", "--clear", ValueSource::ClearableFields),
    ("", "--missing", ValueSource::MissingFields),
    ("", "--columns", ValueSource::Columns(ListedThing::Agreements)),
    ("", "--sort", ValueSource::Columns(ListedThing::Agreements)),
    ("config", "KEY", ValueSource::ConfigKeys),
    ("", "--rule", ValueSource::Rules),
    ("accept", "RULE", ValueSource::Rules),
];

/// Returns where the values of an argument come from; the command is called by the words of `path`.
pub(super) fn value_source(path: &str, arg: &Arg) -> Option<ValueSource> {
    let flag = arg.get_long().map(|long| format!("--{long}"));
    let value = arg.get_value_names().and_then(|names| names.first());
    let name = flag.as_deref().or(value.map(clap::builder::Str::as_str))?;
    let is_meant = |(command, named, _): &&(&str, &str, ValueSource)| {
        *named == name
            && (command.is_empty() || format!("{path} ").starts_with(&format!("{command} ")))
    };
    VALUE_SOURCES.iter().find(is_meant).map(|(_, _, source)| *source)
}

/// The values that may be meant.
#[derive(Debug)]
pub(super) struct KnownValues {
    /// The commands, for `mou help`.
    pub(super) commands: Vec<String>,
    /// Whether the settings are those of the user.
    pub(super) is_of_user: bool,
    /// The registry, if there is one.
    pub(super) store: Option<Store>,
}

impl KnownValues {
    /// Returns the values of a source that begin with what was typed, ignoring case and accents.
    pub(super) fn candidates(
        &self,
        source: ValueSource,
        current: &str,
    ) -> Vec<CompletionCandidate> {
        match source {
            ValueSource::ClearableFields => matching(current, clearable::<Agreement>()),
            ValueSource::ClearableActivityFields => matching(current, clearable::<Activity>()),
            ValueSource::MissingFields => matching(current, names(Missing::names())),
            ValueSource::ConfigKeys if self.is_of_user => {
                matching(current, names(UserKey::names().into_iter().chain([config::PATH_KEY])))
            }
            ValueSource::ConfigKeys => matching(current, names(config::key_names())),
            ValueSource::Columns(listed) => {
                // Names are separated by commas, and the last one is being typed.
                let start = current.rfind(',').map_or(0, |comma| comma + 1);
                let (before, last) = current.split_at(start);
                let candidates = matching(last, names(listed.columns())).into_iter();
                candidates.map(|candidate| candidate.add_prefix(before)).collect()
            }
            ValueSource::Rules => matching(current, names(Rule::VARIANTS.iter().copied())),
            ValueSource::Topics => {
                let topics = help::topics().map(str::to_owned);
                let known = self.commands.iter().cloned().chain(topics);
                matching(current, known.map(|name| (name, None)))
            }
            ValueSource::Schemas => matching(current, names(schema_names())),
            _ => matching(current, self.recorded(source)),
        }
    }

    /// Returns the values of a source in the registry, sorted, each with its explanation; none if it cannot be read.
    fn recorded(&self, source: ValueSource) -> BTreeMap<String, Option<String>> {
        let values = self
            .store
            .as_ref()
            .map(|store| scanned(store, |agreement, values| add_values(source, agreement, values)));
        values.unwrap_or_default().into_iter().collect()
    }
}

/// Returns what `add` adds for each agreement of a registry; nothing if it cannot be read.
fn scanned<T: Send>(store: &Store, add: impl Fn(&Agreement, &mut Vec<T>) + Sync) -> Vec<T> {
    let values = store.read_to_pass().and_then(|registry| {
        registry.scan(|record, values| {
            add(&record.agreement()?, values);
            Ok(())
        })
    });
    values.unwrap_or_default()
}

/// A text that records have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KnownText {
    /// The ids of agreements.
    Agreement,
    /// Parties, as they are typed.
    Party,
    /// Contacts.
    Contact,
    /// The kinds of activities.
    ActivityKind,
}

/// Returns the texts of the registry, sorted, without repetitions; none if it cannot be read.
pub(crate) fn known_texts(store: &Store, text: KnownText) -> Vec<String> {
    let texts: BTreeSet<String> = scanned(store, |agreement, texts: &mut Vec<String>| match text {
        KnownText::Agreement => texts.push(agreement.id.to_string()),
        KnownText::Party => texts.extend(agreement.parties.iter().map(ToString::to_string)),
        KnownText::Contact => texts.extend(agreement.contact.iter().map(ToString::to_string)),
        KnownText::ActivityKind => {
            let kinds = agreement.activities.iter().filter_map(|activity| activity.kind.as_ref());
            texts.extend(kinds.map(ToString::to_string));
        }
    })
    .into_iter()
    .collect();
    texts.into_iter().collect()
}

/// Returns names without explanations.
fn names(
    names: impl IntoIterator<Item = &'static str>,
) -> impl Iterator<Item = (String, Option<String>)> {
    names.into_iter().map(|name| (name.to_owned(), None))
}

/// Returns the names of the fields that can be emptied.
fn clearable<T: HasFields>() -> impl Iterator<Item = (String, Option<String>)> {
    names(T::fields().iter().filter(|field| !field.is(Attribute::Required)).map(|field| field.name))
}

/// Returns candidates for the values that begin with what was typed, ignoring case and accents.
pub(super) fn matching(
    current: &str,
    values: impl IntoIterator<Item = (String, Option<String>)>,
) -> Vec<CompletionCandidate> {
    let current = fold(&unquoted(current));
    let values = values.into_iter().filter(|(value, _)| fold(value).starts_with(&*current));
    values.map(|(value, help)| CompletionCandidate::new(value).help(help.map(Into::into))).collect()
}

/// Adds the values of an agreement, each with its explanation.
fn add_values(
    source: ValueSource,
    agreement: &Agreement,
    values: &mut Vec<(String, Option<String>)>,
) {
    let mut add = |value: &str, help: Option<&str>| {
        values.push((value.to_owned(), help.map(str::to_owned)));
    };
    match source {
        ValueSource::Agreements => add(agreement.id.as_str(), Some(&agreement.title)),
        ValueSource::Activities => {
            for activity in &agreement.activities {
                add(&format!("{}/{}", agreement.id, activity.n), Some(&activity.title));
            }
        }
        ValueSource::Parties => {
            for party in &agreement.parties {
                add(&party.name, party.short.as_deref());
                if let Some(short) = &party.short {
                    add(short, Some(&party.name));
                }
            }
        }
        ValueSource::Areas => {
            let activities = agreement.activities.iter().flat_map(|activity| &activity.areas);
            agreement.areas.iter().chain(activities).for_each(|area| add(area, None));
        }
        ValueSource::Tags => agreement.tags.iter().for_each(|tag| add(tag, None)),
        ValueSource::Contacts => {
            let activities = agreement.activities.iter().flat_map(|activity| &activity.contact);
            agreement.contact.iter().chain(activities).for_each(|contact| add(contact, None));
        }
        ValueSource::ActivityKinds => {
            let kinds = agreement.activities.iter().flat_map(|activity| &activity.kind);
            kinds.for_each(|kind| add(kind, None));
        }
        ValueSource::Kinds => add(&agreement.kind, None),
        ValueSource::Countries => {
            for party in &agreement.parties {
                party.country.iter().for_each(|country| add(country, None));
            }
        }
        ValueSource::FieldKeys => {
            agreement.fields.keys().for_each(|key| add(&format!("{key}="), None));
        }
        ValueSource::ClearableFields
        | ValueSource::ClearableActivityFields
        | ValueSource::MissingFields
        | ValueSource::Columns(_)
        | ValueSource::ConfigKeys
        | ValueSource::Rules
        | ValueSource::Topics
        | ValueSource::Schemas => {}
    }
}

/// Returns a word without the quotes and backslashes of a shell.
pub(super) fn unquoted(typed: &str) -> String {
    let mut text = String::with_capacity(typed.len());
    let mut letters = typed.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.extend(letters.next()),
            '"' | '\'' => {}
            _ => text.push(letter),
        }
    }
    text
}
