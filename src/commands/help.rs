//! `mou help`: the short help, the help of a command, and the topics.

pub(crate) mod page;

use self::page::{HELP_COLUMNS, HelpLength};
use crate::domain::{Activity, Agreement, FieldSpec, HasFields};
use crate::env::ENVIRONMENT_VARIABLES;
use crate::error::{Error, Result};
use crate::exchange::import::columns::COLUMN_HELP;
use crate::render::width::wrap;
use crate::render::words;
use crate::report::agreements::AGREEMENT_COLUMNS;

/// Show the commands, the flags of one, or a topic
///
/// The topics are agents, columns, dates, environment, exit-codes, format, glossary, scripting and
/// status.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "Examples:\n  mou help add\n  mou help dates")]
pub(crate) struct Args {
    /// Command, or topic
    #[arg(value_name = "COMMAND|TOPIC")]
    about: Vec<String>,
}

/// The text of `mou --help`.
pub(super) const SHORT_HELP: &str = include_str!("help/short.txt");

/// The text of the topic `exit-codes`.
pub(super) const EXIT_CODES: &str = include_str!("help/exit-codes.txt");

/// A topic: its name, and the function that returns its text.
type Topic = (&'static str, fn() -> String);

/// The topics by name. `formats` is another name of `format`.
const HELP_TOPICS: [Topic; 10] = [
    ("agents", || include_str!("help/agents.txt").to_owned()),
    ("columns", columns),
    ("dates", || include_str!("help/dates.txt").to_owned()),
    ("environment", environment),
    ("exit-codes", || EXIT_CODES.to_owned()),
    ("format", format),
    ("formats", format),
    ("glossary", || include_str!("help/glossary.txt").to_owned()),
    ("scripting", || include_str!("help/scripting.txt").to_owned()),
    ("status", || include_str!("help/status.txt").to_owned()),
];

/// The derived columns, each with its meaning.
const DERIVED_COLUMNS: [(&str, &str); 9] = [
    ("status", "Status on the day (mou help status)"),
    ("ends", "Last day of the current period, or indefinite"),
    ("act_by", "Last day to act: to give notice, to renew, or to review"),
    ("ends_in_days", "Days until the last day; negative if it is past"),
    ("act_in_days", "Days until the act-by date; negative if it is past"),
    ("partners", "Names of the parties other than the owner of the registry"),
    ("succeeded_by", "Ids of the agreements that succeed it"),
    ("idle_days", "Days since the latest activity, or since the first day"),
    ("flags", "What needs attention (mou help status)"),
];

/// The fields that no flag sets, each with its meaning.
const OTHER_FIELDS: [(&str, &str); 6] = [
    ("id", "Id, made from the parties and the year unless --id is given"),
    ("events", "What happened to it: renew, amend, notice, suspend, …"),
    ("accepted", "Findings of `mou check` that a person accepted"),
    ("conflicts", "What a merge left to be decided"),
    ("activities", "Activities and obligations under it"),
    ("n", "Number of the activity in its agreement"),
];

/// Returns the names of the topics.
pub(super) fn topics() -> impl Iterator<Item = &'static str> {
    HELP_TOPICS.iter().map(|(topic, _)| *topic)
}

/// Returns the requested text; `cli` has all commands.
///
/// Fails if there is no such command or topic.
pub(super) fn text(args: &Args, mut cli: clap::Command) -> Result<String> {
    let [first, ..] = args.about.as_slice() else {
        return Ok(SHORT_HELP.to_owned());
    };
    if let Some((_, text)) = HELP_TOPICS.iter().find(|(topic, _)| topic == first) {
        return Ok(text());
    }
    cli.build();
    let mut command = &mut cli;
    for word in &args.about {
        let names: Vec<String> =
            command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
        command = command.find_subcommand_mut(word).ok_or_else(|| unknown(word, &names))?;
    }
    Ok(page::text(command, HelpLength::Long))
}

fn unknown(word: &str, commands: &[String]) -> Error {
    let topics: Vec<&str> = topics().collect();
    let known = commands.iter().map(String::as_str).chain(topics.iter().copied());
    let hint = words::suggestion(word, known)
        .unwrap_or_else(|| format!("the topics are {}", words::list_and(&topics)));
    Error::usage(format!("unknown command or topic `{word}`")).with_hint(hint)
}

/// Returns rows of a name and its meaning.
fn rows<'a>(rows: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let rows: Vec<(&str, &str)> = rows.into_iter().collect();
    let indent = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default() + 4;
    let room = HELP_COLUMNS - indent;
    let mut text = String::new();
    for (name, meaning) in rows {
        let mut before = format!("  {name:width$}  ", width = indent - 4);
        for line in wrap(meaning, room, room) {
            text.push_str(&std::mem::replace(&mut before, " ".repeat(indent)));
            text.push_str(line.trim_end());
            text.push('\n');
        }
    }
    text
}

/// Returns the meaning of a field: the help of its flag, if it has one.
fn meaning<T: HasFields>(field: &FieldSpec<T>) -> &'static str {
    if field.has_flag() {
        return field.help;
    }
    let other = OTHER_FIELDS.iter().find(|(name, _)| *name == field.name);
    other.map_or("Set by commands of its own", |(_, meaning)| meaning)
}

fn fields<T: HasFields>() -> String {
    rows(T::fields().iter().map(|field| (field.name, meaning(field))))
}

fn format() -> String {
    format!(
        "{}\nThe fields of an agreement, in the order of the file. `mou add` and\n\
         `mou edit` have flags for most of them.\n\n{}\nThe fields of an activity.\n\n{}",
        include_str!("help/format.txt"),
        fields::<Agreement>(),
        fields::<Activity>(),
    )
}

fn columns() -> String {
    let derived = AGREEMENT_COLUMNS.iter().filter_map(|column| {
        DERIVED_COLUMNS.iter().find(|(name, _)| *name == column.name).copied()
    });
    format!(
        "The columns of lists of agreements, for --columns and --sort, and the keys of\n\
         JSON. Every field is a column (mou help format); these are computed:\n\n\
         {}\n{COLUMN_HELP}",
        rows(derived)
    )
}

fn environment() -> String {
    format!(
        "What mou reads from the environment. An empty variable counts as not set, and a\n\
         flag of the same meaning comes first. Then come your own settings (mou config\n\
         --user), then those of the registry (mou config).\n\n{}",
        rows(ENVIRONMENT_VARIABLES)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_that_is_no_field_is_explained() {
        let fields: Vec<&str> = Agreement::fields().iter().map(|field| field.name).collect();
        let derived: Vec<&str> = AGREEMENT_COLUMNS
            .iter()
            .map(|column| column.name)
            .filter(|name| !fields.contains(name))
            .collect();
        assert_eq!(derived, DERIVED_COLUMNS.map(|(name, _)| name));
    }

    #[test]
    fn every_field_without_a_flag_is_explained() {
        let agreement = Agreement::fields().iter().filter(|field| !field.has_flag());
        let activity = Activity::fields().iter().filter(|field| !field.has_flag());
        let names: Vec<&str> =
            agreement.map(|field| field.name).chain(activity.map(|field| field.name)).collect();
        assert_eq!(names, OTHER_FIELDS.map(|(name, _)| name));
    }
}
